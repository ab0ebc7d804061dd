"""Signs 结构标志: the word classes by which the outline tells its parts, from outline.toml."""

from __future__ import annotations

import re

from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import Patterns, alternatives


@once
def classes(lexicon: Lexicon) -> Patterns:
    """Classes 词类 of a lexicon, each as one pattern; comments on them stand there."""

    def either(name: str, column: str = "patterns") -> str:
        return alternatives(lexicon.table("outline.toml", name)[column])

    act = rf"(?:{either('acts', 'manners')}(?!的)|{either('acts', 'verbs')})"
    tails, heads = either("vocatives", "tails"), either("vocatives", "heads")
    return Patterns(
        chrome=re.compile(either("chrome")),
        date=re.compile(either("dates")),
        byline=re.compile(rf".{{0,30}}{either('offices')}\W{{0,4}}\w{{0,4}}"),
        occasion=re.compile(rf"[—―─].*|.*{either('occasions')}"),
        vocative=re.compile(rf"[^，。！：；？]{{0,10}}?{tails}[，,！!：:、]"),
        addressed=re.compile(rf"{heads}[^。：；？]{{0,24}}|[^。：；？]{{0,14}}?{tails}"),
        hailed=re.compile(rf"{either('vocatives', 'hails')}[^。：；？]{{0,24}}"),
        coda=re.compile(either("codas")),
        coda_heading=re.compile(either("coda_headings")),
        tail=re.compile(either("tails")),
        modal=re.compile(either("modals")),
        tied=re.compile(either("tied")),
        argues=re.compile(either("argues")),
        we=re.compile(either("we")),
        turns=re.compile(
            rf"({either('turns', 'when')}[，、]?)?({either('turns', 'who')})?"
            rf"({either('turns', 'will')})*([对對就把][^。，]{{2,16}})?"
            rf"{either('turns', 'verbs')}[^。，？]{{2,20}}[。.]|"
            rf"{either('turns', 'when')}[，、]?[^。，？]{{2,16}}{either('turns', 'named')}[。.]"
        ),
        time=re.compile(rf"{either('times')}，"),
        reported=re.compile(rf"[^，。]{{1,8}}{either('reported')}"),
        said_after=re.compile(
            rf"[^，。！？；：、…“”‘’「」『』\n]{{0,16}}(?<!{either('said_after', 'barred')})"
            rf"{either('said_after', 'verbs')}(?=[。！\s]|，[“「『\"]|$)"
        ),
        act=re.compile(rf"(?P<noun>{either('acts', 'nouns')}(?!{act}))|{act}"),
        result=re.compile(
            rf".{{2,20}}{either('results', 'marks')}.{{1,12}}$|"
            rf".{{3,}}{either('results', 'ends')}[。.]$"
        ),
    )
