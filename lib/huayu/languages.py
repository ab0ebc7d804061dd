"""Languages 语言: what a run says is Chinese or English, as HUAYU_LANG asks.

Notebooks hold both; ``huayu figures --lang zh`` and ``huayu notebooks --lang zh`` choose.
"""

from __future__ import annotations

import os
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def asked() -> Language | None:
    """The language 语言 that HUAYU_LANG names; None where it names none of them."""
    return next((name for name in LANGUAGES if os.environ.get("HUAYU_LANG") == name), None)


def say(zh: str, en: str) -> str:
    """A sentence 一句话 in the language that is asked for, else in English.

    >>> say("一句话", "a sentence")
    'a sentence'
    """
    return zh if asked() == "zh" else en
