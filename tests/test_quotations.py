"""Quotations: marks of every kind, who is quoted, and what marks are there for."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huayu import agreement, corpus
from huayu.corpus import Speech
from huayu.quotations import marks, quotations

OPEN = "closing mark missing"
MARKS = [
    # label, text, insides, warnings
    ("curly", "要讲“实”字。", ["实"], [None]),
    ("corner", "提出「新村計畫」。", ["新村計畫"], [None]),
    ("nested", "他说：“我们不能搞‘一阵风’。”", ["我们不能搞‘一阵风’。", "一阵风"], [None, None]),
    ("same mark nested", "他说“要抓“三件事”不放”。", ["要抓“三件事”不放", "三件事"], [None, None]),
    ("title in title", "关于《〈村规〉的说明》", ["〈村规〉的说明", "村规"], [None, None]),
    ("apostrophe", "O’Neill说‘好’。", ["好"], [None]),
    ("straight", '要做到"三个到位"，不搞"一阵风"。', ["三个到位", "一阵风"], [None, None]),
    ("straight over lines", '歌里唱道："山高\n水长\n路远"。好。', ["山高\n水长\n路远"], [None]),
    ("single straight", "it's 要做到'三到位'。", ["三到位"], [None]),
    ("over lines", "他说：“第一条。\n第二条。”", ["第一条。\n第二条。"], [None]),
    ("repeated opening", "他说：\n“第一段。\n“第二段。”\n完。", ["第一段。\n“第二段。"], [None]),
    ("unclosed", "他强调“要修路。大家赞成。\n“三通”好。",
     ["要修路", "三通"], [OPEN, None]),
    ("unclosed, another", "整治“四乱和落实“五项规定”。", ["四乱和落实", "五项规定"], [OPEN, None]),
    ("turned", "整治“四乱“问题。", ["四乱"], ["a mark is turned the wrong way"]),
    ("lone closing", "好”。完。", [], []),
    ("empty", "“”空。", [], []),
]  # fmt: skip


@pytest.mark.parametrize("label, text, insides, warnings", MARKS, ids=[m[0] for m in MARKS])
def test_marks(label, text, insides, warnings):
    found = marks(text)
    assert [text[m.start : m.end] for m in found] == insides
    assert [m.warning for m in found] == warnings


def test_long_quotation_keeps_its_span_and_is_warned_about():
    inside = "修路。" * 250
    assert [m.warning for m in marks(f"他说：“{inside}”")] == ["longer than 600 characters"]


def test_stray_marks_swallow_no_page():
    text = "他说“修路。\n" + "村里要修路。\n" * 400 + "好”。"
    assert [m.end - m.start for m in marks(text)] == [2]


CITED = [
    # label, text, (words, speaker, cue) of every citation
    ("cue before", "王大山同志指出，“路要一步一步走”。", [("路要一步一步走", "王大山", "指出")]),
    ("given name with a title stays", "大山书记强调，修路要先修心。",
     [("修路要先修心", "大山书记", "强调")]),
    ("masked stays masked", "**书记指出，修路要先修心。", [("修路要先修心", "**书记", "指出")]),
    ("alias", "毛主席教导我们：“吃水要记住挖井的人。”",
     [("吃水要记住挖井的人。", "毛泽东", "教导")]),
    ("chained", "马克思说，“路在脚下伸展开来”，“桥在手里架起来”。",
     [("路在脚下伸展开来", "马克思", "说"), ("桥在手里架起来", "马克思", "说")]),
    ("implicit subject", "市委指出，“路在脚下伸展开来”；强调“要把桥架起来”。",
     [("路在脚下伸展开来", "市委", "指出"), ("要把桥架起来", "市委", "强调")]),
    ("anaphora", "列宁说过：“路在脚下。”他还指出：“桥在手里架起来。”",
     [("路在脚下。", "列宁", "说"), ("桥在手里架起来。", "列宁", "指出")]),
    ("cue behind", "“路在脚下伸展开来。”王大山同志说。",
     [("路在脚下伸展开来。", "王大山", "说")]),
    ("noun for words", "我引用过列宁讲的一段话：“路在脚下。”", [("路在脚下。", "列宁", "讲")]),
    ("document", "《村民公约》第三条规定：“路由全村大家修。”",
     [("路由全村大家修。", "《村民公约》第三条", "规定")]),
    ("saying", "正所谓“路遥知马力，日久见人心”。", [("路遥知马力，日久见人心", None, "正所谓")]),
    ("saying alone", "“千里之行，始于足下。”我们起步了。", [("千里之行，始于足下。", None, None)]),
    ("indirect, habit", "我们常讲，路在脚下，桥在手里。", [("路在脚下，桥在手里", "我们", "讲")]),
    ("indirect ends at a turn", "市委强调要先修路，但没有说怎么修。",
     [("要先修路", "市委", "强调")]),
    ("traditional", "行政長官表示，路要先修好再通車。", [("路要先修好再通車", "行政長官", "表示")]),
]  # fmt: skip


@pytest.mark.parametrize("label, text, expect", CITED, ids=[c[0] for c in CITED])
def test_citations(label, text, expect):
    layer = quotations(Speech(label, text))
    cited = layer[layer.function == "citation"]
    assert list(zip(cited.text, cited.speaker, cited.cue, strict=True)) == expect


NOT_CITED = [
    ("thought", "有的同志认为，修路不利于种田。"),
    ("performative", "我要强调的是，修路不能停。"),
    ("duty", "我们必须指出，修路不能停。"),
    ("noun", "按照中央的要求，修路不能停。"),
    ("history says", "历史告诉我们，修路不能停。"),
    ("name put forward", "村里提出“先修路”改革。"),
    ("part of a word", "他的小说、演讲和学问都好，道路也宽。"),
]


@pytest.mark.parametrize("label, text", NOT_CITED, ids=[c[0] for c in NOT_CITED])
def test_no_citation(label, text):
    assert "citation" not in quotations(Speech(label, text)).function.tolist()


FUNCTIONS = [
    ("落实“三个到位”要求。", "formula"),
    ("开展“先修路”活动。", "formula"),
    ("发挥“压舱石”作用。", "figurative"),
    ("要当好“铺路人”。", "figurative"),
    ("不搞“先停后修”。", "distancing"),
    ("所谓“自然塌方”，是人祸。", "distancing"),
    ("反对“路霸”“桥霸”。", "distancing"),
    ("突出一个“快”字。", "emphasis"),
    ("“快”和“好”都要。", "emphasis"),
    ("读《路桥志》。", "title"),
]


@pytest.mark.parametrize("text, function", FUNCTIONS)
def test_functions(text, function):
    layer = quotations(Speech("x", text))
    assert set(layer.function) == {function}
    assert all(layer.reason)


HINTS = [
    ("2012年11月，列宁在村民大会上提出“路要一步一步走”。", "2012-11", None, "村民大会上"),
    ("一九四九年十月一日，列宁宣告：“路要一步一步走。”", "1949-10-01", None, None),
    ("2014年列宁在江苏考察时指出，路要一步一步走。", "2014", "江苏", "江苏考察时"),
    ("党的十八大指出，路要一步一步走。", "2012-11", None, "十八大"),
]


@pytest.mark.parametrize("text, date, place, occasion", HINTS)
def test_hints(text, date, place, occasion):
    row = quotations(Speech("x", text)).iloc[0]
    assert (row.date, row.place, row.occasion) == (date, place, occasion)


def test_relative_year_needs_the_date_of_the_speech():
    text = "今年，列宁指出，路要一步一步走。"
    assert quotations(Speech("x", text)).date.tolist() == [None]
    assert quotations(Speech("x", text, {"date": "2021"})).date.tolist() == ["2021"]


# the first example that needs a lexicon also reads it; time has a test of its own below
@settings(deadline=None)
@given(st.text("“”‘’「」《》〈〉\"'他说，。：\n　修路x", max_size=80))
def test_any_marks_give_exact_spans(text):
    layer = quotations(Speech("x", text))
    for row in layer.itertuples():
        assert text[row.start : row.end] == row.text and row.text
    assert layer[["start", "end"]].values.tolist() == sorted(
        layer[["start", "end"]].values.tolist()
    )


LONG = [
    ("他" + "就" * 3000 + "说：“路要一步一步走。”"),
    "他说，要修路，" * 800,
    "“" * 3000,
    "“好”、" * 2000,
    "“好\n" * 2000,
]


@pytest.mark.parametrize("text", LONG, ids=["adverbs", "one sentence", "open", "run", "lines"])
def test_odd_texts_take_no_time(text):
    started = time.perf_counter()
    quotations(Speech("x", text))
    # a tenth of this on a slow machine; without the bounds in the patterns it would be minutes
    assert time.perf_counter() - started < 10


SHARED = Path(__file__).resolve().parents[2] / "shared" / "speeches"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the comparison speeches are not here")
def test_every_speech_is_read_without_a_swallowed_page():
    for path in sorted(SHARED.glob("*.txt")):
        speech = corpus.load(path)
        for row in quotations(speech).itertuples():
            assert speech.text[row.start : row.end] == row.text
            assert row.end - row.start <= 600 or row.warning, path.name


DEVELOPED = [
    ("2021-city-secretary", 1.0, 0.95, 0.95, 0.90),
    ("../shared/gold/2013-youth", 1.0, 0.90, 0.85, 0.60),
    ("../shared/gold/1992-talks", 1.0, 0.90, 0.85, 0.60),
]


@pytest.mark.parametrize("source, marked, role, attributed, reported", DEVELOPED)
def test_agreement_with_readers(source, marked, role, attributed, reported):
    place = source if source.startswith("2021") else SHARED.parents[1] / source.removeprefix("../")
    if not source.startswith("2021") and not place.is_dir():
        pytest.skip("the annotated comparison speeches are not here")
    found = agreement.scores(corpus.load(place), "quotations")
    assert found["quoted"]["f1"] >= marked
    assert found["function"]["accuracy"] >= role
    assert found["attribution"]["f1"] >= attributed
    assert found["indirect"]["f1"] >= reported
