"""Why: a place explained by its rows, its candidates and what weighed in them."""

import pytest

from huayu import cli, decisions, layers
from huayu.corpus import Speech
from huayu.explanation import explanation
from huayu.files import Fault

TEXT = (
    "王大山同志强调，“路要一步一步走”。有人指出，要守住底线，不碰红线。\n"
    "不仅要修路，而且要架桥。要把方向看得更准，要把步子走得更稳，要把日子过得更好。\n"
)
SPEECH = Speech("x", TEXT)
# what is at a word -> lines that must be told there
TOLD = {
    "一步": (
        "引用 citation 9–16 路要一步一步走",
        "speaker 王大山",
        "引号作用",
        "[王大山]",
        "says it",
    ),
    "守住": ("间接引用 indirect citation", "转述动词", "cites", "转述止处", "ends"),
    "底线": ("比喻 metaphor", "[底线]", "yes"),
    "架桥": ("层递 gradation", "rule gradation:correlated", "because correlated: 不仅…而且"),
    "步子": ("排比 parallelism", "rule parallelism:learned", "论证步骤", "rule moves"),
}


@pytest.mark.parametrize(("word", "lines"), TOLD.items(), ids=TOLD)
def test_a_place_tells_what_won_and_what_weighed(word, lines):
    said = explanation(SPEECH, TEXT.index(word))
    assert f"【{word[0]}】" in said
    assert [line for line in lines if line not in said] == [], said


@pytest.mark.parametrize("name", layers.WEIGHED)
def test_candidates_stand_where_they_are_asked_for_and_have_weights(name):
    for place in range(0, len(TEXT), 7):
        for one in layers.candidates(SPEECH, name, place):
            decision, weighed = decisions.told(SPEECH, one)
            known = decisions.weights(SPEECH, decision.rule.removesuffix(":learned"))
            assert decision.label in known.labels
            assert set(weighed["feature"]) <= set(known.features)
            assert weighed["weight"].abs().is_monotonic_decreasing


def test_candidates_that_won_are_rows_of_the_layer():
    """What is told of a place is what the detector decided there: same span, same score."""
    rows = layers.layer(SPEECH, "rhetoric")
    for row in rows[rows["rule"].isin(("parallelism:learned", "metaphor:lexicon"))].itertuples():
        found = [
            decisions.told(SPEECH, one)[0]
            for one in layers.candidates(SPEECH, "rhetoric", row.start)
            if (one.start, one.end, one.asked) == (row.start, row.end, row.device)
        ]
        assert max(each.score for each in found if each.label == "yes") == round(row.score, 2)
    moves = layers.layer(SPEECH, "moves")
    for row in moves.itertuples():
        [one] = layers.candidates(SPEECH, "moves", row.start)
        decision, _ = decisions.told(SPEECH, one)
        assert (decision.label, decision.score, decision.rule) == (row.move, row.score, row.rule)


def test_offsets_are_those_of_the_text_as_it_is():
    hidden = Speech("x", TEXT.replace("守住", "守\u200b住"))
    place = hidden.text.index("底线")
    found = [one for one in layers.candidates(hidden, "rhetoric", place) if one.about == "底线"]
    assert [hidden.text[one.start : one.end] for one in found] == ["底线"]


def test_a_layer_without_learned_decisions_has_no_candidates():
    assert layers.candidates(SPEECH, "tokens", 3) == []


@pytest.mark.parametrize("offset", (-1, len(TEXT)))
def test_an_offset_that_is_not_there_is_a_fault(offset):
    with pytest.raises(Fault, match="has no character"):
        explanation(SPEECH, offset)


def test_the_command(tmp_path, capsys):
    path = tmp_path / "x.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert cli.main(["why", str(path), str(TEXT.index("一步"))]) == 0
    assert "speaker 王大山" in capsys.readouterr().out
    assert cli.main(["why", str(path), "99999"]) == 2
    assert "has no character 99999" in capsys.readouterr().err
