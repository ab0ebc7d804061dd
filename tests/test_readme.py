"""The READMEs: every number in them is what the program computes, every file is there."""

import re

import pytest
import scores
from conftest import REPOSITORY

from huayu import cli

FIRST = scores.FIRST
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
CHINESE = (REPOSITORY / "README.zh.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("page", "language"), [(README, "en"), (CHINESE, "zh")], ids=["en", "zh"])
def test_scores_are_the_recorded_ones_and_findings_the_computed_ones(page, language):
    assert scores.shown(page, language) == page


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
