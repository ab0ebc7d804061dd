"""Languages: what notebooks say in sentences has the same numbers in Chinese and in English."""

import re

import pandas as pd
import pytest

from huayu import agreement, corpus, languages, lives, tables, voices
from huayu.findings import differences, told
from huayu.layers import layer
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
