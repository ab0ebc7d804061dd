"""Packages 压缩包: the parts of a zipped document (Word, Excel, EPUB), or one line why not."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from huayu.files import Fault

# a package whose parts unpack to more than this is a bomb: the largest real one here has 2 MB
UNPACKED = 256 * 2**20
# kinds of package by a part that only they have, and what is said of those that are not read
_KINDS = (("word/", "docx"), ("xl/", "xlsx"), ("META-INF/container.xml", "epub"), ("ppt/", "pptx"))
_UNREAD = {
    "pptx": ("is a presentation", "save its text as .docx or .txt"),
    "odt": ("is an OpenDocument text", "save it as .docx first (in LibreOffice: Save As)"),
    "ods": ("is an OpenDocument spreadsheet", "save it as .xlsx or .csv first"),
    "zip": ("is a zip archive, no Word document", "unpack it and add its files"),
}
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."


class Parts(Mapping[str, bytes]):
    """Parts 部件 of a package by name, each unpacked when it is asked for.

    Raises
    ------
    Fault : the file is no package, or is encrypted, broken, packed in a way that nothing reads,
        holds two parts of one name, or unpacks to more than a document ever does.
    """

    def __init__(self, data: bytes, path: Path):
        """Look through the list of parts; none is unpacked yet."""
        self._path = path
        try:
            self._package = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
            raise Fault(path, "is a broken zip package", "save it anew, or copy its text") from None
        self._infos = {info.filename: info for info in self._package.infolist()}
        unpacked = sum(info.file_size for info in self._package.infolist())
        if unpacked > UNPACKED:
            raise Fault(path, f"unpacks to {unpacked / 2**20:.0f} MB", "do not open it")
        names = [info.filename for info in self._package.infolist()]
        twice = [name for name, times in Counter(names).items() if times > 1]
        if twice:
            raise Fault(path, f"holds two parts named {twice[0]}", "save it anew in its program")
        if any(info.flag_bits & 1 for info in self._infos.values()):
            raise Fault(path, "is encrypted", "save it without its password first")

    def __getitem__(self, name: str) -> bytes:
        """Bytes of a part."""
        info = self._infos[name]
        try:
            return self._package.read(info)
        except NotImplementedError:
            what = f"is packed in a way that cannot be read (method {info.compress_type})"
            raise Fault(self._path, what, "save it anew in its program") from None
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            ValueError,
        ) as error:
            what = f"has a broken part {name} ({error or type(error).__name__})"
            raise Fault(self._path, what, "save it anew, or copy its text") from None

    def __iter__(self) -> Iterator[str]:
        """Names of the parts."""
        return iter(self._infos)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._infos)

    def tree(self, name: str) -> Any:
        """Root of a part's XML; entities are not resolved and nothing is fetched.

        Raises
        ------
        Fault : the part is not there, or is no XML.
        """
        from lxml import etree

        if name not in self:
            raise Fault(self._path, f"has no part {name}", "save it anew in its program")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        try:
            root = etree.fromstring(self[name], parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            what = f"has a part {name} that is no XML ({error})"
            raise Fault(self._path, what, "save it anew in its program") from None
        return root


def kind(data: bytes, path: Path) -> str:
    """Kind 种类 of a package that is read: docx, xlsx or epub.

    Raises
    ------
    Fault : it is of another kind, with the way to convert it.
    """
    parts = Parts(data, path)
    found = next((kind for part, kind in _KINDS if any(n.startswith(part) for n in parts)), "zip")
    if "mimetype" in parts and (said := parts["mimetype"]).startswith(_OPEN_DOCUMENT):
        found = "ods" if b"spreadsheet" in said else "odt"
    if found in _UNREAD:
        raise Fault(path, *_UNREAD[found])
    return found


def local(element: Any) -> str:
    """Local name 元素名 of an element; empty for a comment, an entity or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Any, kind: str) -> Any:
    """The first child 子元素 of a kind; None where there is none, or no element."""
    return next((e for e in element if local(e) == kind), None) if element is not None else None


def value(element: Any, attribute: str = "val") -> str:
    """Value 属性值 of an attribute, whatever its namespace; empty where there is none."""
    if element is None:
        return ""
    named = (said for key, said in element.attrib.items() if key.rpartition("}")[2] == attribute)
    return str(next(named, ""))
