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
URL = "https://harbour.example/ferry"
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


def outcome(page: Page, system: str, markup: str, *, consent: bool = False) -> Outcome:
    """Clean the article with this system's markup in it, and look what is left."""
    whole = (FOLDER / "page.html").read_text("utf-8")
    page.set_content(whole.replace("<!--here-->", ""))
    article = _words(page.evaluate(VISIBLE))
    page.set_content(whole.replace("<!--here-->", markup))
    clean_page(World(page), CleanRequest(page_url=URL, consent=consent))
    left = _words(page.evaluate(VISIBLE))
    frames = page.evaluate(FRAMES)
    veils = page.evaluate(FIXED)
    locked = page.evaluate("() => getComputedStyle(document.body).overflowY === 'hidden'")
    gone = not (set(left) - set(article)) and not frames and not veils
    return Outcome(system, gone, left == article if gone else set(article) <= set(left), not locked)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def outcomes(page: Page, *, names: bool, step: int = 1) -> list[Outcome]:
    """Return the systems' outcomes, with their own names or with meaningless ones.

    Dialogs are not answered first: here it counts what is left when nobody answers.
    """
    return [
        outcome(page, system, markup if names else scrambled(markup))
        for system, markup in list(fixtures())[::step]
    ]


def share_gone(found: list[Outcome]) -> float:
    """Return the share of systems that are gone, their scroll locks undone, the article whole."""
    return sum(o.gone and o.article_whole and o.scrolls for o in found) / len(found)
