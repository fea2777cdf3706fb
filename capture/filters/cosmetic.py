"""Cosmetic rules: ``hosts##selector`` and what lists have grown around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from capture.filters.conditions import HostCondition, parse_hosts, split_hosts
from capture.filters.network import Inactive
from capture.filters.procedural import Step, parse_selector
from capture.filters.selectors import check_plain

# Longest in today's lists: 7,300 characters.
MAX_SELECTOR = 16_384
_SEPARATOR = re.compile(r"#(@?)(\?|\$\??|%)?#")


class Act(StrEnum):
    """What a rule does to the elements it finds."""

    HIDE = "hide"
    REMOVE = "remove"
    STYLE = "style"
    REMOVE_ATTRIBUTE = "remove-attr"
    REMOVE_CLASS = "remove-class"


@dataclass(frozen=True, slots=True)
class CosmeticRule:
    """A rule on elements.

    ``selector`` is the text by which exceptions name it; ``steps`` what to evaluate, one step of
    plain CSS for most; ``argument`` the declarations of ``:style()`` and the like.
    """

    hosts: HostCondition | None
    selector: str
    exception: bool
    act: Act
    argument: str
    steps: tuple[Step, ...]

    @property
    def plain(self) -> bool:
        """Whether the browser's own selector engine can evaluate it."""
        return len(self.steps) == 1 and self.steps[0].operator == "css"

    @property
    def generic(self) -> bool:
        """Whether it names no host, or only hosts that it spares."""
        return self.hosts is None or not self.hosts.included


def find_separator(line: str) -> re.Match[str] | None:
    """Return where hosts end and the selector begins, if ``line`` is a cosmetic rule."""
    for match in _SEPARATOR.finditer(line):
        hosts = line[: match.start()]
        if not hosts or hosts == "*" or not re.search(r"[\s|^$*=?]", _without_regexes(hosts)):
            return match
        return None
    return None


def _without_regexes(hosts: str) -> str:
    if "/" not in hosts:
        return hosts.replace(".*", "")
    return ",".join(h for h in split_hosts(hosts, ",") if "/" not in h).replace(".*", "")


def parse_cosmetic(line: str, separator: re.Match[str]) -> CosmeticRule:
    """Read a rule; raises `Inactive` for scriptlets and the like, `ValueError` when it is wrong."""
    kind = separator[2] or ""
    body = line[separator.end() :].strip()
    if kind == "%" or body.startswith(("+js(", "script:inject(")):
        raise Inactive("a scriptlet")
    if body.startswith(("^responseheader(", "+")) or (kind == "$" and not body.endswith("}")):
        raise Inactive("a scriptlet or snippet")
    if not body or len(body) > MAX_SELECTOR:
        raise ValueError("no selector, or one longer than 16 kB")
    hosts_text = line[: separator.start()].strip()
    hosts = None if hosts_text in ("", "*") else parse_hosts(hosts_text, ",")
    exception = bool(separator[1])
    if kind.startswith("$") or (body.endswith("}") and "{" in body):
        body = _abp_style(body)
    if body.startswith("^"):
        body = body[1:].lstrip()
        return _rule(hosts, body, exception, Act.REMOVE)
    return _rule(hosts, body, exception, Act.HIDE)


def _abp_style(body: str) -> str:
    """Turn AdGuard's ``selector { declarations }`` into uBlock's ``:style()``."""
    selector, _, declarations = body.rpartition("{")
    declarations = declarations.rstrip("} ").strip()
    if re.fullmatch(r"remove:\s*true;?", declarations):
        return f"{selector.strip()}:remove()"
    return f"{selector.strip()}:style({declarations})"


_ACTIONS = re.compile(r":(style|remove|remove-attr|remove-class)\(")


def _rule(hosts: HostCondition | None, body: str, exception: bool, default: Act) -> CosmeticRule:
    selector, act, argument = _split_action(body, default)
    if _plain_css(selector):
        steps: tuple[Step, ...] = (Step("css", check_plain(selector)),)
    else:
        steps = parse_selector(selector)
    return CosmeticRule(hosts, body, exception, act, argument, steps)


def _split_action(body: str, default: Act) -> tuple[str, Act, str]:
    if not body.endswith(")") or ":" not in body:
        return body, default, ""
    for match in reversed(list(_ACTIONS.finditer(body))):
        argument = body[match.end() : -1]
        if argument.count("(") == argument.count(")"):
            return body[: match.start()] or "*", Act(match[1]), argument
        break
    return body, default, ""


_PROCEDURAL_HINT = re.compile(
    r":(has-text|contains|upward|nth-ancestor|xpath|matches-|min-text|others|watch-attr|if\(|"
    r"if-not|not\([^)]*:has-text|-abp-|shadow|properties|remove|style|is\(|has\()|\[-(ext|abp)-"
)


def _plain_css(selector: str) -> bool:
    """Whether nothing in ``selector`` can be a procedural operator; most have no ``:`` at all."""
    return not _PROCEDURAL_HINT.search(selector)
