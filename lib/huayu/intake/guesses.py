"""Guesses 推测: title, speaker, date and script of a new speech, to be shown and overruled.

A guess rests on a form: a line that is a date, a name with a surname or beside an office. What a
sentence of the speech tells is no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from huayu import corpus, dates
from huayu.folding import folded
from huayu.intake.changes import Change
from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import alternatives
from huayu.structure.outline import outline
from huayu.structure.signs import classes

HEAD = 600  # characters in which a text says what it is
LINE = 60  # characters of a line that does so: a congress report's title with date and place has 49
LAST = 3  # lines at the end in which a letter is signed and dated
# columns of a table by the field that they fill, in simplified characters, the best first;
# published is when it was printed
COLUMNS = {
    "title": ("title", "标题", "题目"),
    "speaker": (
        "speaker",
        "讲话人",
        "演讲者",
        "发言人",
        "姓名",
        "总统",
        "president",
        "author",
        "作者",
    ),
    "date": ("date", "日期", "讲话日期", "时间"),
    "year": ("year", "年份", "年"),
    "published": ("published", "publish_date", "发布日期", "发布时间"),
}
_ASSEMBLED = re.compile(
    r"[^。]{4,40}[在于於][^。]{2,40}[上中][^。]{0,30}(?:作|讲话|報告|报告|致辞)[^。]{0,12}。"
)
_DATED = re.compile(
    r"[（(【\[—―─\-\s]*(?:(?:时间|日期|時間)[：:])?\s*(?:公元|中[华華])?[民\d１２一二][^。！？]{3,60}"
)
_FOREIGN = "[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,6})+"
_NO_NAME = re.compile("各位|同志|大家|目录|摘要|讲话|报告|[的上在]")


class Found(NamedTuple):
    """A date and what it was read from 依据."""

    date: str
    basis: str


def known(row: Mapping[str, str], words: Lexicon) -> dict[str, str]:
    """Fields 已知项 that a table's row or a page's own data fill: see COLUMNS.

    >>> known({"總統": "李大山", "年份": "2023", "text": "…"}, corpus.lexicon())
    {'speaker': '李大山', 'year': '2023'}
    """
    filled = {column(name, words): said.strip() for name, said in row.items() if said.strip()}
    found = {
        field: next((filled[name] for name in names if name in filled), "")
        for field, names in COLUMNS.items()
    }
    for field in ("date", "year", "published"):
        found[field] = dates.date(found[field])
    return {field: said for field, said in found.items() if said}


def column(name: str, words: Lexicon) -> str:
    """Name 列名 of a column as lists have it: 內容 and 内容, Text and text are one.

    >>> column(" 講話內容", corpus.lexicon())
    '讲话内容'
    """
    return words.simplified(name.strip().lower())


def description(
    text: str,
    name: str,
    row: Mapping[str, str] | None = None,
    made: Iterable[Change] = (),
    words: Lexicon | None = None,
) -> dict[str, str]:
    """Title, title_status, speaker, date, date_basis and language that a text shows of itself.

    Parameters
    ----------
    text : the text as it will be read.
    name : of the file or the row.
    row : what its table or page says of it, see :func:`known`.
    made : what was cut from it: a source line tells when it was printed.
    words : word lists, opened once for a table of thousands of rows; by default those in force.

    >>> found = description("在某会议上的讲话\\n（2019年3月5日）\\n张 三\\n同志们：\\n干吧。", "x")
    >>> found["title"], found["speaker"], found["date"]
    ('在某会议上的讲话', '张三', '2019-03-05')
    """
    words = words or corpus.lexicon()
    given = known(row or {}, words)
    titles = [] if "title" in given else _titles(text, words)
    title = given.get("title") or _once((titles or [name])[0])
    day = _date(text, title, name, given, made)
    return {
        "title": title,
        "title_status": "original" if titles or "title" in given else "editorial",
        "speaker": given.get("speaker") or speaker(text, title, words) or "unknown",
        "date": day.date or "unknown",
        "date_basis": day.basis if day.date else "unknown",
        "language": language(text, words),
    }


def _once(title: str) -> str:
    """A title without what stands in it twice: alone, or behind the speaker's name and a colon.

    >>> _once("张三：在会上的讲话\\n来源 在会上的讲话")
    '张三：在会上的讲话 来源'
    """
    pieces = list(dict.fromkeys(title.split()))
    named = tuple(piece.partition("：")[2] for piece in pieces)
    return " ".join(piece for piece in pieces if piece not in named)


def _titles(text: str, words: Lexicon) -> list[str]:
    """Lines of the title, as layer headings has them."""
    seen = folded(text, ("**",))
    heads = outline(classes(words), seen.text).headings
    return [text[seen.first(h.start) : seen.after(h.end)] for h in heads if h.kind == "title"]


def _lines(text: str) -> list[str]:
    """Lines in which a text says what it is: short ones near its beginning, no prose."""
    lines = (line.strip() for line in text[:HEAD].split("\n"))
    return [line for line in lines if line and len(line) <= LINE]


def _date(
    text: str, title: str, name: str, given: Mapping[str, str], made: Iterable[Change]
) -> Found:
    """The date by the best evidence that gives a day, or else a month, or else a year."""
    printed = " ".join(each.text for each in made if each.what == "source lines")
    found = [
        Found(given.get("date", ""), "column of the table"),
        Found(_day("\n".join(_date_lines(text))), "line of the text"),
        Found(_day(name), "name of the file"),
        Found(given.get("published", ""), "when it was printed, as the page or table says"),
        Found(_day(printed), "when it was printed, as its source line says"),
        Found(given.get("year", ""), "column of the table"),
        Found(dates.date(title), "title"),
        Found(dates.date(name), "name of the file"),
    ]
    said = given.get("date") or given.get("year") or ""
    agreed = [each for each in found if each.date.startswith(said)]
    return max(agreed, key=lambda each: len(each.date))


def _day(written: str) -> str:
    """The date of a text where it is more than a year."""
    found = dates.date(written)
    return found if len(found) > 4 else ""


def _date_lines(text: str) -> list[str]:
    """Lines that are a date, with place and occasion at most, and no sentence of the speech."""
    ends = [line.strip() for line in text.rstrip().split("\n")[-LAST:]]
    signed = [line for line in ends if len(line) <= LINE and _DATED.fullmatch(line)]
    head = [line for line in _lines(text) if not re.search("[。！？；]", line)]
    dated = [
        line for line in head if _DATED.fullmatch(line) and "，" not in re.sub("（.*", "", line)
    ]
    assembled = [line for line in _lines(text) if _ASSEMBLED.fullmatch(line)]
    return [*dated, *(line for line in head if re.match("[—―─]{2}", line)), *assembled, *signed]


def speaker(text: str, title: str, words: Lexicon) -> str | None:
    """Speaker 讲话人: a name by its form, in the title, beside an office, or on a line of its own.

    >>> titles = ("李大山：在大会上的讲话", "原标题：村里修好了路")
    >>> [speaker("", title, corpus.lexicon()) for title in titles]
    ['李大山', None]
    """
    name, office = _name(words), rf"{_office(words)}\s*"
    named = (
        rf"(?:.{{0,12}}{office})?({name})(?:同志)?(?:[：:].*|(?:在|就|答|同|发表).*[讲话演辞词问].*)",
        rf".*[上时]({name})(?:同志)?的?讲话",
        rf"({name})(?:同志)?致.*[信电辞词]",
        rf".{{0,20}}{office}({name})(?:[：:]|在|就|答|致|发表).*",
    )
    plain = words.simplified(title)
    for form in named:
        found = re.fullmatch(form, plain)
        if found and not _NO_NAME.search(found[1]):
            return title[slice(*found.span(1))]
    return _signed(text, title, words)


def _signed(text: str, title: str, words: Lexicon) -> str | None:
    """A name on a line near the beginning, after an office or beside the title or the date."""
    lines = _lines(text)[:8]
    marks = [line in title or bool(_day(line)) for line in lines]
    for place, line in enumerate(lines):
        if line == title or re.search("[：。，]", line):
            continue
        plain = words.simplified(line)
        beside = any(marks[max(place - 1, 0) : place + 2])
        found = re.fullmatch(rf".{{0,20}}{_office(words)}\s*([\u4e00-\u9fff·]{{2,4}}|. .)", plain)
        if not found and beside and line not in title:
            found = re.fullmatch(rf"({_name(words)})(?:同志)?", plain)
        if found and not _NO_NAME.search(found[1]):
            return line[slice(*found.span(1))].replace(" ", "")
    return None


@once
def _office(words: Lexicon) -> str:
    """Pattern of an office that a name stands behind."""
    offices = words.table("outline.toml", "offices")["patterns"]
    return alternatives(office for office in offices if office not in ("同志", "评论员", "評論員"))


@once
def _name(words: Lexicon) -> str:
    """Pattern of a name by its form: a surname and one or two characters, or parts between dots."""
    surnames = words.table("quoting.toml", "speaker")["surnames"]
    return rf"{_FOREIGN}|[{surnames}] ?[\u4e00-\u9fff]{{1,2}}"


def language(text: str, words: Lexicon) -> str:
    """Script 字体 as BCP 47: zh-Hant where more than one character in 50 is a traditional form."""
    return words.script(text)


def slug(name: str) -> str:
    """Id 编号 out of a name: what can stand in a folder's name, the rest as one dash.

    >>> slug("2016 年·讲话（全文）")
    '2016-年-讲话-全文'
    """
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:80] or "speech"
