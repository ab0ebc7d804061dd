"""Write what the READMEs say of scores, from what was recorded, and of the first speech.

    python benchmarks/scores.py

Left-out scores come from corpus/left_out_quotations.csv (``quoted.py``), left_out_figures.csv
(``figures.py``) and left_out_moves.csv (``learn.py moves``): weights of every text were learned
without its speech. Unseen ones come from corpus/unseen.csv (``unseen.py``): nobody had looked at
those texts, and they were scored once. Training scores are not shown. The findings of the first
speech are those of three rules, as the program says them.
"""

import csv
from pathlib import Path

from huayu import corpus, files
from huayu.findings.told import findings

HOME = Path(__file__).resolve().parents[1]
FIRST = "2021-city-secretary"
TOLD = ("citations", "absent formulas", "images")  # rules whose findings open the READMEs
HEAD = {
    "en": ("layer", "measure", "left out", "left out, with sentence vectors", "unseen"),
    "zh": ("层", "指标", "留出", "留出，有句向量", "未见"),
}
# Chinese and English name, measure, table of left-out scores, its label, layer and label unseen
ROWS = (
    ("引号作用", "function of marks", "accuracy", "quotations", "function", "quotations"),
    ("引语归属", "speaker of a citation", "F1", "quotations", "attribution", "quotations"),
    ("间接引语", "indirect citations", "F1", "quotations", "indirect", "quotations"),
    ("全部辞格", "all figures of speech", "micro F1", "figures", "micro", "rhetoric"),
    ("排比", "parallelism", "F1", "figures", "parallelism", "rhetoric"),
    ("对偶", "paired lines (antithesis)", "F1", "figures", "antithesis", "rhetoric"),
    ("比喻", "metaphor", "F1", "figures", "metaphor", "rhetoric"),
    ("数概", "numerals", "F1", "figures", "numeral", "rhetoric"),
    ("对比", "contrast", "F1", "figures", "contrast", "rhetoric"),
    ("论证步骤", "moves", "accuracy", "moves", "accuracy", "moves"),
    ("有序号的标题", "headings with a number", "F1", "", "labelled", "headings"),
    ("无序号的标题", "headings without one", "F1", "", "unlabelled", "headings"),
)
MEASURES = {"accuracy": "正确率", "F1": "F1", "micro F1": "微平均 F1"}


def recorded(name: str) -> list[dict[str, str]]:
    """Rows of a table in corpus/; none where it is not there."""
    path = HOME / "corpus" / f"{name}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def cell(rows: list[dict[str, str]], score: str, count: str = "gold", **wanted: str) -> str:
    """A score with its interval and its gold lines, such as ``0.69 (0.64–0.74; 1,718)``."""
    for row in rows:
        if all(row[name] == value for name, value in wanted.items()):
            value, low, high = (f"{float(row[name]):.2f}" for name in (score, "low", "high"))
            return f"{value} ({low}–{high}; {int(float(row[count])):,})"
    return ""


def table(language: str) -> str:
    """The table in one language."""
    quotations, figures = recorded("left_out_quotations"), recorded("left_out_figures")
    moves, unseen = recorded("left_out_moves"), recorded("unseen")
    lines = [HEAD[language], ("---",) * 5]
    for zh, en, measure, source, label, layer in ROWS:
        plain = vectors = ""
        if source == "figures":
            plain = cell(figures, "f1", genre="all", label=label)
        elif source == "moves":
            plain, vectors = (
                cell(moves, "accuracy", "candidates", genre="all", weights=weights)
                for weights in ("moves", "moves.vectors")
            )
        elif source:
            plain = cell(quotations, "score", weights="plain", label=label, genre="all")
            ways = {"weights": "with sentence vectors", "label": label}
            vectors = cell(quotations, "score", genre="all", **ways)
        new = cell(unseen, "score", layer=layer, label=label)
        name, unit = (en, measure) if language == "en" else (zh, MEASURES[measure])
        lines.append((name, unit, plain, vectors, new))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def said(language: str) -> str:
    """What the rules TOLD find in the first speech, one line each."""
    found = {one.rule: one for one in reversed(findings(corpus.load(FIRST, HOME)))}
    # the mask ** of a name is no markup
    lines = (getattr(found[rule], language).replace("*", r"\*") for rule in TOLD)
    return "".join(f"- {line}{'.' if language == 'en' else '。'}\n" for line in lines)


def shown(page: str, language: str) -> str:
    """A README with the table as it is recorded and the findings as they are computed."""
    for name, content in (("scores", table(language)), ("findings", said(language))):
        before, _, rest = page.partition(f"<!-- {name} -->\n")
        after = rest.partition(f"<!-- /{name} -->")[2]
        page = f"{before}<!-- {name} -->\n{content}<!-- /{name} -->{after}"
    return page


def main() -> None:
    for name, language in (("README.md", "en"), ("README.zh.md", "zh")):
        path = HOME / name
        files.write(path, shown(path.read_text(encoding="utf-8"), language))


if __name__ == "__main__":
    main()
