"""Visible text 可见文本: a text without the characters that have no width, and the way back.

Web pages and word processors leave zero-width joiners, word joiners and direction marks anywhere,
also right after a line's last mark. Every test of the outline is made on the text without them;
the offsets it finds are then read in the text as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

# soft hyphen; zero-width space, joiners and direction marks; embeddings; word joiner and the
# invisible operators; variation selectors; byte order mark
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")


class Visible(NamedTuple):
    """Visible text 可见文本: its characters, and the place of each in the source."""

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


def visible(text: str) -> Visible:
    """The visible text of a source.

    >>> seen = visible("路\u200d要修\u2060。")
    >>> seen.text, seen.first(1), seen.after(4)
    ('路要修。', 2, 6)
    """
    seen = _UNSEEN.sub("", text)
    if len(seen) == len(text):
        return Visible(text, range(len(text)))
    return Visible(seen, [place for place, char in enumerate(text) if not _UNSEEN.match(char)])
