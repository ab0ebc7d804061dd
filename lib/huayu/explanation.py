"""Explanation 判断说明: what stands at a place of a speech, and what was weighed there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pandas as pd

from huayu import layers
from huayu.corpus import Speech
from huayu.decisions import Candidate, Decision, told
from huayu.files import Fault
from huayu.languages import Language, asked
from huayu.lexicon import Lexicon
from huayu.lexicon.reasons import chinese

AROUND = 20  # characters on either side of the place that show where it is
LONG = 40  # characters of a span that are shown
# of each question the likeliest candidates are shown, and of each the heaviest features: what
# weighs less moved no probability by much
MOST, FEATURES = 3, 6
# layers whose rows say why they stand there
EXPLAINED = ("quotations", "rhetoric", "moves")


Told = Callable[[str], str]  # a reason or feature in the language that is asked for
Judged = tuple[Candidate, Decision, pd.DataFrame]


def explanation(speech: Speech, offset: int, lang: Language | None = None) -> str:
    """Explanation 判断说明 of a place: the rows that hold it, and the candidates weighed there.

    Parameters
    ----------
    offset : of a character of ``speech.text``, from 0.
    lang : language of reasons and features, English where neither it nor the run says.

    Returns
    -------
    Lines: of each layer its rows there, as corrected, with rule, score and reason; then, question
    by question, the likeliest candidates with what won and how much each feature spoke for it
    (log odds against the mean of the other labels) or against it. How many are left out is said.

    Raises
    ------
    Fault : the text has no such character.

    Notes
    -----
    What a vector of the sentence adds is not broken down, and a rule has no weights: its row names
    it, as do the rows of markers.tsv.

    >>> print(explanation(Speech("x", "不仅要修这条路，而且要架桥。"), 3).split("\\n")[2])
    层递 gradation 0–13 不仅要修这条路，而且要架桥
    """
    if not 0 <= offset < len(speech.text):
        what = f"has no character {offset}"
        raise Fault(speech.id, what, f"give an offset from 0 to {len(speech.text) - 1}")
    lines = [_place(speech, offset), ""]
    told = partial(chinese, speech.lexicon) if (lang or asked()) == "zh" else str
    for name in EXPLAINED:
        lines += _rows(speech, name, offset, told)
    lines += ["", "权衡 weighed here; + speaks for what won, − against it (log odds)"]
    weighed = [line for name in layers.WEIGHED for line in _weighed(speech, name, offset, told)]
    return "\n".join([*lines, *(weighed or ["  nothing: no learned decision asks about it"]), ""])


def _place(speech: Speech, offset: int) -> str:
    before = speech.text[max(offset - AROUND, 0) : offset]
    after = speech.text[offset + 1 : offset + 1 + AROUND]
    shown = f"{before}【{speech.text[offset]}】{after}".replace("\n", " ")
    return f"{speech.id}, character {offset}: {shown}"


def _rows(speech: Speech, name: str, offset: int, told: Told) -> Iterator[str]:
    """Rows of a layer that hold a place, each with what it says and why."""
    table = layers.layer(speech, name)
    around = 1 if name == "quotations" else 0  # the marks belong to what they mark
    here = table[(table["start"] - around <= offset) & (offset < table["end"] + around)]
    for row in here.to_dict("records"):
        kinds = (row.get(field) for field in ("function", "device", "move"))
        kind = next(one for one in kinds if isinstance(one, str))
        kind = "indirect" if row.get("form") == "indirect" else kind
        yield f"{_named(speech.lexicon, name, kind)} {_span(speech, row['start'], row['end'])}"
        facts = {key: row.get(key) for key in ("speaker", "cue", "kind", "score", "rule")}
        known = (f"{key} {value}" for key, value in facts.items() if value and value == value)
        yield f"  {', '.join(known)}{' (corrected)' if row['corrected'] else ''}"
        because = f"  because {told(row['reason'])}"
        yield because if row["reason"] else "  put there by a correction"


def _named(lexicon: Lexicon, layer: str, kind: str) -> str:
    zh, en = lexicon.label(layer, kind)
    return f"{zh} {en}" if zh != en else en


def _span(speech: Speech, start: int, end: int) -> str:
    text = speech.text[start:end].replace("\n", " ")
    return f"{start}–{end} {text if len(text) <= LONG else f'{text[:LONG]}…'}"


def _weighed(speech: Speech, name: str, offset: int, said: Told) -> Iterator[str]:
    """Candidates of a layer at a place, question by question."""
    asked: dict[str, list[Candidate]] = {}
    for one in layers.candidates(speech, name, offset):
        asked.setdefault(one.asked, []).append(one)
    for question, found in asked.items():
        yield f"{_named(speech.lexicon, 'weighed', question)}"
        judged: list[Judged] = [(one, *told(speech, one)) for one in found]
        if question not in ("extent", "reporting"):  # those are read in the order of the text
            judged.sort(key=_likeliest)
        for one, decision, table in judged[:MOST]:
            about = f" [{one.about}]" if one.about else ""
            yield f"  {_span(speech, one.start, one.end)}{about}"
            yield f"    → {decision.label} {decision.score:.2f} by {decision.rule}"
            yield from _features(table, said)
        if len(judged) > MOST:
            yield f"  and {len(judged) - MOST} more, less likely or further on"


def _likeliest(judged: Judged) -> tuple[bool, float]:
    """Order of candidates: those taken before those not, the surest and the nearest to it first."""
    _, decision, _ = judged
    refused = decision.label in ("no", "does not")
    return refused, decision.score if refused else -decision.score


def _features(table: pd.DataFrame, said: Told) -> Iterator[str]:
    """The heaviest features: how much each spoke for what won, or against it."""
    for feature, value, weight in table.head(FEATURES).itertuples(index=False):
        times = "" if value == 1 else f" ({value:.3g})"
        yield f"    {'+' if weight >= 0 else '−'}{abs(weight):.2f} {said(feature)}{times}"
    if len(table) > FEATURES:
        rest = table["weight"].iloc[FEATURES:].sum()
        yield f"    {'+' if rest >= 0 else '−'}{abs(rest):.2f} {len(table) - FEATURES} lighter ones"
