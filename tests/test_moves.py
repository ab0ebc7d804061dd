"""Moves: rows that tile the text, who must do what, who is held up, and both sets of weights."""

import math

import pytest

from huayu import encoder, layers, spans, structure
from huayu.corpus import Speech
from huayu.folders import LABELS
from huayu.moves import KINDS, features
from huayu.moves.demands import demands
from huayu.moves.features import AROUND
from huayu.moves.models import models

TEXT = (
    "同志们：\n一、把路修好\n修路是头等大事。没有路，山货就运不出去。去年，全县修了三百里路。\n"
    "但也要看到，有的村至今不通车。各级干部要带头修路。要把账目公开。\n"
    "比如，青石镇只用一年就修好了路。王大山同志指出，“要想富，先修路”。\n"
)


@pytest.fixture(params=["plain", "vectors"])
def state(request, monkeypatch):
    """Both sets of weights, each read anew."""
    if request.param == "plain":
        monkeypatch.setenv("HUAYU_ENCODER", "off")
    elif encoder.missing():
        pytest.skip(f"needs the extra encoder: {encoder.missing()}")
    return request.param


def test_the_closed_list_is_one(state):
    assert set(KINDS) == set(LABELS["moves", "move"])


def test_rows_tile_the_text(state):
    speech = Speech(f"x-{state}", TEXT)
    found = layers.layer(speech, "moves")
    assert "".join(found["text"]) == TEXT
    assert found["start"].tolist() == structure.sentences(speech)["start"].tolist()
    assert set(found["move"]) <= set(KINDS) and found["score"].between(0, 1).all()
    rules = {"moves:learned"} | ({"moves.vectors:learned"} if state == "vectors" else set())
    assert set(found["rule"]) <= rules and found["reason"].str.len().gt(0).all()


def test_the_plain_moves_of_plain_sentences(state):
    speech = Speech(f"y-{state}", TEXT)
    found = layers.layer(speech, "moves")
    said = dict(zip(found["text"].str.strip(), found["move"], strict=True))
    assert said["一、把路修好"] == "heading" and said["同志们："] == "frame"
    assert said["要把账目公开。"] == "demand"
    assert said["但也要看到，有的村至今不通车。"] == "problem"
    assert said["王大山同志指出，“要想富，先修路”。"] == "authority"


def test_only_demands_and_warnings_have_an_addressee(state):
    found = layers.layer(Speech(f"z-{state}", TEXT), "moves")
    rest = found[~found["move"].isin(["demand", "warning"])]
    assert rest["addressee"].isna().all() and rest["action"].isna().all()


ASKED = [
    ("各级干部要带头修路。", "各级干部"),
    ("因此，县区和乡镇必须把路修好。", "县区和乡镇"),
    ("我们要把路修好。", "我们"),
    ("希望各位代表常来看看。", "各位代表"),
    ("乡镇干部要修路，村民要让地，部门要出钱。", "乡镇干部；部门"),
    ("我们修路，必须先问群众。", "我们"),
    ("部门之间要多商量。", "部门"),
    ("要把账目公开。", None),
    ("账目必须公开。", None),
    ("对修坏的路必须重修。", None),
    ("离通车越近，我们越不能松劲，越要动员广大干部。", "我们"),
    ("县委书记直接面对群众，必须先问群众。", "县委书记"),
    ("我们主张，路要先修好。", None),
    ("先做学生，再做先生。", None),
    ("希望各级干部要常来看看。", "各级干部"),
    ("部门主要领导要常下乡。", "部门主要领导"),
    ("这种情况我们必须估计到。", "我们"),
    ("这条纪律是全党都要遵守的。", "全党"),
    ("要坚持以严的标准要求干部、管理干部。", None),
]
# who is threatened stands behind the prohibition
WARNED = [
    ("市委绝对不用只说不干的干部。", "只说不干的干部"),
    ("决不允许任何人拿群众一针一线。", "任何人"),
]


@pytest.mark.parametrize(("said", "who"), ASKED, ids=[said for said, _ in ASKED])
def test_who_must_act(said, who):
    (found,) = demands(Speech("x", said), [(0, len(said), "demand")])
    assert found.addressee == who and not found.carried


@pytest.mark.parametrize(("said", "who"), WARNED, ids=[said for said, _ in WARNED])
def test_who_is_warned(said, who):
    (found,) = demands(Speech("x", said), [(0, len(said), "warning")])
    assert found.addressee == who


def test_an_addressee_is_carried_on_and_marked():
    text = "各级干部要带头修路。要把账目公开。\n要常下乡。"
    cuts = [(0, 10, "demand"), (10, 18, "demand"), (18, 23, "demand")]
    first, second, third = demands(Speech("x", text), cuts)
    assert (first.addressee, first.carried) == ("各级干部", False)
    assert (second.addressee, second.carried) == ("各级干部", True)
    assert (third.addressee, third.carried) == (None, False)


def test_action_strength_and_what_is_forbidden():
    said = "各级干部决不能拿群众一针一线。"
    (found,) = demands(Speech("x", said), [(0, len(said), "warning")])
    assert (found.action, found.strength, found.negated) == ("拿群众一针一线", 5.0, True)
    (other,) = demands(Speech("x", "修路。"), [(0, 3, "demand")])
    assert math.isnan(other.strength) and other.action == "修路"
    said = "希望各位代表常来看看。"
    (asked,) = demands(Speech("x", said), [(0, len(said), "demand")])
    assert asked.action == "常来看看"
    said = "我要强调的是，各级干部必须要带头修路。"
    (own,) = demands(Speech("x", said), [(0, len(said), "demand")])
    assert (own.addressee, own.action) == ("各级干部", "带头修路")


HELD = [
    ("比如，深圳靠的就是敢闯。", "example", [("深圳", "model")]),
    ("我们与先行地区的差距正在拉大。", "problem", [("我们", "self"), ("先行地区", "model")]),
    ("不能像广东那样害怕竞争，要吸取教训。", "demand", [("广东", "foil")]),
    ("在福建，修路的钱是大家凑的。", "example", [("福建", "model")]),
    ("我们要把路修好。", "demand", []),
    ("去年我们到广东卖过山货。", "achievement", []),
    ("广东是全国修路的榜样。", "achievement", [("广东", "model")]),
    ("在广东，山货的竞争力越来越大。", "achievement", []),
    ("去年在广东的展会上，经验丰富的师傅卖出了山货。", "achievement", []),
    ("要把焦裕禄精神学到手。", "demand", [("焦裕禄", "model")]),
    ("我们在广东有朋友，大家像亲人一样。", "achievement", []),
    ("要学习焦裕禄同志，多做好事。", "demand", [("焦裕禄同志", "model")]),
    ("张国焘向党闹独立性，结果叛党。", "example", [("张国焘", "foil")]),
    ("我市建成全国文明城市。", "example", []),
    ("大家要学习马克思列宁主义。", "demand", []),
    ("全党要学习邓小平建设有中国特色社会主义理论。", "demand", []),
    ("我国远远落后于发达国家。", "problem", [("我国", "self"), ("发达国家", "model")]),
    ("我们起步晚，同深圳相比路修得慢。", "problem", [("我们", "self"), ("深圳", "model")]),
]


@pytest.mark.parametrize(("said", "move", "held"), HELD, ids=[said for said, *_ in HELD])
def test_who_is_held_up(said, move, held):
    (found,) = models(Speech("x", said), [(0, len(said), move)])
    assert [(said[a:b], role) for a, b, role in found] == held


def test_voice_is_whose_words_a_row_stands_in():
    speech = Speech("v", "王大山同志强调，“我们要修路”。我们要种树。")
    found = layers.layer(speech, "stance")
    we = found[found["subcategory"] == "we"]
    assert we["voice"].tolist() == ["王大山", None]
    quoted = layers.layer(speech, "quotations")
    assert quoted["voice"].isna().all()


@pytest.mark.parametrize("text", ["", "。", "\n", "路" * 3000, "？！" * 50, "\ud83d要改。"])
def test_odd_texts_have_moves(text, state):
    speech = Speech(f"odd-{state}", text)
    found = layers.layer(speech, "moves")
    assert "".join(found["text"]) == text


def test_features_have_names_in_words():
    rows = features(Speech("x", TEXT))
    assert len(rows) == len(structure.sentences(Speech("x", TEXT)))
    assert all(math.isfinite(value) for row in rows for value in row.values())
    assert spans.SPAN == ("start", "end", "text")


def test_a_stretch_is_judged_by_what_stands_around_it(state):
    """A review stays one, however long the plan behind it is; by the whole text it would be one."""
    review = "全县修路三百里，增长8.5%，新建桥梁二十座。\n" * 20
    plan = "今年，我们将继续修路，努力架桥，加快治水。\n" * 60
    alone, both = (Speech(f"{state}{len(text)}", text) for text in (review, review + plan))
    near = (
        20 - AROUND - 3
    )  # sentences whose stretch holds none of the last three, which are told apart
    place = "how far in the text"  # which tells where a sentence stands, and is not of its stretch

    def seen(speech):
        rows = features(speech)[:near]
        return [{k: v for k, v in row.items() if not k.endswith(place)} for row in rows]

    assert seen(alone) == seen(both)
    found = layers.layer(both, "moves")
    assert set(found["move"][:18]) == {"achievement"} and set(found["move"][30:-5]) == {"pledge"}
