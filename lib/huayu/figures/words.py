"""Figures of the words 词语图: where formulas stand, what a part speaks of, how it is worded."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm, to_hex, to_rgb
from matplotlib.figure import Figure

from huayu import tables
from huayu.corpus import Speech
from huayu.figures import (
    INK,
    NOTE,
    Labels,
    figure,
    font,
    part_colour,
    part_names,
    say,
    something,
    written,
)
from huayu.figures.backdrop import by_part, parts_behind
from huayu.layers import layer
from huayu.spans import within

REPEATED = 2  # occurrences from which it can be said where a term stands, and how often
MOST_DOTS = 5  # parts whose dots with intervals fit beside each other in one row
# pixels of a cloud, about as many as it has in a picture: more would only cost time
SIDE = 600
# of these pixels: the largest word, before room decides; the white round a word, which keeps two
# neighbours from reading as one; the smallest word, half a millimetre less could not be read
LARGEST, APART, SMALLEST = 92, 10, 6
MOST_PER_ROW = 3  # word clouds beside each other before they become too small to read


@figure
def words_dispersion(speech: Speech, most: int = 20, labels: Labels = "both") -> Figure:
    """Lexical dispersion 词汇离散图 of the main formulas over the text, with part boundaries.

    One row a formula that occurs twice or more, one stroke an occurrence; beside it the count, in
    how many paragraphs it stands, and Gries' DP over paragraphs (0 evenly spread, towards 1 in one
    place).
    """
    formulas = layer(speech, "formulas")
    counts = formulas["canonical"].value_counts()
    counts = counts[counts >= REPEATED]
    main = sorted(counts.index, key=lambda name: (-counts[name], name))[:most]
    paragraphs = layer(speech, "paragraphs")
    something(len(main), "没有提法出现两次", "no formula occurs twice in this text")
    made = Figure(figsize=(11, 1.6 + 0.3 * max(len(main), 3)), layout="constrained")
    axes = made.subplots()
    parts_behind(axes, speech, labels)
    for row, name in enumerate(main):
        hits = formulas.loc[formulas["canonical"] == name]
        colours = [part_colour(part) for part in hits["part"]]
        axes.vlines(hits["start"], row - 0.36, row + 0.36, colors=colours, linewidth=1.6)
        places = hits["start"].to_numpy()
        held = len(set(within(places, paragraphs)))
        spread = tables.dispersion(places, paragraphs)
        _beside(axes, row, (str(len(hits)), str(held), f"{spread:.2f}"), INK)
    _beside(axes, -1, ("n", "¶", "DP"), NOTE)
    axes.set_yticks(range(len(main)), [written(name) for name in main])
    axes.set_ylim(max(len(main), 1) - 0.4, -1.6)
    axes.set_xlim(0, len(speech.text))
    axes.set_xlabel(say(labels, "在文中的位置（字）", "position in the text (characters)", "  "))
    axes.set_title(say(labels, "主要提法在文中的分布", "Where the main formulas stand", "  "))
    return made


def _beside(axes: Axes, row: int, notes: tuple[str, ...], colour: str) -> None:
    """Notes in columns to the right of a row."""
    for column, note in enumerate(notes):
        place = (1.03 + 0.04 * column, row)
        axes.annotate(
            note, place, xycoords=("axes fraction", "data"), va="center", ha="right", color=colour
        )


@figure
@by_part()
def words_clouds(speech: Speech, most: int = 45, labels: Labels = "both") -> Figure:
    """Word clouds 词云 of the parts side by side, all on one scale.

    The area of the print is the rate per 1,000 words, on one scale for all parts: what is twice as
    frequent takes twice the room, here and in the next panel. Terms are formulas and, outside
    formulas, content words. A cloud is for looking, not for measuring: rates with intervals are
    in :func:`words_rates`.
    """
    rates = tables.rates(tables.terms(speech), "term", tables.sizes(speech)["words"])
    rates = rates.assign(term=rates["term"].map(written))
    parts = sorted(set(rates["part"]))
    across = min(MOST_PER_ROW, max(len(parts), 1))
    down = -(-max(len(parts), 1) // across)
    something(len(rates), "文中没有可数的词", "no word to count in this text")
    made = Figure(figsize=(4.4 * across, 4.7 * down + 0.7), layout="constrained")
    grid = made.subplots(down, across, squeeze=False)
    for axes in grid.flat:
        axes.set_axis_off()
    chosen = {part: _commonest(rates[rates["part"] == part], most) for part in parts}
    clouds = _clouds([rows for rows in chosen.values() if len(rows)])
    for axes, part, name in zip(grid.flat, parts, part_names(parts, labels, " "), strict=False):
        if len(chosen[part]):
            drawn = clouds.pop(0)
            shades = _shades(part, [word for (word, _), *_ in drawn.layout_])
            drawn.recolor(color_func=lambda word, shades=shades, **_: shades[word])
            axes.imshow(drawn.to_array(), interpolation="bilinear")
        axes.set_title(name, color=part_colour(part), loc="center")
    if len(rates):
        top = rates["rate"].max()
        zh = f"字的面积与每千词次数成正比，各图同一尺度；最大者 {top:.1f}‰"
        en = f"area: rate per 1,000 words, one scale for all panels; the largest {top:.1f}"
        made.supxlabel(say(labels, zh, en), fontsize=9, color=NOTE)
    return made


def _commonest(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """Terms of one part for its cloud: those that occur twice, or all where these are few."""
    twice = rows[rows["count"] > 1]
    chosen = twice if len(twice) >= 10 else rows[rows["count"] > 0]
    return chosen.nlargest(most, "count")


def _clouds(panels: list[pd.DataFrame]) -> list[Any]:
    """Clouds of the panels at the largest common scale at which every word has its size.

    The fullest panel is laid out first, so that a scale too large is known by one layout.
    """
    unit = LARGEST / max((rows["rate"].max() ** 0.5 for rows in panels), default=1.0)
    ink = [float((rows["rate"] * rows["term"].str.len()).sum()) for rows in panels]
    order = sorted(range(len(panels)), key=lambda place: -ink[place])
    while True:
        clouds: dict[int, Any] = {}
        for place in order:
            cloud = _cloud(panels[place], unit)
            if cloud is None:
                break
            clouds[place] = cloud
        else:
            return [clouds[place] for place in range(len(panels))]
        unit *= 0.88


def _cloud(rows: pd.DataFrame, unit: float) -> Any:
    """The cloud of one part, a word of rate r in print of ``unit`` × √r pixels; None: no room.

    The library makes smaller what finds no room, and rounds each size from that of the word
    before; a word within 2 pixels of its size, far less than the white round it, gets that size.
    """
    from wordcloud import WordCloud

    wanted = (unit * rows.set_index("term")["rate"] ** 0.5).to_dict()
    cloud = WordCloud(
        font_path=str(font()),
        width=SIDE,
        height=SIDE,
        background_color="white",
        random_state=1,
        prefer_horizontal=1.0,  # Chinese turned on its side is hard to read
        relative_scaling=1.0,
        max_font_size=round(max(wanted.values())),
        min_font_size=SMALLEST,
        margin=APART,
    )
    cloud.generate_from_frequencies(dict(zip(rows["term"], rows["rate"] ** 0.5, strict=True)))
    sizes = {word: size for (word, _), size, *_ in cloud.layout_}
    for word, size in wanted.items():
        # what is smaller than the smallest is left out on every scale
        if size > SMALLEST and abs(sizes.get(word, 0) - size) > 2:
            return None
    cloud.layout_ = [(term, round(wanted[term[0]]), *placed) for term, _, *placed in cloud.layout_]
    return cloud


def _shades(part: int, words: list[str]) -> dict[str, str]:
    """Two shades of the colour of a part in turn, so that neighbours do not read as one word."""
    base = np.array(to_rgb(part_colour(part) if part else INK))
    dark, light = (to_hex(tuple(base * depth)) for depth in (0.55, 0.95))
    return {word: dark if place % 2 else light for place, word in enumerate(words)}


@figure
@by_part()
def words_rates(speech: Speech, most: int = 14, labels: Labels = "both") -> Figure:
    """Rates 比率图 of the main formulas and words by part, per 1,000 words, with 95 % intervals.

    Those that occur twice in the body. With more than five parts dots would lie on each other: then
    each part is a column of cells, the colour is the rate, and a cell whose whole interval lies
    above the rate of the body is marked ▲, one below it ▼.
    """
    sizes = tables.sizes(speech)["words"]
    terms = tables.body(tables.terms(speech))
    terms = terms[terms["term"].map(terms["term"].value_counts()) >= REPEATED]
    terms = terms.assign(term=terms["term"].map(written))
    something(len(terms), "正文没有词出现两次", "no word occurs twice in the body")
    heads = (("提法", "formulas"), ("提法之外的实词", "content words outside formulas"))
    frames = (terms[terms["formula"]], terms[~terms["formula"]])
    panels = {
        say(labels, *head, " "): frame
        for head, frame in zip(heads, frames, strict=True)
        if len(frame)
    }
    crowded = len(sizes) > MOST_DOTS
    size = (14, 1.2 + 0.3 * most) if crowded else (11, 1.4 + 0.42 * most)
    made = Figure(figsize=size, layout="constrained")
    grid = made.subplots(1, len(panels), squeeze=False)[0]
    for axes, (name, frame) in zip(grid, panels.items(), strict=True):
        rates = tables.rates(frame, "term", sizes)
        terms = list(dict.fromkeys(rates["term"]))[:most]
        if crowded:
            _rate_cells(axes, rates[rates["term"].isin(terms)], terms, labels)
        else:
            _rate_rows(axes, rates, terms)
            axes.set_xlabel(
                say(labels, "每千词次数（95% 区间）", "per 1,000 words (95 % interval)")
            )
        axes.set_title(name)
    if not crowded:
        _part_legend(made, sorted(sizes.index), labels)
    return made


def _part_legend(made: Figure, parts: list[int], labels: Labels) -> None:
    handles = [
        made.axes[0].plot([], [], "o-", color=part_colour(part), markersize=5)[0] for part in parts
    ]
    made.legend(
        handles, part_names(parts, labels, " "), loc="outside upper center", ncols=6, frameon=False
    )


def _rate_cells(axes: Axes, rates: pd.DataFrame, terms: list[str], labels: Labels) -> None:
    """One row a term, one cell a part; ▲ and ▼ where the interval leaves out the body's rate."""
    table = rates.pivot(index="term", columns="part", values="rate").reindex(terms)
    image = axes.imshow(table, aspect="auto", cmap="YlGnBu", norm=PowerNorm(0.5, 0))
    totals = rates.groupby("term")[["count", "size"]].sum()
    for row in rates.itertuples():
        whole = 1000 * totals.loc[row.term, "count"] / totals.loc[row.term, "size"]
        mark = "▲" if row.low > whole else "▼" if row.high < whole else ""
        place = (list(table.columns).index(row.part), terms.index(row.term))
        dark = row.rate > table.to_numpy().max() / 4
        axes.text(*place, mark, ha="center", va="center", color="white" if dark else INK)
    axes.set_xticks(range(table.shape[1]), table.columns)
    axes.set_yticks(range(len(terms)), terms)
    zh, en = "部分（▲▼ 区间整体高于、低于全文）", "part (▲▼ interval above, below the whole text)"
    axes.set_xlabel(say(labels, zh, en))
    axes.figure.colorbar(
        image, ax=axes, shrink=0.7, label=say(labels, "每千词次数", "per 1,000 words", " ")
    )


def _rate_rows(axes: Axes, rates: pd.DataFrame, terms: list[str]) -> None:
    """One row a term, one dot with its interval a part, the parts a little apart."""
    parts = sorted(set(rates["part"]))
    steps = np.linspace(-0.28, 0.28, len(parts)) if len(parts) > 1 else np.zeros(len(parts))
    for part, step in zip(parts, steps, strict=True):
        rows = rates[(rates["part"] == part) & rates["term"].isin(terms)]
        heights = [terms.index(term) + step for term in rows["term"]]
        colour = part_colour(part)
        axes.hlines(heights, rows["low"], rows["high"], color=colour, alpha=0.55, linewidth=1.6)
        axes.plot(rows["rate"], heights, "o", color=colour, markersize=4.5)
    for row in range(0, len(terms), 2):
        axes.axhspan(row - 0.5, row + 0.5, color="#F4F4F4", linewidth=0, zorder=0)
    axes.set_yticks(range(len(terms)), terms)
    axes.set_ylim(max(len(terms), 1) - 0.4, -0.6)
    axes.set_xlim(left=0)


@figure
@by_part()
def words_richness(speech: Speech, labels: Labels = "both") -> Figure:
    """Richness and length 词汇丰富度与句长 by part: every sentence, and MATTR with its interval.

    Left: a dot a sentence; the thick bar holds the middle half of them, the tick is the median, the
    diamond the mean with its 95 % interval. Right: the moving-average type-token ratio. Intervals
    that overlap much say that the parts need not differ.
    """
    sizes = tables.sizes(speech)
    sentences = tables.body(layer(speech, "sentences"))
    sentences = sentences[sentences["kind"] != "heading"]
    something(len(sentences), "正文没有句子", "no sentence in the body")
    made = Figure(figsize=(11, 1.7 + 0.75 * len(sizes)), layout="constrained")
    left, right = made.subplots(1, 2, width_ratios=[1.7, 1], sharey=True)
    for row, part in enumerate(sizes.index):
        own = sentences.loc[sentences["part"] == part, "text"].str.strip().str.len().to_numpy()
        _lengths(left, row, own, part_colour(part))
    for axes, name, form in ((left, "sentence_length", ".0f"), (right, "mattr", ".3f")):
        ends = sizes[f"{name}_low"], sizes[f"{name}_high"]
        colours = [INK if axes is left else part_colour(part) for part in sizes.index]
        axes.hlines(range(len(sizes)), *ends, color=colours, linewidth=2.2, zorder=4)
        axes.scatter(sizes[name], range(len(sizes)), c=colours, marker="D", s=34, zorder=5)
        head = say(labels, "均值", "mean", " ") if axes is left else "MATTR"
        said = [f"{value:{form}}" if np.isfinite(value) else "–" for value in sizes[name]]
        for row, note in zip((-0.62, *range(len(sizes))), (head, *said), strict=True):
            axes.annotate(note, (1.02, row), xycoords=("axes fraction", "data"), va="center",
                          color=NOTE if row < 0 else INK)  # fmt: skip
    names = part_names(list(sizes.index), labels, " ")
    counts = zip(names, sizes["sentences"], sizes["words"], strict=True)
    unit = "{}\n" + say("en" if labels == "en" else "zh", "{} 句，{} 词", "{} sentences, {} words")
    left.set_yticks(range(len(sizes)), [unit.format(*row) for row in counts])
    left.set_ylim(len(sizes) - 0.5, -0.75)
    left.set_xlim(left=0)
    left.set_xlabel(say(labels, "句长（字）", "sentence length (characters)", "  "))
    right.set_xlabel(say(labels, f"移动平均型例比（{tables.WINDOW} 词，95% 区间）",
                         f"MATTR ({tables.WINDOW} words, 95 % interval)"))  # fmt: skip
    left.set_title(say(labels, "句子有多长", "How long the sentences are", "  "))
    right.set_title(say(labels, "用词有多丰富", "How rich the words are", "  "))
    return made


def _lengths(axes: Axes, row: int, lengths: np.ndarray, colour: str) -> None:
    """Sentences of one part in a row: dots, the middle half, the median."""
    if not len(lengths):
        return
    drift = (np.arange(len(lengths)) * 0.618034) % 1.0  # golden steps: even, and the same again
    axes.plot(lengths, row - 0.3 + 0.6 * drift, ".", color=colour, alpha=0.4)
    low, middle, high = np.quantile(lengths, [0.25, 0.5, 0.75])
    axes.hlines(row, low, high, color=colour, linewidth=9, alpha=0.45, zorder=2)
    axes.vlines(middle, row - 0.17, row + 0.17, color=colour, linewidth=2.4, zorder=3)
