"""huayu 话语: rhetoric, quotations and concept networks in Chinese political speech.

    import huayu as hy

    speech = hy.load("2021-city-secretary")       # an id, or the path of a text file
    quotes = speech.layer("quotations")           # a table, with the researcher's corrections
    hy.trust(speech, "quotations")                # how far: scores against readers' gold
    hy.passages(speech, quotes)                   # each row with its sentence
    hy.rates(speech, "rhetoric", by="part")       # per 1,000 characters, with intervals
    hy.differences(speech, "rhetoric")            # which part differs from the rest
    hy.save(hy.draw.quotations_voices(speech))    # a figure

``dir(hy)`` shows these names and no other, ``help(hy.load)`` what each gives. What else the package
holds stays importable, module by module.
"""

from importlib import import_module
from typing import Any

__version__ = "0.2.0"

# public name -> the module that has it, and what it is called there
_PUBLIC = {
    "Fault": "files.Fault",
    "Speech": "corpus.Speech",
    "load": "corpus.load",
    "ids": "corpus.ids",
    "gold": "corpus.gold",
    "corrected": "layers.corrections",
    "card": "tables.card",
    "sizes": "tables.sizes",
    "show": "tables.show",
    "trust": "agreement.trust",
    "passages": "voices.passages",
    "cited": "voices.voices",
    "rates": "usage.rates",
    "differences": "findings.differences.differences",
    "numerals": "findings.rhetoric.sets",
    "claims": "findings.told.findings",
    "portray": "portrait.save",
    "kwic": "concordance.kwic",
    "collocates": "concordance.collocates",
    "wordlist": "concordance.wordlist",
    "concept_network": "network.concept_network",
    "ties": "network.edges",
    "keywords": "comparison.keywords",
    "trace": "reuse.trace",
    "draw": "draw",
    "save": "figures.save",
    "read": "edition.save",
    "reading": "edition.show",
    "annotations": "export.save",
}
__all__ = [*_PUBLIC]  # noqa: PLE0604 - the names of the table


def __getattr__(name: str) -> Any:
    """The public name, fetched when it is asked for; one that is not there says what is near."""
    if name.startswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name not in _PUBLIC:
        from huayu.files import near

        raise AttributeError(f"huayu has no {name}{near(name, _PUBLIC)}")
    module, _, noun = _PUBLIC[name].rpartition(".")
    if not module:
        return import_module(f"huayu.{noun}")
    return getattr(import_module(f"huayu.{module}"), noun)


def __dir__() -> list[str]:
    """The public names."""
    return sorted([*_PUBLIC, "__version__"])
