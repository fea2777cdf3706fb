"""Seed lists: what is read, what is refused, and that hostile ones cost nothing."""

from __future__ import annotations

import contextlib
import gzip
import io
import socket
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.browser.patience import parse_retry_after
from capture.errors import PolicyRefused, UsageError
from capture.options import make_options
from capture.runs import fetch as fetching
from capture.runs import seeds as seeding
from capture.runs.feeds import Link, read_links
from capture.runs.fetch import Refused, fetch, public_only
from capture.runs.seeds import BadSeed, Seed, make_seed, parse_line, read_seeds

NS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def links(text: str | bytes, base: str = "") -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    return [link.url for link in read_links(io.BytesIO(data), base)]


def urls(found: Iterator[Seed | BadSeed]) -> list[str]:
    return [s.url if isinstance(s, Seed) else f"BAD {s.reason}" for s in found]


def test_text_file_with_comments_options_and_bad_lines(tmp_path: Path) -> None:
    path = tmp_path / "seeds.txt"
    path.write_text(
        "\ufeffhttps://a.example/\n\n# a comment\n"
        "https://b.example/x\twidth=800 remove='.ad, .promo'\n"
        "c.example/path#part clean=none wacz=true\n"
        "ftp://d.example/\nhttps://e.example/ width=banana\nhttps://f.example/ colour=red\r\n"
        '{"url": "https://g.example/ü", "wait": "2s"}\n{"no": 1}\n',
        "utf-8",
    )
    found = list(read_seeds(str(path)))
    assert [s.url for s in found if isinstance(s, Seed)] == [
        "https://a.example/",
        "https://b.example/x",
        "https://c.example/path#part",
        "https://g.example/ü",
    ]
    good = [s for s in found if isinstance(s, Seed)]
    assert good[2].values() == {"clean": "none", "wacz": True}
    assert good[3].values() == {"wait": "2s"}
    reasons = [s.reason for s in found if isinstance(s, BadSeed)]
    assert len(reasons) == 4
    assert "ftp" in reasons[0]
    assert "width" in reasons[1]
    assert "colour" in reasons[2]
    assert "url" in reasons[3]


def test_comment_after_an_address_is_none_of_its_options() -> None:
    assert parse_line("https://a.example/ # the first, it's long") == make_seed(
        "https://a.example/"
    )
    assert parse_line("https://a.example/#x keep=#correction").values() == {  # type: ignore[union-attr]
        "keep": ["#correction"]
    }


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_list_as_powershell_writes_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "seeds.txt"
    asked = [f"https://a.example/{n}/\U0001f6a2東京" for n in range(2000)]
    path.write_bytes(("\ufeff" + "\r\n".join(asked)).encode(encoding))
    assert urls(read_seeds(str(path))) == asked


def test_one_page_with_other_options_is_another_seed() -> None:
    plain, wide = make_seed("https://a.example"), make_seed("https://a.example", {"width": 900})
    assert plain.key != wide.key
    assert make_seed("https://a.example", {"width": 900}).key == wide.key


def test_a_header_by_its_flags_name_is_as_secret_as_by_the_files() -> None:
    seed = parse_line("https://e.org/ header='X-Key: canary' header='X-B: 2' filter-list=a.txt")
    assert isinstance(seed, Seed)
    assert make_options(seed.values()).headers[0][1].get_secret_value() == "canary"
    assert "canary" not in repr(seed.told())
    assert seed.values()["filter_lists"] == ["a.txt"]


def test_options_of_the_whole_run_are_refused_for_a_page() -> None:
    bad = parse_line("https://a.example/ browser-path=/bin/sh")
    assert isinstance(bad, BadSeed)
    assert "whole run" in bad.reason


@given(st.text(max_size=200))
def test_any_line_is_a_seed_or_a_reason(line: str) -> None:
    found = parse_line(line)
    assert isinstance(found, Seed) or found.reason


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for lead in (b"", b"<", b"\x1f\x8b\x08\x00", b"<urlset>"):
        try:
            found = list(seeding._read(io.BytesIO(lead + data), "", fetching.anything))
        except UsageError:
            continue
        assert all(isinstance(s, Seed) or s.reason for s in found)


@given(st.binary(max_size=300), st.sampled_from([b"<urlset>", b"<rss><channel>", b"<feed>"]))
def test_broken_markup_is_said_not_raised_through(data: bytes, root: bytes) -> None:
    with contextlib.suppress(UsageError):
        assert all(isinstance(link, Link) for link in read_links(io.BytesIO(root + data)))


def test_sitemap_takes_only_its_own_loc() -> None:
    text = f"""<?xml version="1.0"?><urlset xmlns="{NS}"
      xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
      xmlns:xhtml="http://www.w3.org/1999/xhtml"><url>
      <image:image><image:loc>https://a.example/i.png</image:loc></image:image>
      <image:loc>https://a.example/j.png</image:loc>
      <xhtml:link rel="alternate" hreflang="fr" href="https://a.example/fr"/>
      <loc> https://a.example/1?x=1&amp;y=2 </loc></url><url><loc>https://a.example/2</loc></url>
      <url><lastmod>2026</lastmod></url></urlset>"""
    assert links(text) == ["https://a.example/1?x=1&y=2", "https://a.example/2"]


def test_feeds() -> None:
    rss = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
      <link>https://a.example/</link><atom:link href="https://a.example/feed"/>
      <item><title>x</title><link>/one</link><guid>https://a.example/guid</guid></item>
      <item><guid isPermaLink="true">https://a.example/two</guid></item>
      <item><guid isPermaLink="false">tag:3</guid></item></channel></rss>"""
    assert links(rss, "https://a.example/feed") == [
        "https://a.example/one",
        "https://a.example/two",
    ]
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns="http://purl.org/rss/1.0/"><channel><link>https://a.example</link></channel>
      <item><link>https://a.example/r</link></item></rdf:RDF>"""
    assert links(rdf) == ["https://a.example/r"]
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://a.example/"/>
      <entry><link rel="self" href="/api/1"/><link href="/posts/1"/></entry>
      <entry xml:base="https://b.example/"><link rel="alternate" href="p"/></entry></feed>"""
    expected = ["https://a.example/posts/1", "https://b.example/p"]
    assert links(atom, "https://a.example/feed") == expected


def test_markup_that_no_feed_has_is_refused() -> None:
    for inside in ("<a/>" * 200_000, "<a>" * 100):
        with pytest.raises(UsageError):
            links(f"<urlset><url>{inside}<loc>https://a.example/</loc></url></urlset>")


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://leak.example/")
    bomb = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    for declared, used in (
        (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', "&x;"),
        (f'<!ENTITY e0 "lol">{bomb}', "&e11;"),
    ):
        text = f"<!DOCTYPE u [{declared}]><urlset><url><loc>{used}</loc></url></urlset>"
        try:
            found = links(text)
        except UsageError:
            found = []
        assert not any("leak" in url or "lol" in url for url in found)


def test_a_gzip_bomb_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeding, "MAX_UNPACKED", 1 << 20)
    path = tmp_path / "bomb.xml.gz"
    path.write_bytes(gzip.compress(b"<urlset>" + b" " * (1 << 22) + b"</urlset>"))
    with pytest.raises(UsageError, match="unpacks"):
        list(read_seeds(str(path)))


def test_a_long_list_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    path = tmp_path / "map.xml.gz"
    with gzip.open(path, "wt") as file:
        file.write(f'<urlset xmlns="{NS}">')
        for number in range(40_000):
            file.write(f"<url><loc>https://a.example/{number}</loc></url>\n")
        file.write("</urlset>")
    tracemalloc.start()
    with gzip.open(path) as file:
        assert sum(1 for _ in read_links(file, "")) == 40_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000


def test_over_long_lines_are_reported_and_passed(tmp_path: Path) -> None:
    path = tmp_path / "seeds.txt"
    path.write_bytes(b"https://a.example/" + b"x" * 200_000 + b"\nhttps://b.example/\n")
    found = urls(read_seeds(str(path)))
    assert found[0].startswith("BAD a line of more")
    assert found[1:] == ["https://b.example/"]


def test_not_a_feed(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body>hello</body></html>")
    with pytest.raises(UsageError, match="html"):
        list(read_seeds(str(page)))
    with pytest.raises(UsageError, match="no seed list"):
        list(read_seeds(str(tmp_path / "none.txt")))


class _Site(BaseHTTPRequestHandler):
    pages: dict[str, tuple[int, bytes, dict[str, str]]] = {}

    def do_GET(self) -> None:
        status, body, headers = self.pages.get(self.path, (404, b"", {}))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def site() -> Iterator[Callable[[dict[str, tuple[int, bytes, dict[str, str]]]], str]]:
    servers = []

    def start(pages: dict[str, tuple[int, bytes, dict[str, str]]]) -> str:
        handler = type("Site", (_Site,), {"pages": pages})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}"
        for path, (status, body, headers) in list(pages.items()):
            pages[path] = (status, body.replace(b"BASE", base.encode()), headers)
        return base

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_an_index_is_followed_once_each_and_its_failures_are_reported(site) -> None:  # type: ignore[no-untyped-def]
    index = (
        b"<sitemapindex><sitemap><loc>BASE/a.xml</loc></sitemap>"
        b"<sitemap><loc>BASE/a.xml</loc></sitemap><sitemap><loc>BASE/gone.xml</loc></sitemap>"
        b"<sitemap><loc>BASE/loop.xml</loc></sitemap></sitemapindex>"
    )
    base = site(
        {
            "/index.xml": (200, index, {}),
            "/loop.xml": (200, index, {}),
            "/a.xml": (200, b"<urlset><url><loc>BASE/1</loc></url></urlset>", {}),
        }
    )
    found = urls(read_seeds(f"{base}/index.xml"))
    assert found[0] == f"{base}/1"
    assert len(found) == 2
    assert "404" in found[1]


def test_a_list_from_the_web_names_no_file_of_this_machine(site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    base = site({"/seeds.txt": (200, b"/etc/passwd\nfile:///etc/passwd\nBASE/x\n", {})})
    found = urls(read_seeds(f"{base}/seeds.txt"))
    assert [f[:3] for f in found] == ["BAD", "BAD", "htt"]


def test_redirects_are_judged_and_statuses_kept(site) -> None:  # type: ignore[no-untyped-def]
    base = site(
        {
            "/to-file": (302, b"", {"Location": "file:///etc/passwd"}),
            "/on": (302, b"", {"Location": "/end"}),
            "/end": (200, b"<urlset/>", {}),
            "/busy": (429, b"", {"Retry-After": "7"}),
        }
    )
    assert fetch(f"{base}/on").url == f"{base}/end"
    with pytest.raises(PolicyRefused):
        fetch(f"{base}/to-file")
    with pytest.raises(Refused) as caught:
        fetch(f"{base}/busy")
    assert caught.value.retry_after_s == 7
    assert caught.value.retryable
    with pytest.raises(PolicyRefused):
        fetch(f"{base}/end", public_only)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_leads_elsewhere_the_second_time_is_not_followed(
    site,  # type: ignore[no-untyped-def]
    scheme: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    port = urlsplit(site({"/map.xml": (200, b"<urlset/>", {})})).port
    told: list[str] = []

    def rebinding(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        told.append(host)
        address = "93.184.215.14" if len(told) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr("capture.runs.fetch.socket.getaddrinfo", rebinding)
    name = f"rebinding-{scheme}.example"
    with pytest.raises(PolicyRefused, match="private address"):
        fetch(f"{scheme}://{name}:{port}/map.xml", public_only)
    assert told == [name, name]


def test_retry_after() -> None:
    assert parse_retry_after("120") == 120
    assert parse_retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    for nonsense in (None, "", "soon", "-3", "9" * 400, "Wed, 99 Oct 99999 07:28:00 GMT"):
        assert parse_retry_after(nonsense) is None


@given(st.text())
def test_retry_after_never_raises(text: str) -> None:
    value = parse_retry_after(text)
    assert value is None or value >= 0
