"""Formats: each kind of file read as it is seen, or refused in one line; all inputs invented."""

import io
import json
import struct
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from huayu import cli, corpus, intake
from huayu.files import Fault
from huayu.intake import formats, guesses, numbering
from huayu.intake.changes import ADDED, PLACED, TABLE, UNREAD

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = "路修好了，水也治好了，大家都很高兴，日子一天比一天好。我们要继续干，把事情一件一件办好。"


def found(name: str, data: bytes, **columns: str):
    """What the reader of a file makes of these bytes."""
    (one,) = formats.texts(Path(name), data, **columns)
    return one


def told(one, kind: str, what: str = "") -> list[str]:
    """Words of the changes of a kind."""
    return [change.text for change in one.changes if change.kind == kind and what in change.what]


def package(parts: dict[str, str | bytes], **options) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **options) as zipped:
        for name, data in parts.items():
            zipped.writestr(name, data)
    return file.getvalue()


def word(body: str, **parts: str) -> bytes:
    """A Word file with this XML as its body, and other parts by the stem of their name."""
    wrapped = {"word/document.xml": f"<w:document {SPACE}><w:body>{body}</w:body></w:document>"}
    return package(wrapped | {f"word/{stem}.xml": said for stem, said in parts.items()})


def p(said: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{said}</w:p>"


def r(said: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{said}</w:t></w:r>"


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def lists(*levels: str) -> str:
    return (
        f'<w:numbering {SPACE}><w:abstractNum w:abstractNumId="1">{"".join(levels)}'
        '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )


def item(said: str, depth: int = 0) -> str:
    return p(r(said), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="7"/></w:numPr>')


def test_word_numbers_stand_in_the_text_with_their_levels():
    numbered = lists(
        level(0, "chineseCountingThousand", "%1、"), level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."), level(3, "bullet", "●"),
    )  # fmt: skip
    body = "".join(
        [item("修路"), item("村道", 1), p(r("路要修。")), item("山道", 1), item("量地", 2),
         item("一点", 3), item("种树"), item("河边", 1)]
    )  # fmt: skip
    one = found("a.docx", word(body, numbering=numbered))
    assert one.text.splitlines() == [
        "一、修路", "（一）村道", "路要修。", "（二）山道", "1.量地", "一点", "二、种树",
        "（一）河边",
    ]  # fmt: skip
    assert told(one, ADDED)[:3] == ["一、", "（一）", "（二）"]


def test_word_numbers_of_a_style_of_upper_levels_and_after_a_word():
    link = '<w:pStyle w:val="Head"/>'
    numbered = lists(
        level(0, "chineseCountingThousand", "第%1章", link),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
    )
    numbers = '<w:numPr><w:numId w:val="7"/></w:numPr>'
    styles = (
        f'<w:styles {SPACE}><w:style w:styleId="Head"><w:pPr>{numbers}</w:pPr></w:style>'
        '<w:style w:styleId="Sub"><w:basedOn w:val="Head"/></w:style></w:styles>'
    )
    body = (
        p(r("总则"), link)
        + item("范围", 1)
        + p(r("附则"), '<w:pStyle w:val="Sub"/>')
        + item("他事", 1)
    )
    one = found("a.docx", word(body, numbering=numbered, styles=styles))
    assert one.text.splitlines() == ["第一章 总则", "1.1 范围", "第二章 附则", "2.1 他事"]


@pytest.mark.parametrize(
    ("number", "form", "said"),
    [
        (21, "chineseCounting", "二十一"), (10, "ideographDigital", "一〇"),
        (3, "upperRoman", "III"), (4, "decimalEnclosedCircle", "④"),
        (2, "ideographTraditional", "乙"), (25, "ideographTraditional", "25"),
        (28, "upperLetter", "BB"), (12, "chineseLegalSimplified", "拾贰"),
        (5, "decimalZero", "05"), (7, "decimalFullWidth", "７"), (7, "someForm", "7"),
    ],
)  # fmt: skip
def test_word_forms_of_numbers(number, form, said):
    assert numbering.FORMS.get(form, str)(number) == said


def test_word_is_read_as_it_is_seen():
    ruby = "<w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby>"
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ \\* jc2 '
        "\\o\\ad(\\s\\up 11(chuō),踔)</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    gone = f"<w:del><w:r><w:delText>拆掉</w:delText></w:r></w:del>{r('藏', '<w:vanish/>')}"
    body = p(
        r("要") + f"<w:r>{ruby.format(r('zuò'), r('做'))}</w:r>" + r("，") + field + r("厉奋发。")
    )
    body += p(r("路要修好。") + gone + r("不藏。", '<w:vanish w:val="0"/>'))
    one = found("a.docx", word(body))
    assert one.text == "要做，踔厉奋发。\n路要修好。不藏。\n"
    assert told(one, UNREAD) == ["zuò", "chuō", "拆掉", "藏"]


def test_word_notes_heads_and_boxes_are_told():
    box = f"<w:r><w:pict><w:txbxContent>{p(r('框里的话。'))}</w:txbxContent></w:pict></w:r>"
    body = p(r("路要修。") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + box) + p(r("桥要架。"))
    note = (
        f'<w:footnotes {SPACE}><w:footnote w:id="2">{p(r("见村志。"))}</w:footnote></w:footnotes>'
    )
    head = f"<w:hdr {SPACE}>{p(r('内部文稿'))}</w:hdr>"
    one = found("a.docx", word(body, footnotes=note, header1=head))
    assert one.text == "路要修。\n框里的话。\n桥要架。\n"
    assert told(one, PLACED) == ["框里的话。"]
    assert told(one, UNREAD, "footnote") == ["见村志。"]
    assert told(one, UNREAD, "head of pages") == ["内部文稿"]


def test_word_table_of_contents_is_no_text():
    rows = "".join(
        p(f"{r(said)}<w:r><w:tab/></w:r>{r(page)}")
        for said, page in (("一、修路", "1"), ("二、种树", "3"))
    )
    text = p(r("一、修路")) + p(r(BODY)) + p(r("二、种树")) + p(r(BODY))
    one = found("a.docx", word(p(r("报告")) + p(r("目录")) + rows + text))
    assert one.text.splitlines() == ["报告", "一、修路", BODY, "二、种树", BODY]
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("一、修路 1")}'
    )
    end = p(f'{r("二、种树 3")}<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    one = found("a.docx", word(p(field) + end + text))
    assert one.text.split() == ["一、修路", BODY, "二、种树", BODY]
    assert told(one, UNREAD, "table of contents") == ["一、修路 1", "二、种树 3"]
    listed = p(r("树共有 30")) + p(r("路共有 2")) + p(r("桥共有 5"))
    assert found("a.docx", word(listed)).text == "树共有 30\n路共有 2\n桥共有 5\n"


def marked(data: bytes, flag: int | None = None, method: int | None = None) -> bytes:
    """A package whose parts claim to be encrypted, or packed by another method."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            if flag is not None:
                struct.pack_into("<H", changed, at + place, flag)
            if method is not None:
                struct.pack_into("<H", changed, at + place + 2, method)
            at = changed.find(mark, at + 4)
    return bytes(changed)


def corrupt(data: bytes) -> bytes:
    at = data.index(b"word/document.xml") + len("word/document.xml")
    return data[:at] + b"\x04\xff\xff\xff" + data[at + 4 :]


def doubled() -> bytes:
    file = io.BytesIO(word(p(r("路要修。"))))
    with pytest.warns(UserWarning), zipfile.ZipFile(file, "a") as zipped:
        zipped.writestr("word/document.xml", "<x/>")
    return file.getvalue()


GOOD = word(p(r("路要修。")))
REFUSED = {
    "x root": (package({"word/document.xml": "<x/>"}), "it has no body"),
    "no body": (package({"word/document.xml": f"<w:document {SPACE}/>"}), "it has no body"),
    "no document": (package({"word/styles.xml": "<x/>"}), "has no part word/document.xml"),
    "no XML": (package({"word/document.xml": "路要修。"}), "that is no XML"),
    "empty part": (package({"word/document.xml": ""}), "that is no XML"),
    "encrypted": (marked(GOOD, flag=1), "is encrypted"),
    "method 99": (marked(GOOD, method=99), "method 99"),
    "corrupt deflate": (corrupt(GOOD), "has a broken part word/document.xml"),
    "half": (GOOD[: len(GOOD) // 2], "is a broken zip package"),
    "deep": (word("<w:sdt>" * 300 + "</w:sdt>" * 300), "that is no XML"),
    "nothing said": (word(p("")), "holds no text"),
    "odt": (package({"mimetype": "application/vnd.oasis.opendocument.text"}), "save it as .docx"),
    "ods": (package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), ".xlsx or"),
    "pptx": (package({"ppt/presentation.xml": "<x/>"}), "is a presentation"),
    "zip": (package({"讲话.txt": "路要修。"}), "unpack it and add its files"),
    "xls": (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "is an old spreadsheet .xls"),
    "locked": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "its password"),
    "broken xlsx": (package({"xl/workbook.xml": "<x/>"}), "is a broken spreadsheet"),
    "epub": (package({"META-INF/container.xml": "<x/>"}), "has no part"),
    "rtf": (b"{\\rtf1 x}", "save it as .docx or .txt"),
    "gzip": (b"\x1f\x8b\x08\x00", "is compressed with gzip"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_broken_or_of_another_kind_is_one_line(data, words):
    with pytest.raises(Fault) as fault:
        formats.texts(Path("a.bin"), data)
    assert words in str(fault.value) and "\n" not in str(fault.value)


def office(*streams: str) -> bytes:
    return b"\xd0\xcf\x11\xe0" + b"".join(name.encode("utf-16-le") for name in streams)


OLD = {
    "x.xls": (office("WordDocument", "Workbook"), "an old spreadsheet .xls"),  # holds a document
    "y.xls": (office("Book"), "an old spreadsheet .xls"),
    "x.doc": (office("WordDocument", "Workbook"), "a legacy Word .doc"),
    "z.xls": (office("WordDocument"), "a legacy Word .doc"),
    "x.bin": (office("Book"), "a legacy Office file"),
}


@pytest.mark.parametrize("file", OLD)
def test_an_old_office_file_is_called_what_it_is(file):
    data, words = OLD[file]
    with pytest.raises(Fault, match=words):
        formats.texts(Path(file), data)


def test_two_parts_of_one_name_are_refused():
    with pytest.raises(Fault, match="two parts named word/document.xml"):
        formats.texts(Path("a.docx"), doubled())


def page(main: str, head: str = "<title>村民大会讲话_某网</title>") -> str:
    return (
        f"<html><head>{head}</head><body>"
        "<div class='nav'><a href='/'>首页</a><a href='/b'>村务</a></div>"
        f"{main}<div class='foot'><p>版权所有 备案号：1</p></div></body></html>"
    )


ARTICLE = (
    "<div class='a'><h1>在村民大会上的讲话</h1><div><span>发布时间：2023-10-02</span> "
    f"<span>来源：村报</span></div><div id='c'><p>同志们：</p><p>{BODY}</p>"
    "<ul><li>修路三条</li><li>治水两处</li></ul>"
    f"<p>{BODY}</p><p>谢谢大家！</p></div></div>"
)
LINES = ["在村民大会上的讲话", "同志们：", BODY, "修路三条",
         "治水两处", BODY,
         "谢谢大家！"]  # fmt: skip
PAGES = {
    "an article": (page(ARTICLE).encode(), LINES),
    "UTF-16": (page(ARTICLE).encode("utf-16"), LINES),
    "gbk as declared": (page(ARTICLE, "<meta charset='gb2312'>").encode("gbk"), LINES),
    "an end tag astray": (page(f"</html></body>{ARTICLE}").encode(), LINES),
    "a fragment": (f"<p>讲话</p>\n<p>{BODY}</p>".encode(), ["讲话", BODY]),
    "a layout table": (
        page(f"<table><tr><td><b>讲话</b></td></tr><tr><td>　　{BODY}<br>　　{BODY}<br><br>"
             "　　一、总则</td></tr></table>").encode(),
        ["讲话", f"　　{BODY}", f"　　{BODY}", "　　一、总则"],
    ),
    "a numbered list": (
        f"<p>{BODY}</p><ol><li>修路</li><li>种树</li></ol>".encode(), [BODY, "1.修路", "2.种树"]
    ),
    "spans on lines of their own": (
        f"<p><span>路要修，</span>\n<span>桥要架。</span></p><p>{BODY}</p>".encode(),
        ["路要修，桥要架。", BODY],
    ),
    "a menu beside the text, over its heading": (
        f"<div>首页 | 新闻</div><h1>讲话</h1><p>{BODY}</p>".encode(), ["讲话", BODY]
    ),
    "preformatted lines": (f"<pre>{BODY}\n{BODY}</pre>".encode(), [BODY, BODY]),
    "a table of data": (
        f"<p>{BODY}</p><table><tr><td>甲村</td><td>三条</td></tr></table>".encode(),
        [BODY, "甲村\t三条"],
    ),
    "ruby and what is hidden": (
        "<p><ruby>踔<rt>chuō</rt></ruby>厉奋发，路要修。</p>"
        f"<p style='display:none'>{BODY}</p>".encode(),
        ["踔厉奋发，路要修。"],
    ),
    "a broken source line": (
        "<p>路要修，桥\n   要架。\n</p><p>a&nbsp;b，路。</p>".encode(),
        ["路要修，桥要架。", "a b，路。"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "lines"), PAGES.values(), ids=PAGES)
def test_pages(data, lines):
    one = found("a.html", data)
    assert one.text.split("\n")[:-1] == lines


def test_pages_say_what_they_know_and_what_is_left_off():
    one = found("a.html", page(ARTICLE).encode())
    assert dict(one.known) == {"title": "在村民大会上的讲话", "published": "2023-10-02"}
    assert told(one, UNREAD) == ["发布时间：2023-10-02 来源：村报", "首页村务 | 版权所有 备案号：1"]
    assert "100% of its sentences" in one.reading
    bare = f"<div class='a'><p>{BODY}</p><p>{BODY}</p></div>"
    head = "<title>村民大会讲话_某网</title><meta name='PubDate' content='2023-10-01'>"
    assert dict(found("a.html", page(bare, head).encode()).known) == {
        "title": "村民大会讲话", "published": "2023-10-01",
    }  # fmt: skip


def test_pages_warn_where_sentences_stay_outside():
    aside = "<div class='b'><p>旁边的话，也有一句。</p></div>"
    one = found(
        "a.html", page(f"<div class='c'>{('<p>' + BODY + '</p>') * 3}</div>{aside}").encode()
    )
    assert told(one, UNREAD, "look: only") == ["旁边的话，也有一句。"]


def test_a_page_is_a_speech_with_title_and_date(tmp_path):
    path = tmp_path / "p_1.html"
    path.write_text(page(ARTICLE), encoding="utf-8")
    (entry,) = intake.entries(path)
    assert (entry.meta["title"], entry.meta["date"]) == ("在村民大会上的讲话", "2023-10-02")


def test_tables_of_every_kind_are_the_same_rows(tmp_path):
    rows = [{"text": "路修好了。", "year": 2023}, {"text": "水治好了。", "year": 2024}]
    book = openpyxl.Workbook()
    for row in (list(rows[0]), *(list(row.values()) for row in rows)):
        book.active.append(row)
    book.create_sheet("别的").append(["旁边的表"])
    file = io.BytesIO()
    book.save(file)
    lines = "\n".join(f"{row['text']},{row['year']}" for row in rows)
    kinds = {
        "a.csv": f"text,year\n{lines}\n".encode(),
        "a.tsv": f"text,year\n{lines}\n".replace(",", "\t").encode("utf-16"),
        "a.json": json.dumps(rows, ensure_ascii=False).encode(),
        "b.json": json.dumps({"data": rows}).encode(),
        "a.jsonl": "\n".join(map(json.dumps, rows)).encode(),
        "a.xlsx": file.getvalue(),
    }
    for name, data in kinds.items():
        made = formats.texts(Path(name), data)
        assert [(one.text, one.known["year"]) for one in made] == [
            ("路修好了。", "2023"), ("水治好了。", "2024"),
        ], name  # fmt: skip
    assert told(made[0], UNREAD, "sheet 别的") == ["旁边的表"]
    assert found("c.json", json.dumps({"text": "路。", "year": 1}).encode()).text == "路。"


def test_columns_are_known_in_either_script():
    made = found("c.csv", "標題,內容,姓名\n讲话,路修好了。,李大山\n".encode())
    assert made.text == "路修好了。"
    assert guesses.known(made.known, corpus.lexicon()) == {"title": "讲话", "speaker": "李大山"}


def test_a_json_file_without_texts_is_refused():
    for said, words in (
        ('{"a": 1}', "no column of texts"),
        ("[1]", "JSON object"),
        ('{"a":', "not JSON"),
    ):
        with pytest.raises(Fault, match=words):
            formats.texts(Path("a.json"), said.encode())


def test_subtitles_lose_their_times():
    srt = "1\n00:00:01,000 --> 00:00:04,000\n<i>乡亲们，\n大家好。</i>\n\n2\n"
    srt += "00:00:05,000 --> 00:00:08,000\n3\n"
    assert found("a.srt", srt.encode()).text == "乡亲们，大家好。\n3\n"
    vtt = "WEBVTT\n\nNOTE x\n\n01.000 --> x\n\n00:01.000 --> 00:04.000 line:0\n路要修好。\n"
    assert found("a.vtt", vtt.encode()).text == "路要修好。\n"


def test_tei_and_epub_are_their_lines():
    tei = (
        '<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><p>头</p></teiHeader><text>'
        "<body><head>讲话</head><p>路要<note>注</note>修。</p><lg><l>山高</l><l>水长</l></lg></body></text></TEI>"
    )
    one = found("a.xml", tei.encode())
    assert one.text == "讲话\n路要修。\n山高\n水长\n" and told(one, UNREAD) == ["注"]
    with pytest.raises(Fault, match="its root is rss"):
        formats.texts(Path("a.xml"), b"<?xml version='1.0'?><rss/>")
    chapters = {
        f"O/{n}.xhtml": f"<html><body><h1>第{n}章</h1><p>{BODY}</p></body></html>" for n in "21"
    }
    items = "".join(f'<item id="i{n}" href="{n}.xhtml"/>' for n in "21")
    spine = '<spine><itemref idref="i1"/><itemref idref="i2"/></spine>'
    book = {
        "META-INF/container.xml": '<c><rootfile full-path="O/b.opf"/></c>',
        "O/b.opf": f"<package><manifest>{items}</manifest>{spine}</package>", **chapters,
    }  # fmt: skip
    assert found("a.epub", package(book)).text == f"第1章\n{BODY}\n第2章\n{BODY}\n"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("gb18030", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "gb18030"), ("gb18030", "cp950")],
)
def test_mojibake_is_refused(wrong, right):
    meant = (
        BODY
        if right != "cp950"
        else "我們要把路修好，把橋架好，讓大家走得安心，這是我們的信念。" * 2
    )
    said = meant.encode(right).decode(wrong, "ignore").encode()
    with pytest.raises(Fault, match="is mojibake|has lost characters"):
        formats.texts(Path("a.txt"), said)


def test_lost_characters_are_refused():
    with pytest.raises(Fault, match="has lost characters"):
        formats.texts(Path("a.txt"), ("路要修" + "\ufffd" * 3 + BODY).encode())


def test_a_file_is_read_once_and_to_a_bound(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").mkdir()
    assert cli.main(["add", "/dev/zero", "--dry-run"]) == 2
    assert "has more than 64 MB, or never ends" in capsys.readouterr().err


def test_a_name_that_is_no_utf_8_is_read_as_what_it_is(tmp_path):
    import os

    path = tmp_path / os.fsdecode("讲话.txt".encode("gbk"))
    path.write_text(f"{BODY}\n", encoding="utf-8")
    (entry,) = intake.entries(path)
    assert (entry.id, entry.meta["source"]) == ("讲话", "讲话.txt")
    assert intake.toml(entry).encode()


def test_word_made_by_a_program(tmp_path):
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph("路要修。", style="List Number")
    document.add_paragraph("桥要架。", style="List Number")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "左", "右"
    document.save(file)
    one = found("a.docx", file.getvalue())
    assert one.text == "1.路要修。\n2.桥要架。\n左\t右\n" and told(one, TABLE) == ["左\t右"]


SPEECH = [
    "在全县工作会议上的讲话", "同志们：",
    "今天的会议很重要，要把路修好，把桥架好，让群众走得安心。",
    "一、修好乡间的路",
    "路要修得宽，要修得平，要修得牢，让大家走得快，走得稳，走得安心。老李说：“路通百业通。”这句话我们要记在心里。",
    "二、种好山上的树",
    "树要年年种，山要年年绿，水要年年清。种树不是一年的事，要坚持下去，要实事求是，一年接着一年干。",
]  # fmt: skip


def in_word() -> bytes:
    numbered = lists(level(0, "chineseCountingThousand", "%1、"))
    rows = [item(said[2:]) if said[1] == "、" else p(r(said)) for said in SPEECH]
    return word("".join(rows), numbering=numbered)


def in_pdf() -> bytes:
    """One page, each line of it printed to a width of 28 characters."""
    import matplotlib
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    from huayu import figures

    file = io.BytesIO()
    lines = [said[at : at + 28] for said in SPEECH for at in range(0, len(said), 28)]
    with matplotlib.rc_context({**figures.style(), "pdf.fonttype": 42}), PdfPages(file) as book:
        sheet = Figure(figsize=(8, 8))
        for row, line in enumerate(lines):
            sheet.text(0.05, 0.95 - 0.05 * row, line, fontsize=10)
        book.savefig(sheet)
    return file.getvalue()


ONE_SPEECH = {
    "a.txt": lambda: "\n".join(SPEECH).encode(),
    "a.html": lambda: page(
        "<div>" + "".join(f"<p>{said}</p>" for said in SPEECH) + "</div>"
    ).encode(),
    "a.docx": in_word,
    "a.pdf": in_pdf,
}


@pytest.mark.parametrize("name", ["a.html", "a.docx", "a.pdf"])
def test_one_speech_has_the_same_layers_in_every_kind_of_file(tmp_path, name):
    texts = {}
    for kind in ("a.txt", name):
        path = tmp_path / kind
        path.write_bytes(ONE_SPEECH[kind]())
        (entry,) = intake.entries(path)
        texts[kind] = entry.text.strip()
    assert texts[name] == texts["a.txt"]
