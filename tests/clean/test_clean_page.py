# ruff: noqa: E501 (markup reads best on one line)
"""The cleaning in a real page: what goes, what stays, what is put back, what the ledger says."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from capture.browser.world import World
from capture.clean.clean import clean_page
from capture.clean.request import CleanRequest
from capture.clean.values import Action, Kind, Ledger
from capture.demo.server import VARIANTS, article_text, serve_demo
from capture.errors import UsageError
from capture.options import CleanLevel

PROSE = " ".join(
    f"Sentence {n} of the article tells something that nobody else told." for n in range(5)
)
ARTICLE = "".join(f"<p>Paragraph {n}. {PROSE}</p>" for n in range(6))
URL = "https://news.example/story"


def _clean(page: Page, body: str, **options: object) -> Ledger:
    page.set_content(
        f"<!doctype html><title>t</title><body><main><h1>Story</h1>{body}</main></body>"
    )
    return clean_page(World(page), CleanRequest(page_url=URL, **options))  # type: ignore[arg-type]


def _text(page: Page) -> str:
    return " ".join(page.evaluate("() => document.body.innerText").split())


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_demo_page_loses_its_noise_and_no_word(page: Page, variant: str) -> None:
    with serve_demo() as demo:
        page.goto(demo.address(variant))
        for y in range(0, 6000, 500):
            page.evaluate("(y) => scrollTo(0, y)", y)
            page.wait_for_timeout(30)
        page.wait_for_timeout(700)
        ledger = clean_page(World(page), CleanRequest(page_url=page.url))
        text = _text(page)
    for block in article_text().split("\n\n"):
        assert " ".join(block.split()) in text
    for noise in ("Publicité", "Belvarde", "Facebook", "lettre des villes", "écran d’accueil"):
        assert noise not in text
    assert "Language Selection" not in text
    assert not page.locator("iframe").count()
    assert len(ledger.summary) == 3
    assert page.evaluate("() => getComputedStyle(document.body).overflowY") == "visible"
    fixed = "() => [...document.querySelectorAll('*')].filter((e) => /fixed|sticky/.test(getComputedStyle(e).position)).length"
    assert page.evaluate(fixed) == 0


def test_what_a_page_puts_back_is_hidden(page: Page) -> None:
    banner = '<div id=slot><a href="https://shop.example/" rel=sponsored><img width=728 height=90 src="data:,"></a></div>'
    page.set_content(
        f"<!doctype html><body><main><h1>Story</h1>{ARTICLE}<section id=hole>{banner}</section></main></body>"
    )
    page.evaluate(
        """(banner) => new MutationObserver(() => {
          const hole = document.getElementById('hole');
          if (!document.getElementById('slot')) {
            if (hole) hole.innerHTML = banner;
            else document.querySelector('main').insertAdjacentHTML('beforeend', '<section id=hole>' + banner + '</section>');
          }
        }).observe(document.body, { childList: true, subtree: true })""",
        banner,
    )
    ledger = clean_page(World(page), CleanRequest(page_url=URL))
    assert not page.locator("#slot").first.is_visible()
    assert any(r.candidate.action is Action.HIDE for r in ledger.removed)


def test_keep_beats_every_detector(page: Page) -> None:
    banner = '<div class="ad-banner"><a href="https://shop.example/" rel=sponsored><img width=728 height=90 src="data:,"></a><p>Buy it</p></div>'
    ledger = _clean(page, ARTICLE + banner, keep=(".ad-banner a",))
    assert page.locator(".ad-banner").count() == 1
    assert any("--keep" in k.reason for k in ledger.kept)


def test_remove_and_hide_by_selector(page: Page) -> None:
    _clean(
        page, ARTICLE + "<aside id=a>Aside</aside><i id=b>More</i>", remove=("#a",), hide=("#b",)
    )
    assert page.locator("#a").count() == 0
    assert not page.locator("#b").is_visible()


def test_a_removal_that_would_empty_the_page_is_refused(page: Page) -> None:
    ledger = _clean(page, ARTICLE, remove=("main",))
    assert ledger.partial
    assert "Paragraph 5" in _text(page)


def test_level_none_leaves_the_page_alone(page: Page) -> None:
    ledger = _clean(page, ARTICLE + "<p>Advertisement</p>", level=CleanLevel.NONE)
    assert not ledger.removed
    assert "Advertisement" in _text(page)


def test_level_ads_leaves_what_is_not_advertising(page: Page) -> None:
    news = "<form class=newsletter><p>Subscribe to our newsletter</p><input type=email><button>Subscribe</button></form>"
    _clean(page, ARTICLE + news + "<div>Advertisement</div>", level=CleanLevel.ADS)
    assert "newsletter" in _text(page)
    assert "Advertisement" not in _text(page)


def test_level_reader_takes_the_surroundings(page: Page) -> None:
    page.set_content(
        f"<!doctype html><body><header><nav><a href=/>Home</a></nav></header><main><h1>Story</h1>{ARTICLE}</main>"
        "<aside>Side</aside><footer>Imprint</footer></body>"
    )
    clean_page(World(page), CleanRequest(page_url=URL, level=CleanLevel.READER))
    text = _text(page)
    assert "Paragraph 5" in text
    assert not [word for word in ("Home", "Side", "Imprint") if word in text]


# Label lines in the languages of the world, beside a banner without any name or rel.
LABELS = [
    "Advertisement", "Anzeige", "Publicité", "Publicidad", "Pubblicità", "Advertentie", "Reklama", "Реклама",
    "Inzerce", "Annons", "Annonce", "Mainos", "Διαφήμιση", "Reklam", "إعلان", "تبلیغات", "פרסומת",
    "विज्ञापन", "โฆษณา", "Quảng cáo", "Iklan", "广告", "広告", "광고", "Publicidade", "Hirdetés", "Advertising by Acme",
    "Publicité par Acme", "Werbung von Acme", "Реклама от Acme",
]  # fmt: skip


def test_a_label_takes_its_banner_along_in_every_language(page: Page) -> None:
    banner = '<div><div style="font-size:12px">{}</div><a href="https://acme{}.example/x"><img alt="" width=520 height=110 src="data:,"></a></div>'
    middle = "".join(
        f"<p>Paragraph {n}. {PROSE}</p>{banner.format(label, n)}" for n, label in enumerate(LABELS)
    )
    _clean(page, middle)
    text = _text(page)
    assert [label for label in LABELS if label in text] == []
    assert page.locator("main img").count() == 0
    assert text.count("Paragraph") == len(LABELS)


# What looks like advertising and is not.
INNOCENT = {
    "a heading": "<h2>Advertising</h2><p>Advertising is the practice of drawing attention to a product.</p>",
    "a linked logo in the text": '<p>The project lives at <a href="https://other.example/"><img width=90 height=90 src="data:,"></a> since May.</p>',
    "a figure that links away": '<figure><a href="https://other.example/photo"><img width=300 height=250 src="data:,"></a><figcaption>Harbour at dawn</figcaption></figure>',
    "an embedded video": '<iframe src="https://www.youtube.com/embed/x" width=560 height=315 allowfullscreen title="Film"></iframe>',
    "a table cell": "<table><tr><td>Advertising</td><td>12</td></tr><tr><td>Print</td><td>7</td></tr></table>",
    "a list of topics": "<ul><li>Advertising</li><li>Marketing</li></ul>",
    "a cookie recipe": "<section><h2>Cookies</h2><p>Cream the butter, then add the sugar and the flour; these cookies keep for a week.</p></section>",
    "a sentence with an affiliate link": '<p>We tested <a rel=sponsored href="https://shop.example/k">this kettle</a> for six weeks in the office kitchen.</p>',
    "see also at an end": '<h2>See also</h2><ul><li><a href="/a">Another article about ships</a></li></ul>',
    "an address form": "<form><label>Email <input type=email name=email></label><label>Name <input name=n></label><textarea></textarea><button>Send</button></form>",
    "share holders": "<section class=share-holders><p>The shareholders met on Tuesday and elected a new board of five.</p></section>",
}


@pytest.mark.parametrize("name", INNOCENT)
def test_what_only_looks_like_it_stays(page: Page, name: str) -> None:
    half = "".join(f"<p>Paragraph {n}. {PROSE}</p>" for n in range(3))
    page.route("https://**", lambda route: route.abort())
    ledger = _clean(page, half + INNOCENT[name] + half)
    gone = [r.reason for r in ledger.removed if r.candidate.kind is not Kind.STICKY]
    assert gone == []


def test_a_selector_nobody_can_read_is_a_usage_error(page: Page) -> None:
    with pytest.raises(UsageError, match="not a CSS selector: div\\[\\["):
        _clean(page, ARTICLE, remove=("div[[",))


def test_a_fixed_header_stays_where_it_was_and_no_longer_follows(page: Page) -> None:
    page.set_content(
        '<!doctype html><body style="margin:0;padding-top:60px"><header id=h style="position:fixed;top:0;left:0;'
        f'right:0;height:60px;background:#fff"><nav><a href=/>Home</a></nav></header><main><h1>Story</h1>{ARTICLE * 3}</main></body>'
    )
    page.evaluate("() => scrollTo(0, 300)")
    before = page.evaluate(
        "() => document.querySelector('h1').getBoundingClientRect().top + scrollY"
    )
    clean_page(World(page), CleanRequest(page_url=URL))
    header = page.evaluate(
        "() => document.getElementById('h').getBoundingClientRect().top + scrollY"
    )
    after = page.evaluate(
        "() => document.querySelector('h1').getBoundingClientRect().top + scrollY"
    )
    assert (header, after) == (0, before)


def test_room_for_a_scroll_bar_goes_with_the_lock(page: Page) -> None:
    text = "<p>" + "The ferry leaves the harbour at noon and comes back before the tide. " * 9
    lock = "<style>body{margin:8px} .open{overflow:hidden;padding-right:15px}</style>"
    page.set_content(f'{lock}<body class="open"><main><h1>Ferry</h1>{text}</main></body>')
    clean_page(World(page), CleanRequest(page_url=URL))
    style = page.evaluate("() => getComputedStyle(document.body).padding")
    assert style == "0px"
    assert page.evaluate("() => getComputedStyle(document.body).margin") == "8px"


def test_a_consent_bar_in_the_flow_goes(page: Page) -> None:
    bar = '<div class="cookie-notice-bar">We use cookies. <button>OK</button></div>'
    _clean(page, bar + ARTICLE)
    assert "cookies" not in _text(page)


def test_half_an_emoji_in_a_cut_text_breaks_nothing(page: Page) -> None:
    ledger = _clean(
        page,
        ARTICLE
        + '<div class="ad-box"><a rel=sponsored href="https://x.example/">'
        + "🎈" * 400
        + "</a></div>",
    )
    assert ledger.model_dump_json().encode("utf-8")
