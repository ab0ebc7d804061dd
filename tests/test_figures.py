"""Figures: the same bytes again, every glyph drawn, no label over another, a true manifest."""

import inspect
import io
import os
import re
import shutil
import subprocess
import sys
import warnings
from importlib import import_module
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from huayu import cli, corpus, figures, layers, tables
from huayu.cli import arguments
from huayu.comparison import Text as compared_text
from huayu.figures import (
    comparison,
    keyness,
    points,
    provenance,
    quotations,
    rhetoric,
    stance,
    structure,
    words,
)
from huayu.files import sha256
from huayu.network import bipartite

MODULES = sorted(p.stem for p in Path(figures.__file__).parent.glob("*.py") if p.stem != "__init__")
FIGURES = [
    pytest.param(function, id=name)
    for module in MODULES
    for name, function in vars(import_module(f"huayu.figures.{module}")).items()
    if hasattr(function, "__wrapped__")
    and inspect.signature(function).return_annotation in (Figure, "Figure")
    # a figure of an archive needs its tables too: notebook 07 draws those
    and [p for p in inspect.signature(function).parameters.values() if p.default is p.empty][1:]
    == []
]
PLAIN = "今天天气很好，我们去看外面的变化。明天再来一次，大家都来。"


@pytest.fixture(scope="module")
def speeches():
    return {
        "two parts": corpus.load("constructed-two-parts"),
        "no parts": corpus.Speech("plain", PLAIN),
    }


@pytest.mark.parametrize("name", ["two parts", "no parts"])
@pytest.mark.parametrize("draw", FIGURES)
def test_every_figure_is_drawn_in_every_language_without_a_missing_glyph(speeches, name, draw):
    for labels in ("zh", "en", "both"):
        made = draw(speeches[name], labels=labels)
        if isinstance(made, figures.Blank):
            assert made.line.startswith(f"`{draw.__name__}` ")
            continue
        with warnings.catch_warnings(), matplotlib.rc_context(figures.style()):
            warnings.filterwarnings("error", message="Glyph")
            made.canvas.draw()


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """The first speech in a house with four stretches of it as further speeches."""
    house = tmp_path_factory.mktemp("house")
    first = corpus.load("2021-city-secretary")
    folder = house / "corpus" / first.id
    folder.parent.mkdir()
    shutil.copytree(first.folder, folder)
    meta = (folder / "meta.toml").read_text(encoding="utf-8")
    for number in range(4):
        own = house / "corpus" / f"stretch-{number}"
        own.mkdir()
        text = first.text[2500 * number : 2500 * (number + 1)].replace("**", "")
        own_meta = meta.replace(sha256(first.text), sha256(text)).replace('["**"]', "[]")
        (own / "text.txt").write_text(text, encoding="utf-8", newline="\n")
        (own / "meta.toml").write_text(own_meta, encoding="utf-8", newline="\n")
    return corpus.load(first.id, house)


@pytest.mark.parametrize("draw", FIGURES)
def test_no_label_of_an_axis_lies_over_another(draw, compared):
    made = draw(corpus.load("2021-city-secretary"))
    if isinstance(made, figures.Blank):  # the corpus as shipped has no other real speech
        assert "no other speech" in made.line
        made = draw(compared)
    assert isinstance(made, Figure)
    with matplotlib.rc_context(figures.style()):
        made.canvas.draw()
    for axes in made.axes:
        for axis in (axes.xaxis, axes.yaxis):
            shown = [t for t in axis.get_ticklabels() if t.get_visible() and t.get_text()]
            assert not overlapping(made, shown)


def overlapping(made: Figure, texts: list[Text]) -> list[tuple[str, str]]:
    """Pairs of neighbouring texts whose boxes share more than a pixel."""
    boxes = [(t.get_text(), t.get_window_extent()) for t in texts]
    boxes.sort(key=lambda item: (item[1].y0, item[1].x0))
    return [
        (a, b)
        for place, (a, one) in enumerate(boxes)
        for b, two in boxes[place + 1 :]
        if min(one.x1, two.x1) - max(one.x0, two.x0) > 1
        and min(one.y1, two.y1) - max(one.y0, two.y0) > 1
    ]


def test_the_check_for_overlaps_sees_one():
    with matplotlib.rc_context(figures.style()):
        made = Figure()
        texts = [made.text(0.5, 0.5, "改革开放"), made.text(0.51, 0.5, "从严治党")]
        assert overlapping(made, texts)


def test_saving_twice_gives_the_same_bytes_and_one_entry(tmp_path):
    text = corpus.load("constructed-two-parts").text
    speech = corpus.Speech("sample", text, root=tmp_path)
    draw = FIGURES[0].values[0]
    path = tmp_path / "figures" / "sample" / f"{draw.__name__}.png"
    figures.save(draw(speech), speech)
    first, manifest = path.read_bytes(), path.with_name("manifest.json").read_bytes()
    figures.save(draw(speech), speech)
    assert path.read_bytes() == first
    assert path.with_name("manifest.json").read_bytes() == manifest
    assert list(figures.manifest(speech)) == [draw.__name__]
    with Image.open(path) as picture:
        assert "Software" not in picture.info and "Creation Time" not in picture.info


EMPTY = [
    "associations_pairs", "associations_power", "associations_robustness", "contrasts_parts",
    "differences_terms", "keyness_parts", "networks_parts", "networks_whole", "points_concepts",
    "points_map", "quotations_along", "quotations_functions", "quotations_network",
    "quotations_timeline", "quotations_voices", "rhetoric_parallelism", "words_dispersion",
]  # fmt: skip


@pytest.mark.parametrize("draw", [p for p in FIGURES if p.id in EMPTY])
def test_a_figure_with_nothing_to_show_is_a_line(speeches, draw):
    made = draw(speeches["no parts"], labels="en")
    assert isinstance(made, figures.Blank)
    assert re.fullmatch(rf"`{draw.__name__}` No figure: [^.]+\.", made._repr_markdown_())


@figures.figure
def sample_rows(speech: corpus.Speech, labels: figures.Labels = "both") -> Figure:
    """Rows 样图 with Chinese print; nothing where the text asks for nothing."""
    figures.something("要" in speech.text, "文中没有要求", "nothing is asked")
    made = Figure(figsize=(3, 2))
    made.subplots().set_title(figures.say(labels, "担当作为", "to act"))
    return made


def test_a_line_takes_the_place_of_a_picture_on_disk_and_in_the_manifest(tmp_path):
    full = corpus.Speech("sample", "路要修。", root=tmp_path)
    none = corpus.Speech("sample", "路修好了。", root=tmp_path)
    folder = tmp_path / "figures" / "sample"
    figures.save(sample_rows(full), full, ("svg",))
    assert {p.name for p in folder.glob("sample_rows.*")} == {"sample_rows.png", "sample_rows.svg"}
    assert figures.blanks(full) == [] and figures.stale(full) == {}
    line = figures.save(sample_rows(none), none)
    assert (
        line._repr_markdown_() == "`sample_rows` 无图：文中没有要求。 No figure: nothing is asked."
    )
    assert list(folder.glob("sample_rows.*")) == [] and figures.stale(none) == {}
    saved = figures.manifest(none)["sample_rows"]
    assert saved["nothing"] == line.line and "png_sha256" not in saved
    assert figures.captions(none) == {} and line.line in figures.gallery(none)
    assert figures.stale(full) == {"sample_rows": ["text"]}


def test_pictures_of_all_formats_are_the_same_bytes_with_their_letters_in_them(tmp_path):
    made = [pictures(tmp_path / str(turn)) for turn in range(2)]
    assert made[0] == made[1]
    svg, pdf = made[0]["svg"].decode(), made[0]["pdf"]
    assert "<text" not in svg and "<path" in svg and "date" not in svg
    assert b"/FontFile2" in pdf and b"/Subtype /Type3" not in pdf and b"CreationDate" not in pdf
    saved = figures.manifest(corpus.Speech("sample", "路要修。", root=tmp_path / "0"))
    for kind, data in made[0].items():
        assert saved["sample_rows"][f"{kind}_sha256"] == sha256(data)


def pictures(home: Path) -> dict[str, bytes]:
    """The bytes of the sample figure in all formats, saved in a house of its own."""
    speech = corpus.Speech("sample", "路要修。", root=home)
    figures.save(sample_rows(speech), speech, ("png", "svg", "pdf"))
    return {
        kind: (home / "figures" / "sample" / f"sample_rows.{kind}").read_bytes()
        for kind in ("png", "svg", "pdf")
    }


def test_formats_are_told_on_the_command_line(tmp_path, capsys, monkeypatch):
    assert figures.formats("pdf, svg") == ("png", "svg", "pdf")
    assert cli.main(["figures", "--formats", "gif", "--root", str(tmp_path)]) == 2
    assert "no pictures as gif" in capsys.readouterr().err
    monkeypatch.setenv("HUAYU_FORMATS", "png,svg")
    speech = corpus.Speech("sample", "路要修。", root=tmp_path)
    figures.save(sample_rows(speech), speech)
    assert (tmp_path / "figures" / "sample" / "sample_rows.svg").exists()


@pytest.mark.parametrize(
    "palette, expect", [("grey", "#1F1F1F"), ("", "#0072B2"), ("mauve", "no palette 'mauve'")]
)
def test_a_palette_is_of_the_whole_process(palette, expect):
    code = "from huayu import figures; print(figures.part_colour(1))"
    env = {**os.environ, "HUAYU_PALETTE": palette}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    assert expect in done.stdout + done.stderr


def test_palettes_are_those_of_the_command_line():
    assert arguments.PALETTES == tuple(figures.PALETTES)
    assert {len(set(colours)) for colours in figures.PALETTES.values()} == {8}


def test_every_word_of_the_clouds_has_its_size_on_the_one_scale(monkeypatch):
    drawn = []
    real = words._clouds
    monkeypatch.setattr(words, "_clouds", lambda panels: drawn.extend(real(panels)) or drawn[:])
    speech = corpus.load("2021-city-secretary")
    words.words_clouds(speech)
    rates = tables.rates(tables.terms(speech), "term", tables.sizes(speech)["words"])
    rate = rates.set_index(["part", "term"])["rate"]
    units = [
        size / rate[part, word] ** 0.5
        for part, cloud in enumerate(drawn, 1)
        for (word, _), size, *_ in cloud.layout_
    ]
    sizes = [size for cloud in drawn for _, size, *_ in cloud.layout_]
    unit = max(sizes) / rates["rate"].max() ** 0.5
    # a size is a whole number of pixels
    assert all(abs(u / unit - 1) <= 1 / size for u, size in zip(units, sizes, strict=True))


def test_a_stale_figure_is_known_with_its_reason(tmp_path):
    text = corpus.load("constructed-two-parts").text
    speech = corpus.Speech("sample", text, root=tmp_path)
    draw = FIGURES[0].values[0]
    figures.save(draw(speech), speech)
    assert figures.stale(speech) == {}
    changed = corpus.Speech("sample", text + "又一句。", root=tmp_path)
    assert figures.stale(changed) == {draw.__name__: ["text"]}
    (tmp_path / "figures" / "sample" / f"{draw.__name__}.png").write_bytes(b"")
    assert figures.stale(speech) == {draw.__name__: ["picture"]}


# a figure by its module, what is changed, and whether it is made from that
MADE_FROM = [
    ("quotations", "lexicons/reporting_verbs.csv", True),
    ("structure", "lexicons/reporting_verbs.csv", False),
    ("structure", "lexicons/outline.toml", True),
    ("stance", "lexicons/stance.tsv", True),
    ("words", "lexicons/stance.tsv", False),
    ("words", "lexicons/words.csv", True),
    ("quotations", "lexicons/weights/speaker.json", True),
    ("structure", "lexicons/weights/moves.json", False),
    ("networks", "network/graph.py", True),
    ("words", "network/graph.py", False),
    ("quotations", "quotations/names.py", True),
    ("structure", "quotations/names.py", False),
    ("structure", "structure/topics.py", True),
    ("structure", "files.py", True),
    ("words", "cli/commands.py", False),
    ("words", "lexicon/schemas.py", True),
]


@pytest.mark.parametrize(("module", "changed", "made_from"), MADE_FROM)
def test_a_figure_is_made_from_what_its_module_reads(module, changed, made_from):
    found = provenance.sources(f"huayu.figures.{module}")
    home, name = changed.split("/", 1) if "/" in changed else ("", changed)
    if home == "lexicons":
        assert name in corpus.lexicon().files
        assert found.reads(name) is made_from
    else:
        file = Path(corpus.__file__).parent / changed
        assert file.is_file() and (file in found.code()) is made_from


def test_every_layer_that_a_figure_is_drawn_from_is_among_its_sources(speeches, monkeypatch):
    asked = set()

    def seen(speech, name, rows=layers._rows):
        asked.add(name)
        return rows(speech, name)

    monkeypatch.setattr(layers, "_rows", seen)
    for draw in (parameter.values[0] for parameter in FIGURES):
        asked.clear()
        draw(speeches["two parts"])
        found = provenance.sources(draw.__module__)
        missing = asked - {*found.layers} - {"quotations"}  # for whose words a row stands in
        assert not missing, (draw.__name__, missing)


CORRECTED = "layer,action,start,end,text,field,value,reason,initials\n"


def test_a_change_makes_stale_what_is_made_from_it_and_nothing_else(tmp_path):
    house = tmp_path / "house"
    folder = house / "corpus" / "sample"
    folder.mkdir(parents=True)
    text = corpus.load("constructed-two-parts").text
    (folder / "text.txt").write_text(text, encoding="utf-8", newline="\n")
    (folder / "meta.toml").write_text('title = "样"\n', encoding="utf-8")

    def speech():
        return corpus.Speech("sample", text, folder=folder, root=house)

    for draw in (structure.structure_outline, quotations.quotations_functions):
        figures.save(draw(speech()), speech())
    assert figures.stale(speech()) == {}
    own = house / "corpus" / "lexicons" / "reporting_verbs.csv"
    own.parent.mkdir()
    shipped = corpus.lexicon().path(own.name).read_text(encoding="utf-8")
    own.write_text(f"{shipped}# 另一版\n", encoding="utf-8", newline="\n")
    assert figures.stale(speech()) == {"quotations_functions": ["lexicon"]}
    own.unlink()
    line = f"headings,accept,0,2,{text[:2]},,,试,甲\n"
    (folder / "corrections.csv").write_text(CORRECTED + line, encoding="utf-8")
    assert figures.stale(speech()) == {"structure_outline": ["corrections"]}
    (folder / "corrections.csv").write_text("layer\n", encoding="utf-8")
    assert {*figures.stale(speech())} == {"structure_outline", "quotations_functions"}


def test_a_constructed_speech_is_named_as_such_on_the_figure():
    made = FIGURES[0].values[0](corpus.load("constructed-two-parts"))
    assert any("自拟文本" in text.get_text() for text in made.texts)


def test_residue_and_masks_reach_no_word_cloud():

    speech = corpus.load("2021-city-secretary")
    shown = set(tables.terms(speech)["term"])
    assert not any(string in term for term in shown for string in (*speech.masks, *speech.residue))


def test_part_names_and_colours_go_on_for_any_number_of_parts():
    assert figures.part_names([1, 12], "en") == ["Part 1", "Part 12"]
    assert figures.part_colour(9) == figures.part_colour(1)


def test_figures_by_part_say_what_their_parts_leave_out():
    text = (
        "同志们：\n修路是大家的命根子，是我们的头等大事。\n一、修路\n我们修。\n二、种树\n树要种。\n"
    )
    speech = corpus.Speech("x", text)
    found = tables.outside(speech, layers.layer(speech, "stance"))
    assert (found.characters, found.of_characters) == (23, 39) and found.rows >= 1
    said = stance.stance_deixis(speech, labels="en").get_supxlabel()
    assert "front and closing, 59% of the text, count for no part" in said
    none = stance.stance_deixis(corpus.Speech("x", text.replace("我们修", "路要修")), labels="en")
    assert "No figure: no person deixis in the parts; front and closing, 59%" in none.line
    bare = corpus.Speech("y", "一、修路\n我们的路要修。\n二、种树\n树要种。\n")
    assert stance.stance_deixis(bare, labels="en").get_supxlabel() == ""


def test_figures_of_the_own_voice_say_how_many_stand_in_citations():
    text = "我们要拧紧螺丝。王大山同志强调，“我们要拧紧螺丝，我们要快”。"
    speech = corpus.Speech("v", text)
    said = [
        draw(speech, labels="en").get_supxlabel()
        for draw in (stance.stance_deixis, stance.stance_strength, rhetoric.rhetoric_metaphors)
    ]
    rows = layers.layer(speech, "rhetoric")
    pictures = (rows["voice"].notna() & (rows["device"] == "metaphor")).sum()
    assert pictures >= 1
    assert said == [f"{n} more in citations, not counted" for n in (2, 2, pictures)]


def test_every_figure_has_a_caption_in_both_languages():
    lines = (Path(figures.__file__).parent / "captions.tsv").read_text(encoding="utf-8")
    chinese = [line.split("\t")[0] for line in lines.splitlines()[1:]]
    wanted = {found.id for found in FIGURES} | {
        "lives_courses", "lives_neighbours", "lives_networks",
    }  # fmt: skip
    assert wanted <= set(chinese) and len(chinese) == len(set(chinese))
    own = figures.captions(corpus.load("2021-city-secretary"))
    for name, caption in own.items():
        assert re.search("[一-鿿]", caption.zh) and re.search("[a-z]{3}", caption.en), name


@pytest.mark.parametrize("draw", [structure.structure_outline, rhetoric.rhetoric_rates])
def test_a_picture_with_a_palette_is_the_full_one_to_the_eye(draw):
    """What areas are painted in is kept; at most 1 pixel in 500 differs by more than 16 of 255."""
    made, full = draw(corpus.load("2021-city-secretary")), io.BytesIO()
    with matplotlib.rc_context(figures.style()):
        made.savefig(full, format="png", dpi=figures.DPI, metadata=figures.METADATA["png"])
    small = io.BytesIO(figures._with_palette(full))
    assert len(small.getvalue()) < len(full.getvalue()) / 2
    one, other = (np.asarray(Image.open(p).convert("RGB")).astype(int) for p in (small, full))
    apart = np.abs(one - other).max(axis=2)
    assert one.shape == other.shape and (apart > 16).mean() < 0.002 and apart.max() < 51
    shades, pixels = np.unique(other.reshape(-1, 3), axis=0, return_counts=True)
    for shade in shades[np.argsort(-pixels)[:12]]:
        assert (one[(other == shade).all(axis=2)] == shade).all()


def test_labels_of_a_speech_in_traditional_characters_are_traditional():
    text = (
        "同志們：\n一、修路\n我們要把路修好。王大山說：“路要修好。”\n二、種樹\n大家要把樹種好。\n"
    )
    speech, fold = corpus.Speech("t", text), corpus.lexicon().simplified
    said = [t.get_text() for t in quotations.quotations_voices(speech).findobj(Text)]
    assert "".join(said).translate(figures.traditional()) == "".join(said)
    assert any(fold(label) != label for label in said)
    plain = quotations.quotations_voices(corpus.Speech("s", fold(text)))
    assert [fold(label) for label in said] == [t.get_text() for t in plain.findobj(Text)]
    assert figures.say("zh", "标题", "heading") == "标题", "the script ends with the figure"


def test_traditional_forms_of_labels_fold_back():
    fold = corpus.lexicon().simplified
    for simple, form in figures.traditional().items():
        # 後 and 於 stand in simplified texts of our sources too, so that they are not folded
        assert fold(form) == chr(simple) or form in "後於"


def test_names_of_terms_are_in_the_characters_of_the_text():
    line = "我們要發展經濟，要發展醫療。"
    speech = corpus.Speech("t", line * 3)
    said = {t.get_text() for t in words.words_rates(speech, labels="zh").findobj(Text)}
    assert {"發展", "經濟"} & said and not {"发展", "经济"} & said


@pytest.mark.parametrize(
    ("ratios", "ends"),
    [([], (-4, 4)), ([0.5, -1.0], (-4, 4)), ([10.2, -6.5], (-8, 12)), ([3.0], (-4, 4))],
)
def test_an_axis_of_ratios_holds_every_dot(ratios, ends):
    assert keyness._reach(pd.DataFrame({"log_ratio": ratios})) == ends


def test_formulas_compared_are_the_own_that_are_shared_and_those_that_are_lacked():
    texts = ["深化改革，改革开放，全面从严治党。", "改革开放，乡村振兴。", "乡村振兴，改革开放。"]
    speeches = [corpus.Speech(f"s{n}", text) for n, text in enumerate(texts)]
    own, lacked = comparison._shared([compared_text(speech) for speech in speeches], 9)
    assert own == ["改革开放"] and lacked == ["乡村振兴"]


def test_far_places_are_named_and_not_drawn():
    rows = np.array([[0.0, 0.0], [0.1, 0.1], [-0.1, 0.1], [0.1, -0.1], [9.0, 0.0]])
    found = bipartite.Correspondence(rows, rows[:2], np.array([0.6, 0.4]))
    assert [points._near(row, found) for row in rows] == [True] * 4 + [False]
