"""Annotated texts of a folder, as decisions are learned from them.

FOLDER holds one folder a text (text.txt and <layer>.jsonl) and, where texts are excerpts, an
``excerpts/`` folder with the same and an index.csv whose columns ``id, speech, genre`` say what
each was cut from: excerpts of one speech are never learned from and judged on apart.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from huayu import corpus
from huayu.corpus import Speech

# whole speeches that excerpts were cut from too, and their genres
WHOLE = {
    "speech": ("2021-city-secretary", "inner-party speech"),
    "2013-youth": ("xi_2013-05-04", "ceremony and address"),
    "1992-talks": ("deng_1992", "inner-party speech"),
}


@dataclass(frozen=True)
class Text:
    """An annotated text: ``group`` names the speech that it is (part of), ``genre`` its kind."""

    speech: Speech
    folder: Path
    group: str
    genre: str

    def gold(self, layer: str) -> pd.DataFrame | None:
        """Gold lines of a layer, None where it was not annotated."""
        return corpus.gold(self.speech, layer, self.folder)


def texts(folder: Path) -> list[Text]:
    """All annotated texts below a folder, in the order of their names."""
    named = dict(WHOLE)
    index = folder / "excerpts" / "index.csv"
    if index.is_file():
        with index.open(encoding="utf-8-sig", newline="") as lines:
            named |= {row["id"]: (row["speech"], row["genre"]) for row in csv.DictReader(lines)}
    homes = sorted(path.parent for path in folder.glob("**/text.txt"))
    return [
        Text(corpus.load(str(home)), home, *named.get(home.name, (home.name, "other")))
        for home in homes
    ]
