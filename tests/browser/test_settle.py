"""Settling: everything is there, and it always ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from capture.browser.launch import BrowserSession, OpenPage
from capture.browser.navigate import visit_page
from capture.browser.plain import PlainDocument
from capture.browser.values import Visit
from capture.errors import CaptureError
from capture.options import Options, make_options

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
Answer = tuple[int, str, bytes] | Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def site(answers: dict[str, Answer]) -> Iterator[str]:
    """Serve ``answers`` by path on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = answers.get(self.path.split("?")[0], (404, "text/plain", b"no"))
            if callable(answer):
                answer(self)
                return
            status, kind, body = answer
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def html(body: str) -> tuple[int, str, bytes]:
    return 200, "text/html; charset=utf-8", f"<!doctype html><title>t</title>{body}".encode()


@contextmanager
def visited(
    session: BrowserSession, url: str, options: Options | None = None
) -> Iterator[tuple[OpenPage, Visit]]:
    chosen = options or Options()
    with session.open(chosen, url) as opened:
        visit = visit_page(opened, url, chosen)
        assert isinstance(visit, Visit)
        yield opened, visit


def test_a_static_page_settles_at_once(session: BrowserSession) -> None:
    with (
        site(
            {"/": html("<p>words</p><img src=a.png>"), "/a.png": (200, "image/png", PIXEL)}
        ) as url,
        visited(session, f"{url}/") as (_, visit),
    ):
        assert visit.settled.settled
        assert not visit.settled.scripted
        assert (visit.settled.images.seen, visit.settled.images.loaded) == (1, 1)


@pytest.mark.parametrize(
    "lazy",
    [
        "<img loading=lazy src=a.png width=50 height=50>",
        "<img data-src=a.png width=50 height=50 src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
        "<img class=io data-later=a.png width=50 height=50 src='data:,'>"
        "<script>new IntersectionObserver(es=>es.forEach(e=>{if(e.isIntersecting)"
        "e.target.src=e.target.dataset.later})).observe(document.querySelector('.io'))</script>",
    ],
    ids=["native", "data-src", "observer"],
)
def test_lazy_images_are_there(session: BrowserSession, lazy: str) -> None:
    body = f"<div style='height:20000px'></div>{lazy}<script>1</script>"
    with (
        site({"/": html(body), "/a.png": (200, "image/png", PIXEL)}) as url,
        visited(session, f"{url}/") as (opened, visit),
    ):
        assert visit.settled.images.loaded == visit.settled.images.seen == 1
        loaded = opened.page.evaluate("document.querySelector('img').currentSrc.endsWith('a.png')")
        assert loaded
        assert opened.page.evaluate("scrollY") == 0


def test_an_inner_scroller_is_scrolled_too(session: BrowserSession) -> None:
    body = (
        "<div style='height:400px;overflow:auto'><div style='height:5000px'></div>"
        "<p id=p></p></div><script>new IntersectionObserver(es=>{if(es[0].isIntersecting)"
        "p.textContent='seen'}).observe(p)</script>"
    )
    with site({"/": html(body)}) as url, visited(session, f"{url}/") as (opened, _):
        assert opened.page.inner_text("#p") == "seen"


def test_content_that_scripts_fetch_is_waited_for(session: BrowserSession) -> None:
    def slow(request: BaseHTTPRequestHandler) -> None:
        time.sleep(0.8)
        request.send_response(200)
        request.end_headers()
        request.wfile.write(b"late words")

    body = "<p id=p></p><script>fetch('/slow').then(r=>r.text()).then(t=>p.textContent=t)</script>"
    with (
        site({"/": html(body), "/slow": slow}) as url,
        visited(session, f"{url}/") as (opened, visit),
    ):
        assert opened.page.inner_text("#p") == "late words"
        assert visit.settled.settled


def test_a_page_that_never_loads_ends_partial(session: BrowserSession) -> None:
    def never(request: BaseHTTPRequestHandler) -> None:
        time.sleep(20)

    with (
        site({"/": html("<p>words</p><img src=/never.png>"), "/never.png": never}) as url,
        visited(session, f"{url}/", make_options({"timeout": "2s"})) as (opened, visit),
    ):
        assert not visit.settled.settled
        assert "load event" in visit.settled.reasons[0]
        assert opened.page.inner_text("p") == "words"


def test_an_endless_page_ends_partial(session: BrowserSession) -> None:
    body = (
        "<main id=m><p style='height:2000px'>start</p></main>"
        "<script>onscroll=()=>{for(let i=0;i<9;i++){"
        "const d=document.createElement('div');d.style.height='900px';m.append(d)}}</script>"
    )
    with site({"/": html(body)}) as url, visited(session, f"{url}/") as (_, visit):
        assert not visit.settled.settled
        assert "grows as it is scrolled" in visit.settled.reasons[0]


def test_wait_for_waits_and_says_when_it_was_in_vain(session: BrowserSession) -> None:
    body = "<p id=p></p><script>setTimeout(()=>{window.ready=1;p.textContent='x'},700)</script>"
    with site({"/": html(body)}) as url:
        with visited(session, f"{url}/", Options(wait_for="window.ready")) as (opened, _):
            assert opened.page.inner_text("#p") == "x"
        options = make_options({"wait_for": "window.never", "timeout": "1500ms"})
        with visited(session, f"{url}/", options) as (_, visit):
            assert "--wait-for" in visit.settled.reasons[0]


def test_other_documents_come_as_they_are(session: BrowserSession) -> None:
    with site({"/a.png": (200, "image/png", PIXEL)}) as url:
        with session.open(Options(), url) as opened:
            document = visit_page(opened, f"{url}/a.png", Options())
        assert isinstance(document, PlainDocument)
        assert document.body == PIXEL


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((404, "text/html", b"gone"), "answered 404"),
        ((204, "text/html", b""), "answered 204 No Content"),
        ((503, "text/html", b"busy"), "answered 503"),
        ((200, "application/zip", b"PK\x03\x04"), "is a download"),
    ],
)
def test_what_is_not_a_page_is_refused_in_one_line(
    session: BrowserSession, answer: tuple[int, str, bytes], said: str
) -> None:
    with site({"/": answer}) as url, session.open(Options(), url) as opened:
        with pytest.raises(CaptureError) as caught:
            visit_page(opened, f"{url}/", Options())
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)


def test_redirects_are_recorded_without_credentials(session: BrowserSession) -> None:
    def onward(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", "/end")
        request.end_headers()

    with site({"/": onward, "/end": html("<p>here</p>")}) as url:
        secret = url.replace("://", "://me:pass@")
        with visited(session, f"{secret}/") as (_, visit):
            assert [step.status for step in visit.redirects] == [302]
            assert visit.final_url == f"{url}/end"
            assert "pass" not in visit.model_dump_json()
