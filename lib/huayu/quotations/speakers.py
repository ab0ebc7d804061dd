"""Speakers 说话人: who of those named around cited words says them, ranked by weighed features."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from huayu.decisions import Weights
from huayu.quotations.attribution import BELONGING, Attribution
from huayu.quotations.conventions import EVERYDAY
from huayu.quotations.lexicons import contexts
from huayu.quotations.mentions import NOBODY, Cited, mentions, pronoun, turn
from huayu.quotations.phrases import Phrase, edges, phrase
from huayu.quotations.sources import Source
from huayu.quotations.view import View
from huayu.words import dictionary

_PRONOUNS = frozenset(("他", "她", "它", "该", "其", "这", "那", "本人", "这样", "许多", "一些"))
_THEY = frozenset(("他们", "她们", "它们"))
# whom a pronoun of one person, of things, and of several cannot stand for
_FIRST = frozenset(("我", "我们", "你", "你们", "咱们"))
# more than one person, or somebody who may be anybody
_MANY = re.compile(r"们$|^(?:有[些的]|一些|许多|不少|很多|各|部分|广大|大家|人[们家])|、")
_NAME = re.compile(r"[一-鿿·]{2,10}")
# ends of words for a time or a place (下课后, 墓碑上), which say nothing
_SETTING = re.compile(r"(?:之?[后後]|[时時]|以来|之前|期间|[^一二三四五六七八九十]上)$")
_PARTED = re.compile(
    r"(《[^》]+》)(?:第[^，。《]{1,8}[条條款章]|的?(?:附件|序言|总纲|總綱)[一-鿿]{0,3})$"
)
_NOW = re.compile(r"^(?:[现現][时時在]|目前|今年|去年|[当當][时時])的(?=[一-鿿]{2})")
# what a candidate is measured against: another one that has this
RIVALS = ("the subject by rule", "heads the clause", "beside the cue")
# characters back in which a name that is written again is of whom the text speaks: about a page
PAGE = 800
Rival = tuple[Source, dict[str, float]]  # who may have said the words, and what is seen of him


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
    odds = [weights.probabilities(row)[yes] for _, row in found]
    source, row = found[max(range(len(found)), key=odds.__getitem__)]
    return None if source == NOBODY else source, weights.reason(row, yes)


def candidates(
    view: View, words: tuple[int, int], given: Attribution, form: str, before: Sequence[Cited]
) -> list[Rival]:
    """Candidates 候选说话人 for cited words; the same speaker named twice is one of them."""
    start = words[0]
    place = given.cue.start if given.cue and given.cue.start < start else start - 1
    own = phrase(view, edges(view, view.left(place), place)[-1], place) if given.cue else None
    state = _state(view, given, own, form, place)
    named: dict[str, Rival] = {}
    for source, names in mentions(view, place, words, given, own, before):
        if view.lexicon.simplified(source.speaker) in _PRONOUNS or not _worthy(source):
            continue
        source = _named(view, source, place)
        _, row = named.setdefault(source.speaker, (source, {}))
        for name in names:
            row.update({name: 1.0, f"{name}, {state}": 1.0})
    named = _agreeing(view, named, state)
    _compared(view, named, place, state)
    return list(named.values())


def _agreeing(view: View, named: dict[str, Rival], state: str) -> dict[str, Rival]:
    """Candidates that a pronoun can stand for: 他 for nobody who is 我, 他们 for several."""
    who, several = state.split(" ")[0], {}
    if who not in ("他", "她", "它", "他们"):
        return named
    for name, (source, row) in named.items():
        plain = view.lexicon.simplified(name)
        many = bool(_MANY.search(plain)) or source.kind in ("people", "body")
        fits = many if who == "他们" else not _MANY.search(plain)
        if source == NOBODY or fits and plain not in _FIRST | _THEY and source.kind != "我":
            several[name] = source, row
    return several if len(several) > 1 else named


def _compared(view: View, named: dict[str, Rival], place: int, state: str) -> None:
    """Features of what a candidate is, where he is named, and of the rivals that he has."""
    rivals = {name for _, row in named.values() for name in row if ", " not in name}
    for source, row in named.values():
        kind = source.kind
        many = "many" if _MANY.search(view.lexicon.simplified(source.speaker)) else "one"
        what = (f"a {kind}", f"{many} of a kind {kind}", *_form(view, source, place))
        row.update({name: 1.0 for each in what for name in (each, f"{each}, {state}")})
        for rival in RIVALS:
            if rival in rivals and rival not in row:
                row[f"another: {rival}"] = 1.0


def _form(view: View, source: Source, place: int) -> Iterator[str]:
    """Form of a name, and how far back it stands, by its characters."""
    if source == NOBODY:
        return
    plain = view.lexicon.simplified(source.speaker)
    if len(plain) in (2, 3) and plain[0] in contexts(view.lexicon, "speaker")["surnames"]:
        yield "has the form of a full name"
    known = dictionary(view.lexicon).frequency(plain)
    yield f"in the dictionary: {'everyday' if known >= EVERYDAY else 'rare' if known else 'no'}"
    last = view.folded.rfind(plain, 0, place)
    if last < 0:
        yield "not written before"
        return
    apart = min(view.row(place) - view.row(last), 4)
    head = edges(view, view.left(last), last + 1)[-1]
    opens = not view.folded[head:last].strip()
    yield f"written last {apart} sentences before"
    yield f"written last {'opening' if opens else 'in'} a clause {apart} before"
    again = view.folded.count(plain, max(place - PAGE, 0), place)
    yield f"written {min(again, 4)} times on the page"


def _worthy(source: Source) -> bool:
    """Whether words can name somebody: no time or place, no title cut in two."""
    name = source.speaker.strip("，。：；、")
    whole = name.count("《") == name.count("》") and name.count("“") == name.count("”")
    return source == NOBODY or bool(name) and whole and not _SETTING.search(name)


def _named(view: View, source: Source, place: int) -> Source:
    """Who 我 is: he who has the turn, else the speaker of the speech, where they are known.

    A part of a work is named by its work (《条例》第三条), and what is so now without 现在的.
    """
    if source.speaker != "我":
        plain = _PARTED.sub(r"\1", _NOW.sub("", source.speaker)).strip("（）()")
        return source._replace(speaker=plain or source.speaker)
    taken = next(turn(view, place), None)
    own = taken[0].speaker if taken else str(view.speech.meta.get("speaker", ""))
    return source._replace(speaker=own) if _NAME.fullmatch(own) else source


def _carried(view: View, place: int) -> str:
    """Who heads a clause that leaves its subject out: 他 where he heads one before it."""
    head = pronoun(view, place)
    return "nobody" if head == place else f"{view.folded[head]} earlier"


def _state(view: View, given: Attribution, own: Phrase | None, form: str, place: int) -> str:
    """What kind of cue there is, and whether its clause names anybody."""
    if given.cue is None:
        return f"{form} without a cue"
    if given.chained:
        return "chained"
    kind = given.cue.kind if given.cue.kind in ("say", "put", "ask", "noun") else "other"
    if own is None:
        return f"{_carried(view, place)} before {kind}"
    written = view.folded[own.start : own.end]
    who = "他们" if written in _THEY else written if written in ("我", "她", "它") else None
    who = who or ("他" if written in _PRONOUNS else "somebody")
    return f"{who} {'before' if own.clear else 'far before'} {kind}"
