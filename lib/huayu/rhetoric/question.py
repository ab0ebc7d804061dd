"""Question 设问与反问: a question that the speaker answers, or that wants no answer."""

from __future__ import annotations

import re

from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import either
from huayu.page import Page
from huayu.rhetoric.device import Device
from huayu.rhetoric.markers import marked
from huayu.spans import after

_ASKED = re.compile(r"[？?][？?！!]*[”」』’）)]*\s*$")
# a sentence put in another's mouth is his question, not the speaker's
_REPORTED = re.compile(r"(?:问|问道|问过?我?|询问|请问)[^，。？]{0,12}[：:，]?[“「『]")


def questions(page: Page) -> list[Device]:
    """Questions 设问、反问 of a text: the sentence with its mark; the clause where none stands.

    Notes
    -----
    A speech to an audience gets no answer, so a sentence with a question mark is taken for a
    figure unless it greets, asks leave, is reported of another or stands in another's marks. A
    question without a mark is taken only where a rhetorical word shows it (难道, 怕什么).
    """
    found = []
    for sentence in page.sentences:
        end = _with_mark(page.text, sentence.end)
        text = page.simple[sentence.start : end]
        if sentence.kind != "title" and _ASKED.search(text):
            found.append(_asked(page.lexicon, sentence.start, end, text))
    found += marked(page, "question")
    return sorted(found, key=lambda device: device.start)


def _with_mark(text: str, end: int) -> int:
    """End of a sentence with its question mark and what closes after it."""
    return after(re.compile(r"[？?！!]*[？?][？?！!]*[”」』’）)]*"), text, end)


def _asked(lexicon: Lexicon, start: int, end: int, text: str) -> Device:
    bare = re.sub(r"\W", "", text)
    plain = bare in _words(lexicon, "plain")
    reported = bool(_REPORTED.search(text))
    inside = _within_marks(text) and not re.search(either(_words(lexicon, "rhetorical")), text)
    score = 0.2 if plain else 0.4 if reported or inside else 0.9
    rule, reason = (
        ("plain", "asks leave") if plain
        else ("reported", "reported of another") if reported
        else ("inside", "asked by another, in marks") if inside
        else ("mark", "question mark")
    )  # fmt: skip
    return Device("question", start, end, score, f"question:{rule}", reason, frame="？")


def _within_marks(text: str) -> bool:
    """Whether the last question mark stands in quotation marks: it asks in another's words."""
    asked = text[: max(text.rfind("？"), text.rfind("?"))]
    return any(asked.count(one) > asked.count(two) for one, two in ("“”", "「」", "『』"))


@once
def _words(lexicon: Lexicon, name: str) -> tuple[str, ...]:
    return tuple(lexicon.table("rhetoric.toml", "question")[name])
