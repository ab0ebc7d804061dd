"""Where reported words end: the clause ends of the reports in all gold texts."""

from pathlib import Path

from learn import Example
from quoting import texts
from task_reporting import reported

from huayu.quotations.extents import boundaries
from huayu.quotations.reporting import places
from huayu.quotations.view import view


def examples(folder: Path) -> list[Example]:
    found = []
    for text in texts(folder):
        seen = view(text.speech)
        for cue in places(seen):
            end = told(text, cue)
            if end is None:
                continue
            for boundary in boundaries(seen, cue):
                if boundary.end > end + 1:
                    break
                answer = "ends" if boundary.end >= end - 1 else "goes on"
                found.append(Example(text.group, text.genre, boundary.features, answer))
    return found


def told(text, cue) -> int | None:
    """Where the gold says that the words behind a cue end."""
    if text.lines is not None:
        line = reported(text, cue)
        return line["end"] if line and line["agreed"] else None
    for line in text.cues:
        if line["cite"] and line["start"] < cue.end and cue.start < line["end"]:
            return line["content"][1]
    return None
