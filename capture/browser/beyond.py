"""Whether a browser paints what lies beyond the viewport, as `flags.PAINT_BEYOND` asks of it."""

from __future__ import annotations

from playwright.sync_api import Browser

_SIDE = 8
# Two boxes of one colour, the second below the viewport.
_PAGE = (
    "<!doctype html><body style='margin:0'>"
    f"<p style='margin:0;height:{2 * _SIDE}px;background:#135'>"
)


def paints_beyond(browser: Browser) -> bool:
    """Photograph a box below the viewport: it is white in a browser that knows the flag no more."""
    context = browser.new_context(
        viewport={"width": _SIDE, "height": _SIDE}, java_script_enabled=False, offline=True
    )
    try:
        page = context.new_page()
        page.set_content(_PAGE)
        session = context.new_cdp_session(page)
        clips = ({"x": 0, "y": y, "width": _SIDE, "height": _SIDE, "scale": 1} for y in (0, _SIDE))
        seen, beyond = (
            session.send("Page.captureScreenshot", {"format": "png", "clip": clip})["data"]
            for clip in clips
        )
        return bool(seen == beyond)
    finally:
        context.close()
