"""One text in many forms: however it was wrapped, printed or numbered, its layers are the same."""

import io

import docx
import matplotlib
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from pandas.testing import assert_frame_equal

from huayu import figures, intake, layers
from huayu.corpus import Speech

PARAGRAPHS = (
    "在全县工作会议上的讲话",
    "同志们：",
    "今天的会议很重要。我们要把路修好，把桥架好，让群众走得安心、走得放心；要把水治清，把树种好。",
    "一、把路修好",
    "第一，要从小路修起。有的同志问：“先修哪一条？”先修群众走得最多的那一条，先修孩子上学的那一条。",
    "第二，要修得结实。修一条是一条，修一年管十年，不能年年修、年年坏，让群众年年走烂泥路。"
    "李大山说：“路要修好，人心才齐。”",
    "二、把桥架好",
    "桥要架得稳，也要架得快。路是村里的血脉，桥是村里的筋骨，路通了，桥稳了，日子才红火。",
    "三、把树种好",
    "种树不是一年两年的事，而是十年百年的事。我们这一代人种树，下一代人乘凉；我们这一代人修路，下一代人走路。",
    "同志们，让我们一起把路修好，把桥架好，把树种好！",
)  # fmt: skip
LISTS = (
    '<w:abstractNum {0} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%2，"/></w:lvl></w:abstractNum>'
)


def lines(columns):
    """The text as a page of so many columns breaks it: no mark begins a line."""
    for paragraph in PARAGRAPHS:
        rest = paragraph
        while rest:
            end = columns
            while 1 < end < len(rest) and (rest[end] in "，。；：、！？”" or rest[end - 1] == "“"):
                end -= 1
            yield rest[:end]
            rest = rest[end:]


def printed(columns):
    file = io.BytesIO()
    with matplotlib.rc_context({**figures.style(), "pdf.fonttype": 42}), PdfPages(file) as book:
        page = Figure(figsize=(8, 14))
        for row, line in enumerate(lines(columns)):
            page.text(0.05, 0.97 - 0.025 * row, line)
        book.savefig(page)
    return file.getvalue()


def numbered():
    """A Word document whose numbers are Word's own."""
    document, file = docx.Document(), io.BytesIO()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(LISTS.format(nsdecls("w"))))
    used = f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
    numbering.append(parse_xml(used))
    for said in PARAGRAPHS:
        depth = 0 if said[1] == "、" else 1 if said.startswith("第") else None
        label = 0 if depth is None else 2 + depth
        paragraph = document.add_paragraph(said[label:])
        if depth is not None:
            own = (
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>'
            )
            paragraph._p.get_or_add_pPr().append(parse_xml(own))
    document.save(file)
    return file.getvalue()


def page():
    title, *rest = PARAGRAPHS
    body = "".join(f"<p>{said}</p>" for said in rest)
    return (
        f'<html><head><meta charset="utf-8"><title>{title}_村网</title></head><body>'
        f'<div class="nav"><a href="/">首页</a></div><h1>{title}</h1><div id="content">{body}'
        "</div><div class='footer'>版权所有</div></body></html>"
    ).encode()


FORMS = {
    **{f"wrapped-{n}.txt": "\n".join(lines(n)).encode() for n in (28, 36, 40)},
    **{f"gbk-{n}.txt": "\r\n".join(lines(n)).encode("gbk") for n in (28, 36, 40)},
    **{f"printed-{n}.pdf": printed(n) for n in (28, 36, 40)},
    "numbered.docx": numbered(),
    "page.html": page(),
}


def found(text):
    return {name: layers.layer(Speech("x", text), name) for name in layers.DETECTORS}


@pytest.fixture(scope="module")
def plain():
    return found("\n".join(PARAGRAPHS) + "\n")


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_a_text_gives_the_same_layers_row_by_row(name, plain, tmp_path):
    path = tmp_path / name
    path.write_bytes(FORMS[name])
    (entry,) = intake.entries(path)
    assert entry.text.rstrip().split("\n") == [*PARAGRAPHS]
    for layer, table in found(entry.text.rstrip() + "\n").items():
        assert_frame_equal(table, plain[layer])
