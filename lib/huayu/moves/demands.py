"""Demands 要求: who must do what, how strongly, of sentences that demand or warn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from huayu import stance
from huayu.corpus import Speech
from huayu.lexicon import Lexicon, once, reading

LIST = "addressees.toml"
_STOP = re.compile(r"[，；：。！？—\n]")
# the longest name of who is asked: longer ones are clauses, but for relative ones that end in 的人
LONGEST = 40
_SPACE = " 　\t\n“”"


class Demand(NamedTuple):
    """A demand 要求: who must act, from where that is known, what is to be done, how strongly.

    ``addressee`` is None where nobody is named; ``carried`` whether the sentence before names him.
    ``strength`` is that of the strongest marker (1 to 5, nan where none has one).
    """

    addressee: str | None
    carried: bool
    action: str
    strength: float
    negated: bool


@once
def _names(lexicon: Lexicon) -> reading.Patterns:
    subjects, lists = lexicon.table(LIST, "subjects"), lexicon.table(LIST, "demands")
    one = rf"(?:{reading.either([*subjects['us'], *subjects['you'], *subjects['bodies']])})们?"
    head = rf"(?:{one})(?!{one}|的)"
    also = r"(?:都|也|还|就|更|首先|同样|一定|尤其|特别|自觉|始终|应|又|均|，)*"
    more = rf"(?:、|和|与|及|以及|特别是|尤其是)[^，；：。！？—\n]{{0,12}}?{head}"
    name = rf"[^，；：。！？—\n]{{0,{LONGEST}}}?{head}(?:{more})*"
    return reading.Patterns(
        whole=re.compile(rf"(?P<name>[^，；：。！？—\n]{{0,{LONGEST}}}(?:{one})){also}$"),
        first=re.compile(
            rf"(?P<name>{reading.either([*subjects['us'], *subjects['you']])}"
            rf"|{name}(?={reading.either(lists['after'])}))"
        ),
        asked=re.compile(rf"(?:{reading.either(lists['asking'])})(?P<name>{name})"),
        before=re.compile(rf"^(?:{reading.either(lists['before'])})[，：]?"),
        verbs=re.compile(reading.either(lists["verbs"])),
        towards=re.compile(rf"^(?:{reading.either(lists['towards'])})"),
    )


def demands(speech: Speech, spans: Sequence[tuple[int, int, str]]) -> list[Demand | None]:
    """Demands 要求 of sentences in their order, None for those that neither demand nor warn.

    Parameters
    ----------
    spans : start, end and move of each sentence.

    Notes
    -----
    Who must act is the subject of the modal verb, a noun that opens the sentence, or stands behind
    a verb of asking; a sentence that begins with the modal verb right after one with a name in the
    same paragraph carries that name on. Missed: names without a head in the lexicon, and subjects
    of the paragraph before.
    """
    text = speech.lexicon.simplified(speech.text)
    patterns = _names(speech.lexicon)
    kinds = set(speech.lexicon.table(LIST, "demands")["modality"])
    layer = stance.stance(speech)
    layer = layer[(layer["category"] == "modality") & layer["subcategory"].isin(kinds)]
    found: list[Demand | None] = []
    for start, end, move in spans:
        if move not in ("demand", "warning"):
            found.append(None)
            continue
        inside = layer[(layer["start"] >= start) & (layer["end"] <= end)]
        markers = list(zip(inside["start"], inside["end"], strict=True))
        before = found[-1] if found and "\n" not in speech.text[start - 1 : start] else None
        names = [
            (a, b)
            for a, b in _addressees(patterns, text, start, end, markers)
            if not patterns.verbs.search(text, a, b)
            and (move == "warning" or not patterns.towards.match(text[a:b]))
        ]
        carried = not names and bool(markers) and markers[0][0] - start <= 1 and before is not None
        given = [_towards(patterns, speech.text[a:b]) for a, b in names]
        addressee = "；".join(dict.fromkeys(given)) if given else None
        if carried and before is not None:
            addressee = before.addressee
        strength = float(inside["strength"].max()) if len(inside) else float("nan")
        action = _action(speech.text, start, end, markers)
        negated = bool(inside["negated"].any())
        found.append(Demand(addressee, carried and bool(addressee), action, strength, negated))
    return found


def _addressees(
    patterns: reading.Patterns, text: str, start: int, end: int, markers: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Spans that may name who is asked: subjects, else who stands first or behind 希望."""
    met = False
    for at, _ in markers:
        left = max((m.end() for m in _STOP.finditer(text, start, at)), default=start)
        if name := patterns.whole.search(text, left, at):
            met = True
            yield _bare(patterns, text, *name.span("name"))
    if met:
        return
    opened = _bare(patterns, text, start, end)[0]
    if name := patterns.asked.search(text, start, end) or patterns.first.match(text, opened, end):
        yield _bare(patterns, text, *name.span("name"))


def _towards(patterns: reading.Patterns, name: str) -> str:
    """A name without 对 or 对于 before it."""
    found = patterns.towards.match(name)
    return name[found.end() :] if found else name


def _bare(patterns: reading.Patterns, text: str, start: int, end: int) -> tuple[int, int]:
    """A name without what stands before it and is no part of it."""
    while start < end:
        if text[start] in _SPACE:
            start += 1
        elif (tie := patterns.before.match(text[start:end])) and 0 < tie.end() < end - start:
            start += tie.end()
        else:
            break
    return start, end


def _action(text: str, start: int, end: int, markers: list[tuple[int, int]]) -> str:
    """The verb phrase: from behind the first marker to the end of its clause."""
    left = markers[0][1] if markers else start
    stop = _STOP.search(text, left, end)
    return text[left : stop.start() if stop else end].strip(_SPACE)
