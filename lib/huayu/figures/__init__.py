"""Figures 图: one function per figure, in one module per noun; ``save`` is the only way to disk.

A figure function is ``noun_what(speech, …) -> Figure`` under the decorator :func:`figure`. Its
name is the stem of its file: ``words_clouds`` is saved as ``figures/<speech>/words_clouds.png``.
Where a text gives it nothing to show, it says so by :func:`something` and is a line, no picture.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import io
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, NamedTuple
from weakref import WeakKeyDictionary

import matplotlib
import numpy as np
import PIL.Image
from IPython.display import Image
from matplotlib import font_manager
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from huayu import corrections, encoder, languages
from huayu import manifest as manifests
from huayu.corpus import Speech
from huayu.figures.provenance import sources
from huayu.files import Fault, sha256, write

Labels = Literal["zh", "en", "both"]
DPI = 120  # half as many again as a notebook shows: sharp, and ten pictures stay under its size
COLOURS = 96  # of a picture's palette: twice as many for the edges of letters as for areas
PAINTED = 32  # of these, for what areas are painted in: no figure has more fills and cells
# what a picture can be saved as beside PNG, which notebooks and pages show, and what matplotlib
# is to leave out of each: dates, and its own name
METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
# colours of parts and kinds. Okabe & Ito (2008), without yellow (too faint on white) and black, and
# the muted scheme of Tol (2021) are safe for the colour-blind; greys, far ones first, for print
PALETTES = {
    "okabe-ito": (
        "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6D31", "#5D5D8A",
    ),
    "tol": (
        "#332288", "#CC6677", "#117733", "#DDCC77", "#882255", "#88CCEE", "#999933", "#44AA99",
    ),
    "grey": (
        "#1F1F1F", "#A6A6A6", "#636363", "#C4C4C4", "#444444", "#8A8A8A", "#767676", "#B5B5B5",
    ),
}  # fmt: skip
# which of them, for all figures of a process: huayu figures --palette
CHOSEN = os.environ.get("HUAYU_PALETTE") or next(iter(PALETTES))
if CHOSEN not in PALETTES:
    raise Fault("HUAYU_PALETTE", f"no palette {CHOSEN[:20]!r}", f"choose of {', '.join(PALETTES)}")
PALETTE = PALETTES[CHOSEN]
GREY, INK = "#9A9A9A", "#222222"
NOTE = "#6B6B6B"  # small print: 5.3 to 1 against white, where GREY, for lines, has 2.8
# this speech and what it is compared with: not colours of parts that a short speech has
OWN, OTHERS = "#5D5D8A", "#B8860B"
# packages that can change a pixel or a number in a figure
PACKAGES = (
    "igraph", "jieba", "matplotlib", "networkx", "numpy", "pandas", "scipy", "wordcloud", "zhplot",
)  # fmt: skip


@cache
def font() -> Path:
    """Path of the Chinese font 中文字体: NotoSansSC-Regular (SIL OFL 1.1), shipped by zhplot.

    One static TrueType file for matplotlib, network labels and word clouds alike; the package
    that carries it is found, not imported, because it would change matplotlib on import.
    """
    found = importlib.util.find_spec("zhplot")
    folder = Path(found.origin).parent if found and found.origin else Path()
    return folder / "fonts" / "NotoSansSC-Regular.ttf"


class Nothing(Exception):
    """Nothing to show 无可展示: why, in Chinese and in English."""


class Blank(NamedTuple):
    """A figure without a picture 无图: how it was asked for, and the line that stands for it."""

    asked: dict[str, Any]
    line: str

    def _repr_markdown_(self) -> str:
        return self.line


# how each figure that is not saved yet was drawn: function, module, parameters
_DRAWN: WeakKeyDictionary[Figure, dict[str, Any]] = WeakKeyDictionary()


@cache
def style() -> dict[Any, Any]:
    """Settings of matplotlib 绘图样式 that every figure is drawn with."""
    font_manager.fontManager.addfont(str(font()))
    family = font_manager.FontProperties(fname=str(font())).get_name()
    return dict(matplotlib.rcParamsDefault) | {
        "backend": matplotlib.rcParams["backend"],
        "font.family": [family, "DejaVu Sans"],  # DejaVu draws the few signs that Noto lacks
        "font.size": 10,
        "axes.titlesize": 12,
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": INK,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.unicode_minus": False,
        "text.parse_math": False,  # a $ in a speech is a dollar sign
        "figure.dpi": 100,
        "savefig.dpi": DPI,
        "svg.hashsalt": "huayu",
        # letters of an SVG are outlines, those of a PDF are in it: both look alike on any machine
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
    }


class Script(NamedTuple):
    """Script 字体 of what is drawn: forms of characters in labels and names; none if simplified."""

    labels: dict[int, str] = {}
    names: dict[int, str] = {}
    unknown: frozenset[str] = frozenset()  # characters whose form the speech does not show


SIMPLIFIED = Script()
_SCRIPT: ContextVar[Script] = ContextVar("script", default=SIMPLIFIED)


def traditional() -> dict[int, str]:
    """Traditional forms 繁体 of the characters of labels, for ``str.translate``.

    A list of its own: the way back from :mod:`huayu.lexicon.characters` has several answers for
    some (历: 歷, 曆), and a wrong one for others (才, 家, 出), which a label keeps.
    """
    path = Path(__file__).parent / "traditional.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return str.maketrans(dict(line.split("\t") for line in lines))


@contextmanager
def spoken(speech: Speech) -> Iterator[None]:
    """Script 字体 of what is said within: the characters of a speech, traditional or simplified.

    Labels have the forms of :func:`traditional`. Names of terms, which are counted in simplified
    characters, get for each character the form that this text has most often.
    """
    found = SIMPLIFIED
    if speech.lexicon.script(speech.text) == "zh-Hant":
        counted: dict[str, Counter[str]] = {}
        for simple, sign in zip(speech.lexicon.simplified(speech.text), speech.text, strict=True):
            counted.setdefault(simple, Counter())[sign] += 1
        own = {ord(simple): signs.most_common(1)[0][0] for simple, signs in counted.items()}
        names = traditional() | own
        several = {row["simplified"] for row in speech.lexicon.rows("characters.csv")}
        unknown = frozenset(one for one in several if ord(one) not in names)
        found = Script(traditional(), names, unknown)
    before = _SCRIPT.set(found)
    try:
        yield
    finally:
        _SCRIPT.reset(before)


def written(name: str) -> str:
    """Name 名 of a term as the speech that is drawn writes it; as it is counted if it never does.

    >>> with spoken(Speech("x", "發展經濟，要發展醫療。")):
    ...     written("经济发展"), written("蚂蚁经济")
    ('經濟發展', '蚂蚁经济')
    """
    found = _SCRIPT.get()
    return name if found.unknown.intersection(name) else name.translate(found.names)


def form(zh: str) -> str:
    """A label 标签 in the characters of the speech that is spoken of, see :func:`spoken`.

    >>> with spoken(Speech("x", "國家發展")):
    ...     form("发现")
    '發現'
    """
    return zh.translate(_SCRIPT.get().labels)


def say(labels: Labels, zh: str, en: str, between: str = "\n") -> str:
    """Label 标签 in the chosen language or, with "both", Chinese first and English after it.

    On figure and page of a speech in traditional characters the label is in traditional ones too.

    >>> say("both", "词数", "words", " ")
    '词数 words'
    """
    zh = form(zh)
    return {"zh": zh, "en": en, "both": f"{zh}{between}{en}"}[labels]


def term(speech: Speech, layer: str, kind: str, labels: Labels, between: str = " ") -> str:
    """Term 术语 of the field for a kind of a layer, as the word lists of a speech name it.

    >>> term(Speech("x", "修路。"), "rhetoric", "parallelism", "both")
    '排比 parallelism'
    """
    return say(labels, *speech.lexicon.label(layer, kind), between)


def part_names(parts: list[int], labels: Labels, between: str = "\n") -> list[str]:
    """Names 部分名 of parts by number: 第一部分 Part 1; 全文 where a text has no parts (0).

    >>> part_names([0, 2], "zh")
    ['全文', '第二部分']
    """
    numerals = "一二三四五六七八九十"
    names = []
    for part in parts:
        number = numerals[part - 1] if 0 < part <= 10 else str(part)
        zh, en = (f"第{number}部分", f"Part {part}") if part else ("全文", "Whole text")
        names.append(say(labels, zh, en, between))
    return names


def part_colour(part: int) -> str:
    """Colour 颜色 of a part, the same in every figure; from the ninth part on colours recur."""
    return PALETTE[(part - 1) % len(PALETTE)] if part else INK


def something(count: int, zh: str, en: str) -> None:
    """Go on with a figure 有图可画 only where there is something to draw.

    Raises
    ------
    Nothing : the count is 0; :func:`figure` makes a line of its reason.
    """
    if not count:
        raise Nothing(zh, en)


def figure(draw: Callable[..., Figure]) -> Callable[..., Figure | Blank]:
    """Make a drawing function a figure 图: set the style, and keep its name and its arguments.

    Labels are in the language that the run is asked for, where the caller names none.
    Warnings about the text are part of the figure: a constructed speech is named as such on it.
    A figure that has nothing to show is a :class:`Blank`, one line that says why.
    """

    @wraps(draw)
    def drawn(speech: Speech, *args: Any, **kwargs: Any) -> Figure | Blank:
        bound = inspect.signature(draw).bind(speech, *args, **kwargs)
        if (language := languages.asked()) and "labels" in bound.signature.parameters:
            bound.arguments.setdefault("labels", language)
        bound.apply_defaults()
        given = {name: value for name, value in list(bound.arguments.items())[1:]}
        asked = {"figure": draw.__name__, "module": draw.__module__, "parameters": given}
        labels = given.get("labels", "both")
        with spoken(speech), matplotlib.rc_context(style()):
            try:
                made = draw(*bound.args, **bound.kwargs)
            except Nothing as none:
                zh, en = none.args
                said = say(labels, f"无图：{zh}。", f"No figure: {en}.", " ")
                return Blank(asked, f"`{draw.__name__}` {said}")
            if speech.constructed:
                note, red = say(labels, "自拟文本", "constructed text", " "), "#B00020"
                made.text(0.995, 0.005, note, ha="right", va="bottom", color=red, fontsize=8)
        _DRAWN[made] = asked
        return made

    return drawn


def formats(said: str) -> tuple[str, ...]:
    """Formats 格式 of pictures from a list with commas; PNG is always among them.

    Raises
    ------
    Fault : a picture cannot be saved as such.

    >>> formats("svg")
    ('png', 'svg')
    """
    asked = {name.strip() for name in said.split(",")} | {"png"}
    unknown = sorted(asked - set(METADATA))
    if unknown:
        raise Fault("--formats", f"no pictures as {unknown[0]}", f"choose of {','.join(METADATA)}")
    return tuple(name for name in METADATA if name in asked)


def save(made: Figure | Blank, speech: Speech, kinds: tuple[str, ...] = ()) -> Image | Blank:
    """Save a figure 存图 as ``figures/<speech>/<function>.png`` and enter it in manifest.json.

    Parameters
    ----------
    made : what a figure function returned.
    speech : the speech that it shows.
    kinds : formats beside PNG, of png, svg, pdf; none takes those of ``huayu figures --formats``.

    Returns
    -------
    The saved picture, so that a notebook shows the very bytes that are on disk; or, of a figure
    that has nothing to show, its line: no picture is saved, and the manifest says why.

    Notes
    -----
    The same text, lexicons, code and packages give the same bytes: dpi is fixed and no date or
    program name goes into a file. Pictures of formats that are no longer asked for are removed,
    so that all of a figure are of one state. Pictures and manifest are written atomically;
    notebooks that run at the same time take turns at the manifest.
    """
    folder = manifests.folder(speech)
    asked = made.asked if isinstance(made, Blank) else _DRAWN[made]
    chosen = formats(",".join(kinds) or os.environ.get("HUAYU_FORMATS", "png"))
    data = {} if isinstance(made, Blank) else {kind: _bytes(made, kind) for kind in chosen}
    name = asked["figure"]
    for kind in METADATA:
        if kind in data:
            write(folder / f"{name}.{kind}", data[kind])
        else:
            (folder / f"{name}.{kind}").unlink(missing_ok=True)
    nothing = {"nothing": made.line} if isinstance(made, Blank) else {}
    manifests.enter(speech, name, entry(asked, speech, data) | nothing)
    if isinstance(made, Blank):
        return made
    plt.close(made)
    return Image(data=data["png"], format="png", width=int(made.get_figwidth() * 80))


def _bytes(made: Figure, kind: str) -> bytes:
    """A figure as a file of a format."""
    picture = io.BytesIO()
    with matplotlib.rc_context(style()):
        # a PNG is read again for its palette, and packed after that
        unpacked: dict[str, Any] = {"pil_kwargs": {"compress_level": 0}} if kind == "png" else {}
        made.savefig(picture, format=kind, dpi=DPI, metadata=METADATA[kind], **unpacked)
    return _with_palette(picture) if kind == "png" else picture.getvalue()


def _with_palette(picture: io.BytesIO) -> bytes:
    """A PNG of few colours 调色板, a third of its size and equal to the eye.

    The commonest colours, which areas are painted in, are kept as they are. The others, on the
    edges of letters, are chosen by median cut and moved to the means of what they stand for; one
    counts by the fourth root of its pixels, or the frequent would take the palette from the rare.
    """
    full = PIL.Image.open(picture).convert("RGB")
    counted = sorted((shade, n) for n, shade in full.getcolors(full.width * full.height) or ())
    shades = np.array([shade for shade, _ in counted], dtype=np.uint8)
    pixels = np.array([n for _, n in counted])
    order = np.argsort(-pixels, kind="stable")
    chosen, rest = shades[order[:PAINTED]], order[PAINTED:]
    if len(rest):
        told = np.repeat(shades[rest], np.ceil(pixels[rest] ** 0.25).astype(int), axis=0)
        mixed = PIL.Image.fromarray(told[None]).quantize(COLOURS - PAINTED, kmeans=1)
        chosen = np.vstack([chosen, np.reshape(mixed.getpalette() or [], (-1, 3))]).astype(np.uint8)
    apart = (shades[:, None].astype(int) - chosen[None]) ** 2
    nearest = np.empty(1 << 24, dtype=np.uint8)  # by shade; of those that are there, no others
    nearest[_coded(shades)] = apart.sum(axis=2).argmin(axis=1)
    picked, small = PIL.Image.fromarray(nearest[_coded(np.asarray(full))]), io.BytesIO()
    picked.putpalette(chosen.tobytes())
    picked.save(small, "PNG", optimize=True)
    return small.getvalue()


def _coded(shades: np.ndarray) -> np.ndarray:
    """Shades as one number each, in the order of red, green and blue."""
    red, green, blue = np.moveaxis(shades.astype(np.uint32), -1, 0)
    return red << 16 | green << 8 | blue


def manifest(speech: Speech) -> dict[str, dict[str, Any]]:
    """Manifest 图目 of a speech: {figure: entry}, empty where no figure has been saved."""
    entries = manifests.entries(speech)
    return {name: saved for name, saved in entries.items() if "figure" in saved}


class Caption(NamedTuple):
    """A caption 图注 in both languages; ``zh`` is empty where nobody has written it."""

    zh: str
    en: str


def captions(speech: Speech) -> dict[str, Caption]:
    """Captions 图注 of the saved pictures: what captions.tsv and each function's docstring say."""
    lines = (Path(__file__).parent / "captions.tsv").read_text(encoding="utf-8").splitlines()
    chinese = dict(line.split("\t") for line in lines[1:])
    found = {}
    for name, saved in sorted(manifest(speech).items()):
        if "nothing" in saved:
            continue
        home = saved["module"]  # data: no other module is ever imported for it
        ours = re.fullmatch(r"huayu\.figures\.\w+", home)
        known = ours and importlib.util.find_spec(home)
        draw = getattr(importlib.import_module(home), name, None) if known else None
        text = " ".join((draw.__doc__ or name).split("\n\n")[0].split()) if draw else name
        found[name] = Caption(chinese.get(name, ""), text.replace("``", ""))
    return found


def blanks(speech: Speech) -> list[str]:
    """Lines 无图 of the figures that have nothing to show in a speech, by name."""
    return [saved["nothing"] for _, saved in sorted(manifest(speech).items()) if "nothing" in saved]


def gallery(speech: Speech) -> str:
    """Gallery 图廊 of a speech as Markdown: every saved figure with its caption."""
    title = f"# {speech.meta.get('title', speech.id)}"
    shown = [
        "\n\n".join([f"## {name}", *filter(None, both), f"![{name}]({speech.id}/{name}.png)"])
        for name, both in captions(speech).items()
    ]
    made = "由 `huayu figures --save` 生成。Made by `huayu figures --save`."
    return "\n\n".join([title, made, *shown, *blanks(speech)]) + "\n"


def entry(asked: dict[str, Any], speech: Speech, data: dict[str, bytes]) -> dict[str, Any]:
    """Entry 条目 of the manifest: what a figure was made from and with, its pictures by format."""
    palette = {} if CHOSEN == next(iter(PALETTES)) else {"palette": CHOSEN}
    return {
        **asked,
        **palette,
        "notebook": manifests.notebook(),
        **{f"{kind}_sha256": sha256(picture) for kind, picture in data.items()},
        **origins(speech, asked["module"]),
    }


def origins(speech: Speech, module: str) -> dict[str, Any]:
    """Origins 来源 of the figures that a module draws: digests of what they are made from.

    That is the text, and of word lists, corrections and code those that the figures read, see
    :mod:`huayu.figures.provenance`; with versions. ``weights`` names the set that decisions were
    made with: the encoder's, or plain. It makes no figure stale, so that a clone is sound with and
    without the encoder.
    """
    read = sources(module)
    lexicon_files = [path for name, path in speech.lexicon.files.items() if read.reads(name)]
    own = speech.folder / "formulas.csv" if speech.folder else None
    if own and own.is_file() and read.reads(own.name):
        lexicon_files.append(own)
    return {
        "text_sha256": sha256(speech.text),
        "lexicon_sha256": _digest(lexicon_files),
        "corrections_sha256": sha256("\n".join(_corrected(speech, read.layers))),
        "code_sha256": _digest(read.code()),
        "weights": encoder.name() or "plain",
        "packages": {name: version(name) for name in PACKAGES},
    }


def stale(speech: Speech) -> dict[str, list[str]]:
    """Stale figures 过期的图 of a speech: {figure: reasons}, the reasons being what has changed.

    Reasons: text, lexicon, corrections, code, package names, or picture (missing, or not the saved
    bytes).
    """
    folder = manifests.folder(speech)
    entries = manifest(speech)
    modules = sorted({was["module"] for was in entries.values()})
    current = {module: origins(speech, module) for module in modules}
    found: dict[str, list[str]] = {}
    for name, was in entries.items():
        now = current[was["module"]]
        reasons = [
            kind
            for kind in ("text", "lexicon", "corrections", "code")
            if was.get(f"{kind}_sha256") != now[f"{kind}_sha256"]
        ]
        reasons += [p for p, v in now["packages"].items() if was["packages"].get(p) != v]
        if any(_changed(folder / f"{name}.{kind}", was.get(f"{kind}_sha256")) for kind in METADATA):
            reasons.append("picture")
        if reasons:
            found[name] = reasons
    return found


def _corrected(speech: Speech, layers: tuple[str, ...]) -> list[str]:
    """Lines of corrections.csv about some layers, wherever they stand; a fault in its own words."""
    try:
        lines = corrections.lines(speech, layers)
    except Fault as fault:
        return [fault.what]
    return [str(line._replace(line=0)) for line in lines if not isinstance(line, Fault)]


def _changed(picture: Path, digest: str | None) -> bool:
    """Whether a picture is not what the manifest says: other bytes, missing, or not entered."""
    return (sha256(picture.read_bytes()) if picture.exists() else None) != digest


def _digest(files: list[Path]) -> str:
    return sha256("\n".join(f"{p.name} {sha256(p.read_bytes())}" for p in files))
