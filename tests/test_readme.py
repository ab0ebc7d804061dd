"""The READMEs: every number in them is what the program computes, every file is there."""

import json
import re

import pytest
import scores
from conftest import REPOSITORY

from huayu import catalogue, cli, reference
from huayu.agreement import benchmark

FIRST = scores.FIRST
UNSEEN = "n02 n05 n07 n10 n14 n17 n19 n22 n24"  # scored once, and no part of left-out scores
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
CHINESE = (REPOSITORY / "README.zh.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("page", "language"), [(README, "en"), (CHINESE, "zh")], ids=["en", "zh"])
def test_scores_are_the_recorded_ones_and_findings_the_computed_ones(page, language):
    assert scores.shown(page, language) == page


def test_numbers_of_texts_in_prose_are_those_of_the_catalogues():
    """What scores and references rest on: texts, genres, years."""
    gold = benchmark.catalogue(REPOSITORY)
    unseen = set(UNSEEN.split())
    read = gold[gold["layers"].str.contains("rhetoric") & ~gold["id"].isin(unseen)]
    assert (len(read), read["genre"].nunique()) == (80, 13)
    assert "80 texts of thirteen genres" in README and "80 篇、十三种体裁" in CHINESE
    assert f"({UNSEEN})" in (REPOSITORY / "docs" / "gold.md").read_text(encoding="utf-8")
    others = reference.references(REPOSITORY)
    years = sorted(other.entry["date"][:4] for other in others)
    assert (len(others), years[0], years[-1]) == (55, "1923", "2026")
    notebook = (REPOSITORY / "notebooks" / "06_comparison.ipynb").read_text(encoding="utf-8")
    assert "55 public speeches (1923 to 2026" in notebook
    assert len(catalogue.catalogue(REPOSITORY)) == 45 and "brings 45 of the texts" in notebook


@pytest.mark.parametrize("name", ["moves", "moves.vectors"])
def test_six_in_seven_firm_judgements_are_right_on_texts_left_out(name):
    """As notebook 08 and the list of changes say; the page of the portrait has the very number."""
    path = REPOSITORY / "corpus" / "lexicons" / "weights" / f"{name}.json"
    learned = json.loads(path.read_text(encoding="utf-8"))["learned"]
    assert abs(learned["firm"][0] - 6 / 7) < 0.02
    assert abs(learned["left out"][0] - 5 / 8) < 0.02, "as decisions.FIRM says"
    notebook = (REPOSITORY / "notebooks" / "08_portrait.ipynb").read_text(encoding="utf-8")
    assert "six in seven of such judgements are right" in notebook and "七句有六句正确" in notebook


@pytest.mark.parametrize("page", [README, CHINESE], ids=["en", "zh"])
def test_every_linked_file_is_there(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page):
        assert (REPOSITORY / target).exists(), target


@pytest.mark.parametrize("page", [README, CHINESE], ids=["en", "zh"])
def test_every_command_of_the_program_is_told_and_no_other(page):
    told = set(re.findall(r"^huayu (\w+)", page, re.MULTILINE))
    assert told == set(cli.names())


def test_the_gallery_shows_every_shipped_figure():
    gallery = (REPOSITORY / "figures" / "README.md").read_text(encoding="utf-8")
    names = {p.stem for p in (REPOSITORY / "figures" / FIRST).glob("*.png")}
    assert set(re.findall(rf"\({FIRST}/(\w+)\.png\)", gallery)) == names
