"""Agreement 一致性: how well a detector finds what two annotators agreed on.

Scores follow corpus/README.md. Lines that only one annotator drew (``agreed`` false) are neutral:
neither a miss nor a false alarm.
"""

from huayu.agreement.matching import (
    LEAST_OVERLAP,
    devices_alike,
    matches,
    spans_alike,
    spans_equal,
    starts_equal,
)
from huayu.agreement.report import (
    DEVELOPMENT,
    annotators,
    left_out,
    report,
    statement,
    table,
    training,
    trust,
)
from huayu.agreement.scored import FUNCTIONS, SCORED, confusion, functions_found, scores
from huayu.agreement.scoring import Event, Score, accuracy, events, score

__all__ = [
    "DEVELOPMENT",
    "Event",
    "FUNCTIONS",
    "LEAST_OVERLAP",
    "SCORED",
    "Score",
    "accuracy",
    "annotators",
    "confusion",
    "devices_alike",
    "events",
    "functions_found",
    "left_out",
    "matches",
    "report",
    "score",
    "scores",
    "spans_alike",
    "spans_equal",
    "starts_equal",
    "statement",
    "table",
    "training",
    "trust",
]
