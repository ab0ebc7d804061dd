"""Houses: what `huayu check` passes, no command crashes on.

    python proof/houses.py [--count 2000] [--seed 1]

Houses are made up by hypothesis: a random text, a meta.toml, gold, corrections and word lists,
sound for the most part and odd in places (other types, numbers of thousands of digits, control
characters, cells that are empty). Where ``huayu check`` finds no fault, every command that reads a
house runs, in this process, and every figure is drawn; an exception is a finding. Goes on where it
was cut, see steps.py.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import json
import math
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import steps
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from steps import tried
from texts import NASTY, texts
from trust import record

from huayu import cli, corpus, draw, layers
from huayu.corrections import COLUMNS
from huayu.export import FORMATS
from huayu.figures import Nothing
from huayu.files import Fault, characters, sha256
from huayu.folders import GOLD, LABELS, REQUIRED
from huayu.lexicon import SHIPPED

CHUNK = 20  # houses that are one step of a long run
MADE = settings(
    deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
MEANT = (Fault, Nothing)  # what a command or a figure may answer
ID = "made"
ROWS = 40  # of a list that a house has of its own: enough to be read, few enough to be quick
LONG = 5000  # digits: more than Python reads without being told to


class House(NamedTuple):
    """A house 语料库: its files below corpus/ by name, and corrections by layer, row and rest."""

    text: str
    files: dict[str, str]
    corrections: list[tuple[str, int, dict[str, str]]]


words = st.one_of(
    st.sampled_from(["", " ", "改革", "x", "0", "-1", "1e9", "9" * LONG, "nan", "2020-13-45"]),
    st.sampled_from(["…", "{", "a|b", "(", "[", "*"]),
    st.sampled_from(NASTY).map(characters),
    st.text(max_size=4).map(characters),
)  # fmt: skip
scalars = st.one_of(
    words,
    st.none(),
    st.booleans(),
    st.sampled_from([0, 1, -1, 2**31, 2**53, 2**63, 10**30]),
    st.sampled_from([0.5, -1e300, math.nan, math.inf]),
)
odd = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "zh", "a"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def rarely(usual: st.SearchStrategy[Any], seldom: st.SearchStrategy[Any] = odd) -> Any:
    """Mostly one thing, in one of eight cases another."""
    return st.integers(0, 7).flatmap(lambda drawn: usual if drawn else seldom)


@st.composite
def houses(draw: st.DrawFn, listed: bool = True) -> House:
    """A house; each kind of file that it may have is there in about half of them.

    ``listed`` is whether it may have word lists, which all have to be read anew.
    """
    text = characters(next(texts(draw(st.integers(0, 2**32)), 1))) or "改革。"
    files = {f"{ID}/meta.toml": draw(metas(text))}
    if draw(st.booleans()):
        layer = draw(st.sampled_from(list(GOLD)))
        lines = draw(st.lists(golds(layer, text), max_size=4))
        files[f"{ID}/gold/{layer}.jsonl"] = "".join(f"{json.dumps(one)}\n" for one in lines)
    if listed and draw(st.booleans()):
        name = draw(st.sampled_from(LISTS))
        files[f"lexicons/{name}"] = draw(lists(name))
    if draw(st.booleans()):
        own = st.tuples(
            rarely(st.sampled_from(["改革", "同志们"]), words),
            st.sampled_from(["policy", "slogan"]),
        )
        files[f"{ID}/formulas.csv"] = _csv(
            [("formula", "kind"), *draw(st.lists(own, max_size=3))], ","
        )
    rows = st.tuples(st.sampled_from(list(layers.DETECTORS)), st.integers(0, 30), changes)
    return House(text, files, draw(st.lists(rows, max_size=3)))


@st.composite
def metas(draw: st.DrawFn, text: str) -> str:
    """A meta.toml: some fields odd, parts anywhere."""
    fields: dict[str, Any] = dict.fromkeys(REQUIRED, "讲话") | {
        "date": "2020-01-01", "kind": "speech", "masks": ["**"], "sha256": sha256(text),
    }  # fmt: skip
    more = st.sampled_from(
        ["title", "speaker", "date", "masks", "residue", "level", "note", "original"]
    )
    fields |= draw(st.dictionaries(more, odd, max_size=1))
    part = st.fixed_dictionaries(
        {"start": rarely(st.integers(0, max(0, len(text) - 1)))},
        optional={"level": rarely(st.integers(1, 9)), "title": odd, "label": odd},
    )
    if parts := draw(st.lists(part, max_size=3)):
        fields["part"] = parts
    return "".join(
        f"{name} = {_toml(value)}\n" for name, value in fields.items() if value is not None
    )


def golds(layer: str, text: str) -> st.SearchStrategy[dict[str, Any]]:
    """A line of gold: a span of the text, labels of the layer, some of them odd."""
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 30)).map(
        lambda drawn: (drawn[0], min(len(text), sum(drawn)))
    )
    fields = {
        name: rarely(st.sampled_from(LABELS.get((layer, name), ("改革", "1"))))
        for name in GOLD[layer]
    } | ({"level": rarely(st.integers(1, 4))} if layer == "headings" else {})
    more = {
        "agreed": rarely(st.booleans()),
        "alt": st.dictionaries(st.sampled_from([*GOLD[layer], "x"]), rarely(words), max_size=2),
        "members": odd,
        "reason": odd,
    }

    def line(span: tuple[int, int]) -> st.SearchStrategy[dict[str, Any]]:
        start, end = span
        place = {"start": st.just(start), "end": st.just(end), "text": st.just(text[start:end])}
        return st.fixed_dictionaries(place | fields, optional=more)

    return spans.flatmap(line)  # fmt: skip


FIELDS = ("", "function", "device", "speaker", "members", "level", "strength", "canonical")
VALUES = ("citation", "parallelism", "3", "[[0, 1], [1, 2]]", "[[1,[2]]]")
changes = st.fixed_dictionaries(
    {
        "action": st.sampled_from(["accept", "reject", "relabel", "add"]),
        "field": rarely(st.sampled_from(FIELDS), words),
        "value": st.one_of(words, st.sampled_from(VALUES)),
    }
)
FIGURES = [name for name in dir(draw) if not name.startswith("lives_")]  # those read an archive
LISTS = sorted(
    path.relative_to(SHIPPED).as_posix()
    for path in SHIPPED.rglob("*.*")
    if path.suffix in (".csv", ".tsv", ".toml", ".json", ".txt") and path.stat().st_size < 1 << 20
)


@st.composite
def lists(draw: st.DrawFn, name: str) -> str:
    """A word list of the house's own: some of the shipped one, with one place of it odd."""
    content = (SHIPPED / name).read_text(encoding="utf-8")
    if name.endswith((".csv", ".tsv")):
        between = "\t" if name.endswith(".tsv") else ","
        lines = [line for line in content.split("\n") if line and not line.startswith("#")]
        rows = [line.split(between) for line in lines[: ROWS + 1]]
        width = len(rows[0])
        rows = [row for row in rows if len(row) == width]
        place = draw(st.integers(1, len(rows) - 1)), draw(st.integers(0, width - 1))
        rows[place[0]][place[1]] = re.sub(r"[\t\n\r]", " ", draw(words))
        return _csv(rows, between)
    if name.endswith(".txt"):
        return "\n".join([*content.split("\n")[:ROWS], draw(words)])
    table = tomllib.loads(content) if name.endswith(".toml") else json.loads(content)
    _set(table, draw(st.lists(st.integers(0, 50), min_size=1, max_size=5)), draw(odd))
    if name.endswith(".json"):
        return json.dumps(table)
    return "".join(f"{key} = {_toml(value)}\n" for key, value in table.items() if value is not None)


def _set(table: Any, way: list[int], value: Any) -> None:
    """Put a value at a place in a nest of lists and tables; ``way`` says which at each depth."""
    places = list(table) if isinstance(table, dict) else range(len(table))
    place = places[way[0] % len(places)]
    inner = table[place]
    if len(way) > 1 and isinstance(inner, list | dict) and inner:
        _set(inner, way[1:], value)
    else:
        table[place] = value


def _csv(rows: list[Any], between: str) -> str:
    if between == "\t":
        return "".join("\t".join(row) + "\n" for row in rows)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _toml(value: Any) -> str:
    """A value as TOML has it; what TOML has not (null) is an empty string."""
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(
                f"{json.dumps(k, ensure_ascii=False)} = {_toml(v)}" for k, v in value.items()
            )
            + "}"
        )
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, float):
        return repr(value)
    return '""' if value is None else json.dumps(value)


def lay(house: House, root: Path) -> None:
    """Write a house into a folder."""
    home = root / "corpus"
    for name, content in {f"{ID}/text.txt": house.text, **house.files}.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8", "replace"))
    if not house.corrections:
        return
    rows = []
    for layer, number, change in house.corrections:
        with contextlib.suppress(Fault):
            found = layers.detected(corpus.load(ID, root), layer)
            if len(found):
                row = found.iloc[number % len(found)]
                rows.append([layer, change["action"], row["start"], row["end"], row["text"],
                             change["field"], change["value"], "听", "a"])  # fmt: skip
    (home / ID / "corrections.csv").write_text(_csv([COLUMNS, *rows], ","), encoding="utf-8")


def commands(root: Path) -> Iterator[list[str]]:
    """Every command that reads a house, but for those that start kernels or wait for somebody."""
    text = str(root / "corpus" / ID / "text.txt")
    for layer in layers.DETECTORS:
        yield ["annotate", ID, layer, "--format", "csv"]
    for form in FORMATS:
        yield ["export", ID, "--format", form, "--out", str(root / "out")]
    for form in ("csv", "graphml", "gexf", "html"):
        yield ["network", ID, "--format", form]
    yield ["annotate", ID, "quotations"]
    yield ["keyness", ID, text]
    yield ["kwic", ID, text, "改革"]
    yield ["collocates", ID, "改革"]
    yield ["words", ID, "--ngrams", "2"]
    yield ["trace", ID, "--in", text]
    yield [
        "archive",
        text,
        "--out",
        str(root / "counts"),
        "--workers",
        "0",
        "--quotations",
        "--trace",
        ID,
    ]
    yield ["evaluate", ID]
    yield ["read", ID, "--out", str(root / "page.html")]
    yield ["portrait", ID, "--out", str(root / "portrait.html")]
    yield ["add", text, "--id", "again", "--dry-run"]
    yield ["get", "--list"]
    yield ["site", "--out", str(root / "site")]
    yield ["check"]


def findings(house: House, drawn: bool = True) -> tuple[bool, list[str]]:
    """Whether a house passes ``huayu check``, and each exception that a command then raises."""
    with tempfile.TemporaryDirectory(prefix="houses-") as folder:
        root = Path(folder)
        lay(house, root)
        passed: list[int] = []
        found = [*tried("check", lambda: passed.append(_run(["check"], root)), MEANT)]
        if passed != [0]:
            return False, found
        for command in commands(root):
            found += tried(command[0], lambda command=command: _run(command, root), MEANT)
        for name in FIGURES if drawn else ():
            found += tried(
                name, lambda name=name: getattr(draw, name)(corpus.load(ID, root)), MEANT
            )
        return True, found


def _run(command: list[str], root: Path) -> int:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return cli.main(["--root", str(root), *command])


def step(name: str) -> list[Any]:
    """One step: how many houses of a chunk pass the check, and the findings in those that do."""
    passed: list[bool] = []
    found: dict[str, str] = {}

    @seed(int(name))
    @settings(MADE, max_examples=CHUNK)
    @given(houses())
    def tried(house: House) -> None:
        sound, lines = findings(house, drawn=len(passed) % 5 == 0)
        passed.append(sound)
        found.update((line, repr(house)[:2000]) for line in lines if line not in found)

    tried()
    return [len(passed), sum(passed), found]


def main() -> int:
    """Run, report and record; status 1 on any finding."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    steps.arguments(parser)
    args = parser.parse_args()
    names = [str(args.seed + n) for n in range(-(-args.count // CHUNK))]
    run = steps.Steps("houses", CHUNK, names)

    def told(name: str, result: list[Any]) -> None:
        print(f"seed {name}: {result[0]} houses, {result[1]} pass", *result[2], sep="\n    ")
        sys.stdout.flush()

    run.run(step, args.jobs, args.minutes, told)
    results = [result for _, result in run.results()]
    found = {line for result in results for line in result[2]}
    if results:
        made, sound = (sum(result[of] for result in results) for of in (0, 1))
        what = f"{made:,} of {args.count:,} made-up houses, seed {args.seed}"
        shown = f"{sound:,} pass `huayu check`; {len(found)} kinds of exception in a command"
        record("houses", what, shown)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
