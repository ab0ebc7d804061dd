"""Lexicon 词表: the word lists of one house, each file read once, carried by its speeches.

``speech.lexicon`` is where every detector finds its words: the house's own files of
corpus/lexicons/ first, then those that the package ships. ``schemas`` says what each file holds,
``reading`` reads it, ``entries`` seeks forms with conditions on their surroundings, ``concepts``
are the nodes of networks, ``inspection`` says what is wrong in them.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from huayu.files import Fault, sha256, text
from huayu.lexicon import characters, reading
from huayu.lexicon.schemas import SCHEMAS

_PACKAGE = Path(__file__).resolve().parents[1]
# an installed wheel carries the lexicons inside the package; a clone has them in corpus/
SHIPPED = (
    _PACKAGE / "lexicons"
    if (_PACKAGE / "lexicons").is_dir()
    else _PACKAGE.parents[1] / "corpus" / "lexicons"
)
HOUSES = 8  # lexicons kept at a time: a session works in one or two houses
Made = TypeVar("Made")
More = ParamSpec("More")


def once(
    make: Callable[Concatenate[Lexicon, More], Made],
) -> Callable[Concatenate[Lexicon, More], Made]:
    """Make once for each lexicon 每词表一次 what a function of one gives; it goes with the lexicon.

    Arguments after the lexicon must be hashable; what is made is shared and must not be changed.
    """

    @wraps(make)
    def made(lexicon: Lexicon, /, *args: More.args, **kwargs: More.kwargs) -> Made:
        key = (make, *args, *kwargs.items()) if args or kwargs else make
        if key not in lexicon.kept:
            lexicon.kept[key] = make(lexicon, *args, **kwargs)
        return lexicon.kept[key]

    return made


class Lexicon:
    """A lexicon 词表: all word lists in force in one house, as they were when it was opened.

    Two lexicons of the same content are equal, wherever they lie, so that what is computed with
    one is kept under it.

    Parameters
    ----------
    files : the path of each file by its name, such as ``"sayings.csv"``, ``"weights/moves.json"``.

    Attributes
    ----------
    digest : SHA-256 over names and contents.
    kept : what has been made of it, see :func:`once`.

    >>> lexicon = of()
    >>> [row["zh"] for row in lexicon.rows("devices.tsv")][:2], lexicon.simplified("國家")
    (['排比', '对偶'], '国家')
    """

    def __init__(self, files: Mapping[str, Path]):
        """Take the digest of the files; each is read when it is asked for, and once."""
        self.files = dict(sorted(files.items()))
        digests = (f"{name} {sha256(path.read_bytes())}\n" for name, path in self.files.items())
        self.digest = sha256("".join(digests))
        self.kept: dict[Any, Any] = {}

    def __eq__(self, other: object) -> bool:
        """Whether every file has the same content."""
        return isinstance(other, Lexicon) and self.digest == other.digest

    def __hash__(self) -> int:
        """Hash of the content."""
        return hash(self.digest)

    def __repr__(self) -> str:
        """Digest and number of files."""
        return f"<Lexicon {self.digest[:8]}, {len(self.files)} files>"

    def __reduce__(self) -> tuple[type, tuple[dict[str, Path]]]:
        """The paths alone: another process reads for itself."""
        return Lexicon, (self.files,)

    def path(self, name: str) -> Path:
        """Path 路径 of a file.

        Raises
        ------
        Fault : neither the house nor the package has it.
        """
        if name not in self.files:
            raise Fault(f"corpus/lexicons/{name}", "is missing", "copy it from the project's own")
        return self.files[name]

    @once
    def rows(self, name: str) -> tuple[dict[str, str], ...]:
        """Rows 词条 of a CSV or TSV list, by the names of its columns.

        Raises
        ------
        Fault : the file is not as its schema says, with the line.
        """
        path = self.path(name)
        return tuple(row for _, row in reading.rows(path, SCHEMAS.get(name)))

    @once
    def words(self, name: str) -> tuple[str, ...]:
        """Words 词 of a list with one to a line; lines that begin with # are comments."""
        return reading.words(text(self.path(name), empty=True))

    def table(self, name: str, section: str) -> reading.Section:
        """Section 词类表 of a TOML list: named lists of words or patterns.

        Raises
        ------
        Fault : the file is not TOML, or lacks the section or one of the shipped one's lists.
        """
        tables = self.tables(name)
        if section not in tables:
            raise Fault(self.path(name), f"section [{section}] is missing", f"add [{section}]")
        return reading.Section(self.path(name), section, tables[section])

    @once
    def tables(self, name: str) -> dict[str, Any]:
        """Sections 各节 of a TOML list, as the file has them.

        Raises
        ------
        Fault : the file is not TOML.
        """
        return self._parsed(name, tomllib.loads, "TOML")

    @once
    def data(self, name: str) -> Any:
        """Data 数据 of a JSON file, such as ``"weights/function.json"``.

        Raises
        ------
        Fault : the file is missing or not JSON.
        """
        return self._parsed(name, json.loads, "JSON")

    def simplified(self, text: str) -> str:
        """Simplified form 简体 of a text, character for character, see :mod:`characters`."""
        forms = self._forms()
        # most texts hold nothing to change, which the set of their characters shows sooner
        return text if forms.keys().isdisjoint(map(ord, set(text))) else text.translate(forms)

    def bare(self, text: str) -> tuple[str, list[int]]:
        """Bare text 裸文本 to match against lists, with offsets, see :mod:`characters`."""
        return characters.bare(self.simplified(text))

    def script(self, text: str) -> str:
        """Script 字体 as BCP 47: zh-Hant where over one character in 50 has a traditional form.

        >>> of().script("國家發展"), of().script("国家发展")
        ('zh-Hant', 'zh-Hans')
        """
        changed = sum(a != b for a, b in zip(text, self.simplified(text), strict=True))
        return "zh-Hant" if changed * 50 > len(text) else "zh-Hans"

    @once
    def labels(self) -> dict[str, tuple[str, str]]:
        """Labels 名称 of layers, kinds and fields in Chinese and English, from labels.tsv.

        Figures of speech are named in devices.tsv, domains of metaphors in metaphor_domains.tsv,
        groups of concepts in concepts.toml. One list for figures, sentences and the reading
        edition, so that a term of the field is the same word wherever a reader meets it. A kind
        whose name has another sense elsewhere is looked up with its layer before it.

        >>> labels = of().labels()
        >>> labels["antithesis"], labels["quotations-formula"]
        (('对偶', 'antithesis'), ('提法', 'formula'))
        """
        devices = {r["device"]: (r["zh"], r["device"]) for r in self.rows("devices.tsv")}
        groups = self.tables("concepts.toml").get("group", ())
        return {
            **{f"concepts-{group['id']}": (group["zh"], group["en"]) for group in groups},
            **{
                f"frame-{row['domain']}": (row["zh"], row["domain"])
                for row in self.rows("metaphor_domains.tsv")
            },
            **devices,
            **{row["key"]: (row["zh"], row["en"]) for row in self.rows("labels.tsv")},
        }

    def label(self, layer: str, kind: str) -> tuple[str, str]:
        """Label 名称 of a kind of a layer; one that the list does not have goes by its own name.

        >>> of().label("quotations", "distancing"), of().label("x", "y")
        (('疏离', 'distancing'), ('y', 'y'))
        """
        known = self.labels()
        return known.get(f"{layer}-{kind}") or known.get(kind) or (kind, kind)

    @once
    def _forms(self) -> dict[int, str]:
        return characters.forms(self.rows("characters.csv"))

    def _parsed(self, name: str, parse: Callable[[str], Any], kind: str) -> Any:
        path = self.path(name)
        content = text(path, empty=True)
        try:
            return parse(content)
        except (ValueError, RecursionError) as error:
            raise Fault(path, f"is not {kind} ({error})", "mend that line") from None


def of(house: Path | None = None) -> Lexicon:
    """Lexicon 词表 in force in a house: its own files, and the shipped ones that it does not have.

    Read anew when a file has changed; ``None`` gives the shipped one.
    """
    files = _files(SHIPPED)
    if house is not None and house / "corpus" / "lexicons" != SHIPPED:
        files |= _files(house / "corpus" / "lexicons")
    return _opened(tuple((name, *state) for name, state in files.items()))


def _files(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Files below a folder by their names in it: path, and by what a change is seen.

    It is looked at for every speech that is made, so without a Path for each.
    """
    found = {}
    for home, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            path = os.path.join(home, name)
            if os.path.isfile(path):
                seen = os.stat(path)
                there = path[len(str(folder)) + 1 :].replace(os.sep, "/")
                found[there] = (path, seen.st_mtime_ns, seen.st_size)
    return found


@lru_cache(maxsize=HOUSES)
def _opened(files: tuple[tuple[str, str, int, int], ...]) -> Lexicon:
    return Lexicon({name: Path(path) for name, path, *_ in files})
