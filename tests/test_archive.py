"""Archives: the same words as one speech gives, the same tables however they were come by."""

import gzip
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import planted
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

for needed in ("distributed", "numba", "pyarrow"):
    pytest.importorskip(needed, reason="needs the extra: pip install huayu[archive]")

from huayu import archive, cli, corpus, reuse, structure, words  # noqa: E402
from huayu.archive import blocks, cooccurrence, partition  # noqa: E402
from huayu.archive.run import FINISHED, STATE  # noqa: E402
from huayu.archive.segmentation import Names, segmenter, sentences  # noqa: E402
from huayu.archive.terms import content_word, formulas, terms  # noqa: E402
from huayu.files import Fault  # noqa: E402
from huayu.words import matching, phrases  # noqa: E402

LEXICON = corpus.lexicon()
SAID = "山路越是陡峭越要一步一步地走"


def running(speech):
    tokens = words.tokens(speech)
    tokens = tokens[tokens["text"].str.contains(r"\w") & ~tokens["tag"].isin(["mask", "residue"])]
    return list(zip(tokens["start"], tokens["end"], strict=True))


def cut_spans(text):
    cut = segmenter(LEXICON).cut(text, Names(LEXICON))
    return list(zip(cut.starts.tolist(), cut.ends.tolist(), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "2012年3月5日，二〇一二年，百分之三十五，增长3.5%，共10万亿元。",
        "check-in、COVID-19和5G，ＧＤＰ增长１２．５％；A股、B超。",
        "改革開放四十年，鄉村振興戰略。",
        "**书记说：“要抓落实！”𠮷林、①、あいう、…… ——",
        "改革" * 502 + "𠮷" * 1001 + "开放" * 1001 + "二〇一二年" + "创新" * 700,
        "",
        "\n　　\n",
    ],
)
def test_words_are_those_of_one_speech(text):
    assert cut_spans(text) == running(corpus.Speech("x", text))


@settings(max_examples=200, deadline=None)
@given(st.text("全面从严治党的二〇一年月3.a-B　，。“”\n百分之十", max_size=25))
def test_words_are_those_of_one_speech_on_any_text(text):
    assert cut_spans(text) == running(corpus.Speech("x", text))


def test_words_of_the_comparison_speeches_are_the_same(shared):
    different = 0
    for path in sorted((shared / "speeches").glob("*.txt")):
        speech = corpus.load(path)
        different += cut_spans(speech.text) != running(speech)
    assert different == 0


def test_formulas_are_those_of_one_speech(shared):
    """The listed ones, before the discovered ones of a speech take the place of some."""
    for path in sorted((shared / "speeches").glob("xi_201[456]*.txt")):
        speech = corpus.load(path)
        listed = matching.Matcher(speech.lexicon, phrases.listed(speech.lexicon)).spans(speech)
        cut = segmenter(LEXICON).cut(speech.text, Names(LEXICON))
        found = Counter(name for *_, name in formulas(LEXICON, cut))
        assert found == Counter(formula.canonical for *_, formula in listed)


def test_sentences_are_those_of_one_speech():
    text = (
        "　　他说：“要抓落实！要一抓到底。”我们记住了。真的吗？真的！好（见附件。）。\n"
        "　　“好！”，他说。又说“未完。\n　　第二段……的问题，很多。\n"
    )
    speech = corpus.Speech("x", text)
    starts = structure.sentences(speech)["start"].tolist()[1:]
    cut = segmenter(LEXICON).cut(text, Names(LEXICON))
    one = np.searchsorted(starts, cut.starts, side="right")
    other = np.searchsorted(sentences(cut.codes), cut.starts, side="right")
    assert (np.diff(one) > 0).tolist() == (np.diff(other) > 0).tolist()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.integers(-1, 7), max_size=6), max_size=8))
def test_pairs_equal_counting_by_hand(windows):
    ids = np.array([term for window in windows for term in window], np.int32)
    ends = np.cumsum([len(window) for window in windows]).astype(np.int64)
    found = cooccurrence.counts(ids, ends, 8)
    pairs = zip(*cooccurrence.pairs(found.keys), strict=True)
    got = {(int(a), int(b)): int(n) for (a, b), n in zip(pairs, found.joint, strict=True)}
    sets = [sorted(set(window) - {-1}) for window in windows]
    assert got == Counter(pair for one in sets for pair in combinations(one, 2))
    assert found.keys.tolist() == sorted(found.keys)
    assert found.windows.tolist() == [sum(t in one for one in sets) for t in range(8)]


def test_pairs_of_keys_hold_for_a_large_vocabulary():
    keys = np.array([0, 12_497_499, 49_995_000_000 - 1])
    smaller, larger = cooccurrence.pairs(keys)
    assert (larger * (larger - 1) // 2 + smaller == keys).all()
    assert ((0 <= smaller) & (smaller < larger)).all()


def write_archive(folder: Path, documents: int = 210) -> Path:
    """Documents of ten years in three files, and five that are broken."""
    rng = random.Random(7)
    rows = []
    for number in range(documents):
        said = [SAID, "山路越是险峭越要一步一步地走", "要坚持全面从严治党"][number % 3]
        text = "。".join([planted.prose(rng, 300), said, planted.prose(rng, 300), ""])
        date = f"{2001 + number % 10}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        rows.append(json.dumps({"id": f"d{number}", "date": date, "text": text}))
    folder.mkdir()
    third = documents // 3
    (folder / "a.jsonl").write_text("\n".join(rows[:third]) + "\n{broken\n[]\n")
    broken = json.dumps({"id": "no date", "text": "没有日期"}).encode()
    with gzip.open(folder / "b.jsonl.gz", "wb") as out:
        out.write("\n".join(rows[third : 2 * third]).encode() + b"\n" + broken + b"\n")
    pd.DataFrame(map(json.loads, rows[2 * third :])).to_parquet(folder / "c.parquet")
    (folder / "2003-05-04.txt").write_text("要坚持全面从严治党。\n", encoding="utf-8")
    (folder / "2004.txt").write_bytes("用旧编码写的文件。".encode("gb18030") * 40)
    return folder


OPTIONS = archive.Options(phrases=(SAID,), whole=(False,), quotations=True)
SIZE = 30_000  # bytes: some fifteen blocks


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An archive's input, and the tables of an undisturbed run in this process."""
    home = tmp_path_factory.mktemp("archive")
    source = write_archive(home / "in")
    rows = archive.archive(str(source), home / "out", OPTIONS, 300, workers=0, size=SIZE)
    return source, home / "out", rows


def dated(source: Path):
    """Every sound document of an input, by its id."""
    for block in blocks.blocks(blocks.inputs(str(source))):
        for found in block.read():
            if isinstance(found, reuse.Document) and found.date:
                yield found.id, found


def table(out: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(out / f"{name}.parquet")


def same_tables(one: Path, other: Path) -> None:
    for name in archive.tables_there(one):
        assert (one / f"{name}.parquet").read_bytes() == (other / f"{name}.parquet").read_bytes()


def test_tables_against_a_second_count(made):
    source, out, rows = made
    assert not (out / STATE).exists()
    documents = table(out, "documents")
    assert len(documents) == rows["documents"] == 211
    texts = dict(dated(source))
    counts, held = Counter(), Counter()
    for document in texts.values():
        names = [
            corpus.lexicon().simplified(document.text[a:b])
            for a, b in running(corpus.Speech("x", document.text))
        ]
        counts.update((document.date[:4], name) for name in names)
        held.update((document.date[:4], name) for name in set(names))
    found = table(out, "words").set_index(["period", "word"])
    assert found["count"].to_dict() == counts
    assert found["documents"].to_dict() == held
    assert documents["tokens"].sum() == sum(counts.values())
    assert table(out, "periods")["tokens"].sum() == sum(counts.values())


def test_cooccurrence_against_a_second_count(made):
    source, out, _ = made
    found = table(out, "cooccurrence")
    vocabulary = set(found["source"]) | set(found["target"])
    period = found["period"].iloc[0]
    joint, single, windows = Counter(), Counter(), 0
    for _, document in dated(source):
        if document.date[:4] == period:
            names = Names(LEXICON)
            here = terms(segmenter(LEXICON).cut(document.text, names), names, "sentence")
            words_there = names.names(here.numbers)
            for number in set(here.windows.tolist()):
                held = {n for n, w in zip(words_there, here.windows, strict=True) if w == number}
                windows += 1
                single.update(held)
                joint.update(map(frozenset, combinations(held & vocabulary, 2)))
    rows = found[found["period"] == period]
    assert {frozenset(pair) for pair in rows[["source", "target"]].values} == {
        pair for pair, times in joint.items() if times >= 3
    }
    assert rows["count"].tolist() == [
        joint[frozenset(pair)] for pair in rows[["source", "target"]].values
    ]
    assert rows["source_count"].tolist() == [single[name] for name in rows["source"]]
    assert set(rows["windows"]) == {windows}


def test_rejected_are_listed_with_file_line_and_reason(made):
    _, out, rows = made
    listed = table(out, "rejected")
    assert len(listed) == rows["rejected"] == 4
    named = {(Path(row.file).name, row.line): row.reason for row in listed.itertuples()}
    assert "is not JSON" in named["a.jsonl", 71]
    assert "has no text" in named["a.jsonl", 72]
    assert "has no date" in named["b.jsonl.gz", 71]
    assert "it reads as GB18030" in next(v for (n, _), v in named.items() if n == "2004.txt")


def test_traces_are_those_of_the_search(made):
    source, out, _ = made
    traced = table(out, "traces")
    assert set(traced["relation"]) == {"verbatim", "altered"}
    found = {
        (name, p.relation, p.start, p.end)
        for name, document in dated(source)
        for p in reuse.Search([SAID]).passages(document.text)
    }
    columns = ["document", "relation", "start", "end"]
    assert set(map(tuple, traced[columns].values.tolist())) == found


def test_traces_are_those_of_the_command(tmp_path, capsys):
    """`huayu archive --trace` finds what `huayu trace` finds; the speech's copy is passed over."""
    said = f"老书记说：“{SAID}。”要坚持全面从严治党，打赢攻坚战。"
    speech, source = tmp_path / "speech.txt", write_archive(tmp_path / "in", 60)
    speech.write_text(said, encoding="utf-8")
    (source / "2005-copy.txt").write_text(said, encoding="utf-8")
    (source / "a.jsonl").unlink()  # broken lines, which `huayu trace` stops at
    (source / "b.jsonl.gz").unlink()
    (source / "2004.txt").unlink()
    pd.read_parquet(source / "c.parquet").to_json(
        source / "c.jsonl", orient="records", lines=True, force_ascii=False
    )
    (source / "c.parquet").unlink()
    assert cli.main(["trace", str(speech), "--in", str(source)]) == 0
    one = pd.read_csv(io.StringIO(capsys.readouterr().out), dtype=str).query("document.notna()")
    command = ["archive", str(source), "--out", str(tmp_path / "out"), "--workers", "0"]
    assert cli.main([*command, "--trace", str(speech)]) == 0
    other = table(tmp_path / "out", "traces").astype(str)
    columns = ["document", "date", "relation", "start", "end", "score", "alignment"]
    one = one.drop(columns=["start", "end"])
    one = one.rename(columns={"found_start": "start", "found_end": "end"}).fillna("")
    assert sorted(map(tuple, one[columns].values)) == sorted(map(tuple, other[columns].values))
    assert {"verbatim", "altered"} <= set(other["relation"])
    assert "2005-copy" not in set(other["document"])
    only = [*command[:2], "--out", str(tmp_path / "only"), "--workers", "0", "--trace-only"]
    assert cli.main([*only, "--trace", str(speech)]) == 0
    assert table(tmp_path / "only", "traces").astype(str).equals(other)
    assert table(tmp_path / "only", "words").empty
    assert cli.main(only) == 2


def test_keyness_and_formulas(made):
    _, out, _ = made
    keys = table(out, "keyness")
    assert (keys["count"] >= 5).all()
    assert table(out, "formulas")["count"].sum() >= 40
    assert "全面从严治党" in set(table(out, "formulas")["formula"])
    assert content_word(LEXICON, "改革") and not content_word(LEXICON, "我们")


def test_two_workers_give_the_same_tables(made, tmp_path):
    source, out, _ = made
    archive.archive(str(source), tmp_path / "out", OPTIONS, 300, workers=2, size=SIZE)
    same_tables(out, tmp_path / "out")


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1] / "lib")}
SCRIPT = f"""
import sys
from pathlib import Path
from huayu import archive
if __name__ == "__main__":
    source, out, workers = sys.argv[1:]
    archive.archive(source, Path(out), archive.{OPTIONS}, 300, workers=int(workers), resume=True,
                    size={SIZE}, told=lambda *done: print(*done, flush=True))
"""
KILLS = 10


def reports(run: subprocess.Popen, blocks_there: int):
    """How far a run is, from what it prints: its blocks, their pairs, then the four tables."""
    seen = 0
    for stage, done, _ in map(str.split, run.stdout):
        seen += stage == "words"
        before = {"words": seen, "pairs": blocks_there, "tables": 2 * blocks_there}[stage]
        yield before + (stage != "words") * int(done)


def test_killed_ten_times_and_resumed_gives_the_same_tables(made, tmp_path):
    """Ten moments spread at random over the whole run; after each kill of all its processes the
    next goes on with what is there. The last moment is the end, when the traces are removed."""
    source, out, _ = made
    script, killed = tmp_path / "run.py", tmp_path / "out"
    script.write_text(SCRIPT)
    seed = random.randrange(10**6)
    print("seed", seed)
    rng = random.Random(seed)
    count = sum(1 for _ in blocks.blocks(blocks.inputs(str(source)), SIZE))
    last = 2 * count + 4
    for number, moment in enumerate([*sorted(rng.sample(range(1, last), KILLS - 1)), last]):
        workers = "2" if number in (3, 7) else "0"
        command = [sys.executable, str(script), str(source), str(killed), workers]
        run = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True,
                               start_new_session=True)  # fmt: skip
        assert any(done >= moment for done in reports(run, count)), "it ended before its moment"
        time.sleep(rng.random() * (0.1 if moment < last else 0.002))
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    archive.archive(str(source), killed, OPTIONS, 300, workers=0, resume=True, size=SIZE)
    same_tables(out, killed)
    assert not [*killed.glob(FINISHED), *killed.glob(STATE)]


@pytest.fixture
def scheduler(tmp_path):
    """Address of a scheduler on the loopback and a worker, both started as from a shell."""
    file, started = tmp_path / "scheduler.json", []
    common = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file)]
    for command in (["scheduler", "--port", "0"], ["worker", "--nworkers", "1", "--nthreads", "2"]):
        line = [sys.executable, "-m", "dask", *command, *common]
        started.append(subprocess.Popen(line, env=ENVIRONMENT, stderr=subprocess.DEVNULL))
        while not file.exists():
            assert started[0].poll() is None, "the scheduler does not start"
            time.sleep(0.1)
    yield json.loads(file.read_text())["address"]
    for process in reversed(started):
        process.terminate()
        process.wait()


def test_a_scheduler_by_address_gives_the_same_tables(made, scheduler, tmp_path):
    source, out, _ = made
    assert scheduler.startswith("tcp://127.0.0.1:")
    archive.archive(str(source), tmp_path / "out", OPTIONS, 300, scheduler, size=SIZE)
    same_tables(out, tmp_path / "out")


def test_a_run_is_not_overwritten_and_not_mixed(made, tmp_path):
    source, out, rows = made
    with pytest.raises(Fault, match="holds a run already"):
        archive.archive(str(source), out, OPTIONS, 300, workers=0, size=SIZE)
    with pytest.raises(Fault, match="is of other input or options"):
        archive.archive(str(source), out, OPTIONS, 200, workers=0, resume=True, size=SIZE)
    again = archive.archive(str(source), out, OPTIONS, 300, workers=0, resume=True, size=SIZE)
    assert again == rows
    with pytest.raises(Fault, match="holds no documents"):
        archive.archive(str(tmp_path), tmp_path / "out", workers=0)


def test_months_need_a_month(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "x", "date": "2001", "text": "开会"}\n')
    rows = archive.archive(str(tmp_path), tmp_path / "out", archive.Options(by="month"), workers=0)
    assert rows["documents"] == 0
    assert "has no month" in table(tmp_path / "out", "rejected")["reason"][0]


def test_partition_of_an_empty_block_has_all_tables():
    found = partition.counted(blocks.Block("x", 1, b"\n", (), 1), archive.Options())
    assert partition.paired(found["stream"], ["改革"])["pairs"]


def test_command(tmp_path, capsys):
    (tmp_path / "a.jsonl").write_text('{"id": "x", "date": "2001", "text": "要抓落实"}\n{\n')
    out = tmp_path / "out"
    command = ["archive", str(tmp_path / "a.jsonl"), "--out", str(out), "--workers", "0"]
    assert cli.main(command) == 0
    printed, told = capsys.readouterr()
    assert f"{out / 'documents.parquet'}\t1" in printed
    assert "1 documents rejected" in told
    assert cli.main(command) == 2
