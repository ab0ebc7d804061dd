"""Tracing: what is found, what is not, where exactly, and how it is called."""

import gzip
import json
import random
from pathlib import Path

import planted
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from huayu import cli, corpus, dates, reuse
from huayu.corpus import Speech
from huayu.files import Fault
from huayu.reuse.alignment import distances
from huayu.reuse.documents import Document, documents
from huayu.reuse.passages import Search, bare
from huayu.reuse.unmarked import COLUMNS

LEXICON = corpus.lexicon()

SAID = "山路越是陡峭越要一步一步地走"
CASES = [
    ("as it is", SAID, f"他说：{SAID}。", "verbatim", SAID),
    ("broken by marks and lines", SAID, "山路越是陡峭，\n　　越要一步一步地走", "verbatim", None),
    (
        "in traditional characters",
        "乡村振兴战略规划",
        "要講鄉村振興戰略規劃",
        "verbatim",
        "鄉村振興戰略規劃",
    ),
    (
        "full-width digits",
        "2020年实现目标",
        "到２０２０年实现目标",
        "verbatim",
        "２０２０年实现目标",
    ),
    ("one character", SAID, "山路越是陡峭越要一步一步地爬坡", "trimmed", SAID[:-1]),
    ("one inside", SAID, "山路越是险峭越要一步一步地走", "altered", "山路越是险峭越要一步一步地走"),
    ("beginning cut off", SAID, "陡峭越要一步一步地走", "trimmed", "陡峭越要一步一步地走"),
    ("middle left out", SAID, "山路越是……一步一步地走", "spliced", "山路越是……一步一步地走"),
    ("words between", SAID, "山路越是陡峭，我们这些人啊，越要一步一步地走", "spliced", None),
    ("four characters", "种树修路", "年年种树修路", "verbatim", "种树修路"),
    ("four over a line's end", "种树修路", "年年种树\n修路", "verbatim", "种树\n修路"),
]
MISSES = [
    ("four, one changed", "种树修路", "年年种草修路"),
    ("four, over a full stop", "种树修路", "要多种树。修路是第二件事"),
    ("three of four", "种树修路", "种树修桥"),
    ("six of seven is a name", "省里交通厅长", "省里交通厅"),
    ("half", SAID, "山路越是陡峭风景越好"),
    ("in other words", SAID, "路陡的时候，步子要稳，一点一点走"),
    ("far apart", SAID, "山路越是陡峭" + "。我们先说别的事情" * 30 + "越要一步一步地走"),
    ("other order", SAID, "一步一步地走越要陡峭越是山路"),
    ("every third changed", SAID, "山道越是高峭就要一点一步去走"),
]


@pytest.mark.parametrize("label, said, text, relation, words", CASES, ids=[c[0] for c in CASES])
def test_found(label, said, text, relation, words):
    [passage] = Search([said]).passages(text)
    assert passage.relation == relation
    if words:
        assert text[passage.start : passage.end] == words


@pytest.mark.parametrize("label, said, text", MISSES, ids=[c[0] for c in MISSES])
def test_near_misses_are_not_found(label, said, text):
    assert Search([said]).passages(text) == []


def test_alignment_and_score_show_the_difference():
    [passage] = Search([SAID]).passages("山路越是险峭越要一步一步地走")
    assert passage.alignment == "山路越是[-陡-]{+险+}峭越要一步一步地走"
    assert passage.score == round(1 - 1 / len(SAID), 3)


def test_formulas_are_whole_or_nothing():
    text = "陡峭越要一步一步地走"
    assert [p.relation for p in Search([SAID], [False]).passages(text)] == ["trimmed"]
    assert Search([SAID], [True]).passages(text) == []


def test_every_occurrence_and_overlapping_phrases():
    text = "种树修路" * 3
    found = Search(["种树修路", "种树修路种树修路种树修路"]).passages(text)
    assert [(p.phrase, p.start) for p in found] == [(0, 0), (1, 0), (0, 4), (0, 8)]


@given(st.text("甲乙丙", min_size=1, max_size=9), st.text("甲乙丙", max_size=20))
def test_distances_equal_the_plain_definition(phrase, text):
    plain = [
        min(Levenshtein.distance(phrase, text[start:end]) for start in range(end + 1))
        for end in range(len(text) + 1)
    ]
    assert distances(phrase, text) == plain


@given(st.text())
def test_bare_text_points_back(text):
    plain, offsets = bare(text, LEXICON)
    assert len(plain) == len(offsets)
    assert all(text[offset].isalnum() for offset in offsets)


@given(st.text("种树修路，。\n", max_size=30))
def test_short_phrases_agree_with_substring_search(text):
    """Where the phrase stands unbroken it is found, and each passage reads as the phrase."""
    found = Search(["种树修路"]).passages(text)
    starts = [i for i in range(len(text)) if text.startswith("种树修路", i)]
    assert set(starts) <= {p.start for p in found}
    assert all(bare(text[p.start : p.end], LEXICON)[0] == "种树修路" for p in found)


@pytest.mark.parametrize("by", ["kind", "length"])
def test_planted_quotations(by):
    """48 quotations a seed, as many near misses: recall and precision of each kind and length."""
    table = planted.tally(range(8), by)
    print(table.round(3).to_string())
    assert (table["recall"] >= 0.95).all()
    assert (table["precision"] >= 0.95).all()


def write_documents(folder: Path) -> Path:
    folder.mkdir()
    (folder / "2001-a.txt").write_text("年年种树修路。", encoding="utf-8")
    rows = [
        {"id": "b", "date": "19990501", "text": f"他说：“{SAID}。”种树修路"},
        {"id": "c", "text": "种树修路，种树修路"},
    ]
    with gzip.open(folder / "more.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    return folder


SPEECH = (
    f"　　老校长说过：“{SAID}。”老话说，“好记性不如烂笔头”。要坚持绿色发展理念，全面从严治党。\n"
)


def test_trace_table(tmp_path):
    folder = write_documents(tmp_path / "in")
    (tmp_path / "s.txt").write_text(SPEECH, encoding="utf-8")
    speech = corpus.load(tmp_path / "s.txt")
    table = reuse.trace(speech, documents([folder]))
    cited = table[table["layer"] == "quotations"].set_index("text")
    row = cited.loc[f"{SAID}。" if f"{SAID}。" in cited.index else SAID]
    assert (row["relation"], row["document"], row["date"]) == ("verbatim", "b", "1999-05-01")
    assert row["found_text"] == SAID
    assert row["place"] == f"{folder / 'more.jsonl.gz'}:1"
    assert row["earliest"]
    assert cited.loc["好记性不如烂笔头", "relation"] == "not found"
    assert all(SPEECH[a:b] == t for a, b, t in table[["start", "end", "text"]].values)
    assert set(table[table["layer"] == "formulas"]["relation"]) == {"not found"}


def test_a_speech_that_cites_nobody_has_its_formulas_traced():
    speech = corpus.Speech("x", "同志们：\n要坚决反对“走过场”。要全面从严治党。\n")
    found = reuse.phrases(speech)
    assert set(found["layer"]) == {"formulas"} and "全面从严治党" in set(found["text"])


def test_earliest_dated_use_wins():
    texts = [
        reuse.Document("late", "", "2015-02", "全面从严治党", ""),
        reuse.Document("year", "", "2014", "全面从严治党", ""),
        reuse.Document("undated", "", "", "全面从严治党", ""),
        reuse.Document("month", "", "2014-10", "全面从严治党。全面从严治党", ""),
    ]
    speech = corpus.Speech("x", "要坚持全面从严治党。")
    table = reuse.trace(speech, texts)
    assert len(table) == 5
    first = table[table["earliest"]]
    assert first[["document", "found_start"]].values.tolist() == [["month", 0]]


def test_copies_of_the_speech_are_passed_over():
    text = "要坚持全面从严治党。"
    same = [reuse.Document("copy", "", "2010", text, "")]
    assert reuse.trace(corpus.Speech("x", text), same)["relation"].tolist() == ["not found"]


@pytest.mark.parametrize(
    "written, date",
    [("19980201", "1998-02-01"), ("1998年12月3日", "1998-12-03"), ("gwr_2018", "2018"), ("", "")],
)
def test_dates(written, date):
    assert dates.date(written) == date


@pytest.mark.parametrize(
    "line, says",
    [("{", "is not JSON"), ('{"id": "x"}', "has no text"), ("[1]", "has no text")],
)
def test_broken_documents_name_file_and_line(tmp_path, line, says):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a", "text": "x"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(Fault, match=says) as caught:
        list(documents([path]))
    assert caught.value.line == 2


def test_broken_gzip_and_missing_paths(tmp_path):
    folder = write_documents(tmp_path / "in")
    packed = folder / "more.jsonl.gz"
    packed.write_bytes(packed.read_bytes()[:-12])
    with pytest.raises(Fault, match="cannot be read past line"):
        list(documents([packed]))
    with pytest.raises(Fault, match="no such file, folder or speech"):
        list(documents([tmp_path / "nowhere"]))
    (tmp_path / "empty").mkdir()
    with pytest.raises(Fault, match="holds no texts"):
        list(documents([tmp_path / "empty"]))


def test_command(tmp_path, capsys):
    folder = write_documents(tmp_path / "in")
    (tmp_path / "s.txt").write_text(SPEECH, encoding="utf-8")
    assert cli.main(["trace", str(tmp_path / "s.txt"), "--in", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("start,end,text,layer,speaker")
    assert "1 of" in err
    assert cli.main(["trace", str(tmp_path / "s.txt"), "--in", str(tmp_path / "no")]) == 2


def test_two_sayings_of_the_first_speech_with_every_occurrence(shared):
    speech = corpus.load("2021-city-secretary")
    table = reuse.trace(speech, documents([shared / "speeches"]))
    texts = {d.id: d.text for d in documents([shared / "speeches"])}
    for said in ("全面从严治党", "全面从严治党永远在路上"):
        rows = table[(table["text"] == said) & (table["layer"] == "quotations")]
        rows = rows[rows["relation"] == "verbatim"]
        found = set(zip(rows["document"], rows["found_start"], strict=True))
        plain = {
            (name, place)
            for name, text in texts.items()
            for place in range(len(text))
            if text.startswith(said, place)
        }
        assert plain and found == plain


def test_random_texts_give_exact_offsets():
    rng = random.Random(5)
    said, texts = planted.plants(3)
    search = Search(said)
    for plant in rng.sample(texts, 20):
        for passage in search.passages(plant.text):
            assert 0 <= passage.start < passage.end <= len(plant.text)
            assert plant.text[passage.start].isalnum() and plant.text[passage.end - 1].isalnum()


# what is shared and not marked

LENT = "我们要把路修到每个村口，把树种满每座荒山，让孩子有学上。"


def borrowed(text, *others, date="2013-05"):
    speech = Speech("here", text, {"date": date})
    return reuse.unmarked(speech, [Document(f"d{n}", "", when, words, "")
                                   for n, (when, words) in enumerate(others)])  # fmt: skip


# label, the speech, the other text, and what is expected of the passage: None, or its alignment
UNMARKED = [
    ("the same words", LENT, f"去年说过，{LENT}", LENT.replace("，", "").rstrip("。")),
    (
        "a clause put in",
        "要把路修到每个村口，把树种满每座荒山和河岸",
        "要把路修到每个村口，年年把树种满每座荒山和河岸",
        "要把路修到每个村口{+年年+}把树种满每座荒山和河岸",
    ),
    (
        "traditional characters",
        "要把路修到每個村口，把樹種滿每座荒山和河岸",
        "要把路修到每个村口把树种满每座荒山和河岸",
        "要把路修到每个村口把树种满每座荒山和河岸",
    ),
    (
        "a name that all use",
        "中国共产党中央委员会和全国人民代表大会常务委员会今天开会",
        "他在全国人民代表大会常务委员会工作过",
        None,
    ),
    ("other words", LENT, "道路要通到村村寨寨，山头都要绿起来，孩子都要念书。", None),
    ("what is quoted", f"他说：“{LENT}”", f"去年说过，{LENT}", None),
    (
        "what stands far apart",
        f"要把路修到每个村口{'，今年种了很多树' * 9}，把树种满每座荒山和河岸",
        "要把路修到每个村口，把树种满每座荒山和河岸",
        None,
    ),
]


@pytest.mark.parametrize(("label", "here", "there", "expect"), UNMARKED)
def test_passages_shared_without_marks(label, here, there, expect):
    found = borrowed(f"同志们：\n{here}。\n", ("1998", there))
    assert found["alignment"].tolist() == ([] if expect is None else [expect])
    for row in found.itertuples():
        assert there[row.found_start : row.found_end] == row.found_text


FIRST_OF = [
    ("2013-05", "2012", "d0", True),
    ("2013-05", "2014-01", "here", False),
    ("2013-05", "2013", "", False),
    ("2013-05", "", "", False),
    ("", "2012", "", True),
]


@pytest.mark.parametrize(("here", "there", "first", "earliest"), FIRST_OF)
def test_who_was_first_is_said_where_dates_can_tell(here, there, first, earliest):
    row = borrowed(LENT, (there, LENT + "完。"), date=here).iloc[0]
    assert (row["first"], row["earliest"]) == (first, earliest)


def test_of_several_texts_the_earliest_is_marked_and_marks_there_are_seen():
    found = borrowed(LENT, ("2001", f"他讲过：“{LENT}”"), ("1998", LENT + "完。"))
    rows = found.set_index("document")
    assert rows["earliest"].to_dict() == {"d0": False, "d1": True}
    assert rows["marked_there"].to_dict() == {"d0": True, "d1": False}


def test_a_copy_of_the_speech_is_passed_over_and_nothing_shared_is_an_empty_table():
    assert borrowed(LENT, ("1998", LENT)).empty
    assert list(borrowed(LENT, ("1998", "无")).columns) == list(COLUMNS)


def test_the_command_tells_unmarked_passages(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(LENT, encoding="utf-8")
    (tmp_path / "1998.txt").write_text(LENT + "完。", encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("a.txt", "1998.txt")]
    assert cli.main(["trace", paths[0], "--in", paths[1], "--unmarked"]) == 0
    said = capsys.readouterr()
    assert "1 passages in 1 texts" in said.err and LENT.rstrip("。") in said.out


@pytest.mark.parametrize("times", [(400, 10), (10, 400)])
def test_what_one_text_says_over_and_over_is_not_followed(times):
    refrain = "路要修好，桥要架好，人要干实。"
    here, there = (refrain * count for count in times)
    speech = Speech("here", here + "另把树种满每座荒山和每条河岸的上上下下。")
    other = there + "再把树种满每座荒山和每条河岸的上上下下。"
    table = reuse.unmarked(speech, [Document("d", "", "1998", other, "")])
    assert table["text"].str.contains("荒山").all() and len(table) == 1
