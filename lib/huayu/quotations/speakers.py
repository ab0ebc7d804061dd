"""Speakers 说话人: who of those named around cited words says them, ranked by weighed features."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from huayu.decisions import Weights
from huayu.quotations.attribution import PARTY, Attribution
from huayu.quotations.cues import Cue
from huayu.quotations.grammar import grammar
from huayu.quotations.lexicons import contexts
from huayu.quotations.names import SINGULAR, antecedent, people
from huayu.quotations.phrases import CLAUSES, Phrase, bare, edges, phrase
from huayu.quotations.reporting import cues
from huayu.quotations.sources import Source, authority, full_name
from huayu.quotations.view import BLANK, View

# citations back whose source may go on to be cited
CITED = 3
# sentences back in which a phrase that heads one may be who 他 is
BACK = 4
_PRONOUNS = frozenset(("他", "她", "它", "该", "其", "这", "那", "本人", "这样", "许多", "一些"))
_TURN = re.compile(r"[\s　]*(?P<who>[^\s　：，。；“”□（）()]{2,10})(?:[（(][^）)]{1,12}[）)])?：")
_NAME = re.compile(r"[一-鿿·]{2,10}")
_EXISTS = re.compile(r"^(?:据|如|正如|也|还)?有(?:[位个名](?=[一-鿿]{2}))?(?![的些人关]|一些)")
NOBODY = Source("", "nobody", -1, -1)


class Candidate(NamedTuple):
    """Somebody who may have said the words, and what speaks for and against him."""

    source: Source
    features: dict[str, float]


class Cited(NamedTuple):
    """A citation that stands before: where its words end, and who says them."""

    end: int
    source: Source | None


def speaker(
    view: View, words: int, given: Attribution, form: str, before: Sequence[Cited], weights: Weights
) -> tuple[Source | None, str]:
    """Speaker 说话人 of cited words, the most probable of the candidates, and why.

    Parameters
    ----------
    words : where the cited words begin.
    given : the cue that governs them, and the source that the rules of the clause lead to.
    form : quoted | indirect.
    before : the citations before, the nearest last.
    weights : of the decision ``speaker``.

    Notes
    -----
    Candidates are the subject by rule, the noun phrases that head the clause of the cue and those
    before it, the persons named in the sentence, who 他 or 该 may stand for, those cited before,
    the name of the turn (李大山：……), and nobody. Missed: who is named only behind the words
    without a verb of saying, or more than a few sentences before.
    """
    turn = next(_turn(view, words - 1), None)
    if turn and given.cue is None and not view.bare[turn[0].end + 1 : words - 1].strip(" 　"):
        return turn[0], "has the turn"
    found = candidates(view, words, given, form, before)
    yes = weights.labels.index("says it")
    odds = [weights.probabilities(one.features)[yes] for one in found]
    best = max(range(len(found)), key=odds.__getitem__)
    source = found[best].source
    return None if source == NOBODY else source, weights.reason(found[best].features, yes)


def candidates(
    view: View, words: int, given: Attribution, form: str, before: Sequence[Cited]
) -> list[Candidate]:
    """Candidates 候选说话人 for cited words; the same speaker named twice is one of them."""
    cue = given.cue
    place = cue.start if cue and cue.start < words else words - 1
    own = phrase(view, edges(view, view.left(place), place)[-1], place) if cue else None
    state = _state(view, given, own, form)
    named: dict[str, Candidate] = {}
    for source, names in _seen(view, place, words, given, own, before):
        if view.lexicon.simplified(source.speaker) in _PRONOUNS or not _worthy(source):
            continue
        source = _named(view, source, place)
        known = named.setdefault(source.speaker, Candidate(source, {}))
        for name in names:
            known.features.update({name: 1.0, f"{name}, {state}": 1.0})
    rivals = {name for one in named.values() for name in one.features if ", " not in name}
    for one in named.values():
        kind = one.source.kind
        one.features.update({f"a {kind}": 1.0, f"a {kind}, {state}": 1.0})
        if "the subject by rule" in rivals and "the subject by rule" not in one.features:
            one.features["another is the subject by rule"] = 1.0
        if "heads the clause" in rivals and "heads the clause" not in one.features:
            one.features["another heads the clause"] = 1.0
    return list(named.values())


def _worthy(source: Source) -> bool:
    return source == NOBODY or bool(source.speaker.strip("，。：；、"))


def _named(view: View, source: Source, place: int) -> Source:
    """Who 我 is: he who has the turn, else the speaker of the speech, where they are known."""
    if source.speaker != "我":
        return source
    turn = next(_turn(view, place), None)
    own = turn[0].speaker if turn else str(view.speech.meta.get("speaker", ""))
    return source._replace(speaker=own) if _NAME.fullmatch(own) else source


def _state(view: View, given: Attribution, own: Phrase | None, form: str) -> str:
    """What kind of cue there is, and whether its clause names anybody."""
    if given.cue is None:
        return f"{form} without a cue"
    if given.chained:
        return "chained"
    kind = given.cue.kind if given.cue.kind in ("say", "put", "ask", "noun") else "other"
    if own is None:
        return f"nobody before {kind}"
    written = view.folded[own.start : own.end]
    who = "他" if written in _PRONOUNS else "我" if written == "我" else "somebody"
    return f"{who} {'before' if own.clear else 'far before'} {kind}"


def _seen(
    view: View, place: int, words: int, given: Attribution, own: Phrase | None,
    before: Sequence[Cited],
) -> Iterator[tuple[Source, list[str]]]:  # fmt: skip
    """Everybody who is named around the words, with what is seen of him there."""
    yield NOBODY, ["nobody"]
    if given.source:
        yield given.source, ["the subject by rule"]
    elif given.cue and given.cue.start >= words:
        yield from _phrased(view, _ahead(view, words, given.cue), "stands before a cue behind")
    yield from _phrased(view, own, "heads the clause")
    yield from _earlier(view, place)
    rules = grammar(view.lexicon, view.speech.masks)
    near = list(people(view, rules, view.left(place), place))
    near = [one for one in near if BLANK not in view.bare[one.start : one.end]]
    for number, source in enumerate(reversed(near)):
        yield source, ["the last one named in the sentence" if not number else "named in it"]
    who = antecedent(view, place)
    if who and BLANK not in view.bare[who.start : who.end]:
        yield who, ["the person last in subject place"]
    for number, cited in enumerate(reversed(before[-CITED:])):
        if cited.source and cited.source.speaker not in SINGULAR:
            if cited.end >= words:
                yield cited.source, ["reports the words around"]
                continue
            apart = view.row(place) - view.row(cited.end)
            same = view.paragraph(place) == view.paragraph(cited.end)
            where = "same" if same else "earlier"
            yield (
                cited.source,
                [
                    f"cited {number + 1} before",
                    f"cited {min(apart, 3)} sentences before in the {where} paragraph",
                ],
            )
    yield from _turn(view, place)
    if "党中央" in view.folded:
        spoken = PARTY.search(view.bare, view.left(place), place)
        where = "where the Party is spoken of" if spoken else "anywhere"
        yield Source("党中央", "body", place, place), [f"the Party centre, unnamed, {where}"]


def _ahead(view: View, words: int, cue: Cue) -> Phrase | None:
    return phrase(view, edges(view, words, cue.start)[-1], cue.start)


def _earlier(view: View, place: int) -> Iterator[tuple[Source, list[str]]]:
    """Noun phrases that head earlier clauses of the sentence, and the sentences before."""
    heads = edges(view, view.left(place), place)[-CLAUSES:]
    for number, edge in enumerate(reversed(heads[:-1]), start=2):
        found = phrase(view, edge, heads[len(heads) - number + 1] - 1)
        yield from _phrased(view, found, f"heads a clause {min(number - 1, 3)} before")
    row = view.row(place)
    for number in range(row - 1, max(row - 1 - BACK, -1), -1):
        start, end = view.sentences[number], view.ends[number]
        first = edges(view, start, end)[1:2]
        found = phrase(view, start, first[0] - 1 if first else end)
        yield from _phrased(view, found, f"heads a sentence {row - number} before")


def _turn(view: View, place: int) -> Iterator[tuple[Source, list[str]]]:
    """The name before a colon that opens the paragraph (李大山：……)."""
    start = view.paragraphs[max(view.paragraph(place) - 1, 0)]
    found = _TURN.match(view.folded, start)
    if found and found.end() <= place + 1 and not cues(view.lexicon).search(found["who"]):
        written = view.speech.text[found.start("who") : found.end("who")]
        yield Source(written, "person", *found.span("who")), ["has the turn"]


def _phrased(view: View, found: Phrase | None, name: str) -> Iterator[tuple[Source, list[str]]]:
    """Source of a noun phrase: the name that it ends in, one of the authority file, the words."""
    if found is None:
        return
    names = [name, f"{name}, {'clear' if found.clear else 'blocked'}"]
    rules = grammar(view.lexicon, view.speech.masks)
    known = [m for m in rules.name.finditer(view.bare, found.start, found.end)]
    if known and known[-1].end() == found.end:
        yield authority(view, known[-1]), [*names, "in the authority file"]
        return
    if found.name:
        start, end = found.name
        yield Source(view.speech.text[start:end], "person", start, end), names
        if found.name != (found.start, found.end):
            names = [f"{one}, with what he is" for one in names]
    yield from _worded(view, found, names)


def _worded(view: View, found: Phrase, names: list[str]) -> Iterator[tuple[Source, list[str]]]:
    """Source in the words of the text, without whose he is and without his title."""
    written = re.sub(r"\s", "", view.speech.text[found.start : found.end])
    plain = bare(_EXISTS.sub("", written))
    if not plain.startswith(tuple(contexts(view.lexicon, "speaker")["quantifiers"])):
        plain = full_name(view.lexicon, plain)
    kind = "我" if plain == "我" else "phrase"
    long = [f"of more than {size} characters" for size in (8, 16) if len(plain) > size]
    yield Source(plain, kind, found.start, found.end), names + long
