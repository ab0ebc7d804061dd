"""What is learned of quotations: reports, their ends, speakers by form, marks by sense."""

import pytest

from huayu import decisions
from huayu.corpus import Speech
from huayu.quotations import marks, quotations
from huayu.quotations.directions import BY_SENSE, directions
from huayu.quotations.extents import boundaries
from huayu.quotations.phrases import bare, phrase
from huayu.quotations.reporting import features, places
from huayu.quotations.view import view
from huayu.quotations.weighed import candidates

SPEAKERS = [
    # text, speaker of its one citation
    ("马德龙表示，两村友谊长存，将继续修路。", "马德龙"),
    ("国家发展改革委表示，将加快道路建设。", "国家发展改革委"),
    ("交通部发言人毛宁16日表示，这条路不能停修。", "毛宁"),
    ("“路要一步一步走。”王小明说。大家鼓掌。", "王小明"),
    ("“路要修好，水也要治好。”县长李大山在会上强调。", "李大山"),
    ("李大山：“路要修好。”\n大家：好。", "李大山"),
    ("<p>李小河表示，路要修到门口。</p>", "李小河"),
    ("村长李大山昨天来到村里。他强调，路要修好。", "李大山"),
    ("妈妈下班以后来接我。她说：“路修好了。”", "妈妈"),
    ("村民们都来开会。他们说：“路要修好。”", "村民们"),
    ("《山水条例》第三条规定：“修路不得停工。”", "《山水条例》"),
    ("不少同志指出，路修得又快又好。", "不少同志"),
    ("我们党中央多次强调，路要修到门口。", "党中央"),
    ("同志们：今天开会。我多次讲过，路要修到门口。", "我"),
]
ADDRESSED = [
    ("那位老师告诉我说：“路修好了。”", "告诉"),
    ("老师说：“路修好了。”", "说"),
]


def cited(text, meta=None):
    layer = quotations(Speech("x", text, meta or {}))
    return layer[layer.function == "citation"]


@pytest.mark.parametrize("text, speaker", SPEAKERS)
def test_speakers_are_known_by_form(text, speaker):
    assert cited(text).speaker.tolist() == [speaker]


@pytest.mark.parametrize("text, cue", ADDRESSED)
def test_whom_somebody_tells_is_no_part_of_the_cue(text, cue):
    assert cited(text).cue.tolist() == [cue]


def test_both_halves_of_a_split_quotation_have_its_speaker():
    found = cited("同志们：\n“路要修好，”李大山说，“水也要治好。”")
    assert found.text.tolist() == ["路要修好，", "水也要治好。"]
    assert found.speaker.tolist() == ["李大山", "李大山"]


def test_what_is_told_of_a_speaker_is_what_he_was_weighed_by():
    text = "村长李大山昨天来到村里。他强调，路要修好。"
    asked = candidates(Speech("x", text), text.index("路"))
    [named] = [one for one in asked if one.asked == "speaker" and one.about == "李大山"]
    assert "heads a sentence 1 before" in named.features
    assert "the subject by rule" not in named.features  # that is 他


def test_who_says_i_is_the_speaker_of_the_speech_where_he_is_known():
    text = "我多次讲过，路要修到村民的门口。"
    assert cited(text, {"speaker": "王大山"}).speaker.tolist() == ["王大山"]


@pytest.mark.parametrize(
    "text",
    [
        "王大山提出了修路的要求，为全村的发展指明了方向。",
        "我们必须指出，修路不能停。",
        "他没有说要修路。",
        "这条路的建设规定了村里的方向。",
        "王先生许下一些承诺，尤其是修路方面的承诺，便看看他怎么做。",
        "村里提了三点要求，明年都要修好。",
    ],
)
def test_verbs_that_report_nothing(text):
    assert cited(text).empty


def test_reports_carry_the_rule_and_a_reason():
    row = cited("马德龙表示，两村友谊长存。").iloc[0]
    assert row["rule"] == "reporting:learned"
    assert "表示" in row["reason"]


def test_features_name_what_is_seen():
    seen = view(Speech("x", "李大山强调，路要修好。"))
    [cue] = places(seen)
    row = features(seen, cue, frozenset())
    assert {"verb 强调", "，", "verb 强调 with ，"} <= row.keys()
    assert all(isinstance(value, float) for value in row.values())


def test_markup_that_ends_a_paragraph_ends_a_report():
    text = "<p>李大山强调，路要修好。水要治好。</p><p>大家鼓掌。</p>"
    seen = view(Speech("x", text))
    [cue] = places(seen)
    ends = [text[cue.opens : one.end] for one in boundaries(seen, cue)]
    assert ends == ["路要修好", "路要修好。水要治好"]


def test_boundaries_are_the_ends_of_clauses():
    text = "李大山强调，路要修好，桥要架好。水要治好。\n大家鼓掌。"
    seen = view(Speech("x", text))
    [cue] = places(seen)
    ends = [text[cue.opens : one.end] for one in boundaries(seen, cue)]
    assert ends == ["路要修好", "路要修好，桥要架好", "路要修好，桥要架好。水要治好"]


@pytest.mark.parametrize(
    "text, verb, found, name",
    [
        ("县长李大山指出，好。", "指出", "县长李大山", "李大山"),
        ("在会上，村委有关负责人介绍，好。", "介绍", "村委有关负责人", None),
        ("昨天，他在会上说，好。", "说", "他", None),
    ],
)
def test_phrases_before_a_verb(text, verb, found, name):
    place = text.index(verb)
    head = text.rfind("，", 0, place) + 1
    one = phrase(view(Speech("x", text)), head, place)
    assert text[one.start : one.end] == found
    assert (one.name and text[slice(*one.name)]) == name
    assert one.clear


def test_no_phrase_where_a_preposition_leads_nowhere():
    assert phrase(view(Speech("x", "关于修路说了三点。")), 0, 4) is None


def test_whose_somebody_is_names_him_not():
    assert [bare(words) for words in ("我的父亲", "我们村委", "他们")] == ["父亲", "村委", "他们"]


SENSE = [
    # text, insides, warned
    ("他说：”路要修好，不能再拖。“大家鼓掌。", ["路要修好，不能再拖。"], True),
    ("他说：“路要修好，不能再拖。“大家鼓掌。", ["路要修好，不能再拖。"], True),
    ("他说：”路要修好，不能再拖。”大家鼓掌。", ["路要修好，不能再拖。"], True),
    ('他说：“路要修好。"大家鼓掌。她说："好。”', ["路要修好。", "好。"], True),
    ("他說：｢路要修好。｣", ["路要修好。"], False),
    ("他读«水赋»。", ["水赋"], False),
    ("他讀過︽山路記︾和︿水賦﹀。", ["山路記", "水賦"], False),
    ("他读<<山路记>>，写得好。", ["山路记"], False),
    ("一加一<二，三>>二。", [], False),
    ("他说“要‘严’字当头”。", ["要‘严’字当头", "严"], False),
    ('他说“路要"快"修”。', ['路要"快"修', "快"], False),
]


@pytest.mark.parametrize("text, insides, warned", SENSE)
def test_marks_are_paired_by_sense(text, insides, warned):
    found = marks(text)
    assert [mark.text(text) for mark in found] == insides
    assert all((mark.warning == BY_SENSE) == warned for mark in found)


def test_a_quotation_over_paragraphs_keeps_its_shape():
    assert directions("他说：“路要修好。\n“桥要架好。\n“水要治好。”\n他又说“好”。") == {}


@pytest.mark.parametrize("name", ["function", "function.vectors", "reporting", "extent", "speaker"])
def test_shipped_weights_say_how_they_were_learned(name):
    found = decisions.weights(Speech("x", "路。"), name)
    assert found.learned["speeches"] > 40
    assert len(found.learned["left out"]) == 3
