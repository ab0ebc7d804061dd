"""Tables 表: tidy counts and rates per part, each with its interval; and how a table is shown.

Rates by part are over zone body: title, salutation and closing count for no part.
"""

from __future__ import annotations

import html
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import gammaincinv

from huayu import words
from huayu.corpus import Speech, root
from huayu.files import write
from huayu.keyness.dispersion import deviation
from huayu.layers import layer
from huayu.spans import within

LEVEL = 0.95
WINDOW = 100  # words of a MATTR window: longer ones leave a short part with too few windows
RESAMPLES = 2000  # percentile ends of a 95 % interval move by less than 1 % from here on
# first letters of the tags of content words: noun, verb, adjective, idiom, set phrase, short name
TOPICAL = "nvailj"
# a cell that a spreadsheet would take for a formula begins with one of these (OWASP, CSV injection)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def body(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of a layer that lie in the body 正文 of the speech."""
    return frame[frame["zone"] == "body"]


def running(tokens: pd.DataFrame) -> pd.DataFrame:
    """Running words 词例: tokens with a letter or digit, so neither marks, spaces nor masks."""
    return tokens[tokens["text"].str.contains(r"\w") & (tokens["tag"] != "mask")]


def content_words(speech: Speech) -> pd.DataFrame:
    """Content words 实词: tokens of two characters and more that say what a speech is about.

    Left out: function words (corpus/lexicons/stopwords.txt), numbers, times, foreign words, masks
    and residue. Columns as in tokens.
    """
    tokens = running(layer(speech, "tokens"))
    topical = tokens["tag"].str[0].isin(list(TOPICAL)) & (tokens["text"].str.len() > 1)
    return tokens[topical & ~tokens["text"].isin(words.function_words())]


def terms(speech: Speech) -> pd.DataFrame:
    """Terms 词项: formulas and, outside formulas, content words; column ``term`` names each.

    Returns
    -------
    DataFrame ``start, end, text, term, formula, part, point, zone``, sorted; ``formula`` tells
    the two apart, and the term of a formula is its canonical form.
    """
    formulas, single = layer(speech, "formulas"), content_words(speech)
    covered = np.zeros(len(speech.text) + 1, dtype=bool)
    for start, end in zip(formulas["start"], formulas["end"], strict=True):
        covered[start:end] = True
    outside = single[~covered[single["start"]] & ~covered[single["end"] - 1]]
    both = [
        formulas.assign(term=formulas["canonical"], formula=True),
        outside.assign(term=outside["text"], formula=False),
    ]
    kept = ["start", "end", "text", "term", "formula", "part", "point", "zone"]
    return pd.concat(both)[kept].sort_values(["start", "end"], ignore_index=True)


def poisson_interval(count: np.ndarray, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Exact interval of a Poisson count 泊松计数精确区间 (Garwood 1936).

    Returns the lower and upper ends, in counts: ``chi2(a/2, 2k)/2`` and ``chi2(1-a/2, 2k+2)/2``.
    Words come in bursts, so for a word that one paragraph dwells on it is too narrow (Church &
    Gale 1995): read it beside the dispersion.

    >>> [round(float(end), 2) for end in poisson_interval(np.array(3))]
    [0.62, 8.77]
    """
    k = np.asarray(count, dtype=float)
    tail = (1 - level) / 2
    low = np.where(k > 0, gammaincinv(np.maximum(k, 1), tail), 0.0)
    return low, gammaincinv(k + 1, 1 - tail)


def rates(
    frame: pd.DataFrame, term: str, sizes: pd.Series, by: str = "part", per: int = 1000
) -> pd.DataFrame:
    """Rates 比率 of terms per part (or point) with exact 95 % intervals.

    Parameters
    ----------
    frame : a layer; each row is one occurrence. Only rows in zone body are counted.
    term : the column that says what occurs (``text``, ``canonical``, ``device`` …).
    sizes : words or characters of each part, indexed by part: the exposure.
    by : column that divides the text.
    per : the rate is per so many units of ``sizes``.

    Returns
    -------
    DataFrame, one row per term and part, absent terms included: ``term, <by>, count, size, rate,
    low, high``, sorted by falling total count, then term, then part.
    """
    inside = body(frame)
    counts = pd.crosstab(inside[term], inside[by]).reindex(columns=sizes.index, fill_value=0)
    order = sorted(counts.index, key=lambda name: (-counts.loc[name].sum(), str(name)))
    counts = counts.reindex(order).astype("int64")
    counts.index.name, counts.columns.name = "term", by
    table = counts.stack().rename("count").reset_index()
    table["size"] = table[by].map(sizes).astype("int64")
    low, high = poisson_interval(table["count"].to_numpy())
    for name, value in (("rate", table["count"].to_numpy()), ("low", low), ("high", high)):
        table[name] = value * per / table["size"].to_numpy()
    return table


def sizes(speech: Speech) -> pd.DataFrame:
    """Sizes 规模 of the parts of the body: characters, words, sentences, and what depends on them.

    Returns
    -------
    DataFrame indexed by part: ``characters`` (without white space), ``words``, ``sentences``,
    ``paragraphs``; ``sentence_length`` (mean, in characters) and ``mattr``, each with ``_low``
    and ``_high``, the ends of a 95 % interval.

    Notes
    -----
    Sentence length: percentile bootstrap over sentences. MATTR: see :func:`mattr`. A heading on
    its own line is no sentence here.
    """
    tokens = body(running(layer(speech, "tokens")))
    sentences = body(layer(speech, "sentences"))
    sentences = sentences[sentences["kind"] != "heading"]
    paragraphs = body(layer(speech, "paragraphs"))
    rows = {}
    for part in sorted(set(body(layer(speech, "clauses"))["part"])):
        lengths = _lengths(sentences.loc[sentences["part"] == part, "text"])
        run = tokens.loc[tokens["part"] == part, "text"].to_numpy()
        rows[part] = {
            "characters": int(_lengths(paragraphs.loc[paragraphs["part"] == part, "text"]).sum()),
            "words": len(run),
            "sentences": len(lengths),
            "paragraphs": int((paragraphs["part"] == part).sum()),
            **_named("sentence_length", mean_interval(lengths)),
            **_named("mattr", mattr(run)),
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "part"
    return table


def _lengths(texts: pd.Series) -> np.ndarray:
    """Characters of each text without white space."""
    return np.array([len("".join(text.split())) for text in texts], dtype=float)


def _named(name: str, values: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip((name, f"{name}_low", f"{name}_high"), values, strict=True))


def mean_interval(values: np.ndarray, seed: int = 0) -> tuple[float, float, float]:
    """Mean 均值 and the ends of its 95 % percentile bootstrap interval (Efron & Tibshirani 1993).

    nan for no values; the interval is nan for fewer than two.
    """
    if len(values) == 0:
        return (float("nan"),) * 3
    if len(values) == 1:
        return float(values[0]), float("nan"), float("nan")
    draws = np.random.default_rng(seed).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.quantile(values[draws].mean(axis=1), [0.025, 0.975])
    return float(values.mean()), float(low), float(high)


def mattr(run: np.ndarray, window: int = WINDOW, seed: int = 0) -> tuple[float, float, float]:
    """Moving-average type–token ratio 移动平均型例比 (Covington & McFall 2010), with its interval.

    Parameters
    ----------
    run : the words of a text in order.
    window : words in a window; a shorter text is one window, and has no interval.

    Returns
    -------
    Mean over all windows of types / window, and the ends of a 95 % interval by moving-block
    bootstrap over windows (Künsch 1989), the block being one window long, because neighbouring
    windows share their words.
    """
    if len(run) == 0:
        return (float("nan"),) * 3
    _, codes = np.unique(run, return_inverse=True)
    width = min(window, len(codes))
    last = np.full(codes.max() + 1, -1)
    fresh_since = np.empty(len(codes), dtype=int)
    for place, code in enumerate(codes):
        fresh_since[place], last[code] = last[code], place
    # a word is a new type in the windows that begin after its previous occurrence
    first, final = (
        np.maximum(fresh_since + 1, np.arange(len(codes)) - width + 1),
        np.arange(len(codes)),
    )
    final = np.minimum(final, len(codes) - width)
    keep = first <= final
    change = np.bincount(first[keep], minlength=len(codes) + 1).astype(float)
    change -= np.bincount(final[keep] + 1, minlength=len(codes) + 1)
    ratios = np.cumsum(change)[: len(codes) - width + 1] / width
    blocks = len(ratios) // width
    if blocks < 2:
        return float(ratios.mean()), float("nan"), float("nan")
    sums = np.concatenate([[0.0], np.cumsum(ratios)])
    means = (sums[width:] - sums[:-width]) / width
    draws = np.random.default_rng(seed).integers(0, len(means), (RESAMPLES, blocks))
    low, high = np.quantile(means[draws].mean(axis=1), [0.025, 0.975])
    return float(ratios.mean()), float(low), float(high)


def dispersion(positions: np.ndarray, units: pd.DataFrame) -> float:
    """Dispersion 离散度 of a term over units: Gries' DP (2008), 0.0 even to nearly 1.0 in one unit.

    The expected share of a unit is its share of the characters; nan without occurrences. See
    :func:`huayu.keyness.dispersion.deviation`.
    """
    if len(positions) == 0 or units.empty:
        return float("nan")
    lengths = (units["end"] - units["start"]).to_numpy(dtype=float)
    counts = np.bincount(within(positions, units), minlength=len(units))
    return deviation(counts, lengths)


def plain(value: Any) -> Any:
    """Value as JSON can carry it: lists for tuples and arrays, None for nan, Python's numbers."""
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    return None if value is pd.NA or (isinstance(value, float) and value != value) else value


def csv(frame: pd.DataFrame) -> str:
    """Frame as CSV (RFC 4180, line feeds), safe to open in a spreadsheet.

    A text that a spreadsheet would run as a formula gets an apostrophe before it; use JSON lines
    where the exact text matters.
    """
    guarded = frame.map(_guarded)
    return guarded.to_csv(index=False, lineterminator="\n")


def _guarded(item: Any) -> Any:
    return f"'{item}" if isinstance(item, str) and item.startswith(_FORMULA) else plain(item)


def save(frame: pd.DataFrame, speech: Speech, name: str) -> pd.DataFrame:
    """Save a table 存表 as ``build/<speech>/tables/<name>.csv``; returns it unchanged."""
    write((speech.root or root()) / "build" / speech.id / "tables" / f"{name}.csv", csv(frame))
    return frame


def interactive() -> None:
    """Make the tables of this notebook sortable 可排序: put the DataTables script into it, once.

    The script is part of the output, so that the tables also work offline.
    """
    from itables import init_notebook_mode

    init_notebook_mode(all_interactive=False, connected=False)


def show(frame: pd.DataFrame, speech: Speech, name: str, rows: int = 10) -> Any:
    """Show a table 显示表格: sortable and searchable in a notebook, offline, and saved as CSV.

    Every cell is escaped: a ``<`` or ``**`` of a speech is text.
    """
    from IPython.display import HTML
    from itables import to_html_datatable

    save(frame, speech, name)
    escaped = frame.map(lambda item: html.escape(item) if isinstance(item, str) else item)
    return HTML(
        to_html_datatable(
            escaped.round(3),
            table_id=f"table-{name.replace('_', '-')}",
            pageLength=rows,
            connected=False,
            allow_html=True,
            maxBytes=0,
            showIndex=False,
        )
    )


def card(speech: Speech) -> pd.DataFrame:
    """Card 卡片 of a speech: what meta.toml says of it, one row a field."""
    fields = {"id": speech.id, **speech.meta}
    rows = [(name, _listed(value)) for name, value in fields.items() if name != "part"]
    return pd.DataFrame(rows, columns=["field", "value"])


def _listed(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def sizes_in_words(table: pd.DataFrame) -> str:
    """What :func:`sizes` says, as a sentence or two of Markdown (规模小结)."""
    total = table["words"].sum()
    if len(table) == 1:
        return f"The body is one piece of {total:,} words: this speech has no parts to compare."
    shares = ", ".join(
        f"part {part}: {words / total:.0%}" for part, words in table["words"].items()
    )
    longest, shortest = table["sentence_length"].idxmax(), table["sentence_length"].idxmin()
    return (
        f"The body has **{total:,} words** in {len(table)} parts ({shares}). Sentences are longest "
        f"in part {longest} ({_ends(table.loc[longest], 'sentence_length')} characters) and "
        f"shortest in part {shortest} ({_ends(table.loc[shortest], 'sentence_length')}); where two "
        "intervals overlap widely, the difference is not one that a text of this length can show."
    )


def apart(table: pd.DataFrame, most: int = 8) -> str:
    """What :func:`rates` shows beyond chance, as Markdown: terms whose intervals lie apart.

    A term is named when the interval of one part lies wholly above that of another; two 95 %
    intervals that do not touch are a stricter sign than a test of the difference at 0.05.
    """
    by = table.columns[1]
    found = []
    for term, rows in table.groupby("term", sort=False):
        top, bottom = rows.loc[rows["low"].idxmax()], rows.loc[rows["high"].idxmin()]
        if top["low"] > bottom["high"]:
            found.append((top["low"] - bottom["high"], term, top, bottom))
    if not found:
        return f"No term has intervals that lie apart: nothing here differs by {by} beyond chance."
    lines = [
        f"- {escape(str(term))}: {by} {top[by]} has {top['rate']:.1f} per 1,000 words "
        f"({top['low']:.1f}–{top['high']:.1f}), {by} {bottom[by]} {bottom['rate']:.1f} "
        f"({bottom['low']:.1f}–{bottom['high']:.1f})"
        for _, term, top, bottom in sorted(found, key=lambda row: -row[0])[:most]
    ]
    head = f"**{len(found)} of {table['term'].nunique()} terms** have intervals that lie apart:"
    return "\n".join([head, "", *lines])


def escape(text: str) -> str:
    """Text of a speech for Markdown 转义: no character of it is markup.

    >>> escape("**书记 <b>")
    '&#42;&#42;书记 &#60;b&#62;'
    """
    marks = "\\`*_{}[]()<>#+-.!|$~&"
    return "".join(f"&#{ord(char)};" if char in marks else char for char in text)


def _ends(row: pd.Series, name: str) -> str:
    return f"{row[name]:.1f}, 95 % interval {row[f'{name}_low']:.1f}–{row[f'{name}_high']:.1f}"
