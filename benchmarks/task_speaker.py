"""Whose words: the candidates for every citation of the gold."""

from pathlib import Path

from learn import Example
from quoting import accepted, texts
from task_reporting import reported

from huayu.quotations.attribution import Attribution
from huayu.quotations.cues import Cue
from huayu.quotations.marked import verdicts
from huayu.quotations.mentions import NOBODY, Cited
from huayu.quotations.reporting import places
from huayu.quotations.sources import Source, subject
from huayu.quotations.speakers import candidates
from huayu.quotations.view import view


def examples(folder: Path) -> list[Example]:
    found = []
    for text in texts(folder):
        before: list[Cited] = []
        seen = view(text.speech)
        for start, end, given, form, right in sorted(citations(text, seen), key=lambda c: c[:2]):
            rows = candidates(seen, (start, end), given, form, before)
            for who, row in rows:
                answer = "says it" if named(who) in right else "does not"
                found.append(Example(text.group, text.genre, row, answer))
            before.append((end, source(rows, right, start)))
    return found


def named(who: Source) -> str | None:
    return None if who == NOBODY else who.speaker


def source(rows, right: set, place: int) -> Source | None:
    """Whom the next citations are to find cited: the right candidate, else a person of his name."""
    known = next((who for who, _ in rows if named(who) in right), None)
    if known:
        return None if known == NOBODY else known
    who = min(right, key=str)
    return Source(who, "person", place, place) if who else None


def citations(text, seen):
    """Every citation of the gold: where, what the rules make of it, and whose it is."""
    spoken = {(one.mark.start, one.mark.end): one for one in verdicts(seen)}
    lines = text.lines if text.lines is not None else text.marks
    for line in lines:
        one = spoken.get((line["start"], line["end"]))
        cited = line["function"] == "citation" and line.get("agreed", True)
        if one and cited and line.get("form", "quoted") == "quoted":
            given = one.given if one.decision.label == "citation" else one.governed
            yield line["start"], line["end"], given, "quoted", answers(text, line)
    for cue in places(seen):
        line = answer(text, cue)
        if line:
            given = reading(seen, cue)
            end = line["content"][1] if "content" in line else line["end"]
            yield cue.opens, end, given, "indirect", answers(text, line)


def answers(text, line) -> set:
    """Right names; the speech's own speaker is named as he is where he is known."""
    own = text.speech.meta.get("speaker", "")
    right = accepted(line, "speaker")
    return right | {own} if "我" in right and own else right


def answer(text, cue) -> dict | None:
    if text.lines is not None:
        line = reported(text, cue)
        return line if line and line["agreed"] else None
    return next(
        (c for c in text.cues if c["cite"] and c["start"] < cue.end and cue.start < c["end"]), None
    )


def reading(seen, cue) -> Attribution:
    found = subject(seen, seen.left(cue.start), cue.start)
    return Attribution(Cue(cue.verb, cue.start, cue.end, "say", True), found, "", "")
