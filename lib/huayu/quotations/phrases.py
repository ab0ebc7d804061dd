"""Noun phrases 名词短语 before a verb of saying: who may be its subject, by form and by no list."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

from huayu import words
from huayu.corpus import Speech
from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import alternatives
from huayu.quotations.grammar import LABEL, PAUSE, grammar
from huayu.quotations.lexicons import contexts
from huayu.quotations.view import BLANK, View
from huayu.spans import after

# kinds of words by the first letter of their ICTCLAS tag: nominal, adverb and time, preposition
NOMINAL, ADVERBIAL, PREPOSITION = "nrjlabmqsfegxikh", "dtz", "p"
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


class Tokens(NamedTuple):
    """Words of a speech as parallel lists: where they start and end, their text and their tag.

    ``names`` are the numbers of those that may be names of persons: tagged so, or in no dictionary;
    ``adverbs`` of those that are adverbs by the list of quoting.toml, whatever their tag.
    """

    starts: list[int]
    ends: list[int]
    texts: list[str]
    tags: list[str]
    names: frozenset[int]
    adverbs: frozenset[int]

    def row(self, place: int) -> int:
        """Number of the word that holds a place."""
        return max(bisect_right(self.starts, place) - 1, 0)

    def first(self, place: int) -> int:
        """Number of the first word that begins at a place or behind it."""
        return bisect_left(self.starts, place)

    def before(self, place: int) -> int:
        """Number behind the last word that ends at a place or before it (明确|提出 as one word)."""
        return bisect_right(self.ends, place)


class Phrase(NamedTuple):
    """A noun phrase, the name of a person that it ends in, and whether the verb follows it.

    ``clear``: nothing but adverbs, times and phrases with a preposition stands between.
    """

    start: int
    end: int
    name: tuple[int, int] | None
    clear: bool


@lru_cache(maxsize=8)
def tokens(speech: Speech) -> Tokens:
    """Words 词 of a speech, in simplified characters."""
    layer = words.tokens(speech)
    starts, ends = layer["start"].tolist(), layer["end"].tolist()
    plain = speech.lexicon.simplified(speech.text)
    texts = [plain[start:end] for start, end in zip(starts, ends, strict=True)]
    tags, known = layer["tag"].tolist(), words.dictionary(speech.lexicon).tags
    unknown = {text for text in set(texts) if text not in known and _UNKNOWN.fullmatch(text)}
    manner = {text for text in set(texts) if _manner(speech.lexicon).fullmatch(text)}
    adverbs = frozenset(
        row
        for row, (text, tag) in enumerate(zip(texts, tags, strict=True))
        if text in manner and (tag[0] not in "nrp" or text in unknown)
    )
    names = frozenset(
        row
        for row, (text, tag) in enumerate(zip(texts, tags, strict=True))
        if (tag in NAMES or text in unknown) and row not in adverbs
    )
    return Tokens(starts, ends, texts, tags, names, adverbs)


@once
def _manner(lexicon: Lexicon) -> re.Pattern[str]:
    """Adverbs 状语 by the list, one or several in a row (就常), and by 地 (偷偷地)."""
    return re.compile(rf"(?:{alternatives(contexts(lexicon, 'speaker')['adverbs'])})+|.{{1,4}}地")


def edges(view: View, start: int, stop: int) -> list[int]:
    """Places where the clauses of a stretch begin: behind stops, and marks that end in one."""
    found = [start, *(pause.end() for pause in PAUSE.finditer(view.bare, start, stop))]
    found += [mark.end() for mark in _CLOSED.finditer(view.folded, start, stop)]
    return sorted(set(found))


def phrase(view: View, start: int, stop: int) -> Phrase | None:
    """The noun phrase that a clause opens with, up to a verb of saying at ``stop``.

    Labels, connectives, times and phrases with a preposition before it are passed over.
    """
    rules, text = grammar(view.lexicon, view.speech.masks), view.bare
    start = after(LABEL, text, start, stop)
    start = after(rules.lead, text, start, stop)
    known = tokens(view.speech)
    row, last = known.first(start), known.before(stop)
    while row < last and _passed(view, known, row):
        row += 1
    if row < last and known.tags[row][0] == PREPOSITION:
        row = _behind(known, row, last)
    end = row
    while end < last and _nominal(known, end, row):
        end += 1
    while end > row and (known.texts[end - 1] in _LOOSE or end - 1 in known.adverbs):
        end -= 1
    rest = "".join("d" if i in known.adverbs else known.tags[i][0] for i in range(end, last))
    clear = re.fullmatch(r"(?:[dtzcm]|p[^v]*)*(?:v[d]?)?", rest) is not None
    clear = clear and not (last > end and known.texts[last - 1] in _UP_TO)
    return _phrase(view, known, row, end, clear)


def beside(view: View, start: int, stop: int) -> Phrase | None:
    """The noun phrase that stands directly before a verb of saying, whatever opens its clause.

    我们注意到|该国领导人|一再表示: adverbs between are passed over; 的 and what stands before it
    are not taken in.
    """
    known = tokens(view.speech)
    first, end = known.first(start), known.before(stop)
    while end > first and (
        known.texts[end - 1] in _LOOSE or end - 1 in known.adverbs or known.tags[end - 1][0] in "dz"
    ):
        end -= 1
    row = end
    while row > first and _nominal(known, row - 1, row - 1) and row - 1 not in known.adverbs:
        row -= 1
    return _phrase(view, known, row, end, clear=True)


def _phrase(view: View, known: Tokens, row: int, end: int, clear: bool) -> Phrase | None:
    """The phrase of the words ``row`` to ``end``, None where it is empty or is all in marks."""
    if end <= row:
        return None
    first, last = known.starts[row], known.ends[end - 1]
    written = view.bare[first:last]
    if BLANK in written and written[-1] in f"{BLANK}”’」』":  # those named in marks say nothing
        return None
    office = _office(view.lexicon).fullmatch(view.bare, first, last)
    name = office.span("name") if office else _name(known, row, end)
    named = name is not None and BLANK not in view.bare[slice(*name)]
    return Phrase(first, last, name if named else None, clear)


@once
def _office(lexicon: Lexicon) -> re.Pattern[str]:
    """A name of two or three characters behind what he is (县长李大山), by its family name."""
    lists = contexts(lexicon, "speaker")
    offices = alternatives([*lists["honorifics"], *lists["offices"]])
    return re.compile(rf".*{offices}(?P<name>[{lists['surnames']}][一-鿿]{{1,2}})")


def _passed(view: View, known: Tokens, row: int) -> bool:
    """Whether a word before the phrase is none of it: a time, 据, a link, left-over markup."""
    text = known.texts[row]
    if not view.bare[known.starts[row] : known.ends[row]].strip() or text in ("据", "正如"):
        return True
    passed = known.tags[row][0] in "dtcuwx" and row not in known.names or row in known.adverbs
    return passed and text not in _JOINING and text not in _counts(view.lexicon)


@once
def _counts(lexicon: Lexicon) -> frozenset[str]:
    """Words that say how many somebody are (不少, 许多)."""
    return frozenset(contexts(lexicon, "speaker")["quantifiers"])


def _behind(known: Tokens, row: int, last: int) -> int:
    """Behind a phrase with a preposition: where a noun follows its noun of place or time."""
    for place in range(row + 1, last):
        if known.tags[place][0] in "fs" or known.texts[place] in ("时", "后", "中", "上", "前"):
            return place + 1
    return last


def _nominal(known: Tokens, row: int, first: int) -> bool:
    """Whether a word can go on with a noun phrase."""
    tag, text = known.tags[row], known.texts[row]
    if text in _JOINING:
        return row > first or text in "“《"
    if row > first and known.texts[row - 1] in ("“", "《"):
        return True
    if text in _MODIFIERS or tag == "vn" or row in known.names:
        return True
    if row > first and row - 1 in known.names and tag[0] in MANNER:  # 李大山|殷勤, 李大山|兴致勃勃
        return False
    if row > first and len(text) == 1 and tag[0] not in "dpvuc":  # 马克|龙, 改革|委
        return True
    return tag[0] in NOMINAL and not (row > first and tag == "r")


def _name(known: Tokens, first: int, last: int) -> tuple[int, int] | None:
    """Name of a person that the words end in; a long foreign name comes in pieces."""
    row = last
    if row - first > 1 and len(known.texts[row - 1]) == 1 and row - 2 in known.names:
        row -= 1
    while row > first and (row - 1 in known.names or known.texts[row - 1] == "·"):
        row -= 1
    long = row < last and known.ends[last - 1] - known.starts[row] > 1
    return (known.starts[row], known.ends[last - 1]) if long else None


def bare(written: str) -> str:
    """Words for somebody without whose he is.

    >>> bare("我的家人"), bare("我们")
    ('家人', '我们')
    """
    return _POSSESSIVE.sub("", written)
