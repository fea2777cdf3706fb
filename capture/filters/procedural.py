"""Selectors with operators that CSS does not have, taken apart into steps.

``div.a:has-text(Ad) > p`` becomes css ``div.a``, has-text ``Ad``, css-relative ``> p``.  The steps
are evaluated in the page by ``capture/clean/js/procedural.js``; operators follow uBlock Origin
(https://github.com/gorhill/uBlock/wiki/Procedural-cosmetic-filters), with the names that Adblock
Plus and AdGuard gave them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from capture.filters.pattern import MAX_REGEX
from capture.filters.selectors import check_plain, split_top

# Deepest nesting in today's lists: 3.
MAX_DEPTH = 8

_SYNONYMS = {
    "contains": "has-text",
    "-abp-contains": "has-text",
    "nth-ancestor": "upward",
    "if": "has",
    "-abp-has": "has",
    "if-not": "lacks",
    "matches-property": "matches-prop",
    "-abp-properties": "properties",
}
_WITH_TEXT = frozenset(
    {
        *("has-text", "matches-css", "matches-css-before", "matches-css-after", "matches-attr"),
        *("matches-prop", "matches-path", "matches-media", "xpath", "min-text-length"),
        *("upward", "others", "watch-attr", "properties"),
    }
)
_NESTED = frozenset({"has", "lacks", "not", "is"})
_UNSUPPORTED = frozenset({"shadow", "content"})
_OPERATOR = re.compile(r":(-?[a-z][a-z-]*)\(")
# The attribute spelling of AdGuard's operators, [-ext-contains="…"].
_ATTRIBUTE_FORM = re.compile(r"\[-(?:ext|abp)-")


@dataclass(frozen=True, slots=True)
class Step:
    """One operation on the elements found so far.

    ``css`` starts from the document (or, in a nested selector, from the element), ``relative``
    continues from each element found; ``nested`` holds the selector inside ``has``, ``lacks``
    (has not), ``not`` and ``is``.
    """

    operator: str
    argument: str
    nested: tuple[Step, ...] = ()


def parse_selector(selector: str, depth: int = 0) -> tuple[Step, ...]:
    """Return the steps of ``selector``; raises `ValueError` when it is none that we know."""
    if depth > MAX_DEPTH:
        raise ValueError("operators nested too deep")
    if _ATTRIBUTE_FORM.search(selector):
        raise ValueError("operators in attribute form")
    steps: list[Step] = []
    start = at = 0
    while found := _next_operator(selector, at):
        name = _SYNONYMS.get(found[1], found[1])
        end = _closing(selector, found.end())
        argument = selector[found.end() : end]
        step = _step(name, argument, depth)
        at = end + 1
        if step is None:
            continue
        _add_css(steps, selector[start : found.start()])
        steps.append(step)
        start = at
    _add_css(steps, selector[start:])
    if not steps:
        raise ValueError("an empty selector")
    return tuple(steps)


def _add_css(steps: list[Step], text: str) -> None:
    if not text.strip():
        return
    css = text.rstrip() if text.rstrip()[-1] not in ">+~" else f"{text.rstrip()} *"
    check_plain(css)
    if steps and len(split_top(css)) > 1:
        raise ValueError("a selector list after an operator")
    steps.append(Step("relative", css) if steps else Step("css", css.lstrip()))


def _next_operator(selector: str, at: int) -> re.Match[str] | None:
    """Find the next operator of ours outside of brackets and strings."""
    quote, square = "", 0
    while at < len(selector):
        char = selector[at]
        if char == "\\":
            at += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "[]":
            square += 1 if char == "[" else -1
        elif char == ":" and not square:
            match = _OPERATOR.match(selector, at)
            if match and _ours(match[1]):
                return match
        at += 1
    return None


def _ours(name: str) -> bool:
    known = _SYNONYMS.get(name, name)
    return known in _WITH_TEXT or known in _NESTED or known in _UNSUPPORTED


def _closing(selector: str, at: int) -> int:
    """Return where the bracket opened before ``at`` closes; a slash-enclosed argument is whole."""
    if selector[at : at + 1] == "/":
        match = re.compile(r"/(?:[^/\\]|\\.)+/[a-z]*\)").match(selector, at)
        if match:
            return match.end() - 1
    depth, quote = 1, ""
    while at < len(selector):
        char = selector[at]
        if char == "\\":
            at += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in "\"'" and selector.find(char, at + 1) >= 0:
            quote = char
        elif char in "()":
            depth += 1 if char == "(" else -1
            if depth == 0:
                return at
        at += 1
    raise ValueError("a bracket left open")


def _step(name: str, argument: str, depth: int) -> Step | None:
    """Return the step, ``None`` for what plain CSS can do by itself."""
    if name in _UNSUPPORTED:
        raise ValueError(f":{name}() is not supported")
    if name in _NESTED:
        return _nested_step(name, argument, depth)
    argument = argument.strip()
    if name == "has-text":
        return Step(name, _text_pattern(_unquote(argument)))
    if name in ("upward", "min-text-length"):
        return Step(name, _count_or_css(name, _unquote(argument)))
    if name == "others" or argument:
        if name.startswith("matches-css"):
            return _matches_css(name, argument)
        return Step(name, _unquote(argument) if name == "xpath" else argument)
    raise ValueError(f":{name}() without an argument")


def _nested_step(name: str, argument: str, depth: int) -> Step | None:
    # CSS has no word for "lacks".
    if name != "lacks" and (
        _next_operator(argument, 0) is None or not _procedural(argument, depth)
    ):
        return None
    nested = parse_selector(argument.strip(), depth + 1)
    return Step(name, argument.strip(), nested)


def _procedural(selector: str, depth: int) -> bool:
    steps = parse_selector(selector.strip(), depth + 1)
    return len(steps) > 1 or steps[0].operator != "css"


def _matches_css(name: str, argument: str) -> Step:
    pseudo, _, rest = argument.partition(",")
    if name == "matches-css" and pseudo.strip() in ("before", "after") and ":" in rest:
        return _matches_css(f"matches-css-{pseudo.strip()}", rest.strip())
    if ":" not in argument:
        raise ValueError(f":{name}() without a property and a value")
    return Step(name, argument)


def _count_or_css(name: str, argument: str) -> str:
    if argument.isdigit():
        # No document is nested deeper: Blink's own limit is 512 levels.
        if name == "upward" and not 1 <= int(argument) <= 512:
            raise ValueError("a level that no document has")
        return argument
    if name == "min-text-length" or not argument:
        raise ValueError(f":{name}() wants a number")
    return check_plain(argument)


def _text_pattern(argument: str) -> str:
    if not argument or len(argument) > MAX_REGEX:
        raise ValueError("no text to look for, or too much")
    return argument


def _unquote(argument: str) -> str:
    if len(argument) > 1 and argument[0] == argument[-1] and argument[0] in "\"'":
        return argument[1:-1].replace(f"\\{argument[0]}", argument[0])
    return argument
