"""huayu beside its peers: the same input, the same run, in turn; the ratios go into the READMEs.

    python benchmarks/compare.py [--mb 0.1 1 10] [--only-made-up]

The input is made up from a seed, in several sizes: the sentences of the first speech, shuffled,
between generated prose. Where ../shared/scale is there (JSON lines of laws and broadcast news), it
is one more; texts of as many megabytes as the largest size are taken from all over it.
What was measured is in benchmarks/results.json; the tables of the READMEs are written from it.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import peers
import planted

from huayu import corpus, files, reuse, structure

HOME = Path(__file__).resolve().parents[1]
RESULTS = HOME / "benchmarks" / "results.json"
SCALE = HOME.parent / "shared" / "scale"
HEADS = {
    "en": ("task", "peer", "{input}, {mb} MB"),
    "zh": ("任务", "对照工具", "{input}，{mb} MB"),
}
TOLD = {
    "en": "Time of the peer over huayu's, the best of some turns; **below 1 huayu loses**. Both "
    "have the same input, threads and processes.{sampled} {machine}.",
    "zh": "数字是对照工具的用时除以 huayu 的用时，轮流各跑几次，取最快的一次；"
    "**小于 1 就是 huayu 更慢**。双方的输入、线程数、进程数都相同。{sampled}{machine}。",
}
# an input that the largest size does not hold: the archive alone is counted whole
SAMPLED = {
    "en": " Of {input} the archive has all, other tasks {mb:g} MB from all over them.",
    "zh": "{input}一栏，统计档案用全部，其余各项用从中均匀抽取的 {mb:g} MB。",
}
ABSENT = {"en": "not installed", "zh": "未安装"}
INPUTS = {"made-up text": "拼造的文本", "laws and news": "法律与新闻"}
MARKS = "<!-- benchmarks -->", "<!-- /benchmarks -->"


def made_up(folder: Path, megabytes: float, seed: int = 0) -> Path:
    """JSON lines of so many megabytes: shuffled sentences of the first speech and prose."""
    rng = random.Random(seed)
    said = structure.sentences(corpus.load("2021-city-secretary", HOME))["text"].str.strip()
    written, number = 0, 0
    with (folder / "made-up.jsonl").open("wb") as out:
        while written < megabytes * 1e6:
            parts = rng.sample(said.tolist(), 20) + [planted.prose(rng, 60) for _ in range(80)]
            rng.shuffle(parts)
            text = "\n".join("。".join([*parts[i : i + 5], ""]) for i in range(0, 100, 5))
            date = f"{1990 + number % 30}-{1 + number % 12:02d}-01"
            row = {"id": f"m{number}", "date": date, "text": text}
            written += out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            number += 1
    return folder


def sample(source: Path, megabytes: float) -> tuple[list[str], float]:
    """Texts from all over an input, about so many megabytes; and how many it has in all."""
    texts = [document.text for document in reuse.documents([source])]
    total = sum(len(text.encode()) for text in texts) / 1e6
    return texts[:: max(1, round(total / megabytes))], total


def tasks(source: Path, read: list[str]) -> Iterator[peers.Task]:
    """All tasks on an input."""
    wanted = peers.vocabulary(read)
    yield peers.segmentation(read)
    yield peers.pairs_from_ids(read, wanted)
    yield from peers.pairs_from_text(read, wanted)
    yield peers.tracing(read)
    yield peers.engine(source)


def raced(task: peers.Task) -> list[dict]:
    """Seconds of everyone who takes part, the best of some rounds in which they take turns."""
    best: dict[str, float] = {}
    for _ in range(task.rounds):
        for name, run, share in task.contenders:
            if run:
                start = task.clock()
                run()
                took = (task.clock() - start) / share
                best[name] = min(took, best.get(name, took))
    own = best[task.contenders[0].name]
    return [
        {"task": task.english, "zh": task.chinese, "name": name, "own": task.contenders[0].name,
         "seconds": round(best[name], 3) if run else None,
         "ratio": round(best[name] / own, 2) if run else None}
        for name, run, _ in task.contenders
    ]  # fmt: skip


def measured(source: Path, name: str, megabytes: float) -> dict:
    """All tasks on one input."""
    read, total = sample(source, megabytes)
    rows = []
    for task in tasks(source, read):
        rows += raced(task)
        print(json.dumps(rows[-len(task.contenders) :], ensure_ascii=False), flush=True)
    sampled = sum(len(text.encode()) for text in read) / 1e6
    sizes = {"megabytes": float(f"{total:.2g}"), "sampled": float(f"{sampled:.2g}")}
    return {"input": name, **sizes, "rows": rows}


def table(results: dict, language: str) -> str:
    """The table of a README: the peers' times over huayu's, a column for each input."""
    runs = results["runs"]
    task, peer, column = HEADS[language]
    names = [run["input"] if language == "en" else INPUTS[run["input"]] for run in runs]
    heads = [
        column.format(input=n, mb=f"{r['megabytes']:g}") for n, r in zip(names, runs, strict=True)
    ]
    lines = [f"| {' | '.join([task, peer, *heads])} |", "|" + "---|" * (2 + len(heads))]
    shown = ""
    for rows in zip(*(run["rows"] for run in runs), strict=True):
        first = rows[0]
        if first["name"] == first["own"]:
            continue
        label = first["task"] if language == "en" else first["zh"]
        cells = [_cell(r["ratio"], language) for r in rows]
        lines.append(f"| {' | '.join(['' if label == shown else label, first['name'], *cells])} |")
        shown = label
    machine = results["machine"]
    machine = machine if language == "en" else machine.replace(" cores, ", " 核，")
    sampled = "".join(
        SAMPLED[language].format(input=name, mb=run["sampled"])
        for name, run in zip(names, runs, strict=True)
        if run["sampled"] < run["megabytes"]
    )
    told = TOLD[language].format(machine=machine, sampled=sampled)
    return "\n".join([*lines, "", told])


def _cell(ratio: float | None, language: str) -> str:
    """A ratio; in bold where huayu loses."""
    if ratio is None:
        return ABSENT[language]
    return f"{ratio:.3g}" if ratio >= 1 else f"**{ratio:.2g}**"


def shown(page: str, results: dict, language: str) -> str:
    """A README with the table between its marks."""
    before, rest = page.split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    return f"{before}{MARKS[0]}\n{table(results, language)}\n{MARKS[1]}{after}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mb", type=float, nargs="+", default=[0.1, 1, 10])
    parser.add_argument("--only-made-up", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        runs = [measured(made_up(Path(home), mb), "made-up text", mb) for mb in args.mb]
        if SCALE.is_dir() and not args.only_made_up:
            runs.append(measured(SCALE, "laws and news", max(args.mb)))
    machine = f"{multiprocessing.cpu_count()} cores, Python {platform.python_version()}"
    results = {"machine": machine, "runs": runs}
    files.write(RESULTS, json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    for name, language in (("README.md", "en"), ("README.zh.md", "zh")):
        page = (HOME / name).read_text(encoding="utf-8")
        files.write(HOME / name, shown(page, results, language))


if __name__ == "__main__":
    main()
