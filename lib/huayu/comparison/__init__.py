"""Comparison 比较: parts and speeches held against each other, on the layers as corrected."""

from huayu.comparison.choice import REST, by_date, chosen, others, period
from huayu.comparison.contrasts import (
    alike,
    contrast,
    keywords,
    leading,
    overview,
    profile,
    report,
    sampled,
    several,
)
from huayu.comparison.texts import KINDS, Text, parts, sample, tally, text

__all__ = [
    "KINDS",
    "REST",
    "Text",
    "alike",
    "by_date",
    "chosen",
    "contrast",
    "keywords",
    "leading",
    "others",
    "overview",
    "parts",
    "period",
    "profile",
    "report",
    "sample",
    "sampled",
    "several",
    "tally",
    "text",
]
