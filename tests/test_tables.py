"""Counts and rates: worked by hand, and against a second implementation."""

import re
import shutil

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from huayu import corpus, spans, tables, words
from huayu.tables import notebook


def test_poisson_interval_against_garwoods_table():
    low, high = tables.poisson_interval(np.array([0, 1, 5, 100]))
    assert low == pytest.approx([0, 0.0253, 1.6235, 81.3640], abs=1e-3)
    assert high == pytest.approx([3.6889, 5.5716, 11.6683, 121.6275], abs=1e-3)


def test_rates_count_the_body_alone_and_keep_absent_terms():
    frame = pd.DataFrame(
        {
            "term": ["甲", "甲", "乙", "甲"],
            "part": [1, 2, 2, 0],
            "zone": ["body", "body", "body", "front"],
        }
    )
    table = tables.rates(frame, "term", pd.Series({1: 100, 2: 400}), per=1000)
    assert table[["term", "part", "count"]].values.tolist() == [
        ["甲", 1, 1],
        ["甲", 2, 1],
        ["乙", 1, 0],
        ["乙", 2, 1],
    ]
    assert table["rate"].tolist() == [10.0, 2.5, 0.0, 2.5]
    assert (table["low"] <= table["rate"]).all() and (table["rate"] <= table["high"]).all()


def naive_mattr(words, window):
    """The definition itself: the mean of types / window over all windows."""
    width = min(window, len(words))
    starts = range(len(words) - width + 1)
    return np.mean([len(set(words[i : i + width])) / width for i in starts])


@given(st.lists(st.sampled_from("甲乙丙丁戊己"), min_size=1, max_size=60), st.integers(1, 20))
def test_mattr_is_its_definition(words, window):
    found, low, high = tables.mattr(np.array(words), window)
    assert found == pytest.approx(naive_mattr(words, window), abs=1e-12)
    assert np.isnan(low) or low <= high


def test_mean_interval_covers_like_a_t_interval():
    values = np.random.default_rng(1).gamma(4, 10, 60)
    mean, low, high = tables.mean_interval(values)
    expected = stats.t.interval(0.95, 59, values.mean(), stats.sem(values))
    assert mean == pytest.approx(values.mean())
    assert (low, high) == pytest.approx(expected, rel=0.05)


def test_dispersion_worked_by_hand():
    units = spans.frame("x" * 40, [(0, 10), (10, 20), (20, 40)])
    # shares of text .25 .25 .5; all three occurrences in the first unit
    assert tables.dispersion(np.array([1, 2, 3]), units) == pytest.approx(0.75)
    # one, one and two: exactly the shares of the text
    assert tables.dispersion(np.array([0, 10, 20, 30]), units) == pytest.approx(0.0)


def test_csv_defuses_what_a_spreadsheet_would_run():
    text = tables.csv(pd.DataFrame({"text": ["=1+1", "@x", "改革", "a,b"], "n": [1, 2, 3, 4]}))
    assert text.splitlines()[1:] == ["'=1+1,1", "'@x,2", "改革,3", '"a,b",4']


def test_plain_values_are_what_json_can_carry():
    value = {"a": np.int64(3), "b": (1, np.float64("nan")), "c": np.array([True])}
    assert tables.plain(value) == {"a": 3, "b": [1, None], "c": [True]}


def test_a_table_in_a_notebook_escapes_the_text(tmp_path):
    speech = corpus.Speech("x", "甲", root=tmp_path)
    page = tables.show(pd.DataFrame({"text": ["<script>alert(1)</script>"]}), speech, "sample").data
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    assert (tmp_path / "build" / "x" / "tables" / "sample.csv").exists()


def test_reasons_are_shown_in_chinese_where_the_run_is(tmp_path, monkeypatch):
    speech = corpus.Speech("x", "修路。", root=tmp_path)
    frame = pd.DataFrame({"reason": ["in title marks", None]})
    assert "in title marks" in tables.show(frame, speech, "plain").data
    monkeypatch.setenv("HUAYU_LANG", "zh")
    shown = tables.show(frame, speech, "plain").data
    assert "书名号" in shown and "in title marks" not in shown
    file = tmp_path / "build" / "x" / "tables" / "plain.csv"
    assert "in title marks" in file.read_text(encoding="utf-8")


def test_terms_count_no_character_twice():
    speech = corpus.load("constructed-two-parts")
    found = tables.terms(speech)
    assert (found["end"].to_numpy()[:-1] <= found["start"].to_numpy()[1:]).all()
    assert set(tables.content_words(speech)["tag"].str[0]) <= set(words.TOPICAL)


def test_sizes_of_a_text_without_parts_are_one_row():
    speech = corpus.Speech("x", "今天天气很好。我们一起去看看外面的变化吧。\n明天再来一次。")
    sizes = tables.sizes(speech)
    assert len(sizes) == 1 and sizes["sentences"].tolist() == [3]
    assert "no parts to compare" in tables.sizes_in_words(sizes)


def test_the_card_counts_residue_and_does_not_list_it():
    speech = corpus.load("2021-city-secretary")
    shown = tables.card(speech).set_index("field")["value"]
    assert speech.residue and not any(word in shown["residue"] for word in speech.residue)
    assert shown["residue"].startswith(str(len(speech.residue)))


def test_terms_whose_intervals_lie_apart_are_a_sieve_and_no_test():
    frame = pd.DataFrame({"term": ["甲"] * 40, "part": [1] * 40, "zone": ["body"] * 40})
    said = tables.apart(tables.rates(frame, "term", pd.Series({1: 1000, 2: 1000})))
    assert said.startswith("**1 of 1 terms**") and "no test" in said
    few = tables.rates(frame.head(2), "term", pd.Series({1: 1000, 2: 1000}))
    assert tables.apart(few).endswith("no difference by part can be shown here.")


def test_bursts_by_hand_and_by_loops():
    # eight in one stretch of ten: mean 0.8; squares about it 64 - 6.4, over nine, over the mean: 8
    once = pd.DataFrame({"term": "甲", "part": 1, "start": [0] * 8})
    fill = pd.DataFrame({"term": "乙", "part": 1, "start": range(0, 2000, 200)})
    found = tables.counts.bursts(pd.concat([once, fill]), "term", "part")
    assert found["甲"] == pytest.approx((64 - 6.4) / 9 / 0.8) and found["乙"] == 1.0
    random = np.random.default_rng(0)
    frame = pd.DataFrame({
        "term": random.choice(list("甲乙丙"), 300), "part": random.choice([1, 2], 300),
        "start": random.integers(0, 6000, 300),
    })  # fmt: skip
    frame["start"] += 6000 * (frame["part"] == 2)
    frame = pd.concat([frame, pd.DataFrame({"term": "丁", "part": 1, "start": [400] * 9})])
    found = tables.counts.bursts(frame, "term", "part")
    for term, own in frame.groupby("term"):
        squares, cells, degrees = 0.0, 0, 0
        for part, inside in frame.groupby("part"):
            first = inside["start"].min() // 200
            counts = np.zeros(inside["start"].max() // 200 - first + 1)
            for start in own.loc[own["part"] == part, "start"]:
                counts[start // 200 - first] += 1
            squares += ((counts - counts.mean()) ** 2).sum()
            cells, degrees = cells + len(counts), degrees + len(counts) - 1
        assert found[term] == pytest.approx(max(squares / degrees / (len(own) / cells), 1.0))


def test_a_table_without_a_script_shows_its_first_rows_and_says_where_the_rest_is(tmp_path):
    speech = corpus.Speech("x", "甲", root=tmp_path)
    long = "改革开放以来党的全部理论和实践的主题"
    frame = pd.DataFrame({"term": ["改革"] * 2999 + [long], "n": [1.0, np.nan] * 1500})
    page = tables.show(frame, speech, "sample", rows=2).data
    plain, script = page.split("<script")
    assert re.findall(r"<td[^>]*>([^<]*)</td>", plain) == ["改革", "1", "改革", ""]
    assert "the first 2 of 3000 rows; all of them are in build/x/tables/sample.csv" in plain
    reached = script.count("改革") + 2
    assert 500 < reached < 1500 and f"the first {reached} of 3000 rows" in script
    assert len(script.encode()) < notebook.REACHED + 500
    assert "nan" not in page.lower() and "<style" not in page
    assert tables.show(frame[:0], speech, "none").data.count("<tr>") == 1


@pytest.mark.parametrize("count, search", [(4, 0), (40, 1)])
def test_the_script_sorts_and_finds(tmp_path, count, search):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    speech = corpus.Speech("x", "甲", root=tmp_path)
    frame = pd.DataFrame({"n": range(count), "term": [f"<b>词{n}</b>" for n in range(count)]})
    parts = tables.interactive().data, tables.show(frame, speech, "sample", rows=3).data
    (tmp_path / "page.html").write_text(f"<meta charset=utf-8><body>{parts[0]}{parts[1]}", "utf-8")
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto((tmp_path / "page.html").as_uri())
        first = page.locator("tbody td").nth(1)
        assert first.text_content() == "<b>词0</b>" and page.locator("input").count() == search
        for _ in range(2):
            page.locator("th").first.click()
        assert first.text_content() == f"<b>词{count - 1}</b>"
        page.locator("button").click()
        assert page.locator("tbody tr").count() == count
        if search:
            page.locator("input").fill("词17")
            assert page.locator("tbody tr").count() == 1
        browser.close()
