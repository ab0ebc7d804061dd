"""Scores, worked by hand and against the definitions."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huayu import agreement, corpus
from huayu.agreement import devices_alike, events, matches, score, spans_alike, spans_equal
from huayu.spans import frame, overlap

UNITS = frame("x" * 100, [(start, start + 10) for start in range(0, 100, 10)])


def line(start, end, agreed=True, **fields):
    return {"start": start, "end": end, "agreed": agreed, **fields}


def one(gold, found, alike=spans_alike):
    return score(events(gold, found, alike, lambda row: "x"), UNITS)


def test_scores_worked_by_hand():
    gold = [line(0, 4), line(10, 14), line(20, 24), line(30, 34, agreed=False)]
    found = [line(0, 4), line(11, 14), line(30, 34), line(50, 54), line(60, 64)]
    result = one(gold, found)
    # hits 0-4 and 11-14 (3 of 4 characters); 30-34 is neutral; 50-54 and 60-64 are false alarms
    assert (result.gold, result.pred, result.hit) == (3, 4, 2)
    assert result.p == pytest.approx(2 / 4)
    assert result.r == pytest.approx(2 / 3)
    assert result.f1 == pytest.approx(4 / 7)


def test_a_neutral_line_is_neither_miss_nor_false_alarm():
    assert one([line(0, 4, agreed=False)], [line(0, 4)]).pred == 0
    assert one([line(0, 4, agreed=False)], []).gold == 0


def test_a_second_prediction_on_a_hit_line_is_a_false_alarm():
    result = one([line(0, 10)], [line(0, 10), line(0, 9)])
    assert (result.hit, result.pred) == (1, 2)


def test_best_overlap_comes_first():
    gold = [line(0, 10), line(4, 14)]
    found = [line(3, 13)]
    assert matches(gold, found, spans_alike) == [(1, 0)]


def test_exact_matching_takes_no_neighbour():
    assert one([line(0, 4)], [line(0, 5)], spans_equal).hit == 0
    assert one([line(0, 4)], [line(0, 4)], spans_equal).hit == 1


@pytest.mark.parametrize(
    ("members", "hit"),
    [
        ([[0, 10], [30, 40], [60, 70]], True),  # all three
        ([[0, 10], [30, 40], [80, 90]], True),  # two of three on either side
        ([[0, 10], [35, 45], [80, 90]], False),  # one and a third
        ([[0, 10], [30, 40], [61, 64], [70, 80], [82, 90]], False),  # two of five on the other side
    ],
)
def test_distributed_parallelism_must_agree_in_members(members, hit):
    gold = line(0, 90, scope="distributed", members=[[0, 10], [30, 40], [60, 70]])
    found = line(0, 90, scope="distributed", members=members)
    assert bool(devices_alike(gold, found)) is hit


def test_the_second_annotators_label_is_right_too():
    gold = [line(0, 9, device="antithesis", alt={"device": "chiasmus"})]
    found = [line(0, 9, device="chiasmus")]
    table = agreement.SCORED["rhetoric"](gold, found, UNITS)
    assert table["antithesis"]["hit"] == 1
    assert table["micro"]["f1"] == 1.0


def test_nothing_to_divide_by_is_nan_not_zero():
    result = one([], [])
    assert math.isnan(result.p) and math.isnan(result.r) and math.isnan(result.f1)


def test_headings_count_levels_only_of_labelled_openers():
    gold = [
        line(0, 5, kind="heading", label="一、", level=1),
        line(10, 15, kind="run-in", label="第一，", level=2),
        line(20, 25, kind="run-in", label=None, level=3),
    ]
    found = [
        line(0, 5, kind="heading", label="一、", level=1),
        line(10, 19, kind="run-in", label="第一，", level=3),
    ]
    table = agreement.SCORED["headings"](gold, found, UNITS)
    assert table["labelled"]["f1"] == 1.0
    assert table["labelled"]["level_accuracy"] == 0.5
    assert table["unlabelled"]["r"] == 0.0


spans = st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20)), max_size=12).map(
    lambda rows: [line(start, start + length) for start, length in rows]
)


@given(spans, spans)
def test_matching_is_one_to_one_and_over_the_threshold(gold, found):
    pairs = matches(gold, found, spans_alike)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    for i, j in pairs:
        a, b = gold[i], found[j]
        assert overlap((a["start"], a["end"]), (b["start"], b["end"])) >= agreement.LEAST_OVERLAP


@given(spans.filter(bool))
def test_a_perfect_detector_scores_one_and_its_interval_is_a_point(gold):
    result = one(gold, gold)
    assert (result.p, result.r, result.f1) == (1.0, 1.0, 1.0)
    assert math.isnan(result.f1_low) or (result.f1_low, result.f1_high) == (1.0, 1.0)


def test_the_interval_holds_the_score_and_is_the_same_again():
    gold = [line(start, start + 4) for start in range(0, 100, 10)]
    found = gold[:6] + [line(start + 5, start + 9) for start in range(0, 40, 10)]
    result = one(gold, found)
    assert result.f1_low < result.f1 < result.f1_high
    assert result == one(gold, found)


def test_the_first_speech_is_a_training_text_and_an_unknown_one_is_not():
    assert agreement.training(corpus.load("2021-city-secretary"))
    assert not agreement.training(corpus.Speech("x", "同志们：大家好。"))


def quoted(start, end, function, speaker=None, cue=None, form="quoted", **fields):
    given = {"form": form, "function": function, "speaker": speaker, "cue": cue}
    return line(start, end, **given, **fields)


def test_quotation_scores_worked_by_hand():
    gold = [
        quoted(0, 4, "citation", "甲", "说"),
        quoted(10, 14, "citation", "乙", "讲", alt={"cue": "说"}),
        quoted(20, 24, "formula"),
        quoted(30, 34, "distancing", alt={"function": "figurative"}),
        quoted(40, 50, "citation", None, None, form="indirect"),
    ]
    found = [
        quoted(0, 4, "citation", "甲", "指出"),
        quoted(10, 14, "citation", "丙", "说"),
        quoted(20, 24, "citation", "甲", "说"),
        quoted(30, 34, "figurative"),
        quoted(41, 50, "citation", None, None, form="indirect"),
    ]
    table = agreement.SCORED["quotations"](gold, found, UNITS)
    # citations: 3 gold, 4 found, 3 hit; the speaker is right in two of them (甲, none)
    assert table["citation"]["f1"] == pytest.approx(6 / 7)
    assert table["attribution"]["f1"] == pytest.approx(4 / 7)
    # functions of the four gold spans in marks: right, right, wrong, right by the second annotator
    assert table["function"]["accuracy"] == pytest.approx(3 / 4)
    # cues of the three matched citations: 指出 for 说 is wrong, 说 is the alternative, none is none
    assert table["cue"]["accuracy"] == pytest.approx(2 / 3)
    assert table["function"]["accuracy_low"] < 3 / 4 < table["function"]["accuracy_high"]


def test_a_missed_span_has_no_function():
    missed = agreement.functions_found([quoted(0, 4, "formula")], [quoted(0, 5, "formula")])
    assert [named for _, named in missed] == [None]


def test_the_confusion_matrix_adds_up_to_the_gold():
    speech = corpus.load("2021-city-secretary")
    matrix = agreement.confusion(speech)
    assert matrix.to_numpy().sum() == 48 and matrix["missed"].sum() == 0
    assert agreement.confusion(corpus.Speech("x", "没有标注。")) is None


def test_an_empty_gold_file_says_that_the_text_has_none(tmp_path):
    (tmp_path / "text.txt").write_text("他说：“路要修通。”\n", encoding="utf-8")
    (tmp_path / "quotations.jsonl").write_text("", encoding="utf-8")
    table = agreement.scores(corpus.load(str(tmp_path)), "quotations")
    assert (table["quoted"]["gold"], table["quoted"]["pred"]) == (0, 1)
    assert math.isnan(table["function"]["accuracy"])


def test_agreement_of_the_annotators_counts_what_both_drew(tmp_path):
    (tmp_path / "text.txt").write_text("我们要发展，我们要改革。", encoding="utf-8")
    (tmp_path / "gold").mkdir()
    line = {"start": 0, "end": 11, "text": "我们要发展，我们要改革"}
    drawn = [
        line | {"device": "repetition", "agreed": True},
        line | {"device": "antithesis", "agreed": False},
    ]
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in drawn)
    (tmp_path / "gold" / "rhetoric.jsonl").write_text(lines, encoding="utf-8")
    speech = corpus.load(str(tmp_path))
    said = agreement.annotators(speech, "rhetoric")
    assert "Of 2 lines" in said and "both drew 1: F1 0.67" in said  # 2·1 / (2 + 1)
    assert agreement.annotators(speech, "quotations") == ""
    assert agreement.annotators(corpus.load("constructed-two-parts"), "rhetoric") == ""
