"""Words: tokens that tile a text, masks and residue that stay closed, set phrases, idioms."""

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huayu import corpus, words
from huayu.files import Fault, sha256
from huayu.lexicon import concepts
from huayu.words import phrases
from huayu.words.candidates import candidates

SHARED = Path(__file__).parents[2] / "shared" / "speeches"
SHARED_TEXTS = sorted(SHARED.glob("*.txt"))
FIRST = "2021-city-secretary"
LEXICON = corpus.lexicon()


def speech(text: str, **meta) -> corpus.Speech:
    return corpus.Speech("invented", text, meta)


def tagged(text: str, **meta) -> list[tuple[str, str]]:
    layer = words.tokens(speech(text, **meta))
    return list(zip(layer["text"], layer["tag"], strict=True))


def tiles(source: str, layer) -> bool:
    ends = [0, *layer["end"]]
    return (
        "".join(layer["text"]) == source
        and ends[:-1] == layer["start"].tolist()
        and (layer["end"] > layer["start"]).all()
    )


@pytest.mark.skipif(not SHARED_TEXTS, reason="../shared/speeches is not beside the repository")
@pytest.mark.parametrize("path", SHARED_TEXTS, ids=lambda path: path.stem)
def test_tokens_tile_the_text(path):
    read = corpus.load(path)
    assert tiles(read.text, words.tokens(read))


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        st.one_of(
            st.sampled_from(
                "**“”《》。，！？…—　\n\r 2０1年月日%．一二九〇千万亿发展國幹部AbC-\u200b"
            ),
            st.characters(codec="utf-8"),
        ),
        max_size=60,
    )
)
def test_any_text_is_tiled(text):
    layer = words.tokens(speech(text))
    assert tiles(text, layer)
    assert (
        not layer["text"]
        .str.contains(r"[^\n]\n|\n.", regex=True)
        .drop(layer.index[layer["text"] == "\r\n"])
        .any()
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("**同志到**县", [("**", "mask"), ("**", "mask")]),
        ("****同志", [("**", "mask"), ("**", "mask")]),
        (
            "在2012年、二〇一五年和２０２１年",
            [("2012年", "t"), ("二〇一五年", "t"), ("２０２１年", "t")],
        ),
        ("1998年3月5日", [("1998年", "t"), ("3月", "t"), ("5日", "t")]),
        ("增长8.5%，达到1,200亿公里", [("8.5%", "m"), ("1,200亿", "m")]),
        ("提高了百分之二十五", [("百分之二十五", "m")]),
        ("推进Wi-Fi和5G建设", [("Wi-Fi", "eng"), ("5G", "eng")]),
        (
            "用3D打印，长15KM，共5GB",
            [("3D", "eng"), ("15", "m"), ("KM", "eng"), ("5", "m"), ("GB", "eng")],
        ),
    ],
)
def test_kept_whole(text, found):
    assert [pair for pair in tagged(text) if pair[1] in ("mask", "t", "m", "eng")] == found


def test_a_span_of_years_is_no_date():
    assert ("5000年", "t") not in tagged("5000年的历史")


def test_residue_is_one_closed_token():
    assert ("到清江县", "residue") in tagged("欢迎大家到清江县投资兴业", residue=["到清江县"])


def test_residue_of_the_first_speech():
    first = corpus.load(FIRST)
    layer = words.tokens(first)
    closed = sorted({sha256(text)[:12] for text in layer.loc[layer["tag"] == "residue", "text"]})
    assert closed == sorted(sha256(text)[:12] for text in first.residue)
    assert (layer["tag"] == "mask").sum() == first.text.count("**") == 49


def test_jieba_stays_as_it_was(capfd):
    import jieba

    before = dict(jieba.dt.FREQ)
    words.laid_over([{"word": "河畔新城", "frequency": "7", "tag": "n"}])
    assert jieba.dt.FREQ == before
    assert capfd.readouterr() == ("", "")


def test_traditional_text_is_cut_like_simplified():
    assert [word for word, _ in tagged("國家經濟發展")] == ["國家", "經濟", "發展"]


# --- formulas ------------------------------------------------------------------------------------


def found(layer) -> list[str]:
    return layer["text"].tolist()


def in_folder(folder: Path, text: str, supplement: str | None = None, **meta) -> corpus.Speech:
    if supplement:
        (folder / "formulas.csv").write_text(supplement, encoding="utf-8")
    return corpus.Speech("invented", text, meta, folder)


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("我们要坚持全面从严治党。", ["全面从严治党"]),  # longest: 从严治党 is listed too
        ("要推动高质量发展、乡村振兴。", ["高质量发展", "乡村振兴"]),
        ("实现“两个一百年”奋斗目标", ["“两个一百年”奋斗目标"]),  # marks inside the span
        ("狠抓“最多跑一次”", ["最多跑一次"]),  # marks around it stay outside
        ("不忘初心，牢記使命", ["不忘初心，牢記使命"]),  # traditional, and ， for 、
        ("走中国特色\n社会主义道路", ["中国特色\n社会主义道路"]),  # line broken at a hyperlink
        ("走中国特色\n\n社会主义道路", ["社会主义道路"]),  # a paragraph ends
        ("他是共产党员。", []),  # 共产党 ends inside a word
        ("天气很好，我们去爬山。", []),
        ("", []),
    ],
)
def test_formulas_of_invented_sentences(text, expect):
    assert found(words.formulas(speech(text))) == expect


def test_a_formula_keeps_its_canonical_form():
    layer = words.formulas(speech("深入整治“四风”，实现“两个一百年”奋斗目标。"))
    assert "两个一百年奋斗目标" in layer["canonical"].tolist()
    assert not layer["canonical"].str.contains("[“”]").any()


def test_residue_and_masks_are_never_in_a_formula():
    text = "推动乡村振兴和**改革开放"
    assert found(words.formulas(speech(text))) == ["乡村振兴", "改革开放"]
    closed = words.formulas(speech(text, residue=["动乡村振"], masks=["**"]))
    assert found(closed) == ["改革开放"]
    first = corpus.load(FIRST)
    shown = {sha256(text)[:12] for text in found(words.formulas(first))}
    assert not shown & {sha256(text)[:12] for text in first.residue}


def test_supplement_adds_its_own_and_ends_the_discovery(tmp_path):
    text = "要打造河畔新城样板，推进梯田思维。梯田思维很重要，我们都要有梯田思维。"
    assert found(words.formulas(in_folder(tmp_path, text))) == ["梯田思维"] * 3
    folder = tmp_path / "own"
    folder.mkdir()
    own = in_folder(folder, text, "# own\nformula,kind\n河畔新城样板,label\n")
    layer = words.formulas(own)
    assert found(layer) == ["河畔新城样板"]
    assert layer["source"].tolist() == ["supplement"] and layer["kind"].tolist() == ["label"]


@pytest.mark.parametrize(
    ("supplement", "place", "what"),
    [
        ("formula,kind\n河畔新城样板,motto\n", ":2", "motto"),
        ("formula,kind\n河畔新城样板,\n", ":2", "kind is empty"),
        ("formula\n河畔新城样板\n", ":1", "column kind"),
    ],
)
def test_a_bad_supplement_is_a_fault(tmp_path, supplement, place, what):
    with pytest.raises(Fault) as fault:
        words.formulas(in_folder(tmp_path, "河畔新城样板", supplement))
    assert f"formulas.csv{place}: " in str(fault.value) and what in str(fault.value)


def test_every_general_entry_is_attested_twice():
    for row in LEXICON.rows("formulas.csv"):
        texts = row["texts"].split()
        assert len(texts) == int(row["documents"]) >= 2, row
        assert int(row["occurrences"]) >= len(texts), row
        assert 1923 <= int(row["since"]) <= 2026, row


@pytest.mark.skipif(not SHARED_TEXTS, reason="../shared/speeches is not beside the repository")
def test_counts_of_the_general_lexicon_hold():
    texts = {p.stem: LEXICON.bare(corpus.load(p).text)[0] for p in SHARED_TEXTS}
    texts[FIRST] = LEXICON.bare(corpus.load(FIRST).text)[0]
    for row in LEXICON.rows("formulas.csv"):
        entry = LEXICON.bare(row["formula"])[0]
        assert " ".join(sorted(t for t in texts if entry in texts[t])) == row["texts"], entry


def test_testimony_can_be_left_out():
    attested = {row["formula"]: row["texts"].split() for row in LEXICON.rows("formulas.csv")}
    entry, witnesses = next((e, t) for e, t in attested.items() if len(t) == 2)
    assert entry in phrases.listed(LEXICON)
    assert entry not in phrases.listed(LEXICON, (), witnesses[:1])


@pytest.mark.parametrize(
    ("source", "least", "without"),
    [
        (FIRST, 0.85, ()),
        (FIRST, 0.55, (FIRST,)),
        ("../shared/gold/2013-youth", 0.50, ("xi_2013-05-04",)),
        ("../shared/gold/1992-talks", 0.50, ("deng_1992",)),
    ],
)
def test_agreement_with_gold(source, least, without):
    path = source if source == FIRST else Path(__file__).parents[1] / source
    if source != FIRST and not path.exists():
        pytest.skip("../shared/gold is not beside the repository")
    read = corpus.load(path)
    gold = corpus.gold(read, "formulas")
    agreed = set(zip(gold["start"][gold["agreed"]], gold["end"][gold["agreed"]], strict=True))
    neutral = set(zip(gold["start"], gold["end"], strict=True)) - agreed
    layer = words.formulas(read, without)
    spans = set(zip(layer["start"], layer["end"], strict=True)) - neutral
    assert 2 * len(spans & agreed) / (len(spans) + len(agreed)) >= least


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("要坚持不懈推进改革开放。", ["改革开放"]),  # 推进改革 is a word of the dictionary
        ("他长期钻研马克思主义者的书。", []),  # 者 is none: the word stays whole
        ("他是共产党员。", []),
        ("国际共产主义运动史。", []),  # the phrase would lie inside one word
    ],
)
def test_a_word_that_is_two_may_lie_across_the_edge_of_a_formula(text, expect):
    assert found(words.formulas(speech(text))) == expect


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("要推进“路长到户”改革。", ["路长到户"]),
        ("牢记“修路护树、架桥铺石”的要求。", ["修路护树、架桥铺石"]),
        ("扶持“两路”企业。", ["“两路”企业"]),
        ("推进「路長到戶」改革。", ["路長到戶"]),
        ("他说：“路修好了。”", []),
        ("古人说“修路如修心”，要照着做。", []),
        ("明白“修路先修人”的道理。", []),
        ("没有“怕苦”的人。", []),
        ("他们“把路修到了我们的山里去”。", []),
        ("不要“引经据典”。", []),
        ("开展“**路长”行动。", []),
    ],
)
def test_names_in_quotation_marks(text, expect):
    assert found(words.formulas(speech(text, masks=["**"]))) == expect


def test_a_name_in_marks_holds_a_listed_one_and_is_held_by_a_longer_one():
    assert found(words.formulas(speech("发扬“从严治党、用心修路”的作风。"))) == [
        "从严治党、用心修路"
    ]
    assert found(words.formulas(speech("贯彻“三个代表”重要思想。"))) == ["“三个代表”重要思想"]


def test_a_statement_is_no_candidate():
    by_words = {c.words for c in candidates(speech("民族更是如此。民族更是如此。山路这样修。"))}
    assert by_words == set()


# --- discovery -----------------------------------------------------------------------------------


def test_discovered_formulas_carry_their_score():
    layer = words.formulas(speech("我们要树立平台思维，用好平台思维，靠平台思维谋事。"))
    new = layer[layer["source"] == "discovered"]
    assert set(new["text"]) == {"平台思维"} and set(new["kind"]) == {"candidate"}
    assert new["score"].between(0.3, 1).all()


def test_measures_worked_by_hand():
    by_words = {c.words: c for c in candidates(speech("梯田思维好。梯田思维新。思维旧。"))}
    pair = by_words[("梯田", "思维")]
    # 8 words; 梯田 2, 思维 3, both together 2 times: ln(2/8 * 8*8 / (2*3)) / -ln(2/8)
    assert pair.cohesion == pytest.approx(math.log(2 / 8 * 64 / 6) / -math.log(2 / 8))
    assert pair.left == 0 and pair.right == 1.0  # always first in its clause; 好 or 新 follow
    assert pair.termhood == pytest.approx(math.log2(3) * (2 - 2 / 2))  # in two longer types


def test_a_known_free_combination_is_no_discovery():
    text = "经济发展很快，经济发展很好，经济发展很稳。"
    assert "经济发展" not in found(words.formulas(speech(text)))


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("改革开放发展党的建设**“”、，。新思维平台和\n國家"), max_size=50))
def test_layers_are_spans_of_any_text(text):
    read = speech(text)
    for layer in (words.formulas(read), words.concepts(read), words.idioms(read)):
        assert [text[a:b] for a, b in zip(layer["start"], layer["end"], strict=True)] == found(
            layer
        )
        assert (layer["start"].to_numpy()[1:] >= layer["end"].to_numpy()[:-1]).all()
        assert not layer["text"].str.contains("*", regex=False).any()


# --- concepts and idioms -------------------------------------------------------------------------


def test_concepts_take_the_longest_wording():
    layer = words.concepts(speech("全面从严治党，管党治党。"))
    assert found(layer) == ["全面从严治党", "管党治党"]
    assert layer["concept"].nunique() == 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[[concept]]\nid = "a"', "has no zh"),
        ("[[concept", "is not TOML"),
        (
            '[[concept]]\nid="a"\nzh="甲"\nen="a"\ngroup="g"\nwordings=["甲乙"]',
            "group g of concept a is unknown",
        ),
        (
            '[[group]]\nid="g"\nzh="组"\nen="g"\n'
            '[[concept]]\nid="a"\nzh="甲"\nen="a"\ngroup="g"\nwordings=["甲乙"]\n'
            '[[concept]]\nid="b"\nzh="乙"\nen="b"\ngroup="g"\nwordings=["甲乙"]',
            "stands under a and b",
        ),
    ],
)
def test_a_bad_list_of_concepts_is_a_fault(tmp_path, text, what):
    path = tmp_path / "corpus" / "lexicons" / "concepts.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Fault, match=what):
        concepts.wordings(corpus.lexicon(tmp_path))


def test_idioms_at_the_edges_of_words():
    text = "要脚踏实地，不能一暴十寒；實事求是。贯彻落实不是成语。"
    assert words.idioms(speech(text))["idiom"].tolist() == ["脚踏实地", "一暴十寒", "实事求是"]


# --- the lexicon doctor --------------------------------------------------------------------------


def verdicts(folder: Path, text: str, *entries: str) -> list[tuple]:
    path = folder / "words.csv"
    path.write_text("word,frequency,tag\n" + "\n".join(entries) + "\n", encoding="utf-8")
    layer = words.doctor(speech(text), path)
    columns = ("text", "verdict", "words", "suggested")
    return list(layer[list(columns)].itertuples(index=False, name=None))


def test_an_effective_entry(tmp_path):
    [(text, verdict, _, _)] = verdicts(tmp_path, "推行穹顶制。", "穹顶制,1000,n")
    assert (text, verdict) == ("穹顶制", "effective")


def test_a_blocked_entry_and_the_frequency_that_frees_it(tmp_path):
    [(text, verdict, by, needed)] = verdicts(tmp_path, "我们坚持社会主义。", "会主,1,n")
    assert (text, verdict, by) == ("会主", "blocked", "社会主义")
    [(_, verdict, broken, most)] = verdicts(tmp_path, "我们坚持社会主义。", f"会主,{needed},n")
    assert (verdict, broken) == ("breaking", "社会主义")
    assert most == needed - 1
    [(_, verdict, _, _)] = verdicts(tmp_path, "我们坚持社会主义。", f"会主,{most},n")
    assert verdict == "blocked"


def test_a_split_entry_and_the_frequency_that_joins_it(tmp_path):
    [(_, verdict, pieces, needed)] = verdicts(tmp_path, "谋求经济发展。", "经济发展,1,l")
    assert (verdict, pieces) == ("split", "经济/发展") and needed > 1
    [(_, verdict, _, again)] = verdicts(tmp_path, "谋求经济发展。", f"经济发展,{needed},l")
    assert (verdict, again) == ("effective", needed)
    [(_, verdict, _, _)] = verdicts(tmp_path, "谋求经济发展。", f"经济发展,{needed - 1},l")
    assert verdict == "split"


def test_no_frequency_joins_what_a_number_parts(tmp_path):
    [(_, verdict, _, needed)] = verdicts(tmp_path, "用5号仓库。", "5号仓库,99999,n")
    assert verdict == "split" and needed is pd.NA


def test_a_word_list_without_frequencies_is_a_fault(tmp_path):
    with pytest.raises(Fault, match="frequency of 某词"):
        verdicts(tmp_path, "某词", "某词,often,n")


def test_the_projects_words_break_no_other_in_the_first_speech():
    layer = words.doctor(corpus.load(FIRST))
    assert len(layer) > 20 and set(layer["verdict"]) <= {"effective", "blocked"}
