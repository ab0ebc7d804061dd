"""Command line 命令行: ``huayu``, one function per command.

Data goes to stdout, everything else to stderr. Bad input is one line on stderr and status 2.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from huayu import __version__, corpus, layers
from huayu.files import Fault

FIRST = "2021-city-secretary"
# what can be compared, as comparison.KINDS has it; named here to spare --help its imports
KINDS = ("words", "terms", "formulas", "concepts")
SUPPORTED = ((3, 11), (3, 14))  # from, below; as pyproject.toml says


def main(argv: list[str] | None = None) -> int:
    """Run one command 入口; returns its exit status: 0 done, 1 a notebook failed, 2 bad input."""
    if not SUPPORTED[0] <= sys.version_info[:2] < SUPPORTED[1]:
        found = f"{sys.version_info[0]}.{sys.version_info[1]}"
        print(f"huayu needs Python 3.11 to 3.13, this is {found}", file=sys.stderr)
        return 2
    args = _parser().parse_args(argv)
    try:
        return args.run(args)
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output (head, less) has enough
        sys.stderr.close()
        return 0


def figures(args: argparse.Namespace) -> int:
    """Run the notebooks 出图 on a speech or on all, and write figures/<id>/."""
    from rich.console import Console
    from rich.progress import Progress

    from huayu import series

    house = corpus.root(args.root)
    chosen = corpus.ids(house) if args.speech == "all" else [args.speech]
    speeches = [_of_corpus(name, house) for name in chosen]
    if args.save and chosen != [FIRST]:
        mend = f"only the notebooks of {FIRST} are kept; leave --save out"
        raise Fault("notebooks", "--save is for the first speech", mend)
    count = len(speeches) * len(series.notebooks(house, args.only))
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("notebooks", total=count)

        def told(run: series.Run) -> None:
            state = "failed" if run.error else "done"
            bar.console.print(f"{run.speech} {run.notebook} {state}", highlight=False)
            bar.advance(task)

        runs = series.run(speeches, house, args.only, args.jobs, args.save, told)
    for run in runs:
        if run.error:
            print(f"build/{run.speech}/notebooks/{run.notebook}: {run.error}", file=sys.stderr)
    return int(any(run.error for run in runs))


def _of_corpus(name: str, house: Path) -> corpus.Speech:
    if name not in corpus.ids(house):
        known = ", ".join(corpus.ids(house)) or "none yet"
        raise Fault(house / "corpus" / name, "no such speech", f"the ids are: {known}")
    return corpus.load(name, house)


def annotate(args: argparse.Namespace) -> int:
    """Print one layer 标注层 of a speech or a text file as JSON lines or CSV."""
    from huayu import tables

    frame = layers.layer(corpus.load(args.source, args.root), args.layer)
    if args.format == "csv":
        sys.stdout.write(tables.csv(frame))
    else:
        for row in frame.to_dict("records"):
            print(json.dumps(tables.plain(row), ensure_ascii=False))
    return 0


def keyness(args: argparse.Namespace) -> int:
    """Print the terms 关键词 that set one text apart from another, or from several together."""
    from huayu import comparison, tables

    table = comparison.contrast(args.target, args.reference, args.of, args.root, args.least)
    if args.format == "csv":
        sys.stdout.write(tables.csv(table))
    else:
        sys.stdout.write(comparison.report(table))
    return 0


def evaluate(args: argparse.Namespace) -> int:
    """Print the agreement 一致性 of every layer that has gold."""
    from huayu import agreement, tables

    speech = corpus.load(args.source, args.root)
    found = {name: agreement.scores(speech, name, args.gold) for name in agreement.SCORED}
    found = {name: table for name, table in found.items() if table is not None}
    if not found:
        place = args.gold or (speech.folder / "gold" if speech.folder else args.source)
        raise Fault(place, "holds no gold", "give --gold a folder with headings.jsonl and others")
    if args.format == "json":
        print(json.dumps(tables.plain(found), ensure_ascii=False, indent=1))
    else:
        sys.stdout.write(agreement.report(speech, found))
    return 0


def trace(args: argparse.Namespace) -> int:
    """Print where the cited sayings and formulas 溯源 of a speech stand in other texts."""
    from huayu import reuse, tables

    house = corpus.root(args.root)
    speech = corpus.load(args.source, house)
    table = reuse.trace(speech, reuse.documents(args.within, house))
    sys.stdout.write(tables.csv(table))
    found = table[table["relation"] != reuse.NOT_FOUND]
    count, all_of_them = found.groupby(["layer", "start"]).ngroups, len(reuse.phrases(speech))
    places = f"{len(found)} passages of {found['document'].nunique()} texts"
    print(f"{count} of {all_of_them} phrases in {places}", file=sys.stderr)
    return 0


def archive(args: argparse.Namespace) -> int:
    """Count words, formulas and co-occurrence 档案统计 in many dated documents, into Parquet."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    from huayu import archive, reuse

    wanted = reuse.phrases(corpus.load(args.trace, args.root)) if args.trace else None
    traced = () if wanted is None else tuple(wanted["text"])
    whole = () if wanted is None else tuple(wanted["layer"] == "formulas")
    options = archive.Options(args.by, args.window, traced, whole, args.quotations)
    terms = args.terms if args.vocabulary is None else archive.listed(args.vocabulary)
    columns = (
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done)

        rows = archive.archive(
            args.input, args.out, options, terms, args.scheduler, args.workers, args.resume, told
        )
    for name, count in rows.items():
        print(f"{args.out / name}.parquet\t{count}")
    if rows["rejected"]:
        print(f"{rows['rejected']} documents rejected, see rejected.parquet", file=sys.stderr)
    return 0


def check(args: argparse.Namespace) -> int:
    """Print every fault 检查 of corpus, corrections, lexicons and figures, one line each."""
    house = corpus.root(args.root)
    found = False
    for fault in _faults(house):
        print(fault)
        found = True
    if found:
        return 2
    print(f"{len(corpus.ids(house))} speeches: no fault", file=sys.stderr)
    return 0


def add(args: argparse.Namespace) -> int:
    """Add 入库 a file of any kind to corpus/: read, cleaned, described; prints what it did."""
    from huayu import intake

    house = corpus.root(args.root)
    given = {name: getattr(args, name) for name in ("id", "title", "speaker", "date")}
    made = intake.entries(args.path, given, args.column, args.id_column)
    if not args.dry_run:
        intake.add(args.path, made, house)
    for entry in made:
        print(intake.report(entry))
    ending = "nothing was written" if args.dry_run else "look over meta.toml, then `huayu check`"
    print(f"{len(made)} read; {ending}", file=sys.stderr)
    return 0


def read(args: argparse.Namespace) -> int:
    """Write the reading edition 阅读版 of a speech: one page with all its layers."""
    from huayu import edition

    print(edition.save(corpus.load(args.source, args.root), args.out))
    return 0


def site(args: argparse.Namespace) -> int:
    """Build the site 网站: gallery, reading editions, notebooks, networks, tables."""
    from huayu import site as sites

    pages = sites.site(corpus.root(args.root), args.out)
    print(f"{len(pages)} pages, the first is {pages[0]}", file=sys.stderr)
    return 0


def export(args: argparse.Namespace) -> int:
    """Export 导出 a speech with all layers for another tool; prints the path of the file."""
    from huayu import export as exports

    print(exports.save(corpus.load(args.source, args.root), args.format, args.out))
    return 0


def network(args: argparse.Namespace) -> int:
    """Print the concept network 概念网络 of a speech or of one part."""
    from huayu.network import export as graphs

    speech = corpus.load(args.source, args.root)
    if args.format == "html":
        from huayu.figures.network_page import network_page

        sys.stdout.write(network_page(speech, args.part, args.window))
    else:
        shape = (args.part, args.window, args.descriptive)
        sys.stdout.write(graphs.FORMATS[args.format](speech, *shape))
    return 0


def correct(args: argparse.Namespace) -> int:
    """Take an annotator's changes 回收 into the speech's corrections.csv."""
    from huayu.export import returned

    speech = corpus.load(args.source, args.root)
    initials = args.initials or args.file.stem
    count = returned.save(speech, args.file, args.reason, initials)
    print(f"{count} lines added to corrections.csv of {speech.id}", file=sys.stderr)
    return 0


def _faults(house: Path) -> Iterator[Fault]:
    from huayu import figures as pictures

    for name in corpus.ids(house):
        found = list(corpus.faults(house / "corpus" / name))
        yield from found
        if found:
            continue
        yield from layers.faults(corpus.load(name, house))
        for figure, reasons in pictures.stale(corpus.load(name, house)).items():
            what = f"is stale ({', '.join(reasons)} changed)"
            path = house / "figures" / name / f"{figure}.png"
            yield Fault(path, what, f"run `huayu figures --speech {name}`")


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="huayu", description=__doc__)
    top.add_argument("--version", action="version", version=__version__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    command = _command(commands, figures)
    command.add_argument("--speech", default=FIRST, help="an id of corpus/, or all")
    command.add_argument("--only", help="first characters of a notebook's name, such as 03")
    command.add_argument("--jobs", type=int, default=2, help="notebooks at a time")
    command.add_argument("--save", action="store_true", help="put executed notebooks back")

    command = _command(commands, annotate)
    command.add_argument("source", help="a speech id or the path of a text file")
    command.add_argument("layer", choices=sorted(layers.DETECTORS))
    command.add_argument("--format", choices=["jsonl", "csv"], default="jsonl")

    command = _command(commands, keyness)
    command.add_argument("target", help="a speech id or file, or one part of it: SOURCE#2")
    command.add_argument(
        "reference",
        nargs="+",
        help="the same, several taken together; or wordfreq, or jieba (with --of words)",
    )
    command.add_argument("--of", choices=list(KINDS), default="terms", help="what is compared")
    command.add_argument("--least", type=int, default=3, help="occurrences in all, at least")
    command.add_argument("--format", choices=["table", "csv"], default="table")

    command = _command(commands, network)
    command.add_argument("source", help="a speech id or the path of a text file")
    command.add_argument("--part", type=int, help="number of a part; default the whole speech")
    window = "clause, sentence, paragraph or a number of words"
    command.add_argument("--window", default="sentence", help=window)
    command.add_argument("--format", choices=["csv", "graphml", "gexf", "html"], default="csv")
    more = "untested edges beside the associations, in graphml and gexf"
    command.add_argument("--descriptive", type=int, default=0, help=more)

    command = _command(commands, trace)
    command.add_argument("source", help="a speech id or the path of a text file")
    command.add_argument(
        "--in",
        dest="within",
        nargs="+",
        default=[],
        metavar="PATH",
        help="speech ids, text files, folders, .jsonl(.gz); default the corpus",
    )

    command = _command(commands, archive)
    command.add_argument("input", help="folder, glob or file: txt, jsonl(.gz), parquet")
    command.add_argument("--out", required=True, type=Path, help="folder for the tables")
    command.add_argument("--by", choices=["year", "month", "day"], default="year")
    command.add_argument("--window", choices=["sentence", "paragraph"], default="sentence")
    command.add_argument("--terms", type=int, default=5000, help="terms in co-occurrence")
    command.add_argument("--vocabulary", type=Path, help="file with those terms, one a line")
    command.add_argument("--trace", metavar="SOURCE", help="trace this speech's phrases too")
    command.add_argument("--quotations", action="store_true", help="quotations and sources too")
    command.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask scheduler")
    command.add_argument("--workers", type=int, default=2, help="processes; 0 counts in this one")
    command.add_argument("--resume", action="store_true", help="go on with the run in --out")

    _command(commands, check)

    command = _command(commands, evaluate)
    command.add_argument("source", nargs="?", default=FIRST)
    command.add_argument("--gold", type=Path, help="folder with <layer>.jsonl")
    command.add_argument("--format", choices=["table", "json"], default="table")

    command = _command(commands, add)
    command.add_argument("path", type=Path, help="txt, md, docx, html, pdf, csv or jsonl")
    for name in ("id", "title", "speaker", "date"):
        command.add_argument(f"--{name}", help=f"overrules the {name} that is guessed")
    command.add_argument("--column", help="column of a table that holds the texts")
    command.add_argument("--id-column", help="column of a table that names the speeches")
    command.add_argument("--dry-run", action="store_true", help="show it, write nothing")

    command = _command(commands, read)
    command.add_argument("source", help="a speech id or the path of a text file")
    command.add_argument("--out", required=True, type=Path, help="the HTML file to write")

    command = _command(commands, site)
    command.add_argument("--out", type=Path, default=Path("site"), help="folder of the site")

    command = _command(commands, export)
    command.add_argument("source", help="a speech id or the path of a text file")
    command.add_argument(
        "--format", required=True, choices=["tei", "conllu", "vertical", "w3c", "inception"]
    )
    command.add_argument("--out", required=True, type=Path, help="folder for the file")

    command = _command(commands, correct)
    command.add_argument("source", help="a speech id")
    command.add_argument("file", type=Path, help="a .tsv or .jsonld that came back")
    command.add_argument("--reason", default="changed in an annotation tool")
    command.add_argument("--initials", help="who annotated; default the name of the file")
    return top


def _command(commands: argparse._SubParsersAction, run) -> argparse.ArgumentParser:
    """A subcommand named and described by the function that runs it."""
    summary = run.__doc__.splitlines()[0]
    command = commands.add_parser(run.__name__, help=summary, description=summary)
    command.add_argument("--root", help="folder that holds corpus/, notebooks/ and figures/")
    command.set_defaults(run=run)
    return command


if __name__ == "__main__":
    sys.exit(main())
