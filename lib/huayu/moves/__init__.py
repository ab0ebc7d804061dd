"""Moves 论证步骤: what each sentence of a speech does in its argument.

Thesis, reason, example, demand …: the kinds of the codebook (corpus/README.md, moves), decided
from what a reader goes by (``features``) with weights that were learned from many texts. Of a
demand or warning ``demands`` says who must do what, ``models`` who is held up to whom.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from huayu import decisions, encoder, spans, structure
from huayu.corpus import Speech
from huayu.decisions import Candidate
from huayu.folding import read
from huayu.moves.demands import demands
from huayu.moves.features import features, means
from huayu.moves.models import models

__all__ = ["COLUMNS", "KINDS", "candidates", "features", "moves", "vectors"]

# in the order of the codebook
KINDS = (
    "heading", "frame", "thesis", "definition", "authority", "reason", "achievement", "problem",
    "rebuttal", "example", "demand", "warning", "pledge", "appeal",
)  # fmt: skip
COLUMNS = (
    "move", "addressee", "carried", "action", "strength", "negated", "models", "rule", "score",
    "reason",
)  # fmt: skip


@spans.once
@read(tiles=True)
def moves(speech: Speech) -> pd.DataFrame:
    """Moves 论证步骤 of a speech, one row a sentence; the rows tile the text.

    Returns
    -------
    DataFrame with columns

    ==============  =============================================================================
    start, end      offsets of the sentence
    text            the sentence
    move            what it does: heading | frame | thesis | definition | authority | reason |
                    achievement | problem | rebuttal | example | demand | warning | pledge | appeal
    addressee       of a demand or warning: who must act, in the text's words; several joined by ；
    carried         whether the addressee is named in the sentence before and not in this one
    action          of a demand or warning: the verb phrase
    strength        of its strongest marker, 1 (allows) to 5 (absolute), see the layer stance
    negated         whether it denies: what must not be done
    models          places, persons and bodies held up for comparison: ((start, end, role), …)
    rule            moves.vectors:learned, or moves:learned where no encoder is in force or its
                    vectors leave a doubt
    score           probability of the move, 0 to 1
    reason          the features that spoke most for it
    part, point, zone   where it stands
    ==============  =============================================================================

    Notes
    -----
    Thesis and reason are told apart worst, as by readers; definitions, warnings and rebuttals that
    no word announces are missed most. Sentences are decided one by one: sequences (a CRF, a
    second look at the neighbours' moves) gained nothing on texts left out.
    """
    table = structure.sentences(speech)
    found = decisions.judged(speech, "moves", features(speech), vectors(speech))
    places = list(zip(table["start"], table["end"], strict=True))
    done = [(start, end, each.label) for (start, end), each in zip(places, found, strict=True)]
    asked = demands(speech, done)
    # whatever opens an example is held up by it: only where it surely is one
    firm = [each.label != "example" or each.score >= decisions.FIRM for each in found]
    sure = [(a, b, move if one else "reason") for (a, b, move), one in zip(done, firm, strict=True)]
    held = models(speech, sure)
    nothing = (None, False, None, float("nan"), False)
    rows = [
        (start, end, move, *(of or nothing), up, each.rule, each.score, each.reason)
        for (start, end, move), of, up, each in zip(done, asked, held, found, strict=True)
    ]
    return structure.placed(speech, spans.frame(speech.text, rows, COLUMNS))


def candidates(speech: Speech, place: int) -> list[Candidate]:
    """Candidates 候选 of the decision on moves at a place: the sentence that holds it."""
    table = structure.sentences(speech)
    row = int(spans.within([place], table)[0])
    if row < 0:
        return []
    dense = vectors(speech)
    start, end = (int(table[name].iat[row]) for name in ("start", "end"))
    vector = None if dense is None else dense[row]
    return [Candidate(start, end, "moves", features(speech)[row], vector)]


def vectors(speech: Speech) -> np.ndarray | None:
    """Vectors 句向量 of sentences, each with the mean of those around it; or None.

    The mean tells the kind of stretch: what is a pledge in a plan is an achievement in a report.
    """
    own = encoder.vectors(structure.sentences(speech)["text"].str.strip().tolist(), speech.root)
    if own is None:
        return None
    return np.hstack([own, np.rint(means(own)).astype(np.int8)])
