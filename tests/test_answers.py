"""How members answer each other: characters in their places, words set with or against."""

import pytest

from huayu import rhetoric
from huayu.corpus import Speech
from huayu.page import Page
from huayu.rhetoric import antithesis, parallelism
from huayu.rhetoric.answers import answers
from huayu.rhetoric.couplets import couplets


def pair(text: str, members: str):
    """The candidate of a text that consists of these members (divided by |)."""
    context = Page(Speech("x", text))
    for run in [*parallelism.candidates(context), *antithesis.candidates(context)]:
        if "|".join(text[start:end] for start, end in run.members) == members:
            return run
    raise AssertionError(f"{members} is no candidate")


def test_opposed_words_are_counted():
    run = pair("进步要肯定，落后要批评。", "进步要肯定|落后要批评")
    assert answers(run)["opposites"] == 1
    assert answers(run)["opposed or beside"]


def test_words_that_differ_by_an_opposed_character():
    assert answers(pair("富村帮扶，穷村发奋。", "富村帮扶|穷村发奋"))["opposites"] >= 1


def test_words_set_side_by_side():
    run = pair("老师教得好，学生学得好。", "老师教得好|学生学得好")
    assert answers(run)["counterparts"] == 1


def test_traditional_characters_are_read_as_simplified():
    run = pair("老師教得好，學生學得好。", "老師教得好|學生學得好")
    assert answers(run)["counterparts"] == 1


def test_characters_in_their_places():
    found = answers(pair("树高千尺，路长百里。", "树高千尺|路长百里"))
    assert found["same places"] == 0 and not found["same inner place"]
    found = answers(pair("树要人栽，路要人修。", "树要人栽|路要人修"))
    assert found["same places"] == pytest.approx(0.5)
    assert found["same inner place"]


def test_an_echo_is_the_same_return_in_each_member():
    run = pair("水清则鱼清，水浊则鱼浊。", "水清则鱼清|水浊则鱼浊")
    assert answers(run)["echo"]
    assert not answers(pair("树要人栽，路要人修。", "树要人栽|路要人修"))["echo"]


def spans(text: str) -> list[str]:
    runs = couplets(Page(Speech("x", text)))
    return ["|".join(text[start:end] for start, end in run.members) for run in runs]


def test_couplets_end_at_the_mark_and_begin_after_it():
    assert "勤者愈勤|懒者愈懒" in spans("要改变勤者愈勤、懒者愈懒的局面。")
    assert "以大带小|以老带新|以熟带生" in spans("大家以大带小、以老带新、以熟带生。")


def test_couplets_keep_to_one_sentence():
    assert spans("水要人管。树要人栽。") == []


def test_members_of_a_couplet_are_its_frame_filled():
    found = rhetoric.devices(Speech("x", "要走出一条“肯干而不蛮干，敢闯而不乱闯”的路子。"), 0.1)
    row = found[found["device"] == "antithesis"].iloc[0]
    assert row["text"] == "肯干而不蛮干，敢闯而不乱闯"
    assert all(
        "".join(x + y for x, y in zip(row["frame"].split("…"), [*slots, ""], strict=True)) == member
        for slots, member in zip(row["slots"], row["text"].split("，"), strict=True)
    )


def test_derived_words_are_no_bare_list():
    context = Page(Speech("x", "要走规模化、机械化、品牌化的路子。"))
    assert any(len(run.members) == 3 for run in parallelism.candidates(context))
    context = Page(Speech("x", "水利局、财政局、教育局都到了。"))
    texts = [context.text[run.start : run.end] for run in parallelism.candidates(context)]
    assert "水利局、财政局、教育局" not in texts


def test_paragraphs_that_a_dash_opens_are_heard_as_a_series():
    text = (
        "今年办三件事。\n——我们要修好水渠。去年坏了两段。已经请了石匠。\n"
        "——我们要种好果树。树苗下月运到。\n——我们要办好学堂。先生已经请来。\n"
    )
    found = rhetoric.devices(Speech("x", text))
    far = found[found["scope"] == "distributed"].iloc[0]
    assert [text[a:b] for a, b in far["members"]] == [
        "我们要修好水渠",
        "我们要种好果树",
        "我们要办好学堂",
    ]


def test_a_series_is_given_once_by_its_heads_or_whole():
    text = (
        "我们认真抓春耕，机耕道连夜抢通，种子化肥都送到了地头。"
        "我们认真抓教育，新校舍开学前完工，老师也从县里请来了。"
        "我们认真抓医疗，卫生室添了新床，大夫每周下村坐诊两天。"
    )
    found = rhetoric.devices(Speech("x", text))
    series = found[(found["device"] == "parallelism") & (found["start"] == 0)]
    assert [text[a:b] for a, b in series.iloc[0]["members"]] == [
        "我们认真抓春耕",
        "我们认真抓教育",
        "我们认真抓医疗",
    ]
    assert len(series) == 1
