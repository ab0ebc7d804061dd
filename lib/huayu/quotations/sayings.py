"""Sayings 名言俗语: marked words that are cited without a verb of saying."""

from __future__ import annotations

from huayu.decisions import Decision
from huayu.quotations.lexicons import saying
from huayu.quotations.surroundings import Setting, patterns
from huayu.quotations.wording import (
    LEAST,
    PUT,
    SAID,
    STOPS,
    VERSE,
    called,
    clausal,
    couplet,
    literary,
    numeral,
    old,
    size,
    verse,
)

# names in marks are shorter than this, even those of several clauses
SENTENCES = 16
# the longest line of classical prose without a stop
LINE = 12
# characters of a motto of two halves (学为人师，行为世范); longer ones are slogans
MOTTO = (8, 10)
# rules that others read: of words that a noun brings in, of a line that its words make a saying
TOLD, LITERARY = "saying:told", "saying:literary"


def cited_saying(where: Setting) -> Decision | None:
    """Saying 引语 without a verb of saying, or None where the marked words are none.

    It is known, a verse, or a sentence of its own; else how it is brought in decides.

    Parameters
    ----------
    where : the words and what stands around them.
    """
    inside, rules = where.inside.rstrip("。！？"), patterns(where.lexicon)
    headed = rules.headed.match(where.after)
    known = saying(where.lexicon, inside)
    free = not headed or rules.inspired.match(where.after) or rules.minded.match(where.after)
    if known is not None and free:
        return Decision(
            "citation", "saying:known", "a known saying" + (f", {known}" if known else "")
        )
    if verse(inside) and free:
        return Decision("citation", "saying:verse", "two lines of verse")
    if where.opens_sentence and where.closes_sentence and size(inside) >= PUT:
        return Decision(
            "citation",
            "saying:sentence",
            "a sentence of its own in marks, without a cue: a known saying",
        )
    told = rules.told.search(where.before)
    if (
        told
        and (clausal(inside) or old(where.lexicon, inside) or called(where.inside))
        and not headed
    ):
        return Decision("citation", TOLD, f"words told of by a noun: {told[0]}")
    if called(where.inside) and not headed:
        return Decision(
            "citation", "saying:called", "a sentence with its stop in marks, without a cue"
        )
    if numeral(where.lexicon, inside):
        return None
    if size(inside) >= SENTENCES and STOPS.search(inside) and not headed:
        return Decision("citation", "saying:stated", "a whole sentence in marks, without a cue")
    return _brought_in(where, inside, headed is not None)


def _brought_in(where: Setting, inside: str, headed: bool) -> Decision | None:
    """A saying by the noun behind it, the verb before it, or its literary words."""
    rules, length = patterns(where.lexicon), size(inside)
    kept = length >= LEAST and rules.kept.match(where.after)
    if kept:
        return Decision("citation", "saying:kept", f"words kept in mind: {kept[0]}")
    taught = length >= SAID and rules.taught.match(where.after)
    if taught:
        return Decision("citation", "saying:taught", f"a saying before {taught[0]}")
    inspired = rules.inspired.match(where.after)
    if inspired and (old(where.lexicon, inside) or length in VERSE):
        return Decision("citation", "saying:inspired", f"a verse or saying before {inspired[0]}")
    minded = rules.minded.match(where.after)
    if minded and (
        literary(where.lexicon, inside) or couplet(inside) and length in MOTTO and "，" in inside
    ):
        return Decision("citation", "saying:minded", f"a saying before {minded[0]}")
    if headed:
        return None
    heeded = rules.heeded.search(where.before)
    if heeded and (old(where.lexicon, inside) or clausal(inside)):
        return Decision("citation", "saying:heeded", f"a saying after {heeded[0]}")
    if length < SAID or not literary(where.lexicon, inside):
        return None
    quoted = rules.quoted.search(where.before)
    if quoted:
        return Decision(
            "citation", "saying:quoted", f"words of the literary language after {quoted[0]}"
        )
    if STOPS.search(inside) or length <= LINE:
        return Decision("citation", LITERARY, "a line in literary words: a known saying")
    return None
