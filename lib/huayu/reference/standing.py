"""Standing 位置: where a speech stands among the reference speeches, measure by measure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from huayu.corpus import Speech
from huayu.layers import layer
from huayu.lexicon import Lexicon
from huayu.lexicon.concepts import wordings
from huayu.reference.features import MEASURES, Reference
from huayu.spans import within
from huayu.tables import body, poisson_interval, running

LEAST_WORDS = 500  # a shorter reference speech has rates that say little
RARE = 5  # reference speeches that must have what is compared, else nothing is usual of it
DRAWS = 2000  # ends of a 95 % interval move by less than 0.01 from here on
# measure -> the layer whose labels it counts, and what stands before them in labels.tsv
_LABELS = {
    "devices": ("rhetoric", ""),
    "functions": ("quotations", ""),
    "forms": ("quotations", "form-"),
}
COLUMNS = (
    "measure", "item", "count", "rate", "low", "high",
    "median", "q10", "q90", "below", "above", "n", "share", "share_low", "share_high", "unusual",
)  # fmt: skip


def groups(references: Sequence[Reference]) -> pd.DataFrame:
    """Groups 分组 of the reference speeches: one row each, ``id, kind, date, period, words``.

    ``period`` is the decade, such as ``1990s``; "" where no date is known.
    """
    rows = [
        (r.id, r.entry["kind"], r.entry["date"], _decade(r.entry["date"]), r.size())
        for r in references
    ]
    return pd.DataFrame(rows, columns=["id", "kind", "date", "period", "words"])


def _decade(date: str) -> str:
    return f"{date[:3]}0s" if date[:4].isdecimal() else ""


def standing(
    speech: Speech,
    references: Sequence[Reference],
    measures: Sequence[str] = ("devices", "functions", "forms", "stance", "moves", "concepts"),
    seed: int = 0,
) -> pd.DataFrame:
    """Standing 位置 of a speech among reference speeches: what is usual here and what is not.

    Parameters
    ----------
    speech : the speech, which is left out of the references by its sha256 and id.
    references : those to compare with, all or one kind or period; of under 500 words are left out.
    measures : keys of :data:`huayu.reference.MEASURES`.
    seed : of the bootstrap.

    Returns
    -------
    DataFrame, the least usual first: ``measure, item``; ``count`` in the body; ``rate`` per 1,000
    words with ``low, high`` (95 %, bootstrap over sentences, since occurrences come in bursts);
    ``median, q10, q90`` of the references' rates; of ``n`` references ``below`` have a lower and
    ``above`` a higher rate; ``share`` of them below, ties halved, with its exact 95 % interval
    ``share_low, share_high`` (Clopper & Pearson 1934); ``unusual``: ``high`` or ``low`` where the
    whole interval of the rate lies beyond nine tenths of the references, else "".

    Notes
    -----
    A description of this set of speeches, not a test: they are no random sample of all speeches,
    and speaker, year and occasion differ with the kind. What fewer than five references have is
    left out; what they have and the speech lacks is a row of count 0.
    """
    others = [r for r in references if _other(r, speech) and r.size() >= LEAST_WORDS]
    sizes = np.array([r.size() for r in others], dtype=float)
    rows = []
    for measure in measures:
        counts = [r.counts(measure) for r in others]
        known = sorted({item for count in counts for item in count})
        for item, own in _intervals(speech, measure, known, seed).items():
            rates = np.array([count[item] for count in counts]) * 1000 / sizes
            if (rates > 0).sum() >= RARE:
                rows.append((measure, item, *own, *_among(own, rates)))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    far = (table["share"] - 0.5).abs()
    order = pd.DataFrame({"usual": table["unusual"] == "", "far": -far, "count": -table["count"]})
    return table.loc[order.sort_values(["usual", "far", "count"], kind="stable").index].reset_index(
        drop=True
    )


def named(lexicon: Lexicon, measure: str, item: str) -> tuple[str, str]:
    """Name 名称 of what is counted, in Chinese and English.

    >>> from huayu.lexicon import of
    >>> named(of(), "stance", "modality: obligation"), named(of(), "devices", "metaphor")
    (('情态：义务', 'modality: obligation'), ('比喻', 'metaphor'))
    """
    if measure == "concepts":
        for concept in wordings(lexicon).values():
            if concept.concept == item:
                return concept.zh, concept.en
    if measure == "stance":
        category, _, kind = item.partition(": ")
        pairs = [lexicon.label("stance", category), lexicon.label("subcategory", kind)]
        return "：".join(zh for zh, _ in pairs), ": ".join(en for _, en in pairs)
    layer_name, prefix = _LABELS.get(measure, (measure, ""))
    return lexicon.label(layer_name, prefix + item)


def _other(reference: Reference, speech: Speech) -> bool:
    return reference.entry["sha256"] != speech.meta.get("sha256") and reference.id != speech.id


def _among(own: tuple[int, float, float, float], rates: np.ndarray) -> tuple[object, ...]:
    """How a rate with its interval stands among others."""
    _, rate, low, high = own
    n, below, above = len(rates), int((rates < rate).sum()), int((rates > rate).sum())
    rank = below + (n - below - above) / 2
    tail = 0.025
    lower = betaincinv(rank, n - rank + 1, tail) if rank > 0 else 0.0
    upper = betaincinv(rank + 1, n - rank, 1 - tail) if rank < n else 1.0
    q10, middle, q90 = np.quantile(rates, [0.1, 0.5, 0.9])
    unusual = "high" if low > q90 else "low" if high < q10 else ""
    return middle, q10, q90, below, above, n, rank / n, lower, upper, unusual


def _intervals(
    speech: Speech, measure: str, known: Sequence[str], seed: int
) -> dict[str, tuple[int, float, float, float]]:
    """Count and rate per 1,000 words of each item, with the interval over redrawn sentences.

    What is known of others and absent here has the rate 0, and for its upper end that of a
    Poisson count of 0 (Garwood 1936): no sample of sentences could show it.
    """
    found, column = MEASURES[measure]
    rows = body(found(speech)).dropna(subset=[column])  # an added row may lack its label
    sentences = body(layer(speech, "sentences"))
    words = body(running(layer(speech, "tokens")))
    if sentences.empty or words.empty:
        return {}
    size = np.bincount(within(words["start"], sentences), minlength=len(sentences))
    draws = np.random.default_rng(seed).multinomial(
        len(sentences), np.full(len(sentences), 1 / len(sentences)), size=DRAWS
    )
    exposure, whole = np.maximum(draws @ size, 1), max(int(size.sum()), 1)
    held = within(rows["start"], sentences)
    names = rows[column].astype(str).map(speech.lexicon.simplified).to_numpy()
    none = (0, 0.0, 0.0, float(poisson_interval(np.zeros(1))[1][0]) * 1000 / whole)
    made = {item: none for item in known}
    for item in sorted(set(names)):
        counts = np.bincount(held[names == item], minlength=len(sentences))
        low, high = np.quantile((draws @ counts) * 1000 / exposure, [0.025, 0.975])
        total = int(counts.sum())
        made[item] = (total, total * 1000 / whole, float(low), float(high))
    return made
