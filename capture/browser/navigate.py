"""Going to an address, and why that may lead nowhere."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

from playwright.sync_api import Error, Response
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from capture.browser.answer import visit_of
from capture.browser.deadline import act_after
from capture.browser.gate_policy import scheme_refusal
from capture.browser.launch import OpenPage
from capture.browser.network_errors import explain
from capture.browser.patience import parse_retry_after
from capture.browser.plain import PlainDocument, await_end, downloaded, plain_document
from capture.browser.restraint import Restraint
from capture.browser.settle import settle, stop_loading
from capture.browser.traffic import MAX_DOCUMENT_BYTES, DocumentWeight, Traffic
from capture.browser.values import Settled, Visit
from capture.browser.yielding import stop_endless_scripts, stop_scripts, why_stopped
from capture.errors import CaptureError, PolicyRefused
from capture.options import Options
from capture.urls import redact

# No Content, Reset Content (RFC 9110, 15.3.5 and 15.3.6): browsers stay where they are.
NOTHING_TO_SHOW = frozenset({204, 205})
PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
# However little of the budget is left, a page gets this long to answer a question: a layout of
# 200,000 nodes takes 1.6 s.
MIN_BUDGET_MS = 3_000
# How long past its budget a page's own scripts may run before they are stopped.  Longer than any
# look of ours at 200,000 nodes takes on an idle machine, since that is stopped and begun again too.
PATIENCE_SECONDS = 10.0
# What settling may overrun its budget by before the browser is taken from a page that blocks it:
# each look at a page of 200,000 nodes takes seconds, and ten times that on a busy machine.
SETTLE_GRACE_SECONDS = 45.0


def visit_page(opened: OpenPage, url: str, options: Options) -> Visit | PlainDocument:
    """Go to ``url`` and wait until it is ready, within ``options.timeout_ms``.

    Raises `CaptureError` with cause and remedy when nothing worth keeping came back.
    """
    started_at, began = datetime.now(UTC), time.monotonic()
    traffic = Traffic()
    traffic.attach(opened.page)
    restraint = Restraint(opened, traffic)
    answers: list[Response] = []

    def note(answer: Response) -> None:
        if answer.request.is_navigation_request():
            answers.append(answer)

    opened.page.on("response", note)
    try:
        response = _go(opened, url, options)
    except CaptureError:
        _refuse_nothing(answers)
        raise
    finally:
        # Being told of the answer to every part of a page costs as much as asking for it.
        opened.page.remove_listener("response", note)
    if response is None:
        told = answers[-1] if answers else None
        return downloaded(opened, url, told, started_at, lambda: _go(opened, url, options))
    _refuse_way_round(opened, response)
    _refuse_failure(response)
    weight = DocumentWeight(opened.world.session)
    stopped = stop_endless_scripts(
        opened, _left_ms(began, options), lambda: traffic.broken_off or weight.is_too_much()
    )
    if weight.bytes > MAX_DOCUMENT_BYTES:
        stop_loading(opened)
    if traffic.broken_off and not opened.world.run("() => Boolean(document.documentElement)"):
        raise CaptureError(
            f"{redact(url)}: the server broke off before anything of the page came",
            remedy="try again later",
            retryable=True,
        )
    halted: list[bool] = []
    # A script may have begun to spin since the page was last asked.
    patience = _left_ms(began, options) / 1000 + PATIENCE_SECONDS
    with act_after(patience, lambda: halted.append(stop_scripts(opened))):
        media_type = str(opened.world.run("() => document.contentType"))
    if media_type not in PAGE_TYPES:
        await_end(opened, traffic, weight, url, _left_ms(began, options))
        visit = visit_of(opened, response, url, started_at, media_type, Settled(settled=True))
        return plain_document(opened, response, visit, options)
    budget_ms = _left_ms(began, options)
    seconds = budget_ms / 1000
    with (
        opened.watchdog.limit(seconds + SETTLE_GRACE_SECONDS, "the page did not yield"),
        act_after(seconds + PATIENCE_SECONDS, lambda: halted.append(stop_scripts(opened))),
    ):
        settled = settle(opened, traffic, options, budget_ms, weight)
        stopped = stop_endless_scripts(opened, MIN_BUDGET_MS) or stopped or any(halted)
    _refuse_error_page(opened, traffic, url)
    _refuse_scheme(opened)
    why_not = restraint.reason or (why_stopped(traffic) if stopped else None)
    why = (why_not, opened.gate.partial_reason)
    return visit_of(opened, response, url, started_at, media_type, _but(settled, why))


def _left_ms(began: float, options: Options) -> int:
    spent_ms = round((time.monotonic() - began) * 1000)
    return max(MIN_BUDGET_MS, options.timeout_ms - spent_ms)


def _but(settled: Settled, reasons: tuple[str | None, ...]) -> Settled:
    """Return ``settled`` with more reasons why it is not; ``None`` is no reason."""
    more = tuple(reason for reason in reasons if reason)
    if not more:
        return settled
    said = tuple(dict.fromkeys((*settled.reasons, *more)))
    return settled.model_copy(update={"settled": False, "reasons": said})


def _go(opened: OpenPage, url: str, options: Options) -> Response | None:
    """Return the response, or ``None`` when the address is served as a download."""
    try:
        response = opened.page.goto(url, wait_until="commit", timeout=options.timeout_ms)
    except PlaywrightTimeout as error:
        seconds = options.timeout_ms / 1000
        raise CaptureError(
            f"{redact(url)} did not answer within {seconds:g} s",
            remedy="try a longer --timeout",
            retryable=True,
        ) from error
    except Error as error:
        if "Download is starting" in error.message:
            return None
        raise _reason(opened, error.message, url) from error
    if response is None:
        raise CaptureError(f"{redact(url)} gave no answer", retryable=True)
    return response


def _reason(opened: OpenPage, message: str, url: str) -> CaptureError:
    """Say why navigation failed: the gate knows more than the browser does."""
    reached = re.search(r" at (\S+)", message)
    last = reached[1] if reached else url
    refusal, failure = opened.gate.refusal_of(last), opened.gate.failure_of(last)
    if "ERR_SOCKS" in message and not refusal and not failure:
        # A redirect's error names the address that was asked for, not the one that failed.
        refusal = next(reversed(opened.gate.refusals), None)
        failure = next(reversed(opened.gate.failures), None)
    if refusal:
        return PolicyRefused(f"{redact(url)}: {refusal.sentence()}")
    if failure:
        return CaptureError(
            f"{redact(url)}: {failure.sentence()}",
            remedy="check the address, or try again later",
            retryable=True,
        )
    return explain(message, redact(url))


def _refuse_nothing(answers: list[Response]) -> None:
    """Raise when a page was broken off because its answer says that there is nothing to show."""
    last = answers[-1] if answers else None
    if last and last.status in NOTHING_TO_SHOW:
        said = f"{last.status} {last.status_text}".strip()
        raise CaptureError(
            f"{redact(last.url)} answered {said}: there is nothing to capture",
            remedy="check the address",
        )


def _refuse_error_page(opened: OpenPage, traffic: Traffic, url: str) -> None:
    """Raise when the page went on to an address that failed: what stands there is the browser's."""
    if opened.page.url.startswith("chrome-error:"):
        raise _reason(opened, traffic.lost, url)


def _refuse_scheme(opened: OpenPage) -> None:
    """Raise when the page ended where no page may: the second lock behind Chromium's own."""
    url = opened.page.url
    if refusal := scheme_refusal(url, typed=opened.files.refusal(url) is None):
        raise PolicyRefused(f"{redact(url)[:200]}: {refusal}")


def _refuse_way_round(opened: OpenPage, response: Response) -> None:
    """Raise when the page's answer did not come through the gate, which then guards nothing."""
    end = response.server_addr()
    if end and not opened.gate.passed(end["ipAddress"], end["port"]):
        raise PolicyRefused(
            f"{redact(response.url)} was loaded past the address check",
            remedy="a policy of this machine sets the browser's proxy: remove it, or use "
            "Playwright's own browser (capture install)",
        )


def _refuse_failure(response: Response) -> None:
    status = response.status
    if status < 400:
        return
    where = redact(response.url)
    reason = f"{where} answered {status} {response.status_text}".strip()
    remedies = {
        401: "give --auth or --storage-state",
        403: "the site refuses this visitor: try --user-agent, --cookies or --storage-state",
        404: "check the address",
        407: "check --proxy-server's user and password",
        410: "the page is gone: look for it in a web archive",
        429: "the site asks for patience: try later",
    }
    remedy = remedies.get(status, "try again later" if status >= 500 else "check the address")
    raise CaptureError(
        reason,
        remedy=remedy,
        retryable=status in (408, 425, 429) or status >= 500,
        retry_after_s=parse_retry_after(response.headers.get("retry-after")),
    )
