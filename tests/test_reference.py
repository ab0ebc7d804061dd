"""Reference counts: kept whole, the same bytes, and where a speech stands among them."""

import gzip

import numpy as np
import pytest
from conftest import REPOSITORY
from scipy.stats import beta

from huayu import corpus, reference
from huayu.corpus import Speech
from huayu.files import Fault

TEXT = "同志们：\n一、修路\n干部要担当，幹部要作为。\n二、种树\n群众支持“干部”。\n"
ENTRY = dict.fromkeys(
    ("title", "speaker", "repository", "commit", "path"), "x"
) | {"id": "a", "kind": "talk", "date": "1998-01", "sha256": "s"}  # fmt: skip


def house(folder, content):
    (folder / "corpus").mkdir()
    (folder / "corpus" / "reference.jsonl.gz").write_bytes(content)
    return folder


def test_features_count_each_part_in_simplified_form():
    first, second = reference.features(Speech("x", TEXT))
    assert (first["part"], second["part"]) == (1, 2)
    assert first["counts"]["words"]["干部"] == 2
    assert second["counts"]["functions"] and sum(second["counts"]["functions"].values()) == 1
    assert first["words"] == sum(first["counts"]["words"].values())


def test_packed_counts_are_read_back_and_the_same_bytes(tmp_path):
    one = reference.counted(ENTRY, Speech("a", TEXT))
    content = reference.packed([one])
    assert content == reference.packed([one])
    (found,) = reference.references(house(tmp_path, content))
    assert found.id == "a"
    assert found.counts("words")["干部"] == 3
    assert found.size() == sum(part["words"] for part in reference.features(Speech("a", TEXT)))
    assert reference.groups([found]).iloc[0][["kind", "period"]].tolist() == ["talk", "1990s"]


@pytest.mark.parametrize(
    "written",
    ["", "not json\n", "{}\n", "[1]\n", '{"entry":{},"lexicon":"","parts":[1]}\n'],
    ids=["no gzip", "no JSON", "no field", "a list", "parts that are none"],
)
def test_a_broken_file_is_one_line(tmp_path, written):
    content = gzip.compress(written.encode()) if written else b"no gzip"
    folder = house(tmp_path, content)
    with pytest.raises(Fault, match="reference"):
        reference.references(folder)
    assert len(list(reference.faults(folder))) == 1


def made(rate, number):
    """A reference with one figure of speech at a rate per 1,000 words."""
    counts = {"devices": {"metaphor": rate}, "words": {}}
    part = {"part": 0, "characters": 2000, "words": 1000, "sentences": 40, "counts": counts}
    return reference.Reference({**ENTRY, "id": f"r{number}"}, "", (part,))


def test_standing_by_hand():
    speech = Speech("x", "干部要过河。" * 3 + "群众要修桥铺路。" * 37)
    others = [made(rate, number) for number, rate in enumerate(range(0, 20))]
    assert reference.standing(speech, others, ("stance",)).empty  # none of them has it
    absent = reference.standing(speech, others, ("devices",)).set_index("item").loc["metaphor"]
    size = sum(part["words"] for part in reference.features(speech))
    assert (absent["count"], absent["low"]) == (0, 0.0)
    assert absent["high"] == pytest.approx(-np.log(0.025) * 1000 / size)
    plain = Speech("y", "这是红线。" + "我们修路。" * 60)
    table = reference.standing(plain, others, ("devices",)).set_index("item")
    row = table.loc["metaphor"]
    words = sum(part["words"] for part in reference.features(plain))
    assert row["rate"] == pytest.approx(row["count"] * 1000 / words)
    below = sum(rate < row["rate"] for rate in range(20))
    ties = sum(rate == row["rate"] for rate in range(20))
    assert (row["below"], row["n"]) == (below, 20)
    assert row["share"] == pytest.approx((below + ties / 2) / 20)
    rank = below + ties / 2
    assert row["share_low"] == pytest.approx(beta.ppf(0.025, rank, 20 - rank + 1))
    assert row["share_high"] == pytest.approx(beta.ppf(0.975, rank + 1, 20 - rank))
    assert (row["median"], row["q90"]) == (9.5, pytest.approx(np.quantile(range(20), 0.9)))


def test_what_lies_beyond_nine_tenths_with_its_interval_is_unusual():
    many = Speech("z", "这是红线。那是高压线。" * 40)
    table = reference.standing(many, [made(rate, rate) for rate in range(10)], ("devices",))
    row = table[table["item"] == "metaphor"].iloc[0]
    assert row["unusual"] == "high" and row["share"] == 1.0 and row["low"] > row["q90"]


def test_a_speech_is_not_held_against_itself():
    others = [made(5, number) for number in range(6)]
    speech = Speech("r0", "这是红线。" * 50)
    assert reference.standing(speech, others, ("devices",))["n"].tolist() == [5]


def test_the_shipped_counts_are_whole_and_small():
    found = reference.references(REPOSITORY)
    assert len(found) == 55
    assert (REPOSITORY / "corpus" / "reference.jsonl.gz").stat().st_size <= 2_000_000
    assert len({r.id for r in found}) == 55
    assert all(r.entry["repository"] and len(r.entry["sha256"]) == 64 for r in found)
    # the reader of a private house falls back on them
    assert corpus.ids(REPOSITORY) and reference.groups(found)["words"].min() > 0
