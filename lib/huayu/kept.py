"""Kept layers 留存层: what was found in a speech of the corpus, in build/ until it would change."""

from __future__ import annotations

import gzip
import io
import json
import os
import platform
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from huayu import encoder
from huayu.corpus import Speech
from huayu.files import MOST, Fault, content, sha256, write

FOLDER = "layers"  # in build/: a folder for each speech, a file for each layer
# what a detector's rows may hang on beside the package itself
PACKAGES = ("jieba", "numpy", "pandas")
_PACKAGE = Path(__file__).resolve().parent


def layer(speech: Speech, name: str, detect: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Layer 层 as it is kept; else as it is detected now, and then kept.

    Only layers of a folder in the corpus are kept, read with its own list of phrases; HUAYU_FRESH=1
    leaves them aside and writes none. What was cut, damaged or made of anything else than there is
    now (see :func:`state`) is detected again. A house that cannot be written to keeps nothing.

    Parameters
    ----------
    name : of the layer.
    detect : finds it.
    """
    if not kept(speech):
        return detect()
    assert speech.root is not None
    path = speech.root / "build" / FOLDER / speech.id / f"{name}.json.gz"
    now = f"{name} {state(speech)}"
    found = _whole(path, now)
    if found is None:
        found = detect()
        with suppress(OSError, Fault):
            write(path, _packed(found, now))
    return found


def kept(speech: Speech) -> bool:
    """Whether layers of a speech are kept 是否留存."""
    house, fresh = speech.root, os.environ.get("HUAYU_FRESH", "")
    at_home = house is not None and speech.folder == house / "corpus" / speech.id
    return at_home and speech.supplemented and not fresh


def state(speech: Speech) -> str:
    """State 状态: a digest of all that is found in a speech comes from.

    That is its text, what its meta.toml says, its own list of phrases, the word lists and weights
    in force, the encoder, the package's code, and the versions of what that rests on.
    """
    own = speech.folder / "formulas.csv" if speech.folder and speech.supplemented else None
    said = (
        speech.text,
        json.dumps(dict(speech.meta), sort_keys=True, default=str),
        sha256(own.read_bytes()) if own and own.is_file() else "",
        speech.lexicon.digest,
        encoder.name() or "plain",
        _code(),
    )
    return sha256("\n".join(map(sha256, said)))


@cache
def _code() -> str:
    """Digest of the package's code and of what it rests on, read once a process."""
    files = sorted(_PACKAGE.rglob("*.py"))
    read = [f"{path.relative_to(_PACKAGE)} {sha256(path.read_bytes())}" for path in files]
    rests = [platform.python_version(), *(f"{name} {version(name)}" for name in PACKAGES)]
    return sha256("\n".join([*rests, *read]))


def _whole(path: Path, now: str) -> pd.DataFrame | None:
    """What is kept; None where it is not there, not as it was written, or of another state."""
    try:
        with gzip.open(io.BytesIO(content(path))) as file:
            digest, _, columns = file.read(MOST).decode("ascii").partition("\n")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, Fault):
        return None
    if digest != _digest(now, columns):
        return None
    return pd.DataFrame(
        {
            name: pd.Series([_tuples(value) for value in values], dtype=kind)
            for name, kind, values in json.loads(columns)
        }
    )


def _digest(now: str, columns: str) -> str:
    """Digest of a layer and the state that it was found in."""
    return sha256(f"{now}\n{columns}")


def _packed(found: pd.DataFrame, now: str) -> bytes:
    """A layer as the bytes of its file: a digest in the first line, its columns in the second."""
    made = [(name, str(found[name].dtype), found[name].tolist()) for name in found]
    columns = json.dumps(made, default=_plain)
    said = f"{_digest(now, columns)}\n{columns}"
    return gzip.compress(said.encode("ascii"), compresslevel=1, mtime=0)


def _plain(value: Any) -> Any:
    """A number of numpy's as Python has it."""
    return value.item()


def _tuples(value: Any) -> Any:
    """A value with tuples, which JSON has as lists."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
