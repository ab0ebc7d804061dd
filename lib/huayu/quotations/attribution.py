"""Attribution 归属: the cue that governs cited words, and the source that it leads to."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from huayu.quotations.lexicons import contexts, either, verb_forms, verbs
from huayu.quotations.marks import Mark
from huayu.quotations.sources import Source, subject
from huayu.quotations.view import View

# words between cue and mark: an object and a verb of the partial quotation (要求我们实现“…”)
GAP = 16
# what makes the Party centre the implied source of a cue that has no subject
_PARTY = re.compile(r"党的(?!生日)|党中央|全党|党员|管党治党")
# the next sentence of the same paragraph may leave its subject out; one further on may not
REACH = 2
_JOINED = re.compile(r"[、，；。,;\s]*(?:和|及|与|或|以及|并且|并|又|还|也|再到|到)?[\s]*")
_CHAINED = re.compile(r"[，；。,;\s]*(?:并|又|还|也)?[\s]*")
_OBJECT = r"(?:对?(?:我们|大家|全党|人们|世人|全世界|他们|他|她|我|你们|世界|各位|同志们))?"
_MODAL = r"(?:要|必须|应当|应该|应|不能|是)?"
_AFTER_VERB = r"(?:了|过|着|道|到|得[^，。：；]{1,6}|的是|的那样|的)?"


class Cue(NamedTuple):
    """A cue 引述语: its bare verb, where it stands, its kind, and how near to the words it is."""

    verb: str
    start: int
    end: int
    kind: str
    tight: bool


class Attribution(NamedTuple):
    """Attribution 归属 of one span: cue, source, and the reason in words."""

    cue: Cue | None
    source: Source | None
    reason: str
    chained: bool = False


class Forms(NamedTuple):
    """Compiled patterns of cues, for the lexicon as it is."""

    tight: re.Pattern[str]
    any: re.Pattern[str]
    loose: re.Pattern[str]
    after: re.Pattern[str]
    noun: re.Pattern[str]
    verb_of: re.Pattern[str]
    statement: re.Pattern[str]


@lru_cache(maxsize=1)
def forms() -> Forms:
    """Forms 句式 in which a cue stands before, behind or around cited words."""
    reporting = verb_forms("say", "put", "ask", "decide", "saying", "scorn", "name", "noun")
    verbal = verb_forms("say", "put", "ask")
    nouns = verb_forms("noun")
    adverbs = either(list(contexts()["speaker"]["adverbs"]))
    return Forms(
        re.compile(
            rf"(?P<verb>{reporting}){_AFTER_VERB}{_OBJECT}[，：:,]?[\s　]*"
            rf"(?:[^，。；：\s]{{0,4}})?{_MODAL}[\s　]*$"
        ),
        re.compile(reporting),
        re.compile(rf"{_AFTER_VERB}[，]?[^，。；：“”□]{{0,{GAP}}}[\s　]*$"),
        re.compile(
            rf"[，,。]?[\s　]*(?P<who>[^，。；：“”□]{{1,16}}?)(?:{adverbs})*"
            rf"(?P<verb>{verb_forms('say')})(?:道|过)?[，。：；]"
        ),
        re.compile(
            rf"的?[^，。；：]{{0,4}}?(?P<verb>{nouns}|规定|指示|要求|教导|名言|批示|题词|口号)"
        ),
        re.compile(rf"(?P<verb>{verbal})(?:了|过)?(?:这样|如此)?的?[^，。；：]{{0,8}}$"),
        re.compile(str(contexts()["citation"]["statements"])),
    )


# a verb is part of another word here: 演讲, 小说, 知道, 学问 …; 说明, 讲话, 决定性 …
PART_BEFORE = re.compile(
    r"(?:(?:小|学|传|假|据|听|虽|无|劝|解|游|叙|胡|来|再|众)说|(?:演|宣|听|开|主)讲|"
    r"(?:知|难|街|渠|频|报|人|通|轨|赛|味|厚|公|霸|正|王|东|大|国|地|同|航|跑|车|街|隧|力|新|条)道|"
    r"(?:学|访|慰|顾|疑|责|追|请|询|提|过)问|(?:总|职|名|对|自|堪|号|简|俗|可以|不能|统)称|(?:发|语|谣|方|格|寓|诺|宣|留|导|序|前|断|预|直|坦|所|而)言|"
    r"(?:主|所|总|综)要求|体现|(?:填|书|编|改|抄|撰|续|谱|描|抒)写|(?:风|多|白|乌|星|战)云|(?:假)话|"
    r"(?:的|项|按|等|和|重要|作出|作了|提出|提交|采纳|听取|报告|新|总|性|有关|任务|各项|基本|高度|给予|严格)"
    r"(?:要求|指示|批示|规定|建议|号召|主张|承诺|决定|批评|评价|介绍|提醒|警示|教导|告诫|嘱托|叮嘱|勉励)|"
    r"(?:这样|那样|这么|怎么|就是|比如|例如|老实|一般|总的|严格|具体|简单|总体|本质|客观|坦率|可以|应该|所以)地?说)$"
)
PART_AFTER = re.compile(
    r"(?:说(?:明|法|服|理|教|情|起|到底|来|不清|不定|不上|谎|实话|话|成|穿|了算)|讲(?:话|究|课|堂|座|坛|述|师|好|清|政治|学习|正气|规矩|原则|求|解|卫生|诚信|认真)|"
    r"道(?:路|德|理|义|歉|具)|决定(?:性|着|于|了)|规定(?:性|的|了)|明确(?:的|了)|要求(?:的|下|高|严)|提出(?:来|了)|问(?:题|责|候|鼎|世|计)|"
    r"称(?:号|霸|赞|颂|呼)|评价(?:体系|机制|标准)|写(?:作|好|下|入|进|就|成|照)|反映(?:了|强烈|出|在)|告诉(?:你|人们我)|批评(?:和|与)|声明(?:和|的)|"
    r"言(?:论|语|行|路)|云(?:计|上|端|南|集|平台)|叫(?:好|停|板)|介绍(?:一下|信|了)|建议(?:和|书|的)|号召(?:下|力|的)|希望(?:的|和|工程)|主张的)"
)


def attribution(view: View, mark: Mark, before: tuple[Mark, Attribution] | None) -> Attribution:
    """Attribution 归属 of marked words, from the text around their marks.

    Parameters
    ----------
    mark : the marks in question.
    before : the nearest cited words before it on the same level and what governs them, or None.
    """
    start, _ = view.sentence(mark.start - 1)
    cue = cue_before(view, start, mark.start - 1)
    if cue:
        return Attribution(cue, *_source(view, start, cue, before))
    if before and _chains(view, before[0], mark):
        given = before[1]
        reason = (
            f"chained to the words before it, under {given.cue.verb if given.cue else 'no cue'}"
        )
        return Attribution(given.cue, given.source, reason, chained=True)
    return cue_after(view, start, mark) or Attribution(None, None, "")


def cue_before(view: View, start: int, stop: int) -> Cue | None:
    """Cue 前置引述语 that ends at an opening mark, or close before it in the same clause."""
    left = view.bare[start:stop]
    clause = max(left.rfind(sign) for sign in "；。") + 1
    found = None
    for match in forms().any.finditer(left, clause):
        verb = verbs()[match[0]]
        if PART_BEFORE.search(left[max(match.start() - 3, 0) : match.end()]):
            continue
        if PART_AFTER.match(left + "“", match.start()):
            continue
        tight = forms().tight.fullmatch(left, match.start())
        near = bool(tight) and _near(left[match.end() :])
        loose = tight or forms().loose.fullmatch(left, match.end())
        if near or (loose and (verb.kind == "ask" or not verb.weak)):
            found = Cue(match[0], start + match.start(), start + match.end(), verb.kind, near)
            if near:
                break
    return _verb_of(view, start + clause, found) if found and found.kind == "noun" else found


def _near(rest: str) -> bool:
    """Whether nothing but particles, an object and a modal verb stands between cue and mark."""
    return bool(
        re.fullmatch(
            rf"{_AFTER_VERB}{_OBJECT}[，：:,]?[\s　]*"
            rf"(?:[^，。；：\s]{{0,3}}(?:要|必须|应当|应该|应))?{_MODAL}[\s　]*",
            rest,
        )
    )


def _verb_of(view: View, start: int, noun: Cue) -> Cue:
    """The verb behind a noun for words said (讲的一段话 -> 讲), else the noun itself."""
    left = view.bare[start : noun.start]
    found = [
        m for m in forms().verb_of.finditer(left) if not PART_BEFORE.search(left[: m.end("verb")])
    ]
    if not found:
        return noun
    place = start + found[-1].start("verb")
    return Cue(found[-1]["verb"], place, start + found[-1].end("verb"), "say", noun.tight)


def _source(
    view: View, start: int, cue: Cue, before: tuple[Mark, Attribution] | None
) -> tuple[Source | None, str]:
    """Source of a cue and the reason: its subject, an antecedent, or the implied Party centre."""
    found = subject(view, start, cue.start)
    where = "directly before the marks" if cue.tight else "in the clause before the marks"
    said = f"cue {cue.verb} {where}"
    if found and found.kind != "pronoun":
        return found, f"{said}; subject {found.speaker}"
    if found is None or found.speaker in ("他", "她", "它"):
        known = before[1].source if before else None
        if known and within_reach(view, before[0].end, cue.start):
            return known, f"{said}; subject carried over from {known.speaker}"
    if found:
        return found, f"{said}; subject {found.speaker}"
    if _PARTY.search(view.bare, start, cue.start) and cue.kind in ("say", "put", "ask"):
        return Source("党中央", "body", cue.start, cue.start), f"{said}; implied: the Party centre"
    return None, said


def within_reach(view: View, end: int, place: int) -> bool:
    """Whether two places share a paragraph and lie at most REACH sentences apart."""
    if view.paragraph(end) != view.paragraph(place):
        return False
    return view.row(place) - view.row(end) <= REACH


def _chains(view: View, given: Mark, mark: Mark) -> bool:
    between = view.bare[given.end + 1 : mark.start - 1]
    return len(between) <= 4 and bool(_CHAINED.fullmatch(between))


def coordinated(view: View, given: Mark, mark: Mark) -> bool:
    """Whether two marks stand side by side in one list (“打虎”、“拍蝇”; “严”和“实”)."""
    between = view.bare[given.end + 1 : mark.start - 1]
    return len(between) <= 4 and bool(_JOINED.fullmatch(between))


def cue_after(view: View, start: int, mark: Mark) -> Attribution | None:
    """Attribution by what follows the closing mark: “……。”他说; “……”，这些誓言."""
    text, close = view.bare, mark.end + 1
    stated = forms().statement.match(text, close)
    if stated:
        return Attribution(None, None, f"followed by {stated[0].strip('，。')}")
    named = forms().noun.match(text, close)
    about = re.search(r"(?:关于|的)$", text[start : mark.start - 1])
    if named and about:
        cue = Cue(named["verb"], named.start("verb"), named.end("verb"), "say", True)
        source = subject(view, start, start + about.start())
        if source:
            return Attribution(cue, source, f"{source.speaker}{about[0]}“…”{named[0]}")
    found = forms().after.match(text, close)
    whole = view.folded[mark.end - 1] in "。！？，…—" or text[close : close + 1] in "，,"
    if not (found and whole):
        return None
    cue = Cue(found["verb"], found.start("verb"), found.end("verb"), "say", True)
    source = subject(view, close + (text[close : close + 1] in "，,。"), cue.start)
    return Attribution(cue, source, f"cue {cue.verb} behind the marks") if source else None
