"""Indirect citations 间接引语: reported words without marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huayu.lexicon import Lexicon
from huayu.quotations.attribution import Attribution, whole, within_reach
from huayu.quotations.cues import Cue, part_of_word
from huayu.quotations.endings import ending
from huayu.quotations.grammar import PAUSE
from huayu.quotations.lexicons import verbs
from huayu.quotations.names import SINGULAR, antecedent, behind_role, named_nearest
from huayu.quotations.reports import reports
from huayu.quotations.sources import Source, subject
from huayu.quotations.view import FAR, View

# fewer characters after a cue are an object, not words said
LEAST = 4
# characters before a cue in which the speaker may announce it (我要在这里向大家宣布)
MODAL = 18
# sources whose words count only when said before
FIRST = frozenset(("我", "我们", "大家", "中国", "我国", "中方"))
_ADVERBS = re.compile(r"并|又|还|也|更|进一步|特别|再次|反复|同时|一再")
# behind a cue these, and the end of the text, begin no reported clause
NO_CLAUSE = "了过的着得而和与及或并、□“‘「『"


def indirect(
    view: View, used: frozenset[int] = frozenset()
) -> Iterator[tuple[int, int, Attribution]]:
    """Indirect citations 间接引语: (start, end, attribution), in reading order.

    ``used`` holds the places of cues that govern words in marks: they report nothing else.

    Notes
    -----
    A cue opens a citation where a source governs it (习近平总书记指出，…), alone in its own
    clause but for adverbs and prepositional phrases; without a comma after it only where a modal
    verb or a clause follows. 我 and 我们 count only for words said before, said as a habit
    (我们常讲), or told of in an account (我们修了路。我们强调，……). The citation ends with its
    sentence, or where the next cue, a turn (但, 主张) or the speaker's comment (现在看) begins; a
    proverb (俗话说) with its clause, or two that match; a question with its answer. Missed: words
    that go on in the next sentence, and reports of 反映, 感到 and the like without a comma.
    """
    places = sorted(used)
    before: tuple[int, Source] | None = None
    for start, end in zip(view.sentences, view.ends, strict=True):
        taken = start
        for cue, opens in _cues(view, start, end):
            if cue.start < taken or cue.end - len(cue.verb) in used:
                continue
            source = _source(view, start, cue, before)
            if source is None:
                continue
            inner = before is not None and cue.start < before[0] and opens == cue.end
            proverbial = source.speaker in reports(view.lexicon).proverbial
            stop = ending(view, opens, end, places, inner, proverbial)
            if stop - opens < LEAST:
                continue
            before = (stop, source)
            taken = opens
            reason = f"reported after {cue.verb}; subject {source.speaker}"
            yield opens, stop, Attribution(cue, source, "report:cue", reason)


def _cues(view: View, start: int, end: int) -> Iterator[tuple[Cue, int]]:
    """Cues of one sentence and where the words that they report begin."""
    text = view.bare
    for found in reports(view.lexicon).work.finditer(text, start, end):
        yield Cue(found["verb"], found.start(), found.end("verb"), "noun", True), found.end()
    first = -1
    for found in reports(view.lexicon).cue.finditer(text, start, end):
        verb, place = verbs(view.lexicon)[found[0]], found.start()
        place, first = (first if first >= 0 else place), -1
        if part_of_word(view.lexicon, text, found.start(), found.end()):
            continue
        if reports(view.lexicon).cue.match(text, found.end(), end):
            first = place  # 明确要求, 反映说: the second verb governs
            continue
        said = text[max(place - MODAL, start) : place]
        if reports(view.lexicon).modal.search(said) or reports(view.lexicon).announced.search(said):
            continue
        opens = _opens(view, found, end)
        if opens is not None:
            yield Cue(found[0], place, found.end(), verb["kind"], True), opens


def _opens(view: View, found: re.Match[str], end: int) -> int | None:
    """Where reported words begin after a cue, or None where they do not."""
    text, close = view.bare, found.end()
    paused = reports(view.lexicon).paused.match(text, close, end)
    if paused:
        verb = reports(view.lexicon).cue.match(text, paused.end(), end)
        act = verb and text[verb.end() : verb.end() + 1] == "了"  # 建议，提出了……
        return None if act or _marked(view, paused.end()) else paused.end()
    opening = reports(view.lexicon).opening.match(text, close, end)
    if opening and verbs(view.lexicon)[found[0]]["kind"] != "claim":
        return close
    if found[0] not in reports(view.lexicon).free or text[close : close + 1] in NO_CLAUSE:
        return None
    told = found[0] == "说" or found[0] in reports(view.lexicon).bidding
    return close if told or _clause(view.lexicon, text, close, end) else None


def _clause(lexicon: Lexicon, text: str, start: int, end: int) -> bool:
    """Whether a stretch up to its first stop is a clause, not a noun phrase.

    A predicate inside the modifier of a closing noun (提出要修路的任务) makes none.
    """
    pause = PAUSE.search(text, start, end)
    stop = pause.start() if pause else end
    headed = reports(lexicon).headed.search(text, start, stop)
    return not headed and bool(reports(lexicon).predicate.search(text, start, stop))


def _marked(view: View, place: int) -> bool:
    """Whether the words that begin at a place are in marks as a whole, so not indirect."""
    mark = view.opened.get(place)
    return bool(mark and mark.form == "quoted" and whole(view, mark))


def _source(view: View, start: int, cue: Cue, before: tuple[int, Source] | None) -> Source | None:
    """Source of a reported clause; None where nobody can be named, or nobody is cited."""
    start = max(start, cue.start - FAR)
    found = subject(view, start, cue.start)
    if found and found.speaker in SINGULAR:
        cited = before if before and within_reach(view, before[0], cue.start) else None
        named = antecedent(view, cue.start)
        if named and (not cited or named.start > cited[0]):
            return named
        return cited[1] if cited else found
    if found is None and reports(view.lexicon).paused.match(view.bare, cue.end):
        known = named_nearest(view, start, cue.start, saying=False)
        found = known or behind_role(view, start, cue.start)
    if found is None:
        bare = not _ADVERBS.sub("", view.bare[start : cue.start]).strip()
        near = before and bare and within_reach(view, before[0], cue.start)
        return before[1] if before and near else None
    said = view.bare[found.start : found.end]
    if said in FIRST:
        return found if _said_before(view, start, cue, found) else None
    if cue.verb == "要求" and found.kind == "people":
        return None  # what people demand is a wish, not words
    return found


def _said_before(view: View, start: int, cue: Cue, found: Source) -> bool:
    """Whether words of 我 or 我们 were said before or are said as a habit, not said just now."""
    if cue.verb in reports(view.lexicon).acts:
        return False
    between = view.bare[found.end : cue.start]
    told = found.speaker == "我" and cue.verb == "说" and not between.strip()
    habit = bool(reports(view.lexicon).habitual.search(view.bare[start : cue.end - len(cue.verb)]))
    return told or habit or _account(view, found, cue)


def _account(view: View, found: Source, cue: Cue) -> bool:
    """Whether 我们 tells what was done and said before: 我们修了路。我们强调，……"""
    row = view.row(cue.start)
    if not row or not reports(view.lexicon).paused.match(view.bare, cue.end):
        return False
    earlier = view.sentences[row - 1]
    same = view.paragraph(earlier) == view.paragraph(cue.start)
    return same and view.bare[earlier : view.ends[row - 1]].lstrip().startswith(found.speaker)
