"""Unmarked borrowing 无标记借用: passages shared with other texts without saying so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from huayu.corpus import Speech
from huayu.dates import date
from huayu.layers import layer
from huayu.reuse.alignment import shown
from huayu.reuse.documents import Document, documents
from huayu.reuse.passages import bare

SEED = 7  # characters in a row that both have: shorter runs are shared by any two texts
GAP = 12  # characters that may differ between two shared runs: a clause put in or left out
MANY = (
    100  # times in one text: what is said so often there is a refrain, and every pair of two fits
)
# what is borrowed must be worth more than a phrase that everyone uses: characters that are neither
# in a set phrase nor marked as cited, and the share of the passage that is the same
LEAST, LEAST_SAME = 16, 0.7
COLUMNS = (
    "start", "end", "text", "document", "title", "date", "found_start", "found_end", "found_text",
    "own", "score", "alignment", "marked_there", "first", "earliest", "place",
)  # fmt: skip


class Run(NamedTuple):
    """A run of characters that both texts have: where it begins in each, and its length."""

    here: int
    there: int
    length: int


def unmarked(speech: Speech, sources: Iterable[Document] | None = None) -> pd.DataFrame:
    """Unmarked borrowing 无标记借用: passages shared with others, neither quoted nor attributed.

    Parameters
    ----------
    speech : the speech whose words are looked for.
    sources : documents to search, from :func:`huayu.reuse.documents`; default the other real
        speeches of its corpus. A copy of the speech itself is passed over.

    Returns
    -------
    DataFrame by place in the speech, one row a passage in another text:

    ==================  ========================================================================
    start, end, text    the passage in the speech
    document, title     id and title of the other text
    date                of that text, "" where it is unknown
    found_start, _end   offsets into that text
    found_text          the words there
    own                 shared characters that are in no set phrase, quotation or citation here
    score               share of the longer of the two passages that is the same, 0.0–1.0
    alignment           how they differ: [-only here-] and {+only there+}, without marks
    marked_there        whether the other text has it between quotation marks
    first               id of the one of the two with the earlier date; "" where a date is unknown
                        or too coarse to tell
    earliest            whether no text with an overlapping passage, nor the speech, is earlier
    place               file, and line where there is one
    ==================  ========================================================================

    Notes
    -----
    Both texts are read without marks, in simplified characters. Runs of SEED characters and more
    that both have are joined over gaps of up to GAP (the way of passim: Smith, Cordell & Mullen
    2015, sec. 3), and kept where LEAST characters are the texts' own and LEAST_SAME of the
    longer passage is the same. What says the same in other words is not found, nor what one of the
    texts says over MANY times. An earlier text is
    no proof of a source: both may draw on a third that is not here, or one writer wrote both.

    >>> here = Speech("here", "我们把路修到每个村口，也把树种满每座荒山和每条河岸。")
    >>> there = Document("old", "", "1998", "把路修到每个村口，再把树种满每座荒山。", "")
    >>> unmarked(here, [there])[["text", "alignment"]].values.tolist()
    [['把路修到每个村口，也把树种满每座荒山', '把路修到每个村口[-也-]{+再+}把树种满每座荒山']]
    """
    plain, offsets = bare(speech.text, speech.lexicon)
    seeds: dict[str, list[int]] = defaultdict(list)
    for at in range(len(plain) - SEED + 1):
        seeds[plain[at : at + SEED]].append(at)
    told = np.cumsum([0, *_own(speech)[offsets]])
    rows = []
    for document in documents(house=speech.root) if sources is None else sources:
        if document.text == speech.text:
            continue
        other, places = bare(document.text, speech.lexicon)
        for runs in _passages(_runs(seeds, plain, other)):
            own = sum(int(told[run.here + run.length] - told[run.here]) for run in runs)
            if own >= LEAST and _same(runs) >= LEAST_SAME:
                here, there = _span(runs, offsets, 0), _span(runs, places, 1)
                ways = shown(plain[_reach(runs, 0)], other[_reach(runs, 1)])
                rows.append((*here, *_cells(speech, document, there, own, runs, ways)))
    table = _ordered(speech, rows)
    table["earliest"] = _earliest(speech, table)
    return table


def _own(speech: Speech) -> np.ndarray:
    """1 for each character that is the speech's own, 0 in set phrases, quotations and citations."""
    own = np.ones(len(speech.text), dtype=int)
    cited = layer(speech, "quotations")
    cited = cited[(cited["function"] == "citation") | (cited["form"] != "indirect")]
    for rows in (cited, layer(speech, "formulas")):
        for start, end in zip(rows["start"], rows["end"], strict=True):
            own[start:end] = 0
    return own


def _runs(seeds: Mapping[str, Sequence[int]], plain: str, other: str) -> list[Run]:
    """The longest runs that both texts have, by place in the speech, then in the other text."""
    found: list[Run] = []
    last: dict[int, int] = {}  # diagonal -> the end of its last run
    there_too = [at for at in range(len(other) - SEED + 1) if other[at : at + SEED] in seeds]
    times = Counter(other[at : at + SEED] for at in there_too)
    for there in there_too:
        seed = other[there : there + SEED]
        for here in seeds[seed] if max(times[seed], len(seeds[seed])) <= MANY else ():
            if last.get(there - here, -1) >= there + SEED:
                continue
            length = SEED
            while (
                here + length < len(plain)
                and there + length < len(other)
                and plain[here + length] == other[there + length]
            ):
                length += 1
            last[there - here] = there + length
            found.append(Run(here, there, length))
    return sorted(found)


def _passages(runs: list[Run]) -> Iterator[list[Run]]:
    """Runs that follow each other in both texts with no more than GAP between them."""
    left = runs
    while left:
        passage: list[Run] = [left[0]]
        rest: list[Run] = []
        for run in left[1:]:
            end = passage[-1]
            gaps = run.here - end.here - end.length, run.there - end.there - end.length
            near = 0 <= min(gaps) and max(gaps) <= GAP
            (passage if near else rest).append(run)
        yield passage
        left = rest


def _reach(runs: list[Run], side: int) -> slice:
    """From the first run to the end of the last, in one of the two bare texts."""
    return slice(runs[0][side], runs[-1][side] + runs[-1].length)


def _span(runs: list[Run], offsets: np.ndarray, side: int) -> tuple[int, int]:
    reach = _reach(runs, side)
    return int(offsets[reach.start]), int(offsets[reach.stop - 1]) + 1


def _same(runs: list[Run]) -> float:
    """Share of the longer of the two passages that both have."""
    longer = max(_reach(runs, side).stop - _reach(runs, side).start for side in (0, 1))
    return sum(run.length for run in runs) / longer


def _cells(
    speech: Speech, document: Document, there: tuple[int, int], own: int, runs: list[Run], ways: str
) -> Iterator[object]:
    yield from (document.id, document.title, document.date, *there)
    yield from (document.text[slice(*there)], own, round(_same(runs), 3), ways)
    yield from (_marked(document.text, *there), _first(speech, document), False, document.place)


def _marked(text: str, start: int, end: int) -> bool:
    """Whether a span lies between quotation marks, in its paragraph."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return any(before.count(left) > before.count(right) for left, right in ("“”", "「」", "『』"))


def _date(speech: Speech) -> str:
    return date(str(speech.meta.get("date", "")))


def _first(speech: Speech, document: Document) -> str:
    """Id of the one with the earlier date: one is no prefix of the other, as 2013 is of 2013-05."""
    here, there = _date(speech), document.date
    if not here or not there or here.startswith(there) or there.startswith(here):
        return ""
    return speech.id if here < there else document.id


def _ordered(speech: Speech, rows: list[tuple[object, ...]]) -> pd.DataFrame:
    text = [speech.text[int(str(row[0])) : int(str(row[1]))] for row in rows]
    made = [(*row[:2], said, *row[2:]) for row, said in zip(rows, text, strict=True)]
    table = pd.DataFrame(made, columns=list(COLUMNS))
    order = ["start", "end", "date", "document", "found_start"]
    return table.sort_values(order, kind="stable", ignore_index=True)


def _earliest(speech: Speech, table: pd.DataFrame) -> list[bool]:
    """Whether each row's text is the earliest of those whose passages overlap it here."""
    late = _late(_date(speech))
    found = []
    for row in table.itertuples():
        near = table[(table["start"] < row.end) & (table["end"] > row.start)]
        dates = [_late(one) for one in near["date"]]
        found.append(bool(row.date) and _late(row.date) <= min([late, *dates]))
    return found


def _late(said: str) -> str:
    """The last day that a date can be: 2013 is not before 2013-05, and unknown is last of all."""
    return f"{said}-99-99"[:10] if said else "9999"
