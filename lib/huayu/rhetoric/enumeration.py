"""Enumeration 列举: the items that a text spells out after (or before) a numeral."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from huayu import structure
from huayu.corpus import Speech
from huayu.page import Page, trimmed

Span = tuple[int, int]
DIGITS = "一二三四五六七八九"
# beyond this many characters after the numeral an inline list is no longer its list
NEAR = 60
# longest stretch in which items of one list are looked for
REACH = 6000
# longest stretch in which the list before a numeral is looked for: it is one clause
BEFORE = 300
# the highest number that is written out here; no list that is spoken has more items
LAST = 99
# shortest opening that items of an unnumbered list share (要突出…, 必须…)
OPENING = 3
# ways in which items are numbered, {} for the number
_STYLES = (
    "{}是",
    "第{}，",
    "第{}、",
    "第{}个",
    "其{}，",
    "其{}、",
    "其{}是",
    "{}要",
    "{}、",
    "（{}）",
    "{}，",
    "{}曰",
    "第{}条",
    "第{}",
)
_LEADS = r"(?:^|(?<=[\n：:；;。，,、—\s　“]))"
_WORDS = (
    (r"一个是", r"(?:另|再|还有|又|第二|二)一?个?是"),
    (r"一方面", r"另一方面"),
    (r"一条是", r"(?:另|再|还有)一?条是"),
    (r"首先", r"(?:其次|第二)", r"(?:再次|再者|第三|最后)", r"(?:第四|最后)", r"(?:第五|最后)"),
    (r"一是", r"(?:另|再)一个?是"),
)


def number(form: str) -> int | None:
    """Number 数 that a Chinese numeral or digits say, None for what is neither.

    >>> [number(form) for form in ("两", "十二", "8", "二十", "几")]
    [2, 12, 8, 20, None]
    """
    if form.isdecimal():
        return int(form)
    if form in ("两", "双", "俩"):
        return 2
    tens, ten, ones = form.rpartition("十")
    if any(char not in DIGITS for char in tens + ones) or len(tens) > 1 or len(ones) > 1:
        return None
    if not ten:
        return DIGITS.index(ones) + 1 if ones else None
    return 10 * (DIGITS.index(tens) + 1 if tens else 1) + (DIGITS.index(ones) + 1 if ones else 0)


def numeral(value: int) -> str:
    """Chinese numeral 数字 of 1 to 99.

    >>> [numeral(value) for value in (3, 10, 12, 20)]
    ['三', '十', '十二', '二十']
    """
    tens, ones = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else DIGITS[tens - 1] + "十"
    return head + (DIGITS[ones - 1] if ones else "")


def items(page: Page, text: str, end: int, count: int) -> list[Span]:
    """Items 列举项 that follow a numeral ending at ``end``, in order; [] where none is found.

    Tried in this order: numbered items inside the paragraph, numbered headings, sentences with
    one opening, a 、-list after a colon. The first list found is given, whatever its length, so
    that a numeral that disagrees with its list can be told.
    """
    return (
        _numbered(text, end, count)
        or _headed(page, end)
        or _worded(text, end)
        or _alike(page, text, end, count)
        or _listed(text, end)
    )


def _numbered(text: str, end: int, count: int) -> list[Span]:
    """Items after 一是 … 二是 …, 第一， … 第二， …: as far as the numbers run on."""
    for style in _STYLES:
        first = re.compile(_LEADS + re.escape(style.format("一"))).search(text, end, end + NEAR)
        if not first or _closed(text, end, first.start()):
            continue
        marks = [first]
        limit = min(len(text), end + REACH)
        again = first.re  # the list ends at the latest where another one of its kind begins
        while len(marks) < LAST and (
            found := _mark(style, len(marks) + 1).search(text, marks[-1].end(), limit)
        ):
            if again.search(text, marks[-1].end(), found.start()):
                break
            marks.append(found)
            limit = min(len(text), found.end() + REACH)
        if len(marks) > 1:
            return _between(text, marks)
    return []


def _mark(style: str, value: int) -> re.Pattern[str]:
    form = re.escape(style.format(numeral(value)))
    if style == "{}是" and value == 2:
        form = f"(?:{form}|另一个是)"
    return re.compile(_LEADS + form)


def _closed(text: str, end: int, start: int) -> bool:
    """Whether more than one sentence stands between a numeral and its first item."""
    return len(re.findall("[。！？]", text[end:start])) > 1


def _between(text: str, marks: list[re.Match[str]]) -> list[Span]:
    """Spans from each mark to the next; the last one ends with its sentence."""
    spans = []
    for this, after in zip(marks, [*marks[1:], None], strict=True):
        edge = after.start() if after else _sentence_end(text, this.end())
        spans.append(trimmed(text, this.start(), edge))
    return spans


def _sentence_end(text: str, start: int) -> int:
    limit = min(len(text), start + REACH)
    found = re.compile("[。！？\n]").search(text, start, limit)
    return found.start() if found else limit


def _worded(text: str, end: int) -> list[Span]:
    """Items after 首先 … 其次 …, 一个是 … 另一个是 …"""
    for words in _WORDS:
        marks: list[re.Match[str]] = []
        place, reach = end, end + NEAR
        for word in words:
            found = re.compile(_LEADS + word).search(text, place, min(len(text), reach))
            if not found or (not marks and _closed(text, end, found.start())):
                break
            marks.append(found)
            place, reach = found.end(), found.end() + REACH
        if len(marks) > 1:
            return _between(text, marks)
    return []


def _headed(page: Page, end: int) -> list[Span]:
    """Headings 标题 of one level that begin right after the numeral's line or sentence."""
    rows = _labelled(page.speech)
    first = bisect_left(rows, (end,))
    if first == len(rows) or rows[first][0] > end + NEAR:
        return []
    highest = rows[first][2]
    run: list[Span] = []
    for start, stop, level in rows[first:]:
        if level < highest or len(run) == LAST:
            break
        if level == highest:
            run.append((start, stop))
    return run if len(run) > 1 else []


@lru_cache(maxsize=4)
def _labelled(speech: Speech) -> list[tuple[int, int, int]]:
    """Start, end and level of the headings and openers that have a number."""
    table = structure.headings(speech)
    table = table[table["label"].notna() & table["kind"].isin(("heading", "run-in"))]
    columns = (table[name].astype(int).tolist() for name in ("start", "end", "level"))
    return list(zip(*columns, strict=True))


def _alike(page: Page, text: str, end: int, count: int) -> list[Span]:
    """Sentences that open as the clause after the colon does: 要突出用…的干部, five times."""
    led = re.match(r"[^。！？\n]{0,4}[：:。]\s*", text[end : end + 8])
    if not led:
        return []
    start = end + led.end()
    sentences = page.sentences
    edges = (bisect_left(sentences, at, key=lambda s: s.start) for at in (start - 1, end + REACH))
    near = sentences[slice(*edges)]
    first = text[start : start + 8]
    for length in range(6, OPENING - 1, -1):
        opening = first[:length]
        if re.search(r"[\W]", opening) or len(opening) < length:
            continue
        found = [(s.start, s.end) for s in near if s.text.startswith(opening)]
        if not found or found[0][0] != start:
            found = [(start, _sentence_end(text, start)), *found]
        if len(found) == count:
            return found
    return []


def _listed(text: str, end: int) -> list[Span]:
    """The 、-list after a colon, 即 or 就是: 五大理念：创新、协调、…"""
    lead = re.match(
        r"[^，。；！？\n]{0,6}(?:[：:]|，?(?:即|就是|也就是|包括|分别是|——))", text[end : end + 14]
    )
    if not lead:
        return []
    start = end + lead.end()
    limit = min(len(text), start + REACH)
    stop = re.compile("[。；！？\n，]").search(text, start, limit)
    return split(text, start, stop.start() if stop else limit)


def before(text: str, start: int) -> list[Span]:
    """The 、-list right before a numeral (甲、乙、丙三大…); [] for fewer than two items."""
    first = max(0, start - BEFORE)
    left = max(first, *(text.rfind(mark, first, start) + 1 for mark in "，。；：！？\n"))
    found = split(text, left, start)
    return found if len(found) > 1 else []


def split(text: str, start: int, end: int) -> list[Span]:
    """Items of a 、-list; a 和, 与, 以及 in its last item divides that too.

    >>> sample = "农业、农村和农民"
    >>> [sample[a:b] for a, b in split(sample, 0, len(sample))]
    ['农业', '农村', '农民']
    """
    cuts = [m.span() for m in re.compile("、").finditer(text, start, end)]
    last = cuts[-1][1] if cuts else start
    joint = re.compile("(?<=.)(?:以及|和|与|及)(?=.)").search(text, last, end)
    if joint:
        cuts.append(joint.span())
    edges = [start, *(edge for cut in cuts for edge in cut), end]
    found = [trimmed(text, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return found if len(found) > 1 and all(a < b for a, b in found) else []
