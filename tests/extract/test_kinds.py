"""Pages that are no articles: a thread, a list of items, a product; and pages that are only a notice."""

from __future__ import annotations

import pytest

from capture.extract.extract import extract

FRAME = (
    "<html lang=en><head><title>{title}</title></head><body><header><nav><a href=/>Home</a> <a href=/new>New</a> <a href=/help>Help</a></nav></header>"
    "<main>{main}</main><footer><a href=/terms>Terms of use</a> <a href=/privacy>Privacy</a> <p>© 2026 Example Ltd</p></footer></body></html>"
)
POSTS = (
    ("marlow", "3 May 2024", "My bilge pump runs every ten minutes since I replaced the stern gland. Has anyone here seen the like, and what was it?"),
    ("tidewaiter", "3 May 2024", "Check the float switch first: mine stuck halfway after a winter ashore, and the pump ran without any water to lift."),
    ("oakum", "4 May 2024", "If it does lift water, then the packing is too loose. One drip a minute at rest is right, more than that is a leak."),
    ("marlow", "5 May 2024", "It was the packing indeed, two turns of the nut and it has been quiet all night. Thank you both, I owe you a pint."),
)  # fmt: skip
ITEMS = (
    ("Brass bulkhead lamp", "A lamp of solid brass with a frosted glass, for cabins and passages.", "$84.00"),
    ("Teak boat hook", "Two metres of oiled teak with a bronze head that does not rust.", "$46.50"),
    ("Canvas bucket", "A bucket of tarred canvas that folds flat and floats when it is dropped.", "$29.00"),
    ("Ship's clock", "An eight-day clock that strikes the bells of each watch, day and night.", "$310.00"),
)  # fmt: skip


def thread() -> str:
    posts = "".join(
        f'<article class="post" id="p{n}"><div class="post-author"><a href="/u/{who}">{who}</a></div><time class="post-date">{when}</time>'
        f'<div class="post-body"><p>{said}</p></div><div class="post-actions"><button>Reply</button><button>Like</button></div></article>'
        for n, (who, when, said) in enumerate(POSTS)
    )
    return FRAME.format(
        title="Bilge pump runs all the time - Boat forum",
        main=f'<h1>Bilge pump runs all the time</h1><div class="topic">{posts}</div>',
    )


def listing() -> str:
    cards = "".join(
        f'<li class="product-card"><a href="/p/{n}"><h3>{name}</h3></a><p>{about}</p><span class="price">{price}</span></li>'
        for n, (name, about, price) in enumerate(ITEMS)
    )
    return FRAME.format(
        title="For the cabin", main=f'<h1>For the cabin</h1><ul class="products">{cards}</ul>'
    )


def test_a_thread_is_kept_whole() -> None:
    found = extract(thread(), "https://forum.example/t/bilge-pump/12")
    assert found.kind == "forum"
    for _, _, said in POSTS:
        assert found.text.count(said) == 1
    assert "Privacy" not in found.text


def test_items_are_kept() -> None:
    found = extract(listing(), "https://shop.example/collections/cabin")
    for name, about, _ in ITEMS:
        assert name in found.text
        assert about in found.text
    assert "Privacy" not in found.text


@pytest.mark.parametrize(
    ("title", "words", "kind"),
    [
        ("Page not found | Example", "We could not find the page that you were looking for.", "error"),
        ("404 Not Found", "Perhaps it was moved; try the search above.", "error"),
        ("Access denied", "You do not have permission to view this page.", "wall"),
    ],
)  # fmt: skip
def test_a_notice_in_the_sites_frame_is_empty(title: str, words: str, kind: str) -> None:
    menu = "".join(
        f"<li><a href=/{n}>Department number {n} of our house</a></li>" for n in range(40)
    )
    found = extract(
        FRAME.format(title=title, main=f"<ul class=menu>{menu}</ul><h1>{title}</h1><p>{words}</p>")
    )
    assert (found.kind, found.text) == (kind, "")
