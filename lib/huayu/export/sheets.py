"""Sheets 工作表: what a speech holds as the tables of one workbook."""

from __future__ import annotations

import pandas as pd

from huayu import concordance, reference
from huayu.corpus import Speech
from huayu.layers import DETECTORS, layer


def sheets(speech: Speech) -> dict[str, pd.DataFrame]:
    """Sheets 工作表 of a speech by name, for :func:`huayu.tables.xlsx`.

    Returns
    -------
    ``words`` (every word with its rate and dispersion), ``standing`` (where the speech stands
    among public speeches) and every layer by its name, as corrected.
    """
    made = {
        "words": concordance.wordlist(speech, least=1),
        "standing": reference.standing(speech, reference.references(speech.root)),
    }
    return made | {name: layer(speech, name) for name in DETECTORS}
