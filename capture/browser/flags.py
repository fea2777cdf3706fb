"""What Chromium is started with, in every capture and in some."""

from __future__ import annotations

# One flag, because a second --blink-settings would replace the first.  The hover and pointer types
# are the ones Playwright itself sets for headless.  Native lazy images load at once: what scrolling
# would bring in anyway, without the 1.3 s that 30 screens of scrolling cost.
BLINK_SETTINGS = (
    "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4,"
    "imagesLazyLoadingEnabled=false"
)
FLAGS: tuple[str, ...] = (
    f"--blink-settings={BLINK_SETTINGS}",
    # Hinting changes line heights between machines; captures should not depend on the desktop's.
    "--font-render-hinting=none",
    "--disable-lcd-text",
    # Chromium's own traffic is no part of a capture.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
)
# What lies beyond the viewport is painted too, so that it can be photographed as it stands.  The
# protocol's own way there (`captureBeyondViewport`) makes the page 1 × 1 px large for a moment,
# which its scripts and style sheets see (puppeteer#7251): 6,000 lines with transitions came out in
# the colours of the telephone's layout.  And it costs two layouts a tile: 12 s there, 0.5 s so.
# Deterministic captures take that way, with transitions off and the clock stopped: where all is
# painted, drawings that are shown as pictures move on, in 2 of 25 captures visibly.
PAINT_BEYOND = "mainFrameClipsContent=false"


def with_blink_setting(flags: tuple[str, ...], setting: str) -> tuple[str, ...]:
    """Join a setting to the ``--blink-settings`` that is there, which a second would replace."""
    name = "--blink-settings="
    if not any(flag.startswith(name) for flag in flags):
        return (*flags, name + setting)
    return tuple(f"{flag},{setting}" if flag.startswith(name) else flag for flag in flags)
