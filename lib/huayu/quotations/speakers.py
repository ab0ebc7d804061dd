"""Speakers 说话人: who of those named around cited words says them, ranked by weighed features."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from huayu.decisions import Weights
from huayu.quotations.attribution import BELONGING, Attribution
from huayu.quotations.mentions import NOBODY, Cited, Place, mentions, turn
from huayu.quotations.phrases import Phrase, edges, phrase
from huayu.quotations.sources import Source
from huayu.quotations.view import View

_PRONOUNS = frozenset(("他", "她", "它", "该", "其", "这", "那", "本人", "这样", "许多", "一些"))
# more than one person, or somebody who may be anybody
_MANY = re.compile(r"们$|^(?:有[些的]|一些|许多|不少|很多|各|部分|广大|大家|人[们家])|、")
_NAME = re.compile(r"[一-鿿·]{2,10}")
# what a candidate is measured against: another one that has this
RIVALS = ("the subject by rule", "heads the clause", "beside the cue")


class Candidate(NamedTuple):
    """Somebody who may have said the words, and what speaks for and against him."""

    source: Source
    features: dict[str, float]


def speaker(
    view: View,
    words: tuple[int, int],
    given: Attribution,
    form: str,
    before: Sequence[Cited],
    weights: Weights,
) -> tuple[Source | None, str]:
    """Speaker 说话人 of cited words, the most probable of the candidates, and why.

    Parameters
    ----------
    words : where the cited words begin and end.
    given : the cue that governs them, and the source that the rules of the clause lead to.
    form : quoted | indirect.
    before : the citations before, the nearest last.
    weights : of the decision ``speaker``.

    Notes
    -----
    Candidates are the subject by rule, the noun phrases that head the clause of the cue and those
    before it or stand beside the cue, the persons and works named in the sentence, who 他 or 该 or
    会议 may stand for, those cited before, the name of the turn (李大山：……), and nobody. Missed:
    who is named more than a few sentences before.
    """
    own = next(turn(view, words[0] - 1), None)
    if own and given.cue is None and not view.bare[own[0].end + 1 : words[0] - 1].strip(" 　"):
        return own[0], "has the turn"
    if given.rule == BELONGING and given.source and given.source.speaker not in _PRONOUNS:
        return given.source, "they are said to be his"
    found = candidates(view, words, given, form, before)
    yes = weights.labels.index("says it")
    odds = [weights.probabilities(one.features)[yes] for one in found]
    best = max(range(len(found)), key=odds.__getitem__)
    source = found[best].source
    return None if source == NOBODY else source, weights.reason(found[best].features, yes)


def candidates(
    view: View, words: tuple[int, int], given: Attribution, form: str, before: Sequence[Cited]
) -> list[Candidate]:
    """Candidates 候选说话人 for cited words; the same speaker named twice is one of them."""
    start, end = words
    place = given.cue.start if given.cue and given.cue.start < start else start - 1
    own = phrase(view, edges(view, view.left(place), place)[-1], place) if given.cue else None
    state = _state(view, given, own, form)
    named: dict[str, Candidate] = {}
    for source, names in mentions(view, Place(place, start, end, given, own), before):
        if view.lexicon.simplified(source.speaker) in _PRONOUNS or not _worthy(source):
            continue
        source = _named(view, source, place)
        known = named.setdefault(source.speaker, Candidate(source, {}))
        for name in names:
            known.features.update({name: 1.0, f"{name}, {state}": 1.0})
    _compared(view, named, state)
    return list(named.values())


def _compared(view: View, named: dict[str, Candidate], state: str) -> None:
    """Features of what a candidate is, and of the rivals that he has."""
    rivals = {name for one in named.values() for name in one.features if ", " not in name}
    for one in named.values():
        kind = one.source.kind
        many = "many" if _MANY.search(view.lexicon.simplified(one.source.speaker)) else "one"
        what = (f"a {kind}", f"{many} of a kind {kind}")
        one.features.update({name: 1.0 for each in what for name in (each, f"{each}, {state}")})
        for rival in RIVALS:
            if rival in rivals and rival not in one.features:
                one.features[f"another: {rival}"] = 1.0


def _worthy(source: Source) -> bool:
    return source == NOBODY or bool(source.speaker.strip("，。：；、"))


def _named(view: View, source: Source, place: int) -> Source:
    """Who 我 is: he who has the turn, else the speaker of the speech, where they are known."""
    if source.speaker != "我":
        return source
    taken = next(turn(view, place), None)
    own = taken[0].speaker if taken else str(view.speech.meta.get("speaker", ""))
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
    who = {"我": "我", "他们": "他们", "她们": "他们", "它": "它"}.get(written)
    who = who or ("他" if written in _PRONOUNS else "somebody")
    return f"{who} {'before' if own.clear else 'far before'} {kind}"
