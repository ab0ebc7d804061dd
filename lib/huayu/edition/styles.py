"""Styles 样式: how each kind of row looks, so that kinds of several layers can lie on each other.

Every layer has a channel of its own (ground, thick line, thin line, dots below, ink, dots above),
every kind of a layer a colour. The switches of the page are classes of its root element: a kind
is seen where the root has its class, with or without the page's script.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

# Okabe & Ito (2008), told apart by the colour-blind, and relatives of theirs; darkened for white
# and lightened for black paper until each has a contrast of 4.5 : 1 and more (WCAG 2.1, 1.4.3)
COLOURS = (
    ("#0067a3", "#6db8e8"), ("#b34700", "#ff9a52"), ("#00704f", "#4fd1a5"),
    ("#a63d78", "#eb9cc9"), ("#7d5c00", "#e0b040"), ("#17697a", "#86d3dd"),
    ("#6b5020", "#cdae74"), ("#5a5a8f", "#b3b3e0"), ("#a02c2c", "#f29090"),
    ("#33702f", "#8fce8a"),
)  # fmt: skip
_LANE = 0.16  # em: three figures of speech on the same words lie under each other and are legible
_CHANNELS = {
    "headings": "font-weight:bold",
    "quotations": "background-color:color-mix(in srgb,{} 19%,transparent)",
    "rhetoric": "background-image:{};background-position:{};background-repeat:no-repeat;"
    f"background-size:100% {_LANE}em",
    "formulas": "text-decoration:underline {};text-underline-offset:.28em",
    "concepts": "border-bottom:2px dotted {}",
    "stance": "color:{};font-weight:bold",
    "idioms": "border-top:2px dotted {}",
}


def colours(keys: Iterable[str]) -> dict[str, int]:
    """Colours 颜色 of kinds: for each key the number of its colour, counted within its layer.

    >>> colours(["idioms", "stance-hedge", "stance-modality"])
    {'idioms': 0, 'stance-hedge': 0, 'stance-modality': 1}
    """
    met: dict[str, int] = {}
    numbers = {}
    for key in sorted(keys):
        layer = key.partition("-")[0]
        numbers[key] = met.get(layer, 0) % len(COLOURS)
        met[layer] = met.get(layer, 0) + 1
    return numbers


def styles(keys: Iterable[str], together: Iterable[str]) -> str:
    """Style sheet 样式表 of the kinds of a page.

    Parameters
    ----------
    keys : classes of the kinds, as CSS identifiers that begin with their layer.
    together : the classes of each segment; kinds of rhetoric that meet share the line below it.

    >>> print(styles(["stance-hedge"], []).splitlines()[-1])
    .on-stance-hedge main .stance-hedge,.sample.stance-hedge{color:var(--k0);font-weight:bold}
    """
    numbers = colours(keys)
    pairs = "".join(f"--k{n}:light-dark({a},{b});" for n, (a, b) in enumerate(COLOURS))
    lines = [f":root{{{pairs}}}"]
    for key, number in numbers.items():
        shown = _shown(key.partition("-")[0], [number])
        lines.append(f".on-{key} main .{key},.sample.{key}{{{shown}}}")
    for meeting in _meetings(together):
        on, here = "".join(f".on-{key}" for key in meeting), "".join(f".{k}" for k in meeting)
        shown = _shown("rhetoric", [numbers[key] for key in meeting])
        lines.append(f"{on} main {here}{{{shown}}}")
    return "\n".join(lines)


def _shown(layer: str, numbers: list[int]) -> str:
    """Declaration of a layer in one colour, or of rhetoric in several, one lane for each."""
    if layer == "rhetoric":
        inks = ",".join(f"linear-gradient(var(--k{c}) 0 0)" for c in numbers)
        lanes = ",".join(f"0 calc(100% - {_LANE * n:.2f}em)" for n in range(len(numbers)))
        return _CHANNELS["rhetoric"].format(inks, lanes)
    return _CHANNELS[layer].format(f"var(--k{numbers[0]})")


def _meetings(together: Iterable[str]) -> list[tuple[str, ...]]:
    """Sets of two and more devices that stand on the same words, small ones first."""
    found: set[tuple[str, ...]] = set()
    for classes in set(together):
        devices = [key for key in classes.split() if key.startswith("rhetoric-")]
        for size in range(2, len(devices) + 1):
            found.update(combinations(devices, size))
    return sorted(found, key=lambda keys: (len(keys), keys))
