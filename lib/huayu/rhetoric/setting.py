"""Setting 上下文: how members are cut out of their clauses, and what kind of words they hold."""

from __future__ import annotations

from itertools import pairwise

from huayu.page import Page, Token
from huayu.rhetoric.members import Series

_MARKS = frozenset("。！？；，：、“”‘’（）《》—\n")
_NAMES = ("nr", "ns", "nt", "nz")
BESIDE = 4  # characters before a run in which the word before it is sought


def setting(series: Series, page: Page) -> dict[str, float]:
    """Measures 特征 of members in their text, by name."""
    words = [page.words(*span) for span in series.members]
    measures = _cut(series, page) | _classes(words) | _wording(series, page)
    return {name: float(value) for name, value in measures.items()}


def _cut(series: Series, page: Page) -> dict[str, bool]:
    """Whether the members are whole words and whole clauses, and what stands around them."""
    text, start, end = page.text, series.start, series.end
    before = page.words(max(start - BESIDE, 0), start)[-1:]
    tags = [word.tag for word in before if word.text not in _MARKS]
    opens = start == 0 or text[start - 1] in _MARKS
    closes = end == len(text) or text[end] in _MARKS
    listed = "、" in (text[start - 1 : start], text[end : end + 1])
    return {
        "a head inside a word": any(_inside(page, start) for start, _ in series.members),
        "a tail inside a word": any(_inside(page, end) for _, end in series.members),
        "begins at a mark": opens,
        "ends at a mark": closes,
        "whole clauses": opens and closes and not listed,
        "a list goes on": listed,
        "after a verb": any(tag[:1] == "v" for tag in tags),
        "after a preposition": any(tag[:1] == "p" for tag in tags),
        "after 的": bool(tags) and before[0].text in "的地得",
        "after a noun": any(tag[:1] in "nrs" for tag in tags),
        "before 的": text.startswith("的", end),
        "before 等": text.startswith("等", end),
    }


def _inside(page: Page, edge: int) -> bool:
    """Whether an edge lies inside a word of the text."""
    around = page.words(max(edge - 1, 0), edge + 1)
    return edge > 0 and len(around) == 1 and around[0].text not in _MARKS


def _classes(words: list[list[Token]]) -> dict[str, bool]:
    """What classes of words the members are made of, uncut."""
    tags = [tuple(word.tag[:1] for word in member) for member in words]
    acting = [any(w.tag[:1] == "v" and w.tag != "vn" for w in member) for member in words]
    named = [any(word.tag in _NAMES for word in member) for member in words]
    return {
        "no verbs": not any(acting),
        "a verb in all": all(acting),
        "a verb in some": any(acting) and not all(acting),
        "names": all(named),
        "a name in some": any(named) and not all(named),
        "figures": all(any(word.text[:1].isdigit() for word in member) for member in words),
        "whole words of one class": len(set(tags)) == 1,
        "as many whole words": len({len(member) for member in tags}) == 1,
        "one word each": all(len(member) == 1 for member in tags),
    }


def _wording(series: Series, page: Page) -> dict[str, bool]:
    """Words by which pairs are known that readers mark, or mark as something else."""
    table = page.lexicon.table("rhetoric.toml", "antithesis")
    texts = [page.simple[start:end] for start, end in series.members]
    answering = [tuple(pair.split()) for pair in table["answering"]]
    return {
        "correlatives": any(
            one.startswith(a) and two.startswith(b)
            for one, two in pairwise(texts)
            for a, b in answering
        ),
        "denial and claim": any(text.startswith(tuple(table["denying"])) for text in texts),
        "people addressed": all(text.endswith(tuple(table["addressed"])) for text in texts),
        "pronouns in the members": any(char in text for text in texts for char in table["persons"]),
    }
