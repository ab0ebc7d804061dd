"""Frame 页面框架: lines that a page or an agency put above and below a text.

A line is the frame's where its form says so and where it stands beside others of the frame: a
speech may itself begin a line with 时间： or 记者：. No line that holds a sentence is one.
"""

from __future__ import annotations

import re
from itertools import pairwise

from huayu.intake.changes import chinese
from huayu.intake.pages import emptied

EDGE = 15  # lines at either end of a text in which its frame can stand
# what a page puts around a text, known by itself
_CHROME = re.compile(
    r"【?字号[：:].{0,10}|(?:【|\[)(?:打印|关闭|纠错|我要纠错|字体)[^。]{0,10}|"
    r"(?:首页|当前位置)[：: >]*[^。，：]{0,40}[>＞»][^。，]{0,20}|[上下]一篇[：:][^。]{0,60}|"
    r"浏览(?:次数|量)[：:]?\s*\d*|字体[：:][^。，]{0,12}|<%.*%>|扫一扫[^。，]{0,20}|"
    r"相关(?:报道|阅读|链接)[：:]?"
)
# the same where the line beside it is the frame's too: 大 is a word, and a button
_BUTTON = re.compile(
    r"下载|打印(?:本页)?|全屏|收藏|加大|还原|减小|大|中|小|[【】\[\]|｜]|分享(?:到)?[：:]?|"
    r"关闭(?:窗口)?|返回(?:顶部|首页)?"
)
_NAMES = r"[^，。！？；：\s]{1,12}(?:[ 、/　]+[^，。！？；：\s]{1,8}){0,4}"
_DAY = r"[\d年月日时分:：./\- 一二三四五六七八九十〇○零]{4,30}"
# labelled lines whose value has the form that the label asks for, alone or several in one line
_FIELD = (
    rf"(?:来源|來源|稿源|文章来源|信息来源)[：:]\s*[^，。！？；：]{{0,40}}|"
    rf"(?:发表时间|发布时间|发布日期|时间|日期)[：:]\s*{_DAY}|"
    rf"(?:作者|责任编辑|責任編輯|责编|编辑|记者)[：:]\s*{_NAMES}|字号[：:].{{0,10}}"
)
_SOURCE = re.compile(rf"[（(]?(?:{_DAY}\s*)?(?:{_FIELD})(?:[\s|]*(?:{_FIELD}))*[）)]?")
_WHO = r"[^，。：\s]{2,4}"
# an agency's dateline, which can be nothing else wherever it stands alone, and who took a picture
_DATELINE = re.compile(
    r"[（(]?新华社[^，。：]{1,12}?[\d一二三四五六七八九十]+日(?:电|讯)(?:[（(].{0,20}[）)])?[）)]?"
)
_CAPTION = re.compile(
    rf"(?:.{{0,12}}。)?(?:本报|新华社)记者\s*{_WHO}(?:\s+{_WHO})?\s*摄|本报记者\s*{_WHO}"
)
_SPOKEN = re.compile(r"[。！？]")  # a line that holds a sentence is no frame's
_LABEL = re.compile(r"[^：:]{1,6}[：:]")
# a box that says under what licence a text stands, and what it is known by beside its first words
_LICENCE = re.compile(r"^[ \t\u3000]*(?:本作品|Public domain\b)", re.MULTILINE)
_RIGHTS = re.compile(
    "著作[权權]法|公有[领領]域|版[权權]失效|知[识識]共享|Public domain|CC[ -]BY|GFDL", re.IGNORECASE
)
_LONGEST_BOX = 600  # Chinese characters: the longest box here, with its notes, has 403


def page_chrome(text: str) -> tuple[str, list[str]]:
    """Text without a page's buttons and paths 页面按钮 at its ends, and those lines."""
    lines = text.split("\n")
    rows = _edge(lines)
    known = {row for row in rows if _is(_CHROME, lines[row]) and not _SPOKEN.search(lines[row])}
    buttons = {row for row in rows if _is(_BUTTON, lines[row])}
    beside = {row for pair in pairwise(rows) for row in pair if set(pair) <= known | buttons}
    return emptied(lines, known | buttons & beside)


def source_lines(text: str) -> tuple[str, list[str]]:
    """Text without the lines that say where it was printed 来源行, and those lines.

    They stand above the first sentence or below the last, and a label that comes back (记者：) is
    a speaker's.
    """
    lines = text.split("\n")
    filled = [row for row, line in enumerate(lines) if line.strip()]
    labels = [found[0] for row in filled if (found := _LABEL.match(lines[row].strip()))]
    spoken = [row for row in filled if _SPOKEN.search(lines[row]) and not _is(_CAPTION, lines[row])]
    first, last = (spoken[0], spoken[-1]) if spoken else (len(lines), -1)
    gone = set()
    for row in _edge(lines):
        line = lines[row].strip()
        label = _LABEL.match(line)
        own = label is None or labels.count(label[0]) == 1
        form = _is(_CAPTION, line) or own and _is(_SOURCE, line) and not _SPOKEN.search(line)
        if _is(_DATELINE, line) or form and not first <= row <= last:
            gone.add(row)
    return emptied(lines, gone)


def licence_box(text: str) -> tuple[str, list[str]]:
    """Text without the licence box 版权框 below it: from 本作品 to the last word of rights."""
    for found in _LICENCE.finditer(text):
        box = text[found.start() :]
        rights = list(_RIGHTS.finditer(box))
        if not rights:
            continue
        # the line that holds the last such word, and what of the box has no Chinese after it
        end = re.compile(r"[^\n]*(?:\n[^\u3400-\u9fff\n]*)*(?:\n|$)").match(box, rights[-1].end())
        box = box[: end.end()] if end else box
        if chinese(box) <= _LONGEST_BOX:
            after = text[found.start() + len(box) :]
            return text[: found.start()].rstrip() + "\n" + after, [box.strip()]
    return text, []


def _edge(lines: list[str]) -> list[int]:
    """Rows of the first and last lines that are not blank."""
    filled = [row for row, line in enumerate(lines) if line.strip()]
    return sorted({*filled[:EDGE], *filled[-EDGE:]})


def _is(form: re.Pattern[str], line: str) -> bool:
    return form.fullmatch(line.strip()) is not None
