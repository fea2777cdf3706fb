"""The in-page scripts: each one arrow function, and each known system's selectors readable."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

import capture.clean
from capture.clean.consent import accepts, usable_rules
from capture.clean.systems import systems

SCRIPTS = sorted(Path(capture.clean.__file__).with_name("js").rglob("*.js"))


def test_every_script_is_one_function(page: Page) -> None:
    for path in SCRIPTS:
        # Parentheses as `World.run` puts them: a leading comment must not swallow the function.
        kind = page.evaluate(f"() => typeof ({path.read_text('utf-8')}\n)")
        assert (path.name, kind) == (path.name, "function")


def test_families_of_detectors_stay_readable() -> None:
    for path in SCRIPTS:
        if path.parent.name in ("ads", "overlays", "apparatus"):
            lines = path.read_text("utf-8").splitlines()
            assert len(lines) <= 200, path
            assert [line for line in lines if len(line) > 120] == [], path


def test_every_system_has_selectors_that_the_browser_reads(page: Page) -> None:
    every = {name: css for kind in systems().values() for name, css in kind.items()}
    reads = """(every) => Object.entries(every).filter(([, css]) => {
      try { document.querySelector(css); return false; } catch { return true; }
    }).map(([name]) => name)"""
    assert page.evaluate(reads, every) == []


def test_no_consent_rule_that_accepts_is_used() -> None:
    press = {
        "optOut": [{"if": {}, "then": [{"click": "#ok"}]}],
        "optIn": [{"waitForThenClick": "#ok"}],
    }
    assert accepts(press)
    assert not accepts({"optOut": [{"click": "#no"}], "optIn": [{"click": "#ok"}]})
    assert len(usable_rules()) > 500
    assert not any(accepts(rule) for rule in usable_rules())
