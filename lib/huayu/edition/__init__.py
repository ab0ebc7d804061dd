"""Edition 阅读版: one self-contained page on which a speech is read with all its layers.

The page needs no server and makes no request: text, data, font, script and style are in the file,
and its Content-Security-Policy forbids everything else. The text reaches the page escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from huayu.corpus import Speech, root
from huayu.edition.data import contents, data, keys, layer_of, switches
from huayu.edition.rows import LAYERS, rows
from huayu.edition.segments import Paragraph, paragraphs
from huayu.edition.styles import styles
from huayu.figures import form, spoken
from huayu.figures.typeface import typeface
from huayu.files import put, write
from huayu.languages import Language, asked, say
from huayu.layers import corrections
from huayu.spans import length

_HERE = Path(__file__).parent
_FONT = "FONT-OF-THE-PAGE"  # where the font goes once it is known which characters the page has
_SCRIPTS = ("edition.js", "passages.js", "words.js", "places.js", "corrections.js")
# what a reader sees first: the frame of the text and whom it cites; more would be too much at once
FIRST = ("headings", "quotations")


def page(
    speech: Speech,
    names: tuple[str, ...] = tuple(LAYERS),
    font: bool = True,
    first: tuple[str, ...] = FIRST,
    save: str = "",
    lang: Language | None = None,
) -> str:
    """Page 阅读页 of a speech as HTML.

    Parameters
    ----------
    names : layers of the page, a selection of ``LAYERS``.
    font : whether the page carries its Chinese font; without it the reader's own is used.
    first : layers that are seen when the page opens; where it has none of them, all are.
    save : where a server takes corrections; without one the page gives them as a file.
    lang : language in which the page opens, Chinese where neither it nor the run says; a key of
        the page changes it.

    Notes
    -----
    Every sentence has the anchor ``#s<number>``, the number that the exports use too. A layer is
    shown and hidden by one class of the page, so that a switch costs one restyling; what is out
    of sight is laid out when it is scrolled to.
    """
    with spoken(speech):
        made = _rendered(speech, names, first, save, lang or asked() or "zh", _FONT if font else "")
    return made.replace(_FONT, typeface("".join(sorted(set(made)))), 1) if font else made


def _rendered(
    speech: Speech,
    names: tuple[str, ...],
    first: tuple[str, ...],
    save: str,
    lang: Language,
    font: str,
) -> str:
    from jinja2 import Environment

    found = rows(speech, names)
    tiles = paragraphs(speech, found)
    classes = keys(found)
    shown = [key for key in classes if layer_of(key) in first] or classes
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    code, fonts = "".join(map(_asset, _SCRIPTS)), _asset("fonts.js")
    return environment.from_string(_asset("template.html")).render(
        speech=speech,
        lang=lang,
        characters=length(speech.text),
        script=speech.lexicon.script(speech.text),
        save=save,
        title=speech.meta.get("title") or speech.id,
        corrected=int(corrections(speech)[["reject", "relabel", "add"]].to_numpy().sum()),
        paragraphs=tiles,
        contents=contents(speech),
        shown=shown,
        switches=switches(speech.lexicon, found, shown),
        data=data(speech, found, classes, names),
        font=font,
        style=_asset("edition.css") + styles(classes, _together(tiles)),
        fonts=fonts,
        code=code,
        digests=[_digest(each) for each in (fonts, code)],
    )


def _together(tiles: list[Paragraph]) -> Iterator[str]:
    """Classes that stand on the same words."""
    return (g.classes for tile in tiles for sentence in tile.sentences for g in sentence.segments)


def _asset(name: str) -> str:
    """A file of the page; what it says in Chinese is in the characters of the speech."""
    return form((_HERE / name).read_text(encoding="utf-8"))


def _digest(code: str) -> str:
    """Digest 摘要 by which the page's policy knows its own scripts."""
    return base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()


def save(speech: Speech, path: Path, lang: Language | None = None) -> Path:
    """Save the page 存 of a speech as a file, opening in a language as in :func:`page`.

    Raises
    ------
    Fault : the place cannot be written to.
    """
    return put(path, page(speech, lang=lang))


def show(speech: Speech, layers: list[str] | None = None) -> Any:
    """Show where the page lies 显示 from a notebook: it is written below ``build/<speech>/pages/``.

    A page in a notebook would double its size; in a file it keeps its font and its addresses.
    """
    from IPython.display import Markdown

    names = tuple(layers or LAYERS)
    house = speech.root or root()
    file = house / "build" / speech.id / "pages" / f"{'-'.join(layers or ['read'])}.html"
    write(file, page(speech, names, first=tuple(layers or FIRST)))
    place = file.relative_to(house).as_posix()
    return Markdown(
        say(f"网页已写好，请用浏览器打开：`{place}`", f"Open it in a browser: `{place}`")
    )
