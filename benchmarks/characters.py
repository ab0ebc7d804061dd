"""Makes corpus/lexicons/likeness.tsv: which characters words put in the same places.

    python benchmarks/characters.py [--write]

Words of jieba's dictionary and idioms are the contexts: a character is described by the
characters that stand one or two places before and after it inside words, weighted by positive
pointwise mutual information with smoothed contexts (Levy, Goldberg & Dagan 2015) and reduced by
singular values to DIMENSIONS numbers of one byte. 山 comes to lie by 溪 and 岭, 春 by 秋 and 冬:
what the primers of couplets set against each other.
"""

import argparse
import base64
import math
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import svds

from huayu import files
from huayu.lexicon import of
from huayu.words import dictionary

HOME = Path(__file__).resolve().parents[1]
REACH = 2  # characters on either side; further ones belong to another part of a compound
RARE, SEEN = 20, 10  # occurrences below which a character, and a context, say too little
SMOOTH = 0.75  # exponent of context counts (Levy, Goldberg & Dagan 2015, section 3.2)
# left-out couplets found at a tenth of false alarms: .84 with 48 numbers, no more with 64
DIMENSIONS = 48
LONGEST = 7  # characters; longer entries are names and sentences
HEAD = (
    "# Characters by the places that words give them: likeness of two is the product of their "
    "numbers.\n# code: 48 signed bytes in base64. Made by benchmarks/characters.py from the words "
    "of jieba's\n# dictionary (MIT License) and idioms.txt.\ncharacter\tcode\n"
)


def contexts() -> Counter[tuple[str, tuple[int, str]]]:
    """How often a character stands with another at a distance inside words."""
    lexicon = of()
    words = {*dictionary(lexicon).tags, *lexicon.words("idioms.txt")}
    counts = Counter[tuple[str, tuple[int, str]]]()
    for word in sorted(words):
        if not 2 <= len(word) <= LONGEST or not all("\u4e00" <= c <= "\u9fff" for c in word):
            continue
        for i, char in enumerate(word):
            for j in range(max(i - REACH, 0), min(i + REACH + 1, len(word))):
                if j != i:
                    counts[char, (j - i, word[j])] += 1
    return counts


def space(counts: Counter[tuple[str, tuple[int, str]]]) -> tuple[list[str], np.ndarray]:
    """Characters, and their unit vectors in signed bytes."""
    rows, columns = Counter[str](), Counter[tuple[int, str]]()
    for (char, context), count in counts.items():
        rows[char] += count
        columns[context] += count
    kept = sorted(char for char, count in rows.items() if count >= RARE)
    seen = sorted(context for context, count in columns.items() if count >= SEEN)
    places, others = ({name: i for i, name in enumerate(names)} for names in (kept, seen))
    whole = math.fsum(columns[context] ** SMOOTH for context in seen)
    cells = []
    for (char, context), count in counts.items():
        if char in places and context in others:
            chance = rows[char] * columns[context] ** SMOOTH / whole
            cells.append((places[char], others[context], max(math.log(count / chance), 0)))
    i, j, value = zip(*cells, strict=True)
    table = coo_matrix((value, (i, j)), shape=(len(kept), len(seen))).tocsr()
    left, strength, _ = svds(table, k=DIMENSIONS, v0=np.ones(min(table.shape)))
    vectors = left * np.sqrt(strength)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return kept, np.rint(vectors * 127).astype(np.int8)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--write", action="store_true")
    kept, vectors = space(contexts())
    lines = "".join(
        f"{char}\t{base64.b64encode(row.tobytes()).decode('ascii')}\n"
        for char, row in zip(kept, vectors, strict=True)
    )
    print(f"{len(kept)} characters, {len((HEAD + lines).encode()):,} bytes")
    if arguments.parse_args().write:
        files.write(HOME / "corpus" / "lexicons" / "likeness.tsv", HEAD + lines)


if __name__ == "__main__":
    main()
