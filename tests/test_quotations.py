"""Quotations: marks of every kind, who is quoted, and what marks are there for."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from huayu import agreement, corpus, decisions
from huayu.corpus import Speech
from huayu.quotations import attribution, marks, quotations, wording
from huayu.quotations.view import view


@pytest.fixture(autouse=True, scope="module")
def plain():
    """The cases say what the plain weights decide, whether or not an encoder is installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUAYU_ENCODER", "off")
        yield


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
    ("apostrophe inside", "他说‘O’N好’。", ["O’N好"], [None]),
    ("straight, the last unclosed", '要讲"实"和"快。', ["实", "快"], [None, OPEN]),
    ("straight, unclosed before a line of pairs", '要讲"实"和"快。\n做到"三个到位"。',
     ["实", "快", "三个到位"], [None, OPEN, None]),
    ("same mark twice", "““路”好”。", ["“路”好", "路"], [None, None]),
    ("five deep", "“‘「『“路”好』一」二’三”",
     ["‘「『“路”好』一」二’三", "「『“路”好』一」二", "『“路”好』一", "“路”好", "路"], [None] * 5),
    ("words behind the second paragraph", "他说：“第一段。\n“第二段。”好\n完。",
     ["第一段", "第二段。"], [OPEN, None]),
    ("single straight at the head", "说'OK'好。", ["OK"], [None]),
    ("over lines", "他说：“第一条。\n第二条。”", ["第一条。\n第二条。"], [None]),
    ("repeated opening", "他说：\n“第一段。\n“第二段。”\n完。", ["第一段。\n“第二段。"], [None]),
    ("unclosed", "他强调“要修路。大家赞成。\n“三通”好。",
     ["要修路", "三通"], [OPEN, None]),
    ("unclosed, another", "整治“四乱和落实“五项规定”。", ["四乱和落实", "五项规定"], [OPEN, None]),
    ("unclosed inside", "他说“要搞‘三通。大家都听。”",
     ["要搞‘三通。大家都听。", "三通"], [None, OPEN]),
    ("unclosed inside, to the end of its pair", "他说“要搞‘三通才行”。大家都听。",
     ["要搞‘三通才行", "三通才行"], [None, OPEN]),
    ("unclosed inside, nothing left", "他说“要搞‘”，大家都听。", ["要搞‘"], [None]),
    ("turned", "整治“四乱“问题。", ["四乱"], ["a mark is turned the wrong way"]),
    ("turned, one character", "讲“实“字。", ["实"], ["a mark is turned the wrong way"]),
    ("lone closing", "好”。完。", [], []),
    ("empty", "“”空。", [], []),
]  # fmt: skip


@pytest.mark.parametrize("label, text, insides, warnings", MARKS, ids=[m[0] for m in MARKS])
def test_marks(label, text, insides, warnings):
    found = marks(text)
    assert [text[m.start : m.end] for m in found] == insides
    assert [m.warning for m in found] == warnings


def test_long_quotation_keeps_its_span_and_is_warned_about():
    for inside, warning in (("路" * 600, None), ("路" * 601, "longer than 600 characters")):
        assert [(m.end - m.start, m.warning) for m in marks(f"他说：“{inside}”")] == [
            (len(inside), warning)
        ]


def test_stray_marks_swallow_no_page():
    text = "他说“修路。\n" + "村里要修路。\n" * 400 + "好”。"
    assert [m.end - m.start for m in marks(text)] == [2]


CITED = [
    # label, text, (words, speaker, cue) of every citation
    ("cue before", "王大山同志指出，“路要一步一步走”。", [("路要一步一步走", "王大山", "指出")]),
    ("half-width stops", "王大山同志指出,“路要一步一步走”.",
     [("路要一步一步走", "王大山", "指出")]),
    ("given name with a title stays", "大山书记强调，修路要先修心。",
     [("修路要先修心", "大山书记", "强调")]),
    ("masked stays masked", "**书记指出，修路要先修心。", [("修路要先修心", "**书记", "指出")]),
    ("alias", "毛主席教导我们：“吃水要记住挖井的人。”",
     [("吃水要记住挖井的人。", "毛泽东", "教导")]),
    ("chained", "马克思说，“路在脚下伸展开来”，“桥在手里架起来”。",
     [("路在脚下伸展开来", "马克思", "说"), ("桥在手里架起来", "马克思", "说")]),
    ("chained, no source", "会上强调，“路在脚下伸展开来”，“桥在手里”。",
     [("路在脚下伸展开来", None, "强调"), ("桥在手里", None, "强调")]),
    ("implicit subject", "市委指出，“路在脚下伸展开来”；强调“要把桥架起来”。",
     [("路在脚下伸展开来", "市委", "指出"), ("要把桥架起来", "市委", "强调")]),
    ("anaphora", "列宁说过：“路在脚下。”他还指出：“桥在手里架起来。”",
     [("路在脚下。", "列宁", "说"), ("桥在手里架起来。", "列宁", "指出")]),
    ("cue behind", "“路在脚下伸展开来。”王大山同志说。",
     [("路在脚下伸展开来。", "王大山", "说")]),
    ("cue behind, and to whom", "“路在脚下伸展开来。”王大山问他们。",
     [("路在脚下伸展开来。", "王大山", "问")]),
    ("cue behind, and how", "“路在脚下伸展开来。”李建国急切着说。",
     [("路在脚下伸展开来。", "李建国", "说")]),
    ("no verb in the noun behind", "“路在脚下伸展开来。”王大山的这句箴言大家都记得。",
     [("路在脚下伸展开来。", None, None)]),
    ("to whom before the cue", "下班以后，外公跟村长说：“路在脚下伸展开来。”",
     [("路在脚下伸展开来。", "外公", "说")]),
    ("sentence behind", "“路在脚下伸展开来。”这是一位修路人对我说的。",
     [("路在脚下伸展开来。", "一位修路人", "说")]),
    ("whose wife it is", "“路在脚下伸展开来。”这是北村总统夫人说的话。",
     [("路在脚下伸展开来。", "北村总统夫人", "说")]),
    ("words of", "“路在脚下伸展开来。”这是王大山同志的话。",
     [("路在脚下伸展开来。", "王大山", None)]),
    ("about, of", "王大山同志关于“路在脚下伸展开来”的要求，大家都知道。",
     [("路在脚下伸展开来", "王大山", "要求")]),
    ("said by", "“路在脚下伸展开来。”这是两千年前中国哲人孔子说的话。",
     [("路在脚下伸展开来。", "孔子", "说")]),
    ("noun for words", "我引用过列宁讲的一段话：“路在脚下。”", [("路在脚下。", "列宁", "讲")]),
    ("words of one whom no list has", "大家想起石老汉关于修路的一段话：“路在脚下。”",
     [("路在脚下。", "石老汉", "一段话")]),
    ("document", "《村民公约》第三条规定：“路由全村大家修。”",
     [("路由全村大家修。", "《村民公约》", "规定")]),
    ("saying", "正所谓“路遥知马力，日久见人心”。", [("路遥知马力，日久见人心", None, "正所谓")]),
    ("verse", "村里人想起“修路不辞远，架桥不怕高”这两句。",
     [("修路不辞远，架桥不怕高", None, None)]),
    ("saying alone", "“千里之行，始于足下。”我们起步了。", [("千里之行，始于足下。", None, None)]),
    ("indirect, habit", "我们常讲，路在脚下，桥在手里。", [("路在脚下，桥在手里", "我们", "讲")]),
    ("indirect ends at a turn", "市委强调要先修路，但没有说怎么修。",
     [("要先修路", "市委", "强调")]),
    ("indirect behind a comma goes on at a turn", "王大山同志说，修路要紧，但架桥也要紧。",
     [("修路要紧，但架桥也要紧", "王大山", "说")]),
    ("indirect, proverb of one line", "俗话说，路是走出来的，大家都要记住这一条。",
     [("路是走出来的", "俗话", "说")]),
    ("indirect to the end of its line", "市委强调，要先修路，再架桥\n指出，“路要一步一步走”。",
     [("要先修路，再架桥", "市委", "强调"), ("路要一步一步走", "市委", "指出")]),
    ("indirect, proverb", "俗话说，一方修路，八方走人，现在看这话不假。",
     [("一方修路，八方走人", "俗话", "说")]),
    ("indirect, two verbs", "但也有些同志向我反映说，对修路还不是很明白。",
     [("对修路还不是很明白", "有些同志", "说")]),
    ("indirect, an account", "我们修了三条路。我们强调，路要修到门口。",
     [("路要修到门口", "我们", "强调")]),
    ("indirect, bidding", "王大山同志作了讲话，号召全村一起修路。",
     [("全村一起修路", "王大山", "号召")]),
    ("indirect, asked and answered", "老人说，什么是路？路就是走出来的。村里都记得。",
     [("什么是路？路就是走出来的", "老人", "说")]),
    ("indirect, what a document lays down", "《村民公约》规定修路要由全村商定。",
     [("修路要由全村商定", "《村民公约》", "规定")]),
    ("claim", "他们扬言“三天就把桥拆光”。", [("三天就把桥拆光", "他们", "扬言")]),
    ("thought", "王大山同志认为“路在脚下，桥在手里”。", [("路在脚下，桥在手里", "王大山", None)]),
    ("put forward", "王大山同志提出“先修路后通车再建桥”的重要思想。",
     [("先修路后通车再建桥", "王大山", "提出")]),
    ("borne", "王大山同志一生修路，坚持“路在脚下，桥在手里”，从不停步。",
     [("路在脚下，桥在手里", "王大山", None)]),
    ("borne, after another doing", "王大山同志参与修路坚持“路在脚下，桥在手里”，从不停步。",
     [("路在脚下，桥在手里", "王大山", None)]),
    ("not borne from the sentence before", "王大山先生一生修路。“要先修路！”",
     [("要先修路！", None, None)]),
    ("borne by 他", "王大山同志是修路人。他常以“路在脚下，桥在手里”鞭策自己。",
     [("路在脚下，桥在手里", "王大山", None)]),
    ("not borne by 他们", "王大山同志是修路人。他们常以“路在脚下，桥在手里”鞭策自己。",
     [("路在脚下，桥在手里", None, None)]),
    ("told of by a noun", "他们贴了好多标语，口号是：“要修路！”", [("要修路！", "他们", None)]),
    ("behind a role", "贵国诗人贝尔特·罗山曾说过：“路在脚下伸展。”",
     [("路在脚下伸展。", "贝尔特·罗山", "说")]),
    ("foreign name in pieces", "教授弗兰茨约瑟夫常说：“路在脚下伸展开来。”",
     [("路在脚下伸展开来。", "弗兰茨约瑟夫", "说")]),
    ("somebody", "国外有教育家说：“路在脚下伸展。”", [("路在脚下伸展。", "教育家", "说")]),
    ("serial verbs", "王大山同志站起身来，提笔写道：“路在脚下伸展。”",
     [("路在脚下伸展。", "王大山", "写道")]),
    ("inside a report", "王大山同志说，路是“村里人的命根子”，桥是“村外人的手”。",
     [("村里人的命根子", "王大山", "说"), ("村外人的手", "王大山", "说")]),
    ("inside a report that goes on", "列宁说过，大家做事要比“先把路修好，再把桥架好”快。",
     [("先把路修好，再把桥架好", "列宁", None)]),
    ("block", "列宁说：“路在脚下。”\n“桥在手里架起来。”\n“水在天上。”大家记得。",
     [("路在脚下。", "列宁", "说"), ("桥在手里架起来。", "列宁", "说"),
      ("水在天上。", None, None)]),
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
    ("act", "我们建议，修路不能停。"),
    ("first sentence", "我们强调，路要修到门口。"),
    ("duty", "我们必须指出，修路不能停。"),
    ("noun", "按照中央的要求，修路不能停。"),
    ("history says", "历史告诉我们，修路不能停。"),
    ("name put forward", "村里提出“先修路”改革。"),
    ("bodies and their verbs", "村里加强修路成本绩效评价，优化修路流程。"),
    ("noun behind its verb", "村委提出具体建议，让路修到门口。"),
    ("announced", "在这里，我要向全村人宣布，修路不能停。"),
    ("enacted", "王大山同志参与制定“向北修路，向南架桥”等一系列办法。"),
    ("motto before a noun of spirit", "要发扬“先修路、再通车，多架桥、少停工”的修路精神。"),
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
    ("修路就像“十月怀胎”，通车就像“一朝分娩”。", "figurative"),
    ("“路要一步一步走！”的精神。", "formula"),
    ("有的人爱打比方。“门人”是本村的叫法。", "emphasis"),
    ("修路就像“下棋”，架桥要“先南后北”。", {"figurative", "formula"}),
    ("全村联系会（“联系”）出钱。", "formula"),
    ("像北村的“先修路”工程就好。", "formula"),
    ("我们牵住全村修路“先后通”，事就好办。", "figurative"),
    ("我们牵住修路人手里“先后通”，事就好办。", "formula"),
    ("要备齐“石、沙、土、木、竹，绳、锹、镐、车、锤”。", "formula"),
    ("北村的“修路不辞远，架桥不怕高，过河不怕冷”挂在墙上。", "formula"),
    ("交给他一把“钥匙”。", "figurative"),
    ("书记要当“领路人”。", "figurative"),
    ("他做的是“看门人”，这不过是打个比方。", "figurative"),
    ("这条路是全村的“指路明灯”。", "figurative"),
    ("这就是“修路”的含义。", "emphasis"),
    ("村里修路，大家天天修路，“修路”是大事。", "emphasis"),
    ("村里天天讲“联系”，却没有人修路。", "emphasis"),
    ("我们要把路“做宽做长”：要“做宽”，就要占地。", {"formula", "emphasis"}),
    ("村民委员会（“村委”）出钱。", "formula"),
    ("那种认为“修路无用”、“架桥无用”的观点，是完全错误的。", "distancing"),
    ("一味地“修修补补”。", "distancing"),
    ("无非是骂村里“不修路”、“不架桥”那一套。", "distancing"),
    ("先说“路霸”。路霸是人祸，要反对“路霸”。", "distancing"),
    ("所谓“路霸”，所谓“桥霸”，还有“村霸”，都在一起。", "distancing"),
]


@pytest.mark.parametrize("text, function", FUNCTIONS)
def test_functions(text, function):
    layer = quotations(Speech("x", text))
    assert set(layer.function) == ({function} if isinstance(function, str) else function)
    assert all(layer.reason)


def test_words_of_a_citation_spoken_of_again_are_emphasised():
    text = "列宁说：“路者，所以通村达户也。”先说“通村”。“通村”的责任重，“达户”的责任也重。"
    layer = quotations(Speech("x", text))
    assert layer.function.tolist() == ["citation"] + ["emphasis"] * 3
    assert layer.speaker.tolist() == ["列宁", None, None, None]


def test_marks_inside_marks_are_read_by_their_own_context():
    text = "列宁说：“不搞‘先停后修’，要落实‘三个到位’要求。”"
    layer = quotations(Speech("x", text))
    assert layer.function.tolist() == ["citation", "distancing", "formula"]


def test_marks_five_deep_are_all_read():
    layer = quotations(Speech("x", "“‘「『“路”好』一」二’三”"))
    assert [len(text) for text in layer.text] == [13, 10, 7, 4, 1]


def test_unclosed_marks_that_end_together_count_as_one_depth():
    text = "「『王大山说：‘「要先修路。大家"
    ends = [mark.end for mark in marks(text)]
    assert ends[1:] == [text.index("。")] * 3
    assert "要先修路" in view(Speech("x", text)).levels[2]


def test_nobody_named_in_marks_is_the_speaker_of_what_follows():
    """Neither where the marks before are unclosed, so that these begin where those end."""
    for text in ("“王大山同志说要修路”，强调“路要一步一步走”。",
                 "整治“四乱‘。王大山同志说要修路’，强调“路要一步一步走”。"):  # fmt: skip
        assert "王大山" not in quotations(Speech("x", text)).speaker.tolist()


@pytest.mark.parametrize("inside", ["先停后修", "只架桥"])
def test_marks_deep_inside_marks_too(inside):
    layer = quotations(Speech("x", f"列宁说：“王大山说：‘不搞“{inside}”。’”"))
    assert layer.function.tolist() == ["citation", "citation", "distancing"]


VERSES = [
    ("修路不辞远，架桥不怕高", True),
    ("修路不辞万里远；架桥不怕千丈高", True),
    ("修路不辞远，架桥不怕高；过河不怕冷，上山不怕劳", True),
    ("修路不辞远，架桥不怕高，过河不怕冷", False),
    ("修路不辞远，架桥不怕千丈高", False),
    ("石、沙、土、木、竹，绳、锹、镐、车、锤", False),
    ("修路不辞远", False),
]


@pytest.mark.parametrize(("inside", "lines"), VERSES)
def test_verse_has_two_or_four_lines_of_one_length(inside, lines):
    assert wording.verse(inside) == lines


CLAUSES = [
    ("修路不停工地", False),
    ("先修路，不停工", True),
    ("修路，不停工", False),
    ("修路就不要停工", True),
]


@pytest.mark.parametrize(("inside", "sentence"), CLAUSES)
def test_a_sentence_has_a_stop_inside_or_seven_characters(inside, sentence):
    assert wording.clausal(inside) == sentence


def test_an_exclamation_has_three_characters():
    assert wording.called("要不得！") and not wording.called("要得！")


def test_what_is_done_is_no_name():
    layer = quotations(Speech("x", "贵国总统建设说：“路在脚下伸展。”"))
    assert layer.speaker.tolist() != ["建设"]


COUPLETS = [
    ("路要先修，桥要后架", True),
    ("路要先修；桥要后架；车要慢开；人要快走", True),
    ("路要先修，桥要后架，车要慢开", False),
    ("路要先修，桥要随后再架", False),
    ("先修路，后架桥", False),
]


@pytest.mark.parametrize(("inside", "halves"), COUPLETS)
def test_a_couplet_has_two_or_four_halves_of_one_length_and_of_four_characters(inside, halves):
    assert wording.couplet(inside) == halves


HINTS = [
    ("2012年11月，列宁在村民大会上提出“路要一步一步走”。", "2012-11", None, "村民大会上"),
    ("一九四九年十月一日，列宁宣告：“路要一步一步走。”", "1949-10-01", None, None),
    ("2014年列宁在江苏考察时指出，路要一步一步走。", "2014", "江苏", "江苏考察时"),
    ("党的十八大指出，路要一步一步走。", "2012-11", None, "十八大"),
    ("十八大上，列宁指出，路要一步一步走。", "2012-11", None, "十八大"),
    ("党的十七大后，党的十八大指出，路要一步一步走。", "2012-11", None, "十八大"),
    ("列宁提出到2020年路要一步一步走。", None, None, None),
    ("自古以来村里修路，列宁指出，路要一步一步走。", None, None, None),
    ("列宁写了《路论》，指出，路要一步一步走。", None, None, None),
]


@pytest.mark.parametrize("text, date, place, occasion", HINTS)
def test_hints(text, date, place, occasion):
    row = quotations(Speech("x", text)).iloc[0]
    assert (row.date, row.place, row.occasion) == (date, place, occasion)


def test_relative_year_needs_the_date_of_the_speech():
    text = "今年，列宁指出，路要一步一步走。"
    assert quotations(Speech("x", text)).date.tolist() == [None]
    assert quotations(Speech("x", text, {"date": "2021"})).date.tolist() == ["2021"]


OFFICES = (
    "省委书记", "县委书记", "国务院总理", "全国政协主席", "中央军委主席", "市政府秘书长",
    "省委秘书长", "联合国秘书长", "教育部部长", "村党支部书记",
)  # fmt: skip


@pytest.mark.parametrize("office", OFFICES)
def test_who_holds_an_office_speaks_and_not_the_body(office):
    layer = quotations(Speech("x", f"会上，{office}指出：“路要修到家门口。”大家都赞成。"))
    assert layer.speaker.tolist() == [office]


@pytest.mark.parametrize(
    ("date", "speaker"), [("2021-05", "习近平"), ("2002-10", "江泽民"), ("1950", "总书记")]
)
def test_an_office_is_whose_it_was_at_the_date_of_the_speech(date, speaker):
    """Where nobody is known to have held it, it stays as it is written."""
    layer = quotations(Speech("x", "总书记指出，“路要一步一步走”。", {"date": date}))
    assert layer.speaker.tolist() == [speaker]


def test_no_rule_reads_a_reason(monkeypatch):
    """Fault 3 of the first form: with "before …" reworded, echoes decided otherwise."""
    text = corpus.load("2021-city-secretary").text + "推进“先修路”工程。他说，“先修路”是“老大难”。"
    before = quotations(Speech("x", text)).drop(columns="reason")
    for record in (decisions.Decision, attribution.Attribution):
        made = record.__new__

        def reworded(cls, *given, made=made, **named):
            return made(cls, *given, **named)._replace(reason="in other words")

        monkeypatch.setattr(record, "__new__", reworded)
    after = quotations(Speech("x, reworded", text))
    assert after["reason"].str.contains("in other words|in title marks").all()
    pd.testing.assert_frame_equal(after.drop(columns="reason"), before)


# the first example that needs a lexicon also reads it; time has a test of its own below
@limits(deadline=None)
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
def test_odd_texts_are_read_to_their_end(text):
    # without the bounds in the patterns these would take minutes
    rows = quotations(Speech("x", text))
    assert [text[start:end] for start, end in zip(rows["start"], rows["end"], strict=True)] == list(
        rows["text"]
    )


SHARED = Path(__file__).resolve().parents[2] / "shared" / "speeches"


DEVELOPED = [
    ("2021-city-secretary", 1.0, 0.95, 0.85, 0.75),
    ("../shared/gold/2013-youth", 1.0, 0.90, 0.85, 0.60),
    ("../shared/gold/1992-talks", 1.0, 0.90, 0.65, 0.60),
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


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("他说‘OK’，A组同意。", "OK"),
        ("他说‘OK好’A组同意。", "OK好"),
        ("他说：“路要修。\n　　“桥要架。”\n", "路要修。\n　　“桥要架。"),
        ("他说：“路要修。\n　“桥要架。”\n", "路要修。\n　“桥要架。"),
        ("他说：“路要修。\n“桥要架。”\n", "路要修。\n“桥要架。"),
    ],
    ids=[
        "Latin after a pause",
        "Latin before another word",
        "indented",
        "indented by one",
        "at the margin",
    ],
)
def test_a_single_mark_that_closes_and_a_double_one_that_goes_on(text, inside):
    assert [text[mark.start : mark.end] for mark in marks(text)] == [inside]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the comparison speeches are not here")
def test_every_speech_is_read_without_a_swallowed_page():
    for path in sorted(SHARED.glob("*.txt")):
        speech = corpus.load(path)
        for row in quotations(speech).itertuples():
            assert speech.text[row.start : row.end] == row.text
            assert row.end - row.start <= 600 or row.warning, path.name
