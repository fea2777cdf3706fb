"""The lists and their judgement in words."""

from __future__ import annotations

from collections.abc import Iterator

from capture.filters.catalogue import available
from capture.filters.engine import Engine, FoundRule
from capture.filters.shelf import ListFacts


def list_lines(engine: Engine, *, bad: bool = False) -> Iterator[str]:
    """Yield a line a list: name, copy, version, digest, counts; with ``bad`` its bad lines too."""
    copies = {one.published.name: one.copy for one in available()}
    for facts in engine.lists:
        yield _list_line(facts, copies.get(facts.name, "own"))
        if bad:
            for line in facts.bad_lines:
                yield f"    line {line.line}: {line.reason}: {line.text}"
    for one in available():
        if one.copy == "absent":
            yield f"{one.published.name:24} absent    run: capture filters update"


def _list_line(facts: ListFacts, copy: str) -> str:
    inactive = sum(facts.inactive.values())
    return (
        f"{facts.name:24} {copy:8}  {facts.network:>6} network  {facts.cosmetic:>6} cosmetic  "
        f"{inactive:>6} without effect  {facts.bad:>3} bad  "
        f"sha256 {facts.sha256[:12]}  {facts.version}"
    ).rstrip()


def explain_request(engine: Engine, url: str, source: str, kind: str) -> Iterator[str]:
    """Say what the lists make of one request."""
    verdict = engine.decide(url, source, kind)
    if verdict is None:
        yield "passes: no rule would stop it"
        return
    outcome = "stopped by" if verdict.blocked else "passes, by the exception"
    yield f"{outcome} {verdict.rule}"
    yield f"line {verdict.line} of {verdict.list_name}"


def explain_page(engine: Engine, url: str) -> Iterator[str]:
    """Say which cosmetic rules are for this very page, and how many are for every page."""
    page = engine.decide(url, url, "document")
    if page is not None and page.blocked:
        yield f"the page itself is on {page.list_name}, line {page.line}: {page.rule}"
    rules = engine.cosmetic_rules(url)
    if not rules.generic:
        yield "generic cosmetic rules are switched off for this page"
    if not rules.specific:
        yield "the page's own cosmetic rules are switched off"
    own = [found for found in rules.always if not found.rule.generic]
    rest = len(rules.always) - len(own)
    yield f"{len(own)} cosmetic rules for this host, {rest} tried on every page"
    yield from (_rule_line(found) for found in own)


def _rule_line(found: FoundRule) -> str:
    return f"{found.list_name}:{found.line}: {found.text}"
