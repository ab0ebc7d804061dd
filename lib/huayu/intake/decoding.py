"""Decoding 解码: bytes of a Chinese text as characters, whichever encoding they came in."""

from __future__ import annotations

from pathlib import Path

from huayu.files import Fault

# UTF-8 comes first, because it refuses what it cannot read; of the others the one that makes most
# of the text out of everyday characters wins (each of them reads almost any bytes as something).
_BY_LOOK = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
# the commonest characters of modern Chinese in both scripts, and the marks of its prose
_EVERYDAY = frozenset(
    "的一是不了在人有我他这这個个们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子"
    "那得于於着下自之年过過发發后後作里用道行所然家种種事成方多经經么去法学學如都同现現当當没沒"
    "动動面起看定天分还還进進好小部其些主样樣理心本前开開但因只从從想实實日军軍者意无無力它与與长長"
    "把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間由问問很最重并並物手应應战戰"
    "向头頭文体體政美相见見被利什二等产產或新己制身果加西斯月话話合回特代内信表化老给給世位次度门門"
    "任常先海通教儿原东東声聲提立及比员員解水名真论論处處走义義各入几口认認条條平系气氣题題活尔更别別"
    "打女变變四神总總何电電数數安少报報才结結反受目太量再感建务務做接必场場件计計管期市直德资資命山"
    "党黨改革社主义会治强強坚堅持展，。、；：？！“”「」（）《》　\n 0123456789"
)
# below this share of everyday characters bytes are not Chinese prose in that encoding
_LEAST = 0.35
SAMPLE = 20_000  # characters in which an encoding shows
# encodings that read more than those that are declared for them
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950"}
# what a text was read as, and what it was
_MISREAD = (
    ("gb18030", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030"),
    ("cp1252", "gb18030"), ("gb18030", "cp950"), ("cp950", "gb18030"), ("cp950", "utf-8"),
)  # fmt: skip


def decoded(data: bytes, path: Path) -> tuple[str, str]:
    """Text 文本 and the name of its encoding.

    Parameters
    ----------
    data : the whole file.
    path : for the message.

    Raises
    ------
    Fault : the bytes are no Chinese text in UTF-8, UTF-16, GB18030 (GBK, GB2312) or Big5.
    """
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return _read(data, name, path), name
    try:
        text = data.decode("utf-8")
        _refuse_mojibake(text, path)
        return text, "utf-8"
    except UnicodeDecodeError as error:
        broken = error.start
    found = max((_looked(data, name) for name in _BY_LOOK), key=lambda row: row[0])
    if found[0] < _LEAST:
        if any(byte >= 0x80 for byte in data[:broken]):  # it was UTF-8 as far as that
            line = data.count(b"\n", 0, broken) + 1
            what = "is UTF-8 up to here, then broken or in another encoding"
            raise Fault(path, what, "mend that line", line)
        mend = "save its text as UTF-8 and add that"
        what = (
            "is binary, not text" if b"\x00" in data else "is no Chinese text in a known encoding"
        )
        raise Fault(path, what, mend)
    return found[2], found[1]


def declared(data: bytes, encoding: str) -> tuple[str, str] | None:
    """Text 文本 in the encoding that a file declares; None where that is unknown, or not its own.

    >>> declared("修路".encode("gbk"), "GB2312"), declared("修路".encode("gbk"), "utf-8")
    (('修路', 'gb18030'), None)
    """
    name = _WIDER.get(encoding.lower(), encoding.lower())
    if name.startswith("utf-16"):  # a declaration that could be read was not written in it
        return None
    try:
        return data.decode(name), name
    except (LookupError, UnicodeDecodeError):
        return None


def _refuse_mojibake(text: str, path: Path) -> None:
    """Refuse a text that was once read in a wrong encoding and then saved as UTF-8."""
    sample = text[:SAMPLE]
    mend = "save the original anew as UTF-8"
    lost = sample.count("\ufffd") + sample.count("锟斤拷")
    if lost * 50 > len(sample):
        raise Fault(path, f"has lost characters ({lost} in its beginning are U+FFFD)", mend)
    share = _everyday(sample)
    if share >= _LEAST:
        return
    for wrong, right in _MISREAD:
        meant = sample.encode(wrong, "ignore").decode(right, "ignore")
        if len(meant) * 4 >= len(sample) and _everyday(meant) >= max(_LEAST, 2 * share):
            what = f"is mojibake: {right.upper()} that was read as {wrong.upper()}"
            raise Fault(path, what, mend)


def _read(data: bytes, name: str, path: Path) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Fault(path, f"is broken {name}", "mend that line", line) from None


def _looked(data: bytes, name: str) -> tuple[float, str, str]:
    """Share of everyday characters that an encoding makes of the bytes, its name and the text."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return 0.0, name, ""
    return _everyday(text[:SAMPLE]), name, text


def _everyday(sample: str) -> float:
    """Share of everyday characters among those that are not ASCII."""
    written = [char for char in sample if char > "\x7f"]
    return sum(char in _EVERYDAY for char in written) / max(len(written), 1)
