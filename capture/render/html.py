"""``page.html``: the cleaned page as one file that runs nothing and fetches nothing.

Chromium itself serialises the page with everything it shows (MHTML); this turns that into plain
HTML with the parts inside as ``data:`` addresses.  A content security policy at the very top holds
even where a rewrite should have missed something.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urljoin

from capture.render.resources import CSS, Resource

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline' data:; font-src data:; "
    "media-src data:; form-action 'none'; base-uri 'none'"
)
NOTHING = "data:,"
CARRIER = "capture-style"  # freeze.js: a style sheet that Chromium's snapshot does not tell
BASE = "capture-base"  # freeze.js: what a document's addresses are relative to, where it says
# Frames inside frames past this depth are left empty; pages in the wild have two or three.
MAX_FRAME_DEPTH = 5
# Attributes that make a browser fetch, by element ("*": on any).
FETCHING = {
    "src": {"img", "input", "audio", "video", "source", "track", "embed"},
    "poster": {"video"},
    "background": {"*"},
    "href": {"image", "use", "feimage"},
    "xlink:href": {"image", "use", "feimage"},
    "data": {"object"},
}
DROPPED_ATTRIBUTES = {
    *("ping", "srcset", "sizes", "imagesrcset", "loading", "integrity", "nonce", "crossorigin"),
}
DROPPED_ELEMENTS = {"script", "noscript", "base", "object", "embed", "applet"}
KEPT_LINKS = {"stylesheet", "icon", "canonical", "alternate", "license", "author"}
_CSS_URL = re.compile(
    r"""url\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^)"'\s]*))\s*\)""", re.IGNORECASE
)
_CSS_IMPORT = re.compile(r"""@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_STATED_BASE = re.compile(rf'<meta name="{BASE}" content="([^"]*)"')
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6}\s?|.)", re.DOTALL)


class _Parts:
    """The parts of an MHTML file, by address and by content id."""

    def __init__(self, mhtml: bytes, more: Iterable[Resource]) -> None:
        message = message_from_bytes(mhtml, policy=policy.HTTP)
        self._by_address: dict[str, Resource] = {}
        self._css: dict[str, str] = {}
        self.first: Resource | None = None
        for item in message.iter_parts() if message.is_multipart() else ():
            assert isinstance(item, EmailMessage)  # what the HTTP policy makes
            part = Resource(
                str(item["Content-Location"] or ""), item.get_content_type(), _body(item)
            )
            self.first = self.first or part
            self._by_address.setdefault(part.url, part)
            if item["Content-ID"]:
                self._by_address["cid:" + str(item["Content-ID"]).strip("<>")] = part
        for one in more:
            if one.media_type == CSS:
                self._by_address[one.url] = one  # as it was served
            self._by_address.setdefault(one.url, one)

    def find(self, address: str, base: str = "") -> Resource | None:
        absolute = urljoin(base, address) if base else address
        return self._by_address.get(absolute) or self._by_address.get(absolute.partition("#")[0])

    def inline(self, address: str, base: str = "") -> str:
        """Return a ``data:`` address for ``address``, or one that is empty."""
        if address.startswith(("data:", "#")):
            return address
        part = self.find(address, base)
        if part is None:
            return NOTHING
        body = part.body
        if part.media_type == "text/css":
            body = self.style(part, base).encode()
        fragment = address.partition("#")[2]
        encoded = base64.b64encode(body).decode("ascii")
        return f"data:{part.media_type};base64,{encoded}" + (f"#{fragment}" if fragment else "")

    def style(self, part: Resource, base: str) -> str:
        """Return a style sheet with everything it names inside it; circles become empty.

        A style element's has no address of its own: ``base`` is its document's.
        """
        if part.url not in self._css:
            self._css[part.url] = ""
            text = part.body.decode("utf-8", "replace")
            where = base if part.url.startswith("cid:") else part.url
            self._css[part.url] = inline_css(text, lambda a: self.inline(a, where))
        return self._css[part.url]


def self_contained(mhtml: bytes, more: Iterable[Resource] = ()) -> str:
    """Turn an MHTML snapshot into one HTML file; ``""`` when there is no page in it.

    ``more`` is what the page shows and the snapshot does not hold.
    """
    parts = _Parts(mhtml, more)
    if parts.first is None:
        return ""
    return _page(parts, parts.first, parts.first.url, depth=0)


def inline_css(text: str, inline: Callable[[str], str]) -> str:
    """Replace every address in a style sheet by what ``inline`` gives for it."""

    def of_url(match: re.Match[str]) -> str:
        address = next((group for group in match.groups() if group is not None), "")
        return f'url("{_escape_css(inline(_unescape_css(address)))}")'

    def of_import(match: re.Match[str]) -> str:
        return f'@import url("{match[1] or match[2] or ""}")'

    # A style element must not be ended from within.
    text = _CSS_URL.sub(of_url, _CSS_IMPORT.sub(of_import, text))
    return re.sub(r"</(?=style)", r"<\\/", text, flags=re.IGNORECASE)


def _escape_css(text: str) -> str:
    """Return ``text`` as it stands between double quotes (CSSOM, "serialize a string")."""
    return re.sub(
        r"[\x00-\x1f\x7f]", lambda c: f"\\{ord(c[0]):x} ", re.sub(r'(["\\])', r"\\\1", text)
    )


def _unescape_css(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        said = match[1].strip()
        if re.fullmatch(r"[0-9a-fA-F]{1,6}", said):
            code = int(said, 16)
            return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        return match[1]

    return _CSS_ESCAPE.sub(one, text)


def _page(parts: _Parts, part: Resource, base: str, depth: int) -> str:
    text = _text(part.body)
    # Not read on the way: the snapshot has all style sheets first.
    if stated := _STATED_BASE.search(text):
        base = unescape(stated[1])
    writer = _Writer(parts, base, depth, carried=f'<meta name="{CARRIER}"' in text)
    writer.feed(text)
    writer.close()
    return "".join(writer.out)


def _text(body: bytes) -> str:
    """Decode a page part: Chromium writes it in the page's own encoding and says which."""
    said = re.search(rb"charset=3?D?[\"']?([\w:.-]+)", body[:512], re.IGNORECASE)
    try:
        return body.decode(said[1].decode("ascii") if said else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _body(item: EmailMessage) -> bytes:
    payload = item.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


class _Writer(HTMLParser):
    """Copies a page, rewriting what would fetch or run."""

    def __init__(self, parts: _Parts, base: str, depth: int, *, carried: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._parts, self._base, self._depth, self._carried = parts, base, depth, carried
        self._dropping = ""
        self._in_style = False
        self._has_policy = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._dropping:
            return
        if tag in DROPPED_ELEMENTS:
            self._dropping = "" if tag in ("base", "embed") else tag
            return
        given = {name: value or "" for name, value in attrs}
        if tag == "link":
            self._link(given)
        elif tag == "meta" and given.get("name") == CARRIER:
            text = inline_css(given.get("content", ""), self._inline)
            self.out.append(f"<style{_media(given)}>{text}</style>")
        elif tag != "meta" or _harmless_meta(given):
            self._tag(tag, given)
            if tag == "head":
                self._state_policy()
        self._in_style = tag == "style"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in DROPPED_ELEMENTS:
            self.handle_starttag(tag, attrs)
            if tag not in ("link", "meta", "br", "img", "hr", "input"):
                self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            self._dropping = "" if tag == self._dropping else self._dropping
            return
        self._in_style = False
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._dropping:
            return
        self.out.append(inline_css(data, self._inline) if self._in_style else data)

    def handle_entityref(self, name: str) -> None:
        self._pass(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._pass(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._pass(f"<!{decl}>")

    def _pass(self, text: str) -> None:
        if not self._dropping:
            self.out.append(text)

    def _state_policy(self) -> None:
        if not self._has_policy:
            self.out.append(
                '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
                f'content="{CONTENT_SECURITY_POLICY}">'
            )
            self._has_policy = True

    def _inline(self, address: str) -> str:
        return self._parts.inline(address, self._base)

    def _link(self, given: dict[str, str]) -> None:
        relation = given.get("rel", "").lower().split()
        if not KEPT_LINKS.intersection(relation):
            return
        if "stylesheet" in relation:
            address = given.get("href", "")
            if self._carried and address.startswith("cid:"):
                return  # a style element, whose own text is carried
            part = self._parts.find(address, self._base)
            if part and "alternate" not in relation:
                text = self._parts.style(part, self._base)
                self.out.append(f"<style{_media(given)}>{text}</style>")
            return
        if "icon" in relation:
            given = {**given, "href": self._inline(given.get("href", ""))}
        self._tag("link", given)

    def _tag(self, tag: str, given: dict[str, str]) -> None:
        if tag == "iframe":
            given = self._frame(given)
        if tag == "template" and "shadowmode" in given:
            given = {"shadowrootmode": given["shadowmode"]}
        kept = (self._attribute(tag, name, value) for name, value in given.items())
        self.out.append(f"<{tag}{''.join(kept)}>")

    def _frame(self, given: dict[str, str]) -> dict[str, str]:
        kept = {k: v for k, v in given.items() if k not in ("src", "srcdoc", "allow", "sandbox")}
        part = self._parts.find(given.get("src", ""))
        if part and part.media_type == "text/html" and self._depth < MAX_FRAME_DEPTH:
            # A frame without an address of its own takes its parent's.
            own = part.url.startswith(("http:", "https:", "file:"))
            base = part.url if own else self._base
            kept["srcdoc"] = _page(self._parts, part, base, self._depth + 1)
        return {**kept, "sandbox": ""}

    def _attribute(self, tag: str, name: str, value: str) -> str:
        if name.startswith("on") or name in DROPPED_ATTRIBUTES:
            return ""
        if name == "style":
            value = inline_css(value, self._inline)
        elif FETCHING.get(name, set()) & {tag, "*"}:
            value = NOTHING if value.startswith("#") and name == "src" else self._inline(value)
        elif name in ("href", "xlink:href", "action", "formaction") and _runs(value):
            value = "#"
        return f' {name}="{escape(value)}"'


def _runs(address: str) -> bool:
    squeezed = re.sub(r"[\x00-\x20]+", "", unescape(address)).lower()
    return squeezed.startswith(("javascript:", "vbscript:", "data:"))


def _media(given: dict[str, str]) -> str:
    return f' media="{escape(given["media"])}"' if given.get("media") else ""


def _harmless_meta(given: dict[str, str]) -> bool:
    return "http-equiv" not in given and "charset" not in given and given.get("name") != BASE
