"""Consent dialogs on pages that write down which button was pressed: never the way in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from capture.browser.world import World
from capture.clean.clean import clean_page
from capture.clean.consent import accepts, usable_rules
from capture.clean.request import CleanRequest

ARTICLE = (
    "<main><h1>Ferries</h1>" + "<p>The boats leave at nine from the old quay. " * 12 + "</main>"
)
# Each presses on record; a reject button closes its dialog, as the systems' own scripts do.
RECORDER = """<script>
  window.pressed = [];
  addEventListener('click', (event) => {
    const button = event.target.closest('button, a, input');
    if (!button) return;
    pressed.push(button.dataset.means || 'other');
    if (button.dataset.means === 'reject') document.querySelector('[data-dialog]').remove();
  }, true);
</script>"""
STYLE = "position:fixed;left:0;right:0;bottom:0;height:200px;background:#fff;z-index:9999"
WORDS = "<p>We and our partners use cookies to store personal data. Choose what you consent to.</p>"

# After the systems' public documentation: the container and both buttons.
SYSTEMS = {
    "Complianz": (
        '<div id="cmplz-cookiebanner-container" data-dialog>'
        '<div class="cmplz-cookiebanner" style="{style}">{words}'
        '<button class="cmplz-btn cmplz-accept" data-means="accept">Accept</button>'
        '<button class="cmplz-btn cmplz-deny" data-means="reject">Deny</button></div></div>'
    ),
    "CookieYes": (
        '<div class="cky-consent-container" data-dialog style="{style}">{words}'
        '<button data-cky-tag="accept-button" data-means="accept">Accept All</button>'
        '<button data-cky-tag="reject-button" data-means="reject">Reject All</button></div>'
    ),
    "Didomi": (
        '<div id="didomi-host" data-dialog><div id="didomi-popup"><div id="didomi-notice" '
        'style="{style}">{words}'
        '<button id="didomi-notice-agree-button" data-means="accept">Agree</button>'
        '<button id="didomi-notice-disagree-button" data-means="reject">Disagree</button>'
        "</div></div></div>"
    ),
    "iubenda": (
        '<div id="iubenda-cs-banner" data-dialog style="{style}">{words}'
        '<button class="iubenda-cs-accept-btn" data-means="accept">Accept</button>'
        '<button class="iubenda-cs-reject-btn" data-means="reject">Reject</button></div>'
    ),
}


def pressed(page: Page, dialog: str) -> tuple[list[str], list[str]]:
    """Clean a page with this dialog; what was pressed, and the notes."""
    page.set_content(f"<!doctype html><title>t</title>{RECORDER}{ARTICLE}{dialog}")
    url = "https://harbour.example/ferry"
    ledger = clean_page(World(page), CleanRequest(page_url=url))
    assert not page.query_selector("[data-dialog]")
    assert len(re.findall("old quay", page.inner_text("main"))) == 12
    return page.evaluate("window.pressed"), list(ledger.notes)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_known_dialog_is_rejected(page: Page, system: str) -> None:
    dialog = SYSTEMS[system].format(style=STYLE, words=WORDS)
    found, notes = pressed(page, dialog)
    assert found == ["reject"]
    assert any("rejected" in note for note in notes)


def test_a_dialog_without_a_way_out_is_removed_unanswered(page: Page) -> None:
    dialog = SYSTEMS["Complianz"].format(style=STYLE, words=WORDS)
    only_in = re.sub("<button[^>]*reject.*?</button>", "", dialog)
    assert pressed(page, only_in)[0] == []


def test_an_unknown_dialog_is_removed_unanswered(page: Page) -> None:
    dialog = (
        f'<div class="x91" data-dialog role="dialog" style="{STYLE}">{WORDS}'
        '<button data-means="accept">Accept all</button>'
        '<button data-means="reject">Reject all</button></div>'
    )
    assert pressed(page, dialog)[0] == []


def test_no_rule_in_use_presses_its_own_way_in() -> None:
    rules = usable_rules()
    assert len(rules) > 900
    assert not any(accepts(rule) for rule in rules)
