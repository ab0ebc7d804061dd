"""Rhetoric 修辞: figures of speech, each found by a detector of its own and scored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from huayu import spans, structure
from huayu.corpus import Speech
from huayu.folding import read
from huayu.page import Page, page
from huayu.rhetoric import (
    anadiplosis,
    antithesis,
    chiasmus,
    contrast,
    markers,
    metaphor,
    numeral,
    parallelism,
    question,
    repetition,
)
from huayu.rhetoric.device import Device, best

Detector = Callable[[Page], Sequence[Device]]

# detectors that weigh more than a marker; a device that is not here is found by its rows in
# markers.tsv alone, and needs no line but that of devices.tsv
DETECTORS: Mapping[str, Detector] = {
    "parallelism": parallelism.parallelisms,
    "antithesis": antithesis.antitheses,
    "chiasmus": chiasmus.chiasmi,
    "repetition": repetition.repetitions,
    "anadiplosis": anadiplosis.anadiploses,
    "question": question.questions,
    "metaphor": metaphor.metaphors,
    "numeral": numeral.numerals,
    "contrast": contrast.contrasts,
}

# every detector puts what a careful reader would be expected to mark at 0.5 or above
THRESHOLD = 0.5
FIELDS = (
    "device", "kind", "members", "scope", "frame", "slots", "count", "score", "rule", "reason",
)  # fmt: skip


def names(speech: Speech) -> list[str]:
    """Names 辞格名 of the figures of speech of a house, in the order of devices.tsv."""
    return [row["device"] for row in speech.lexicon.rows("devices.tsv")]


def _found(seen: Page, device: str) -> Sequence[Device]:
    """Figures of one device: by its detector, else by its markers alone."""
    if device in DETECTORS:
        return DETECTORS[device](seen)
    return best(markers.marked(seen, device))


@spans.once
@read()
def devices(speech: Speech, threshold: float = THRESHOLD) -> pd.DataFrame:
    """Figures of speech 辞格 of a speech, one row for each.

    Parameters
    ----------
    speech : the speech.
    threshold : lowest score kept, 0.0–1.0. Every candidate is ranked, so that a person who reads
        one short text can ask for more of them with a lower threshold.

    Returns
    -------
    DataFrame with columns

    ==========  ==============================================================================
    start, end  offsets of the figure (for a distributed one from first to last member)
    text        the covered text
    device      name of the figure, as in corpus/README.md
    kind        of a metaphor simile | metaphor, of a gradation climax | progression, else None
    members     tuple of (start, end) offsets, () for figures without members
    scope       adjacent | distributed | None
    frame       what the members share, … for a slot; for other figures the marker, or None
    slots       one tuple of strings for each member: what fills the slots of the frame
    count       how many a numeral says it names, missing elsewhere and where it counts no list
    score       0.0–1.0
    rule        id of what found it: device, colon, rule
    reason      the evidence in words
    part, point, zone   where it begins, see :func:`huayu.structure.placed`
    ==========  ==============================================================================

    >>> speech = Speech("x", "要把方向看得更准，要把步子走得更稳，要把日子过得更好。")
    >>> devices(speech)[["device", "frame"]].values.tolist()
    [['parallelism', '要把…得更…']]

    Notes
    -----
    Detectors know form, not meaning: a figure without marker or shared words is missed where
    words and tags do not show it. Definitions: corpus/README.md, after 陈望道《修辞学发凡》(1932).
    """
    rows = [
        (found.start, found.end, *(getattr(found, name) for name in FIELDS))
        for device in names(speech)
        for found in _found(page(speech), device)
        if found.score >= threshold
    ]
    return structure.placed(speech, spans.frame(speech.text, rows, FIELDS))
