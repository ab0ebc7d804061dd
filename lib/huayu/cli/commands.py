"""Commands 命令: one function per command; its first line is what ``huayu --help`` says of it.

What only one command needs is imported in it, so that every other one starts without it.
"""

from __future__ import annotations

import argparse
import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from huayu import corpus, folders, layers
from huayu.files import Fault, put, shown, write
from huayu.languages import Language

if TYPE_CHECKING:
    import pandas as pd

    from huayu.notebooks import Compared
    from huayu.runs import Run

FIRST = "2021-city-secretary"


def figures(args: argparse.Namespace) -> int:
    """Run the notebooks 出图 on a speech or on all, and write figures/<id>/."""
    if args.palette:
        os.environ["HUAYU_PALETTE"] = args.palette  # of this process and its kernels
    from huayu import figures as pictures
    from huayu import notebooks as books
    from huayu import runs

    house = corpus.root(args.root)
    formats = ",".join(pictures.formats(args.formats))
    chosen = corpus.ids(house) if args.speech == "all" else [args.speech]
    speeches = [_of_corpus(name, house) for name in chosen]
    if args.save and args.check:
        raise Fault("--check", "writes nothing, and --save does", "leave one of them out")
    if args.save and chosen != [FIRST]:
        mend = f"only the notebooks of {FIRST} are kept; leave --save out"
        raise Fault("notebooks", "--save is for the first speech", mend)
    if args.save and args.lang:
        raise Fault("--save", "keeps notebooks that hold both languages", "leave --lang out")
    compared = _compared(args, speeches)
    if args.save and compared:
        mend = "leave --save or --compare out"
        raise Fault("--compare", "is not kept in the notebooks", mend)
    with _notebooks_told(len(speeches) * len(books.paths(house, args.only))) as told:
        if args.check:
            return _replicated(speeches, house, args, told)
        asked = (args.only, args.jobs, args.save, formats, args.lang)
        done = runs.run(speeches, house, *asked, told, compared)
    if args.save:
        write(house / "figures" / "README.md", pictures.gallery(speeches[0]))
    for run in done:
        if run.error:
            print(f"build/{run.speech}/notebooks/{run.notebook}: {run.error}", file=sys.stderr)
    for name in chosen:
        print(f"{house / 'figures' / name}: pictures")
        print(f"{house / 'build' / name}: tables/ to open in a spreadsheet, notebooks/ as run here")
    return int(any(run.error for run in done))


@contextmanager
def _notebooks_told(count: int) -> Iterator[Callable[[Run], None]]:
    """A bar on stderr of so many notebooks, and what tells it of one's end."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("notebooks", total=count)

        def told(run: Run) -> None:
            state = "unchanged" if run.unchanged else "failed" if run.error else "done"
            bar.console.print(f"{run.speech} {run.notebook} {state}", highlight=False)
            bar.advance(task)

        yield told


def _replicated(
    speeches: list[corpus.Speech],
    house: Path,
    args: argparse.Namespace,
    told: Callable[[Run], None],
) -> int:
    """Print each difference from the manifests in a line; status 1 where there is any."""
    from huayu import replication

    count, found = replication.differences(speeches, house, args.only, args.jobs, args.lang, told)
    for one in found:
        print(shown(f"{one.path}: {one.what}"))
    kinds = "pictures, tables and notebooks"
    print(f"{count} {kinds} made anew, {len(found)} differences", file=sys.stderr)
    return int(bool(found))


def notebooks(args: argparse.Namespace) -> int:
    """Copy the notebooks 笔记本 in Chinese or English, to open in Jupyter; prints the files."""
    from huayu import notebooks as books

    house = corpus.root(args.root)
    folder = args.out or house / f"notebooks.{args.lang}"
    made, there = books.copies(house, folder, args.lang)
    for path in made:
        print(path)
    if there:
        said = f"{folder}: {len(there)} were there and stay as they are; delete those to be renewed"
        print(shown(said), file=sys.stderr)
    return 0


def _compared(args: argparse.Namespace, speeches: list[corpus.Speech]) -> Compared | None:
    """What to compare with, refused before any notebook runs; None where nothing is said."""
    from huayu import comparison
    from huayu.notebooks import Compared

    if not args.compare and args.by == "kind":
        return None
    for speech in speeches:
        comparison.chosen(speech, args.compare)
    return Compared(tuple(args.compare), args.by)


def _of_corpus(name: str, house: Path) -> corpus.Speech:
    if name not in corpus.ids(house):
        raise Fault(house / "corpus" / name, "no such speech", corpus.near(name, house))
    return corpus.load(name, house)


def annotate(args: argparse.Namespace) -> int:
    """Print one layer 标注层 of a speech or a text file as JSON lines or CSV."""
    from huayu import tables

    frame = layers.layer(corpus.load(args.source, args.root), args.layer)
    if args.format != "jsonl":
        return _printed(frame, args.format, args.layer)
    for row in frame.to_dict("records"):
        print(json.dumps(tables.plain(row), ensure_ascii=False))
    return 0


def why(args: argparse.Namespace) -> int:
    """Explain a place 判断说明: what stands there, what was weighed, and what spoke for it."""
    from huayu.explanation import explanation

    print(explanation(corpus.load(args.source, args.root), args.offset, args.lang), end="")
    return 0


def keyness(args: argparse.Namespace) -> int:
    """Print the terms 关键词 that set one text apart from another, or from several together."""
    from huayu import comparison

    table = comparison.contrast(args.target, args.reference, args.of, args.root, args.least)
    if args.format != "table":
        return _printed(table, args.format, "keyness")
    sys.stdout.write(comparison.report(table))
    return 0


def evaluate(args: argparse.Namespace) -> int:
    """Print the agreement 一致性 of every layer that has gold; of ``gold``, over all its texts."""
    from huayu import agreement, tables

    if args.source == "gold":
        return _benchmark(args)
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


def _benchmark(args: argparse.Namespace) -> int:
    """Print the scores over all texts of corpus/gold/ that lie in the folders given."""
    from huayu import tables
    from huayu.agreement import benchmark

    house = corpus.root(args.root)
    wanted = benchmark.catalogue(house)
    wanted = wanted[wanted["sha256"] != ""]
    speeches = benchmark.texts([house / "corpus" / "gold", *args.texts], house)
    if not speeches:
        raise Fault(
            house / "corpus" / "gold", "none of its texts is here", "name them: --texts DIR"
        )
    table = benchmark.scores(speeches, house)
    if args.format == "json":
        print(json.dumps(tables.plain(table.to_dict("records")), ensure_ascii=False, indent=1))
    else:
        print(benchmark.KIND)
        print(table.to_string(index=False, float_format="{:.3f}".format))
    print(f"{len(speeches)} of {len(wanted)} annotated texts are here", file=sys.stderr)
    return 0


def kwic(args: argparse.Namespace) -> int:
    """Print every occurrence 索引行 of a word, pattern or label with what stands around it."""
    from huayu import concordance

    table = concordance.kwic(_speeches(args), args.query, args.width, args.order)
    if args.format == "table":
        for row in table.itertuples():
            place = f"{row.speech}:{row.start}"
            print(f"{place}\t{row.left}⟦{row.match}⟧{row.right}")
        print(f"{len(table)} lines", file=sys.stderr)
        return 0
    return _printed(table, args.format, "kwic")


def collocates(args: argparse.Namespace) -> int:
    """Print the words 搭配词 that stand near a word, pattern or label, the most bound first."""
    from huayu import concordance

    window = int(args.window) if args.window.isdecimal() else args.window
    table = concordance.collocates(_speeches(args), args.query, window, args.least)
    return _printed(table, args.format, "collocates")


def words(args: argparse.Namespace) -> int:
    """Print a list 词表 of words, characters or runs of them, with rates and dispersion."""
    from huayu import concordance

    table = concordance.wordlist(_speeches(args), args.of, args.ngrams, args.least)
    return _printed(table, args.format, "words")


def tables(args: argparse.Namespace) -> int:
    """Write the tables 全部表格 of a speech into one workbook, a sheet each; prints its path."""
    from huayu.export.sheets import sheets
    from huayu.tables import xlsx

    speech = corpus.load(args.source, args.root)
    print(put(args.out or Path(f"{speech.id}.xlsx"), xlsx(sheets(speech))))
    return 0


def _fills_a_file() -> bool:
    """Whether standard output goes to a file that is still empty (``> x.csv``)."""
    try:
        seen = os.fstat(sys.stdout.fileno())
    except OSError:  # a notebook's output, or a test's, has no number
        return False
    return stat.S_ISREG(seen.st_mode) and seen.st_size == 0


def _speeches(args: argparse.Namespace) -> list[corpus.Speech]:
    return [corpus.load(source, args.root) for source in args.sources]


def _printed(table: pd.DataFrame, form: str, name: str) -> int:
    """Print a table in one of its forms; a workbook goes into a file or pipe, with one sheet."""
    from huayu import tables

    if form == "csv":
        sys.stdout.write(tables.csv(table, bare=not _fills_a_file()))
    elif form == "xlsx":
        if sys.stdout.isatty():
            raise Fault("--format xlsx", "is no text to print", "write it to a file: > FILE.xlsx")
        sys.stdout.buffer.write(tables.xlsx({name: table}))
    else:
        print(table.to_string(index=False, float_format="{:.3f}".format))
    return 0


def trace(args: argparse.Namespace) -> int:
    """Print where the cited sayings and formulas 溯源 of a speech stand in other texts."""
    from huayu import reuse, tables

    house = corpus.root(args.root)
    speech = corpus.load(args.source, house)
    if args.unmarked:
        table = reuse.unmarked(speech, reuse.documents(args.within, house))
        sys.stdout.write(tables.csv(table, bare=not _fills_a_file()))
        print(f"{len(table)} passages in {table['document'].nunique()} texts", file=sys.stderr)
        return 0
    table = reuse.trace(speech, reuse.documents(args.within, house))
    sys.stdout.write(tables.csv(table, bare=not _fills_a_file()))
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

    house = str(corpus.root(args.root)) if args.root else ""
    options = archive.Options(args.by, args.window, quotations=args.quotations, house=house)
    if args.trace_only and not args.trace:
        raise Fault("--trace-only", "no speech is named", "add --trace SOURCE")
    if args.trace:
        speech = corpus.load(args.trace, args.root)
        wanted = reuse.phrases(speech)
        options = options._replace(
            phrases=tuple(wanted["text"]),
            whole=tuple(wanted["layer"] == "formulas"),
            own=speech.text,
            words=not args.trace_only,
        )
    tls = (args.tls_ca, args.tls_cert, args.tls_key)
    if any(tls) and not args.scheduler:
        raise Fault("--tls-ca", "no scheduler is named", "add --scheduler ADDRESS")
    scheduler = archive.Scheduler(args.scheduler, *tls) if args.scheduler else None
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
            args.input, args.out, options, terms, scheduler, args.workers, args.resume, told
        )
    for name, count in rows.items():
        print(f"{args.out / name}.parquet\t{count}")
    if rows["rejected"]:
        print(f"{rows['rejected']} documents rejected, see rejected.parquet", file=sys.stderr)
    return 0


def check(args: argparse.Namespace) -> int:
    """Print every fault 检查 of corpus, corrections, lexicons and figures, one line each."""
    from huayu import reference

    house = corpus.root(args.root)
    found = False
    for fault in _faults(house):
        print(fault)
        found = True
    if found:
        return 2
    print(f"{len(corpus.ids(house))} speeches: no fault", file=sys.stderr)
    if note := reference.outdated(house):
        print(note, file=sys.stderr)
    return 0


def init(args: argparse.Namespace) -> int:
    """Make a folder 建项目 for speeches of your own: corpus/, and what keeps texts as they are."""
    from huayu import house as houses

    for path in houses.init(args.folder):
        print(path)
    print(shown(f"next: huayu --root {args.folder} add FILE"), file=sys.stderr)
    return 0


def add(args: argparse.Namespace) -> int:
    """Add 入库 a file of any kind to corpus/: read, cleaned, described; prints what it did."""
    from huayu import house as houses
    from huayu import intake
    from huayu.intake import summary

    house = corpus.root(args.root)
    given = {name: getattr(args, name) for name in ("id", "title", "speaker", "date")}
    made = intake.entries(args.path, given, args.column, args.id_column)
    if not args.dry_run:
        intake.add(args.path, made, house, args.force)
        houses.protect(house)
    for entry in made:
        told = summary.report(entry, whole=len(made) <= summary.FEW)
        print("\n".join(map(shown, told.split("\n"))))  # a title may hold what moves a terminal
    if args.html is not None:
        page = args.html or house / "build" / f"{made[0].id}-intake.html"
        print(summary.save(made[: summary.FEW], page), file=sys.stderr)
    ending = "nothing was added"
    if not args.dry_run:
        where = house / "corpus" / (made[0].id if len(made) == 1 else "")
        ending = f"written to {where}; look over meta.toml, then `huayu check`"
    print(shown(f"{len(made)} read; {ending}"), file=sys.stderr)
    return 0


def get(args: argparse.Namespace) -> int:
    """Get public speeches 公开讲话 of the catalogue into corpus/, checked by their sha256."""
    from huayu import catalogue

    house = corpus.root(args.root)
    table = catalogue.catalogue(house)
    if args.list or not args.names:
        found = table if not args.names else catalogue.chosen(table, args.names)
        told = found[["id", "date", "kind", "speaker", "title", "chars"]].map(shown)
        print(told.to_string(index=False))
        return 0
    rows = catalogue.chosen(table, args.names)
    server = args.server or catalogue.SERVER
    made = catalogue.got(
        rows, house, args.copy, server, lambda line: print(shown(line), file=sys.stderr)
    )
    print(f"{len(made)} of {len(rows)} speeches are new in {house / 'corpus'}", file=sys.stderr)
    return 0


def read(args: argparse.Namespace) -> int:
    """Write the reading edition 阅读版 of a speech, one page with all layers, or serve it."""
    from huayu import edition

    speech = corpus.load(args.source, args.root)
    if args.serve:
        return _served(speech, args.port, args.lang)
    if not args.out:
        raise Fault("--out", "is missing", "name the HTML file to write, or give --serve")
    print(edition.save(speech, args.out, args.lang))
    return 0


def portrait(args: argparse.Namespace) -> int:
    """Write the portrait 画像 of a speech: one page of what it does, says and cites."""
    from huayu import portrait as portraits

    speech = corpus.load(args.source, args.root)
    print(portraits.save(speech, args.out or Path(f"{speech.id}.portrait.html"), args.lang))
    return 0


def _served(speech: corpus.Speech, port: int, lang: Language | None) -> int:
    """Serve the page until the run is interrupted."""
    from huayu.desk import Desk

    with Desk(speech, port, lambda line: print(line, file=sys.stderr), lang) as desk:
        print(desk.address, flush=True)
        print("open it in a browser; Ctrl-C ends it", file=sys.stderr)
        try:
            desk.serve_forever()
        except KeyboardInterrupt as ended:
            if type(ended) is not KeyboardInterrupt:  # SIGTERM, of which the command line tells
                raise
            print("ended", file=sys.stderr)
    return 0


def site(args: argparse.Namespace) -> int:
    """Build the site 网站: gallery, reading editions, notebooks, networks, tables."""
    from huayu import site as sites

    pages = sites.site(corpus.root(args.root), args.out, args.lang)
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

        sys.stdout.write(network_page(speech, args.part, args.window, args.lang))
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
    from huayu import reference, trial
    from huayu.lexicon import inspection

    formal = [*inspection.faults(corpus.lexicon(house))]
    yield from formal or trial.faults(house)
    yield from reference.faults(house)
    yield from folders.name_faults(house / "corpus")
    sound = []
    for name in corpus.ids(house):
        found = list(folders.faults(house / "corpus" / name))
        yield from found
        if not found:
            sound.append(corpus.load(name, house))
            yield from layers.faults(sound[-1])
    for speech in sound:  # last: what is stale is mended by one command, what is wrong by hand
        causes: dict[str, list[str]] = {}
        try:
            stale_ones = pictures.stale(speech)
        except Fault as fault:
            yield fault
            continue
        for figure, reasons in stale_ones.items():
            causes.setdefault(", ".join(reasons), []).append(figure)
        for cause, stale in causes.items():
            names = ", ".join(stale[:3]) + (f" and {len(stale) - 3} more" if stale[3:] else "")
            many = "1 figure is" if len(stale) == 1 else f"{len(stale)} figures are"
            what = f"{many} stale ({cause} changed): {names}"
            mend = f"run `huayu figures --speech {speech.id}`"
            yield Fault(house / "figures" / speech.id, what, mend)
