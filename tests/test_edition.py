"""The reading edition: whole, escaped, self-contained, and working in a real browser."""

import html
import json
import re
import shutil

import pytest

import huayu as hy
from huayu import cli, corpus, edition, layers
from huayu.edition.rows import Row, rows
from huayu.edition.segments import paragraphs
from huayu.edition.styles import COLOURS, styles

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HOSTILE = (
    "同志们：\n一、<script>alert(1)</script>\n他说：“没有关上的引号，**同志</main>说。\n"
    "\u202e从右到左\u202c &amp; </script><!-- {{ 7*7 }} {% raw %} ${x}\n四风要反，一刀切要改。\n"
)


@pytest.fixture(scope="module")
def speech():
    return corpus.load("constructed-two-parts")


@pytest.fixture(scope="module")
def page(speech):
    return edition.page(speech)


def text_of(page: str) -> str:
    """Text of the sentences of a page, markup taken away."""
    found = re.findall(r'<p data-part="\d+" style="--n:\d+">(.*?)</p>\n', page, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", "".join(found)))


def test_the_page_holds_the_whole_text(speech, page):
    assert text_of(page) == speech.text


def test_segments_tile_the_text_and_know_their_rows(speech):
    found = rows(speech)
    at = 0
    for paragraph in paragraphs(speech, found):
        for sentence in paragraph.sentences:
            for segment in sentence.segments:
                end = at + len(segment.text)
                assert speech.text[at:end] == segment.text
                for number in map(int, segment.rows.split()):
                    assert any(a <= at and end <= b for a, b in found[number].pieces)
                at = end
    assert at == len(speech.text)


def test_sentences_have_the_anchors_of_the_exports(speech, page):
    count = len(layers.layer(speech, "sentences"))
    assert re.findall(r'id="s(\d+)"', page) == [str(n) for n in range(1, count + 1)]


def test_the_page_asks_nothing_of_any_host(page):
    outside = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    assert not re.search(r"https?://|@import|<link[^>]+stylesheet|<img|<iframe", outside)
    assert "default-src 'none'" in page


def test_a_hostile_text_is_text(tmp_path):
    speech = corpus.Speech("<b>id</b>", HOSTILE)
    page = edition.page(speech)
    assert text_of(page) == HOSTILE
    assert page.count("<script") == 4 and page.count("</main>") == 1
    assert "<b>id</b>" not in page and "49" not in re.findall(r"<h1>(.*?)</h1>", page)[0]
    data = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1]
    assert "<" not in data and json.loads(data)["length"] == len(HOSTILE)


def test_offsets_count_as_a_browser_counts():
    text = "𠮷野说：“要全面从严治党。”\n"
    data = json.loads(re.search(r'id="data">(.*?)</script>', edition.page(corpus.Speech("x", text)),
                                re.DOTALL)[1])  # fmt: skip
    units = text.encode("utf-16-le")
    assert data["length"] * 2 == len(units)
    spans = {units[2 * row[1] : 2 * row[2]].decode("utf-16-le") for row in data["rows"]}
    assert "全面从严治党" in spans and data["starts"] == [0]


def test_every_colour_is_legible_on_its_paper():
    def light(colour):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    for on_white, on_black in COLOURS:
        assert (1 + 0.05) / (light(on_white) + 0.05) >= 4.5
        assert (light(on_black) + 0.05) / (light("#16181c") + 0.05) >= 4.5


def test_figures_on_the_same_words_lie_under_each_other():
    sheet = styles(["rhetoric-contrast", "rhetoric-metaphor"],
                          ["rhetoric-contrast rhetoric-metaphor stance-hedge"])  # fmt: skip
    both = next(line for line in sheet.split("\n") if ".on-rhetoric-contrast.on-rhetoric" in line)
    assert "main .rhetoric-contrast.rhetoric-metaphor{" in both and both.count("gradient") == 2


def test_a_kind_of_any_name_is_one_class():
    row = Row("concepts", "a b<", 0, 1, 0, ((0, 1),), (), ())
    assert row.key == "concepts-a_b_"


def test_values_of_closed_lists_are_given_in_both_languages(page):
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])
    assert ["form", "引号", "in marks"] in data["values"]
    known = {"subcategory", "scope", "form"}
    assert all(len(value) == 3 for value in data["values"] if value[0] in known)


def test_the_same_speech_gives_the_same_bytes(speech, page):
    assert edition.page(speech) == page


def test_a_text_without_parts_or_rows_has_a_page():
    assert text_of(edition.page(corpus.Speech("x", "下雨。"))) == "下雨。"


def test_the_page_of_the_first_speech_is_small_enough():
    size = len(edition.page(corpus.load("2021-city-secretary")).encode())
    assert size <= 1.5 * 2**20


def test_a_constructed_speech_is_called_one(page):
    assert "自拟文本" in page


def test_a_cell_writes_the_page_and_says_where(tmp_path):
    text = "他说：“路要修好。”"
    shown = edition.show(corpus.Speech("x", text, root=tmp_path), layers=["quotations"]).data
    file = tmp_path / re.search("`(.*)`", shown)[1]
    assert file.name == "quotations.html" and "rhetoric-" not in file.read_text(encoding="utf-8")


def test_read_writes_the_page_and_says_where(capsys, tmp_path, speech):
    path = tmp_path / "page.html"
    assert cli.main(["read", speech.id, "--out", str(path)]) == 0
    assert capsys.readouterr().out.strip() == str(path) and path.stat().st_size > 10_000
    assert cli.main(["read", speech.id, "--out", str(path / "below.html")]) == 2


def test_every_comparison_speech_has_a_page(shared):
    for name in ("xi_2016-12-29", "tw_2016_inaugural", "deng_1992", "xi2020_2020-02-24"):
        speech = corpus.load(shared / "speeches" / f"{name}.txt")
        assert text_of(edition.page(speech)) == speech.text, name


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as engine:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = engine.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def view(browser, page, tmp_path):
    """The page of the constructed speech, open; afterwards no error and no request."""
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    tab = browser.new_page(viewport={"width": 1400, "height": 900})
    said, asked = [], []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(path.as_uri())
    yield tab
    tab.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def colour(tab, selector):
    return tab.eval_on_selector(selector, "e => getComputedStyle(e).backgroundColor")


def test_a_switch_shows_and_hides_a_layer(view):
    segment = "main .quotations-citation"
    shown = colour(view, segment)
    view.uncheck("[data-key='quotations-citation']")
    assert colour(view, segment) == "rgba(0, 0, 0, 0)" != shown
    view.keyboard.press("2")
    assert colour(view, segment) == shown


def test_a_count_lists_its_passages_and_a_passage_leads_to_its_sentence(view):
    button = view.locator("[data-list='quotations-citation']").first
    count = int(button.inner_text())
    button.click()
    assert view.locator("#passages li").count() == count
    link = view.locator("#passages a").first
    target = link.get_attribute("href")
    link.click()
    assert view.evaluate("location.hash") == target
    assert view.locator(f"{target}:target").count() == 1


def test_counts_follow_what_is_shown(view):
    view.locator("#counts td").first.wait_for()
    before = view.locator("#counts tr").count()
    view.keyboard.press("3")
    view.locator("#counts tr").nth(before).wait_for()  # one more than there were


def test_search_finds_every_occurrence_with_its_context(view, speech):
    view.keyboard.press("/")
    view.keyboard.type("乡村振兴")
    assert view.locator("#passages li").count() == speech.text.count("乡村振兴") > 1
    assert "乡村振兴" in view.locator("#passages b").first.inner_text()
    view.keyboard.press("Escape")
    assert view.locator("#passages").is_hidden()


# middle of the first character of a word of the text, brought into sight
PLACE = """(word) => {
  const [[at, , number]] = wholes(word);
  document.getElementById(`s${number}`).scrollIntoView({ block: "center" });
  const box = ranges([at, at + 1, number])[0].getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}"""


def lines(view):
    """What stands in the middle of the lines that are open."""
    return [b.inner_text() for b in view.locator("#passages b").all()]


@pytest.mark.parametrize("word", ["产业", "建设", "村"])
def test_a_click_on_any_word_lists_its_lines_as_the_command_does(view, speech, word):
    view.mouse.click(*view.evaluate(PLACE, word))
    assert view.inner_text("#detail h3 >> nth=0") == word
    view.click("#detail [data-lines] >> nth=0")
    assert lines(view) == hy.kwic(speech, word)["match"].tolist() != []
    whole = hy.kwic(speech, f"word:{word}")
    view.mouse.click(*view.evaluate(PLACE, word))
    told = view.locator("#detail [data-lines]").all_inner_texts()
    assert told[-1].split()[-1] == str(len(whole))


def test_lines_stand_in_the_order_of_what_is_beside_the_word(view, speech):
    view.evaluate("find('x', occurrences('建设'))")
    view.click("[data-order=right]")
    right = [line.inner_text() for line in view.locator("#passages b + span").all()]
    assert [x[:2] for x in right] == sorted(x[:2] for x in right)
    view.click("[data-order=left]")
    left = [line.inner_text()[::-1] for line in view.locator("#passages span:has(+ b)").all()]
    assert [x[:1] for x in left] == sorted(x[:1] for x in left)
    assert set(right) != set(left) and len(left) == speech.text.count("建设")


def test_words_are_walked_and_listed_by_the_keyboard(view):
    view.keyboard.press("w")
    first = view.inner_text("#detail h3 >> nth=0")
    view.keyboard.press("w")
    assert view.inner_text("#detail h3 >> nth=0") != first
    view.keyboard.press("b")
    assert view.inner_text("#detail h3 >> nth=0") == first
    view.keyboard.press("Enter")
    assert lines(view)[0] == first
    assert view.evaluate("document.activeElement.closest('#passages a') !== null")
    view.keyboard.press("Escape")
    assert view.locator("#passages").is_hidden()


def test_a_selection_without_a_mouse_lists_its_lines(view, speech):
    view.evaluate("getSelection().addRange(ranges(occurrences('乡村振兴')[0])[0])")
    view.click("#detail [data-lines] >> nth=0")
    assert lines(view) == ["乡村振兴"] * speech.text.count("乡村振兴")


def test_a_tap_lists_a_word_on_a_phone(browser, page, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    tab = phone.new_page()
    tab.goto(path.as_uri())
    tab.touchscreen.tap(*tab.evaluate(PLACE, "产业"))
    tab.tap("#detail [data-lines] >> nth=0")
    assert set(lines(tab)) == {"产业"}
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    phone.close()


def test_pointing_tells_the_row_with_its_reason(view):
    view.hover("main .quotations-citation")
    told = view.locator("#detail").inner_text()
    assert "依据" in told and "引用" in told


def test_members_of_a_parallelism_stand_under_each_other(view):
    view.keyboard.press("3")
    view.evaluate("tell(document.querySelector('main .rhetoric-parallelism'), true)")
    assert view.locator("#detail .members tr").count() >= 3


def test_the_keyboard_steps_through_annotations(view):
    view.keyboard.press("j")
    first = view.locator(".flash").get_attribute("id")
    for _ in range(6):
        view.keyboard.press("j")
    assert view.locator(".flash").get_attribute("id") != first
    view.keyboard.press("k")
    assert view.locator("#detail").is_visible()


def test_labels_switch_to_english_and_the_theme_to_dark(view):
    view.keyboard.press("l")
    assert view.locator("nav h2").inner_text() == "Contents"
    light = view.eval_on_selector("body", "e => getComputedStyle(e).backgroundColor")
    view.keyboard.press("t")
    assert view.eval_on_selector("body", "e => getComputedStyle(e).backgroundColor") != light


def test_a_sentence_out_of_sight_is_reached_by_its_anchor(view):
    last = view.locator(".s").last.get_attribute("id")
    view.goto(f"{view.url}#{last}")
    view.wait_for_timeout(300)
    box = view.locator(f"#{last}").bounding_box()
    assert 0 <= box["y"] < 900


def test_the_map_shows_kinds_in_their_colours(view):
    view.locator("#counts td").first.wait_for()
    met = view.evaluate(
        "() => new Set(Array.from(new Uint32Array(document.getElementById('map')"
        ".getContext('2d').getImageData(0, 0, 60, 600).data.buffer))).size"
    )
    assert met > 3


def test_on_paper_there_are_the_text_and_a_legend(view):
    view.emulate_media(media="print")
    assert view.locator("main .s").last.is_visible()
    assert view.locator(".sample.quotations-citation").is_visible()
    assert view.locator(".sample.rhetoric-parallelism").is_hidden()
    assert view.locator("#search").is_hidden()


def test_every_control_has_a_name(view):
    nameless = view.eval_on_selector_all(
        "button, input",
        "all => all.filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') ||"
        " e.closest('label'))).length",
    )
    assert nameless == 0


def test_it_fits_a_phone(view):
    view.set_viewport_size({"width": 390, "height": 844})
    assert view.evaluate("document.documentElement.scrollWidth") <= 390
    assert view.locator("#layers").is_hidden()
    view.locator("[data-panel=layers]").click()
    view.locator("#layers").wait_for(state="visible")


def test_a_hostile_text_runs_nothing(browser, tmp_path):
    path = tmp_path / "hostile.html"
    path.write_text(edition.page(corpus.Speech("hostile", HOSTILE)), encoding="utf-8")
    tab = browser.new_page()
    alarms = []
    tab.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    tab.goto(path.as_uri())
    assert tab.evaluate("source()") == HOSTILE and alarms == []
    elements = "document.querySelectorAll('script, b, img').length"
    before = tab.evaluate(elements)
    tab.evaluate("data.words.forEach((length, number) => look(spanOf(number)))")
    assert tab.evaluate(elements) == before and alarms == []
    tab.evaluate("find(source().slice(6, 30), occurrences('<script>alert(1)</script>'))")
    assert lines(tab) == ["<script>alert(1)</script>"] and alarms == []
    tab.close()
