"""Public speeches of the catalogue: cut by recipe, checked, whole or not at all."""

import csv
import io
import json
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import docx
import pytest
from conftest import REPOSITORY

from huayu import catalogue, cli, corpus
from huayu.catalogue import recipes
from huayu.files import sha256

SPEECH = "同志们：\n今天讲三件事。\n"


def word(*paragraphs):
    document, out = docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


def archive(name, content):
    """A zip archive as old Windows makes it: names in GBK, and no flag that says so."""
    out, raw = io.BytesIO(), name.encode("gbk")
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("#" * len(raw), content)
    return out.getvalue().replace(b"#" * len(raw), raw)


def lines(*records):
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode()


TURNS = {"speeches": [{"title": "主席", "content": "甲"}, {"title": "長官", "content": "乙"}]}
CUTS = [
    ("text", b"\xef\xbb\xbf\xe7\x94\xb2\r\n", "甲\n"),
    ("text gb18030 | characters 1 3", "甲乙丙丁".encode("gb18030"), "乙丙"),
    ("text | record year=1988 content", lines({"year": 1978}, {"year": 1988, "content": "b"}), "b"),
    ("text | record full_text", "id,full_text\n1,甲\n".encode(), "甲"),
    ("text | turns 長官", json.dumps(TURNS).encode(), "乙"),
    ("member 报告.docx | paragraphs", archive("去年/报告.docx", word("甲", "乙")), "甲\n乙"),
]


@pytest.mark.parametrize(("recipe", "content", "expect"), CUTS)
def test_recipes(recipe, content, expect):
    assert recipes.cut(content, recipe) == expect


@pytest.mark.parametrize(
    ("recipe", "content"),
    [
        ("text | characters 5 9", b"abc"),
        ("text | record year=1 content", lines({"year": 2, "content": "x"})),
        ("text | record content", lines({"content": "x"}, {"content": "y"})),
        ("text | record content", b"{not json}"),
        ("text | turns x", b"{}"),
        ("member x.docx | paragraphs", b"no zip"),
        ("member x.docx | paragraphs", archive("y.docx", b"")),
        ("member x.docx | paragraphs", archive("x.docx", b"no docx")),
        ("dance", b""),
        ("member x", archive("x", b"bytes only")),
    ],
)
def test_a_file_that_is_another_is_told(recipe, content):
    with pytest.raises(recipes.Unfit):
        recipes.cut(content, recipe)


def house(folder, **changed):
    """A house whose catalogue has one speech."""
    (folder / "corpus").mkdir()
    row = dict.fromkeys(catalogue.FIELDS, "x") | {
        "id": "a-talk", "title": "讲话", "speaker": "", "date": "1998-01", "kind": "talk",
        "language": "zh-Hans", "repository": "house/talks", "commit": "c1", "path": "甲.txt",
        "cut": "text", "licence": "MIT", "sha256": sha256(SPEECH), **changed,
    }  # fmt: skip
    with (folder / "corpus" / "catalogue.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, catalogue.FIELDS)
        table.writeheader()
        table.writerow(row)
    return folder


class Answers(BaseHTTPRequestHandler):
    """A server of one repository, and of what can go wrong."""

    def do_GET(self):
        whole = SPEECH.encode()
        place = self.path.partition("/house")[0].strip("/")
        if place == "loop":
            self.head(302, Location=self.path)
        elif place == "moved":
            self.head(301, Location=self.path.removeprefix("/moved"))
        elif place == "abroad":
            self.head(302, Location="http://example.org/x")
        elif place == "missing":
            self.send_error(404)
        elif place == "broken":
            self.send_error(500)
        elif place == "short":
            self.head(200, **{"Content-Length": str(len(whole) + 9)})
            self.wfile.write(whole)
        elif place == "other":
            self.head(200)
            self.wfile.write("另一篇。".encode())
        elif place == "huge":
            self.head(200)
            self.wfile.write(b"x" * 2000)
        else:
            self.head(200)
            self.wfile.write(whole)

    def head(self, status, **fields):
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def server():
    running = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def get(folder, *more):
    return cli.main(["get", "a-talk", "--root", str(folder), *more])


@pytest.mark.parametrize("place", ["", "/moved"])
def test_a_speech_comes_whole_and_described(tmp_path, server, place):
    assert get(house(tmp_path), "--server", server + place) == 0
    speech = corpus.load("a-talk", tmp_path)
    assert speech.text == SPEECH
    assert speech.meta["rights"].startswith("licence: MIT")
    assert not list(corpus.faults(speech.folder))


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("/missing", "404"),
        ("/broken", "500"),
        ("/loop", "infinite loop"),
        ("/abroad", "leads away from https"),
        ("/short", "cut off"),
        ("/other", "sha256 differs"),
    ],
)
def test_a_failure_is_one_line_and_nothing_is_written(tmp_path, server, capsys, place, said):
    assert get(house(tmp_path), "--server", server + place) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
    assert [path.name for path in (tmp_path / "corpus").glob("*/")] == []


def test_what_is_too_large_is_not_taken(tmp_path, server, capsys, monkeypatch):
    monkeypatch.setattr(catalogue.sources, "LARGEST", 1000)
    assert get(house(tmp_path), "--server", server + "/huge") == 2
    assert "that is no file of the catalogue" in capsys.readouterr().err


def test_no_network(tmp_path, capsys):
    assert get(house(tmp_path), "--server", "http://127.0.0.1:9") == 2
    assert "--from DIR" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["http://example.org", "ftp://x", "file:///etc"])
def test_only_https(tmp_path, capsys, address):
    assert get(house(tmp_path), "--server", address) == 2
    assert "is no https address" in capsys.readouterr().err


@pytest.mark.parametrize("below", ["", "talks", "house/talks"])
def test_a_downloaded_copy(tmp_path, below):
    copy = tmp_path / "copy" / below
    copy.mkdir(parents=True)
    (copy / "甲.txt").write_text(SPEECH, encoding="utf-8", newline="")
    assert get(house(tmp_path), "--from", str(tmp_path / "copy")) == 0
    assert corpus.load("a-talk", tmp_path).text == SPEECH


def test_what_is_there_is_left_alone(tmp_path, server, capsys):
    assert get(house(tmp_path), "--server", server) == 0
    assert get(tmp_path, "--server", server) == 0
    assert "is there already" in capsys.readouterr().err


def test_a_name_that_is_none_and_a_list(tmp_path, capsys):
    house(tmp_path)
    assert cli.main(["get", "b-talk", "--root", str(tmp_path)]) == 2
    assert "the kinds are: talk" in capsys.readouterr().err
    assert cli.main(["get", "--list", "--root", str(tmp_path)]) == 0
    assert "a-talk" in capsys.readouterr().out


def test_an_id_that_is_a_path_is_refused(tmp_path, server, capsys):
    house(tmp_path, id="../outside")
    assert cli.main(["get", "all", "--root", str(tmp_path), "--server", server]) == 2
    assert "no folder name" in capsys.readouterr().err
    assert not (tmp_path / "outside").exists()


def test_the_shipped_catalogue():
    table = catalogue.catalogue(REPOSITORY)
    assert table["id"].is_unique and (table["sha256"].str.len() == 64).all()
    assert table["commit"].str.fullmatch("[0-9a-f]{40}").all()
    steps = {step.split(" ")[0] for cut in table["cut"] for step in cut.split(" | ")}
    assert steps <= set(recipes.STEPS)


@pytest.mark.parametrize("changed", [{"title": ""}, {"date": "2020-99"}, {"language": " "}])
def test_a_row_that_would_make_an_unsound_speech_is_a_fault(tmp_path, capsys, changed):
    home, copy = house(tmp_path, **changed), tmp_path / "copy"
    copy.mkdir()
    (copy / "甲.txt").write_text(SPEECH, encoding="utf-8")
    assert cli.main(["get", "a-talk", "--from", str(copy), "--root", str(home)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("catalogue.csv, a-talk: ") and not (home / "corpus" / "a-talk").exists()


def test_a_row_without_date_or_kind_is_a_speech_of_which_they_are_unknown(tmp_path, capsys):
    home, copy = house(tmp_path, date="", kind="", title="讲\x1b[2J话"), tmp_path / "copy"
    copy.mkdir()
    (copy / "甲.txt").write_text(SPEECH, encoding="utf-8")
    assert cli.main(["get", "--list", "--root", str(home)]) == 0
    assert cli.main(["get", "a-talk", "--from", str(copy), "--root", str(home)]) == 0
    assert "\x1b" not in "".join(capsys.readouterr())
    meta = corpus.load("a-talk", home).meta
    assert (meta["date"], meta["occasion"]) == ("unknown", "unknown")
