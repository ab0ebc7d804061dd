"""Decisions: sums by hand, sequences against every path, files that are whole or refused."""

import itertools
import json
import math

import numpy as np
import pytest

from huayu import decisions
from huayu.corpus import Speech
from huayu.decisions import Weights
from huayu.files import Fault

SHAPE = Weights(
    "shape",
    ("round", "square"),
    (100, 0),
    {"has corners": (-1000, 1500), "rolls": (2000, -500)},
    steps=np.array([[300, -200], [-700, 400]]),
)


def test_margins_are_bias_and_weighted_features():
    assert SHAPE.margins({"has corners": 2.0, "rolls": 0.5, "never learned": 9.0}) == [-0.9, 2.75]


def test_a_vector_adds_its_own_part():
    dense = Weights(
        "shape", ("round", "square"), (0, 0), {}, np.array([[1000, 2000], [3000, -4000]])
    )
    assert dense.margins({}, np.array([100, 10], dtype=np.int8)) == [0.12, 0.26]
    assert dense.margins({}) == [0.0, 0.0]


def test_what_noise_may_change_falls_to_the_plain_weights(tmp_path):
    plain = Weights("shape", ("round", "square"), (0, 500), {})
    table = np.array([[10_000, 0], [0, 10_000]])
    full = Weights("shape.vectors", ("round", "square"), (0, 0), {}, table)
    house(tmp_path, decisions.written(plain))
    place = tmp_path / "corpus" / "lexicons" / "weights" / "shape.vectors.json"
    place.write_text(decisions.written(full), encoding="utf-8")
    speech = Speech("y", "甲。", root=tmp_path)
    near, far = np.array([[11, 10], [40, 10]], dtype=np.int8)
    assert full.doubtful({}, near) and not full.doubtful({}, far)
    found = decisions.judged(speech, "shape", [{}, {}], np.array([near, far]))
    assert [(d.label, d.rule) for d in found] == [
        ("square", "shape:learned"), ("round", "shape.vectors:learned"),
    ]  # fmt: skip
    assert [d.label for d in decisions.judged(speech, "shape", [{}, {}], None)] == ["square"] * 2


def test_the_reason_names_what_spoke_for_the_label_that_won():
    found = SHAPE.decision({"has corners": 1.0, "rolls": 1.0})
    assert (found.label, found.rule, found.reason) == ("round", "shape:learned", "rolls")
    assert found.score == round(1 / (1 + math.exp(1.0 - 1.1)), 2)
    assert SHAPE.decision({}).reason == "nothing speaks for another label"


def test_the_account_adds_up_to_the_margins():
    row = {"has corners": 1.0, "rolls": 2.0}
    table = SHAPE.account(row)
    assert table["feature"].tolist() == ["rolls", "has corners"]
    sums = [
        table[label].sum() + bias / 1000
        for label, bias in zip(SHAPE.labels, SHAPE.bias, strict=True)
    ]
    assert sums == pytest.approx(SHAPE.margins(row))


def test_a_sequence_is_the_best_of_all_paths_with_its_marginals():
    rows = [{"rolls": 0.3}, {"has corners": 0.4}, {"rolls": 0.2, "has corners": 0.3}, {}]
    weight = {}
    for path in itertools.product(range(2), repeat=len(rows)):
        inside = sum(SHAPE.margins(row)[label] for row, label in zip(rows, path, strict=True))
        steps = sum(SHAPE.steps[a, b] / 1000 for a, b in itertools.pairwise(path))
        weight[path] = inside + steps
    best = max(weight, key=weight.get)
    found = SHAPE.sequence(rows)
    assert [row.label for row in found] == [SHAPE.labels[label] for label in best]
    whole = sum(map(math.exp, weight.values()))
    for place, row in enumerate(found):
        same = sum(math.exp(w) for path, w in weight.items() if path[place] == best[place])
        assert row.score == pytest.approx(same / whole, abs=0.0051)
    assert SHAPE.sequence([]) == []


def house(folder, content: str) -> Speech:
    place = folder / "corpus" / "lexicons" / "weights"
    place.mkdir(parents=True)
    (place / "shape.json").write_text(content, encoding="utf-8")
    return Speech("x", "甲。", root=folder)


def test_written_weights_are_read_back(tmp_path):
    speech = house(tmp_path, decisions.written(SHAPE))
    again = decisions.weights(speech, "shape")
    assert (again.labels, again.bias, again.features) == (SHAPE.labels, SHAPE.bias, SHAPE.features)
    assert (again.steps == SHAPE.steps).all() and again.vectors is None
    assert decisions.written(again) == decisions.written(SHAPE)


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{}",
        "not json",
        "[" * 100_000,
        json.dumps({"labels": ["a", "b"], "bias": [1], "features": {}}),
        json.dumps({"labels": ["a", "b"], "bias": [1, 2], "features": {"x": [1, 2, 3]}}),
        json.dumps({"labels": ["a", "b"], "bias": [1, 2], "features": {}, "steps": [[1, 2]]}),
    ],
)
def test_a_broken_file_of_weights_is_one_line(tmp_path, content):
    with pytest.raises(Fault, match="shape.json"):
        decisions.weights(house(tmp_path, content), "shape")
