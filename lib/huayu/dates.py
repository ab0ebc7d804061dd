"""Dates 日期: as they are written in texts, tables and names of files, in one form.

The one reader of dates: intake, traces and archives read the same date out of the same words.
"""

from __future__ import annotations

import calendar
import re

# speeches that were printed at all, and none that is still to be held
FIRST, LAST = 1800, 2100
REPUBLIC = 1911  # the year before the first of 民國
_DIGITS = dict(
    zip("〇○零一二三四五六七八九０１２３４５６７８９元", "00012345678901234567891", strict=True)
)
_N = "[一二三四五六七八九十百廿卅〇○零]"
_APART = r"\s*[-/.．／]\s*"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:中[华華])?民[国國]\s*(?P<republic>元|\d{{1,3}}|[０-９]{{1,3}}|{_N}{{1,6}})\s*年"
        rf"(?:\s*(?P<month>\d{{1,2}}|[０-９]{{1,2}}|{_N}{{1,3}})\s*月"
        rf"(?:\s*(?P<day>\d{{1,2}}|[０-９]{{1,2}}|{_N}{{1,3}})\s*[日号號])?)?",
        r"(?<!\d)(?P<year>[12]\d{3}|[１２][０-９]{3}|[一二][一二三四五六七八九〇○零0]{3})\s*年"
        rf"(?:\s*(?P<month>\d{{1,2}}|[０-９]{{1,2}}|{_N}{{1,3}})\s*月"
        rf"(?:\s*(?P<day>\d{{1,2}}|[０-９]{{1,2}}|{_N}{{1,3}})\s*[日号號])?)?",
        rf"(?<!\d)(?P<year>[12]\d{{3}})(?:{_APART}(?P<month>1[0-2]|0?[1-9])(?!\d)"
        rf"(?:{_APART}(?P<day>3[01]|[12]\d|0?[1-9])(?!\d))?)?(?!\d)",
        r"(?<!\d)(?P<year>[12]\d{3})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])?(?!\d)",
    )
)


def date(written: str) -> str:
    """Date 日期 as YYYY, YYYY-MM or YYYY-MM-DD, as far as it is written; "" where there is none.

    Of several the fullest, of those the first. A month or day that no calendar has is left out.

    >>> [date(x) for x in ("2023/1/5", "二〇二三年一月五日", "民國105年5月20日", "20220924")]
    ['2023-01-05', '2023-01-05', '2016-05-20', '2022-09-24']
    >>> [date(x) for x in ("gwr_1954", "２０１６年５月", "民國一百一十二年", "2023-02-30", "无")]
    ['1954', '2016-05', '2023', '2023-02', '']
    """
    found = [(match.start(), _sound(match)) for form in _FORMS for match in form.finditer(written)]
    dated = [(-len(parts), start, parts) for start, parts in found if parts]
    if not dated:
        return ""
    year, *rest = min(dated)[2]
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)])


def _sound(match: re.Match[str]) -> tuple[int, ...]:
    """Year, month and day of a match as far as a calendar has them; empty for no year."""
    said = match.groupdict()
    republic = said.get("republic")
    year = REPUBLIC + number(republic) if republic else number(said["year"])
    if not FIRST <= year <= LAST:
        return ()
    month, day = (number(said[name]) if said[name] else 0 for name in ("month", "day"))
    if not 1 <= month <= 12:
        return (year,)
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return year, month
    return year, month, day


def number(numeral: str) -> int:
    """Number 数 of a numeral up to 199: 105, １０５, 一〇五, 一百零五, 廿三, 元; 0 if it is none.

    >>> [number(n) for n in ("二〇二三", "一百一十二", "十", "廿三", "１２", "元", "年")]
    [2023, 112, 10, 23, 12, 1, 0]
    """
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    hundred, sign, rest = numeral.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    if not sign and not ten:
        digits = "".join(str(_DIGITS.get(char, char)) for char in numeral)
        return int(digits) if digits.isascii() and digits.isdigit() else 0
    value = 100 * (_DIGITS.get(hundred, "1") == "1") if sign else 0
    value += int(_DIGITS.get(tens.lstrip("零〇○"), "1")) * 10 if ten else 0
    return value + int(_DIGITS.get(ones.lstrip("零〇○"), "0"))
