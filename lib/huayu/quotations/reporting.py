"""Reporting 转述: which verbs of saying report words without marks, by weighed features."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import alternatives
from huayu.quotations.cues import BACK, Cue, part_of_word
from huayu.quotations.grammar import PAUSE
from huayu.quotations.lexicons import verbs
from huayu.quotations.phrases import beside, edges, phrase
from huayu.quotations.reports import reports, verbs_that
from huayu.quotations.sources import implicit, subject
from huayu.quotations.view import BLANK, View

# kinds of verbs that can report a clause
KINDS = ("say", "put", "ask", "claim", "decide")
# verbs of one character that do; the others report only words in marks (曰：“…”)
SINGLE = frozenset("说讲问称劝")
# characters before a cue in which a modal verb or an announcement governs it
MODAL = 18
_BEHIND = re.compile(
    r"(?:了|过|着|道|到)?(?:我们|大家|全党|人们|世人|全世界|我|他|她|他们)?(?:自己)?(?:的是|说|道|相信)?"
    r"(?P<stop>[，：]?)[\s　]*"
)
_MARKS = '“‘「『"＂'
# who speaks, in the clause of a verb, and verbs by which he stresses what he says
_SPEAKER = re.compile(r"我们?(?=[^，。；：]{0,10}$)")
_STRESS = frozenset(("强调", "指出", "重申", "希望"))
_FIRST = frozenset(("我", "我们", "大家", "中国", "我国", "中方"))


@once
def cues(lexicon: Lexicon) -> re.Pattern[str]:
    """Verbs 引述动词 that can report a clause, the longest first."""
    known = verbs(lexicon)
    fit = [v for v in known if known[v]["kind"] in KINDS and (len(v) > 1 or v in SINGLE)]
    return re.compile(alternatives(fit))


def places(view: View) -> Iterator[Cue]:
    """Every verb outside marks that may report words, in reading order.

    Behind 的 it is a noun; behind a number and its measure word too (一些承诺), unless a colon lets
    words in (四点建议：).
    """
    text, lists = view.bare, reports(view.lexicon)
    for found in cues(view.lexicon).finditer(text):
        if text[found.start() - 1 : found.start()] == "的":
            continue
        behind = _BEHIND.match(text, found.end())
        opens = behind.end() if behind else found.end()
        named = (
            found[0] in verbs_that(view.lexicon, "acts") and "：" not in text[found.end() : opens]
        )
        if named and lists.counted.search(text[max(found.start() - BACK, 0) : found.start()]):
            continue
        kind = verbs(view.lexicon)[found[0]]["kind"]
        yield Cue(found[0], found.start(), found.end(), kind, True, opens)


def performed(view: View, cue: Cue) -> bool:
    """Whether 我 or 我们 do now what the verb says (我们建议, 我宣布): an act, not a report.

    Not where it was said before or as a habit, nor in an account (我们修了路。我们强调，……).
    """
    lists, row = reports(view.lexicon), view.row(cue.start)
    if cue.verb not in verbs_that(view.lexicon, "acts") and cue.verb not in _STRESS:
        return False
    clause = view.bare[edges(view, view.left(cue.start), cue.start)[-1] : cue.start]
    said = _SPEAKER.search(clause)
    if not said or lists.habitual.search(clause):
        return False
    earlier = view.page.sentence_spans[row - 1][0] if row else 0
    same = row and view.paragraph(earlier) == view.paragraph(cue.start)
    return not (same and view.bare[earlier:].lstrip().startswith(said[0]))


def proverb(view: View, cue: Cue) -> bool:
    """Whether nobody in particular says it, as people do (俗话说, 老百姓说)."""
    head = edges(view, view.left(cue.start), cue.start)[-1]
    said = (
        view.bare[head : cue.start].strip().endswith(tuple(verbs_that(view.lexicon, "proverbial")))
    )
    return said and cue.verb in SINGLE


def features(view: View, cue: Cue, used: frozenset[int]) -> dict[str, float]:
    """Features 特征 of a verb that may report words.

    Parameters
    ----------
    used : ends of the cues that govern words in marks.
    """
    named = {name: 1.0 for name in (*_own(view, cue, used), *_before(view, cue))}
    return {**named, **_behind(view, cue)}


def _own(view: View, cue: Cue, used: frozenset[int]) -> Iterator[str]:
    """What the verb is by itself and as a word."""
    text, row = view.bare, verbs(view.lexicon)[cue.verb]
    stop = text[cue.end : cue.opens].strip()[-1:]
    stop = stop if stop in ("，", "：") else "no stop"
    yield f"verb {cue.verb}"
    yield f"verb {cue.verb} with {stop}"
    yield f"a verb of kind {row['kind']} with {stop}"
    yield stop
    if row["weak"] == "1":
        yield f"a weak verb with {stop}"
    particle = text[cue.end : cue.end + 1]
    if particle and particle in "了过着道到的":
        yield f"verb with {particle}"
    if part_of_word(view.lexicon, text, cue.start, cue.end):
        yield "part of another word"
    word = view.page.tokens[view.page.row(cue.start)]
    whole = (word.start, word.end) == (cue.start, cue.end)
    yield f"the word is {word.tag if whole else 'part of ' + word.tag[0]}"
    if cue.end in used:
        yield "governs words in marks"
    if cue.verb in verbs_that(view.lexicon, "acts"):
        yield "an act of the speech itself"
    if cue.verb in verbs_that(view.lexicon, "free"):
        yield f"lets a clause follow with {stop}"


def _before(view: View, cue: Cue) -> Iterator[str]:
    """What stands before the verb: its subject, its clause, what governs it."""
    text, left = view.bare, view.left(cue.start)
    head = edges(view, left, cue.start)[-1]
    clause, lists = text[head : cue.start], reports(view.lexicon)
    said = text[max(cue.start - MODAL, left) : cue.start]
    if lists.modal.search(said):
        yield "modal before"
    if lists.announced.search(said):
        yield "announced before"
    habit = bool(lists.habitual.search(text[left : cue.end - len(cue.verb)]))
    if habit:
        yield "said as a habit or before"
    if re.search(r"不|没有|未|别|勿", clause[-4:]):
        yield "negated"
    if not clause.strip():
        yield "opens its clause"
    if "的" in clause:
        yield "的 in its clause"
    known = subject(view, left, cue.start)
    if known:
        name = text[known.start : known.end]
        where = "own" if known.start >= head else "earlier"
        yield f"subject {name if name in _FIRST else known.kind} in {where} clause"
        if name in _FIRST:
            yield f"{name} said {'before or as a habit' if habit else 'now'}"
            yield f"我 or 我们 said {'before or as a habit' if habit else 'now'}"
    yield from _heads(view, head, cue, known is not None)
    yield from _besides(view, head, cue)
    yield from _frame(view, left, head, cue)
    words, place = view.page.tokens, view.page.row(cue.start)
    if place:
        stop = text[cue.end : cue.opens].strip()[-1:] or "no stop"
        yield f"behind {words[place - 1].tag[:2]}"
        yield f"behind {words[place - 1].tag[0]} with {stop}"
        yield f"behind {view.page.plain[place - 1]}"
    near = words[max(view.page.first(head), place - 3) : place]
    pattern = "".join(word.tag[0] for word in near)
    yield f"behind the words {pattern or 'none'}"
    if implicit(view, left, cue.start):
        yield "no subject in its clause"


def _heads(view: View, head: int, cue: Cue, known: bool) -> Iterator[str]:
    """The noun phrase that its clause opens with, known or not."""
    found = phrase(view, head, cue.start)
    if found is None:
        yield "no noun phrase heads its clause"
        return
    kind = "name" if found.name else "noun phrase"
    yield f"{'clear' if found.clear else 'blocked'} {kind} heads its clause"
    if found.clear and not known:
        yield f"clear {kind} of no list heads its clause"
    line = view.folded.rfind("\n", 0, head) + 1
    if found.clear and not view.bare[line : found.start].strip():
        yield f"a {kind} that opens the paragraph"


def _frame(view: View, left: int, head: int, cue: Cue) -> Iterator[str]:
    """What kind of clause it is: who cannot say anything heads it, or how far something holds."""
    rules, words = view.grammar, view.page.tokens
    opens = view.opening(head, cue.start)
    if rules.impersonal.match(view.bare, opens, cue.start):
        yield "who says nothing heads its clause"
    row = view.page.first(opens)
    if row < len(words) and words[row].start < cue.start and words[row].tag[0] == "p":
        yield f"{view.page.plain[row]} opens its clause"
    earlier = sum(1 for _ in cues(view.lexicon).finditer(view.bare, left, head))
    yield f"{min(earlier, 2)} verbs of saying in the clauses before"


def _besides(view: View, head: int, cue: Cue) -> Iterator[str]:
    """Who stands directly before the verb, whatever opens its clause, and what follows it."""
    found = beside(view, head, cue.start)
    stop = view.bare[cue.end : cue.opens].strip()[-1:]
    stop = stop if stop in ("，", "：") else "no stop"
    if found is None:
        yield f"nobody beside it with {stop}"
        return
    written = view.folded[found.start : found.end]
    who = written if written in _FIRST else "a name" if found.name else "somebody"
    yield f"{who} beside it"
    yield f"{who} beside it with {stop}"
    yield f"{who} beside it and a verb of kind {cue.kind} with {stop}"
    if found.start > head and not view.bare[head : found.start].strip():
        yield f"{who} beside it opens the clause with {stop}"
    yield f"{view.page.plain[max(view.page.before(found.end) - 1, 0)]} beside it"


def _behind(view: View, cue: Cue) -> dict[str, float]:
    """What stands behind the verb: marks, a clause or a noun phrase, and how long it is."""
    text, end, lists = view.bare, view.sentence(cue.start)[1], reports(view.lexicon)
    pause = PAUSE.search(text, cue.opens, end)
    stop = pause.start() if pause else end
    stretch = text[cue.opens : stop]
    first, last = view.page.first(cue.opens), view.page.first(stop)
    words = view.page.tokens[first:last]
    tags = [word.tag[0] for word in words]
    found = {
        "rest of the sentence": min(end - cue.opens, 80) / 40,
        "first clause": min(len(stretch), 30) / 15,
        "verbs in first clause": min(tags.count("v"), 4) / 2,
    }
    seen = {
        "marks follow": text[cue.opens : cue.opens + 1] == BLANK
        or view.folded[cue.opens : cue.opens + 1] in tuple(_MARKS),
        "whole words in marks follow": _covered(view, cue.opens, end),
        "nothing follows": not text[cue.opens : end].strip("。！？；， \n"),
        "a short stretch follows": len(stretch) < 4,
        "a modal verb opens what follows": bool(lists.opening.match(text, cue.opens, end)),
        "a noun phrase follows": bool(lists.headed.search(stretch)),
        "a predicate follows": bool(lists.predicate.search(stretch)),
        "a noun ends the first clause": bool(tags) and tags[-1] == "n",
        "another cue follows": bool(cues(view.lexicon).match(text, cue.end)),
    }
    if tags:
        seen |= {f"{words[0].tag[:2]} follows": True, f"{view.page.plain[first]} follows": True}
    return found | {name: 1.0 for name, holds in seen.items() if holds}


def _covered(view: View, opens: int, end: int) -> bool:
    """Whether all that follows up to the end of its sentence or clause is in marks."""
    at = bisect_left(view.marks, opens + 1, key=lambda mark: mark.start)
    ends = [mark.end for mark in view.marks[at : at + 1] if mark.start == opens + 1]
    return any(view.bare[end + 1 : end + 2] in ("", *"，。；！？\n") for end in ends)
