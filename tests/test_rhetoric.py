"""What holds for every figure of speech: spans, members, frames, ranking."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huayu import agreement, corpus, decisions, rhetoric
from huayu.corpus import Speech
from huayu.page import Page, Token, trimmed
from huayu.rhetoric import evidence, lines
from huayu.rhetoric.alignment import align, frame
from huayu.rhetoric.members import runs

SHARED = Path(__file__).parents[2] / "shared"
PROSE = (
    "第一，把水管好。水是命脉，要管到田头，要管到井边，要管到龙头。\n"
    "第二，把路修好。路通则货通，货通则人富。难道还要再等吗？\n"
    "第三，把树种好。过去山是黄的，现在山是绿的；过去河是浑的，现在河是清的。\n"
    "向荒山要粮食，向沙漠要绿洲。人人为我，我为人人。一定要种，一定要赶在开春以前种下去。\n"
)


@pytest.fixture(scope="module")
def table():
    return rhetoric.devices(Speech("prose", PROSE), 0.2)


def test_rows_point_into_the_text(table):
    assert len(table)
    for row in table.itertuples():
        assert PROSE[row.start : row.end] == row.text
        assert row.text == row.text.strip()
        assert row.device in rhetoric.names(Speech("x", ""))
        assert 0.2 <= row.score <= 1.0
        assert row.reason


def test_members_lie_in_order_inside_their_device(table):
    for row in table.itertuples():
        edges = [edge for member in row.members for edge in member]
        assert edges == sorted(edges)
        assert all(start < end for start, end in row.members)
        if row.device in ("parallelism", "antithesis", "chiasmus"):
            assert (row.start, row.end) == (edges[0], edges[-1])
            assert (len(row.members) > 2) == (row.device == "parallelism")
            assert row.scope in ("adjacent", "distributed")


def test_frame_and_slots_spell_the_members(table):
    """A member is its frame with its slots filled in, marks and blanks aside."""
    for row in table[table["device"].isin(("parallelism", "antithesis"))].itertuples():
        assert len(row.slots) == len(row.members)
        for (start, end), slots in zip(row.members, row.slots, strict=True):
            pieces = row.frame.split("…")
            assert len(pieces) == len(slots) + 1
            spelled = pieces[0] + "".join(a + b for a, b in zip(slots, pieces[1:], strict=True))
            assert spelled == "".join(char for char in PROSE[start:end] if char.isalnum())


def test_a_lower_threshold_only_adds(table):
    strict = rhetoric.devices(Speech("prose", PROSE), 0.6)
    rows = {(row.device, row.start, row.end) for row in table.itertuples()}
    assert {(row.device, row.start, row.end) for row in strict.itertuples()} <= rows
    assert len(strict) < len(table)


def test_distributed_members_open_their_paragraphs(table):
    row = table[table["scope"] == "distributed"].iloc[0]
    assert [PROSE[a:b] for a, b in row["members"]] == ["把水管好", "把路修好", "把树种好"]
    assert row["frame"] == "把…好"
    assert row["slots"] == (("水管",), ("路修",), ("树种",))


def test_pairs_of_a_series_are_no_antitheses():
    found = rhetoric.devices(Speech("x", "要管到田头，要管到井边，要管到门口。"))
    assert found["device"].tolist() == ["parallelism"]


def test_a_chiasmus_is_not_an_antithesis_too():
    found = rhetoric.devices(Speech("x", "军队爱人民，人民爱军队。"))
    assert "antithesis" not in found["device"].tolist()


def test_a_series_inside_a_member_stands_beside_the_outer_one():
    text = (
        "如果没有水、没有肥、没有种，庄稼就长不好；"
        "如果没有路、没有车、没有油，山货就运不出；"
        "如果没有人、没有心、没有劲，日子就过不好。"
    )
    found = rhetoric.devices(Speech("x", text))
    series = found[found["device"] == "parallelism"]
    assert series["text"].tolist() == [
        text[:-1],
        "没有水、没有肥、没有种",
        "没有路、没有车、没有油",
        "没有人、没有心、没有劲",
    ]


@pytest.mark.parametrize("text", ["。", "\n\n", "……", "“”，、；", "**、**，**。", "abc, def; ghi."])
def test_texts_without_words_have_no_devices(text):
    assert rhetoric.devices(Speech("x", text)).empty


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="要把水路树管修种好的我人，、；。：？“”（）\n 　*一二三是", max_size=120))
def test_any_text_gives_sound_rows(text):
    for row in rhetoric.devices(Speech("x", text), 0.1).itertuples():
        assert text[row.start : row.end] == row.text
        assert all(row.start <= a < b <= row.end for a, b in row.members)


words = st.lists(
    st.sampled_from(
        [("水", "n"), ("要", "v"), ("管", "v"), ("好", "a"), ("的", "uj"), ("山路", "n")]
    ),
    min_size=1,
    max_size=7,
)


def tokens(pairs) -> list[Token]:
    return [Token(0, 0, word, tag) for word, tag in pairs]


@given(words, words, st.booleans(), st.booleans())
def test_alignments_keep_order_and_bounds(a, b, left, right):
    made = align(tokens(a), tokens(b), left, right)
    firsts, seconds = [i for i, _ in made.pairs], [j for _, j in made.pairs]
    assert firsts == sorted(set(firsts)) and seconds == sorted(set(seconds))
    assert made.first <= min(firsts, default=len(a)) and max(seconds, default=0) <= made.last
    assert 0.0 <= made.score <= 1.0
    assert left or made.first == 0
    assert right or made.last == len(b)


@given(words)
def test_a_list_answers_itself(a):
    made = align(tokens(a), tokens(a))
    assert made.score == pytest.approx(1.0)
    assert made.pairs == tuple((i, i) for i in range(len(a)))


def test_alignment_by_hand():
    """水 answers 路 (noun, same length: 0.55 + 0.15), 管好 answers itself: (1.4 + 2 + 2) / 6."""
    made = align(tokens([("水", "n"), ("管", "v"), ("好", "a")]),
                 tokens([("路", "n"), ("管", "v"), ("好", "a")]))  # fmt: skip
    assert made.score == pytest.approx((0.7 * 2 + 2 + 2) / 6)


def test_frame_of_three():
    members = [tokens([("把", "p"), (noun, "n"), ("管", "v"), ("好", "a")]) for noun in "水路树"]
    assert frame(members) == ("把…管好", (("水",), ("路",), ("树",)))


def test_edges_of_a_span():
    text = "　　“甲、乙”，"
    assert text[slice(*trimmed(text, 0, len(text)))] == "“甲、乙”"


def test_context_cuts_words_at_the_edges_of_a_span():
    context = Page(Speech("x", "我们爱护水源。"))
    assert "".join(word.text for word in context.words(1, 5)) == "们爱护水"


@pytest.mark.parametrize("device", ["parallelism", "antithesis"])
def test_weights_name_measures_that_there_are(device):
    context = Page(Speech("x", "水要清，路要通。"))
    weights = decisions.weights(context.speech, device)
    assert weights.labels == ("no", "yes")
    assert set(weights.features) <= set(evidence.evidence(next(runs(context)), context, device))


def test_lines_are_weighed_by_features_that_there_are():
    context = Page(Speech("x", "春水满田新绿早，秋风入户晚香迟。"))
    ((one, two, row),) = lines.candidates(context)
    assert (one.text, two.text) == ("春水满田新绿早", "秋风入户晚香迟")
    assert set(decisions.weights(context.speech, "couplet").features) <= set(row)


def test_likeness_is_the_product_of_unit_vectors():
    lexicon = Speech("x", "").lexicon
    chars = "春秋刀"
    table = np.array([lines.likeness(lexicon, char * 3, chars) for char in chars])
    assert np.allclose(table, table.T)
    assert np.diag(table).tolist() == [1.0] * 3
    assert table[0, 1] > 0.5 > table[0, 2]
    assert lines.likeness(lexicon, "春", "𪛕") == [0.0]


# Training scores: micro F1 over all devices at overlap 0.5, a little below what it is, so that a
# fall is noticed.
FLOORS = {"speech": 0.78, "2013-youth": 0.75, "1992-talks": 0.70}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated texts are not beside the repository")
@pytest.mark.parametrize("name", FLOORS)
def test_training_scores_hold(name):
    found = agreement.scores(corpus.load(SHARED / "gold" / name), "rhetoric")
    assert found["micro"]["f1"] >= FLOORS[name]
