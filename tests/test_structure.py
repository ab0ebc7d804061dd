from pathlib import Path

import pytest

from huayu import corpus, structure

SPEECHES = Path(__file__).resolve().parents[2] / "shared" / "speeches"
UNITS = (structure.paragraphs, structure.sentences, structure.clauses)


@pytest.mark.skipif(not SPEECHES.is_dir(), reason="the comparison speeches are not at hand")
def test_units_tile_every_comparison_speech():
    paths = sorted(SPEECHES.glob("*.txt"))
    assert len(paths) >= 50
    for path in paths:
        speech = corpus.load(path)
        for unit in UNITS:
            assert "".join(unit(speech)["text"]) == speech.text, (path.name, unit.__name__)
