"""What somebody who did not write the code broke: each kind once, one line and status 2."""

import gzip
import http.server
import io
import json
import re
import socket
import subprocess
import sys
import threading
import zipfile
from importlib.abc import MetaPathFinder
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from huayu import archive, cli, decisions, draw, encoder, intake, layers, tables, trial
from huayu.agreement import benchmark
from huayu.catalogue import recipes, sources
from huayu.catalogue.recipes import Unfit
from huayu.corpus import Speech, load
from huayu.desk import Desk
from huayu.files import Fault, rows, write
from huayu.intake.changes import UNREAD
from huayu.lexicon import SHIPPED, entries, reading
from huayu.reuse.documents import documents, record

TEXT = "同志们：\n一、开头\n要真抓实干。有人问：“怎么干？”我说，干就是了。\n"
DEEP = "[" * 100_000
LONG = "9" * 6000  # digits: more than Python turns into a number


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A folder that one is in, with a house of one speech."""
    monkeypatch.delenv("HUAYU_ROOT", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert cli.main(["add", "a.txt", "--id", "mine"]) == 0
    return tmp_path


def faulty(capsys, *arguments):
    """The one line on stderr, or what check prints, of a command that ends with status 2."""
    capsys.readouterr()
    assert cli.main(list(arguments)) == 2
    out, err = capsys.readouterr()
    if arguments[0] == "check":
        return out
    (line,) = err.splitlines()
    return line


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl", f'{{"text": "改革。", "date": {LONG}}}\n', "a.jsonl:1: is not JSON"),
        ("a.json", LONG, "thousands of digits"),
        ("a.json", DEEP, "nested too deep"),
        ("a.csv", "text\n" + '"改革\n', "is no CSV table"),
    ],
    ids=["number in a line", "number", "deep", "open quotation mark"],
)
def test_tables_to_add(own, capsys, name, content, said):
    (own / name).write_text(content, encoding="utf-8")
    assert said in faulty(capsys, "add", name)


def test_a_document_that_is_nested_too_deep_is_one_fault(tmp_path):
    assert isinstance(record(f'{{"text": {DEEP}'.encode(), tmp_path / "a.jsonl", 7), Fault)


def test_an_index_that_is_no_table(own, capsys):
    (own / "texts").mkdir()
    (own / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    (own / "texts" / "index.csv").write_text('id,date\n"' + "x" * 200_000, encoding="utf-8")
    assert "cannot be read from here on" in faulty(capsys, "trace", "mine", "--in", "texts")


def workbook(*rows, change=None, hidden=None):
    """An xlsx file of some rows, with a part of its sheet changed or a hidden sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if hidden:
        book.create_sheet("aside").append([hidden])
        book["aside"].sheet_state = "hidden"
    written = io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as sound:
        parts = {name: sound.read(name) for name in sound.namelist()}
    if change:
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(*change)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return written.getvalue()


def document(xml):
    """A Word file with one sound paragraph, and some XML before it."""
    made = docx.Document()
    made.add_paragraph("路要修好，桥要架好。")
    made.element.body.insert(0, parse_xml(xml.replace(">", f" {nsdecls('w', 'r')}>", 1)))
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


PLACES = {".": "corpus/mine", "corpus/mine": "mine", "texts": "a", "texts/a": "a"}


@pytest.mark.parametrize("place", PLACES)
def test_a_speech_is_a_document_from_wherever_one_stands(own, monkeypatch, place):
    texts = own / "texts" / "a"
    texts.mkdir(parents=True)
    (texts / "text.txt").write_text(TEXT, encoding="utf-8")
    (texts / "meta.toml").write_text("title = 'x'\n", encoding="utf-8")
    monkeypatch.chdir(own / place)
    path = {".": "corpus/mine/text.txt", "texts": "a/text.txt"}.get(place, "text.txt")
    (found,) = documents([path])
    assert found.id == Path(PLACES[place]).name and found.text == TEXT


SAID, ASIDE = "路要修好，桥要架好。", "旁边的话。"
BESIDE = {
    "another column": ("a.csv", f"text,content\n{SAID},{ASIDE}\n".encode()),
    "no heading": ("a.csv", f"text,\n{SAID},{ASIDE}\n".encode()),
    "cell beyond the heading": ("a.xlsx", workbook(["text"], [SAID, ASIDE])),
    "hidden sheet": ("a.xlsx", workbook(["text"], [SAID], hidden=ASIDE)),
    "field beside a list": (
        "a.json", json.dumps({"note": ASIDE, "all": [{"text": SAID}]}).encode(),
    ),
    "text outside paragraphs": ("a.docx", document(f"<w:r><w:t>{ASIDE}</w:t></w:r>")),
    "word art": (
        "a.docx",
        document(
            '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
            f'<v:textpath string="{ASIDE}"/></v:shape></w:pict></w:r></w:p>'
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content"), BESIDE.values(), ids=BESIDE)
def test_what_is_not_read_of_a_file_is_listed(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    (entry,) = intake.entries(tmp_path / name)
    assert SAID in entry.text and ASIDE not in entry.text
    assert [change.text for change in entry.changes if change.kind == UNREAD] == [ASIDE]


TWICE = {
    "columns of one name": ("a.csv", f"text,text\n{SAID},{ASIDE}\n".encode(), "2 columns text"),
    "fields of one name": (
        "a.json",
        f'[{{"text": "{ASIDE}", "text": "{SAID}"}}]'.encode(),
        "twice",
    ),
    "fields in a line": ("a.jsonl", b'{"text": "", "text": ""}', "a.jsonl:1: is not JSON"),
    "rows of one number": (
        "a.xlsx",
        workbook(["text"], [SAID], [ASIDE], change=(b'<row r="3"', b'<row r="2"')),
        "out of order",
    ),
}


@pytest.mark.parametrize(("name", "content", "said"), TWICE.values(), ids=TWICE)
def test_what_one_place_holds_twice_is_a_fault(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Fault, match=said):
        intake.entries(tmp_path / name)


TABLES = {
    "missing": ("a\n1\n", "column b is missing; head it a,b"),
    "more cells": ("a,b\n1,2,3\n", "more cells than its heading"),
    "cell": ('a,b\n1,"' + "x" * 200_000 + "\n", "cannot be read from here on"),
    "heading": ('"' + "x" * 200_000, "has no heading"),
    "empty": ("", "column a is missing"),
}


@pytest.mark.parametrize(("content", "said"), TABLES.values(), ids=TABLES)
def test_small_tables(tmp_path, content, said):
    with pytest.raises(Fault, match=said):
        list(rows(content, tmp_path / "x.csv", ("a", "b")))


def test_rows_have_the_number_of_their_first_line_and_what_they_lack_is_empty(tmp_path):
    found = list(rows('a,b\n"1\n2",x\n3\n', tmp_path / "x.csv", ("a", "b")))
    assert found == [(2, {"a": "1\n2", "b": "x"}), (4, {"a": "3", "b": ""})]


@pytest.mark.parametrize("recipe", ["", "text no-such", "text | record", "member x", "paragraphs"])
def test_a_recipe_that_does_not_fit(recipe):
    with pytest.raises(Unfit):
        recipes.cut(b"\xe6\x94\xb9", recipe)


@pytest.mark.parametrize(
    "server", ["https://[", "https://]", "ftp://x", "http://x.y", "https://a b"]
)
def test_a_server_that_is_none(server):
    with pytest.raises(Fault):
        sources.fetched("o/n", "c", "p", server)


def test_names_of_bytes_that_are_no_text_are_kept_as_what_can_be_written(own):
    said = b"\xff".decode("utf-8", "surrogateescape")  # as the command line gives such a byte
    assert cli.main(["add", "a.txt", "--id", "b", "--title", f"讲{said}话"]) == 2  # same text
    (own / "b.txt").write_text(TEXT + "完。\n", encoding="utf-8")
    assert cli.main(["add", "b.txt", "--id", "b", "--title", f"讲{said}话"]) == 0
    assert "讲\ufffd话" in (own / "corpus" / "b" / "meta.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["{甲|乙}" * 30, "{|甲}", "{}", "改…" * 9])
def test_a_pattern_of_too_many_spellings_or_gaps_or_of_none(own, capsys, form):
    with pytest.raises(Fault):
        entries.spellings(form, own)
    faulty(capsys, "kwic", "a.txt", form)


BOMBS = [
    "(a+)+b",
    "(改*)*",
    "(?=(改+)+x)",
    "x{99999999999}",
    r"(改+)\1x",
    "(改|改改)+$乙",
    "(|改)+乙",
    "(?P<a>改改|改改改)+乙",
    "(?:改|[^乙])*丙",
    "(改?){30}改{30}",
    "改?" * 25 + "改" * 25,
    "改*改*改*乙",
    ".*甲.*乙",
    "(?=改|改改)*",
]


@pytest.mark.parametrize("said", BOMBS)
def test_an_expression_that_takes_for_ever_is_refused(own, capsys, said):
    with pytest.raises(re.error):
        entries.expression(said)
    assert "is no regular expression" in faulty(capsys, "kwic", "a.txt", f"干 <{said}")


@pytest.mark.parametrize(
    "said",
    ["(特别|特意|诚挚地?)*", r"(\)*)[)]+", "(a*b)c+", "[]a]+(x)", "(a|b)*c*", "((甲|乙)*丙)+",
     "(x{99}){99}", "(改|改革)+", r"(?<!不)是(?!\d).{0,30}而是.{0,30}要", "(?i)(a|b)?[^\\W_]+$"],
)  # fmt: skip
def test_an_expression_that_is_read_in_one_way_is_taken(said):
    assert entries.expression(said).pattern == said


def test_an_ellipsis_of_six_dots_is_one_gap(own):
    assert entries.spellings("敢于……担当", own) == ["敢于…担当"]


def test_a_name_with_a_zero_byte_is_no_path_to_write(tmp_path):
    with pytest.raises(Fault, match="is no path"):
        write(tmp_path / "a\0b", "x")


def listed(own, name, content):
    """A list of the house's own."""
    path = own / "corpus" / "lexicons" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


STANCE = "form\tcategory\tsubcategory\tstrength\tnegated\tcontext\n"
METAPHORS = "form\tdomain\tcontext\n"
GROUP = '[[group]]\nid = "a"\nzh = "a"\nen = "a"\n'
CONCEPT = f'{GROUP}[[concept]]\nid = "x"\nzh = "x"\nen = "x"\ngroup = "a"\nwordings = '
LISTS = {
    "groups": ("concepts.toml", "group = 3\n", "concepts.toml: is not as its readers take it"),
    "group": ("concepts.toml", '[[group]]\nid = ["a"]\n', "group ['a'] has no id"),
    "wordings": ("concepts.toml", f'{CONCEPT}"改革"\n', "has no wordings that can be read"),
    "wording": ("concepts.toml", f"{CONCEPT}[[1]]\n", "has no wordings that can be read"),
    "section": ("rhetoric.toml", "gradation = 5\n", "rhetoric.toml: "),
    "counts": ("words.csv", f"word,frequency,tag\n修路,{LONG},v\n", "write a whole number"),
    "numbers": ("stance.tsv", f"{STANCE}要\tmodality\tx\tmuch\t\t\n", "number, or nothing"),
    "single": ("characters.csv", "traditional,simplified\n國家,国家\n", "write one character"),
    "spellings": ("metaphors.tsv", METAPHORS + "{甲|乙}" * 30 + "\tjourney\t\n", "spellings"),
    "nothing": ("metaphors.tsv", METAPHORS + "{|甲}\tjourney\t\n", "can be nothing at all"),
    "code": ("likeness.tsv", "character\tcode\n一\tx\n", "likeness.tsv: cannot be used"),
    "weights": (
        "weights/antithesis.json",
        json.dumps({"labels": [], "bias": [], "features": {}}),
        "weights/antithesis.json: its labels are not no, yes",
    ),
}


@pytest.mark.parametrize(("name", "content", "said"), LISTS.values(), ids=LISTS)
def test_a_list_that_its_readers_cannot_use_is_named_by_check(own, capsys, name, content, said):
    listed(own, name, content)
    assert said in faulty(capsys, "check")


def test_a_list_of_no_words_matches_nothing(own):
    assert reading.either([]) == reading.either([""]) == reading.alternatives([""]) == "(?:(?!))"
    shipped = (SHIPPED / "addressees.toml").read_text(encoding="utf-8")
    listed(own, "addressees.toml", re.sub(r"= \[[^\]]*\]", "= []", shipped))
    assert not Speech("none", TEXT, root=own).layer("moves").empty


def test_lists_that_can_be_used_are_no_fault(own):
    listed(own, "sayings.csv", "saying,source\n路虽远，行则将至,荀子\n")
    assert list(trial.faults(own)) == []


@pytest.mark.parametrize("content", ['{"id": "x", "start": "a"}', DEEP, LONG, "[]", "{"])
def test_gold_without_texts(own, content):
    home = own / "corpus" / "gold"
    home.mkdir()
    (home / "catalogue.csv").write_text(
        ",".join(benchmark.FIELDS) + "\nx," + "," * (len(benchmark.FIELDS) - 3) + "0,headings\n",
        encoding="utf-8",
    )
    (home / "headings.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(Fault, match="is no line of gold"):
        benchmark.lines(Speech("x", TEXT, root=own), "headings", own)


class Cut(MetaPathFinder):
    """What comes while the arguments, and with them pandas, are being loaded."""

    def __init__(self, comes):
        self.comes = comes

    def find_spec(self, name, path=None, target=None):
        if name == "huayu.cli.arguments":
            raise self.comes


LOADING = {
    "interrupt": (KeyboardInterrupt(), cli.INTERRUPTED, "huayu: interrupted\n"),
    "memory": (
        ImportError("x.so: failed to map segment from shared object\nand more"),
        2,
        "huayu: cannot load what it needs (x.so: failed to map segment from shared object); "
        "give it more memory, or install it anew\n",
    ),
}


@pytest.mark.parametrize(("comes", "status", "said"), LOADING.values(), ids=LOADING)
def test_what_ends_a_command_while_it_loads_is_one_line(monkeypatch, capsys, comes, status, said):
    monkeypatch.delitem(sys.modules, "huayu.cli.arguments", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Cut(comes), *sys.meta_path])
    assert cli.main(["check"]) == status
    assert capsys.readouterr().err == said


def test_what_is_loaded_before_an_interrupt_can_be_told_is_little():
    asked = "import sys, huayu.cli; print({'pandas', 'numpy', 'matplotlib'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("bias", ["12", [10**400, 1], [0.5, 1], [None, 1], [True, 1], 5])
def test_weights_are_whole_numbers_that_a_sum_can_hold(own, bias):
    table = {"labels": ["no", "yes"], "bias": bias, "features": {}}
    listed(own, "weights/antithesis.json", json.dumps(table))
    with pytest.raises(Fault, match="is no file of weights"):
        decisions.weights(Speech("x", TEXT, root=own), "antithesis")


ADDED = (
    "layer,action,start,end,text,field,value,reason,initials\n"
    "moves,add,0,4,同志们：,move,thesis,听,a\n"
    "rhetoric,add,0,4,同志们：,device,parallelism,听,a\n"
)


def test_a_row_that_was_added_has_no_members_rather_than_nothing(own):
    (own / "corpus" / "mine" / "corrections.csv").write_text(ADDED, encoding="utf-8")
    speech = load("mine", own)
    for layer, field in (("moves", "models"), ("rhetoric", "members"), ("rhetoric", "slots")):
        table = speech.layer(layer)
        assert table.loc[table["corrected"], field].tolist() == [()]
    assert cli.main(["portrait", "mine", "--out", "p.html"]) == 0
    draw.rhetoric_parallelism(speech)
    draw.rhetoric_rug(speech)


def test_parts_that_are_no_list_are_a_fault(own, capsys):
    meta = own / "corpus" / "mine" / "meta.toml"
    said = meta.read_text(encoding="utf-8")
    meta.write_text(f"part = {{start = 1}}\n{said}", encoding="utf-8")
    assert "part is no list of tables" in faulty(capsys, "check")


def asked(desk, request):
    """What a desk answers to the bytes of a request, "" where it hangs up."""
    with socket.create_connection(("127.0.0.1", desk.server_port), 30) as connection:
        connection.sendall(request.replace(b"HOST", f"127.0.0.1:{desk.server_port}".encode()))
        connection.shutdown(socket.SHUT_WR)
        return connection.makefile("rb").readline().decode()


REQUESTS = {
    "address": ("GET http://[/?token={} HTTP/1.1\r\nHost: HOST\r\n\r\n", "400"),
    "length": (
        f"POST /corrections?token={{}} HTTP/1.1\r\nHost: HOST\r\nContent-Length: {LONG}\r\n\r\n",
        "413",
    ),
    "broken speech": ("GET /?token={} HTTP/1.1\r\nHost: HOST\r\n\r\n", "500"),
}


@pytest.mark.parametrize(("request_", "status"), REQUESTS.values(), ids=REQUESTS)
def test_requests_to_a_desk_that_are_amiss(own, request_, status):
    told = []
    with Desk(load("mine", own), 0, told.append) as desk:
        thread = threading.Thread(target=desk.serve_forever, daemon=True)
        thread.start()
        (own / "corpus" / "mine" / "text.txt").write_text("another\n", encoding="utf-8")
        assert status in asked(desk, request_.format(desk.token).encode())
        desk.handle_error(None, None)
        desk.shutdown()
    assert told == ["a request failed: None"]


@pytest.mark.parametrize("header", ["Location: https://[", f"Content-Length: {LONG}"])
def test_answers_of_a_server_that_are_amiss(header):
    status = "302 x" if "Location" in header else "200 x"

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.wfile.write(f"HTTP/1.0 {status}\r\n{header}\r\n\r\nabc".encode())

        def log_message(self, format, *args):
            return

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        with pytest.raises(Fault):
            sources.fetched("o/n", "c", "p", f"http://127.0.0.1:{server.server_port}")


def test_too_little_memory_is_one_line(own, monkeypatch, capsys):
    def full(speech, name):
        raise MemoryError

    monkeypatch.setattr(layers, "layer", full)
    assert "not enough memory" in faulty(capsys, "annotate", "mine", "tokens")


def test_a_limit_of_memory_in_which_nothing_loads_is_one_line(monkeypatch, capsys):
    resource = pytest.importorskip("resource", reason="Windows sets no such limit")
    assert cli._addresses() >= cli.LEAST
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (cli.LEAST - 1, -1))
    assert "not enough memory" in faulty(capsys, "words", "mine")


TLS = ["--tls-ca", "ca.pem", "--tls-cert", "cert.pem", "--tls-key", "key.pem"]


def test_a_scheduler_with_files_of_tls_is_reached_by_tls_alone(own, monkeypatch, capsys):
    asked = []

    def client(address, timeout, security):
        asked.append(security)
        raise OSError

    monkeypatch.setattr("distributed.Client", client)
    command = ["archive", "a.txt", "--out", "counts"]
    assert "no scheduler is named" in faulty(capsys, *command, *TLS)
    assert cli.main([*command, "--scheduler", "tls://127.0.0.1:1", *TLS]) == 2
    (security,) = asked
    assert security.require_encryption and security.tls_ca_file == "ca.pem"
    assert (security.tls_client_cert, security.tls_client_key) == ("cert.pem", "key.pem")


def test_a_folder_that_is_gone_is_one_line(own, monkeypatch, capsys):
    here = own / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    here.rmdir()
    faulty(capsys, "annotate", str(own / "a.txt"), "tokens")


@pytest.mark.parametrize("content", [b"", gzip.compress(b"")], ids=["no byte", "nothing packed"])
def test_an_archive_of_nothing_is_one_line_and_can_be_tried_again(own, content):
    (own / "a.jsonl.gz").write_bytes(content)
    for _ in range(2):
        with pytest.raises(Fault, match="holds no documents"):
            archive.fresh("a.jsonl.gz", own / "counts")


def test_settings_of_an_archive_that_are_no_json_are_other_settings(own, capsys):
    (own / "counts").mkdir()
    (own / "counts" / "settings.json").write_text("{", encoding="utf-8")
    command = ["archive", "a.txt", "--out", "counts", "--workers", "0", "--resume"]
    assert cli.main(command) == 2
    assert "is of other input or options" in capsys.readouterr().err


@pytest.mark.parametrize(("layer", "field"), [("moves", "models"), ("rhetoric", "slots")])
def test_a_field_of_spans_that_a_cell_cannot_hold_is_a_fault(own, capsys, layer, field):
    (own / "corpus" / "mine" / "corrections.csv").write_text(
        ADDED + f"{layer},add,0,4,同志们：,{field},x,听,a\n", encoding="utf-8"
    )
    assert f"{field} cannot be written in a cell" in faulty(capsys, "check")


@pytest.mark.parametrize(("layer", "field"), [("moves", "models"), ("rhetoric", "members")])
def test_an_empty_field_of_spans_has_none(own, layer, field):
    (own / "corpus" / "mine" / "corrections.csv").write_text(
        ADDED + f"{layer},add,0,4,同志们：,{field},,听,a\n", encoding="utf-8"
    )
    table = load("mine", own).layer(layer)
    assert table.loc[table["corrected"], field].tolist() == [()]


def test_an_added_row_without_its_label_stands_nowhere_among_others(own):
    rows = "concepts,add,0,4,同志们：,,,听,a\nstance,add,0,4,同志们：,category,modality,听,a\n"
    (own / "corpus" / "mine" / "corrections.csv").write_text(
        ADDED.partition("\n")[0] + "\n" + rows, encoding="utf-8"
    )
    assert cli.main(["portrait", "mine", "--out", "p.html"]) == 0


PAGES = {
    "read": ["read", "mine", "--out"],
    "portrait": ["portrait", "mine", "--out"],
    "tables": ["tables", "mine", "--out"],
    "add": ["add", "a.txt", "--dry-run", "--html"],
}


@pytest.mark.parametrize("command", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("place", ["corpus/mine/text.txt", "thesis.docx", "a.txt"])
def test_a_page_takes_the_place_of_pages_alone(own, capsys, command, place):
    (own / "thesis.docx").write_bytes(b"PK a thesis")
    before = (own / place).read_bytes()
    assert "holds something else" in faulty(capsys, *command, place)
    assert (own / place).read_bytes() == before


@pytest.mark.parametrize("command", PAGES.values(), ids=PAGES)
def test_a_page_takes_the_place_of_an_earlier_one_and_of_an_empty_file(own, command):
    (own / "p").touch()
    assert [cli.main([*command, "p"]) for _ in range(2)] == [0, 0]


def returned_tsv(own, change):
    """A file of INCEpTION as it comes back, one of its labels changed."""
    assert cli.main(["export", "mine", "--format", "inception", "--out", "o"]) == 0
    (path,) = (own / "o").glob("*.tsv")
    said = path.read_text(encoding="utf-8")
    assert change[0] in said
    path.write_text(said.replace(*change), encoding="utf-8")
    return path


def test_what_comes_back_with_a_label_that_is_none_is_refused_and_nothing_is_written(own, capsys):
    path = returned_tsv(own, ("\tquoted", "\tcitation"))
    assert "is unknown" in faulty(capsys, "correct", "mine", str(path))
    assert not (own / "corpus" / "mine" / "corrections.csv").exists()


def test_a_row_that_comes_back_with_two_values_is_refused(own, capsys):
    path = returned_tsv(own, ("怎么\t_\t_\t_\tquoted", "怎么\t_\t_\t_\tindirect"))
    assert "two values of form" in faulty(capsys, "correct", "mine", str(path))


def test_a_sheet_that_is_broken_already_is_named_and_not_what_comes_back(own, capsys):
    sheet = own / "corpus" / "mine" / "corrections.csv"
    sheet.write_text(f"{ADDED}rhetoric,add,0,4,同志们：,device,none,听,a\n", encoding="utf-8")
    (own / "back.csv").write_text(ADDED.partition("rhetoric")[0], encoding="utf-8")
    said = faulty(capsys, "correct", "mine", "back.csv")
    assert said.startswith(f"{sheet}:4: ")


@pytest.mark.parametrize("now", [0.0, -1e9, 315_532_799.0, 4_354_819_200.0, 253_402_300_799.0])
def test_a_workbook_is_the_same_whatever_the_clock_says(monkeypatch, now):
    table = {"a": pd.DataFrame({"n": [1]})}
    before = tables.xlsx(table)
    monkeypatch.setattr("time.time", lambda: now)
    assert tables.xlsx(table) == before


ROW = [1] * encoder.DIMENSIONS
DENSE = [5, "x", [], {"a": 1}, [5], [ROW], [ROW, ROW[1:]], [ROW, [*ROW[1:], 1e400]],
         [ROW, [*ROW[1:], 2**70]], [ROW, [*ROW[1:], True]]]  # fmt: skip


@pytest.mark.parametrize("vectors", DENSE, ids=lambda table: str(table)[:9])
def test_weights_of_vectors_are_rows_of_whole_numbers(own, vectors):
    table = {"labels": ["no", "yes"], "bias": [0, 1], "features": {}, "vectors": vectors}
    listed(own, "weights/antithesis.json", json.dumps(table))
    with pytest.raises(Fault, match="weights"):
        decisions.weights(Speech("x", TEXT, root=own), "antithesis")


def test_steps_are_a_row_of_numbers_for_each_label(own):
    table = {"labels": ["no", "yes"], "bias": [0, 1], "features": {}, "steps": [[1, 2], [3]]}
    listed(own, "weights/antithesis.json", json.dumps(table))
    with pytest.raises(Fault, match="rows of one length"):
        decisions.weights(Speech("x", TEXT, root=own), "antithesis")
