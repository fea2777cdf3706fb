"""Builds the fixtures' pages: a fragment file says where its parts stand in one ordinary page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).parent / "pages"
SLOTS = (
    *("url", "lang", "bodystyle", "head", "before", "header"),
    *("nav", "article", "aside", "footer", "after"),
)
PROSE = (
    "The river mill took in fleeces from eleven farms last spring, and by June the drying loft "
    "was full to the rafters. Each bale was weighed, numbered and entered by hand in a ledger that "
    "the family has kept since the flood.",
    "Nobody expected the price to hold. Buyers from the coast came twice, looked at the combed "
    "wool and left without an offer, while the weavers upstream bought what they could carry and "
    "paid in cloth.",
    "What remains is sorted in the old way: by touch, in north light, before noon. The owner says "
    "that a machine could do it faster, but that it would not know when to stop.",
)


@dataclass(frozen=True)
class Fixture:
    name: str
    slots: dict[str, str]

    @property
    def url(self) -> str:
        return self.slots.get("url", "/")

    def html(self) -> str:
        s = {slot: self.slots.get(slot, "") for slot in SLOTS}
        p1, p2, p3 = (f'<p class="prose">{text}</p>' for text in PROSE)
        return f"""<!DOCTYPE html><html lang="{s["lang"]}"><head><meta charset="utf-8">
<title>Wool and water</title>{s["head"]}</head><body style="{s["bodystyle"]}">{s["before"]}
<header class="site-header"><a href="/" class="logo">Mill Lane Journal</a>{s["header"]}</header>
<nav><ul><li><a href="/a">Reports</a></li><li><a href="/b">People</a></li>{s["nav"]}</ul></nav>
<main><article><h1>Wool and water</h1>{p1}{p2}{s["article"]}{p3}</article>
<aside class="side"><h3>Elsewhere</h3><ul><li><a href="/c">The ferry keeps its timetable</a></li>
</ul>{s["aside"]}</aside></main>
<footer><p>Printed at the mill. All mistakes are our own.</p>{s["footer"]}</footer>{s["after"]}
</body></html>"""


def fixtures() -> list[Fixture]:
    return [read(path) for path in sorted(PAGES.glob("*.html"))]


def read(path: Path) -> Fixture:
    slots: dict[str, str] = {}
    current = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("@"):
            current, _, value = line[1:].partition(" ")
            assert current in SLOTS, (path, current)
            slots[current] = value
        else:
            slots[current] += line + "\n"
    return Fixture(path.stem, slots)
