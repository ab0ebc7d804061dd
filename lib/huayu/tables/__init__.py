"""Tables 表: tidy counts and rates per part, each with its interval; and how a table is shown.

Rates by part are over zone body: title, salutation and closing count for no part. ``outside`` says
how much that is.
"""

from huayu.tables.counts import (
    LEVEL,
    body,
    content_words,
    dispersion,
    poisson_interval,
    rates,
    running,
    terms,
)
from huayu.tables.extent import RESAMPLES, WINDOW, mattr, mean_interval, outside, sizes
from huayu.tables.notebook import interactive, show
from huayu.tables.output import csv, escape, plain, save
from huayu.tables.prose import apart, card, sizes_in_words
from huayu.tables.workbook import meaning, meanings, xlsx

__all__ = [
    "LEVEL",
    "RESAMPLES",
    "WINDOW",
    "apart",
    "body",
    "card",
    "content_words",
    "csv",
    "dispersion",
    "escape",
    "interactive",
    "mattr",
    "mean_interval",
    "meaning",
    "meanings",
    "outside",
    "plain",
    "poisson_interval",
    "rates",
    "running",
    "save",
    "show",
    "sizes",
    "sizes_in_words",
    "terms",
    "xlsx",
]
