"""Tables in a notebook 笔记本中的表: plain HTML, which a script may make sortable."""

from __future__ import annotations

import html
import json
from itertools import accumulate
from pathlib import Path
from typing import Any

import pandas as pd

from huayu.corpus import Speech
from huayu.languages import asked, say
from huayu.lexicon.reasons import chinese
from huayu.tables.output import save

SHORT = 12  # characters of a cell that stays on one line; longer ones are wrapped
ROOM = "16em"  # what a column of wrapped cells has at least: a clause of sixteen characters
# bytes of the rows that the script can reach: sixty with their passages, two hundred without; a
# dozen tables leave a notebook room for its pictures, however long the text is
REACHED = 10_000


def interactive() -> Any:
    """Make the tables of this notebook sortable and searchable 可排序, by one script for all.

    Where no script runs (a code host, an editor, a notebook that is not trusted), the tables are
    read all the same: their first rows are plain HTML.
    """
    from IPython.display import HTML

    script = (Path(__file__).parent / "tables.js").read_text(encoding="utf-8")
    return HTML(f"<script>{script}</script>")


def show(frame: pd.DataFrame, speech: Speech, name: str, rows: int = 10) -> Any:
    """Show a table 显示表格 in a notebook, and save it as ``build/<speech>/tables/<name>.csv``.

    Parameters
    ----------
    rows : those that are plain HTML; the script of :func:`interactive` reaches those that 10,000
        bytes hold.

    Notes
    -----
    Every cell is escaped: a ``<`` or ``**`` of a speech is text. What is missing is an empty cell.
    A line under the table says how many rows there are, and where all of them lie. Where the run
    is asked for Chinese, reasons are shown in Chinese; the file has them as the layer does.
    """
    from IPython.display import HTML

    save(frame, speech, name)
    if asked() == "zh" and "reason" in frame:
        frame = frame.assign(reason=[_in_chinese(speech, one) for one in frame["reason"]])
    cells = pd.DataFrame({column: [cell(item) for item in frame[column]] for column in frame})
    attributes = [_attributes(frame[column], cells[column]) for column in frame]
    file = f"build/{speech.id}/tables/{name}.csv"
    note = _note(len(frame), rows, file)
    body = "".join(_row(row, attributes, "td") for row in cells.head(rows).to_numpy())
    head = _row([str(column) for column in frame], attributes, "th")
    table = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
    table += f'<p class="note">{html.escape(note)}</p>'
    rest = _within(cells[rows:].to_numpy().tolist())
    data = _data(rest, _note(len(frame), rows + len(rest), file))
    return HTML(f'<div class="huayu-table" id="table-{name.replace("_", "-")}">{table}{data}</div>')


def _in_chinese(speech: Speech, reason: Any) -> Any:
    """A reason in Chinese; what has none, as a row put there by hand, stays without."""
    return chinese(speech.lexicon, reason) if isinstance(reason, str) else reason


def cell(item: Any) -> str:
    """A value as it stands in a cell 单元格: numbers short, nothing where nothing is known.

    >>> [cell(value) for value in (0.12345, 0.00002, 3.0, 7, None, float("nan"), "改革")]
    ['0.123', '2e-05', '3', '7', '', '', '改革']
    """
    if isinstance(item, (list, tuple, dict)):
        return str(item)
    if pd.isna(item):
        return ""
    if isinstance(item, float):
        short = f"{item:.3f}".rstrip("0").rstrip(".")
        return short if item == 0 or abs(item) >= 0.0005 else f"{item:.1g}"
    return str(item)


def _attributes(values: pd.Series, cells: pd.Series) -> str:
    """How cells of a column stand: numbers to the right, words to the left, long ones wrapped."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return ' align="right"'
    if max(map(len, cells), default=0) > SHORT:
        return f' style="text-align:left;min-width:{ROOM}"'
    return ' style="text-align:left;white-space:nowrap"'


def _row(cells: Any, attributes: list[str], tag: str) -> str:
    inner = "".join(
        f"<{tag}{given}>{html.escape(text)}</{tag}>"
        for text, given in zip(cells, attributes, strict=True)
    )
    return f"<tr>{inner}</tr>"


def _note(count: int, rows: int, file: str) -> str:
    """The line under a table, for those who see its first rows alone."""
    if not count:
        return say("没有可列的行。", "No rows.")
    if count <= rows:
        return say(f"{count} 行；{file}", f"{count} rows; {file}")
    return say(f"共 {count} 行，这里是前 {rows} 行；全部见 {file}",
               f"the first {rows} of {count} rows; all of them are in {file}")  # fmt: skip


def _within(rows: list[list[str]]) -> list[list[str]]:
    """The first rows that the script can reach."""
    sizes = accumulate(len(json.dumps(row, ensure_ascii=False).encode()) for row in rows)
    return rows[: sum(size <= REACHED for size in sizes)]


def _data(rest: list[list[str]], note: str) -> str:
    """What the script works with: the further rows, the line for its readers, and its own words."""
    words = {"rows": rest, "note": note}
    words |= {"search": say("查找", "search"), "more": say("全部显示", "show all")}
    data = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    # no sign of markup, so that no text of a speech can end the script element
    return f'<script type="application/json">{data.replace("<", chr(92) + "u003c")}</script>'
