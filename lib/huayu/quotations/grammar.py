"""Grammar 句法 of sources: how those who speak are named, and what may stand around them."""

from __future__ import annotations

import re
from typing import Any

from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import Patterns, alternatives, either
from huayu.quotations.lexicons import contexts, voices

PAUSE = re.compile(r"[，；：,;:—―？！。]")
LABEL = re.compile(
    r"[\s　]*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|第[一二三四五六七八九十]+[，、]?|"
    r"[一二三四五六七八九十]是)?[\s　]*"
)
# a name is no longer than this: 全国人民代表大会常务委员会 has 13 characters, with a modifier 20
LONGEST = 20
_TIME = (
    r"(?:(?:早在|在|到了?|截至)?(?:[\d０-９〇零一二三四五六七八九十]{2,4}年(?:代|前|来|初|底|末)?)"
    r"(?:[\d０-９一二三四五六七八九十]{1,3}月(?:份|初|底)?)?(?:[\d０-９一二三四五六七八九十]{1,3}日)?"
    r"(?:上午|下午|晚上?|春|夏|秋|冬|春天|秋天)?|今年|去年|前年|明年|今天|昨天|最近|近日|日前|近来|近年来|"
    r"当时|当年|那时|后来|过去|以前|刚才|前不久|不久前|前几天|同年|同日|近代以来|历史上|早年|晚年|"
    r"会前|会后|会上|[上本下]世纪[^，]{0,6}|新中国成立[^，]{0,4}|改革开放[^，]{0,6}|党的[^，]{1,8}以来|"
    r"在?[^，。；：]{1,12}(?:以来|时期|初期|期间|之初|之际|前夕))"
)
# behind a name at the head of a clause these show that it is no subject of what follows
_NO_SUBJECT = (
    r"(?!的|主义|思想|理论|以来|以后|之后|之前|后|前|期间|召开|上|中|时|里|和|与|及|、|精神|"
    r"重要|不是|是|没有)"
)
_PART = "(?:附件[一二三四五六七八九十]?|序言|总纲|[一-鿿]{1,6})"
_QUOTING = r"[^，。；：“”□]{0,8}?(?:引用|引述|借用|记得|想起)(?:过|了)?"


@once
def grammar(lexicon: Lexicon, masks: tuple[str, ...]) -> Patterns:
    """Grammar 句法 of subjects; ``masks`` are the strings that stand for masked names.

    ``own_known`` and ``own_written`` are sources, of the authority file and as written, with
    nothing but adverbs and phrases behind them up to the cue; ``head_known`` and ``head_written``
    are those at the head of another clause.
    """
    lists = contexts(lexicon, "speaker")
    adverbs = rf"(?:{alternatives(lists['adverbs'])}地?)"
    phrase = rf"(?:(?:{lists['prepositions']})(?:[^，。；：“”]|“□+”){{0,30}})"
    filler = rf"(?:{adverbs}|{_TIME}|[\s　]|就|对|参观之后|[一-鿿]{{1,4}}地)"
    # bounded, so that a run of adverbs is not tried in every way; six in a row are the most
    middle = rf"[\s　]*(?:的|之一)?{filler}{{0,6}}{phrase}?{adverbs}{{0,3}}[\s　]*"
    roles = alternatives(lists["roles"])
    authority, written = _authority_form(lexicon), _written_form(lists, masks)
    return Patterns(
        own_known=re.compile(authority + middle),
        own_written=re.compile(written + middle),
        head_known=re.compile(authority + _NO_SUBJECT),
        head_written=re.compile(written + _NO_SUBJECT),
        lead=re.compile(rf"(?:{alternatives(lists['connectives'])}|{_TIME}|[\s　])*"),
        middle=re.compile(middle),
        impersonal=re.compile(rf"(?:{lists['impersonal']})"),
        blocked=re.compile(str(lists["blocked"])),
        phrase=re.compile(rf"(?:{lists['prepositions']})(?!外)"),
        modifier=re.compile(
            rf"(?:{phrase}|{_TIME}|[^，。；：“”□]{{1,{LONGEST}}}{roles}|{_QUOTING})?"
        ),
        role=re.compile(rf"{roles}(?:叫做|叫)?"),
        name=re.compile(authority),
    )


def _authority_form(lexicon: Lexicon) -> str:
    """Names of the authority file, one or several (马克思、恩格斯), with their honorifics."""
    honorifics = alternatives(contexts(lexicon, "speaker")["honorifics"])
    office = rf"{honorifics}{{0,2}}+"
    aliases = either(voice["alias"] for voice in voices(lexicon))
    # an office before the name (国家主席习近平), or the core around which a body stands
    core = (
        r"(?:以[^，。；]{1,12}为(?:核心|总书记|首|代表)的|"
        rf"[一-鿿]{{0,6}}{honorifics})?"
    )
    more = rf"(?:(?:、|和|与){aliases}{office})*"
    return rf"{core}(?P<alias>{aliases})(?P<office>{office})(?P<more>{more})"


def _written_form(lists: dict[str, Any], masks: tuple[str, ...]) -> str:
    """Sources as written: pronouns, titled names, groups of people, works, bodies."""
    masked = either(masks) if masks else r"(?!)"
    groups, alone = alternatives(lists["groups"]), alternatives(lists["alone"])
    quantified = (
        rf"(?:{alternatives(lists['quantifiers'])}[一-鿿\d、]{{0,12}}?|[一-鿿]{{1,8}}的){groups}"
    )
    titled = rf"(?:{masked}[一-鿿]{{0,3}}|[一-鿿·]{{1,12}}?){alternatives(lists['honorifics'])}"
    work = rf"[一-鿿]{{0,4}}《[^》]{{1,40}}》(?:第[^，。]{{1,8}}条|的{_PART})?"
    body = (
        rf"(?:这次|本次|此次|刚刚闭幕的)?(?:[一-鿿\d]{{0,16}}?{alternatives(lists['bodies'])}|"
        rf"(?:党的|中共)?(?:二?十[一二三四五六七八九]?|[七八九])大)(?:决定|决议|公报|报告)?"
    )
    return (
        rf"(?:(?P<pronoun>{alternatives(lists['pronouns'])})|(?P<titled>{titled})|"
        rf"(?P<group>{quantified}|(?:全国|各国|我国|中国|广大|当地|老)?{alone})|"
        rf"(?P<work>{work})[^，。；：]{{0,6}}?[中里上]?|(?P<body>{body}))"
    )
