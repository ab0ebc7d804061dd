"""Corrections: each action on each kind of layer, and every fault with its line and mend."""

import csv
import shutil
from pathlib import Path

import pytest

from huayu import corpus, corrections, folders, layers
from huayu.files import Fault, sha256

TEXT = (
    "在读书会上的讲话\n同志们：\n"
    "　　一、读书要勤\n"
    "　　老话说，“好记性不如烂笔头”。我们要读好书、读整本书，读懂它，用好它。\n"
    "　　二、读书要思\n"
    "　　读而不思，等于没读。“书虫”不可取。\n"
)
HEADER = ",".join(corrections.COLUMNS)


@pytest.fixture
def speech(tmp_path):
    folder = tmp_path / "corpus" / "2020-books"
    folder.mkdir(parents=True)
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    fields = {name: '"x"' for name in folders.REQUIRED}
    fields |= {"kind": '"speech"', "date": '"2020"', "masks": "[]", "sha256": f'"{sha256(TEXT)}"'}
    meta = "\n".join(f"{name} = {value}" for name, value in fields.items())
    (folder / "meta.toml").write_text(meta, encoding="utf-8")
    return corpus.load("2020-books", tmp_path)


def line(layer, action, words, field="", value="", reason="read again", initials="LH", **cells):
    start = TEXT.index(words)
    span = start, start + len(words), words
    row = (layer, action, *span, field, value, reason, initials)
    return {**dict(zip(corrections.COLUMNS, row, strict=True)), **cells}


def correct(speech, *rows):
    with (speech.folder / corrections.FILE).open("w", encoding="utf-8", newline="") as out:
        sheet = csv.DictWriter(out, corrections.COLUMNS)
        sheet.writeheader()
        sheet.writerows(rows)


@pytest.mark.parametrize("name", layers.DETECTORS)
def test_uncorrected_layer_is_the_detectors(speech, name):
    found = layers.layer(speech, name)
    assert not found["corrected"].any()
    assert found.drop(columns=["voice", "corrected"]).equals(layers.detected(speech, name))


@pytest.mark.parametrize("name", layers.DETECTORS)
def test_every_layer_can_be_corrected(speech, name):
    """Rejecting a row and adding it anew gives a sound layer that says it was corrected."""
    rows = layers.detected(speech, name).astype(object).to_dict("records")
    row = rows[0] if rows else {"start": 0, "end": 3, "text": TEXT[:3]}
    base = line(name, "add", TEXT[0], **{key: row[key] for key in ("start", "end", "text")})
    known = folders.labels(speech.lexicon)
    labels = [field for layer, field in known if layer == name and field != "scope"]
    filled = [
        {**base, "field": field, "value": row.get(field) or known[name, field][0]}
        for field in labels
    ]
    correct(speech, *([{**base, "action": "reject"}] if rows else []), *(filled or [base]))
    corrected = layers.layer(speech, name)
    assert corrected["corrected"].sum() == 1
    assert all(TEXT[a:b] == t for a, b, t in corrected[["start", "end", "text"]].values)
    assert list(corrected.columns) == [*layers.detected(speech, name).columns, "voice", "corrected"]


def test_relabel_accept_and_counts(speech):
    correct(
        speech,
        line("quotations", "relabel", "书虫", "function", "figurative"),
        line("quotations", "relabel", "书虫", "speaker", "老话"),
        line("quotations", "accept", "好记性不如烂笔头"),
        line("sentences", "accept", "　　读而不思，等于没读。"),
    )
    table = layers.layer(speech, "quotations").set_index("text")
    assert table.loc["书虫", "function"] == "figurative"
    assert table.loc["书虫", "speaker"] == "老话"
    assert table["corrected"].to_dict() == {"好记性不如烂笔头": False, "书虫": True}
    counts = layers.corrections(speech).set_index("layer")
    assert counts.loc["quotations"].to_dict() == {"accept": 1, "reject": 0, "relabel": 1, "add": 0}
    assert counts.index.tolist() == ["sentences", "quotations"]


def test_add_fills_several_fields_and_a_repeated_field_begins_a_row(speech):
    words = "读而不思，等于没读"
    correct(
        speech,
        line("rhetoric", "add", words, "device", "contrast"),
        line("rhetoric", "add", words, "members", "[[72, 76], [77, 81]]"),
        line("rhetoric", "add", words, "device", "gradation"),
    )
    added = layers.layer(speech, "rhetoric").query("corrected")
    assert sorted(added["device"]) == ["contrast", "gradation"]
    assert ((72, 76), (77, 81)) in list(added["members"])
    assert set(added["part"]) == {2}


def test_value_names_the_row_where_several_share_a_span(speech):
    words = "用好它"
    correct(
        speech,
        line("rhetoric", "add", words, "device", "contrast"),
        line("rhetoric", "add", words, "device", "gradation"),
        line("rhetoric", "reject", words, "device", "contrast"),
    )
    added = layers.layer(speech, "rhetoric").query("corrected")
    assert added["device"].tolist() == ["gradation"]
    assert layers.corrections(speech)["reject"].tolist() == [1]


def test_tokens_joined_and_a_gap_refused(speech):
    tokens = layers.detected(speech, "tokens")
    row = tokens.index[tokens["end"] > TEXT.index("读懂它")][0]
    first, second = tokens.loc[row], tokens.loc[row + 1]
    spots = [
        {"start": int(t["start"]), "end": int(t["end"]), "text": t["text"]} for t in (first, second)
    ]
    both = {**spots[0], "end": spots[1]["end"], "text": first["text"] + second["text"]}
    rejected = [line("tokens", "reject", "读", **spot) for spot in spots]
    correct(speech, *rejected, line("tokens", "add", "读", **both))
    joined = layers.layer(speech, "tokens")
    assert "".join(joined["text"]) == TEXT
    assert len(joined) == len(tokens) - 1
    correct(speech, rejected[0])
    with pytest.raises(Fault, match=f"have a gap at {spots[0]['start']}"):
        layers.layer(speech, "tokens")


FRONT = {"start": 0, "end": 3, "text": TEXT[:3]}
FAULTS = [
    ("unknown layer", dict(layer="words"), "layer 'words' is unknown; use one of headings"),
    ("unknown action", dict(action="drop"), "action 'drop' is unknown; use one of accept"),
    ("unknown field", dict(action="relabel", field="mood", value="x"), "field 'mood' is not one"),
    ("no field", dict(action="relabel"), "field '' is not one"),
    ("unknown label", dict(action="relabel", field="form", value="quote"), "'quote' is unknown"),
    ("no reason", dict(reason=" "), "reason is missing"),
    ("no initials", dict(initials=""), "initials is missing"),
    ("other words", dict(text="书籍"), "text '书籍' is not at"),
    ("no number", dict(start="x"), "start or end is no whole number"),
    ("outside", dict(end=9999), "is not in the text"),
    ("no such row", FRONT, "reject names no row of quotations; drop the line"),
    ("part of a row", dict(end=TEXT.index("书虫") + 1, text="书"), "the rows there are"),
    ("there already", dict(action="add"), "adds a row that is there"),
    ("no label", dict(action="add", **FRONT), "the added row has no form"),
]


@pytest.mark.parametrize("label, cells, says", FAULTS, ids=[label for label, *_ in FAULTS])
def test_faults_name_file_line_and_mend(speech, label, cells, says):
    good = line("quotations", "accept", "好记性不如烂笔头", reason="two\nlines of reason")
    correct(speech, good, {**line("quotations", "reject", "书虫"), **cells})
    found = list(layers.faults(speech))
    assert [fault.line for fault in found] == [4]  # the first record spans lines 2 and 3
    assert says in str(found[0])
    assert found[0].file == speech.folder / corrections.FILE
    assert found[0].mend
    with pytest.raises(Fault):
        layers.layer(speech, "quotations")


def test_stale_correction_is_an_error_not_a_skip(speech):
    correct(speech, line("quotations", "reject", "书虫"), line("quotations", "accept", "书虫"))
    assert [fault.line for fault in layers.faults(speech)] == [3]


def test_missing_column_and_unknown_layer_name(speech):
    (speech.folder / corrections.FILE).write_text(HEADER.replace(",reason", "") + "\n")
    assert "column reason is missing" in str(next(layers.faults(speech)))
    with pytest.raises(Fault, match="is no layer"):
        layers.layer(speech, "verbs")


def test_byte_order_mark_and_blank_lines_are_read(speech):
    correct(speech, line("quotations", "reject", "书虫"))
    path = speech.folder / corrections.FILE
    path.write_text("\ufeff" + path.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    assert "书虫" not in set(layers.layer(speech, "quotations")["text"])


def test_a_file_without_folder_has_no_corrections(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    (tmp_path / corrections.FILE).write_text("nonsense\n")
    assert layers.corrections(corpus.load(path)).empty


def test_speeches_of_the_corpus_have_sound_corrections():
    house = Path(__file__).resolve().parents[1]
    for name in corpus.ids(house):
        assert list(layers.faults(corpus.load(name, house))) == []


def test_corrections_do_not_leak_between_copies(speech, tmp_path):
    correct(speech, line("quotations", "reject", "书虫"))
    other = tmp_path / "other"
    shutil.copytree(speech.folder, other, ignore=shutil.ignore_patterns(corrections.FILE))
    assert "书虫" in set(layers.layer(corpus.load(other), "quotations")["text"])
    assert "书虫" not in set(layers.layer(speech, "quotations")["text"])
