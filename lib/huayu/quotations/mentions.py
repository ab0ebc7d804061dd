"""Mentions 提及: everybody who is named around cited words, and where, before anybody chooses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import alternatives
from huayu.quotations.attribution import PARTY, Attribution
from huayu.quotations.cues import Cue
from huayu.quotations.grammar import PAUSE
from huayu.quotations.lexicons import contexts
from huayu.quotations.names import SINGULAR, antecedent, people
from huayu.quotations.phrases import CLAUSES, Phrase, bare, beside, edges, phrase
from huayu.quotations.reporting import cues
from huayu.quotations.sources import Source, authority, full_name, headed
from huayu.quotations.view import BLANK, View

# citations back whose source may go on to be cited
CITED = 3
# sentences back in which a phrase that heads one may be who 他 is
BACK = 4
# clauses of such a sentence whose subject may be that
FIRST = 3
# characters behind the closing mark in which its speaker may be named
BEHIND = 24
# names in full that lie farther back have been lost to the reader
RECENT = 1500
_TURN = re.compile(
    r"[\s　]*(?P<who>[^\s　：，。；“”□（）()]{2,10})(?<!们)(?<!們)(?:[（(][^）)]{1,12}[）)])?："
)
_EXISTS = re.compile(r"^(?:据|如|正如|也|还)?有(?:[位个名](?=[一-鿿]{2}))?(?![的些人关]|一些)")
_TITLE = re.compile(r"《[^》\n]{1,40}》")
_HEAD = re.compile(r"^(?:该|本|这[次个份]?|此次|本次|上述)?(?P<head>[一-鿿]{2,4})$")
NOBODY = Source("", "nobody", -1, -1)

Mention = tuple[Source, list[str]]
Cited = tuple[int, Source | None]  # where the words of a citation end, and who says them


def mentions(
    view: View,
    place: int,
    words: tuple[int, int],
    given: Attribution,
    own: Phrase | None,
    before: Sequence[Cited],
) -> Iterator[Mention]:
    """Mentions 提及 around cited words: a source and what is seen of it there, one by one.

    The same source may come several times.

    Parameters
    ----------
    place : where a speaker is looked for: at the cue, else at the words themselves.
    words : where the cited words begin and end.
    given : the cue that governs them, and its subject by rule.
    own : the noun phrase that heads the clause of the cue.
    before : the citations before, the nearest last.
    """
    yield NOBODY, ["nobody"]
    if given.source:
        yield given.source, ["the subject by rule"]
    elif given.cue and given.cue.start >= words[0]:
        yield from _phrased(view, _ahead(view, words[0], given.cue), "before a cue behind")
    yield from _phrased(view, own, "heads the clause")
    if given.cue:
        yield from _phrased(view, beside(view, view.left(place), place), "beside the cue")
    yield from _in_full(view, own, place)
    yield from _titles(view, place)
    yield from _earlier(view, place)
    yield from _persons(view, place)
    if given.cue is None:
        yield from _behind(view, words[1])
    yield from _before(view, place, words[0], before)
    yield from turn(view, place)
    if "党中央" in view.folded:
        spoken = PARTY.search(view.bare, view.left(place), place)
        there = "where the Party is spoken of" if spoken else "anywhere"
        yield Source("党中央", "body", place, place), [f"the Party centre, unnamed, {there}"]


def turn(view: View, place: int) -> Iterator[Mention]:
    """Turn 话轮: the name before a colon that opens the paragraph (李大山：……)."""
    start = view.paragraphs[max(view.paragraph(place) - 1, 0)]
    found = _TURN.match(view.folded, start)
    if found and found.end() <= place + 1 and not cues(view.lexicon).search(found["who"]):
        written = view.speech.text[found.start("who") : found.end("who")]
        yield Source(written, "person", *found.span("who")), ["has the turn"]


def _ahead(view: View, words: int, cue: Cue) -> Phrase | None:
    return phrase(view, edges(view, words, cue.start)[-1], cue.start)


def _persons(view: View, place: int) -> Iterator[Mention]:
    """Persons named in the sentence, and whom 他 stands for by the last one."""
    near = list(people(view, view.left(place), place))
    near = [one for one in near if BLANK not in view.bare[one.start : one.end]]
    for number, source in enumerate(reversed(near)):
        yield source, ["the last one named in the sentence" if not number else "named in it"]
    who = antecedent(view, pronoun(view, place))
    if who and BLANK not in view.bare[who.start : who.end]:
        yield who, ["the person last in subject place"]


def _behind(view: View, end: int) -> Iterator[Mention]:
    """The first person named behind the marks."""
    line = view.bare.find("\n", end)
    stop = min(end + BEHIND, line if line >= 0 else len(view.bare))
    found = next(people(view, end, stop), None)
    if found and BLANK not in view.bare[found.start : found.end]:
        yield found, ["the first one named behind the words"]


def pronoun(view: View, place: int) -> int:
    """Where 他 heads the last clause of a sentence that he heads, else the place itself."""
    heads = edges(view, view.left(place), place)
    text = view.bare
    he = (head for head in heads if text[head : head + 1] in SINGULAR)
    found = [head for head in he if text[head + 1 : head + 2] not in ("们", "們")]
    return found[-1] if found else place


def _before(view: View, place: int, start: int, before: Sequence[Cited]) -> Iterator[Mention]:
    """Those who were cited last."""
    for number, (end, source) in enumerate(reversed(before[-CITED:])):
        if source and source.speaker not in SINGULAR:
            if end >= start:
                yield source, ["reports the words around"]
                continue
            apart = view.row(place) - view.row(end)
            same = view.paragraph(place) == view.paragraph(end)
            there = "same" if same else "earlier"
            far = f"cited {min(apart, 3)} sentences before in the {there} paragraph"
            yield source, [f"cited {number + 1} before", far]


def _titles(view: View, place: int) -> Iterator[Mention]:
    """Works named in the sentence (《……》一书提到), the last one first, or in the one before."""
    row = view.row(place)
    found = _TITLE.findall(view.bare[view.left(place) : place])
    for number, title in enumerate(reversed(found)):
        name = "the last work named in the sentence" if not number else "a work named in it"
        work = _work(view, title, place)
        beside = not PAUSE.search(view.bare, work.end, place)
        yield work, [name, f"{name}, beside the cue"] if beside else [name]
    if not found and row:
        earlier = view.bare[slice(*view.page.sentence_spans[row - 1])]
        for title in _TITLE.findall(earlier)[-1:]:
            yield _work(view, title, place), ["the last work named in the sentence before"]


def _work(view: View, title: str, place: int) -> Source:
    start = view.bare.rfind(title, 0, place)
    return Source(view.speech.text[start : start + len(title)], "document", start, start)


def _in_full(view: View, own: Phrase | None, place: int) -> Iterator[Mention]:
    """The name in full, further back, of a body that is named by its last word (会议, 该公司)."""
    short = _HEAD.match(view.folded[own.start : own.end]) if own else None
    if short and own and _bodies(view.lexicon).fullmatch(short["head"]):
        found = _full(view, short["head"], own.start)
        if found:
            yield found, ["the name in full of what heads the clause"]


@once
def _bodies(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(alternatives(contexts(lexicon, "speaker")["bodies"]))


def _full(view: View, head: str, place: int) -> Source | None:
    """The last phrase before a place that ends in a word and says more than it."""
    stop = place
    while (start := view.bare.rfind(head, max(place - RECENT, 0), stop)) >= 0:
        end = start + len(head)
        found = beside(view, view.left(start), end)
        if found and found.end == end and end - found.start > len(head) + 1:
            return Source(view.speech.text[found.start : end], "body", found.start, end)
        stop = start
    return None


def _earlier(view: View, place: int) -> Iterator[Mention]:
    """Noun phrases that head earlier clauses of the sentence, and the sentences before."""
    heads = edges(view, view.left(place), place)[-CLAUSES:]
    for number, edge in enumerate(reversed(heads[:-1]), start=2):
        stop = heads[len(heads) - number + 1] - 1
        yield from _clause(view, edge, stop, f"heads a clause {min(number - 1, 3)} before")
    row = view.row(place)
    for number in range(row - 1, max(row - 1 - BACK, -1), -1):
        start, end = view.page.sentence_spans[number]
        bounds = [*edges(view, start, end)[: FIRST + 1], end]
        for order, (edge, stop) in enumerate(zip(bounds, bounds[1 : FIRST + 1], strict=False)):
            what = "heads" if not order else "is a later subject in"
            yield from _clause(view, edge, stop - 1, f"{what} a sentence {row - number} before")


def _clause(view: View, start: int, stop: int, name: str) -> Iterator[Mention]:
    """Who heads a clause: its noun phrase by form, and its subject by rule."""
    yield from _phrased(view, phrase(view, start, stop), name)
    ruled = headed(view, start, stop)
    if ruled:
        yield ruled, [f"{name}, by rule"]


def _phrased(view: View, found: Phrase | None, name: str) -> Iterator[Mention]:
    """Source of a noun phrase: the name that it ends in, one of the authority file, the words."""
    if found is None:
        return
    names = [name, f"{name}, {'clear' if found.clear else 'blocked'}"]
    rules = view.grammar
    named = [m for m in rules.name.finditer(view.bare, found.start, found.end)]
    if named and named[-1].end() == found.end:
        last = range(found.start, named[-1].start() + 1)
        ends = (rules.name.fullmatch(view.bare, at, found.end) for at in last)
        longest = next(one for one in ends if one)  # 党中央, not 中央
        yield authority(view, longest), [*names, "in the authority file"]
        return
    if found.name:
        start, end = found.name
        yield Source(view.speech.text[start:end], "person", start, end), names
        if found.name != (found.start, found.end):
            names = [f"{one}, with what he is" for one in names]
    yield from _worded(view, found, names)


def _worded(view: View, found: Phrase, names: list[str]) -> Iterator[Mention]:
    """Source in the words of the text, without whose he is and without his title."""
    written = re.sub(r"\s", "", view.speech.text[found.start : found.end])
    plain = bare(_EXISTS.sub("", written))
    if not plain.startswith(tuple(contexts(view.lexicon, "speaker")["quantifiers"])):
        plain = full_name(view.lexicon, plain)
    kind = "我" if plain == "我" else "phrase"
    long = [f"of more than {size} characters" for size in (8, 16) if len(plain) > size]
    yield Source(plain, kind, found.start, found.end), names + long
