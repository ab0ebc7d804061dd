"""Reports 报告: scores as tables and sentences that say what kind of scores they are."""

from __future__ import annotations

import pandas as pd

from huayu import corpus
from huayu.agreement.scored import SCORED, scores
from huayu.agreement.scoring import Fields, Score
from huayu.files import Fault, near, sha256
from huayu.languages import say
from huayu.layers import detected

# Texts on which rules and lexicons were developed, by sha256, with the ids under which they attest
# entries of the lexicon of formulas: their scores are training scores.
DEVELOPMENT = {
    "b086043458388410fb6f108ea12a7013448ee63690de734d6291336b3453fd3e": "deng_1992",
    "b305ee9e021b900398160d3f6ea0b31dd5bd220807220a75c8049716cde8a67a": "xi_2013-05-04",
    "3e6c9aeb9c9a8a9c9e255e03cacb30e332156c7b8c257fcf200df8122f6a6d06": "2021-city-secretary",
}


def training(speech: corpus.Speech) -> bool:
    """Whether rules and lexicons were developed on this text 训练文本, so that scores flatter."""
    return sha256(speech.text) in DEVELOPMENT


def table(found: dict[str, dict[str, Fields] | None]) -> pd.DataFrame:
    """Scores as a table 得分表: one row per layer and label, the fields of :class:`Score`.

    A layer without gold (None) has no rows.
    """
    rows = [
        {"layer": layer, "label": label, **fields}
        for layer, labels in found.items()
        for label, fields in (labels or {}).items()
    ]
    return pd.DataFrame(rows, columns=None if rows else ["layer", "label", *Score._fields])


def trust(speech: corpus.Speech, name: str) -> pd.DataFrame:
    """Trust 可信度 of a layer of a speech: its scores against readers' gold, label by label.

    Parameters
    ----------
    name : headings, quotations, rhetoric or formulas.

    Returns
    -------
    DataFrame ``layer, label``, the fields of :class:`Score` (precision, recall, F1 with their
    intervals, counts) and ``kind``: training (the program was developed on this text, so the
    scores flatter), unseen or constructed. Without rows where nobody has annotated the speech:
    nothing can be said then but what other texts show (``huayu evaluate gold``).

    Raises
    ------
    Fault : the layer has no gold anywhere; a line of gold is not sound.

    >>> trust(corpus.Speech("x", "他说：“修路。”"), "quotations").empty
    True
    """
    if name not in SCORED:
        what = f"is no layer that has gold{near(name, SCORED)}"
        raise Fault(name, what, f"use one of {', '.join(SCORED)}")
    kind = "constructed" if speech.constructed else "training" if training(speech) else "unseen"
    return table({name: scores(speech, name)}).assign(kind=kind)


def report(speech: corpus.Speech, found: dict[str, dict[str, Fields] | None]) -> str:
    """Report 报告 of the scores as text, headed by what kind of scores these are."""
    kind = "scores on an unseen text"
    if speech.constructed:
        kind = "a constructed text: the scores test the program and say nothing of speech"
    elif training(speech):
        kind = "training scores: rules and lexicons were developed on this text"
    head = f"{speech.id} ({kind})"
    shown = table(found).to_string(index=False, float_format="{:.3f}".format, na_rep="")
    return f"{head}\n{shown}\n"


def statement(speech: corpus.Speech, found: dict[str, dict[str, float]] | None) -> str:
    """One sentence of Markdown that says what kind of scores these are, or that there are none."""
    if not found:
        return say(
            "**这篇讲话没有标注：**这一层没有人标过，以下无从与读者核对。数之前，先抽几行读一读。",
            "**No gold for this speech:** nobody has annotated this layer here, so what follows "
            "cannot be checked against readers. Read a sample of the rows before you count them.",
        )
    if speech.constructed:
        return say(
            "**自拟文本上的得分：**只检验程序，说明不了讲话。",
            "**Scores on a constructed text:** they test the program and say nothing of speech.",
        )
    if training(speech):
        return say(
            "**训练得分：**规则和词表是看着这篇文本写的，得分偏高；换成你自己的讲话，"
            "不要指望这么高。留出得分见 README.zh.md。",
            "**Training scores:** rules and lexicons were developed on this text, so the scores "
            "flatter; expect less on a speech of your own. README.md gives the left-out scores.",
        )
    return say(
        "**未见文本上的得分：**写规则和词表时没有用过它。",
        "**Scores on an unseen text:** rules and lexicons were made without it.",
    )


def annotators(speech: corpus.Speech, layer: str, folder: str | None = None) -> str:
    """Agreement of the two annotators 标注者一致性 on a layer, as a sentence of Markdown.

    F1 takes the lines of one as gold for the other: twice the lines that both drew over all that
    either drew, those of both counted twice. Empty without gold, and for a constructed text,
    which has one author.
    """
    lines = corpus.gold(speech, layer, folder)
    if speech.constructed or lines is None or lines.empty:
        return ""
    every, both = len(lines), int(lines["agreed"].sum())
    f1 = f"{2 * both / (every + both):.2f}"
    return say(
        f"两位标注者一共划出 {every} 处，其中 {both} 处两人都划了：彼此的 F1 为 {f1}。"
        "只有一人划出的不计入得分，所以得分高于这个数，不等于比读者高明。",
        f" Of {every} lines that either annotator drew, both drew {both}: F1 {f1} between the two. "
        "Lines of only one are left out of the scores, so a score can lie above that without "
        "being better than a reader.",
    )


def left_out(speech: corpus.Speech, folder: str | None = None) -> pd.DataFrame:
    """Left-out scores 留一得分 of the formulas: those of a lexicon that has not seen the text.

    Returns
    -------
    DataFrame ``lexicon, label`` and the fields of :class:`Score`; without gold no rows. ``as used``
    has the speech's supplement; ``without this text`` drops it, and every entry that fewer than
    two other texts attest.
    """
    lines = corpus.gold(speech, "formulas", folder)
    if lines is None:
        return pd.DataFrame(columns=["lexicon", "label", *Score._fields])
    gold, units = lines.to_dict("records"), detected(speech, "sentences")
    ids = tuple({speech.id, DEVELOPMENT.get(sha256(speech.text), speech.id)})
    ways = {"as used": (), "without this text": ids}
    rows = [
        {"lexicon": way, "label": label, **fields}
        for way, without in ways.items()
        for label, fields in SCORED["formulas"](
            gold, detected(speech, "formulas", without=without).to_dict("records"), units
        ).items()
    ]
    return pd.DataFrame(rows)
