"""Temporary: stands in for rooms that are still being built.  To be deleted when they are."""

# ruff: noqa
# mypy: ignore-errors
from __future__ import annotations

from dataclasses import dataclass

from capture.clean.values import Ledger
from capture.extract.values import Extraction, Metadata

try:
    from capture.extract.extract import extract
except ImportError:
    from lxml import html as _html

    def extract(html: str, url: str | None = None) -> Extraction:
        tree = _html.fromstring(html)
        for bad in tree.xpath("//script|//style"):
            bad.drop_tree()
        text = " ".join(tree.text_content().split()) + "\n"
        return Extraction(kind="article", text=text, markdown=text, html="", metadata=Metadata())


try:
    from capture.clean.clean import clean_page
    from capture.clean.request import CleanRequest
except ImportError:

    @dataclass
    class CleanRequest:
        page_url: str
        level: str
        keep: tuple = ()
        remove: tuple = ()
        hide: tuple = ()
        keep_pickers: bool = False
        explain: bool = False

    def clean_page(world, request) -> Ledger:
        return Ledger(level=request.level)


__all__ = ["CleanRequest", "clean_page", "extract"]
