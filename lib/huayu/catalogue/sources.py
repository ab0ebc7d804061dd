"""Sources 来源: the files of public repositories, from the network or from a downloaded copy."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO
from urllib.parse import quote, urlsplit

from huayu.files import Fault

# whence files of a repository at a commit are served; a mirror has the same paths below it
SERVER = "https://raw.githubusercontent.com"
SECONDS = 30  # without a byte, after which a connection is given up
LARGEST = 64 * 1024 * 1024  # bytes: the largest file of the catalogue has 8 MB
LOOPBACK = ("127.0.0.1", "localhost", "::1")
COPY = "or take a downloaded copy: --from DIR"


def fetched(repository: str, commit: str, path: str, server: str = SERVER) -> bytes:
    """Bytes 文件内容 of a file in a public repository, over https.

    Parameters
    ----------
    repository, commit, path : ``owner/name``, the commit, and the file's path in it.
    server : address that serves ``/owner/name/commit/path``; plain http only on this machine.

    Raises
    ------
    Fault : no network, no such file, a redirect away from https, a connection that is cut, a file
        of over 64 MB.
    """
    address = f"{server}/{repository}/{commit}/{quote(path)}"
    if not _safe(address):
        raise Fault(server, "is no https address", "give --server https://…")
    try:
        with _OPENER.open(address, timeout=SECONDS) as answer:
            return _whole(answer, address)
    except urllib.error.HTTPError as error:
        what = f"cannot be had (status {error.code}: {error.reason})"
        raise Fault(address, what, f"the file may have moved; look there, {COPY}") from None
    except (http.client.HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise Fault(address, f"cannot be reached ({reason})", f"try again, {COPY}") from None


def copied(folder: Path, repository: str, path: str) -> bytes:
    """Bytes 文件内容 of a file in a downloaded copy.

    It is looked for as ``DIR/owner/name/path``, ``DIR/name/path`` and ``DIR/path``.

    Raises
    ------
    Fault : none of them is there.
    """
    places = (folder / repository, folder / repository.partition("/")[2], folder)
    for place in places:
        if (place / path).is_file():
            return (place / path).read_bytes()
    raise Fault(folder / path, "is not there", f"copy {repository} into {folder}")


def _safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # half an address of IPv6, or a host that is written in no alphabet
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to https only."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if not _safe(newurl):
            raise urllib.error.HTTPError(newurl, code, "leads away from https", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_OPENER = urllib.request.build_opener(_Redirects)


def _whole(answer: http.client.HTTPResponse, address: str) -> bytes:
    """All bytes of an answer, or a fault where there are too many or too few."""
    content = answer.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Fault(address, "has over 64 MB", "that is no file of the catalogue")
    told = answer.headers.get("Content-Length")
    if told and told.isdecimal() and (len(told) > 18 or len(content) < int(told)):
        raise Fault(address, f"was cut off after {len(content):,} bytes", f"try again, {COPY}")
    return content
