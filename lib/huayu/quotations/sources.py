"""Sources 来源: who says it, read off the sentence that holds the cue."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from huayu.corpus import Speech
from huayu.lexicon import Lexicon
from huayu.lexicon.reading import Patterns, alternatives
from huayu.quotations.grammar import LABEL, LONGEST
from huayu.quotations.lexicons import contexts, kinds, voices
from huayu.quotations.view import FAR, View
from huayu.spans import after

_ANYONE = re.compile(r"人们|有人|有些人|许多人|很多人")
# a name with its title is no longer (欧阳大山书记): a longer one has a verb before it
LONG_NAME = 5
# kinds of words (verb, particle, preposition, adverb) that no name of a body begins with
_NO_NAME = ("v", "u", "p", "d")
# 有 in front of somebody is a verb of its own, except in 有的, 有些, 有人
_EXISTS = re.compile(r"^有(?:[位个名](?=[一-鿿]{2}))?(?![的些人关]|一些)")
# 我们 and 大家 in an earlier clause are those spoken to, not those who say it
ADDRESSED = frozenset(("我们", "大家", "同志们"))
# clauses back in which a subject may stand: beyond, the sentence is a list
CLAUSES = 8


class Source(NamedTuple):
    """A source 来源: canonical speaker, its kind, and where it is named."""

    speaker: str
    kind: str
    start: int
    end: int


def canonical(view: View, alias: str) -> str:
    """Canonical name 规范名 of an alias at the date of the speech (总书记 -> 习近平).

    An office that nobody is known to have held then stays as it is written.
    """
    date = _date(view.speech)
    held = [
        voice["canonical"]
        for voice in voices(view.lexicon)
        if voice["alias"] == alias
        and voice["from"] <= date
        and (not voice["to"] or date < voice["to"])
    ]
    return held[0] if held else alias


@lru_cache(maxsize=8)
def _date(speech: Speech) -> str:
    """Date of a speech from meta.toml, else from its text, else today's order: 9999."""
    given = str(speech.meta.get("date", ""))
    if given:
        return given
    named = re.findall(r"([一-鿿]{3})总书记", speech.text)
    for voice in voices(speech.lexicon):
        if voice["alias"] == "总书记" and voice["canonical"] in named:
            return voice["from"]
    return "9999"


def subject(view: View, start: int, cue: int) -> Source | None:
    """Source 主语 of a cue: in its own clause, else in an earlier clause of the sentence.

    Parameters
    ----------
    start : where the sentence begins.
    cue : where the cue begins.
    """
    start = max(start, cue - FAR)
    edges = view.clauses(start, cue)[-CLAUSES:]
    for number, edge in enumerate(reversed(edges)):
        stop = cue if number == 0 else edges[len(edges) - number] - 1
        found = _in_clause(view, edge, stop, own=number == 0)
        if isinstance(found, bool):
            return None
        if found and (number == 0 or view.bare[found.start : found.end] not in ADDRESSED):
            return found
    return None


def implicit(view: View, start: int, cue: int) -> bool:
    """Whether nobody is named before a cue in its clause: nothing but adverbs and phrases."""
    rules = view.grammar
    start = max(start, cue - FAR)
    head = after(rules.lead, view.bare, view.clauses(start, cue)[-1], cue)
    return bool(rules.middle.fullmatch(view.bare, head, cue))


def headed(view: View, start: int, stop: int) -> Source | None:
    """Source that a clause begins with, whatever it goes on to say of it."""
    return _named(view, view.opening(start, stop), stop, own=False)


def owner(view: View, start: int, stop: int) -> Source | None:
    """Owner 所属者 of words: a name or a work directly before 的 or 关于, else the subject."""
    rules = view.grammar
    named = [m for m in rules.name.finditer(view.bare, start, stop) if m.end() == stop]
    if named:
        return authority(view, named[-1])
    opened = view.bare.rfind("《", start, stop)
    if opened >= 0 and view.bare[stop - 1] == "》":
        return Source(view.speech.text[opened:stop], "document", opened, stop)
    return subject(view, start, stop)


def _in_clause(view: View, start: int, stop: int, own: bool) -> Source | Literal[False] | None:
    """Source at the head of one clause; False where another subject stands there, so no search.

    In the cue's own clause only adverbs and prepositional phrases may stand behind the source.
    """
    rules = view.grammar
    start = after(LABEL, view.bare, start, stop)
    head = after(rules.lead, view.bare, start, stop)
    for place in sorted({head, start}, reverse=True):
        found = _named(view, place, stop, own)
        if found:
            return found
    inner = _embedded(view, start, stop, own)
    if inner:
        return inner
    if own and head < stop and not rules.middle.fullmatch(view.bare, head, stop):
        # 他站起身来，提笔写道: a verb at the head goes on with the subject before it
        return None if view.tag(head).startswith("v") else False
    return None


def _named(view: View, start: int, stop: int, own: bool) -> Source | None:
    """Source that begins exactly at a place."""
    text, rules = view.bare, view.grammar
    known = rules.own_known if own else rules.head_known
    written = rules.own_written if own else rules.head_written
    match = "fullmatch" if own else "match"
    found = getattr(known, match)(text, start, stop)
    if found:
        return authority(view, found)
    if rules.impersonal.match(text, start, stop) or rules.phrase.match(text, start, stop):
        return None
    found = getattr(written, match)(text, start, stop)
    return _written(view, found) if found else None


def _embedded(view: View, start: int, stop: int, own: bool) -> Source | None:
    """A known person behind a modifier (法国总统希拉克), or somebody unnamed inside the clause."""
    text, rules = view.bare, view.grammar
    ahead = rules.modifier.match(text, start, stop)
    for place in {ahead.end() if ahead else start, *_after_roles(rules, text, start, stop)}:
        found = rules.own_known.fullmatch(text, place, stop)
        if found and kinds(view.lexicon)[found["alias"]] in ("person", "classic"):
            return authority(view, found)
    someone = _ANYONE.search(text, start, stop) if own else None
    if someone and rules.middle.fullmatch(text, someone.end(), stop):
        return Source(someone[0], "people", someone.start(), someone.end())
    return None


def _after_roles(rules: Patterns, text: str, start: int, stop: int) -> list[int]:
    """Places behind a role noun near the head of a clause (中国共产党的创始人之一|李大钊)."""
    near = min(stop, start + 2 * LONGEST)
    return [found.end() for found in rules.role.finditer(text, start, near)]


def authority(view: View, found: re.Match[str]) -> Source:
    """Source 来源 of a match of the authority file, under its canonical name."""
    alias, kind = found["alias"], kinds(view.lexicon)[found["alias"]]
    name = canonical(view, alias)
    if name == alias:  # as the text writes it: a traditional text keeps its characters
        name = view.speech.text[found.start("alias") : found.end("alias")]
    if kind == "body" and found["office"]:  # who holds it speaks, not the body: 省委书记
        name, kind = view.speech.text[found.start("alias") : found.end("office")], "person"
    if found["more"]:
        name += view.speech.text[found.start("more") : found.end("more")]
    return Source(name, kind, found.start("alias"), found.end("more"))


def _written(view: View, found: re.Match[str]) -> Source | None:
    """A source as written, without its honorific where it is a full name."""
    kind = next(k for k in ("pronoun", "titled", "group", "work", "body") if found[k])
    if kind != "pronoun" and (
        view.grammar.blocked.search(found[kind])
        or found[kind] in contexts(view.lexicon, "speaker")["bare"]
    ):
        return None
    long = kind == "body" or kind == "titled" and len(found[kind]) > LONG_NAME
    if long and view.tag(found.start(kind))[:1] in _NO_NAME:
        return None
    written = re.sub(r"\s", "", view.speech.text[found.start(kind) : found.end(kind)])
    if kind == "titled":
        written = full_name(view.lexicon, written)
    if kind == "group":
        written = _EXISTS.sub("", written)
    if kind == "body":
        written = re.sub(r"^(?:这次|本次|此次|刚刚闭幕的)", "", written)
    kinds = {"titled": "person", "group": "people", "work": "document"}
    return Source(written, kinds.get(kind, kind), found.start(kind), found.end(kind))


def full_name(lexicon: Lexicon, written: str) -> str:
    """Full name 全名 without honorific; a given name with a title stays (山川书记).

    >>> from huayu.lexicon import of
    >>> full_name(of(), "王大山同志"), full_name(of(), "大山书记")
    ('王大山', '大山书记')
    """
    lists = contexts(lexicon, "speaker")
    found = re.fullmatch(rf"([一-鿿·]+?)({alternatives(lists['honorifics'])})", written)
    if not found:
        return written
    name, title = found.groups()
    family = len(name) in (2, 3) and name[0] in lists["surnames"]
    settled = len(name) == 3 or title in ("同志", "先生")
    foreign = title in lists["heads_of_state"] and not family
    return name if family and settled or foreign else written
