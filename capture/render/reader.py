"""The print copy: extracted content, typeset for reading on paper."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from html import escape
from importlib import resources
from urllib.parse import unquote

from playwright.sync_api import CDPSession, Page

from capture.browser.world import World, script
from capture.extract.values import Extraction
from capture.render.pdf import PrintRequest, css_string, print_page, shortened, style
from capture.render.pdfa.roles import language_tag
from capture.render.pdfa.values import DocumentFacts
from capture.render.pdfread import destinations
from capture.render.prepare import dress, fit
from capture.render.reader_blocks import Direction, direction_of, widest_number
from capture.render.reader_body import Body, ImageSource, typeset_body

# 142 mm of 10.8 pt letters are lines of 72 on the average; 60 to 75 are easy to read.
MEASURE_MM = 142.0
# A margin's least share of the paper's width: on A5 a line is 100 mm, and 50 letters.
MARGIN_SHARE = 0.16
READER_MARGIN_MM = (210 - MEASURE_MM) / 2
_SMALLEST_TABLE = 0.7
_TURNED_MARGIN_MM = 20.0
# Letters of 8.5 pt on the measure, and what stands between two parts.
_BYLINE, _SEPARATOR = 84, 5
# Letters of 7.6 pt, capitals among them, on 70 % of the measure; and what is left for the site.
_RUNNING_TITLE, _RUNNING_SITE = 62, 26
_RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "ckb", "dv", "syr"))
_LETTER = re.compile(r"[^\W\d_]")
_ENCODED = re.compile("(?:%[89A-Fa-f][0-9A-Fa-f])+")  # bytes past ASCII
# Scripts that one language alone, or nearly, is printed in: for pages that do not name theirs.
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.1),
    ("ko", re.compile("[\uac00-\ud7af]"), 0.3),
    ("zh", re.compile("[\u4e00-\u9fff]"), 0.3),
    ("ar", re.compile("[\u0600-\u06ff]"), 0.3),
    ("he", re.compile("[\u0590-\u05ff]"), 0.3),
)
# Languages whose own digits number the pages, by CSS's name.  Arabic is printed with both.
_DIGITS = {"fa": "persian", "ps": "persian", "ckb": "arabic-indic"}
_SAMPLE = 5000  # letters that decide a document's script


def reader_html(
    extraction: Extraction, facts: DocumentFacts, *, image: ImageSource = lambda _source: None
) -> str:
    """Return the print copy as one self-contained page that runs no script.

    ``image`` gives a picture's ``data:`` URI for its address, or ``None``; a picture that cannot be
    had leaves its description.  Nothing else of the content is dropped.
    """
    language = _language(extraction, facts)
    words = _words(language)
    title = _title(extraction, facts)
    direction = _direction(language, extraction.text)
    body = typeset_body(
        extraction.html,
        title,
        word_image=words["image"],
        image=image,
        url=facts.source_url,
        direction=direction,
    )
    parts = [
        _header(extraction, facts, title, words),
        _contents(body, words),
        body.html,
        _link_list(body, words),
        _colophon(facts, words),
    ]
    return f"""<!doctype html>
<html lang="{escape(language)}" dir="{direction}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{escape(title)}</title><style>{style("reader.css")}</style></head>
<body>{"".join(parts)}</body></html>"""


def print_reader(
    page: Page,
    session: CDPSession,
    extraction: Extraction,
    facts: DocumentFacts,
    request: PrintRequest,
    *,
    image: ImageSource = lambda _source: None,
) -> bytes:
    """Typeset and print the copy with Chromium; `finish` makes it PDF/A.

    ``page`` is a blank page of its own.  Raises what `print_page` raises.
    """
    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size({"width": request.content_px, "height": 1000})
    page.set_content(reader_html(extraction, facts, image=image), wait_until="load")
    world = World(page, session)
    dress(world, running_rules(extraction, facts, request))
    world.run(script(__package__, "reader_pictures.js"))
    turned = replace(request, margin_mm=_TURNED_MARGIN_MM)
    fit(world, request, _SMALLEST_TABLE, light=False, wide_px=turned.wide_px)
    first = print_page(page, session, request)
    language = _language(extraction, facts)
    numbers = {"pages": destinations(first), "digits": _DIGITS.get(language.split("-")[0], "")}
    if not world.run(script(__package__, "print_toc.js"), numbers):
        return first
    return print_page(page, session, request)


def running_rules(extraction: Extraction, facts: DocumentFacts, request: PrintRequest) -> str:
    """Return the ``@page`` rules: running head, page n of m, landscape pages for wide tables."""
    width, height = request.size_mm
    small, large = sorted((width, height))
    language = _language(extraction, facts)
    font = (
        'font: 7.6pt/1.3 "Noto Sans", "Liberation Sans", "Noto Sans Arabic", "Noto Sans CJK SC", '
        "sans-serif; color: #6b6b6b;"
    )
    share = (width - 2 * request.margin_mm) / MEASURE_MM
    title = _clipped(_title(extraction, facts), round(_RUNNING_TITLE * share))
    said = extraction.metadata.site.value if extraction.metadata.site else ""
    site = _clipped(said, round(_RUNNING_SITE * share))
    folio = _folio(language)
    sides = (
        ("right", "left") if _direction(language, extraction.text) == "rtl" else ("left", "right")
    )
    box = f"{font} vertical-align: bottom; padding-bottom: 6mm;"
    margin = request.margin_mm
    return f"""
@page {{ size: {width:g}mm {height:g}mm; margin: 27mm {margin:g}mm 26mm;
  @top-{sides[0]} {{ content: {css_string(title)}; {box} text-align: {sides[0]}; width: 70%; }}
  @top-{sides[1]} {{ content: {css_string(site)}; {box} text-align: {sides[1]}; }}
  @bottom-center {{ content: {folio}; {font} vertical-align: top; padding-top: 7mm; }}
}}
@page :first {{ @top-left {{ content: none }} @top-right {{ content: none }} }}
@page capture-wide {{ size: {large:g}mm {small:g}mm; margin: 22mm {_TURNED_MARGIN_MM:g}mm; }}
.capture-wide {{ page: capture-wide; break-before: page; break-after: page; }}
"""


def _folio(language: str) -> str:
    digits = _DIGITS.get(language.split("-")[0])
    style = f", {digits}" if digits else ""

    def counter(match: re.Match[str]) -> str:
        return f'" counter({"page" if match[1] == "n" else "pages"}{style}) "'

    return re.sub(r"\{([nm])\}", counter, css_string(_words(language)["page"], keep="{}"))


def _clipped(text: str, room: int) -> str:
    """Return a line's beginning, cut between words if they are spaced; wide letters count twice."""
    text = " ".join(text.split())
    used = 0
    for place, letter in enumerate(text):
        used += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if used > room:
            cut = text[: max(0, place - 1)]
            return f"{cut.rpartition(' ')[0] if ' ' in cut[place // 2 :] else cut}…"
    return text


def _title(extraction: Extraction, facts: DocumentFacts) -> str:
    said = extraction.metadata.title.value if extraction.metadata.title else facts.title
    return " ".join((said or facts.title or facts.source_url).split())


def _language(extraction: Extraction, facts: DocumentFacts) -> str:
    said = extraction.metadata.language.value if extraction.metadata.language else ""
    tag = language_tag(facts.language) or language_tag(said)
    return tag or _script_language(extraction.text[:_SAMPLE]) or "und"


def _script_language(text: str) -> str:
    letters = len(_LETTER.findall(text)) or 1
    return next(
        (tag for tag, seen, share in _SCRIPTS if len(seen.findall(text)) > share * letters), ""
    )


def _direction(language: str, text: str) -> Direction:
    written: Direction = "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"
    return direction_of(text[:_SAMPLE]) or written


def _header(extraction: Extraction, facts: DocumentFacts, title: str, words: dict[str, str]) -> str:
    meta = extraction.metadata
    lines = []
    if meta.site and meta.site.value.strip():
        lines.append(f'<p class="kicker"><bdi>{escape(meta.site.value[:120])}</bdi></p>')
    lines.append(f"<h1>{escape(title)}</h1>")
    lines.append(f'<p class="byline">{_byline(extraction, facts, words)}</p>')
    return f"<header>{''.join(lines)}</header>"


def _byline(extraction: Extraction, facts: DocumentFacts, words: dict[str, str]) -> str:
    meta = extraction.metadata
    names = [a.value for a in meta.authors] or list(facts.authors)
    parts: list[tuple[int, str]] = []
    if names:
        by = f"{escape(words['by'])} " if words["by"] else ""
        said = ", ".join(names[:12])
        parts.append((len(said), f"{by}<b>{escape(said)}</b>"))
    when = facts.published.strftime("%Y-%m-%d") if facts.published else ""
    if not when and meta.published:
        when = meta.published.value[:10]
    if when:
        # Digits turn round in Arabic.
        parts.append((len(when), f'<time dir="ltr">{escape(when)}</time>'))
    source = facts.source_url
    if source:
        said = escape(shortened(re.sub(r"^https?://(www\.)?", "", source), 60))
        safe = source.startswith(("http://", "https://"))
        shown = f'<bdi><a href="{escape(source)}">{said}</a></bdi>' if safe else said
        parts.append((len(said), shown))
    return _joined(parts)


def _joined(parts: list[tuple[int, str]]) -> str:
    """Set parts of known lengths on as few lines as hold them; none ends in a separator."""
    lines: list[list[str]] = []
    room = 0
    for letters, shown in parts:
        if not lines or letters > room:
            lines.append([])
            room = _BYLINE
        lines[-1].append(shown)
        room -= letters + _SEPARATOR
    return "<br>".join(" &nbsp;·&nbsp; ".join(line) for line in lines)


def _contents(body: Body, words: dict[str, str]) -> str:
    entries = body.contents
    if not entries:
        return ""
    items = "".join(
        f'<li class="{"deeper" if level > 2 else "top"}"><a href="#{escape(anchor)}">'
        f"<span>{escape(text)}</span><i></i><span>000</span></a></li>"
        for level, anchor, text in entries
    )
    return f'<nav class="contents"><h2>{escape(words["contents"])}</h2><ol>{items}</ol></nav>'


def _link_list(body: Body, words: dict[str, str]) -> str:
    if not body.links:
        return ""
    items = "".join(
        f'<li><a href="{escape(address)}">{escape(_readable(address))}</a></li>'
        for address in body.links
    )
    listed = f'<ol class="digits-{max(2, widest_number(1, len(body.links)))}">{items}</ol>'
    return f'<section class="links"><h2>{escape(words["links"])}</h2>{listed}</section>'


def _readable(address: str) -> str:
    """Return an address with its letters as letters, which can be typed as well; else as it is.

    Right-to-left letters stay encoded: between slashes they would change places.
    """
    host, slash, path = address.partition("://")[2].partition("/")
    letters = _ENCODED.sub(lambda run: _decoded(run[0]), path)
    return address if not slash else f"{address.partition('://')[0]}://{host}/{letters}"


def _decoded(run: str) -> str:
    try:
        said = unquote(run, errors="strict")
    except UnicodeDecodeError:
        return run
    plain = all(c.isalpha() or unicodedata.category(c) == "Mn" for c in said)
    return said if plain and direction_of(said) == "ltr" else run


def _colophon(facts: DocumentFacts, words: dict[str, str]) -> str:
    moment = _stamp(facts.captured_at)
    source = f"<bdi>{escape(facts.source_url)}</bdi> · " if facts.source_url else ""
    return f'<p class="colophon">{source}{escape(words["captured"])} <bdi>{moment}</bdi></p>'


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _words(language: str) -> dict[str, str]:
    table = _all_words()
    primary = language.split("-")[0].lower()
    return table.get({"no": "nb", "nn": "nb"}.get(primary, primary), table["en"])


@cache
def _all_words() -> dict[str, dict[str, str]]:
    text = resources.files("capture.render").joinpath("reader_words.json").read_text("utf-8")
    words: dict[str, dict[str, str]] = json.loads(text)
    return words
