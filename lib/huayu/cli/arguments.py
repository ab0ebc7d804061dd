"""Arguments 参数: what each command takes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from huayu import __version__, layers
from huayu.cli import commands as run
from huayu.files import characters, shown
from huayu.languages import LANGUAGES

# what can be compared, as comparison.KINDS has it; named here to spare --help its imports
PALETTES = ("okabe-ito", "tol", "grey")
WINDOWS = ("clause", "sentence", "paragraph")
ROOT = "folder that holds corpus/, figures/ and build/"
KINDS = ("words", "terms", "formulas", "concepts")


class Parser(argparse.ArgumentParser):
    """A parser 参数 that says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        """Print the fault and where help is, and end with status 2."""
        self.exit(2, f"{shown(f'{self.prog}: {message}')}; see `{self.prog} --help`\n")


def number(least: int, most: int) -> Callable[[str], int]:
    """A whole number 整数 in a range, as an argument's type."""

    def read(said: str) -> int:
        try:
            value = int(said)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{said[:20]!r} is no whole number") from None
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{said[:20]} is not from {least} to {most}")
        return value

    return read


def window(said: str) -> str:
    """A window 窗口 by name, or as a number of words."""
    return said if said in WINDOWS else str(number(1, 10_000)(said))  # a speech has no more


# a process each, and some hundred are more than any machine for one user has
JOBS = number(1, 256)
WORKERS = number(0, 256)
COUNT = number(0, 10_000_000)  # more than any speech has characters

Arguments = Callable[[argparse.ArgumentParser], None]


def _figures(command: argparse.ArgumentParser) -> None:
    command.add_argument("--speech", default=run.FIRST, help="an id of corpus/, or all")
    command.add_argument("--only", help="first characters of a notebook's name, such as 03")
    command.add_argument("--jobs", type=JOBS, default=2, help="notebooks at a time")
    command.add_argument("--save", action="store_true", help="put executed notebooks back")
    command.add_argument("--formats", default="png", help="of the pictures: png,svg,pdf")
    more = "colours of parts and kinds; grey for print without colour"
    command.add_argument("--palette", choices=PALETTES, help=more)
    more = "of prose and pictures; left out: English prose, pictures in both"
    command.add_argument("--lang", choices=LANGUAGES, help=more)
    more = "run them elsewhere, and print what comes out otherwise than manifest.json says"
    command.add_argument("--check", action="store_true", help=more)
    more = (
        "what to compare with: ids, corpus, reference, 1990s, words of a kind, LABEL=any of these"
    )
    command.add_argument("--compare", nargs="+", default=[], metavar="NAME", help=more)
    more = "groups of what is compared, beside labels; default kind"
    command.add_argument("--by", choices=["kind", "period"], default="kind", help=more)


def _notebooks(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", choices=LANGUAGES, default="zh", help="of the prose")
    command.add_argument("--out", type=Path, help="folder for them; default notebooks.zh or .en")


def _annotate(command: argparse.ArgumentParser) -> None:
    _source(command)
    command.add_argument("layer", choices=sorted(layers.DETECTORS))
    command.add_argument("--format", choices=["jsonl", "csv", "xlsx"], default="jsonl")


def _why(command: argparse.ArgumentParser) -> None:
    _source(command)
    command.add_argument("offset", type=COUNT, help="of a character of the text, from 0")
    _lang(command, "of the reasons; left out, English")


def _keyness(command: argparse.ArgumentParser) -> None:
    command.add_argument("target", help="a speech id or file, or one part of it: SOURCE#2")
    command.add_argument(
        "reference",
        nargs="+",
        help="the same, several taken together, or reference, a decade, words of a kind;"
        " or wordfreq, or jieba (with --of words)",
    )
    command.add_argument("--of", choices=list(KINDS), default="terms", help="what is compared")
    command.add_argument("--least", type=COUNT, default=3, help="occurrences in all, at least (3)")
    _table(command)


def _network(command: argparse.ArgumentParser) -> None:
    _source(command)
    command.add_argument("--part", type=COUNT, help="number of a part; default the whole speech")
    more = "clause, sentence, paragraph or a number of words"
    command.add_argument("--window", type=window, default="sentence", help=more)
    command.add_argument("--format", choices=["csv", "graphml", "gexf", "html"], default="csv")
    more = "untested edges beside the associations, in graphml and gexf"
    command.add_argument("--descriptive", type=COUNT, default=0, help=more)
    _lang(command, "of the html page; left out, both")


def _kwic(command: argparse.ArgumentParser) -> None:
    _query(command)
    command.add_argument("--width", type=COUNT, default=20, help="characters on either side (20)")
    command.add_argument("--order", choices=["text", "left", "match", "right"], default="text")


def _collocates(command: argparse.ArgumentParser) -> None:
    _query(command)
    command.add_argument(
        "--window", type=window, default="5", help="words on either side (5), or sentence"
    )
    command.add_argument("--least", type=COUNT, default=2, help="joint occurrences, at least (2)")


def _words(command: argparse.ArgumentParser) -> None:
    command.add_argument("sources", nargs="+", metavar="SOURCE", help="speech ids or text files")
    command.add_argument("--of", choices=["words", "characters"], default="words")
    command.add_argument("--ngrams", type=COUNT, default=1, help="how many in a row make an item")
    command.add_argument("--least", type=COUNT, default=2, help="occurrences, at least (2)")
    _table(command)


def _tables(command: argparse.ArgumentParser) -> None:
    _source(command)
    command.add_argument("--out", type=Path, help="the .xlsx to write; by default ID.xlsx")


def _trace(command: argparse.ArgumentParser) -> None:
    _source(command)
    command.add_argument(
        "--in",
        dest="within",
        nargs="+",
        default=[],
        metavar="PATH",
        help="speech ids, text files, folders, .jsonl(.gz); default the corpus",
    )
    more = "passages shared with them without marks, how they differ, and who was first"
    command.add_argument("--unmarked", action="store_true", help=more)


def _archive(command: argparse.ArgumentParser) -> None:
    command.add_argument("input", help="folder, glob or file: txt, jsonl(.gz), parquet")
    command.add_argument("--out", required=True, type=Path, help="folder for the tables")
    command.add_argument("--by", choices=["year", "month", "day"], default="year")
    command.add_argument("--window", choices=["sentence", "paragraph"], default="sentence")
    command.add_argument("--terms", type=COUNT, default=5000, help="terms in co-occurrence")
    command.add_argument("--vocabulary", type=Path, help="file with those terms, one a line")
    command.add_argument("--trace", metavar="SOURCE", help="trace this speech's phrases too")
    command.add_argument("--trace-only", action="store_true", help="trace, and count no words")
    command.add_argument("--quotations", action="store_true", help="quotations and sources too")
    command.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask scheduler")
    for name, what in (("ca", "authorities"), ("cert", "certificate"), ("key", "key")):
        command.add_argument(f"--tls-{name}", metavar="FILE", help=f"{what} to reach it by TLS")
    command.add_argument(
        "--workers", type=WORKERS, help="processes; 0 counts in this one; left out: by size"
    )
    command.add_argument("--resume", action="store_true", help="go on with the run in --out")


def _init(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=Path, help="folder to make; it may be there already")


def _evaluate(command: argparse.ArgumentParser) -> None:
    command.add_argument("source", nargs="?", default=run.FIRST)
    command.add_argument("--gold", type=Path, help="folder with <layer>.jsonl")
    command.add_argument(
        "--texts", type=Path, nargs="+", default=[], help="with SOURCE gold: where the texts lie"
    )
    command.add_argument("--format", choices=["table", "json"], default="table")


def _add(command: argparse.ArgumentParser) -> None:
    kinds = "txt, md, docx, html, pdf, epub, srt, vtt, TEI, csv, tsv, xlsx or json"
    command.add_argument("path", type=Path, help=kinds)
    for name in ("id", "title", "speaker", "date"):
        more = f"overrules the {name} that is guessed"
        command.add_argument(f"--{name}", type=characters, help=more)
    command.add_argument("--column", help="column of a table that holds the texts")
    command.add_argument("--id-column", help="column of a table that names the speeches")
    command.add_argument("--dry-run", action="store_true", help="show it, write nothing")
    more = "and as a page; default build/<id>-intake.html"
    command.add_argument("--html", nargs="?", const=False, type=Path, metavar="FILE", help=more)
    more = "add it also where much of it is taken for frame or notes"
    command.add_argument("--force", action="store_true", help=more)


def _get(command: argparse.ArgumentParser) -> None:
    command.add_argument("names", nargs="*", metavar="ID|KIND", help="what to get; all for all")
    command.add_argument("--list", action="store_true", help="show the catalogue")
    command.add_argument(
        "--from",
        dest="copy",
        type=Path,
        metavar="DIR",
        help="a downloaded copy of the repositories",
    )
    command.add_argument("--server", help="a mirror with the same paths, over https")


def _read(command: argparse.ArgumentParser) -> None:
    _source(command)
    command.add_argument("--out", type=Path, help="the HTML file to write")
    command.add_argument("--serve", action="store_true", help="take corrections, on this machine")
    command.add_argument("--port", type=int, default=0, help="with --serve; default a free one")
    _lang(command, "in which the page opens; left out, Chinese")


def _portrait(command: argparse.ArgumentParser) -> None:
    _source(command)
    command.add_argument("--out", type=Path, help="HTML file to write; by default ID.portrait.html")
    _lang(command, "of the page; left out, both")


def _site(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, default=Path("site"), help="folder of the site")
    _lang(command, "of its own pages; left out, both, and Chinese where they open in one")


def _export(command: argparse.ArgumentParser) -> None:
    _source(command)
    command.add_argument(
        "--format", required=True, choices=["tei", "conllu", "vertical", "w3c", "inception"]
    )
    command.add_argument("--out", required=True, type=Path, help="folder for the file")


def _correct(command: argparse.ArgumentParser) -> None:
    command.add_argument("source", help="a speech id")
    command.add_argument(
        "file", type=Path, help="a .tsv, .jsonld or corrections.csv that came back"
    )
    command.add_argument("--reason", type=characters, default="changed in an annotation tool")
    command.add_argument(
        "--initials", type=characters, help="who annotated; default the name of the file"
    )


def _nothing(command: argparse.ArgumentParser) -> None:
    """Arguments of a command that takes none."""


def _lang(command: argparse.ArgumentParser, what: str) -> None:
    """The language of a page."""
    command.add_argument("--lang", choices=LANGUAGES, help=what)


def _source(command: argparse.ArgumentParser) -> None:
    """The text that a command is about."""
    command.add_argument("source", help="a speech id or the path of a text file")


def _table(command: argparse.ArgumentParser) -> None:
    """The form of a table."""
    command.add_argument("--format", choices=["table", "csv", "xlsx"], default="table")


def _query(command: argparse.ArgumentParser) -> None:
    """Sources, what is looked for in them, and the form of the answer."""
    command.add_argument("sources", nargs="+", metavar="SOURCE", help="speech ids or text files")
    fields = "a word, a pattern such as 敢于…担当, or a label such as concept:cadres"
    command.add_argument("query", metavar="PATTERN", help=fields)
    _table(command)


def _command(
    commands: argparse._SubParsersAction[Parser],
    effect: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    """A subcommand named and described by the function that runs it."""
    summary = (effect.__doc__ or "").partition("\n")[0]
    command = commands.add_parser(effect.__name__, help=summary, description=summary)
    # before the command or after it; what is not given here must not undo what was given there
    command.add_argument("--root", default=argparse.SUPPRESS, help=ROOT)
    command.set_defaults(run=effect, name=effect.__name__)
    return command


# every command, in the order of --help, with what it takes
COMMANDS: tuple[tuple[Callable[[argparse.Namespace], int], Arguments], ...] = (
    (run.figures, _figures),
    (run.notebooks, _notebooks),
    (run.annotate, _annotate),
    (run.why, _why),
    (run.keyness, _keyness),
    (run.network, _network),
    (run.kwic, _kwic),
    (run.collocates, _collocates),
    (run.words, _words),
    (run.tables, _tables),
    (run.trace, _trace),
    (run.archive, _archive),
    (run.check, _nothing),
    (run.init, _init),
    (run.evaluate, _evaluate),
    (run.add, _add),
    (run.get, _get),
    (run.read, _read),
    (run.portrait, _portrait),
    (run.site, _site),
    (run.export, _export),
    (run.correct, _correct),
)


def parser() -> argparse.ArgumentParser:
    """Parser 参数 of the whole command line."""
    top = Parser(
        prog="huayu", description="Rhetoric, quotations and networks in Chinese political speech"
    )
    top.add_argument("--version", action="version", version=__version__)
    top.add_argument("--root", help=ROOT)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for effect, arguments in COMMANDS:
        arguments(_command(commands, effect))
    return top
