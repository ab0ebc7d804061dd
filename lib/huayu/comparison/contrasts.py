"""Contrast 对比: texts held against each other, laid side by side, and set in an order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import pandas as pd

from huayu import keyness, tables
from huayu.comparison.texts import Text, parts, sample, text
from huayu.corpus import Speech
from huayu.files import Fault
from huayu.keyness import Background, Sample
from huayu.keyness.background import SOURCES
from huayu.keyness.contrast import LEAST
from huayu.keyness.similarity import Similarity, commonest, cosine, delta, similarity
from huayu.layers import layer


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
    """Keyness 关键性 of a text against others taken together; see :func:`contrast`.

    ``target_within, reference_within`` count the wording wherever it stands, also inside longer
    terms: 从严治党 that one text lacks as a term may stand there nine times in 全面从严治党.
    """
    together = keyness.joined([sample(other, kind) for other in references])
    table = _compared(target, together, kind, least)
    if kind in ("words", "terms", "formulas"):
        table.insert(3, "target_within", _within(table["term"], [target]))
        table.insert(4, "reference_within", _within(table["term"], references))
    return table


def _within(terms: pd.Series, texts: Sequence[Text]) -> list[int]:
    """How often the characters of each term stand in the bodies at all, also in longer terms.

    、 is passed over, as between the two halves of 党员、干部.
    """
    bodies = [
        one.speech.lexicon.simplified("".join(one.rows(layer(one.speech, "sentences"))["text"]))
        for one in texts
    ]
    whole = "\n".join(bodies).replace("、", "")
    return [whole.count(term) for term in terms]


def keywords(
    target: Speech, *references: Speech, kind: str = "terms", part: int | None = None
) -> pd.DataFrame:
    """Keywords 关键词: what a speech, or a part of it, has more or less of than others.

    Parameters
    ----------
    references : what it is held against, taken together; without any, a part is held against the
        other parts of its speech.
    kind : ``words``, ``terms``, ``formulas`` or ``concepts``.
    part : the part of the target that is meant; the whole by default.

    Returns
    -------
    DataFrame, see :func:`huayu.keyness.keyness`: counts, rates, log ratio with interval, G², q.

    Raises
    ------
    Fault : there is nothing to compare with.

    Notes
    -----
    All are read with the same instrument, see :class:`Text`. What words say in other words is not
    found, nor who says it.

    >>> one, other = Speech("a", "修路修路。\\n" * 9), Speech("b", "种树种树。\\n" * 9)
    >>> keywords(one, other, kind="words")["term"].tolist()[0]
    '修路'
    """
    mine = Text(target, part)
    others = [Text(one) for one in references] or _without(Text(target), mine)
    if not others:
        raise Fault(mine.name, "has nothing to be compared with", "name another speech, or a part")
    return sampled(mine, others, kind)


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
    return _alike(tuple(texts), kind, tuple(one.speech.state for one in texts))


@lru_cache(maxsize=8)  # a tree and a map of the same texts, in both kinds
def _alike(texts: tuple[Text, ...], kind: str, states: tuple[object, ...]) -> Similarity:
    """Similarity of texts, kept until the corrections of one of them change."""
    if kind == "function":
        samples = [sample(one, "words") for one in texts]
        empty = frozenset(texts[0].speech.lexicon.words("stopwords.txt"))
        return similarity(samples, commonest(samples, empty), delta)
    return similarity([sample(one, "terms") for one in texts], distance=cosine)


def several(speeches: Sequence[Speech]) -> list[Text]:
    """Texts 文本 to lay side by side: the speeches or, where these are under four, their parts.

    Fewer than four texts make no tree and no map worth the name. A text without words is left
    out.
    """
    if len(speeches) >= 4:
        texts = [Text(speech) for speech in speeches]
    else:
        texts = [Text(speech, part) for speech in speeches for part in parts(speech) or (None,)]
    return [one for one in texts if sample(one, "words").size > 0]


def by_date(speeches: Sequence[Speech]) -> list[Speech]:
    """Speeches in order of their dates 日期; those of unknown date last."""
    dated = {speech.id: str(speech.meta.get("date", "unknown")) for speech in speeches}
    return sorted(
        speeches, key=lambda one: (not dated[one.id][:1].isdigit(), dated[one.id], one.id)
    )


def profile(
    speeches: Sequence[Speech],
    name: str,
    column: str,
    keep: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Profile 概貌: rates of the labels of a layer in each speech, per 1,000 words, with intervals.

    Each speech is read with the same instrument, see :class:`Text`.

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
        frame = layer(speech.common, name)
        frames.append((keep(frame) if keep else frame).assign(speech=speech.id))
        sizes[speech.id] = max(sample(Text(speech), "words").size, 1)
    together = pd.concat([frame[["speech", "zone", column]] for frame in frames])
    return tables.rates(together, column, pd.Series(sizes), by="speech")


def overview(speeches: Sequence[Speech]) -> pd.DataFrame:
    """Overview 概览 of speeches: ``speech, title, date, kind, parts, words, segments``."""
    rows = []
    for speech in speeches:
        whole, meta = sample(Text(speech), "words"), speech.meta
        known = [str(meta.get(name, "")) for name in ("title", "date", "kind")]
        rows.append((speech.id, *known, len(parts(speech)), int(whole.size), len(whole.lengths)))
    columns = ["speech", "title", "date", "kind", "parts", "words", "segments"]
    return pd.DataFrame(rows, columns=columns)


def leading(found: pd.DataFrame | None, most: int = 15) -> pd.DataFrame:
    """The leading terms 前列词 of each text in a distinction; a row that says so without one."""
    if found is None:
        return pd.DataFrame({"note": ["nothing to compare"]})
    return found[found["z"] > 0].groupby("sample", sort=False).head(most).reset_index(drop=True)


def report(table: pd.DataFrame, most: int = 20) -> str:
    """Report 简表 of a contrast for the terminal: the marks of the target, then the reference's."""
    shown = ["term", "target", "reference", "log_ratio", "low", "high", "lrc", "g2", "q", "dp_norm"]
    marks = {
        "target": table[table["log_ratio"] > 0].head(most),
        "reference": table[table["log_ratio"] < 0].tail(most)[::-1],
    }
    lines = []
    for side, rows in marks.items():
        with pd.option_context("display.unicode.east_asian_width", True):
            lines += [f"marks of the {side}", rows[shown].round(3).to_string(index=False), ""]
    return "\n".join(lines)
