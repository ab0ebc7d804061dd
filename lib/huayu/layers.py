"""Layers 层: every detector's layer, with the researcher's corrections laid over it.

Everything that counts or draws takes its layers from here, so that a line of corrections.csv
(see :mod:`huayu.corrections`) reaches every table and figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from importlib import import_module
from typing import Any

import pandas as pd

from huayu import kept
from huayu.corpus import Speech
from huayu.corrections import ACTIONS, Correction, Sheet, lines
from huayu.files import Fault, near
from huayu.spans import once

UNNAMED = "—"  # whose words are cited, where the text does not name him
# layer -> module and noun; imported when asked for, so that one layer loads one module
DETECTORS = {
    "headings": "structure.headings",
    "paragraphs": "structure.paragraphs",
    "sentences": "structure.sentences",
    "clauses": "structure.clauses",
    "tokens": "words.tokens",
    "formulas": "words.formulas",
    "concepts": "words.concepts",
    "idioms": "words.idioms",
    "quotations": "quotations.quotations",
    "rhetoric": "rhetoric.devices",
    "stance": "stance.stance",
    "moves": "moves.moves",
}


# layer -> what gives the candidates that its learned decisions weighed at a place
WEIGHED = {
    "quotations": "quotations.weighed",
    "rhetoric": "rhetoric.weighed",
    "moves": "moves",
}


def candidates(speech: Speech, name: str, place: int) -> list[Any]:
    """Candidates 候选 that the decisions of a layer weighed at a place, won or lost, by their span.

    Each is a ``Candidate`` of :mod:`huayu.decisions`, with the offsets of ``speech.text``. A layer
    without learned decisions has none.
    """
    if name not in WEIGHED:
        return []
    seen, made = speech.folded, import_module(f"huayu.{WEIGHED[name]}").candidates
    found = made(speech.as_read, seen.at(place))
    return [one._replace(start=seen.first(one.start), end=seen.after(one.end)) for one in found]


def detected(speech: Speech, name: str, **options: Any) -> pd.DataFrame:
    """Layer 层 as its detector gives it, before any correction: for scores against gold.

    ``options`` are the detector's own, such as ``without`` of the formulas.

    Raises
    ------
    Fault : there is no layer of that name.
    """
    if name not in DETECTORS:
        what = f"is no layer{near(name, DETECTORS)}"
        raise Fault(name, what, f"use one of {', '.join(DETECTORS)}")
    if options or not kept.kept(speech):
        return _noun(name)(speech, **options)
    return _KEPT[name](speech)


def _noun(name: str) -> Callable[..., pd.DataFrame]:
    module, noun = DETECTORS[name].split(".")
    found: Callable[..., pd.DataFrame] = getattr(import_module(f"huayu.{module}"), noun)
    return found


def _kept(name: str, speech: Speech) -> pd.DataFrame:
    return kept.layer(speech, name, lambda: _noun(name)(speech))


# for each layer what reads it from where it is kept, once a speech
_KEPT = {name: once(partial(_kept, name)) for name in DETECTORS}


def layer(speech: Speech, name: str) -> pd.DataFrame:
    """Layer 层, corrected: the detector's rows with corrections.csv applied in its order.

    Parameters
    ----------
    name : a key of ``DETECTORS``, such as ``"quotations"``.

    Returns
    -------
    DataFrame with the detector's columns; ``voice``, whose words the row stands in: the speaker of
    the innermost citation that holds it, — where that names none, None for the speech's own; and
    ``corrected`` (bool): the row was added by hand, or one of its fields was. A row that was only
    accepted is the detector's own and stays False.

    Raises
    ------
    Fault : unknown layer, or the first fault of corrections.csv, see :func:`faults`.

    Notes
    -----
    A layer is corrected for itself: joining two tokens changes no sentence.

    >>> from huayu.corpus import Speech
    >>> layer(Speech("x", "同志们：\\n开始干。"), "sentences")["corrected"].tolist()
    [False, False]
    """
    if name not in DETECTORS:
        return detected(speech, name)
    rows = _rows(speech, name)
    cited = rows if name == "quotations" else _rows(speech, "quotations")
    place = list(rows.columns).index("corrected")
    rows.insert(place, "voice", _voices(rows, cited[cited["function"] == "citation"]))
    return rows


def _rows(speech: Speech, name: str) -> pd.DataFrame:
    """Rows of a layer, corrected."""
    own = [line for line in _sound(speech, speech.state) if line.layer == name]
    if not own:
        return detected(speech, name).assign(corrected=False)
    return _corrected(speech, name, own).frame()


def _voices(rows: pd.DataFrame, cited: pd.DataFrame) -> pd.Series:
    """Voice 话语归属 of each row: the speaker of the innermost citation around it.

    >>> cited = pd.DataFrame({"start": [2, 4], "end": [20, 9], "speaker": ["老王", None]})
    >>> rows = pd.DataFrame({"start": [0, 2, 5, 10], "end": [20, 20, 8, 12]})
    >>> _voices(rows, cited).tolist()
    [None, None, '—', '老王']
    """
    around = sorted(zip(cited["start"], cited["end"], cited["speaker"], strict=True), key=_size)
    last = max((end for _, end, _ in around), default=0)
    found: list[str | None] = []
    for start, end in zip(rows["start"], rows["end"], strict=True):
        holding = (
            speaker if isinstance(speaker, str) else UNNAMED
            for left, right, speaker in (around if start < last else ())
            if left <= start and end <= right and (left, right) != (start, end)
        )
        found.append(next(holding, None))
    return pd.Series(found, rows.index, dtype=object)


def borrowed(rows: pd.DataFrame) -> pd.Series:
    """Borrowed 借用: whether a marker of stance or a metaphor is said in a citation (bool).

    What is said in a citation is not the speaker's own stance, deixis or metaphor: tables and
    figures of those count what is not borrowed and show the rest apart. Rows of other layers and
    devices are the text's, whoever is cited in them, and none of them is borrowed.

    Parameters
    ----------
    rows : rows of a layer, with its column ``voice``.

    >>> rows = pd.DataFrame({"device": ["metaphor", "question"], "voice": ["老王", "老王"]})
    >>> borrowed(rows).tolist()
    [True, False]
    """
    own = own_voiced(rows)
    return own & rows["voice"].notna() if "voice" in rows else own & False


def own_voiced(rows: pd.DataFrame) -> pd.Series:
    """Whether a row is of what only the own voice counts for: stance, deixis, metaphor (bool)."""
    if "device" in rows:
        return rows["device"] == "metaphor"
    return pd.Series("strength" in rows and "category" in rows, rows.index, dtype=bool)


def _size(citation: tuple[int, int, str | None]) -> tuple[int, int]:
    start, end, _ = citation
    return end - start, start


def corrections(speech: Speech) -> pd.DataFrame:
    """Corrections 更正数: how many rows of each layer a researcher judged, by action.

    Returns
    -------
    DataFrame with one row per layer that has corrections: ``layer, accept, reject, relabel,
    add``, counts of rows (a row relabelled in two fields counts once).

    Raises
    ------
    Fault : the first fault of corrections.csv.

    >>> from huayu.corpus import Speech
    >>> corrections(Speech("x", "同志们")).empty
    True
    """
    sound = _sound(speech, speech.state)
    named = {line.layer for line in sound}
    rows = [
        (name, *_corrected(speech, name, sound).counts()) for name in DETECTORS if name in named
    ]
    return pd.DataFrame(rows, columns=["layer", *ACTIONS])


def faults(speech: Speech) -> Iterator[Fault]:
    """Faults 错误 of corrections.csv, each with its line and mend; none when every line applies.

    A fault is: a missing column; an unknown layer, action, field or label; a missing reason or
    initials; a span that is not in the text, or holds other words; an accept, reject or relabel
    that names no row, or more than one; an add of a row that is there already; a corrected
    tiling that no longer covers the text.
    """
    try:
        found = lines(speech, tuple(DETECTORS))
    except Fault as fault:
        yield fault
        return
    sheets: dict[str, Sheet] = {}
    for line in found:
        if isinstance(line, Fault):
            yield line
            continue
        if line.layer not in sheets:
            sheets[line.layer] = Sheet(speech, line.layer, detected(speech, line.layer))
        yield from _fault(sheets[line.layer].apply, line)
    for sheet in sheets.values():
        yield from _fault(sheet.frame)


def _fault(effect: Callable[..., object], *arguments: object) -> Iterator[Fault]:
    try:
        effect(*arguments)
    except Fault as fault:
        yield fault


@lru_cache(maxsize=64)  # as many speeches as layers are kept of, see spans.once
def _sound(speech: Speech, state: object) -> list[Correction]:
    """Lines of a speech's sheet, read once for each state of it."""
    sound = []
    for line in lines(speech, tuple(DETECTORS)):
        if isinstance(line, Fault):
            raise line
        sound.append(line)
    return sound


def _corrected(speech: Speech, name: str, sound: list[Correction]) -> Sheet:
    sheet = Sheet(speech, name, detected(speech, name))
    for line in sound:
        # read without its own list a speech may lack the row that a line is about
        if line.layer == name and (speech.supplemented or sheet.takes(line)):
            sheet.apply(line)
    return sheet
