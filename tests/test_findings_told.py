"""Findings: what must come out of the first speech, and nothing of a text that shows nothing."""

import html
import re

import pytest
from test_corpus import META, toml

from huayu import corpus, layers, portrait
from huayu.corpus import Speech
from huayu.files import sha256, write
from huayu.findings import beside
from huayu.findings.claims import MOST, SURE
from huayu.findings.told import RULES, findings

FIRST = corpus.load("2021-city-secretary")
# the referee's five, each with its numbers
EXPECTED = [
    ("citations", ["16/20 → 1/9"]),
    ("persons", ["1 → 10 → 26"]),
    ("absent formulas", ["11 → 16 → 0"]),
    ("marked", ["9/9"]),
    ("images", ["7/7"]),
    ("prohibitions", ["4, beside a permission: 1"]),
]


@pytest.mark.parametrize(("rule", "numbers"), EXPECTED, ids=[rule for rule, _ in EXPECTED])
def test_the_first_speech_shows(rule, numbers):
    (found,) = [one for one in findings(FIRST) if one.rule == rule][:1]
    assert all(number in found.number for number in numbers), found


def test_the_pictures_of_the_game_are_anothers_words():
    (found,) = [one for one in findings(FIRST) if one.rule == "images"]
    assert "**书记" in found.zh and " 5 " in found.zh and "5 of them" in found.en


def test_every_finding_has_passages_of_the_text_and_says_how_sure_it_is():
    told = findings(FIRST)
    assert 0 < len(told) <= MOST and list(told) == sorted(told, key=lambda f: -f.weight)
    for one in told:
        assert one.passages and one.sure in SURE and one.zh and one.en and one.number
        assert all(0 <= a < b <= len(FIRST.text) for a, b in one.passages)


@pytest.mark.parametrize("text", ["", "。", "要努力。", "同志们：\n一、路\n二、桥\n"])
def test_nothing_is_said_of_what_shows_nothing(text):
    assert findings(Speech("x", text)) == ()


@pytest.mark.parametrize("rule", RULES, ids=[rule.__name__ for rule in RULES])
def test_no_rule_is_there_that_no_text_ever_meets(rule):
    texts = [FIRST, Speech("series", SERIES)]
    assert any(list(rule(text)) for text in texts) or rule.__name__ in RARELY


SERIES = "我们要修路。" * 3
# what the first speech does not show: no part of it has more or fewer of a move than chance allows
# and the two speeches of the corpus, one of them invented, cite no text of it
RARELY = {"changes", "echoes"}


def told_in(home, name, date, text):
    """A speech of a house of its own."""
    folder = home / "corpus" / name
    write(folder / "text.txt", text)
    write(folder / "meta.toml", toml({**META, "date": date, "sha256": sha256(text)}))
    return corpus.load(name, home)


@pytest.mark.parametrize(
    ("date", "said"),
    [
        (
            "1990",
            "0 处一字不差；“修路要先问路旁人家，再动手”原作“修路要先问路边人家，再动手”（1990）",
        ),
        ("2030", None),  # what was said later is no source
    ],
)
def test_what_was_altered_in_a_cited_source_is_said(tmp_path, date, said):
    told_in(tmp_path, "source", date, "他说得好。修路要先问路边人家，再动手。")
    text = "老王强调，“修路要先问路旁人家，再动手”。"
    found = list(beside.echoes(told_in(tmp_path, "speech", "2020", text)))
    assert [one.zh.split("，", 1)[1] for one in found] == ([said] if said else [])


def test_the_page_is_whole_and_asks_nothing_of_a_network():
    made = portrait.page(FIRST, font=False)
    assert "default-src 'none'" in made and "<script" not in made and "://" not in made
    for one in findings(FIRST):
        assert html.escape(one.number) in made


def test_every_colour_of_the_strip_has_its_name():
    """Front and closing are drawn too: what they do is in the legend."""
    made = portrait.page(FIRST, font=False)
    named = re.findall(r'<i style="background:(#\w+)"></i>[^<]* (\d+)</li>', made)
    moves = layers.layer(FIRST, "moves")
    counts = moves["move"].map(portrait.COLOURS).value_counts()
    assert {colour: int(count) for colour, count in named} == counts.to_dict()


def test_a_text_is_no_markup():
    made = portrait.page(Speech("x", "<b>同志们</b>要<script>修路。&amp;我们要修路。"), font=False)
    assert "<script>" not in made and "&lt;script&gt;" in made
    assert "<b>同志们" not in made


@pytest.mark.parametrize("text", ["", "。", "路" * 3000])
def test_odd_texts_have_a_page(text):
    assert "</html>" in portrait.page(Speech("odd", text), font=False)


def test_the_page_is_saved(tmp_path):
    place = portrait.save(Speech("x", "我们要修路。"), tmp_path / "a.html")
    assert place.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    "text",
    [
        "干。",
        "同志们：\n要干。\n",
        "同志们：\n一、修路\n干部要带头干。要推动高质量发展。\n",
        "一、修路\n二、种树\n",
        "改革开放。" * 30,
    ],
)
def test_a_text_of_no_or_one_part_has_findings_that_need_none(text):
    for one in findings(Speech("x", text)):
        assert one.passages and all(0 <= a < b <= len(text) for a, b in one.passages)
