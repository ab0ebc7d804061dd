"""Reference 参照: counts of public speeches, where their texts may not be passed on.

As HathiTrust's Extracted Features do for books under copyright, corpus/reference.jsonl.gz holds
what every layer counts in each part of each speech, and where the speech lies in public. So a
fresh clone can say what is usual in such speeches, and what is unusual in one.
"""

from huayu.reference.features import (
    MEASURES,
    SEGMENT,
    Reference,
    counted,
    faults,
    features,
    outdated,
    packed,
    references,
    segments,
)
from huayu.reference.kept import kept, kind
from huayu.reference.standing import groups, named, standing

__all__ = [
    "MEASURES",
    "SEGMENT",
    "Reference",
    "counted",
    "faults",
    "features",
    "groups",
    "kept",
    "kind",
    "named",
    "outdated",
    "packed",
    "references",
    "segments",
    "standing",
]
