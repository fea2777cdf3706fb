"""Starting Chromium, and opening pages in it that know nothing of each other."""

from __future__ import annotations

import os
import platform
import resource
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    ProxySettings,
    sync_playwright,
)

from capture.browser.beyond import paints_beyond
from capture.browser.blocking import Blocking
from capture.browser.context import context_arguments, cookies_of
from capture.browser.deadline import ended_by_crash
from capture.browser.deterministic import (
    apply_deterministic,
    deterministic_launch_args,
    hold_animations,
)
from capture.browser.find import Browser as FoundBrowser
from capture.browser.find import find_browser
from capture.browser.flags import FLAGS, PAINT_BEYOND, with_blink_setting
from capture.browser.gate import Gate
from capture.browser.gate_upstream import Upstream, parse_upstream
from capture.browser.gate_visit import GateVisit
from capture.browser.own_files import OwnFiles
from capture.browser.own_headers import own_headers
from capture.browser.watchdog import Watchdog
from capture.browser.world import World
from capture.errors import BrowserMissing, CaptureError, PolicyRefused, UsageError
from capture.options import Options
from capture.urls import redact

# What a headless Chromium reads: where its libraries, fonts and temporary files are.  Everything
# else in the environment (tokens, proxies, cloud credentials) stays out of the browser.
ENVIRONMENT = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT")
ENVIRONMENT_PREFIXES = ("FONTCONFIG_", "XDG_")
# A cold start took 0.6 s here, 4 s with both cores busy; 60 s is for a machine in real trouble.
LAUNCH_TIMEOUT_MS = 60_000
# With 64 open files a capture passes, with 56 the browser dies and with 24 Playwright's driver
# does, without a word; a page of many hosts needs two for each connection at the gate.
NEEDED_FILES, WANTED_FILES = 128, 1024


@dataclass(frozen=True, slots=True)
class BrowserFacts:
    """What the manifest says of the browser.  ``sandbox`` is empty, or why it is off."""

    path: str
    source: str
    version: str
    flags: tuple[str, ...]
    sandboxed: bool
    sandbox_note: str


@dataclass(slots=True)
class OpenPage:
    """A page in a context of its own, its isolated world, its gate and its watchdog.

    ``paints_beyond`` tells whether what lies beyond the viewport can be photographed as it stands.
    """

    page: Page
    context: BrowserContext
    world: World
    gate: GateVisit
    watchdog: Watchdog
    files: OwnFiles
    paints_beyond: Callable[[], bool]
    blocking: Blocking | None = None


class BrowserSession:
    """One running Chromium.  Use as a context manager; pages are opened one after another."""

    def __init__(
        self,
        options: Options,
        *,
        playwright: Playwright | None = None,
        extra_flags: tuple[str, ...] = (),
    ) -> None:
        self._options = options
        self._given = playwright
        shown = with_blink_setting(FLAGS, PAINT_BEYOND)
        flags = deterministic_launch_args(FLAGS) if options.deterministic else shown
        self._flags = (*flags, *extra_flags)
        self._stack = ExitStack()
        self._beyond: bool | None = None
        self.watchdog = Watchdog(None)

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._playwright = self._given or _start_playwright(stack)
            self._gate = stack.enter_context(Gate(self._upstream()))
            found = find_browser(self._options.browser_path, self._playwright)
            self._browser, note = self._launch(found)
            stack.callback(self._close)
            self.facts = BrowserFacts(
                path=str(found.path),
                source=found.source,
                version=self._browser.version,
                flags=self._flags,
                sandboxed=not note,
                sandbox_note=note,
            )
            self.watchdog = Watchdog(self._pid())
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    @property
    def alive(self) -> bool:
        """Whether the browser process still answers."""
        return self._browser.is_connected() and self.watchdog.fired_for is None

    @contextmanager
    def open(
        self, options: Options, url: str = "about:blank", blocking: Blocking | None = None
    ) -> Iterator[OpenPage]:
        """Open a page in a fresh context that may visit ``url``; all of it is gone afterwards.

        The page is not sent there yet.  ``blocking`` stops what the filter lists name.
        Raises `UsageError` for a device, locale or cookie file that does not exist, `PolicyRefused`
        for a file where only what is public may be opened.
        """
        if options.public_only and url.startswith("file:"):
            raise PolicyRefused(f"{redact(url)[:200]} is a file of this machine (--public-only)")
        with (
            self._gate.visit(
                url,
                max_bytes=options.max_size,
                block_host=blocking.block_host if blocking else None,
                allow_private=not options.public_only,
            ) as gate_visit,
            self._context(options, url) as context,
            ExitStack() as stack,
        ):
            page = _new_page(context, options)
            stack.enter_context(own_headers(options, url).attached(page))
            files = OwnFiles(url)
            stack.enter_context(files.attached(page))
            if blocking:
                stack.enter_context(blocking.attached(page))
            page.on("dialog", lambda dialog: dialog.dismiss())
            context.on("page", _close_popup)
            if options.deterministic:
                apply_deterministic(page)
            stack.enter_context(ended_by_crash(page))
            world = World(page)
            if options.deterministic:
                hold_animations(world.session)
            yield OpenPage(
                page,
                context,
                world,
                gate_visit,
                self.watchdog,
                files,
                self._paints_beyond,
                blocking,
            )

    @contextmanager
    def _context(self, options: Options, url: str) -> Iterator[BrowserContext]:
        arguments = context_arguments(options, self._playwright.devices, url)
        try:
            context = self._browser.new_context(**arguments)
        except Error as error:
            if "storageState" in error.message:
                path = options.storage_state
                raise UsageError(f"no storage state in {path}: {error.message}") from error
            raise CaptureError(f"the browser opens no page: {error.message}") from error
        try:
            if options.cookies:
                context.add_cookies(cookies_of(options.cookies))
            yield context
        finally:
            # A dead browser has closed it already.
            with suppress(Error), self.watchdog.limit(10, "closing the page"):
                context.close()

    def _paints_beyond(self) -> bool:
        """Try it once a browser, and not before a page needs it."""
        if self._beyond is None:
            self._beyond = paints_beyond(self._browser)
        return self._beyond

    def _upstream(self) -> Upstream | None:
        proxy = self._options.proxy_server
        return parse_upstream(proxy.get_secret_value()) if proxy else None

    def _launch(self, found: FoundBrowser) -> tuple[Browser, str]:
        note = _sandbox_refusal()
        try:
            return self._start(found, sandbox=not note), note
        except Error as error:
            if "sandbox" not in error.message.lower() or note:
                raise _does_not_start(found, error) from error
        note = "the kernel refuses it"
        try:
            return self._start(found, sandbox=False), note
        except Error as error:
            raise _does_not_start(found, error) from error

    def _start(self, found: FoundBrowser, *, sandbox: bool) -> Browser:
        return self._playwright.chromium.launch(
            executable_path=str(found.path),
            args=[*self._flags, *self._gate.launch_arguments],
            chromium_sandbox=sandbox,
            env=_environment(),
            proxy=ProxySettings(server=self._gate.server, bypass="<-loopback>"),
            timeout=LAUNCH_TIMEOUT_MS,
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )

    def _pid(self) -> int | None:
        session = self._browser.new_browser_cdp_session()
        try:
            processes: list[dict[str, Any]] = session.send("SystemInfo.getProcessInfo")[
                "processInfo"
            ]
        except Error:
            return None
        finally:
            session.detach()
        return next((int(p["id"]) for p in processes if p["type"] == "browser"), None)

    def _close(self) -> None:
        with suppress(Error), self.watchdog.limit(10, "closing the browser"):
            self._browser.close()


def _new_page(context: BrowserContext, options: Options) -> Page:
    """Open a page; only now does the browser say that it knows no such place or language."""
    try:
        return context.new_page()
    except Error as error:
        if "Invalid timezone" in error.message:
            what, example = f"no time zone named {options.timezone!r}", "Europe/Paris"
        elif "Invalid locale" in error.message:
            what, example = f"no locale named {options.lang!r}", "fr-FR"
        else:
            raise
        raise UsageError(what, remedy=f"write one such as {example}") from error


def _start_playwright(stack: ExitStack) -> Playwright:
    _allow_descriptors()
    try:
        return stack.enter_context(sync_playwright())
    except Error as error:
        first = error.message.splitlines()[0]
        inside = "asyncio loop" in first
        remedy = "call capture.capture, or run it in a thread of its own" if inside else ""
        raise BrowserMissing(f"Playwright does not start: {first[:300]}", remedy=remedy) from error


def _allow_descriptors() -> None:
    """Raise the limit on open files as far as a browser needs it; the system sets the most."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = WANTED_FILES if hard == resource.RLIM_INFINITY else min(hard, WANTED_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    if most < NEEDED_FILES:
        raise BrowserMissing(
            f"only {most} files may be open at once, and a browser needs {NEEDED_FILES}",
            remedy="run: ulimit -n 1024",
        )


def _close_popup(page: Page) -> None:
    with suppress(Error):
        page.close()


def _sandbox_refusal() -> str:
    """Return why the sandbox cannot be on here, or ``""``."""
    return "running as root" if platform.system() == "Linux" and os.geteuid() == 0 else ""


def _environment() -> dict[str, str | float | bool]:
    return {
        name: value
        for name, value in os.environ.items()
        if name in ENVIRONMENT or name.startswith(ENVIRONMENT_PREFIXES)
    }


def _does_not_start(found: FoundBrowser, error: Error) -> BrowserMissing:
    first = next((line for line in error.message.splitlines() if line.strip()), "no reason given")
    return BrowserMissing(
        f"{found.path} does not start: {first[:300]}", remedy="run: capture doctor"
    )
