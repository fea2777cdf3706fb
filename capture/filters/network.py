"""Network rules: parsed from a line, asked about a request.

Semantics follow uBlock Origin's (https://github.com/gorhill/uBlock/wiki/Static-filter-syntax),
which the lists are written for.  Rules that need what a capture does not do (rewriting requests,
injecting headers, watching pop-ups) are `Inactive`, not wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntFlag
from urllib.parse import quote

from capture.filters.conditions import HostCondition, HostSet, parse_hosts
from capture.filters.hosts import Host, ascii_host
from capture.filters.pattern import Matcher, Target, compile_pattern, is_regex


class Type(IntFlag):
    """What is asked for: kinds of requests, and the three switches of cosmetic filtering."""

    SCRIPT = 1
    IMAGE = 2
    STYLESHEET = 4
    FONT = 8
    MEDIA = 16
    XHR = 32
    FRAME = 64
    PING = 128
    WEBSOCKET = 256
    OBJECT = 512
    OTHER = 1024
    DOCUMENT = 2048
    GENERICHIDE = 4096
    SPECIFICHIDE = 8192


ANY_REQUEST = Type(2047)
HIDING = Type.GENERICHIDE | Type.SPECIFICHIDE

_TYPE_OPTIONS: dict[str, Type] = {
    "script": Type.SCRIPT,
    "image": Type.IMAGE,
    "css": Type.STYLESHEET,
    "stylesheet": Type.STYLESHEET,
    "font": Type.FONT,
    "media": Type.MEDIA,
    "xhr": Type.XHR,
    "xmlhttprequest": Type.XHR,
    "frame": Type.FRAME,
    "subdocument": Type.FRAME,
    "ping": Type.PING,
    "beacon": Type.PING,
    "websocket": Type.WEBSOCKET,
    "object": Type.OBJECT,
    "object-subrequest": Type.OBJECT,
    "other": Type.OTHER,
    "doc": Type.DOCUMENT,
    "document": Type.DOCUMENT,
    "ghide": Type.GENERICHIDE,
    "generichide": Type.GENERICHIDE,
    "shide": Type.SPECIFICHIDE,
    "specifichide": Type.SPECIFICHIDE,
    "ehide": HIDING,
    "elemhide": HIDING,
}
# Kinds of request that a capture never makes or cannot stop: a rule for these alone does nothing.
_OTHER_TYPES = frozenset({"popup", "popunder", "inline-script", "inline-font"})
# Rules that change a request or an answer instead of stopping it (AdGuard's own among them).
_MODIFIERS = frozenset(
    {
        *("csp", "permissions", "removeparam", "queryprune", "replace", "uritransform"),
        *("urlskip", "header", "responseheader", "requestheader", "ipaddress", "cname"),
        *("redirect-rule", "cookie", "hls", "jsonprune", "xmlprune", "removeheader", "stealth"),
        *("app", "network", "extension", "urlblock", "jsinject", "content", "referrerpolicy"),
        *("urltransform", "permissions", "webrtc", "genericblock"),
    }
)
_REDIRECTS = frozenset({"redirect", "rewrite", "empty", "mp4"})
_PARTIES: dict[str, tuple[bool, bool]] = {  # option: (third party?, by exact host?)
    "1p": (False, False),
    "first-party": (False, False),
    "strict1p": (False, True),
    "strict-first-party": (False, True),
    "3p": (True, False),
    "third-party": (True, False),
    "strict3p": (True, True),
    "strict-third-party": (True, True),
}
_CONDITIONS = {"domain": "from", "from": "from", "to": "to", "top": "top"}
_ANCHORED_HOST = re.compile(r"\|\|([^/^*|?]+)(.?)")
_WHOLE_HOST = re.compile(r"\|\|[^/^*|?]+\^")
_SPACE = re.compile(r"\s")
_OPTION_SHAPE = re.compile(r"~?[a-z0-9_-]+(=.*)?", re.IGNORECASE | re.DOTALL)
_HOST_ALONE = re.compile(r"(\|{0,2})(?=[\w.-]*[^\W\d_])([^\W_](?:[\w.-]*[^\W_])?)(\|?)")
# Modifiers whose values may hold commas, dollars and spaces.
_FREE_FORM = re.compile(
    r"[$,](replace|uritransform|urlskip|csp|permissions|removeparam|header|responseheader)="
)


class Inactive(Exception):
    """The rule is valid, and nothing that a capture does is subject to it."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as rules see it.

    ``source`` is the host of the document that asks, ``top`` that of the page.
    """

    target: Target
    host: Host
    source: Host
    top: Host
    type: int  # plain, because `Type`'s own     type: Type is thirty times slower
    method: str
    third_party: bool


@dataclass(slots=True)
class NetworkRule:
    """A rule that stops requests or, as an ``exception``, lets them pass."""

    pattern: str
    exception: bool = False
    important: bool = False
    types: int = int(ANY_REQUEST)
    party: tuple[bool, bool] | None = None
    source: HostCondition | None = None
    to: HostCondition | None = None
    top: HostCondition | None = None
    deny_allow: HostSet | None = None
    methods: frozenset[str] = frozenset()
    not_methods: frozenset[str] = frozenset()
    match_case: bool = False
    badfilter: bool = False
    _matcher: Matcher | None = None

    def matches(self, request: Request) -> bool:
        """Whether the request is subject to the rule; the cheap tests come first."""
        if not self.types & request.type:
            return False
        if self.party is not None and not self._party_holds(request):
            return False
        if self.source is not None and not self.source.holds(request.source):
            return False
        return self._rarely_asked(request) and self._pattern_matches(request.target)

    @property
    def whole_host(self) -> bool:
        """Whether it holds for every request to the hosts that it names."""
        return (
            self.types & ANY_REQUEST == ANY_REQUEST
            and not self.methods
            and not self.not_methods
            and _WHOLE_HOST.fullmatch(self.pattern) is not None
        )

    def may_save(self, request: Request) -> bool:
        """Whether it is an exception for some request of this source to this host."""
        if not self.exception or not self.types & ANY_REQUEST:
            return False
        if self.party is not None and not self._party_holds(request):
            return False
        if self.source is not None and not self.source.holds(request.source):
            return False
        return self._rarely_asked(request) and self._may_name(request)

    def _may_name(self, request: Request) -> bool:
        """Whether the pattern can match something at the request's host."""
        anchored = _ANCHORED_HOST.match(self.pattern)
        if not anchored:
            return self._pattern_matches(request.target)
        if anchored[2] == "*":
            return self._pattern_matches(request.target)
        return any(name.startswith(anchored[1].lower()) for name in request.host.suffixes)

    def _party_holds(self, request: Request) -> bool:
        assert self.party is not None
        third, strict = self.party
        if strict:
            return (request.host.name != request.source.name) is third
        return request.third_party is third

    def _rarely_asked(self, request: Request) -> bool:
        if self.to is not None and not self.to.holds(request.host):
            return False
        if self.top is not None and not self.top.holds(request.top):
            return False
        if self.deny_allow is not None and self.deny_allow.holds(request.host):
            return False
        if self.methods and request.method not in self.methods:
            return False
        return request.method not in self.not_methods

    def _pattern_matches(self, target: Target) -> bool:
        if self._matcher is None:
            self._matcher = compile_pattern(self.pattern, match_case=self.match_case, checked=True)
        return self._matcher(target)


def parse_network(line: str) -> NetworkRule:
    """Read a rule; raises `Inactive`, or `ValueError` when it is wrong."""
    exception = line.startswith("@@")
    body = line[2:] if exception else line
    pattern, options = _split_options(body)
    rule = NetworkRule(pattern, exception)
    if options:
        _apply_options(rule, options)
    _normalise_pattern(rule, bool(options))
    return rule


def canonical(line: str) -> str:
    """Return the form in which a rule and the ``$badfilter`` that cancels it are equal."""
    prefix = "@@" if line.startswith("@@") else ""
    pattern, options = _split_options(line[len(prefix) :])
    kept = sorted({_canonical_option(o) for o in options if o != "badfilter"} - {"_"})
    return f"{prefix}{pattern}${','.join(kept)}"


_SYNONYMS = {
    "first-party": "1p",
    "third-party": "3p",
    "strict-first-party": "strict1p",
    "strict-third-party": "strict3p",
    "stylesheet": "css",
    "document": "doc",
    "elemhide": "ehide",
    "subdocument": "frame",
    "domain": "from",
    "generichide": "ghide",
    "object-subrequest": "object",
    "beacon": "ping",
    "rewrite": "redirect",
    "specifichide": "shide",
    "xmlhttprequest": "xhr",
    "~first-party": "3p",
    "~third-party": "1p",
    "~1p": "3p",
    "~3p": "1p",
}


def _canonical_option(option: str) -> str:
    name, equals, value = option.partition("=")
    name = name.lower()
    bare = name.lstrip("~")
    short = _SYNONYMS.get(name) or name[: len(name) - len(bare)] + _SYNONYMS.get(bare, bare)
    if set(short) == {"_"}:
        short = "_"
    if short in ("from", "to", "denyallow", "top"):
        value = "|".join(sorted(value.split("|")))
    return short + equals + value


def _split_options(body: str) -> tuple[str, list[str]]:
    """Separate pattern and options: at the last ``$`` after which only options stand."""
    cut = body.rfind("$")
    while cut >= 0:
        options = _options(body[cut + 1 :])
        if options:
            return body[:cut], options
        cut = body.rfind("$", 0, cut)
    return body, []


def _options(text: str) -> list[str]:
    if not text:
        return []
    parts: list[str] = []
    # A comma inside a value (a quoted policy, a regular expression) is escaped or in slashes.
    for part in text.split(","):
        if parts and _unfinished(parts[-1]):
            parts[-1] += "," + part
        else:
            parts.append(part)
    parts = [part.strip() for part in parts]
    known = all(_OPTION_SHAPE.fullmatch(part) for part in parts)
    return parts if known and any(_known(part) for part in parts) else []


def _unfinished(part: str) -> bool:
    _, equals, value = part.partition("=")
    if part.endswith("\\"):
        return True
    return bool(equals) and value.count("/") % 2 == 1 and value.startswith("/")


def _known(part: str) -> bool:
    name = part.partition("=")[0].lstrip("~").lower()
    return (
        name in _TYPE_OPTIONS
        or name in _PARTIES
        or name in _CONDITIONS
        or name in _MODIFIERS
        or name in _REDIRECTS
        or name in _OTHER_TYPES
        or name in ("all", "important", "badfilter", "denyallow", "method", "match-case", "reason")
        or set(name) == {"_"}
    )


def _apply_options(rule: NetworkRule, options: list[str]) -> None:
    wanted, unwanted, elsewhere = Type(0), Type(0), False
    _check_once(options)
    for option in options:
        negated = option.startswith("~")
        name, _, value = option.lstrip("~").partition("=")
        name = name.lower()
        if name in _TYPE_OPTIONS:
            if negated:
                unwanted |= _TYPE_OPTIONS[name]
            else:
                wanted |= _TYPE_OPTIONS[name]
        elif name == "all":
            wanted |= ANY_REQUEST | Type.DOCUMENT
        elif name == "mp4":  # an empty film in place of the film
            wanted |= Type.MEDIA
        elif name in _OTHER_TYPES:
            elsewhere = elsewhere or not negated
        elif name in _PARTIES:
            third, strict = _PARTIES[name]
            party = (third is not negated, strict)
            # First and third party is any.
            rule.party = None if rule.party and rule.party[0] is not party[0] else party
        else:
            _apply_other(rule, name, value)
    rule.types = int(_types(wanted, unwanted, elsewhere))
    if rule.types & HIDING and not rule.exception:
        rule.types &= ~int(HIDING)
        if not rule.types:
            raise Inactive("switches cosmetic rules on, which they are")


def _check_once(options: list[str]) -> None:
    names = [_canonical_option(option.lstrip("~")).partition("=")[0] for option in options]
    names = ["redirect" if name in _REDIRECTS else name for name in names if name != "_"]
    if len(names) > len(set(names)):
        raise ValueError("an option given twice")


def _types(wanted: Type, unwanted: Type, elsewhere: bool) -> Type:
    if not wanted and elsewhere:
        raise Inactive("for pop-ups or inline code alone")
    if wanted:
        return wanted & ~unwanted
    return ANY_REQUEST & ~unwanted


def _apply_other(rule: NetworkRule, name: str, value: str) -> None:
    if name in _CONDITIONS:
        condition = parse_hosts(value, "|")
        field = "source" if _CONDITIONS[name] == "from" else _CONDITIONS[name]
        setattr(rule, field, condition)
    elif name == "denyallow":
        rule.deny_allow = _plain_hosts(value)
    elif name == "important":
        rule.important = True
    elif name == "badfilter":
        rule.badfilter = True
    elif name == "match-case":
        rule.match_case = True
    elif name == "method":
        _apply_methods(rule, value)
    elif name in _REDIRECTS:
        if rule.exception:
            raise Inactive("lifts a redirection, which a capture does not make")
    elif name in _MODIFIERS:
        raise Inactive(f"${name} changes requests or answers, which a capture does not")
    elif name != "reason" and set(name) != {"_"}:
        raise ValueError(f"unknown option: {name[:40]!r}")


def _plain_hosts(value: str) -> HostSet:
    condition = parse_hosts(value, "|")
    if condition.excluded or condition.included.expressions or ".*" in value:
        raise ValueError("denyallow= takes whole host names alone")
    return condition.included


def _apply_methods(rule: NetworkRule, value: str) -> None:
    names = [name.lower() for name in value.split("|")]
    rule.methods = frozenset(name for name in names if name[:1] != "~")
    rule.not_methods = frozenset(name[1:] for name in names if name[:1] == "~")


def _normalise_pattern(rule: NetworkRule, has_options: bool) -> None:
    pattern = rule.pattern
    if rule.exception and rule.important:
        raise ValueError("an exception cannot be important")
    if rule.deny_allow is not None and rule.source is None:
        raise ValueError("denyallow= without domain= would block the web")
    if is_regex(pattern):
        compile_pattern(pattern)
        return
    if rule.match_case:
        raise ValueError("match-case is for regular expressions alone")
    named = _HOST_ALONE.fullmatch(pattern)
    # As uBlock Origin reads it: a name is a host, whatever bars stand around it; only what is
    # written like the beginning of an address, without options, is one.
    if named and (has_options or named[1] != "||" or named[3]):
        pattern = f"||{ascii_host(named[2])}^"
    if _SPACE.search(pattern):
        if _FREE_FORM.search(pattern):
            raise Inactive("changes requests or answers, which a capture does not")
        raise ValueError("a space in the pattern")
    core = pattern.strip("|*")
    if not core:
        if not has_options:
            raise ValueError("a pattern that matches everything")
        pattern = ""
    elif len(core) < 2 and not has_options and "*" not in pattern:
        raise ValueError("a pattern of one character")
    rule.pattern = _ascii_pattern(pattern)


def _ascii_pattern(pattern: str) -> str:
    if pattern.isascii():
        return pattern
    if not pattern.startswith("||"):
        return quote(pattern, safe="%|^*/:?#[]@!$&'()+,;=~")
    host, slash, rest = re.match(r"\|\|([^/^*|?]*)([/^*|?]?)(.*)", pattern, re.DOTALL).groups()  # type: ignore[union-attr]
    return f"||{ascii_host(host)}{slash}{quote(rest, safe='%|^*/:?#[]@!$&()+,;=~')}"
