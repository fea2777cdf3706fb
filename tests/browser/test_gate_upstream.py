"""The user's own proxy works behind the gate, and private addresses stay out of reach."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from capture.browser.gate import Gate
from capture.browser.gate_upstream import Upstream, parse_upstream
from capture.errors import UsageError

SECRET = "pa:ss wörd"


class Proxy:
    """A proxy of few words: it answers every request itself, and remembers what it was asked."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.asked: list[str] = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            stream = client.makefile("rwb")
            try:
                (self._socks if self.kind == "socks5" else self._http)(stream)
            except (OSError, ValueError, IndexError):
                return

    def _socks(self, stream: object) -> None:
        read, write = stream.read, stream.write  # type: ignore[attr-defined]
        methods = read(read(2)[1])
        assert 2 in methods
        write(b"\x05\x02")
        stream.flush()  # type: ignore[attr-defined]
        name = read(read(2)[1]).decode()
        word = read(read(1)[0]).decode()
        write(b"\x01" + bytes((word != SECRET,)))
        stream.flush()  # type: ignore[attr-defined]
        read(4)
        host = read(read(1)[0]).decode()
        self.asked.append(f"{name} CONNECT {host}:{int.from_bytes(read(2))}")
        write(b"\x05\x00\x00\x01" + bytes(6))
        stream.flush()  # type: ignore[attr-defined]
        self._answer(stream)

    def _http(self, stream: object) -> None:
        method, target, fields = self._head(stream)
        token = base64.b64encode(f"user:{SECRET}".encode()).decode()
        if fields.get("proxy-authorization") != f"Basic {token}":
            stream.write(b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")  # type: ignore[attr-defined]
            stream.flush()  # type: ignore[attr-defined]
            return
        self.asked.append(f"{method} {target}")
        if method == "CONNECT":
            stream.write(b"HTTP/1.1 200 OK\r\n\r\n")  # type: ignore[attr-defined]
            stream.flush()  # type: ignore[attr-defined]
            self._answer(stream)
        else:
            self._say(stream)

    def _answer(self, stream: object) -> None:
        _, _, fields = self._head(stream)
        assert "proxy-authorization" not in fields
        self._say(stream)

    def _head(self, stream: object) -> tuple[str, str, dict[str, str]]:
        lines = []
        while line := stream.readline().strip().decode("latin-1"):  # type: ignore[attr-defined]
            lines.append(line)
        method, target, _ = lines[0].split(" ")
        pairs = (line.partition(":") for line in lines[1:])
        return method, target, {name.lower(): value.strip() for name, _, value in pairs}

    def _say(self, stream: object) -> None:
        body = b"<p>through the proxy</p><img src=http://10.0.0.1/x>"
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n"
        stream.write(head.encode() + b"Connection: close\r\n\r\n" + body)  # type: ignore[attr-defined]
        stream.flush()  # type: ignore[attr-defined]


@pytest.fixture(params=["http", "socks5"])
def proxy(request: pytest.FixtureRequest) -> Iterator[Proxy]:
    proxy = Proxy(request.param)
    yield proxy
    proxy.server.close()


@pytest.fixture
def gate(proxy: Proxy) -> Iterator[Gate]:
    upstream = Upstream(proxy.kind, "127.0.0.1", proxy.port, "user", SECRET)
    with Gate(upstream) as gate:
        yield gate


@pytest.fixture
def tab(launch_browser: Callable[..., Browser], gate: Gate) -> Iterator[Page]:
    browser = launch_browser(proxy=gate.proxy, args=list(gate.launch_arguments))
    yield browser.new_page()
    browser.close()


def test_page_comes_through_the_users_proxy(gate: Gate, tab: Page, proxy: Proxy) -> None:
    with gate.visit("http://public.test/a?b") as visit:
        tab.goto("http://public.test/a?b")
        assert tab.inner_text("p") == "through the proxy"
        # 443 is always asked for by CONNECT; plain HTTP elsewhere is not, where CONNECT is denied.
        tab.goto("http://public.test:443/")
        assert {one.rule for one in visit.refusals} == {"private"}
        assert not visit.failures
    if proxy.kind == "socks5":
        assert proxy.asked[0] == "user CONNECT public.test:80"
    else:
        assert proxy.asked[0] == "GET http://public.test/a?b"
    assert proxy.asked[-1].endswith("CONNECT public.test:443")
    assert not [line for line in proxy.asked if "10.0.0.1" in line]


@pytest.mark.parametrize("proxy", ["http", "socks5"], indirect=True)
def test_loopback_names_are_not_the_proxys(gate: Gate, tab: Page, proxy: Proxy) -> None:
    with gate.visit("http://public.test/") as visit:
        with pytest.raises(Exception, match="ERR_SOCKS"):
            tab.goto("http://a.localhost/")
        assert visit.refusals[0].rule == "loopback"
    assert not proxy.asked


def test_dead_proxy_is_named(launch_browser: Callable[..., Browser]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with Gate(Upstream("socks5", "127.0.0.1", port)) as gate:
        browser = launch_browser(proxy=gate.proxy, args=list(gate.launch_arguments))
        with gate.visit("http://public.test/") as visit:
            with pytest.raises(Exception, match="ERR_SOCKS"):
                browser.new_page().goto("http://public.test/")
            failure = visit.failure_of("http://public.test/")
        browser.close()
    assert failure is not None
    assert f"the proxy 127.0.0.1:{port} cannot be reached" in failure.sentence()


def test_password_is_not_shown() -> None:
    upstream = parse_upstream("socks5://me:hunter2@proxy.example:9050")
    assert upstream == Upstream("socks5", "proxy.example", 9050, "me", "hunter2")
    assert "hunter2" not in repr(upstream)
    assert parse_upstream("proxy.example") == Upstream("http", "proxy.example", 3128)


@given(st.text(max_size=60))
def test_any_text_is_a_proxy_or_a_usage_error(text: str) -> None:
    with suppress(UsageError):
        assert parse_upstream(text).host
