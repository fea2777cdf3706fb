"""No way leads from a public page to an address that is not public."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from capture.browser.addresses import Address, is_public
from capture.browser.gate import Gate
from capture.browser.gate_peer import _owner_in_table, is_ours, owner
from capture.browser.gate_policy import HostRule, canonical_host, host_named_by, scheme_refusal
from capture.browser.gate_socks import read_greeting, read_request
from capture.browser.gate_tunnel import Far, Link

PUBLIC = "93.184.215.14"


class Site:
    """A loopback server that stands for the public Internet, and remembers who asked for what."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.redirects: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                site.asked.append((self.headers["Host"], self.path))
                path = self.path.partition("?")[0]
                body = site.pages.get(path, "").encode()
                self.send_response(302 if path in site.redirects else 200)
                if path in site.redirects:
                    self.send_header("Location", site.redirects[path])
                kind = "text/javascript" if path.endswith(".js") else "text/html; charset=utf-8"
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Internet:
    """Names, and a way to addresses that leads to `Site` whatever public address is asked for."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.names: dict[str, list[list[str]]] = {"public.test": [[PUBLIC]]}
        self.dialled: list[str] = []

    async def resolve(self, host: str) -> tuple[Address, ...]:
        answers = self.names.get(host)
        if not answers:
            raise OSError("Name or service not known")
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return tuple(ip_address(text) for text in answer)

    async def dial(self, host: str, port: int, addresses: Sequence[Address], link: Link) -> Far:
        self.dialled += [str(address) for address in addresses]
        loop = asyncio.get_running_loop()
        # From another loopback address, so that the two ends differ as they do on a network.
        _, far = await loop.create_connection(
            link.far, "127.0.0.1", self.site.port, local_addr=("127.0.0.2", 0)
        )
        return far


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture(scope="module")
def internet(site: Site) -> Internet:
    return Internet(site)


@pytest.fixture(scope="module")
def gate(internet: Internet) -> Iterator[Gate]:
    with Gate(resolve=internet.resolve, dial=internet.dial) as gate:
        yield gate


@pytest.fixture(scope="module")
def gated(launch_browser: Callable[..., Browser], gate: Gate) -> Iterator[Browser]:
    browser = launch_browser(proxy=gate.proxy, args=list(gate.launch_arguments))
    yield browser
    browser.close()


@pytest.fixture
def tab(gated: Browser) -> Iterator[Page]:
    context = gated.new_context()
    yield context.new_page()
    context.close()


VECTORS = {
    "image": "<img src='http://10.0.0.1/secret'>",
    "frame": "<iframe src='http://10.0.0.1/secret'></iframe>",
    "script": "<script src='http://10.0.0.1/secret'></script>",
    "style": "<link rel=stylesheet href='http://10.0.0.1/secret'>",
    "decimal": "<img src='http://167772161/secret'>",
    "octal": "<img src='http://012.0.0.1/secret'>",
    "hexadecimal": "<img src='http://0xa000001/secret'>",
    "mapped": "<img src='http://[::ffff:10.0.0.1]/secret'>",
    "full width": "<img src='http://１０.0.0.1/secret'>",
    "fetch": "<script>fetch('http://10.0.0.1/secret', {mode: 'no-cors'}).catch(() => 0)</script>",
    "beacon": "<script>navigator.sendBeacon('http://10.0.0.1/secret', 'x')</script>",
    "websocket": "<script>new WebSocket('ws://10.0.0.1/secret')</script>",
    "redirected image": "<img src='/to-private'>",
    "redirected frame": "<iframe src='/to-private'></iframe>",
    "worker": "<script>new Worker('/worker.js')</script>",
    "prefetch": "<link rel=prefetch href='http://10.0.0.1/secret'>",
    "form in a frame": "<iframe name=f></iframe><form id=q target=f method=post"
    " action='http://10.0.0.1/secret'></form><script>q.submit()</script>",
    "event source": "<script>new EventSource('http://10.0.0.1/secret')</script>",
    "meta refresh in a frame": '<iframe srcdoc="<meta http-equiv=refresh'
    " content='0;http://10.0.0.1/secret'>\"></iframe>",
    "css import": "<style>@import 'http://10.0.0.1/secret'; </style>",
    "font": "<style>@font-face{font-family:x;src:url(http://10.0.0.1/secret)}"
    "body{font-family:x}</style>text",
    "video": "<video src='http://10.0.0.1/secret' autoplay></video>",
    "object": "<object data='http://10.0.0.1/secret'></object>",
}


@pytest.mark.parametrize("vector", VECTORS)
def test_public_page_reaches_no_private_address(
    vector: str, gate: Gate, tab: Page, site: Site, internet: Internet
) -> None:
    site.pages["/"] = "<!doctype html>" + VECTORS[vector]
    site.pages["/worker.js"] = "fetch('http://10.0.0.1/secret', {mode: 'no-cors'})"
    site.redirects["/to-private"] = "http://10.0.0.1/secret"
    site.asked.clear()
    internet.dialled.clear()
    with gate.visit("http://public.test/") as visit:
        tab.goto("http://public.test/", wait_until="commit")
        _until(tab, lambda: bool(visit.refusals))
        assert {one.rule for one in visit.refusals} == {"private"}
        assert {one.host for one in visit.refusals} <= {"10.0.0.1", "::ffff:a00:1"}
    assert not any(path == "/secret" for _, path in site.asked)
    assert set(internet.dialled) == {PUBLIC}


def _until(tab: Page, condition: Callable[[], bool]) -> None:
    for _ in range(200):
        if condition():
            return
        tab.wait_for_timeout(25)


def test_redirect_of_the_page_itself_is_refused_and_named(
    gate: Gate, tab: Page, site: Site
) -> None:
    site.redirects["/go"] = "http://169.254.169.254/latest/meta-data"
    with gate.visit("http://public.test/go") as visit:
        with pytest.raises(Exception, match="ERR_SOCKS_CONNECTION_FAILED"):
            tab.goto("http://public.test/go")
        refusal = visit.refusal_of("http://169.254.169.254/latest/meta-data")
    assert refusal is not None
    assert refusal.sentence() == "169.254.169.254:80 is not a public address (metadata)"


def test_rebound_name_does_not_win(gate: Gate, tab: Page, site: Site, internet: Internet) -> None:
    internet.names["rebind.test"] = [[PUBLIC], ["127.0.0.1"]]
    site.pages["/"] = "<p>first</p>"
    internet.dialled.clear()
    with gate.visit("http://rebind.test/") as visit:
        tab.goto("http://rebind.test/")
        # Another port needs a new connection, and would ask the name server again.
        tab.evaluate("fetch('http://rebind.test:8081/', {mode: 'no-cors'}).catch(() => 0)")
        assert not visit.refusals
    assert set(internet.dialled) == {PUBLIC}


def test_name_with_a_private_address_is_refused_and_with_both_reached_at_the_public_one(
    gate: Gate, tab: Page, site: Site, internet: Internet
) -> None:
    internet.names["inside.test"] = [["192.168.1.1"]]
    internet.names["both.test"] = [["192.168.1.1", PUBLIC]]
    site.pages["/"] = "<img src=http://inside.test/a><img src=http://both.test/b>"
    internet.dialled.clear()
    with gate.visit("http://public.test/") as visit:
        tab.goto("http://public.test/")
        assert [(one.host, one.address) for one in visit.refusals] == [
            ("inside.test", "192.168.1.1")
        ]
    assert set(internet.dialled) == {PUBLIC}
    assert ("both.test", "/b") in site.asked


def test_private_page_that_was_named_loads_its_own_host_and_no_other(
    gate: Gate, tab: Page, site: Site, internet: Internet
) -> None:
    internet.names["intranet.test"] = [["192.168.7.7"]]
    internet.names["alias.test"] = [["192.168.7.7"]]
    internet.names["other.test"] = [["192.168.7.8"]]
    site.pages["/"] = (
        "<img src=/own><img src=http://intranet.test:81/port><img src=http://alias.test/alias>"
        "<img src=http://public.test/cdn><img src=http://other.test/other>"
    )
    with gate.visit("http://intranet.test/") as visit:
        tab.goto("http://intranet.test/")
        assert [one.host for one in visit.refusals] == ["other.test"]
    paths = {path for _, path in site.asked}
    assert {"/own", "/port", "/alias", "/cdn"} <= paths
    assert "/other" not in paths


def test_service_that_captures_for_strangers_names_no_private_page(
    gate: Gate, tab: Page, internet: Internet
) -> None:
    internet.names["intranet.test"] = [["192.168.7.7"]]
    with gate.visit("http://intranet.test/", allow_private=False) as visit:
        with pytest.raises(Exception, match="ERR_SOCKS"):
            tab.goto("http://intranet.test/")
        assert visit.refusal_of("http://intranet.test/") is not None


def test_nothing_passes_outside_a_visit_and_kept_connections_do_not_outlive_one(
    gate: Gate, tab: Page, site: Site
) -> None:
    site.pages["/"] = "<p>hello</p>"
    with gate.visit("http://public.test/"):
        tab.goto("http://public.test/")
    site.asked.clear()
    with pytest.raises(Exception, match="ERR_"):
        tab.goto("http://public.test/?again")
    assert site.asked == []


def test_hosts_on_a_list_are_not_reached_but_the_page_is(
    gate: Gate, tab: Page, site: Site, internet: Internet
) -> None:
    internet.names["ads.test"] = [[PUBLIC]]
    site.pages["/"] = "<script src=http://ads.test/banner.js></script>"

    def block(host: str) -> HostRule | None:
        return HostRule("||ads.test^", "EasyList") if host.endswith(".test") else None

    with gate.visit("http://public.test/", block_host=block) as visit:
        tab.goto("http://public.test/")
        assert [(r.host, r.rule, r.list_name) for r in visit.refusals] == [
            ("ads.test", "||ads.test^", "EasyList")
        ]


def test_byte_budget_ends_the_loading_and_says_so(gate: Gate, tab: Page, site: Site) -> None:
    site.pages["/"] = "<p>begin</p><script src=/big.js></script><p>end</p>"
    site.pages["/big.js"] = " " * 3_000_000
    with gate.visit("http://public.test/", max_bytes=1_000_000) as visit:
        tab.goto("http://public.test/", wait_until="load", timeout=10_000)
        assert visit.partial_reason == "loading was stopped: the page had sent 1 MiB"
        assert "begin" in tab.inner_text("body")


def test_every_response_comes_from_the_gate(gate: Gate, tab: Page, site: Site) -> None:
    site.pages["/"] = "<img src=/x>"
    seen: list[tuple[str, int]] = []
    session = tab.context.new_cdp_session(tab)
    session.send("Network.enable")
    session.on(
        "Network.responseReceived",
        lambda e: seen.append((e["response"]["remoteIPAddress"], e["response"]["remotePort"])),
    )
    with gate.visit("http://public.test/") as visit:
        tab.goto("http://public.test/")
    assert seen
    assert all(visit.passed(*end) for end in seen)
    assert not visit.passed("127.0.0.1", site.port)


def test_webrtc_gathers_no_candidate_that_tells_the_machine(
    gate: Gate, tab: Page, site: Site
) -> None:
    site.pages["/"] = "<p>rtc</p>"
    with gate.visit("http://public.test/"):
        tab.goto("http://public.test/")
        found = tab.evaluate(
            """async () => {
              const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:10.0.0.1:3478'}]});
              const found = [];
              peer.onicecandidate = (e) => e.candidate && found.push(e.candidate.candidate);
              peer.createDataChannel('x');
              await peer.setLocalDescription(await peer.createOffer());
              await new Promise((done) => setTimeout(done, 500));
              return found;
            }"""
        )
    assert not [candidate for candidate in found if " udp " in candidate.lower()]


def test_another_user_of_the_machine_gets_nothing(gate: Gate, site: Site) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    ask = (
        "import socket,sys; s=socket.create_connection(('127.0.0.1', int(sys.argv[1])));"
        "s.sendall(b'\\x05\\x01\\x00'); s.settimeout(5)\n"
        "try: print(len(s.recv(2)))\nexcept OSError: print(0)"
    )
    run = [sys.executable, "-c", ask, str(gate.address[1])]
    mine = subprocess.run(run, capture_output=True, text=True, check=True)
    other = subprocess.run(
        ["/usr/bin/python3", *run[1:]], capture_output=True, text=True, check=True, user=65534
    )
    assert (mine.stdout.strip(), other.stdout.strip()) == ("2", "0")


def test_owner_of_a_socket_is_found() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname())
        with client, server.accept()[0]:
            assert is_ours(client.getsockname(), server.getsockname())
            if sys.platform == "linux":
                assert owner(client.getsockname(), server.getsockname()) == os.geteuid()
                assert owner(("127.0.0.1", 1), server.getsockname()) is None
                ends = client.getsockname(), server.getsockname()
                assert _owner_in_table(*ends) == owner(*ends)


@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (read_greeting, read_request):
        with contextlib.suppress(ValueError):
            read(data)


@given(st.text(alphabet=st.characters(codec="ascii"), min_size=1, max_size=255))
def test_request_for_any_host_name(host: str) -> None:
    data = b"\x05\x01\x00\x03" + bytes((len(host),)) + host.encode() + b"\x01\xbb"
    try:
        request = read_request(data + b"rest")
    except ValueError:
        assert not host.isprintable() or " " in host
        return
    assert request is not None
    assert (request.host, request.port, request.length) == (host.lower(), 443, len(data))
    assert all(read_request(data[:i]) is None for i in range(len(data)))


@given(st.text(max_size=60))
def test_any_text_has_a_canonical_host(text: str) -> None:
    assert canonical_host(canonical_host(text)) == canonical_host(text)
    host_named_by(f"http://{text}/")


@pytest.mark.parametrize(
    ("url", "typed", "top", "allowed"),
    [
        ("https://example.org/", False, True, True),
        ("file:///etc/passwd", False, True, False),
        ("file:///etc/passwd", True, True, True),
        ("FILE:///etc/passwd", False, False, False),
        ("data:text/html,x", False, True, False),
        ("data:text/html,x", False, False, True),
        ("view-source:https://example.org", True, True, False),
        ("chrome://version", True, True, False),
        ("ftp://example.org/", True, True, False),
        ("javascript:alert(1)", True, True, False),
        ("about:blank", False, True, True),
        ("blob:https://example.org/0b2c", False, True, True),
    ],
)
def test_schemes(url: str, typed: bool, top: bool, allowed: bool) -> None:
    assert (scheme_refusal(url, typed=typed, top=top) is None) == allowed


def test_only_public_addresses_stand_for_the_internet() -> None:
    assert is_public(PUBLIC)
