"""Function 引号作用: what quotation marks are there for, by ordered rules that name themselves."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from huayu.quotations.attribution import Attribution, whole
from huayu.quotations.lexicons import contexts, either, quoted_words, saying
from huayu.quotations.marks import Mark
from huayu.quotations.view import View

# the reason of a formula that nothing speaks for
UNMARKED = "no cue, saying, blame or picture: a name in marks"
# shorter words after a reporting verb are a term spoken of, not words said (讲“联系”)
SAID = 5
# a verb such as 提出 puts forward names and words alike: from here on they are words
PUT = 6
# Chinese lines of verse and proverbs have at least four characters to a half
HALF = 3
# characters around marks in which their context stands
NEAR = 60
# names in marks are shorter than this, even those of several clauses
SENTENCES = 16
# the longest line of classical prose without a stop
LINE = 12
# lines of classical verse
VERSE = (5, 7, 10, 14)
# a whole sentence in marks is not refused by a verb some characters before it
LONG = 14
_STOPS = re.compile(r"[，。！？；：,;!?…]")
_NOT_HAN = re.compile(r"[^\u3400-\u9fff]")
_BLANKS = re.compile(r"[\s　]+")


class Setting(NamedTuple):
    """What stands around one mark or a run of coordinated marks, in simplified characters."""

    inside: str
    before: str
    after: str
    opens_sentence: bool
    closes_sentence: bool
    whole: bool


class Patterns(NamedTuple):
    """Compiled contexts, for the lexicon as it is."""

    refused: re.Pattern[str]
    deplored: re.Pattern[str]
    headed: re.Pattern[str]
    named: re.Pattern[str]
    numeral: re.Pattern[str]
    heeded: re.Pattern[str]
    quoted: re.Pattern[str]
    taught: re.Pattern[str]
    inspired: re.Pattern[str]
    literary: re.Pattern[str]
    spelt: re.Pattern[str]
    pictured: re.Pattern[str]
    works: re.Pattern[str]
    thing: re.Pattern[str]


@lru_cache(maxsize=1)
def patterns() -> Patterns:
    """Patterns 语境模式 of the contexts in corpus/lexicons/quoting.toml."""
    said = contexts()
    away, name, cited = said["distancing"], said["formula"], said["citation"]
    picture = said["figurative"]
    return Patterns(
        re.compile(rf"{either(list(away['before']))}{away['gap']}$"),
        re.compile(f"^(?:等|之类)?{either(list(away['after']))}"),
        re.compile(f"^(?:等)?{either(list(name['after']))}"),
        re.compile(f"{either(list(name['before']))}[^，。；：“”□]{{0,8}}$"),
        re.compile(str(name["numeral"])),
        re.compile(f"{either(list(cited['heeded']))}[^，。；：“”□]{{0,3}}$"),
        re.compile(f"{either(list(cited['quoted']))}[^，。；：“”□]{{0,3}}$"),
        re.compile(f"^{either(list(cited['taught']))}"),
        re.compile(f"^{either(list(cited['inspired']))}"),
        re.compile(str(cited["literary"])),
        re.compile(f"^{either(list(said['emphasis']['after']))}"),
        re.compile(f"{either(list(picture['before']))}[^，。；：“”□]{{0,4}}$"),
        re.compile(f"^的?{either(list(picture['after']))}"),
        re.compile(str(picture["thing"])),
    )


def setting(view: View, mark: Mark, first: Mark, last: Mark) -> Setting:
    """Setting 语境 of a mark in the run of coordinated marks from ``first`` to ``last``."""
    start, end = view.sentence(mark.start - 1)
    open_, close = first.start - 1, last.end + 1
    opens = not view.bare[start:open_].strip()
    before = _BLANKS.sub("", view.bare[max(start, open_ - NEAR) : open_])
    after = _BLANKS.sub("", view.bare[close : close + NEAR])
    inside = _BLANKS.sub("", view.folded[mark.start : mark.end])
    stop = view.folded[mark.end - 1] in "。！？" or after[:1] in "。！？"
    closes = bool(stop) and end - close <= 3
    return Setting(inside, before, after, opens, closes, whole(view, last))


def function(where: Setting, given: Attribution) -> tuple[str, str]:
    """Function 引号作用 of marked words and the reason for it.

    Parameters
    ----------
    where : the words and what stands around them.
    given : the cue that governs them, if any.

    Returns
    -------
    (citation | formula | figurative | distancing | emphasis, reason)

    Notes
    -----
    The first rule that applies decides: a listed word; a cue; the form of a saying; one character
    alone; refusal or blame around the marks; a picture; a numeral or a head noun of policy.
    What nothing speaks for is a formula, the commonest use of marks in official speech.
    """
    rules = (_spelt, _listed, _cited, _saying, _single, _refused, _picture, _name)
    for rule in rules:
        decided = rule(where, given)
        if decided:
            return decided
    return "formula", UNMARKED


def _han(inside: str) -> int:
    return len(_NOT_HAN.sub("", inside))


def clausal(inside: str) -> bool:
    """Whether marked words can be a sentence 句子形: a stop inside, or seven characters."""
    # the shortest full sentence that speeches cite are seven characters (打铁还需自身硬)
    return bool(_STOPS.search(inside[:-1])) and _han(inside) >= PUT or _han(inside) >= PUT + 1


def _spelt(where: Setting, given: Attribution) -> tuple[str, str] | None:
    found = patterns().spelt.match(where.after)
    if found and _han(where.inside) <= PUT:
        return "emphasis", f"followed by {found[0]}"
    return None


def _listed(where: Setting, given: Attribution) -> tuple[str, str] | None:
    listed = quoted_words().get(where.inside)
    return (listed, "listed in quoted_words.csv") if listed else None


def _cited(where: Setting, given: Attribution) -> tuple[str, str] | None:
    """A cue: words said after a verb of saying, words or names after one of proposing."""
    cue = given.cue
    if given.chained and _han(where.inside) < HALF:
        return None
    if cue is None:
        return ("citation", given.reason) if given.reason else None
    if cue.kind == "scorn":
        return "distancing", f"reported with scorn: {cue.verb}"
    if cue.kind == "saying":
        aloof = cue.verb == "所谓" and not _old(where.inside)
        return ("distancing", "after 所谓") if aloof else ("citation", given.reason)
    if cue.kind in ("genre", "noun") and not cue.tight or cue.kind == "name":
        return None
    if cue.kind == "genre":
        return ("citation", given.reason) if where.before.endswith(("：", "说")) else None
    return ("citation", given.reason) if _words(where, given) else None


def _words(where: Setting, given: Attribution) -> bool:
    """Whether what a cue governs are words said, not the name of something."""
    cue, inside, rules = given.cue, where.inside, patterns()
    size, sentence = _han(inside), clausal(inside)
    headed = rules.headed.match(where.after)
    if not where.whole and not sentence and not headed:
        return False  # “先修路”好: a word of what is said
    if rules.numeral.match(inside) and not _STOPS.search(inside):
        return False
    if size < SAID and not (size > 1 and cue.kind == "say" and where.before.endswith(("：", ":"))):
        return False
    if not cue.tight and (headed or not sentence or given.source is None):
        return False
    if cue.kind == "say" or cue.kind == "noun":
        return True
    # 提出的“…” names what was proposed
    if where.before.endswith("的") and size < LONG and not rules.taught.match(where.after):
        return False
    if cue.kind == "ask":
        return sentence and not headed
    return not headed and size >= PUT and (given.source is not None or sentence)


def _saying(where: Setting, given: Attribution) -> tuple[str, str] | None:
    """A saying: known, a verse, or a sentence of its own; else by how it is brought in."""
    inside, rules = where.inside.rstrip("。！？"), patterns()
    headed = rules.headed.match(where.after)
    known = saying(inside)
    if known is not None and (not headed or rules.inspired.match(where.after)):
        return "citation", "a known saying" + (f", {known}" if known else "")
    if _verse(inside) and not headed:
        return "citation", "two lines of verse"
    if where.opens_sentence and where.closes_sentence and _han(inside) >= PUT:
        return "citation", "a sentence of its own in marks, without a cue: a known saying"
    if rules.numeral.match(inside):
        return None
    if _han(inside) >= SENTENCES and _STOPS.search(inside) and not headed:
        return "citation", "a whole sentence in marks, without a cue"
    return _brought_in(where, inside, headed is not None)


def _brought_in(where: Setting, inside: str, headed: bool) -> tuple[str, str] | None:
    """A saying by the noun behind it, the verb before it, or its literary words."""
    rules, size = patterns(), _han(inside)
    taught = size >= SAID and rules.taught.match(where.after)
    if taught:
        return "citation", f"a saying before {taught[0]}"
    inspired = rules.inspired.match(where.after)
    if inspired and (_old(inside) or size in VERSE):
        return "citation", f"a verse or saying before {inspired[0]}"
    if headed:
        return None
    heeded = rules.heeded.search(where.before)
    if heeded and (_old(inside) or clausal(inside)):
        return "citation", f"a saying after {heeded[0]}"
    if size < SAID or not _literary(inside):
        return None
    quoted = rules.quoted.search(where.before)
    if quoted:
        return "citation", f"words of the literary language after {quoted[0]}"
    if _STOPS.search(inside) or size <= LINE:
        return "citation", "a line in literary words: a known saying"
    return None


def _old(inside: str) -> bool:
    """The form of an old saying: a couplet, or words of the literary language."""
    return _couplet(inside) or _literary(inside)


def _couplet(inside: str) -> bool:
    """Two halves of equal length (从善如登，从恶如崩)."""
    halves = re.split(r"[，；、]", inside)
    sizes = [_han(half) for half in halves]
    return len(halves) in (2, 4) and min(sizes) > HALF and len(set(sizes)) == 1


def _verse(inside: str) -> bool:
    """Two or four lines of five or of seven characters, parted by ， or ；."""
    lines = re.split(r"[，；]", inside)
    sizes = {_han(line) for line in lines}
    return len(lines) in (2, 4) and sizes in ({5}, {7}) and "、" not in inside


def _literary(inside: str) -> bool:
    """Words of the literary language: two of them in at most a line or two."""
    return len(patterns().literary.findall(inside)) >= 2


def _refused(where: Setting, given: Attribution) -> tuple[str, str] | None:
    rules = patterns()
    if rules.numeral.match(where.inside) and not where.inside.startswith("一"):
        return None
    refused = _han(where.inside) <= LONG and rules.refused.search(where.before)
    if refused:
        return "distancing", f"after {refused[0]}"
    deplored = rules.deplored.match(where.after)
    return ("distancing", f"before {deplored[0]}") if deplored else None


def _single(where: Setting, given: Attribution) -> tuple[str, str] | None:
    one = len(where.inside) == 1 and _han(where.inside) == 1
    return ("emphasis", "one character set off") if one else None


def _picture(where: Setting, given: Attribution) -> tuple[str, str] | None:
    rules = patterns()
    if rules.numeral.match(where.inside) or _han(where.inside) > 6:
        return None
    like = rules.pictured.search(where.before)
    if like and where.after[:1] in "，。；、！的":
        return "figurative", f"a picture after {like[0]}"
    thing = len(where.inside) == 3 and rules.thing.search(where.inside)
    if thing and (rules.works.match(where.after) or not rules.headed.match(where.after)):
        return "figurative", f"a thing that pictures something: …{thing[0]}"
    return None


def _name(where: Setting, given: Attribution) -> tuple[str, str] | None:
    rules = patterns()
    if rules.numeral.match(where.inside):
        return "formula", "a numeral heads it"
    headed = rules.headed.match(where.after)
    if headed:
        return "formula", f"before {headed[0]}"
    named = rules.named.search(where.before)
    return ("formula", f"after {named[0]}") if named else None
