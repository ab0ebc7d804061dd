"""Site 网站: gallery, editions, notebooks, networks and tables as pages that need no server."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

from huayu import corpus, edition, figures
from huayu.corpus import Speech
from huayu.figures.typeface import readable
from huayu.files import Fault, alone, write
from huayu.languages import Language, asked
from huayu.layers import layer
from huayu.notebooks import opened
from huayu.tables import body

MARK = ".huayu-site"  # in every site, and in no other folder: only what has it is ever cleared


def site(house: Path, out: Path, lang: Language | None = None) -> list[Path]:
    """Build the site 建站 of a house from what its notebooks have made; returns the pages.

    Parameters
    ----------
    house : folder with corpus/, figures/ and, from ``huayu figures``, build/.
    out : folder that becomes the site; a site of huayu's that is there is replaced.
    lang : language of its labels; left out, that of the run, else both. Notebooks are as they ran.

    Raises
    ------
    Fault : no notebooks have been run yet, or another run is under way; ``out`` is a folder that
        holds something else.
    """
    speeches = [corpus.load(name, house) for name in corpus.ids(house)]
    ran = [s for s in speeches if (house / "build" / s.id / "notebooks").is_dir()]
    if not ran:
        raise Fault(house / "build", "holds no executed notebooks", "run `huayu figures` first")
    with alone(house / "build"):
        return _replaced(speeches, house, out.resolve(), lang or asked())


def _replaced(speeches: list[Speech], house: Path, out: Path, lang: Language | None) -> list[Path]:
    """Build the site aside and put it in the place of the one that is there."""
    old, new = (out.with_name(f".{out.name}.{age}") for age in ("old", "new"))
    if old.exists() and not out.exists():  # a run was killed between its last two steps
        old.rename(out)
    for place in (out, old, new):
        if place.exists() and not _is_ours(place):
            raise Fault(place, f"is there and is no site of huayu ({MARK})", "name another folder")
    for rest in (old, new):
        shutil.rmtree(rest, ignore_errors=True)
    write(new / MARK, "")
    pages = []
    for speech in speeches:
        with figures.spoken(speech):
            pages += _speech(speech, house, new, lang)
    cards = [_card(speech, new) for speech in speeches]
    write(new / "index.html", readable(_render("index.html", lang, speeches=cards)))
    if out.exists():
        out.rename(old)
    new.rename(out)
    shutil.rmtree(old, ignore_errors=True)
    return [out / page.relative_to(new) for page in [new / "index.html", *pages]]


def _is_ours(place: Path) -> bool:
    """Whether a path is a folder that may be cleared: one of ours, or an empty one."""
    return place.is_dir() and ((place / MARK).is_file() or not any(place.iterdir()))


def _speech(speech: Speech, house: Path, new: Path, lang: Language | None) -> list[Path]:
    """Pages of one speech: edition, gallery, notebooks, networks, tables."""
    home = new / speech.id
    pages = [edition.save(speech, home / "read.html", lang)]
    for path in sorted((house / "build" / speech.id / "notebooks").glob("*.ipynb")):
        pages.append(home / f"{path.stem}.html")
        write(pages[-1], readable(notebook(path, lang)))
    from huayu.figures.network_page import network_page

    parts = sorted(set(body(layer(speech, "clauses"))["part"]) - {0})
    for part in [None, *parts]:
        pages.append(home / f"network-{part or 'whole'}.html")
        write(pages[-1], network_page(speech, part, labels=lang))
    for kind, pattern in (("figures", "*.png"), ("tables", "*.csv")):
        folder = house / ("figures" if kind == "figures" else "build") / speech.id
        folder = folder if kind == "figures" else folder / "tables"
        for path in sorted(folder.glob(pattern)):
            write(home / kind / path.name, path.read_bytes())
    pages.append(home / "gallery.html")
    shown = {"figures": figures.captions(speech), "blanks": figures.blanks(speech)}
    write(
        pages[-1],
        readable(_render("gallery.html", lang, title=_title(speech), id=speech.id, **shown)),
    )
    return pages


def notebook(path: Path, lang: Language | None = None) -> str:
    """Notebook 笔记本 as a page that asks nothing of any host.

    The cells come from nbconvert's bare template, because its full ones fetch their scripts.
    """
    from nbconvert import HTMLExporter

    cells, _ = HTMLExporter(template_name="basic").from_notebook_node(opened(path))
    return _render("notebook.html", lang, title=path.stem, cells=cells)


def _title(speech: Speech) -> str:
    return str(speech.meta.get("title") or speech.id)


def _card(speech: Speech, new: Path) -> dict[str, Any]:
    """What the front page says of a speech, and its pages."""
    home = new / speech.id
    names = sorted(
        p.name for p in home.glob("*.html") if p.name not in ("read.html", "gallery.html")
    )
    tables = sorted(p.name for p in (home / "tables").glob("*.csv"))
    return {"id": speech.id, "title": _title(speech), "constructed": speech.constructed,
            "pages": names, "tables": tables}  # fmt: skip


def _render(name: str, lang: Language | None, **values: object) -> str:
    from jinja2 import Environment, FileSystemLoader

    loader = FileSystemLoader(Path(__file__).parent / "edition")
    labels = lang or "both"
    told = {"labels": labels, "say": partial(figures.say, labels, between=" ")}
    return Environment(loader=loader, autoescape=True).get_template(name).render(**told, **values)
