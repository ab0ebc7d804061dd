"""The lexicon of a house: read once and by its content, checked by one schema, carried along."""

import pickle
import shutil

import pytest
from conftest import REPOSITORY

from huayu import cli, corpus, layers
from huayu.corpus import Speech
from huayu.files import Fault
from huayu.lexicon import SHIPPED, inspection, of, reading, schemas

LEXICON = corpus.lexicon()
LISTS = REPOSITORY / "corpus" / "lexicons"


def house(folder, **lists):
    """A house with lists of its own; a name has _ for its dot."""
    place = folder / "corpus" / "lexicons"
    place.mkdir(parents=True, exist_ok=True)
    for name, content in lists.items():
        (place / name.replace("__", ".")).write_text(content, encoding="utf-8")
    return folder


def without(name, entry):
    """A list of the project without the line that begins with an entry."""
    lines = (LISTS / name).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(entry)]
    assert len(kept) == len(lines) - 1, f"{entry} is not in {name} once"
    return "".join(kept)


def test_a_house_has_its_own_lists_and_the_shipped_ones_that_it_lacks(tmp_path):
    own = of(house(tmp_path, idioms__txt="# 成语\n一路平安\n"))
    assert own.words("idioms.txt") == ("一路平安",)
    assert own.rows("sayings.csv") == LEXICON.rows("sayings.csv")
    assert own != LEXICON and own.path("sayings.csv") == SHIPPED / "sayings.csv"


def test_lexicons_of_one_content_are_equal_wherever_they_lie(tmp_path):
    shutil.copytree(LISTS, tmp_path / "corpus" / "lexicons")
    assert of(tmp_path) == LEXICON and hash(of(tmp_path)) == hash(LEXICON)


def test_a_list_is_read_once_and_anew_when_it_has_changed(tmp_path):
    here = house(tmp_path, idioms__txt="一路平安\n")
    first = of(here)
    assert of(here) is first and first.words("idioms.txt") is of(here).words("idioms.txt")
    house(tmp_path, idioms__txt="一路平安\n一帆风顺\n")
    assert of(here).words("idioms.txt") == ("一路平安", "一帆风顺")
    assert first.words("idioms.txt") == ("一路平安",)


def test_a_lexicon_goes_to_another_process_as_its_paths():
    assert len(pickle.dumps(LEXICON)) < 10_000
    assert pickle.loads(pickle.dumps(LEXICON)) == LEXICON


def test_a_missing_file_or_section_or_list_is_a_fault(tmp_path):
    with pytest.raises(Fault, match="is missing"):
        LEXICON.rows("none.csv")
    with pytest.raises(Fault, match=r"section \[none\] is missing"):
        LEXICON.table("rhetoric.toml", "none")
    with pytest.raises(Fault, match="has no list none"):
        LEXICON.table("rhetoric.toml", "question")["none"]


@pytest.mark.parametrize(
    ("content", "what", "line"),
    [
        ("saying,source\n路在脚下,村里\n桥在手里\n", "has 1 fields, not 2", 3),
        ("# 出处\nsaying,author\n路在脚下,村里\n", "column source is missing", 2),
        ("saying,source\n ,村里\n", "saying is empty", 2),
        ("", "column saying is missing", 1),
    ],
)
def test_a_bad_row_is_a_fault_with_its_line(tmp_path, content, what, line):
    own = of(house(tmp_path, sayings__csv=content))
    with pytest.raises(Fault, match=what) as fault:
        own.rows("sayings.csv")
    assert fault.value.line == line


def test_further_columns_and_the_mark_of_a_spreadsheet_are_let_be(tmp_path):
    own = of(house(tmp_path, sayings__csv="\ufeffsaying,source,note\n路在脚下,,老话\n"))
    assert own.rows("sayings.csv") == ({"saying": "路在脚下", "source": "", "note": "老话"},)


def test_the_table_in_the_corpus_page_is_made_of_the_schemas():
    assert schemas.page() in (REPOSITORY / "corpus" / "README.md").read_text(encoding="utf-8")


def test_every_shipped_list_has_a_schema_and_the_other_way_round():
    assert {name for name in of().files if "/" not in name} == set(schemas.SCHEMAS)


def test_alternatives_are_tried_the_longest_first():
    assert reading.either(["不", "不仅", "(a"]) == "(?:不仅|\\(a|不)"
    assert reading.alternatives(["指出", "强调(?:了)?指出"]) == "(?:强调(?:了)?指出|指出)"


# --- a house means its lexicons too --------------------------------------------------------------

SAID = "他指出，路要修好，桥要架好。"


def test_the_lexicon_of_its_house_decides_what_is_found_in_a_speech(tmp_path, monkeypatch):
    """Fault 1 of the first form: a root's lexicons were checked and digested, and not read."""
    monkeypatch.delenv("HUAYU_ROOT", raising=False)
    lists = {"reporting_verbs__csv": without("reporting_verbs.csv", "指出,")}
    own = Speech("x", SAID, root=house(tmp_path, **lists))
    assert len(layers.layer(Speech("x", SAID), "quotations")) == 1
    assert len(layers.layer(own, "quotations")) == 0
    assert len(layers.layer(Speech("x", SAID), "quotations")) == 1


@pytest.mark.parametrize("layer", ["quotations", "stance", "tokens", "concepts", "formulas"])
def test_annotate_reads_the_lexicons_of_its_root(tmp_path, monkeypatch, capsys, layer):
    monkeypatch.delenv("HUAYU_ROOT", raising=False)
    text = tmp_path / "said.txt"
    text.write_text(SAID + "要建设现代化国家，推动改革开放。", encoding="utf-8")
    empty = {
        "reporting_verbs__csv": without("reporting_verbs.csv", "指出,"),
        "stance__tsv": "form\tcategory\tsubcategory\tstrength\tnegated\tcontext\n",
        "words__csv": "word,frequency,tag\n改革开放推动,999999999,n\n现代化国家,999999999,nz\n",
        "concepts__toml": "",
        "formulas__csv": "formula,kind,documents,occurrences,since,texts\n",
        "formulas_archive__csv": "formula,kind,documents,since\n",
    }
    said = []
    for root in (house(tmp_path / "none"), house(tmp_path / "own", **empty)):
        assert cli.main(["annotate", str(text), layer, "--root", str(root)]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] and said[0] != said[1]


def test_the_lexicons_of_the_project_have_no_fault():
    assert list(inspection.faults(LEXICON)) == []


@pytest.mark.parametrize(
    ("name", "line", "what"),
    [
        ("metaphors.tsv", "灯塔", "has 1 fields"),
        ("metaphors.tsv", "灯塔\tlight\t(海", "has no side"),
        ("metaphors.tsv", "灯塔\tlight\t~(海", "is no regular expression"),
        ("formulas.csv", "灯塔精神,sloogan,2,2,2018,a b", "'sloogan'"),
        ("outline.toml", "[words", "is not TOML"),
        ("discovery.json", "}", "is not JSON"),
        ("concepts.toml", '[[concept]]\nid = "x"\n', "concept x has no"),
    ],
)
def test_check_names_a_bad_line_of_a_lexicon(tmp_path, capsys, name, line, what):
    shutil.copytree(LISTS, tmp_path / "corpus" / "lexicons")
    path = tmp_path / "corpus" / "lexicons" / name
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    assert cli.main(["check", "--root", str(tmp_path)]) == 2
    (said,) = capsys.readouterr().out.splitlines()
    assert name in said and what in said
