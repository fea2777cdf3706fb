"""Five pages that printing has trouble with, in the project's own words, to compare peers on."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

WORDS = (
    "The harbour master wrote down every ship that came in, its cargo, its captain and the weather."
    " Nobody had asked him to, and nobody read what he wrote; but when the insurers came, in the"
    " spring after the storm, it was his book and not the company's that they believed."
)
_BASE = """*{box-sizing:border-box} body{margin:0;font:16px/1.6 system-ui,sans-serif;color:#222}
h1{font-size:40px;line-height:1.1} a{color:#06c}"""
_PHOTO = (1200, 800)


def build(folder: Path) -> dict[str, str]:
    """Write the pages and their picture into a folder; return file names by page."""
    (folder / "favicon.ico").touch()
    _photo().save(folder / "photo.jpg", quality=80)
    pages = {
        "news": _news(),
        "app shell": _app(),
        "dark blog": _dark(),
        "landing": _landing(),
        "encyclopedia": _encyclopedia(),
    }
    names = {name: f"{name.split()[0]}.html" for name in pages}
    for name, html in pages.items():
        (folder / names[name]).write_text(f"<!doctype html><html lang=en>{html}</html>", "utf-8")
    return names


def _photo() -> Image.Image:
    """Broad shapes with grain on top: packs like a photograph."""
    bands = [Image.effect_noise((24, 16), 80 + 10 * n).resize(_PHOTO) for n in range(3)]
    return Image.blend(
        Image.merge("RGB", bands), Image.effect_noise(_PHOTO, 30).convert("RGB"), 0.1
    )


def _said(times: int) -> str:
    return f"<p>{WORDS}</p>" * times


def _rows(columns: int, rows: int, head: str) -> str:
    heads = "".join(f"<th>{head} {n}" for n in range(columns))
    cells = "".join(
        "<tr>" + "".join(f"<td>value {n * row}" for n in range(columns)) for row in range(rows)
    )
    return f"<table><tr>{heads}{cells}</table>"


def _news() -> str:
    cards = "".join(f"<div class=card><h3>Card {n}</h3><p>{WORDS[:90]}</div>" for n in range(6))
    most_read = "".join(f"<li>Item {n}: {WORDS[:50]}" for n in range(8))
    return f"""<title>What the harbour master wrote down</title><style>{_BASE}
.top{{position:sticky;top:0;background:#c00;color:#fff;padding:14px 24px}} .top a{{color:#fff}}
.wrap{{max-width:1200px;margin:auto;display:grid;grid-template-columns:1fr 320px;
gap:40px;padding:24px}}
aside{{background:#f3f3f3;padding:16px}} figure{{margin:0}} figcaption{{font-size:13px}}
figure img{{width:100%;height:420px;object-fit:cover}} blockquote{{font-size:24px}}
.cookie{{position:fixed;bottom:0;left:0;right:0;background:#222;color:#fff;padding:20px}}
.more{{display:grid;grid-template-columns:repeat(3,1fr);gap:16px}}
.card{{border:1px solid #ddd}}</style>
<header class=top><b>The Daily</b> <a href=/>Home</a> <a href=/s>Sport</a></header>
<div class=wrap><main><article><h1>What the harbour master wrote down, and why the insurers believed
him</h1><p><i>By Maria Okafor, 1 March 2026</i></p><figure><img src=photo.jpg
 alt="The harbour at low water"><figcaption>The harbour in 1911</figcaption></figure>{_said(5)}
<blockquote>It was his book that they believed.</blockquote><h2>The storm</h2>{_said(5)}</article>
<h2>Related</h2><div class=more>{cards}</div></main><aside><h2>Most read</h2><ul>{most_read}</ul>
</aside></div><div class=cookie>We use cookies</div><footer>Imprint · Privacy</footer>"""


def _app() -> str:
    sections = "".join(f"<div>Section {n}</div>" for n in range(60))
    code = (
        "def finish(raw: bytes) -> Finished:  # a comment that goes on past the paper's edge " * 2
    )
    return f"""<title>Configuration</title><style>{_BASE} html,body{{height:100%;overflow:hidden}}
.app{{display:grid;grid-template:56px 1fr/260px 1fr;height:100vh}} nav{{overflow-y:auto}}
.bar{{grid-column:1/3;background:#1b1f23;color:#fff;padding:14px 20px}}
main{{overflow-y:auto;padding:32px 48px}} pre{{background:#f6f8fa;padding:16px;overflow:auto}}
table{{border-collapse:collapse;white-space:nowrap}} td,th{{border:1px solid #ccc;padding:6px}}
.scroll{{overflow-x:auto}}</style><div class=app><div class=bar>Docs</div><nav>{sections}</nav>
<main><h1>Configuration</h1>{_said(5)}<pre>{code}</pre><h2>Wide</h2><div class=scroll>
{_rows(9, 12, "Column")}</div>{_said(5)}<h2>Wider</h2><div class=scroll>
{_rows(18, 12, "Column number")}</div>{_said(15)}
<details><summary>More</summary>{_said(5)}</details></main></div>"""


def _dark() -> str:
    return f"""<title>Night notes</title><style>{_BASE} body{{background:#0d1117;color:#c9d1d9}}
main{{max-width:720px;margin:auto;padding:48px 24px}} h1,h2{{color:#fff}} a{{color:#58a6ff}}
pre{{background:#161b22;color:#e6edf3;padding:16px}} .k{{color:#ff7b72}} .s{{color:#a5d6ff}}
.call{{background:linear-gradient(90deg,#1f2937,#111827);padding:16px}}</style><main>
<h1>Night notes</h1>{_said(5)}<pre><span class=k>def</span> f(x): <span class=s>"text"</span></pre>
<div class=call>A callout. {WORDS}</div><p><a href=/more>more</a></p><h2>More</h2>
{_said(10)}</main>"""


def _landing() -> str:
    features = "".join(f"<div><h3>Feature {n}</h3><p>{WORDS[:120]}</div>" for n in range(8))
    return f"""<title>We write it down</title><style>{_BASE} section{{padding:80px 10%}}
.hero{{height:100vh;background:url(photo.jpg) center/cover;color:#fff;display:grid;
place-items:center}}
.late{{opacity:0;transform:translateY(60px);transition:1s}} .late.in{{opacity:1;transform:none}}
.grid{{display:grid;grid-template-columns:repeat(4,1fr);gap:24px}}
.chat{{position:fixed;right:20px;bottom:20px;width:60px;height:60px;background:#06c}}</style>
<div class=hero><h1>We write it down</h1></div><section class=late><h2>Why</h2><p>{WORDS}</section>
<section class=late><div class=grid>{features}</div></section><section>{_said(5)}</section>
<div class=chat></div><script>
const watch = new IntersectionObserver(all => {{ for (const one of all)
  if (one.isIntersecting) one.target.classList.add('in'); }});
for (const late of document.querySelectorAll('.late')) watch.observe(late);</script>"""


def _encyclopedia() -> str:
    def linked(section: int) -> str:
        notes = (f"<sup><a href=#note{section}>[{section}]</a></sup>",) * 2
        words = WORDS.replace("ship", f"<a href=/wiki/Ship_{section}>ship</a>")
        words = words.replace("insurers", f"<a href=/wiki/Insurer_{section}>insurers</a>")
        return "".join(f"<p>{words}{note}</p>" for note in notes * 3)

    parts = "".join(
        f"<h2 id=part{n}>Part {n}</h2>{linked(n)}"
        + (f"<h3>Figures of part {n}</h3>{_rows(6, 14, 'Year')}" if n % 4 == 0 else "")
        for n in range(1, 61)
    )
    contents = "".join(f"<li><a href=#part{n}>Part {n}</a>" for n in range(1, 61))
    notes = "".join(
        f'<li id=note{n}>Harbour book, volume {n}. <a href="https://example.org/{n}">Archive</a>.'
        for n in range(1, 61)
    )
    return f"""<title>Harbour book</title><style>{_BASE} body{{max-width:1100px;margin:auto}}
.box{{float:right;width:280px;border:1px solid #aaa;margin:0 0 16px 16px}} .box img{{width:100%}}
table{{border-collapse:collapse}} td,th{{border:1px solid #aaa;padding:3px 8px}}</style>
<main><h1>Harbour book</h1><div class=box><img src=photo.jpg alt="A harbour">A harbour</div>
{_said(3)}<ol>{contents}</ol>{parts}<h2>Notes</h2><ol>{notes}</ol></main>"""
