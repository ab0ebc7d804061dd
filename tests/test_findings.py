"""Findings: what is asked of the corrected layers, and the one test of difference."""

import json
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from conftest import REPOSITORY

from huayu import comparison, structure
from huayu.comparison import Text
from huayu.corpus import Speech, load
from huayu.figures.contrasts import contrasts_parts
from huayu.findings import differences
from huayu.findings.rhetoric import sets
from huayu.layers import layer

FIRST = "2021-city-secretary"
# three parts of four points each; the second alone speaks of water in every point
TEXT = "".join(
    f"{part}、{head}\n"
    + "".join(
        f"第{number}，大家{head}。" + (f"大家都来{head}，大家要{head}。" * 3) + "\n"
        for number in "一二三四"
    )
    for part, head in (("一", "修路"), ("二", "治水"), ("三", "种树"))
)

SETS = [
    ("agrees", "讲三点：一是水，二是电，三是路。", 3, ("一是水", "二是电", "三是路"), True),
    ("disagrees", "讲三点意见：一是水，二是电。", 3, ("一是水", "二是电"), False),
    ("lexicon, not spelled out", "反对“四风”。", 4, None, None),
    (
        "lexicon, spelled out",
        "关心“三农”，就是关心农业、农村、农民。",
        3,
        ("农业", "农村", "农民"),
        True,
    ),
    ("list before", "治水、治沙、治路三件大事。", 3, ("治水", "治沙", "治路"), True),
]


@pytest.mark.parametrize(("label", "text", "count", "names", "agrees"), SETS)
def test_set(label, text, count, names, agrees):
    row = sets(Speech("x", text)).iloc[0]
    assert row["count"] == count
    assert row["agrees"] is agrees
    assert row["spelled"] == (agrees is not None)
    if names:
        assert row["members"] == names


def test_a_numeral_that_is_no_row_of_the_layer_is_no_set():
    assert sets(Speech("x", "今年办好3件实事：1.修路。2.通水。3.建校。")).empty


def corrected(folder, text, *lines):
    """A speech with a sheet of corrections, in a folder of its own."""
    (folder / "text.txt").write_text(text, encoding="utf-8")
    head = "layer,action,start,end,text,field,value,reason,initials"
    rows = []
    for action, said, more in lines:
        start = text.index(said)
        rows.append(f"rhetoric,{action},{start},{start + len(said)},{said},{more},no,x")
    (folder / "corrections.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return load(folder)


def test_a_rejected_numeral_leaves_the_table_of_sets_too(tmp_path):
    """Fault 2 of the first form: the table had a context of its own, before any correction."""
    text = "反对四风，落实八项规定。"
    speech = corrected(tmp_path, text, ("reject", "四风", "device,numeral"))
    assert layer(speech, "rhetoric")["text"].tolist() == ["八项规定"]
    assert sets(speech)["text"].tolist() == ["八项规定"]


def test_an_added_numeral_is_a_set_of_which_no_count_is_known(tmp_path):
    text = "发扬五股劲头，把荒山绿起来。"
    speech = corrected(tmp_path, text, ("add", "五股劲头", "device,numeral"))
    row = sets(speech).iloc[0]
    assert row["text"] == "五股劲头" and row["members"] == () and row["agrees"] is None


# --- the one test of difference ------------------------------------------------------------------


@pytest.fixture(scope="module")
def speech():
    return Speech("x", TEXT)


def rows(speech, wanted):
    """Every place of a word, as a layer with the column ``term``."""
    starts = [i for i in range(len(speech.text)) if speech.text.startswith(wanted, i)]
    table = pd.DataFrame({"start": starts, "end": [i + len(wanted) for i in starts]})
    return structure.placed(speech, table).assign(term=wanted)


def held(speech, *words, **options):
    both = pd.concat([rows(speech, word) for word in words], ignore_index=True)
    return differences.tested(speech, {"own": (both, "term")}, **options)


def test_an_even_word_differs_nowhere(speech):
    assert (held(speech, "大家", permutations=499)["q"] > 0.5).all()


def test_a_word_of_one_part_is_found(speech):
    first = held(speech, "治水", "大家", permutations=9_999).iloc[0]
    assert (first["label"], first["part"], first["count"], first["rest"]) == ("治水", 2, 29, 0)
    assert first["q"] < 0.05 and first["ratio"] > 10
    assert first["difference"] == pytest.approx(first["rate"] - first["rest_rate"])
    assert first["expected"] == pytest.approx(29 / 3, rel=0.05)


def test_a_heap_in_one_point_is_no_difference_of_its_part():
    """Ten sentences of one list in one point of twelve: sentences alone would call it a finding."""
    heap = TEXT.replace("第一，大家治水。", "第一，大家治水。" + "水渠通。" * 10, 1)
    table = held(Speech("x", heap), "水渠", permutations=1_999)
    assert table["count"].max() == 10 and table["p"].min() > 0.2


def test_p_is_that_of_the_exact_permutation_of_points(speech):
    uneven = Speech("x", TEXT.replace("第二，大家治水。", "第二，大家修路。"))
    table = held(uneven, "治水", permutations=19_999)
    sentences = structure.sentences(uneven)
    sentences = sentences[sentences["zone"] == "body"]
    points = sentences.groupby(["part", "point"], sort=False)
    size = points["text"].agg(lambda said: len("".join("".join(said).split()))).to_numpy()
    water = points["text"].agg(lambda said: "".join(said).count("治水")).to_numpy()
    inside = np.array([part == 2 for part, _ in points.groups])

    def statistic(chosen):
        return abs(water[chosen].sum() / size[chosen].sum()
                   - water[~chosen].sum() / size[~chosen].sum())  # fmt: skip

    every = [
        statistic(np.isin(np.arange(len(size)), some)) >= statistic(inside) - 1e-12
        for some in combinations(range(len(size)), inside.sum())
    ]
    found = table[table["part"] == 2]["p"].iloc[0]
    assert found == pytest.approx(np.mean(every), abs=0.005)
    assert differences.least(uneven) == pytest.approx(1 / len(every))


def test_blocks_are_points_or_runs_of_sentences_and_cross_no_part(speech):
    body = layer(speech, "sentences")
    body = body[body["zone"] == "body"]
    assert len(set(differences.blocks(body))) == body.groupby(["part", "point"]).ngroups
    plain = body.assign(point=0)
    runs = pd.Series(differences.blocks(plain))
    assert runs.value_counts().min() >= differences.RUN
    assert (plain.groupby(runs.to_numpy())["part"].nunique() == 1).all()
    assert runs.is_monotonic_increasing and runs.iloc[0] == 0


def test_a_rare_label_is_counted_and_not_tested(speech):
    table = held(speech, "治水", "第一", permutations=99)
    rare = table[table["label"] == "第一"]
    assert rare["count"].sum() < differences.MINIMUM
    assert rare[["p", "q"]].isna().all(axis=None) and len(rare) == 3


def test_one_part_has_nothing_to_compare():
    alone = Speech("x", "大家修路。大家种树。")
    assert held(alone, "大家").empty
    assert "nothing to compare" in differences.in_words(alone)


def test_one_question_has_one_answer():
    """Fault 4 of the first form: metaphor in part 1 was p .013 in notebook 03 and .105 in 05."""
    speech = load(FIRST)
    whole = differences.differences(speech)
    for name in differences.LABELS:
        own = differences.differences(speech, name)
        same = whole[whole["layer"] == name].reset_index(drop=True)
        pd.testing.assert_frame_equal(own, same)
    for number in ("03", "05"):
        [path] = (REPOSITORY / "notebooks").glob(f"{number}_*.ipynb")
        code = "".join(
            "".join(cell["source"])
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
            if cell["cell_type"] == "code"
        )
        assert "hy.differences(speech" in code and "usage.differences" not in code


def test_words_say_what_was_tested_and_what_could_have_been_found():
    speech = load(FIRST)
    said = differences.in_words(speech, "rhetoric")
    tests = int(differences.differences(speech)["q"].notna().sum())
    assert f"{tests} in all layers, corrected together" in said
    table = differences.differences(speech, "rhetoric")
    assert ("**none**" in said) == (not (table["q"] <= differences.LEVEL).any())
    if "**none**" in said:
        assert f"{differences.least(speech):.1g}" in said and "description" in said


def test_a_figure_of_parts_without_a_label_says_so():
    speech = Speech("x", "大家。")
    said = contrasts_parts(speech, labels="en").line
    assert said.startswith("`contrasts_parts` No figure: nothing to compare between parts")


def test_four_character_prose():
    table = differences.four(Speech("x", "要脚踏实地、修桥铺路，**干事创业，还要把水引来。"))
    assert table[["text", "kind"]].values.tolist() == [
        ["脚踏实地", "idiom"],
        ["修桥铺路", "phrase"],
    ]


# --- one instrument for all that is compared -----------------------------------------------------


def test_speeches_are_compared_as_one_instrument_reads_them():
    """Fault 5 of the first form: the first speech had 112 set phrases of its own, no discovery."""
    first = load(FIRST)
    assert "supplement" in set(layer(first, "formulas")["source"])
    sources = set(layer(first.common, "formulas")["source"])
    assert "supplement" not in sources and "discovered" in sources
    named = comparison.sample(Text(first), "formulas").counts
    common = layer(first.common, "formulas")
    assert set(named.index) <= set(common["canonical"].map(first.lexicon.simplified))
    assert first.common.common == first.common != first


def test_a_correction_holds_in_a_comparison_where_its_row_is_there(tmp_path):
    folder = tmp_path / "corpus" / "x"
    folder.mkdir(parents=True)
    text = "要坚持全面从严治党，建设河畔新城样板。要坚持全面从严治党，抓好粮食安全。"
    (folder / "formulas.csv").write_text("formula,kind\n河畔新城样板,label\n", encoding="utf-8")
    (folder / "text.txt").write_text(text, encoding="utf-8")
    start, own = text.index("全面从严治党"), text.index("河畔新城样板")
    (folder / "corrections.csv").write_text(
        "layer,action,start,end,text,field,value,reason,initials\n"
        f"formulas,reject,{start},{start + 6},全面从严治党,,,no,x\n"
        f"formulas,relabel,{own},{own + 6},河畔新城样板,kind,policy,no,x\n",
        encoding="utf-8",
    )
    speech = load(folder, tmp_path / "corpus")
    assert layer(speech, "formulas")["corrected"].any()
    kept = layer(speech.common, "formulas")["text"].tolist()
    assert kept.count("全面从严治党") == 1 and "河畔新城样板" not in kept
