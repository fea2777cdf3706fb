"""The extracted content, made ready to be typeset: safe markup, tidy headings, numbered links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import html as lxml_html
from lxml.html import HtmlElement

from capture.render.reader_blocks import Direction, dress_blocks
from capture.render.reader_lists import mark_lead_ins, take_contents
from capture.render.reader_tables import dress_tables

ImageSource = Callable[[str], str | None]

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAGS = frozenset(
    re.findall(
        r"\w+",
        """p div section article h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote figure figcaption
        img pre code kbd samp tt var table caption thead tbody tfoot tr th td colgroup col a b i
        strong
        em u s del ins mark small sub sup abbr cite q dfn time address hr br wbr span bdi bdo ruby
        rt rp details summary footer main math mrow mi mn mo ms mtext mspace msup msub msubsup mfrac
        msqrt mroot mover munder munderover mtable mtr mtd mstyle mpadded mphantom semantics
        mmultiscripts
        mprescripts none menclose mfenced""",
    )
)
# Dropped with everything inside; any other unknown element leaves its content.
_DROPPED = frozenset(
    re.findall(
        r"\w+",
        """script style template noscript iframe object embed link meta base title head svg canvas
        input select textarea button annotation video audio""",
    )
)
_ATTRIBUTES = frozenset(
    re.findall(
        r"[\w-]+",
        """href src alt title colspan rowspan scope headers id lang dir start reversed type value
        datetime cite width height role display alttext mathvariant stretchy fence accent
        accentunder linethickness columnalign columnspan lspace rspace form largeop
        movablelimits displaystyle
        scriptlevel""",
    )
)
_SAFE_SCHEMES = frozenset(("http", "https", "mailto", "tel", "ftp", "doi", "urn"))
_IMAGE_DATA = re.compile(r"data:image/(png|jpe?g|gif|webp|avif|svg\+xml|bmp)[;,]", re.IGNORECASE)
# A contents list helps from about five printed pages on, and from four entries.
_LONG_LETTERS = 14_000
_MANY_HEADINGS = 4
_MOST_CONTENTS = 80
_LONGEST_ENTRY = 120
_SAME_AGAIN = 3
# An encyclopedia's article has 900 links, 850 of them to its own pages: 40 sheets of addresses.
_MOST_NUMBERED = 150
_SHORT_CODE = 28  # letters that fit a narrow table column without a break


@dataclass(slots=True)
class Body:
    """Typeset-ready content; ``links`` are addresses in the order of their numbers.

    ``lists_itself`` says that it brought a contents list, which is set as ours would be.
    """

    html: str
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    letters: int = 0
    lists_itself: bool = False

    @property
    def contents(self) -> list[tuple[int, str, str]]:
        """Level, anchor and text of the contents list's entries; empty for a short document."""
        short = self.letters < _LONG_LETTERS or len(self.headings) < _MANY_HEADINGS
        if short or self.lists_itself:
            return []
        said = Counter(text for _, _, text in self.headings)
        # "Warning", six times, names no chapter.
        entries = [h for h in self.headings if h[0] <= 3 and said[h[2]] < _SAME_AGAIN]
        if len(entries) > _MOST_CONTENTS:
            entries = [h for h in entries if h[0] == 2]
        return entries[:_MOST_CONTENTS]


def typeset_body(
    content: str,
    title: str,
    *,
    word_image: str,
    image: ImageSource,
    url: str = "",
    direction: Direction = "ltr",
) -> Body:
    """Turn HTML extracted at ``url`` into markup for the print copy; drops no text."""
    root = _parsed(content)
    _sanitise(root)
    _drop_title(root, title)
    _drop_permalinks(root)
    _number_headings(root)
    _link_within(root, url)
    for element in list(root.iter("img")):
        _place_image(element, image, word_image)
    dress_tables(root)
    for code in root.iter("code", "kbd", "samp", "tt"):
        if len(code.text_content()) <= _SHORT_CODE:
            code.set("class", "short")
    for details in root.iter("details"):
        details.set("open", "open")
    dress_blocks(root, direction)
    mark_lead_ins(root)
    body = Body("", headings=list(_headings(root)))
    body.letters = len("".join(root.itertext()))
    body.lists_itself = body.letters >= _LONG_LETTERS and take_contents(root)
    _number_links(root, body.links, url)
    body.html = lxml_html.tostring(root, encoding="unicode")
    return body


def _parsed(content: str) -> HtmlElement:
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=False)
    document = f"<!doctype html><html><body><p></p>{content}</body></html>"
    tree = lxml_html.document_fromstring(document.encode("utf-8", "replace"), parser=parser)
    body = tree.find("body")
    assert isinstance(body, HtmlElement)
    body.tag = "main"
    body.attrib.clear()
    body[0].drop_tree()  # it kept leading text inside the body
    for stray in list(tree):
        if stray is not body and stray.tag != "head":  # what stood behind a </body>
            body.append(stray)
    return body


def _sanitise(root: HtmlElement) -> None:
    for element in list(root.iter()):
        if element is root:
            continue
        if not isinstance(element.tag, str) or element.tag in _DROPPED:
            element.drop_tree()
        elif element.tag not in _TAGS:
            element.drop_tag()
        else:
            _clean_attributes(element)


def _clean_attributes(element: HtmlElement) -> None:
    for name, value in list(element.attrib.items()):
        if name not in _ATTRIBUTES or not _safe_value(element.tag, name, value):
            del element.attrib[name]


def _safe_value(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return _safe_address(value)
    if name == "id":
        return not value.startswith("capture-")
    return name not in ("width", "height") or (tag == "img" and value.isdigit())


def _safe_address(address: str) -> bool:
    try:
        scheme = urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return False
    return scheme in _SAFE_SCHEMES or address.startswith("#")


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _drop_title(root: HtmlElement, title: str) -> None:
    """Remove the first heading when it repeats the title block's."""
    first = next((e for e in root.iter("h1", "h2")), None)
    if first is not None and _folded(first.text_content()) == _folded(title):
        first.drop_tree()


def _number_headings(root: HtmlElement) -> None:
    """Make the headings start at level 2, under the title, and skip none on the way down."""
    above: list[int] = []
    for number, element in enumerate(root.iter("h1", "h2", "h3", "h4", "h5", "h6")):
        level = int(element.tag[1])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        element.tag = f"h{min(len(above) + 1, 6)}"
        if element.get("id") is None:
            element.set("id", f"capture-h{number}")


def _headings(root: HtmlElement) -> Iterator[tuple[int, str, str]]:
    for element in root.iter("h2", "h3", "h4", "h5", "h6"):
        text = " ".join(element.text_content().split())
        if text:
            short = text if len(text) <= _LONGEST_ENTRY else text[: _LONGEST_ENTRY - 1] + "…"
            yield int(element.tag[1]), element.get("id", ""), short


def _place_image(element: HtmlElement, image: ImageSource, word: str) -> None:
    """Keep a picture that is there; leave its description where it is not."""
    source = element.get("src", "")
    data = source if _IMAGE_DATA.match(source) else image(source)
    if data is not None and _IMAGE_DATA.match(data):
        element.set("src", data)
        if element.get("alt") is None:
            element.set("alt", "")
        return
    alt = " ".join(element.get("alt", "").split())
    tail = element.tail
    element.clear()
    element.tail = tail
    element.tag = "span"
    if alt:
        element.set("class", "absent")
        element.text = f"[{word}: {alt}]"


def _drop_permalinks(root: HtmlElement) -> None:
    """Remove the signs behind headings that link to themselves: ``#``, a pilcrow, a chain."""
    for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        for anchor in list(heading.iter("a")):
            said = anchor.text_content()
            if not any(c.isalnum() for c in said) and anchor.find(".//img") is None:
                anchor.drop_tree()


def _link_within(root: HtmlElement, url: str) -> None:
    """Make links to the page's own parts links within the copy, where it has the part.

    Where only the anchor was lost on the way here, the heading of the same words is the part: the
    next one in order, as contents lists go.
    """
    here = url.partition("#")[0]
    anchors = {element.get("id") for element in root.iter() if element.get("id")}
    headings = [(_folded(e.text_content()), e.get("id", "")) for e in root.iter(*_HEADINGS)]
    for element in root.iter("a"):
        address, mark, part = element.get("href", "").strip().partition("#")
        if not mark or address not in ("", here):
            continue
        if part not in anchors:
            said = _folded(element.text_content())
            place = next((i for i, (words, _) in enumerate(headings) if words == said), None)
            part = "" if place is None else headings.pop(place)[1]
        if part:
            element.set("href", f"#{part}")
        else:
            del element.attrib["href"]


def _number_links(root: HtmlElement, links: list[str], url: str) -> None:
    """Set a small number after each link's text; the list of addresses stands at the end.

    Where every other line would bear a number, links within the site go without.
    """
    linked = [(element, element.get("href", "").strip()) for element in root.iter("a")]
    linked = [(element, address) for element, address in linked if _to_number(element, address)]
    if len(linked) > _MOST_NUMBERED:
        linked = [(element, address) for element, address in linked if not _same(address, url)]
    numbers: dict[str, int] = {}
    for element, address in linked:
        if address not in numbers:
            numbers[address] = len(numbers) + 1
            links.append(address)
        mark = lxml_html.Element("sup")
        mark.set("class", "ref")
        mark.text = str(numbers[address])
        element.append(mark)


def _to_number(element: HtmlElement, address: str) -> bool:
    said = _folded(element.text_content())
    if not address.startswith(("http://", "https://")) or not said:
        return False
    # Else the text is the address.
    return said.removesuffix("/") not in (address.casefold().removesuffix("/"), _bare(address))


def _same(address: str, url: str) -> bool:
    """Say whether two addresses are of one host."""
    try:
        return urlsplit(address).netloc.casefold() == urlsplit(url).netloc.casefold()
    except ValueError:
        return False


def _bare(address: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", address.casefold()).removesuffix("/")
