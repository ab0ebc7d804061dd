"""Demands 要求: who must do what, how strongly, of sentences that demand or warn."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from huayu import stance
from huayu.corpus import Speech
from huayu.lexicon import Lexicon, once, reading
from huayu.words import tokens

LIST = "addressees.toml"
_SECOND = re.compile(r"要(?![求点害素])")  # of 必须要
_STOP = re.compile(r"[，；：。！？—\n]")
# the longest name of who is asked: longer ones are clauses, but for relative ones that end in 的人
LONGEST = 40
_SPACE = " 　\t\n“”"
# tags of verbs and what stands before them, not of nouns made of verbs (vn)
VERBS = frozenset(("v", "vd", "vi", "vq", "vg", "d", "ad"))


# what demands are read by: the patterns, the simplified text, where its verbs begin
Read = tuple[reading.Patterns, str, list[int]]


class Demand(NamedTuple):
    """A demand 要求: who must act, from where that is known, what is to be done, how strongly.

    ``addressee`` is None where nobody is named; ``carried`` whether the sentence before names him.
    ``strength`` is that of the strongest marker (1 to 5, nan where none has one).
    """

    addressee: str | None
    carried: bool
    action: str
    strength: float
    negated: bool


@once
def _names(lexicon: Lexicon) -> reading.Patterns:
    subjects, lists = lexicon.table(LIST, "subjects"), lexicon.table(LIST, "demands")
    own = reading.either([*subjects["us"], *subjects["you"]])
    one = rf"(?:{reading.either([*subjects['us'], *subjects['you'], *subjects['bodies']])})们?"
    head = rf"(?:{one})(?!{one}|的)"
    also = rf"(?:{reading.either(lists['also'])}|，)*"
    more = rf"(?:、|和|与|及|以及|特别是|尤其是)[^，；：。！？—\n]{{0,12}}?{head}"
    name = rf"[^，；：。！？—\n]{{0,{LONGEST}}}?{head}(?:{more})*"
    saying = reading.either([*lists["saying"], *lists["asking"]])
    before = "".join(map(re.escape, lists["asker"]))
    asker = f"(?<=[{before}])" if before else "(?!)"
    return reading.Patterns(
        whole=re.compile(rf"(?P<name>[^，；：。！？—\n]{{0,{LONGEST}}}(?:{one})){also}$"),
        first=re.compile(
            rf"(?P<name>{name}(?={reading.either(lists['after'])})|(?:{own})(?!.{{0,4}}?{saying}))"
        ),
        asked=re.compile(
            rf"(?:(?<![㐀-鿿])|{asker})(?:{reading.either(lists['asking'])})"
            rf"(?P<name>{name})"
        ),
        threatened=re.compile(rf"(?P<name>{name})"),
        before=re.compile(rf"^(?:{reading.either([*lists['before'], *lists['asking']])})[，：]?"),
        verbs=re.compile(rf"(?:{reading.either(lists['verbs'])})(?<![主重首需]要)"),
        towards=re.compile(rf"^(?:{reading.either(lists['towards'])})"),
        ends=re.compile(rf"(?:{one})$"),
        fronted=re.compile(rf"[^、和与及们]({own})$|(?<![特尤凡别可但还就都只])是([^是]+)$"),
    )


def demands(speech: Speech, spans: Sequence[tuple[int, int, str]]) -> list[Demand | None]:
    """Demands 要求 of sentences in their order, None for those that neither demand nor warn.

    Parameters
    ----------
    spans : start, end and move of each sentence.

    Notes
    -----
    Who must act is the subject of the modal verb, a noun that opens the sentence, or stands behind
    a verb of asking; of a warning, whoever stands behind the prohibition. A sentence that begins
    with the modal verb right after one with a name in the same paragraph carries that name on.
    Missed: names without a head in the lexicon, and subjects of the paragraph before.
    """
    text = speech.lexicon.simplified(speech.text)
    read = _names(speech.lexicon), text, _verbs(speech, text)
    layer = _modality(speech)
    found: list[Demand | None] = []
    for start, end, move in spans:
        if move not in ("demand", "warning"):
            found.append(None)
            continue
        inside = layer[(layer["start"] >= start) & (layer["end"] <= end)]
        before = found[-1] if found and "\n" not in speech.text[start - 1 : start] else None
        found.append(_demand(speech, read, (start, end, move), inside, before))
    return found


def _modality(speech: Speech) -> pd.DataFrame:
    """Modal verbs that ask, but for those whose subject is the speaker (我要强调)."""
    kinds = set(speech.lexicon.table(LIST, "demands")["modality"])
    layer = stance.stance(speech)
    layer = layer[(layer["category"] == "modality") & layer["subcategory"].isin(kinds)]
    alone = [speech.text[at - 1 : at] == "我" for at in layer["start"]]
    return layer[~pd.Series(alone, index=layer.index, dtype=bool)]


def _verbs(speech: Speech, text: str) -> list[int]:
    """Where verbs and their adverbs begin, but for the copula, which stands in 特别是 too."""
    table = tokens(speech)
    table = table[table["tag"].isin(VERBS)]
    spans = zip(table["start"], table["end"], strict=True)
    return [int(start) for start, end in spans if "是" not in text[start:end]]


def _demand(
    speech: Speech,
    read: Read,
    span: tuple[int, int, str],
    inside: pd.DataFrame,
    before: Demand | None,
) -> Demand:
    """The demand of one sentence, from its modal verbs and the demand of the sentence before."""
    start, end, move = span
    markers = list(zip(inside["start"], inside["end"], strict=True))
    names = list(_named(read, start, end, move, markers))
    carried = not names and bool(markers) and markers[0][0] - start <= 1 and before is not None
    given = [speech.text[a:b] for a, b in names]
    addressee = "；".join(dict.fromkeys(given)) if given else None
    if carried and before is not None:
        addressee = before.addressee
    strength = float(inside["strength"].max()) if len(inside) else float("nan")
    left = names[0][1] if names and not markers else start
    action = _action(speech.text, left, end, markers)
    negated = bool(inside["negated"].any())
    return Demand(addressee, carried and bool(addressee), action, strength, negated)


def _named(
    read: Read, start: int, end: int, move: str, markers: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Names of who is asked, without what is clause or preposition in them."""
    patterns, text, _ = read
    for a, b in _addressees(read, start, end, move, markers):
        towards = patterns.towards.match(text[a:b])
        if patterns.verbs.search(text, a, b) or (towards and move != "warning"):
            continue
        left = a + towards.end() if towards else a
        subject = any(b <= at and not _STOP.search(text, b, at) for at, _ in markers)
        right = b if subject else _without_verb(read, left, b)
        if fronted := patterns.fronted.search(text, left, right):  # 这种情况我们必须估计到
            left = fronted.start(fronted.lastindex or 0)
        if patterns.ends.search(text[left:right]):
            yield left, right


def _without_verb(read: Read, left: int, right: int) -> int:
    """The end of a name that runs on into its verb (县委书记面对群众); a clause with 的 is none."""
    _, text, verbs = read
    if "的" in text[left:right]:
        return right
    at = bisect_left(verbs, left)
    return verbs[at] if at < len(verbs) and verbs[at] < right else right


def _addressees(
    read: Read, start: int, end: int, move: str, markers: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Spans that may name who is asked: subjects, else who stands first or behind 希望."""
    patterns, text, _ = read
    met = False
    for at, behind in markers:
        left = max((m.end() for m in _STOP.finditer(text, start, at)), default=start)
        name = patterns.threatened.match(text, behind, end) if move == "warning" else None
        if name := name or patterns.whole.search(text, left, at):
            met = True
            yield _bare(patterns, text, *name.span("name"))
    if met:
        return
    opened = _bare(patterns, text, start, end)[0]
    if name := patterns.asked.search(text, start, end) or patterns.first.match(text, opened, end):
        yield _bare(patterns, text, *name.span("name"))


def _bare(patterns: reading.Patterns, text: str, start: int, end: int) -> tuple[int, int]:
    """A name without what stands before it and is no part of it."""
    while start < end:
        if text[start] in _SPACE:
            start += 1
        elif (tie := patterns.before.match(text[start:end])) and 0 < tie.end() < end - start:
            start += tie.end()
        else:
            break
    return start, end


def _action(text: str, start: int, end: int, markers: list[tuple[int, int]]) -> str:
    """The verb phrase: from behind the first marker, or from a place, to the end of its clause."""
    left = markers[0][1] if markers else start
    if markers and (second := _SECOND.match(text, left)):
        left = second.end()
    while left < end and text[left] in "，、：":
        left += 1
    stop = _STOP.search(text, left, end)
    return text[left : stop.start() if stop else end].strip(_SPACE)
