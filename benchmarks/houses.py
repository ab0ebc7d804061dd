"""Houses whose lexicons have not seen one group of texts, to learn from that group and to judge it.

An entry of a word list that is attested in the texts of one speech and in no other may have been
learned there; where that speech is read, it is left out. What is added to a list from general
usage stays wherever two texts have it, or none.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from huayu import files
from huayu.lexicon import of

LISTS = {
    "metaphors.tsv": "\t",
    "formulas.csv": ",",
    "speakers.csv": ",",
    "sayings.csv": ",",
    "quoted_words.csv": ",",
}
CONTEXTS = "quoting.toml"
_MARKED = re.compile(r"[“‘「『\"]([^“”‘’「」『』\"]{1,40})[”’」』\"]")
_AHEAD = re.compile(r"[^“”‘’「」『』\"\n]{0,24}(?=[“‘「『\"])")
_BEHIND = re.compile(r"(?<=[”’」』\"])[^“”‘’「」『』\"\n]{0,14}")
# lists of quoting.toml that are read before marks, and behind them; the others anywhere
BEFORE = frozenset(("before", "heeded", "quoted", "enacted", "like"))
AFTER = frozenset(("after", "taught", "kept", "inspired", "minded", "put", "termed"))


class Reduced:
    """Lexicons without what only one group attests."""

    def __init__(self, texts: Mapping[str, str]):
        """``texts``: all that a group says, by group."""
        lexicon = of()
        self.files = lexicon.files
        plain = {group: lexicon.simplified(text) for group, text in texts.items()}
        self.dropped: dict[str, dict[str, set]] = {group: {} for group in plain}
        marked = {group: set(_MARKED.findall(text)) for group, text in plain.items()}
        for name, sign in LISTS.items():
            where = marked if name == "quoted_words.csv" else plain
            for line in files.text(self.files[name]).splitlines():
                form = line.split(sign)[0].strip('"')
                if not line.startswith("#") and sign in line and "…" not in form and len(form) > 1:
                    self._note(name, line, where, lambda text, form=form: form in text)
        self._pieces(plain)

    def _note(self, name: str, item: object, where: Mapping, holds: Callable) -> None:
        held = [group for group, text in where.items() if holds(text)]
        if len(held) == 1:
            self.dropped[held[0]].setdefault(name, set()).add(item)

    def _pieces(self, plain: Mapping[str, str]) -> None:
        around = {
            "before": {g: "\n".join(_AHEAD.findall(text)) for g, text in plain.items()},
            "after": {g: "\n".join(_BEHIND.findall(text)) for g, text in plain.items()},
        }
        self.contexts = of().tables(CONTEXTS)
        for section, lists in self.contexts.items():
            for key, pieces in lists.items():
                where = "before" if key in BEFORE else "after" if key in AFTER else ""
                for piece in pieces if isinstance(pieces, list) else ():
                    pattern = re.compile(piece.rstrip("$") if where == "before" else piece)
                    item = (section, key, piece)
                    self._note(CONTEXTS, item, around.get(where, plain), pattern.search)

    def house(self, group: str, folder: Path, weights: Iterable[Path] = ()) -> Path:
        """A house in ``folder`` for one group: its lexicons, and weights learned without it."""
        shutil.rmtree(folder / "corpus", ignore_errors=True)
        home = folder / "corpus" / "lexicons"
        for name, gone in self.dropped[group].items():
            if name == CONTEXTS:
                files.write(home / name, self._written(gone))
                continue
            lines = files.text(self.files[name]).splitlines()
            files.write(home / name, "".join(f"{line}\n" for line in lines if line not in gone))
        for path in weights:
            files.write(home / "weights" / path.name, files.text(path))
        (folder / "corpus").mkdir(parents=True, exist_ok=True)
        return folder

    def _written(self, gone: set) -> str:
        lines = []
        for section, lists in self.contexts.items():
            lines.append(f"[{section}]")
            for key, value in lists.items():
                if isinstance(value, list):
                    kept = [piece for piece in value if (section, key, piece) not in gone]
                    value = kept or value  # an empty list would match everywhere
                lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
        return "\n".join(lines) + "\n"
