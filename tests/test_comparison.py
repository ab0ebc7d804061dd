"""Comparison of parts and speeches: what is held against what, and what must never be listed."""

import csv
import gzip
import io
import os
import re
import shutil

import numpy as np
import pytest
from conftest import REPOSITORY

from huayu import cli, comparison, corpus, reference
from huayu.cli import arguments
from huayu.comparison import Text
from huayu.corpus import Speech
from huayu.files import Fault, sha256, write
from huayu.reference import SEGMENT
from huayu.reference.features import unpacked

FIRST, SECOND = "2021-city-secretary", "constructed-two-parts"


@pytest.fixture(scope="module")
def first():
    return corpus.load(FIRST, REPOSITORY)


# texts and their samples


def test_a_source_with_and_without_a_part(first):
    assert comparison.text(FIRST, REPOSITORY) == Text(first)
    assert comparison.text(f"{FIRST}#2", REPOSITORY) == Text(first, 2)
    assert (Text(first).name, Text(first, 2).name) == (FIRST, f"{FIRST}#2")
    assert comparison.parts(first) == [1, 2, 3]


def test_a_file_whose_name_looks_like_a_part(tmp_path):
    write(tmp_path / "a#2", "同志们：我们要抓好改革。")
    assert comparison.text(str(tmp_path / "a#2"), REPOSITORY).part is None


@pytest.mark.parametrize("source", [f"{FIRST}#9", f"{FIRST}#0", "nobody", "nobody#1"])
def test_a_source_that_is_not_there(source):
    with pytest.raises(Fault):
        comparison.text(source, REPOSITORY)


@pytest.mark.parametrize("kind", comparison.KINDS)
def test_parts_add_up_to_the_whole(first, kind):
    whole = comparison.sample(Text(first), kind)
    parts = [comparison.sample(Text(first, part), kind) for part in (1, 2, 3)]
    assert sum(part.size for part in parts) == whole.size
    assert sum(part.counts.sum() for part in parts) == whole.counts.sum()


def test_segments_are_about_as_long_as_they_say(first):
    lengths = comparison.sample(Text(first), "words").lengths
    assert lengths.min() >= SEGMENT / 2 and abs(np.median(lengths) - SEGMENT) < SEGMENT / 5


def test_neither_masks_nor_residue_are_listed(first):
    """By digest, so that the test names nothing."""
    hidden = {sha256(string) for string in (*first.masks, *first.residue)}
    for kind in comparison.KINDS:
        listed = comparison.sample(Text(first), kind).counts.index
        assert not hidden & {sha256(term) for term in listed}, kind
        assert not [term for term in listed if any(mask in term for mask in first.masks)]


def test_traditional_terms_are_counted_with_their_simplified_forms():
    texts = [Text(Speech("x", words)) for words in ("我們要發展國家。", "我们要发展国家。")]
    one, other = (comparison.sample(text, "words") for text in texts)
    assert one.counts.to_dict() == other.counts.to_dict() and "发展" in one.counts


def test_a_correction_reaches_the_sample(tmp_path):
    house = tmp_path
    shutil.copytree(REPOSITORY / "corpus" / SECOND, house / "corpus" / SECOND)
    chosen = comparison.text(SECOND, house)
    before = comparison.sample(chosen, "formulas").counts["粮食安全"]
    start = chosen.speech.text.index("粮食安全是")
    line = f"formulas,reject,{start},{start + 4},粮食安全,,,not one here,a\n"
    head = "layer,action,start,end,text,field,value,reason,initials\n"
    write(house / "corpus" / SECOND / "corrections.csv", head + line)
    assert comparison.sample(chosen, "formulas").counts["粮食安全"] == before - 1


# contrasts


def test_a_part_is_held_against_the_rest_of_its_speech(first):
    table = comparison.contrast(f"{FIRST}#1", [FIRST], "words", REPOSITORY).set_index("term")
    whole = comparison.sample(Text(first), "words").counts
    kept = table[table.index.isin(whole.index)]
    assert (kept["target"] + kept["reference"] == whole[kept.index]).all()
    others = comparison.contrast(f"{FIRST}#1", [f"{FIRST}#2", f"{FIRST}#3"], "words", REPOSITORY)
    assert others["reference"].sum() == table["reference"].sum()


@pytest.mark.parametrize(
    ("target", "references", "kind"),
    [
        (FIRST, [FIRST], "words"),
        (f"{FIRST}#1", [f"{FIRST}#1"], "words"),
        (FIRST, [f"{FIRST}#1"], "words"),
        (FIRST, ["wordfreq"], "terms"),
        (FIRST, ["nobody"], "words"),
    ],
)
def test_what_cannot_be_compared_is_a_fault(target, references, kind):
    with pytest.raises(Fault):
        comparison.contrast(target, references, kind, REPOSITORY)


def test_a_text_without_words_is_a_fault(tmp_path):
    write(tmp_path / "marks.txt", "……！！！\n")
    with pytest.raises(Fault, match="no words"):
        comparison.contrast(str(tmp_path / "marks.txt"), [FIRST], "words", REPOSITORY)


def test_the_marks_of_the_first_part_are_its_subject():
    table = comparison.contrast(f"{FIRST}#1", [FIRST], "concepts", REPOSITORY)
    assert table.loc[0, "term"] == "strict-governance" and table.loc[0, "lrc"] > 0


# several speeches


def test_order_by_date():
    dates = {"c": "2021", "a": "2021-07", "b": "1956", "d": "unknown", "e": "2021"}
    texts = [Text(Speech(name, "x", {"date": date})) for name, date in dates.items()]
    assert [one.name for one in comparison.by_date(texts)] == ["b", "c", "e", "a", "d"]


def test_parts_stand_for_few_speeches(first):
    second = corpus.load(SECOND, REPOSITORY)
    names = [text.name for text in comparison.several([Text(first), Text(second)])]
    assert names == [f"{FIRST}#1", f"{FIRST}#2", f"{FIRST}#3", f"{SECOND}#1", f"{SECOND}#2"]
    plain = [Text(Speech(str(n), "我们要抓好改革。")) for n in range(4)]
    assert [text.name for text in comparison.several(plain)] == ["0", "1", "2", "3"]


def test_profiles_have_a_row_for_every_speech(first):
    second = corpus.load(SECOND, REPOSITORY)
    table = comparison.profile([Text(first), Text(second)], "functions")
    assert set(table.groupby("term")["speech"].agg(tuple)) == {(FIRST, SECOND)}
    assert (table["low"] <= table["rate"]).all() and (table["rate"] <= table["high"]).all()


# what is compared

OWN = "干部要担当。群众要修路。" * 30


def of_counts(name, **known):
    """Counts of a text that is not here, as references are."""
    entry = {"id": name, "sha256": name, **known}
    return reference.counted(entry, Speech(name, "干部要作为。群众要种树。" * 30))


REFERENCES = [
    of_counts("r1", kind="government work report", date="1956-06"),
    of_counts("r2", kind="government work report", date="1998-03-05"),
    of_counts("r3", kind="provincial work report", date="1999"),
    of_counts("r4", kind="eulogy", date="unknown"),
    of_counts("r5", kind="government work report", date="2003"),
]


@pytest.fixture
def house(tmp_path):
    """A house with references of its own, a text, and a constructed one."""
    write(tmp_path / "corpus" / "reference.jsonl.gz", reference.packed(REFERENCES))
    for name, kind in (("mine", "speech"), ("made-up", "constructed")):
        shutil.copytree(REPOSITORY / "corpus" / SECOND, tmp_path / "corpus" / name)
        meta = tmp_path / "corpus" / name / "meta.toml"
        lines = meta.read_text(encoding="utf-8").replace('kind = "constructed"', f'kind = "{kind}"')
        write(meta, lines)
    return tmp_path


def own(house):
    return Speech("own", OWN, root=house)


CHOSEN = [
    ((), ["r1", "r2", "r3", "r5", "mine", "r4"]),
    (("reference",), ["r1", "r2", "r3", "r5", "r4"]),
    (("corpus",), ["mine"]),
    (("1990s",), ["r2", "r3"]),
    (("work report",), ["r1", "r2", "r3", "r5"]),
    (("eulogy", "mine"), ["mine", "r4"]),
    (("made-up",), ["made-up"]),
]


@pytest.mark.parametrize(("names", "expect"), CHOSEN)
def test_what_names_choose_in_order_of_date(house, names, expect):
    assert [one.name for one in comparison.others(own(house), names)] == expect


def test_groups_are_kinds_of_three_and_more_or_decades_or_labels(house):
    by = {one.name: one.group for one in comparison.others(own(house))}
    assert by["r1"] == by["r5"] == "government work report"
    assert by["r3"] == by["r4"] == comparison.REST
    by = {one.name: one.group for one in comparison.others(own(house), by="period")}
    assert (by["r1"], by["r2"], by["r4"]) == ("1950s", "1990s", comparison.REST)
    chosen = comparison.others(own(house), ["work report", "late=1990s", "r4"])
    assert [(one.name, one.group) for one in chosen if one.group == "late"] == [
        ("r2", "late"), ("r3", "late"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["nobody", "", "x=", "1880s"])
def test_a_name_that_chooses_nothing_is_a_fault(house, name):
    with pytest.raises(Fault, match="chooses no text"):
        comparison.others(own(house), [name])


def test_a_constructed_text_is_compared_only_where_nothing_else_is_there(house):
    write(house / "corpus" / "reference.jsonl.gz", reference.packed([]))
    assert [one.name for one in comparison.others(own(house))] == ["mine"]
    shutil.rmtree(house / "corpus" / "mine")
    assert [one.name for one in comparison.others(own(house))] == ["made-up"]


def test_a_text_at_hand_takes_the_place_of_its_counts(house):
    text = corpus.load("mine", house).text
    entry = {"id": "elsewhere", "sha256": sha256(text), "kind": "report"}
    content = reference.packed([*REFERENCES, reference.counted(entry, Speech("x", text))])
    write(house / "corpus" / "reference.jsonl.gz", content)
    names = [one.name for one in comparison.others(own(house), ["reference"])]
    assert "mine" in names and "elsewhere" not in names


def test_a_fresh_clone_compares_with_55_public_speeches(first):
    texts = comparison.others(first)
    assert len(texts) == 55 and not any(one.speech.constructed for one in texts)
    table = comparison.sampled(Text(first), texts, "concepts")
    assert (table["low"] <= table["high"]).all() and table["reference"].sum() > 1000


@pytest.mark.parametrize("kind", comparison.KINDS)
def test_counts_that_are_kept_make_the_same_sample_as_the_text(first, kind):
    live, kept = (
        comparison.sample(Text(one), kind)
        for one in (first, reference.counted({"id": "x"}, first.common, "segments"))
    )
    assert live.lengths.tolist() == kept.lengths.tolist()
    assert live.table.equals(kept.table)


def test_counts_are_kept_until_something_changes(house):
    speech = corpus.load("mine", house)
    path = house / "build" / "mine" / "counts.jsonl.gz"
    before = reference.kept(speech)
    kept = path.read_bytes()
    assert reference.kept(speech) is before and path.read_bytes() == kept
    start = speech.text.index("粮食安全是")
    line = f"formulas,reject,{start},{start + 4},粮食安全,,,not one here,a\n"
    head = "layer,action,start,end,text,field,value,reason,initials\n"
    write(house / "corpus" / "mine" / "corrections.csv", head + line)
    after = reference.kept(speech)
    assert after.counts("formulas")["粮食安全"] == before.counts("formulas")["粮食安全"] - 1
    for damaged in (b"damaged", gzip.compress(b"[" * 100_000), gzip.compress(b"{}")):
        write(path, damaged)
        assert reference.kept(speech).parts == after.parts


def test_counts_written_anew_are_read_anew_whatever_the_clock_says(tmp_path):
    path = tmp_path / "counts.jsonl.gz"
    for word in ("修路。", "架桥。"):
        (one,) = [reference.counted({"id": "x"}, Speech("x", word), "segments")]
        write(path, reference.packed([one]))
        os.utime(path, (0, 0))
        assert unpacked(path)[0].counts("words") == one.counts("words")


def test_a_house_that_cannot_be_written_to_keeps_no_counts(house):
    (house / "build").write_text("a file", encoding="utf-8")
    assert reference.kept(corpus.load("mine", house)).size() > 0


def test_a_wording_is_found_inside_longer_terms_of_counts():
    counts = of_counts("x")
    table = comparison.sampled(Text(Speech("y", "干部，干部，干部。" * 9)), [Text(counts)], "words")
    row = table.set_index("term").loc["干部"]
    assert row["reference_within"] >= row["reference"] > 0


# the command


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    status = cli.main(["keyness", *arguments, "--root", str(REPOSITORY)])
    output = capsys.readouterr()
    return status, output.out, output.err


def test_the_command_gives_csv(capsys):
    status, out, err = run(capsys, f"{FIRST}#1", FIRST, "--of", "words", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0 and err == ""
    assert list(rows[0])[:3] == ["term", "target", "reference"]
    assert int(rows[0]["target"]) > int(rows[0]["reference"])


def test_the_command_gives_a_table(capsys):
    status, out, _ = run(capsys, FIRST, SECOND)
    assert status == 0 and re.search(r"marks of the target\n.*log_ratio", out)


@pytest.mark.parametrize(
    "arguments", [(FIRST, FIRST), (f"{FIRST}#9", FIRST), ("nobody", FIRST), (FIRST, "jieba")]
)
def test_the_command_refuses_in_one_line(capsys, arguments):
    status, out, err = run(capsys, *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_the_command_names_the_kinds_that_there_are():
    assert arguments.KINDS == comparison.KINDS


# long


def test_twenty_speeches_are_compared(shared):
    texts = (shared / "speeches").glob("*.txt")
    paths = sorted(texts, key=lambda path: path.stat().st_size)[:40:2]
    first, *rest = [Text(corpus.load(path)) for path in paths]
    for kind in ("function", "content"):
        alike = comparison.alike(comparison.several([first, *rest]), kind)
        assert alike.distances.shape == (20, 20)
    assert len(comparison.sampled(first, rest, "terms"))
