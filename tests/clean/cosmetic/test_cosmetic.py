"""Cosmetic rules on real pages: what each finds, and what finding must not do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page

from capture.browser.world import World
from capture.clean.cosmetic import detect_cosmetic
from capture.clean.values import Action, Candidate, Kind
from capture.filters.engine import load
from capture.filters.sources import ListSource

Find = Callable[..., tuple[Candidate, ...]]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all tests here: opening one takes longer than most of them."""
    with closing(browser.new_page()) as page:
        yield page


@pytest.fixture
def find(page: Page) -> Find:
    """Fill the page and ask the rules about it, as if it were at ``url``."""

    def ask(html: str, rules: str, url: str = "https://news.example.com/a", **kind: str):
        page.goto("about:blank")
        page.set_content(f"<!doctype html>{html}")
        engine = load([ListSource("list", given=rules, **kind)], cached=False)
        return detect_cosmetic(World(page), engine, url)

    return ask


def ids(page: Page, found: tuple[Candidate, ...]) -> set[str]:
    return {c.selector.split("#")[-1].split(" ")[0] for c in found}


HIT = [
    ("##.ad", '<p id=hit class="ad x">'),
    ("##.AD", "<p id=hit class=AD>"),
    ("###hit", "<p id=hit>"),
    ("##div > .ad", "<div><p id=hit class=ad>"),
    ('##[href^="https://ads."]', '<a id=hit href="https://ads.example/">'),
    ("##.ad:not(.ok)", "<p id=hit class=ad>"),
    ("##.ad, .no", "<p id=hit class=ad>"),
    ("##div:has(> .mark)", "<div id=hit><b class=mark>"),
    ("example.com##.ad", "<p id=hit class=ad>"),
    ("example.*##.ad", "<p id=hit class=ad>"),
    (r"/ex[a-z]{5}\.com$/##.ad", "<p id=hit class=ad>"),
    ("~other.com##.ad", "<p id=hit class=ad>"),
    ("other.com,example.com##.ad", "<p id=hit class=ad>"),
    (r"##.md\:ad", '<p id=hit class="md:ad">'),
    ("##.ad:remove()", "<p id=hit class=ad>"),
    ("example.com##.ad:style(display: none !important)", "<p id=hit class=ad>"),
    ("example.com##.ad { remove: true; }", "<p id=hit class=ad>"),
    ("example.com##^.ad", "<p id=hit class=ad>"),
    ("other.com#@#.ad\n##.ad", "<p id=hit class=ad>"),
    ("@@||other.com^$ghide\n##.ad", "<p id=hit class=ad>"),
    ("@@||example.com^$ghide\nexample.com##.ad", "<p id=hit class=ad>"),
    ("@@||example.com^$shide\n##.ad", "<p id=hit class=ad>"),
    # Rules without a class or an id, which are looked up by what else they want.
    ("##[data-ad-x]", "<p id=hit data-ad-x>"),
    ("##[DATA-AD-X]", "<p id=hit data-ad-x>"),
    ("##AD-SLOT", "<ad-slot id=hit>"),
    ("##p > video", "<p><video id=hit>"),
    ('##[id^="hi"][id$="t"]', "<p id=hit>"),
    ("##[class*='b c']", '<p id=hit class="a b c">'),
    ('##[title="a]b"]', '<p id=hit title="a]b">'),
    ('##[title="A" i]', "<p id=hit title=a>"),
    ("##[type=TEXT]", "<input id=hit type=text>"),
    ('##[href^="//a.b/(?x"], [src$=".z"]', '<a id=hit href="//a.b/(?xy">'),
    ('##a[href^="x"] > img', '<a href="xy"><img id=hit></a><a href="yx"><img>'),
    (r'##[title^="\61 d"]', "<p id=hit title=ads>"),
    ("##:is(.ad, .no)", "<p id=hit class=ad>"),
    ("##p:not([title])", "<p id=hit><p title=x>"),
    # A list's worst: none of these may take the good rule with it.
    ("##.a:is(\n##.ad", "<p id=hit class=ad>"),
    ("##.a[b\n##.ad", "<p id=hit class=ad>"),
    ('##.a[b="\n##.ad', "<p id=hit class=ad>"),
    ("##.a}{\n##.ad", "<p id=hit class=ad>"),
    ("##.a/*\n##.ad", "<p id=hit class=ad>"),
    ("##.a\\\n##.ad", "<p id=hit class=ad>"),
    ("##.a::nonsense(x)\n##.ad", "<p id=hit class=ad>"),
    ("##.a <!-- \n##.ad", "<p id=hit class=ad>"),
    ("##url(x\n##.ad", "<p id=hit class=ad>"),
    ("##!!!\n##@media print\n##.ad", "<p id=hit class=ad>"),
    ("##.ad:has-text(/(/)\n##.ad:matches-css(x)\n##.ad", "<p id=hit class=ad>"),
]
MISS = [
    ("##.ad", "<p class=bad>"),
    ("other.com##.ad", "<p class=ad>"),
    ("~example.com##.ad", "<p class=ad>"),
    ("example.com,~news.example.com##.ad", "<p class=ad>"),
    ("##.ad\n#@#.ad", "<p class=ad>"),
    ("##.ad\nexample.com#@#.ad", "<p class=ad>"),
    ("example.com##.ad\nexample.com#@#.ad", "<p class=ad>"),
    ("##.ad\n@@||example.com^$ghide", "<p class=ad>"),
    ("##.ad\n@@*$ghide,domain=example.com", "<p class=ad>"),
    ("example.com##.ad\n@@||example.com^$shide", "<p class=ad>"),
    ("##.ad\nexample.com##.ad\n@@||example.com^$ehide", "<p class=ad>"),
    ("##.ad:style(color: red)", "<p class=ad>"),
    ("##.ad::before", "<p class=ad>"),
    ("##+js(nothing)", "<p class=ad>"),
    ("##body\n##html", "<p class=ad>"),
]


@pytest.mark.parametrize(("rules", "html"), HIT)
def test_finds(find: Find, page: Page, rules: str, html: str) -> None:
    assert ids(page, find(html, rules)) == {"hit"}


@pytest.mark.parametrize(("rules", "html"), MISS)
def test_leaves(find: Find, rules: str, html: str) -> None:
    assert find(html, rules) == ()


# Every operator, written after its documentation.
PROCEDURAL = [
    (".box:has-text(needle)", "<p id=hit class=box>a needle</p><p class=box>a Needle"),
    (".box:has-text(/NEEDLE/i)", "<p id=hit class=box>a needle</p><p class=box>hay"),
    (".box:-abp-contains(needle)", "<p id=hit class=box>a needle</p><p class=box>hay"),
    (".box:contains(needle)", "<p id=hit class=box>a needle"),
    (".box:not(:has-text(hay))", "<p id=hit class=box>needle</p><p class=box>hay"),
    (".box:has(b:has-text(needle))", "<p id=hit class=box><b>needle</b></p><p class=box>needle"),
    (".box:-abp-has(> b:has-text(x))", "<p id=hit class=box><b>x</b></p><p class=box><i><b>x"),
    (".box:if(b:has-text(x))", "<p id=hit class=box><b>x"),
    (".box:if-not(b:has-text(x))", "<p id=hit class=box>x</p><p class=box><b>x"),
    (".box:has(+ i:has-text(x))", "<b id=hit class=box></b><i>x</i><b class=box></b><u>x"),
    (".box:has(~ i:has(b:has-text(x)))", "<p id=hit class=box></p><u></u><i><b>x"),
    (".box:has(:scope + a > b:has-text(x))", "<p id=hit class=box></p><a><b>x"),
    (".box:is(:has-text(x), b)", ""),
    ("b:upward(2)", "<div id=hit><p><b>x"),
    ("b:upward(.box)", "<div id=hit class=box><p><b>x"),
    ("b:nth-ancestor(1)", "<div><p id=hit><b>x"),
    ("b:has-text(x):upward(div):upward(section)", "<section id=hit><div><p><b>x"),
    (":xpath(.//b/..)", "<p id=hit><b>x"),
    ("div:xpath(./p[text()='x'])", "<div><p id=hit>x</p><p>y"),
    (".box:min-text-length(5)", "<p id=hit class=box>12345</p><p class=box>1234"),
    (".box:matches-css(position: absolute)", "<p id=hit class=box style=position:absolute>"),
    (".box:matches-css(width: /^1\\d\\dpx$/)", "<p id=hit class=box style=width:123px>"),
    (
        ".box:matches-css-before(content: /ad/)",
        "<style>#hit::before{content:'ad'}</style><p id=hit class=box></p><p class=box>",
    ),
    (
        ".box:matches-css(after, opacity: 0)",
        "<style>#hit::after{content:'x';opacity:0}</style><p id=hit class=box></p><p class=box>",
    ),
    (".box:matches-attr(data-x=ad)", "<p id=hit class=box data-x=ad></p><p class=box data-x=b>"),
    ('.box:matches-attr("/^data-/"="/^ad/")', "<p id=hit class=box data-q=ads></p><p class=box>"),
    (".box:matches-path(/^blank$/)", "<p id=hit class=box>"),
    (".box:matches-media((min-width: 10px))", "<p id=hit class=box>"),
    (".box:matches-prop(tagName=P)", "<p id=hit class=box>"),
    (
        ".box:-abp-properties(width: 12*px)",
        "<style>@media all{#hit{width:123px}}</style><p id=hit class=box></p><p class=box>",
    ),
    (
        ".box:properties(/^color: red/)",
        "<style>#hit{color:red}</style><p id=hit class=box></p><p class=box>",
    ),
    (".box:has-text(/A NEEDLE/iu)", "<p id=hit class=box>a needle"),
    (".box:not(:has-text(/hay/i)):has(b)", "<p id=hit class=box><b>x</b></p><p class=box>HAY<b>"),
    (".a:has(.b:has(.c:has-text(x)))", "<div class=a id=hit><p class=b><i class=c>x"),
    (".a:matches-css(color: rgb(255, 0, 0))", "<p class=a id=hit style=color:red>x"),
    (".box:others()", "<div><p class=box></p><p id=hit></p></div>"),
    (".box:watch-attr(class):has-text(x)", "<p id=hit class=box>x"),
    (".box:has-text(x) > b", "<p class=box>x<b id=hit></b></p><p class=box><b>"),
    (".box:has-text(x) b", "<p class=box>x<i><b id=hit></b></i></p>"),
    (".box:has-text(x) + b", "<p class=box>x</p><b id=hit></b><b></b>"),
    (".box:has-text(x) ~ b:has-text(y)", "<p class=box>x</p><u></u><b id=hit>y</b>"),
    (".box:has-text(x).red", "<p class=box>x</p><p id=hit class='box red'>x</p>"),
    (".box:has-text(x):not(.red)", "<p class='box red'>x</p><p id=hit class=box>x</p>"),
    (".box:has-text(x):remove()", "<p id=hit class=box>x"),
    (".box:has-text(x):style(display:none)", "<p id=hit class=box>x"),
]


@pytest.mark.parametrize(("selector", "html"), PROCEDURAL)
def test_procedural_operators(find: Find, page: Page, selector: str, html: str) -> None:
    expected = {"hit"} if html else set()
    assert ids(page, find(html, f"example.com#?#{selector}")) == expected


def test_a_page_that_uses_hundreds_of_the_lists_names(find: Find, page: Page) -> None:
    rules = [f"##.ad{n}" for n in range(300)] + ["##.ad7:is(", "##[title]"]
    html = "".join(f"<p id=hit{n} class=ad{n}></p>" for n in range(300)) + "<p id=titled title=x>"
    found = find(html, "\n".join(rules))
    assert ids(page, found) == {f"hit{n}" for n in range(300)} | {"titled"}
    assert all(c.rule in ("##[title]", f"##.ad{c.selector.split('#hit')[-1]}") for c in found)
    assert page.evaluate("document.adoptedStyleSheets.length") == 0


def test_shadow_roots_inside_of_frames(find: Find, page: Page) -> None:
    shadow = "<div><template shadowrootmode=open><p class=ad id=inner></p></template></div>"
    assert ids(page, find(f'<iframe srcdoc="{shadow}"></iframe>', "##.ad")) == {"inner"}


def test_a_candidate_says_which_line_of_which_list(find: Find) -> None:
    (found,) = find("<p class=ad>Buy  now", "! first\n\n##.ad", category="cookies")
    assert (found.list_name, found.line, found.rule) == ("list", 3, "##.ad")
    assert (found.kind, found.detector, found.action) == (Kind.CONSENT, "cosmetic", Action.REMOVE)
    assert found.text == "Buy now"
    assert found.box.width > 0


def test_shadow_roots_frames_and_a_strict_policy(find: Find, page: Page) -> None:
    html = """<meta http-equiv=content-security-policy
      content="style-src 'none'; require-trusted-types-for 'script'">
      <div id=host><template shadowrootmode=open><p class=ad id=inner></p></template></div>
      <iframe srcdoc="<p class=ad id=framed>"></iframe><p class=ad id=outer>"""
    assert ids(page, find(html, "##.ad")) == {"inner", "framed", "outer"}


def test_looking_leaves_nothing_behind(find: Find, page: Page) -> None:
    html = """<script>var seen = []; new MutationObserver(r => seen.push(...r)).observe(document,
      {subtree: true, childList: true, attributes: true})</script>
      <style>* { transition: all 10s } .ad { color: red }</style><p class=ad id=hit>"""
    assert ids(page, find(html, "##.ad\nexample.com##p:has-text(/^$/):upward(9)")) == {"hit"}
    assert page.evaluate("seen.filter(r => r.target.id || r.target.className).length") == 0
    assert page.evaluate("document.adoptedStyleSheets.length") == 0
    style = page.evaluate("JSON.stringify([...getComputedStyle(hit)].filter(n => /^--/.test(n)))")
    assert style == "[]"


def test_a_page_s_own_sheets_stay(find: Find, page: Page) -> None:
    html = """<script>const s = new CSSStyleSheet(); s.replaceSync('p{color:red}');
      document.adoptedStyleSheets = [s]</script><p class=ad id=hit>"""
    find(html, "##.ad")
    assert page.evaluate("document.adoptedStyleSheets.length") == 1
    assert page.evaluate("getComputedStyle(hit).color") == "rgb(255, 0, 0)"


def test_scroll_locks_are_undone_not_removed(find: Find) -> None:
    (found,) = find("<p>x", "example.com##body:style(overflow: auto !important)")
    assert (found.action, found.kind) == (Action.UNLOCK, Kind.OVERLAY)


def test_a_page_that_breaks_its_own_prototypes_is_read_all_the_same(find: Find, page: Page) -> None:
    html = """<script>document.querySelectorAll = Element.prototype.getAttribute = null;
      window.getComputedStyle = () => { throw 1 }</script>
      <form id=hit class=ad><input name=id><input name=classList><input name=querySelectorAll>"""
    assert ids(page, find(html, "##.ad")) == {"hit"}


def test_what_arrives_late_is_found_by_asking_again(page: Page, find: Find) -> None:
    assert find("<main></main>", "##.ad") == ()
    page.evaluate("document.querySelector('main').innerHTML = '<p class=ad id=late>'")
    engine = load([ListSource("list", given="##.ad")], cached=False)
    assert ids(page, detect_cosmetic(World(page), engine, "https://a.example/")) == {"late"}


def test_an_expression_that_never_ends_hurts_no_other_rule(find: Find, page: Page) -> None:
    html = f"<p class=box>{'a' * 40}!</p><p id=hit class=box>x"
    rules = "example.com##.box:has-text(/^(a+)+$/)\nexample.com##.box:has-text(/^x/)"
    assert ids(page, find(html, rules)) == {"hit"}
