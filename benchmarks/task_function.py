"""What marks are there for: every mark of the gold, with the verdict of the rules and more."""

from functools import cache
from pathlib import Path

from learn import Example
from quoting import Text, accepted, texts

from huayu.quotations.marked import verdicts
from huayu.quotations.purposes import features, vectors
from huayu.quotations.view import view


@cache
def examples(folder: Path) -> list[Example]:
    return [example for text in texts(folder) for example in marked(text)]


def marked(text: Text) -> list[Example]:
    seen = view(text.speech)
    heard = verdicts(seen)
    rows = features(seen, heard)
    dense = vectors(seen, heard)
    answers = gold(text)
    found = []
    for number, (one, row) in enumerate(zip(heard, rows, strict=True)):
        answer = answers.get((one.mark.start, one.mark.end))
        if answer:
            vector = None if dense is None else dense[number]
            found.append(Example(text.group, text.genre, row, answer, vector))
    return found


def gold(text: Text) -> dict[tuple[int, int], str]:
    """Function of each mark that both readers saw alike, or that one read."""
    lines = text.lines if text.lines is not None else text.marks
    return {
        (line["start"], line["end"]): line["function"]
        for line in lines
        if line.get("form", "quoted") == "quoted"
        and line.get("agreed", True)
        and len(accepted(line, "function")) == 1
    }
