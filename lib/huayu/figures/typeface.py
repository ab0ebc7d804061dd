"""Typeface 字体: the Chinese font cut down to the characters of one page, and put into it."""

from __future__ import annotations

import base64
import io
from functools import lru_cache

from huayu.figures import font

# digits, Latin letters and the marks of the page's own labels
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "“”‘’…—·×◐"


@lru_cache(maxsize=8)
def typeface(text: str) -> str:
    """Typeface 字体 of the characters of a text: NotoSansSC (SIL OFL 1.1) as WOFF in base64.

    The same characters give the same bytes. Characters that the font lacks are left to the
    reader's own fonts.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(hinting=False, layout_features=["kern"], notdef_outline=True)
    options.drop_tables += ["DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=_ALWAYS + text)
    with TTFont(font(), recalcTimestamp=False, lazy=True) as whole:
        cutter.subset(whole)
        whole.flavor = "woff"
        out = io.BytesIO()
        whole.save(out, reorderTables=False)
    return base64.b64encode(out.getvalue()).decode("ascii")


def readable(page: str) -> str:
    """A page 网页 with the Chinese characters that it needs, for readers whose machine has none."""
    found = typeface("".join(sorted({char for char in page if char > "\x7f"})))
    face = f'@font-face{{font-family:"Huayu";src:url(data:font/woff;base64,{found})}}'
    # the page's own font first: where it is only a fallback, a browser keeps some boxes
    used = "body,svg text{font-family:Huayu,sans-serif}pre,code{font-family:monospace,Huayu}"
    return page.replace("</head>", f"<style>{face}{used}</style></head>", 1)
