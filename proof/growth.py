"""Growth: twice the text takes at most 2.2 times the time, whatever the text is made of.

    python proof/growth.py [--only rhetoric] [--long 1000000]

Every layer reads each kind of text in texts.KINDS, and everything that is made of the layers a few
of them, at a length that takes long enough to be timed and at twice that length. Time is the
process's own, the least of some runs: other programs do not count. Then ``--long`` characters
without a full stop go through every layer.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from texts import KINDS
from trust import record

from huayu import corpus, layers
from huayu.files import characters

BOUND = 2.2  # linear, and a tenth for noise
ENOUGH = 0.2  # seconds: far above what the clock and the fixed costs of a layer take
FIRST, LAST = 10_000, 640_000  # characters: the lengths that are tried
AGAIN = 4  # times a growth above the bound is measured anew before it is believed
WITHOUT = "clauses without a full stop"
SPEECH = Path(__file__).resolve().parents[1] / "corpus" / "2021-city-secretary" / "text.txt"

Noun = Callable[[corpus.Speech], Any]
_numbers = count()


class Growth(NamedTuple):
    """How one noun grows on one kind of text: seconds at a length, times for twice the length."""

    noun: str
    kind: str
    length: int
    seconds: float
    times: float


def nouns() -> dict[str, Noun]:
    """Every layer by name."""
    return {name: lambda s, name=name: layers.detected(s, name) for name in layers.DETECTORS}


def further() -> dict[str, Noun]:
    """What is made of the layers."""
    from huayu import edition, export, network, reuse, tables

    made: dict[str, Noun] = {
        "edition": lambda s: edition.page(s, font=False),
        "sizes": tables.sizes,
        "terms": tables.terms,
        "network": network.edges,
        "trace": lambda s: reuse.trace(s, [reuse.Document("x", "", "", s.text, "x")]),
    }
    for form, (module, _) in export.FORMATS.items():
        content = import_module(f"huayu.export.{module}").content
        made[form] = lambda s, content=content: content(export.document(s))
    return made


def again() -> dict[str, Callable[[int], str]]:
    """Kinds of text for what is made of the layers: the first speech again and again, and two."""
    said = SPEECH.read_text(encoding="utf-8")
    return {
        "the first speech again and again": lambda n: (said * (n // len(said) + 1))[:n],
        "random text": KINDS["random text"],
        WITHOUT: KINDS[WITHOUT],
    }


def seconds(noun: Noun, text: str) -> float:
    """Process time of one noun of a speech that nothing is known of yet."""
    speech = corpus.Speech(f"growth{next(_numbers)}", characters(text))
    gc.collect()
    started = time.process_time()
    noun(speech)
    return time.process_time() - started


def growth(name: str, noun: Noun, kind: str, text: Callable[[int], str]) -> Growth:
    """Growth at the first length that takes long enough; the least times of up to AGAIN runs."""
    length = FIRST
    while (single := seconds(noun, text(length))) < ENOUGH and length < LAST:
        length *= 4
    double = seconds(noun, text(2 * length))
    for _ in range(AGAIN):
        if double <= BOUND * single:
            break
        single = min(single, seconds(noun, text(length)))
        double = min(double, seconds(noun, text(2 * length)))
    return Growth(name, kind, length, single, double / single)


def main() -> int:
    """Run, report and record; status 1 when anything grows faster than the bound."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", help="one layer, or one thing that is made of the layers")
    parser.add_argument("--long", type=int, default=1_000_000)
    args = parser.parse_args()
    found = []
    for made, kinds in ((nouns(), KINDS), (further(), again())):
        for name in made:
            if args.only not in (None, name):
                continue
            seconds(made[name], KINDS["random text"](1000))  # lexicons are read once
            for kind, text in kinds.items():
                found.append(growth(name, made[name], kind, text))
                print(
                    "{:12} {:32} {:7,} characters {:6.2f} s, x {:.2f}".format(*found[-1]),
                    flush=True,
                )
    slow = [one for one in found if one.times > BOUND]
    for one in slow:
        print(f"{one.noun} on {one.kind}: twice the text takes {one.times:.2f} times as long")
    if args.only is None:
        _record(found, slow, args.long)
    return int(bool(slow))


def _record(found: list[Growth], slow: list[Growth], length: int) -> None:
    worst = max(found, key=lambda one: one.times)
    text = KINDS[WITHOUT](length)
    taken = {name: seconds(noun, text) for name, noun in nouns().items()}
    slowest = max(taken, key=taken.__getitem__)
    record(
        "growth",
        f"{len(found)} pairs of a layer, export, table, page or network and a kind of text, twice "
        f"the text; {length:,} characters without a full stop through every layer",
        f"{len(slow)} grow more than {BOUND} times; the most {worst.times:.2f} times, {worst.noun} "
        f"on {worst.kind}",
        f"slowest layer on the long text: {slowest}, {taken[slowest]:.0f} s",
    )


if __name__ == "__main__":
    sys.exit(main())
