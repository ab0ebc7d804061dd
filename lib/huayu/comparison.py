"""Comparison 比较: parts and speeches held against each other, on the layers as corrected."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from huayu import corpus, keyness, tables
from huayu.corpus import Speech
from huayu.files import Fault
from huayu.keyness import Background, Sample
from huayu.keyness.background import SOURCES
from huayu.keyness.contrast import LEAST
from huayu.keyness.similarity import Similarity, commonest, cosine, delta, similarity
from huayu.layers import layer
from huayu.words import function_words

# words of a segment: between the median paragraph (68) and the upper quartile (110) of 55 speeches;
# sentences are never cut, so that a text on one line has segments like any other
SEGMENT = 100


class Text(NamedTuple):
    """A text 文本 to compare: a whole speech, or one part of it."""

    speech: Speech
    part: int | None = None

    @property
    def name(self) -> str:
        """Name 名称: the speech's id, with # and the part's number."""
        return self.speech.id + ("" if self.part is None else f"#{self.part}")

    def rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Rows of a layer that lie in this text's body 正文."""
        inside = tables.body(frame)
        return inside if self.part is None else inside[inside["part"] == self.part]


def text(source: str, house: Path | str | None = None) -> Text:
    """Text 文本 of ``SOURCE`` or ``SOURCE#part``, SOURCE being an id or the path of a file.

    Raises
    ------
    Fault : no such speech or file, or no such part.
    """
    split = re.fullmatch(r"(.+)#(\d+)", source)
    if not split or Path(source).exists():
        return Text(corpus.load(source, house))
    speech, part = corpus.load(split[1], house), int(split[2])
    known = parts(speech)
    if part not in known:
        there = f"use one of {', '.join(map(str, known))}" if known else "it has no parts"
        raise Fault(source, f"there is no part {part}", there)
    return Text(speech, part)


def parts(speech: Speech) -> list[int]:
    """Numbers of the parts 部分 of a speech's body; [] where it has none."""
    found = sorted(set(tables.body(layer(speech, "sentences"))["part"]) - {0})
    return [int(part) for part in found]


# what can be compared -> the occurrences, as a layer, and the column that names them
KINDS: dict[str, tuple[Callable[[Speech], pd.DataFrame], str]] = {
    "words": (lambda speech: _unhidden(tables.running(layer(speech, "tokens"))), "text"),
    "terms": (tables.terms, "term"),
    "formulas": (lambda speech: layer(speech, "formulas"), "canonical"),
    "concepts": (lambda speech: layer(speech, "concepts"), "concept"),
}


def _unhidden(tokens: pd.DataFrame) -> pd.DataFrame:
    """Tokens without residue: what may let a masked name be guessed is listed nowhere."""
    return tokens[tokens["tag"] != "residue"]


def sample(chosen: Text, kind: str = "terms", name: str | None = None) -> Sample:
    """Sample 样本 of a text for :mod:`huayu.keyness`: what occurs in it, by segments.

    Parameters
    ----------
    kind : ``words`` (all running words), ``terms`` (formulas and, outside them, content words),
        ``formulas`` or ``concepts``. Rates are per running word whatever the kind.
    name : what to call it; its own name by default.

    Returns
    -------
    Sample with segments of whole sentences of about SEGMENT words, a short last one joined to the
    one before. Title, salutation and closing are left out.
    """
    occurrences, column = KINDS[kind]
    sentences = chosen.rows(layer(chosen.speech, "sentences"))
    starts = sentences["start"].to_numpy()
    running = chosen.rows(_unhidden(tables.running(layer(chosen.speech, "tokens"))))
    held = np.searchsorted(starts, running["start"].to_numpy(), side="right") - 1
    sizes = np.bincount(held[held >= 0], minlength=len(starts))
    segment = _segments(sizes)
    lengths = np.bincount(segment, weights=sizes) if len(segment) else np.zeros(1)
    rows = chosen.rows(occurrences(chosen.speech))
    place = np.searchsorted(starts, rows["start"].to_numpy(), side="right") - 1
    kept = (place >= 0) & (lengths[segment[place]] > 0) if len(segment) else place >= 0
    name = chosen.name if name is None else name
    return keyness.sample(rows.loc[kept, column].to_numpy(), segment[place[kept]], lengths, name)


def _segments(sizes: np.ndarray) -> np.ndarray:
    """Number of the segment of each sentence, from the words of each sentence."""
    before = np.cumsum(sizes) - sizes
    _, segment = np.unique(before // SEGMENT, return_inverse=True)
    lengths = np.bincount(segment, weights=sizes)
    if len(lengths) > 1 and lengths[-1] < SEGMENT / 2:
        segment[segment == len(lengths) - 1] -= 1
    return segment


def contrast(
    target: str,
    references: Sequence[str],
    kind: str = "terms",
    house: Path | str | None = None,
    least: int = LEAST,
) -> pd.DataFrame:
    """Keyness 关键性 of one text against another, several together, or a background.

    Parameters
    ----------
    target : SOURCE or SOURCE#part.
    references : the same; or ``wordfreq`` or ``jieba`` alone, a background of the language at
        large (kind ``words`` only). A part held against its own whole speech is held against the
        rest of it.

    Returns
    -------
    DataFrame, see :func:`huayu.keyness.keyness`.

    Raises
    ------
    Fault : a source is not there, has no words, or is compared with itself; a background for a
        kind other than words.
    """
    mine = text(target, house)
    if len(references) == 1 and references[0] in SOURCES:
        if kind != "words":
            mend = "compare words, or name a speech as reference"
            raise Fault(references[0], f"holds no {kind}", mend)
        return _compared(mine, keyness.background(references[0]), kind, least)
    others = [other for name in references for other in _without(text(name, house), mine)]
    if not others:
        raise Fault(target, "is compared with itself", "name another text as reference")
    return sampled(mine, others, kind, least)


def sampled(
    target: Text, references: Sequence[Text], kind: str, least: int = LEAST
) -> pd.DataFrame:
    """Keyness 关键性 of a text against others taken together; see :func:`contrast`."""
    together = keyness.joined([sample(other, kind) for other in references])
    return _compared(target, together, kind, least)


def _without(reference: Text, target: Text) -> list[Text]:
    """The reference, less the target where it holds it: the other parts of the same speech."""
    same = (reference.speech.id, reference.speech.text) == (target.speech.id, target.speech.text)
    if not same or (reference.part is not None and target.part not in (None, reference.part)):
        return [reference]
    if reference.part is None and target.part is not None:
        return [Text(reference.speech, part) for part in _pieces(reference) if part != target.part]
    return []


def _pieces(whole: Text) -> list[int]:
    """Parts of a speech, and 0 where some of its body stands before the first."""
    return sorted({int(part) for part in whole.rows(layer(whole.speech, "sentences"))["part"]})


def _compared(target: Text, reference: Sample | Background, kind: str, least: int) -> pd.DataFrame:
    mine = sample(target, kind)
    for one in (mine, reference):
        if one.size <= 0:
            raise Fault(one.name or target.name, "has no words to compare", "name a longer text")
    return keyness.keyness(mine, reference, least)


def alike(texts: Sequence[Text], kind: str) -> Similarity:
    """Similarity 相似度 of texts in ``function`` words (style) or ``content`` terms (matter).

    Function words: Burrows's Delta on the commonest of corpus/lexicons/stopwords.txt. Content:
    cosine distance of terms that two texts or more hold.
    """
    if kind == "function":
        samples = [sample(one, "words") for one in texts]
        return similarity(samples, commonest(samples, function_words()), delta)
    return similarity([sample(one, "terms") for one in texts], distance=cosine)


def several(speeches: Sequence[Speech]) -> list[Text]:
    """Texts 文本 to lay side by side: the speeches or, where these are under four, their parts.

    Fewer than four texts make no tree and no map worth the name. A text without words is left
    out.
    """
    if len(speeches) >= 4:
        texts = [Text(speech) for speech in speeches]
    else:
        texts = [Text(speech, part) for speech in speeches for part in parts(speech) or [None]]
    return [one for one in texts if sample(one, "words").size > 0]


def by_date(speeches: Sequence[Speech]) -> list[Speech]:
    """Speeches in order of their dates 日期; those of unknown date last."""
    dated = {speech.id: str(speech.meta.get("date", "unknown")) for speech in speeches}
    return sorted(
        speeches, key=lambda one: (not dated[one.id][:1].isdigit(), dated[one.id], one.id)
    )


def profile(
    speeches: Sequence[Speech], name: str, column: str, keep: Callable | None = None
) -> pd.DataFrame:
    """Profile 概貌: rates of the labels of a layer in each speech, per 1,000 words, with intervals.

    Parameters
    ----------
    name, column : a layer and the column whose values are counted.
    keep : from the layer to the rows that count; all by default.

    Returns
    -------
    DataFrame ``term, speech, count, size, rate, low, high``, see :func:`huayu.tables.rates`.
    """
    frames, sizes = [], {}
    for speech in speeches:
        frame = layer(speech, name)
        frames.append((keep(frame) if keep else frame).assign(speech=speech.id))
        sizes[speech.id] = max(sample(Text(speech), "words").size, 1)
    together = pd.concat([frame[["speech", "zone", column]] for frame in frames])
    return tables.rates(together, column, pd.Series(sizes), by="speech")


def report(table: pd.DataFrame, most: int = 20) -> str:
    """Report 简表 of a contrast for the terminal: the marks of the target, then the reference's."""
    shown = ["term", "target", "reference", "log_ratio", "low", "high", "lrc", "g2", "q", "dp_norm"]
    marks = {
        "target": table[table["log_ratio"] > 0].head(most),
        "reference": table[table["log_ratio"] < 0].tail(most)[::-1],
    }
    lines = []
    for side, rows in marks.items():
        lines += [f"marks of the {side}", rows[shown].round(3).to_string(index=False), ""]
    return "\n".join(lines)
