# ruff: noqa: E501 (markup reads best on one line)
"""Each piece of evidence that tells what no list knows, and what looks like it and stays.

A few crowded pages are cleaned once; wording and language differ from the pages that showed the need.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from capture.browser.world import World
from capture.clean.clean import clean_page
from capture.clean.request import CleanRequest

PROSE = " ".join(
    f"Sentence {n} of the story tells in plain words what nobody in the harbour had told before."
    for n in range(6)
)
TEXT = "".join(f"<p>Paragraph {n}. {PROSE}</p>" for n in range(8))
PICTURE = '<img width=200 height=120 src="data:image/svg+xml,<svg/>">'
STYLE = "<style>.bar{position:fixed;left:0;right:0;bottom:0}.mid{position:fixed;left:35%;top:30%;width:30%;height:40%;background:#fff;z-index:9}.veil{position:fixed;inset:0;background:rgba(0,0,0,.6);z-index:8}</style>"

GONE_BEFORE = {
    "a strip between header and content that leads to the app": '<div><b>Wieczorek</b> wygodniej w aplikacji — zawsze pod ręką <a href="https://sklep.example/a?id=9">Pobierz aplikację</a></div>',
    "a strip before the content that can be put away": "<div>Ab Montag liefern wir auch samstags aus <button>Ausblenden</button></div>",
    "a strip of the latest headlines on one clipped line": '<div style="white-space:nowrap;overflow:hidden"><b>Ultim’ora</b> <a href="/n/1">Sciopero dei treni rinviato a giovedì</a> <a href="/n/2">Maltempo, chiuse le scuole in tre comuni</a></div>',
    "a notice to guests": '<div style="background:#ffd">Willkommen, Gast! Bitte <a href="/register/">registriere dich kostenlos</a>, um Bilder zu sehen und zu antworten.</div>',
    "a badge that leads to an app store": '<aside><div><p>Den Hafen immer dabei haben</p><a href="https://s.example/x"><img width=150 height=45 src="data:," alt="Jetzt bei Google Play"></a></div></aside>',
}
KEPT_BEFORE = {
    "a menu on one clipped line": '<div style="white-space:nowrap;overflow:hidden"><a href="/p">Politik</a> <a href="/w">Wirtschaft</a> <a href="/k">Kultur</a> <a href="/s">Sport</a></div>',
    "where the page stands in the site": '<div><a href="/">Home</a> › <a href="/apps">Apps</a> › Calendars</div>',
}
GONE_IN = {
    "a redirect of the site beside a weak label": f'<div><small>Gesponsord</small> <a href="/clickout?id=71">{PICTURE}<p>Nieuwe ramen zonder voorschot</p></a></div>',
    "a card that is one link and labels itself": f'<a href="/partners/9" style="display:block"><span>Conteúdo patrocinado · Banco Vale</span>{PICTURE}<h4>Cinco maneiras de guardar dinheiro</h4></a>',
    "a layout table with a label": '<table align=right><tr><td>Реклама</td></tr><tr><td><a href="https://okna.example/?a=5">Окна под ключ</a><br>Замер бесплатно</td></tr></table>',
    "a picture from a folder of banners behind a counting script": '<p><a href="/banners/click.php?id=4"><img width=400 height=70 src="/banners/summer.gif"></a></p>',
    "cards recommended that all lead to one other host": "<section><h4>You may also like</h4><div>"
    + "".join(
        f'<a href="https://feed.example/c?{n}">{PICTURE}<p>What number {n} will surprise you</p></a>'
        for n in range(3)
    )
    + "</div></section>",
    "a heading’s small label over links that leave by a redirect": f'<section><h2>Discover <small>Paid content</small></h2><a href="/exit?x=12">{PICTURE}<p>These chairs are loved by all</p></a></section>',
    "who pays for the letter": '<div><p><b>This week’s post is paid for by Lampwright.</b> Lamps that last. <a href="https://lampwright.example/?via=us">See the new lamps</a></p></div>',
    "a form that asks for nothing but an address": '<div><h3>Var först med nästa berättelse</h3><form><input type=email placeholder="Din adress"><button>Skicka</button></form></div>',
    "an offer that can be put off": "<div><h3>Gefällt dir die Runde hier?</h3><p>Mit einem Konto merken wir uns deine Stelle.</p><button>Konto anlegen</button> <button>Vielleicht später</button></div>",
    "a player that reads the article aloud": "<div><button>▶</button> <span>Écouter l’article</span> <span>0:00 / 4:10</span></div>",
    "a few words that ask for money for the page": '<div><p>Gefällt dir der Text? <a href="https://ko-fi.com/harbour">Spende uns einen Kaffee</a> ab drei Euro.</p></div>',
    "a heading and one way to subscribe": '<div><h3>Nichts verpassen</h3><a href="/rundbrief/abonnieren">Jetzt abonnieren</a></div>',
    "the line before buttons that share": "<p>Spread the word!</p><div><a href='https://www.facebook.com/sharer.php?u=x'>F</a> <a href='https://twitter.com/intent/tweet?u=x'>T</a></div>",
    "an invitation to a channel that is one link": '<div><a href="https://go.canal.example/x"><img width=24 height=24 src="data:,"> Únete a nuestro canal de Telegram y recibe cada noticia</a></div>',
    "an invitation in a box of its own": '<div style="border:1px solid #ccc"><span>Nie przegap nic.</span> <a href="https://go.wiadomosci.example/g">Obserwuj nas w Google News</a></div>',
    "a link to a channel that is set as a block": '<a style="display:block" href="https://t.me/harbour_ch">Tham gia kênh của chúng tôi: theo dõi mỗi ngày</a>',
    "a button to follow who wrote it": '<section style="background:#eee"><img width=60 height=60 src="data:,"><b>Anna Quay skriver om hamnen</b> <button>Följ</button></section>',
    "a form whose field says what it asks for": '<div><h3>Новости</h3><form action="/n"><input type=text placeholder="E-mail"><input type=submit value="OK"></form></div>',
    "a player without a button": "<div><span>🔊</span> <b>Ascolta l’articolo</b> <span>5 min</span></div>",
    "an amount to give, in a language of few words here": '<div><p>ഈ ലേഖനം സഹായിച്ചോ? സംഭാവന നൽകൂ. <a href="https://ko-fi.com/kappal">സംഭാവന</a></p></div>',
    "a heading in Turkish capitals": "<div>İLGİLİ HABER: <a href='/haber/7'>Limanda son sefer yarın sabah altıda kalkıyor</a></div>",
    "a row of short texts beside the headline": "<div style='display:flex;gap:9px'><span>Speichern</span><span>Teilen</span><span>Drucken</span></div>",
    "a wall under which the text fades out": '<div style="margin-top:-80px;padding-top:90px;background:linear-gradient(#fff0,#fff)"><div><h3>Läs hela artikeln</h3><p>Prova en månad för en krona.</p><button>Köp</button></div></div>',
    "a question about the site and a scale": "<div><p>Would you recommend Harbour Post to a friend?</p><button>1</button> <button>2</button> <button>3</button> <button>4</button> <button>5</button></div>",
}
KEPT_IN = {
    "a box that names a service and invites to nothing": '<div style="border:1px solid #ccc">The boats’ log of that night was kept on <a href="https://t.example/log">Telegram</a> and is still there.</div>',
    "where to hear it": '<div style="background:#eee"><h3>Listen and subscribe</h3><a href="https://a.example/x">Apple</a> <a href="https://c.example/x">Castbox</a> <a href="https://t.me/harbour">Telegram</a></div>',
    "a list of languages some of which are known": "<div class=languages><ul><li><a href='/wiki/Orsk'>Orsk</a></li><li><a href='/wiki/Velari'>Velari</a></li><li><a lang=fr href='/wiki/French'>Français</a></li><li><a lang=pt href='/wiki/Portuguese'>Português</a></li><li><a href='/wiki/English'>English</a></li><li><a href='/wiki/Harbour'>Harbour cant</a></li></ul></div>",
    "a directory of countries": "<div class=country-selector>"
    + "".join(
        f'<a style="display:block" href="/offices/{code}"><img width=32 height=20 src="/f/{code}.svg"> <b>{country}</b><br>{towns}</a>'
        for code, country, towns in (
            ("fr", "France", "Brest, Lorient"),
            ("tr", "Turkey", "Izmir, Mersin"),
            ("in", "India", "Kochi, Goa"),
            ("br", "Brazil", "Santos, Belém"),
        )
    )
    + "</div>",
    "a quiz with figures to press": "<div><p>How many lamps had the second tower?</p><button>1</button> <button>2</button> <button>3</button> <button>4</button></div>",
    "how to register, in words": '<p>Guests of the harbour day may <a href="/register">register their boats</a> until noon, at the office or here.</p>',
    "a row of short texts": "<div style='display:flex;gap:9px'><span>Salt</span><span>Tar</span><span>Rope</span></div>",
    "a table of figures with the same word": "<table><tr><th>Статья</th><th>Доля</th></tr><tr><td>Реклама</td><td>12 %</td></tr><tr><td>Печать</td><td>40 %</td></tr></table>",
    "pictures of a work that lead to where it is sold": "<section><h4>The three prints</h4>"
    + "".join(
        f'<a href="https://prints.example/p?{n}">{PICTURE}<p>Print {n}, two colours</p></a>'
        for n in range(3)
    )
    + "</section>",
    "a form for a message": "<div><h3>Write to the keeper</h3><form><input type=email><textarea></textarea><button>Send</button></form></div>",
    "a form to go on as a guest": '<div id="guest-login"><h3>Go on without an account</h3><form><input type=email><button>Go on</button></form></div>',
    "an episode’s player": "<div><h2>Episode 12: the tide gauge</h2><button>▶</button> <span>0:00 / 45:12</span></div>",
    "a link of the site that only counts, in a sentence": '<p>The keeper, whose letters <a href="/out?u=https%3A%2F%2Farchive.example">the county archive</a> keeps, wrote them at night and posted them on Sundays.</p>',
    "who wrote it, and where to follow her": '<aside style="background:#eee;padding:20px">Anna Quay is a harbour pilot, a keeper of bees and the author of two books on tides and weather. Follow her on <a href="https://www.instagram.com/annaquay">Instagram</a>.</aside>',
    "a service named in a sentence": '<p>The <a href="https://t.example/boats">Telegram group of the boats</a> has forty members, who follow the weather there.</p>',
    "a post that is filed under advertising": '<article class="post category-advertising tag-ads hentry"><h4><a href="/p/3">How lamps were sold</a></h4></article>',
    "the articles of a closed tab": '<div class=tabs><div style="display:none"><div class="ads-guide"><p>Lamps that were sold by the dozen.</p></div></div></div>',
    "who wrote it, beside the buttons": "<div><a href='/author/ann'>Ann Quay</a> @annquay <a href='https://www.facebook.com/sharer.php?u=x'></a> <a href='https://twitter.com/intent/tweet?u=x'></a></div>",
    "references, though they say related": "<div><b>Related links</b><ul><li><a href='https://space.example/'>The space agency’s own account</a></li></ul></div><p>The agency keeps the log.</p>",
    "a dialog that a heading calls an example": "<section><h3>Dialog</h3><div><p>Do you want to keep the draft of this letter?</p><button>Later</button> <button>Keep it</button></div></section>",
    "a pop-up that a figure shows": '<figure><div style="background:#eee"><b>Tourne la roue !</b> Entre ton adresse. <form><input type=email placeholder="Adresse e-mail"> <button>Je m’inscris</button></form></div><figcaption>La roue de 2019, redessinée</figcaption></figure>',
    "a bar between two headings": '<h3>What changed</h3><div class="cookie-banner">We use cookies to remember your basket. <button>Accept all</button></div><h3>Thanks</h3>',
    "a consent bar that a heading calls an example": '<section><h3>Cookie banner</h3><div class="cookie-banner"><span>This site uses cookies.</span> <button>Accept</button></div></section>',
    "pictures of a round-up, by which its author earns": "".join(
        f'<p><a href="https://amzn.to/3x{n}">{PICTURE}</a> Lantern {n} burns all night.</p>'
        for n in range(3)
    ),
    "a figure that leads to its source": '<figure><a href="https://archive.example/plate/9?ref=harbour"><img width=336 height=280 src="data:image/svg+xml,<svg/>"></a><figcaption>The pier in 1911, county archive</figcaption></figure>',
    "where the thing that the text is about is sold": '<div><img width=120 height=120 src="data:image/svg+xml,<svg/>"><b>The harbour book</b> £12 <a href="https://books.example/b?tag=post-21" rel="sponsored">At the bookshop</a></div>',
    "the author’s own line about what was paid": "<p>No affiliate links here: the keeper paid for the boat, and the bookshop pays us no commission.</p>",
    "those whom the page thanks, with their rank": '<section class="sponsored"><h3>Our sponsors</h3><div class="sponsors ads"><a href="https://rope.example/" rel="sponsored"><img width=180 height=70 src="data:image/svg+xml,<svg/>"><br>Gold: Rope and Tackle Works</a><a href="https://tar.example/" rel="sponsored"><img width=180 height=70 src="data:image/svg+xml,<svg/>"><br>In kind: Northern Tar, ten barrels</a></div></section>',
    "a silent video that shows what is told": "<figure><video width=480 height=270 muted autoplay></video><figcaption>The tide in one minute</figcaption></figure>",
    "a ring of sites": '<div>Webring: <a href="https://ring.example/prev?site=news">previous</a> <a href="https://ring.example/"><img width=88 height=31 src="data:image/svg+xml,<svg/>"></a> <a href="https://ring.example/next?site=news">next</a></div>',
    "a crumb with bars": "<div>Harbour | Letters | Sponsor a bench</div>",
}
LIST = {
    "one of a list, which labels itself": "<li class=row><h5>Fly to the sun from 39</h5> <a href='/weg/77?s=list&amp;goto=1'>Book now</a> <span>Advertisement</span></li>",
}
PAID_GONE = {
    "offers in a list that are all paid for": "<div><b>Hôtels près d’ici</b><ul>"
    + "".join(
        f'<li><a href="https://sejour.example/h/{n}?aid=4711" rel="sponsored">{PICTURE}<br>Auberge {n}, dès 9{n} €</a></li>'
        for n in range(2)
    )
    + "</ul></div>",
    "a frame beside the line that the law asks for": '<div><iframe width=600 height=120 srcdoc="<a href=https://shop.example/x>Mug with a gull</a>"></iframe><p>Este texto contiene enlaces de afiliado: si compras, recibimos una pequeña comisión.</p></div>',
    "cards that a machine signs at the foot": "<section><h4>Für Sie ausgewählt</h4>"
    + "".join(
        f'<a href="https://netz.example/c?{n}">{PICTURE}<p>Warum {n} Nachbarn staunen</p></a>'
        for n in range(2)
    )
    + "<small>Powered by Netzwerk</small></section>",
    "a recommender’s name before the word": f'<div><b>Intéressant</b><a href="https://tr.example/1">{PICTURE}<p>Le secret de cette lampe</p><small>Lampes du Nord | Sponsorisé</small></a><a href="https://tr.example/2">{PICTURE}<p>Ce que vaut un vieux phare</p><small>Immo Sud | Sponsorisé</small></a></div>',
    "a banner of a plug-in that answers at any page": f'<div><a href="/?banner_click=12" rel="sponsored">{PICTURE}</a></div>',
    "a line that the article goes on below, and a banner": '<div><p>Artikeln fortsätter nedanför</p><a href="https://adclick.netto.example/aclk?x=1"><img width=336 height=280 src="data:image/svg+xml,<svg/>"></a></div>',
    "cards that name who pays in brackets": f'<div><a href="https://kiji.example/1">{PICTURE}<p>冬の灯りを選ぶ七つのこつ</p><small>PR（北の灯り）</small></a></div>',
    "a silent video under such a line": "<div><p>Статья продолжается после видео</p><video width=480 height=270 muted></video></div>",
}
OFFER_GONE = {
    "a box with a price whose link is paid for": '<div><img width=120 height=120 src="data:image/svg+xml,<svg/>"><b>Die Lampe auf meinem Tisch</b> nur 39 € <a href="https://laden.example/l?tag=hafen-21" rel="sponsored nofollow">Zum Laden</a></div>',
}
ASIDE_GONE = {
    "a banner scaled to its column, counted": '<a href="https://track.paare.example/?aff=post"><img width=270 height=225 src="data:image/svg+xml,<svg/>"></a>',
    "a banner cut by its column": '<a href="https://ads.bank.example/k?9"><img width=290 height=600 src="data:image/svg+xml,<svg/>"></a>',
    "a banner of a standard size beside the content": '<a href="https://auto.example/neu"><img width=300 height=250 src="data:image/svg+xml,<svg/>"></a>',
    "a banner that names who sends the reader": '<a href="https://messe.example/?src=news"><img width=280 height=220 src="/banners/messe.gif"></a>',
}
LABELLED_FRAME = "<div><small>Anzeige</small><iframe src='https://frames.example/r' width=300 height=600></iframe></div>"
ASIDE_KEPT = {
    "a box beside a labelled frame": '<b>Fähre im Winter</b><p>Ab 5:30 alle zehn Minuten</p><a href="https://ferry.example/">Fahrplan</a>',
    "a partner’s banner": '<h3>Partner</h3><a href="https://uni.example/"><img width=300 height=250 src="data:image/svg+xml,<svg/>"></a>',
    "a logo": '<a href="https://council.example/"><img width=200 height=200 src="data:image/svg+xml,<svg/>"></a>',
    "a public body’s banner": '<a href="https://register.service.gov.uk/"><img width=300 height=250 src="data:image/svg+xml,<svg/>"></a>',
    "the house’s own banner": '<a href="https://shop.newsletters.example/"><img width=300 height=250 src="data:image/svg+xml,<svg/>"></a>',
    "a teaser whose words lead where its picture does": '<div><div><a href="https://sister.example/s/1"><img width=300 height=250 src="data:image/svg+xml,<svg/>"></a></div><h4><a href="https://sister.example/s/1">How the lamp was found</a></h4></div>',
    "a platform where the house has its page": '<a href="https://www.youtube.com/c/post"><img width=300 height=250 src="data:image/svg+xml,<svg/>"></a>',
    "a photograph": '<a href="https://photos.example/"><img width=300 height=200 src="data:image/svg+xml,<svg/>"></a>',
}
THREAD = {
    "a post alone with a label that shows only a banner": f'<div><small>Reklama</small></div><div><a href="https://sklep.example/x">{PICTURE}</a></div>',
}
OVER_GONE = {
    "a banner that stays on the screen": '<div class=bar><u>zavřít</u><a href="https://levne.example/n/9"><img width=728 height=90 src="data:image/svg+xml,<svg/>"></a></div>',
    "a bar along the foot that asks for a press": '<div class=bar>Zniżka na roczny dostęp tylko do niedzieli! <a href="/promocja">Skorzystaj</a></div>',
    "a dialog in the middle over a veil": "<div class=mid><h3>Gillar du oss?</h3><p>Följ tidningen så missar du inget.</p><a href='#'>Stäng</a></div>",
    "how far one has read": '<div style="position:fixed;top:40px;left:0;width:200px;height:18px">Gelesen: 12 % · noch 4 min</div>',
    "a narrow column of tools": '<div style="position:fixed;left:4px;top:200px;width:64px;line-height:40px"><div>❤ 12</div><div>Сохранить</div><div>Поделиться</div></div>',
    "an offer to ask a machine": '<div style="position:fixed;left:40%;bottom:26px;width:300px;height:40px;background:#111;color:#fff">✨ Posez une question à l’IA</div>',
}
OVER_KEPT = {
    "a logo that stays on the screen": '<div style="position:sticky;top:0"><a href="https://handbook.example/"><img width=300 height=60 src="data:image/svg+xml,<svg/>"></a></div>',
    "an application’s narrow menu": '<div style="position:fixed;left:4px;top:200px;width:64px;height:300px"><div><a href="/a">Home</a></div><div><a href="/b">Maps</a></div><div><a href="/c">Share</a></div></div>',
    "an application’s tabs along the foot": '<div class=bar style="bottom:0"><a href="/a">Home</a> <a href="/b">Search</a> <a href="/c">Saved</a> <a href="/d">Profile</a> <a href="/e">More</a></div>',
    "a footer that stays in place": '<div class=bar>© 2026 Harbour Trust <a href="/imprint">Imprint</a></div>',
}


def _parts(parts: dict[str, str]) -> str:
    return "".join(f'<div id="{name}">{body}</div>' for name, body in parts.items())


def _page(before: str, inside: str, over: str = "") -> str:
    return (
        f"<!doctype html><meta charset=utf-8><title>t</title>{STYLE}<body style='margin:0'><header><a href=/>Harbour Post</a>"
        f" <nav><a href=/a>Town</a> <a href=/b>Sea</a></nav></header>{before}"
        f"<main><h1>Story of the harbour</h1>{TEXT}{inside}</main>{over}</body>"
    )


def _left(page: Page, html: str) -> dict[str, tuple[str, str]]:
    """Tell of each part whether it is whole, and what of it is still shown."""
    page.unroute_all()
    page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
    page.route("**/story", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("https://news.example/story")
    read = "() => Object.fromEntries([...document.querySelectorAll('[id]')].map((e) => [e.id, [e.textContent.trim() + e.querySelectorAll('img,input').length, e.innerText.trim() + [...e.querySelectorAll('img')].map(() => '#')]]))"
    had = page.evaluate(read)
    clean_page(World(page), CleanRequest(page_url="https://news.example/story"))
    has = page.evaluate(read)
    whole = {name: "whole" for name in had if has.get(name, ("", ""))[0] == had[name][0]}
    return {name: (whole.get(name, ""), has.get(name, ("", ""))[1]) for name in had}


@pytest.fixture(scope="module")
def left(browser: Browser) -> dict[str, tuple[str, str]]:
    """What is left of every part, after five cleanings of one browser page."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    items = "".join(
        f"<li class=row><h5>Part {n} of the series</h5> <a href=/p/{n}>Read</a></li>"
        for n in range(3)
    )
    listed = LIST["one of a list, which labels itself"].replace(
        "<li", "<li id='one of a list, which labels itself'"
    )
    inside = _parts(GONE_IN) + _parts(KEPT_IN) + f"<ol>{items}{listed}</ol>"
    found = _left(page, _page(_parts(GONE_BEFORE) + _parts(KEPT_BEFORE), inside))
    over = _parts(OVER_GONE) + "<div class=veil></div>"
    found |= _left(page, _page("", "", over))
    posts = "".join(
        f"<article class=post><b>Keeper {n}</b><p>{PROSE}</p></article>" for n in range(3)
    )
    [(name, body)] = THREAD.items()
    thread = f'<div>{posts}<article class=post id="{name}">{body}</article></div>'
    found |= _left(page, _page("", _parts(PAID_GONE) + thread))
    aside = (
        f"<aside>{_parts(ASIDE_GONE)}</aside><aside>{LABELLED_FRAME}{_parts(ASIDE_KEPT)}</aside>"
    )
    found |= _left(page, _page("", _parts(OFFER_GONE), aside))
    found |= _left(page, _page("", "", _parts(OVER_KEPT)))
    page.close()
    return found


@pytest.mark.parametrize(
    "name",
    [*GONE_BEFORE, *GONE_IN, *LIST, *OVER_GONE, *PAID_GONE, *THREAD, *OFFER_GONE, *ASIDE_GONE],
)
def test_goes(left: dict[str, tuple[str, str]], name: str) -> None:
    assert left[name] == ("", "")


@pytest.mark.parametrize("name", [*KEPT_BEFORE, *KEPT_IN, *OVER_KEPT, *ASIDE_KEPT])
def test_stays(left: dict[str, tuple[str, str]], name: str) -> None:
    assert left[name][0] == "whole"


TRADE = "".join(
    f'<a href="/t/{n}" style="display:block"><span>Publicidad</span>{PICTURE}<h4>La campaña número {n} del año</h4></a>'
    for n in range(9)
)
SIGNUP = "<h2>Join us</h2><form><input type=email name=e><button>Join</button></form>"
LANGUAGES = "".join(
    f'<li><a hreflang={code} href="/{code}">{name}</a></li>'
    for code, name in {
        "de": "Deutsch",
        "fr": "Français",
        "pl": "Polski",
        "ja": "日本語",
        "uk": "Українська",
    }.items()
)
SUBJECTS = {
    "https://trade.example/": ("El sector", TRADE),
    "https://museum.example/newsletter": ("Letters from the pier", SIGNUP),
    "https://charter.example/in": ("Le texte et ses traductions", f"<ul>{LANGUAGES}</ul>"),
    "https://boats.example/donate": (
        "Keep her afloat",
        "<div><p>Donate today, every mile counts. <a href='/donate/now'>Donate now</a></p></div>",
    ),
}


@pytest.mark.parametrize("url", SUBJECTS)
def test_what_a_page_is_about_stays(page: Page, url: str) -> None:
    head, body = SUBJECTS[url]
    html = f"<!doctype html><meta charset=utf-8><title>t</title><body><main><h1>{head}</h1>{TEXT}<div id=it>{body}</div></main></body>"
    page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(url)
    had = page.locator("#it").inner_text()
    clean_page(World(page), CleanRequest(page_url=url))
    assert page.locator("#it").inner_text() == had
    assert page.locator("#it input").count() == body.count("<input")
