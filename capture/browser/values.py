"""What a visit brings back; knows no browser."""

from __future__ import annotations

from datetime import datetime

from capture.values import Frozen


class ImageCount(Frozen):
    """Rendered ``<img>`` elements: how many there are and what became of them."""

    seen: int = 0
    loaded: int = 0
    broken: int = 0
    pending: int = 0
    swapped: int = 0


class Settled(Frozen):
    """Whether the page came to rest; ``reasons`` say why not, ``took_ms`` counts from load.

    ``unstable`` names what a deterministic capture could not bring to a stand.
    """

    settled: bool
    reasons: tuple[str, ...] = ()
    took_ms: int = 0
    images: ImageCount = ImageCount()
    scripted: bool = False
    unstable: tuple[str, ...] = ()


class Redirect(Frozen):
    """One step on the way: the address that answered with a redirect, and how."""

    url: str
    status: int


class Connection(Frozen):
    """Whom the answer came from; empty where the browser does not say."""

    address: str | None = None
    port: int | None = None
    protocol: str | None = None
    issuer: str | None = None
    subject: str | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None


class Visit(Frozen):
    """One visit to one address.  ``headers`` are the final answer's, secrets left out."""

    requested_url: str
    final_url: str
    redirects: tuple[Redirect, ...]
    status: int
    status_text: str
    headers: tuple[tuple[str, str], ...]
    media_type: str
    title: str
    started_at: datetime
    settled: Settled
    connection: Connection = Connection()
