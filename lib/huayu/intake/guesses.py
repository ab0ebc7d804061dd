"""Guesses 推测: title, speaker, date and script of a new speech, to be shown and overruled."""

from __future__ import annotations

import re

from huayu import corpus, structure
from huayu.corpus import Speech

HEAD = 600  # characters in which a text says what it is
LINE = 60  # characters of a line that does so: a congress report's title with date and place has 49
_DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十廿卅〇]{1,3})"
_DATE = re.compile(
    r"([12]\d{3}|[12１２][０-９]{3}|[一二][一二三四五六七八九〇○零]{3})\s*年"
    rf"(?:\s*({_DAY})\s*月(?:\s*({_DAY})\s*[日号])?)?"
)
_ISO = re.compile(
    r"(?<!\d)([12]\d{3})[-_./年]?(0[1-9]|1[0-2])?[-_./月]?(0[1-9]|[12]\d|3[01])?(?!\d)"
)
_OFFICE = (
    "主席|總統|总统|总理|總理|总书记|书记|省长|市长|县长|部长|司长|院长|会长|行政長官|行政长官"
)
_NAME = "[\u4e00-\u9fff·]{2,4}|[\u4e00-\u9fff] [\u4e00-\u9fff]"


def description(text: str, name: str) -> dict[str, str]:
    """Title, title_status, speaker, date and language that a text shows of itself.

    >>> found = description("在某会议上的讲话\\n（2019年3月5日）\\n张 三\\n同志们：\\n干吧。", "x")
    >>> found["title"], found["speaker"], found["date"]
    ('在某会议上的讲话', '张三', '2019-03-05')
    """
    headings = structure.headings(Speech(name, text))
    titles = headings.loc[headings["kind"] == "title", "text"].tolist()
    # some pages give the title twice, with a line about their source between
    title = " ".join(dict.fromkeys((titles or [name])[0].split()))
    return {
        "title": title,
        "title_status": "original" if titles else "editorial",
        "speaker": speaker(text, title) or "unknown",
        "date": date("\n".join(_lines(text))) or date(name) or "unknown",
        "language": language(text),
    }


def _lines(text: str) -> list[str]:
    """Lines in which a text says what it is: short ones near its beginning, no prose."""
    lines = (line.strip() for line in text[:HEAD].split("\n"))
    return [line for line in lines if line and len(line) <= LINE]


def speaker(text: str, title: str) -> str | None:
    """Speaker 讲话人: a name before the title's colon, after an office, or on a line of its own."""
    before = re.match(rf"({_NAME})[：:]", title)
    if before:
        return before[1]
    wrote = re.match(rf"({_NAME})(?:同志)?致.*[信电辞词]$", title)
    if wrote:
        return wrote[1]
    lines = _lines(text)[:8]
    # a title, or a line with a date: beside those a name can stand without an office
    marks = [line in title or date(line) is not None for line in lines]
    for place, line in enumerate(lines):
        found = re.fullmatch(rf"(.{{0,20}}(?:{_OFFICE}))?\s*({_NAME})(?:同志)?", line)
        if found and line != title and not re.search("[：。，]", line):
            office, named = found[1], found[2].replace(" ", "")
            beside = any(marks[max(place - 1, 0) : place + 2])
            # a short line without an office may be a piece of the title, or an address
            other = named in title or re.search("各位|同志|大家|目录|摘要", named)
            if office or beside and not other:
                return named
    return None


def date(text: str) -> str | None:
    """Date 日期 as 2021, 2021-07 or 2021-07-01: the fullest that a text gives, the first of those.

    >>> date("（一九九二年二月二十一日）"), date("2016-05-17_讲话"), date("无")
    ('1992-02-21', '2016-05-17', None)
    """
    found = [
        tuple(_number(part) for part in match.groups() if part) for match in _DATE.finditer(text)
    ] or [tuple(int(part) for part in match.groups() if part) for match in _ISO.finditer(text)]
    sound = [d for d in found if 1900 <= d[0] <= 2100 and all(d[1:]) and (*d, 1)[1] <= 12]
    if not sound:
        return None
    best = max(sound, key=len)
    return "-".join([f"{best[0]:04d}", *(f"{part:02d}" for part in best[1:])])


def _number(text: str) -> int:
    """Number in Arabic or Chinese digits, up to 99 with 十; 0 if it is none."""
    tens, ten, ones = text.partition("十")
    if ten:
        head = int(tens.translate(_DIGITS)) if tens else 1
        return head * 10 + (int(ones.translate(_DIGITS)) if ones else 0)
    digits = text.translate(_DIGITS)
    return int(digits) if digits.isascii() else 0


def language(text: str) -> str:
    """Script 字体 as BCP 47: zh-Hant where more than one character in 50 is a traditional form."""
    changed = sum(a != b for a, b in zip(text, corpus.lexicon().simplified(text), strict=True))
    return "zh-Hant" if changed * 50 > len(text) else "zh-Hans"


def slug(name: str) -> str:
    """Id 编号 out of a name: what can stand in a folder's name, the rest as one dash.

    >>> slug("2016 年·讲话（全文）")
    '2016-年-讲话-全文'
    """
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:80] or "speech"
