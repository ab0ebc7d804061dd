"""Numbering 自动编号: the numbers that a word processor sets before paragraphs by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from huayu.intake.packages import child, local, value

_ONES = "〇一二三四五六七八九"
_FORMAL = str.maketrans("一二三四五六七八九十百", "壹贰叁肆伍陆柒捌玖拾佰")
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
          (4, "IV"), (1, "I"))  # fmt: skip
LEVELS = 9  # of a list in OOXML (ISO/IEC 29500-1, 17.9.3)


class Level(NamedTuple):
    """A level 级 of a list: where it starts, how a number is written, the text around it, the
    level after which it begins anew, whether numbers of upper levels are written as figures, and
    the style of paragraph that stands for it."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


def chinese(number: int) -> str:
    """A number 数 below 1,000 as it is counted in Chinese.

    >>> [chinese(n) for n in (3, 10, 12, 20, 105, 110)]
    ['三', '十', '十二', '二十', '一百零五', '一百一十']
    """
    if number >= 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = f"{_ONES[hundreds]}百" if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else _ONES[tens]) + "十"
    elif hundreds and ones:
        said += "零"
    return said + (_ONES[ones] if ones or not number else "")


def _digits(number: int) -> str:
    return "".join(_ONES[int(digit)] for digit in str(number))


def _one_of(signs: str) -> Callable[[int], str]:
    """A number as one of a row of signs; behind its end as figures."""
    return lambda number: signs[number - 1] if 1 <= number <= len(signs) else str(number)


def _letters(number: int) -> str:
    """A, B … Z, AA, BB … as Word counts on."""
    return chr(65 + (number - 1) % 26) * min((number - 1) // 26 + 1, 9) if number > 0 else "0"


def _roman(number: int) -> str:
    said = ""
    for worth, sign in _ROMAN if number < 400 else ():
        said += sign * (number // worth)
        number %= worth
    return said or str(number)


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_CIRCLED = "".join(map(chr, range(0x2460, 0x2474)))
FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "japaneseCounting",
         "taiwaneseCountingThousand"), chinese),
    **dict.fromkeys(
        ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), _digits),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _one_of(_CIRCLED)),
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
        lambda number: chinese(number).translate(_FORMAL)),
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(_WIDE),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _one_of("".join(map(chr, range(0x3280, 0x328A)))),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "none": lambda number: "",
}  # fmt: skip


class Lists:
    """Lists 列表 of a document: the levels of each, and how far each has been counted."""

    def __init__(self, numbering: Any):
        """Read the part ``numbering`` of a Word file, where it has one."""
        self._levels: dict[str, dict[int, Level]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        kinds: dict[str, dict[int, Level]] = {}
        shared: dict[str, dict[int, Level]] = {}  # by the list style that several lists share
        for element in numbering if numbering is not None else ():
            own = {local(each): each for each in element}
            if local(element) == "abstractNum":
                kinds[value(element, "abstractNumId")] = self._read(element)
                if "styleLink" in own:
                    shared[value(own["styleLink"])] = kinds[value(element, "abstractNumId")]
                elif "numStyleLink" in own:
                    kinds[value(element, "abstractNumId")] = shared.setdefault(
                        value(own["numStyleLink"]), {}
                    )
            elif local(element) == "num" and "abstractNumId" in own:
                number, of = value(element, "numId"), value(own["abstractNumId"])
                self._abstract[number] = of
                self._levels[number] = {**kinds.get(of, {}), **self._overrides(element, number)}

    def _read(self, parent: Any) -> dict[int, Level]:
        levels = {}
        for element in (each for each in parent if local(each) == "lvl"):
            said = {local(each): value(each) for each in element}
            restart = said.get("lvlRestart")
            levels[_whole(value(element, "ilvl"), 0)] = Level(
                _whole(said.get("start"), 1),
                said.get("numFmt") or "decimal",
                said.get("lvlText") or "",
                _whole(restart, 0) if restart is not None else None,
                "isLgl" in said and said["isLgl"] not in ("0", "false"),
                said.get("pStyle", ""),
            )
        return levels

    def _overrides(self, number: Any, name: str) -> dict[int, Level]:
        found = {}
        for element in (each for each in number if local(each) == "lvlOverride"):
            found.update(self._read(element))
            start = child(element, "startOverride")
            if start is not None:
                starts = self._starts.setdefault(name, {})
                starts[_whole(value(element, "ilvl"), 0)] = _whole(value(start), 1)
        return found

    def linked(self, name: str, style: str) -> str:
        """Level of a list that a style of paragraph stands for; empty where it stands for none."""
        levels = self._levels.get(name, {}).items()
        return next((str(depth) for depth, level in levels if level.style == style), "")

    def number(self, name: str, at: str) -> str:
        """The number 编号 of the next paragraph at a level of a list, as it is seen.

        Bullets are signs, no numbers: for them, and for lists that are not there, it is empty.
        """
        levels, depth = self._levels.get(name, {}), _whole(at, 0)
        level = levels.get(depth)
        if level is None or depth >= LEVELS:
            return ""
        counts = self._counts.setdefault(self._abstract[name], [None] * LEVELS)
        begin = self._starts.get(name, {}).pop(depth, None)
        before = counts[depth]
        counts[depth] = begin if begin is not None else (
            level.start if before is None else before + 1)  # fmt: skip
        for lower in range(depth + 1, LEVELS):
            restart = levels[lower].restart if lower in levels else None
            if restart is None or 0 < depth + 1 <= restart:
                counts[lower] = None
        if level.form == "bullet":
            return ""
        return re.sub(
            "%([1-9])", lambda m: self._said(levels, counts, int(m[1]) - 1, level), level.text
        )

    def _said(
        self, levels: dict[int, Level], counts: list[int | None], depth: int, at: Level
    ) -> str:
        level = levels.get(depth, Level())
        count = counts[depth]
        form = "decimal" if at.legal else level.form
        return FORMS.get(form, str)(level.start if count is None else count)


def _whole(said: str | None, default: int) -> int:
    return int(said) if said and re.fullmatch(r"\d{1,4}", said) else default
