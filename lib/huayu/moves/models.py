"""Models 比较对象: the places, persons and bodies that a speech holds up for comparison."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from huayu.corpus import Speech
from huayu.lexicon import Lexicon, once, reading
from huayu.words import tokens

LIST = "comparison.toml"
TAGS = frozenset(("nr", "ns", "nrt", "nrfg"))
# moves in which a word of comparison compares, those in which one that announces or explains a
# case holds it up, and those whose first words hold up, without another, a person with a title or
# a place where something was done; an example whatever name it opens with
OPEN = frozenset(
    ("thesis", "reason", "problem", "demand", "achievement", "rebuttal", "definition", "example")
)
EXPLAINING = frozenset(("example", "reason"))
HOLDING = frozenset(("example", "thesis", "rebuttal"))
LONGEST = 4  # characters of a word that stands right before a name
NAME = 3  # characters of a Chinese name; what is longer is foreign, and tagged so, or an idiom
SHORT = 4  # characters of a first clause that is none, such as 比如，: it goes with the next
_CUT = re.compile(r"[，；。！？]")
_AND = re.compile("、|和|与|及|以及")
# lists of the section
WORDS = (
    "kinds", "self", "behind", "beside", "passed", "part", "behind_name", "learned", "taught",
    "case", "plain", "common", "titles", "rival", "foil",
)  # fmt: skip
Model = tuple[int, int, str]


@once
def _words(lexicon: Lexicon) -> reading.Patterns:
    lists = lexicon.table(LIST, "models")
    return reading.Patterns(**{name: re.compile(reading.either(lists[name])) for name in WORDS})


def models(speech: Speech, sentences: Sequence[tuple[int, int, str]]) -> list[tuple[Model, ...]]:
    """Models 比较对象 of each sentence: ((start, end, role), …), () for most.

    Parameters
    ----------
    sentences : start, end and move of each.

    Returns
    -------
    role: model 榜样, foil 反面, rival 对手, self 自己.

    Notes
    -----
    A name is held up where its clause sets it beside another, says what part it plays (榜样), or,
    in an example or a reason, announces or explains its case; where what is learned from stands
    right behind it (经验); where it opens an example or a claim; or where it is listed beside one
    that is. The own side is told only where another is compared with it. Words:
    corpus/lexicons/comparison.toml. Missed: persons and bodies that the segmentation does not
    know as names, and what no word of the clause announces.
    """
    words, text = _words(speech.lexicon), speech.lexicon.simplified(speech.text)
    names = list(_names(speech, words, text))
    text = words.passed.sub(lambda found: "－" * len(found[0]), text)
    found = []
    for start, end, move in sentences:
        inside = [(a, b) for a, b in names if start <= a and b <= end]
        found.append(tuple(_held(words, text, start, end, move, inside)) if inside else ())
    return found


def _held(
    words: reading.Patterns,
    text: str,
    start: int,
    end: int,
    move: str,
    names: list[tuple[int, int]],
) -> Iterator[Model]:
    """Names of one sentence that are held up, each the first time, with their roles."""
    own = {span for span in names if _own(words, text[slice(*span)])}
    clauses = {span: text[slice(*_clause(text, start, end, *span))] for span in names}
    compared = {span for span in names if words.beside.search(clauses[span])}
    beside = compared - own if move in OPEN else set()
    kept = beside | {
        span
        for span in set(names) - own
        if _shown(words, text, move, clauses[span], span)
        or (move in HOLDING and _opens(words, text, start, span, move == "example"))
    }
    kept |= _listed(text, sorted(set(names) - own), kept)
    if beside:
        kept |= own
    for a, b in names:
        if (a, b) in kept and text.find(text[a:b], start) == a:
            yield a, b, "self" if (a, b) in own else _role(words, text, start, end, (a, b))


def _shown(
    words: reading.Patterns, text: str, move: str, clause: str, name: tuple[int, int]
) -> bool:
    """Whether the clause of a name, or what touches it on either side, holds the name up."""
    left, right = name
    taught = _ends(words.learned, text, left) and not _ends(words.taught, text, left)
    taught = taught and not words.common.search(clause)  # whose theory is learned is no model
    if move in OPEN and (
        taught or words.part.search(clause) or words.behind_name.match(text, right)
    ):
        return True
    return move in EXPLAINING and bool(words.case.search(clause))


def _ends(pattern: re.Pattern[str], text: str, at: int) -> bool:
    """Whether a word of a list ends at a place."""
    return any(found.end() == at for found in pattern.finditer(text, max(at - LONGEST, 0), at))


def _clause(text: str, start: int, end: int, left: int, right: int) -> tuple[int, int]:
    """The clause of a name in its sentence; a first one that is very short goes with the next."""
    first = max((m.end() for m in _CUT.finditer(text, start, left)), default=start)
    last = _CUT.search(text, right, end)
    return start if first - start <= SHORT else first, last.start() if last else end


def _opens(
    words: reading.Patterns, text: str, start: int, name: tuple[int, int], alone: bool
) -> bool:
    """Whether the first word is a person with a title, a place behind 在 or 从, or any name alone.

    ``alone``: whether a name without title or 在 does too.
    """
    left, right = name
    before = text[start:left].strip(" 　\n")
    if words.titles.match(text, right) or words.titles.search(text, left, right):
        return not before
    if _own(words, text[left:right]):
        return False
    return before in ("在", "从") or (alone and not before)


def _listed(
    text: str, names: list[tuple[int, int]], kept: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Names of a list (焦裕禄、杨善洲) that one of them holds up with it."""
    found: set[tuple[int, int]] = set()
    run: list[tuple[int, int]] = []
    for name in names:
        if run and not _AND.fullmatch(text, run[-1][1], name[0]):
            run = []
        run.append(name)
        if not kept.isdisjoint(run):
            found.update(run)
    return found


def _own(words: reading.Patterns, name: str) -> bool:
    """Whether a name is that of the speaker's own side: we, a masked place, what is behind."""
    return bool(words.self.fullmatch(name) or words.behind.fullmatch(name)) or name[0] == "*"


def _role(words: reading.Patterns, text: str, start: int, end: int, name: tuple[int, int]) -> str:
    """Role of a name by the words of its clause."""
    clause = text[slice(*_clause(text, start, end, *name))]
    if words.foil.search(clause):
        return "foil"
    return "rival" if words.rival.search(clause) else "model"


def _names(speech: Speech, words: reading.Patterns, text: str) -> Iterator[tuple[int, int]]:
    """Spans of names: those of the segmentation, of the lexicon, masked ones, and the own side."""
    taken = [
        m.span() for one in (words.kinds, words.behind, words.self) for m in one.finditer(text)
    ]
    for mask in speech.masks:
        taken += [found.span() for found in re.finditer(re.escape(mask), text)]
    kept = set(taken)
    table = tokens(speech)
    for start, end, tag in zip(table["start"], table["end"], table["tag"], strict=True):
        if tag not in TAGS or not _known(words, text, start, end, tag):
            continue
        if not any(a <= start < b for a, b in taken):
            title = words.titles.match(text, end)
            kept.add((start, title.end() if title else end))
    yield from sorted(kept)


def _known(words: reading.Patterns, text: str, start: int, end: int, tag: str) -> bool:
    """Whether what the dictionary has as a name is one here: no common word, idiom or nickname."""
    if words.plain.fullmatch(text[start:end]) or words.common.search(text, start, end):
        return False
    if tag in ("ns", "nt"):
        return True
    if tag == "nr" and (text[start - 1 : start] == "“" or end - start > NAME):
        return False
    return end - start > 2 or bool(words.titles.match(text, end))
