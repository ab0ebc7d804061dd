"""Imagery 意象: likenesses by their frame, sayings made of things, things in quotation marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from huayu.lexicon import Lexicon, entries, once
from huayu.lexicon.reading import either
from huayu.rhetoric.device import Context, Device
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
# what a simile likens to: at most so many characters between 像 and 一样
_SIMILE = re.compile(
    r"(?:好像|就像|正像|像|如同|犹如|宛如|恰似|有如|仿佛)(?P<as>[^，。；：！？、\n“”]{2,14}?)"
    r"(?P<close>一样|一般|那样|似的|般)"
)
_LIKENED = re.compile(r"(?:犹如|宛如|恰似|有如)(?P<as>[^，。；：！？\n]{2,16})")
# 如同 and 好似 compare more often than they picture: something of sense must follow
_COMPARING = re.compile(r"(?:如同|好似|比作)(?P<as>[^，。；：！？\n“”《]{2,16}?)(?=[，。；！？])")
# 像一把火: the measure says that a thing follows, though nothing closes the likeness
_MEASURED = re.compile(
    r"(?:好像|就像|正像|正如|也像|像)一?[个把面座条盏颗棵根张块匹只头滴艘股阵道朵粒尊柄枚支堆]"
    r"(?P<as>[^，。；：！？、\n“”]{1,12}?)(?=[，。；！？])"
)
# A好比B: tenor and vehicle in one clause, or in several of the same frame
_COMPARED = re.compile(
    r"(?:(?<=[，。；：！？\n“说是])|^)(?P<as>[^，。；：！？\n“是]{0,12}好比是?[^，。；：！？\n”]{2,16}"
    r"(?:[，；][^，。；：！？\n]{1,12}好比是?[^，。；：！？\n”]{2,16})*)"
)


def similes(context: Context, text: str) -> Iterator[Device]:
    """Vehicles 喻体 of similes: 像X一样, 犹如X, 像一把X, and A好比B whole."""
    taken = Kept()
    words = context.lexicon.table("rhetoric.toml", "metaphor")
    literal = re.compile(either(words["literal"]))
    plain = re.compile(either(words["plain"]) + "$")
    for pattern, score in (
        (_COMPARED, 0.6),
        (_SIMILE, 0.7),
        (_LIKENED, 0.6),
        (_COMPARING, 0.6),
        (_MEASURED, 0.55),
    ):
        for match in pattern.finditer(text):
            start, end = match.span("as")
            end -= len(match["as"]) - len(match["as"].rstrip("吗呢吧的了"))
            like = literal.match(match["as"]) or plain.search(match["as"])
            unseen = pattern is _COMPARING and not _sensed(context.lexicon, match["as"])
            if like or unseen or any(taken.meeting(start, end)) or _proper(context, start, end):
                continue
            yield Device("metaphor", start, end, score, "metaphor:simile", "simile", frame="simile")
            taken.add(start, end, True)


def _sensed(lexicon: Lexicon, words: str) -> bool:
    """Whether words name a thing of sense: an image, or a word of things."""
    things, characters = _column(lexicon, "words"), _characters(lexicon)
    pieces = (words[i : i + n] for n in (2, 3) for i in range(len(words)))
    return any(piece in things for piece in pieces) or any(c in characters for c in words)


def _proper(context: Context, start: int, end: int) -> bool:
    """Whether the vehicle begins with a name, a time or a number: likeness, not a picture."""
    words = context.words(start, end)
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


def genitives(context: Context, text: str) -> Iterator[Device]:
    """Things that belong to what is no thing: 友谊之树, 理想之光."""
    after = _column(context.lexicon, "after")
    for match in re.finditer(f"之(?P<thing>{either(after)})", text):
        words = context.words(max(match.start() - 6, 0), match.end() + 1)
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
