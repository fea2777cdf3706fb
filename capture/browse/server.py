"""The local server of `capture browse`: loopback only, reading only, no script anywhere.

Every answer carries a policy that runs nothing and loads nothing from elsewhere; the ``Host``
header must name this machine, so that no web page can reach the server through a rebound name.
Files of a capture are served as pictures, or as attachments in a sandbox of their own.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import jinja2

from capture.archive.catalogue import Query
from capture.browse.library import Capture, ChangedPlace, Library, Mark
from capture.render.values import EXPLAIN_NAME

PAGE_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
FILE_POLICY = "default-src 'none'; sandbox; base-uri 'none'; frame-ancestors 'none'"
PICTURES = frozenset({"page.png", "original.png", EXPLAIN_NAME})
PAGE_SIZE = 50
# Longer than any path of an archive; what is longer is no link of ours.
_MAX_TARGET = 8_192
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a body and what it is."""

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: HTTPStatus = HTTPStatus.OK
    policy: str = PAGE_POLICY
    attachment: str = ""


class Site:
    """The pages, as functions from path and query to an `Answer`."""

    def __init__(self, archive: Path) -> None:
        self._library = Library(archive)
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader("capture.browse"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["path"] = lambda text: quote(str(text), safe="/")
        self._templates.filters["size"] = _size
        self._pages: dict[str, Callable[[str, dict[str, str]], Answer]] = {
            "": self._list,
            "capture": self._capture,
            "removed": self._removed,
            "beside": self._beside,
            "compare": self._compare,
            "file": self._file,
            "pdf": self._pdf,
            "marks.css": self._marks_css,
            "places.css": self._places_css,
            "style.css": self._style,
        }

    def answer(self, target: str) -> Answer:
        """Return the answer to a GET of ``target``."""
        if len(target) > _MAX_TARGET:
            return self._missing()
        parts = urlsplit(target)
        page, _, rest = parts.path.lstrip("/").partition("/")
        given = {k: v[0] for k, v in parse_qs(parts.query, max_num_fields=20).items()}
        found = self._pages.get(page)
        return found(unquote(rest), given) if found else self._missing()

    def _render(self, name: str, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> Answer:
        text = self._templates.get_template(name).render(**values)
        return Answer(text.encode("utf-8", "replace"), status=status)

    def _missing(self) -> Answer:
        return self._render("missing.html", HTTPStatus.NOT_FOUND)

    def _list(self, rest: str, given: dict[str, str]) -> Answer:
        if rest:
            return self._missing()
        query = Query(
            text=given.get("q", "")[:200],
            host=given.get("host", "")[:300],
            url=given.get("url", ""),
            since=_day(given.get("since", "")),
            until=_day(given.get("until", "")),
        )
        number = (
            max(1, int(given["page"])) if re.fullmatch(r"\d{1,6}", given.get("page", "")) else 1
        )
        entries, total = self._library.find(query, PAGE_SIZE, (number - 1) * PAGE_SIZE)
        pages = -(-total // PAGE_SIZE)
        return self._render(
            "list.html", query=query, entries=entries, total=total, number=number, pages=pages,
            hosts=self._library.hosts(), link=_list_link,
        )  # fmt: skip

    def _capture(self, path: str, given: dict[str, str]) -> Answer:
        capture = self._library.capture(path)
        if capture is None:
            return self._missing()
        return self._render(
            "capture.html",
            capture=capture,
            text=self._library.text(capture),
            pdf_pages=min(self._library.pdf_pages(capture), 20),
            pictures=PICTURES,
        )

    def _removed(self, path: str, given: dict[str, str]) -> Answer:
        capture = self._library.capture(path)
        ledger = self._library.ledger(capture) if capture else None
        if capture is None or ledger is None:
            return self._missing()
        return self._render("removed.html", capture=capture, ledger=ledger)

    def _beside(self, path: str, given: dict[str, str]) -> Answer:
        capture = self._library.capture(path)
        return self._render("beside.html", capture=capture) if capture else self._missing()

    def _compare(self, rest: str, given: dict[str, str]) -> Answer:
        pair = self._pair(given)
        if pair is None:
            return self._missing()
        before, after = pair
        comparison = self._library.compare(before, after)
        return self._render("compare.html", before=before, after=after, comparison=comparison)

    def _pair(self, given: dict[str, str]) -> tuple[Capture, Capture] | None:
        before = self._library.capture(given.get("a", ""))
        after = self._library.capture(given.get("b", ""))
        return (before, after) if before and after else None

    def _file(self, path: str, given: dict[str, str]) -> Answer:
        folder, _, name = path.rpartition("/")
        capture = self._library.capture(folder)
        found = self._library.file(capture, name) if capture else None
        if found is None:
            return self._missing()
        if name in PICTURES:
            return Answer(found[0].read_bytes(), "image/png", policy=FILE_POLICY)
        kind = "application/octet-stream" if name.endswith(".html") else found[1].media_type
        return Answer(found[0].read_bytes(), kind, policy=FILE_POLICY, attachment=name)

    def _pdf(self, path: str, given: dict[str, str]) -> Answer:
        folder, _, name = path.rpartition("/")
        capture = self._library.capture(folder)
        number = int(name[:-4]) if re.fullmatch(r"\d{1,5}\.png", name) else 0
        picture = self._library.pdf_picture(capture, number) if capture else None
        return Answer(picture, "image/png", policy=FILE_POLICY) if picture else self._missing()

    def _marks_css(self, path: str, given: dict[str, str]) -> Answer:
        capture = self._library.capture(path)
        ledger = self._library.ledger(capture) if capture else None
        return _css([] if ledger is None else [("m", mark) for mark in ledger.removed])

    def _places_css(self, rest: str, given: dict[str, str]) -> Answer:
        pair = self._pair(given)
        if pair is None:
            return _css([])
        found = self._library.compare(*pair)
        return _css([*(("a", p) for p in found.before), *(("b", p) for p in found.after)])

    def _style(self, rest: str, given: dict[str, str]) -> Answer:
        style = resources.files("capture.browse").joinpath("style.css").read_bytes()
        return Answer(style, "text/css; charset=utf-8")


def _css(boxes: list[tuple[str, Mark]] | list[tuple[str, ChangedPlace]] | list[Any]) -> Answer:
    # Positions are whole numbers in hundredths of a per cent: nothing of a page's gets in.
    rules = (
        f"#{letter}{box.number}{{left:{box.left / 100}%;top:{box.top / 100}%;"
        f"width:{box.width / 100}%;height:{box.height / 100}%}}\n"
        for letter, box in boxes
    )
    return Answer("".join(rules).encode(), "text/css; charset=utf-8")


def _day(text: str) -> str:
    return text if _DAY.fullmatch(text) else ""


def _size(count: int) -> str:
    for unit in ("bytes", "KB", "MB", "GB"):
        if count < 1024 or unit == "GB":
            return f"{count:.0f} {unit}"
        count = count / 1024  # type: ignore[assignment]
    return ""


def _list_link(query: Query, page: int) -> str:
    given = {"q": query.text, "host": query.host, "url": query.url,
             "since": query.since, "until": query.until, "page": str(page)}  # fmt: skip
    return "/?" + "&".join(
        f"{name}={quote(value, safe='')}" for name, value in given.items() if value
    )


class _Handler(BaseHTTPRequestHandler):
    site: Site
    server_version = "capture"
    sys_version = ""
    # A client that says nothing is let go.
    timeout = 30

    def do_GET(self) -> None:
        """Answer a GET."""
        self._send(self._answer())

    def do_HEAD(self) -> None:
        """Answer a HEAD like a GET, without the body."""
        self._send(self._answer())

    def _answer(self) -> Answer:
        if not self._host_is_ours():
            refused = b"This server answers to this machine's own names only.\n"
            return Answer(refused, "text/plain; charset=utf-8", HTTPStatus.MISDIRECTED_REQUEST)
        return self.site.answer(self.path)

    def _host_is_ours(self) -> bool:
        name, _, port = self.headers.get("Host", "").rpartition(":")
        address = self.server.server_address
        assert isinstance(address, tuple)
        return name in _NAMES and port == str(address[1])

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Content-Security-Policy", answer.policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cache-Control", "no-cache")
        if answer.attachment:
            self.send_header("Content-Disposition", f'attachment; filename="{answer.attachment}"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
        """Say nothing: stdout is for the address."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    address_family = socket.AF_INET

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away."""


def make_server(archive: Path, port: int = 0) -> ThreadingHTTPServer:
    """Return a server for ``archive`` on loopback; ``port`` 0 takes any that is free."""
    handler = type("Handler", (_Handler,), {"site": Site(archive)})
    return _Server(("127.0.0.1", port), handler)
