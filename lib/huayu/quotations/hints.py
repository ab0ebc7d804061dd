"""Hints 出处线索: when, where and on what occasion cited words were said, as the text gives it."""

from __future__ import annotations

import re

from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import Patterns, alternatives
from huayu.quotations.lexicons import contexts, occasions
from huayu.quotations.view import View

_DIGITS = dict(
    zip(
        "〇零○一二三四五六七八九０１２３４５６７８９",
        "000" + "123456789" + "0123456789",
        strict=True,
    )
)
_DIGIT = r"[\d０-９〇零○一二三四五六七八九]"
_COUNT = r"[\d０-９一二三四五六七八九十]{1,3}"
# a year is no span of years (2500年前, 1978年以来 counts, 100年间 does not)
_DATE = re.compile(
    rf"(?<![到至比])(?P<year>[12１２一二]{_DIGIT}{{3}})年(?!前|间|多|代|内)(?:(?P<month>{_COUNT})月)?"
    rf"(?:(?P<day>{_COUNT})日)?(?:[上下]午)?"
)
_RELATIVE = re.compile(
    rf"(?P<years>今年|去年|前年)(?:(?P<month>{_COUNT})月)?(?:(?P<day>{_COUNT})日)?"
)
_BACK = {"今年": 0, "去年": 1, "前年": 2}
_NAMED = re.compile(r"(?:根据|按照|依据)(?P<what>[^，。；：“”□]{1,20}?(?:精神|要求|规定))")
_WORK = re.compile(
    r"(?<![了定订过布表读])(?P<what>《[^》]{1,40}》(?:第[^，。]{1,8}条)?[^，。；：“”□]{0,8}?[中里上]?)(?=[，：写说规载道指])"
)
_PLACE = re.compile(
    r"在(?P<place>[^，。；：“”□在]{2,12}?)(?:考察|调研|视察|访问|检查|慰问|参加|出席|主持)"
)


@once
def forms(lexicon: Lexicon) -> Patterns:
    """Forms 句式 in which the occasion of cited words is named."""
    words = contexts(lexicon, "hint")
    return Patterns(
        occasion=re.compile(
            rf"在(?P<what>[^，。；：“”□]{{0,40}}?{alternatives(words['occasions'])})(?![期代])"
        ),
        vague=re.compile(
            rf"{alternatives(words['vague'])}|早在[^，。；：]{{1,14}}(?=，)|"
            # 自古以来 says for how long something holds, not when it was said
            r"(?![^，。；：]{0,2}自古)[^，。；：“”□、\s　]{2,10}(?<!自古)"
            r"(?:初期|时期|期间|年代|以来)"
        ),
    )


# a hint as written, and what it says: date (ISO, as exact as given), place, occasion
Hint = tuple[str | None, str | None, str | None, str | None]
NO_HINT: Hint = (None, None, None, None)


def hint_start(view: View, cue: int) -> int:
    """Where the stretch begins that may date a cue: its sentence, or behind the words before it.

    In 2012年…提出“…”；2014年…提出“…” each cue has its own time.
    """
    start = view.left(cue)
    earlier = max(view.bare.rfind(sign, start, cue) for sign in ("；", "□”，", "□”、", "□」，"))
    return max(start, earlier + 1)


def hint(view: View, start: int, stop: int) -> Hint:
    """Hint 出处线索 between the start of a sentence and a cue.

    Parameters
    ----------
    start, stop : the stretch of the sentence before the cue, without what belongs to an earlier
        cue of the same sentence.

    Returns
    -------
    The hint as written, what stands apart joined with …, date, place and occasion. The date is a
    year, year-month or day; 今年, 去年 and 前年 are counted from the date of the speech, if known;
    that of a congress or plenum is the one in corpus/lexicons/occasions.csv.
    """
    bare = view.bare
    found = [m for pattern in (_DATE, _RELATIVE) for m in pattern.finditer(bare, start, stop)][:1]
    dated = found[0] if found else None
    place = _PLACE.search(bare, start, stop)
    named = (forms(view.lexicon).occasion, _NAMED, _WORK)
    occasion = next((m for p in named if (m := p.search(bare, start, stop))), None)
    vague = None if dated else forms(view.lexicon).vague.search(bare, start, stop)
    pieces = sorted(
        {m.span() for m in (dated, vague) if m} | ({occasion.span()} if occasion else set())
    )
    alias = _alias(view.lexicon, bare[start:stop])
    known = occasions(view.lexicon)[alias] if alias else None
    date = _finer(_written_date(view, dated), known)
    text = view.speech.text
    what = text[occasion.start("what") : occasion.end("what")] if occasion else alias
    where = text[place.start("place") : place.end("place")] if place else None
    return _joined(text, pieces) or alias, date, where, what


def _joined(text: str, pieces: list[tuple[int, int]]) -> str | None:
    """The pieces as they stand; … between them unless only a comma parts them."""
    written, last = "", None
    for start, end in pieces:
        if last is not None and start < last:
            continue
        between = text[last:start] if last is not None else ""
        written += between if len(between) <= 1 else "…"
        written += text[start:end]
        last = end
    return written or None


def _alias(lexicon: Lexicon, stretch: str) -> str | None:
    """Name of a dated occasion in the stretch, the last and longest; 十八大以来 is no date."""
    since = re.compile(r"以来|以后|之后|之前|前")
    found = [
        (place + len(name), len(name), name)
        for name in occasions(lexicon)
        if (place := stretch.rfind(name)) >= 0 and not since.match(stretch, place + len(name))
    ]
    return max(found)[2] if found else None


def _finer(written: str | None, known: str | None) -> str | None:
    """The date that the text writes, or the known one where that says the same more exactly."""
    return known if known and known.startswith(written or "") else written


def _written_date(view: View, found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    groups = found.groupdict()
    if "year" in groups:
        year = "".join(_DIGITS.get(char, char) for char in groups["year"])
    else:
        spoken = str(view.speech.meta.get("date", ""))[:4]
        if not spoken.isdigit():
            return None
        year = str(int(spoken) - _BACK[groups["years"]])
    parts = [year] + [_number(groups[name]) for name in ("month", "day")]
    known = [part for part in parts if part]
    return "-".join(known)


def _number(written: str | None) -> str:
    """Two digits of a month or day, in whatever numerals; empty when none is given."""
    if not written:
        return ""
    tens, ten, ones = written.partition("十")
    if ten:
        value = int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))
    else:
        value = int("".join(_DIGITS.get(char, char) for char in written))
    return f"{value:02d}"
