"""Uncued words 无引述语: whose words stand in marks where no verb of saying brings them in."""

from __future__ import annotations

import re

from huayu.lexicon import Lexicon, once
from huayu.quotations.lexicons import verb_forms
from huayu.quotations.names import SINGULAR, antecedent, honorific, people
from huayu.quotations.sources import CLAUSES, Source, headed, subject
from huayu.quotations.surroundings import Setting, patterns
from huayu.quotations.view import View
from huayu.quotations.wording import clausal, couplet, numeral
from huayu.spans import after

# characters of a name and of an office before it
NAME = 8
# behind a name these make something else of the subject (王大山的著作, 邓小平理论)
_OTHER = re.compile(r"的|[和与、]|主义|思想|理论")
# behind a name these make the clause one about somebody's life, whose words may follow
_LIFE = re.compile(r"的(?:一生|生平|[^，。；：]{0,4}生涯|[^，。；：]{0,6}(?:精神|信念|志向|理想))")


def stated(run: str) -> bool:
    """Whether there is a sentence in one of a run of coordinated marks."""
    return any(clausal(words) for words in re.split(r"[“”‘’「」『』]", run))


def borne(where: Setting, among: bool) -> bool:
    """Whether marked words, or others ``among`` their run, can be somebody's own words.

    A sentence or a couplet, no name: “路在脚下，桥在手里”, not the “先修路”工程.
    """
    rules = patterns(where.lexicon)
    if numeral(where.lexicon, where.inside) or rules.headed.match(where.after):
        return False
    if rules.enacted.search(where.before):
        return False
    return among or clausal(where.inside) or couplet(where.inside)


def bearer(view: View, place: int) -> Source | None:
    """Bearer 秉持者 of words without a cue: the person who heads their clause or one before it.

    王大山先生以“……”为座右铭; 王大山一生不改，坚持“……”; 他为了“……”. Only the sentence is searched.
    """
    text, start = view.bare, view.left(place)
    edges = view.clauses(start, place)[-CLAUSES:]
    for edge in reversed(edges):
        head = view.opening(edge, place)
        found = _person(view, head, place)
        if found:
            told = _reported(view.lexicon).search(text, head, place)
            return None if told else found
    return None


@once
def _reported(lexicon: Lexicon) -> re.Pattern[str]:
    """A verb of saying that lets in a report: what is marked inside it are others' words."""
    return re.compile(rf"{verb_forms(lexicon, 'say', 'put')}[，：]")


def _person(view: View, head: int, place: int) -> Source | None:
    """The person who heads a clause: by name, by 他, or as the one whose life it tells of."""
    text = view.bare
    if text[head : head + 1] in SINGULAR and text[head + 1 : head + 2] != "们":
        return antecedent(view, head)
    known = list(people(view, head, min(head + NAME, place), guessed=False))
    if not known or known[0].start != head or known[0].kind != "person":
        return None
    end = after(honorific(view.lexicon), text, known[0].end)
    about = _OTHER.match(text, end) and not _LIFE.match(text, end, place)
    return None if about else known[0]


def teller(view: View, place: int) -> Source | None:
    """Teller 讲述者 of words that a noun brings in (他们的结论是“……”; 他们贴标语，口号是“……”)."""
    start = view.left(place)
    noun = patterns(view.lexicon).told.search(view.bare, start, place)
    stop = noun.start() if noun else place
    found = subject(view, start, stop)
    edges = view.clauses(start, stop)[-CLAUSES:]
    for edge in reversed(edges):
        found = found or headed(view, edge, stop)
    return found
