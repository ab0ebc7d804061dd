"""Argument 论证: what the sentences of a speech do, who must do what, who is held up to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd
from scipy.stats import binomtest

from huayu import decisions, tables
from huayu.corpus import Speech
from huayu.findings.claims import Finding, parts_en, parts_zh, spans
from huayu.findings.differences import LEVEL, tested
from huayu.findings.shifts import lengths
from huayu.layers import layer

ASKING = ("demand", "warning")
FEW = 20  # sentences of which a profile is one
LEAST = 3  # of demands to one addressee, of points, of mentions: fewer are told in the tables alone
ABSOLUTE = 5.0  # the strongest degree of stance.tsv
ROLES = ("model", "foil", "rival")


def demands(speech: Speech) -> pd.DataFrame:
    """Demands 要求表: who must do what, one row a sentence of the speaker's own voice.

    Only sentences that are firmly judged to demand or to warn (:data:`huayu.decisions.FIRM`).

    Returns
    -------
    DataFrame ``addressee, action, strength, negated, carried, move, part, start, end``, in the
    order of the text; addressee is missing where nobody is named.
    """
    rows = _firm(layer(speech, "moves"))
    rows = rows[rows["move"].isin(ASKING) & rows["voice"].isna()]
    names = [
        "addressee",
        "action",
        "strength",
        "negated",
        "carried",
        "move",
        "part",
        "start",
        "end",
    ]
    return rows[names].reset_index(drop=True)


def held_up(speech: Speech) -> pd.DataFrame:
    """Comparison table 比较对象表: who is held up, in which role, how often.

    Returns
    -------
    DataFrame ``name, role, count, passages`` ((start, end) of the sentences), most often first.
    """
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row in layer(speech, "moves").itertuples():
        for a, b, role in row.models:
            found.setdefault((speech.text[a:b], role), []).append((row.start, row.end))
    order = sorted(found, key=lambda key: (-len(found[key]), found[key][0]))
    rows = [(*key, len(found[key]), tuple(found[key])) for key in order]
    return pd.DataFrame(rows, columns=["name", "role", "count", "passages"])


def _firm(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows whose move is judged firmly."""
    return rows[rows["score"] >= decisions.FIRM]


def _body(speech: Speech) -> pd.DataFrame:
    """Sentences of the body that are no headings."""
    rows = tables.body(layer(speech, "moves"))
    return rows[rows["move"] != "heading"]


def profile(speech: Speech) -> Iterator[Finding]:
    """The moves that a speech is made of."""
    rows = _body(speech)
    firm = _firm(rows)
    if len(firm) < FEW:
        return
    counts = firm["move"].value_counts()
    top = sorted(counts.index, key=lambda move: (-counts[move], move))[:3]
    pairs = [(speech.lexicon.label("moves", move), int(counts[move])) for move in top]
    low, high = binomtest(pairs[0][1], len(firm)).proportion_ci(method="wilson")
    yield Finding(
        "profile",
        f"正文 {len(rows)} 句中，程序有把握判断的 {len(firm)} 句里最多的是"
        + "、".join(f"{zh}（{n} 句）" for (zh, _), n in pairs),
        f"Of {len(rows)} sentences of the body {len(firm)} are firmly judged, most of them "
        + ", ".join(f"{en} ({n})" for (_, en), n in pairs),
        f"{pairs[0][1]}/{len(firm)} = {pairs[0][1] / len(firm):.0%} ({low:.0%}–{high:.0%})",
        spans(firm[firm["move"] == top[0]]),
        "moves_parts",
        "descriptive",
        3.0,
    )


def changes(speech: Speech) -> Iterator[Finding]:
    """Moves that a part has more or fewer of than the rest; of each the part that differs most.

    That the other parts have fewer where one has more is the same difference.
    """
    rows = _firm(_body(speech))
    if not lengths(speech):
        return
    table = tested(speech, {"moves": (rows, "move")})
    for row in table[table["q"] <= LEVEL].drop_duplicates("label").to_dict("records"):
        own = rows[rows["move"] == row["label"]]
        inside = own[own["part"] == row["part"]]
        yield _change(speech, row, inside if len(inside) else own)


def _change(speech: Speech, row: dict[str, Any], shown: pd.DataFrame) -> Finding:
    """What is said of one difference of :func:`huayu.findings.differences.tested`."""
    zh, en = speech.lexicon.label("moves", row["label"])
    more = row["rate"] > row["rest_rate"]
    return Finding(
        "changes",
        f"程序有把握判为“{zh}”的句子，{parts_zh([row['part']])}比其余部分"
        f"{'多' if more else '少'}：每千字 {row['rate']:.1f} 句对 {row['rest_rate']:.1f} 句",
        f"Of sentences firmly judged {en} {parts_en([row['part']])} has "
        f"{'more' if more else 'fewer'} than the rest: {row['rate']:.1f} against "
        f"{row['rest_rate']:.1f} per 1,000 characters",
        f"{row['count']} : {row['rest']}, q = {row['q']:.2g}",
        spans(shown),
        "moves_parts",
        "tested",
        6.0,
    )


def points(speech: Speech) -> Iterator[Finding]:
    """How most of its points open and close, where most do it in one way."""
    rows = _body(speech)
    rows = rows[rows["point"] > 0]
    groups = [group for _, group in rows.groupby(["part", "point"]) if len(group) >= LEAST]
    if len(groups) < LEAST:
        return
    usual = []
    for place, zh, en in ((0, "以{}开头", "open with {}"), (-1, "以{}收尾", "close with {}")):
        ends = _firm(pd.concat([group.iloc[[place]] for group in groups]))
        move = next((move for move, _ in Counter(ends["move"]).most_common(1)), "")
        shown = ends[ends["move"] == move]
        if 2 * len(shown) > len(groups):
            names = speech.lexicon.label("moves", move)
            usual.append((zh.format(names[0]), en.format(names[1]), shown))
    if usual:
        yield _points(speech, len(groups), usual)


def _points(speech: Speech, whole: int, usual: list[tuple[str, str, pd.DataFrame]]) -> Finding:
    """What is said of how most points open and close."""
    counts = [len(shown) for _, _, shown in usual]
    some = max(counts) < whole  # others may do it too, and are not surely judged
    zh = "、".join(f"{n} 个{one}" for n, (one, _, _) in zip(counts, usual, strict=True))
    en = " and ".join(f"{n} {one}" for n, (_, one, _) in zip(counts, usual, strict=True))
    return Finding(
        "points",
        f"按程序判断，{whole} 个论述点中，{'至少 ' if some else ''}{zh}",
        f"As judged, of {whole} points {'at least ' if some else ''}{en}",
        ", ".join(f"{n}/{whole}" for n in counts),
        tuple(dict.fromkeys(spans(pd.concat([shown for _, _, shown in usual])))),
        "moves_along",
        "descriptive",
        4.0 * max(counts) / whole,
    )


def addressees(speech: Speech) -> Iterator[Finding]:
    """Who is asked to act most, and how often no name of who must act is found."""
    table = demands(speech)
    named = table[table["addressee"].notna()]
    if len(table) < 2 * LEAST:
        return
    absent, (most_zh, most_en) = len(table) - len(named), _most(named)
    zh = f"有 {absent} 句程序没有找到由谁去做" if absent else "句句都说了由谁去做"
    en = f"in {absent} no name of who must act is found" if absent else "all name who must act"
    yield Finding(
        "addressees",
        f"程序有把握判为要求或警示的 {len(table)} 句中，{zh}{most_zh}",
        f"Of {len(table)} sentences firmly judged demands or warnings, {en}{most_en}",
        f"{absent}/{len(table)}",
        spans(named),
        "moves_demands",
        "descriptive",
        3.5,
    )


def _most(named: pd.DataFrame) -> tuple[str, str]:
    """The addressees that are named most often, more than once; two empty sentences if none is."""
    names = Counter(name for joined in named["addressee"] for name in joined.split("；"))
    top = [(name, n) for name, n in names.most_common(3) if n > 1]
    if not top:
        return "", ""
    zh = "、".join(f"{name}（{n} 次）" for name, n in top)
    return f"，点名最多的是{zh}", "; named most: " + ", ".join(f"{name} ({n})" for name, n in top)


def prohibitions(speech: Speech) -> Iterator[Finding]:
    """Where the strongest prohibitions stand, and whether a permission stands beside one."""
    rows = layer(speech, "stance")
    rows = rows[rows["voice"].isna()]
    strong = rows[(rows["subcategory"] == "prohibition") & (rows["strength"] >= ABSOLUTE)]
    body = tables.body(strong)
    if len(body) < LEAST:
        return
    beside = _sharing(speech, strong, rows[rows["subcategory"] == "permission"])
    places = sorted({int(part) for part in body["part"] if part > 0})
    forms, many = "、".join(dict.fromkeys(body["text"])), len(beside)
    few = 0 < len(places) < len(lengths(speech))
    where_zh = f"，都在{parts_zh(places)}" if few else ""
    where_en = f"stand in {parts_en(places)}" if few else "are spread over the speech"
    shares = "1 shares its sentence" if many == 1 else f"{many} share theirs"
    yield Finding(
        "prohibitions",
        f"最强的禁止（{forms}）共 {len(body)} 处{where_zh}"
        + (f"，其中 {many} 处与允许写在同一句" if many else ""),
        f"The {len(body)} strongest prohibitions ({forms}) {where_en}"
        + (f"; {shares} with a permission" if many else ""),
        f"{len(body)}, beside a permission: {many}",
        (*spans(body), *beside),
        "stance_strength",
        "counted",
        4.5 if many else 3.0,
    )


def _sharing(
    speech: Speech, some: pd.DataFrame, others: pd.DataFrame
) -> tuple[tuple[int, int], ...]:
    """Spans of sentences in which rows of both kinds begin."""
    sentences = layer(speech, "sentences")
    return tuple(
        (int(a), int(b))
        for a, b in zip(sentences["start"], sentences["end"], strict=True)
        if some["start"].between(a, b - 1).any() and others["start"].between(a, b - 1).any()
    )


def models(speech: Speech) -> Iterator[Finding]:
    """Who is held up for comparison most."""
    table = held_up(speech)
    table = table[table["role"].isin(ROLES)]
    top = table[table["count"] >= LEAST].head(3)
    if top.empty:
        return
    pairs = [
        (row.name_, row.count_)
        for row in top.rename(columns={"name": "name_", "count": "count_"}).itertuples()
    ]
    yield Finding(
        "models",
        "用来比较的对象，说得最多的是" + "、".join(f"{name}（{n} 句）" for name, n in pairs),
        "Held up for comparison most often: "
        + ", ".join(f"{name} ({n} sentences)" for name, n in pairs),
        ", ".join(f"{n}" for _, n in pairs),
        tuple(sorted({span for spans_ in top["passages"] for span in spans_})),
        "moves_models",
        "descriptive",
        3.3,
    )
