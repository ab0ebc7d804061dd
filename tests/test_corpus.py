"""Speech folders: the shipped ones are sound, and every fault names file, line and mend."""

import json
import os
import re
import tomllib
from pathlib import Path

import pytest

from huayu import corpus, folders, words
from huayu.files import Fault, encoding, sha256, text, write

HOUSE = Path(__file__).resolve().parents[1]
FIRST = "2021-city-secretary"
DIGEST = "3e6c9aeb9c9a8a9c9e255e03cacb30e332156c7b8c257fcf200df8122f6a6d06"
TEXT = "同志们：\n一、抓好改革\n有人说，“改革没有退路”。我们要真抓实干。\n"
META = {
    "title": "讲话", "title_status": "editorial", "kind": "speech", "speaker": "县长",
    "level": "county", "date": "2020-05", "date_basis": "printed", "occasion": "会议",
    "language": "zh-Hans", "source": "invented", "rights": "CC0", "masks": ["**"],
}  # fmt: skip
QUOTED = {
    "start": 17, "end": 23, "text": "改革没有退路", "form": "quoted", "function": "citation",
    "speaker": "有人", "cue": "说", "source_hint": None,
}  # fmt: skip


def toml(meta: dict) -> str:
    return "".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in meta.items()
    )


@pytest.fixture
def house(tmp_path):
    """A house of its own with one sound speech, ``one``."""
    folder = tmp_path / "corpus" / "one"
    write(folder / "text.txt", TEXT)
    write(folder / "meta.toml", toml({**META, "sha256": sha256(TEXT)}))
    write(folder / "gold" / "quotations.jsonl", json.dumps(QUOTED, ensure_ascii=False) + "\n")
    return tmp_path


def only_fault(house: Path) -> Fault:
    found = list(folders.faults(house / "corpus" / "one"))
    assert len(found) == 1, found
    with pytest.raises(Fault) as raised:
        corpus.load("one", house)
    assert str(raised.value) == str(found[0])
    assert "\n" not in str(found[0]) and found[0].mend
    return found[0]


# the shipped speeches


@pytest.mark.parametrize("name", corpus.ids(HOUSE))
def test_shipped_speeches_are_sound(name):
    assert list(folders.faults(HOUSE / "corpus" / name)) == []
    speech = corpus.load(name, HOUSE)
    for layer in folders.GOLD:
        gold = corpus.gold(speech, layer)
        if gold is None:  # nobody has said what the sentences of a composed text do
            assert layer == "moves" and speech.constructed
            continue
        assert all(speech.text[row.start : row.end] == row.text for row in gold.itertuples())
        assert gold[["start", "end"]].to_numpy().tolist() == sorted(
            gold[["start", "end"]].to_numpy().tolist()
        )


def test_the_first_speech_is_kept_byte_for_byte():
    data = (HOUSE / "corpus" / FIRST / "text.txt").read_bytes()
    assert sha256(data) == DIGEST == corpus.load(FIRST, HOUSE).meta["sha256"]


def test_its_masks_are_as_many_as_they_were():
    speech = corpus.load(FIRST, HOUSE)
    tokens = words.tokens(speech)
    assert (tokens["tag"] == "mask").sum() == speech.text.count("**") == 49


def test_its_residue_is_what_it_was_and_no_word():
    """By digest, so that the test names nothing."""
    speech = corpus.load(FIRST, HOUSE)
    digests = {
        "e80222880339a36abcee6b3d73ed5ac4944037fc59ff04b52be191a95d61c7df",
        "77c8776c39447edb25ef7f77fd86c2e109213edabe79c9803cdf21e271b2bb23",
        "48b887e4c6de71eb72c7ac3ecfaa5c99ecb3d7133acce323d2308480f41e731c",
    }
    assert {sha256(string) for string in speech.residue} == digests
    tokens = words.tokens(speech)
    typed = tokens.loc[tokens["tag"] == "residue", "text"]
    assert {sha256(string) for string in typed} == digests
    lexicons = (HOUSE / "corpus" / "lexicons").glob("*")
    listed = "\n".join(path.read_text(encoding="utf-8") for path in lexicons if path.is_file())
    assert not any(string in listed for string in speech.residue)


def test_the_date_of_the_first_speech_rests_on_offsets_that_hold():
    speech = corpus.load(FIRST, HOUSE)
    basis = speech.meta["date_basis"]
    for cited, offset in (
        ("庆祝中国共产党成立100周年大会", 496),
        ("去年以来", 5536),
        ("疫情防控", 9146),
    ):
        assert f"({offset}" in basis or f"offset {offset}" in basis
        assert cited in speech.text[offset : offset + 30]


def test_the_constructed_speech_is_marked():
    speech = corpus.load("constructed-two-parts", HOUSE)
    assert speech.constructed and not speech.masks
    assert not corpus.load(FIRST, HOUSE).constructed


# loading


def test_ids_and_load(house):
    assert corpus.ids(house) == ["one"]
    for source in ("one", house / "corpus" / "one"):
        speech = corpus.load(source, house)
        assert (speech.id, speech.text, speech.masks) == ("one", TEXT, ("**",))


def test_gold_of_a_sound_folder(house):
    gold = corpus.gold(corpus.load("one", house), "quotations")
    assert gold.loc[0, ["text", "source_hint", "agreed", "alt"]].tolist() == [
        "改革没有退路", None, True, None,
    ]  # fmt: skip
    assert corpus.gold(corpus.load("one", house), "rhetoric") is None


def test_a_file_and_a_folder_outside_the_corpus(tmp_path, house):
    write(tmp_path / "elsewhere" / "text.txt", TEXT)
    write(tmp_path / "elsewhere" / "quotations.jsonl", json.dumps(QUOTED, ensure_ascii=False))
    speech = corpus.load(tmp_path / "elsewhere", house)
    assert (speech.id, len(corpus.gold(speech, "quotations"))) == ("elsewhere", 1)
    assert corpus.load(tmp_path / "elsewhere" / "text.txt", house).text == TEXT


def test_line_ends_are_read_as_python_reads_them(tmp_path, house):
    (tmp_path / "crlf.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert corpus.load(tmp_path / "crlf.txt", house).text == TEXT


TRADITIONAL = "各位同胞：我們要為國家的發展和社會的進步努力。\n"
UNREADABLE = {
    "missing": (None, "no such file", None),
    "empty": (b"", "is empty", None),
    "blank": (b" \n\t\n", "is empty", None),
    "mark only": (b"\xef\xbb\xbf\n", "is empty", None),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "is binary", None),
    "latin-1": ("D\xe9claration du pr\xe9sident\n".encode("latin-1"), "unknown encoding", None),
    "GBK": (f"{TEXT}".encode("gbk"), "it reads as GB18030", "iconv -f gb18030"),
    "GB18030": (f"{TEXT}㐀".encode("gb18030"), "it reads as GB18030", "iconv -f gb18030"),
    "Big5": (TRADITIONAL.encode("big5"), "it reads as CP950", "iconv -f cp950"),
    "UTF-16": (TEXT.encode("utf-16"), "it reads as UTF-16", "iconv -f utf-16 "),
    "UTF-16 without mark": (TEXT.encode("utf-16-be"), "it reads as UTF-16BE", "iconv -f utf-16be"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_files_get_one_clear_line(name, tmp_path, house):
    data, what, mend = UNREADABLE[name]
    path = tmp_path / "speech.txt"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Fault) as raised:
        corpus.load(path, house)
    message = str(raised.value)
    assert message.startswith(str(path)) and what in message and "\n" not in message
    assert (mend or raised.value.mend) in message


def test_the_line_of_the_first_bad_byte(tmp_path):
    path = tmp_path / "speech.txt"
    path.write_bytes("第一行\n".encode() + "第二行我们的国家\n".encode("gbk") * 9)
    with pytest.raises(Fault, match=re.escape(f"{path}:2: ")):
        text(path)


@pytest.mark.parametrize("source", ["x" * 5000, "a\0b", "nowhere/at/all.txt", "nobody"])
def test_what_names_nothing_is_a_fault(source, house):
    with pytest.raises(Fault):
        corpus.load(source, house)


def test_a_folder_without_text_is_a_fault(tmp_path, house):
    with pytest.raises(Fault, match="is a folder"):
        corpus.load(tmp_path, house)


def test_an_id_cannot_leave_the_corpus(house):
    write(house / "secret.txt", TEXT)
    for source in ("../corpus/one", "..", "/"):
        speech_or_fault = None
        try:
            speech_or_fault = corpus.load(source, house)
        except Fault as fault:
            speech_or_fault = fault
        assert getattr(speech_or_fault, "folder", None) is None


@pytest.mark.parametrize("kind", ["utf-8", "gb18030", "utf-16", "utf-16le", "utf-16be"])
def test_encodings_are_told_apart(kind):
    whole = corpus.load("constructed-two-parts", HOUSE).text
    assert encoding(whole.encode(kind)) == kind


# faults of a folder: change -> file, line, what, mend


@pytest.mark.parametrize("name", folders.REQUIRED)
def test_a_missing_field(name, house):
    meta = {**META, "sha256": sha256(TEXT)}
    del meta[name]
    write(house / "corpus" / "one" / "meta.toml", toml(meta))
    fault = only_fault(house)
    assert fault.file.name == "meta.toml" and f"field {name} is missing" in fault.what
    assert name in fault.mend


FIELDS = [
    ("title", "", 1, "not a string"),
    ("speaker", 5, 4, "not a string"),
    ("kind", "essay", 3, "kind is 'essay'"),
    ("date", "May 2020", 6, "date is 'May 2020'"),
    ("date", "2020-13", 6, "date is '2020-13'"),
    ("masks", "**", 12, "not a list of strings"),
    ("masks", [""], 12, "not a list of strings"),
    ("masks", [1], 12, "not a list of strings"),
    ("residue", "某地", 13, "not a list of strings"),
    ("sha256", "0" * 64, 13, "sha256 does not match"),
]


@pytest.mark.parametrize(("name", "value", "line", "what"), FIELDS)
def test_a_wrong_field(name, value, line, what, house):
    meta = {**META, name: value}
    write(
        house / "corpus" / "one" / "meta.toml", toml({**meta, "sha256": sha256(TEXT), name: value})
    )
    fault = only_fault(house)
    assert (fault.file.name, fault.line) == ("meta.toml", line) and what in fault.what


def test_the_right_digest_is_offered(house):
    write(house / "corpus" / "one" / "text.txt", TEXT + "又及\n")
    assert sha256(TEXT + "又及\n") in only_fault(house).mend


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ("[[part]]\nstart = -1\n", 14),
        ("[[part]]\nstart = 5\n[[part]]\nstart = 99999\n", 16),
        ("[[part]]\nstart = true\n", 14),
        ("[[part]]\ntitle = '一'\n", 14),
    ],
)
def test_a_part_that_starts_nowhere(lines, line, house):
    meta = toml({**META, "sha256": sha256(TEXT)})
    write(house / "corpus" / "one" / "meta.toml", meta + lines)
    fault = only_fault(house)
    assert fault.line == line and "no valid start" in fault.what


def test_a_part_that_is_no_table(house):
    meta = toml({**META, "sha256": sha256(TEXT)})
    write(house / "corpus" / "one" / "meta.toml", meta + "part = 3\n")
    assert "part is no list of tables" in only_fault(house).what


def test_broken_toml_names_its_line(house):
    path = house / "corpus" / "one" / "meta.toml"
    write(path, path.read_text(encoding="utf-8") + "title title\n")
    fault = only_fault(house)
    assert (fault.file, fault.line) == (path, 14) and "not TOML" in fault.what


@pytest.mark.parametrize("name", ["text.txt", "meta.toml"])
def test_a_missing_file(name, house):
    os.remove(house / "corpus" / "one" / name)
    fault = only_fault(house)
    assert (fault.file.name, fault.what) == (name, "is missing")


def test_a_text_that_is_no_utf8(house):
    (house / "corpus" / "one" / "text.txt").write_bytes(TEXT.encode("gbk"))
    assert "GB18030" in only_fault(house).what


GOLD = [
    ("{", "is not JSON"),
    ("[1, 2]", "is not a JSON object"),
    ("[" * 100000, "is not JSON"),
    ({"cue": ...}, "field cue is missing"),
    ({"start": ...}, "field start is missing"),
    ({"start": 16}, "is not at 16:23"),
    ({"start": True}, "is not in the text"),
    ({"start": 23}, "is not in the text"),
    ({"end": 5000}, "is not in the text"),
    ({"start": "17"}, "is not in the text"),
    ({"text": "改革有退路"}, "is not at 17:23"),
    ({"text": None}, "is not at 17:23"),
    ({"function": "irony"}, "function is 'irony'"),
    ({"form": "verse"}, "form is 'verse'"),
    ({"agreed": "yes"}, "agreed is 'yes'"),
    ({"alt": "poem"}, "alt is not an object"),
    ({"members": [[17, 20]]}, "members"),
    ({"members": [[17, 20], [19, 23]]}, "members"),
    ({"members": [[17, 20], [22, 30]]}, "members"),
]


@pytest.mark.parametrize(("change", "what"), GOLD, ids=lambda value: str(value)[:30])
def test_a_wrong_line_of_gold(change, what, house):
    line = change
    if isinstance(change, dict):
        row = {name: value for name, value in {**QUOTED, **change}.items() if value is not ...}
        line = json.dumps(row, ensure_ascii=False)
    path = house / "corpus" / "one" / "gold" / "quotations.jsonl"
    write(path, f"{json.dumps(QUOTED, ensure_ascii=False)}\n\n{line}\n")
    fault = only_fault(house)
    assert (fault.file, fault.line) == (path, 3) and what in fault.what
    with pytest.raises(Fault) as raised:
        speech = corpus.Speech("one", TEXT, folder=house / "corpus" / "one")
        corpus.gold(speech, "quotations")
    assert str(raised.value) == str(fault)


def test_gold_of_no_known_layer(house):
    write(house / "corpus" / "one" / "gold" / "quotation.jsonl", "{}\n")
    fault = only_fault(house)
    assert fault.file.name == "quotation.jsonl" and "quotations.jsonl" in fault.mend


def test_a_line_separator_inside_a_text_does_not_break_a_line(tmp_path):
    source = "改革\u2028开放"
    row = {"start": 0, "end": 5, "text": source, "canonical": "改革开放", "kind": "policy"}
    write(tmp_path / "formulas.jsonl", json.dumps(row, ensure_ascii=False) + "\n")
    gold = corpus.gold(corpus.Speech("x", source), "formulas", tmp_path)
    assert gold["text"].tolist() == [source]


def test_an_empty_house_has_no_speeches(tmp_path):
    (tmp_path / "corpus").mkdir()
    assert corpus.ids(tmp_path) == []
    with pytest.raises(Fault, match="is not a folder"):
        corpus.root(tmp_path / "nowhere")


def test_writing_leaves_the_old_file_or_the_new_one(tmp_path):
    write(tmp_path / "a.txt", "old")
    with pytest.raises(TypeError):
        write(tmp_path / "a.txt", 5)
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "old"


# the lexicon of concepts


def test_concepts_are_well_formed():
    lexicon = tomllib.loads((HOUSE / "corpus/lexicons/concepts.toml").read_text(encoding="utf-8"))
    groups = {group["id"] for group in lexicon["group"]}
    concepts = lexicon["concept"]
    assert len(concepts) >= 120 and len(groups) == len(lexicon["group"]) >= 12
    assert {concept["group"] for concept in concepts} == groups
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", concept["id"]) for concept in concepts)
    for name in ("id", "zh", "en"):
        values = [concept[name] for concept in concepts]
        assert len(values) == len(set(values)), f"two concepts share one {name}"
    wordings = [wording for concept in concepts for wording in concept["wordings"]]
    assert len(wordings) == len(set(wordings)) and all(len(w) >= 2 for w in wordings)
    assert not any(re.search(r"[\s*]", wording) for wording in wordings)
