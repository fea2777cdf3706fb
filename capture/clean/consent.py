"""Consent dialogs are answered "reject" before what is left of them is removed; never "accept".

The rules and their engine are DuckDuckGo's autoconsent (MPL-2.0), from PyPI, kept current by its
publisher.  A rule whose way out presses the button of its way in is not used.
"""

from __future__ import annotations

import json
import re
import time
from functools import cache
from typing import Any

from duckduckgo_autoconsent import bundle, rules_json
from playwright.sync_api import Error

from capture.browser.world import World, script
from capture.errors import CaptureError

# Whole budget for answering one page's dialog: its rules press up to six buttons and wait for
# animations between them; the longest call seen took 2.9 s on a loaded machine.
BUDGET_S = 4.0
EXCHANGE_MS = 500
CLICKS = ("click", "waitForThenClick")

INSTALL = """(source) => {
  if (globalThis.captureConsent) return;
  globalThis.captureConsent = { queue: [] };
  globalThis.autoconsentSendMessage = (message) => {
    const { queue } = globalThis.captureConsent;
    if (queue.length < 5000) queue.push(message);
  };
}"""


def opt_out(world: World) -> str | None:
    """Press "reject" where a known consent dialog is open; return what was done, for the notes.

    Takes at most `BUDGET_S`.  Returns ``None`` when no known dialog is open.
    """
    deadline = time.monotonic() + BUDGET_S
    try:
        world.run(INSTALL)
        world.run(f"() => {{ {bundle()} }}")
        return _exchange(world, deadline)
    except CaptureError as error:
        return f"consent: not answered ({error})"


def _exchange(world: World, deadline: float) -> str | None:
    rules: Any = [rule for rule in usable_rules() if _meant_for(rule, world.page.url)]
    answers: list[list[Any]] = []
    system = ""
    while time.monotonic() < deadline:
        argument = {"rules": rules, "answers": answers, "limit_ms": EXCHANGE_MS}
        heard = world.run(script("capture.clean", "consent.js"), argument)
        rules = None
        answers = [[ask["id"], _evaluate(world, ask["code"])] for ask in heard["evals"]]
        system = next((m["cmp"] for m in heard["said"] if m["cmp"]), system)
        if any(m["type"] == "optOutResult" and m["result"] for m in heard["said"]):
            return f"consent: rejected in {system}'s dialog"
        if heard["done"]:
            return f"consent: {system}'s dialog could not be rejected" if system else None
    return f"consent: {system}'s dialog did not answer in time" if system else None


def _evaluate(world: World, code: str) -> bool:
    """Evaluate one of autoconsent's own snippets where the dialog's scripts live."""
    try:
        return bool(world.page.evaluate(code))
    except Error:
        return False


@cache
def usable_rules() -> list[dict[str, Any]]:
    """Return autoconsent's rules without those that would accept."""
    rules: list[dict[str, Any]] = json.loads(rules_json())
    return [rule for rule in rules if not accepts(rule)]


def _meant_for(rule: dict[str, Any], url: str) -> bool:
    """Whether a rule is for every site or for this one: 720 of the 1,010 are for one site."""
    pattern = rule.get("runContext", {}).get("urlPattern")
    try:
        return not pattern or re.search(pattern, url) is not None
    except re.error:
        return True  # written for the browser's own engine, which will look again


def accepts(rule: dict[str, Any]) -> bool:
    """Whether the rule's way out presses a button of its way in."""
    return bool(_pressed(rule.get("optOut", [])) & _pressed(rule.get("optIn", [])))


def _pressed(steps: Any) -> set[str]:
    """Return every selector clicked anywhere in a rule's steps, branches included."""
    found: set[str] = set()
    todo = [steps]
    while todo:
        at = todo.pop()
        if isinstance(at, list):
            todo += at
        elif isinstance(at, dict):
            found |= {json.dumps(at[name]) for name in CLICKS if name in at}
            todo += [value for value in at.values() if isinstance(value, list | dict)]
    return found
