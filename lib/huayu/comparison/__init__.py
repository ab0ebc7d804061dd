"""Comparison 比较: parts and speeches held against each other, on the layers as corrected."""

from huayu.comparison.contrasts import (
    alike,
    by_date,
    contrast,
    keywords,
    leading,
    overview,
    profile,
    report,
    sampled,
    several,
)
from huayu.comparison.texts import KINDS, Text, parts, sample, text

__all__ = [
    "KINDS",
    "Text",
    "alike",
    "by_date",
    "contrast",
    "keywords",
    "leading",
    "overview",
    "parts",
    "profile",
    "report",
    "sample",
    "sampled",
    "several",
    "text",
]
