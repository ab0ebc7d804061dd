"""Structure: units that tile any text, and the outline of invented speeches in every manner."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huayu import corpus, structure
from huayu.corpus import Speech
from huayu.structure import markers, units

SHARED = Path(__file__).resolve().parents[2] / "shared"
SPEECHES = SHARED / "speeches"
UNITS = (structure.paragraphs, structure.sentences, structure.clauses)
OPENERS = ("heading", "run-in")
here = pytest.mark.skipif(not SPEECHES.is_dir(), reason="the comparison speeches are not at hand")


def outline(text: str, meta: dict | None = None) -> list[tuple]:
    """Level, label and text of every opener of a text, blanks taken out."""
    table = structure.headings(Speech("x", text, meta or {}))
    table = table[table["kind"].isin(OPENERS)]
    return [
        (row.level, row.label, "".join(row.text.split())) for row in table.itertuples(index=False)
    ]


def kinds(text: str, kind: str) -> list[str]:
    table = structure.headings(Speech("x", text))
    return table[table["kind"] == kind]["text"].tolist()


def units_of(text: str, unit) -> list[str]:
    return unit(Speech("x", text))["text"].tolist()


# --- units -----------------------------------------------------------------------------------

SENTENCES = [
    ("stops", "修路。种树！好吗？好……走。", ["修路。", "种树！", "好吗？", "好……", "走。"]),
    ("semicolons join", "修路；种树。", ["修路；种树。"]),
    ("quoted stops", "他说：“修路。种树。”就走了。", ["他说：“修路。种树。”", "就走了。"]),
    ("quotation carries on", "“修路吗？”，他问。", ["“修路吗？”，他问。"]),
    ("quotation as a word", "“修路！”的口号。", ["“修路！”的口号。"]),
    ("corner marks", "他說：「修路。種樹。」走了。", ["他說：「修路。種樹。」", "走了。"]),
    ("nested marks", "“他说‘好。走。’再说。”完。", ["“他说‘好。走。’再说。”", "完。"]),
    ("straight quotes", '他说"修路。种树。"又说"好。"。', ['他说"修路。种树。"', '又说"好。"。']),
    ("brackets", "修路（桥断了。水大。）难。", ["修路（桥断了。水大。）难。"]),
    ("never closed", "他说：“修路。种树。", ["他说：“修路。", "种树。"]),
    ("closes in another paragraph", "“修路。\n种树。”", ["“修路。\n", "种树。”"]),
    ("stray closer", "修路。”种树。", ["修路。”", "种树。"]),
    ("line end", "修路\n种树", ["修路\n", "种树"]),
    ("blank lines go before", "修路。\n \n\n种树。", ["修路。\n \n\n", "种树。"]),
    ("indentation goes after", "修路。\n　　种树。", ["修路。\n", "　　种树。"]),
    ("mask", "**要修路。**要种树。", ["**要修路。", "**要种树。"]),
    ("number", "长3.5公里。完。", ["长3.5公里。", "完。"]),
    ("ASCII periods", "路要修.桥长3.5里,要架.", ["路要修.", "桥长3.5里,要架."]),
    ("ASCII period in a name", "约翰.李来了。他走了。", ["约翰.李来了。", "他走了。"]),
    ("dots for stops", "路修好了．水治好了．\n路修好了｡水治好了｡",
     ["路修好了．", "水治好了．\n", "路修好了｡", "水治好了｡"]),
    ("a dot that numbers", "一．修路．\n二．种树．", ["一．修路．\n", "二．种树．"]),
    ("a stop of a title", "他读《怎么修？》和《走吧！》，很高兴。好。",
     ["他读《怎么修？》和《走吧！》，很高兴。", "好。"]),
    ("who said it, behind", "“路要修。”他说。“桥也要架。”村长老李在会上强调，“都要快。”",
     ["“路要修。”他说。", "“桥也要架。”村长老李在会上强调，“都要快。”"]),
    ("who says the next thing", "“路要修。”老李指出：“桥也要架。”“都要快。”大家认为，要快。",
     ["“路要修。”", "老李指出：“桥也要架。”", "“都要快。”", "大家认为，要快。"]),
    ("nobody said it", "“路要修。”我们要实话实说。", ["“路要修。”", "我们要实话实说。"]),
    ("ASCII stops", "路修好了吗?修好了!桥呢?", ["路修好了吗?", "修好了!", "桥呢?"]),
    ("invisible marks", "修路。\u200d\n种\u2060树。", ["修路。\u200d\n", "种\u2060树。"]),
]  # fmt: skip
CLAUSES = [
    ("commas", "路要修，桥要架：好；走。", ["路要修，", "桥要架：", "好；", "走。"]),
    ("enumeration", "修路、架桥。", ["修路、架桥。"]),
    ("dash", "大家——都来。", ["大家——", "都来。"]),
    ("dash that opens", "——都来，都走。", ["——都来，", "都走。"]),
    ("inside quotation", "“要修，要种。”好。", ["“要修，", "要种。”", "好。"]),
    ("ASCII", "路要修,1,500米长:好。", ["路要修,", "1,500米长:", "好。"]),
    ("clock", "19：30开会，都来。", ["19：30开会，", "都来。"]),
]
PARAGRAPHS = [
    ("lines", "修路。\n种树。\n", ["修路。\n", "种树。\n"]),
    ("one line", "路。　　树。　　水。　　草。", ["路。", "　　树。", "　　水。", "　　草。"]),
    ("set type", "注　　释\n修路。", ["注　　释\n", "修路。"]),
    (
        "edges of hyperlinks",
        "修《\n路法\n》要快。\n\n种《\n树法\n》要早。\n\n完。",
        ["修《\n路法\n》要快。\n\n", "种《\n树法\n》要早。\n\n", "完。"],
    ),
    (
        "a number after a full stop in broken type",
        "种《\n树法\n》要早。\n\n都来。\n一是修《\n路法\n》要快。\n\n完。",
        ["种《\n树法\n》要早。\n\n", "都来。\n", "一是修《\n路法\n》要快。\n\n", "完。"],
    ),
    (
        "broken type on a page of close lines",
        "路。\n树。\n水。\n石。\n桥叫作\n，木桥。\n沟叫作\n；土沟。\n好。\n完。",
        ["路。\n", "树。\n", "水。\n", "石。\n", "桥叫作\n，木桥。\n", "沟叫作\n；土沟。\n",
         "好。\n", "完。"],
    ),
    ("a number in small type", "浓度PM\n2.5\n下降了。\n完。", ["浓度PM\n2.5\n下降了。\n", "完。"]),
]  # fmt: skip


@pytest.mark.parametrize("text, expect", [c[1:] for c in SENTENCES], ids=[c[0] for c in SENTENCES])
def test_sentences(text, expect):
    assert units_of(text, structure.sentences) == expect


@pytest.mark.parametrize("text, expect", [c[1:] for c in CLAUSES], ids=[c[0] for c in CLAUSES])
def test_clauses(text, expect):
    assert units_of(text, structure.clauses) == expect


@pytest.mark.parametrize(
    "text, expect", [c[1:] for c in PARAGRAPHS], ids=[c[0] for c in PARAGRAPHS]
)
def test_paragraphs(text, expect):
    assert units_of(text, structure.paragraphs) == expect


MESS = st.text(
    st.sampled_from(
        "路树。！？…；：，、“”‘’「」（）()《》\"'\n\n 　\t\r\u200b\u200d\ufeff—*#一二第是要1."
        "同志们：各位"
    ),
    max_size=120,
)
LINE = st.sampled_from(
    ["同志们：", "一、修路", "二、种树", "（一）架桥。桥要架。", "（二）铺石。石要铺。", "",
     "第一，早起。起得早。", "第二，晚睡。睡得晚。", "一是快。", "1.量地。地要量；", "注：", "2.5",
     "结束语",
     "要修路。路远。", "——山高。水长。", "路要修，树要种。", "】", "，好。", "**", "## 二", "　　",
     "谢谢大家。", "“路。", "”"]
)  # fmt: skip
PAGE = st.lists(LINE, max_size=30).map("\n".join)


@given(st.one_of(MESS, PAGE, st.text(max_size=60)))
@settings(max_examples=300, deadline=None)
def test_units_tile_and_nest_in_any_text(text):
    speech = Speech("x", text)
    starts = {}
    for unit in UNITS:
        table = unit(speech)
        assert "".join(table["text"]) == text
        assert all(table["end"] > table["start"])
        starts[unit.__name__] = set(table["start"])
    assert starts["paragraphs"] <= starts["sentences"] <= starts["clauses"]


@given(st.one_of(MESS, PAGE))
@settings(max_examples=300, deadline=None)
def test_every_heading_is_a_span_with_its_place(text):
    table = structure.headings(Speech("x", text))
    assert table["start"].is_unique or not table.duplicated(["start", "kind"]).any()
    for row in table.itertuples():
        assert text[row.start : row.end] == row.text == row.text.strip() != ""
        assert row.level >= 1 and row.zone in ("front", "body", "closing")
        assert row.label is None or row.text.startswith(row.label)
    parts = structure.parts(Speech("x", text))
    assert parts["part"].tolist() == list(range(1, len(parts) + 1))


@here
def test_units_tile_every_comparison_speech():
    paths = sorted(SPEECHES.glob("*.txt"))
    assert len(paths) >= 50
    for path in paths:
        speech = corpus.load(path)
        for unit in UNITS:
            assert "".join(unit(speech)["text"]) == speech.text, (path.name, unit.__name__)


# --- numbered openers ------------------------------------------------------------------------

STYLES = [
    ("一、修路\n路要修。\n二、种树\n树要种。", ["一、", "二、"]),
    ("一、2030年的路\n路要修。\n二、2031年的树\n树要种。", ["一、", "二、"]),
    ("（一）修路\n路要修。\n（二）种树\n树要种。", ["（一）", "（二）"]),
    ("(一) 修路\n路要修。\n(二) 種樹\n樹要種。", ["(一)", "(二)"]),
    ("（一）\n路要修。\n（二）\n树要种。", ["（一）", "（二）"]),
    ("一　修路\n路要修。\n二　种树\n树要种。", ["一", "二"]),
    ("## 一\n路要修。\n## 二\n树要种。", ["一", "二"]),
    ("壹、修路\n路要修。\n貳、種樹\n樹要種。", ["壹、", "貳、"]),
    ("１．修路。路要修。\n２．种树。树要种。", ["１．", "２．"]),
    ("第一部分 修路\n路要修。\n第二部分 种树\n树要种。", ["第一部分", "第二部分"]),
    ("第一个问题：修路\n路要修。\n第二个问题：种树\n树要种。", ["第一个问题：", "第二个问题："]),
    ("第一，修路。路要修。\n第二，种树。树要种。", ["第一，", "第二，"]),
    ("第一、修路\n路要修。\n第二、種樹\n樹要種。", ["第一、", "第二、"]),
    ("第一，\n修《\n路法\n》。路要修。\n\n第二，\n种《\n树法\n》。好。", ["第一，", "第二，"]),
    ("一是修路。路要修。\n二是种树。树要种。", ["一是", "二是"]),
    ("一要修路。路要修。\n二要种树。树要种。", ["一要", "二要"]),
    ("1.修路。路要修。\n2.种树。树要种。", ["1.", "2."]),
    ("1、修路\n路要修。\n2、种树\n树要种。", ["1、", "2、"]),
    ("（1）修路。路要修。\n（2）种树。树要种。", ["（1）", "（2）"]),
    ("①修路。路要修。\n②种树。树要种。", ["①", "②"]),
    ("一、修路\n路要修。\n三、浇水\n水要浇。", ["一、", "三、"]),
    ("第一件 修路\n路要修。\n第二件 种树\n树要种。", ["第一件", "第二件"]),
    ("第一,修路.路要修.\n第二,种树.树要种.", ["第一,", "第二,"]),
    ("一\u00a0修路\n路要修。\n二\u00a0种树\n树要种。", ["一", "二"]),
    ("一、修路\u200d\n路要修。\u2060\n二、种树\u200b\n树要种。", ["一、", "二、"]),
    ("一、修路\n路要一里一里地修。", ["一、"]),
    ("三、种树\n树要一棵一棵地种。", ["三、"]),
]
NO_OPENERS = [
    ("inside a paragraph", "我们形成两点共识：第一，要修路。第二，要种树。大家来。"),
    ("一是 inside a paragraph", "修路有三难：一是山高。二是水深。三是石多。"),
    ("items of one sentence", "要做到：\n（一）修好路；\n（二）种好树；\n（三）浇好水。"),
    ("bare items", "办好实事：\n1.修路一条。\n2.种树百棵。\n3.架桥两座。"),
    ("numerals", "三、四十年前这里没有路。路要修。\n一九九二年修了路。路很长。"),
    ("a first without a second", "一、二十里的山路。路要修。\n路很长。"),
    ("a first without a second, in a sentence", "一、二十里的山路，路要修。\n路很长。"),
    ("ordinals of events", "第一次修路是春天。天冷。\n第二次修路是秋天。天凉。"),
]


@pytest.mark.parametrize(
    "text, labels", STYLES, ids=[c[1][0] + str(i) for i, c in enumerate(STYLES)]
)
def test_every_marker_style_opens(text, labels):
    found = outline("同志们：\n\n" + text)
    assert [label for _, label, _ in found] == labels
    assert {level for level, _, _ in found} == {1}


@pytest.mark.parametrize("text", [c[1] for c in NO_OPENERS], ids=[c[0] for c in NO_OPENERS])
def test_enumerations_open_nothing(text):
    assert [row for row in outline(text) if row[1]] == []


NESTED = """同志们：
下面讲两点。
一、修好乡间的路
路要修。
（一）先架桥。桥断了，过不去。
1.量河宽。河宽要量准。
2.备木料。木料要备足。
（二）后铺石。石头多，铺得平。
二、种好山上的树
第一，选树苗。苗要壮。
第二，挖树坑。坑要深。
同志们，路和树都靠大家。"""


def test_a_numeral_at_the_head_of_a_paragraph_breaks_no_count():
    text = "（一）修路\n三、四十年前这里没有路。路是后来修的。\n（二）种树\n树要种。"
    assert [label for _, label, _ in outline(text) if label] == ["（一）", "（二）"]


def test_levels_follow_the_order_in_which_styles_are_first_used():
    levels = {label: level for level, label, _ in outline(NESTED)}
    assert levels == {
        "一、": 1, "（一）": 2, "1.": 3, "2.": 3, "（二）": 2, "二、": 1, "第一，": 2, "第二，": 2
    }  # fmt: skip


@pytest.mark.parametrize(
    "before, after",
    [
        ("\n", "\n\n"),
        ("\n", "\n　　"),
        ("\n", "　　"),
        ("\n", "\n\n\n"),
        ("\n", "  \n"),
        ("\n", "\n    "),
    ],
)
def test_the_outline_does_not_hang_on_the_layout(before, after):
    assert outline(NESTED.replace(before, after)) == outline(NESTED)


def test_traditional_text_gives_the_same_outline():
    simplified = outline("各位代表：\n一、修路\n路要修。\n二、种树\n树要种。\n三、结语\n谢谢大家。")
    traditional = outline(
        "各位代表：\n一、修路\n路要修。\n二、種樹\n樹要種。\n三、結語\n謝謝大家。"
    )
    assert [row[:2] for row in simplified] == [row[:2] for row in traditional]


def test_run_in_ends_with_its_first_full_stop_and_heading_with_its_line():
    found = structure.headings(Speech("x", NESTED)).set_index("text")["kind"].to_dict()
    assert found["（一）先架桥。"] == "run-in" and found["一、修好乡间的路"] == "heading"


def test_a_text_that_lost_its_lines_opens_at_its_sentences():
    body = "路要一里一里地修，桥要一座一座地架，不能急，也不能等。" * 30
    text = f"两点。一、先说修路。{body}第一，要早。{body}第二，要快。{body}二、再说种树。{body}"
    assert [row[:2] for row in outline(text)] == [
        (1, "一、"), (2, "第一，"), (2, "第二，"), (1, "二、")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "numeral, value",
    [("十", 10), ("二十三", 23), ("１２", 12), ("十一", 11), ("一○", 10), ("一二", 12), ("百", 0)],
)
def test_value_of_a_numeral(numeral, value):
    assert markers.value(numeral) == value


# --- heading lines and topic sentences -------------------------------------------------------

ACTS = "全力修好山路。山路难。\n持续种好山树。山树少。\n用心架好木桥。木桥旧。\n"
TOPICS = [
    (
        "a frame at the head of paragraphs",
        "第一，修路。路要修。\n要先架桥。桥断了。\n要再铺石。石头多。\n第二，种树。树要种。",
        [(2, "要先架桥。"), (2, "要再铺石。")],
    ),
    (
        "a frame inside a paragraph, from the colon on",
        "第一，用人。要用好两种人：要用肯修路的人。" + "路远山高，修的人少，肯修的人更少。" * 3
        + "要用肯种树的人。" + "树小苗弱，种的人少，肯种的人更少。" * 3 + "\n第二，做事。事要做。",
        [(2, "要用肯修路的人。"), (2, "要用肯种树的人。")],
    ),
    (
        "statements in a numbered paragraph, from its opener on",
        "（一）修路成效明显。修好乡间道路。"
        + "全年修路一百里，村村通了车。" * 3
        + "架起山前新桥。"
        + "全年架桥二十座，处处过得河。" * 3
        + "\n（二）种树成效明显。全年种树一万棵，山上都绿了，水也清了。",
        [(2, "修好乡间道路。"), (2, "架起山前新桥。")],
    ),
    (
        "我们要, three times",
        "我们要修好乡间的路。路远。\n我们要种好山上的树。山高。\n我们要架好河上的桥。水深。",
        [(2, "我们要修好乡间的路。"), (2, "我们要种好山上的树。"), (2, "我们要架好河上的桥。")],
    ),
    (
        "short statements, paragraph after paragraph",
        "一、工作\n修好乡间的路。全年修路一条。\n种好山上的树。全年种树百棵。\n建好村里的桥。架桥两座。\n二、打算\n路要修。",
        [(2, "修好乡间的路。"), (2, "种好山上的树。"), (2, "建好村里的桥。")],
    ),
    (
        "dashes, above the first number",
        "——修路是今天的事。路远。\n——种树是明天的事。山高。\n第一，早起。天亮了。\n第二，晚睡。天黑了。",
        [(2, "修路是今天的事。"), (2, "种树是明天的事。")],
    ),
    (
        "dashes with one beginning",
        "——要修好路，就要不怕山高不怕水深不怕石头多不怕天气冷也不怕天气热。\n路远。\n"
        "——要修好路，就要人人都来出力家家都来出工天天都有人在路上。\n人多。",
        [(2, "要修好路，就要不怕山高不怕水深不怕石头多不怕天气冷也不怕天气热。"),
         (2, "要修好路，就要人人都来出力家家都来出工天天都有人在路上。")],
    ),
    (
        "lines of their own with one frame",
        "一、成绩\n这是修路的五年。\n五年里修路一百里，架桥二十座，村村通了车。\n这是种树的五年。\n"
        "五年里种树一万棵，山上都绿了，水也清了。\n二、打算\n路要修。",
        [(2, "这是修路的五年。"), (2, "这是种树的五年。")],
    ),
    (
        "a long first clause in common",
        "坚持修好路，就要天天都有人在路上一里一里地修一座一座地架不怕山高也不怕水深。山高。\n"
        "坚持修好路，就要家家出力。人多。\n第一，早起。天亮了。\n第二，晚睡。天黑了。",
        [(2, "坚持修好路，就要天天都有人在路上一里一里地修一座一座地架不怕山高也不怕水深。"),
         (2, "坚持修好路，就要家家出力。")],
    ),
    (
        "three in a row that begin with one time, and none that tells what the time was like",
        "一、工作\n过去五年，是修路的五年。路通了。\n五年来，我们加快修路，山前山后通了车。路长。\n"
        "五年来，我们用心种树，山上山下都绿了。树高。\n五年来，我们合力架桥，河东河西好走了。桥多。\n"
        "二、打算\n路要修。",
        [(2, "五年来，我们加快修路，山前山后通了车。"),
         (2, "五年来，我们用心种树，山上山下都绿了。"),
         (2, "五年来，我们合力架桥，河东河西好走了。")],
    ),
    (
        "the first of a series says when for all",
        "一、工作\n五年来，乡村建设取得新成绩。路修了。\n文化事业迈出新步伐。戏多了。\n"
        "群众生活明显改善。粮足了。\n二、打算\n路要修。",
        [(2, "五年来，乡村建设取得新成绩。"), (2, "文化事业迈出新步伐。"),
         (2, "群众生活明显改善。")],
    ),
    (
        "acts of work, and the sentence above them that argues",
        "一、工作\n新的一年，对修路提出了新的更高要求。路长。\n全力修好山路。山路难。\n"
        "持续种好山树。山树少。\n用心架好木桥。木桥旧。\n二、打算\n路要修。",
        [(2, "全力修好山路。"), (2, "持续种好山树。"), (2, "用心架好木桥。")],
    ),
    (
        "two acts of work that make a section",
        "一、工作\n进一步推进乡路建设。路长。\n全面提高木桥质量。桥旧。\n二、打算\n路要修。",
        [(2, "进一步推进乡路建设。"), (2, "全面提高木桥质量。")],
    ),
    (
        "one subject and one copula, three times",
        "修路人是肯出力的人。山高。\n修路人是能吃苦的人。水深。\n修路人是不怕远的人。路长。",
        [(2, "修路人是肯出力的人。"), (2, "修路人是能吃苦的人。"), (2, "修路人是不怕远的人。")],
    ),
    (
        "under an address, between the points of a part",
        "一、工作\n（一）修路。路要修。\n（二）种树。树要种。\n乡亲们！\n我们要修好路。山高。\n"
        "我们要种好树。水深。\n我们要架好桥。桥旧。\n二、打算\n路要修。",
        [(2, "我们要修好路。"), (2, "我们要种好树。"), (2, "我们要架好桥。")],
    ),
    (
        "an excerpt that begins below the opener of its first paragraphs",
        f"{ACTS}（三）打算\n路要修。",
        [(2, "全力修好山路。"), (2, "持续种好山树。"), (2, "用心架好木桥。")],
    ),
    (
        "acts of work on lines of their own, over a longer text",
        "一、工作\n全力修好山路。\n山路难修，全年修了一百里，村村通了车。\n持续种好树、特别是果树。\n"
        "山树难种，全年种了一万棵，山上山下都绿了，河水也清了。\n二、打算\n路要修。",
        [(2, "全力修好山路。"), (2, "持续种好树、特别是果树。")],
    ),
    (
        "what the speaker turns to",
        "现在我想就修路的事提出批评。路坏了。\n大家都走过。路远。\n先说修桥的情况。桥旧了。\n"
        "其次，种树问题。树少。",
        [(2, "现在我想就修路的事提出批评。"), (2, "先说修桥的情况。"), (2, "其次，种树问题。")],
    ),
    (
        "dashes under the last address of an excerpt",
        "二是修路。" + "路远山高，修的人少。" * 9 + "\n三是种树。" + "树小苗弱，种的人少。" * 9
        + "\n乡亲们！\n这件事这样办。\n——必须人人出力。路长。\n——必须天天出工。山高。",
        [(2, "必须人人出力。"), (2, "必须天天出工。")],
    ),
]  # fmt: skip
NO_TOPICS = [
    ("one turn alone", "现在我谈谈修路的事。路坏了。\n大家都走过。路远。\n桥也旧了。水深。"),
    ("acts of work above a first number", f"{ACTS}（一）打算\n路要修。\n（二）做法\n树要种。"),
    ("acts of work below a salutation", f"乡亲们：\n{ACTS}（三）打算\n路要修。"),
    ("acts of work in a text without numbers", ACTS),
    ("statements in no series", "今天很高兴。大家来了。\n路远山高。走了一天。\n天黑了。还要走。"),
    ("modals without a run", "一、修路\n要架桥。要铺石。要挖沟。要种树。\n二、种树\n树要种。"),
    ("lines without text", "我们的路坏了。\n\n我们的桥断了。\n\n我们的树倒了。\n\n我们要修路。"),
    ("times", "二〇三〇年，修了路。路长。\n二〇三〇年，种了树。树高。"),
    ("past times", "过去一年，修了路。路长。\n过去一年，种了树。树高。"),
    ("this year", "这一年，路修了。路长。\n这一年，树种了。树高。"),
    ("this year, in a part", "一、路\n今年，路要修。路长。\n今年，树要种。树高。\n二、树\n树好。"),
    ("today", "一、路\n路要修。\n二、树\n当前，要浇水。水少。\n当前，要挖沟。沟浅。"),
    ("one subject twice", "山里的路是大家的路。路长。\n山里的路一直通到河边。河宽。"),
    (
        "one subject before a comma",
        "修路的好处，靠的是山前山后家家都有人天天出力从春天出到冬天。路长。\n修路的好处，"
        "不但让车走得快也让人走得稳让货走得远让老人走得放心。路宽。\n修路的好处，一天两天看不出来"
        "一年两年才看得出来十年八年人人都看得出来。路远。",
    ),
    ("one speaker", "老张说，路要修。路长。\n老张说，树要种。树高。\n老张说，桥要架。桥旧。"),
    ("one sentence twice", "要修好山里的路。路长。\n要修好山里的路。路远。"),
    (
        "a list of short statements in a paragraph",
        "一、工作\n第一，办事。" + "".join(
            f"加强{what}管理。全年一百里，处处有人管，天天有人看，人人都说好，没有一处不是这样。"
            f"做好{what}养护。用好{what}资金。" for what in ("山路", "木桥", "水沟")
        ) + "\n第二，做人。人要做好。",
    ),
]  # fmt: skip
LINES = [
    ("一、路\n1、路要修。路坏了。\n2、桥要架。\n1）先架山前的。山高。\n2）再架山后的。水深。\n二、树\n树要种。",
     [1, 2, 2, 3, 3, 1]),
    ("一、路\n1、路要修。\n2、桥要架。\n二、树\n树要种。", [1, 1]),
    ("心聲與期望\n路要修。\n為孩子修一條路\n路遠。\n結語\n謝謝大家。", [1, 1, 1]),
    ("一、修路\n桥的事\n桥断了。\n石的事\n石头多。\n二、种树\n树要种。", [1, 2, 2, 1]),
    ("(一) 修路 \n桥的事 \n旧桥 \n桥断了。 \n石的事 \n石多。 \n(二) 种 \n要种。", [1, 2, 3, 2, 1]),
    ("今后的工作\n一、修路\n路要修。\n二、种树\n树要种。\n外面的事\n路通了。", [1, 2, 2, 1]),
    ("引言\n路远。\n一、修路\n第一，架桥。桥断。\n第二，铺石。石多。\n二、种树\n树少。\n结束语\n好。",
     [1, 1, 2, 2, 1, 1]),
]  # fmt: skip


@pytest.mark.parametrize("text, expect", [c[1:] for c in TOPICS], ids=[c[0] for c in TOPICS])
def test_topic_sentences(text, expect):
    assert [(level, said) for level, label, said in outline(text) if not label] == expect


@pytest.mark.parametrize("text", [c[1] for c in NO_TOPICS], ids=[c[0] for c in NO_TOPICS])
def test_no_topic_sentences(text):
    assert [row for row in outline(text) if not row[1]] == []


@pytest.mark.parametrize("text, levels", LINES)
def test_heading_lines_without_numbers(text, levels):
    assert [level for level, _, _ in outline("各位好朋友：\n" + text)] == levels


def test_verse_and_fragments_are_no_heading_lines():
    verse = "大家唱道：\n山高高\n水长长\n路弯弯\n树青青\n唱完了。\n"
    assert outline(verse) == []
    assert outline("路要修，\n主要的目标\n是：修路一百里。\n树要种。") == []


# --- margins ---------------------------------------------------------------------------------

PAGES = [
    ("下载\n打印\n【字号：\n加大\n】\n2030年乡政府工作报告\n来源：乡报\n时间：2030-02-09\n"
     "乡长 张 山\n各位代表：\n路要修。",
     "2030年乡政府工作报告", "各位代表："),
    ("2030-05-04_在修路会上的讲话\n张山：在修路会上的讲话(全文)\n2030-05-06 | 来源： 乡报 | "
     "【大 中 小】【打印】【关闭】\n\n　　乡亲们，同志们：\n\n　　路要修。",
     "张山：在修路会上的讲话(全文)", "乡亲们，同志们："),
    ("# 论修路  \n（一九三〇年五月四日）  \n\n　　路要修。桥要架。", "论修路", None),
    ("把路修到山里去\n——在修路会上的讲话\n（2030年5月4日）\n张 山\n"
     "尊敬的李校长，\n女士们，先生们：\n路要修。",
     "把路修到山里去\n——在修路会上的讲话", "尊敬的李校长，\n女士们，先生们："),
    ("同志们：今天讲修路。路要修。", None, "同志们："),
    ("各位代表：\u200d\n路要修。", None, "各位代表："),
    ("同志们：\u2060今天讲修路\n路要修。", None, "同志们："),
    ("各位老师,同学们:\n路要修。", None, "各位老师,同学们:"),
    ("张山在修路会上的讲话(全文)\n新华社山城5月4日电\n做修路的好代表\n——在修路会上的讲话\n(2030年5月4日)\n"
     "乡长 张山\n各位代表：\n路要修。", "做修路的好代表\n——在修路会上的讲话", "各位代表："),
    ("2030-05-04_在修路会上的讲话\n同志们：\n路要修。", "在修路会上的讲话", "同志们："),
    ("修路的事\n来源：\n山城日报\n同志们：\n路要修。", "修路的事", "同志们："),
    ("论修路\n论修路\n同志们：\n路要修。", "论修路", "同志们："),
    ("路要修，桥要架。大家来了。\n路远。", None, None),
]  # fmt: skip


def test_words_spoken_are_no_heading_lines():
    text = "我问他：“路修好了吗？”\n他想了想，没有回答。\n老王：没有......\n他又想了想，走了。"
    assert outline(text) == []


def test_two_paragraphs_of_body_stand_over_no_salutation():
    prose = "去年修路一百里，村村通了车，家家都说好。山上也绿了，水也清了。"
    text = f"{prose}\n{prose}\n乡亲们：\n今年还要修路。路还长。"
    assert kinds(text, "salutation") == []
    assert kinds(f"{prose}\n乡亲们：\n今年还要修路。", "salutation") == ["乡亲们："]


@pytest.mark.parametrize("text, title, salutation", PAGES)
def test_title_page(text, title, salutation):
    assert kinds(text, "title") == ([title] if title else [])
    assert kinds(text, "salutation") == ([salutation] if salutation else [])


BODY = "路要一里一里地修，桥要一座一座地架。" * 8


@pytest.mark.parametrize(
    "end, closing",
    [
        ("同志们，路靠大家。", "同志们，路靠大家。"),
        ("各位代表！\n路靠大家。\n树也靠大家。", "各位代表！\n路靠大家。\n树也靠大家。"),
        ("让我们一起修路！\n谢谢大家。", "让我们一起修路！\n谢谢大家。"),
        ("路修好了，人都回家。", None),
        ("同志们，路靠大家。\n注：\n①路：山路。", "同志们，路靠大家。"),
        ("各位来宾、各位朋友！\n路靠大家。", "各位来宾、各位朋友！\n路靠大家。"),
        ("同志们，路靠大家。\n树也靠大家。", "同志们，路靠大家。\n树也靠大家。"),
        ("同志们，路靠大家。\n-----\n注　释\n〔1〕路：山路。", "同志们，路靠大家。"),
        ("同志们，路靠大家。\n〔1〕路：山路。\n〔2〕树：山树。", "同志们，路靠大家。"),
        ("同志们，路靠大家。\n＊ ＊ ＊\n[1] 路：山路。", "同志们，路靠大家。"),
        ("第一，修路。路长。\n第二,让我们种树。树高。", None),
        ("同志们，路靠大家。\n附件1\n名词解释\n1.路：\n指山路。", "同志们，路靠大家。"),
    ],
)
def test_closing(end, closing):
    text = f"同志们：\n{BODY}\n{BODY}\n{end}"
    assert kinds(text, "closing") == ([closing] if closing else [])


def test_parts_points_and_zones():
    text = NESTED + "\n（新华社某地5月4日电）"
    speech = Speech("x", text)
    table = structure.sentences(speech)
    place = {row.text.strip(): (row.part, row.point, row.zone) for row in table.itertuples()}
    assert place["同志们："] == (0, 0, "front")
    assert place["下面讲两点。"] == (0, 0, "front")
    assert place["路要修。"] == (1, 0, "body")
    assert place["河宽要量准。"] == (1, 1, "body")
    assert place["石头多，铺得平。"] == (1, 2, "body")
    assert place["苗要壮。"] == (2, 1, "body")
    assert place["同志们，路和树都靠大家。"] == (2, 2, "closing")
    assert place["（新华社某地5月4日电）"][2] == "closing"
    assert structure.parts(speech)["title"].tolist() == ["修好乡间的路", "种好山上的树"]
    assert (
        dict(zip(table["text"].str.strip(), table["kind"], strict=True))["同志们："] == "salutation"
    )


@pytest.mark.parametrize("indent", ["　　", "  ", "\t", "\u00a0\u00a0"])
def test_an_indented_opener_opens_with_its_indentation(indent):
    plain, moved = (
        structure.sentences(Speech("x", text))
        for text in (NESTED, "\n".join(indent + line for line in NESTED.split("\n")))
    )
    names = ["part", "point", "zone"]
    assert moved["text"].str.strip().tolist() == plain["text"].str.strip().tolist()
    assert moved[names].values.tolist() == plain[names].values.tolist()


def test_notes_longer_than_the_speech_are_its_tail():
    notes = "〔1〕路：山里的路。\n" * 120
    text = f"# 论修路\n同志们：\n{BODY}\n同志们，路靠大家。\n-----\n注释\n{notes}"
    assert kinds(text, "closing") == ["同志们，路靠大家。"]


def test_a_number_below_the_last_address_opens_its_point():
    found = outline(f"同志们：\n{BODY}\n{BODY}\n各位朋友！\n第一，修路。{BODY}\n第二，种树。树高。")
    assert [label for _, label, _ in found if label] == ["第一，", "第二，"]


@pytest.mark.parametrize(
    "mark", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", " \u00a0", "　"]
)
def test_what_no_reader_sees_changes_no_outline(mark):
    lines = NESTED.split("\n")
    assert outline((mark + "\n").join(lines)) == outline(NESTED)
    assert kinds((mark + "\n").join(lines), "salutation") == ["同志们："]


def test_a_salutation_is_no_heading():
    found = structure.headings(
        Speech("x", "同志们：今天讲修路\n路要修。\n一、修路\n路。\n二、种树\n树。")
    )
    assert found["kind"].tolist() == ["salutation", "heading", "heading"]
    assert found["level"].tolist() == [1, 1, 1]


def test_unnumbered_headings_end_where_the_hearers_are_addressed():
    text = "一、过去\n路的事\n路修了。\n乡亲们！\n（一）山前\n树种了。\n（二）山后\n桥架了。\n"
    text += "二、今后\n路要修。"
    levels = {label: level for level, label, _ in outline("各位朋友：\n" + text)}
    assert levels == {"一、": 1, None: 2, "（一）": 2, "（二）": 2, "二、": 1}


def test_a_speech_without_parts_is_body_after_its_salutation():
    speech = Speech("x", "同志们：\n路要修。\n树要种。")
    assert structure.sentences(speech)["zone"].tolist() == ["front", "body", "body"]
    assert structure.sentences(speech)["part"].tolist() == [0, 0, 0]
    assert structure.parts(speech).empty


def test_part_entries_overrule_the_parser():
    at = [NESTED.index("下面讲"), NESTED.index("第二，")]
    meta = {"part": [{"start": at[0], "title": "开头"}, {"start": at[1], "label": "第二，"}]}
    speech = Speech("x", NESTED, meta)
    assert structure.parts(speech)[["start", "title"]].values.tolist() == [
        [at[0], "开头"], [at[1], "挖树坑"]
    ]  # fmt: skip
    levels = [level for level, label, _ in outline(NESTED, meta) if label == "（一）"]
    assert levels == [2]


def test_what_is_handed_out_is_the_callers_own():
    speech = Speech("x", NESTED)
    table = structure.headings(speech)
    table.loc[:, "level"] = 9
    assert structure.headings(speech)["level"].max() < 9


# --- gold ------------------------------------------------------------------------------------


def scores(speech: Speech, labelled: bool) -> tuple[float, float]:
    """F1 of exact starts, and share of right levels among the hits."""
    gold, found = corpus.gold(speech, "headings"), structure.headings(speech)
    wanted = {r.start: r.level for r in gold.itertuples() if (r.label is not None) == labelled}
    drawn = {r.start: r.level for r in found.itertuples() if (r.label is not None) == labelled}
    hits = wanted.keys() & drawn.keys()
    right = sum(wanted[start] == drawn[start] for start in hits)
    return 2 * len(hits) / (len(wanted) + len(drawn)), right / len(hits)


def test_the_first_speech():
    speech = corpus.load("2021-city-secretary")
    assert scores(speech, labelled=True) == (1.0, 1.0)
    f1, level = scores(speech, labelled=False)
    assert f1 >= 0.95 and level == 1.0


@pytest.mark.parametrize("name", ["2013-youth", "1992-talks"])
@here
def test_the_other_development_texts(name):
    speech = corpus.load(SHARED / "gold" / name)
    assert scores(speech, labelled=True)[0] >= 0.95
    assert scores(speech, labelled=False)[0] >= 0.9


def test_every_cut_is_in_the_text():
    assert units.paragraph_cuts("") == [] and units.clause_cuts("", []) == []
    assert structure.headings(Speech("x", "")).empty


@pytest.mark.parametrize(
    "text",
    [
        "第一种：山里的路。\n山里的路要修窄。\n第二种：河边的路。\n河边的路要垫高。\n",
        "第二，路要修宽。宽了才能会车。\n第三，路要修平。平了才不颠簸。\n",
    ],
    ids=["kinds of a thing", "an excerpt that begins at the second"],
)
def test_both_points_are_labelled(text):
    assert len(structure.headings(Speech("x", text))["label"].dropna()) == 2


# --- styles of numbers, excerpts, points that are no parts ------------------------------------

STYLES = {
    "1 ": ("1 修路", "2 架桥"),
    "1）": ("1）修路", "2）架桥"),
    "Ⅰ.": ("Ⅰ.修路", "Ⅱ.架桥"),
    "IV.": ("I. 修路", "II. 架桥"),
    "㈠": ("㈠修路", "㈡架桥"),
    "⒈": ("⒈修路", "⒉架桥"),
    "⑴": ("⑴修路", "⑵架桥"),
    "第1章": ("第1章 修路", "第2章 架桥"),
    "甲、": ("甲、修路", "乙、架桥"),
    "（甲）": ("（甲）修路", "（乙）架桥"),
    "一）": ("一）修路", "二）架桥"),
    "A.": ("A. 修路", "B. 架桥"),
    "1.1": ("1.1 修路", "1.2 架桥"),
    "第一个词": ("第一个词，是修路。路要修好。", "第二个词，是架桥。桥要架好。"),
    "故事1": ("故事1，修路的人。路要修好。", "故事2，架桥的人。桥要架好。"),
}


@pytest.mark.parametrize("heads", STYLES.values(), ids=STYLES)
def test_openers_in_every_style_of_number(heads):
    found = outline(f"报告\n\n{heads[0]}\n路要从小路修起。\n{heads[1]}\n桥要从小桥架起。\n")
    said = ["".join(re.match("[^。]*。?", head)[0].split()) for head in heads]
    assert [text for _, _, text in found] == said
    assert all(label for _, label, _ in found)
    assert kinds(f"报告\n\n{heads[0]}\n路。\n{heads[1]}\n桥。\n", "title") == ["报告"]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("二是架桥。桥要架稳。\n三是种树。树要种密。\n", ["二是", "三是"]),
        ("（六）架桥。桥要架稳，也要架得快。\n大家一起来。\n", ["（六）"]),
        ("二、架桥\n桥要架稳，也要架得快。\n", ["二、"]),
        ("三、四十年前，这里没有路。\n大家一起修。\n", []),
        ("5 月修路，6 月架桥。\n大家一起来。\n", []),
    ],
)
def test_an_excerpt_may_begin_at_any_number(text, labels):
    assert [label for _, label, _ in outline(text)] == labels


def test_what_counts_by_word_is_a_point_and_no_part():
    text = "同志们：\n要办好三件事。\n一是修路。路要修好。\n二是架桥。桥要架好。\n"
    text += "三是种树。树要种好。\n"
    speech = Speech("x", text)
    assert structure.parts(speech).empty
    assert structure.paragraphs(speech)["point"].tolist() == [0, 0, 1, 2, 3]
    given = {"part": [{"start": text.index("一是")}, {"start": text.index("三是")}]}
    assert len(structure.parts(Speech("x", text, given))) == 2
