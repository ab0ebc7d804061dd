"""Cleaning 清洗: what stands around a speech is taken off, step by step, and each piece is listed.

A step changes only what it names. The words of the speech stay as they are, its script too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from huayu.corpus import lexicon
from huayu.intake import guesses
from huayu.intake.changes import CUT, REPLACED, Change

# lines of a page's frame, above and below a text
_CHROME = re.compile(
    r"(?:下载|打印(?:本页)?|全屏|收藏|【?字号[：:]?|加大|还原|减小|大|中|小|[【】\[\]|｜]|分享(?:到)?[：:]?|"
    r"关闭(?:窗口)?|返回(?:顶部|首页)?|扫一扫.*|相关(?:报道|阅读|链接)[：:]?|(?:【|\[)(?:打印|关闭|纠错).*|"
    r"(?:首页|当前位置)[：: >].*|上一篇.*|下一篇.*|浏览次数.*|字体[：:].*|<%.*%>)"
)
_SOURCE = re.compile(
    r"[（(]?(?:来源|稿源|文章来源|信息来源|发表时间|发布时间|时间|日期|作者|责任编辑|责编|编辑|记者)[：:].{0,60}"
    r"|新华社.{1,12}(?:\d|[一二三四五六七八九十])+日(?:电|讯).{0,20}|.{0,12}本报记者.{0,20}摄?"
)
_LICENCE = re.compile(
    r"^[ \t\u3000]*(?:本作品(?:是|在|來自|来自|的作者)|Public domain\b)", re.MULTILINE
)
_MARK = re.compile(r"[〔\[［](\d{1,3})[〕\]］]|([⑴-⒇①-⑳])(?=[^\s、．.])")
_NUMBER = re.compile(r"[-—─ ]*(\d{1,4})[-—─ ]*")
# a line that ends so has ended its sentence, or is a heading's
_ENDED = re.compile(r"[。！？…：；”’」』）)!?]\s*$")
_OPENS = re.compile(
    r"\s|[（(]?[一二三四五六七八九十\d]+\s*[、.．）)]|第[一二三四五六七八九十]+[，、部章节]"
)
_EDGE = 15  # lines at either end of a text in which its frame can stand


class _Step(NamedTuple):
    """A step 步骤: the kind of change that it makes, and how it makes it."""

    kind: str
    clean: Callable[[str], tuple[str, list[str]]]


def cleaned(text: str, markdown: bool = False) -> tuple[str, list[Change]]:
    """Text without its frame 清洗后的文本, and each change that was made to it, in order.

    Parameters
    ----------
    text : as the file gives it; form feeds divide pages.
    markdown : whether # > and trailing double spaces are Markdown's.
    """
    made = []
    for name, step in _STEPS.items():
        if name == "Markdown marks" and not markdown:
            continue
        text, pieces = step.clean(text)
        made += [Change(step.kind, name, piece) for piece in pieces]
    return text, made


def _byte_order_mark(text: str) -> tuple[str, list[str]]:
    return text.removeprefix("\ufeff"), ["U+FEFF"] if text.startswith("\ufeff") else []


def _line_ends(text: str) -> tuple[str, list[str]]:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain, [f"{text.count(chr(13))} carriage returns"] if plain != text else []


def _radicals(text: str) -> tuple[str, list[str]]:
    """Radical forms (⼀ for 一), which PDF files give for the characters that look like them."""
    found = Counter(re.findall("[\u2e80-\u2fdf]", text))
    forms = {row["form"]: row["character"] for row in lexicon().rows("radicals.tsv")}
    plain = {form: forms.get(form) or unicodedata.normalize("NFKC", form) for form in found}
    if guesses.language(text) == "zh-Hans":  # ⼾ is 戶 to Unicode, and 户 to such a text
        plain = {form: lexicon().simplified(char) for form, char in plain.items()}
    changed = [f"{form} ×{times}" for form, times in sorted(found.items()) if plain[form] != form]
    return text.translate({ord(form): char for form, char in plain.items()}), changed


def _page_heads(text: str) -> tuple[str, list[str]]:
    """Running heads and page numbers, and the line breaks that pages and columns made."""
    if "\f" in text:
        return _joined(*_without_heads(text.split("\f")))
    pages = _numbered_pages(text)
    return _joined(*_without_heads(pages)) if len(pages) > 2 else (text, [])


def _numbered_pages(text: str) -> list[str]:
    """Pages of a text that counts them: lines of bare numbers that go up by one."""
    lines = text.split("\n")
    numbers = [(row, int(m[1])) for row, line in enumerate(lines) if (m := _NUMBER.fullmatch(line))]
    counted = [row for (row, n), (_, after) in pairwise(numbers) if after == n + 1]
    if len(counted) < 2:
        return [text]
    rows = [*counted, next(row for row, _ in numbers if row > counted[-1])]
    heads = [_head_above(lines, row) for row in rows]
    common, times = Counter(_like(lines[h]) for h in heads if h is not None).most_common(1)[0]
    if times * 2 < len(rows):  # numbers that no common line goes with are no pages
        return [text]
    starts = [h for h in heads if h is not None and _like(lines[h]) == common]
    edges = [0, *starts, len(lines)]
    return ["\n".join(lines[a:b]) for a, b in pairwise(edges) if a < b]


def _head_above(lines: list[str], row: int) -> int | None:
    """Row of the text line right above a page number."""
    return next((r for r in range(row - 1, max(row - 4, -1), -1) if lines[r].strip()), None)


def _like(line: str) -> str:
    """A line with its numbers alike, so that the same head on another page is the same."""
    return re.sub(r"\d+", "0", "".join(line.split()))


def _without_heads(pages: list[str]) -> tuple[list[str], list[str]]:
    """Pages without the lines that recur at their edges, and without their numbers."""
    edges: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page.split("\n") if line.strip()]
        edges.update({_like(line) for line in (*lines[:2], *lines[-2:])})
    recurring = {line for line, times in edges.items() if times * 2 > len(pages) > 1}
    kept, removed = [], []
    for page in pages:
        lines = page.split("\n")
        filled = [row for row, line in enumerate(lines) if line.strip()]
        frame = {
            row
            for row in {*filled[:3], *filled[-2:]}
            if _like(lines[row]) in recurring or _NUMBER.fullmatch(lines[row].strip())
        }
        removed += [lines[row].strip() for row in sorted(frame)]
        kept.append("\n".join(line for row, line in enumerate(lines) if row not in frame))
    return kept, removed


def _joined(pages: list[str], removed: list[str]) -> tuple[str, list[str]]:
    """Lines that a page's width broke, put together again: a full line that ends no sentence."""
    lines = [line.rstrip() for page in pages for line in page.split("\n")]
    widths = sorted(len(line) for line in lines if line.strip())
    full = 0.8 * widths[int(len(widths) * 0.9)] if widths else 0
    joined: list[str] = []
    broken = False
    count = 0
    for line in lines:
        if broken and not line.strip():
            continue
        if broken and not _OPENS.match(line):
            joined[-1] += line
            count += 1
        else:
            joined.append(line)
        broken = len(line) >= full and not _ENDED.search(line)
    note = [f"{count} line breaks inside sentences"] if count else []
    return "\n".join(joined) + "\n", removed + note


def _markdown_marks(text: str) -> tuple[str, list[str]]:
    marks = re.compile(r"^(?:#{1,6} +|> ?)|(?<=\S)  +$", re.MULTILINE)
    found = Counter(mark.strip() or "trailing spaces" for mark in marks.findall(text))
    return marks.sub("", text), [f"{mark} ×{times}" for mark, times in sorted(found.items())]


def _edge_lines(pattern: re.Pattern[str]) -> Callable[[str], tuple[str, list[str]]]:
    """A step that takes out lines of a pattern from the first and last lines of a text."""

    def clean(text: str) -> tuple[str, list[str]]:
        lines = text.split("\n")
        filled = [row for row, line in enumerate(lines) if line.strip()]
        edge = {*filled[:_EDGE], *filled[-_EDGE:]}
        gone = sorted(row for row in edge if pattern.fullmatch(lines[row].strip()))
        kept = [line for row, line in enumerate(lines) if row not in gone]
        return "\n".join(kept), [lines[row].strip() for row in gone]

    return clean


def _licence_box(text: str) -> tuple[str, list[str]]:
    found = _LICENCE.search(text)
    if not found:
        return text, []
    return text[: found.start()].rstrip() + "\n", [text[found.start() :].strip()]


def _notes(text: str) -> tuple[str, list[str]]:
    """Notes under a text: from 注释, or from the first line that a mark opens, to the end."""
    lines = text.split("\n")
    filled = marked = 0
    first = None
    # from the end upwards: the notes begin at the topmost line under which marks open most lines
    for row in range(len(lines) - 1, len(lines) // 3, -1):
        line = lines[row].strip()
        opened = _MARK.match(line) is not None
        headed = re.fullmatch(r"注\s*释[：:]?|〔?注〕?[：:]?", line) is not None
        filled += bool(line) and not headed
        marked += opened
        if (opened or headed) and 0 < filled <= marked * 2:
            first = row
    if first is None:
        return text, []
    notes = "\n".join(line.strip() for line in lines[first:] if line.strip())
    return "\n".join(lines[:first]).rstrip() + "\n", [notes]


def _note_marks(text: str) -> tuple[str, list[str]]:
    """Marks of notes in running text: three and more of one style, no list of years or items."""
    found = [m for m in _MARK.finditer(text) if m.start() and text[m.start() - 1] != "\n"]
    if len(found) < 3:
        return text, []
    at, kept = 0, []
    for mark in found:
        kept.append(text[at : mark.start()])
        at = mark.end()
    return "".join([*kept, text[at:]]), [mark[0] for mark in found]


_STEPS = {
    "byte order mark": _Step(CUT, _byte_order_mark),
    "line ends": _Step(REPLACED, _line_ends),
    "radical forms": _Step(REPLACED, _radicals),
    "page heads and broken lines": _Step(CUT, _page_heads),
    "Markdown marks": _Step(CUT, _markdown_marks),
    "licence box": _Step(CUT, _licence_box),
    "page chrome": _Step(CUT, _edge_lines(_CHROME)),
    "source lines": _Step(CUT, _edge_lines(_SOURCE)),
    "notes": _Step(CUT, _notes),
    "note marks": _Step(CUT, _note_marks),
}
