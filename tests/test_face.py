"""The public face: what ``import huayu as hy`` shows, lazily, with names that say what is near."""

import re
import subprocess
import sys

import pytest
from conftest import REPOSITORY

import huayu as hy
from huayu.files import Fault

TEXT = "同志们：\n要坚持全面从严治党。王大山同志强调，“路要一步一步走”。\n"


def test_the_face_is_small_and_every_name_is_there_and_documented():
    shown = dir(hy)
    assert len(shown) <= 30 and "load" in shown
    for name in shown:
        if name != "__version__":
            assert (getattr(hy, name).__doc__ or "").strip(), name


def test_a_public_name_is_no_package_of_its_own():
    """A package that was imported would stand in its place."""
    home = REPOSITORY / "lib" / "huayu"
    packages = {path.stem for path in home.iterdir()} - {"draw", "__init__"}
    assert not packages & set(dir(hy))


def test_nothing_heavy_is_loaded_before_it_is_asked_for():
    heavy = "{'pandas', 'jieba', 'matplotlib'}"
    code = f"import sys, huayu as hy; dir(hy); print({heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"


def test_a_name_that_is_not_there_says_what_is_near():
    with pytest.raises(AttributeError, match="did you mean load"):
        hy.lode  # noqa: B018
    with pytest.raises(AttributeError, match="did you mean quotations_voices"):
        hy.draw.quotations_voice  # noqa: B018
    with pytest.raises(Fault, match="did you mean quotations"):
        hy.Speech("x", TEXT).layer("quotatoins")


def test_a_speech_is_loaded_by_its_path_and_is_one_line(tmp_path):
    path = tmp_path / "said.txt"
    path.write_text(TEXT, encoding="utf-8")
    speech = hy.load(path)
    assert speech.text == TEXT and "\n" not in repr(speech) and len(repr(speech)) < 100
    quotes = speech.layer("quotations")
    assert quotes[["text", "speaker"]].values.tolist() == [["路要一步一步走", "王大山"]]
    assert "⟦路要一步一步走⟧" in hy.passages(speech, quotes)["passage"].iloc[0]


def test_figures_are_drawn_by_their_names():
    assert "quotations_voices" in dir(hy.draw) and "contrasts_parts" in dir(hy.draw)
    made = hy.draw.quotations_voices(hy.Speech("x", TEXT))
    assert made.axes
    with pytest.raises(AttributeError):
        hy.draw.quotations  # noqa: B018


def test_tables_of_the_face_answer_in_one_line():
    speech = hy.load("constructed-two-parts", REPOSITORY)
    assert hy.trust(speech, "quotations")["kind"].unique().tolist() == ["constructed"]
    with pytest.raises(Fault, match="did you mean rhetoric"):
        hy.trust(speech, "rhetorics")
    assert {"term", "part", "rate", "low", "high"} <= set(hy.rates(speech, "rhetoric").columns)
    with pytest.raises(Fault, match="rates of what"):
        hy.rates(speech, "tokens")
    assert set(hy.differences(speech, "rhetoric")["layer"]) <= {"rhetoric"}
    assert len(hy.keywords(speech, part=1, kind="words"))
    with pytest.raises(Fault, match="nothing to be compared with"):
        hy.keywords(speech)


def test_the_reference_has_every_name_once():
    page = (REPOSITORY / "docs" / "api.md").read_text(encoding="utf-8")
    shown = re.findall(r"(?m)^::: huayu\.([\w.]+)\n    options:\n      heading: hy\.(\w+)$", page)
    assert sorted((name, place) for place, name in shown) == sorted(hy._PUBLIC.items())
