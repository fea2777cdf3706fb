"""Consent and overlay systems, put into an article one at a time: which are gone after."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from capture.browser.world import World
from capture.clean.clean import clean_page
from capture.clean.request import CleanRequest

FOLDER = Path(__file__).parents[2] / "tests" / "clean" / "overlays"
NAMES = re.compile(r'\b(id|class|data-[\w-]+)="([^"]*)"')
FIXED = """() => [...document.querySelectorAll('body *')]
  .filter((e) => getComputedStyle(e).position === 'fixed' && e.checkVisibility()).length"""
FRAMES = "() => [...document.querySelectorAll('iframe')].filter((f) => f.checkVisibility()).length"
VISIBLE = "() => document.body.innerText"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One system's page after cleaning."""

    system: str
    gone: bool
    article_whole: bool
    scrolls: bool


def fixtures() -> Iterator[tuple[str, str]]:
    """Yield each system's name and its markup, after its public documentation."""
    text = (FOLDER / "systems.html").read_text("utf-8")
    for part in text.split("<!-- system: ")[1:]:
        name, _, markup = part.partition(" -->\n")
        yield name, markup.strip()


def scrambled(markup: str) -> str:
    """Return the markup with names that mean nothing: what is left is structure and words."""

    def renamed(match: re.Match[str]) -> str:
        token = hashlib.sha256(match[2].encode()).hexdigest()[:8]
        return f'{match[1]}="x{token}"' if match[1] in ("id", "class") else ""

    return NAMES.sub(renamed, markup)


def outcome(page: Page, system: str, markup: str) -> Outcome:
    """Clean the article with this system's markup in it, and look what is left."""
    whole = (FOLDER / "page.html").read_text("utf-8")
    page.set_content(whole.replace("<!--here-->", ""))
    article = _words(page.evaluate(VISIBLE))
    page.set_content(whole.replace("<!--here-->", markup))
    clean_page(World(page), CleanRequest(page_url="https://harbour.example/ferry"))
    left = _words(page.evaluate(VISIBLE))
    frames = page.evaluate(FRAMES)
    veils = page.evaluate(FIXED)
    locked = page.evaluate("() => getComputedStyle(document.body).overflowY === 'hidden'")
    gone = not (set(left) - set(article)) and not frames and not veils
    return Outcome(system, gone, left == article if gone else set(article) <= set(left), not locked)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def outcomes(page: Page, *, names: bool) -> list[Outcome]:
    """Return every system's outcome, with its own names or with meaningless ones."""
    return [
        outcome(page, system, markup if names else scrambled(markup))
        for system, markup in fixtures()
    ]
