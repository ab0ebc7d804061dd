"""Files 文件: whole files, read strictly and written atomically."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


class Fault(ValueError):
    """A fault 错误 in the user's input: one line that names the file, the place and the mend.

    The command line prints it to stderr and exits with status 2.

    >>> print(Fault("corpus/x/meta.toml", "field date is missing", "add date = \\"2021\\"", line=3))
    corpus/x/meta.toml:3: field date is missing; add date = "2021"
    """

    def __init__(self, file: str | Path, what: str, mend: str, line: int | None = None):
        """Name the file, what is wrong, how to mend it, and the line where one is known."""
        place = f"{file}:{line}" if line else f"{file}"
        super().__init__(" ".join(f"{place}: {what}; {mend}".split()))
        self.file, self.line, self.what, self.mend = Path(file), line, what, mend


def sha256(data: bytes | str) -> str:
    """Digest 摘要: the hexadecimal SHA-256 of bytes, or of a str as UTF-8."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def write(path: Path, data: bytes | str) -> None:
    """Write a file atomically 原子写入: a reader finds the old whole file or the new whole one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data.encode() if isinstance(data, str) else data)
            out.flush()
            os.fsync(out.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def text(path: Path) -> str:
    """Text 文本 of a UTF-8 file, newlines as Python's ``open`` gives them.

    Raises
    ------
    Fault : the file is missing, a folder, unreadable, empty, binary or not UTF-8 (with the line
        of the first bad byte and the command that converts it).
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise Fault(
            path, "no such file and no speech of that id", "see `huayu check` for the ids"
        ) from None
    except IsADirectoryError:
        raise Fault(
            path, "is a folder", "name a text file, or a folder that holds text.txt"
        ) from None
    except OSError as error:
        raise Fault(path, f"cannot be read ({error.strerror})", "check its permissions") from None
    if not data.strip():
        raise Fault(path, "is empty", "give a file with text")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Fault(path, "is UTF-16", _convert(path, "utf-16"), line=1)
    if b"\x00" in data[:65536]:
        raise Fault(path, "is binary, not text", "save its text as UTF-8 first")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        kind = _encoding(data)
        if kind is None:
            raise Fault(path, "is binary, not text", "save its text as UTF-8 first", line) from None
        raise Fault(
            path, f"is not UTF-8 (it reads as {kind})", _convert(path, kind), line
        ) from None
    return path.read_text(encoding="utf-8")


def _convert(path: Path, kind: str) -> str:
    return f"convert it: iconv -f {kind} -t utf-8 {path} > new.txt"


def _encoding(data: bytes) -> str | None:
    """First of the encodings that Chinese texts come in that reads the bytes as mostly Chinese."""
    for kind in ("gb18030", "big5"):
        try:
            read = data.decode(kind)
        except UnicodeDecodeError:
            continue
        if sum("\u3000" <= char <= "\u9fff" or char in "，。！？" for char in read) > len(read) / 2:
            return kind
    return None
