"""Planted quotations: how many of those put into a text are found, and of near misses, none.

Text and quotations come from a seed: chains of words of the first speech and of the dictionary,
so that common words stand together as often as in official prose. Each quotation of 4 to 60
characters is put into a text of its own in one of four ways, and as many near misses into others.

    python benchmarks/planted.py [--seeds N]
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

import pandas as pd

from huayu import corpus, words
from huayu.reuse import passages
from huayu.reuse.passages import Search

QUOTATIONS = 48
LENGTHS = ((4, 6), (7, 12), (13, 24), (25, 40), (41, 60))
STAY = 0.5  # longer chains repeat whole clauses of the speech, which then are there by chance
MARKS = "，。、；：“”《》（）！？"

bare = partial(passages.bare, lexicon=corpus.lexicon())


class Plant(NamedTuple):
    """A text with or without a quotation in it, and where it stands."""

    number: int
    kind: str
    text: str
    span: tuple[int, int] | None


@lru_cache(maxsize=1)
def vocabulary() -> tuple[list[str], list[int]]:
    """Words of the dictionary and the sums of their frequencies so far, to draw from."""
    lexicon = words.dictionary(corpus.lexicon())
    known = [word for word in lexicon.tags if lexicon.frequency(word) > 0]
    return known, list(accumulate(lexicon.frequency(word) for word in known))


@lru_cache(maxsize=1)
def followers() -> dict[str, list[str]]:
    """For each word of the first speech the words that follow it."""
    tokens = words.tokens(corpus.load("2021-city-secretary"))
    tokens = tokens[~tokens["tag"].isin(["x", "mask", "residue"])]["text"].tolist()
    found = defaultdict(list)
    for word, following in zip(tokens, tokens[1:], strict=False):
        found[word].append(following)
    return found


def chain(rng: random.Random, length: int) -> list[str]:
    """Words that together have so many characters or more: each follows as in the speech, or is
    drawn from the dictionary."""
    (known, sums), chains = vocabulary(), followers()
    drawn = iter(rng.choices(known, cum_weights=sums, k=length + 1))
    found = [next(drawn)]
    while sum(map(len, found)) < length:
        stays = found[-1] in chains and rng.random() < STAY
        found.append(rng.choice(chains[found[-1]]) if stays else next(drawn))
    return found


def prose(rng: random.Random, length: int) -> str:
    """So many characters of a chain of words."""
    return "".join(chain(rng, length))[:length]


def quotation(rng: random.Random, least: int, most: int) -> str:
    """Whole words whose letters and digits number least to most."""
    while True:
        text = "".join(chain(rng, rng.randint(least, most))).strip(MARKS)
        if least <= len(bare(text)[0]) <= most:
            return text


def verbatim(rng: random.Random, said: str) -> str:
    """The same words; in longer ones another mark, or a line's end, may stand inside."""
    if len(said) < 10:
        return said
    place = rng.randrange(2, len(said) - 2)
    return said[:place] + rng.choice(["", "\n", "，", "　"]) + said[place:]


def trimmed(rng: random.Random, said: str) -> str | None:
    """A tenth to three tenths of the characters cut off at the ends."""
    if len(bare(said)[0]) < 10:
        return None
    cut = max(1, int(len(said) * rng.uniform(0.1, 0.3)))
    head = rng.choice([0, cut, cut // 2])
    return said[head : len(said) - (cut - head)]


def altered(rng: random.Random, said: str) -> str | None:
    """Up to 15 % of the characters changed, left out or put in."""
    most = int(len(bare(said)[0]) * 0.15)
    return edited(rng, said, rng.randint(1, most)) if most else None


def edited(rng: random.Random, said: str, edits: int) -> str:
    """Edits at places of their own, by characters that the prose has."""
    chars = list(said)
    stock = bare(prose(rng, 200))[0]
    for place in sorted(rng.sample(range(len(chars)), edits), reverse=True):
        other = rng.choice([char for char in stock if char != chars[place]])
        chars[place : place + 1] = rng.choice([[other], [], [chars[place], other]])
    return "".join(chars)


def spliced(rng: random.Random, said: str) -> str | None:
    """Other words between two pieces, or up to three tenths left out of the middle."""
    if len(said) < 10:
        return None
    place = rng.randint(5, len(said) - 5)
    if len(said) >= 20 and rng.random() < 0.5:
        cut = rng.randint(3, int(len(said) * 0.3))
        place = rng.randint(5, len(said) - cut - 5)
        return said[:place] + "……" + said[place + cut :]
    return said[:place] + prose(rng, rng.randint(4, min(40, 2 * len(said)))) + said[place:]


def near_miss(rng: random.Random, said: str) -> str:
    """Words that a reader would not take for the quotation, though they share some with it."""
    length = len(said)
    if length < 7:
        return rng.choice([swapped(rng, said, 1), said[: length // 2] + "。" + said[length // 2 :]])
    words_there = list(words.dictionary(corpus.lexicon()).cut(bare(said)[0]))
    rng.shuffle(words_there)
    far = said[: length // 2] + prose(rng, 250) + said[length // 2 :]
    half = said[: int(length * 0.45)]
    choices = [swapped(rng, said, max(3, int(length * rng.uniform(0.32, 0.5)))), half, far]
    return rng.choice(choices + ["".join(words_there)] * (len(words_there) > 4))


def swapped(rng: random.Random, said: str, count: int) -> str:
    """So many letters changed for others."""
    chars, stock = list(said), bare(prose(rng, 200))[0]
    for place in rng.sample([i for i, char in enumerate(said) if char.isalnum()], count):
        chars[place] = rng.choice([char for char in stock if char != chars[place]])
    return "".join(chars)


KINDS = {"verbatim": verbatim, "trimmed": trimmed, "altered": altered, "spliced": spliced}


def plants(seed: int) -> tuple[list[str], list[Plant]]:
    """Quotations of one seed, and the texts: each in one way, and as many near misses."""
    rng = random.Random(seed)
    said, texts = [], []
    while len(said) < QUOTATIONS:
        kind = list(KINDS)[len(said) % len(KINDS)]
        new = quotation(rng, *LENGTHS[len(said) // len(KINDS) % len(LENGTHS)])
        form = KINDS[kind](rng, new)
        kind, form = (kind, form) if form else ("verbatim", verbatim(rng, new))
        around = prose(rng, 400), prose(rng, 400)
        span = len(around[0]) + 1, len(around[0]) + 1 + len(form)
        said.append(new)
        texts.append(Plant(len(said) - 1, kind, f"{around[0]}。{form}。{around[1]}", span))
        missed = f"{prose(rng, 400)}。{near_miss(rng, new)}。{prose(rng, 400)}"
        texts.append(Plant(len(said) - 1, "near miss", missed, None))
    return said, texts


def outcomes(seed: int) -> Iterator[dict]:
    """One row for each plant found or missed and for each false alarm."""
    said, texts = plants(seed)
    search = Search(said)
    for plant in texts:
        length = len(bare(said[plant.number])[0])
        size = next(f"{a}-{b}" for a, b in LENGTHS if length <= b)
        found = search.passages(plant.text)
        hit = None
        for passage in found:
            right = passage.phrase == plant.number and plant.span is not None
            if right and passage.start < plant.span[1] and plant.span[0] < passage.end:
                hit = hit or passage
                continue
            words_there = bare(plant.text[passage.start : passage.end])[0]
            if words_there == bare(said[passage.phrase])[0]:
                continue  # the chain made these very words by chance: they are there
            yield {"length": size, "kind": passage.relation, "planted": 0, "hit": 0, "false": 1}
        if plant.span:
            named = hit.relation if hit else ""
            row = {"length": size, "kind": plant.kind, "planted": 1, "hit": int(hit is not None)}
            yield {**row, "false": 0, "named": int(named == plant.kind)}


def tally(seeds: range, by: str = "kind") -> pd.DataFrame:
    """Plants, hits, false alarms, recall and precision by kind or length, over some seeds.

    ``named`` is the share of the hits that got the name of the way they were planted: one changed
    character at an end is rightly called trimmed.
    """
    rows = pd.DataFrame([row for seed in seeds for row in outcomes(seed)]).fillna(0)
    table = rows.groupby(by)[["planted", "hit", "false", "named"]].sum().astype(int)
    table.loc["all"] = table.sum()
    table["recall"] = table["hit"] / table["planted"]
    table["precision"] = table["hit"] / (table["hit"] + table["false"])
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    seeds = range(parser.parse_args().seeds)
    for by in ("kind", "length"):
        print(tally(seeds, by).round(3).to_string(), end="\n\n")


if __name__ == "__main__":
    main()
