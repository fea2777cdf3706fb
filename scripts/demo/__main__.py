"""Writes the demo page's variants from the template beside this file: ``python -m scripts.demo``.

``plain`` has class names that tell, ``tokens`` class names that mean nothing (and no
``rel=sponsored``), ``late`` meaningless names too, and parts that arrive by script, in shadow roots
and in cross-origin frames.  The article is the same in all of them, and ``article.txt`` and
``article.md`` are made from it once.

Its font comes with it, so that the page has the same lines on every machine: ``fonts/`` holds what
fontTools 4 makes of Noto Sans 2.004 with ``pyftsubset --no-hinting --flavor=woff2`` and the Latin
letters, spaces, quotation marks and arrows.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

from lxml import html

from scripts.demo.pictures import draw

TEMPLATE = Path(__file__).parent / "template"
FONTS = Path(__file__).parent / "fonts"
DEMO = Path(__file__).parents[2] / "capture" / "demo"
TITLE = "À Vauclair, le métro roule avec un logiciel libre"
DATES = {
    "plain": """<script type="application/ld+json">
{"@context": "https://schema.org", "@type": "NewsArticle",
 "headline": "À Vauclair, le métro roule avec un logiciel libre",
 "datePublished": "2026-10-14T06:30:00+02:00",
 "dateModified": "2026-10-14T09:05:00+02:00", "inLanguage": "fr",
 "author": {"@type": "Person", "name": "Isaure Delmotte"},
 "publisher": {"@type": "Organization", "name": "Carrefour Actu"},
 "isBasedOn": "https://minerve-technique.example/transports/vauclair-chronolis"}
</script>""",
    "tokens": "",
    "late": '<meta property="article:published_time" content="2026-10-14T06:30:00+02:00">\n'
    '<meta name="author" content="Isaure Delmotte">',
}
LATE_HOLES = ("picker", "newsletter", "app")
FRAMED = ("top-a", "middle-b", "bottom-a")
CLASS = re.compile(r'\b(class|id|aria-labelledby)="([^"]*)"')


def main() -> None:
    """Write ``capture/demo/site`` and the expected article."""
    site = DEMO / "site"
    shutil.rmtree(site, ignore_errors=True)
    draw(site / "pictures")
    shutil.copytree(FONTS, site / "fonts")
    for variant in DATES:
        _write(site / variant, variant)
    (DEMO / "article.txt").write_text(_text(), "utf-8")
    (DEMO / "article.md").write_text(_markdown(), "utf-8")


def _write(folder: Path, variant: str) -> None:
    folder.mkdir(parents=True)
    page = _read("page.html").replace("{{article}}", _read("article.html"))
    page = page.replace("{{dates}}", DATES[variant]).replace("{{variant}}", variant)
    page = re.sub(r"<!--(part|banner):([\w-]+)-->", lambda m: _slot(*m.groups(), variant), page)
    css, script = _read("portal.css"), _read("portal.js")
    if variant == "late":
        page = page.replace("<body ", '<body data-partner="{{partner}}" ')
        page = page.replace("</body>", '<script src="late.js"></script>\n</body>')
        page = page.replace(
            '<body data-partner="{{partner}}" class="modal-open">',
            '<body data-partner="{{partner}}">',
        )
        (folder / "late.js").write_text(_read("late.js"), "utf-8")
        _write_late_parts(folder)
    if variant != "plain":
        page, css, script = _tokens(page, variant), _css(css, variant), _css(script, variant)
    (folder / "index.html").write_text(page.replace('"pictures/', '"../pictures/'), "utf-8")
    (folder / "portal.css").write_text(css, "utf-8")
    (folder / "portal.js").write_text(script, "utf-8")


def _slot(kind: str, name: str, variant: str) -> str:
    if variant == "late":
        return f'<div data-hole="{name}"></div>'
    return _part(kind, name, variant).strip()


def _part(kind: str, name: str, variant: str) -> str:
    text = _read(f"parts/{'banner-' if kind == 'banner' else ''}{name}.html")
    text = text.replace('"/pictures/', '"../pictures/')
    return text if variant == "plain" else text.replace(' rel="sponsored noopener"', "")


def _write_late_parts(folder: Path) -> None:
    (folder / "parts").mkdir()
    for name in LATE_HOLES:
        part = _tokens(_part("part", name, "late"), "late")
        (folder / "parts" / f"{name}.html").write_text(part, "utf-8")
    for path in sorted((TEMPLATE / "parts").glob("banner-*.html")):
        name = path.stem.removeprefix("banner-")
        part = _tokens(_part("banner", name, "late"), "late")
        if name in FRAMED:
            head = '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="portal.css">'
            (folder / f"frame-{path.stem}.html").write_text(f"{head}\n{part}", "utf-8")
        else:
            (folder / "parts" / path.name).write_text(part, "utf-8")


def _token(name: str, variant: str) -> str:
    return "x" + hashlib.sha256(f"{variant}/{name}".encode()).hexdigest()[:6]


def _tokens(page: str, variant: str) -> str:
    def renamed(match: re.Match[str]) -> str:
        names = " ".join(_token(name, variant) for name in match[2].split())
        return f'{match[1]}="{names}"'

    return CLASS.sub(renamed, page)


def _css(text: str, variant: str) -> str:
    names = {name for _, value in CLASS.findall(_all_markup()) for name in value.split()}
    for name in sorted(names, key=len, reverse=True):
        token = _token(name, variant)
        text = re.sub(rf"\.{re.escape(name)}(?![\w-])", f".{token}", text)
        text = re.sub(rf"'{re.escape(name)}'", f"'{token}'", text)
    return text


def _all_markup() -> str:
    return "".join(path.read_text("utf-8") for path in sorted(TEMPLATE.rglob("*.html")))


def _read(name: str) -> str:
    return (TEMPLATE / name).read_text("utf-8")


def _blocks() -> list[html.HtmlElement]:
    return list(html.fragment_fromstring(_read("article.html"), create_parent="div").iterchildren())


def _folded(element: html.HtmlElement) -> str:
    return re.sub(r"[ \t\n]+", " ", element.text_content()).strip(" ")


def _text() -> str:
    blocks = [TITLE]
    blocks += [_folded(block) for block in _blocks() if isinstance(block.tag, str)]
    return "\n\n".join(blocks) + "\n"


def _markdown() -> str:
    blocks = [f"# {TITLE}"]
    blocks += [_marked(block) for block in _blocks() if isinstance(block.tag, str)]
    return "\n\n".join(blocks) + "\n"


def _marked(block: html.HtmlElement) -> str:
    words = _folded(block)
    for link in block.iter("a"):
        words = words.replace(link.text, f"[{link.text}]({link.get('href')})")
    if block.get("class") == "standfirst":
        return f"**{words}**"
    if block.tag == "h2":
        return f"## {words}"
    if block.tag == "blockquote":
        return f"> {words}"
    if block.tag == "figure":
        image = block.find("img")
        return f"![{image.get('alt')}](../{image.get('data-src')})\n\n{words}"
    return words


if __name__ == "__main__":
    main()
