"""Figures of speech on invented sentences: tests/cases/<device>.json, and what a set says."""

import json
from pathlib import Path

import pytest

from huayu import corpus, rhetoric
from huayu.corpus import Speech
from huayu.page import page
from huayu.rhetoric import metaphor, numeral

CASES = Path(__file__).parent / "cases"
DEVICES = tuple(row["device"] for row in corpus.lexicon().rows("devices.tsv"))
WANTED = 12  # positives and negatives that a detector must have been tried on


def cases(device: str) -> list[dict]:
    return json.loads((CASES / f"{device}.json").read_text(encoding="utf-8"))


def found(device: str, text: str) -> list[str]:
    table = rhetoric.devices(Speech("x", text))
    return table.loc[table["device"] == device, "text"].tolist()


def params() -> list:
    """One parameter for each case; a known miss must fail, so that a mend is noticed."""
    rows = []
    for device in DEVICES:
        for case in cases(device):
            marks = pytest.mark.xfail(strict=True, reason="known miss")
            rows.append(
                pytest.param(
                    device,
                    case["text"],
                    case["found"],
                    id=f"{device}-{case['label']}",
                    marks=[marks] if case["expect"] == "miss" else [],
                )
            )
    return rows


@pytest.mark.parametrize(("device", "text", "expected"), params())
def test_case(device, text, expected):
    assert found(device, text) == expected


@pytest.mark.parametrize("device", DEVICES)
def test_enough_cases(device):
    kinds = [case["expect"] for case in cases(device)]
    assert kinds.count("positive") >= WANTED
    assert kinds.count("negative") >= WANTED
    assert "miss" in kinds
    assert all(bool(case["found"]) for case in cases(device) if case["expect"] == "positive")
    assert not any(case["found"] for case in cases(device) if case["expect"] == "negative")


def test_members_of_a_set_are_places_in_the_text():
    text = "要做两件大事：一是植树，二是引水。"
    device = numeral.numerals(page(Speech("x", text)))[0]
    assert [text[a:b] for a, b in device.members] == ["一是植树", "二是引水"]


def test_lexicon_of_numerals_counts_its_members():
    for form, row in numeral.formulas(corpus.lexicon()).items():
        if row["members"] and row["count"]:
            assert len(row["members"].split("|")) == int(row["count"]), form


def test_every_metaphor_has_a_named_domain():
    found = rhetoric.devices(Speech("x", "底线、短板、号角、乐章、种子、心脏。像水一样流。"))
    lexicon = corpus.lexicon()
    named = {row["domain"] for row in lexicon.rows("metaphor_domains.tsv")}
    assert set(found["frame"]) - {"simile"} <= named
    for name in (metaphor.LEXICON, metaphor.PICTURES):
        assert {row["domain"] for row in lexicon.rows(name)} <= named
