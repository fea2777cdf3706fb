"""`capture browse` in a real browser, with hostile captures in the archive."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from capture.archive.bundle import write_bundle
from capture.archive.catalogue import CATALOGUE, Catalogue, Query, refresh
from capture.archive.manifest import ArtifactRecord, BrowserRecord, Manifest, Software
from capture.browse.server import make_server
from capture.clean.values import Box, Candidate, Kind, Ledger, Removal
from capture.compare.picture import encode_png
from capture.render.values import Artifact

numpy = pytest.importorskip("numpy")
EVIL = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
WHEN = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


def picture(shade: int) -> bytes:
    pixels = numpy.full((600, 400, 3), 255, dtype=numpy.uint8)
    pixels[100:150, 50:350] = shade
    return encode_png(pixels)


def put(archive: Path, url: str, title: str, text: str, days: int = 0, shade: int = 10) -> str:
    candidate = Candidate(
        ref=1, kind=Kind.AD, detector="lists", rule="##.ad", selector=f"div{EVIL}", text=EVIL,
        box=Box(x=50, y=100, width=300, height=50), reasons=("a",),
    )  # fmt: skip
    around = candidate.model_copy(update={"box": Box(x=0, y=0, width=400, height=600)})
    removed = ((candidate, "named an ad"), (around, "lay over the page"))
    ledger = Ledger(
        level="chrome", removed=tuple(Removal(candidate=c, reason=why) for c, why in removed)
    )
    at = WHEN + timedelta(days=days)

    def describe(records: tuple[ArtifactRecord, ...]) -> Manifest:
        return Manifest(
            status="whole", requested_url=url, final_url=url, http_status=200, title=title,
            media_type="text/html", started_at=at, finished_at=at, viewport=(400, 600, 1.0),
            options={}, artifacts=records,
            software=Software(version="1", python="3", platform="x", playwright="1"),
            browser=BrowserRecord(version="1", path="", source="", user_agent="", flags=(),
                                  sandboxed=True),
        )  # fmt: skip

    artifacts = (
        Artifact("page.png", "image/png", picture(shade)),
        Artifact("original.png", "image/png", picture(0)),
        Artifact("page.txt", "text/plain; charset=utf-8", text.encode()),
        Artifact("page.html", "text/html", f"<h1>x</h1>{EVIL}".encode()),
        Artifact("ledger.json", "application/json", ledger.model_dump_json().encode()),
    )
    return write_bundle(archive, artifacts, describe).path.relative_to(archive).as_posix()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = tmp_path_factory.mktemp("archive")
    put(archive, "https://news.example/a", "First story", "The quick brown fox.\nSame line.")
    put(archive, "https://news.example/a", "First story", "The slow brown fox.\nSame line.", 1, 90)
    put(archive, "https://ja.example/x", "記事の題名", "吾輩は猫である。名前はまだ無い。", 2)
    put(archive, "https://evil.example/?q=%3Cb%3E", EVIL, EVIL, 3)
    refresh(archive)
    return archive


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    server = make_server(archive)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def titles(archive: Path, **query: str) -> list[str]:
    with Catalogue(archive) as catalogue:
        return [entry.title for entry in catalogue.find(Query(**query))]


def test_search_in_any_language(archive: Path) -> None:
    assert titles(archive, text="BROWN fox") == ["First story", "First story"]
    assert titles(archive, text="quick") == ["First story"]
    assert titles(archive, text="猫である") == ["記事の題名"]
    assert titles(archive, text="題名") == ["記事の題名"]
    assert titles(archive, text='" OR 1 --') == []
    assert titles(archive, text="onerror") == [EVIL]
    assert titles(archive, host="ja.example") == ["記事の題名"]
    assert len(titles(archive, since="2026-05-05", until="2026-05-06")) == 2
    assert titles(archive, until="2026-05-04") == ["First story"]


def test_the_catalogue_is_rebuilt_from_the_bundles_alone(archive: Path) -> None:
    (archive / CATALOGUE).unlink()
    assert refresh(archive) == 4
    assert refresh(archive) == 0
    assert refresh(archive, anew=True) == 4
    assert len(titles(archive)) == 4


def test_a_reader_finds_looks_and_compares(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Words in title").fill("fox")
    page.get_by_role("button", name="Search").press("Enter")
    assert page.get_by_role("status").inner_text() == "2 captures"
    page.get_by_role("link", name="First story").first.click()
    assert page.get_by_role("region", name="Text").inner_text().startswith("The slow brown fox")
    page.get_by_role("link", name="What was removed").click()
    mark = page.locator("#m1")
    where = mark.bounding_box()
    shown = page.locator(".canvas img").bounding_box()
    assert where
    assert shown
    assert (where["y"] - shown["y"]) / shown["height"] == pytest.approx(100 / 600, abs=0.01)
    assert (where["x"] - shown["x"]) / shown["width"] == pytest.approx(50 / 400, abs=0.01)
    assert not mark.locator(".why").is_visible()
    page.locator("#m2").hover(position={"x": 2, "y": 2})  # the one around it comes to no front
    mark.hover()
    assert "named an ad" in mark.locator(".why").inner_text()
    page.mouse.move(0, 0)
    mark.focus()
    assert mark.locator(".why").is_visible()
    page.go_back()
    page.get_by_role("button", name="Compare").click()
    assert "1 place differs" in page.get_by_role("status").inner_text()
    assert page.locator("ins").inner_text() == "+ The slow brown fox."
    assert page.locator("#a1").bounding_box()


def test_nothing_of_a_page_is_run_or_read_as_markup(
    page: Page, address: str, archive: Path
) -> None:
    with Catalogue(archive) as catalogue:
        path = catalogue.find(Query(host="evil.example"))[0].path
    for view in ("", f"capture/{path}", f"removed/{path}", f"beside/{path}",
                 f"compare?a={path}&b={path}"):  # fmt: skip
        page.goto(f"{address}/{view}")
        assert page.title() != "owned"
        assert page.locator("script").count() == 0
        assert page.locator("main img[src=x]").count() == 0
    assert EVIL in page.locator("h1").inner_text()
    answer = page.request.get(f"{address}/file/{path}/page.html")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "attachment" in answer.headers["content-disposition"]
    assert "sandbox" in answer.headers["content-security-policy"]


def test_pages_have_no_serious_accessibility_finding(
    page: Page, address: str, archive: Path
) -> None:
    with Catalogue(archive) as catalogue:
        new, old = (entry.path for entry in catalogue.find(Query(host="news.example")))
    for view in ("", f"capture/{new}", f"removed/{new}", f"beside/{new}",
                 f"compare?a={old}&b={new}", "nowhere"):  # fmt: skip
        page.goto(f"{address}/{view}")
        found = Axe().run(page).response["violations"]
        serious = [f for f in found if f["impact"] in ("serious", "critical")]
        assert serious == [], json.dumps(serious)[:2000]


def test_the_keyboard_reaches_everything(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    reached = set()
    for _ in range(24):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.name || document.activeElement.textContent")
        )
    assert {"Captures", "q", "host", "since", "until", "Search", "First story"} <= reached


def ask(address: str, path: str, host: str | None = None, method: str = "GET") -> tuple[int, str]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or address.removeprefix("http://"))
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read().decode("utf-8", "replace")


def test_only_this_machine_is_answered_and_only_captures_are_given(
    address: str, archive: Path
) -> None:
    port = address.rpartition(":")[2]
    assert ask(address, "/")[0] == 200
    assert ask(address, "/", f"localhost:{port}")[0] == 200
    for host in (f"evil.example:{port}", "127.0.0.1", "", f"127.0.0.1.evil.example:{port}"):
        assert ask(address, "/", host or " ")[0] == 421
    assert ask(address, "/", method="POST")[0] == 501
    (archive / "secret.txt").write_text("secret")
    with Catalogue(archive) as catalogue:
        path = catalogue.find(Query(host="news.example"))[0].path
    for name in ("/file/secret.txt", "/file/../secret.txt", f"/file/{path}/../../../secret.txt",
                 f"/file/{path}/..%2f..%2f..%2fsecret.txt", f"/file/{path}/manifest-sha256.txt",
                 "/file//etc/passwd", f"/pdf/{path}/1.png", "/compare?a=x&b=y", "/capture/",
                 "/" + "a" * 9000, "/capture/%00", "/x%"):  # fmt: skip
        status, body = ask(address, name)
        assert status == 404, name
        assert "secret" not in body
