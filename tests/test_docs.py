"""The pages for users: no dead link, none left out of the contents, both tutorials in step."""

import re
import shlex
from pathlib import Path

import pytest
from conftest import REPOSITORY

from huayu.cli.arguments import parser

DOCS = REPOSITORY / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *REPOSITORY.glob("*.md"), REPOSITORY / "corpus" / "README.md"])
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)")


def anchors(page: Path) -> set[str]:
    """Anchors of the headings of a page, as code hosts and mkdocs make them."""
    heads = re.findall(r"(?m)^#+ +(.+?) *$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(REPOSITORY)))
def test_no_link_is_dead(page):
    dead = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            dead.append(target)
    assert dead == []


def test_every_page_stands_in_the_table_of_contents():
    listed = set(re.findall(r"[\w./]+\.md", (REPOSITORY / "mkdocs.yml").read_text("utf-8")))
    assert listed == {str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md")}


def commands(page):
    """Lines of a page that begin with huayu, without a comment or the file they print into."""
    fenced = re.findall(r"(?ms)^```\w*\n(.*?)^```", page.read_text(encoding="utf-8"))
    lines = [line for block in fenced for line in block.splitlines()]
    return [re.split("  #| > ", line)[0] for line in lines if line.startswith("huayu ")]


GUIDES = sorted([*DOCS.glob("tutorial*.md"), *DOCS.glob("howto/*.md")])


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_every_command_of_a_guide_is_one_with_these_options(page):
    for line in commands(page):
        parser().parse_args(shlex.split(line)[1:])


def test_the_tutorials_are_in_step():
    """Both have the same commands under as many headings; the Chinese one asks for Chinese."""
    english, chinese = (
        (DOCS / name).read_text(encoding="utf-8") for name in ("tutorial.md", "tutorial.zh.md")
    )
    commands = [
        [
            re.sub(r"\S*\.docx", "FILE", line.removesuffix(" --lang zh"))
            for line in re.findall(r"(?m)^huayu .+$", text)
        ]
        for text in (english, chinese)
    ]
    assert commands[0] == commands[1] != []
    assert len(re.findall("(?m)^## ", english)) == len(re.findall("(?m)^## ", chinese))
