"""One page's way through: the table of contents of a capture.

Visit → keep the untouched page → clean → render → write the bundle.  Each step is a function from
value to value in a room of its own; `_capture` below names them in order.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from types import TracebackType
from typing import Self

from playwright.sync_api import Error, Playwright
from pydantic import SecretStr

from capture.archive.attach import associated_files
from capture.archive.bundle import Bundle, check_archive, sweep_temporary
from capture.archive.describe import (
    Account,
    describe_document,
    describe_page,
    list_records,
)
from capture.archive.record import TrafficRecord, record_traffic
from capture.archive.unchanged import write_capture
from capture.browser.blocking import Blocking
from capture.browser.deadline import PageCrashed, TimeUp, act_after, give_up_after
from capture.browser.launch import BrowserSession, OpenPage
from capture.browser.navigate import visit_page
from capture.browser.plain import PlainDocument
from capture.browser.space import failure
from capture.browser.values import Visit
from capture.browser.world import script
from capture.browser.yielding import stop_scripts
from capture.clean.clean import clean_page
from capture.clean.refused import refused_requests
from capture.clean.request import CleanRequest
from capture.clean.values import Ledger
from capture.errors import CaptureError
from capture.filters.catalogue import chosen_lists
from capture.filters.engine import Engine, load
from capture.options import CleanLevel, Options
from capture.render.artifacts import (
    explain_cleaning,
    open_frameset,
    render_page,
)
from capture.render.aside import Aside
from capture.render.document import keep_document
from capture.render.originals import keep_originals
from capture.render.salvage import salvage, why_ended
from capture.render.values import Artifact, Rendering
from capture.urls import login_in, parse_target, redact

# What rendering may take after loading and settling: the slowest page measured (200,000 nodes,
# 120,000 px) took 41 s.  A visit that overruns loses its browser, not the run.
RENDER_SECONDS = 120
# Of that, what is kept for making a bundle of what there is when the browser does not get on.
SALVAGE_SECONDS = 20
# How long the page's own scripts may go on while it is cleaned and rendered: the longest step that
# waits for them, on 200,000 nodes, took 12 s.
SCRIPT_SECONDS = 30
# And while it is photographed before cleaning: half of what that may take, so that a page that
# holds the camera up is photographed after all; 120,000 px took 4 s.
ORIGINAL_SCRIPT_SECONDS = 15
_STOPPED = (
    "the page's own scripts were stopped while it was cleaned and rendered: "
    "they held that up, or would have changed the page under it"
)


class Capturer:
    """Captures pages one after another in one browser, which it renews when a page kills it.

    Use as a context manager.  ``playwright`` is one that runs in this thread already, if any.
    """

    def __init__(
        self,
        archive: Path | str,
        options: Options | None = None,
        *,
        playwright: Playwright | None = None,
    ) -> None:
        self.archive = Path(archive)
        self._options = options or Options()
        self._playwright = playwright
        self._stack = ExitStack()
        self._session: BrowserSession | None = None

    def __enter__(self) -> Self:
        check_archive(self.archive)
        sweep_temporary(self.archive)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    def capture(
        self, url: str, options: Options | None = None, *, at: datetime | None = None
    ) -> Bundle:
        """Capture one page; raises a `CaptureError` that says why when there is nothing to keep.

        ``at`` names the bundle's folder, so that a run knows before it starts where it will be.
        """
        target, chosen = _login_aside(parse_target(url), options or self._options)
        session = self._alive_session()
        seconds = (chosen.timeout_ms + chosen.wait_ms) / 1000 + RENDER_SECONDS
        try:
            with session.watchdog.limit(seconds, "the page never came to an end"):
                return _capture(session, target, chosen, self.archive, at)
        except (Error, CaptureError, TimeUp, OSError) as error:
            raise self._explained(session, error) from error

    def prepare(self) -> None:
        """Start the browser, and open nothing in it: what is wrong for every page shows at once.

        Raises `BrowserMissing`, and `UsageError` for a device, language, cookie file or filter list
        that there is none of.
        """
        options = self._options.model_copy(update={"auth": None})
        _engine(options)
        with self._alive_session().open(options):
            pass

    def _alive_session(self) -> BrowserSession:
        if self._session is None or not self._session.alive:
            self._stack.close()
            self._session = self._stack.enter_context(
                BrowserSession(self._options, playwright=self._playwright)
            )
        return self._session

    def _explained(self, session: BrowserSession, error: BaseException) -> CaptureError:
        if isinstance(error, PageCrashed) and session.alive:
            return CaptureError(str(error), remedy="try again", retryable=True)
        if session.watchdog.fired_for or isinstance(error, TimeUp):
            late = session.watchdog.fired_for or "the page never came to an end"
            reason = f"gave up: {late} within its time"
            return CaptureError(reason, remedy="try a longer --timeout", retryable=True)
        if isinstance(error, CaptureError) and session.alive:
            return error
        if not session.alive:
            return CaptureError("the browser died on this page", remedy="try again", retryable=True)
        who = "system refuses" if isinstance(error, OSError) else "browser failed"
        return failure(f"the {who}: {str(error).splitlines()[0]}")


def capture(url: str, options: Options | None = None, *, archive: Path | str = "archive") -> Bundle:
    """Capture ``url`` into ``archive`` and return the bundle.

    Starts a browser for this one page; use `Capturer` for more.  Raises `CaptureError` (or a
    subclass with its own exit code) when the page cannot be captured.  Where an event loop runs (a
    notebook, a test with Playwright's ``page``) it works in a thread of its own.
    """
    if not _loop_runs():
        return _capture_alone(url, options, archive)
    with ThreadPoolExecutor(1, "capture") as beside:
        return beside.submit(_capture_alone, url, options, archive).result()


def _capture_alone(url: str, options: Options | None, archive: Path | str) -> Bundle:
    with Capturer(archive, options) as capturer:
        return capturer.capture(url)


def _loop_runs() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _login_aside(url: str, options: Options) -> tuple[str, Options]:
    """Take a user name and password out of the address, which the page and its snapshot repeat."""
    login = login_in(url)
    if not login:
        return url, options
    return redact(url), options.model_copy(update={"auth": SecretStr(login)})


def _capture(
    session: BrowserSession, url: str, options: Options, archive: Path, at: datetime | None
) -> Bundle:
    blocking = _blocking(url, options)
    with (
        session.open(options, url, blocking) as opened,
        record_traffic(opened, options) as record,
    ):
        visit = visit_page(opened, url, options)
        record.stop()
        if isinstance(visit, PlainDocument):
            artifacts = keep_document(visit)
            describe = partial(describe_document, visit.visit, session.facts, options)
        else:
            account = _clean_and_render(session, opened, visit, options, record)
            artifacts = account.artifacts
            describe = partial(describe_page, account, session.facts, options)
    return write_capture(
        archive,
        artifacts,
        describe,
        at=at,
        skip_unchanged=options.skip_unchanged,
        authority=options.timestamp,
    )


def _clean_and_render(
    session: BrowserSession,
    opened: OpenPage,
    visit: Visit,
    options: Options,
    record: TrafficRecord,
) -> Account:
    with Aside() as pool:
        return _with_pool(session, opened, visit, options, record, pool)


def _with_pool(
    session: BrowserSession,
    opened: OpenPage,
    visit: Visit,
    options: Options,
    record: TrafficRecord,
    pool: Aside,
) -> Account:
    stopped: list[str] = []

    def halt() -> None:
        if not stopped and stop_scripts(opened):
            stopped.append(_STOPPED)

    with act_after(ORIGINAL_SCRIPT_SECONDS, halt):
        untouched = keep_originals(opened, options, pool)
    account_of = partial(_account, opened, visit, options, record, stopped)
    seconds = max(1.0, opened.watchdog.left_seconds - SALVAGE_SECONDS)
    try:
        with (
            give_up_after(seconds, "the page"),
            pool.give_up_after(seconds, "the page"),
            act_after(SCRIPT_SECONDS, halt),
        ):
            opened.world.run(script("capture.browser", "unclobber.js"))
            framed = () if options.clean is CleanLevel.NONE else open_frameset(opened)
            ledger = clean_page(opened.world, _clean_request(visit, options))
            ledger = ledger.model_copy(update={"notes": (*framed, *ledger.notes)})
            changed = bool(ledger.removed or ledger.notes)
            rendering = render_page(
                opened,
                visit,
                options,
                pool,
                attach=lambda so_far: associated_files(
                    account_of(ledger, so_far, untouched.artifacts()), session.facts, options
                ),
                before=replace(untouched, shot=None) if changed else untouched,
            )
    except (Error, CaptureError, TimeUp) as error:
        ended = isinstance(error, TimeUp) or opened.watchdog.fired_for or not session.alive
        if not ended or not untouched.mhtml:
            raise
        why = why_ended(error, session)
        ledger = Ledger(level=options.clean, partial=("the page is not cleaned",))
        rendering = salvage(untouched.mhtml, visit.final_url, options, why, pool)
    rendering = replace(rendering, cut=(*rendering.cut, *untouched.missing))
    originals = untouched.artifacts()
    originals += record.pack(visit, visit.title, (*originals, *rendering.artifacts))
    return account_of(ledger, rendering, originals)


def _account(
    opened: OpenPage,
    visit: Visit,
    options: Options,
    record: TrafficRecord,
    stopped: list[str],
    ledger: Ledger,
    rendering: Rendering,
    originals: tuple[Artifact, ...],
) -> Account:
    told = ledger.model_copy(
        update={
            "blocked": (*ledger.blocked, *refused_requests(opened)),
            "notes": (*ledger.notes, *stopped, *record.missing),
        }
    )
    return Account(
        visit,
        originals,
        told,
        rendering,
        finished_at=datetime.now(UTC),
        filter_lists=list_records(_engine(options)),
        explained=explain_cleaning(originals, told, rendering, options),
    )


def _blocking(url: str, options: Options) -> Blocking | None:
    """Return the filter lists for the network; a recording is to hold all that the page asked."""
    engine = None if options.wacz else _engine(options)
    return Blocking(engine, url) if engine else None


def _clean_request(visit: Visit, options: Options) -> CleanRequest:
    return CleanRequest(
        page_url=visit.final_url,
        level=options.clean,
        keep=options.keep,
        remove=options.remove,
        hide=options.hide,
        keep_pickers=options.keep_pickers,
        explain=options.explain,
        engine=_engine(options),
    )


def _engine(options: Options) -> Engine | None:
    """Return the filter lists at work, ``None`` when nothing is to be cleaned."""
    return None if options.clean is CleanLevel.NONE else _load_lists(options.filter_lists)


@cache
def _load_lists(given: tuple[str, ...]) -> Engine:
    return load(chosen_lists(given))
