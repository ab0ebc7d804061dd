"""Numeral 数概: a numeral that stands for an enumerated set or programme (四风, 三点意见)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from huayu import spans
from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import either
from huayu.page import Page
from huayu.rhetoric import enumeration
from huayu.rhetoric.device import Device

_N = r"(?:[二三四五六七八九]?十[一二三四五六七八九]?|[两二三四五六七八九]|\d{1,2})"
# classifiers of what can be told over: not of persons, places, time or money
_CLASSIFIER = (
    "个方面|大方面|方面|个|篇大|篇|则|种|条|项|点|件|类|步|大|重|组|对|道|座|面|招|块|句话|句"
)
# words that end the noun phrase after a classifier
_STOPS = ("的", "是", "为", "在", "和", "就", "将", "都", "来", "上", "中")
_QUOTES = "[“「『]"
_UNQUOTES = "[”」』]"


def numerals(page: Page) -> list[Device]:
    """Numerals 数概 of a text, each with its items where the text spells them out.

    ``frame`` is the head (风 of 四风), ``count`` how many it names, ``members`` the offsets of the
    items in the text, ``slots`` the names of the members from the text or, failing that, from
    corpus/lexicons/numerals.tsv. Where two overlap the one found by the surer rule stands.

    Notes
    -----
    Taken: the formulas of the lexicon; a numeral with a classifier or a noun in quotation marks;
    five-year plans by their number; 三点意见, 五种干部 and their like where a list is near or the
    noun names a programme. Missed: sets whose numeral stands far from its list with a plain
    noun. Amounts (三个县) and ordinals (十八大) are no sets.
    """
    text = page.simple
    chosen: list[Device] = []
    taken = spans.Kept()
    plans = _plans(page.lexicon, text)
    rules = (_known(page, text), _quoted(text), plans, _counted(page, text))
    for found in (found for rule in rules for found in rule):
        if not any(taken.meeting(found.start, found.end)):
            chosen.append(found)
            taken.add(found.start, found.end, True)
    return sorted(chosen, key=lambda found: found.start)


def _set(
    span: tuple[int, int],
    head: str,
    count: int | None,
    score: float,
    rule: str,
    source: str,
    members: tuple[str, ...] = (),
    places: tuple[tuple[int, int], ...] = (),
) -> Device:
    """A set: its head, how many it names, who knows it, and what the text shows of it."""
    says = "no count" if not count else f"count {'' if len(places) == count else 'dis'}agrees"
    told = f"{len(places)} spelled out, {says}" if places else "not spelled out"
    return Device(
        "numeral",
        *span,
        score,
        f"numeral:{rule}",
        f"{source}; {told}",
        places,
        frame=head,
        slots=tuple((name,) for name in members),
        count=count,
    )


@once
def _any(lexicon: Lexicon, name: str) -> str:
    """Pattern of a word class of the section [numeral] of corpus/lexicons/rhetoric.toml."""
    return either(lexicon.table("rhetoric.toml", "numeral")[name])


def _known(page: Page, text: str) -> Iterator[Device]:
    """Formulas of the lexicon 词表中的数概, with the members that it gives."""
    table = formulas(page.lexicon)
    for match in _forms(page.lexicon).finditer(text):
        row = table[match["form"]]
        marked = _in_marks(text, match.start("form"), match.end("form"))
        if row["bare"] == "quoted" and not marked:
            continue
        start, end = match.span("form")
        members = tuple(row["members"].split("|")) if row["members"] else ()
        count = int(row["count"]) if row["count"] else None
        places = _spelled(text, start, members) or tuple(_announced(page, text, end, count))
        head = re.sub(rf"^(?:{_N}|一|双|个|大|项)+", "", match["form"]) or match["form"]
        source = f"lexicon: {row['source']}"
        yield _set((start, end), head, count, 1.0, "lexicon", source, members, places)


@once
def formulas(lexicon: Lexicon) -> dict[str, dict[str, str]]:
    """Numeral formulas 数概词表 by form: count, members, year and source of each."""
    return {row["form"]: row for row in lexicon.rows("numerals.tsv")}


@once
def _forms(lexicon: Lexicon) -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form in sorted(formulas(lexicon), key=len, reverse=True))
    return re.compile(rf"(?<![第十百千\d])(?P<form>{forms})")


def _in_marks(text: str, start: int, end: int) -> bool:
    """Whether the span fills a pair of quotation marks."""
    return bool(
        re.match(_QUOTES, text[max(start - 1, 0) : start])
        and re.match(_UNQUOTES, text[end : end + 1])
    )


def _spelled(text: str, start: int, members: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Places of all members in the same paragraph, () where one of them is not named there."""
    first, last = max(0, start - enumeration.REACH), min(len(text), start + enumeration.REACH)
    left = max(first, text.rfind("\n", first, start) + 1)
    right = text.find("\n", start, last)
    at = [text.find(member, left, right if right >= 0 else last) for member in members]
    if not members or min(at) < 0:
        return ()
    return tuple((place, place + len(m)) for place, m in zip(at, members, strict=True))


def _announced(page: Page, text: str, end: int, count: int | None) -> list[tuple[int, int]]:
    """Items that a colon, or a first number at once, announces after the numeral."""
    lead = re.match(
        r"[”」』]?[^，。；！？\n]{0,8}(?:[：:]|[，。]?(?=一是|第一|首先|其一))",
        text[end : end + 14],
    )
    return enumeration.items(page, text, end, count or 0) if lead and count else []


def _quoted(text: str) -> Iterator[Device]:
    """A numeral with classifier or noun alone in quotation marks: “三个务必”, “六稳”, “1+3”."""
    rest = r"(?P<rest>[^“”「」『』，。；：？！\n\d]{1,12})"
    pattern = rf"{_QUOTES}(?P<form>(?P<n>{_N}|一|双){rest}){_UNQUOTES}"
    for match in re.finditer(pattern, text):
        count, rest = enumeration.number(match["n"]), match["rest"]
        inner = re.search(rf"{_N}", rest)
        if _dated(match["form"]) or _counting(rest) or (match["n"] == "一" and not inner):
            continue
        classified = re.match("个|大|项|条|种|类|位|件|点", rest)
        pair = re.fullmatch(r"\w{1,2}(?:计划|工程|行动|制度)?", rest)
        if match["n"] == "双" and not pair or len(rest) > 3 and not (classified or inner):
            continue
        start, end = match.span("form")
        head = re.sub("^(?:个|大|项|条|种|类|位|件|点)", "", rest) or rest
        count = None if inner else count
        yield _set((start, end), head, count, 0.8, "marked", "numeral in marks")
    for match in re.finditer(rf"{_QUOTES}(?P<form>\d+(?:\+[\dNXn]+)+){_UNQUOTES}", text):
        yield _set(match.span("form"), match["form"], None, 0.8, "sum", "sum in marks")


def _counting(rest: str) -> bool:
    """Whether what follows a numeral makes it a year of birth (90后) or a run (十二连增)."""
    return bool(re.fullmatch("后|[连岁届周][^，、]", rest))


def _dated(form: str) -> bool:
    """Whether a form names a date (五四, 九·一八) or a congress, by its numerals alone."""
    if re.match("[〇零一二三四五六七八九]{2}(?![大二三四五六七八九])", form):
        return True  # 九二, 九三: a year
    return not re.search(r"[^一二三四五六七八九十〇零·．\d]", form) or bool(
        re.fullmatch(
            r"[一二三四五六七八九十·]+(?:运动|事变|起义|惨案|大|风波|事件|讲话|精神)", form
        )
    )


def _plans(lexicon: Lexicon, text: str) -> Iterator[Device]:
    """Five-year plans 五年规划 by number: “十四五”, 十二五时期."""
    pattern = rf"[一二三四五六七八九十]{{1,2}}五(?=”|」|{_any(lexicon, 'plan')})"
    for match in re.finditer(pattern, text):
        after = text[match.end() : match.end() + 1]
        if after in "”」" and not _in_marks(text, *match.span()):
            continue
        yield _set(match.span(), "五年规划", None, 1.0, "plan", "five-year plan")


def _counted(page: Page, text: str) -> Iterator[Device]:
    """三点意见, 五种干部, 四大工程: a list near, or a noun that names a programme."""
    seen: set[str] = set()
    pattern = (
        rf"(?<![第每近约达几\d一二三四五六七八九十百千万分之年月.])(?P<n>{_N})(?P<c>{_CLASSIFIER})"
    )
    for match in re.finditer(pattern, text):
        start, count = match.start(), enumeration.number(match["n"])
        end = _head_end(page, text, match.end())
        head = text[match.end() : end]
        if count is None or _no_programme(page.lexicon, text, match, head, end):
            continue
        yield from _judged(page, text, (start, end), match["c"], head, count, seen)


def _judged(
    page: Page,
    text: str,
    span: tuple[int, int],
    kind: str,
    head: str,
    count: int,
    seen: set[str],
) -> Iterator[Device]:
    """The set with its score, by the evidence that stands around it."""
    start, end = span
    form = text[start:end]
    programme = _named(page.lexicon, head) or (not head and kind in ("条", "点"))
    told = _announced(page, text, end, count) or _following(page, text, end, count)
    listed = [] if told else _listed_before(page, text, start)
    places = told or (listed if len(listed) == count else [])
    # digits count things, words name sets
    amount = form[0].isdecimal() and not kind.endswith("方面")
    score = (
        0.9 if told and (programme or len(told) == count)
        else 0.4 if amount
        else 0.8 if form in seen and text[max(start - 2, 0) : start].endswith(("这", "述", "上"))
        else 0.7 if kind in ("大", "篇大") and head or programme and places
        else 0.6 if kind.endswith("方面") and count > 2
        else 0.6 if programme and kind in ("项", "件")
        else 0.6 if places or programme and _performed(page.lexicon, text, start)
        else 0.55 if programme and head and kind in ("个", "项") and _verbal(page.lexicon, head)
        else 0.3
    )  # fmt: skip
    if score >= 0.7:
        seen.add(form)
    names = tuple(text[a:b] for a, b in places)
    rule, source = ("listed", "with its list") if places else ("programme", "named as a programme")
    yield _set(span, head or kind, count, score, rule, source, names, tuple(places))


def _listed_before(page: Page, text: str, start: int) -> list[tuple[int, int]]:
    """The 、-list right before a numeral, its first item without the verb that governs the list."""
    found = enumeration.before(text, start)
    if not found:
        return []
    last = found[-1][1] - (text[found[-1][1] - 1] == "这")
    if last <= found[-1][0]:
        return []
    tag = page.words(found[-1][0], last)[-1].tag[0]
    if tag in "pd" or (tag == "v" and len(found) == 2):  # 区分和处理两类…: two verbs, no list
        return []
    left, right = found[0]
    verbs = [w.end for w in page.words(left, right) if w.tag in ("v", "p", "d", "c", "r")]
    left = max([left, *(end for end in verbs if end < right)])
    return [(left, right), *found[1:-1], (found[-1][0], last)]


def _amount(lexicon: Lexicon, head: str) -> bool:
    """Whether a head, or the compound that it ends, is a noun of amounts: 县, 重点城市."""
    words = lexicon.table("rhetoric.toml", "numeral")["amount"]
    return head in words or head.endswith(tuple(word for word in words if len(word) > 1))


def _verbal(lexicon: Lexicon, head: str) -> bool:
    """Whether the head is a slogan's verb: 三个坚持, 五个必须."""
    return bool(re.fullmatch(_any(lexicon, "verbal"), head))


def _performed(lexicon: Lexicon, text: str, start: int) -> bool:
    """Whether the speaker says, before the numeral, what is done with the points: 讲三点意见."""
    performing = _any(lexicon, "perform") + r"[^，。；：\n]{0,6}$"
    return bool(re.search(performing, text[max(start - 10, 0) : start]))


def _following(page: Page, text: str, end: int, count: int) -> list[tuple[int, int]]:
    """A numbered list that begins in the next sentence and is as long as the numeral says."""
    found = enumeration.items(page, text, end, count)
    return found if len(found) == count else []


def _no_programme(lexicon: Lexicon, text: str, match: re.Match[str], head: str, end: int) -> bool:
    """Whether the numeral is an amount (三个县), a share or a congress (十八大)."""
    after = text[match.end() : match.end() + 4]
    congress = match["c"] == "大" and len(match["n"]) > 1  # 十一大 … 二十大
    if match["c"] == "大" and re.match(_any(lexicon, "congress"), after) or congress:
        return True
    if re.match(r"分之|多|余|几", after) or _amount(lexicon, head):
        return True
    return match["c"] in ("个", "种", "类", "大") and not head


def _head_end(page: Page, text: str, start: int) -> int:
    """Where the noun phrase after a classifier ends; ``start`` where no noun follows."""
    end, noun = start, start
    named = partial(_named, page.lexicon)
    for token in page.words(start, start + 12)[:4]:
        word, kind = text[token.start : token.end], token.tag[:1]
        if kind in "wxruypcmf" or token.end > start + 10 or word in _STOPS:
            break
        if end > start and (kind == "d" or noun == end and token.tag == "v" and not named(word)):
            break
        end = token.end
        if kind == "n" or token.tag in ("vn", "an", "l", "j") or named(text[start:end]):
            noun = end
    return noun


def _named(lexicon: Lexicon, head: str) -> bool:
    """Whether a head ends in a noun that names a programme."""
    return bool(re.search(_any(lexicon, "programme") + "$", head))
