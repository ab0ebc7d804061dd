"""Attribution 归属: the cue that governs cited words, and the source that it leads to."""

from __future__ import annotations

import re
from typing import NamedTuple

from huayu.quotations.cues import Cue, cue_before, forms
from huayu.quotations.marks import Mark
from huayu.quotations.names import SINGULAR, antecedent, named_nearest
from huayu.quotations.phrases import phrase
from huayu.quotations.sources import Source, implicit, owner, subject
from huayu.quotations.view import View

# what makes the Party centre the implied source of a cue that has no subject
PARTY = re.compile(r"党的(?!生日)|党中央|全党|党员|管党治党")
# the next sentence of the same paragraph may leave its subject out; one further on may not
REACH = 2
# paragraphs back in which what a block quotation goes on with was cited: comments stand between
BLOCKS = 3
_AGAIN = re.compile(r"[还又也并再次进一步\s]|同时|接着|反复|多次|特别|明确")
_JOINED = re.compile(r"[、，；。,;\s]*(?:和|及|与|或|以及|并且|并|又|还|也|再到|到)?[\s]*")
_CHAINED = re.compile(r"[，；、,;\s]*(?:并|又|还|也|要|应|和)?[\s]*")


class Attribution(NamedTuple):
    """Attribution 归属 of one span: cue, source, the rule that found them, the reason in words."""

    cue: Cue | None
    source: Source | None
    rule: str
    reason: str
    chained: bool = False


BELONGING = "cue:belongs"  # the rule of words that the sentence behind says are somebody's
NOTHING = Attribution(None, None, "", "")


def attribution(
    view: View, mark: Mark, run: tuple[Mark, Mark], before: tuple[Mark, Attribution] | None
) -> Attribution:
    """Attribution 归属 of marked words, from the text around their marks.

    Parameters
    ----------
    mark : the marks in question.
    run : first and last of the coordinated marks that they belong to (“…”、“…”的指示).
    before : the nearest cited words before it on the same level and what governs them, or None.
    """
    start, stop = _left(view, mark)
    cue = cue_before(view, start, stop)
    if cue:
        source, reason = _source(view, start, cue, before)
        return Attribution(cue, source, "cue:before", reason)
    if before and _chains(view, before[0], mark):
        given = before[1]
        reason = (
            f"chained to the words before it, under {given.cue.verb if given.cue else 'no cue'}"
        )
        return Attribution(given.cue, given.source, "cue:chained", reason, chained=True)
    if before and before[1].source and _goes_on(view, before[0], mark):
        reason = "a paragraph of its own that goes on with what was cited before it"
        return Attribution(before[1].cue, before[1].source, "cue:goes on", reason, chained=True)
    return cue_after(view, start, *run) or NOTHING


def _left(view: View, mark: Mark) -> tuple[int, int]:
    """The sentence before an opening mark; the paragraph before, where that ends with a colon."""
    start, stop = view.sentence(mark.start - 1)[0], mark.start - 1
    if not view.bare[start:stop].strip():
        ahead = start
        while ahead and view.bare[ahead - 1].isspace():
            ahead -= 1
        if view.bare[max(ahead - 1, 0) : ahead] in ("：", ":"):
            return view.sentence(ahead - 1)[0], ahead
    return start, stop


def _source(
    view: View, start: int, cue: Cue, before: tuple[Mark, Attribution] | None
) -> tuple[Source | None, str]:
    """Source of a cue and the reason: its subject, an antecedent, or the implied Party centre."""
    where = "directly before the marks" if cue.tight else "in the clause before the marks"
    said = f"cue {cue.verb} {where}"
    if cue.kind in ("saying", "genre"):
        return None, said
    found = subject(view, start, cue.start)
    if found and found.speaker not in SINGULAR:
        return found, f"{said}; subject {found.speaker}"
    known = _known(view, start, cue, found, before)
    if known:
        return known, f"{said}; subject carried over from {known.speaker}"
    named = named_nearest(view, start, cue.start, cue.kind == "say") if cue.tight else None
    found = found or named
    if found:
        return found, f"{said}; subject {found.speaker}"
    if PARTY.search(view.bare, start, cue.start) and cue.kind in ("say", "put", "ask"):
        return Source("党中央", "body", cue.start, cue.start), f"{said}; implied: the Party centre"
    return None, said


def _known(
    view: View,
    start: int,
    cue: Cue,
    found: Source | None,
    before: tuple[Mark, Attribution] | None,
) -> Source | None:
    """A source named earlier: for 他 the person last named, for no subject the last one cited."""
    if not found and not implicit(view, start, cue.start):
        return _of(view, start, cue)
    again = found or not _AGAIN.sub("", view.bare[start : cue.start])
    named = antecedent(view, cue.start) if again else None
    if not before or not before[1].source or not within_reach(view, before[0].end, cue.start):
        return named
    return named if named and named.start > before[0].end else before[1].source


def _of(view: View, start: int, cue: Cue) -> Source | None:
    """Owner of a noun for words said (《条例》的条文, 晏子关于“和”的一段话)."""
    if cue.kind != "noun":
        return None
    owned = re.search(
        r"(?:关于[^，。；：]{1,12})?的[^，。；：的]{0,4}$", view.bare[start : cue.start]
    )
    if not owned:
        return None
    stop = start + owned.start()
    return owner(view, start, stop) or named_nearest(view, start, stop, saying=True)


def whole(view: View, mark: Mark) -> bool:
    """Whether marked words stand for themselves, not as a word of a longer clause.

    “先修路”好 goes on behind the marks; “先修路”。 and “先修路！”大家… do not.
    """
    after = view.bare[mark.end + 1 : mark.end + 2].strip()
    return (
        not after
        or after in "，。；、！？：）)”’」』…—,;了"
        or view.folded[mark.end - 1] in "。！？，"
    )


def within_reach(view: View, end: int, place: int) -> bool:
    """Whether two places share a paragraph and lie at most REACH sentences apart."""
    if view.paragraph(end) != view.paragraph(place):
        return False
    return view.row(place) - view.row(end) <= REACH


def _chains(view: View, given: Mark, mark: Mark) -> bool:
    """Whether words only carry on the ones before: no more than a stop between, same paragraph."""
    between = view.bare[given.end + 1 : mark.start - 1]
    beside = len(between) <= 4 and bool(_CHAINED.fullmatch(between))
    return beside and view.paragraph(given.end) == view.paragraph(mark.start)


def _goes_on(view: View, given: Mark, mark: Mark) -> bool:
    """Whether a paragraph that is one quotation goes on with what was cited shortly before it."""
    number = view.paragraph(mark.start)
    start = view.paragraphs[number - 1]
    end = view.paragraphs[number] if number < len(view.paragraphs) else len(view.bare)
    around = view.bare[start : mark.start - 1] + view.bare[mark.end + 1 : end]
    return not around.strip() and 0 < number - view.paragraph(given.end) <= BLOCKS


def coordinated(view: View, given: Mark, mark: Mark) -> bool:
    """Whether two marks stand side by side in one list (“打虎”、“拍蝇”; “严”和“实”)."""
    between = view.bare[given.end + 1 : mark.start - 1]
    return len(between) <= 4 and bool(_JOINED.fullmatch(between))


def _belonging(view: View, found: re.Match[str]) -> Attribution:
    """Attribution by the sentence behind (“……。”这是一位村民对我说的): its subject or its words."""
    start, end = found.span("who")
    someone = re.search(r"有(?=[一几]?[位个名])", found["who"])
    start += someone.end() if someone else 0
    known = subject(view, start, end) or named_nearest(view, start, end, saying=False)
    source = known or Source(view.speech.text[start:end], "people", start, end)
    verb, place = found["verb"], found.end("verb")
    cue = Cue(verb, found.start("verb"), place, "say", True) if verb else None
    return Attribution(cue, source, BELONGING, f"followed by {found[0].strip('，。 　')}")


def by_form(view: View, start: int, stop: int) -> Source | None:
    """Source of no list: the name or the noun phrase that a clause opens with.

    A name may go on to tell how it is said (李大山急切着说), a noun phrase may not.
    """
    found = phrase(view, start, stop)
    if found is None or not (found.clear or found.name):
        return None
    start, end = found.name or (found.start, found.end)
    return Source(view.speech.text[start:end], "phrase", start, end)


def cue_after(view: View, start: int, first: Mark, last: Mark) -> Attribution | None:
    """Attribution by what follows the closing mark: “……。”他说; “……”，这些誓言."""
    text, close = view.bare, last.end + 1
    belongs = forms(view.lexicon).belonging.match(text, close)
    if belongs:
        return _belonging(view, belongs)
    stated = forms(view.lexicon).statement.match(text, close)
    if stated:
        return Attribution(None, None, "cue:stated", f"followed by {stated[0].strip('，。')}")
    named = forms(view.lexicon).noun.match(text, close)
    about = re.search(r"(?:关于|的|有过?|留下了?|写下了?)$", text[start : first.start - 1])
    if named and about:
        cue = Cue(named["verb"], named.start("verb"), named.end("verb"), "say", True)
        source = owner(view, start, start + about.start())
        if source and source.speaker in SINGULAR:
            source = antecedent(view, source.start) or source
        if source:
            return Attribution(cue, source, "cue:noun", f"{source.speaker}{about[0]}“…”{named[0]}")
    ended = view.folded[last.end - 1] in "。！？，…—"
    found = forms(view.lexicon).after.match(text, close)
    if not (found and (ended or text[close : close + 1] in "，,")):
        found = forms(view.lexicon).closing.match(text, close) if ended else None
        # 箴言 has no verb in it
        found = found if found and view.tag(found.start("verb")) else None
    if not found:
        return None
    cue = Cue(found["verb"], found.start("verb"), found.end("verb"), "say", True)
    begin = close + (text[close : close + 1] in "，,。")
    source = subject(view, begin, cue.start) or by_form(view, begin, cue.start)
    reason = f"cue {cue.verb} behind the marks"
    return Attribution(cue, source, "cue:behind", reason) if source else None
