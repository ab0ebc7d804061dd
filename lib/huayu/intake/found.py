"""Found texts 所得文稿: what a reader hands on of a file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from huayu.intake.changes import Change

NOTHING: Mapping[str, str] = MappingProxyType({})


class Found(NamedTuple):
    """A text 文稿 found in a file: its name, the text, how it was read, what else is known, and
    what its reader changed or did not read."""

    name: str
    text: str
    reading: str
    known: Mapping[str, str] = NOTHING
    changes: tuple[Change, ...] = ()


def name(path: Path) -> str:
    """Name 文稿名 of a file's one text: that of the file up to its first dot."""
    return written(path).split(".")[0]


def written(path: Path) -> str:
    """Name 文件名 of a file in characters: one that is no UTF-8 is read as GB18030, as old archives
    and Windows write them.

    >>> written(Path(os.fsdecode("讲话.txt".encode("gbk"))))
    '讲话.txt'
    """
    try:
        path.name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(path.name).decode("gb18030", "replace")
    return path.name
