"""Intake: a file of any kind in, the same words out, and every refusal one clear line."""

import io
import json
import os
import tomllib
import zipfile

import docx
import pytest
from pypdf import PdfWriter

from huayu import cli, corpus, dates, folders, intake
from huayu.files import LOCK, Fault
from huayu.intake import cleaning, guesses
from huayu.intake.changes import CUT, chinese

TEXT = (
    "在全县工作会议上的讲话\n（2019年3月5日）\n同志们：\n"
    "　　今天的会议很重要。我们要把路修好，把桥架好，让群众走得安心。\n"
    "　　一、把路修好\n　　第一，要从小路修起。有的同志问：“先修哪一条？”\n"
    "　　先修群众走得最多的那一条。\n"
    "　　二、把桥架好\n　　桥要架得稳，也要架得快。谢谢大家！\n"
)
TRADITIONAL = (
    "各位同胞：\n　　今天，我們要說的是「團結」。國家的發展，靠的是人民的努力，這是我們的信念。\n"
)


def added(tmp_path, name, data, **options):
    """The one speech that a file of these bytes becomes."""
    path = tmp_path / name
    path.write_bytes(data)
    (tmp_path / "house").mkdir(exist_ok=True)
    (entry,) = intake.entries(path, options)
    intake.add(path, [entry], tmp_path / "house", force=True)
    return corpus.load(entry.id, tmp_path / "house")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_plain_text_in_any_encoding_and_with_any_line_ends(tmp_path, encoding, newline):
    data = TEXT.replace("\n", newline).encode(encoding)
    assert added(tmp_path, "speech.txt", data).text == TEXT


@pytest.mark.parametrize("encoding", ["big5", "cp950", "gb18030", "utf-8"])
def test_traditional_text_stays_traditional(tmp_path, encoding):
    speech = added(tmp_path, "speech.txt", TRADITIONAL.encode(encoding))
    assert speech.text == TRADITIONAL and speech.meta["language"] == "zh-Hant"


def word(paragraphs):
    document, file = docx.Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def test_word_documents(tmp_path):
    assert added(tmp_path, "speech.docx", word(TEXT.splitlines())).text == TEXT


def test_a_word_document_is_read_as_it_is_seen(tmp_path):
    space = docx.oxml.ns.nsdecls("w")
    document, file = docx.Document(), io.BytesIO()
    paragraph = document.add_paragraph("路要修好，")
    for kind, said in (("ins", "t>桥要架好。</w:t"), ("del", "delText>不修也行。</w:delText")):
        piece = f'<w:{kind} {space} w:id="1" w:author="x"><w:r><w:{said}></w:r></w:{kind}>'
        paragraph._p.append(docx.oxml.parse_xml(piece))
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并的一格"
    table.cell(1, 0).text, table.cell(1, 1).text = "左", "右"
    control = f"<w:sdt {space}><w:sdtContent><w:p><w:r><w:t>控件里的话。</w:t></w:r></w:p>"
    end = document.element.body.sectPr
    end.addprevious(docx.oxml.parse_xml(f"{control}</w:sdtContent></w:sdt>"))
    document.save(file)
    found = added(tmp_path, "speech.docx", file.getvalue()).text
    assert found == "路要修好，桥要架好。\n合并的一格\n左\t右\n控件里的话。\n"


def test_radical_forms_of_a_pdf_become_the_characters(tmp_path):
    data = "⼀、⼤家要把⻛⽓正起来。\n⾛进千家万⼾，⻅到⼈⺠群众。\n"
    speech = added(tmp_path, "speech.txt", data.encode())
    assert speech.text == "一、大家要把风气正起来。\n走进千家万户，见到人民群众。\n"
    assert speech.meta["cleaning"][0]["step"] == "radical forms"


def test_html_gives_the_main_text_alone(tmp_path):
    lines = "".join(f"<p>{line.strip()}</p>" for line in TEXT.splitlines())
    page = (
        "<!DOCTYPE html><html><head><title>x</title><script>alert(1)</script></head><body>"
        "<nav><a href='/'>首页</a><a href='/b'>新闻</a></nav>"
        f"<article>{lines}</article><footer>版权所有</footer></body></html>"
    )
    text = added(tmp_path, "speech.html", page.encode()).text
    assert "".join(text.split()) == "".join(TEXT.split())


def pdf(pages):
    """A PDF with a text layer, each page with a running head and its number."""
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    from huayu import figures

    file = io.BytesIO()
    import matplotlib

    with matplotlib.rc_context({**figures.style(), "pdf.fonttype": 42}), PdfPages(file) as book:
        for number, lines in enumerate(pages, start=1):
            page = Figure(figsize=(6, 8))
            for row, line in enumerate([f"内部文稿 第{number}期", *lines, f"- {number} -"]):
                page.text(0.1, 0.95 - 0.05 * row, line)
            book.savefig(page)
    return file.getvalue()


def test_pdf_heads_go_and_broken_lines_are_mended(tmp_path):
    pages = [
        [
            "同志们：",
            "今天的会议很重要，我们要把路修好，把桥架",
            "好，让群众走得安心。这件事要抓紧。",
        ],
        [
            "有的同志问我先修哪一条路，我说要先修群众走",
            "得最多的那一条。大家想一想是不是这个道理。",
        ],
        ["桥要架得稳，也要架得快，这两条缺一条都是不", "行的。谢谢大家！"],
    ]
    text = added(tmp_path, "speech.pdf", pdf(pages)).text
    assert "".join(text.split()) == "".join("".join(page) for page in pages)
    assert "把路修好，把桥架好，让群众走得安心。" in text


def test_tables_have_one_speech_a_row(tmp_path):
    path = tmp_path / "speeches.csv"
    path.write_text(f'no,title,full_text\n甲,"第一篇","{TEXT}"\n乙,"第二篇","{TRADITIONAL}"\n')
    made = intake.entries(path, id_column="no")
    assert [(e.id, e.meta["title"], e.text) for e in made] == [
        ("甲", "第一篇", TEXT),
        ("乙", "第二篇", TRADITIONAL),
    ]
    lines = tmp_path / "speeches.jsonl"
    lines.write_text("\n".join(json.dumps({"words": t}) for t in (TEXT, TRADITIONAL)))
    assert [e.id for e in intake.entries(lines, column="words")] == ["speeches-1", "speeches-2"]


def test_tables_of_any_spreadsheet_keep_quoted_line_breaks(tmp_path):
    for number, between in enumerate(",;\t"):
        cell = '"他说：""修路，\n架桥；走人。"""'
        data = f"id{between}text\na{between}{cell}\n".encode()
        assert added(tmp_path, f"t{number}.csv", data).text == '他说："修路，\n架桥；走人。"'


def test_what_is_taken_off_is_listed_and_the_rest_is_kept(tmp_path):
    framed = (
        "下载\n打印\n【字号：\n加大\n】\n在会议上的讲话\n来源：某某日报\n各位代表：\n"
        "　　路〔1〕要修，桥〔2〕要架，树〔3〕要种。\n　　谢谢大家！\n"
        "　　注释\n　　〔1〕路在东边。\n　　〔2〕桥在西边。\n　　〔3〕树在中间。\n"
        "\n\n本作品在某处属于\n公有领域\n。\nPublic domain\nfalse\n"
    )
    speech = added(tmp_path, "page.txt", framed.encode())
    assert speech.text == (
        "在会议上的讲话\n各位代表：\n　　路要修，桥要架，树要种。\n　　谢谢大家！\n"
    )
    steps = {step["step"]: step["removed"] for step in speech.meta["cleaning"]}
    assert steps["page chrome"] == ["下载", "打印", "【字号：", "加大", "】"]
    assert steps["source lines"] == ["来源：某某日报"]
    assert steps["notes"][1:] == [
        "〔1〕路在东边。",
        "〔2〕桥在西边。",
        "〔3〕树在中间。",
        "〔1〕",
        "〔2〕",
        "〔3〕",
    ]
    assert set(steps) == {"page chrome", "source lines", "notes", "licence box"}


# what a page's frame looks like, and what only begins like it
KEPT = {
    "list at the end": "要办三件事：\n①修路，从小路修起；\n②架桥；\n③种树，年年种。\n谢谢大家。\n",
    "list announced": "要办三件事：①修路；②架桥；③种树。\n①修路，从小路修起。\n②架桥。\n③种树。\n",
    "questions": "村长答记者问\n记者：先修哪条路？\n村长：先修小路。\n记者：好\n村长：就这样。\n",
    "label and sentence": "路修好了。\n时间：今天讲三件事，修路最急。\n编辑：这本书要编好。\n",
    "a work": "路修好了。\n本作品是大家一起写的。\n后面还有两章。\n",
    "a work and its rights": "本作品的版权归大家。\n路修好了，水也治好了。\n授权的事以后再说。\n",
    "one big word": "路\n大\n桥\n小\n",
    "agency in a sentence": "路修好了。\n新华社记者来了，本报记者也来了。\n桥架好了。\n",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_only_begins_like_a_frame_stays(text):
    assert cleaning.cleaned(text) == (text, [])


def test_a_note_goes_with_its_mark_and_what_stands_behind_it_stays():
    text = "路①要修，桥②要架。\n大家一起来。\n注释\n①在东边。\n②在西边。\n谢谢大家！\n"
    found, made = cleaning.cleaned(text)
    assert found == "路要修，桥要架。\n大家一起来。\n谢谢大家！\n"
    assert [change.text for change in made] == ["注释", "①在东边。", "②在西边。", "①", "②"]


def test_much_cut_is_refused_until_forced(capsys, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("路①要修。\n注释\n①这条路在村东边，是前年修的。\n", encoding="utf-8")
    command = ["add", str(path), "--root", str(tmp_path)]
    assert cli.main(command) == 2
    assert "would lose 82.4% of its Chinese (notes)" in capsys.readouterr().err
    assert not (tmp_path / "corpus" / "notes").exists()
    assert cli.main([*command, "--force"]) == 0
    assert (tmp_path / "corpus" / "notes" / "text.txt").read_text() == "路要修。\n"


PARAGRAPHS = (
    "在全县工作会议上的讲话",
    "同志们：",
    "今天的会议很重要。我们要把路修好，把桥架好，让群众走得安心、走得放心；要把水治清，把树种好。",
    "一、把路修好",
    "第一，要从小路修起。有的同志问：“先修哪一条？”先修群众走得最多的那一条，先修孩子上学的那一条，再修别的。",
    "第二，要修得结实。修一条是一条，修一年管十年，不能年年修、年年坏，让群众年年走烂泥路。",
    "二、把桥架好",
    "桥要架得稳，也要架得快。",
    "春风吹过小河边，",
    "新桥弯弯挂在天。",
    "谢谢大家！",
)


def wrapped(paragraph, columns):
    """Lines of a paragraph as a page breaks them: no mark begins a line, no opening one ends it."""
    lines = []
    while paragraph:
        end = columns
        while 1 < end < len(paragraph) and (
            paragraph[end] in "，。；：、！？”’" or paragraph[end - 1] in "“‘"
        ):
            end -= 1
        lines.append(paragraph[:end])
        paragraph = paragraph[end:]
    return lines


@pytest.mark.parametrize("columns", [20, 28, 36, 40])
@pytest.mark.parametrize(("indent", "between"), [("", "\n"), ("　　", "\n"), ("", "\n\n")])
def test_printed_lines_become_paragraphs_again(columns, indent, between):
    text = between.join("\n".join(wrapped(indent + each, columns)) for each in PARAGRAPHS * 2)
    found, made = cleaning.cleaned(text + "\n")
    assert [line.strip() for line in found.split("\n") if line.strip()] == [*PARAGRAPHS * 2]
    assert made and {(change.kind, change.what) for change in made} == {("joined", "printed lines")}


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(PARAGRAPHS) + "\n",
        "修桥铺路利千家，\n种树栽花美万家。\n家家户户都高兴，\n年年岁岁有余粮。\n" * 3,
        "修好村里每一条小路\n架好河上每一座小桥\n种好山上每一棵小树\n教好校里每一个孩子\n" * 3,
    ],
    ids=["paragraphs", "verse", "slogans"],
)
def test_lines_that_no_width_broke_stay(text):
    assert cleaning.cleaned(text) == (text, [])


def test_letter_spaced_characters_are_closed_up():
    spaced = "\n".join(" ".join(line) for line in PARAGRAPHS)
    assert cleaning.cleaned(spaced + "\n")[0] == "\n".join(PARAGRAPHS) + "\n"


def test_a_clean_text_is_left_as_it_is():
    assert cleaning.cleaned(TEXT) == (TEXT, [])
    listed = "同志们：\n[1]不是注。\n路修了2条，桥架了3座，时间：三天。\n来源于群众，用之于群众。\n"
    assert cleaning.cleaned(listed) == (listed, [])


def test_title_speaker_and_date_are_guessed_and_can_be_overruled(tmp_path):
    guess = added(tmp_path, "speech.txt", TEXT.encode()).meta
    assert (guess["title"], guess["date"]) == ("在全县工作会议上的讲话", "2019-03-05")
    assert guess["sha256"] and guess["original"]["file"] == "speech.txt"
    given = {"id": "other", "title": "题", "speaker": "某人", "date": "2020-01"}
    meta = added(tmp_path, "again.txt", (TEXT + "完。\n").encode(), **given).meta
    assert (meta["title"], meta["speaker"], meta["date"]) == ("题", "某人", "2020-01")
    assert meta["title_status"] == "editorial"
    given = {"id": "third", "title": "在全县工作会议上的讲话"}  # a line of the text
    meta = added(tmp_path, "third.txt", (TEXT + "毕。\n").encode(), **given).meta
    assert meta["title_status"] == "original"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("（一九七八年十二月十三日）", "1978-12-13"),
        ("２０１６年５月１７日", "2016-05-17"),
        ("二〇一五年新年贺词", "2015"),
        ("会议于2013年 1月 16日举行", "2013-01-16"),
        ("speech_2014-11-11", "2014-11-11"),
        ("没有日期，只有12345", ""),
        ("中華民國一百一十二年十月十日", "2023-10-10"),
        ("2023/1/5", "2023-01-05"),
        ("2023年2月30日", "2023-02"),
    ],
)
def test_dates(text, date):
    assert dates.date(text) == date


SAID = "路修好了，大家高兴。\n水治清了，树种好了。\n"


@pytest.mark.parametrize(
    ("text", "title", "speaker", "date"),
    [
        (f"在村民大会上的讲话\n王小河\n乡亲们：\n二○二三年十月一日，我们修了路。\n{SAID}",
         "在村民大会上的讲话", "王小河", "unknown"),
        (f"原标题：村里修好了三条路\n{SAID}", "原标题：村里修好了三条路", "unknown", "unknown"),
        (f"爬山者说：修路\n{SAID}", "爬山者说：修路", "unknown", "unknown"),
        (f"王小河：在村民大会上的讲话\n{SAID}", "王小河：在村民大会上的讲话", "王小河", "unknown"),
        (f"村主任王小河答记者问\n（2023年10月2日）\n{SAID}",
         "村主任王小河答记者问", "王小河", "2023-10-02"),
        (f"在村民大會上的講話\n中華民國一百一十二年十月十日\n各位鄉親：\n{SAID}",
         "在村民大會上的講話", "unknown", "2023-10-10"),
        (f"在村民大会上的讲话\n发布时间：2023-10-02　来源：村报\n乡亲们：\n{SAID}",
         "在村民大会上的讲话", "unknown", "2023-10-02"),
        (f"乡亲们：\n{SAID}谢谢大家！\n王小河\n2023年10月2日\n", "name", "王小河", "2023-10-02"),
    ],
)  # fmt: skip
def test_title_speaker_and_date_rest_on_a_form(text, title, speaker, date):
    found, made = cleaning.cleaned(text)
    guess = guesses.description(found, "name", made=made)
    assert (guess["title"], guess["speaker"], guess["date"]) == (title, speaker, date)


def test_columns_of_a_table_say_who_and_when(tmp_path):
    path = tmp_path / "speeches.csv"
    rows = ["text,總統,年份,publish_date"]
    rows += [f"{SAID.split()[0]},王小河,2023,2024/1/5", "2023年10月2日在会上,张大山,2023,2024/1/5"]
    path.write_text("\n".join(rows), encoding="utf-8")
    metas = [entry.meta for entry in intake.entries(path)]
    assert [meta["speaker"] for meta in metas] == ["王小河", "张大山"]
    assert [meta["date"] for meta in metas] == ["2023", "2023-10-02"]
    assert [meta["date_basis"] for meta in metas] == ["column of the table", "line of the text"]


def encrypted():
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    writer.write(file)
    return file.getvalue()


def scanned():
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(file)
    return file.getvalue()


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"x" * 100, "legacy Word .doc"),
        ("locked.pdf", encrypted(), "encrypted PDF"),
        ("scan.pdf", scanned(), "scanned PDF"),
        ("broken.pdf", b"%PDF-1.7 nothing", "broken PDF"),
        ("empty.txt", b" \n", "is empty"),
        ("binary.bin", bytes(range(256)) * 100, "is binary"),
        ("noise.txt", bytes(range(128, 256)) * 100, "no Chinese text"),
        ("archive.docx", zipped(a="x"), "no Word document"),
        ("table.csv", b"a,b\n1,2\n", "no column of texts"),
        ("columns.txt", "\n".join("路要修好，桥也要架好。").encode(), "is set vertically"),
        ("lines.jsonl", b'{"text": "x"}\nnot json\n', "is not JSON"),
        ("short.jsonl", '{"text": "路"}\n{}\n'.encode(), "row 2 has no text"),
        ("wide.csv", "text\n路，修好,桥\n".encode(), "more cells than its header"),
        ("open.csv", 'text\n"路修好\n桥\n'.encode(), "is no CSV table"),
        ("rich.rtf", b"{\\rtf1 x}", "is RTF"),
        ("english.txt", b"roads first, then bridges", "holds no Chinese"),
        (
            "mixed.txt",
            "路修好。\n".encode() + "桥架好。\n".encode("gbk"),
            ":2: is UTF-8 up to here",
        ),
        ("page.html", b"<!doctype html><html><body></body></html>", "no main text"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_leaves_nothing(capsys, tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    status = cli.main(["add", str(tmp_path / name), "--root", str(tmp_path)])
    output = capsys.readouterr()
    assert (status, output.out) == (2, "")
    assert output.err.count("\n") == 1 and words in output.err and name in output.err
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_title_given_twice_a_sender_and_a_name_without_an_office():
    head = "张三致某大会的贺信\n张三致某大会的贺信\n"
    assert guesses.description(f"{head}同志们：\n干吧。", "x")["speaker"] == "张三"
    # a short heading is no name, and a year in a sentence no date of the speech
    text = "各位同事：\n愿景\n" + "自从一九四九年以来，我们一直在努力把路修好，把桥架好。" * 3
    found = guesses.description(text, "report_1954")
    assert (found["speaker"], found["date"]) == ("unknown", "1954")


def test_a_file_of_500_mb_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.txt"
    with open(path, "wb") as file:
        file.truncate(500 * 2**20)
    with pytest.raises(Fault, match="has 500 MB"):
        intake.entries(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.docx"
    path.write_bytes(zipped(**{"word/document.xml": b"0" * (300 * 2**20)}))
    with pytest.raises(Fault, match="unpacks to 300 MB"):
        intake.entries(path)


def test_entities_of_a_hostile_word_document_are_not_resolved(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("密码", encoding="utf-8")
    source = zipfile.ZipFile(io.BytesIO(word(["路要修好，桥要架好。", "占位"])))
    parts = {name: source.read(name) for name in source.namelist()}
    page = parts["word/document.xml"].decode()
    declared = f'<!DOCTYPE d [<!ENTITY e SYSTEM "file://{secret}">]><w:document'
    page = page.replace("<w:document", declared, 1).replace("占位", "&e;")
    parts["word/document.xml"] = page.encode()
    path = tmp_path / "hostile.docx"
    path.write_bytes(zipped(**parts))
    (entry,) = intake.entries(path)
    assert "密码" not in entry.text and "路要修好" in entry.text


@pytest.mark.parametrize("name", ["../outside", "a/b", ".hidden", "", "..", "x" * 200])
def test_an_id_cannot_leave_the_corpus(capsys, tmp_path, name):
    path = tmp_path / "speech.txt"
    path.write_text(TEXT, encoding="utf-8")
    if name:
        status = cli.main(["add", str(path), "--id", name, "--root", str(tmp_path)])
        assert status == 2 and "no folder name" in capsys.readouterr().err
    table = tmp_path / "table.csv"
    table.write_text(f"id,text\n{name},路要修好，桥要架好。\n", encoding="utf-8")
    for entry in intake.entries(table, id_column="id"):
        assert folders.unfit(entry.id) is None
    assert not (tmp_path / "corpus").exists()


def test_adding_twice_is_refused(tmp_path):
    added(tmp_path, "speech.txt", TEXT.encode())
    with pytest.raises(Fault, match="was added before, as speech"):
        added(tmp_path, "copy.txt", TEXT.encode())
    with pytest.raises(Fault, match="is there already"):
        added(tmp_path, "speech.txt", (TEXT + "完。").encode())


def test_a_dry_run_shows_everything_and_writes_nothing(capsys, tmp_path):
    path = tmp_path / "speech.txt"
    path.write_bytes(("\ufeff" + TEXT).encode())
    assert cli.main(["add", str(path), "--dry-run", "--root", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "在全县工作会议上的讲话" in shown and "2019-03-05" in shown
    assert [p.name for p in tmp_path.iterdir()] == ["speech.txt"]


def test_the_summary_shows_what_will_be_read_and_all_that_was_done(capsys, tmp_path):
    path = tmp_path / "speech.txt"
    path.write_text("下载\n打印\n" + TEXT + "<b>\n", encoding="utf-8")
    page = tmp_path / "page.html"
    command = ["add", str(path), "--html", str(page), "--root", str(tmp_path)]
    assert cli.main([*command, "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert cli.main(command) == 0
    assert capsys.readouterr().out == shown  # add prints the same
    rows = [" ".join(row.split()) for row in shown.split("\n")]
    assert "body heading 1 一、把路修好" in rows
    assert any(row.startswith("front: 4 paragraphs, ") and "; closing: " in row for row in rows)
    assert "cut: 4.0% of the Chinese characters" in rows and "打印" in rows
    made = page.read_text(encoding="utf-8")
    assert "&lt;b&gt;" in made and "<b>" not in made and "script" not in made
    assert TEXT.split("\n")[3].strip() in made


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_corpus_that_cannot_be_written_to_is_a_fault(tmp_path):
    (tmp_path / "house" / "corpus").mkdir(parents=True)
    (tmp_path / "house" / "corpus").chmod(0o500)
    with pytest.raises(Fault, match="cannot be written to"):
        added(tmp_path, "speech.txt", TEXT.encode())


def test_a_failure_half_way_leaves_no_speech_behind(tmp_path, monkeypatch):
    path = tmp_path / "speeches.csv"
    path.write_text(f'id,text\na,"{TEXT}"\nb,"{TRADITIONAL}"\n', encoding="utf-8")
    (tmp_path / "house").mkdir()
    made = intake.entries(path, id_column="id")
    rename, calls = os.rename, []

    def full(source, target):
        calls.append(target)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        rename(source, target)

    monkeypatch.setattr(os, "rename", full)
    with pytest.raises(Fault, match="No space left"):
        intake.add(path, made, tmp_path / "house")
    assert os.listdir(tmp_path / "house" / "corpus") == [LOCK]


def test_meta_of_a_hostile_title_is_still_toml(tmp_path):
    entry = added(tmp_path, "speech.txt", TEXT.encode(), title='x"\n[evil]\nkey = \\"\x7f')
    assert tomllib.loads((entry.folder / "meta.toml").read_text())["title"] == entry.meta["title"]
    assert "evil" not in entry.meta


def test_every_comparison_file_is_added_whole_or_refused_clearly(shared, tmp_path):
    """No character of the body is lost: what is missing is what the steps list."""
    for path in sorted((shared / "speeches").glob("*.txt")):
        (entry,) = intake.entries(path)
        source = path.read_text(encoding="utf-8")
        cut = sum(chinese(change.text) for change in entry.changes if change.kind == CUT)
        assert chinese(entry.text) + cut == chinese(source), path.name
    refused = []
    for path in sorted((shared / "raw").iterdir()):
        try:
            assert all(len(entry.text) > 500 for entry in intake.entries(path))
        except Fault as fault:
            refused.append((path.suffix, fault.what))
    assert refused == [(".doc", "is a legacy Word .doc")]


def test_word_lists_are_opened_once_for_a_table(tmp_path, monkeypatch):
    """Looking whether a list has changed takes longer than reading a short row does."""
    table = tmp_path / "rows.csv"
    table.write_text("text\n" + "在村民大会上的讲话：路要修好。\n" * 30, encoding="utf-8")
    opened, lexicon = [], corpus.lexicon
    monkeypatch.setattr(corpus, "lexicon", lambda *house: opened.append(house) or lexicon(*house))
    assert len(intake.entries(table)) == 30
    assert len(opened) == 2  # for its columns, for its rows


@pytest.mark.parametrize(
    ("before", "after"),
    [("<div>" * 300, "</div>" * 300), ("<span>" * 300, "</span>" * 300), ("<div><p>" * 150, "")],
)
def test_a_deeply_nested_page_is_read_whole(tmp_path, before, after):
    """What makers of pages nest, a parser may leave off without a word."""
    page = tmp_path / "page.html"
    page.write_text(
        f"<html><body>{before}路修好了，水清了。{after}</body></html>", encoding="utf-8"
    )
    (entry,) = intake.entries(page)
    assert entry.text == "路修好了，水清了。\n"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<div>" * 500 + "路修好了，水清了。", "nested in more than 400 levels"),
        *(
            (f"<h1>讲话</h1><{area}><p>路修好了，水清了。</p></{area}>", "menus and foot alone")
            for area in ("nav", "footer", "aside")
        ),
        ("<p>首页</p>", "no main text"),
    ],
)
def test_a_page_that_is_not_read_is_a_clear_line(tmp_path, body, what):
    page = tmp_path / "page.html"
    page.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    with pytest.raises(Fault, match=what):
        intake.entries(page)
