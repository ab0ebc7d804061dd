"""Learns the weights of parallelism and antithesis, and prints how they do on texts left out.

    python benchmarks/rhetoric.py ../shared/gold ../shared/rhetoric/pse_dev.jsonl \
        [--reading benchmarks/rhetoric_reading.jsonl --speeches ../shared/speeches] [--write]

What is left out is left out of the weights only: measures, floor and candidates were designed with
all of these texts in view, so the scores printed are higher than those on new speeches. Of
distributed parallelism, which has rules and no weights, nothing is measured here.

The gold folder holds <speech>/text.txt and rhetoric.jsonl; the essays are Mythologos/
Paibi-Student-Essays (CC BY-SA 4.0); the reading holds offsets into passages of public speeches
that one reader marked by the field dictionary, and no text. What the sources were stands in
weights.json, by name, licence and sha256.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from huayu import corpus
from huayu.files import sha256, write
from huayu.rhetoric import antithesis, evidence, parallelism, series
from huayu.rhetoric.device import Context
from huayu.rhetoric.parallelism import cuts, ranked
from huayu.spans import Kept, overlap

# Ridge penalty on standardised weights; chosen on texts left out from 1, 3, 10, 30, 100.
PENALTY = {"parallelism": 10.0, "antithesis": 10.0}
# An essay candidate counts this much: essays are many and of another kind than speeches.
ESSAY = {"parallelism": 0.3, "antithesis": 0.0}
# A candidate that overlaps a gold line without matching it is no clear counterexample.
PARTIAL, NEAR = 0.1, 0.15
# Readers of essays marked the finest series only: one with a plain frame that they left unmarked
# is weak evidence against such a frame.
UNMARKED = 0.2
# Where the threshold is sought, by F1 over the left-out speeches.
LINE = ("members", "agreed", "scope")
GRID = np.arange(0.15, 0.66, 0.05)
# F1 values this close are the same on so few lines; of such thresholds the highest is taken, which
# gives the fewest false alarms. A false pair does harm twice, for it hides a repetition.
SAME = {"parallelism": 0.01, "antithesis": 0.03}


@dataclass
class Text:
    """A text, its gold lines (device, start, end, members, agreed, scope), its candidates."""

    name: str
    essay: bool
    gold: list[tuple]
    runs: list[series.Series]
    rows: list[dict[str, float]]
    table: np.ndarray


def text(name: str, content: str, gold: list[tuple], essay: bool = False) -> Text:
    context = Context(corpus.Speech(name, content))
    runs = [*parallelism.candidates(context), *antithesis.candidates(context)]
    rows = [evidence.evidence(run) for run in runs]
    table = np.array([list(row.values()) for row in rows]).reshape(len(runs), -1)
    return Text(name, essay, gold, runs, rows, table)


def texts(options: argparse.Namespace) -> tuple[list[Text], list[dict]]:
    """All training texts, and what they are."""
    found, sources = [], []
    for folder in sorted(path.parent for path in Path(options.gold).glob("*/rhetoric.jsonl")):
        speech = corpus.load(folder)
        table = corpus.gold(speech, "rhetoric")
        gold = [
            (r.device, r.start, r.end, r.members or [], r.agreed, r.scope, (r.alt or {}))
            for r in table.itertuples()
        ]
        found.append(text(folder.name, speech.text, gold))
        sources.append(_source(folder / "rhetoric.jsonl", folder.name, "the project's annotation"))
    if options.reading:
        found += readings(Path(options.reading), Path(options.speeches))
        sources.append(_source(Path(options.reading), "passages", "the project's reading"))
    for line in Path(options.essays).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = [
            (
                "parallelism" if len(group["members"]) > 2 else "antithesis",
                group["start"], group["end"], group["members"], True, "adjacent", {},
            )
            for group in row["parallelisms"]
        ]  # fmt: skip
        found.append(text(f"essay {row['id']}", row["text"], gold, essay=True))
    sources.append(_source(Path(options.essays), "Paibi-Student-Essays", "CC BY-SA 4.0"))
    return found, sources


def readings(path: Path, speeches: Path) -> list[Text]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        content = (speeches / row["file"]).read_text(encoding="utf-8")[row["from"] : row["to"]]
        gold = [
            (d["device"], d["members"][0][0], d["members"][-1][1], *(d[name] for name in LINE), {})
            for d in row["devices"]
        ]
        found.append(text(f"passage {row['file']}", content, gold))
    return found


def _source(path: Path, name: str, licence: str) -> dict:
    return {"name": name, "licence": licence, "sha256": sha256(path.read_bytes())}


def labels(one: Text, device: str, taken: list[series.Series]) -> tuple[np.ndarray, np.ndarray]:
    """Label and weight of each candidate; weight 0 for those of the other device or neutral."""
    goal, weight = np.zeros(len(one.runs)), np.zeros(len(one.runs))
    agreed = [line for line in one.gold if line[0] == device and line[4]]
    near = [line for line in agreed if line[5] != "distributed"]
    spared = [line for line in agreed if line[5] == "distributed"]
    spared += [
        line for line in one.gold if not line[4] and device in (line[0], line[6].get("device"))
    ]
    spared += [line for line in one.gold if line[0] == "chiasmus" and device == "antithesis"]
    taken_at = _placed(taken)
    for place, run in enumerate(one.runs):
        if (len(run.spans) > 2) != (device == "parallelism"):
            continue
        span = (run.start, run.end)
        best = max((overlap(span, line[1:3]) for line in near), default=0.0)
        if best >= 0.8:
            goal[place], weight[place] = 1, 1 if best > 0.95 else 0.5
        elif any(overlap(span, line[1:3]) >= 0.5 for line in spared):
            continue
        elif best >= 0.5 or cuts(run, taken_at):
            weight[place] = NEAR if best >= 0.5 else 0
        else:
            apart = all(_apart(span, line) for line in near)
            weight[place] = 1 if apart else PARTIAL
            if one.essay and evidence.framed(one.rows[place]):
                weight[place] *= UNMARKED
    return goal, weight * (ESSAY[device] if one.essay else 1)


def _placed(runs: list[series.Series]) -> Kept:
    return Kept((run.start, run.end, run) for run in runs)


def _apart(span: tuple[int, int], line: tuple) -> bool:
    inside = any(start <= span[0] and span[1] <= end for start, end in line[3])
    return inside or overlap(span, line[1:3]) <= 0.15


def learned(sets: list[tuple[np.ndarray, np.ndarray, np.ndarray]], penalty: float) -> np.ndarray:
    """Weights of a ridge-penalised logistic regression, in the measures' own units."""
    table, goal, weight = (np.concatenate(column) for column in zip(*sets, strict=True))
    use = weight > 0
    table, goal, weight = table[use], goal[use], weight[use]
    mean, spread = table.mean(0), table.std(0)
    mean[0], spread[0] = 0, 1
    scale = np.where(spread > 1e-9, spread, 1)
    standard = (table - mean) / scale

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        value = standard @ w
        chance = 1 / (1 + np.exp(-value))
        total = (weight * (np.logaddexp(0, value) - goal * value)).sum()
        slope = standard.T @ (weight * (chance - goal))
        ridge = np.r_[0, w[1:]]
        return total + penalty / 2 * ridge @ ridge, slope + penalty * ridge

    w = minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B").x / scale
    w[0] -= w[1:] @ mean[1:]
    return w


def hits(one: Text, device: str, kept: list[series.Series]) -> tuple[int, int, int, int]:
    """Hits, gold lines, predictions that are not neutral, exact hits; adjacent ones only."""
    gold = [g for g in one.gold if g[0] == device and g[4] and g[5] != "distributed"]
    neutral = [g for g in one.gold if not g[4] and device in (g[0], g[6].get("device"))]
    order = [
        (overlap((run.start, run.end), g[1:3]), i, j)
        for i, g in enumerate(gold)
        for j, run in enumerate(kept)
    ]
    rows: set[int] = set()
    columns: set[int] = set()
    exact = 0
    for share, i, j in sorted(order, reverse=True):
        if share >= 0.5 and i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            exact += share == 1
    alarms = [
        run
        for j, run in enumerate(kept)
        if j not in columns
        and not any(overlap((run.start, run.end), g[1:3]) >= 0.5 for g in neutral)
    ]
    return len(rows), len(gold), len(rows) + len(alarms), exact


def kept(one: Text, device: str, weights: np.ndarray, bar: float, taken: list) -> list:
    chance = 1 / (1 + np.exp(-(one.table @ weights - np.log(bar / (1 - bar)))))
    chance, taken_at = evidence.raised(chance, one.rows), _placed(taken)
    fit = [
        (run, float(score))
        for run, score in zip(one.runs, chance, strict=True)
        if (len(run.spans) > 2) == (device == "parallelism")
        and score >= 0.5
        and not cuts(run, taken_at)
    ]
    return [run for run, _ in ranked(fit)]


def f1(counts: np.ndarray, exact: bool = False) -> float:
    hit, gold, found, same = counts
    return 2 * (same if exact else hit) / (gold + found) if gold + found else 0.0


def left_out(all_texts: list[Text], device: str, taken: dict[str, list]) -> tuple[float, dict]:
    """Threshold by F1 over speeches that are left out one by one, and what is kept of each."""
    sets = {
        one.name: (one.table, *labels(one, device, taken.get(one.name, []))) for one in all_texts
    }
    speeches = [one for one in all_texts if not one.essay]
    essays = [one for one in all_texts if one.essay]
    weights = {}
    for one in speeches:
        others = [sets[name] for name in sets if name != one.name]
        weights[one.name] = learned(others, PENALTY[device])
    for half in (0, 1):
        others = [sets[e.name] for e in essays[1 - half :: 2]] + [sets[s.name] for s in speeches]
        learned_half = learned(others, PENALTY[device])
        weights |= {e.name: learned_half for e in essays[half::2]}
    totals = {}
    for at in GRID:
        counts = [
            hits(s, device, kept(s, device, weights[s.name], at, taken.get(s.name, [])))
            for s in speeches
        ]
        total = f1(np.sum(counts, axis=0))
        print(f"{device} threshold {at:.2f}: F1 {total:.3f} over speeches left out", end="; ")
        if ESSAY[device]:
            rest = [hits(e, device, kept(e, device, weights[e.name], at, [])) for e in essays]
            some = np.sum(rest, axis=0)
            print(f"essays {f1(some):.3f}, exact {f1(some, True):.3f}", end="; ")
        named = zip(speeches, map(np.array, counts), strict=True)
        print(*(f"{s.name} {f1(c):.2f} ({c[0]}/{c[1]}/{c[2]})" for s, c in named), sep=", ")
        totals[float(at)] = total
    bar = max(at for at, total in totals.items() if total >= max(totals.values()) - SAME[device])
    return bar, {
        s.name: kept(s, device, weights[s.name], bar, taken.get(s.name, [])) for s in speeches
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold")
    parser.add_argument("essays")
    parser.add_argument("--reading")
    parser.add_argument("--speeches")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found, sources = texts(options)
    names = list(evidence.evidence(found[0].runs[0]))
    taken: dict[str, list] = {}
    devices = {}
    for device in ("parallelism", "antithesis"):
        bar, taken_now = left_out(found, device, taken)
        sets = [(one.table, *labels(one, device, taken.get(one.name, []))) for one in found]
        weights = learned(sets, PENALTY[device])
        weights[0] -= np.log(bar / (1 - bar))  # the best threshold comes to stand at 0.5
        rounded = [round(float(w), 4) for w in weights]
        devices[device] = {
            "threshold": round(bar, 2),
            "weights": dict(zip(names, rounded, strict=True)),
        }
        taken = taken_now
    if options.write:
        licence = "weights: MIT; learned in part from essays under CC BY-SA 4.0, see training"
        table = {"licence": licence, "training": sources, "devices": devices}
        write(evidence.WEIGHTS, json.dumps(table, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
