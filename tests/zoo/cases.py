"""What is expected of each animal.

``outcome`` is how the capture ends: ``whole``, ``partial`` (a bundle with reasons), or the exit
code that the command ends with.  ``either`` stands for whole or partial where the machine's speed
decides; ``or_fails`` that an exit 3 is as good.  ``says`` is found in the reasons or in the one
line of the error, ``notes`` in the ledger's.  ``article`` says that the article's words are in
page.txt.  ``seconds`` bounds the whole capture on two busy cores with a budget of
`BUDGET_SECONDS`; over it is a hang, not slowness.  ``quick`` runs by default.
"""

from __future__ import annotations

from dataclasses import dataclass

BUDGET_SECONDS = 6
# Settling may overrun its budget by 45 s before the watchdog ends it.
BOUND_SECONDS = 60
# What is heavy by itself (a million nodes, 800 megapixels) may use the watchdog's time up.
LONG_SECONDS = 200


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    outcome: str | int
    says: str = ""
    article: bool = True
    or_fails: bool = False
    notes: str = ""
    seconds: float = BOUND_SECONDS
    quick: bool = False

    @property
    def fails(self) -> bool:
        return isinstance(self.outcome, int)


def _fails(name: str, code: int, says: str, *, quick: bool = False) -> Case:
    return Case(name, code, says, article=False, quick=quick)


CASES: tuple[Case, ...] = (
    # The network
    _fails("never-answers", 3, "did not answer within"),
    _fails("drips-the-head", 3, "did not answer within"),
    Case("drips-the-body", "partial", "load event"),
    Case("cut-off", "partial", "broke off", or_fails=True),
    Case("reset-midway", "partial", "broke off", or_fails=True),
    _fails("no-http", 3, "broken"),
    _fails("empty-answer", 3, "broke the connection off"),
    _fails("headers-without-end", 3, "broken"),
    _fails("endless-redirect", 3, "redirects in a loop"),
    _fails("redirect-to-file", 7, "scheme", quick=True),
    _fails("redirect-to-data", 7, "scheme"),
    _fails("redirect-to-javascript", 3, ""),
    _fails("redirect-to-private", 7, "metadata", quick=True),
    _fails("redirect-to-itself-as-decimal", 7, "private"),
    _fails("redirects-then-dies", 3, "refused"),
    _fails("error-404", 3, "404"),
    _fails("error-503", 3, "503"),
    _fails("steers-the-terminal", 3, "404"),
    _fails("no-content", 3, ""),
    _fails("download", 3, "download"),
    _fails("login-wanted", 3, "401"),
    _fails("self-signed", 3, "ignore-https-errors"),
    Case("http2-reset", "either", "broke off", article=False, or_fails=True),
    Case("gzip-bomb", "either", article=False, or_fails=True, seconds=LONG_SECONDS),
    Case("hundred-megabytes", "either", article=False, or_fails=True, seconds=LONG_SECONDS),
    Case("endless-page", "either", article=False, or_fails=True, seconds=LONG_SECONDS),
    # Time and size
    Case("spins-at-once", "partial", "never yields", quick=True),
    Case("spins-on-load", "partial", "never yields"),
    Case("spins-after-a-second", "partial", "never yields"),
    # Ready before it spins: nothing of it is missing, and the ledger says what was done to it.
    Case("spins-while-printed", "whole", notes="scripts were stopped", seconds=LONG_SECONDS),
    Case("spins-on-scroll", "partial", "never yields"),
    Case("wasm-spins", "partial", "never yields"),
    Case("spins-on-print", "either", or_fails=True, seconds=LONG_SECONDS),
    Case("promise-storm", "partial", "never yields"),
    Case("timer-storm", "either"),
    Case("worker-spins", "either"),
    Case("webgl-spins", "either", or_fails=True, seconds=LONG_SECONDS),
    Case("memory-eater", "either", or_fails=True, seconds=LONG_SECONDS),
    Case("nodes-eater", "either", article=False, or_fails=True, seconds=LONG_SECONDS),
    _fails("renderer-crash", 3, "crashed", quick=True),
    Case("crashes-while-printed", "partial", "page.pdf and page.png are missing"),
    _fails("browser-killed", 3, "died"),
    Case("200000-nodes", "either", or_fails=True, seconds=LONG_SECONDS),
    Case("deep-nesting", "either", or_fails=True, seconds=LONG_SECONDS),
    Case("2000-images", "either", or_fails=True, seconds=LONG_SECONDS),
    Case("500-frames", "either", or_fails=True, seconds=LONG_SECONDS),
    Case("frames-in-frames", "either"),
    Case("slow-images", "partial", "load event"),
    Case("slow-script", "partial", "load event"),
    Case("slow-style", "partial", "load event"),
    Case("slow-frame", "partial", "load event"),
    Case("infinite-scroll", "partial", "grows as it is scrolled", seconds=LONG_SECONDS),
    Case("scroll-hijack", "either"),
    Case("tall", "either", seconds=LONG_SECONDS, or_fails=True),
    Case("wide", "either"),
    Case("huge", "either", or_fails=True, seconds=LONG_SECONDS),
    Case("animations", "either"),
    Case("resizes-for-ever", "either"),
    Case("svg-bomb", "either", or_fails=True, seconds=LONG_SECONDS),
    Case("css-blur-bomb", "either", or_fails=True, seconds=LONG_SECONDS),
    # Dialogs, windows, navigation
    Case("alert-storm", "either"),
    Case("alert-at-once", "whole"),
    Case("beforeunload", "either", article=False),
    Case("popups", "either"),
    Case("downloads", "either"),
    Case("prints-itself", "whole"),
    Case("closes-itself", "whole"),
    Case("history-loop", "either"),
    Case("reload-loop", "partial", "navigating away", or_fails=True),
    Case("replace-loop", "partial", "navigating away", or_fails=True),
    Case("meta-refresh-loop", "either", or_fails=True),
    Case("meta-refresh-away", "whole"),
    _fails("meta-refresh-to-private", 7, "private"),
    _fails("script-to-private", 7, "private", quick=True),
    Case("script-to-file", "whole"),
    Case("script-to-data", "whole"),
    Case("script-to-blob", "either", article=False),
    Case("hash-loop", "either"),
    Case("document-write-late", "either", article=False),
    Case("document-open-loop", "either", article=False),
    Case("service-worker", "either"),
    Case("websocket", "whole"),
    Case("event-source", "whole"),
    Case("beacon-storm", "either"),
    Case("fetch-storm", "partial"),
    Case("fullscreen-and-lock", "whole"),
    Case("permissions", "whole"),
    # Looks
    Case("css-hides-all", "either"),
    Case("css-hides-html", "either"),
    Case("opacity-until-script", "whole"),
    Case("print-hides-all", "whole"),
    Case("zero-height-body", "whole"),
    Case("canvas-only", "either", article=False),
    Case("closed-shadow", "either", article=False),
    Case("empty", "partial", "the page is empty", article=False),
    Case("empty-body", "partial", "the page is empty", article=False),
    Case("frameset", "either", article=False),
    Case("not-closed", "whole"),
    # Names and encodings
    Case("title-newlines", "whole"),
    Case("title-slashes", "whole"),
    Case("title-rtl", "whole"),
    Case("title-long", "whole"),
    Case("title-markup", "whole"),
    Case("utf-16", "whole"),
    Case("wrong-charset", "whole"),
    Case("unknown-charset", "whole"),
    Case("no-charset", "whole"),
    Case("null-bytes", "whole", article=False),
    # The world that scripts live in
    Case("strict-csp", "whole", quick=True),
    Case("trusted-types", "whole"),
    Case("overwrites-natives", "whole", quick=True),
    Case("clobbers", "whole", quick=True),
    Case("fights-removal", "whole"),
    # The page replaces its article once its advertisement is gone; `original.*` has it.
    Case("fights-and-hides", "partial", article=False),
)
