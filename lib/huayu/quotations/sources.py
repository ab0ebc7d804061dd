"""Sources 来源: who says it, read off the sentence that holds the cue."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from huayu.corpus import Speech
from huayu.quotations.lexicons import contexts, either, voices
from huayu.quotations.view import View

PAUSE = re.compile(r"[，；：,;:—―？！。]")
# a name is no longer than this: 全国人民代表大会常务委员会 has 13 characters, with a modifier 20
LONGEST = 20
_LABEL = re.compile(
    r"^[\s　]*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|第[一二三四五六七八九十]+[，、]?|"
    r"[一二三四五六七八九十]是)?[\s　]*"
)
_TIME = (
    r"(?:(?:早在|在|到了?|截至)?(?:[\d０-９〇零一二三四五六七八九十]{2,4}年(?:代|前|来|初|底|末)?)"
    r"(?:[\d０-９一二三四五六七八九十]{1,3}月(?:份|初|底)?)?(?:[\d０-９一二三四五六七八九十]{1,3}日)?"
    r"(?:上午|下午|晚上?|春|夏|秋|冬|春天|秋天)?|今年|去年|前年|明年|今天|昨天|最近|近日|日前|近来|近年来|"
    r"当时|当年|那时|后来|过去|以前|刚才|前不久|不久前|前几天|同年|同日|近代以来|历史上|早年|晚年|"
    r"会前|会后|会上|[上本下]世纪[^，]{0,6}|新中国成立[^，]{0,4}|改革开放[^，]{0,6}|党的[^，]{1,8}以来|"
    r"在?[^，。；：]{1,12}(?:以来|时期|初期|期间|之初|之际|前夕))"
)

_ANYONE = re.compile(r"人们|有人|有些人|许多人|很多人")
_NO_SUBJECT = re.compile(
    r"的|以来|以后|之后|之前|后|前|期间|召开|上|中|时|里|和|与|及|、|精神|重要"
)


class Source(NamedTuple):
    """A source 来源: canonical speaker, its kind, its place, and how it was found."""

    speaker: str
    kind: str
    start: int
    end: int


class Grammar(NamedTuple):
    """Compiled patterns of subjects, for the lexicons as they are."""

    authority: re.Pattern[str]
    generic: re.Pattern[str]
    lead: re.Pattern[str]
    middle: re.Pattern[str]
    impersonal: re.Pattern[str]
    blocked: re.Pattern[str]
    phrase: re.Pattern[str]


@lru_cache(maxsize=8)
def grammar(masks: tuple[str, ...]) -> Grammar:
    """Grammar 句法 of subjects; ``masks`` are the strings that stand for masked names."""
    words = contexts()["speaker"]
    honorifics = either(list(words["honorifics"]))
    aliases = either([re.escape(voice.alias) for voice in voices()])
    masked = either([re.escape(mask) for mask in masks]) if masks else r"(?!)"
    core = r"(?:以[^，。；]{1,12}为(?:核心|总书记|首|代表)的)?"
    authority = rf"{core}(?P<alias>{aliases})(?P<honorific>{honorifics}{{0,2}})"
    group = (
        rf"{either(list(words['quantifiers']))}[一-鿿、]{{0,10}}?{either(list(words['groups']))}"
    )
    body = (
        r"(?:这次|本次|此次|刚刚闭幕的)?[一-鿿\d]{0,16}?"
        rf"(?:{either(list(words['bodies']))}|(?:十|二十)[一二三四五六七八九]?大|[七八九]大)"
    )
    titled = rf"(?:{masked}[一-鿿]{{0,3}}|[一-鿿·]{{1,12}}?){honorifics}"
    work = r"[一-鿿]{0,12}《[^》]{1,40}》(?:第[^，。]{1,8}条)?[^，。；：]{0,6}?(?:中|里|上)?"
    generic = (
        rf"(?P<pronoun>{either(list(words['pronouns']))})|(?P<titled>{titled})|"
        rf"(?P<group>{group})|(?P<work>{work})|(?P<body>{body})"
    )
    adverbs = rf"(?:{either(list(words['adverbs']))}地?)"
    phrase = rf"(?:(?:{words['prepositions']})[^，。；：“”]{{0,30}})"
    filler = rf"(?:{adverbs}|{_TIME}|[\s　]|就|对|参观之后|[一-鿿]{{1,4}}地)"
    return Grammar(
        re.compile(authority),
        re.compile(generic),
        re.compile(rf"(?:{either(list(words['connectives']))}|{_TIME}|[\s　])*"),
        re.compile(rf"[\s　]*(?:的|之一)?{filler}*{phrase}?{adverbs}*[\s　]*$"),
        re.compile(rf"(?:{words['impersonal']})"),
        re.compile(words["blocked"]),
        re.compile(rf"(?:{words['prepositions']})(?!外)"),
    )  # fmt: skip


def canonical(view: View, alias: str) -> str:
    """Canonical name 规范名 of an alias at the date of the speech (总书记 -> 习近平)."""
    lines = [voice for voice in voices() if voice.alias == alias]
    date = _date(view.speech)
    for voice in lines:
        if (not voice.since or voice.since <= date) and (not voice.until or date < voice.until):
            return voice.canonical
    return lines[0].canonical if lines else alias


def _date(speech: Speech) -> str:
    """Date of a speech from meta.toml, else from its text, else today's order: 9999."""
    given = str(speech.meta.get("date", ""))
    if given:
        return given
    named = re.findall(r"([一-鿿]{3})总书记", speech.text)
    for voice in voices():
        if voice.alias == "总书记" and voice.canonical in named:
            return voice.since
    return "9999"


def subject(view: View, start: int, cue: int) -> Source | None:
    """Source 主语 of a cue: in its own clause, else in an earlier clause of the sentence.

    Parameters
    ----------
    start : where the sentence begins.
    cue : where the cue begins.
    """
    edges = [start, *(m.end() for m in PAUSE.finditer(view.bare, start, cue))]
    for number, edge in enumerate(reversed(edges)):
        stop = cue if number == 0 else edges[len(edges) - number] - 1
        found = _in_clause(view, edge, stop, own=number == 0)
        if found is False:
            return None
        if found:
            return found
    return None


def _in_clause(view: View, start: int, stop: int, own: bool) -> Source | bool | None:
    """Source at the head of one clause; False where another subject stands there, so no search.

    In the cue's own clause only adverbs and prepositional phrases may stand behind the source.
    """
    rules = grammar(view.speech.masks)
    label = _LABEL.match(view.bare[start:stop])
    start += label.end() if label else 0
    head = rules.lead.match(view.bare, start, stop).end()
    for place in sorted({head, start}, reverse=True):
        found = _named(view, rules, place, stop, own)
        if found:
            return found
    inner = _embedded(view, rules, start, stop, own)
    if inner:
        return inner
    if own and head < stop and not rules.middle.match(view.bare, head, stop):
        return False
    return None


def _named(view: View, rules: Grammar, start: int, stop: int, own: bool) -> Source | None:
    """Source that begins exactly at a place."""
    text = view.bare
    found = rules.authority.match(text, start, stop)
    if found and _governs(rules, text, found.end(), stop, own):
        return _authority(view, found)
    if rules.impersonal.match(text, start, stop):
        return None
    for found in _generic(rules, text, start, stop):
        if _governs(rules, text, found.end(), stop, own):
            return _written(view, found)
    return None


def _governs(rules: Grammar, text: str, end: int, stop: int, own: bool) -> bool:
    """Whether what ends here can be the subject: nothing but adverbs up to the cue in its own
    clause; elsewhere no attribute (中央的…) and no time (党的十八大以来).
    """
    if own:
        return bool(rules.middle.match(text, end, stop))
    return not _NO_SUBJECT.match(text, end, stop)


def _generic(rules: Grammar, text: str, start: int, stop: int):
    """Generic sources at a place, at most one for each of its kinds, shortest names first."""
    found = rules.generic.match(text, start, min(stop, start + 3 * LONGEST))
    if found and not rules.blocked.search(found[0][:-2]) and not rules.phrase.match(found[0]):
        yield found


def _embedded(view: View, rules: Grammar, start: int, stop: int, own: bool) -> Source | None:
    """A named person behind a modifier: 中国共产党的创始人之一李大钊, 法国总统希拉克."""
    if not own:
        return None
    text = view.bare
    last = None
    for found in rules.authority.finditer(text, start, stop):
        modified = found.start() - start <= LONGEST and not rules.blocked.search(
            text, start, found.start()
        )
        if modified and rules.middle.match(text, found.end(), stop):
            last = found
    if last and _kind(last["alias"]) in ("person", "classic"):
        return _authority(view, last)
    someone = _ANYONE.search(text, start, stop)
    if someone and rules.middle.match(text, someone.end(), stop):
        return Source(someone[0], "people", someone.start(), someone.end())
    return None


def _authority(view: View, found: re.Match[str]) -> Source:
    alias = found["alias"]
    kind = _kind(alias)
    name = canonical(view, alias)
    if name == alias:  # as the text writes it: a traditional text keeps its characters
        name = view.speech.text[found.start("alias") : found.end("alias")]
    return Source(name, kind, found.start(), found.end())


def _kind(alias: str) -> str:
    return next(voice.kind for voice in voices() if voice.alias == alias)


def _written(view: View, found: re.Match[str]) -> Source:
    """A source as written, without its honorific where it is a full name."""
    kind = next(k for k in ("pronoun", "titled", "group", "work", "body") if found[k])
    written = view.speech.text[found.start() : found.end()].strip()
    if kind == "titled":
        written = full_name(written)
    if kind == "body":
        written = re.sub(r"^(?:这次|本次|此次|刚刚闭幕的)", "", written)
    kinds = {"titled": "person", "group": "people", "work": "document"}
    return Source(written, kinds.get(kind, kind), found.start(), found.end())


def full_name(written: str) -> str:
    """Full name 全名 without honorific; a given name with a title stays (阳生书记).

    >>> full_name("王大山同志"), full_name("大山书记")
    ('王大山', '大山书记')
    """
    words = contexts()["speaker"]
    found = re.fullmatch(rf"([一-鿿]{{2,3}}){either(list(words['honorifics']))}", written)
    if (
        found
        and (found[1][0] in words["surnames"])
        and (len(found[1]) == 3 or written.endswith(("同志", "先生")))
    ):
        return found[1]
    return written
