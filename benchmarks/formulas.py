"""Count where the entries of the formula lexicons stand, and write the lexicons anew.

    python benchmarks/formulas.py TEXTS [--archive FILE.jsonl.gz …] [--add PROPOSALS.csv]

TEXTS is a folder of speeches (*.txt) with index.csv (columns id, date). The entries are those of
corpus/lexicons/formulas.csv and formulas_archive.csv, and of PROPOSALS.csv (formula,kind). Each is
counted in the speeches of TEXTS and of corpus/; one that fewer than two attest goes to the archive
list if at least two documents of the archives (JSON lines with date and text) have it, else it is
dropped. Running it twice changes nothing.
"""

import argparse
import csv
import gzip
import io
import json
from collections import Counter, defaultdict
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from huayu import corpus, files
from huayu.lexicon import reading
from huayu.lexicon.schemas import SUPPLEMENT
from huayu.words.phrases import LEAST_TEXTS

HOME = Path(__file__).resolve().parents[1]
bare = corpus.lexicon(HOME).bare
LEXICONS = HOME / "corpus" / "lexicons"
LEAST_DOCUMENTS = 2  # of an archive, as of the speeches: one document alone may coin a phrase
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
    options = parser.parse_args()
    own = [LEXICONS / "formulas.csv", LEXICONS / "formulas_archive.csv"]
    entries, texts = proposals([*options.add, *own]), speeches(options.texts)
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
