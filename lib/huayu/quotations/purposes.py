"""Purposes 引号作用, weighed: what marks are for, by the verdict of the rules and more."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

import numpy as np

from huayu import decisions, encoder
from huayu.quotations.attribution import Attribution
from huayu.quotations.lexicons import quoted_words, saying
from huayu.quotations.marks import Mark
from huayu.quotations.neighbours import Heard
from huayu.quotations.surroundings import NAMED, UNMARKED, Setting, patterns, setting
from huayu.quotations.view import View
from huayu.quotations.wording import STOPS, called, clausal, couplet, literary, numeral, size, verse
from huayu.words import dictionary

WEIGHTS = "function"
# Where nothing spoke, the weights decide. Where a rule did, it stands: on texts left out that is
# right more often than weights for every mark (.900 against .896 with vectors, .884 against .877).
OPEN = frozenset((UNMARKED, NAMED))
# with vectors also where custom alone spoke (.905); without them that makes no difference
CUSTOM = frozenset(("custom:picture", "custom:phrase", "custom:everyday"))
# sizes in characters from which marked words are another kind of thing
SIZES = (1, 2, 3, 4, 5, 7, 9, 13, 21)
# characters before and behind the marks that an encoder reads with them
AHEAD, BEHIND = 50, 40
# characters back in which words are taken up again: about a page
PAGE = 800
_BEFORE = ("refused", "named", "heeded", "quoted", "told", "enacted", "likened", "counted",
           "compared", "handled")  # fmt: skip
_AFTER = ("deplored", "headed", "taught", "inspired", "minded", "kept", "put", "spelt", "termed",
          "works")  # fmt: skip
_FORMS: dict[str, Callable[[Setting], bool]] = {
    "a stop inside": lambda where: bool(STOPS.search(where.inside[:-1])),
    "a stop at its end": lambda where: where.inside[-1:] in "。！？!?…",
    "a question": lambda where: where.inside[-1:] in "？?",
    "a couplet": lambda where: couplet(where.inside),
    "a verse": lambda where: verse(where.inside),
    "a clause": lambda where: clausal(where.inside) or called(where.inside),
    "a numeral heads it": lambda where: numeral(where.lexicon, where.inside),
    "literary words": lambda where: literary(where.lexicon, where.inside),
    "no Chinese character": lambda where: size(where.inside) == 0,
    "我 or 你 inside": lambda where: bool(re.search("[我你您他她咱]", where.inside)),
    "a particle at its end": lambda where: bool(re.search("[了着过吗呢吧啊嘛]$", where.inside)),
    "a negation inside": lambda where: bool(re.search("[不没无]", where.inside)),
    "opens its sentence": lambda where: where.opens_sentence,
    "closes its sentence": lambda where: where.closes_sentence,
    "stands for itself": lambda where: where.whole,
    "a colon before": lambda where: where.before.endswith(("：", ":")),
    "a comma before": lambda where: where.before.endswith(("，", ",")),
    "的 before": lambda where: where.before.endswith("的"),
    "nothing before": lambda where: not where.before,
}  # fmt: skip


def purposed(view: View, heard: list[Heard]) -> list[Heard]:
    """Purposes 引号作用 of all marks: the rules' verdict, or what is weighed against it.

    Parameters
    ----------
    heard : the marks in reading order, each with the verdict of the rules.

    Notes
    -----
    Weights are asked where the rules are silent (:data:`OPEN`); where both agree, the rule and its
    reason stand.
    """
    asked = OPEN if encoder.name() is None else OPEN | CUSTOM
    places = [place for place, one in enumerate(heard) if one.decision.rule in asked]
    rows = features(view, heard, frozenset(places))
    dense = vectors(view, [heard[place] for place in places])
    found = dict(zip(places, decisions.judged(view.speech, WEIGHTS, rows, dense), strict=True))
    return [
        one._replace(decision=found[place])
        if place in found and one.decision.label != found[place].label
        else one
        for place, one in enumerate(heard)
    ]


def vectors(view: View, heard: list[Heard]) -> np.ndarray | None:
    """Vectors 句向量 of marked words and of what stands around them, side by side."""
    text = view.speech.text
    inside = [text[one.mark.start : one.mark.end] for one in heard]
    around = []
    for one in heard:
        start = max(view.left(one.mark.start - 1), one.mark.start - AHEAD)
        around.append(text[start : one.mark.end + BEHIND].replace("\n", " "))
    found = encoder.vectors(inside + around, view.speech.root)
    return None if found is None else np.hstack([found[: len(heard)], found[len(heard) :]])


def features(
    view: View, heard: list[Heard], places: frozenset[int] | None = None
) -> list[dict[str, float]]:
    """Features 特征 of marks: verdict, form, setting, cue, and the marks beside each.

    ``places`` are the numbers of the marks that are asked about, by default all.
    """
    counts = Counter(view.marked(one.mark) for one in heard)
    cited: list[tuple[int, str]] = []
    rows = []
    mated = _mated(view, heard)
    for place, one in enumerate(heard):
        if places is not None and place not in places:
            if one.decision.label == "citation":
                cited.append((one.mark.end, view.marked(one.mark)))
            continue
        around = view.inside(one.depth)
        where = setting(around, one.mark, *one.run)
        alone = setting(around, one.mark, one.mark, one.mark)
        names = {*_verdict(one), *_form(view, one, where), *_around(where, alone, one.run)}
        names |= set(_governed(one.governed, where)) | set(_words(view, one.run))
        names |= {*_elsewhere(view, one, counts, cited), *mated[place]}
        rows.append(dict.fromkeys(sorted(names), 1.0))
        if one.decision.label == "citation":
            cited.append((one.mark.end, view.marked(one.mark)))
    return rows


def _verdict(one: Heard) -> Iterator[str]:
    yield f"rules say {one.decision.label}"
    yield f"rule {one.decision.rule} says {one.decision.label}"


def _form(view: View, one: Heard, where: Setting) -> Iterator[str]:
    """What the words are by themselves."""
    inside, length = where.inside, size(where.inside)
    yield f"from {max((s for s in SIZES if s <= length), default=0)} characters"
    yield from (name for name, holds in _FORMS.items() if holds(where))
    if saying(where.lexicon, inside.rstrip("。！？")) is not None:
        yield "a known saying"
    listed = quoted_words(where.lexicon).get(inside)
    if listed:
        yield f"listed as {listed}"
    known = dictionary(where.lexicon).tags.get(inside)
    if known:
        yield f"in the dictionary as {known[0]}"
    words = view.page.tokens[view.page.first(one.mark.start) : view.page.first(one.mark.end)]
    tags = [word.tag[0] for word in words]
    if tags:
        yield f"begins with {tags[0]}"
        yield f"ends with {tags[-1]}"
        yield f"words {''.join(tags[:4])}"


def _around(where: Setting, alone: Setting, run: tuple[Mark, Mark]) -> Iterator[str]:
    """What stands around the words, as quoting.toml has it."""
    rules = patterns(where.lexicon)
    for name in _BEFORE:
        if getattr(rules, name).search(where.before):
            yield f"{name} before"
    for name in _AFTER:
        if getattr(rules, name).match(where.after):
            yield f"{name} behind"
        if run[0] != run[1] and getattr(rules, name).match(alone.after):
            yield f"{name} behind it alone"
    if len(where.inside) == 3 and rules.thing.search(where.inside):
        yield "a thing in three characters"
    if run[0] != run[1]:
        yield "in a run of marks"


def _governed(given: Attribution, where: Setting) -> Iterator[str]:
    """The cue that governs the words, and whether anybody is its subject."""
    if given.source:
        yield f"a source: {given.source.kind}"
    if given.chained:
        yield "chained to a citation"
    if given.cue is None:
        yield f"given by {given.rule or 'nothing'}"
        return
    near = "near" if given.cue.tight else "far"
    kind = given.cue.kind
    yield f"cue of kind {kind} {near}"
    yield f"cue of kind {kind} {'with' if given.source else 'without'} a source"
    if clausal(where.inside) or called(where.inside):
        yield f"cue of kind {kind} and a clause"


def _words(view: View, run: tuple[Mark, Mark]) -> Iterator[str]:
    """Kinds of the words before and behind the marks."""
    words = view.page.tokens
    first, last = view.page.first(run[0].start - 1), view.page.first(run[1].end + 1)
    for number, row in enumerate((first - 1, first - 2), start=1):
        if row >= 0:
            yield f"{number} before: {words[row].tag[0]}"
    for number, row in enumerate((last, last + 1), start=1):
        if row < len(words):
            yield f"{number} behind: {words[row].tag[0]}"


def _elsewhere(
    view: View, one: Heard, counts: Counter[str], cited: list[tuple[int, str]]
) -> Iterator[str]:
    """The same words elsewhere in the speech, marked, cited and unmarked."""
    own, start = view.marked(one.mark), one.mark.start
    if not own:
        return
    if counts[own] > 1:
        yield "marked elsewhere too"
    if any(start - PAGE < end <= start and own in text and own != text for end, text in cited):
        yield "taken up from a citation"
    if own in view.bare[view.left(start - 1) : start - 1]:
        yield "unmarked before in its sentence"
    if own in view.bare:
        yield "unmarked elsewhere"
    if one.depth:
        yield "inside other marks"


def _mated(view: View, heard: list[Heard]) -> list[list[str]]:
    """What the rules say of the marks of its run and sentence, and of the same words, for each."""
    keys: dict[str, Callable[[Heard], object]] = {
        "its run": lambda one: one.run,
        "its sentence": lambda one: (view.row(one.mark.start - 1), one.depth),
        "the same words": lambda one: view.marked(one.mark),
    }
    found: list[list[str]] = [[] for _ in heard]
    for name, key in keys.items():
        table: dict[object, Counter[str]] = defaultdict(Counter)
        for one in heard:
            table[key(one)][one.decision.label] += 1
        for one, names in zip(heard, found, strict=True):
            others = table[key(one)] - Counter([one.decision.label])
            names += [f"another of {name} is {role}" for role in others]
    return found
