"""The report, in a real browser: it shows, it obeys keys, and it runs nothing of a page's."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect

from capture.compare.facts import Environment, Snapshot
from capture.compare.judge import Rules, compare_captures
from capture.compare.picture import Picture, encode_png
from capture.compare.report import write_report
from capture.compare.values import Comparison

EVIL = "</script><img src=x onerror=document.title='owned'><script>document.title='owned'</script>"


def _capture(folder: Path, picture: Picture, text: str, title: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "page.png").write_bytes(encode_png(picture))
    (folder / "page.txt").write_text(text)
    snapshot = Snapshot(
        url=f"https://example.org/?q={EVIL}",
        environment=Environment(browser="1"),
        facts={"title": title},
    )
    (folder / "snapshot.json").write_text(snapshot.model_dump_json())
    return folder


def _comparisons(folder: Path) -> tuple[Comparison, ...]:
    random = np.random.default_rng(1)
    a = np.repeat(random.integers(0, 255, (120, 600, 3), dtype=np.uint8), 5, axis=0)
    b = np.concatenate([a[:300], np.full((50, 600, 3), 9, np.uint8), a[300:]])
    b[40:60, 100:160] ^= 255
    one = _capture(folder / "one", a, "the first text", "old")
    two = _capture(folder / "two", b, f"the {EVIL} text", EVIL)
    same = compare_captures("a quiet page", one, one, Rules())
    return same, compare_captures(f"odd 'name {EVIL}", one, two, Rules())


def test_in_a_browser(tmp_path: Path, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    violations: list[str] = []
    page.on("console", lambda message: violations.append(message.text))
    path = write_report(_comparisons(tmp_path), (("lost", EVIL),), tmp_path / "report")
    page.goto(path.as_uri())
    expect(page).to_have_title("1 failed, 1 passed, 1 not captured")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert violations == []

    items = page.locator(".item")
    expect(items).to_have_count(3)
    expect(items.nth(0)).to_contain_text("not captured")
    expect(items.nth(1)).to_contain_text("odd 'name")
    expect(items.nth(2)).to_contain_text("unchanged")
    assert page.locator("img[onerror]").count() == 0
    expect(page.locator(".words del")).to_have_text("first")
    expect(page.locator(".approve code").first).to_contain_text("capture approve 'odd '\"'\"'name")

    figures = page.locator("figure")
    expect(figures).to_have_count(2)
    page.keyboard.press("j")
    changed = page.locator("figure.current")
    expect(changed).to_be_focused()
    expect(changed.locator("button[aria-pressed=true]")).to_have_text("side")
    expect(changed).to_contain_text("1,200 px changed")
    widths = changed.locator("img").evaluate_all("all => all.map(one => one.naturalWidth)")
    assert widths == [220, 220], "a piece round the place, not the page"
    for key, mode in (("2", "slider"), ("3", "blend"), ("4", "before"), ("5", "after")):
        page.keyboard.press(key)
        expect(changed).to_have_attribute("data-mode", mode)
        expect(changed.locator("button[aria-pressed=true]")).to_have_text(mode)
    expect(changed.locator(".view.before")).to_be_hidden()
    page.keyboard.press("j")
    expect(page.locator("figure.current")).to_contain_text("inserted")
    expect(page.locator("figure.current .mark.seam")).to_have_count(1)
    page.keyboard.press("k")
    expect(changed).to_contain_text("1,200 px changed")
    # The command is copied as it stands, by the clipboard or where there is none by the selection.
    button = page.locator(".approve .copy").first
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(page.locator(".place.current")).to_have_count(1)  # at the first it stays
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text(re.compile("copied|selected"))
    if button.text_content() == "copied":
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        copied = page.evaluate("navigator.clipboard.readText()")
    else:
        copied = page.evaluate("getSelection().toString()")
    assert copied == page.locator(".approve code").first.text_content()
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(230, 233, 236)"
