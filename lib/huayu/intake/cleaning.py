"""Cleaning 清洗: what stands around a speech is taken off, step by step, and each piece is listed.

A step changes only what it names. The words of the speech stay as they are, its script too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from huayu.corpus import lexicon
from huayu.intake import guesses
from huayu.intake.changes import CUT, JOINED, REPLACED, Change
from huayu.intake.frame import licence_box, page_chrome, source_lines
from huayu.intake.notes import note_marks, notes
from huayu.intake.pages import without_heads
from huayu.intake.wrapping import closed_up, joined


class _Step(NamedTuple):
    """A step 步骤: the kind of change that it makes, and how it makes it."""

    kind: str
    clean: Callable[[str], tuple[str, list[str]]]


def cleaned(text: str, markdown: bool = False) -> tuple[str, list[Change]]:
    """Text without its frame 清洗后的文本, and each change that was made to it, in order.

    Parameters
    ----------
    text : as the file gives it; form feeds divide pages.
    markdown : whether # > and trailing double spaces are Markdown's.
    """
    made = []
    for name, step in _STEPS.items():
        if name == "Markdown marks" and not markdown:
            continue
        text, pieces = step.clean(text)
        made += [Change(step.kind, name, piece) for piece in pieces]
    return text, made


def _byte_order_mark(text: str) -> tuple[str, list[str]]:
    return text.removeprefix("\ufeff"), ["U+FEFF"] if text.startswith("\ufeff") else []


def _line_ends(text: str) -> tuple[str, list[str]]:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain, [f"{text.count(chr(13))} carriage returns"] if plain != text else []


def _radicals(text: str) -> tuple[str, list[str]]:
    """Radical forms (⼀ for 一), which PDF files give for the characters that look like them."""
    found = Counter(re.findall("[\u2e80-\u2fdf]", text))
    if not found:
        return text, []
    words = lexicon()
    forms = {row["form"]: row["character"] for row in words.rows("radicals.tsv")}
    plain = {form: forms.get(form) or unicodedata.normalize("NFKC", form) for form in found}
    if guesses.language(text, words) == "zh-Hans":  # ⼾ is 戶 to Unicode, and 户 to such a text
        plain = {form: words.simplified(char) for form, char in plain.items()}
    changed = [f"{form} ×{times}" for form, times in sorted(found.items()) if plain[form] != form]
    return text.translate({ord(form): char for form, char in plain.items()}), changed


def _markdown_marks(text: str) -> tuple[str, list[str]]:
    marks = re.compile(r"^(?:#{1,6} +|> ?)|(?<=\S)  +$", re.MULTILINE)
    found = Counter(mark.strip() or "trailing spaces" for mark in marks.findall(text))
    return marks.sub("", text), [f"{mark} ×{times}" for mark, times in sorted(found.items())]


_STEPS = {
    "byte order mark": _Step(CUT, _byte_order_mark),
    "line ends": _Step(REPLACED, _line_ends),
    "blanks between characters": _Step(JOINED, closed_up),
    "radical forms": _Step(REPLACED, _radicals),
    "page heads and numbers": _Step(CUT, without_heads),
    "printed lines": _Step(JOINED, joined),
    "Markdown marks": _Step(CUT, _markdown_marks),
    "licence box": _Step(CUT, licence_box),
    "page chrome": _Step(CUT, page_chrome),
    "source lines": _Step(CUT, source_lines),
    "notes": _Step(CUT, notes),
    "note marks": _Step(CUT, note_marks),
}
