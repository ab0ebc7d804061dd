"""Metaphor 比喻: a figurative word or phrase that still pictures something (红线, 腾笼换鸟)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise

from huayu import decisions, spans
from huayu.lexicon import entries
from huayu.page import Page
from huayu.rhetoric import imagery
from huayu.rhetoric.device import Device
from huayu.rhetoric.evidence import AROUND, narration
from huayu.words import dictionary

LEXICON = "metaphors.tsv"
# words that picture something in some places only
PICTURES = "pictures.tsv"
# occurrences of one domain in 1,000 characters from which more of them say nothing more, and the
# shortest text for which that is counted
OFTEN, LEAST = 8.0, 500
BESIDE = 4  # characters on either side in which the neighbouring words are sought

# so many different words of one domain, none further than NEAR characters from the next, are one
# image carried on (木桶…木板…长板); two of them may be two figures (守住底线、不碰红线)
SCENE, NEAR = 3, 32


def metaphors(page: Page) -> list[Device]:
    """Metaphors 比喻 of a text: conventional ones of the lexicon, and new ones by their frame.

    ``frame`` is the source domain (journey, building, war …) of an entry, ``simile`` for a simile;
    ``slots`` holds the form of the lexicon.

    Notes
    -----
    Lexicons know convention: a picture that nobody has used before is missed unless it is a
    simile, a saying in marks, a thing in marks, or A之B. A word with a plain sense too (大门,
    战线) is taken only where its surroundings fit. Distance of a word from its neighbours in a
    space of words (PPMI and singular values, news and laws) gained nothing on speeches left out.
    """
    lexicon, text = page.lexicon, page.simple
    found: list[Device] = []
    taken = spans.Kept()
    for device in (
        *imagery.sayings(lexicon, text),
        *imagery.similes(page, text),
        *imagery.genitives(page, text),
        *imagery.marked(lexicon, text, LEXICON),
    ):
        if not any(taken.meeting(device.start, device.end)):
            found.append(device)
            taken.add(device.start, device.end, True)
    weights = decisions.weights(page.speech, "metaphor")
    yes = weights.labels.index("yes")
    for start, end, entry, row in candidates(page):
        if not any(taken.meeting(start, end)):
            chance = round(weights.probabilities(row)[yes], 3)
            found.append(_listed(start, end, entry, chance, weights.reason(row, yes)))
    ordered = sorted(found, key=lambda device: (device.start, device.end))
    return [replace(device, kind=_kind(device)) for device in _joined(text, ordered)]


def _listed(start: int, end: int, entry: entries.Entry, score: float, why: str) -> Device:
    domain = entry.fields["domain"]
    return Device(
        "metaphor",
        start,
        end,
        score,
        "metaphor:lexicon",
        f"lexicon: {domain}; {why}",
        frame=domain,
        slots=((entry.form,),),
    )


def candidates(
    page: Page,
) -> Iterator[tuple[int, int, entries.Entry, dict[str, float]]]:
    """Occurrences of the lexicons' forms, with features of whether they are meant as a picture."""
    found = _occurrences(page)
    domains = Counter(entry.fields["domain"] for _, _, entry, _ in found)
    size = max(len(page.text), LEAST) / 1000
    for place, (start, end, entry, plain) in enumerate(found):
        others = found[max(place - 2, 0) : place] + found[place + 1 : place + 3]
        near = sum(other[0] - end < NEAR and start - other[1] < NEAR for other in others)
        row = _features(page, start, end, entry) | _around(page, start, end, entry)
        row["other pictures near"] = float(near)
        row["a form with a plain sense"] = float(plain)
        row["how often of its domain"] = min(domains[entry.fields["domain"]] / size, OFTEN)
        yield start, end, entry, row


def _occurrences(page: Page) -> list[tuple[int, int, entries.Entry, bool]]:
    """Occurrences of both lists from left to right, and whether they have a plain sense.

    Of two that begin at one place the longer one counts.
    """
    found = [
        (*one, name == PICTURES)
        for name in (LEXICON, PICTURES)
        for one in entries.occurrences(page.lexicon, name, page.simple, partial(_whole, page))
    ]
    kept: list[tuple[int, int, entries.Entry, bool]] = []
    for one in sorted(found, key=lambda one: (one[0], -one[1])):
        if not kept or kept[-1][1] <= one[0]:
            kept.append(one)
    return kept


def _features(page: Page, start: int, end: int, entry: entries.Entry) -> dict[str, float]:
    before = page.words(max(start - 6, 0), start)
    last = page.words(start, end)[-1].tag[:1]
    owned = len(before) > 1 and before[-1].text == "的"
    found = {
        f"domain {entry.fields['domain']}": True,
        f"{min(end - start, 5)} characters": True,
        "form with a slot": "…" in entry.form,
        "form with a condition": bool(entry.conditions),
        "in marks": page.text[start - 1 : start] in ("“", "「") and start > 0,
        "ends in a noun": last == "n",
        "ends in a verb": last == "v",
        "an idea owns it": owned and before[-2].tag in ("n", "vn", "an", "v", "a"),
        "narration around": narration(page, start - AROUND, end + AROUND),
    }
    return {name: float(value) for name, value in found.items()}


def _around(page: Page, start: int, end: int, entry: entries.Entry) -> dict[str, float]:
    """How common a form is as a word, and what words stand beside it.

    Of a form with a condition the list has said where it pictures, however common it is.
    """
    text, inside = page.text, page.words(start, end)
    before, after = page.words(max(start - BESIDE, 0), start), page.words(end, end + BESIDE)
    common = dictionary(page.lexicon).frequency(page.simple[start:end])
    left, right = before[-1].tag[:1] if before else "", after[0].tag[:1] if after else ""
    found = {
        "how common a word": 0.0 if entry.conditions else math.log1p(common),
        "no word of the dictionary": not common,
        "one word": len(inside) == 1,
        "one word of four characters": len(inside) == 1 and end - start == 4,
        "after 的": text.startswith("的", max(start - 1, 0)),
        "after a noun": left == "n",
        "after a verb": left == "v",
        "after a number": left == "m",
        "before 的": text.startswith("的", end),
        "before a noun": right == "n",
        "before a mark": not text[end : end + 1].isalnum(),
    }
    return {name: float(value) for name, value in found.items()}


def _kind(device: Device) -> str:
    return "simile" if device.frame == "simile" else "metaphor"


def _joined(text: str, found: list[Device]) -> list[Device]:
    """One device for an image carried on: a phrase repeated at once, or three words of a scene."""
    joined: list[Device] = []
    run: list[Device] = []
    for device in [*found, None]:
        if device and run and _carries_on(text, run[-1], device):
            run.append(device)
            continue
        repeated = len(run) > 1 and all(_repeats(text, a, b) for a, b in pairwise(run))
        if repeated or len({one.slots for one in run}) >= SCENE:
            end = run[-1].end
            joined.append(
                replace(
                    run[0],
                    end=end,
                    score=max(one.score for one in run),
                    slots=tuple(s for one in run for s in one.slots),
                )
            )
        else:
            joined += run
        run = [device] if device else []
    return joined


def _carries_on(text: str, one: Device, other: Device) -> bool:
    """Whether the next metaphor stands in the same scene, or repeats the phrase."""
    between = text[one.end : other.start]
    if "“" in between or "「" in between:
        return _repeats(text, one, other)
    near = len(between) <= NEAR and "\n" not in between and between not in ("、", "，", "和", "与")
    return one.frame == other.frame != "simile" and near or _repeats(text, one, other)


def _repeats(text: str, one: Device, other: Device) -> bool:
    """Whether two phrases with a slot stand side by side and end alike: 播种梦想、点燃梦想."""
    if text[one.end : other.start] not in ("、", "，") or not (one.slots and other.slots):
        return False
    forms = one.slots[0][0], other.slots[0][0]
    return all("…" in form for form in forms) and forms[0][-1] == forms[1][-1]


def _whole(page: Page, start: int, end: int) -> bool:
    """Whether a short form is made of whole words: 出局 but not the middle of 导出局部."""
    if end - start > 2:
        return True
    words = page.words(max(start - 3, 0), end + 3)
    ends = {word.end for word in words}
    compound = any(word.end == end and end - word.start > 3 for word in words)  # 宏伟蓝图
    whole = any(word.start == start for word in words) or page.text[start - 1] in "不未再被已"
    return end in ends and (whole or compound)
