"""Topic sentences 段首主题句: unnumbered openers in a parallel series."""

from __future__ import annotations

import re

from huayu.structure.margins import Paragraph

# a topic sentence names a point: longer first sentences already argue it
LONGEST = 26
# a modal that opens two topic sentences makes them parallel; other frames need two characters
_MODALS = "要須须应應应当必"


def topics(text: str, section: list[Paragraph]) -> list[tuple[int, int, int]]:
    """Topic sentences of the paragraphs under one opener: (start, end, depth below it).

    A series is two or more first sentences of paragraphs with one frame, or three or more short
    ones that open most paragraphs of the section; or, inside one paragraph, two or more short
    sentences with one frame, each followed by a run of sentences.
    """
    heads = [(p, _first(text, p)) for p in section]
    found = _series([(p, head) for p, head in heads if head], text, len(section))
    rows = [(a, b, 1) for a, b in found]
    starts = {a for a, _ in found}
    for paragraph in section:
        inner = _inner(text, paragraph)
        depth = 2 if _content(text, paragraph.start) in starts else 1
        rows += [(a, b, depth) for a, b in inner]
    return sorted(set(rows))


def _content(text: str, start: int) -> int:
    dash = re.compile(r"[—―\-·●■◆\s]*").match(text, start)
    return dash.end() if dash else start


def _first(text: str, paragraph: Paragraph) -> tuple[int, int] | None:
    """First sentence of a paragraph where it is short and more of the paragraph follows."""
    if len(paragraph.stops) < 2:
        return None
    start, end = _content(text, paragraph.start), paragraph.stops[0]
    sentence = text[start:end]
    if not 4 <= end - start <= LONGEST or not re.fullmatch("[^：；？！“：]*。", sentence):
        return None
    return start, end


def _series(heads: list, text: str, among: int) -> list[tuple[int, int]]:
    spans = [span for _, span in heads]
    if len(spans) >= 3 and len(spans) * 2 > among:
        return spans
    return [
        a
        for a in spans
        if any(_parallel(text[slice(*a)], text[slice(*b)]) for b in spans if b != a)
    ]


def _parallel(a: str, b: str) -> bool:
    """Whether two sentences share their opening words, or a modal, or their last words."""
    if a[0] == b[0] and a[0] in _MODALS:
        return True
    return a[:2] == b[:2]


def _inner(text: str, paragraph: Paragraph) -> list[tuple[int, int]]:
    starts = (paragraph.start, *paragraph.stops)
    short = []
    for row in range(1, len(paragraph.stops)):
        a, b = starts[row], starts[row + 1]
        if 6 <= b - a <= 16 and re.fullmatch(rf"[{_MODALS}][^，：；？！“]*。", text[a:b]):
            short.append((a, b))
    kept = []
    for row, (a, b) in enumerate(short):
        after = short[row + 1][0] if row + 1 < len(short) else paragraph.end
        if after - b > 60:
            kept.append((a, b))
    return kept if len(kept) >= 2 else []
