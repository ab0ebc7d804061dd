"""Growth: twice the text takes at most 2.2 times the time, whatever the text is made of.

    python proof/growth.py [--only quotations] [--length 10000] [--long 1000000] [--minutes 30]

Every layer, and everything that is made of the layers, takes each kind of text in texts.KINDS at a
length and at four times that length; growth is the root of what the second takes over the first,
which is that of twice the text, over two steps: one alone can be that out of a processor's cache.
The nouns follow each other on one speech, so each is timed alone:
what stands below it is known by then. Time is the process's own, the least of some runs: other
programs do not count. ``--long`` characters without a full stop go through every layer.
What was cut is resumed, see steps.py. Sentence vectors, where they are installed, take most of the
time, and each sentence its own: HUAYU_ENCODER=off leaves them out, and the row says so.
A network is not among them: its time goes with its pairs, and these with the parts that a text
happens to have; benchmarks/network.py has it.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from itertools import count
from math import log2
from typing import Any, NamedTuple

import steps
from texts import KINDS
from trust import record

from huayu import corpus, encoder, layers
from huayu.files import characters

BOUND = 2.2  # linear, and a tenth for noise
LEAST = 0.02  # seconds: what takes less is mostly fixed cost, and the clock's own noise tells
LONGER = 4  # times the length: twice, and twice again
AGAIN = 2  # times a growth above the bound is measured anew before it is believed
WITHOUT = "clauses without a full stop"
LONG = "a long text"

Noun = Callable[[corpus.Speech], Any]
_numbers = count()


class Growth(NamedTuple):
    """How one noun grows on one kind of text: seconds at the length, times for each doubling."""

    noun: str
    kind: str
    seconds: float
    times: float


def nouns() -> dict[str, Noun]:
    """Every layer by name, then what is made of the layers."""
    from huayu import edition, export, reuse, tables

    made: dict[str, Noun] = {
        name: lambda s, name=name: layers.detected(s, name) for name in layers.DETECTORS
    }
    made |= {
        "edition": lambda s: edition.page(s, font=False),
        "sizes": tables.sizes,
        "terms": tables.terms,
        "phrases": reuse.phrases,
        "trace": lambda s: reuse.trace(s, [reuse.Document("x", "", "", s.text, "x")]),
    }
    for form, (module, _) in export.FORMATS.items():
        content = import_module(f"huayu.export.{module}").content
        made[form] = lambda s, content=content: content(export.document(s))
    return made


def seconds(text: str, last: str | None = None) -> dict[str, float]:
    """Process time of each noun, in their order, on a speech that nothing is known of yet."""
    speech = corpus.Speech(f"growth{next(_numbers)}", characters(text))
    taken = {}
    try:
        for name, noun in nouns().items():
            gc.collect()
            gc.disable()  # as timeit does: when it runs depends on what ran before
            started = time.process_time()
            noun(speech)
            taken[name] = time.process_time() - started
            if name == last:
                break
    finally:
        gc.enable()
    return taken


def growths(kind: str, length: int, only: str | None = None) -> list[Growth]:
    """Growth of each noun on one kind of text; the least times of up to AGAIN more runs."""
    seconds(KINDS["random text"](1000), only)  # lexicons are read once
    short, long = (seconds(KINDS[kind](n), only) for n in (length, LONGER * length))
    for _ in range(AGAIN):
        slow = [name for name in short if _times(short[name], long[name]) > BOUND]
        if not slow:
            break
        for taken, n in ((short, length), (long, LONGER * length)):
            again = seconds(KINDS[kind](n), slow[-1])
            taken |= {name: min(taken[name], again[name]) for name in again}
    return [
        Growth(name, kind, short[name], _times(short[name], long[name]))
        for name in short
        if only in (None, name)
    ]


def _times(short: float, long: float) -> float:
    return (long / max(short, LEAST)) ** (1 / log2(LONGER))


def main() -> int:
    """Run, report and record; status 1 when anything grows faster than the bound."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=nouns(), help="one layer, or one thing made of them")
    parser.add_argument("--length", type=int, default=10_000, help="characters; then four times")
    parser.add_argument("--long", type=int, default=1_000_000)
    steps.arguments(parser)
    args = parser.parse_args()
    names = [*KINDS, *([LONG] if args.only is None else [])]
    settings = (args.only, args.length, args.long, encoder.name())
    run = steps.Steps("growth", settings, names)
    work = partial(step, length=args.length, long=args.long, only=args.only)
    run.run(work, args.jobs, args.minutes, _told)
    done = dict(run.results())
    taken = done.pop(LONG, None)
    found = [Growth(*row) for rows in done.values() for row in rows]
    slow = [one for one in found if one.times > BOUND]
    for one in slow:
        print(f"{one.noun} on {one.kind}: {one.seconds:.2f} s, twice the text x {one.times:.2f}")
    if args.only is None and found:
        _record(found, taken, args.length, args.long, run.extent())
    return int(bool(slow))


def step(kind: str, length: int, long: int, only: str | None) -> Any:
    """One step of a run: the growths on a kind of text, or the seconds that the long text takes."""
    if kind == LONG:
        return seconds(KINDS[WITHOUT](long), [*layers.DETECTORS][-1])
    return growths(kind, length, only)


def _told(kind: str, rows: Any) -> None:
    if kind == LONG:
        print(f"{kind}: {sum(rows.values()):.0f} s", flush=True)
        return
    most = max((Growth(*row) for row in rows), key=lambda one: one.times)
    whole = sum(row[2] for row in rows)
    print(f"{kind:28} {whole:7.2f} s, at most x {most.times:.2f}: {most.noun}", flush=True)


def _record(
    found: list[Growth], taken: dict[str, float] | None, length: int, long: int, cut: str
) -> None:
    worst = max(found, key=lambda one: one.times)
    slow = sum(one.times > BOUND for one in found)
    shown = [
        f"{slow} of {len(found)} take more than {BOUND} times as long for twice the text; the "
        f"most {worst.times:.2f} times, {worst.noun} on {worst.kind}"
    ]
    if taken is not None:
        slowest = max(taken, key=taken.__getitem__)
        shown.append(
            f"the text of {long:,} characters without a full stop, every layer: "
            f"{sum(taken.values()):.0f} s, of which {slowest} {taken[slowest]:.0f} s"
        )
    record(
        "growth",
        f"each of {len(nouns())} layers, exports, tables and pages on each of "
        f"{len({one.kind for one in found})} kinds of text, {length:,} and "
        f"{LONGER * length:,} characters, {encoder.name() or 'without sentence vectors'}",
        *shown,
        cut=cut,
    )


if __name__ == "__main__":
    sys.exit(main())
