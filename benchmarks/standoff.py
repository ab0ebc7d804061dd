"""Write annotations of texts as stand-off lines without their text: corpus/gold/.

    python benchmarks/standoff.py FOLDER SOURCES

FOLDER holds annotated texts as benchmarks/gold.py reads them, and perhaps ``marks/`` with
marks.jsonl and cues.jsonl; SOURCES is a table ``id, repository, commit, path, cut, licence`` that
says where the whole texts come from. Files of corpus/gold/ are written anew, but not from a folder
that lacks texts of theirs; nothing of a text gets into them but names of speakers, reporting words
and who is addressed.
"""

import argparse
import csv
import io
import json
import sys
from pathlib import Path

import gold

from huayu import corpus, files
from huayu.agreement.benchmark import FIELDS, LAYERS

HOME = Path(__file__).resolve().parents[1]
# what repeats words of the text, and could put it together again
WORDS = ("text", "canonical", "source_hint")


def bare(row: dict, name: str) -> dict:
    """A line without words of its text, the id first."""
    return {"id": name, **{field: value for field, value in row.items() if field not in WORDS}}


def lines(path: Path, name: str | None) -> list[dict]:
    """Lines of an annotated file; ``name`` is the id where the lines do not have one."""
    if not path.is_file():
        return []
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    return [bare(row, name or row.pop("speech")) for row in rows]


def entry(text: gold.Text, source: dict, cut: dict) -> dict:
    """Row of the catalogue for one annotated text; ``cut`` is its row in the index of excerpts."""
    known = {**source, **{key: value for key, value in cut.items() if value}}
    content = (text.folder / "text.txt").read_bytes()
    whole = text.folder.name not in gold.WHOLE
    return {
        "id": text.folder.name if whole else text.group,
        "of": text.group if whole and source else "",
        "start": cut.get("start", "") if source else "",
        "end": cut.get("end", "") if source else "",
        "genre": text.genre,
        **{name: known.get(name, "") for name in ("title", "speaker", "date", "kind")},
        **{name: source.get(name, "") for name in ("repository", "commit", "path", "cut")},
        "licence": source.get("licence", ""),
        "chars": len(content.decode("utf-8")),
        "sha256": files.sha256(content),
        "layers": " ".join(name for name in LAYERS if (text.folder / f"{name}.jsonl").is_file()),
    }


def table(path: Path) -> dict[str, dict]:
    """Rows of a table by their id."""
    with path.open(encoding="utf-8-sig", newline="") as rows:
        return {row["id"]: row for row in csv.DictReader(rows)}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("sources", type=Path)
    asked = arguments.parse_args()
    sources = table(asked.sources)
    index = asked.folder / "excerpts" / "index.csv"
    cuts = table(index) if index.is_file() else {}
    # the first speech has its gold beside its text
    texts = [t for t in gold.texts(asked.folder) if t.group not in corpus.ids(HOME)]
    rows = [
        entry(text, sources.get(text.group, {}), cuts.get(text.folder.name, {})) for text in texts
    ]
    named = {row["id"] for row in rows}
    layers = {name: [] for name in (*LAYERS, "marks", "cues")}
    for text, row in zip(texts, rows, strict=True):
        for name in LAYERS:
            layers[name] += lines(text.folder / f"{name}.jsonl", row["id"])
    for name in ("marks", "cues"):
        layers[name] = lines(asked.folder / "marks" / f"{name}.jsonl", None)
    for name in sorted({line["id"] for kind in ("marks", "cues") for line in layers[kind]}):
        read = [kind for kind in ("marks", "cues") if any(x["id"] == name for x in layers[kind])]
        if name not in named:
            rows.append(
                {**{f: sources[name].get(f, "") for f in FIELDS}, "genre": "", "layers": ""}
            )
        own = next(row for row in rows if row["id"] == name)
        own["layers"] = " ".join([*own["layers"].split(), *read])
    home = HOME / "corpus" / "gold"
    known = table(home / "catalogue.csv") if (home / "catalogue.csv").is_file() else {}
    if lost := known.keys() - {row["id"] for row in rows}:
        sys.exit(f"{asked.folder} lacks {len(lost)} texts of {home}, such as {min(lost)}")
    home.mkdir(exist_ok=True)
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    files.write(home / "catalogue.csv", out.getvalue())
    for name, found in layers.items():
        content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in found)
        files.write(home / f"{name}.jsonl", content)
        print(f"{name}: {len(found)} lines, {len(content.encode()):,} bytes")


if __name__ == "__main__":
    main()
