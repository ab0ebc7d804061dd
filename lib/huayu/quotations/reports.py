"""Reports 转述句式: how reported words are let in, as the lexicons have it."""

from __future__ import annotations

import re

from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import Patterns
from huayu.quotations.lexicons import contexts


@once
def reports(lexicon: Lexicon) -> Patterns:
    """Reports 转述句式: how reported words are let in."""
    words, cues = contexts(lexicon, "speaker"), contexts(lexicon, "cue")
    return Patterns(
        opening=re.compile(rf"(?:{words['openings']})"),
        modal=re.compile(rf"(?:{words['modals']})(?:特别|再次|着重|反复|坚决|公开|郑重|明确)?$"),
        announced=re.compile(r"我们?(?:也|还|就|都)?(?:要|想|愿意?|希望|必须)[^，。；：]{0,12}$"),
        habitual=re.compile(rf"(?:{words['habitual']})"),
        turn=re.compile(rf"，(?:{words['turns']})|；"),
        predicate=re.compile(str(cues["predicate"])),
        comment=re.compile(rf"，(?={words['comments']})"),
        headed=re.compile(str(cues["headed"])),
        counted=re.compile(str(cues["counted"])),
    )


@once
def verbs_that(lexicon: Lexicon, name: str) -> frozenset[str]:
    """Verbs 引述动词 of a list: ``free`` let a clause follow, ``acts`` do what they say.

    ``proverbial`` are those who say what everybody says (俗话).
    """
    return frozenset(contexts(lexicon, "speaker")[name])
