"""The page's title without its site's name, and the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from capture.extract.carriers import ARTICLES, Carriers, plain
from capture.extract.elements import Element
from capture.extract.values import Fact

_SEPARATORS = re.compile(
    r"\s+[|\-–—·•»:/~]+\s+|\s*[|｜»]\s*|\s+::\s+|:\s+(?=[^:]{2,25}$)|[_＿](?=[^_＿]{2,20}$)"
)
# Signs that stand between the steps of a trail and hardly ever within a headline.
_TRAILS = (" | ", " / ", " » ", " :: ", " › ", " · ", "｜")
_NOT_WORD = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Letters and digits only, lower case: for comparing titles."""
    return _NOT_WORD.sub(" ", text.lower()).strip()


def site_name(carriers: Carriers) -> Fact | None:
    """Return the site's own name where the page states it."""
    for value, name in carriers.meta(
        "og:site_name", "application-name", "al:android:app_name", "dc.publisher"
    ):
        if len(value) <= 80:
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
    return None


def _texts(node: Element) -> Iterator[str]:
    yield node.text or ""
    for inner in node.iterdescendants():
        if isinstance(inner.tag, str) and inner.tag not in ("script", "style", "svg", "template"):
            if inner.tag in ("br", "div", "p", "li", "h1", "h2", "h3"):
                yield " "
            yield inner.text or ""
            yield inner.tail or ""


def heading_text(node: Element) -> str:
    """Return a heading's words on one line."""
    return " ".join("".join(_texts(node)).split()).rstrip(" ¶#")


def headline(carriers: Carriers, site: str) -> Fact | None:
    """Return the headline, agreed between heading, JSON-LD, OpenGraph and title where possible."""
    root = carriers.root
    node = root.find(".//head/title")
    node = node if node is not None else root.find(".//title")
    full = heading_text(node)[:500] if node is not None else ""
    stated = list(_stated(carriers))
    cleaned = [(without_site(v, site), s, c) for v, s, c in stated]
    if full:
        cleaned.append((without_site(full, site), "title", 0.6))
    headings = [(h, t) for h in _headings(root) if (t := heading_text(h)) and len(t) <= 300]
    agreed = [folded(v) for v, _, _ in cleaned] or [folded(full)]
    for _, text in headings:
        key = folded(text)
        if key and (key == folded(full) or any(key == a for a in agreed)):
            return Fact(value=text, source="h1", confidence=0.98)
    for _, text in headings:
        key = folded(text)
        if len(key) >= 8 and key != folded(site) and any(_alike(key, a) for a in agreed):
            return Fact(value=text, source="h1", confidence=0.9)
    sites = {
        folded(site),
        *(folded(p) for v, _, _ in [*stated, (full, "", 0)] for p in _SEPARATORS.split(v)[1:]),
    }
    # Once for each width of screen is once.
    alone = headings[0][1] if len({folded(t) for _, t in headings}) == 1 else ""
    if len(alone) >= 4 and folded(alone) not in sites and not _opens_a_site(alone, sites):
        return Fact(value=headings[0][1], source="h1", confidence=0.75)
    for value, source, confidence in cleaned:
        if value and folded(value) != folded(site):
            return Fact(value=value, source=source, confidence=confidence)
    if headings:
        return Fact(value=headings[0][1], source="h1", confidence=0.5)
    return Fact(value=full, source="title", confidence=0.5) if full else None


def _opens_a_site(heading: str, sites: set[str]) -> bool:
    """Tell a heading that is a logo in words: the site's name in the title begins with it."""
    return any(s.startswith(folded(heading) + " ") for s in sites)


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
    return [h for h in root.iter("h1") if "logo" not in (h.get("class") or "")][:20]


def _alike(one: str, other: str) -> bool:
    """One holds the other and isn't much longer, or they share nearly all their words."""
    if not one or not other:
        return False
    if (one in other or other in one) and min(len(one), len(other)) / max(
        len(one), len(other)
    ) > 0.35:
        return True
    a, b = set(one.split()), set(other.split())
    return len(a & b) / max(1, len(a | b)) >= 0.6


def _first_of_trail(title: str, site: str) -> str:
    """Cut a title that is a trail of three and more to its own part: "Topic / Board / Site"."""
    for separator in _TRAILS:
        parts = [p.strip() for p in title.split(separator) if p.strip()]
        if len(parts) >= 3:
            own = [p for p in parts if folded(p) != folded(site)]
            longest = max(own, key=len, default=title)
            return own[0] if own and len(own[0].split()) >= 3 else longest
    return title


def without_site(title: str, site: str) -> str:
    """Cut the site's name off a title's end or start; a title with none is returned whole."""
    title = _first_of_trail(" ".join(title.split()), site)
    cuts = list(_SEPARATORS.finditer(title))
    if not cuts:
        return title
    name = folded(site)
    compact = name.replace(" ", "")
    last, first = title[cuts[-1].end() :], title[: cuts[0].start()]
    if name:
        for cut in cuts:
            tail = folded(title[cut.end() :])
            if tail and (
                tail == name or tail.replace(" ", "") == compact or tail.startswith(name + " ")
            ):
                return title[: cut.start()].strip()
        if folded(first).replace(" ", "") == compact:
            return title[cuts[0].end() :].strip()
    if (
        ("|" in cuts[-1].group() or "｜" in cuts[-1].group() or len(last.split()) <= 4)
        and len(cuts[-1].group().strip())
        and ":" not in cuts[-1].group()
    ):
        rest = title[: cuts[-1].start()].strip()
        if len(rest) > len(last) * 0.8:
            return rest
    return title
