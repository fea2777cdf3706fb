"""The page's title without its site's name, and the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from capture.extract.carriers import ARTICLES, Carriers, plain
from capture.extract.elements import Element, upwards
from capture.extract.titles import compact, folded, opens_with, segments, without_site
from capture.extract.values import Fact

# Names of the heading that is the site's own, as WordPress's themes and Bootstrap give them.
_LOGO = re.compile(r"logo|site[_-]?(?:title|name)|navbar-brand", re.IGNORECASE)
_ADDRESS = re.compile(r"^@|^https?://|^www\.", re.IGNORECASE)
_BEHIND_HOST = re.compile(r"^https?://[^/]+|[?#].*$")
# Lower headings that are asked whether they are the title: it stands early on a page.
_MOST_HEADINGS = 60
# Shorter ones repeat a section's or a topic's name by chance.
_SHORTEST_REPEAT = 12
_SILENT = frozenset(("script", "style", "svg", "template"))
_BREAKS = frozenset(("br", "div", "p", "li", "h1", "h2", "h3"))


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a page says its title is, bare of the site's name."""

    value: str
    source: str
    confidence: float


def site_name(carriers: Carriers, brand: str = "") -> Fact | None:
    """Return the site's own name where the page states it, or gives it beside its title.

    ``brand`` is the name in the site's address.
    """
    for value, name in carriers.meta(
        "og:site_name", "application-name", "al:android:app_name", "dc.publisher"
    ):
        if len(value) <= 80 and not _ADDRESS.search(value):
            return Fact(
                value=value, source=name, confidence=0.95 if name == "og:site_name" else 0.7
            )
    for thing in carriers.typed(ARTICLES):
        if name := plain(thing.get("publisher")):
            return Fact(value=name[:80], source="json-ld publisher", confidence=0.85)
    for types in ({"WebSite"}, {"Organization", "NewsMediaOrganization"}):
        for thing in carriers.typed(frozenset(types)):
            # An organisation that only has a name may be an author's employer.
            known = "WebSite" in types or any(k in thing for k in ("logo", "url", "sameAs"))
            if known and (name := plain(thing.get("name"))):
                return Fact(value=name[:80], source="json-ld", confidence=0.7)
    return _linked_home(carriers) or _branded(carriers, brand)


def _linked_home(carriers: Carriers) -> Fact | None:
    """Return the part of the title that is also what the first links to the site's first page say."""
    parts = {compact(p): p.strip() for p in segments(_title_element(carriers.root))}
    homes = (n for n in carriers.root.iter("a") if is_home(n.get("href"))) if len(parts) > 1 else ()
    for link in islice(homes, 4):
        pictures = (i.get("alt") for i in link.iter("img"))
        for said in (heading_text(link), link.get("aria-label"), link.get("title"), *pictures):
            if said and (name := parts.get(compact(said))) and len(name) <= 80:
                return Fact(value=name, source="link to the first page", confidence=0.6)
    return None


def _branded(carriers: Carriers, brand: str) -> Fact | None:
    """Return the part of the title that the site's address spells: "Road Runner Sports" of roadrunnersports.com."""
    parts = segments(_title_element(carriers.root)) if brand else []
    own = (p.strip() for p in parts[1:] if compact(p) == compact(brand))
    return next((Fact(value=p, source="title", confidence=0.6) for p in own), None)


def is_home(href: str | None) -> bool:
    """Say whether a link leads to its site's first page."""
    link = (href or "").strip()
    return bool(link) and link[0] != "#" and _BEHIND_HOST.sub("", link) in ("", "/")


def _texts(node: Element, silent: frozenset[str]) -> Iterator[str]:
    walker = etree.iterwalk(node, events=("start", "end", "comment", "pi"))
    for event, inner in walker:
        if event != "start":
            yield (inner.tail if inner is not node else "") or ""
        elif inner.tag in silent:
            walker.skip_subtree()
        else:
            yield f"{' ' if inner.tag in _BREAKS and inner is not node else ''}{inner.text or ''}"


def heading_text(node: Element) -> str:
    """Return a heading's words on one line; those of a button in it only where it has no others."""
    said = "".join(_texts(node, _SILENT | {"button"}))
    said = said if said.strip() else "".join(_texts(node, _SILENT))
    return " ".join(said.split()).rstrip(" ¶#")


def headline(carriers: Carriers, site: str, *, brand: str = "", shown: bool = False) -> Fact | None:
    """Return the headline, agreed between heading, JSON-LD, OpenGraph and title where possible.

    ``brand`` is the name in the site's address.  ``shown`` says that the page is a shop window (a
    home page, a service's page): its first heading is then a slogan rather than its title, unless
    the title says the same.
    """
    full = _title_element(carriers.root)
    stated = list(_all_stated(carriers, full, site, brand))
    headings = [
        (h, t) for h in _headings(carriers.root) if (t := heading_text(h)) and len(t) <= 300
    ]
    if own := _below_its_book(carriers.root, [t for _, t in headings], full):
        return own
    agreed = _agreed([t for _, t in headings], [s.value for s in stated], full, site)
    if agreed:
        return agreed
    alone = _alone([t for _, t in headings], full, (site, brand), carriers)
    named = next((s for s in stated if s.value and folded(s.value) != folded(site)), None)
    if alone and not (shown and named):
        return Fact(value=alone, source="h1", confidence=0.75)
    if lower := _lower_heading(carriers.root, stated, full, (site, brand), alike=not headings):
        return lower
    if named:
        return Fact(value=named.value, source=named.source, confidence=named.confidence)
    if headings:
        return Fact(value=headings[0][1], source="h1", confidence=0.5)
    return Fact(value=full, source="title", confidence=0.5) if full else None


def _title_element(root: Element) -> str:
    node = root.find(".//head/title")
    node = node if node is not None else root.find(".//title")
    return heading_text(node)[:500] if node is not None else ""


def _all_stated(carriers: Carriers, full: str, site: str, brand: str) -> Iterator[_Stated]:
    """Yield every stated title, bare: one that the title element goes on from is bare already."""
    for value, source, confidence in _stated(carriers):
        whole = opens_with(full, value)
        yield _Stated(value if whole else without_site(value, site, brand), source, confidence)
    if full:
        yield _Stated(without_site(full, site, brand), "title", 0.6)


def _agreed(texts: list[str], stated: list[str], full: str, site: str) -> Fact | None:
    """Return the first heading of the page that a statement agrees with."""
    keys = [folded(v) for v in stated] or [folded(full)]
    for text in texts:
        key = folded(text)
        if key and (key == folded(full) or key in keys):
            return Fact(value=text, source="h1", confidence=0.98)
    for text in texts:
        key = folded(text)
        if len(key) < 8 or key == folded(site) or _opens(text, full, stated):
            continue
        if any(_alike(key, k) for k in keys):
            return Fact(value=text, source="h1", confidence=0.9)
    return None


def _below_its_book(root: Element, texts: list[str], full: str) -> Fact | None:
    """Return the heading that begins the title, where the first one ends it: "Types - The Book"."""
    parts = [folded(part) for part in segments(full)]
    if len(parts) < 2 or not texts or folded(texts[0]) != parts[-1] or parts[0] == parts[-1]:
        return None
    nodes = islice(root.iter("h1", "h2", "h3"), _MOST_HEADINGS)
    own = ((n.tag, t) for n in nodes if folded(t := heading_text(n)) == parts[0])
    return next((Fact(value=text, source=tag, confidence=0.9) for tag, text in own), None)


def _opens(heading: str, full: str, stated: list[str]) -> bool:
    """Tell a blog's name before its post's: "Silicon Exposed: Open Verilog flow", and stated without."""
    return any(folded(full) == f"{folded(heading)} {folded(s)}" for s in stated if s)


def _lower_heading(
    root: Element, stated: list[_Stated], full: str, names: tuple[str, str], *, alike: bool
) -> Fact | None:
    """Return a heading below the first level that says what the page states: some sites' `h1` is their name.

    On a page without any `h1` the heading may say it in slightly other words.
    """
    keys = {folded(s.value) for s in stated if s.source != "json-ld"} | {
        folded(p) for p in segments(full)
    }
    keys = {k for k in keys if len(k) >= _SHORTEST_REPEAT and compact(k) not in map(compact, names)}
    nodes = islice(root.iter("h2", "h3", "h4"), _MOST_HEADINGS if keys else 0)
    texts = [(n.tag, t) for n in nodes if len(t := heading_text(n)) <= 300]
    same = ((tag, t, 0.85) for tag, t in texts if folded(t) in keys)
    near = (
        (tag, t, 0.7)
        for tag, t in texts
        if alike and any(_shares(folded(t), k, 0.75) for k in keys)
    )
    found = next(same, None) or next(near, None)
    return Fact(value=found[1], source=found[0], confidence=found[2]) if found else None


def _alone(texts: list[str], full: str, names: tuple[str, str], carriers: Carriers) -> str:
    """Return the one first heading that no statement agrees with; empty where it is the site's name."""
    if len({folded(t) for t in texts}) != 1:  # once for each width of screen is once
        return ""
    said = [full, *(v for v, _, _ in _stated(carriers))]
    sites = {folded(names[0]), *(folded(p) for t in said for p in segments(t)[1:])}
    text = texts[0]
    # A logo in words: the site's name in the title begins with it.
    opens = any(s.startswith(folded(text) + " ") for s in sites)
    own = folded(text) in sites or compact(text) in map(compact, names)
    own = own or _opens(text, full, said[1:])
    return "" if len(text) < 4 or own or opens else text


def _stated(carriers: Carriers) -> Iterator[tuple[str, str, float]]:
    for value, name in carriers.meta("dc.title", "dcterms.title", "citation_title"):
        yield value, name, 0.85
    for thing in carriers.typed(
        ARTICLES | {"Product", "Course", "Event", "QAPage", "Question", "DiscussionForumPosting"}
    ):
        if value := plain(thing.get("headline") or thing.get("name")):
            yield value[:500], "json-ld", 0.9
            break
    for value, name in carriers.meta("og:title", "twitter:title", "title"):
        yield value[:500], name, 0.85


def _headings(root: Element) -> list[Element]:
    return [h for h in root.iter("h1") if not _is_logo(h)][:20]


def _is_logo(node: Element) -> bool:
    """Tell a heading that is the way home: named for it, or a link to the site's first page."""
    if _LOGO.search(f"{node.get('class') or ''} {node.get('id') or ''}"[:300]):
        return True
    link = node.find(".//a")
    link = link if link is not None else next((n for n in upwards(node, 2) if n.tag == "a"), None)
    if link is None or heading_text(link) != heading_text(node):
        return False
    return is_home(link.get("href")) or "home" in (link.get("rel") or "").lower().split()


def _alike(one: str, other: str) -> bool:
    """One holds the other and isn't much longer, or they share nearly all their words."""
    if not one or not other:
        return False
    if (one in other or other in one) and min(len(one), len(other)) / max(
        len(one), len(other)
    ) > 0.35:
        return True
    return _shares(one, other, 0.6)


def _shares(one: str, other: str, least: float) -> bool:
    a, b = set(one.split()), set(other.split())
    return len(a & b) / max(1, len(a | b)) >= least
