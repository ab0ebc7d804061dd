"""Function 引号作用: what quotation marks are there for, by ordered rules that name themselves."""

from __future__ import annotations

from huayu.decisions import Decision
from huayu.quotations.attribution import Attribution
from huayu.quotations.cues import Cue
from huayu.quotations.lexicons import quoted_words
from huayu.quotations.sayings import cited_saying
from huayu.quotations.surroundings import NAMED, UNMARKED, Setting, patterns
from huayu.quotations.wording import LEAST, PUT, SAID, STOPS, called, clausal, numeral, old, size

# rules that others read: a word of the list, a name by nothing but the noun behind its marks
LISTED, HEADED = "function:listed", "function:headed"
# a clause longer than this is no name of what was put forward (提出“……”的重要思想)
LONGEST = 8
# a whole sentence in marks is not refused by a verb some characters before it
LONG = 14
# a thing that pictures another is named in at most so many characters (十个指头弹钢琴)
IMAGE = 8


def function(where: Setting, given: Attribution) -> Decision:
    """Function 引号作用 of marked words and the reason for it.

    Parameters
    ----------
    where : the words and what stands around them.
    given : the cue that governs them, if any.

    Returns
    -------
    :class:`Decision`: citation | formula | figurative | distancing | emphasis, the id of the rule
    that spoke for it, and the reason.

    Notes
    -----
    The first rule that applies decides: words spelt out; a comparison; a listed word; a cue; the
    form of a saying; one character alone; refusal or blame around the marks; a picture; a word
    spoken of as a word; a numeral or a head noun of policy. What nothing speaks for is a formula,
    the commonest use of marks in official speech, and is looked at again in the light of the
    other marks (:mod:`huayu.quotations.neighbours`).
    """
    rules = (
        _bracketed, _spelt, _likened, _listed, _cited, _saying, _single, _refused, _picture,
        _termed, _name,
    )  # fmt: skip
    for rule in rules:
        decided = rule(where, given)
        if decided:
            return decided
    named = patterns(where.lexicon).named.search(where.before)
    if named:
        return Decision("formula", NAMED, f"after {named[0]}")
    return Decision("formula", UNMARKED, "no cue, saying, blame or picture: a name in marks")


def _bracketed(where: Setting, given: Attribution) -> Decision | None:
    """A short name in brackets behind the full one: 村民委员会（“村委”）."""
    alone = where.before[-1:] in ("(", "（") and where.after[:1] in (")", "）")
    return Decision("formula", "function:bracketed", "a short name in brackets") if alone else None


def _spelt(where: Setting, given: Attribution) -> Decision | None:
    found = patterns(where.lexicon).spelt.match(where.after)
    if found and size(where.inside) <= PUT:
        return Decision("emphasis", "function:spelt", f"followed by {found[0]}")
    return None


def _likened(where: Setting, given: Attribution) -> Decision | None:
    """A comparison (就像“十月怀胎”) or a measure word for things (一把“钥匙”)."""
    rules = patterns(where.lexicon)
    if size(where.inside) > IMAGE or STOPS.search(where.inside):
        return None
    like = rules.likened.search(where.before)
    if like and not rules.headed.match(where.after):
        return Decision("figurative", "function:likened", f"likened by {like[0]}")
    counted = rules.counted.search(where.before)
    if counted and size(where.inside) <= LEAST and not numeral(where.lexicon, where.inside):
        return Decision("figurative", "function:counted", f"counted as a thing: {counted[0]}")
    return None


def _listed(where: Setting, given: Attribution) -> Decision | None:
    listed = quoted_words(where.lexicon).get(where.inside)
    return Decision(listed, LISTED, "listed in quoted_words.csv") if listed else None


def _cited(where: Setting, given: Attribution) -> Decision | None:
    """A cue: words said after a verb of saying, words or names after one of proposing."""
    cue, inside = given.cue, where.inside
    if given.chained and size(inside) < LEAST and not called(inside):
        return None
    if cue is None:
        return Decision("citation", given.rule, given.reason) if given.rule else None
    if cue.kind in ("scorn", "claim"):
        said = cue.kind == "claim" and cue.tight and given.source and clausal(inside)
        if said:
            return Decision("citation", given.rule, given.reason)
        return Decision("distancing", "function:scorned", f"reported with scorn: {cue.verb}")
    if cue.kind == "saying":
        aloof = cue.verb == "所谓" and not old(where.lexicon, inside)
        return (
            Decision("distancing", "function:so-called", "after 所谓")
            if aloof
            else Decision("citation", given.rule, given.reason)
        )
    if cue.kind == "thought":
        return _thought(where, given, cue)
    if cue.kind in ("genre", "noun") and not cue.tight or cue.kind == "name":
        return None
    if cue.kind == "genre":
        told = where.before.endswith(("：", "说"))
        return Decision("citation", given.rule, given.reason) if told else None
    return Decision("citation", given.rule, given.reason) if _words(where, given, cue) else None


def _thought(where: Setting, given: Attribution, cue: Cue) -> Decision | None:
    """Words put into somebody's mind (认为“…”), unless they are refused as an opinion."""
    rules = patterns(where.lexicon)
    blamed = rules.deplored.match(where.after) or rules.refused.search(where.before)
    sentence = clausal(where.inside) or called(where.inside)
    if blamed or not cue.tight or given.source is None or not sentence:
        return None
    return Decision("citation", given.rule, given.reason)


def _words(where: Setting, given: Attribution, cue: Cue) -> bool:
    """Whether what a cue governs are words said, not the name of something."""
    inside, rules = where.inside, patterns(where.lexicon)
    length, sentence = size(inside), clausal(inside) or called(inside)
    headed = rules.headed.match(where.after)
    if not where.whole and not sentence and not headed:
        return False  # “先修路”好: a word of what is said
    if numeral(where.lexicon, inside) and not STOPS.search(inside):
        return False
    colon = (
        (length > 1 or inside[-1:] in "。！？")
        and cue.kind == "say"
        and where.before.endswith(("：", ":"))
    )
    known = given.chained or cue.tight and given.source is not None
    least = LEAST if cue.kind == "say" and known else SAID
    if length < least and not colon and not called(inside):
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
    return cited_saying(where)


def _refused(where: Setting, given: Attribution) -> Decision | None:
    rules = patterns(where.lexicon)
    if numeral(where.lexicon, where.inside) and not where.inside.startswith("一"):
        return None
    refused = size(where.inside) <= LONG and rules.refused.search(where.before)
    if refused:
        return Decision("distancing", "function:refused", f"after {refused[0]}")
    deplored = rules.deplored.match(where.after)
    return (
        Decision("distancing", "function:deplored", f"before {deplored[0]}") if deplored else None
    )


def _single(where: Setting, given: Attribution) -> Decision | None:
    one = len(where.inside) == 1 and size(where.inside) == 1
    return Decision("emphasis", "function:single", "one character set off") if one else None


def _picture(where: Setting, given: Attribution) -> Decision | None:
    rules = patterns(where.lexicon)
    if numeral(where.lexicon, where.inside) or size(where.inside) > PUT:
        return None
    handled = rules.handled.search(where.before)
    if handled and where.after[:1] in "，。；、！的":
        return Decision("figurative", "function:handled", f"a picture after {handled[0]}")
    works = rules.works.match(where.after)
    if works and size(where.inside) <= LEAST:
        return Decision("figurative", "function:works", f"a picture before {works[0]}")
    thing = len(where.inside) == 3 and rules.thing.search(where.inside)
    if thing and (works or not rules.headed.match(where.after)):
        return Decision(
            "figurative", "function:thing", f"a thing that pictures something: …{thing[0]}"
        )
    return None


def _termed(where: Setting, given: Attribution) -> Decision | None:
    """A word spoken of as a word (“修路”的含义)."""
    termed = patterns(where.lexicon).termed.match(where.after)
    if termed and size(where.inside) <= PUT and not numeral(where.lexicon, where.inside):
        return Decision("emphasis", "function:termed", f"a term spoken of: {termed[0]}")
    return None


def _name(where: Setting, given: Attribution) -> Decision | None:
    if numeral(where.lexicon, where.inside):
        return Decision("formula", "function:numeral", "a numeral heads it")
    headed = patterns(where.lexicon).headed.match(where.after)
    return Decision("formula", HEADED, f"before {headed[0]}") if headed else None
