"""Count where the entries of the formula lexicons stand, and write the lexicons anew.

    python benchmarks/formulas.py TEXTS [--archive FILE.jsonl.gz …] [--add PROPOSALS.csv]
                                  [--gold FOLDER]

TEXTS is a folder of speeches (*.txt) with index.csv (columns id, date). The entries are those of
corpus/lexicons/formulas.csv and formulas_archive.csv, and of PROPOSALS.csv (formula,kind). Each is
counted in the speeches of TEXTS and of corpus/; one that fewer than two attest goes to the archive
list if at least two documents of the archives (JSON lines with date and text) have it, else it is
dropped. Running it twice changes nothing.

With --gold (annotated texts, see benchmarks/gold.py) an entry that readers pass over wherever it is
found (马克思主义, a word; 经济建设, a free combination), in DOUBTED speeches and more, goes to
corpus/lexicons/combinations.txt, and what that is worth on speeches left out is printed first: of
each, the entries dropped are those that the readers of all other speeches passed over.
"""

import argparse
import csv
import gzip
import io
import json
from collections import Counter, defaultdict
from pathlib import Path

from ahocorasick_rs import AhoCorasick
from gold import Text
from gold import texts as annotated

from huayu import corpus, files
from huayu.agreement.matching import matches, spans_equal
from huayu.lexicon import reading
from huayu.lexicon.schemas import SUPPLEMENT
from huayu.words import phrases
from huayu.words.matching import Matcher
from huayu.words.phrases import LEAST_TEXTS

HOME = Path(__file__).resolve().parents[1]
bare = corpus.lexicon(HOME).bare
LEXICONS = HOME / "corpus" / "lexicons"
LEAST_DOCUMENTS = 2  # of an archive, as of the speeches: one document alone may coin a phrase
DOUBTED = 2  # speeches whose readers passed over an entry: those of one alone may be strict
# share of its places that readers drew, below which an entry is dropped; from .2 to .5 the F1 on
# speeches left out is the same within .002
DRAWN = 0.35
HEAD = """\
# Set phrases (提法) of official discourse attested in at least two speeches.
# Compiled for this project; an entry is a fact about usage, no text is reproduced. CC BY 4.0.
# texts: ids of the speeches that hold it (occurrences counted in all of them); since: year of the
# first of them. Counted by benchmarks/formulas.py over 55 speeches of 1923-2026 and corpus/.
"""
ARCHIVE = """\
# Set phrases (提法) attested in broadcast news or laws and in fewer than two of the speeches that
# formulas.csv rests on. Compiled for this project; an entry is a fact about usage, no text is
# reproduced. CC BY 4.0.
# documents: of {total} ({names}) that hold it; since: year of the first of them.
# Counted by benchmarks/formulas.py.
"""


def proposals(paths: list[Path]) -> dict[str, tuple[str, str]]:
    """Entries by their bare form: the phrase as listed and its kind; the first list wins."""
    found: dict[str, tuple[str, str]] = {}
    for path in paths:
        if path.exists():
            for _, row in reading.rows(path, SUPPLEMENT):
                found.setdefault(bare(row["formula"])[0], (row["formula"], row["kind"]))
    return found


def speeches(folder: Path) -> dict[str, tuple[str, str]]:
    """Bare text and year of every speech by id; constructed texts attest nothing."""
    with open(folder / "index.csv", encoding="utf-8") as lines:
        years = {row["id"]: row["date"][:4] for row in csv.DictReader(lines)}
    read = {p.stem: (bare(corpus.load(p).text)[0], years[p.stem]) for p in folder.glob("*.txt")}
    for name in corpus.ids(HOME):
        speech = corpus.load(name, HOME)
        if not speech.constructed:
            read[name] = (bare(speech.text)[0], str(speech.meta["date"])[:4])
    return read


def attested(entries: dict, texts: dict[str, tuple[str, str]]) -> dict[str, Counter]:
    """Occurrences of each entry by text, overlapping ones included."""
    names, automaton = list(entries), AhoCorasick(list(entries))
    counts: dict[str, Counter] = defaultdict(Counter)
    for text_id, (text, _) in texts.items():
        for which, _, _ in automaton.find_matches_as_indexes(text, overlapping=True):
            counts[names[which]][text_id] += 1
    return counts


def archived(entries: dict, paths: list[Path]) -> tuple[dict[str, list[str]], int]:
    """Dates of the documents that hold each entry, and the number of all documents."""
    names, automaton = list(entries), AhoCorasick(list(entries))
    held: dict[str, list[str]] = defaultdict(list)
    total = 0
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                item = json.loads(line)
                text, _ = bare(item["text"])
                total += 1
                found = automaton.find_matches_as_indexes(text, overlapping=True)
                for which in {which for which, _, _ in found}:
                    held[names[which]].append(item["date"])
    return held, total


def judged(texts: list[Text]) -> dict[str, dict[str, list[bool]]]:
    """For each entry and speech whether readers drew it, place by place; neutral ones left out."""
    found: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for text in texts:
        drawn = {(row["start"], row["end"]): row.get("agreed", True) for row in lines(text)}
        for start, end, formula in Matcher(text.speech.lexicon, known(text)).spans(text.speech):
            if formula.source == "general" and drawn.get((start, end), True):
                found[formula.canonical][text.group].append((start, end) in drawn)
    return found


def known(text: Text) -> dict[str, phrases.Formula]:
    """Listed formulas without the testimony of a text itself."""
    return phrases.listed(text.speech.lexicon, (), (text.group, text.folder.name))


def lines(text: Text) -> list[dict]:
    """Gold lines of a text."""
    gold = text.gold("formulas")
    return [] if gold is None else gold.to_dict("records")


def passed_over(places: dict[str, dict[str, list[bool]]], but: str = "") -> set[str]:
    """Entries that readers pass over wherever they are found, in all speeches but one."""
    found = set()
    for name, by in places.items():
        others = [drawn for group, drawn in by.items() if group != but]
        every = [one for drawn in others for one in drawn]
        # half a place drawn is added, so that what few places say counts for less
        if len(others) >= DOUBTED and (sum(every) + 0.5) / (len(every) + 1) < DRAWN:
            found.add(name)
    return found


def worth(texts: list[Text], places: dict[str, dict[str, list[bool]]]) -> str:
    """Exact F1 on speeches left out, with all entries and without those that others doubt."""
    told = []
    for drops in (False, True):
        hits = wanted = given = 0
        for text in texts:
            dropped = passed_over(places, text.group) if drops else set()
            kept = {e: f for e, f in known(text).items() if f.canonical not in dropped}
            rows = [
                (a, b, *f, 1.0) for a, b, f in Matcher(text.speech.lexicon, kept).spans(text.speech)
            ]
            here = [
                {"start": row[0], "end": row[1]}
                for row in phrases.extended(text.speech, rows)
                if row[2] not in dropped
            ]
            gold = [row for row in lines(text) if row.get("agreed", True)]
            neutral = [row for row in lines(text) if not row.get("agreed", True)]
            hits += len(matches(gold, here, spans_equal))
            given += len(here) - len(matches(neutral, here, spans_equal))
            wanted += len(gold)
        told.append(f"{2 * hits / (wanted + given):.3f}")
    return f"exact F1 on speeches left out: {told[0]}, without doubted entries {told[1]}"


def doubted(folder: Path) -> set[str]:
    """Entries that the readers of annotated texts doubt, added to the free combinations."""
    texts = [text for text in annotated(folder) if text.gold("formulas") is not None]
    places = judged(texts)
    print(worth(texts, places))
    path = LEXICONS / "combinations.txt"
    head, free = split(files.text(path))
    dropped = passed_over(places)
    files.write(path, head + "".join(f"{name}\n" for name in sorted({*free, *dropped})))
    print(f"{len(dropped)} entries doubted: {' '.join(sorted(dropped))}")
    return dropped


def split(content: str) -> tuple[str, list[str]]:
    """Comment at the head of a word list, and its words."""
    rows = content.splitlines(keepends=True)
    head = [row for row in rows if row.startswith("#")]
    return "".join(head), [row.strip() for row in rows if not row.startswith("#")]


def table(head: str, columns: str, rows: list[tuple]) -> str:
    """A word list with its head as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(sorted(rows))
    return f"{head}{columns}\n{out.getvalue()}"


def main() -> None:
    """Read, count, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--archive", type=Path, action="append", default=[])
    parser.add_argument("--add", type=Path, action="append", default=[])
    parser.add_argument("--gold", type=Path)
    options = parser.parse_args()
    own = [LEXICONS / "formulas.csv", LEXICONS / "formulas_archive.csv"]
    entries, texts = proposals([*options.add, *own]), speeches(options.texts)
    dropped = doubted(options.gold) if options.gold else set()
    entries = {b: e for b, e in entries.items() if phrases.canonical(e[0]) not in dropped}
    counts = attested(entries, texts)
    general = [
        (
            phrase,
            kind,
            len(held),
            held.total(),
            min(texts[t][1] for t in held),
            " ".join(sorted(held)),
        )
        for bare_form, (phrase, kind) in entries.items()
        if len(held := counts[bare_form]) >= LEAST_TEXTS
    ]
    columns = "formula,kind,documents,occurrences,since,texts"
    files.write(own[0], table(HEAD, columns, general))
    print(f"{len(entries)} proposed, {len(general)} in at least {LEAST_TEXTS} speeches")
    if options.archive:
        rest = {b: e for b, e in entries.items() if len(counts[b]) < LEAST_TEXTS}
        held, total = archived(rest, options.archive)
        more = [
            (*rest[bare_form], len(dates), min(dates)[:4])
            for bare_form, dates in held.items()
            if len(dates) >= LEAST_DOCUMENTS
        ]
        head = ARCHIVE.format(total=total, names=", ".join(p.name for p in options.archive))
        files.write(own[1], table(head, "formula,kind,documents,since", more))
        print(f"{len(more)} more in at least {LEAST_DOCUMENTS} documents of the archives")


if __name__ == "__main__":
    main()
