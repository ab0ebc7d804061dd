"""Words: tokens that tile a text, masks and residue that stay closed, set phrases, idioms."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huayu import corpus, words
from huayu.files import sha256

SHARED = Path(__file__).parents[2] / "shared" / "speeches"
SHARED_TEXTS = sorted(SHARED.glob("*.txt"))
FIRST = "2021-city-secretary"


def speech(text: str, **meta) -> corpus.Speech:
    return corpus.Speech("invented", text, meta)


def tagged(text: str, **meta) -> list[tuple[str, str]]:
    layer = words.tokens(speech(text, **meta))
    return list(zip(layer["text"], layer["tag"], strict=True))


def tiles(source: str, layer) -> bool:
    ends = [0, *layer["end"]]
    return (
        "".join(layer["text"]) == source
        and ends[:-1] == layer["start"].tolist()
        and (layer["end"] > layer["start"]).all()
    )


@pytest.mark.skipif(not SHARED_TEXTS, reason="../shared/speeches is not beside the repository")
@pytest.mark.parametrize("path", SHARED_TEXTS, ids=lambda path: path.stem)
def test_tokens_tile_the_text(path):
    read = corpus.load(path)
    assert tiles(read.text, words.tokens(read))


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        st.one_of(
            st.sampled_from(
                "**“”《》。，！？…—　\n\r 2０1年月日%．一二九〇千万亿发展國幹部AbC-\u200b"
            ),
            st.characters(codec="utf-8"),
        ),
        max_size=60,
    )
)
def test_any_text_is_tiled(text):
    layer = words.tokens(speech(text))
    assert tiles(text, layer)
    assert (
        not layer["text"]
        .str.contains(r"[^\n]\n|\n.", regex=True)
        .drop(layer.index[layer["text"] == "\r\n"])
        .any()
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("**同志到**县", [("**", "mask"), ("**", "mask")]),
        ("****同志", [("**", "mask"), ("**", "mask")]),
        (
            "在2012年、二〇一五年和２０２１年",
            [("2012年", "t"), ("二〇一五年", "t"), ("２０２１年", "t")],
        ),
        ("1998年3月5日", [("1998年", "t"), ("3月", "t"), ("5日", "t")]),
        ("增长8.5%，达到1,200亿公里", [("8.5%", "m"), ("1,200亿", "m")]),
        ("提高了百分之二十五", [("百分之二十五", "m")]),
        ("推进Wi-Fi和5G建设", [("Wi-Fi", "eng"), ("5", "m"), ("G", "eng")]),
    ],
)
def test_kept_whole(text, found):
    assert [pair for pair in tagged(text) if pair[1] in ("mask", "t", "m", "eng")] == found


def test_a_span_of_years_is_no_date():
    assert ("5000年", "t") not in tagged("5000年的历史")


def test_residue_is_one_closed_token():
    assert ("到清江县", "residue") in tagged("欢迎大家到清江县投资兴业", residue=["到清江县"])


def test_residue_of_the_first_speech():
    first = corpus.load(FIRST)
    layer = words.tokens(first)
    closed = sorted({sha256(text)[:12] for text in layer.loc[layer["tag"] == "residue", "text"]})
    assert closed == sorted(sha256(text)[:12] for text in first.residue)
    assert (layer["tag"] == "mask").sum() == first.text.count("**") == 49


def test_jieba_stays_as_it_was(capfd):
    import jieba

    before = dict(jieba.dt.FREQ)
    words.Dictionary(corpus.lexicon("words.csv"))
    assert jieba.dt.FREQ == before
    assert capfd.readouterr() == ("", "")


def test_traditional_text_is_cut_like_simplified():
    assert [word for word, _ in tagged("國家經濟發展")] == ["國家", "經濟", "發展"]
