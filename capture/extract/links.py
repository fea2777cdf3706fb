"""Addresses that a page gives, made absolute."""

from __future__ import annotations

from urllib.parse import urljoin


def absolute(link: str | None, base: str | None) -> str:
    """Resolve a link against the page's address; empty for what is not a document's address."""
    link = (link or "").strip()
    if not link or link.lower().startswith(
        ("javascript:", "data:", "vbscript:", "blob:", "about:")
    ):
        return ""
    if link.startswith("#"):
        return link[:200]
    try:
        return urljoin(base, link) if base else link
    except ValueError:
        return ""
