"""Python at work on a page ends when its time is up, whatever it is at."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from capture.archive.fixity import verify_bundle
from capture.browser.deadline import TimeUp, give_up_after
from capture.browser.launch import BrowserSession
from capture.options import Options
from capture.pipeline import Capturer
from capture.render.aside import Aside
from capture.render.salvage import bare_text


def _endless() -> str:
    count = 0
    while True:
        try:
            count += len(str(count))
        except Exception:  # noqa: BLE001 (what extraction does here and there)
            count = 0


def _threads() -> list[str]:
    """Return the threads that do not end; on a busy machine one may take its time to."""
    for one in threading.enumerate():
        if one.name.startswith("aside"):
            one.join(30)
    return [one.name for one in threading.enumerate() if one.name.startswith("aside")]


def test_tasks_in_time_give_what_they_give() -> None:
    with Aside() as pool, pool.give_up_after(60, "x"):
        futures = [pool.submit(pow, 2, n) for n in range(9)]
        assert [future.result() for future in futures] == [2**n for n in range(9)]
        assert pool.within(60, lambda: "done", lambda: "instead").result() == "done"
        with pytest.raises(ZeroDivisionError):
            pool.submit(lambda: 1 // 0).result()
        with pytest.raises(ZeroDivisionError):
            pool.within(60, lambda: str(1 // 0), lambda: "instead").result()


def test_endless_work_is_ended_and_what_comes_instead_is_taken() -> None:
    with Aside() as pool:
        assert pool.within(0.1, _endless, lambda: "instead").result(timeout=30) == "instead"
    assert not _threads()


def test_all_work_ends_with_the_block_and_nothing_begins_after() -> None:
    with Aside() as pool:
        with pool.give_up_after(0.1, "the page"):
            working = [pool.submit(_endless), pool.within(60, _endless, lambda: "instead")]
            for future in working:
                with pytest.raises(TimeUp, match="the page did not end within"):
                    future.result(timeout=30)
            with pytest.raises(TimeUp):
                pool.submit(_endless).result(timeout=30)
        assert pool.submit(pow, 2, 2).result() == 4
    assert not _threads()


def test_work_that_hears_nothing_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capture.render.aside.AGAIN_SECONDS", 0.02)
    come_back = threading.Event()
    with Aside() as pool:
        stuck = pool.within(0.1, lambda: str(come_back.wait()), lambda: "instead")
        assert stuck.result(timeout=30) == "instead"
        come_back.set()


def test_what_nobody_waits_for_ends_with_the_pool() -> None:
    with Aside() as pool:
        pool.submit(_endless)
    assert not _threads()


def test_python_of_the_thread_itself_is_interrupted(session: BrowserSession) -> None:
    with session.open(Options()) as opened:
        with pytest.raises(TimeUp, match="computing did not end"), give_up_after(0.1, "computing"):
            _endless()
        with give_up_after(0.1, "waiting"), pytest.raises(TimeUp):
            opened.page.wait_for_timeout(10_000)
        # Playwright's loop has come to no harm.
        assert opened.world.run("() => 6 * 7") == 42


def test_text_without_understanding() -> None:
    page = "<p>one &amp; two<script>if (a) b {}</script><style>p{}</style><p title='x'>three"
    assert bare_text(page).text == "one & two\nthree"
    # Linear, whatever stands there.
    for page in ("<" * 300_000, "<script" * 50_000, "<script>" * 50_000, "&" * 300_000):
        bare_text(page)


# Every step that is Python's takes most of a second on this: 12,000 elements, none of them alike.
DENSE = "<!doctype html><title>Dense</title><main>" + "".join(
    f"<p class=c{n}>The <b>{n}</b>th ferry left with <i>{n * 7}</i> men and <a href=/{n}>a dog</a>."
    for n in range(3_000)
)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("step", ["read", "single", "finish", "all"])
def test_page_that_takes_python_too_long_ends_partial(
    step: str,
    serve: Callable[[Path], str],
    tmp_path: Path,
    playwright: Playwright,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "index.html").write_text(DENSE)
    (tmp_path / "good.html").write_text("<!doctype html><title>Good</title><p>A good page. " * 20)
    url = serve(tmp_path) + "/"
    if step in ("read", "single"):
        monkeypatch.setattr("capture.render.artifacts.STEP_SECONDS", 0.05)
    if step == "finish":
        monkeypatch.setattr("capture.render.paper.FINISH_SECONDS", 0.05)
    if step == "all":
        # One second is left for cleaning and rendering, and next to nothing for what is salvaged.
        monkeypatch.setattr("capture.pipeline.SALVAGE_SECONDS", 10_000)
        monkeypatch.setattr("capture.render.salvage.STEP_SECONDS", 0.05)
    with Capturer(tmp_path / "archive", playwright=playwright) as capturer:
        bundle = capturer.capture(url)
        monkeypatch.undo()
        after = capturer.capture(url + "good.html")
    said = "; ".join(bundle.manifest.reasons)
    expected = {
        "read": "page.txt is all of its text",
        "single": "page.html is missing",
        "finish": "page.pdf is no PDF/A",
        "all": "making it did not end within its time: page.html is missing",
    }
    assert bundle.manifest.status == "partial"
    assert expected[step] in said
    assert not verify_bundle(bundle.path)
    assert "2999" in bundle.read_text() or step == "all"
    assert (bundle.path / "page.pdf").exists() == (step != "all")
    assert after.manifest.status == "whole"
