"""uBlock Origin's cosmetic rules beside ours, element by element, with the lists that it ships.

    python -m scripts.bench.firefox_pages [real pages] [pages made from rules]

Pages made from the lists' own rules (elements that they describe, and near misses), and real pages
of the shared set, without scripts.  Every element is numbered; what is hidden in Firefox with the
lists and not without them is held against what our engine finds with the same list texts.
"""

from __future__ import annotations

import gzip
import html as markup
import json
import random
import re
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from capture.browser.find import find_browser
from capture.browser.world import World
from capture.clean.cosmetic import detect_cosmetic
from capture.filters.engine import load
from capture.filters.sources import ListSource
from scripts.bench.firefox import EXTENSION, Marionette, answering, firefox
from scripts.quality.clean import SETS, SHARED

# The extension's names of the lists that lie in its package, and their files there.
LISTS = {
    "ublock-filters": "ublock/filters.min.txt",
    "ublock-badware": "ublock/badware.min.txt",
    "ublock-privacy": "ublock/privacy.min.txt",
    "ublock-quick-fixes": "ublock/quick-fixes.min.txt",
    "ublock-unbreak": "ublock/unbreak.min.txt",
    "easylist": "thirdparties/easylist/easylist.txt",
    "easyprivacy": "thirdparties/easylist/easyprivacy.txt",
}
POLICY = "script-src 'none'"
# Readings until two in a row agree; the extension's survey of a page comes in batches.
READINGS, BETWEEN_SECONDS = 8, 1.5
NUMBER = """() => {
  for (const e of document.querySelectorAll('script,link,meta[http-equiv],base')) e.remove();
  let n = 0;
  for (const e of document.body.querySelectorAll('*')) e.setAttribute('data-number', n++);
  return document.documentElement.outerHTML;
}"""
HIDDEN = """const seen = new Set(), hidden = [];
for (const e of document.querySelectorAll('[data-number]')) {
  const n = Number(e.getAttribute('data-number'));
  seen.add(n);
  if (getComputedStyle(e).display === 'none') hidden.push(n);
}
for (let n = 0; n < arguments[0]; n += 1) if (!seen.has(n)) hidden.push(n);
return hidden;"""
NUMBERS = """(refs) => refs.map((ref) => globalThis.captureDom.element(ref))
  .filter(Boolean).map((e) => Number(e.getAttribute('data-number') ?? -1))"""
SIMPLE = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<rest>(?:[.#][\w-]+|\[[^\]]+\])*)")
PART = re.compile(r"([.#])([\w-]+)|\[([\w-]+)(?:([*^$~|]?=)\"?([^\"\]]*)\"?)?\]")
VOID = frozenset({"img", "input", "br", "hr", "link", "meta", "embed", "source"})


@dataclass(frozen=True, slots=True)
class Numbered:
    """A page whose elements bear numbers."""

    name: str
    host: str
    path: str
    html: str

    @property
    def elements(self) -> int:
        return self.html.count("data-number=")


def made(count: int, seed: int = 9) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, host, path and HTML of pages that hold what rules of the lists describe."""
    generic: list[str] = []
    specific: dict[str, list[str]] = {}
    for file in LISTS.values():
        for line in (EXTENSION / "assets" / file).read_text("utf-8").splitlines():
            hosts, mark, selector = line.partition("##")
            if not mark or not _element(selector):
                continue
            if not hosts:
                generic.append(selector)
            elif re.fullmatch(r"[a-z0-9.-]+\.[a-z]+", hosts.split(",")[0]):
                specific.setdefault(hosts.split(",")[0], []).append(selector)
    rng = random.Random(seed)
    for number in range(count // 3):
        yield _made(f"generic {number}", f"g{number}.test", rng.sample(generic, 40))
    for host in rng.sample(sorted(specific), count - count // 3):
        yield _made(f"rules of {host}", host, specific[host][:20] + rng.sample(generic, 5))


def _made(name: str, host: str, selectors: Sequence[str]) -> tuple[str, str, str, str]:
    parts = []
    for selector in selectors:
        parts.append(_element(selector))
        parts.append(_element(selector).replace('="', '="x-', 1))
    body = "".join(f"<section>{part}</section>" for part in parts)
    return name, host, "/page", f"<!doctype html><title>t</title><body><h1>Page</h1>{body}"


def _element(selector: str) -> str:
    """Return the element that a simple selector describes, or nothing."""
    outer, _, inner = selector.replace(" > ", " ").partition(" ")
    if " " in inner or not outer:
        return ""
    found = SIMPLE.fullmatch(outer)
    inside = _element(inner) if inner else "text"
    if not found or not inside or outer in ("body", "html", "a", "div", "p"):
        return ""
    tag = found["tag"] or "div"
    if tag in ("body", "html", "head", "script", "style", "tr", "td", "tbody", *VOID) and inner:
        return ""
    if tag in ("body", "html", "head", "script", "style", "tr", "td", "th", "tbody", "iframe"):
        return ""
    values: dict[str, list[str]] = {}
    for kind, name, attribute, operator, value in PART.findall(found["rest"]):
        if kind:
            values.setdefault("class" if kind == "." else "id", []).append(name)
        else:
            filler = {"*=": f"q{value}q", "^=": f"{value}q", "$=": f"q{value}"}
            values.setdefault(attribute, []).append(filler.get(operator, value))
    if not values:
        return ""
    said = "".join(f' {n}="{markup.escape(" ".join(v))}"' for n, v in values.items())
    return f"<{tag}{said}>" if tag in VOID else f"<{tag}{said}>{inside}</{tag}>"


def real(count: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield about ``count`` stored pages, evenly over the sets."""
    entries = []
    for name in SETS:
        index = SHARED / "extract" / "index" / f"{name}.json"
        listed = json.loads(index.read_text("utf-8")) if index.exists() else {}
        entries += [(name, key, fields["url"]) for key, fields in listed.items()]
    for name, key, url in entries[:: max(1, len(entries) // max(1, count))][:count]:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        stored = SHARED / "extract" / "pages" / name / f"{key}.html.gz"
        if stored.exists() and parts.hostname:
            text = gzip.decompress(stored.read_bytes()).decode("utf-8", "replace")
            # Mozilla's pages say that they are all at one address.
            yield f"{name}/{key}", parts.hostname, f"{parts.path or '/'}?{key}", text


def numbered(page: Page, found: Iterator[tuple[str, str, str, str]]) -> Iterator[Numbered]:
    for name, host, path, text in found:
        _serve(page, text)
        page.goto(f"http://{host}{path}", wait_until="domcontentloaded")
        yield Numbered(name, host, path, f"<!doctype html>{World(page).run(NUMBER)}")


def _serve(page: Page, text: str) -> None:
    page.unroute_all()
    headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
    page.route(
        "**/*",
        lambda route: (
            route.fulfill(body=text, headers=headers)
            if route.request.is_navigation_request() and route.request.frame == page.main_frame
            else route.abort()
        ),
    )


@contextmanager
def served(pages: Sequence[Numbered]) -> Iterator[int]:
    texts = {(one.host, one.path): one.html.encode() for one in pages}

    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
    with answering(lambda host, path: texts.get((host, path), b""), headers) as port:
        yield port


def hidden(pages: Sequence[Numbered], port: int, lists: Sequence[str]) -> list[set[int] | None]:
    """Return the numbers of the hidden elements of each page, `None` where it did not load."""
    found: list[set[int] | None] = []
    with firefox(["nothing.invalid##.nothing"], lists) as client:
        client.ask("WebDriver:SetTimeouts", pageLoad=20_000)
        if lists:
            time.sleep(30)  # reading 150,000 rules
        for one in pages:
            with suppress(RuntimeError):  # a picture that never comes is no reason to wait on
                client.ask("WebDriver:Navigate", url=f"http://{one.host}:{port}{one.path}")
            found.append(_steady(client, one.elements, READINGS if lists else 1))
    return found


def _steady(client: Marionette, count: int, readings: int) -> set[int] | None:
    last: set[int] | None = None
    for _ in range(readings):
        try:
            now: Any = client.ask("WebDriver:ExecuteScript", script=HIDDEN, args=[count])["value"]
        except RuntimeError:
            return None
        if last == set(now):
            return last
        last = set(now)
        if readings > 1:
            time.sleep(BETWEEN_SECONDS)
    return last


def ours(page: Page, pages: Sequence[Numbered], port: int) -> list[dict[int, str]]:
    """Return the numbers of the elements that our engine finds, each with its rule."""
    engine = load([ListSource(n, EXTENSION / "assets" / f) for n, f in LISTS.items()], cached=False)
    found = []
    for one in pages:
        url = f"http://{one.host}:{port}{one.path}"
        _serve(page, one.html)
        page.goto(url, wait_until="domcontentloaded")
        world = World(page)
        candidates = [c for c in detect_cosmetic(world, engine, url) if c.action != "unlock"]
        numbers = world.run(NUMBERS, [c.ref for c in candidates])
        found.append({n: c.rule for n, c in zip(numbers, candidates, strict=True) if n >= 0})
    return found


def _tag(one: Numbered, number: int) -> str:
    found = re.search(rf'<[^<>]*data-number="{number}"[^<>]*>', one.html)
    return found[0][:150] if found else f"element {number}"


def report(
    title: str,
    pages: Sequence[Numbered],
    plain: Sequence[set[int] | None],
    with_lists: Sequence[set[int] | None],
    mine: Sequence[dict[int, str]],
) -> None:
    both = theirs_only = ours_only = every = counted = 0
    lines = []
    for one, before, after, found in zip(pages, plain, with_lists, mine, strict=True):
        if before is None or after is None:
            lines.append(f"    {one.name}: did not load in Firefox")
            continue
        counted += 1
        every += one.elements
        they, we = after - before, set(found) - before
        both, theirs_only, ours_only = (
            both + len(they & we),
            theirs_only + len(they - we),
            ours_only + len(we - they),
        )
        lines += [f"    {one.name}: uBlock alone {_tag(one, n)}" for n in sorted(they - we)[:3]]
        lines += [f"    {one.name}: ours alone {found[n][:80]}" for n in sorted(we - they)[:3]]
    acted = both + theirs_only + ours_only
    print(
        f"{title}: {counted} pages, {every} elements, {acted} hidden by one or the other:"
        f" {both} by both, {theirs_only} by uBlock alone, {ours_only} by ours alone;"
        f" alike {both / max(1, acted):.2%} of those,"
        f" {1 - (acted - both) / max(1, every):.4%} of all"
    )
    print(*lines, sep="\n")


def main() -> None:
    if not shutil.which("firefox-esr") or not EXTENSION.exists():
        print("firefox pages: skipped (needs firefox-esr and webext-ublock-origin-firefox)")
        return
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()]
    reals, rules = (*counts, 60, 45)[:2] if len(counts) != 1 else (counts[0], 45)
    path = str(find_browser().path)
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=path).new_page()
        groups = {
            "pages made from the lists' rules": list(numbered(page, made(rules))),
            "real pages": list(numbered(page, real(reals))),
        }
        every = [one for group in groups.values() for one in group]
        with served(every) as port:
            mine = ours(page, every, port)
            page.close()
            plain = hidden(every, port, ())
            with_lists = hidden(every, port, tuple(LISTS))
    at = 0
    for title, group in groups.items():
        part = slice(at, at + len(group))
        report(title, group, plain[part], with_lists[part], mine[part])
        at += len(group)


if __name__ == "__main__":
    main()
