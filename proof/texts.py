"""Texts to prove things with: random Chinese political text, well formed and not.

``text`` is one short random text, ``texts`` many from one seed, and ``KINDS`` are patterns that
can be made as long as one likes: each is the worst case of some rule.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

WORDS = (
    "同志们 各位代表 改革 开放 发展 干部 群众 党中央 总书记 他 我们 大家 必须 要 不要 决不 坚持 "
    "推动 从严治党 四风 三个代表 两个大局 十四五 红线 蛋糕 一刀切 引经据典 如果 就 不仅 更 既 又 "
    "也 越 是 不是 而是 过去 现在 强调 指出 说 提出 要求 认为 为什么 难道 2012年11月 100周年 "
    "3.5% 第 一 二 三 十 五大理念 三点意见 但 否则 像 一样 國家發展 實事求是"
).split()
MARKS = "，，，。。。；：、！？……——“”“”‘’「」『』《》〈〉（）()[]〔〕\"'＂﹁﹂"
PAIRS = ("“”", "‘’", "「」", "『』", "《》", "〈〉", "（）", '""', "''", "”“", "“’", "《」")
LAYOUT = ("\n", "\n\n", "\n　　", "　　", " ", "\r\n", "\r", "\t", "\v", "\f", "\x85", "\u2028")
OPENERS = (
    *(
        "一、",
        "二、",
        "七、",
        "（一）",
        "(二)",
        "第一，",
        "第三，",
        "一是",
        "三是",
        "其二，",
        "1.",
        "3、",
    ),
    *("①", "三　", "## ", "第二章 ", "第一部分", "甲、", "—", "首先，", "最后，"),
)
NASTY = (
    *("**", "****", "*", "|", "<b>", "</script>", "&amp;", "$x$", "check-in", "…" * 9, "`rm`"),
    *("\u202e", "\u202c", "\u200f", "\u2067", "\u2069", "\u200b", "\u200d", "\ufeff", "\ufffe"),
    *("\x00", "\x1f", "\x7f", "\ue000", "\U0010ffff", "\ud83d", "\udc00", "\ufffd"),
    *(
        "e\u0301",
        "改\u0301\u0323",
        "1\ufe0f\u20e3",
        "😀",
        "👩\u200d👧",
        "🇨🇳",
        "𠮷",
        "㐀",
        "々",
        "〇",
    ),
)


def text(rng: random.Random) -> str:
    """A random text of up to about 200 characters: words and marks in no order that means much."""
    return "".join(_piece(rng, 3) for _ in range(rng.randint(1, 60)))


def _piece(rng: random.Random, depth: int) -> str:
    kind = rng.random()
    if kind < 0.60:
        return rng.choice(WORDS)
    if kind < 0.80:
        return rng.choice(MARKS)
    if kind < 0.86:
        return rng.choice(LAYOUT)
    if kind < 0.91:
        return rng.choice(("", "\n")) + rng.choice(OPENERS)
    if kind < 0.95:
        return rng.choice(NASTY)
    if kind < 0.99 and depth:
        inside = "".join(_piece(rng, depth - 1) for _ in range(rng.randint(0, 6)))
        return inside.join(rng.choice(PAIRS))
    return rng.choice(WORDS) * rng.randint(2, 40)


def texts(seed: int, count: int) -> Iterator[str]:
    """So many random texts; the same seed gives the same ones."""
    rng = random.Random(seed)
    return (text(rng) for _ in range(count))


def _running(seed: int, between: tuple[str, ...]) -> Callable[[int], str]:
    def made(length: int) -> str:
        rng = random.Random(seed)
        return "".join(rng.choice(WORDS) + rng.choice(between) for _ in range(length))[:length]

    return made


def _random(between: str) -> Callable[[int], str]:
    return lambda length: between.join(texts(0, length // 30))[:length]


def _again(unit: str) -> Callable[[int], str]:
    return lambda length: (unit * (length // len(unit) + 1))[:length]


# what the text is made of -> the text of a length in characters
KINDS: dict[str, Callable[[int], str]] = {
    "random text": _random("。\n"),
    "random text in one paragraph": lambda length: " ".join(_random("。")(length).splitlines()),
    "words without any mark": _running(1, ("",)),
    "clauses without a full stop": _running(2, ("", "", "", "，")),
    "a list without end": _running(3, ("、",)),
    "one word": _again("改革"),
    "one character": _again("要"),
    "a name and a noun in turn": _again("改革、发展、稳定、"),
    "opening marks": _again("“"),
    "opening marks and words": _again("“改革《"),
    "closing marks and words": _again("”改革》"),
    "marks within marks": lambda length: "“" * (length // 2) + "”" * (length - length // 2),
    "quoted words": _again("“改革”"),
    "straight quotes": _again("\"改革'"),
    "bracketed sentences": _again("改革（发展。）"),
    "opening brackets": _again("（改革"),
    "reports": _again("他说，改革要坚持，他指出，发展是"),
    "quotations": _again("他说：“改革要坚持。”"),
    "line breaks": _again("\n"),
    "spaces": _again("　 "),
    "spaced words": _again("　　改革"),
    "headings": _again("一、改革\n"),
    "headings of four levels": _again("一、改革\n（一）发展\n1. 稳定\n第一，群众。"),
    "an address that does not end": _again("各位、" * 19 + "好？\n"),
    "an address that is joined": _again("各位 和" * 19 + "好？\n"),
    "openers that do not close": _again("（一" * 19 + "好？\n"),
    "一是 二是 三是": _again("一是改革，二是发展，三是稳定，"),
    "第一 第二 第三": _again("第一，改革。第二，发展。第三，稳定。"),
    "numerals": _again("三个代表、四大建设，五点意见，"),
    "不是 而是": _again("不是改革，而是发展，"),
    "questions": _again("为什么改革？难道发展？"),
    "parallel clauses": _again("要坚持改革，要坚持发展；"),
    "parallel lines": _again("要坚持改革，要坚持发展。\n"),
    "dashes": _again("——改革"),
    "dots": _again("…"),
    "digits": _again("1"),
    "numeral characters": _again("一二三四"),
    "Latin letters": _again("a"),
    "masks": _again("**"),
    "emoji": _again("👩\u200d👧"),
    "combining marks": _again("改\u0301"),
    "right to left": _again("\u202e改\u202c"),
    "zero bytes": _again("改\x00"),
}
