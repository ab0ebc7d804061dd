"""Imagery 意象: likenesses by their frame, sayings made of things, things in quotation marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from huayu.lexicon import Lexicon, entries, once
from huayu.lexicon.reading import either
from huayu.page import Page
from huayu.rhetoric.device import Device
from huayu.spans import Kept

# A saying made of images has that many different ones, and they are this share of its characters.
# Of 63 different quotations in 395 reports and speeches that pass these bounds, five are no
# sayings of this kind.
IMAGES, DENSE = 2, 0.12
# clauses, and characters of each; longer lists of things in marks are programmes (封山植树，退耕
# 还林；…), longer clauses prose
LINES, LINE = 4, 10
_MARKED = re.compile(r"[“「『](?P<inside>[^“”「」『』\n]{2,44})[”」』]")
_SAID = re.compile(
    r"(?:说|道|讲|言|云|谚语|俗话|老话|古话|古诗|诗句|名句|叫作?|谓|诗)[是的]?[：:，,]?$"
)
_CLASSICAL = re.compile("[其若焉矣乎兮者也]")
# what a simile likens to, from its opener to its close: at most so many characters between
_CLOSED = re.compile(
    r"(?P<opener>好像|就像|正像|像|如同|犹如|宛如|恰似|有如|仿佛|好似|(?<![例假比诸譬正何真莫不])如|同|跟)"
    r"(?P<as>[^，。；：！？、\s“”]{1,16}?)(?P<close>一样|一般|那样|(?<![近相类貌疑])似[的地]|般)"
)
# one that nothing closes ends with its clause: 像一把火, 犹如长河
_OPEN = re.compile(
    r"(?P<opener>好像是?|就像是|像是|就像|正像|也像|都像|活像|像|如同|犹如|宛如|恰似|有如|仿佛|好似|比作)"
    r"(?P<as>[^，。；：！？、\s“”《]{1,16})"
)
# openers that only liken; 像 and 好像 compare and guess as well, so a thing must follow them
_LIKENING = ("犹如", "宛如", "恰似", "有如")
_COMPARING = ("如同", "好似", "比作")
_GUESSING = ("好像", "好像是", "像是", "就像是", "仿佛")
_COUNTED = re.compile(
    "是?(?:[一两几半][\u4e00-\u9fff]|[个只条把面座盏颗棵根张块匹头滴艘股阵道朵粒尊柄枚支堆片群扇])"
)
# 像 X 这样的 Y gives an instance of Y
_INSTANCE = re.compile("这样|那样|这么|那么|之类|一类|等$")
# the figure stands before its noun: 碉堡似的, 冲刺般地
_BEFORE = re.compile(
    r"(?P<as>[\u4e00-\u9fff]{1,4})(?:似的|般的|般地|般|一样的|一般的)(?=[\u4e00-\u9fff])"
)
# the figure is one word: 挥汗如雨, 堆积如山
_ENDED = re.compile(
    r"(?P<head>[\u4e00-\u9fff]{1,2})(?<![例假比诸譬正何真莫不犹宛有一自])如"
    r"(?P<as>[\u4e00-\u9fff]{1,2})(?=[，。；！？、的地])"
)
# A好比B: tenor and vehicle in one clause, or in several of the same frame
_COMPARED = re.compile(
    r"(?:(?<=[，。；：！？\n“说是])|^)(?P<as>[^，。；：！？\n“是]{0,12}好比是?[^，。；：！？\n”]{2,16}"
    r"(?:[，；][^，。；：！？\n]{1,12}好比是?[^，。；：！？\n”]{2,16})*)"
)
_LAST = "吗呢吧啊呀的了着"  # what may follow the vehicle at the end of a clause


def similes(page: Page, text: str) -> Iterator[Device]:
    """Similes 明喻, the whole comparison: 像X一样, 犹如X, 像一把X, X似的, and A好比B."""
    taken = Kept()
    for start, end, score in _comparisons(page, text):
        if not any(taken.meeting(start, end)):
            yield Device("metaphor", start, end, score, "metaphor:simile", "simile", frame="simile")
            taken.add(start, end, True)


def _comparisons(page: Page, text: str) -> Iterator[tuple[int, int, float]]:
    """Start, end and score of what likens one thing to another of a different kind."""
    words = page.lexicon.table("rhetoric.toml", "metaphor")
    literal, plain = re.compile(either(words["literal"])), re.compile(either(words["plain"]) + "$")
    for match in _COMPARED.finditer(text):
        yield *match.span(), 0.6
    for pattern in (_CLOSED, _OPEN, _BEFORE, _ENDED):
        for match in pattern.finditer(text):
            vehicle = match["as"].rstrip(_LAST)
            end = match.start("as") + len(vehicle)
            if not vehicle or literal.match(vehicle) or plain.search(vehicle):
                continue
            if pattern is _CLOSED and _closed(page, match, end):
                yield match.start(), match.end(), 0.7
            elif pattern is _OPEN and _opened(page, match, end):
                yield match.start(), end, 0.6
            elif pattern is _BEFORE and _noun_before(page, match.start("as"), match.end("as")):
                yield page.words(*match.span("as"))[-1].start, match.end(), 0.6
            elif pattern is _ENDED and _sensed(page.lexicon, match["as"]):
                yield match.start(), match.end(), 0.6


def _closed(page: Page, match: re.Match[str], end: int) -> bool:
    """Whether a comparison with its close likens to a thing of another kind."""
    if match["opener"] in ("同", "跟"):
        sure = match["close"] in ("似的", "似地")
        return sure or match["close"] == "一样" and _sensed(page.lexicon, match["as"])
    return not _proper(page, match.start("as"), end)


def _opened(page: Page, match: re.Match[str], end: int) -> bool:
    """Whether a comparison that nothing closes likens to a thing."""
    start, opener = match.start("as"), match["opener"]
    if _INSTANCE.search(match["as"]) or not _words(page, match.start(), start):
        return False
    if opener in _COMPARING:
        return _sensed(page.lexicon, match["as"])
    if opener in _LIKENING or _COUNTED.match(match["as"]):
        return True
    tags = [word.tag for word in page.words(start, end)]
    if not tags or _proper(page, start, end) or tags[-1][:1] not in "nsf":
        return False
    return opener not in _GUESSING or tags[0][:1] in "na"


def _words(page: Page, start: int, end: int) -> str:
    """The words of a span that the words around it do not cut (not 像 of 图像)."""
    whole = page.words(max(start - 3, 0), end + 3)
    fits = any(word.start == start for word in whole) and any(word.end == end for word in whole)
    return page.simple[start:end] if fits else ""


def _noun_before(page: Page, start: int, end: int) -> bool:
    """Whether a noun, or one character of a thing, stands before 似的 or 般的."""
    words = page.words(start, end)
    last = words[-1]
    return last.tag == "n" and (len(last.text) > 1 or last.text in _characters(page.lexicon))


def _sensed(lexicon: Lexicon, words: str) -> bool:
    """Whether words name a thing of sense: an image, or a word of things."""
    things, characters = _column(lexicon, "words"), _characters(lexicon)
    pieces = (words[i : i + n] for n in (2, 3) for i in range(len(words)))
    return any(piece in things for piece in pieces) or any(c in characters for c in words)


def _proper(page: Page, start: int, end: int) -> bool:
    """Whether the vehicle begins with a name, a time or a number: likeness, not a picture."""
    words = page.words(start, end)
    tags = [word.tag for word in words[:2]]
    if tags[:1] == ["nr"]:  # 雷锋; the dictionary also takes 小脚 of 小脚女人 for a person
        return tags[1:] != ["n"]
    return tags[:1] != [] and tags[0] in ("ns", "nt", "nz", "t", "m", "r", "mask")


def sayings(lexicon: Lexicon, text: str) -> Iterator[Device]:
    """Sayings and verses 俗语、诗句 in marks that are made of images: “水涨荷花高”."""
    domains = _characters(lexicon)
    for match in _MARKED.finditer(text):
        inside = match["inside"].strip("。！？，")
        images = [char for char in inside if char in domains]
        size = len(re.sub(r"\W", "", inside))
        dense = len(set(images)) >= IMAGES and len(images) >= DENSE * size
        if (
            dense
            and size > 4
            and _composed(lexicon, inside, text[max(match.start() - 8, 0) : match.start()])
        ):
            domain = Counter(domains[char] for char in images).most_common(1)[0][0]
            start = match.start("inside")
            end = start + len(match["inside"].rstrip("。！？，"))
            yield Device(
                "metaphor",
                start,
                end,
                0.6,
                "metaphor:saying",
                "saying made of images",
                frame=domain,
            )


def _composed(lexicon: Lexicon, inside: str, before: str) -> bool:
    """Whether marked words are made like a saying: cited as one, in even lines, or classical."""
    prose = either(lexicon.table("rhetoric.toml", "metaphor")["prose"])
    if re.search(rf"[、\d+A-Za-z—]|{prose}", inside):
        return False
    lines = [len(line) for line in re.split(r"[，；。：！？,;]", inside) if line]
    if len(lines) > LINES or max(lines, default=0) > LINE:
        return False
    even = len(lines) > 1 and max(lines) - min(lines) <= 2
    images = set(inside) & set(_characters(lexicon))
    verse = len(lines) == 1 and lines[0] in (5, 7) and len(images) > IMAGES
    return bool(even or verse or _SAID.search(before) or _CLASSICAL.search(inside))


def marked(lexicon: Lexicon, text: str, name: str) -> Iterator[Device]:
    """Things alone in quotation marks: “雪山”, and entries of the lexicon whatever is around."""
    things, forms = _column(lexicon, "words"), _forms(lexicon, name)
    for match in _MARKED.finditer(text):
        domain = things.get(match["inside"]) or forms.get(match["inside"])
        if domain:
            start, end = match.span("inside")
            yield Device(
                "metaphor", start, end, 0.6, "metaphor:marked", "thing in marks", frame=domain
            )


def genitives(page: Page, text: str) -> Iterator[Device]:
    """Things that belong to what is no thing: 友谊之树, 理想之光."""
    after = _column(page.lexicon, "after")
    for match in re.finditer(f"之(?P<thing>{either(after)})", text):
        words = page.words(max(match.start() - 6, 0), match.end() + 1)
        ends = {word.end for word in words}
        owner = next((word for word in words if word.end == match.start()), None)
        if owner and match.end() in ends and len(owner.text) > 1 and _abstract(owner.tag):
            frame = after[match["thing"]]
            yield Device(
                "metaphor", owner.start, match.end(), 0.6, "metaphor:genitive", "A之B", frame=frame
            )


def _abstract(tag: str) -> bool:
    """Whether a word so tagged can be an idea: no place, body, time or number.

    The dictionary takes many an idea for a person (友谊 nr), so that persons are not kept out.
    """
    return tag[:1] in "nval" and tag not in ("ns", "nt")


@once
def _characters(lexicon: Lexicon) -> dict[str, str]:
    """Image characters with their domains."""
    return {char: row["domain"] for row in lexicon.rows("images.tsv") for char in row["characters"]}


@once
def _column(lexicon: Lexicon, name: str) -> dict[str, str]:
    """Words of a column of images.tsv with their domains."""
    rows = lexicon.rows("images.tsv")
    return {word: row["domain"] for row in rows for word in row[name].split()}


@once
def _forms(lexicon: Lexicon, name: str) -> dict[str, str]:
    """Forms of a lexicon of metaphors with their domains, conditions left aside."""
    groups = entries.entries(lexicon, name).values()
    return {entry.form: entry.fields["domain"] for group in groups for entry in group}
