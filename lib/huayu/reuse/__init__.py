"""Reuse 文本复用: the cited sayings and formulas of a speech, traced through other texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from huayu.corpus import Speech
from huayu.layers import layer
from huayu.reuse.documents import Document, documents
from huayu.reuse.passages import Search, bare
from huayu.reuse.unmarked import unmarked

__all__ = ["NOT_FOUND", "Document", "Search", "documents", "phrases", "trace", "unmarked"]

LEAST = 3  # characters: what is shorter is a word, and occurs everywhere
NOT_FOUND = "not found"
OF_PHRASE = ("start", "end", "text", "layer", "speaker", "source_hint", "said", "uses")
OF_PASSAGE = (
    "relation", "document", "title", "date", "found_start", "found_end", "found_text",
    "score", "alignment", "earliest", "place",
)  # fmt: skip


def phrases(speech: Speech) -> pd.DataFrame:
    """Phrases 待查语句: every cited saying and formula of a speech, each once.

    Returns
    -------
    DataFrame by first use: ``start, end, text`` (its first use), ``layer`` (quotations or
    formulas), ``speaker``, ``source_hint`` and ``said`` (the date in it) of a citation, ``uses``
    (times in the speech).
    Formulas that differ in marks alone are one phrase.
    """
    cited = layer(speech, "quotations")
    cited = cited[cited["function"] == "citation"].assign(layer="quotations")
    cited["said"] = cited["date"]
    fixed = layer(speech, "formulas").assign(layer="formulas")
    both = pd.concat([cited, fixed])[[*OF_PHRASE[:-1]]].astype(object)
    both = both.where(both.notna(), None)
    both["bare"] = both["text"].map(lambda text: bare(text, speech.lexicon)[0]).astype(object)
    both = both[both["bare"].str.len() >= LEAST].sort_values(["start", "end"], kind="stable")
    both["uses"] = both.groupby(["layer", "bare"])["bare"].transform("size")
    return both.drop_duplicates(["layer", "bare"])[[*OF_PHRASE]].reset_index(drop=True)


def trace(speech: Speech, sources: Iterable[Document] | None = None) -> pd.DataFrame:
    """Trace 溯源: where each cited saying and formula of a speech stands in other texts.

    Parameters
    ----------
    speech : the speech whose phrases are looked for.
    sources : documents to search, from :func:`documents`; default the other speeches of its
        corpus. A copy of the speech itself is passed over.

    Returns
    -------
    DataFrame, one row per passage and one for each phrase that is nowhere:

    ===================  =======================================================================
    start, end, text     the phrase where the speech first uses it
    layer                quotations | formulas
    speaker, source_hint whom the speech cites, and its words for when; None for formulas
    said                 the date in source_hint
    uses                 times in the speech
    relation             verbatim | altered | trimmed | spliced | not found
    document, title      id and title of the text it was found in
    date                 of that text, YYYY[-MM[-DD]], "" where it is unknown
    found_start, _end    offsets into that text
    found_text           the words there
    score                share of the phrase that is there unchanged, 0.0–1.0
    alignment            [-left out-] and {+put in+}, without marks
    earliest             whether this is the phrase's earliest dated passage
    place                file, and line where there is one
    ===================  =======================================================================

    sorted by phrase, date, document and offset.

    Notes
    -----
    Words that say the same in other words are not found, nor are clauses in another order. A
    formula is one fixed unit, so a part of it is no use of it: formulas are never trimmed or
    spliced. Thresholds and reasons: :mod:`huayu.reuse.passages`.
    """
    wanted = phrases(speech)
    search = Search(wanted["text"], wanted["layer"] == "formulas", speech.lexicon)
    if sources is None:
        sources = documents(house=speech.root)
    found = [
        (passage.phrase, document, passage)
        for document in sources
        if document.text != speech.text
        for passage in search.passages(document.text)
    ]
    first = _earliest(found)
    rows = [
        (*wanted.loc[number], *_cells(document, passage, place in first))
        for place, (number, document, passage) in enumerate(found)
    ]
    rows += [
        (*wanted.loc[number], NOT_FOUND, *[None] * 8, False, None)
        for number in sorted(set(wanted.index) - {number for number, *_ in found})
    ]
    table = pd.DataFrame(rows, columns=[*OF_PHRASE, *OF_PASSAGE])
    whole = {name: "Int64" for name in ("start", "end", "uses", "found_start", "found_end")}
    order = ["start", "end", "layer", "date", "document", "found_start"]
    return table.astype(whole).sort_values(order, kind="stable", ignore_index=True)


def _cells(document: Document, passage: Any, earliest: bool) -> Iterator[Any]:
    start, end = passage.start, passage.end
    yield from (passage.relation, document.id, document.title, document.date)
    yield from (start, end, document.text[start:end], passage.score, passage.alignment)
    yield from (earliest, document.place)


def _earliest(found: list[tuple[int, Document, Any]]) -> set[int]:
    """Places in the list of each phrase's earliest dated passage; of one day, the best score.

    A date without month or day counts as the last it can be: 2013 does not come before 2013-05.
    """
    best: dict[int, tuple[Any, ...]] = {}
    for place, (number, document, passage) in enumerate(found):
        if document.date:
            key = (f"{document.date}-99-99"[:10], -passage.score, document.id, passage.start, place)
            best[number] = min(best.get(number, key), key)
    return {place for *_, place in best.values()}
