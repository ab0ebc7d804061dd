"""Contrast 对比: texts held against each other, laid side by side, and set in an order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import ahocorasick_rs
import pandas as pd

from huayu import corpus, keyness, tables
from huayu.comparison.choice import chooses, others
from huayu.comparison.texts import Text, parts, sample, tally, text
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
    references : the same; or names of many, such as ``reference``, see
        :func:`huayu.comparison.others`; or ``wordfreq`` or ``jieba`` alone, a background of the
        language at large (kind ``words`` only). A part held against its own whole speech is held
        against the rest of it.

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
    others = [other for name in references for other in _named(name, mine, house)]
    if not others:
        raise Fault(target, "is compared with itself", "name another text as reference")
    return sampled(mine, others, kind, least)


def sampled(
    target: Text, references: Sequence[Text], kind: str, least: int = LEAST
) -> pd.DataFrame:
    """Keyness 关键性 of a text against others taken together; see :func:`contrast`.

    ``target_within, reference_within`` count the wording wherever it stands, also inside longer
    terms: 从严治党 that one text lacks as a term may stand nine times in 全面从严治党. Where a
    reference has counts alone it is looked for in its terms, and 党员干部 not found in 党员、干部.
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
    whole = "\n".join(one.body() for one in texts).replace("、", "")
    known = ahocorasick_rs.AhoCorasick(list(terms))
    found = Counter(at for at, *_ in known.find_matches_as_indexes(whole, overlapping=True))
    return [found[at] for at in range(len(terms))]


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


def _named(name: str, target: Text, house: Path | str | None) -> list[Text]:
    """The texts of one name: a source, less the target, or the many that the name chooses."""
    speech = target.speech
    if isinstance(speech, Speech) and chooses(speech, name):
        return others(speech, [name])
    return _without(text(name, house), target)


def _without(reference: Text, target: Text) -> list[Text]:
    """The reference, less the target where it holds it: the other parts of the same speech."""
    one, other = reference.speech, target.speech
    assert isinstance(one, Speech) and isinstance(other, Speech)
    same = (one.id, one.text) == (other.id, other.text)
    if not same or (reference.part is not None and target.part not in (None, reference.part)):
        return [reference]
    if reference.part is None and target.part is not None:
        return [Text(reference.speech, part) for part in _pieces(reference) if part != target.part]
    return []


def _pieces(whole: Text) -> list[int]:
    """Parts of a speech, and 0 where some of its body stands before the first."""
    assert isinstance(whole.speech, Speech)
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
    states = tuple(one.speech.state for one in texts if isinstance(one.speech, Speech))
    return _alike(tuple(texts), kind, states)


@lru_cache(maxsize=8)  # a tree and a map of the same texts, in both kinds
def _alike(texts: tuple[Text, ...], kind: str, states: tuple[object, ...]) -> Similarity:
    """Similarity of texts, kept until the corrections of one of them change."""
    if kind == "function":
        samples = [sample(one, "words") for one in texts]
        lists = next((one.speech.lexicon for one in texts if isinstance(one.speech, Speech)), None)
        empty = frozenset((lists or corpus.lexicon()).words("stopwords.txt"))
        return similarity(samples, commonest(samples, empty), delta)
    return similarity([sample(one, "terms") for one in texts], distance=cosine)


def several(texts: Sequence[Text]) -> list[Text]:
    """Texts 文本 to lay side by side: the texts or, where these are under four, their parts.

    Fewer than four texts make no tree and no map worth the name. Counts alone are never taken
    apart. A text without words is left out.
    """
    if len(texts) < 4:
        texts = [part for one in texts for part in _parted(one)]
    return [one for one in texts if sample(one, "words").size > 0]


def _parted(whole: Text) -> list[Text]:
    if not isinstance(whole.speech, Speech):
        return [whole]
    return [whole._replace(part=part) for part in parts(whole.speech) or (None,)]


def profile(texts: Sequence[Text], measure: str) -> pd.DataFrame:
    """Profile 概貌: rates of what a measure counts in each text, per 1,000 words, with intervals.

    Each text is read with the same instrument, see :class:`Text`.

    Parameters
    ----------
    measure : a key of :data:`huayu.reference.MEASURES`, such as ``devices`` or ``functions``.

    Returns
    -------
    DataFrame ``term, speech, count, size, rate, low, high``, see :func:`huayu.tables.rates`.
    """
    rows = [(term, one.name) for one in texts for term in tally(one, measure).elements()]
    sizes = {one.name: max(sample(one, "words").size, 1) for one in texts}
    frame = pd.DataFrame(rows, columns=["term", "speech"]).assign(zone="body")
    return tables.rates(frame, "term", pd.Series(sizes), by="speech")


def overview(texts: Sequence[Text]) -> pd.DataFrame:
    """Overview 概览 of texts: ``speech, title, date, group, parts, words, segments, text``.

    ``text`` says whether it is here, or its counts alone.
    """
    rows = []
    for one in texts:
        whole, meta = sample(one, "words"), one.speech.meta
        known = [str(meta.get(name, "")) for name in ("title", "date")]
        if isinstance(one.speech, Speech):
            count, here = len(parts(one.speech)), "here"
        else:
            count = len({piece["part"] for piece in one.speech.parts} - {0})
            here = "counts"
        size = int(whole.size), len(whole.lengths)
        rows.append((one.speech.id, *known, one.group, count, *size, here))
    columns = ["speech", "title", "date", "group", "parts", "words", "segments", "text"]
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
