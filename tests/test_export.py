"""Exports: each is read back, and text and rows are what they were."""

import csv
import io
import json
from dataclasses import replace

import conllu as conllu_package
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huayu import corpus, corrections, layers
from huayu.export import (
    FORMATS,
    Document,
    conllu,
    document,
    inception,
    returned,
    save,
    tei,
    vertical,
    w3c,
)
from huayu.files import Fault

WHOLE = {"tei": tei, "conllu": conllu, "vertical": vertical}
NASTY = [
    "<script>alert(1)</script>“没有关上的引号，**同志说：\n\n　　一、改革&开放\n",
    "他说：“要干。”😀又说：‘好’。a_b|c[1]\\n *x* -> ；\t制表\n",
    "\u202e从右到左\u202c，\x0b控制\x1f符。\n",
]
DETECTED = st.text(
    st.sampled_from("“”‘’《》。，；：！？、\n　一二第要改革开放**<&>|\\[]_*😀a "), max_size=60
)


@pytest.fixture(scope="module")
def speech():
    return corpus.load("constructed-two-parts")


def test_the_constructed_speech_comes_back_equal(speech):
    assert_all_come_back(document(speech))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DETECTED.filter(str.strip))
def test_any_text_comes_back_equal_in_every_format(text):
    assert_all_come_back(document(corpus.Speech("any", text)))


def assert_all_come_back(before: Document) -> None:
    for module in WHOLE.values():
        assert module.document(module.content(before)) == before, module.__name__
    # Web Annotation carries no tokens, WebAnno TSV no tiles at all
    assert w3c.document(w3c.content(before)) == replace(before, tokens=())
    after = inception.document(inception.content(before))
    assert (after.text, after.spans) == (before.text, before.spans)


@pytest.mark.parametrize("text", NASTY)
def test_markup_controls_and_broken_marks_come_back_equal(text):
    assert_all_come_back(document(corpus.Speech("nasty", text)))


def test_every_format_of_every_comparison_speech_comes_back_equal(shared):
    for path in sorted((shared / "speeches").glob("*.txt")):
        assert_all_come_back(document(corpus.load(path)))


def test_tei_is_valid_against_its_schema(speech):
    from lxml import etree

    page = tei.content(document(speech)).encode()
    root = etree.fromstring(page)
    assert tei.schema().validate(root), tei.schema().error_log
    said = root.findall(".//{*}said")
    assert said and all(s.get("direct") in ("true", "false") for s in said)
    bare = etree.fromstring(
        page.replace(b"<standOff", b"<stand").replace(b"</standOff", b"</stand")
    )
    assert not tei.schema().validate(bare)


def test_conllu_is_read_by_the_conllu_package(speech):
    before = document(speech)
    blocks = conllu_package.parse(conllu.content(before))
    assert len(blocks) == len(before.sentences)
    words = [token for block in blocks for token in block if isinstance(token["id"], int)]
    assert [w["form"] for w in words] == [
        before.text[t.start : t.end] for t in before.tokens if before.text[t.start : t.end].strip()
    ]
    inner = words[3]["misc"]
    assert int(inner["End"]) - int(inner["Start"]) == len(words[3]["form"])
    assert sum(w["misc"].get("SpaceAfter") == "No" for w in words) > len(words) / 2


def test_web_annotations_select_by_position_and_by_quote(speech):
    collection = json.loads(w3c.content(document(speech)))
    items = collection["first"]["items"]
    assert collection["total"] == len(items)
    for item in items[1:]:
        position, quote = item["target"]["selector"]
        assert speech.text[position["start"] : position["end"]] == quote["exact"]
    assert len({item["id"] for item in items}) == len(items)


def test_vertical_regions_are_properly_nested(speech):
    stack = []
    for line in vertical.content(document(speech)).splitlines():
        if line.startswith("</"):
            assert stack.pop() == line[2:-1]
        elif line.startswith("<") and not line.endswith("/>"):
            stack.append(line[1:-1].split(" ")[0])
    assert stack == []


@pytest.mark.parametrize("form", FORMATS)
def test_save_writes_one_file(tmp_path, speech, form):
    path = save(speech, form, tmp_path)
    assert path.stem == speech.id and [*tmp_path.iterdir()] == [path]


def test_a_folder_that_is_a_file_is_a_fault(tmp_path, speech):
    (tmp_path / "file").write_text("x")
    with pytest.raises(Fault, match="cannot be written to"):
        save(speech, "tei", tmp_path / "file")


@pytest.fixture
def own(tmp_path, speech):
    """The constructed speech in a house of its own, where corrections may be written."""
    folder = tmp_path / "corpus" / speech.id
    folder.mkdir(parents=True)
    for name in ("text.txt", "meta.toml"):
        (folder / name).write_bytes((speech.folder / name).read_bytes())
    return corpus.load(speech.id, tmp_path)


def test_an_untouched_file_brings_no_corrections(tmp_path, own):
    path = save(own, "inception", tmp_path)
    assert returned.save(own, path, "read again", "xy") == 0
    assert not corrections.path(own).exists()


def test_what_an_annotator_changes_becomes_corrections_that_apply(tmp_path, own):
    rows = layers.layer(own, "quotations")
    quoted = rows[rows["form"] == "quoted"].reset_index(drop=True)
    first, second = quoted.loc[0], quoted.loc[1]
    before = document(own)
    spans = [s for s in before.spans if (s.layer, s.start) != ("quotations", first["start"])]
    other = next(f for f in ("emphasis", "formula") if f != second["function"])
    spans = [relabelled(s, other) if at(s, second) else s for s in spans]
    changed = replace(before, spans=tuple(spans))
    path = tmp_path / "annotator.tsv"
    path.write_text(inception.content(changed), encoding="utf-8")

    assert returned.save(own, path, "read again", "xy") > 0
    again = corpus.load(own.id, tmp_path)
    assert list(layers.faults(again)) == []
    after = layers.layer(again, "quotations").set_index("start")
    assert first["start"] not in after.index
    assert after.loc[second["start"], "function"] == other
    assert returned.save(again, path, "read again", "xy") == 0  # nothing is left to change
    lines = list(csv.DictReader(io.StringIO(corrections.path(own).read_text(encoding="utf-8"))))
    assert {line["action"] for line in lines} == {"reject", "relabel"}


def at(each, row):
    return (each.layer, each.start, each.end) == ("quotations", row["start"], row["end"])


def relabelled(each, function):
    fields = tuple((n, function if n == "function" else v) for n, v in each.fields)
    return each._replace(fields=fields)


def test_a_file_of_another_text_is_refused(tmp_path, own):
    path = save(corpus.Speech("other", "完全不同的一篇文字。"), "inception", tmp_path)
    with pytest.raises(Fault, match="is not at|of another text"):
        returned.save(own, path, "x", "y")
    assert not corrections.path(own).exists()
