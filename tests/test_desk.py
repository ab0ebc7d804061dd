"""Corrections made on the reading edition: as a file, and taken by the desk on this machine."""

import csv
import io
import shutil
import threading
import urllib.error
import urllib.request

import pytest
from conftest import REPOSITORY

from huayu import cli, corpus, layers
from huayu.desk import Desk
from huayu.files import Fault
from huayu.layers import layer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HEAD = "layer,action,start,end,text,field,value,reason,initials\n"
ID = "constructed-two-parts"


@pytest.fixture
def house(tmp_path):
    for path in ("text.txt", "meta.toml"):
        (tmp_path / "corpus" / ID).mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / "corpus" / ID / path, tmp_path / "corpus" / ID / path)
    return tmp_path


@pytest.fixture
def desk(house):
    with Desk(corpus.load(ID, house)) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def cited(house):
    table = layer(corpus.load(ID, house), "quotations")
    return table[table["function"] == "citation"].iloc[0]


def line(row, action, field="", value="", reason="误判"):
    out = io.StringIO()
    cells = ["quotations", action, row.start, row.end, row.text, field, value, reason, "ab"]
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def ask(desk, path, body=None, **headers):
    address = f"http://127.0.0.1:{desk.server_port}{path}"
    request = urllib.request.Request(address, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_the_command_takes_a_corrections_file(house, tmp_path, capsys):
    row = cited(house)
    path = tmp_path / "corrections.csv"
    path.write_text("\ufeff" + HEAD + line(row, "reject"), encoding="utf-8")
    asked = ["correct", ID, str(path), "--root", str(house)]
    assert cli.main(asked) == 0
    assert "1 lines added" in capsys.readouterr().err
    assert (row.start, row.end) not in set(
        layer(corpus.load(ID, house), "quotations")[["start", "end"]].itertuples(index=False)
    )
    assert cli.main(asked) == 2  # the row is gone, so it cannot be rejected again
    assert "corrections.csv:2" in capsys.readouterr().err
    assert not list(layers.faults(corpus.load(ID, house)))


@pytest.mark.parametrize(
    "content",
    [
        "layer,action\n",
        HEAD + "quotations,reject,0,2,不对,,,r,i\n",
        HEAD + "colours,reject,0,2,在全,,,r,i\n",
        HEAD + "quotations,add,0,2,在全,function,colour,r,i\n",
    ],
)
def test_lines_that_do_not_apply_are_not_taken(house, tmp_path, capsys, content):
    path = tmp_path / "new.csv"
    path.write_text(content, encoding="utf-8")
    assert cli.main(["correct", ID, str(path), "--root", str(house)]) == 2
    assert "new.csv" in capsys.readouterr().err
    assert not (house / "corpus" / ID / "corrections.csv").exists()


def test_the_desk_gives_its_page_only_with_the_token(desk):
    status, page = ask(desk, f"/?token={desk.token}")
    assert status == 200 and 'name="save"' in page and "connect-src 'self'" in page
    assert ask(desk, "/")[0] == 403
    assert ask(desk, "/?token=wrong")[0] == 403
    assert ask(desk, f"/etc/passwd?token={desk.token}")[0] == 404
    assert ask(desk, f"/?token={desk.token}", Host="example.org")[0] == 403


def test_the_desk_takes_all_or_none(desk, house):
    row, place = cited(house), f"/corrections?token={desk.token}"
    file = house / "corpus" / ID / "corrections.csv"
    broken = (HEAD + line(row, "reject") + line(row, "reject")).encode()
    status, said = ask(desk, place, broken)
    assert status == 400 and "corrections:3" in said and not file.exists()
    assert ask(desk, place, b"\xff\xfe")[0] == 400
    assert ask(desk, "/corrections?token=x", broken)[0] == 403
    assert ask(desk, place, broken, Origin="http://example.org")[0] == 403
    status, said = ask(desk, place, (HEAD + line(row, "relabel", "function", "emphasis")).encode())
    assert (status, said) == (200, "1")
    found = layer(corpus.load(ID, house), "quotations").set_index(["start", "end"])
    assert found.loc[(row.start, row.end), "function"] == "emphasis"


def test_what_is_no_speech_of_a_corpus_has_no_desk(tmp_path, capsys):
    path = tmp_path / "talk.txt"
    path.write_text("同志们：\n修路。\n", encoding="utf-8")
    with pytest.raises(Fault, match="no speech of corpus"):
        Desk(corpus.load(path))
    assert cli.main(["read", str(path)]) == 2
    assert "--out" in capsys.readouterr().err


@pytest.fixture
def tab(desk):
    if not CHROMIUM:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as engine:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(desk.address)
        yield page
        browser.close()


SELECT = """([number, from, to]) => {
  const node = document.querySelector(`#s${number}`).firstChild, range = new Range();
  const words = node.firstChild || node;
  range.setStart(words, from); range.setEnd(words, to);
  getSelection().removeAllRanges(); getSelection().addRange(range);
  text.dispatchEvent(new MouseEvent("mouseup", { clientX: 500, clientY: 300, bubbles: true }));
}"""


def test_four_kinds_of_correction_go_round(tab, house):
    row = cited(house)
    tab.click("main .quotations-citation")
    tab.click("#detail [data-act=reject]")
    assert tab.inner_text("#corrections output")  # nobody has signed yet
    tab.fill("[name=initials]", "ab")
    tab.fill("[name=reason]", '误判，"见上下文"')
    tab.click("main .quotations-citation")
    tab.click("#detail [data-act=reject]")
    assert tab.locator(".rejected").count()
    tab.click("main .quotations-distancing")
    tab.select_option("#detail [data-choice=quotations]", "emphasis")
    tab.click("main .quotations-formula")
    tab.click("#detail [data-act=accept]")
    tab.evaluate(SELECT, [5, 2, 8])
    tab.select_option("#detail [data-choice=rhetoric]", "metaphor")
    assert tab.locator("#corrections li").count() == 4
    with tab.expect_navigation():
        tab.click("[data-save]")
    assert "3" in tab.inner_text(".about")  # rows corrected by hand
    speech = corpus.load(ID, house)
    assert layers.corrections(speech)[["accept", "reject", "relabel", "add"]].to_numpy().sum() == 4
    assert row.start not in set(layer(speech, "quotations")["start"])
    assert not list(layers.faults(speech))


def test_a_correction_can_be_undone_and_a_word_lists_its_lines(tab):
    tab.click("#corrections summary")
    tab.fill("[name=initials]", "ab")
    tab.fill("[name=reason]", "x")
    tab.click("main .quotations-citation")
    tab.click("#detail [data-act=reject]")
    tab.click("[data-undo]")
    assert tab.locator("#corrections li").count() == 0
    assert tab.locator(".rejected").count() == 0
    tab.evaluate(SELECT, [3, 0, 2])
    tab.click("#detail .judge button")
    assert tab.locator("#passages li").count() > 0
