"""Function 引号作用: what quotation marks are there for, by ordered rules that name themselves."""

from __future__ import annotations

from typing import NamedTuple

from huayu.quotations.attribution import Attribution
from huayu.quotations.lexicons import quoted_words, saying
from huayu.quotations.settings import Setting, patterns
from huayu.quotations.wording import (
    PUT,
    STOPS,
    VERSE,
    clausal,
    couplet,
    literary,
    numeral,
    old,
    size,
    verse,
)

# the reason of a formula that nothing speaks for
UNMARKED = "no cue, saying, blame or picture: a name in marks"
# shorter words after a reporting verb are a term spoken of, not words said (讲“联系”); four
# characters are a saying or a clause (强调“无粮则乱”)
SAID = 5
LEAST = 4
# an exclamation has at least so many characters (“要不得！”)
CALL = 3
# names in marks are shorter than this, even those of several clauses
SENTENCES = 16
# the longest line of classical prose without a stop
LINE = 12
# a clause longer than this is no name of what was put forward (提出“……”的重要思想)
LONGEST = 8
# characters of a motto of two halves (学为人师，行为世范); longer ones are slogans
MOTTO = (8, 10)
# a whole sentence in marks is not refused by a verb some characters before it
LONG = 14
# a thing that pictures another is named in at most so many characters (十个指头弹钢琴)
IMAGE = 8


class Decision(NamedTuple):
    """A function 引号作用, the reason for it, and whether a rule spoke for it."""

    role: str
    reason: str
    sure: bool = True


def function(where: Setting, given: Attribution) -> Decision:
    """Function 引号作用 of marked words and the reason for it.

    Parameters
    ----------
    where : the words and what stands around them.
    given : the cue that governs them, if any.

    Returns
    -------
    :class:`Decision`: citation | formula | figurative | distancing | emphasis, the reason, and
    whether a rule spoke for it.

    Notes
    -----
    The first rule that applies decides: words spelt out; a comparison; a listed word; a cue; the
    form of a saying; one character alone; refusal or blame around the marks; a picture; a word
    spoken of as a word; a numeral or a head noun of policy. What nothing speaks for is a formula,
    the commonest use of marks in official speech, and is looked at again in the light of the
    other marks (:mod:`huayu.quotations.echoes`).
    """
    rules = (
        _bracketed, _spelt, _likened, _listed, _cited, _saying, _single, _refused, _picture,
        _termed, _name,
    )  # fmt: skip
    for rule in rules:
        decided = rule(where, given)
        if decided:
            return decided
    named = patterns().named.search(where.before)
    return Decision("formula", f"after {named[0]}" if named else UNMARKED, sure=False)


def _bracketed(where: Setting, given: Attribution) -> Decision | None:
    """A short name in brackets behind the full one: 村民委员会（“村委”）."""
    alone = where.before[-1:] in ("(", "（") and where.after[:1] in (")", "）")
    return Decision("formula", "a short name in brackets") if alone else None


def _spelt(where: Setting, given: Attribution) -> Decision | None:
    found = patterns().spelt.match(where.after)
    if found and size(where.inside) <= PUT:
        return Decision("emphasis", f"followed by {found[0]}")
    return None


def _likened(where: Setting, given: Attribution) -> Decision | None:
    """A comparison (就像“十月怀胎”) or a measure word for things (一把“钥匙”)."""
    rules = patterns()
    if size(where.inside) > IMAGE or STOPS.search(where.inside):
        return None
    like = rules.likened.search(where.before)
    if like and not rules.headed.match(where.after):
        return Decision("figurative", f"likened by {like[0]}")
    counted = rules.counted.search(where.before)
    if counted and size(where.inside) <= LEAST and not numeral(where.inside):
        return Decision("figurative", f"counted as a thing: {counted[0]}")
    return None


def _listed(where: Setting, given: Attribution) -> Decision | None:
    listed = quoted_words().get(where.inside)
    return Decision(listed, "listed in quoted_words.csv") if listed else None


def _cited(where: Setting, given: Attribution) -> Decision | None:
    """A cue: words said after a verb of saying, words or names after one of proposing."""
    cue, inside = given.cue, where.inside
    if given.chained and size(inside) < LEAST and not _called(inside):
        return None
    if cue is None:
        return Decision("citation", given.reason) if given.reason else None
    if cue.kind in ("scorn", "claim"):
        said = cue.kind == "claim" and cue.tight and given.source and clausal(inside)
        if said:
            return Decision("citation", given.reason)
        return Decision("distancing", f"reported with scorn: {cue.verb}")
    if cue.kind == "saying":
        aloof = cue.verb == "所谓" and not old(inside)
        return Decision("distancing", "after 所谓") if aloof else Decision("citation", given.reason)
    if cue.kind == "thought":
        return _thought(where, given)
    if cue.kind in ("genre", "noun") and not cue.tight or cue.kind == "name":
        return None
    if cue.kind == "genre":
        told = where.before.endswith(("：", "说"))
        return Decision("citation", given.reason) if told else None
    return Decision("citation", given.reason) if _words(where, given) else None


def _called(inside: str) -> bool:
    """Words with the stop of a sentence inside their marks (“要不得！”)."""
    return inside[-1:] in "。！？!?" and size(inside) >= CALL


def _thought(where: Setting, given: Attribution) -> Decision | None:
    """Words put into somebody's mind (认为“…”), unless they are refused as an opinion."""
    blamed = patterns().deplored.match(where.after) or patterns().refused.search(where.before)
    sentence = clausal(where.inside) or _called(where.inside)
    if blamed or not given.cue.tight or given.source is None or not sentence:
        return None
    return Decision("citation", given.reason)


def _words(where: Setting, given: Attribution) -> bool:
    """Whether what a cue governs are words said, not the name of something."""
    cue, inside, rules = given.cue, where.inside, patterns()
    length, sentence = size(inside), clausal(inside) or _called(inside)
    headed = rules.headed.match(where.after)
    if not where.whole and not sentence and not headed:
        return False  # “先修路”好: a word of what is said
    if numeral(inside) and not STOPS.search(inside):
        return False
    colon = length > 1 and cue.kind == "say" and where.before.endswith(("：", ":"))
    known = given.chained or cue.tight and given.source is not None
    least = LEAST if cue.kind == "say" and known else SAID
    if length < least and not colon and not _called(inside):
        return False
    if not cue.tight and (headed or not sentence or given.source is None):
        return False
    if cue.kind == "say" or cue.kind == "noun":
        return True
    # 提出的“…” names what was proposed
    if where.before.endswith("的") and length < LONG and not rules.taught.match(where.after):
        return False
    if cue.kind == "ask":
        return sentence and not headed
    if length > LONGEST and sentence and given.source and rules.put.match(where.after):
        return True
    return not headed and length >= PUT and (given.source is not None or sentence)


def _saying(where: Setting, given: Attribution) -> Decision | None:
    """A saying: known, a verse, or a sentence of its own; else by how it is brought in."""
    inside, rules = where.inside.rstrip("。！？"), patterns()
    headed = rules.headed.match(where.after)
    known = saying(inside)
    free = not headed or rules.inspired.match(where.after) or rules.minded.match(where.after)
    if known is not None and free:
        return Decision("citation", "a known saying" + (f", {known}" if known else ""))
    if verse(inside) and free:
        return Decision("citation", "two lines of verse")
    if where.opens_sentence and where.closes_sentence and size(inside) >= PUT:
        return Decision("citation", "a sentence of its own in marks, without a cue: a known saying")
    told = rules.told.search(where.before)
    if told and (clausal(inside) or old(inside) or _called(where.inside)) and not headed:
        return Decision("citation", TOLD + told[0])
    if _called(where.inside) and not headed:
        return Decision("citation", "a sentence with its stop in marks, without a cue")
    if numeral(inside):
        return None
    if size(inside) >= SENTENCES and STOPS.search(inside) and not headed:
        return Decision("citation", "a whole sentence in marks, without a cue")
    return _brought_in(where, inside, headed is not None)


def _brought_in(where: Setting, inside: str, headed: bool) -> Decision | None:
    """A saying by the noun behind it, the verb before it, or its literary words."""
    rules, length = patterns(), size(inside)
    kept = length >= LEAST and rules.kept.match(where.after)
    if kept:
        return Decision("citation", f"words kept in mind: {kept[0]}")
    taught = length >= SAID and rules.taught.match(where.after)
    if taught:
        return Decision("citation", f"a saying before {taught[0]}")
    inspired = rules.inspired.match(where.after)
    if inspired and (old(inside) or length in VERSE):
        return Decision("citation", f"a verse or saying before {inspired[0]}")
    minded = rules.minded.match(where.after)
    if minded and (literary(inside) or couplet(inside) and length in MOTTO and "，" in inside):
        return Decision("citation", f"a saying before {minded[0]}")
    if headed:
        return None
    heeded = rules.heeded.search(where.before)
    if heeded and (old(inside) or clausal(inside)):
        return Decision("citation", f"a saying after {heeded[0]}")
    if length < SAID or not literary(inside):
        return None
    quoted = rules.quoted.search(where.before)
    if quoted:
        return Decision("citation", f"words of the literary language after {quoted[0]}")
    if STOPS.search(inside) or length <= LINE:
        return Decision("citation", LITERARY)
    return None


# the reason of words that a noun brings in
TOLD = "words told of by a noun: "
# the reason of a line that its words alone make a saying
LITERARY = "a line in literary words: a known saying"


def _refused(where: Setting, given: Attribution) -> Decision | None:
    rules = patterns()
    if numeral(where.inside) and not where.inside.startswith("一"):
        return None
    refused = size(where.inside) <= LONG and rules.refused.search(where.before)
    if refused:
        return Decision("distancing", f"after {refused[0]}")
    deplored = rules.deplored.match(where.after)
    return Decision("distancing", f"before {deplored[0]}") if deplored else None


def _single(where: Setting, given: Attribution) -> Decision | None:
    one = len(where.inside) == 1 and size(where.inside) == 1
    return Decision("emphasis", "one character set off") if one else None


def _picture(where: Setting, given: Attribution) -> Decision | None:
    rules = patterns()
    if numeral(where.inside) or size(where.inside) > PUT:
        return None
    handled = rules.handled.search(where.before)
    if handled and where.after[:1] in "，。；、！的":
        return Decision("figurative", f"a picture after {handled[0]}")
    works = rules.works.match(where.after)
    if works and size(where.inside) <= LEAST:
        return Decision("figurative", f"a picture before {works[0]}")
    thing = len(where.inside) == 3 and rules.thing.search(where.inside)
    if thing and (works or not rules.headed.match(where.after)):
        return Decision("figurative", f"a thing that pictures something: …{thing[0]}")
    return None


def _termed(where: Setting, given: Attribution) -> Decision | None:
    """A word spoken of as a word (“修路”的含义)."""
    termed = patterns().termed.match(where.after)
    if termed and size(where.inside) <= PUT and not numeral(where.inside):
        return Decision("emphasis", f"a term spoken of: {termed[0]}")
    return None


def _name(where: Setting, given: Attribution) -> Decision | None:
    if numeral(where.inside):
        return Decision("formula", "a numeral heads it")
    headed = patterns().headed.match(where.after)
    return Decision("formula", f"before {headed[0]}") if headed else None
