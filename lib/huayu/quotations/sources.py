"""Sources 来源: who says it, read off the sentence that holds the cue."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from huayu import words
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
# behind a name at the head of a clause these show that it is no subject of what follows
_NO_SUBJECT = (
    r"(?!的|以来|以后|之后|之前|后|前|期间|召开|上|中|时|里|和|与|及|、|精神|重要|不是|是|没有)"
)
# a pronoun that stands for the person last named
SINGULAR = frozenset("他她它")
ADDRESSED = frozenset(("我们", "大家", "同志们"))
# how far back that person may be named: the last sentences of the paragraph
BACK = 4
# characters of a name or a short description of somebody (高尔基, 国外有教育家)
NAME = (2, 10)
_SOMEBODY = re.compile(r"有(?:[一几]?[位个名])?")
_ADVERB_TAIL = re.compile(
    r"(?:曾经?|早就|就|也|还|都|常|所|又|便|[一-鿿]{2,4}地|深刻|这样|动情|在[^，]*|于[^，]*|[^，]{0,6}时)*(?:所)?$"
)
_QUOTING = r"[^，。；：“”□]{0,8}?(?:引用|引述|借用|记得|想起)(?:过|了)?"


class Source(NamedTuple):
    """A source 来源: canonical speaker, its kind, its place, and how it was found."""

    speaker: str
    kind: str
    start: int
    end: int


class Grammar(NamedTuple):
    """Compiled patterns of subjects, for the lexicons as they are.

    ``own`` are sources with nothing but adverbs and phrases behind them up to the cue; ``head``
    are sources at the head of another clause. Both come as (authority file, written form).
    """

    own: tuple[re.Pattern[str], re.Pattern[str]]
    head: tuple[re.Pattern[str], re.Pattern[str]]
    lead: re.Pattern[str]
    middle: re.Pattern[str]
    impersonal: re.Pattern[str]
    blocked: re.Pattern[str]
    phrase: re.Pattern[str]
    modifier: re.Pattern[str]
    role: re.Pattern[str]
    name: re.Pattern[str]


@lru_cache(maxsize=8)
def grammar(masks: tuple[str, ...]) -> Grammar:
    """Grammar 句法 of subjects; ``masks`` are the strings that stand for masked names."""
    lists = contexts()["speaker"]
    adverbs = rf"(?:{either(list(lists['adverbs']))}地?)"
    phrase = rf"(?:(?:{lists['prepositions']})[^，。；：“”]{{0,30}})"
    filler = rf"(?:{adverbs}|{_TIME}|[\s　]|就|对|参观之后|[一-鿿]{{1,4}}地)"
    middle = rf"[\s　]*(?:的|之一)?{filler}*{phrase}?{adverbs}*[\s　]*"
    roles = either(list(lists["roles"]))
    authority, written = _authority_form(lists), _written_form(lists, masks)
    return Grammar(
        (re.compile(authority + middle), re.compile(written + middle)),
        (re.compile(authority + _NO_SUBJECT), re.compile(written + _NO_SUBJECT)),
        re.compile(rf"(?:{either(list(lists['connectives']))}|{_TIME}|[\s　])*"),
        re.compile(middle),
        re.compile(rf"(?:{lists['impersonal']})"),
        re.compile(str(lists["blocked"])),
        re.compile(rf"(?:{lists['prepositions']})(?!外)"),
        re.compile(rf"(?:{phrase}|{_TIME}|[^，。；：“”□]{{1,{LONGEST}}}{roles}|{_QUOTING})?"),
        re.compile(rf"{roles}(?:叫做|叫)?"),
        re.compile(authority),
    )


def _authority_form(lists: dict) -> str:
    """Names of the authority file, one or several (马克思、恩格斯), with their honorifics."""
    titled = rf"(?:{either(list(lists['honorifics']))}{{0,2}}+)"
    aliases = either([re.escape(voice.alias) for voice in voices()])
    # an office before the name (国家主席习近平), or the core around which a body stands
    core = (
        r"(?:以[^，。；]{1,12}为(?:核心|总书记|首|代表)的|"
        rf"[一-鿿]{{0,6}}{either(list(lists['honorifics']))})?"
    )
    return rf"{core}(?P<alias>{aliases}){titled}(?P<more>(?:(?:、|和|与){aliases}{titled})*)"


def _written_form(lists: dict, masks: tuple[str, ...]) -> str:
    """Sources as written: pronouns, titled names, groups of people, works, bodies."""
    masked = either([re.escape(mask) for mask in masks]) if masks else r"(?!)"
    groups, alone = either(list(lists["groups"])), either(list(lists["alone"]))
    quantified = (
        rf"(?:{either(list(lists['quantifiers']))}[一-鿿、]{{0,10}}?|[一-鿿]{{1,8}}的){groups}"
    )
    titled = rf"(?:{masked}[一-鿿]{{0,3}}|[一-鿿·]{{1,12}}?){either(list(lists['honorifics']))}"
    work = r"[一-鿿]{0,4}《[^》]{1,40}》(?:第[^，。]{1,8}条|的[一-鿿]{1,6})?"
    body = (
        rf"(?:这次|本次|此次|刚刚闭幕的)?(?:[一-鿿\d]{{0,16}}?{either(list(lists['bodies']))}|"
        rf"(?:党的|中共)?(?:二?十[一二三四五六七八九]?|[七八九])大)(?:决定|决议|公报|报告)?"
    )
    return (
        rf"(?:(?P<pronoun>{either(list(lists['pronouns']))})|(?P<titled>{titled})|"
        rf"(?P<group>{quantified}|(?:全国|各国|我国|中国|广大|当地|老)?{alone})|"
        rf"(?P<work>{work})[^，。；：]{{0,6}}?[中里上]?|(?P<body>{body}))"
    )


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
        # 我们 and 大家 in an earlier clause are those spoken to, not those who say it
        if found and (number == 0 or view.bare[found.start : found.end] not in ADDRESSED):
            return found
    return None


def implicit(view: View, start: int, cue: int) -> bool:
    """Whether nobody is named before a cue in its clause: nothing but adverbs and phrases."""
    rules = grammar(view.speech.masks)
    edge = max([start, *(m.end() for m in PAUSE.finditer(view.bare, start, cue))])
    head = rules.lead.match(view.bare, edge, cue).end()
    return bool(rules.middle.fullmatch(view.bare, head, cue))


def antecedent(view: View, place: int) -> Source | None:
    """Antecedent 先行词 of 他: who heads the sentence before, or the ones before that.

    Sentences that 他 heads are passed over; a person named elsewhere in a sentence counts only
    where none heads one.
    """
    rules = grammar(view.speech.masks)
    row = view.row(place)
    spare = None
    for number in range(row, max(row - 1 - BACK, -1), -1):
        start, end = view.sentences[number], min(view.ends[number], place)
        people = list(_people(view, rules, start, end))
        heads = _heads(view, rules, start, end)
        leading = next((source for source in people if source.start in heads), None)
        if leading:
            return leading
        if people and spare is None and view.bare[min(heads)] not in SINGULAR:
            spare = people[0]
    return spare


def _heads(view: View, rules: Grammar, start: int, end: int) -> set[int]:
    """Places where the clauses of a sentence begin, behind what leads them in."""
    edges = [start, *(m.end() for m in PAUSE.finditer(view.bare, start, end))]
    return {rules.lead.match(view.bare, edge, end).end() for edge in edges if edge < end} or {start}


def _people(view: View, rules: Grammar, start: int, end: int) -> Iterator[Source]:
    """Persons named in a stretch, in order: from the authority file, else by the tagger."""
    known = [m for m in rules.name.finditer(view.bare, start, end) if m["alias"]]
    found = [_authority(view, m) for m in known if _kind(m["alias"]) in ("person", "classic")]
    names = tagged(view.speech)
    first = bisect_left(names, (start, start))
    for begin, stop in names[first:]:
        if begin >= end:
            break
        if not any(source.start <= begin < source.end for source in found):
            found.append(Source(view.speech.text[begin:stop], "person", begin, stop))
    yield from sorted(found, key=lambda source: source.start)


@lru_cache(maxsize=8)
def tagged(speech: Speech) -> list[tuple[int, int]]:
    """Places of what the tagger takes for names of persons (ICTCLAS nr), two characters and up."""
    layer = words.tokens(speech)
    names = layer[layer["tag"].str.startswith("nr")]
    found: list[tuple[int, int]] = []
    for start, end in zip(names["start"].tolist(), names["end"].tolist(), strict=True):
        if found and found[-1][1] == start:  # a long foreign name comes in pieces
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [(start, end) for start, end in found if end - start > 1]


def named_nearest(view: View, start: int, cue: int, saying: bool) -> Source | None:
    """Source of cited words by position alone: the known name before the cue, else the words.

    Only for cues that stand directly before marks (充分证明了毛泽东同志所说的：“…”; 高尔基说：“…”).
    Without a verb of ``saying`` only known names count.
    """
    rules = grammar(view.speech.masks)
    text = view.bare
    for found in reversed(list(rules.name.finditer(text, start, cue))):
        if rules.middle.fullmatch(text, found.end(), cue) or found.end() == cue:
            return _authority(view, found)
    if not saying:
        return None
    edge = max([start, *(m.end() for m in PAUSE.finditer(text, start, cue))])
    label = _LABEL.match(text, edge, cue)
    head = rules.lead.match(text, max(edge, label.end() if label else edge), cue).end()
    written = _ADVERB_TAIL.sub("", text[head:cue])
    name = written.strip("\u3000 \n")
    fit = NAME[0] <= len(name) <= NAME[1] and re.fullmatch(r"[一-鿿·]+", name)
    if not fit or rules.blocked.search(_SOMEBODY.sub("", name)) or rules.impersonal.match(name):
        return None
    begin = text.index(name, head)
    return Source(view.speech.text[begin : begin + len(name)], "person", begin, begin + len(name))


def owner(view: View, start: int, stop: int) -> Source | None:
    """Owner 所属者 of words, who is named directly before 的 or 关于, else the subject."""
    rules = grammar(view.speech.masks)
    named = [m for m in rules.name.finditer(view.bare, start, stop) if m.end() == stop]
    return _authority(view, named[-1]) if named else subject(view, start, stop)


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
    if own and head < stop and not rules.middle.fullmatch(view.bare, head, stop):
        return False
    return None


def _named(view: View, rules: Grammar, start: int, stop: int, own: bool) -> Source | None:
    """Source that begins exactly at a place."""
    text = view.bare
    known, written = rules.own if own else rules.head
    match = "fullmatch" if own else "match"
    found = getattr(known, match)(text, start, stop)
    if found:
        return _authority(view, found)
    if rules.impersonal.match(text, start, stop) or rules.phrase.match(text, start, stop):
        return None
    found = getattr(written, match)(text, start, stop)
    return _written(view, rules, found) if found else None


def _embedded(view: View, rules: Grammar, start: int, stop: int, own: bool) -> Source | None:
    """A known person behind a modifier (法国总统希拉克), or somebody unnamed inside the clause."""
    text = view.bare
    ahead = rules.modifier.match(text, start, stop)
    for place in {ahead.end() if ahead else start, *_after_roles(rules, text, start, stop)}:
        found = rules.own[0].fullmatch(text, place, stop)
        if found and _kind(found["alias"]) in ("person", "classic"):
            return _authority(view, found)
    someone = _ANYONE.search(text, start, stop) if own else None
    if someone and rules.middle.fullmatch(text, someone.end(), stop):
        return Source(someone[0], "people", someone.start(), someone.end())
    return None


def _after_roles(rules: Grammar, text: str, start: int, stop: int) -> list[int]:
    """Places behind a role noun near the head of a clause (中国共产党的创始人之一|李大钊)."""
    near = min(stop, start + 2 * LONGEST)
    return [found.end() for found in rules.role.finditer(text, start, near)]


def _authority(view: View, found: re.Match[str]) -> Source:
    alias, kind = found["alias"], _kind(found["alias"])
    name = canonical(view, alias)
    if name == alias:  # as the text writes it: a traditional text keeps its characters
        name = view.speech.text[found.start("alias") : found.end("alias")]
    if found["more"]:
        name += view.speech.text[found.start("more") : found.end("more")]
    return Source(name, kind, found.start("alias"), found.end("more"))


def _kind(alias: str) -> str:
    return next(voice.kind for voice in voices() if voice.alias == alias)


def _written(view: View, rules: Grammar, found: re.Match[str]) -> Source | None:
    """A source as written, without its honorific where it is a full name."""
    kind = next(k for k in ("pronoun", "titled", "group", "work", "body") if found[k])
    if kind != "pronoun" and (
        rules.blocked.search(found[kind]) or found[kind] in contexts()["speaker"]["bare"]
    ):
        return None
    written = re.sub(r"\s", "", view.speech.text[found.start(kind) : found.end(kind)])
    if kind == "titled":
        written = full_name(written)
    if kind == "body":
        written = re.sub(r"^(?:这次|本次|此次|刚刚闭幕的)", "", written)
    kinds = {"titled": "person", "group": "people", "work": "document"}
    return Source(written, kinds.get(kind, kind), found.start(kind), found.end(kind))


def full_name(written: str) -> str:
    """Full name 全名 without honorific; a given name with a title stays (阳生书记).

    >>> full_name("王大山同志"), full_name("大山书记")
    ('王大山', '大山书记')
    """
    lists = contexts()["speaker"]
    found = re.fullmatch(rf"([一-鿿·]+?)({either(list(lists['honorifics']))})", written)
    if not found:
        return written
    name, title = found.groups()
    family = len(name) in (2, 3) and name[0] in lists["surnames"]
    settled = len(name) == 3 or title in ("同志", "先生")
    foreign = title in lists["heads_of_state"] and not family
    return name if family and settled or foreign else written
