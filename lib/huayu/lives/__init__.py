"""Lives 提法的生命: first use, rise, peak, decline and company of formulas over time.

Everything here reads the tables that ``huayu archive`` wrote into a folder, or makes them of the
counts of speeches.
"""

from huayu.lives.counted import counted, stretches
from huayu.lives.courses import (
    TIERS,
    changes,
    constructed,
    contrast,
    drawn,
    ends,
    lives,
    shares,
    table,
    told,
    warmth,
)
from huayu.lives.neighbours import changes_of, neighbours, subject

__all__ = [
    "TIERS",
    "changes",
    "changes_of",
    "constructed",
    "contrast",
    "counted",
    "drawn",
    "ends",
    "lives",
    "neighbours",
    "shares",
    "stretches",
    "subject",
    "table",
    "told",
    "warmth",
]
