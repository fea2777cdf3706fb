"""Thirty-two tiles on one page, one rule each, all at once: `fail` must be found, `pass` must not.

Written from the documentation of the operators (uBlock Origin's wiki, "Static filter syntax" and
"Procedural cosmetic filters").
"""

from __future__ import annotations

from contextlib import closing

from playwright.sync_api import Browser

from capture.browser.world import World
from capture.clean.cosmetic import detect_cosmetic
from capture.filters.engine import load
from capture.filters.sources import ListSource

F, P = '<i class="a fail">x</i>', '<i class="a pass">x</i>'
CSS_BEFORE = "<style>#t21 .fail::before{content:'ad'} #t22 .fail::after{content:'ad'}</style>"
# What stands after the tile's own id, and the tile.
TILES = [
    # CSS
    (" .fail", F + "<i class=pass>x</i>"),
    (" > .a:not(.pass)", F + P),
    (" b + .a", "<b></b>" + F + "<u></u>" + P),
    (" b ~ .a", P + "<b></b>" + F),
    (' [data-x^="ad"]', "<i class=fail data-x=adx>x</i><i class=pass data-x=xad>x</i>"),
    (' [data-x$="ad" i]', "<i class=fail data-x=xAD>x</i><i class=pass data-x=adx>x</i>"),
    (" > div:has(> u)", "<div class=fail><u></u></div><div class=pass><b><u></u></b></div>"),
    (" > div:has(+ u)", "<div class=fail></div><u></u><div class=pass></div>"),
    (" > div:not(:has(u))", "<div class=fail></div><div class=pass><u></u></div>"),
    (" > i:is(.x, .y)", '<i class="x fail">x</i><i class="y fail">x</i><i class="z pass">x</i>'),
    (" > i:nth-of-type(2)", P + F + P),
    # Text
    (" > i:has-text(ad)", "<i class=fail>an ad</i><i class=pass>none</i>"),
    (" > i:has-text(/^Ad$/i)", "<i class=fail>AD</i><i class=pass>ad here</i>"),
    (" > i:not(:has-text(no))", "<i class=fail>yes</i><i class=pass>no</i>"),
    (" > div:has(u:has-text(ad))", "<div class=fail><u>ad</u></div><div class=pass><u>x</u></div>"),
    (
        " > div:has-text(one):has-text(two)",
        "<div class=fail>one two</div><div class=pass>one</div>",
    ),
    (" > i:min-text-length(5)", "<i class=fail>12345</i><i class=pass>1234</i>"),
    # Style
    (" > i:matches-css(position: absolute)", "<i class=fail style=position:absolute>x</i>" + P),
    (" > i:not(:matches-css(opacity: 1))", "<i class=fail style=opacity:.5>x</i>" + P),
    (
        " > i:matches-css(width: /^1\\d\\dpx$/)",
        "<b></b>".join(
            f'<i class={c} style="display:block;width:{w}px">x</i>'
            for c, w in (("fail", 123), ("pass", 93))
        ),
    ),
    (' > i:matches-css-before(content: "ad")', F + P),
    (" > i:matches-css-after(content: /ad/)", F + P),
    # Attributes and properties
    (
        " > i:matches-attr(data-k=/^v\\d+$/)",
        "<i class=fail data-k=v12>x</i><i class=pass data-k=v>x</i>",
    ),
    (" > i:matches-attr(/^on/=x)", "<i class=fail onfoo=x>x</i><i class=pass data-on=x>x</i>"),
    (" > :matches-prop(nodeName=U)", "<u class=fail>x</u>" + P),
    # Elsewhere in the tree
    (" u:upward(1)", "<div class=fail><u>x</u></div><div class=pass><b>x</b></div>"),
    (
        " u:has-text(ad):upward(div)",
        "<div class=fail><b><u>ad</u></b></div><div class=pass><u>x</u></div>",
    ),
    (
        " > div:has(> u:has-text(ad)) > b",
        "<div><u>ad</u><b class=fail>x</b></div><div><b class=pass>x</b></div>",
    ),
    (
        ":xpath(.//u[contains(text(),'ad')]/..)",
        "<div class=fail><u>ad</u></div><div class=pass><u>x</u></div>",
    ),
    (" > div:has-text(ad) + i", "<div>ad</div>" + F + "<div>x</div>" + P),
    # The page
    (" > .fail:matches-path(/news)", F + P),
    (" > .pass:matches-path(/other)", P + F),
]
NEVER = {32}  # its path is another one's: nothing is to be found


def test_every_tile(browser: Browser) -> None:
    assert len(TILES) == 32
    rules = [f"tiles.example###t{n}{rule}" for n, (rule, _) in enumerate(TILES, 1)]
    sections = "".join(f"<section id=t{n}>{html}</section>" for n, (_, html) in enumerate(TILES, 1))
    engine = load([ListSource("tiles", given="\n".join(rules))], cached=False)
    with closing(browser.new_page()) as page:
        body = f"<!doctype html>{CSS_BEFORE}<main>{sections}</main>"
        page.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto("https://tiles.example/news")
        world = World(page)
        found = detect_cosmetic(world, engine, "https://tiles.example/news")
        world.run(
            "(refs) => refs.forEach((r) => captureDom.element(r).setAttribute('found', ''))",
            [one.ref for one in found],
        )
        tiles = page.evaluate(
            """() => [...document.querySelectorAll('section')].map((tile) => [
              tile.querySelectorAll('.fail:not([found])').length,
              tile.querySelectorAll('.fail[found]').length,
              tile.querySelectorAll('[found]:not(.fail)').length])"""
        )
    wrong = [
        (number, rule)
        for number, ((rule, _), (missed, hit, more)) in enumerate(zip(TILES, tiles, strict=True), 1)
        if more or (hit if number in NEVER else missed or not hit)
    ]
    assert wrong == []
