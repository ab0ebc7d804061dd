"""The benchmark of annotated texts: stand-off lines without text, scored where the text is."""

import csv
import json

import numpy as np
import pytest
from conftest import REPOSITORY

from huayu import cli
from huayu.agreement import benchmark
from huayu.files import Fault, sha256

GOLD = REPOSITORY / "corpus" / "gold"
WHOLE = "同志们：\n我们要“抓落实”，不要“走过场”。\n他说：“好。”\n"
PART = WHOLE[5:24].rstrip() + "\n"


def written(folder, lines, **changed):
    """A house whose gold has one excerpt, and a folder with the whole text of it."""
    home = folder / "corpus" / "gold"
    home.mkdir(parents=True)
    row = dict.fromkeys(benchmark.FIELDS, "")
    row |= {"id": "a1", "of": "a", "start": "5", "end": "24", "genre": "talk"}
    row |= {"sha256": sha256(PART), "layers": "quotations", **changed}
    with (home / "catalogue.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, benchmark.FIELDS)
        table.writeheader()
        table.writerow(row)
    rows = "".join(json.dumps({"id": "a1", **line}) + "\n" for line in lines)
    (home / "quotations.jsonl").write_text(rows, encoding="utf-8")
    (folder / "texts").mkdir()
    (folder / "texts" / "some name.txt").write_text(WHOLE, encoding="utf-8", newline="")
    return folder


def quoted(start, end, function):
    labels = {"form": "quoted", "function": function, "speaker": None, "cue": None}
    return {"start": start, "end": end, **labels, "source_hint": None}


def test_an_excerpt_is_cut_from_its_whole_text(tmp_path):
    house = written(tmp_path, [quoted(4, 7, "formula")])
    found = benchmark.texts([house / "texts"], house)
    assert {name: speech.text for name, speech in found.items()} == {"a1": PART}
    assert [line["text"] for line in benchmark.lines(found["a1"], "quotations", house)] == [
        "抓落实"
    ]
    assert benchmark.lines(found["a1"], "rhetoric", house) is None


def test_scores_count_over_texts(tmp_path):
    house = written(tmp_path, [quoted(4, 7, "formula"), quoted(12, 15, "distancing")])
    table = benchmark.scores(benchmark.texts([house / "texts"], house), house)
    row = table[(table["label"] == "quoted") & (table["genre"] == "all")].iloc[0]
    assert (row["hit"], row["gold"], row["found"], row["texts"], row["score"]) == (2, 2, 2, 1, 1.0)
    assert set(table["genre"]) == {"all", "talk"}


def test_the_measure_by_hand():
    score, low, high = benchmark.measured(np.array([[2, 4, 2], [0, 2, 2]]))
    assert score == pytest.approx(2 * 2 / (6 + 4))
    assert (low, high) == pytest.approx((0.0, 2 / 3))
    assert np.isnan(benchmark.measured(np.zeros((2, 3)))).all()


def test_a_text_with_another_sha256_is_not_taken(tmp_path):
    house = written(tmp_path, [], sha256="0" * 64)
    assert benchmark.texts([house / "texts"], house) == {}


def test_a_span_outside_the_text_names_its_line(tmp_path):
    house = written(tmp_path, [quoted(0, 2, "formula"), quoted(4, 99, "formula")])
    speech = benchmark.texts([house / "texts"], house)["a1"]
    with pytest.raises(Fault, match=r"quotations\.jsonl:2"):
        benchmark.lines(speech, "quotations", house)


def test_the_command_says_how_many_texts_are_here(tmp_path, capsys):
    house = written(tmp_path, [quoted(4, 7, "formula")])
    asked = ["evaluate", "gold", "--root", str(house)]
    assert cli.main([*asked, "--texts", str(house / "texts")]) == 0
    said = capsys.readouterr()
    assert "training scores" in said.out and "1 of 1 annotated texts are here" in said.err
    assert cli.main(asked) == 2
    assert "--texts" in capsys.readouterr().err


def test_shipped_lines_hold_no_text_and_their_layers_are_told():
    table = benchmark.catalogue(REPOSITORY).set_index("id")
    assert table.index.is_unique
    told = {(name, layer) for name in table.index for layer in table.loc[name, "layers"].split()}
    drawn = set()
    for path in sorted(GOLD.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert not {"text", "canonical", "source_hint"} & set(row)
            assert row["start"] < row["end"]
            drawn.add((row["id"], path.stem))
    # a text may have been read for a layer and have none of it
    assert {name for name, _ in drawn - told} == set()
    assert (table["sha256"].str.len() == 64).all()
    assert (table["repository"] != "").all()


def agreement_rows() -> str:
    """Rows of docs/gold.md: lines drawn by either reader, by both, and F1 between the two."""
    rows = []
    for layer in ("headings", "quotations", "rhetoric", "formulas"):
        lines = (GOLD / f"{layer}.jsonl").read_text(encoding="utf-8").splitlines()
        both = sum(json.loads(line).get("agreed", True) for line in lines)
        f1 = 2 * both / (len(lines) + both)
        rows.append(f"| {layer} | {len(lines):,} | {both:,} | {f1:.2f} |")
    return "\n".join(rows)


def test_the_page_tells_the_agreement_and_the_number_of_texts():
    page = (REPOSITORY / "docs" / "gold.md").read_text(encoding="utf-8")
    told = page.split("<!-- agreement -->\n")[1].split("\n<!-- /agreement -->")[0]
    assert told == agreement_rows()
    table = benchmark.catalogue(REPOSITORY)
    read = table["layers"].str.contains("rhetoric").sum()
    only = (table["layers"] == "moves").sum()
    rest = len(table) - read - only
    assert f"in {read} further texts, in {only} more for moves alone and in {rest} more" in page
