"""Scores the program on sets that others annotated: figures of speech in texts of other kinds.

    python benchmarks/outside.py FOLDER [--write FILE.csv]

FOLDER holds the files of these sets that are there; one that is not is passed over and named.

=====================  ====================================================================
configure_*.json       ConFiguRe (PKU-TANGENT/ConFiguRe, MIT): twelve figures in fragments of
                       prose. A span is widened to the clauses that it touches, on both sides;
                       of our paired lines those count as its 对偶 that are whole clauses of one
                       length, as it defines them (on the part that is here, weights left out by
                       novel, precision .22 and recall .41; what else is found mostly reads as a
                       pair that was passed over: 公公嫌凉，婆婆嫌热);
                       exact, and overlap (intersection over union) of at least 0.5. 引语 there
                       are borrowed words (verses, proverbs, classics), not dialogue. Published on
                       the test part, exact micro F1: rules 9.64, best model 30.99.
couplets_*.json        couplets of the primers (Peng-Peng/highquality-chinese-couplet-dataset,
                       MIT): each is 对偶. Found where one antithesis covers both lines; false
                       alarms are counted on the same first lines with the second lines of other
                       couplets of their length.
cmdag_*.json           CMDAG (JasonShao55/Chinese_Metaphor_Explanation, MIT): metaphors of songs
                       and poems. A metaphor found is right where it overlaps a vehicle of its
                       context, or the longest stretch of two and more characters that the context
                       has of it; a vehicle that is not there at all (person for what speaks)
                       cannot be found.
pse_*.jsonl            排比 in student essays (Mythologos/Paibi-Student-Essays, CC BY-SA 4.0);
                       groups of two members are what the field dictionary calls 对偶.
wp_*_*.txt             speakers in a novel (YueChenkkk/Chinese-Dataset-Speaker-Identification,
                       Apache-2.0): whose words the 11th of 21 lines quotes. Names count as the
                       list wp_names.txt has them beside it. Published rules reach .54 overall.
=====================  ====================================================================
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np

from huayu import corpus, files, layers
from huayu.agreement.matching import matches, spans_alike, spans_equal
from huayu.agreement.scoring import ratio
from huayu.lexicon import Lexicon
from huayu.quotations.lexicons import saying
from huayu.quotations.wording import old

FIELDS = ("set", "label", "way", "precision", "recall", "f1", "hit", "gold", "found")
# figures of ConFiguRe that have a counterpart here; the other five count as missed
FIGURES = {
    "metaphor": "比喻", "question": "问语", "parallelism": "排比", "antithesis": "对偶",
    "chiasmus": "对偶", "repetition": "反复", "contrast": "对比", "citation": "引语",
}  # fmt: skip
# a clause of ConFiguRe ends with its mark and the closing marks after it
_CLAUSE = re.compile(r"[^，。！？；：,!?;:…—]*[，。！？；：,!?;:…—]*[”’」』）)]*")
# marks between which a clause stands whole
_EDGES = frozenset("。！？；，：…—“”‘’,!?;:\n")
LENGTHS = (4, 5, 7)  # characters of a line of verse; shorter pairs are words
SEED = 0  # of the second lines that are dealt out anew

Row = dict[str, Any]
Counts = dict[tuple[str, str], np.ndarray]  # (label, way) -> hits, gold, found


def found(text: str) -> list[Row]:
    """Figures of speech of a text, and citations of old words."""
    speech = corpus.Speech("outside", text)
    rows = layers.layer(speech, "rhetoric").to_dict("records")
    quoted = layers.layer(speech, "quotations").to_dict("records")
    lexicon = speech.lexicon
    return rows + [
        {**row, "device": "citation"}
        for row in quoted
        if row["function"] == "citation" and _borrowed(lexicon, lexicon.simplified(row["text"]))
    ]


def _borrowed(lexicon: Lexicon, words: str) -> bool:
    """Whether cited words are the figure 引用: a saying, a verse or words of the old language.

    What somebody in a story says is cited too, and is no figure of speech.
    """
    return saying(lexicon, words) is not None or old(lexicon, words.rstrip("。！？"))


def read(path: Path) -> Any:
    """Content of a JSON file, of one with a line of JSON for each text, or of WP2021."""
    if path.suffix == ".txt":
        return instances(path)
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in content.splitlines()]
    return json.loads(content)


def added(counts: Counts, label: str, way: str, numbers: Iterable[int]) -> None:
    """Adds hits, gold and found lines to a label."""
    for name in (label, "micro"):
        counts[name, way] += np.array(list(numbers))


def configure(table: dict[str, Row]) -> Counts:
    """ConFiguRe by figure, exact and by overlap, micro over all twelve."""
    counts: Counts = defaultdict(lambda: np.zeros(3, dtype=int))
    for row in table.values():
        text = row["fragment"]
        ends = [match.end() for match in _CLAUSE.finditer(text) if match[0]]
        gold = sorted({(u["fos"], *_widened(ends, u["begin"], u["end"])) for u in row["units"]})
        here = sorted(
            {
                (FIGURES[r["device"]], *_widened(ends, r["start"], r["end"]))
                for r in found(text)
                if r["device"] in FIGURES and _counts(text, r)
            }
        )
        for figure in sorted({line[0] for line in gold + here}):
            wanted, given = _spans(gold, figure), _spans(here, figure)
            for way, alike in (("exact", spans_equal), ("overlap", spans_alike)):
                hits = len(matches(wanted, given, alike))
                added(counts, figure, way, (hits, len(wanted), len(given)))
    return counts


def _counts(text: str, row: Row) -> bool:
    """Whether ConFiguRe names a figure as we do: its 对偶 are whole clauses of one length."""
    if row["device"] != "antithesis":
        return True
    start, end = row["start"], row["end"]
    whole = start == 0 or text[start - 1] in _EDGES
    whole &= end == len(text) or text[end] in _EDGES
    return whole and len({last - first for first, last in row["members"]}) == 1


def _widened(ends: list[int], start: int, end: int) -> tuple[int, int]:
    """The clauses that a span touches."""
    first = max((e for e in ends if e <= start), default=0)
    return first, min((e for e in ends if e >= end), default=end)


def _spans(lines: list[tuple[str, int, int]], figure: str) -> list[Row]:
    return [{"start": start, "end": end} for name, start, end in lines if name == figure]


def dealt(pairs: list[list[str]]) -> Iterator[tuple[str, str, bool]]:
    """Couplets of each length, and their first lines with second lines dealt out anew."""
    rng = np.random.default_rng(SEED)
    for length in LENGTHS:
        same = [pair for pair in pairs if {len(line) for line in pair} == {length}]
        order = rng.permutation(len(same)).tolist()
        for place, other in zip(order, order[1:] + order[:1], strict=True):
            yield *same[place], True
            yield same[place][0], same[other][1], False


def couplets(pairs: list[list[str]]) -> Counts:
    """Couplets by length: pairs found, and second lines of other couplets taken for answers."""
    counts: Counts = defaultdict(lambda: np.zeros(3, dtype=int))
    for one, two, paired in dealt(pairs):
        hit = _paired(one, two)
        way = "couplets" if paired else "dealt anew"
        added(counts, f"{len(one)} characters", way, (hit * paired, 1, hit))
    return counts


def _paired(one: str, two: str) -> int:
    whole = {"start": 0, "end": len(one) + 1 + len(two)}
    rows = [r for r in found(f"{one}，{two}。") if r["device"] == "antithesis"]
    return int(any(spans_alike(whole, row) for row in rows))


def cmdag(rows: list[Row]) -> Counts:
    """Metaphors of CMDAG: recall over vehicles, precision over metaphors found."""
    vehicles: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        vehicles[row["context"]].append(row["vehicle"])
    counts: Counts = defaultdict(lambda: np.zeros(3, dtype=int))
    for context, wanted in vehicles.items():
        here = [(r["start"], r["end"]) for r in found(context) if r["device"] == "metaphor"]
        places = [_places(vehicle, context) for vehicle in wanted]
        hits = sum(any(_meets(a, b) for a in one for b in here) for one in places)
        right = sum(any(_meets(a, b) for one in places for a in one) for b in here)
        counts["metaphor", "recall"] += np.array([hits, len(wanted), 0])
        counts["metaphor", "precision"] += np.array([right, 0, len(here)])
    return counts


def _places(vehicle: str, context: str) -> list[tuple[int, int]]:
    """Where a vehicle stands in its context: whole, else the longest part of it."""
    whole = [match.span() for match in re.finditer(re.escape(vehicle), context)] if vehicle else []
    if whole:
        return whole
    part = SequenceMatcher(None, context, vehicle, autojunk=False).find_longest_match()
    return [(part.a, part.a + part.size)] if part.size > 1 else []


def _meets(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def essays(rows: list[Row]) -> Counts:
    """Parallelism and antithesis of student essays, exact and by overlap."""
    counts: Counts = defaultdict(lambda: np.zeros(3, dtype=int))
    for row in rows:
        groups = row["parallelisms"]
        here = found(row["text"])
        for device, many in (("parallelism", True), ("antithesis", False)):
            gold = [group for group in groups if (len(group["members"]) > 2) == many]
            given = [r for r in here if r["device"] == device and r["scope"] != "distributed"]
            for way, alike in (("exact", spans_equal), ("overlap", spans_alike)):
                hits = len(matches(gold, given, alike))
                added(counts, device, way, (hits, len(gold), len(given)))
    return counts


def speakers(instances: list[Row]) -> Counts:
    """Speakers of quoted lines: right ones among all, and among those that get a name."""
    counts: Counts = defaultdict(lambda: np.zeros(3, dtype=int))
    for row in instances:
        said = _said_by(row["lines"])
        right = int(said is not None and row["names"].get(said, said) == row["speaker"])
        counts[row["category"], "speaker"] += np.array([right, 1, int(said is not None)])
    return counts


def _said_by(lines: list[str]) -> str | None:
    """Who says the quotation of the middle line; a new paragraph opens where one begins."""
    text, place = "", 0
    for number, line in enumerate(lines):
        opens = line[:1] in "“‘「" and text[-1:] not in ("：", "，", "")
        text += ("\n" if opens else "") + line
        if number == len(lines) // 2:
            place = len(text) - len(line)
            end = len(text)
    rows = layers.layer(corpus.Speech("outside", text), "quotations").to_dict("records")
    here = [r for r in rows if place <= r["start"] < end and r["form"] == "quoted"]
    return next((r["speaker"] for r in here if r["speaker"]), None)


def instances(path: Path) -> list[Row]:
    """Instances of a file of WP2021, with the names of its novel."""
    names = {}
    for line in (path.parent / "wp_names.txt").read_text(encoding="utf-8").splitlines():
        _, main, *others = [*line.split(), ""]
        names.update(dict.fromkeys(filter(None, (main, *others)), main))
    found = []
    for block in path.read_text(encoding="utf-8").split("Instance index: ")[1:]:
        lines = block.strip().splitlines()[1:]
        told = dict(line.split(": ", 1) for line in lines[-3:])
        row = {"speaker": told["Speaker"], "category": told["Category"]}
        found.append({**row, "lines": lines[:-3], "names": names})
    return found


SETS: dict[str, Callable[[Any], Counts]] = {
    "configure_*.json": configure,
    "couplets_*.json": couplets,
    "cmdag_*.json": cmdag,
    "pse_*.jsonl": essays,
    "wp_*_*.txt": speakers,
}


def scored(name: str, counts: Counts) -> Iterator[tuple[str, ...]]:
    """Lines of the table: precision, recall, F1 and what they were counted from."""
    for (label, way), numbers in sorted(counts.items()):
        hit, gold, given = numbers.tolist()
        shares = ratio(hit, given), ratio(hit, gold), ratio(2 * hit, gold + given)
        if way == "dealt anew":  # nothing there is right: the share found is the false alarms
            shares = (float("nan"), ratio(given, gold), float("nan"))
        if not gold or not given:
            shares = (*shares[:2], float("nan"))
        yield name, label, way, *(f"{share:.3f}" for share in shares), *map(str, (hit, gold, given))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--only", choices=[name.partition("_")[0] for name in SETS])
    arguments.add_argument("--write", type=Path)
    options = arguments.parse_args()
    lines: list[tuple[str, ...]] = []
    missing = Counter[str]()
    for pattern, score in SETS.items():
        if options.only and not pattern.startswith(options.only):
            continue
        paths = sorted(options.folder.rglob(pattern))
        missing.update([pattern] * (not paths))
        for path in paths:
            lines += scored(path.stem, score(read(path)))
    if not lines:
        raise SystemExit(f"{options.folder} holds none of {', '.join(SETS)}")
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([FIELDS, *lines])
    print(out.getvalue(), end="")
    for pattern in missing:
        print(f"not there: {pattern}")
    if options.write:
        files.write(options.write, out.getvalue())


if __name__ == "__main__":
    main()
