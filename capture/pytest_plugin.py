"""The fixture ``page_snapshot``: a page held against its approved picture, inside a pytest test.

::

    def test_basket(page: Page, page_snapshot: PageSnapshot) -> None:
        page.goto("http://localhost:8000/basket")
        page_snapshot(page, "basket", mask=[page.locator(".date")])

The approved picture is ``snapshots/TEST FILE/TEST/NAME[BROWSER][OS].png`` beside the test file.  A
missing one is written and the test fails when it has ended, so that one run writes all of them;
``--update-page-snapshots`` writes those that differ.  On failure the actual, the expected, a
picture of the difference and a report are in ``test-results/page-snapshots``.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from weakref import WeakSet

import pytest

# Every pytest run of the project that installed this loads the plugin: what it works with is
# imported when a test asks for it.
if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from capture.compare.values import Comparison

RESULTS = Path("test-results") / "page-snapshots"
# Two equal pictures in a row are a page that holds still.
TRIES = 5
# Pages whose clock stands still: theirs is run before the picture, others' is the test's business.
_PREPARED: WeakSet[Page] = WeakSet()
_UNSAFE = re.compile(r"[^A-Za-z0-9._\[\]-]+")
# What pytest-playwright adds to a test's name: the picture's own says the browser.
_BROWSER = re.compile(r"(?<=[\[-])(chromium|firefox|webkit)(?:-(?!\])|(?=\]))")
# Snapshots that a test has written, and how often it took one without a name.
_WRITTEN = pytest.StashKey[list[Path]]()
_UNNAMED = pytest.StashKey[int]()


class PageSnapshot(Protocol):
    """The type of the fixture ``page_snapshot``."""

    def __call__(
        self,
        page: Page,
        name: str = "",
        *,
        mask: Sequence[Locator] = (),
        full_page: bool = True,
        threshold: float | None = None,
    ) -> None:
        """Fail the test unless ``page`` looks as approved under ``name``.

        Without one it is ``page``, then ``page-2`` and so on.
        ``threshold`` is `capture.compare.values.Tolerance`'s; without one, every pixel counts.
        """


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the plugin's one flag."""
    parser.getgroup("page-capture").addoption(
        "--update-page-snapshots",
        action="store_true",
        default=False,
        help="Write the page snapshots that are missing or differ.",
    )


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Fail a test that has passed otherwise, but wrote snapshots that nobody has looked at."""
    __tracebackhide__ = True
    result = yield
    if written := pyfuncitem.stash.get(_WRITTEN, []):
        files = ", ".join(str(path) for path in written)
        pytest.fail(f"no snapshot: {files} was written, look at it", pytrace=False)
    return result


@pytest.fixture
def deterministic_page(page: Page) -> Page:
    """Give pytest-playwright's ``page`` with its clock stopped and chance seeded.

    Ask for it where a page shows times, random content or timers; it must come before ``goto``.
    """
    from capture.browser.deterministic import apply_deterministic

    apply_deterministic(page)
    _PREPARED.add(page)
    return page


@pytest.fixture
def page_snapshot(request: pytest.FixtureRequest) -> PageSnapshot:
    """Give a function that compares a page with its approved picture."""

    def compare(
        page: Page,
        name: str = "",
        *,
        mask: Sequence[Locator] = (),
        full_page: bool = True,
        threshold: float | None = None,
    ) -> None:
        __tracebackhide__ = True
        picture = _stable_picture(page, mask, full_page=full_page)
        file = f"{_safe(name or _next_name(request))}[{_engine(page)}][{sys.platform}].png"
        _judge(request, _folder(request) / file, picture, threshold)

    return compare


def _stable_picture(page: Page, mask: Sequence[Locator], *, full_page: bool) -> bytes:
    from capture.browser.deterministic import freeze, stop_moving
    from capture.browser.world import World

    if _engine(page) == "chromium":
        world = World(page)
        if page in _PREPARED:
            freeze(page, world)
        else:
            stop_moving(world)
    last = b""
    for _ in range(TRIES):
        seen = page.screenshot(
            full_page=full_page, mask=list(mask), animations="disabled", caret="hide"
        )
        if seen == last:
            break
        last = seen
    return last


def _engine(page: Page) -> str:
    browser = page.context.browser
    return browser.browser_type.name if browser else "chromium"


def _judge(
    request: pytest.FixtureRequest, expected: Path, picture: bytes, threshold: float | None
) -> None:
    __tracebackhide__ = True
    from capture.compare.judge import Rules, compare_paths
    from capture.compare.report import write_report
    from capture.compare.sentences import summary

    update = bool(request.config.getoption("--update-page-snapshots"))
    if not expected.is_file():
        expected.parent.mkdir(parents=True, exist_ok=True)
        expected.write_bytes(picture)
        if not update:
            request.node.stash.setdefault(_WRITTEN, []).append(expected)
        return
    if expected.read_bytes() == picture:
        return
    results = _results(request, expected)
    actual = results / "actual.png"
    actual.write_bytes(picture)
    comparison = compare_paths(expected, actual, Rules(threshold=threshold))
    if not comparison.failed:
        shutil.rmtree(results)
        return
    if update:
        expected.write_bytes(picture)
        return
    shutil.copyfile(expected, results / "expected.png")
    named = comparison.model_copy(update={"name": expected.stem})
    report = write_report((named,), (), results)
    said = f"{expected.name}: {summary(comparison)}"
    _write_difference(comparison, results / "difference.png")
    request.node.add_report_section("call", "page snapshot", f"{said}\nreport: {report}")
    request.node.user_properties.append(("page snapshot", str(report)))
    pytest.fail(f"{said}\nreport: {report}\napprove: --update-page-snapshots", pytrace=False)


def _results(request: pytest.FixtureRequest, expected: Path) -> Path:
    place = hashlib.sha256(str(expected).encode()).hexdigest()[:8]
    folder = request.config.rootpath / RESULTS / f"{_safe(request.node.name)}-{place}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _folder(request: pytest.FixtureRequest) -> Path:
    """Return the test's folder: its own name, its class's before it, without the browser's."""
    test = Path(str(request.node.path))
    name = _BROWSER.sub("", request.node.name).replace("-]", "]").removesuffix("[]")
    if request.cls is not None:
        name = f"{request.cls.__qualname__}.{name}"
    return test.parent / "snapshots" / test.stem / _safe(name)


def _next_name(request: pytest.FixtureRequest) -> str:
    taken = request.node.stash.get(_UNNAMED, 0) + 1
    request.node.stash[_UNNAMED] = taken
    return "page" if taken == 1 else f"page-{taken}"


def _write_difference(comparison: Comparison, file: Path) -> None:
    from capture.compare.crops import marked_picture

    picture = marked_picture(comparison)
    if picture:
        file.write_bytes(picture)


def _safe(name: str) -> str:
    """Make a file name of a test's name; a name that had to change gets a digest."""
    safe = _UNSAFE.sub("-", name).strip(".-")[:80] or "page"
    return safe if safe == name else f"{safe}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
