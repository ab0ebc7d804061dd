"""Account 交代 of a network: what was tested and found, in words, and what chance would find."""

from __future__ import annotations

import numpy as np
import pandas as pd

from huayu.corpus import Speech
from huayu.languages import say
from huayu.network import concepts, shifts
from huayu.network.association import significance
from huayu.network.cooccurrence import cooccurrences
from huayu.network.correction import LEVEL, RESERVE, testable
from huayu.network.graph import edges
from huayu.network.incidence import incidence, paired


def shifted(speech: Speech, samples: int = 10, window: str = "sentence") -> pd.DataFrame:
    """Null check 零检验: the whole pipeline on the speech with every term shifted within its part.

    Parameters
    ----------
    samples : shifted speeches; sample number is seed.
    window : clause, sentence or paragraph.

    Returns
    -------
    DataFrame ``sample, pairs, associations``: within each part every term was turned round by a
    length of its own, so that its bursts are what they were and it stands with others by chance
    alone (:func:`shifts.shifted`); then nodes were chosen, pairs tested and corrected as for the
    speech itself. Words dealt out one by one would not do: they come in no bursts, and a test that
    errs where words do finds nothing among them.

    >>> shifted(Speech("x", "要深化改革开放。要加强党的建设。" * 4), 2)["associations"].tolist()
    [0, 0]
    """
    held = concepts.units(speech, window)
    whole, rows = incidence(held.terms, held.parts), []
    for sample in range(samples):
        drawn = shifts.shifted(whole, sample)
        units = [[whole.terms[row] for row in np.flatnonzero(column)] for column in drawn.T]
        nodes = concepts.nodes(speech, units)["node"].tolist()
        table = cooccurrences(units, 1, nodes, held.strata, draws=0)
        rows.append((sample, table.attrs["pairs"], int((table["q"] <= LEVEL).sum())))
    return pd.DataFrame(rows, columns=["sample", "pairs", "associations"])


def tested(speech: Speech, window: str = "sentence") -> pd.DataFrame:
    """Tests 检验数 by part: units, pairs tested, those that could be found alone, those found.

    Returns
    -------
    DataFrame ``part`` (0 the whole), ``units, nodes`` (with a unit in the part), ``pairs,
    testable`` (Tarone 1990: pairs that the margins allow to become significant alone), ``met``
    (pairs with a joint unit), ``associations``.

    Notes
    -----
    Testable is what could be found with nothing else to be found. In a text that repeats itself
    there can be more associations: a false discovery rate allows the more the more is found.
    """
    held, table = concepts.units(speech, window), edges(speech, window)
    chosen = concepts.nodes(speech, held.terms)["node"].tolist()
    rows = []
    for part in sorted({0, *table["part"]}):
        own = held.of(part or None)
        whole = incidence(own.terms, own.strata)
        pairs = paired(whole, 1, chosen)
        least = significance(whole, pairs).least
        nodes = len(set(whole.terms) & set(chosen))
        found = table[table["part"] == part]
        associations = int((found["q"] <= LEVEL).sum())
        can = int(testable(least, LEVEL / RESERVE).sum())
        rows.append((part, len(own.terms), nodes, len(least), can, len(found), associations))
    columns = ["part", "units", "nodes", "pairs", "testable", "met", "associations"]
    return pd.DataFrame(rows, columns=columns)


def in_words(speech: Speech, window: str = "sentence") -> str:
    """Statement 说明 of what was tested and found, in Markdown, for the notebook.

    >>> in_words(Speech("x", "大家好。")).startswith("- **Whole text**: 1 units; 0 pairs")
    True
    """
    lines = []
    for row in tested(speech, window).itertuples():
        zh, en = (f"第 {row.part} 部分", f"Part {row.part}") if row.part else ("全篇", "Whole text")
        said = say(
            f"- **{zh}**：{row.units} 个单位；有 {row.pairs} 对节点可能相遇，"
            f"其中 {row.testable} 对哪怕只有它一对也能看出来，{row.associations} 对是关联。",
            f"- **{en}**: {row.units} units; {row.pairs} pairs of nodes could meet, "
            f"{row.testable} of them could have been found even alone, "
            f"{row.associations} are associations.",
        )
        lines.append(said)
    return "\n".join(lines)
