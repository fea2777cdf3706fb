"""One HTML file that shows a check: what failed first, each place beside what it was.

Opens from disk without a network.  Everything that came from a page goes in as escaped text or as
picture data; the file's policy lets no script or style run but the two it was written with.
"""

from __future__ import annotations

import base64
import hashlib
import shlex
from html import escape
from importlib import resources
from pathlib import Path

from capture.compare.crops import Crop, pdf_crops, picture_crops
from capture.compare.sentences import summary
from capture.compare.values import Comparison, FactChange, Kind, TextComparison

FILE = "index.html"
Errors = tuple[tuple[str, str], ...]


def write_report(comparisons: tuple[Comparison, ...], errors: Errors, folder: Path) -> Path:
    """Write the report into ``folder``; return the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    path.write_text(render_report(comparisons, errors), "utf-8")
    return path


def render_report(comparisons: tuple[Comparison, ...], errors: Errors = ()) -> str:
    """Return the report as HTML."""
    ordered = sorted(comparisons, key=lambda c: (not c.failed, c.kind is Kind.SAME, c.name))
    failed = sum(comparison.failed for comparison in comparisons)
    style, script = _asset("report.css"), _asset("report.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; "
        f"script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )
    heading = f"{failed} failed, {len(comparisons) - failed} passed"
    heading += f", {len(errors)} not captured" if errors else ""
    return "".join(
        [
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{escape(heading)}</title><style>{style}</style></head><body>",
            f"<header><h1>Snapshots: {escape(heading)}</h1>{_KEYS}</header><main>",
            *(_error(name, reason) for name, reason in errors),
            *(_item(comparison) for comparison in ordered),
            f"</main><script>{script}</script></body></html>",
        ]
    )


_KEYS = (
    '<p class="keys"><kbd>j</kbd> next place <kbd>k</kbd> previous '
    "<kbd>1</kbd> side by side <kbd>2</kbd> slider <kbd>3</kbd> blend "
    "<kbd>4</kbd> before <kbd>5</kbd> after</p>"
)


def _asset(name: str) -> str:
    return resources.files("capture.compare").joinpath("assets", name).read_text("utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _error(name: str, reason: str) -> str:
    return (
        f'<article class="item failed"><h2>{escape(name)} <b class="kind missing">not captured</b>'
        f"</h2><p>{escape(reason)}</p></article>"
    )


def _item(comparison: Comparison) -> str:
    state = "failed" if comparison.failed else "passed"
    kinds = "".join(f'<b class="kind {k.value}">{k.value}</b> ' for k in comparison.kinds)
    kinds = kinds or '<b class="kind same">same</b>'
    opened = " open" if comparison.failed else ""
    return (
        f'<article class="item {state}"><details{opened}><summary><h2>{escape(comparison.name)} '
        f"{kinds}</h2>"
        f'<p class="summary">{escape(summary(comparison))}</p></summary>'
        f"{_about(comparison)}{_body(comparison)}</details></article>"
    )


def _about(comparison: Comparison) -> str:
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in comparison.notes)
    address = f'<p class="url">{escape(comparison.url)}</p>' if comparison.url else ""
    command = f"capture approve {shlex.quote(comparison.name)}"
    approve = (
        f'<p class="approve"><code>{escape(command)}</code> <button type="button" class="copy">'
        "copy</button></p>"
        if comparison.failed
        else ""
    )
    return address + notes + approve


def _body(comparison: Comparison) -> str:
    if not comparison.kinds:
        return ""
    parts = [_facts("Facts", comparison.facts), _words("Text", comparison.text)]
    if comparison.pdf:
        parts.append(_facts("PDF facts", comparison.pdf.facts))
        parts.append(_words("PDF text", comparison.pdf.text))
    parts.insert(1, _crops("Screenshot", picture_crops(comparison)))
    parts.append(_crops("PDF pages", pdf_crops(comparison)))
    return "".join(parts)


def _facts(title: str, facts: tuple[FactChange, ...]) -> str:
    if not facts:
        return ""
    rows = "".join(
        f"<tr><th>{escape(fact.name)}</th><td><del>{escape(fact.baseline or '')}</del></td>"
        f"<td><ins>{escape(fact.current or '')}</ins></td></tr>"
        for fact in facts
    )
    return f"<section><h3>{title}</h3><table>{rows}</table></section>"


def _words(title: str, text: TextComparison | None) -> str:
    if text is None or not text.changes:
        return ""
    changes = "".join(
        f'<li class="place"><span class="line">{change.line}</span> … {escape(change.before)} '
        f"<del>{escape(change.removed)}</del> <ins>{escape(change.added)}</ins> "
        f"{escape(change.after)} …</li>"
        for change in text.changes
    )
    more = f"<p>and {text.more} more</p>" if text.more else ""
    return f'<section><h3>{title}</h3><ol class="words">{changes}</ol>{more}</section>'


def _crops(title: str, crops: tuple[Crop, ...]) -> str:
    if not crops:
        return ""
    return f"<section><h3>{title}</h3>{''.join(map(_figure, crops))}</section>"


_MODES = (
    ("side", "true"),
    ("slider", "false"),
    ("blend", "false"),
    ("before", "false"),
    ("after", "false"),
)


def _figure(crop: Crop) -> str:
    layered = " layered" if crop.comparable else ""
    modes = (
        '<div class="modes">'
        + "".join(
            f'<button type="button" data-mode="{mode}" aria-pressed="{pressed}">{mode}</button>'
            for mode, pressed in _MODES
        )
        + '<input type="range" min="0" max="100" value="50" aria-label="slider"></div>'
        if crop.comparable
        else ""
    )
    return (
        f'<figure class="place{layered}" data-mode="side" tabindex="-1"><figcaption>'
        f'<b class="kind {crop.kind.value}">{crop.kind.value}</b> {escape(crop.caption)}'
        f'</figcaption>{modes}<div class="views">'
        f"{_view('before', crop.before, crop.before_mark)}"
        f"{_view('after', crop.after, crop.after_mark)}</div></figure>"
    )


def _view(name: str, png: bytes, mark: tuple[float, float, float, float]) -> str:
    if not png:
        return f'<div class="view {name} none">nothing</div>'
    data = base64.b64encode(png).decode()
    place = " ".join(f"{share:.4f}" for share in mark)
    return (
        f'<div class="view {name}"><img loading="lazy" alt="{name}" '
        f'src="data:image/png;base64,{data}"><i class="mark" data-place="{place}"></i></div>'
    )
