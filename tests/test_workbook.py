"""Workbooks: what a spreadsheet program finds in them, and that it runs nothing."""

import io

import openpyxl
import pandas as pd
import pytest
from conftest import REPOSITORY

from huayu import cli, comparison, concordance, corpus, tables
from huayu.comparison import Text
from huayu.corpus import Speech
from huayu.export.sheets import sheets
from huayu.files import Fault
from huayu.tables import workbook

SPEECH = Speech(
    "x", "同志们：\n一、修路\n干部要担当，要有“钉钉子”精神。\n二、种树\n群众要支持干部。\n"
)


def read(data):
    return openpyxl.load_workbook(io.BytesIO(data))


# what stands in a cell of the table -> what the program shows, and as what
CELLS = [
    ("=1+1", "=1+1", "s"),
    ("+8613800000000", "+8613800000000", "s"),
    ("-2", "-2", "s"),
    ("@SUM(A1)", "@SUM(A1)", "s"),
    ("a\x00b", "a\ufffdb", "s"),
    ("担当", "担当", "s"),
    ([[0, 2], [3, 5]], "[[0, 2], [3, 5]]", "s"),
    (float("-inf"), "-inf", "s"),
    (3, 3, "n"),
    (2.5, 2.5, "n"),
    (True, True, "b"),
    (float("nan"), None, "n"),
    (None, None, "n"),
    (pd.NA, None, "n"),
]


@pytest.mark.parametrize(("value", "shown", "kind"), CELLS)
def test_a_cell_is_what_it_was_and_never_a_formula(value, shown, kind):
    frame = pd.DataFrame({"text": pd.Series([value], dtype=object)})
    cell = read(tables.xlsx({"one": frame}))["one"]["A2"]
    assert (cell.value, cell.data_type) == (shown, kind)


def test_a_cell_too_long_for_the_format_is_cut_and_says_so():
    text = read(tables.xlsx({"one": pd.DataFrame({"text": ["长" * 40_000]})}))["one"]["A2"].value
    assert len(text) == workbook.LONGEST and text.endswith("… (40000 characters)")


def test_too_many_rows_are_a_fault(monkeypatch):
    monkeypatch.setattr(workbook, "ROWS", 2)
    with pytest.raises(Fault, match="more than 2 rows"):
        tables.xlsx({"one": pd.DataFrame({"n": range(3)})})


def test_the_same_tables_are_the_same_bytes():
    made = sheets(SPEECH)
    assert tables.xlsx(made) == tables.xlsx(made)


def test_every_layer_and_list_is_a_sheet_behind_one_that_explains_them():
    made = sheets(SPEECH)
    book = read(tables.xlsx(made))
    assert book.sheetnames == ["columns", *made]
    key = [*book["columns"].iter_rows(min_row=2, values_only=True)]
    assert [(name, column) for name, column, *_ in key] == [
        (name, column) for name, frame in made.items() for column in frame
    ]
    assert all(zh and en for *_, zh, en in key), [row for row in key if not all(row)]
    sheet = book["quotations"]
    assert sheet.freeze_panes == "A2" and sheet["A1"].font.bold
    assert sheet["C2"].value == "钉钉子" and sheet["C2"].alignment.wrap_text


def test_every_column_of_the_other_tables_is_explained():
    first = corpus.load("2021-city-secretary", REPOSITORY)
    made = {
        "kwic": concordance.kwic(SPEECH, "干部"),
        "collocates": concordance.collocates(SPEECH, "干部", least=1),
        "keyness": comparison.sampled(Text(SPEECH), [Text(first)], "words"),
    }
    for name, frame in made.items():
        missing = [column for column in frame if not tables.meaning(name, column).en]
        assert missing == [], name


def test_no_meaning_is_written_twice():
    rows = [(row.table, row.column) for row in tables.meanings()]
    assert len(rows) == len({*rows})


def test_a_list_as_a_workbook_on_the_command_line(capsysbinary, tmp_path):
    (tmp_path / "讲话.txt").write_text(SPEECH.text, encoding="utf-8")
    status = cli.main(["kwic", str(tmp_path / "讲话.txt"), "干部", "--format", "xlsx"])
    sheet = read(capsysbinary.readouterr().out)["kwic"]
    assert status == 0 and sheet["E2"].value == "干部" and sheet.max_row == 3
