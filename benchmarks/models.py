"""Models on annotated texts: precision and recall of who is held up, on the moves as read.

    python benchmarks/models.py FOLDER

A name is found where it overlaps one of the gold; the role must be the same in the second count.
The moves are those of the gold, so that only the rules of the models are judged; these were
written with the first speech in view, which stands apart.
"""

import argparse
from collections import Counter
from pathlib import Path

import gold

from huayu import structure
from huayu.moves.models import Model, models


def sentences(text: gold.Text) -> list[tuple[int, int, str]]:
    """Sentences of a text with the moves that readers gave them."""
    lines, table = text.gold("moves"), structure.sentences(text.speech)
    marked = list(zip(lines["start"], lines["end"], lines["move"], strict=True))
    found = []
    for start, end in zip(table["start"], table["end"], strict=True):
        shared, move = max((min(b, end) - max(a, start), move) for a, b, move in marked)
        if shared > 0:
            found.append((start, end, move))
    return found


def matched(asked: list[Model], found: list[Model], roles: bool) -> int:
    """Models of one list that a model of the other overlaps, each at most once."""
    free, hits = list(found), 0
    for start, end, role in asked:
        same = [f for f in free if f[0] < end and start < f[1] and (not roles or f[2] == role)]
        if same:
            free.remove(same[0])
            hits += 1
    return hits


def counted(text: gold.Text) -> Counter[str]:
    """Models of the gold and found ones of a text, and how many agree."""
    lines = text.gold("moves")
    held = lines["models"] if "models" in lines else []
    asked = [
        (m["start"], m["end"], m["role"]) for each in held if isinstance(each, list) for m in each
    ]
    found = [model for each in models(text.speech, sentences(text)) for model in each]
    return Counter(
        gold=len(asked),
        found=len(found),
        names=matched(asked, found, roles=False),
        roles=matched(asked, found, roles=True),
    )


def line(name: str, n: Counter[str]) -> str:
    """Counts with precision, recall and F1 of names, and F1 with roles."""
    precision, recall = n["names"] / max(n["found"], 1), n["names"] / max(n["gold"], 1)
    f1, roles = (2 * n[kind] / max(n["gold"] + n["found"], 1) for kind in ("names", "roles"))
    return (
        f"{name:16} gold {n['gold']:4} found {n['found']:4} precision {precision:.2f} "
        f"recall {recall:.2f} F1 {f1:.2f}, with role {roles:.2f}"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("folder", type=Path)
    texts = [t for t in gold.texts(arguments.parse_args().folder) if t.gold("moves") is not None]
    first, rest = Counter(), Counter()
    for text in texts:
        (first if text.folder.name == "speech" else rest).update(counted(text))
    print(line("first speech", first), line("other texts", rest), sep="\n")


if __name__ == "__main__":
    main()
