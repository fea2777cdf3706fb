"""The print copy: extracted content, typeset for reading on paper."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from html import escape
from importlib import resources

from playwright.sync_api import CDPSession, Page

from capture.browser.world import World, script
from capture.extract.values import Extraction
from capture.render.pdf import PrintRequest, css_string, print_page, shortened, style
from capture.render.pdfa.roles import language_tag
from capture.render.pdfa.values import DocumentFacts
from capture.render.pdfread import destinations
from capture.render.prepare import dress, fit
from capture.render.reader_body import Body, ImageSource, typeset_body

# 142 mm of 10.8 pt letters are lines of 72 on the average; 60 to 75 are easy to read.
MEASURE_MM = 142.0
# A margin's least share of the paper's width: on A5 a line is 100 mm, and 50 letters.
MARGIN_SHARE = 0.16
READER_MARGIN_MM = (210 - MEASURE_MM) / 2
_SMALLEST_TABLE = 0.7
_LONGEST_RUNNING_TITLE = 80
_RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "ckb", "dv", "syr"))
_RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")
# Scripts that one language alone, or nearly, is printed in: for pages that do not name theirs.
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.1),
    ("ko", re.compile("[\uac00-\ud7af]"), 0.3),
    ("zh", re.compile("[\u4e00-\u9fff]"), 0.3),
    ("ar", re.compile("[\u0600-\u06ff]"), 0.3),
    ("he", re.compile("[\u0590-\u05ff]"), 0.3),
)
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
    body = typeset_body(
        extraction.html, title, word_image=words["image"], image=image, url=facts.source_url
    )
    parts = [
        _header(extraction, facts, title, words),
        _contents(body, words),
        body.html,
        _link_list(body, words),
        _colophon(facts, words),
    ]
    direction = _direction(language, extraction.text)
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
    fit(world, request, _SMALLEST_TABLE, light=False)
    first = print_page(page, session, request)
    pages = destinations(first)
    if not world.run(script(__package__, "print_toc.js"), pages):
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
    title = shortened(_title(extraction, facts), _LONGEST_RUNNING_TITLE)
    site = extraction.metadata.site.value if extraction.metadata.site else ""
    folio = re.sub(r"\{([nm])\}", _counter, css_string(_words(language)["page"], keep="{}"))
    sides = (
        ("right", "left") if _direction(language, extraction.text) == "rtl" else ("left", "right")
    )
    box = f"{font} vertical-align: bottom; padding-bottom: 6mm;"
    margin = request.margin_mm
    return f"""
@page {{ size: {width:g}mm {height:g}mm; margin: 27mm {margin:g}mm 26mm;
  @top-{sides[0]} {{ content: {css_string(title)}; {box} text-align: {sides[0]}; width: 70%; }}
  @top-{sides[1]} {{ content: {css_string(site[:40])}; {box} text-align: {sides[1]}; }}
  @bottom-center {{ content: {folio}; {font} vertical-align: top; padding-top: 7mm; }}
}}
@page :first {{ @top-left {{ content: none }} @top-right {{ content: none }} }}
@page capture-wide {{ size: {large:g}mm {small:g}mm; margin: 22mm 20mm; }}
.capture-wide {{ page: capture-wide; break-before: page; break-after: page; }}
"""


def _counter(match: re.Match[str]) -> str:
    return f'" counter({"page" if match[1] == "n" else "pages"}) "'


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


def _direction(language: str, text: str) -> str:
    sample = text[:_SAMPLE]
    letters = Counter(bool(_RTL_LETTER.match(letter)) for letter in _LETTER.findall(sample))
    if letters:
        return "rtl" if letters[True] > letters[False] else "ltr"
    return "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


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
    parts = []
    if names:
        by = f"{escape(words['by'])} " if words["by"] else ""
        parts.append(f"{by}<b>{escape(', '.join(names[:12]))}</b>")
    when = facts.published.strftime("%Y-%m-%d") if facts.published else ""
    if not when and meta.published:
        when = meta.published.value[:10]
    if when:
        parts.append(f'<time dir="ltr">{escape(when)}</time>')  # digits turn round in Arabic
    source = facts.source_url
    if source:
        said = escape(shortened(re.sub(r"^https?://(www\.)?", "", source), 60))
        safe = source.startswith(("http://", "https://"))
        parts.append(f'<bdi><a href="{escape(source)}">{said}</a></bdi>' if safe else said)
    return " &nbsp;·&nbsp; ".join(parts)


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
        f'<li><a href="{escape(address)}">{escape(address)}</a></li>' for address in body.links
    )
    return f'<section class="links"><h2>{escape(words["links"])}</h2><ol>{items}</ol></section>'


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
