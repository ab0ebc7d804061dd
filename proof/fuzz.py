"""Fuzz: random Chinese political text through every layer; the invariants must hold.

    python proof/fuzz.py --count 100000 --seed 20211001 --jobs 2 [--minutes 30]

Invariants: no crash; spans exact; the tiles give the text back. Every tenth text is a speech of its
own, the nine after it are the paragraphs of one more: so none waits for what a speech costs before
its first character is read. One text in CHUNK also goes through all that is made of the layers:
every export and back, the reading edition, the counts, the network, the phrases to trace. Sentence
vectors take three quarters of the time and say little of random words: one chunk in VECTORS has
them, the others the plain weights. The seed is printed: the same seed gives the same texts. What
was cut is resumed, see steps.py.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from typing import Any

import steps
from steps import tried
from texts import text, texts
from trust import record

from huayu import corpus, encoder, layers

__all__ = ["chunk", "faults", "text"]

TILES = ("paragraphs", "sentences", "clauses", "tokens")
CHUNK = 250  # texts that one worker takes at a time, the first of them through everything
VECTORS = 10  # chunks for one that has sentence vectors, where an encoder is installed
ASKED = os.environ.get("HUAYU_ENCODER", "")
SHOWN = 20  # findings that are printed; one cause mostly has many


def faults(sample: str) -> Iterator[str]:
    """What is wrong with the layers of a text: one line for each broken invariant."""
    speech = corpus.Speech("fuzz", sample)
    for name in layers.DETECTORS:
        rows = yield from tried(name, lambda name=name: layers.layer(speech, name))
        if rows is None:
            continue
        for start, end, said in zip(rows["start"], rows["end"], rows["text"], strict=True):
            if not 0 <= start < end <= len(sample) or sample[start:end] != said:
                yield f"{name}: {start}:{end} is not exact"
        if name in TILES and "".join(rows["text"]) != sample:
            yield f"{name}: the tiles are not the text"


def further(sample: str) -> Iterator[str]:
    """What is wrong with what is made of the layers, as a file would bring the text in."""
    from huayu import edition, export, network, reuse, tables
    from huayu.files import characters

    speech = corpus.Speech("fuzz", characters(sample))
    made = {
        "edition": lambda: edition.page(speech, font=False).encode(),
        "sizes": lambda: tables.sizes(speech),
        "terms": lambda: tables.csv(tables.terms(speech)).encode(),
        "network": lambda: network.edges(speech),
        "phrases": lambda: reuse.phrases(speech),
    }
    for name, noun in made.items():
        yield from tried(name, noun)
    given = yield from tried("export", lambda: export.document(speech))
    for form in export.FORMATS if given else ():
        yield from tried(form, lambda form=form: _returned(form, given))


def _returned(form: str, given: Any) -> None:
    """Out in one format and back; what comes back must be the text that went out."""
    from importlib import import_module

    from huayu.export import FORMATS

    module = import_module(f"huayu.export.{FORMATS[form][0]}")
    back = module.document(module.content(given).encode().decode())
    if back.text != given.text:
        raise AssertionError("the text that comes back is another")


def chunk(seed: int) -> list[tuple[str, str]]:
    """Findings in one chunk of texts, each with its text."""
    samples = list(texts(seed, CHUNK))
    found = [(fault, samples[0]) for fault in further(samples[0])]
    speeches = [
        s for i in range(0, CHUNK, 10) for s in (samples[i], "\n".join(samples[i + 1 : i + 10]))
    ]
    return found + [(fault, speech) for speech in speeches for fault in faults(speech)]


def step(name: str) -> list[list[str]]:
    """One step of a run: the findings in the chunk of a seed."""
    os.environ["HUAYU_ENCODER"] = "off" if int(name) % VECTORS else ASKED
    return [[*found] for found in chunk(int(name))]


def main() -> int:
    """Run, report and record; status 1 when an invariant broke."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20211001)
    steps.arguments(parser)
    args = parser.parse_args()
    chunks = -(-args.count // CHUNK)
    print(f"seed {args.seed}, {chunks * CHUNK:,} texts", flush=True)
    names = [str(seed) for seed in range(args.seed, args.seed + chunks)]
    run = steps.Steps("fuzz", (CHUNK, encoder.name()), names)
    shown: set[str] = set()

    def told(name: str, found: list[list[str]]) -> None:
        for fault, sample in found:
            if fault not in shown and len(shown) < SHOWN:
                shown.add(fault)
                print(f"{fault}\n    {sample!r}", flush=True)
        if len(run.done) % 20 == 0:
            print(f"{len(run.done) * CHUNK:,} texts", flush=True)

    run.run(step, args.jobs, args.minutes, told)
    results = [found for _, found in run.results()]
    seen = sum(map(len, results))
    record(
        "fuzz",
        f"{len(results) * CHUNK:,} random texts through {len(layers.DETECTORS)} layers, "
        f"{len(results):,} of them through every export, the edition, counts and network too; "
        f"one in {VECTORS} with {encoder.name() or 'no'} vectors; seed {args.seed}",
        f"{seen} broken invariants",
        cut=run.extent(),
    )
    return int(bool(seen))


if __name__ == "__main__":
    sys.exit(main())
