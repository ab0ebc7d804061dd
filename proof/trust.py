"""The table of docs/trust.md: each proof writes its own rows, with the command that made them."""

from __future__ import annotations

from pathlib import Path

from huayu.files import write

PAGE = Path(__file__).resolve().parents[1] / "docs" / "trust.md"
HEAD = """# Trust

What is promised, and what the command that anyone can run has shown. Each command writes its own
rows here; nothing on this page is written by hand below this line.

| command | what | shown |
|---|---|---|
"""


def record(command: str, what: str, *shown: str) -> None:
    """Put the rows of one command in place of its earlier ones."""
    rows = PAGE.read_text(encoding="utf-8").removeprefix(HEAD).splitlines() if PAGE.exists() else []
    kept = [row for row in rows if row and not row.startswith(f"| `make {command}` |")]
    kept += [f"| `make {command}` | {what} | {line} |" for line in shown]
    write(PAGE, HEAD + "\n".join(sorted(kept)) + "\n")
