"""Noun phrases 名词短语 before a verb of saying: who may be its subject, by form and by no list."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from huayu import words
from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import alternatives
from huayu.page import Page
from huayu.quotations.lexicons import contexts
from huayu.quotations.view import BLANK, View

# kinds of words by the first letter of their ICTCLAS tag: nominal, preposition
NOMINAL, PREPOSITION = "nrjlabmqsfegxikh", "p"
MANNER = "aibz"  # behind a name these say how he does something
# names of persons as the tagger marks them (Chinese, foreign)
NAMES = ("nr", "nrt", "nrfg")
# words that the tagger takes for verbs and that open a noun phrase
_MODIFIERS = frozenset(("有关", "相关", "参会", "与会", "在场", "联合", "主持", "代表"))
_JOINING = frozenset(("的", "和", "与", "及", "或", "、", "·", "—", "“", "”", "《", "》"))
# what a noun phrase does not end with
_LOOSE = frozenset(("的", "、", "和", "与", "之一"))
# before a verb these end a stretch of things (从修路到强调), whose first is no speaker
_UP_TO = frozenset(("到", "至"))
# an unknown word of two to four characters in front of a verb of saying is mostly a name, if it
# does not open with a preposition or an adverb (对俊武)
_UNKNOWN = re.compile(r"(?![对跟向给把被从在就也都还又很最])[一-鿿]{2,4}")
# whose somebody is does not name him (我的家人, 我们党中央)
_POSSESSIVE = re.compile(r"^(?:我们?|你们?|他们?|她们?|咱们?)的?(?=[一-鿿]{2})(?!们)")
_CLOSED = re.compile(r"[，。！？…][”’」』\"＂][，。]?")
# clauses back in which a phrase may stand that heads the sentence
CLAUSES = 6


class Phrase(NamedTuple):
    """A noun phrase, the name of a person that it ends in, and whether the verb follows it.

    ``clear``: nothing but adverbs, times and phrases with a preposition stands between.
    """

    start: int
    end: int
    name: tuple[int, int] | None
    clear: bool


@lru_cache(maxsize=8)
def persons(page: Page) -> frozenset[int]:
    """Persons 人名: numbers of the words that may name one: tagged so, or in no dictionary."""
    named = (row for row, word in enumerate(page.tokens) if word.tag in NAMES)
    return (_unknown(page) | frozenset(named)) - manners(page)


@lru_cache(maxsize=8)
def manners(page: Page) -> frozenset[int]:
    """Manners 状语: numbers of the words that the list of quoting.toml has as adverbs.

    Whatever their tag, but for the nouns, pronouns and prepositions of the dictionary.
    """
    listed = {text for text in set(page.plain) if _manner(page.lexicon).fullmatch(text)}
    rows = [row for row, text in enumerate(page.plain) if text in listed]
    unknown = _unknown(page)
    return frozenset(row for row in rows if page.tokens[row].tag[0] not in "nrp" or row in unknown)


@lru_cache(maxsize=8)
def _unknown(page: Page) -> frozenset[int]:
    """Numbers of the words that no dictionary has and that have the form of a name."""
    known = words.dictionary(page.lexicon).tags
    fit = {text for text in set(page.plain) if text not in known and _UNKNOWN.fullmatch(text)}
    return frozenset(row for row, text in enumerate(page.plain) if text in fit)


@once
def _manner(lexicon: Lexicon) -> re.Pattern[str]:
    """Adverbs 状语 by the list, one or several in a row (就常), and by 地 (偷偷地)."""
    return re.compile(rf"(?:{alternatives(contexts(lexicon, 'speaker')['adverbs'])})+|.{{1,4}}地")


def edges(view: View, start: int, stop: int) -> list[int]:
    """Places where the clauses of a stretch begin: behind stops, and marks that end in one."""
    found = view.clauses(start, stop)
    found += [mark.end() for mark in _CLOSED.finditer(view.folded, start, stop)]
    return sorted(set(found))


def phrase(view: View, start: int, stop: int) -> Phrase | None:
    """The noun phrase that a clause opens with, up to a verb of saying at ``stop``.

    Labels, connectives, times and phrases with a preposition before it are passed over.
    """
    page, adverbs = view.page, manners(view.page)
    row, last = page.first(view.opening(start, stop)), page.before(stop)
    while row < last and _passed(view, row):
        row += 1
    if row < last and page.tokens[row].tag[0] == PREPOSITION:
        row = _behind(page, row, last)
    end = row
    while end < last and _nominal(page, end, row):
        end += 1
    while end > row and (page.plain[end - 1] in _LOOSE or end - 1 in adverbs):
        end -= 1
    rest = "".join("d" if i in adverbs else page.tokens[i].tag[0] for i in range(end, last))
    clear = re.fullmatch(r"(?:[dtzcm]|p[^v]*)*(?:v[d]?)?", rest) is not None
    clear = clear and not (last > end and page.plain[last - 1] in _UP_TO)
    return _phrase(view, row, end, clear)


def beside(view: View, start: int, stop: int) -> Phrase | None:
    """The noun phrase that stands directly before a verb of saying, whatever opens its clause.

    我们注意到|该国领导人|一再表示: adverbs between are passed over; 的 and what stands before it
    are not taken in.
    """
    page, adverbs = view.page, manners(view.page)
    first, end = page.first(start), page.before(stop)
    while end > first and (
        page.plain[end - 1] in _LOOSE or end - 1 in adverbs or page.tokens[end - 1].tag[0] in "dz"
    ):
        end -= 1
    row = end
    while row > first and _nominal(page, row - 1, row - 1) and row - 1 not in adverbs:
        row -= 1
    return _phrase(view, row, end, clear=True)


def _phrase(view: View, row: int, end: int, clear: bool) -> Phrase | None:
    """The phrase of the words ``row`` to ``end``, None where it is empty or is all in marks."""
    if end <= row:
        return None
    first, last = view.page.tokens[row].start, view.page.tokens[end - 1].end
    written = view.bare[first:last]
    if BLANK in written and written[-1] in f"{BLANK}”’」』":  # those named in marks say nothing
        return None
    office = _office(view.lexicon).fullmatch(view.bare, first, last)
    name = office.span("name") if office else _name(view.page, row, end)
    named = name is not None and BLANK not in view.bare[slice(*name)]
    return Phrase(first, last, name if named else None, clear)


@once
def _office(lexicon: Lexicon) -> re.Pattern[str]:
    """A name of two or three characters behind what he is (县长李大山), by its family name."""
    lists = contexts(lexicon, "speaker")
    offices = alternatives([*lists["honorifics"], *lists["offices"]])
    return re.compile(rf".*{offices}(?P<name>[{lists['surnames']}][一-鿿]{{1,2}})")


def _passed(view: View, row: int) -> bool:
    """Whether a word before the phrase is none of it: a time, 据, a link, left-over markup."""
    word, text = view.page.tokens[row], view.page.plain[row]
    if not view.bare[word.start : word.end].strip() or text in ("据", "正如"):
        return True
    loose = word.tag[0] in "dtcuwx" and row not in persons(view.page)
    passed = loose or row in manners(view.page)
    return passed and text not in _JOINING and text not in _counts(view.lexicon)


@once
def _counts(lexicon: Lexicon) -> frozenset[str]:
    """Words that say how many somebody are (不少, 许多)."""
    return frozenset(contexts(lexicon, "speaker")["quantifiers"])


def _behind(page: Page, row: int, last: int) -> int:
    """Behind a phrase with a preposition: where a noun follows its noun of place or time."""
    for place in range(row + 1, last):
        if page.tokens[place].tag[0] in "fs" or page.plain[place] in ("时", "后", "中", "上", "前"):
            return place + 1
    return last


def _nominal(page: Page, row: int, first: int) -> bool:
    """Whether a word can go on with a noun phrase."""
    tag, text, names = page.tokens[row].tag, page.plain[row], persons(page)
    if text in _JOINING:
        return row > first or text in "“《"
    if row > first and page.plain[row - 1] in ("“", "《"):
        return True
    if text in _MODIFIERS or tag == "vn" or row in names:
        return True
    if row > first and row - 1 in names and tag[0] in MANNER:  # 李大山|殷勤, 李大山|兴致勃勃
        return False
    if row > first and len(text) == 1 and tag[0] not in "dpvuc":  # 马克|龙, 改革|委
        return True
    return tag[0] in NOMINAL and not (row > first and tag == "r")


def _name(page: Page, first: int, last: int) -> tuple[int, int] | None:
    """Name of a person that the words end in; a long foreign name comes in pieces."""
    row, names = last, persons(page)
    if row - first > 1 and len(page.plain[row - 1]) == 1 and row - 2 in names:
        row -= 1
    while row > first and (row - 1 in names or page.plain[row - 1] == "·"):
        row -= 1
    if row == last:
        return None
    start, end = page.tokens[row].start, page.tokens[last - 1].end
    return (start, end) if end - start > 1 else None


def bare(written: str) -> str:
    """Words for somebody without whose he is.

    >>> bare("我的家人"), bare("我们")
    ('家人', '我们')
    """
    return _POSSESSIVE.sub("", written)
