"""Inspection 词表检查: every file of a lexicon read as its readers read it."""

from __future__ import annotations

from collections.abc import Iterator

from huayu.files import Fault, text
from huayu.lexicon import SHIPPED, Lexicon, concepts, entries, markers, of
from huayu.lexicon.schemas import SCHEMAS


def faults(lexicon: Lexicon) -> Iterator[Fault]:
    """Faults 错误 of the lists of a lexicon, the first of each file with line and mend.

    Notes
    -----
    What is wrong in form is found: a field too many or too few, a column missing, no first field,
    an unknown kind of formula, a condition that is no expression, one wording under two concepts,
    a section or list that the shipped file has and this one lacks. Whether an entry is true is for
    its reader to say.
    """
    for name in lexicon.files:
        try:
            _read(lexicon, name)
        except Fault as fault:
            yield fault
        except (TypeError, ValueError, LookupError, AttributeError) as error:  # of another shape
            what = f"is not as its readers take it ({type(error).__name__}: {error})"
            yield Fault(lexicon.path(name), what, "compare it with the list of the project")


def _read(lexicon: Lexicon, name: str) -> None:
    suffix = lexicon.path(name).suffix
    if suffix in (".csv", ".tsv"):
        for row in lexicon.rows(name):
            entries.conditions(lexicon.path(name), row)
        if name == markers.FILE:
            markers.faults(lexicon)
        if name in SCHEMAS and {"form", "context"} <= SCHEMAS[name].columns.keys():
            entries.entries(lexicon, name)
    elif suffix == ".toml":
        _sections(lexicon, name)
    elif suffix == ".json":
        _weights(lexicon, name)
    elif suffix == ".txt":
        lexicon.words(name)
    else:
        text(lexicon.path(name))


def _weights(lexicon: Lexicon, name: str) -> None:
    """Read a JSON list; weights must be of the labels that the shipped ones know."""
    own = lexicon.data(name)
    if name.startswith("weights/") and (SHIPPED / name).is_file():
        known = of().data(name)["labels"]
        if not isinstance(own, dict) or own.get("labels") != known:
            what = f"its labels are not {', '.join(known)}"
            raise Fault(lexicon.path(name), what, "remake it with learn.py")


def _sections(lexicon: Lexicon, name: str) -> None:
    """Read a TOML list; it must have the sections and lists of the shipped one."""
    tables = lexicon.tables(name)
    if name == concepts.FILE:
        concepts.wordings(lexicon)
        return
    shipped = of() if (SHIPPED / name).is_file() else lexicon
    for section, lists in shipped.tables(name).items():
        if isinstance(lists, dict):
            own = lexicon.table(name, section)
            for key in lists:
                own[key]  # a list that is missing is a fault
        elif section not in tables:
            raise Fault(lexicon.path(name), f"{section} is missing", f"add {section} = …")
