"""Files 文件: whole files, read strictly and written atomically."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import select
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from glob import escape
from pathlib import Path
from unicodedata import category

MOST = 256 << 20  # bytes of one input: some hundred long books; archives are read by blocks instead
# how files begin that hold a text, but not as such: `huayu add` reads them, or says why not
DOCUMENTS = {
    b"PK\x03\x04": "a Word file or another package",
    b"%PDF": "a PDF file",
    b"\xd0\xcf\x11\xe0": "a legacy Office file",
    b"{\\rtf": "an RTF file",
}
KIND = 4  # bytes that tell a page (<!do) or a workbook from any other file
PATIENCE = 10.0  # seconds that a pipe may wait for the program that writes into it to begin
LOCK = ".huayu.lock"  # in a folder that one run at a time writes into; it stays there, empty


class Fault(ValueError):
    """A fault 错误 in the user's input: one line that names the file, the place and the mend.

    The command line prints it to stderr and exits with status 2.

    >>> print(Fault("corpus/x/meta.toml", "field date is missing", "add date = \\"2021\\"", line=3))
    corpus/x/meta.toml:3: field date is missing; add date = "2021"
    """

    def __init__(self, file: str | Path, what: str, mend: str, line: int | None = None):
        """Name the file, what is wrong, how to mend it, and the line where one is known."""
        place = f"{file}:{line}" if line else f"{file}"
        super().__init__(shown(" ".join(f"{place}: {what}; {mend}".split())))
        self.file, self.line, self.what, self.mend = Path(file), line, what, mend


def shown(name: str | Path) -> str:
    r"""A name as it is shown 显示: what is neither printable nor a blank of any width, escaped.

    >>> print(shown("a\x1b[2Jb"), shown("c\udcff"))
    a\x1b[2Jb c\udcff
    """
    return "".join(
        c if c.isprintable() or category(c) == "Zs" else c.encode("unicode_escape").decode("ascii")
        for c in str(name)
    )


def near(name: str, known: Iterable[str]) -> str:
    """What is near 近似的名称 to a name that is not known, as the end of a sentence.

    >>> near("quotatoins", ["quotations", "rhetoric"]), near("x", ["quotations"])
    ('; did you mean quotations?', '')
    """
    found = get_close_matches(name, [*known], n=2)
    return f"; did you mean {' or '.join(found)}?" if found else ""


def sha256(data: bytes | str) -> str:
    """Digest 摘要: the hexadecimal SHA-256 of bytes, or of a str as UTF-8."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def write(path: Path, data: bytes | str) -> None:
    """Write a file atomically 原子写入: a reader finds the old whole file or the new whole one.

    A symbolic link stays, and the file that it names is written. What a killed writer of the same
    file left beside it is removed. Of two that write it at a time, one may take what the other has
    begun for such a rest; that one writes it again.

    Raises
    ------
    Fault : the path is a device, a pipe or a folder, which nothing may take the place of.
    """
    if "\0" in str(path):
        raise Fault(path, "is no path (embedded null byte)", "name a file to write")
    if path.exists() and not path.is_file():
        raise Fault(path, "is no ordinary file, and is not replaced", "name a file to write")
    path = Path(os.path.realpath(path))  # a loop of links is named, not followed
    path.parent.mkdir(parents=True, exist_ok=True)
    for rest in path.parent.glob(f".{escape(path.name)}.{'?' * 8}.tmp"):  # as mkstemp names them
        rest.unlink(missing_ok=True)
    content = data.encode() if isinstance(data, str) else data
    while not _replaced(path, content):
        continue


def put(path: Path, data: bytes | str) -> Path:
    """Put a page or a workbook where a reader asked for it 存; the path.

    Raises
    ------
    Fault : the place cannot be written to, or holds what does not begin as such files do: a text
        or a thesis that was named by mistake is not replaced.
    """
    begin = (data.encode() if isinstance(data, str) else data)[:KIND]
    try:
        if path.is_file():
            with path.open("rb") as there:
                if there.read(KIND) not in (b"", begin):
                    what = "holds something else, and is not replaced"
                    raise Fault(path, what, "name another file")
        write(path, data)
    except OSError as error:
        raise Fault(path, f"cannot be written ({error.strerror})", "name another file") from None
    return path


def _replaced(path: Path, content: bytes) -> bool:
    """Put content in place of a file; False where another writer has removed what was begun."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(out.fileno(), 0o666 & ~mask)
        try:
            os.replace(name, path)
        except FileNotFoundError:
            return False
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


@contextmanager
def alone(folder: Path, wait: bool = False) -> Iterator[None]:
    """Hold a folder alone 独占, made if need be: one run at a time writes into it.

    The lock falls with the process that holds it, however that ends.

    Parameters
    ----------
    wait : take turns, for what is written in no time; otherwise the second is refused.

    Raises
    ------
    Fault : another run holds the folder, or the folder cannot be written to.
    """
    from filelock import FileLock, Timeout  # for those that write alone

    lock = FileLock(folder / LOCK, timeout=-1 if wait else 0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:  # first: it is an OSError too
        raise Fault(folder, "another run is under way", "wait for its end") from None
    except OSError as error:
        what = f"cannot be written to ({error.strerror or error})"
        raise Fault(folder, what, "make room or name another") from None
    try:
        yield
    finally:
        lock.release()


def characters(said: str) -> str:
    """Characters 字符 of a text: half surrogate pairs, which JSON can escape, as U+FFFD.

    No encoding can write them; the replacement character keeps every offset.

    >>> characters("改" + chr(0xD83D) + "革") == "改\\ufffd革"
    True
    """
    return said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def text(path: Path, empty: bool = False) -> str:
    """Text 文本 of a UTF-8 file, newlines as Python's ``open`` gives them.

    ``empty`` lets a file without text pass.

    Raises
    ------
    Fault : the file is missing, a folder, unreadable, empty, a document of an office program,
        binary or not UTF-8 (with the line of the first bad byte and the command that converts it).
    """
    data = content(path)
    kind = next((name for begin, name in DOCUMENTS.items() if data.startswith(begin)), None)
    if kind:
        raise Fault(path, f"is {kind}, and no plain text", f"take it in first: huayu add {path}")
    if not empty and not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise Fault(path, "is empty", "give a file with text")
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data:
            raise UnicodeDecodeError("utf-8", data, 0, 1, "zero bytes, or the mark of UTF-16")
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        kind = encoding(data)
        if kind is None:
            raise Fault(
                path, "is binary, or in an unknown encoding", "save its text as UTF-8"
            ) from None
        mend = f"convert it: iconv -f {kind} -t utf-8 {path} > new.txt"
        raise Fault(path, f"is not UTF-8 (it reads as {kind.upper()})", mend, line) from None
    return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def sheet(path: Path) -> str:
    """Table 表格文本 as a spreadsheet saved it: UTF-8 with or without its mark, or GB18030.

    The last is what a Chinese Excel calls CSV; newlines are those of ``open``.

    Raises
    ------
    Fault : as :func:`content`; the file is a workbook, or in another encoding.
    """
    data = content(path)
    for kind in ("utf-8-sig", "gb18030"):
        try:
            read = data.decode(kind)
        except UnicodeDecodeError:
            continue
        if "\x00" not in read:
            return read.replace("\r\n", "\n").replace("\r", "\n")
    raise Fault(path, "is no CSV that can be read", "save it in the spreadsheet as CSV UTF-8")


def rows(content: str, path: Path, columns: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows 行 of a CSV table that has some columns, each with the number of its first line.

    What a row lacks at its end is empty.

    Raises
    ------
    Fault : a column is missing, a row has more cells than the header, or is none, as with a
        quotation mark that never closes.
    """
    reader = csv.DictReader(io.StringIO(content, newline=""), restval="")
    heading = f"head it {','.join(columns)}"
    try:
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
    except csv.Error as error:
        raise Fault(path, f"has no heading ({error})", heading, 1) from None
    if missing:
        raise Fault(path, f"column {missing[0]} is missing", heading, 1)
    number = reader.line_num + 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = f"cannot be read from here on ({error})"
            mend = "look for a quotation mark without its other"
            raise Fault(path, what, mend, number) from None
        if None in row:
            mend = "put quotation marks around cells that hold a comma"
            raise Fault(path, "has more cells than its heading", mend, number)
        yield number, row
        number = reader.line_num + 1


def content(path: Path, most: int = MOST) -> bytes:
    """Content 内容 of a file, a pipe or standard input (``/dev/stdin``): read once, and bounded.

    Parameters
    ----------
    most : bytes, at most.

    Raises
    ------
    Fault : there is no such file, it is a folder or unreadable, it has more than ``most`` bytes or
        never ends, or nobody writes into the pipe.
    """
    try:
        data = _read(path, most + 1)
    except FileNotFoundError:
        what, mend = "no such file", "check its name"
    except IsADirectoryError:
        what, mend = "is a folder", "name a text file, or a folder that holds text.txt"
    except OSError as error:
        what, mend = f"cannot be read ({error.strerror})", "check its name and permissions"
    except ValueError as error:  # a zero byte in the name
        what, mend = f"is no path ({error})", "name a file or an id"
    else:
        if len(data) <= most:
            return data
        what, mend = f"has more than {most >> 20} MB, or never ends", "give a smaller file"
    raise Fault(path, what, mend)


def _read(path: Path, most: int) -> bytes:
    """The first bytes of a file; a pipe is read to its end, and is empty where nobody writes."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        kind = os.fstat(handle).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError
        if stat.S_ISFIFO(kind) and hasattr(select, "poll"):
            begun = select.poll()
            begun.register(handle)
            begun.poll(PATIENCE * 1000)
        if not stat.S_ISREG(kind) and hasattr(os, "set_blocking"):
            os.set_blocking(handle, True)  # only the opening must not wait for ever
        return file.read(most)


# the commonest characters of Chinese texts in both scripts: every sixth one or more in the right
# encoding, next to none in a wrong one
_COMMON = frozenset("的一是不了在人有我他这這中大来來上国國个個到为為们們和地会會民要")
_COMMON_SHARE = 0.05


def encoding(data: bytes) -> str | None:
    """Encoding 编码 in which bytes read best as Chinese; None where they read so in none.

    The encodings that Chinese texts come in are tried, and the share of the commonest characters
    decides: GB18030 reads nearly any bytes as some Chinese, but as rare ones.

    >>> encoding("我们要为人民服务".encode("big5", "ignore")), encoding(b"\\x89PNG\\x00\\x01")
    ('cp950', None)
    """
    shares = {}
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for kind in ("utf-16",) if marked else ("utf-8", "gb18030", "cp950", "utf-16le", "utf-16be"):
        read = data.decode(kind, errors="ignore")
        whole = read.encode(kind, errors="ignore")
        if len(whole) >= 0.99 * len(data) and "\x00" not in read:
            shares[kind] = sum(char in _COMMON for char in read) / max(len(read), 1)
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best and shares[best] >= _COMMON_SHARE else None
