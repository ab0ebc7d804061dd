"""The READMEs: every number in them is what the program computes, every file is there."""

import csv
import re

import pytest
from conftest import REPOSITORY

from huayu import agreement, cli, corpus

FIRST = "2021-city-secretary"
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
CHINESE = (REPOSITORY / "README.zh.md").read_text(encoding="utf-8")
# row of the table -> layer, label and field of its score
ROWS = {
    "headings with a number": ("headings", "labelled", "f1"),
    "headings without one": ("headings", "unlabelled", "f1"),
    "quotations in marks": ("quotations", "quoted", "f1"),
    "function of the marks": ("quotations", "function", "accuracy"),
    "speaker of a citation": ("quotations", "attribution", "f1"),
    "indirect citations": ("quotations", "indirect", "f1"),
    "set phrases (提法)": ("formulas", "exact", "f1"),
    "metaphors": ("rhetoric", "metaphor", "f1"),
    "numerals (数概)": ("rhetoric", "numeral", "f1"),
    "parallelism (排比)": ("rhetoric", "parallelism", "f1"),
    "antithesis (对偶)": ("rhetoric", "antithesis", "f1"),
    "all figures of speech": ("rhetoric", "micro", "f1"),
}


def shown():
    """Training, left-out and unseen score of each row of the table, as the README prints them."""
    cells = r"^\| (.+?) \| (?:exact |micro )?(?:F1|accuracy) \| (.*?) \| ?(.*?) ?\| (.*?) \|$"
    return {name: scores for name, *scores in re.findall(cells, README, re.MULTILINE)}


@pytest.fixture(scope="module")
def computed():
    speech = corpus.load(FIRST)
    return {name: agreement.scores(speech, name) for name in agreement.SCORED}


def test_the_table_has_every_row():
    assert set(shown()) == set(ROWS)


@pytest.mark.parametrize("row", ROWS)
def test_a_training_score_is_the_computed_one(computed, row):
    layer, label, field = ROWS[row]
    assert shown()[row][0] == f"{computed[layer][label][field]:.2f}"


def test_left_out_scores_are_the_computed_and_the_recorded_ones():
    formulas = agreement.left_out(corpus.load(FIRST))
    chosen = (formulas["lexicon"] == "without this text") & (formulas["label"] == "exact")
    assert shown()["set phrases (提法)"][1] == f"{formulas.loc[chosen, 'f1'].item():.2f}"
    with open(REPOSITORY / "corpus" / "left_out.csv", encoding="utf-8") as lines:
        recorded = {r["device"]: r["left_out_f1"] for r in csv.DictReader(lines)
                    if r["text"] == "speech"}  # fmt: skip
    assert shown()["metaphors"][1] == f"{float(recorded['metaphor']):.2f}"
    assert shown()["numerals (数概)"][1] == f"{float(recorded['numeral']):.2f}"


@pytest.mark.parametrize("row", ROWS)
def test_an_unseen_score_is_the_recorded_one(row):
    with open(REPOSITORY / "corpus" / "unseen.csv", encoding="utf-8") as lines:
        found = {(r["layer"], r["label"]): r for r in csv.DictReader(lines)}[ROWS[row][:2]]
    score, low, high = (f"{float(found[name]):.2f}" for name in ("score", "low", "high"))
    assert shown()[row][2] == f"{score} ({low}–{high}; {found['gold']})"


@pytest.mark.parametrize("page", [README, CHINESE], ids=["en", "zh"])
def test_every_linked_file_is_there(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page):
        assert (REPOSITORY / target).exists(), target


@pytest.mark.parametrize("page", [README, CHINESE], ids=["en", "zh"])
def test_every_command_of_the_program_is_told_and_no_other(page):
    told = set(re.findall(r"^huayu (\w+)", page, re.MULTILINE))
    assert told == set(cli.commands())


def test_the_gallery_shows_every_shipped_figure():
    gallery = (REPOSITORY / "figures" / "README.md").read_text(encoding="utf-8")
    names = {p.stem for p in (REPOSITORY / "figures" / FIRST).glob("*.png")}
    assert set(re.findall(rf"\({FIRST}/(\w+)\.png\)", gallery)) == names
