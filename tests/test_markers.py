"""A figure of speech without Python: rows of markers.tsv, a line of devices.tsv, and no more."""

import json

import pytest
from conftest import REPOSITORY

import huayu as hy
from huayu import cli, draw, examples, lexicon, rhetoric
from huayu.corpus import Speech
from huayu.files import Fault
from huayu.lexicon import inspection, markers

LISTS = REPOSITORY / "corpus" / "lexicons"
TEXT = (
    "同志们：\n一、修路\n这条路修了{}年，苦到了极点，比登天还难。全村人熬干了心血，流的汗能漂起一条船。\n"
    "二、引水\n水来的那天，笑声把天都震塌了。路不远，水也不少。\n"
).format("三")
LINE = "hyperbole\t夸张\tmore is said than is so, for the force of it\t他一口气喝干了一条河。\n"
ROWS = (
    "hyperbole\tbeyond\t比{登天|天}还{难|高}\t\tcue\t0.9\tdegree\t\n"
    "hyperbole\tbeyond\t能{漂起|装满}…{船|江}\t\tcue\t0.7\tdegree\t\n"
    "hyperbole\theaven\t{笑声|哭声|喊声} / {震塌|震破}\t2\tcue\t0.8\teffect\t!~不[要能]\n"
)
FOUND = ["比登天还难", "能漂起一条船", "笑声把天都震塌了"]


@pytest.fixture
def house(tmp_path):
    """A house with a device of its own: two lists, each with lines added, and a speech."""
    lists = tmp_path / "corpus" / "lexicons"
    lists.mkdir(parents=True)
    for name, lines in (("devices.tsv", LINE), ("markers.tsv", ROWS)):
        shipped = (LISTS / name).read_text(encoding="utf-8")
        (lists / name).write_text(shipped + lines, encoding="utf-8")
    (tmp_path / "speech.txt").write_text(TEXT, encoding="utf-8")
    assert (
        cli.main(["--root", str(tmp_path), "add", str(tmp_path / "speech.txt"), "--id", "s"]) == 0
    )
    return tmp_path


@pytest.fixture
def speech(house):
    return hy.load("s", house)


def test_it_stands_in_the_layer_with_rule_and_kind(speech):
    rows = speech.layer("rhetoric")
    rows = rows[rows["device"] == "hyperbole"]
    assert rows["text"].tolist() == FOUND
    assert rows["rule"].tolist() == ["hyperbole:beyond", "hyperbole:beyond", "hyperbole:heaven"]
    assert rows["kind"].tolist() == ["degree", "degree", "effect"]
    assert rows["frame"].tolist() == ["登天…难", "漂起…船", "笑声…震塌"]


def test_every_command_that_shows_layers_shows_it(house, capsys):
    capsys.readouterr()
    assert cli.main(["--root", str(house), "check"]) == 0, capsys.readouterr().out
    capsys.readouterr()
    assert cli.main(["--root", str(house), "annotate", "s", "rhetoric", "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["text"] for row in rows if row.get("device") == "hyperbole"] == FOUND
    page = house / "page.html"
    assert cli.main(["--root", str(house), "read", "s", "--out", str(page)]) == 0
    written = page.read_text(encoding="utf-8")
    assert "夸张" in written and "rhetoric-hyperbole" in written


def test_it_is_counted_and_drawn(speech):
    rates = hy.rates(speech, "rhetoric", by="part")
    told = rates[rates["term"] == "hyperbole"].set_index("part")["count"]
    assert told.to_dict() == {1: 2, 2: 1}
    axes = draw.rhetoric_rates(speech, labels="zh").axes[0]
    assert "夸张" in [label.get_text() for label in axes.get_yticklabels()]
    assert "hyperbole" in set(examples.examples(speech)["device"])


def test_it_may_stand_in_corrections(house):
    sheet = house / "corpus" / "s" / "corrections.csv"
    start = TEXT.index("苦到了极点")
    sheet.write_text(
        "layer,action,start,end,text,field,value,reason,initials\n"
        f"rhetoric,add,{start},{start + 5},苦到了极点,device,hyperbole,more than so,AB\n",
        encoding="utf-8",
    )
    rows = hy.load("s", house).layer("rhetoric")
    assert "苦到了极点" in rows.loc[rows["device"] == "hyperbole", "text"].tolist()


def test_the_shipped_house_knows_nothing_of_it(speech):
    assert "hyperbole" not in set(rhetoric.devices(Speech("s", TEXT))["device"])


FAULTS = {
    "an unknown device": ("irony\tx\t好\t\tcue\t0.5\t\t", "irony is no device of devices.tsv"),
    "an unknown beginning": ("contrast\tx\t好\t\tback\t0.5\t\t", "begins of contrast is 'back'"),
    "a list that is not there": ("contrast\tx\t{@nn}\t\tcue\t0.5\t\t", "has no list nn"),
    "no expression": ("contrast\tx\t(好\t\tcue\t0.5\t\t", r"the row of \(好 cannot be read"),
    "a score that is no number": ("contrast\tx\t好\t\tcue\thigh\t\t", "the row of 好 cannot be"),
    "a condition without a side": ("contrast\tx\t好\t\tcue\t0.5\t\t坏", "has no side"),
    "a field too few": ("contrast\tx\t好\t\tcue\t0.5", "has 6 fields, not 8"),
}


@pytest.mark.parametrize(("line", "what"), FAULTS.values(), ids=FAULTS)
def test_a_bad_row_is_a_fault_of_the_file(tmp_path, line, what):
    lists = tmp_path / "corpus" / "lexicons"
    lists.mkdir(parents=True)
    shipped = (LISTS / markers.FILE).read_text(encoding="utf-8")
    (lists / markers.FILE).write_text(f"{shipped}{line}\n", encoding="utf-8")
    with pytest.raises(Fault, match=what):
        raise next(iter(inspection.faults(lexicon.of(tmp_path))))
