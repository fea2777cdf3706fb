"""Run inside a network namespace of its own: an Internet of two addresses, and `capture` in it.

93.184.215.14 stands for the public one; 10.0.0.1 is the private one that nothing may reach.  Names
are answered by a server of ours, one of them differently each time.  Prints what came of each case
as JSON.  Started by ``test_namespace.py``; needs root.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

PUBLIC, PRIVATE = "93.184.215.14", "10.0.0.1"
NAMES = {
    "public.test": [PUBLIC],
    "private.test": [PRIVATE],
    "rebinding.test": [PUBLIC, PRIVATE],  # in turn, and from then on the last
    "leak.test": [PRIVATE],
    "listed.test": [PUBLIC, PRIVATE],
}
# What an IPv4 address can be written as, or wrapped in; every one of them is 10.0.0.1.
SPELLINGS = (
    "10.0.0.1", "10.0.0.1.", "10.1", "167772161", "012.0.0.01", "0xa.0.0.1", "0xA000001",
    "%31%30.0.0.1", "１０。０。０。１", "[::ffff:10.0.0.1]", "[::10.0.0.1]", "[64:ff9b::a00:1]",
    "[2002:a00:1::]", "[64:ff9b:1::a00:1]", "[::ffff:0:a00:1]",
)  # fmt: skip
HEADERS = {
    "Link": "<https://10.0.0.1/l1>; rel=preload; as=script, <https://10.0.0.1>; rel=preconnect, "
    "<//leak.test>; rel=dns-prefetch, <https://10.0.0.1/l2>; rel=prefetch",
    "Alt-Svc": 'h2="10.0.0.1:443"; ma=600, h3="10.0.0.1:443"; ma=600, h3=":443"; ma=600',
    "Report-To": '{"group": "g", "max_age": 600, "endpoints": [{"url": "https://10.0.0.1/r"}]}',
    "Reporting-Endpoints": 'g="https://10.0.0.1/r"',
    "NEL": '{"report_to": "g", "max_age": 600, "success_fraction": 1, "failure_fraction": 1}',
    "Content-Security-Policy-Report-Only": "script-src 'none'; report-uri https://10.0.0.1/c; "
    "report-to g",
    "Speculation-Rules": '"https://10.0.0.1/rules"',
    "SourceMap": "https://10.0.0.1/m",
    "Document-Policy": "js-profiling",
}
MANY = (
    "<link rel=icon href=https://10.0.0.1/i><link rel=manifest href=https://10.0.0.1/m>"
    "<link rel=modulepreload href=https://10.0.0.1/p><link rel=prefetch href=https://10.0.0.1/p>"
    "<link rel=prerender href=https://10.0.0.1/p><link rel=stylesheet href=https://10.0.0.1/s>"
    "<style>@import 'https://10.0.0.1/t'; @font-face { font-family: f; src: url(https://10.0.0.1/f)"
    "} h1 { font-family: f; background: image-set('https://10.0.0.1/b' 1x) }</style>"
    "<script type=speculationrules>"
    '{"prerender": [{"source": "list", "urls": ["https://10.0.0.1/s", "//private.test/s"]}],'
    ' "prefetch": [{"source": "list", "urls": ["https://10.0.0.1/s", "//leak.test/s"]}]}</script>'
    "<iframe src=https://10.0.0.1/></iframe><fencedframe src=https://10.0.0.1/></fencedframe>"
    "<portal src=https://10.0.0.1/></portal><object data=https://10.0.0.1/></object>"
    "<embed src=https://10.0.0.1/><video src=https://10.0.0.1/v poster=https://10.0.0.1/p autoplay>"
    "<track default src=https://10.0.0.1/t></video><audio src=https://10.0.0.1/a autoplay></audio>"
    "<svg><use href=https://10.0.0.1/u#a /><image href=https://10.0.0.1/i /></svg>"
    "<form id=f method=post action=https://10.0.0.1/ target=n><iframe name=n></iframe></form>"
    "<a id=a href='#x' ping='https://10.0.0.1/ping https://private.test/ping'>ping</a>"
    "<iframe srcdoc=\"<meta http-equiv=refresh content='0;url=https://10.0.0.1/'>\"></iframe>"
    "<iframe src='view-source:https://10.0.0.1/'></iframe><iframe src=chrome://net-internals>"
    "</iframe><iframe src='filesystem:https://10.0.0.1/temporary/x'></iframe>"
    "<script>const tried = (act) => { try { act() } catch {} };"
    "tried(() => a.click()); tried(() => f.submit());"
    "tried(() => navigator.sendBeacon('https://10.0.0.1/', 'x'));"
    "tried(() => new EventSource('https://10.0.0.1/'));"
    "tried(() => new WebSocket('wss://10.0.0.1/')); tried(() => new WebSocket('ws://10.0.0.1/'));"
    "tried(() => new SharedWorker('https://10.0.0.1/'));"
    "tried(() => new WebSocketStream('wss://10.0.0.1/'));"
    "tried(() => import('https://10.0.0.1/module'));"
    "tried(() => open('https://10.0.0.1/opened'));"
    "tried(() => fetchLater('https://10.0.0.1/later', {activateAfter: 0}));"
    "tried(() => fetch('https://10.0.0.1/', {keepalive: true, mode: 'no-cors'}));"
    "tried(() => fetch('https://10.0.0.1/', {mode: 'no-cors', targetAddressSpace: 'local'}));"
    "tried(() => navigator.serviceWorker.register('/worker.js?service'));"
    "tried(() => { const c = new RTCPeerConnection({iceServers: [{urls: 'stun:10.0.0.1:3478'},"
    " {urls: 'turn:10.0.0.1:3478?transport=tcp', username: 'u', credential: 'c'},"
    " {urls: 'turns:10.0.0.1:443', username: 'u', credential: 'c'}]});"
    " c.createDataChannel('x'); c.createOffer().then((o) => c.setLocalDescription(o)) });"
    "for (const host of SPELLINGS) for (const scheme of ['http', 'https'])"
    " tried(() => fetch(`${scheme}://${host}/`, {mode: 'no-cors'}).catch(() => 0));"
    "//# sourceMappingURL=https://10.0.0.1/map\n</script>"
).replace("SPELLINGS", json.dumps(SPELLINGS))
WORDS = "<p>" + "The lighthouse keeper counted ships until the fog came in. " * 20
PAGES = {
    "/page": "<img src='http://10.0.0.1/secret'><img src='http://private.test/secret'>",
    "/own": "<script>setTimeout(() => { document.body.append(Object.assign(new Image(), "
    "{src: '/secret'})) }, 300)</script>",
    "/ways": "<link rel=preconnect href='https://10.0.0.1'><link rel=dns-prefetch href=//leak.test>"
    "<link rel=preconnect href='https://private.test'><script>"
    "try { new WebTransport('https://10.0.0.1/t').ready.catch(() => 0) } catch {}\n"
    "new Worker('/worker.js?dedicated')\n"
    # Playwright's own "block" replaces the method on the object only.
    "ServiceWorkerContainer.prototype.register.call(navigator.serviceWorker, '/worker.js?service')"
    ".catch(() => 0)</script>",
}
REDIRECTS = {"/to-address": "http://10.0.0.1/secret", "/to-name": "http://private.test/secret"}
WORKER = """Promise.allSettled([
  fetch("https://10.0.0.1/secret", {mode: "no-cors"}),
  fetch("https://private.test/secret", {mode: "no-cors"}),
]).then(() => fetch("/ran" + location.search));"""

reached: list[str] = []  # paths asked for at the public address
private: list[str] = []  # whatever came to the private one
asked: list[str] = []  # names looked up


class Handler(BaseHTTPRequestHandler):
    """Serves the pages, whatever the host."""

    def do_GET(self) -> None:
        """Answer a page, a redirect or a worker."""
        reached.append(self.path)
        self.send_response(302 if self.path in REDIRECTS else 200)
        if self.path in REDIRECTS:
            self.send_header("Location", REDIRECTS[self.path])
        script = self.path.startswith("/worker.js")
        if self.path == "/many":
            # Early hints come before the answer, whose head is still held back.
            self.wfile.write(
                b"HTTP/1.1 103 Early Hints\r\n"
                b"Link: <https://10.0.0.1/e>; rel=preload; as=script\r\n\r\n"
            )
            for name, value in HEADERS.items():
                self.send_header(name, value)
        if self.path == "/list.txt":
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            self.wfile.write(b"http://listed.test/own\n")
            return
        kind = "text/javascript" if script else "text/html; charset=utf-8"
        self.send_header("Content-Type", kind)
        self.end_headers()
        more = MANY if self.path == "/many" else PAGES.get(self.path, "")
        page = f"<!doctype html><title>T</title><h1>T</h1>{WORDS}{more}"
        self.wfile.write((WORKER if script else page).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Notes every connection that comes to the private address, before anything is said."""

    def verify_request(self, request: object, client_address: object) -> bool:
        """Refuse what comes to the private address."""
        here = request.getsockname()  # type: ignore[attr-defined]
        if here[0] == PRIVATE:
            private.append(f"tcp {here[1]}")
        return here[0] != PRIVATE

    def handle_error(self, *_: object) -> None:
        """Say nothing of who went away."""


def serve_names() -> None:
    """Answer A questions from `NAMES`, everything else with nothing."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))
    while True:
        question, client = server.recvfrom(512)
        labels, at = [], 12
        while length := question[at]:
            labels.append(question[at + 1 : at + 1 + length].decode("latin-1"))
            at += 1 + length
        name, (kind,) = ".".join(labels).lower(), struct.unpack_from(">H", question, at + 1)
        asked.append(name)
        answers = NAMES.get(name, [])
        given = answers.pop(0) if len(answers) > 1 and kind == 1 else (answers or [""])[0]
        found = bool(given) and kind == 1
        head = question[:2] + struct.pack(">HHHHH", 0x8180, 1, int(found), 0, 0)
        record = struct.pack(">HHHIH", 0xC00C, 1, 1, 0, 4) + socket.inet_aton(given or "0.0.0.0")
        server.sendto(head + question[12 : at + 5] + record * found, client)


def serve_datagrams(port: int) -> None:
    """Note any QUIC (443) or STUN (3478) that comes to the private address."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((PRIVATE, port))
    while server.recvfrom(2048):
        private.append(f"udp {port}")


def serve_pages(folder: Path) -> None:
    """Serve on 80, and on 443 with a certificate of our own."""
    certificate, key = str(folder / "certificate.pem"), str(folder / "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=public.test", "-addext", "subjectAltName=DNS:public.test", "-keyout", key,
         "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    for port in (80, 443, 3478):
        server = Server(("0.0.0.0", port), Handler)  # two addresses, in no network
        if port == 443:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        threading.Thread(target=server.serve_forever, daemon=True).start()


def case(url: str, folder: Path, *arguments: str, command: str = "page") -> dict[str, object]:
    """Capture ``url`` by the command line; return what came of it."""
    for heard in (reached, private, asked):
        heard.clear()
    done = subprocess.run(
        [sys.executable, "-m", "capture", command, url, "-o", str(folder), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    ledgers = list(folder.rglob("ledger.json"))
    blocked = json.loads(ledgers[0].read_text())["blocked"] if ledgers else []
    return {
        "code": done.returncode,
        "said": done.stderr,
        "blocked": [one["url"] + " " + one["rule"] for one in blocked],
        "reached": list(reached),
        "private": list(private),
        "asked": list(asked),
    }


def main(folder: Path) -> None:
    """Run every case, then prove that the private address can be reached at all."""
    threading.Thread(target=serve_names, daemon=True).start()
    for port in (443, 3478):
        threading.Thread(target=serve_datagrams, args=(port,), daemon=True).start()
    serve_pages(folder)
    found = {
        "redirect to an address": case("http://public.test/to-address", folder / "a"),
        "redirect to a name": case("http://public.test/to-name", folder / "b"),
        "subresources": case("http://public.test/page", folder / "c"),
        "rebinding": case("http://rebinding.test/own", folder / "d"),
        "ways": case(
            "https://public.test/ways", folder / "e", "--ignore-https-errors", "--wait=3s"
        ),
        "many": case(
            "https://public.test/many", folder / "f", "--ignore-https-errors", "--wait=3s"
        ),
        "list": case("http://public.test/list.txt", folder / "g", command="batch"),
    }
    private.clear()
    try:
        urlopen(f"http://{PRIVATE}/", timeout=5)
    except OSError:
        found["reachable"] = {"private": list(private)}
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
