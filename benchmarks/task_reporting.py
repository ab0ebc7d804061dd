"""Whether a verb of saying reports words: the verbs of all gold texts, and of cues.jsonl."""

from pathlib import Path

from learn import Example
from quoting import texts

from huayu.quotations.marked import verdicts
from huayu.quotations.reporting import features, places
from huayu.quotations.view import view

# A missed report costs as much as a false one although seven verbs in eight report nothing: with
# this weight precision and recall are nearly equal on texts left out.
MISSED = 2.5


def examples(folder: Path) -> list[Example]:
    found = []
    for text in texts(folder):
        seen = view(text.speech)
        cited = [one for one in verdicts(seen) if one.decision.label == "citation"]
        used = frozenset(one.given.cue.end for one in cited if one.given.cue)
        for cue in places(seen):
            answer = label(text, cue)
            if answer:
                row = features(seen, cue, used)
                weight = MISSED if answer == "cites" else 1.0
                found.append(Example(text.group, text.genre, row, answer, None, weight))
    return found


def label(text, cue) -> str | None:
    """Answer of the gold; None where one reader alone saw a report, or nobody looked."""
    if text.lines is None:
        for line in text.cues:
            if line["start"] < cue.end and cue.start < line["end"]:
                return "cites" if line["cite"] else "does not"
        return None
    line = reported(text, cue)
    if line is None:
        return "does not"
    return "cites" if line["agreed"] else None


def reported(text, cue) -> dict | None:
    """The gold line whose words begin behind a cue."""
    return next(
        (
            r
            for r in text.lines
            if r["form"] == "indirect" and cue.end <= r["start"] <= cue.opens + 1
        ),
        None,
    )
