"""Choice 选择: what a speech is compared with, and in which groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from huayu import corpus, reference
from huayu.comparison.texts import Text
from huayu.corpus import Speech
from huayu.files import Fault, sha256
from huayu.reference import Reference

BY = ("kind", "period")
GROUP = 3  # texts of a kind that make a group; the kinds of fewer are one group together
REST = "other"
# a text of the corpus or the counts of one, before it is known whether it is wanted
Source = Speech | Reference


def others(speech: Speech, names: Sequence[str] = (), by: str = "kind") -> list[Text]:
    """Texts to compare with 比较对象, in order of date, each with its group.

    Parameters
    ----------
    speech : the speech, which is never among them.
    names : ids; ``corpus``, the texts at hand; ``reference``, the reference speeches; a decade such
        as ``1990s``; or words of a kind, such as ``work report``. ``LABEL=NAME`` puts what NAME
        chooses into a group of one's own. Without names all that are real, at hand or by counts.
    by : ``kind`` or ``period``: what groups are made of, beside labels of one's own.

    Returns
    -------
    Texts that are counts (:class:`huayu.reference.Reference`). Where the text of a reference speech
    is at hand, it takes the place of its shipped counts. A constructed text is among them where it
    is named, or where nothing else is there at all.

    Raises
    ------
    Fault : a name chooses nothing, or ``by`` is neither.
    """
    if by not in BY:
        raise Fault(by, "makes no groups", f"use one of {', '.join(BY)}")
    pairs = [(_counts(source), label) for source, label in chosen(speech, names)]
    named = _grouped([one for one, _ in pairs], by)
    return by_date([Text(one, None, label or named[one.id]) for one, label in pairs])


def chosen(speech: Speech, names: Sequence[str] = ()) -> list[tuple[Source, str]]:
    """Chosen texts 选出, each with the label of one's own or "", before they are counted.

    Raises
    ------
    Fault : a name chooses nothing.
    """
    known = _known(speech)
    labels: dict[str, str] = {}
    for said in names:
        label, _, name = said.rpartition("=")
        found = [one for one, source in known.items() if _meant(name, source)]
        if not found:
            what = "ids, corpus, reference, a decade such as 1990s, or words of a kind"
            raise Fault(name or said, "chooses no text to compare with", f"name {what}")
        labels |= {one: label or labels.get(one, "") for one in found}
    if not names:
        real = [one for one, source in known.items() if not source.constructed]
        labels = dict.fromkeys(real or known, "")
    return [(known[one], label) for one, label in labels.items()]


def chooses(speech: Speech, name: str) -> bool:
    """Whether a name chooses texts by what they are, and not one by its id or path."""
    known = _known(speech)
    return name not in known and any(_meant(name, source) for source in known.values())


def by_date(texts: Sequence[Text]) -> list[Text]:
    """Texts in order of their dates 日期; those of unknown date last."""
    return sorted(texts, key=lambda one: (not _date(one.speech), _date(one.speech), one.name))


def _known(speech: Speech) -> dict[str, Source]:
    """All that there is to compare with, by id: the texts at hand before counts of the same."""
    found: dict[str, Source] = {}
    for name in corpus.ids(speech.root):
        if name != speech.id:
            found[name] = corpus.load(name, speech.root)
    here = {sha256(one.text) for one in (*found.values(), speech) if isinstance(one, Speech)}
    for one in reference.references(speech.root):
        if one.entry["sha256"] not in here and one.id != speech.id:
            found.setdefault(one.id, one)
    return found


def _meant(name: str, source: Source) -> bool:
    """Whether a name chooses a text."""
    sort: dict[str, Callable[[], bool]] = {
        "corpus": lambda: isinstance(source, Speech) and not source.constructed,
        "reference": lambda: isinstance(source, Reference) or _shipped(source),
    }
    if name in sort:
        return sort[name]()
    if name == source.id or (name and name == period(source)):
        return True
    return bool(name) and not source.constructed and name in _kind(source)


def _shipped(speech: Speech) -> bool:
    """Whether a text at hand is that of a reference speech."""
    if speech.constructed:
        return False
    digest = sha256(speech.text)
    return any(one.entry["sha256"] == digest for one in reference.references(speech.root))


def _counts(source: Source) -> Reference:
    return source if isinstance(source, Reference) else reference.kept(source)


def _kind(source: Source) -> str:
    return source.entry["kind"] if isinstance(source, Reference) else reference.kind(source)


def _date(source: Source) -> str:
    """Date of a text, "" where it is unknown."""
    said = str(source.meta.get("date", ""))
    return said if said[:1].isdigit() else ""


def period(source: Source) -> str:
    """Period 年代 of a text: its decade, such as ``1990s``; "" where its date is unknown."""
    return f"{_date(source)[:3]}0s" if _date(source)[:4].isdecimal() else ""


def _grouped(sources: Sequence[Reference], by: str) -> dict[str, str]:
    """The group of each text: its period, or its kind where GROUP of them are of that kind."""
    if by == "period":
        return {one.id: period(one) or REST for one in sources}
    many = Counter(_kind(one) for one in sources)
    return {one.id: _kind(one) if many[_kind(one)] >= GROUP else REST for one in sources}
