"""What came back from an address, as it is written down."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import Error, Response

from capture.browser.gate_policy import host_named_by
from capture.browser.gate_visit import GateVisit
from capture.browser.launch import OpenPage
from capture.browser.values import Connection, Redirect, Settled, Visit
from capture.urls import redact

# Never written down: they are the visitor's, not the page's.
SECRET_HEADERS = frozenset({"set-cookie", "set-cookie2", "authorization", "proxy-authorization"})


def visit_of(
    opened: OpenPage,
    response: Response,
    url: str,
    started_at: datetime,
    media_type: str,
    settled: Settled,
) -> Visit:
    """Tell what a visit was, once the page has settled."""
    return Visit(
        requested_url=redact(url),
        final_url=redact(opened.page.url),
        redirects=redirects_of(response),
        status=response.status,
        status_text=response.status_text,
        headers=headers_of(response.headers),
        media_type=media_type,
        title=opened.page.title(),
        started_at=started_at,
        settled=settled,
        connection=_connection(response, opened.gate),
    )


def redirects_of(response: Response) -> tuple[Redirect, ...]:
    """Return the steps that led to an answer."""
    steps: list[Redirect] = []
    request = response.request.redirected_from
    while request is not None:
        answer = request.response()
        steps.append(Redirect(url=redact(request.url), status=answer.status if answer else 0))
        request = request.redirected_from
    return tuple(reversed(steps))


def headers_of(headers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return an answer's headers without what is the visitor's."""
    return tuple(
        (name, value) for name, value in sorted(headers.items()) if name not in SECRET_HEADERS
    )


def _connection(response: Response, gate: GateVisit) -> Connection:
    try:
        security = response.security_details()
    except Error:
        security = None
    host = host_named_by(response.url)
    made = next((one for one in gate.connections if one.host == host), None)
    return Connection(
        address=made.address if made else None,
        port=made.port if made else None,
        protocol=security.get("protocol") if security else None,
        issuer=security.get("issuer") if security else None,
        subject=security.get("subjectName") if security else None,
        valid_from=_moment(security.get("validFrom")) if security else None,
        valid_to=_moment(security.get("validTo")) if security else None,
    )


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
