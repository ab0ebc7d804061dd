"""Shifts 变化: what changes from part to part, and what only one part has."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

import pandas as pd
from scipy.stats import fisher_exact

from huayu import tables, voices
from huayu.corpus import Speech
from huayu.findings.claims import Finding, arrows, parts_en, parts_zh, spans
from huayu.findings.differences import LEVEL, tested
from huayu.layers import UNNAMED, layer

LEAST = 5  # citations on either side of a turn, marked words, images: fewer are an accident
OFTEN = 10  # occurrences of a word from which its course over the parts is a course
# a word is missing from a part where chance would have put none there in less than one of a hundred
RARE = 0.01
CAP = 9.0  # bits: what is rarer than one in 500 is surprising enough, and length should not rank
PERSONS = {"we": "我们", "I": "我", "you": "你、你们", "audience": "同志们、大家"}


def lengths(speech: Speech) -> dict[int, int]:
    """Characters without white space of each part of the body; {} for a speech of one part."""
    rows = tables.body(layer(speech, "paragraphs"))
    sizes = rows.assign(n=[len("".join(text.split())) for text in rows["text"]])
    found = {int(part): int(n) for part, n in sizes.groupby("part")["n"].sum().items() if part > 0}
    return found if len(found) > 1 else {}


def citations(speech: Speech) -> Iterator[Finding]:
    """Direct citation gives way to indirect, or the other way round, from some part on."""
    parts, rows = sorted(lengths(speech)), tables.body(voices.cited(speech))
    direct = rows["form"] == "quoted"
    best: tuple[float, int] | None = None
    for turn in parts[1:]:
        late = rows["part"] >= turn
        table = [
            [int((direct & side).sum()), int((~direct & side).sum())] for side in (~late, late)
        ]
        if min(map(sum, table)) >= LEAST:
            p = float(fisher_exact(table).pvalue)
            best = min(best or (p, turn), (p, turn))
    if best is None or best[0] * (len(parts) - 1) > LEVEL:
        return
    p, turn = min(best[0] * (len(parts) - 1), 1.0), best[1]
    late = rows["part"] >= turn
    before, after = [q for q in parts if q < turn], [q for q in parts if q >= turn]
    a, n, b, m = (
        int(x) for x in ((direct & ~late).sum(), (~late).sum(), (direct & late).sum(), late.sum())
    )
    shares = voices.shares(speech)["share"] * 100
    told = " → ".join(f"{share:.1f} %" for share in shares)
    less = a / n > b / m
    yield Finding(
        "citations",
        f"{'直接引用让位于转述' if less else '转述让位于直接引用'}：{parts_zh(before)} {n} 处引语中"
        f" {a} 处是直接引用，{parts_zh(after)} {m} 处中 {b} 处",
        f"{_turn('Direct citation', 'reported speech', less)}: "
        f"{a} of {n} citations are direct in {parts_en(before)}, {b} of {m} in {parts_en(after)}",
        f"{a}/{n} → {b}/{m}, p = {p:.2g} (Fisher, times {len(parts) - 1}); borrowed text {told}",
        spans(rows),
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
        rises = rates == sorted(rates)
        if len(group) < OFTEN or not (rises or rates == sorted(rates, reverse=True)):
            continue
        if max(rates) < 2 * min(rates):
            continue
        q = table.loc[table["label"] == person, "q"].min()
        borrowed = int(len(rows[rows["subcategory"] == person]) - len(group))
        apart = (
            (f"，引语中另有 {borrowed} 处", f"; {borrowed} more in cited words")
            if borrowed
            else ("", "")
        )
        shown = " → ".join(f"{rate:.1f}" for rate in rates)
        yield Finding(
            "persons",
            f"“{PERSONS[person]}”在讲话人自己的话里逐部分{'增多' if rises else '减少'}："
            f"{arrows(counts)} 次{apart[0]}",
            f"“{PERSONS[person]}” {'rises' if rises else 'falls'} from part to part in the "
            f"speaker's own words: {arrows(counts)}{apart[1]}",
            f"{arrows(counts)} ({shown} ‰ of characters), q = {q:.2g}",
            spans(group),
            "stance_deixis",
            "tested" if q <= LEVEL else "descriptive",
            _bits(q) if q <= LEVEL else 4.2,
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
    sizes = lengths(speech)
    rows = tables.body(layer(speech, name))
    rows = rows[rows["part"] > 0] if sizes else rows.head(0)  # without parts nothing is absent
    for word, group in rows.groupby(field):
        counts = [int((group["part"] == part).sum()) for part in sizes]
        gone = [part for part, n in zip(sizes, counts, strict=True) if not n]
        share = sum(sizes[part] for part in gone) / sum(sizes.values())
        chance = (1 - share) ** len(group)
        if len(group) < OFTEN or len(gone) != 1 or chance > RARE or word in told:
            continue
        lead = _leading(rows, field, sizes, gone)
        yield Finding(
            f"absent {name}",
            f"“{word}”在{parts_zh(gone)}一次也没有（{arrows(counts)}），"
            f"那里说得多的是{'、'.join(lead)}",
            f"“{word}” is absent from {parts_en(gone)} ({arrows(counts)}), "
            f"where {' and '.join(lead)} come to the fore",
            f"{arrows(counts)}, {len(group)} in all",
            spans(group),
            "words_dispersion",
            "counted",
            min(_bits(chance), CAP) * 0.8,
        )


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
        front = int((group["zone"] == "front").sum())
        if len(group) < LEAST or len(places) != 1 or not sizes or places[0] not in sizes:
            continue
        chance = (sizes[places[0]] / sum(sizes.values())) ** len(inner)
        elsewhere = f"开头和{parts_zh(places)}" if front else parts_zh(places)
        where = f"the opening and {parts_en(places)}" if front else parts_en(places)
        yield Finding(
            "marked",
            f"加引号的“{word}”只见于{elsewhere}，共 {len(group)} 处",
            f"“{word}” in quotation marks stands only in {where}, {len(group)} times",
            f"{len(group)} of {len(group)}",
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
        kinds = list(dict.fromkeys(group["text"]))
        places = sorted(set(group["part"]))
        if len(group) < LEAST or len(kinds) < 2 or len(places) != 1 or places[0] not in sizes:
            continue
        voices_here = group["voice"].dropna().value_counts()
        chance = (sizes[places[0]] / sum(sizes.values())) ** len(group)
        shown, n = "、".join(kinds[:4]), len(group)
        zh = f"“{character}”的比喻（{shown}）都在{parts_zh(places)}，共 {n} 处"
        en = f"All {n} metaphors with “{character}” ({shown}) lie in {parts_en(places)}"
        if len(voices_here):
            who, many = str(voices_here.index[0]), int(voices_here.iloc[0])
            zh += f"，其中 {many} 处是转述{'他人' if who == UNNAMED else who}的话"
            en += f", {many} of them in the reported words of "
            en += "others" if who == UNNAMED else who
        yield Finding(
            "images", zh, en, f"{len(group)} of {len(group)}", spans(group), "rhetoric_metaphors",
            "counted", min(_bits(chance), CAP) * 0.9,
        )  # fmt: skip


def _turn(one: str, other: str, forward: bool) -> str:
    """What gives way to what."""
    one, other = (one, other) if forward else (other, one)
    return f"{one[:1].upper()}{one[1:]} gives way to {other[:1].lower()}{other[1:]}"


def _bits(p: float) -> float:
    """Surprise 惊异度 in bits of a probability (Shannon 1948)."""
    return -math.log2(max(p, 1e-6))
