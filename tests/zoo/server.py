"""A server of faults on loopback: raw sockets, so that every lie can be told.

`Zoo` is a context manager; ``zoo.url("name")`` is where the animal lives.  Pages are in
`tests.zoo.pages`, what is expected of each in `tests.zoo.cases`.
"""

from __future__ import annotations

import base64
import hashlib
import re
import signal
import socket
import ssl
import struct
import subprocess
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

import psutil

from zoo import pages

MEGABYTE = 1 << 20


class Asked:
    """One request, and the socket to answer on in any way."""

    def __init__(self, zoo: Zoo, wire: socket.socket, target: str, headers: str) -> None:
        self.zoo = zoo
        self.wire = wire
        self.headers = headers
        self.path, _, self.query = target.partition("?")

    def send(self, data: bytes) -> None:
        self.wire.sendall(data)

    def head(self, status: str = "200 OK", **fields: str) -> None:
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
        self.send("\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode("latin-1"))

    def page(self, body: str | bytes, kind: str = "text/html; charset=utf-8", **more: str) -> None:
        data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
        self.head(Content_Type=kind, Content_Length=str(len(data)), **more)
        self.send(data)

    def redirect(self, where: str) -> None:
        self.head("302 Found", Location=where, Content_Length="0")

    def stream(self, chunks: Iterator[bytes], **more: str) -> None:
        self.head(Content_Type="text/html; charset=utf-8", Connection="close", **more)
        for chunk in chunks:
            self.send(chunk)

    def wait(self) -> None:
        """Say nothing until the zoo closes or the visitor leaves."""
        while not self.zoo.closing.wait(0.2):
            try:
                if not self.wire.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT):
                    return
            except BlockingIOError:
                continue
            except (OSError, ValueError):
                return


Fault = Callable[[Asked], None]
FAULTS: dict[str, Fault] = {}


def fault(function: Fault) -> Fault:
    """Register a handler under its name, with hyphens."""
    FAULTS[function.__name__.strip("_").replace("_", "-")] = function
    return function


class Zoo:
    """The server; threads, because most animals sit on their connection."""

    def __init__(self) -> None:
        self.closing = threading.Event()
        self.asked: list[str] = []
        self.heads: list[str] = []
        self._listeners: list[socket.socket] = []

    def __enter__(self) -> Self:
        self.port = self._listen(None, [])
        self.folder = tempfile.TemporaryDirectory()
        certificate = _certificate(Path(self.folder.name))
        if certificate:
            self.tls_port = self._listen(certificate, ["http/1.1"])
            self.h2_port = self._listen(certificate, ["h2"])
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        for listener in self._listeners:
            listener.close()
        self.folder.cleanup()

    def url(self, name: str) -> str:
        if name == "self-signed":
            return f"https://127.0.0.1:{self.tls_port}/good"
        if name == "http2-reset":
            return f"https://127.0.0.1:{self.h2_port}/"
        return f"http://127.0.0.1:{self.port}/{name}"

    def _listen(self, certificate: Path | None, protocols: list[str]) -> int:
        listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._listeners.append(listener)
        context = None
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            context.set_alpn_protocols(protocols)
        arguments = (listener, context, "h2" in protocols)
        threading.Thread(target=self._accept, args=arguments, daemon=True).start()
        return int(listener.getsockname()[1])

    def _accept(self, listener: socket.socket, context: ssl.SSLContext | None, h2: bool) -> None:
        while True:
            try:
                wire, _ = listener.accept()
            except OSError:
                return
            arguments = (wire, context, h2)
            threading.Thread(target=self._serve, args=arguments, daemon=True).start()

    def _serve(self, wire: socket.socket, context: ssl.SSLContext | None, h2: bool) -> None:
        with suppress(OSError, ValueError), wire:
            if context:
                wire = context.wrap_socket(wire, server_side=True)
            with wire:
                if h2:
                    _http2_reset(wire)
                while not h2 and (asked := self._read(wire)) and self._answer(asked):
                    pass

    def _read(self, wire: socket.socket) -> Asked | None:
        data = b""
        while b"\r\n\r\n" not in data:
            more = wire.recv(65536)
            if not more:
                return None
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        text = head.decode("latin-1")
        if found := re.search(r"(?i)content-length: (\d+)", text):
            missing = int(found[1]) - len(body)
            while missing > 0:
                missing -= len(wire.recv(min(65536, missing)))
        return Asked(self, wire, text.split(" ", 2)[1], text)

    def _answer(self, asked: Asked) -> bool:
        """Answer, and say whether the connection may be used again."""
        self.asked.append(asked.path)
        self.heads.append(asked.headers)
        name = asked.path.strip("/").split("/")[0]
        if name in pages.PAGES:
            asked.page(pages.PAGES[name])
            return True
        if name not in FAULTS:
            asked.head("404 Not Found", Content_Length="0")
            return True
        FAULTS[name](asked)
        return False


def _certificate(folder: Path) -> Path | None:
    """Make a certificate that nobody trusts; ``None`` where there is no openssl."""
    path = folder / "self-signed.pem"
    try:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "2", "-subj", "/CN=zoo", "-addext", "subjectAltName=IP:127.0.0.1",
             "-keyout", path, "-out", folder / "certificate.pem"],
            check=True, capture_output=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return None
    path.write_bytes(path.read_bytes() + (folder / "certificate.pem").read_bytes())
    return path


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def _http2_reset(wire: socket.socket) -> None:
    """Answer an HTTP/2 request with half a page and a reset (RFC 9113, frames by hand)."""
    wire.sendall(_frame(4, 0, 0, b""))
    wire.recv(65536)
    time.sleep(0.3)
    # :status 200 is entry 8 of the static table, content-type entry 31 (a literal follows).
    kind = b"text/html"
    fields = b"\x88\x0f\x10" + bytes((len(kind),)) + kind
    wire.sendall(_frame(4, 1, 0, b"") + _frame(1, 4, 1, fields))
    body = (pages.ARTICLE.split("</article>")[0] * 3).encode()
    wire.sendall(_frame(0, 0, 1, body) + _frame(3, 0, 1, struct.pack(">I", 2)))
    time.sleep(1)


# --- faults of the network ---------------------------------------------------------------------


@fault
def never_answers(asked: Asked) -> None:
    asked.wait()


@fault
def drips_the_head(asked: Asked) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Padding: " + b"x" * 600:
        asked.send(bytes((byte,)))
        if asked.zoo.closing.wait(1):
            return


@fault
def drips_the_body(asked: Asked) -> None:
    asked.head(Content_Type="text/html; charset=utf-8", Content_Length="100000")
    asked.send(pages.ARTICLE.encode())
    while not asked.zoo.closing.wait(1):
        asked.send(b".")


@fault
def cut_off(asked: Asked) -> None:
    asked.head(Content_Type="text/html; charset=utf-8", Content_Length="100000")
    asked.send(pages.ARTICLE.encode())


@fault
def reset_midway(asked: Asked) -> None:
    asked.head(Content_Type="text/html; charset=utf-8", Content_Length="100000")
    asked.send(pages.ARTICLE.encode())
    time.sleep(0.5)
    asked.wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    asked.wire.close()


@fault
def no_http(asked: Asked) -> None:
    asked.send(b"\x00\x01\x02 220 mail.example.org ESMTP\r\n" * 3)


@fault
def empty_answer(asked: Asked) -> None:
    asked.wire.close()


@fault
def headers_without_end(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\n")
    for number in range(100_000):
        asked.send(f"X-{number}: {'x' * 1000}\r\n".encode())


@fault
def endless_redirect(asked: Asked) -> None:
    asked.redirect(f"/endless-redirect?{time.monotonic_ns()}")


@fault
def redirect_to_file(asked: Asked) -> None:
    asked.redirect("file:///etc/passwd")


@fault
def redirect_to_data(asked: Asked) -> None:
    asked.redirect("data:text/html,<h1>not from here</h1>")


@fault
def redirect_to_javascript(asked: Asked) -> None:
    asked.redirect("javascript:alert(1)")


@fault
def redirect_to_private(asked: Asked) -> None:
    asked.redirect("http://169.254.169.254/latest/meta-data/")


@fault
def redirect_to_itself_as_decimal(asked: Asked) -> None:
    asked.redirect("http://167772161/")


@fault
def gzip_bomb(asked: Asked) -> None:
    """2 GiB of spaces in 2 MB."""
    asked.head(Content_Type="text/html", Content_Encoding="gzip", Connection="close")
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    asked.send(squeeze.compress(pages.ARTICLE.encode()))
    for _ in range(2048):
        asked.send(squeeze.compress(b" " * MEGABYTE))
    asked.send(squeeze.flush())


def _bomb(asked: Asked, kind: str, start: bytes) -> None:
    """4 GiB of one letter in 4 MB."""
    asked.head(Content_Type=kind, Content_Encoding="gzip", Connection="close")
    squeeze = zlib.compressobj(1, zlib.DEFLATED, 31)
    asked.send(squeeze.compress(start))
    for _ in range(4096):
        asked.send(squeeze.compress(b"x" * MEGABYTE))
    asked.send(squeeze.flush())


@fault
def pdf_bomb(asked: Asked) -> None:
    _bomb(asked, "application/pdf", b"%PDF-1.7\n")


@fault
def text_bomb(asked: Asked) -> None:
    _bomb(asked, "text/plain", b"words\n")


@fault
def text_without_end(asked: Asked) -> None:
    asked.head(Content_Type="text/plain", Connection="close")
    asked.send(b"words\n" * 1000)  # more than is needed to tell what it is
    while not asked.zoo.closing.wait(0.2):
        asked.send(b"words\n")


@fault
def hundred_megabytes(asked: Asked) -> None:
    row = "<p>" + "Words that go on and on about nothing. " * 26 + "</p>\n"
    chunk = (row * (MEGABYTE // len(row))).encode()
    asked.stream(iter([pages.ARTICLE.encode(), *([chunk] * 100)]))


@fault
def endless_page(asked: Asked) -> None:
    """HTML that never stops: the byte budget or the time budget ends it."""
    chunk = ("<p>" + "again and again " * 60 + "</p>\n").encode() * 8

    def chunks() -> Iterator[bytes]:
        yield pages.ARTICLE.encode()
        while not asked.zoo.closing.wait(0.002):
            yield chunk

    asked.stream(chunks())


@fault
def redirects_then_dies(asked: Asked) -> None:
    asked.redirect(f"http://127.0.0.1:{_closed_port()}/")


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@fault
def error_404(asked: Asked) -> None:
    body = b"<h1>Not here</h1>"
    asked.head("404 Not Found", Content_Type="text/html", Content_Length=str(len(body)))
    asked.send(body)


@fault
def error_503(asked: Asked) -> None:
    asked.head("503 Busy", Retry_After="1", Content_Length="0")


@fault
def no_content(asked: Asked) -> None:
    asked.head("204 No Content")


@fault
def download(asked: Asked) -> None:
    asked.page(b"MZ" + bytes(5000), "application/octet-stream",
               Content_Disposition='attachment; filename="../../evil.exe"')  # fmt: skip


@fault
def login_wanted(asked: Asked) -> None:
    asked.head("401 No", WWW_Authenticate='Basic realm="zoo"', Content_Length="0")


@fault
def steers_the_terminal(asked: Asked) -> None:
    asked.head("404 \x1b]0;owned\x07\x1b[2J gone", Content_Length="0")


@fault
def wants_login(asked: Asked) -> None:
    """A page for those who know the password, with a cookie for those who come."""
    if "authorization: basic" not in asked.headers.lower():
        asked.head("401 No", WWW_Authenticate='Basic realm="zoo"', Content_Length="0")
        return
    stranger = f"http://localhost:{asked.zoo.port}/login-wanted"
    asked.page(pages.article(extra=f"<img src={stranger}>"), Set_Cookie="visit=1")


# --- what pages ask for ------------------------------------------------------------------------


@fault
def slow_image(asked: Asked) -> None:
    asked.wait()


@fault
def late_dot(asked: Asked) -> None:
    asked.zoo.closing.wait(2)
    dot(asked)


@fault
def crash_renderer(asked: Asked) -> None:
    """What a segmentation fault, or a kernel without memory, does to the page's process."""
    _signal_browser(signal.SIGSEGV, renderer=True)


@fault
def kill_browser(asked: Asked) -> None:
    _signal_browser(signal.SIGKILL, renderer=False)


def _signal_browser(how: signal.Signals, *, renderer: bool) -> None:
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            words = process.cmdline()
            chromium = any(word.startswith("--remote-debugging") for word in words)
            if "--type=renderer" in words if renderer else chromium and not _typed(words):
                process.send_signal(how)


def _typed(words: list[str]) -> bool:
    return any(word.startswith("--type=") for word in words)


@fault
def dot(asked: Asked) -> None:
    """A GIF of one pixel; an SVG would be a document of its own, two thousand times."""
    pixel = base64.b64decode("R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=")
    asked.page(pixel, "image/gif")


@fault
def leaf(asked: Asked) -> None:
    asked.page("<p>leaf</p>")


@fault
def nest(asked: Asked) -> None:
    depth = int(asked.query or 0)
    asked.page(f"<p>depth {depth}</p><iframe src='/nest?{depth + 1}'></iframe>")


@fault
def attachment(asked: Asked) -> None:
    asked.page(b"x" * 1000, "application/octet-stream", Content_Disposition="attachment")


@fault
def worker_js(asked: Asked) -> None:
    asked.page("onmessage = (e) => { for (;;) {} }", "text/javascript")


@fault
def sw_js(asked: Asked) -> None:
    asked.page(
        "onfetch = (e) => e.respondWith(new Response('<h1>from the worker</h1>',"
        " {headers: {'content-type': 'text/html'}})); oninstall = () => skipWaiting();"
        " onactivate = (e) => e.waitUntil(clients.claim())",
        "text/javascript",
    )


@fault
def socket_(asked: Asked) -> None:
    """A websocket that never closes and talks for ever."""
    key = re.search(r"(?i)sec-websocket-key: (\S+)", asked.headers)
    if key is None:
        return
    digest = hashlib.sha1(f"{key[1]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11".encode()).digest()
    asked.head("101 Switching Protocols", Upgrade="websocket", Connection="Upgrade",
               Sec_WebSocket_Accept=base64.b64encode(digest).decode())  # fmt: skip
    while not asked.zoo.closing.wait(0.05):
        asked.send(b"\x81\x04ping")


@fault
def utf_16(asked: Asked) -> None:
    asked.page(b"\xff\xfe" + pages.CHARSETS.encode("utf-16-le"), "text/html")


@fault
def wrong_charset(asked: Asked) -> None:
    asked.page(pages.CHARSETS.encode(), "text/html; charset=koi8-r")


@fault
def unknown_charset(asked: Asked) -> None:
    asked.page(pages.CHARSETS.encode(), "text/html; charset=x-no-such-thing")


@fault
def no_charset(asked: Asked) -> None:
    asked.page(pages.CHARSETS.encode("cp1252", "xmlcharrefreplace"), "text/html")


@fault
def null_bytes(asked: Asked) -> None:
    body = pages.ARTICLE.replace("river", "ri\0ver").replace("<p>", "<p>\0\x01\x1b[31m\x7f￾")
    asked.page(body.encode("utf-8", "replace"), "text/html; charset=utf-8")


@fault
def strict_csp(asked: Asked) -> None:
    asked.page(
        pages.ARTICLE,
        Content_Security_Policy="default-src 'none'; require-trusted-types-for 'script';"
        " trusted-types 'none'; sandbox",
    )


@fault
def trusted_types(asked: Asked) -> None:
    asked.page(
        pages.with_script("document.body.append('scripted')"),
        Content_Security_Policy="require-trusted-types-for 'script'; trusted-types 'none'",
    )
