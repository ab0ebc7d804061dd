"""Shifts 变化: what changes from part to part, and what only one part has."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd
from scipy.stats import fisher_exact

from huayu import tables, voices
from huayu.corpus import Speech
from huayu.findings.claims import Finding, arrows, parts_en, parts_zh, spans
from huayu.findings.differences import LEVEL, tested
from huayu.layers import UNNAMED, layer
from huayu.spans import length

LEAST = 5  # citations on either side of a turn, marked words, images: fewer are an accident
OFTEN = 10  # occurrences of a word from which its course over the parts is a course
# a word is missing from a part where chance would have put none there in less than one of a hundred
RARE = 0.01
CAP = 9.0  # bits: what is rarer than one in 500 is surprising enough, and length should not rank
SHOWN = 4  # words of a family that tell it; the passages have all
PERSONS = ("we", "I", "you", "audience")
NAMED = 2  # words for a person that tell which one it is


def lengths(speech: Speech) -> dict[int, int]:
    """Characters of each part of the body; {} for a speech of one part."""
    rows = tables.body(layer(speech, "paragraphs"))
    sizes = rows.assign(n=rows["text"].map(length))
    found = {int(part): int(n) for part, n in sizes.groupby("part")["n"].sum().items() if part > 0}
    return found if len(found) > 1 else {}


def citations(speech: Speech) -> Iterator[Finding]:
    """Direct citation gives way to indirect, or the other way round, from some part on."""
    parts, rows = sorted(lengths(speech)), tables.body(voices.cited(speech))
    direct = rows["form"] == "quoted"
    tried = []
    for turn in parts[1:]:
        late = rows["part"] >= turn
        table = [
            [int((direct & side).sum()), int((~direct & side).sum())] for side in (~late, late)
        ]
        if min(map(sum, table)) >= LEAST:
            tried.append((float(fisher_exact(table).pvalue), turn, table))
    if not tried:
        return
    p, turn, ((a, b), (c, d)) = min(tried)
    p = min(p * (len(parts) - 1), 1.0)  # Bonferroni: every turn was looked at
    if p <= LEVEL:
        yield _turned(speech, turn, ((a, a + b), (c, c + d)), p, spans(rows))


def _turned(
    speech: Speech,
    turn: int,
    counts: tuple[tuple[int, int], tuple[int, int]],
    p: float,
    shown: tuple[tuple[int, int], ...],
) -> Finding:
    """What is said of direct citations among all, before a part and from it on."""
    parts, ((a, n), (b, m)) = sorted(lengths(speech)), counts
    before, after = [q for q in parts if q < turn], [q for q in parts if q >= turn]
    told = " → ".join(f"{share:.1f} %" for share in voices.shares(speech)["share"] * 100)
    less = a / n > b / m
    return Finding(
        "citations",
        f"{'直接引用让位于转述' if less else '转述让位于直接引用'}：{parts_zh(before)} {n} 处引语中"
        f" {a} 处是直接引用，{parts_zh(after)} {m} 处中 {b} 处",
        f"{_turn('Direct citation', 'reported speech', less)}: "
        f"{a} of {n} citations are direct in {parts_en(before)}, {b} of {m} in {parts_en(after)}",
        f"{a}/{n} → {b}/{m}, p = {p:.2g} (Fisher, times {len(parts) - 1}); borrowed text {told}",
        shown,
        "voices_along",
        "tested",
        _bits(p),
    )


def persons(speech: Speech) -> Iterator[Finding]:
    """Who is spoken of in the speaker's own voice, from part to part."""
    sizes = lengths(speech)
    rows = tables.body(layer(speech, "stance"))
    rows = rows[(rows["category"] == "deixis") & rows["subcategory"].isin(PERSONS)]
    own = rows[rows["voice"].isna()]
    if not sizes or own.empty:
        return
    table = tested(speech, {"stance": (own, "subcategory")})
    for person, group in own.groupby("subcategory"):
        counts = [int((group["part"] == part).sum()) for part in sizes]
        rates = [n * 1000 / size for n, size in zip(counts, sizes.values(), strict=True)]
        steps = [after - before for before, after in pairwise(rates)]
        steady = min(steps) > 0 or max(steps) < 0
        if len(group) >= OFTEN and steady and max(rates) >= 2 * min(rates):
            q = float(table.loc[table["label"] == person, "q"].min())
            borrowed = int((rows["subcategory"] == person).sum()) - len(group)
            yield _person(group, (counts, rates), borrowed, q)


def _person(
    group: pd.DataFrame, course: tuple[list[int], list[float]], borrowed: int, q: float
) -> Finding:
    """What is said of a person whose counts and rates rise or fall from part to part."""
    counts, rates = course
    rises, sure = rates[0] < rates[-1], q <= LEVEL
    word = "、".join(form for form, _ in Counter(group["text"]).most_common(NAMED))
    shown = " → ".join(f"{rate:.1f}" for rate in rates)
    return Finding(
        "persons",
        f"“{word}”在讲话人自己的话里逐部分{'增多' if rises else '减少'}："
        f"每千字 {shown}，共 {arrows(counts)} 次"
        + (f"，引语中另有 {borrowed} 处" if borrowed else ""),
        f"“{word}” {'rises' if rises else 'falls'} from part to part in the speaker's own words: "
        f"{shown} per 1,000 characters, {arrows(counts)} times"
        + (f"; {borrowed} more in cited words" if borrowed else ""),
        f"{arrows(counts)} ({shown} ‰ of characters), q = {q:.2g}",
        spans(group),
        "stance_deixis",
        "tested" if sure else "descriptive",
        _bits(q) if sure else 4.2,
    )


def phrases(speech: Speech) -> Iterator[Finding]:
    """Set phrases that a part does without, though the rest has them often."""
    yield from _absent(speech, "formulas", "canonical")


def concepts(speech: Speech) -> Iterator[Finding]:
    """Concepts that a part does without, though the rest has them often; not set phrases again."""
    told = frozenset(layer(speech, "formulas")["canonical"])
    yield from _absent(speech, "concepts", "zh", told)


def _absent(
    speech: Speech, name: str, field: str, told: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    sizes, said, simplified = lengths(speech), _said(speech), speech.lexicon.simplified
    rows = tables.body(layer(speech, name))
    rows = rows[rows["part"] > 0] if sizes else rows.head(0)  # without parts nothing is absent
    for word, group in rows.groupby(field):
        counts = [int((group["part"] == part).sum()) for part in sizes]
        gone = [part for part, n in zip(sizes, counts, strict=True) if not n]
        share = sum(sizes[part] for part in gone) / sum(sizes.values())
        chance = (1 - share) ** len(group)
        if len(group) < OFTEN or len(gone) != 1 or word in told or chance > RARE:
            continue
        forms = [form for form, _ in Counter(group["text"].map(simplified)).most_common()]
        # what a layer does not count may stand there all the same, as a part of a longer name
        if not any(form in said[gone[0]] for form in (word, *forms)):
            lead = _leading(rows, field, sizes, gone)
            told_as = _called(str(word), forms if name == "concepts" else [])
            yield _gone(told_as, name, (gone, counts, lead), spans(group), chance)


def _called(word: str, forms: list[str]) -> tuple[str, str]:
    """A word in marks, in Chinese and English; a concept with the words that it is counted by."""
    others = [form for form in forms if form != word][:SHOWN]
    if not others:
        return f"“{word}”", f"“{word}”"
    listed = "、".join(others)
    return f"概念“{word}”（{listed}）", f"The concept “{word}” ({listed})"


def _gone(
    word: tuple[str, str],
    name: str,
    course: tuple[list[int], list[int], list[str]],
    shown: tuple[tuple[int, int], ...],
    chance: float,
) -> Finding:
    """What is said of a word that a part does without: where, counts by part, what leads there."""
    gone, counts, lead = course
    return Finding(
        f"absent {name}",
        f"{word[0]}在{parts_zh(gone)}一次也没有（{arrows(counts)}），"
        f"那里说得多的是{'、'.join(lead)}",
        f"{word[1]} is absent from {parts_en(gone)} ({arrows(counts)}), "
        f"where {' and '.join(lead)} come to the fore",
        f"{arrows(counts)}, {len(shown)} in all",
        shown,
        "words_dispersion",
        "counted",
        min(_bits(chance), CAP) * 0.8,
    )


def _said(speech: Speech) -> dict[int, str]:
    """Simplified text of each part of the body."""
    rows = tables.body(layer(speech, "paragraphs"))
    return {
        int(part): speech.lexicon.simplified("".join(texts))
        for part, texts in rows.groupby("part")["text"]
    }


def _leading(rows: pd.DataFrame, field: str, sizes: dict[int, int], inside: list[int]) -> list[str]:
    """Words that some parts have most of beyond their share."""
    share = sum(sizes[part] for part in inside) / sum(sizes.values())
    counts = rows.groupby(field)["part"].agg(
        n="size", inner=lambda parts: int(parts.isin(inside).sum())
    )
    counts["more"] = counts["inner"] - counts["n"] * share
    counts = counts.sort_values(["more", "inner"], ascending=False, kind="stable")
    return [str(word) for word in counts.index[:2]]


def marked(speech: Speech) -> Iterator[Finding]:
    """Words that stand in marks often, and only at one place of the speech."""
    sizes = lengths(speech)
    rows = layer(speech, "quotations")
    rows = rows[(rows["form"] == "quoted") & (rows["function"] != "citation")]
    for word, group in rows.groupby("text"):
        inner = group[group["zone"] == "body"]
        places = sorted(set(inner["part"]))
        if len(group) >= LEAST and len(places) == 1 and places[0] in sizes:
            chance = (sizes[places[0]] / sum(sizes.values())) ** len(inner)
            yield _marked(str(word), group, places, chance)


def _marked(word: str, group: pd.DataFrame, places: list[int], chance: float) -> Finding:
    """What is said of a word that stands in marks in one part, and perhaps in the opening."""
    front = bool((group["zone"] == "front").any())
    elsewhere = f"开头和{parts_zh(places)}" if front else parts_zh(places)
    where = f"the opening and {parts_en(places)}" if front else parts_en(places)
    return Finding(
        "marked",
        f"加引号的“{word}”只见于{elsewhere}，共 {len(group)} 处",
        f"“{word}” in quotation marks stands only in {where}, {len(group)} times",
        f"{len(group)}/{len(group)}",
        spans(group),
        "quotations_along",
        "counted",
        min(_bits(chance), CAP) * 0.7,
    )


def images(speech: Speech) -> Iterator[Finding]:
    """Pictures of one family, by the character that they share, that lie in one part; by voice."""
    sizes = lengths(speech)
    rows = layer(speech, "rhetoric")
    rows = tables.body(rows[(rows["device"] == "metaphor") & (rows["text"].str.len() <= 6)])
    families: dict[str, set[int]] = defaultdict(set)
    for at, text in rows["text"].items():
        for character in set(text):
            families[character].add(at)
    for character, at in sorted(families.items()):
        group = rows.loc[sorted(at)]
        places, kinds = set(group["part"]), set(group["text"])
        if len(group) >= LEAST and len(kinds) > 1 and len(places) == 1 and places <= set(sizes):
            share = sizes[min(places)] / sum(sizes.values())
            yield _family(character, group, share ** len(group))


def _family(character: str, group: pd.DataFrame, chance: float) -> Finding:
    """What is said of metaphors with a character in common that lie in one part."""
    shown = "、".join(list(dict.fromkeys(group["text"]))[:SHOWN])
    n, places = len(group), [group["part"].iat[0]]
    zh = f"“{character}”的比喻（{shown}）都在{parts_zh(places)}，共 {n} 处"
    en = f"All {n} metaphors with “{character}” ({shown}) lie in {parts_en(places)}"
    whose = group["voice"].dropna().value_counts()
    if len(whose):
        who, many = str(whose.index[0]), int(whose.iloc[0])
        named = (who, who) if who != UNNAMED else ("他人", "others")
        zh += f"，其中 {many} 处是转述{named[0]}的话"
        en += f", {many} of them in the reported words of {named[1]}"
    weight = min(_bits(chance), CAP) * 0.9
    number = f"{n}/{n}"
    return Finding("images", zh, en, number, spans(group), "rhetoric_metaphors", "counted", weight)


def _turn(one: str, other: str, forward: bool) -> str:
    """What gives way to what."""
    one, other = (one, other) if forward else (other, one)
    return f"{one[:1].upper()}{one[1:]} gives way to {other[:1].lower()}{other[1:]}"


def _bits(p: float) -> float:
    """Surprise 惊异度 in bits of a probability (Shannon 1948)."""
    return -math.log2(max(p, 1e-6))
