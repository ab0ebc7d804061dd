"""The table of docs/trust.md: each proof writes its own rows, with commit and day."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path

from huayu.files import write

HOUSE = Path(__file__).resolve().parents[1]
PAGE = HOUSE / "docs" / "trust.md"
CUT = "cut"  # how the row of a run begins that did not come to its end
HEAD = """# Trust

What is promised, and what the command that anyone can run has shown, on which commit and day. Each
command writes its own rows here; nothing on this page is written by hand below this line. A row
that begins with "cut" says how many of its steps were done: what was not run is not reported, and
the last run that came to its end stays beside it, with its own commit. Rows of before 2026-11-30
name the commit that recorded them. What strangers to the code tried by hand is in threats.md.

| command | what | shown | commit | day |
|---|---|---|---|---|
"""


def record(command: str, what: str, *shown: str, cut: str = "") -> None:
    """Put the rows of one command in place of its earlier ones.

    ``cut`` says how much was done where that was not all: such rows take the place of cut ones
    alone.
    """
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    rows = [row for row in text.splitlines() if row.startswith("| `")]
    begin = f"| `make {command}` | "
    gone = (begin + CUT) if cut else begin
    kept = [row for row in rows if not row.startswith(gone)]
    where = f"{commit()} | {datetime.datetime.now(datetime.UTC):%Y-%m-%d}"
    told = f"{CUT}, {cut}: {what}" if cut else what
    kept += [f"{begin}{told} | {line} | {where} |" for line in shown]
    write(PAGE, HEAD + "\n".join(sorted(kept)) + "\n")


def commit() -> str:
    """The commit that a proof runs on; with a plus where code, tests or lists are changed."""
    changed = _git("status", "--porcelain", "--", "lib", "corpus", "proof", "tests", "notebooks")
    return _git("rev-parse", "--short=10", "HEAD") + ("+" if changed else "")


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
