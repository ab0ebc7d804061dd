"""Intake 入库: a file of any kind becomes a speech of the corpus, in a minute and without code."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huayu import corpus, folders
from huayu.files import Fault, alone, sha256, write
from huayu.intake import formats, guesses
from huayu.intake.changes import CUT, Change, by_step, share_cut
from huayu.intake.cleaning import cleaned
from huayu.intake.found import Found, written
from huayu.lexicon import Lexicon

_CHINESE = re.compile("[\u3400-\u9fff]")
ASIDE = ".adding-"  # begins the name of a folder that is not in its place yet
EXAMPLES = 10  # places of a change that is no cut: a long PDF has a thousand joined lines
# share of the Chinese characters that may be cut without a word from the user: the source lines
# of a letter are 3 % of it, notes that the reader should look at often more
LIMIT = 0.05
# lines of one character, of all: a text set in columns from top to bottom has hardly any others
VERTICAL = 0.5


@dataclass(frozen=True)
class Entry:
    """An entry 条目 to be added: id, text, what meta.toml will say, and each change made."""

    id: str
    text: str
    meta: dict[str, Any]
    changes: tuple[Change, ...]

    @property
    def cut(self) -> float:
        """Share of its Chinese characters that were cut, from 0 to 1."""
        return share_cut(self.text, self.changes)


def entries(
    path: Path,
    given: dict[str, str] | None = None,
    column: str | None = None,
    id_column: str | None = None,
) -> list[Entry]:
    """Entries 条目 of a file, read, cleaned and described, with nothing written yet.

    Parameters
    ----------
    path : txt, md, docx, html, pdf, epub, xml (TEI), srt, vtt, csv, tsv, xlsx, json or jsonl.
    given : id, title, speaker or date that overrule what is guessed.
    column, id_column : of a table with one speech a row.

    Raises
    ------
    Fault : see :func:`huayu.intake.formats.texts`; an id that is no folder name; one id or date
        given for several speeches.
    """
    given = {name: value for name, value in (given or {}).items() if value}
    data = formats.content(path)
    found = formats.texts(path, data, column, id_column)
    for name in ("id", "title", "date"):
        if len(found) > 1 and name in given:
            raise Fault(path, f"has {len(found)} speeches", f"leave --{name} out")
    original = {"file": written(path), "sha256": sha256(data)}
    words = corpus.lexicon()
    made = [_entry(path, one, given, original, words) for one in found]
    twice = [name for name, times in Counter(entry.id for entry in made).items() if times > 1]
    if twice:
        raise Fault(path, f"gives the id {min(twice)} twice", "name another --id-column")
    return made


def _entry(
    path: Path, one: Found, given: dict[str, str], original: dict[str, str], words: Lexicon
) -> Entry:
    if _is_vertical(one.text):
        what = f"{one.name} is set vertically: its lines come out as single characters"
        raise Fault(path, what, "copy its text from another file")
    text, made = cleaned(one.text, markdown=one.reading.startswith("Markdown"))
    if not text.strip():
        raise Fault(path, f"{one.name} is empty once cleaned", "look at it with --dry-run")
    if "\x00" in text:
        raise Fault(path, f"{one.name} holds zero bytes", "save its text as UTF-8 and add that")
    if not _CHINESE.search(text):
        raise Fault(path, f"{one.name} holds no Chinese", "give a text in Chinese")
    name = given.get("id") or guesses.slug(one.name)
    if why := folders.unfit(name):
        raise Fault(path, f"id {name!r} is no folder name: it {why}", "choose another --id")
    guess = {**guesses.description(text, one.name, one.known, made, words), **given}
    if not folders.DATE.fullmatch(guess["date"]):
        raise Fault(path, f"date {guess['date']!r} is none", "write 2021, 2021-07 or 2021-07-01")
    basis = "given when added" if "date" in given else guess["date_basis"]
    written = "title" not in given or given["title"] in map(str.strip, text.split("\n"))
    meta = {
        "title": guess["title"],
        "title_status": guess["title_status"] if written else "editorial",
        "kind": "speech",
        "speaker": guess["speaker"],
        "level": "unknown",
        "date": guess["date"],
        "date_basis": basis,
        "occasion": "unknown",
        "language": guess["language"],
        "source": original["file"],
        "rights": "not stated; ask before you publish the text",
        "masks": ["**"],
        "sha256": sha256(text),
        "original": {**original, "reading": one.reading, "characters": len(one.text)},
    }
    return Entry(name, text, meta, (*one.changes, *made))


def _is_vertical(text: str) -> bool:
    """Whether a text came out of columns from top to bottom 竖排, a character a line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return sum(len(line) == 1 for line in lines) > VERTICAL * len(lines) > 5


def add(path: Path, made: list[Entry], house: Path, force: bool = False) -> list[Path]:
    """Add 加入 entries to the corpus of a house: all of them, or in case of a fault none.

    Where a run was killed after some of them, those are there whole and the others are added.

    Parameters
    ----------
    force : add also what more than LIMIT of the Chinese characters was cut from.

    Raises
    ------
    Fault : an id is taken, the same file was added before, too much was cut, corpus/ cannot be
        written to, or another run changes it.
    """
    for entry in made:
        if entry.cut > LIMIT and not force:
            steps = ", ".join(dict.fromkeys(c.what for c in entry.changes if c.kind == CUT))
            mend = "read what with --dry-run, then add it with --force"
            raise Fault(path, f"would lose {entry.cut:.1%} of its Chinese ({steps})", mend)
    with alone(house / "corpus"):
        return _folders(_missing(path, made, house), _swept(house))


def placed(made: list[Entry], house: Path) -> list[Path]:
    """Place 放入 entries that are not from a file of the user's: all of them, or none.

    Raises
    ------
    Fault : an id is taken, corpus/ cannot be written to, or another run changes it.
    """
    with alone(house / "corpus"):
        home = _swept(house)
        for entry in made:
            if (home / entry.id).exists():
                raise Fault(home / entry.id, "is there already", "remove it to have it anew")
        return _folders(made, home)


def _swept(house: Path) -> Path:
    """corpus/ of a house, cleared of what a killed run left."""
    home = house / "corpus"
    for rest in home.glob(f"{ASIDE}*"):
        shutil.rmtree(rest)
    return home


def _missing(path: Path, made: list[Entry], house: Path) -> list[Entry]:
    """Entries that are not there yet; a fault where one cannot be added."""
    home = house / "corpus"
    there = {entry.id for entry in made if _is_there(entry, home)}
    digest = made[0].meta["original"]["sha256"].encode()
    for name in corpus.ids(house):
        meta = home / name / "meta.toml"
        known = meta.read_bytes() if meta.exists() else b""
        if digest in known and (name not in there or len(there) == len(made)):
            mend = f"remove corpus/{name} to add it anew"
            raise Fault(path, f"was added before, as {name}", mend)
    missing = [entry for entry in made if entry.id not in there]
    taken = {name.lower() for name in folders.speech_folders(home) if name not in there}
    for entry in missing:
        if (home / entry.id).exists() or entry.id.lower() in taken:
            raise Fault(home / entry.id, "is there already", "choose another --id")
    return missing


def _is_there(entry: Entry, home: Path) -> bool:
    """Whether a folder holds this very entry, as it was made."""
    wanted = {"text.txt": entry.text, "meta.toml": toml(entry)}
    paths = {home / entry.id / name: content for name, content in wanted.items()}
    return all(p.exists() and p.read_bytes() == c.encode() for p, c in paths.items())


def _folders(made: list[Entry], home: Path) -> list[Path]:
    """Make the folders of entries; where one cannot be made, none stays."""
    done: list[Path] = []
    try:
        for entry in made:
            done.append(_folder(entry, home))
    except BaseException as error:
        for folder in done:
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise Fault(
                home, f"cannot be written to ({error.strerror})", "check the disk"
            ) from None
        raise
    return done


def _folder(entry: Entry, home: Path) -> Path:
    """The speech's folder, made aside and moved into place whole."""
    aside = Path(tempfile.mkdtemp(prefix=ASIDE, dir=home))
    try:
        os.chmod(aside, 0o755)
        write(aside / "text.txt", entry.text)
        write(aside / "meta.toml", toml(entry))
        os.rename(aside, home / entry.id)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return home / entry.id


def toml(entry: Entry) -> str:
    """meta.toml 的内容 of an entry: its fields, where it came from, and each cleaning step."""
    lines = ["# Made by `huayu add`; complete what is unknown. Field dictionary: corpus/README.md"]
    lines += [f"{k} = {_value(v)}" for k, v in entry.meta.items() if not isinstance(v, dict)]
    lines += ["", "[original]"]
    lines += [f"{name} = {_value(value)}" for name, value in entry.meta["original"].items()]
    for what, made in by_step(entry.changes):
        pieces = [change.text for change in made]
        lines += ["", "[[cleaning]]", f"step = {_value(what)}", f"kind = {_value(made[0].kind)}"]
        lines += [f"times = {sum(change.times for change in made)}"]
        lines += [f"characters = {sum(map(len, pieces))}"]
        # what was cut can be put back from here; of the rest some examples show what was done
        lines += [f"removed = {_value(pieces if made[0].kind == CUT else pieces[:EXAMPLES])}"]
    content = "\n".join(lines) + "\n"
    tomllib.loads(content)  # what we write, we can read
    return content


def _value(value: Any) -> str:
    """A value as TOML, whose basic strings are those of JSON (DEL excepted)."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
