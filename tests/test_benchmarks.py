"""The benchmarks: what the READMEs show is what was recorded, and all who take part agree."""

import json
import sys

import numpy as np
import pytest
from conftest import REPOSITORY

pytest.importorskip("numba", reason="needs the extra: pip install huayu[archive]")

import compare  # noqa: E402
import learn  # noqa: E402
import peers  # noqa: E402
import script  # noqa: E402
import standoff  # noqa: E402

from huayu.archive.cooccurrence import counts, pairs  # noqa: E402

RESULTS = json.loads(compare.RESULTS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name, language", [("README.md", "en"), ("README.zh.md", "zh")])
def test_a_readme_shows_the_recorded_results(name, language):
    page = (REPOSITORY / name).read_text(encoding="utf-8")
    assert compare.shown(page, RESULTS, language) == page


def test_ratios_are_those_of_the_recorded_seconds():
    for run in RESULTS["runs"]:
        seconds = {(row["task"], row["name"]): row["seconds"] for row in run["rows"]}
        for row in run["rows"]:
            if row["seconds"]:
                own = seconds[row["task"], row["own"]]
                # to thousandths of a second both, and the ratio to hundredths
                least = (row["seconds"] - 0.0005) / (own + 0.0005) - 0.005
                most = (row["seconds"] + 0.0005) / (own - 0.0005) + 0.005
                assert least <= row["ratio"] <= most


def test_the_machine_is_named_by_its_kind_alone():
    assert set(RESULTS) == {"machine", "runs"}
    assert "/" not in RESULTS["machine"]


def test_the_input_comes_from_its_seed_alone(tmp_path):
    made = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        compare.made_up(tmp_path / name, 0.02)
        made.append((tmp_path / name / "made-up.jsonl").read_bytes())
    assert made[0] == made[1]
    assert 20_000 <= len(made[0]) <= 40_000


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return compare.made_up(tmp_path_factory.mktemp("made-up"), 0.05)


def test_pairs_are_those_of_the_product_of_matrices(source):
    read, _ = compare.sample(source, 1)
    wanted = peers.vocabulary(read)
    names, numbers, ends = peers.numbered(read)
    ids = names.places(wanted)[numbers]
    found = counts(ids, ends, peers.TERMS)
    smaller, larger = pairs(found.keys)
    matrix = peers.product(peers.incidence(ids, ends))
    assert np.array_equal(np.asarray(matrix[smaller, larger]).ravel(), found.joint)
    assert matrix.diagonal().tolist() == found.windows.tolist()
    assert found.joint.sum() == (matrix.sum() - matrix.diagonal().sum()) / 2 > 1000


def test_the_script_counts_what_stands_there(source):
    pytest.importorskip("rjieba", reason="needs the extra: pip install huayu[bench]")
    words, documents, together = script.counted(source, 500, workers=1)
    texts, _ = compare.sample(source, 1)
    assert sum(len(word) * n for (_, word), n in words.items()) == sum(map(len, texts))
    assert max(documents.values()) == len(texts)
    assert together.shape == (500, 500) and (together != together.T).nnz == 0


def test_the_script_finds_what_was_changed():
    said = ["打铁还需自身硬的道理大家都懂"]
    found = script.traced(said, ["他说，打铁还需自身强的道理大家都懂。", "修路。"])
    assert [(text, phrase) for text, phrase, _ in found] == [(0, 0)]


def test_who_is_not_installed_takes_no_part(monkeypatch):
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    task = peers.tracing(["他说，要抓落实。"] * 3)
    rows = {row["name"]: row for row in compare.raced(task._replace(rounds=1))}
    fuzzy = "four letters, then rapidfuzz"
    assert rows[fuzzy]["ratio"] is None and rows["huayu"]["ratio"] == 1
    run = {"input": "made-up text", "megabytes": 1, "sampled": 1, "rows": [*rows.values()]}
    results = {"machine": "2 cores", "runs": [run]}
    assert "from all over" not in compare.table(results, "en")
    part = {"machine": "2 cores", "runs": [run | {"sampled": 0.5}]}
    assert "other tasks 0.5 MB from all over them" in compare.table(part, "en")
    assert f"| {fuzzy} | not installed |" in compare.table(results, "en")
    assert f"| {fuzzy} | 未安装 |" in compare.table(results, "zh")


def test_left_out_scores_by_hand_stand_beside_those_of_other_weights():
    labels = ["a"] * 10 + ["b"] * 10 + ["c"]
    said = ["a"] * 5 + ["b"] * 15 + ["b"]
    odds = np.array([[label == one for one in "abc"] for label in said], float)
    rows = [learn.Example(f"s{i % 3}", "talk", {}, label) for i, label in enumerate(labels)]
    before = learn.recorded("x", rows, odds, "")
    both = learn.recorded("x.vectors", rows, odds, learn.recorded("x", rows, odds, before))
    head, *lines = both.splitlines()
    assert head == ",".join(learn.SCORES) and len(lines) == 4 and both.startswith(before)
    # F1 of a 10 / 15, of b 20 / 26; c has too few to count
    macro = f"{(10 / 15 + 20 / 26) / 2:.3f}"
    assert [line.split(",")[i] for line in lines[:1] for i in (1, 2, 5, 6, 7)] == [
        "all", f"{15 / 21:.3f}", macro, "21", "3",
    ]  # fmt: skip


def test_gold_is_not_written_from_a_folder_that_lacks_texts_of_it(tmp_path, monkeypatch):
    gold = tmp_path / "house" / "corpus" / "gold"
    gold.mkdir(parents=True)
    (gold / "catalogue.csv").write_text("id,of\ng01,x\ng02,x\n", encoding="utf-8")
    text = tmp_path / "read" / "excerpts" / "g02"
    text.mkdir(parents=True)
    (text / "text.txt").write_text("修路。", encoding="utf-8")
    (tmp_path / "sources.csv").write_text("id,repository\n", encoding="utf-8")
    monkeypatch.setattr(standoff, "HOME", tmp_path / "house")
    monkeypatch.setattr("sys.argv", ["standoff", str(tmp_path / "read"), f"{tmp_path}/sources.csv"])
    with pytest.raises(SystemExit, match="lacks 1 texts of .*, such as g01"):
        standoff.main()
    assert [path.name for path in gold.iterdir()] == ["catalogue.csv"]
