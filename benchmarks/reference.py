"""Make corpus/reference.jsonl.gz: counts of public speeches, without their texts.

    python benchmarks/reference.py FOLDER CATALOGUE

FOLDER holds a text file ``<id>.txt`` for each row of CATALOGUE, a table with the columns ``id,
title, speaker, date, kind, repository, commit, path, sha256``. A text with another sha256 than
its row says is refused. What the layers find in them is counted with the lexicons as they are.
"""

import argparse
import csv
from pathlib import Path

from huayu import files, reference
from huayu.corpus import Speech

HOME = Path(__file__).resolve().parents[1]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("catalogue", type=Path)
    asked = arguments.parse_args()
    found = []
    with asked.catalogue.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            text = files.text(asked.folder / f"{row['id']}.txt")
            if files.sha256(text) != row["sha256"]:
                raise SystemExit(f"{row['id']}: another text than the catalogue's")
            found.append(reference.counted(row, Speech(row["id"], text, row, root=HOME)))
    content = reference.packed(found)
    files.write(HOME / "corpus" / "reference.jsonl.gz", content)
    print(f"{len(found)} speeches, {len(content):,} bytes")


if __name__ == "__main__":
    main()
