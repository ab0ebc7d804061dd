"""Languages: what notebooks say in sentences has the same numbers in Chinese and in English."""

import html
import re

import pandas as pd
import pytest

from huayu import agreement, corpus, edition, encoder, languages, lives, portrait, tables, voices
from huayu.figures import traditional
from huayu.figures.network_page import network_page
from huayu.findings import differences, told
from huayu.layers import layer
from huayu.lexicon.reasons import chinese
from huayu.network import account

LIVES = pd.DataFrame({"formula": ["甲", "乙"], "rise": ["2019", ""], "decline": ["", ""]})
PERIODS = pd.DataFrame({"period": ["2018", "2019", "2020"], "documents": [4, 5, 6]})
SAID = {
    "statement": lambda s: agreement.statement(s, agreement.scores(s, "quotations")),
    "annotators": lambda s: agreement.annotators(s, "quotations"),
    "sizes": lambda s: tables.sizes_in_words(tables.sizes(s)),
    "apart": lambda s: tables.apart(
        tables.rates(layer(s, "formulas"), "canonical", tables.sizes(s)["words"])
    ),
    "voices": voices.in_words,
    "differences": differences.in_words,
    "network": account.in_words,
    "lives": lambda s: lives.told(LIVES, PERIODS),
    "findings": told.in_words,
}
LONE = "他说：“路要修好。”大家要努力。"


def numbers(text):
    """Numbers of a text, whatever stands between them; those of its entities are none."""
    return sorted(re.findall(r"\d+(?:[.,]\d+)*", re.sub(r"&#\d+;|README\S*", "", text)))


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("source", ["2021-city-secretary", "constructed-two-parts", LONE])
def test_a_sentence_has_the_same_numbers_in_both_languages(monkeypatch, name, source):
    speech = corpus.Speech("x", source) if source == LONE else corpus.load(source)
    said = {}
    for language in languages.LANGUAGES:
        monkeypatch.setenv("HUAYU_LANG", language)
        said[language] = SAID[name](speech)
    assert name == "findings" or numbers(said["zh"]) == numbers(said["en"])
    assert len(said["zh"].splitlines()) == len(said["en"].splitlines())
    if said["en"]:
        assert re.search("[一-鿿]", said["zh"]) and said["zh"] != said["en"]


def test_a_language_that_is_none_is_not_asked_for(monkeypatch):
    for name in ("", "fr", "zh_CN"):
        monkeypatch.setenv("HUAYU_LANG", name)
        assert languages.asked() is None and languages.say("甲", "a") == "a"


LATIN = re.compile("[A-Za-z]{3,}")
# what stays as it is: ids of rules, runs of word classes, names of files
KEPT = re.compile(r"(?:规则 ?|词类序列 )[\w:. -]+|\w+\.(?:csv|tsv)")


def left_in_english(reason):
    """Latin words of a reason that its Chinese has kept."""
    return LATIN.findall(KEPT.sub("", chinese(corpus.lexicon(), reason)))


def test_features_that_weigh_have_their_chinese():
    names = {
        name
        for file in corpus.lexicon().files
        if file.startswith("weights/")
        for name in corpus.lexicon().data(file)["features"]
    }
    english = [name for name in sorted(names) if left_in_english(name)]
    # what has no template is said in English: a feature learned anew may be, many may not
    assert len(names) > 1000 and len(english) < len(names) / 50, english


@pytest.mark.parametrize("name", ["quotations", "rhetoric", "moves"])
@pytest.mark.parametrize("source", ["2021-city-secretary", "constructed-two-parts"])
def test_reasons_of_rows_have_their_chinese(source, name):
    reasons = layer(corpus.load(source), name)["reason"].dropna().unique()
    assert len(reasons) and sum(map(bool, map(left_in_english, reasons))) <= len(reasons) / 20


# reason, and how it is said in Chinese
REASONS = """
in title marks | 书名号
cue 强调 directly before the marks; subject 王大山 | 引述词“强调”紧接引号之前；主语：“王大山”
heads a sentence 2 before, nobody before say | 前第 2 句的主语，言说类引述词前无主语
说: behind 他; around: second in its paragraph | “说”：在“他”之后；前后文：段中第二句
修路; 我们 first | “修路”；以“我们”开头
a feature of one's own | a feature of one's own
""".strip().splitlines()


@pytest.mark.parametrize(("reason", "said"), [line.split(" | ") for line in REASONS])
def test_a_reason_is_said_in_chinese_part_by_part(reason, said):
    assert chinese(corpus.lexicon(), reason) == said


def seen(page):
    """Words of a page, without its scripts, styles and tags."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", bare))


@pytest.mark.parametrize("make", [portrait.page, network_page], ids=["portrait", "network"])
def test_a_page_has_its_labels_in_the_language_asked_for(make):
    speech = corpus.load("constructed-two-parts")
    said = {labels: seen(make(speech, labels=labels)) for labels in ("zh", "en", "both")}
    kept = {"plain", "huayu", "network", "format", "csv", *LATIN.findall(encoder.name() or "")}
    assert not set(LATIN.findall(said["zh"])) - kept
    assert set(LATIN.findall(said["en"])) <= set(LATIN.findall(said["both"])) | {"Huayu"}


HANT = "同志們：\n一、修路\n我們要把路修好。王大山說：“路要修好。”\n二、種樹\n大家要把樹種好。\n"


@pytest.mark.parametrize(
    "make", [portrait.page, edition.page, network_page], ids=["portrait", "edition", "network"]
)
def test_labels_of_a_page_are_traditional_where_the_text_is(make):
    page = seen(make(corpus.Speech("x", HANT)))
    assert page.translate(traditional()) == page


# whose traditional form, where it has one, is another word than labels mean
STAY = set("修克出千占只合同回家局布弦志念才教板核注灶糊群致舍面台升向制查真暗棋表")


def test_every_character_of_labels_has_its_traditional_form():
    lexicon = corpus.lexicon()
    folded = {row["simplified"] for row in lexicon.rows("characters.csv")}
    said = {zh for zh, _ in lexicon.labels().values()}
    said |= {row["chinese"] for row in lexicon.rows("reasons.tsv")}
    assert not set("".join(said)) & folded - set(map(chr, traditional())) - STAY
