"""Desk 校对台: the reading edition of a speech on this machine alone, where corrections are taken.

A server on the loopback address gives the page and takes what a reader says on it into the
speech's corrections.csv. Both need the token of the run, which stands in the address that is told.
"""

from __future__ import annotations

import hmac
import re
import secrets
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from huayu import corpus, edition
from huayu.corpus import Speech
from huayu.export import returned
from huayu.files import Fault, shown
from huayu.languages import Language

HOST = "127.0.0.1"
LARGEST = 4 * 1024 * 1024  # bytes of corrections sent at once: some twenty thousand lines


class Desk(ThreadingHTTPServer):
    """A desk 校对台 for one speech; ``address`` is what to open in a browser.

    Parameters
    ----------
    speech : a speech of corpus/; its page is made anew each time it is asked for.
    port : of the loopback address; 0 takes a free one.
    told : is told how many lines each saving added.
    lang : language in which the page opens.
    """

    daemon_threads = True

    def __init__(
        self,
        speech: Speech,
        port: int = 0,
        told: Callable[[str], None] = lambda line: None,
        lang: Language | None = None,
    ):
        """Bind the port; the desk answers once ``serve_forever`` runs."""
        if speech.folder is None or not (speech.folder / "meta.toml").exists():
            mend = "add it first: huayu add FILE"
            raise Fault(speech.id, "is no speech of corpus/, so it takes no corrections", mend)
        self.source, self.house, self.told, self.lang = speech.id, speech.root, told, lang
        self.token = secrets.token_urlsafe(16)
        try:
            super().__init__((HOST, port), _Answers)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise Fault(
                f"{HOST}:{port}", f"cannot be served ({reason})", "name another --port"
            ) from None

    @property
    def address(self) -> str:
        """Address 网址 of the page, with the token."""
        return f"http://{HOST}:{self.server_port}/?token={self.token}"

    @property
    def speech(self) -> Speech:
        """The speech as it is now, with the corrections taken so far."""
        return corpus.load(self.source, self.house)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say in a line that a request came to nothing, as one that is cut off; go on."""
        self.told(shown(f"a request failed: {sys.exc_info()[1]!r}"))


class _Answers(BaseHTTPRequestHandler):
    """Answers of a desk: the page, and the place that takes corrections."""

    server: Desk
    server_version, sys_version = "huayu", ""
    timeout = 30  # seconds without a byte, after which a connection is given up

    def do_GET(self) -> None:
        """Give the page."""
        if not self._allowed("/"):
            return
        save = f"/corrections?token={self.server.token}"
        try:
            page = edition.page(self.server.speech, save=save, lang=self.server.lang)
        except Fault as fault:  # text or corrections have been changed by hand meanwhile
            self._answer(500, str(fault))
        else:
            self._answer(200, page, "text/html")

    def do_POST(self) -> None:
        """Take corrections, all or none."""
        if not self._allowed("/corrections"):
            return
        told = self.headers.get("Content-Length", "")
        if not re.fullmatch("[0-9]{1,9}", told) or int(told) > LARGEST:
            self._answer(413, "too many corrections at once")
            return
        try:
            content = self.rfile.read(int(told)).decode("utf-8")
            count = returned.taken(self.server.speech, content, Path("corrections"))
        except UnicodeDecodeError:
            self._answer(400, "corrections are no UTF-8")
        except Fault as fault:
            self._answer(400, str(fault))
        else:
            self.server.told(f"{count} lines added to corrections.csv of {self.server.source}")
            self._answer(200, str(count))

    def _allowed(self, path: str) -> bool:
        """Whether a request is for a path and has the token, and comes from the page's own host."""
        try:
            asked = urlsplit(self.path)
        except ValueError:  # half an address of IPv6
            self._answer(400, "this is no address")
            return False
        given = parse_qs(asked.query).get("token", [""])[0]
        own = f"{HOST}:{self.server.server_port}"
        known = hmac.compare_digest(given.encode(), self.server.token.encode())
        origin = self.headers.get("Origin", f"http://{own}")
        if asked.path != path:
            self._answer(404, "there is nothing here")
        elif not known or self.headers.get("Host") != own or origin != f"http://{own}":
            self._answer(403, "open the address that huayu told")
        else:
            return True
        return False

    def _answer(self, status: int, content: str, kind: str = "text/plain") -> None:
        body = content.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name in ("Cache-Control: no-store", "Referrer-Policy: no-referrer"):
            self.send_header(*name.split(": "))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of a request: its address holds the token."""
