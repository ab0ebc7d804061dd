"""Stance on invented sentences: tests/cases/stance.json, and what the layer holds."""

import json
from pathlib import Path

import pytest

from huayu import stance
from huayu.corpus import Speech, lexicon
from huayu.lexicon import entries

CASES = json.loads((Path(__file__).parent / "cases" / "stance.json").read_text(encoding="utf-8"))
CATEGORIES = {"modality", "negation", "hedge", "booster", "evaluation", "deixis", "example"}
CATEGORIES |= {"condition", "none"}  # none: forms that are passed over


def params() -> list:
    miss = pytest.mark.xfail(strict=True, reason="known miss")
    return [
        pytest.param(
            case["text"],
            [tuple(pair) for pair in case["found"]],
            id=case["label"],
            marks=[miss] if case["expect"] == "miss" else [],
        )
        for case in CASES
    ]


@pytest.mark.parametrize(("text", "expected"), params())
def test_case(text, expected):
    layer = stance.stance(Speech("x", text))
    assert list(zip(layer["text"], layer["subcategory"], strict=True)) == expected


ORDER = ["可以", "应", "要", "必须", "绝不允许"]


def test_strength_rises_from_leave_to_the_absolute():
    text = "村里可以种果树，应先平地，要浇透水。必须护好苗，绝不允许毁林。"
    layer = stance.stance(Speech("x", text))
    layer = layer[layer["strength"].notna()]
    assert layer["text"].tolist() == ORDER
    assert layer["strength"].tolist() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("text", "negated"),
    [("不要怕。", True), ("必须去。", False), ("不得不去。", False), ("没能赶上。", True)],
)
def test_negated(text, negated):
    assert stance.stance(Speech("x", text))["negated"].tolist() == [negated]


def test_a_condition_names_its_answer():
    layer = stance.stance(Speech("x", "如果停水，那么就去挑水。"))
    assert layer["reason"].tolist() == ["如果…那么"]


def test_the_layer_is_sorted_and_points_into_the_text():
    text = "同志们：\n我们要干，不能等。有的干部怕苦，往往拖延；只有动手，才有收成。"
    layer = stance.stance(Speech("x", text))
    assert layer["start"].is_monotonic_increasing
    assert all(text[row.start : row.end] == row.text for row in layer.itertuples())
    assert (layer["end"].shift(fill_value=0) <= layer["start"].shift(-1, fill_value=99)).all()
    assert list(layer.columns[-3:]) == ["part", "point", "zone"]


def test_an_empty_layer_keeps_its_columns():
    layer = stance.stance(Speech("x", "春耕。"))
    assert layer.empty
    assert "strength" in layer


def test_every_line_of_the_lexicon_is_sound():
    rows = [e for group in entries.entries(lexicon(), stance.LEXICON).values() for e in group]
    assert {e.fields["category"] for e in rows} == CATEGORIES
    assert {e.fields["strength"] for e in rows} == {"", "1", "2", "3", "4", "5"}
    asked = [e for e in rows if e.fields["strength"]]
    assert {e.fields["category"] for e in asked} == {"modality"}
    assert {e.fields["negated"] for e in rows} == {"", "yes"}
