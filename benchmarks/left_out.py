"""Score metaphors and numerals with the lexicon entries left out that one gold text alone attests.

    python benchmarks/left_out.py GOLD SPEECHES

GOLD holds one folder per annotated text (text.txt, rhetoric.jsonl), SPEECHES further texts (*.txt).
For each gold text every entry of the lexicons that matches in it and in no other text is taken
out, as if it had been learned there, and the text is scored again. The scores go to
corpus/left_out.csv beside the training scores. What is left out is lexicon alone: the rules of
all detectors were written with the gold texts in view.
"""

import argparse
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from huayu import corpus, files
from huayu.lexicon import entries

HOME = Path(__file__).resolve().parents[1]
LEXICONS = {"metaphor": "metaphors.tsv", "numeral": "numerals.tsv"}
FIELDS = ("text", "device", "gold", "f1", "left_out_f1", "left_out_p", "left_out_r", "entries_out")
PROBE = 200  # characters from the middle of a gold text by which another copy of it is known
SCORE = (
    "import json, sys; from huayu import agreement, corpus;"
    "print(json.dumps(agreement.scores(corpus.load(sys.argv[1]), 'rhetoric')))"
)


def attested(form: str, text: str) -> bool:
    """Whether a form of a lexicon, in any of its spellings, stands in a text."""
    for one in entries.spellings(form):
        pattern = re.escape(one).replace("，", "[，、；]?").replace("…", entries.GAP)
        if re.search(pattern, text):
            return True
    return False


def reduced(lines: list[str], own: str, others: str) -> tuple[list[str], int]:
    """Lines of a lexicon without the entries that only ``own`` attests, and how many those are."""
    kept = []
    for line in lines:
        form = line.split("\t")[0]
        entry = "\t" in line and not line.startswith(("#", "form\t"))
        if not (entry and attested(form, own) and not attested(form, others)):
            kept.append(line)
    return kept, len(lines) - len(kept)


def scores(folder: Path, house: Path) -> dict:
    """Scores of a gold text in a house of its own, in a process of its own."""
    env = {**os.environ, "HUAYU_ROOT": str(house)}
    command = [sys.executable, "-c", SCORE, str(folder)]
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def rows(folder: Path, texts: dict[str, str]) -> list[dict]:
    own = texts[folder.name]
    probe = own[len(own) // 2 :][:PROBE]
    others = "\n".join(text for text in texts.values() if probe not in text)
    with tempfile.TemporaryDirectory() as house:
        place, out = Path(house) / "corpus" / "lexicons", {}
        for device, name in LEXICONS.items():
            lines = (HOME / "corpus" / "lexicons" / name).read_text(encoding="utf-8").splitlines()
            kept, out[device] = reduced(lines, own, others)
            files.write(place / name, "\n".join(kept) + "\n")
        full, less = scores(folder, HOME), scores(folder, Path(house))
    return [
        {
            "text": folder.name,
            "device": device,
            "gold": full[device]["gold"],
            "f1": round(full[device]["f1"], 3),
            "left_out_f1": round(less[device]["f1"], 3),
            "left_out_p": round(less[device]["p"], 3),
            "left_out_r": round(less[device]["r"], 3),
            "entries_out": out[device],
        }
        for device in LEXICONS
        if device in full
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("speeches", type=Path)
    args = parser.parse_args()
    folders = sorted(path.parent for path in args.gold.glob("*/rhetoric.jsonl"))
    found = [*args.speeches.glob("*.txt"), *(folder / "text.txt" for folder in folders)]
    texts = {
        path.parent.name if path.name == "text.txt" else path.stem: corpus.lexicon().simplified(
            files.text(path)
        )
        for path in found
    }
    table = io.StringIO()
    writer = csv.DictWriter(table, FIELDS, lineterminator="\n")
    writer.writeheader()
    for folder in folders:
        writer.writerows(rows(folder, texts))
    files.write(HOME / "corpus" / "left_out.csv", table.getvalue())
    print(table.getvalue(), end="")


if __name__ == "__main__":
    main()
