"""Names 人名 in the running text: whom 他 stands for, and who is named nearest."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from huayu import words
from huayu.corpus import Speech
from huayu.quotations.grammar import LABEL, PAUSE, Grammar, grammar
from huayu.quotations.lexicons import contexts
from huayu.quotations.sources import Source, authority, kind_of
from huayu.quotations.view import FAR, View

# a pronoun that stands for the person last named
SINGULAR = frozenset("他她它")
# sentences back in which that person may be named: a portrait goes on with 他 for a paragraph
BACK = 8
# characters of a name or a short description of somebody (高尔基, 国外有教育家)
NAME = (2, 10)
# characters before a cue in which its source may be named
NEAR = 60
_SOMEBODY = re.compile(r"有(?:[一几]?[位个名])?")
_TAIL = re.compile(
    r"(?:曾[\u4e00-\u9fff]{0,4}|早就|就|也|还|都|常|所|又|便|[\u4e00-\u9fff]{2,4}地|深刻|这样|动情|"
    r"[在于][^，]{1,20}|[^，]{1,6}时){0,4}$"
)


def antecedent(view: View, place: int) -> Source | None:
    """Antecedent 先行词 of 他: who heads the sentence before, or the ones before that.

    Sentences that 他 heads are passed over; a person named elsewhere in a sentence counts only
    where none heads one.
    """
    rules = grammar(view.speech.masks)
    row = view.row(place)
    spare = None
    for number in range(row, max(row - 1 - BACK, -1), -1):
        end = min(view.ends[number], place)
        start = max(view.sentences[number], end - FAR)
        people = list(_people(view, rules, start, end))
        heads = _heads(view, rules, start, end)
        leading = next((source for source in people if source.start in heads), None)
        if leading:
            return leading
        if people and spare is None and not any(view.bare[place] in SINGULAR for place in heads):
            spare = people[0]
    return spare


def _heads(view: View, rules: Grammar, start: int, end: int) -> set[int]:
    """Places where the clauses of a sentence begin, behind what leads them in."""
    edges = [start, *(m.end() for m in PAUSE.finditer(view.bare, start, end))]
    return {rules.lead.match(view.bare, edge, end).end() for edge in edges if edge < end} or {start}


def _people(view: View, rules: Grammar, start: int, end: int) -> Iterator[Source]:
    """Persons named in a stretch, in order: from the authority file, else by the tagger."""
    known = [m for m in rules.name.finditer(view.bare, start, end) if m["alias"]]
    found = [authority(view, m) for m in known if kind_of(m["alias"]) in ("person", "classic")]
    names = tagged(view.speech)
    first, last = bisect_left(names, (start, start)), bisect_left(names, (end,))
    for begin, stop in names[first:last]:
        if not any(source.start <= begin < source.end for source in found):
            found.append(Source(view.speech.text[begin:stop], "person", begin, stop))
    yield from sorted(found, key=lambda source: source.start)


@lru_cache(maxsize=8)
def tagged(speech: Speech) -> list[tuple[int, int]]:
    """Places of what the tagger takes for names of persons, two characters and up.

    Chinese names (ICTCLAS nr) only with a common family name: the tagger sees too many.
    """
    layer = words.tokens(speech)
    tag, text = layer["tag"], layer["text"]
    family = text.str[0].isin(list(contexts()["speaker"]["surnames"]))
    names = layer[tag.isin(("nrt", "nrfg")) | (tag == "nr") & family]
    found: list[tuple[int, int]] = []
    for start, end in zip(names["start"].tolist(), names["end"].tolist(), strict=True):
        if found and found[-1][1] == start:  # a long foreign name comes in pieces
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [(start, end) for start, end in found if end - start > 1]


def named_nearest(view: View, start: int, cue: int, saying: bool) -> Source | None:
    """Source of cited words by position alone: the known name before the cue, else the words.

    Only for cues that stand directly before marks (充分证明了毛泽东同志所说的：“…”; 高尔基说：“…”).
    Without a verb of ``saying`` only known names count.
    """
    rules = grammar(view.speech.masks)
    text = view.bare
    start = max(start, cue - NEAR)
    for found in reversed(list(rules.name.finditer(text, start, cue))):
        if rules.middle.fullmatch(text, found.end(), cue) or found.end() == cue:
            return authority(view, found)
    if not saying:
        return None
    edge = max([start, *(m.end() for m in PAUSE.finditer(text, start, cue))])
    head = rules.lead.match(text, LABEL.match(text, edge, cue).end(), cue).end()
    name = _TAIL.sub("", text[head:cue]).strip("\u3000 \n")
    fit = NAME[0] <= len(name) <= NAME[1] and re.fullmatch(r"[\u4e00-\u9fff·]+", name)
    placed = name.endswith(("上", "中", "里"))  # 墓碑上: where, not who
    if (
        not fit
        or placed
        or rules.blocked.search(_SOMEBODY.sub("", name))
        or rules.impersonal.match(name)
    ):
        return None
    begin = text.index(name, head)
    return Source(view.speech.text[begin : begin + len(name)], "person", begin, begin + len(name))
