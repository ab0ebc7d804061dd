"""Folding 折叠: a text as every detector reads it, and the way back to the text as it is.

Texts come with characters that nobody sees (zero-width spaces, soft hyphens, byte order marks),
with blanks between the letters of a line, with half-width or vertical forms of the marks, and with
doubles of characters that Unicode keeps for older sets. A speech is read once without them; each
layer is found in what is read and handed out with the offsets of the text as it is. So no detector
knows of them, and none can forget them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

# soft hyphen; Mongolian vowel separator; zero-width space, joiners and direction marks; embeddings
# and isolates; word joiner and the invisible operators; variation selectors; byte order mark;
# marks of interlinear notes; selectors of ideographic variants
_UNSEEN = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0100-\U000e01ef]"
)
# what may stand inside a word without being read
INSIDE = re.compile(rf"{_UNSEEN.pattern}|\s")
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_OPEN, _CLOSE = "“‘「『《〈（〔【", "”’」』》〉）〕】"
# doubles of Chinese characters, and vertical, small and half-width forms of marks
_DOUBLE = re.compile(
    "[\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1d"
    "\ufe10-\ufe19\ufe30-\ufe48\ufe50-\ufe57\uff61-\uff65]"
)
_WIDE = dict(zip(",;:!?.．", "，；：！？。。", strict=True))
# half-width stops; they are Chinese behind a Chinese character or its closing mark, or before one
_NARROW = re.compile(
    rf"[,;:!?](?:(?<=[{_HAN}{_CLOSE}].)|(?<=[A-Za-z0-9%％)\"].)(?=[{_HAN}{_OPEN}]))"
)
# the number that opens a line keeps the mark it is written with: 一. and 第一,
_LABEL = re.compile(
    r"^[ \t\u3000]*[（(]?第?[〇○零一二三四五六七八九十甲乙丙丁戊己庚辛]{1,4}"
    r"(?:个?部分|[）)点章节条])?[,:.．]",
    re.MULTILINE,
)
_DOT = re.compile(rf"(?<=[{_HAN}{_CLOSE}])[.．](?![0-9A-Za-z])")
_DOTTED = re.compile(rf"^[^\n。]*[{_HAN}{_CLOSE}][.．][{_CLOSE} \t]*$", re.MULTILINE)
_STOPS = "，。、；：！？…—"
_LETTER = rf"(?:[{_OPEN}]{{0,2}}[{_HAN}0-9][{_CLOSE}{_STOPS}]{{0,4}}|[{_STOPS}]{{1,4}})"
_BLANK = " \t\u00a0\u2000-\u200a\u202f\u205f"
# two ideographic spaces open a paragraph
_GAP = rf"[{_BLANK}\u3000](?<=[{_HAN}0-9{_CLOSE}{_STOPS}].)[{_BLANK}]{{0,2}}"
# four letters set apart, from the blank behind the first: that many are a line set wide; two are a
# name (张 三), three a word on a title page
_SPACED = re.compile(rf"(?:{_GAP}{_LETTER}){{3,}}(?![{_HAN}])")


Layer = Callable[..., pd.DataFrame]


class Folded(NamedTuple):
    """A folded text 折叠文本: its characters, and the place of each in the source."""

    text: str
    places: Sequence[int]

    def first(self, at: int) -> int:
        """Offset in the source of the character at a place."""
        return self.places[at] if at < len(self.places) else self.after(at)

    def after(self, at: int) -> int:
        """Offset in the source right after the character before a place."""
        return self.places[at - 1] + 1 if at else 0

    def at(self, offset: int) -> int:
        """Place of the first character that is at an offset of the source or after it."""
        return bisect_left(self.places, offset)


def folded(text: str, kept: Sequence[str] = ()) -> Folded:
    """Folded text 折叠文本 of a source, with the place of each of its characters.

    Parameters
    ----------
    text : any text.
    kept : strings that are left as they are: masks and residue.

    Notes
    -----
    Left out are characters without width and the blanks of a line of four and more letters set
    apart (修 好 村 路). Character for character, with the same length: compatibility ideographs and
    radicals, half-width, small and vertical marks; ASCII , ; : ! ? beside a Chinese character; and
    . or ．behind one where the line ends so and has no 。, or the whole text has none.

    Missed: letters set apart in lines of three; a middle dot written ．in a name (约翰．李) in a
    line that also ends with one.

    >>> seen = folded("路\\u200d要修,桥\\u2060要架.")
    >>> seen.text, seen.first(1), seen.after(4)
    ('路要修，桥要架。', 2, 5)
    >>> folded("在 村 民 大 会 上").text
    '在村民大会上'
    """
    literal = [re.compile(re.escape(one)) for one in kept if one]
    hidden = _covered([_UNSEEN], text) - _covered(literal, text)
    if len(hidden) == len(text):  # nothing is left to read, and a layer tiles what is there
        hidden = set()
    read, places = _without(text, range(len(text)), hidden)
    read = _DOUBLE.sub(_plain, read)
    runs = [run for run in _SPACED.finditer(read) if _wide(run[0])]
    blanks = {at for run in runs for at in range(*run.span()) if read[at].isspace()}
    read, places = _without(read, places, blanks)
    return Folded(_marked(read, literal), places)


def _without(text: str, places: Sequence[int], gone: set[int]) -> tuple[str, Sequence[int]]:
    """A text without the characters at some places, and the places of the others."""
    if not gone:
        return text, places
    left = [at for at in range(len(text)) if at not in gone]
    return "".join(text[at] for at in left), [places[at] for at in left]


def _covered(patterns: Iterable[re.Pattern[str]], text: str) -> set[int]:
    """Offsets that a match of one of the patterns covers."""
    found = (match for pattern in patterns for match in pattern.finditer(text))
    return {at for match in found for at in range(*match.span())}


def _wide(run: str) -> bool:
    """Whether a run of letters set apart is Chinese, and not a row of figures."""
    letters = re.findall(rf"[{_HAN}]", run)
    return len(letters) >= 3 and len(letters) >= sum(char.isdigit() for char in run)


def _marked(text: str, literal: list[re.Pattern[str]]) -> str:
    """The text with its half-width stops as full-width ones, length unchanged."""
    found = {stop.start() for stop in _NARROW.finditer(text)}
    if "." in text or "．" in text:
        lines = [(0, len(text))] if "。" not in text else [m.span() for m in _DOTTED.finditer(text)]
        found |= {dot.start() for a, b in lines for dot in _DOT.finditer(text, a, b)}
    if not found:
        return text
    found -= _covered([_LABEL, *literal], text)
    marked = list(text)
    for at in found:
        marked[at] = _WIDE[text[at]]
    return "".join(marked)


def _plain(double: re.Match[str]) -> str:
    """Plain form of a double, where that is one character."""
    plain = unicodedata.normalize("NFKC", double[0])
    return _WIDE.get(plain, plain) if len(plain) == 1 else double[0]


def read(tiles: bool = False) -> Callable[[Layer], Layer]:
    """Find a layer in the folded text and hand it out with the offsets of the source.

    Parameters
    ----------
    tiles : whether the spans tile the text, so that what is left out belongs to one of them too.

    >>> from huayu.corpus import Speech
    >>> found = read()(lambda speech: pd.DataFrame({"start": [1], "end": [3], "text": ["修好"]}))
    >>> found(Speech("x", "路\u200b修\u200b好"))[["start", "end"]].values.tolist()
    [[2, 5]]
    """

    def reading(layer: Layer) -> Layer:
        @wraps(layer)
        def found(speech: Any, *args: Any, **kwargs: Any) -> pd.DataFrame:
            if speech.as_read is speech:
                return layer(speech, *args, **kwargs)
            return _written(layer(speech.as_read, *args, **kwargs), speech, tiles)

        return found

    return reading


def _written(layer: pd.DataFrame, speech: Any, tiles: bool) -> pd.DataFrame:
    """A layer of the folded text as a layer of the source: start, end, text and members."""
    seen, last = speech.folded, len(speech.as_read.text)
    first = seen.after if tiles else seen.first
    layer = layer.copy()
    layer["start"] = np.array([first(at) for at in layer["start"]], dtype="int64")
    ends = [len(speech.text) if tiles and at == last else seen.after(at) for at in layer["end"]]
    layer["end"] = np.array(ends, dtype="int64")
    spans = zip(layer["start"], layer["end"], strict=True)
    layer["text"] = pd.Series([speech.text[a:b] for a, b in spans], layer.index, dtype=object)
    if "members" in layer:
        layer["members"] = [
            tuple((seen.first(a), seen.after(b)) for a, b in members)
            for members in layer["members"]
        ]
    return layer
