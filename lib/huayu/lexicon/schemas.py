"""Schemas 词表规格: what each file of corpus/lexicons holds, said once.

The reader checks by them, and the table of lexicons in corpus/README.md is made of them.
"""

from __future__ import annotations

from typing import NamedTuple

KINDS = ("doctrine", "policy", "institution", "slogan", "label", "collocation")
# what a reporting verb or noun does with words, see the file
REPORTS = (
    "say", "put", "ask", "decide", "saying", "scorn", "claim", "thought", "name", "noun", "genre",
)  # fmt: skip
# where a figure of speech begins that a marker gives away, see markers.tsv
BEGINNINGS = ("cue", "clause", "before", "segment", "denied", "taken up")
LINES = "one a line"
ITSELF = "as said in the file"


class Schema(NamedTuple):
    """A schema 规格 of one list.

    Attributes
    ----------
    what : what the list is of, for the table.
    columns : the columns that it must have, each with a note for the table or "".
    filled : columns that every row fills.
    closed : columns with closed values, and these.
    counts : columns that hold whole numbers from 1.
    numbers : columns that hold a whole number or nothing.
    single : columns that hold one character.
    form : how the table tells the fields of a file without columns.
    """

    what: str = ""
    columns: dict[str, str] = {}
    filled: tuple[str, ...] = ()
    closed: dict[str, tuple[str, ...]] = {}
    counts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    form: str = ITSELF


def _columns(names: str, **notes: str) -> dict[str, str]:
    return {name: notes.get(name, "") for name in names.split()}


FORMULAS = "formula kind"
YEAR = "year"
# a speech's own formulas.csv, beside its text
SUPPLEMENT = Schema(
    "set phrases of one speech",
    _columns(FORMULAS),
    ("formula", "kind"),
    {"kind": KINDS},
)

SCHEMAS: dict[str, Schema] = {
    "concepts.toml": Schema(
        "concepts, the nodes of the networks",
        form="`[[group]]` id, zh, en; `[[concept]]` id, zh, en, group, wordings",
    ),
    "formulas.csv": SUPPLEMENT._replace(
        what="set phrases (提法) attested in at least two speeches",
        columns=_columns(
            f"{FORMULAS} documents occurrences since texts",
            since=YEAR,
            texts="ids that attest it",
        ),
    ),
    "formulas_archive.csv": SUPPLEMENT._replace(
        what="set phrases attested in news or laws and in fewer than two of those speeches",
        columns=_columns(f"{FORMULAS} documents since", since=YEAR),
    ),
    "combinations.txt": Schema(
        "common combinations of words that are no set phrase: the discovery passes over them",
        form=LINES,
    ),
    "discovery.json": Schema("weights by which the discovery of formulas judges its candidates"),
    "idioms.txt": Schema("idioms (成语)", form=LINES),
    "words.csv": Schema(
        "words laid over jieba's dictionary",
        _columns("word frequency tag"),
        ("word", "frequency", "tag"),
        counts=("frequency",),
    ),
    "stopwords.txt": Schema("function words, by word class", form=LINES),
    "topicless.txt": Schema("words without a topic, which are no nodes", form=LINES),
    "outline.toml": Schema("the signs of a speech's structure"),
    "radicals.tsv": Schema(
        "radical forms that PDF files give for characters",
        _columns("form character"),
        ("form", "character"),
        single=("form", "character"),
    ),
    "characters.csv": Schema(
        "traditional characters and their simplified forms",
        _columns("traditional simplified"),
        ("traditional", "simplified"),
        single=("traditional", "simplified"),
    ),
    "likeness.tsv": Schema(
        "characters by the places that words give them",
        _columns("character code", code="48 signed bytes in base64"),
        ("character", "code"),
        single=("character",),
    ),
    "speakers.csv": Schema(
        "authority file: who is quoted, under which name",
        _columns("alias canonical kind title from to"),
        ("alias", "canonical"),
        {"kind": ("person", "body", "document", "people", "classic")},
    ),
    "reporting_verbs.csv": Schema(
        "verbs and nouns that bring cited words in",
        _columns("verb kind weak"),
        ("verb", "kind"),
        {"kind": REPORTS, "weak": ("0", "1")},
    ),
    "occasions.csv": Schema(
        "occasions with a date",
        _columns("alias date occasion"),
        ("alias", "date"),
    ),
    "sayings.csv": Schema(
        "lines of the classics and proverbs that speeches cite",
        _columns("saying source"),
        ("saying",),
    ),
    "quoted_words.csv": Schema(
        "words customarily set in quotation marks, and to what effect",
        _columns("word function"),
        ("word",),
        {"function": ("figurative", "distancing", "formula", "emphasis")},
    ),
    "quoted_names.toml": Schema("which words in quotation marks are the name of a policy"),
    "quoting.toml": Schema("what stands around marks and cues, and who can be a source"),
    "metaphors.tsv": Schema(
        "conventional metaphors that still picture something",
        _columns("form domain context", context="conditions, as said in the file"),
        ("form", "domain"),
    ),
    "pictures.tsv": Schema(
        "words and phrases that picture something in some places and name it in others",
        _columns("form domain context", context="conditions, as said in metaphors.tsv"),
        ("form", "domain"),
    ),
    "metaphor_domains.tsv": Schema(
        "the domains that metaphors are drawn from",
        _columns("domain zh"),
        ("domain", "zh"),
    ),
    "images.tsv": Schema(
        "what pictures something in quotation marks, after 之, or in a saying",
        _columns(
            "domain characters words after",
            characters="of sayings and verse",
            words="things",
            after="in A之B",
        ),
        ("domain",),
    ),
    "numerals.tsv": Schema(
        "numeral formulas (四风) and what they stand for",
        _columns("form count members year bare source"),
        ("form",),
        {"bare": ("yes", "quoted")},
        numbers=("count", "year"),
    ),
    "rhetoric.toml": Schema(
        "markers of figures of speech, opposed words, words set side by side, nouns of amounts and "
        "programmes"
    ),
    "comparison.toml": Schema("words by which somebody is held up for comparison"),
    "devices.tsv": Schema(
        "figures of speech: definition, and a sentence that the detector misses",
        _columns("device zh definition missed"),
        ("device", "zh"),
    ),
    "markers.tsv": Schema(
        "words that give a figure of speech away, as patterns over clauses",
        _columns("device rule form within begins score kind context"),
        ("device", "rule", "form", "begins", "score"),
        {"begins": BEGINNINGS},
    ),
    "labels.tsv": Schema(
        "what layers, kinds, fields and values are called in figures and in the reading edition",
        _columns("key zh en"),
        ("key", "zh", "en"),
    ),
    "reasons.tsv": Schema(
        "what reasons of rows say, in English and in Chinese, with slots",
        _columns("english chinese"),
        ("english", "chinese"),
    ),
    "moves.tsv": Schema(
        "cues of what a sentence does in an argument",
        _columns("form cue context"),
        ("form", "cue"),
    ),
    "addressees.toml": Schema(
        "who may be asked to act: the speaker's side, the hearers, heads of names of bodies"
    ),
    "stance.tsv": Schema(
        "modality with strength, negation, hedges, boosters, evaluation, deixis, examples, "
        "conditions",
        _columns("form category subcategory strength negated context"),
        ("form", "category"),
        numbers=("strength",),
    ),
}


def page() -> str:
    """Table 规格表 of the lexicons, as it stands in corpus/README.md."""
    head = "| file | what | fields |\n|---|---|---|\n"
    return head + "".join(
        f"| `{name}` | {schema.what} | {_fields(schema)} |\n" for name, schema in SCHEMAS.items()
    )


def _fields(schema: Schema) -> str:
    noted = (f"{name} ({note})" if note else name for name, note in schema.columns.items())
    return ", ".join(noted) or schema.form
