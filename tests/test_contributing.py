"""CONTRIBUTING and the architecture page: each path, command, target and name in them is there."""

import re

import pytest
from conftest import REPOSITORY

from huayu import figures, layers, notebooks, page, rhetoric
from huayu.cli.arguments import parser
from huayu.export import FORMATS

PAGES = ("CONTRIBUTING.md", "docs/architecture.md", "corpus/README.md")
SPANS = {
    page: re.findall(r"`([^`\n]+)`", (REPOSITORY / page).read_text(encoding="utf-8"))
    for page in PAGES
}
GUIDE = SPANS["CONTRIBUTING.md"]
# names of the code that the page sends its reader to, where they are
NAMES = {
    "DETECTORS": rhetoric.DETECTORS,
    "PALETTE": figures.PALETTE,
    "say": figures.say,
    "term": figures.term,
    "layers.layer": layers.layer,
    "Page": page.Page,
    "Device": rhetoric.Device,
}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page):
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert ((REPOSITORY / page).parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES)
def test_every_path_is_there(page):
    roots = {path.name for path in REPOSITORY.iterdir()}
    said = [word for span in SPANS[page] for word in span.split()]
    paths = [word for word in said if "/" in word and word.split("/")[0] in roots]
    for path in paths:
        known = re.sub(r"<[^>]+>|NN_name", "*", path).rstrip("/")
        # what commands make is there once they have run
        made = path.startswith(("build/", "corpus/2016-some-speech"))
        assert made or list(REPOSITORY.glob(known)), path


def test_every_command_is_one_with_these_options():
    said = [span.split()[1:] for span in GUIDE if span.startswith("huayu ")]
    assert ["check"] in said
    for words in said:
        parser().parse_args(words)


@pytest.mark.parametrize("page", ("CONTRIBUTING.md", "README.md", "README.zh.md"))
def test_every_target_is_in_the_makefile(page):
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    targets = re.findall(r"^(\w+):", (REPOSITORY / "Makefile").read_text(), re.M)
    said = re.findall(r"(?:^|`)make (\w+)", text, re.M)
    assert said and set(said) <= set(targets)


def test_every_name_of_the_code_is_sent_for():
    assert set(NAMES) <= set(GUIDE)
    assert "FORMATS" in SPANS["docs/architecture.md"]
    assert set(FORMATS) <= {path.stem for path in (REPOSITORY / "lib/huayu/export").glob("*.py")}


def test_the_notebook_of_the_examples_is_there():
    assert "huayu figures --only 03" in GUIDE
    assert len(notebooks.paths(REPOSITORY, "03")) == 1
