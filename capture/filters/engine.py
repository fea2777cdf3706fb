"""The filter lists' judgement of requests and pages.  This is the room's one door.

The engine is our own: see docs/decisions/filters.md for what it was measured against.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

from capture.filters.cache import image_of
from capture.filters.compile import ALWAYS, UNKEYED, compile_lists
from capture.filters.cosmetic import CosmeticRule
from capture.filters.hosts import Host, ascii_host, host, third_party
from capture.filters.image import Image
from capture.filters.network import ANY_REQUEST, NetworkRule, Request, Type
from capture.filters.pattern import target
from capture.filters.shelf import ListFacts, Placed, Shelf
from capture.filters.sources import ListSource, read_list
from capture.filters.tokens import key, request_keys

# Names as Chrome DevTools, Playwright, WebRequest and the lists themselves give them.
TYPES: dict[str, Type] = {
    "document": Type.DOCUMENT,
    "main_frame": Type.DOCUMENT,
    "subdocument": Type.FRAME,
    "sub_frame": Type.FRAME,
    "iframe": Type.FRAME,
    "frame": Type.FRAME,
    "script": Type.SCRIPT,
    "image": Type.IMAGE,
    "stylesheet": Type.STYLESHEET,
    "css": Type.STYLESHEET,
    "font": Type.FONT,
    "media": Type.MEDIA,
    "xhr": Type.XHR,
    "fetch": Type.XHR,
    "xmlhttprequest": Type.XHR,
    "eventsource": Type.XHR,
    "preflight": Type.XHR,
    "ping": Type.PING,
    "beacon": Type.PING,
    "websocket": Type.WEBSOCKET,
    "object": Type.OBJECT,
}
_NETWORK_SCHEMES = frozenset({"http", "https", "ws", "wss"})
# Names of classes and ids that are looked up for one page; the pages of the quality corpus have
# 3,000 at most, and a page that makes up a million is not worth more time.
MAX_NAMES = 50_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the lists say of a request, and the line that decided.

    ``blocked`` is false when a rule would have blocked and an exception (``rule``) forbade it.
    """

    blocked: bool
    rule: str
    list_name: str
    line: int


@dataclass(frozen=True, slots=True)
class FoundRule:
    """A cosmetic rule that applies to a page."""

    rule: CosmeticRule
    text: str
    list_name: str
    category: str
    line: int


class CosmeticRules:
    """The cosmetic rules for one page.

    ``always`` are to be tried as they are; `for_names` gives those that need a class or id which
    the page may not have.  ``generic`` and ``specific`` say which kinds are switched on.
    """

    def __init__(self, engine: Engine, page: Host, generic: bool, specific: bool) -> None:
        self._engine, self._page = engine, page
        self.generic, self.specific = generic, specific
        placed = list(engine.filed_for(_page_keys(page), page))
        self._spared = frozenset(p.rule.selector for p in placed if p.rule.exception)
        own = placed if specific else [p for p in placed if p.rule.generic]
        unkeyed = engine.filed_for([key("g", UNKEYED)], page) if generic else ()
        self.always = self._wanted(chain(own, unkeyed))

    def for_names(self, names: Iterable[str]) -> tuple[FoundRule, ...]:
        """Return the generic rules that need one of ``names`` (``.class`` and ``#id``)."""
        if not self.generic:
            return ()
        keys = {key("g", name.lower()) for name, _ in zip(names, range(MAX_NAMES), strict=False)}
        return self._wanted(self._engine.filed_for(keys, self._page))

    def _wanted(self, placed: Iterable[Placed[CosmeticRule]]) -> tuple[FoundRule, ...]:
        spared, generic = self._spared, self.generic
        found = {
            p.text: FoundRule(p.rule, p.text, p.source.name, p.source.category, p.line)
            for p in placed
            if not p.rule.exception
            and p.rule.selector not in spared
            and (generic or not p.rule.generic)
        }
        return tuple(found.values())


class Engine:
    """Lists, compiled; see `load`."""

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        self._shelves = tuple(shelves)
        self._cancelled = frozenset[str]().union(*(shelf.cancelled for shelf in shelves))

    @property
    def lists(self) -> tuple[ListFacts, ...]:
        """What is known of each list, for the manifest."""
        return tuple(chain.from_iterable(shelf.lists for shelf in self._shelves))

    def decide(
        self,
        url: str,
        source_url: str,
        resource_type: str,
        *,
        top_url: str | None = None,
        method: str = "get",
    ) -> Verdict | None:
        """Say whether the request for ``url`` by the document at ``source_url`` is to be stopped.

        ``resource_type`` is one of `TYPES` (others count as "other"); a frame's document is a
        "subdocument".  ``top_url`` is the page's address where ``source_url`` is a frame's.
        ``None``: no rule would stop it.
        """
        kind = TYPES.get(resource_type.lower(), Type.OTHER)
        request = _request(url, source_url, kind, top_url or source_url, method.lower())
        return None if request is None else self._judge(request)

    def decide_host(self, name: str, page_url: str) -> Verdict | None:
        """Say whether every request of the page for the host ``name`` is to be stopped.

        ``None`` where it depends on the path, the kind of request, or an exception may save one.
        """
        request = _request(f"https://{name}/", page_url, ANY_REQUEST, page_url, "get")
        if request is None:
            return None
        block = None
        for placed in self._candidates(request):
            rule = placed.rule
            if rule.may_save(request):
                return None
            if rule.whole_host and not rule.exception and rule.matches(request):
                block = block or placed
        return None if block is None else _verdict(block, blocked=True)

    def cosmetic_rules(self, url: str) -> CosmeticRules:
        """Return the rules on elements of the page at ``url``."""
        page = host(_host_name(url))
        generic = not self._switched_off(url, Type.GENERICHIDE)
        specific = not self._switched_off(url, Type.SPECIFICHIDE)
        return CosmeticRules(self, page, generic, specific)

    def filed_for(self, keys: Iterable[int], page: Host) -> Iterable[Placed[CosmeticRule]]:
        """Yield the cosmetic rules under ``keys`` that hold for ``page``."""
        keys = tuple(keys)
        for shelf in self._shelves:
            for placed in shelf.cosmetic(keys):
                hosts = placed.rule.hosts
                if hosts is None or hosts.holds(page):
                    yield placed

    def _judge(self, request: Request) -> Verdict | None:
        """Let important blocks win over exceptions, and exceptions over blocks."""
        block = allow = None
        for placed in self._matching(request):
            if placed.rule.important:
                return _verdict(placed, blocked=True)
            if placed.rule.exception:
                allow = allow or placed
            else:
                block = block or placed
        if block is None:
            return None
        return _verdict(allow or block, blocked=allow is None)

    def _candidates(self, request: Request) -> Iterable[Placed[NetworkRule]]:
        keys = request_keys(request.target, request.host, request.source)
        return chain.from_iterable(shelf.network(keys, self._cancelled) for shelf in self._shelves)

    def _matching(self, request: Request) -> Iterable[Placed[NetworkRule]]:
        return (placed for placed in self._candidates(request) if placed.rule.matches(request))

    def _switched_off(self, url: str, kind: Type) -> bool:
        request = _request(url, url, kind, url, "get")
        return request is not None and any(p.rule.exception for p in self._matching(request))


def load(
    lists: Sequence[ListSource], user_rules: Sequence[str] = (), *, cached: bool = True
) -> Engine:
    """Return the engine for ``lists`` and the user's own rules.

    Lists are compiled once and kept in the user's cache folder under the digest of their texts;
    user rules are compiled each time.  Raises `UsageError` when a list cannot be read.
    """
    loaded = [read_list(source) for source in lists]
    buffer = image_of(loaded) if cached else memoryview(compile_lists(loaded))
    shelves = [Shelf(Image(buffer))]
    if user_rules:
        own = ListSource("user", given="\n".join(user_rules), category="user", origin="user")
        shelves.append(Shelf(Image(memoryview(compile_lists([read_list(own)])))))
    return Engine(shelves)


def _verdict(placed: Placed[NetworkRule], *, blocked: bool) -> Verdict:
    return Verdict(blocked, placed.text, placed.source.name, placed.line)


def _page_keys(page: Host) -> list[int]:
    names = (ALWAYS, *page.suffixes, *page.entities)
    return [key("c", name) for name in names]


def _host_name(url: str) -> str:
    try:
        return ascii_host(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def _request(url: str, source_url: str, kind: Type, top_url: str, method: str) -> Request | None:
    if url.partition(":")[0].lower() not in _NETWORK_SCHEMES:
        return None
    asked, source, top = (host(_host_name(u)) for u in (url, source_url, top_url))
    if not asked.name:
        return None
    return Request(target(url), asked, source, top, int(kind), method, third_party(asked, source))
