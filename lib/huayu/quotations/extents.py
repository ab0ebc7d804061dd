"""Extents 转述止处: where words that are reported without marks end, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huayu.decisions import Candidate, Weights
from huayu.quotations.cues import Cue
from huayu.quotations.grammar import PAUSE
from huayu.quotations.phrases import phrase
from huayu.quotations.reporting import cues, proverb
from huayu.quotations.reports import reports
from huayu.quotations.view import BLANK, View

# clauses after which a report is over in any case: the longest in the gold has 31
CLAUSES = 40
# clauses after which its length is told by one number more
LONG = (2, 4, 8, 16)
LINE = 12  # a clause of a proverb is no longer
# characters of a paragraph before a cue that name who says it, and no more
OPENER = 40
_STOP = re.compile(r"[，；：。！？…]+|\n")
_OWN = re.compile(r"我(?!国|党|军|方)|本[市省县区州]")
_SIDE = re.compile(r"\s*(?:[一-鿿]{1,2}方|要)(?!面|案|向|针|式|法)")
_WHEN = re.compile(r"[\d０-９]+[年月日]|[今昨去明][年天]|目前|随后|当天|同日")
_TRAIL = "。！？!?…；，、：;, \n\r\t　<"


def extent(view: View, cue: Cue, weights: Weights) -> int:
    """Extent 止处 of reported words: the first boundary at which they more likely end than go on.

    They end with their paragraph in any case; a proverb with its clause, or two that match.
    """
    if proverb(view, cue):
        return _proverb(view, cue)
    found = cue.opens
    for boundary in boundaries(view, cue):
        found = boundary.end
        if weights.label(boundary.features) == "ends":
            break
    return found


def _proverb(view: View, cue: Cue) -> int:
    """End of a proverb: its first clause, and a second one that matches it in length."""
    ends = [boundary.end for boundary in boundaries(view, cue)][:2]
    if not ends:
        return cue.opens
    first, second = ends[0] - cue.opens, ends[-1] - ends[0] - 1
    return ends[-1] if first <= LINE and abs(first - second) <= 1 else ends[0]


def boundaries(view: View, cue: Cue) -> Iterator[Candidate]:
    """Boundaries 可能止处 of reported words: the ends of their clauses, up to their paragraph's."""
    number = view.paragraph(cue.opens)
    limit = view.paragraphs[number] if number < len(view.paragraphs) else len(view.bare)
    start, sentences = cue.opens, 1
    for count, stop in enumerate(_STOP.finditer(view.bare, cue.opens, limit), start=1):
        place = start + len(view.bare[start : stop.start()].rstrip(_TRAIL))
        last = not view.bare[stop.end() : limit].strip() or count == CLAUSES
        asked = sentences == 1 and "？" in stop[0] and not last  # 什么是路？路就是……
        if place > cue.opens and not asked:
            names = _features(view, cue, (start, stop.end(), limit), count, sentences, last)
            yield Candidate(cue.opens, place, "extent", dict.fromkeys(names, 1.0))
        sentences += stop[0][0] in "。！？…\n"
        start = stop.end()
        if last:
            return
    rest = cue.opens + len(view.bare[cue.opens : limit].rstrip(_TRAIL))
    if rest > start:
        yield Candidate(cue.opens, rest, "extent", {"the paragraph ends": 1.0})


def _features(
    view: View, cue: Cue, place: tuple[int, int, int], count: int, sentences: int, last: bool
) -> Iterator[str]:
    start, behind, limit = place
    text, lists = view.bare, reports(view.lexicon)
    sign = text[behind - 1] if text[behind - 1] in "，；：" else "。"
    after = text[cue.end : cue.opens].strip()[-1:]
    after = after if after in ("，", "：") else "no stop"
    yield f"{sign} in a report with {after}"
    if sign == "。" and _opens(view, cue):
        yield "。 in a report that opens its paragraph"
    yield f"{sign} in a report of {cue.verb}"
    yield f"sentence {min(sentences, 4)} {sign}"
    yield from (f"after {size} clauses {sign}" for size in LONG if count >= size)
    if last:
        yield "the paragraph ends"
        return
    ahead = text[behind : behind + 24]
    following = re.split(r"[，；：。！？\n]", ahead.lstrip("　 "))[0]
    if re.match(rf"(?:{lists.turn.pattern.split('|；')[0]})", f"，{following}"):
        yield f"{sign} before a turn away"
    if lists.comment.match(f"，{following}"):
        yield f"{sign} before a comment"
    again = cues(view.lexicon).search(following)
    if again:
        where = "opening" if not again.start() else "in"
        yield f"{sign} before a verb of saying {where} the next clause"
    if BLANK in following:
        yield f"{sign} before marks"
    row = view.page.first(behind)
    if row < len(view.page.tokens):
        yield f"{sign} before {view.page.plain[row]}"
        yield f"{sign} before {view.page.tokens[row].tag[:2]}"
    found = phrase(view, behind, min(behind + len(following), limit))
    if found and found.name:
        yield f"{sign} before a name"
    if sign == "。":
        yield from _ahead(view, behind, limit)
    clause = text[start:behind]
    if len(clause) <= 6:
        yield f"{sign} behind a short clause"


def _ahead(view: View, behind: int, limit: int) -> Iterator[str]:
    """What shows that the sentence behind the end of one is the speaker's own."""
    sentence = view.bare[behind : min(view.sentence(behind)[1], limit)]
    if _SIDE.match(sentence):
        yield "。 before a side that speaks of itself"
    if _OWN.search(sentence):
        yield "。 before a sentence with 我"
    if _WHEN.search(sentence):
        yield "。 before a sentence with a date"
    if any(mask in sentence for mask in view.speech.masks):
        yield "。 before a masked name"


def _opens(view: View, cue: Cue) -> bool:
    """Whether a report opens its paragraph: nothing but who says it stands before the cue."""
    start = view.paragraphs[max(view.paragraph(cue.start) - 1, 0)]
    return cue.start - start <= OPENER and not PAUSE.search(view.bare, start, cue.start)
