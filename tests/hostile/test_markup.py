"""No title, address, text or selector of a page changes the markup that shows it, or its policy."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

from hypothesis import example, given, settings
from hypothesis import strategies as st

from capture.archive.bundle import write_bundle
from capture.archive.catalogue import Catalogue, Query, refresh
from capture.archive.manifest import ArtifactRecord, BrowserRecord, Manifest, Software
from capture.browse.server import PAGE_POLICY, Site
from capture.clean.values import BlockedRequest, Box, Candidate, Kind, Ledger, Removal
from capture.compare.report import render_report
from capture.compare.values import Comparison, FactChange, TextComparison, WordChange
from capture.compare.values import Kind as Change
from capture.render.values import Artifact

NASTY = st.sampled_from(
    ["<script>alert(1)</script>", "</title>", "</style>", "</script>", "<!--", "-->", "<![CDATA[",
     '" onload="x', "' onload='x", "`", "&lt;", "&#60;", "&quot;", "{{ 7 * 7 }}", "{% raw %}",
     "javascript:alert(1)", "../..", "/", "\\", "\0", "\n", "\r\n\r\n", "\u202e", "\u2028", "%00",
     "<img src=x onerror=x>", "<base href=//evil.example>", "<meta http-equiv=refresh content=0>"]
)  # fmt: skip
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
TEXT = st.lists(st.one_of(NASTY, WORDS), min_size=1, max_size=6).map(
    lambda parts: "x" + "x".join(parts)
)
EVERYTHING = "'\"><script>alert(1)</script><img src=x onerror=x style=color:red>{{ 7 * 7 }}"
# Written by the page's author into the report and the archive's pages alike: what carries policy.
POLICED = {"script", "style", "link", "base", "iframe", "object", "embed", "form", "meta"}
MOMENT = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


class _Skeleton(HTMLParser):
    """Each element with the names of its attributes, and where its addresses lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.addresses: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(name for name, _ in attrs)))
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_comment(self, data: str) -> None:
        self.elements.append(("!--",))


def _comparison(text: str) -> Comparison:
    change = WordChange(before=text, removed=text, added=text, after=text, line=3)
    return Comparison(
        name=text,
        kind=Change.TEXT,
        kinds=(Change.TEXT,),
        failed=True,
        url=text,
        text=TextComparison(kind=Change.TEXT, changes=(change,), removed=1, added=1),
        facts=(FactChange(name=text, baseline=text, current=text),),
        notes=(text,),
    )


def _report(text: str) -> str:
    return render_report((_comparison(text),), ((text, text),))


@settings(max_examples=60, deadline=None)
@example(EVERYTHING)
@given(TEXT)
def test_no_text_changes_the_markup_of_a_check_report(text: str) -> None:
    plain, shown = _Skeleton(_report("x")), _Skeleton(_report(text))
    assert shown.elements == plain.elements
    assert shown.addresses == plain.addresses
    head = _report(text).partition("<title>")[0]
    assert head == _report("x").partition("<title>")[0]
    assert "Content-Security-Policy" in head
    assert "default-src &#x27;none&#x27;" in head
    assert "unsafe" not in head


def _put(archive: Path, text: str) -> None:
    candidate = Candidate(
        ref=1, kind=Kind.AD, detector=text, rule=text, selector=text, text=text,
        box=Box(x=0, y=0, width=10, height=10), reasons=(text,),
    )  # fmt: skip
    blocked = BlockedRequest(url=text, resource_type="image", rule=text)
    ledger = Ledger(
        level="chrome",
        removed=(Removal(candidate=candidate, reason=text),),
        blocked=(blocked,),
        notes=(text,),
    )

    def describe(records: tuple[ArtifactRecord, ...]) -> Manifest:
        url = f"https://news.example/{quote(text)}"
        return Manifest(
            status="partial", reasons=(text,), requested_url=url, final_url=url + text,
            http_status=200, http_status_text=text, title=text, media_type=text,
            started_at=MOMENT, finished_at=MOMENT, viewport=(400, 600, 1.0), options={},
            artifacts=records,
            software=Software(version="1", python="3", platform="x", playwright="1"),
            browser=BrowserRecord(version="1", path="", source="", user_agent=text, flags=(),
                                  sandboxed=True),
        )  # fmt: skip

    artifacts = (
        Artifact("page.txt", "text/plain; charset=utf-8", text.encode()),
        Artifact("ledger.json", "application/json", ledger.model_dump_json().encode()),
    )
    write_bundle(archive, artifacts, describe)
    refresh(archive)


def _pages(text: str) -> Iterator[tuple[str, str, _Skeleton]]:
    """Yield the pages of an archive with one capture, all of whose words are ``text``."""
    with tempfile.TemporaryDirectory() as folder:
        _put(Path(folder), text)
        with Catalogue(Path(folder)) as catalogue:
            (entry,) = catalogue.find(Query())
        site, where = Site(Path(folder)), quote(entry.path)
        pages = (
            f"/?q={quote(text)}&host={quote(text)}",
            *(f"/{page}/{where}" for page in ("capture", "removed", "beside")),
            f"/compare?a={where}&b={where}",
            f"/capture/{quote(text)}",
        )
        for page in pages:
            answer = site.answer(page)
            assert answer.policy == PAGE_POLICY
            yield page.partition("?")[0][:9], entry.path, _Skeleton(answer.body.decode())


@settings(max_examples=6, deadline=None)
@example(EVERYTHING)
@given(TEXT)
def test_no_text_changes_the_markup_of_the_archives_pages(text: str) -> None:
    for page, path, shown in _pages(text):
        names = {name for element in shown.elements for name in element[1:]}
        assert not any(name.startswith("on") or name in ("style", "srcdoc") for name in names), page
        assert {element[0] for element in shown.elements} & POLICED <= {"link", "form", "meta"}
        for address in shown.addresses:
            assert address.startswith(("/", "#")), address
            assert not address.startswith(("//", "/\\")), address
        assert path.count("/") == 2
        assert ".." not in path.split("/")


def test_the_archives_pages_have_one_skeleton_for_all_texts() -> None:
    for (page, _, plain), (_, _, shown) in zip(_pages("x"), _pages(EVERYTHING), strict=True):
        if page != "/":  # a search for markup finds nothing
            assert shown.elements == plain.elements
