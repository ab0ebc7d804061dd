"""Names 人名 in the running text: whom 他 stands for, and who is named nearest."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from huayu.corpus import Speech
from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import alternatives
from huayu.page import page
from huayu.quotations.lexicons import contexts, kinds
from huayu.quotations.phrases import NAMES, phrase
from huayu.quotations.sources import Source, authority
from huayu.quotations.view import FAR, View
from huayu.spans import after

# a pronoun that stands for the person last named
SINGULAR = frozenset("他她它")
# a name begins with none of these kinds of words (verb, adverb, preposition, conjunction, 的)
_VERBAL = ("v", "d", "p", "c", "u")
# sentences back in which that person may be named: a portrait goes on with 他 for a paragraph
BACK = 8
# characters of a name or a short description of somebody (高尔基, 国外有教育家)
NAME = (2, 10)
# characters before a cue in which its source may be named
NEAR = 60
_TEACHING = re.compile(r"思想|理论|主义")  # behind a name these make a teaching of it
_SOMEBODY = re.compile(r"^.*(?:有(?!人)(?:[一几]?[位个名])?|(?:引用|引述|借用|记得|想起)[过了]?)")
_TAIL = re.compile(
    r"(?:曾[\u4e00-\u9fff]{0,4}|早就|就|也|还|都|常|所|又|便|[\u4e00-\u9fff]{2,4}地|深刻|这样|动情|"
    r"[在于][^，]{1,20}|[^，]{1,6}时){0,4}$"
)


def antecedent(view: View, place: int) -> Source | None:
    """Antecedent 先行词 of 他: who heads the sentence before, or the ones before that.

    Sentences that 他 heads are passed over; a person named elsewhere in a sentence counts only
    where none heads one.
    """
    row = view.row(place)
    spare = None
    for number in range(row, max(row - 1 - BACK, -1), -1):
        start, end = view.page.sentence_spans[number]
        end = min(end, place)
        start = max(start, end - FAR)
        named, heads = _read(view, start, end)
        leading = next((source for source in named if source.start in heads), None)
        if leading:
            return leading
        if named and spare is None and not any(view.bare[place] in SINGULAR for place in heads):
            spare = named[0]
    return spare


def _read(view: View, start: int, end: int) -> tuple[list[Source], set[int]]:
    """Who is named in a stretch, and where its clauses begin; kept, as every 他 looks back."""
    kept = _kept(view.speech, view.bare)
    if (start, end) not in kept:
        named = [one for one in people(view, start, end) if "、" not in one.speaker]
        kept[start, end] = (named, _heads(view, start, end))
    return kept[start, end]


@lru_cache(maxsize=8)
def _kept(speech: Speech, bare: str) -> dict[tuple[int, int], tuple[list[Source], set[int]]]:
    """What has been read of one text."""
    return {}


def _heads(view: View, start: int, end: int) -> set[int]:
    """Places where the clauses of a sentence begin, behind what leads them in."""
    edges = view.clauses(start, end)
    lead = view.grammar.lead
    return {after(lead, view.bare, edge, end) for edge in edges if edge < end} or {start}


def people(view: View, start: int, end: int, guessed: bool = True) -> Iterator[Source]:
    """Persons 人名 named in a stretch, in order: by the authority file, by title, by the tagger.

    Without ``guessed`` the tagger is not asked.
    """
    known = [m for m in view.grammar.name.finditer(view.bare, start, end) if m["alias"]]
    known = [m for m in known if kinds(view.lexicon)[m["alias"]] in ("person", "classic")]
    known = [m for m in known if not _TEACHING.match(view.bare, m.end())]
    found = [authority(view, match) for match in known]
    for names in (titled(view), tagged(view.speech) if guessed else []):
        first, last = bisect_left(names, (start, start)), bisect_left(names, (end,))
        for begin, stop in names[first:last]:
            if not any(source.start <= begin < source.end for source in found):
                found.append(_person(view, begin, stop))
    yield from sorted(found, key=lambda source: source.start)


def _person(view: View, start: int, end: int) -> Source:
    return Source(view.speech.text[start:end], "person", start, end)


@once
def _title(lexicon: Lexicon) -> re.Pattern[str]:
    """Two or three characters with a family name in front of a title, the shorter reading first."""
    lists = contexts(lexicon, "speaker")
    names = f"[{lists['surnames']}][\u4e00-\u9fff]{{1,2}}"
    return re.compile(rf"(?=(?P<name>{names}?){alternatives(lists['honorifics'])})")


def titled(view: View) -> list[tuple[int, int]]:
    """Places of names with a title (王大山同志), which begin where a word begins."""
    return _titled(view.speech, view.folded)


@lru_cache(maxsize=8)
def _titled(speech: Speech, folded: str) -> list[tuple[int, int]]:
    begins = frozenset(word.start for word in page(speech).tokens)
    common = set(contexts(speech.lexicon, "speaker")["quantifiers"])
    return [
        found.span("name")
        for found in _title(speech.lexicon).finditer(folded)
        if found.start() in begins and found["name"] not in common
    ]


@lru_cache(maxsize=8)
def tagged(speech: Speech) -> list[tuple[int, int]]:
    """Places of what the tagger takes for names of persons, two characters and up.

    Chinese names (ICTCLAS nr) only with a common family name: the tagger sees too many.
    """
    families = frozenset(contexts(speech.lexicon, "speaker")["surnames"])
    found: list[tuple[int, int]] = []
    for start, end, _, kind in page(speech).tokens:
        if kind not in NAMES or kind == "nr" and speech.text[start] not in families:
            continue
        if found and found[-1][1] == start:  # a long foreign name comes in pieces
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [
        (start, end)
        for start, end in found
        if end - start > 1 and speech.text[start - 1 : start] != "》"  # 《…》中曾写到
    ]


def named_nearest(view: View, start: int, cue: int, saying: bool) -> Source | None:
    """Source of cited words by position alone: the known name before the cue, else the words.

    Only for cues that stand directly before marks (充分证明了毛泽东同志所说的：“…”; 高尔基说：“…”).
    Without a verb of ``saying`` only known names count.
    """
    rules = view.grammar
    text = view.bare
    start = max(start, cue - NEAR)
    for known in reversed(list(people(view, start, cue))):
        end = after(honorific(view.lexicon), text, known.end, cue)
        if end == cue or rules.middle.fullmatch(text, end, cue):
            return known
    if not saying:
        return None
    head = _head(view, start, cue)
    found = _free(view, head, cue)
    if found and not rules.role.search(found.speaker):
        return found
    return behind_role(view, head, cue) or found


def behind_role(view: View, start: int, cue: int) -> Source | None:
    """Source named behind what he is (贵国总统|贝尼托·华雷斯曾说过), in the clause of a cue."""
    rules = view.grammar
    head = _head(view, start, cue)
    for role in rules.role.finditer(view.bare, head, cue):
        found = _free(view, role.end(), cue)
        if found:
            return found
    return None


def _head(view: View, start: int, cue: int) -> int:
    """Where the clause of a cue begins, behind what leads it in."""
    return view.opening(view.clauses(start, cue)[-1], cue)


@once
def honorific(lexicon: Lexicon) -> re.Pattern[str]:
    """Titles 称谓 behind a name, none or several."""
    return re.compile(f"{alternatives(contexts(lexicon, 'speaker')['honorifics'])}*")


def _free(view: View, head: int, cue: int) -> Source | None:
    """A name that no list has, between the head of a clause and its cue."""
    name = _TAIL.sub("", view.bare[head:cue]).strip("\u3000 \n")
    name = _SOMEBODY.sub("", name)
    fit = NAME[0] <= len(name) <= NAME[1] and re.fullmatch(r"[\u4e00-\u9fff·]+", name)
    placed = name.endswith(("上", "中", "里"))  # 墓碑上: where, not who
    rules = view.grammar
    if not fit or placed or rules.blocked.search(name) or rules.impersonal.match(name):
        return None
    begin = view.bare.index(name, head)
    end = begin + len(name)
    nominal = phrase(view, begin, end)
    if nominal and nominal.start == begin:  # 李大山|突然大声喊叫, 外公|跟妈妈
        end = nominal.end
    known = [source for source in people(view, begin, end) if source.end == end]
    if known and "·" not in name:
        return known[0]
    return None if view.tag(begin)[:1] in _VERBAL else _person(view, begin, end)
