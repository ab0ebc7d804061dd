"""Reference 参照: counts of public speeches, where their texts may not be passed on.

As HathiTrust's Extracted Features do for books under copyright, corpus/reference.jsonl.gz holds
what every layer counts in each part of each speech, and where the speech lies in public. So a
fresh clone can say what is usual in such speeches, and what is unusual in one.
"""

from huayu.reference.features import (
    MEASURES,
    Reference,
    faults,
    features,
    outdated,
    packed,
    references,
)
from huayu.reference.standing import groups, named, standing

__all__ = [
    "MEASURES",
    "Reference",
    "faults",
    "features",
    "groups",
    "named",
    "outdated",
    "packed",
    "references",
    "standing",
]
