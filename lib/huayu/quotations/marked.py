"""Marked words 标内文字: every span in marks, its function and who is cited in it."""

from __future__ import annotations

from huayu.decisions import Decision
from huayu.quotations.attribution import NOTHING, Attribution, attribution, coordinated
from huayu.quotations.function import function
from huayu.quotations.marks import Mark
from huayu.quotations.neighbours import Heard, echoed
from huayu.quotations.purposes import purposed
from huayu.quotations.sayings import TOLD
from huayu.quotations.surroundings import setting, sure
from huayu.quotations.uncued import bearer, borne, stated, teller
from huayu.quotations.view import View

TITLE = Decision("title", "marks:title", "in title marks")
BORNE = "bearer:person"  # words of somebody, without a cue


def marked(seen: View) -> list[Heard]:
    """Marked words 标内文字 and titles; titles inside titles are left to the outer one."""
    titles = [mark for mark in seen.marks if mark.form == "title"]
    found = [
        Heard(mark, depth, (mark, mark), TITLE, NOTHING, NOTHING)
        for mark, depth in depths(titles)
        if not depth
    ]
    heard = verdicts(seen)
    for one, by_rule in zip(purposed(seen, heard), heard, strict=True):
        given = one.given if one.decision == by_rule.decision else one.governed
        found.append(one._replace(given=given))
    return found


def verdicts(seen: View) -> list[Heard]:
    """Every mark with the verdict of the rules and the cue that governs it."""
    quoted = [mark for mark in seen.marks if mark.form == "quoted"]
    before: dict[int, tuple[Mark, Attribution]] = {}
    heard = []
    runs = _runs(seen, quoted)
    among = {
        run: run[0] != run[1] and stated(seen.folded[run[0].start : run[1].end])
        for run in set(runs)
    }
    for (mark, depth), run in zip(depths(quoted), runs, strict=True):
        around = seen.inside(depth)
        governed = given = attribution(around, mark, run, before.get(depth))
        decision = function(setting(around, mark, *run), given)
        if decision.rule != given.rule:  # decided by the form of the words, not by a cue
            given, decision = _uncued(around, mark, run, decision, among[run])
        if decision.label == "citation":
            before[depth] = (mark, given)
        heard.append(Heard(mark, depth, run, decision, given, governed))
    return echoed(seen, heard)


def _uncued(
    view: View, mark: Mark, run: tuple[Mark, Mark], decision: Decision, among: bool
) -> tuple[Attribution, Decision]:
    """Attribution of words without a cue: to the person whose words they are, if any."""
    if not sure(decision) and borne(setting(view, mark, *run), among):
        who = bearer(view, run[0].start - 1)
        if who:
            reason = f"words of {who.speaker}, without a cue"
            return Attribution(None, who, BORNE, reason), Decision("citation", BORNE, reason)
    if decision.label != "citation":
        return NOTHING, decision
    who = (teller if decision.rule == TOLD else bearer)(view, mark.start - 1)
    return NOTHING._replace(source=who), decision


def depths(quoted: list[Mark]) -> list[tuple[Mark, int]]:
    """Depths 层次: each mark with the number of marks around it."""
    found = []
    open_: list[int] = []
    for mark in quoted:
        open_ = [end for end in open_ if end > mark.start]
        found.append((mark, len(open_)))
        open_.append(mark.end)
    return found


def _runs(seen: View, quoted: list[Mark]) -> list[tuple[Mark, Mark]]:
    """First and last mark of the run of coordinated marks (“打虎”、“拍蝇”) that each belongs to."""
    runs: list[list[Mark]] = []
    latest: dict[int, list[Mark]] = {}
    for mark, depth in depths(quoted):
        run = latest.get(depth)
        if not (run and coordinated(seen, run[-1], mark)):
            run = []
            runs.append(run)
        run.append(mark)
        latest[depth] = run
    ends = {mark: (run[0], run[-1]) for run in runs for mark in run}
    return [ends[mark] for mark in quoted]
