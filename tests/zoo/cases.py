"""What is expected of each animal.

``outcome`` is how the capture ends: ``whole``, ``partial`` (a bundle with reasons), or the exit
code that the command ends with.  Eight are races that the machine's speed or memory decides, and
say so: ``either`` stands for whole or partial, ``or_fails`` that an exit 3 is as good.  ``says`` is
a pattern found in the reasons or in the one line of the error, ``notes`` is in the ledger's.
``article`` says that the article's words are in page.txt.  ``seconds`` bounds the whole capture on
two busy cores with a budget of `BUDGET_SECONDS`; over it is a hang, not slowness.  ``quick`` runs
by default.
"""

from __future__ import annotations

from dataclasses import dataclass

BUDGET_SECONDS = 6
# Settling may overrun its budget by 45 s before the watchdog ends it.
BOUND_SECONDS = 60
# What is heavy by itself (a million nodes, 800 megapixels) may use the watchdog's time up.
LONG_SECONDS = 200
# What comes without end is cut, by its size or by the budget: whichever the machine gets to first.
CUT = "larger than 16 MiB|load event"
# And what never rests is left at the end of the budget, in the midst of a request or between two.
RESTLESS = "did not come to rest|never idled"


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
    Case("cut-off", "partial", "broke off"),
    Case("reset-midway", "partial", "broke off"),
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
    _fails("pdf-bomb", 3, "too large to keep"),
    _fails("text-bomb", 3, "too large to keep|within the budget"),
    _fails("text-without-end", 3, "within the budget"),
    _fails("login-wanted", 3, "401"),
    _fails("self-signed", 3, "ignore-https-errors"),
    _fails("http2-reset", 3, "broke off before anything"),
    Case("gzip-bomb", "partial", "larger than 16 MiB", article=False),
    Case("hundred-megabytes", "partial", CUT, article=False, seconds=LONG_SECONDS),
    Case("endless-page", "partial", CUT, article=False, seconds=LONG_SECONDS),
    # Time and size
    Case("spins-at-once", "partial", "never yields", quick=True),
    Case("spins-on-load", "partial", "never yields"),
    Case("spins-after-a-second", "partial", "never yields"),
    # Ready before it spins: nothing of it is missing, and the ledger says what was done to it.
    Case("spins-while-printed", "whole", notes="scripts were stopped", seconds=LONG_SECONDS),
    Case("spins-on-scroll", "partial", "never yields"),
    Case("wasm-spins", "partial", "never yields"),
    Case("spins-on-print", "whole", seconds=LONG_SECONDS),
    Case("promise-storm", "partial", "never yields"),
    Case("timer-storm", "whole"),
    Case("worker-spins", "whole"),
    # A graphics processor draws in no time what two cores draw for the whole budget.
    Case("webgl-spins", "either", seconds=LONG_SECONDS),
    # How much memory a page gets before its process is killed is the machine's to say.
    Case("memory-eater", "either", or_fails=True, seconds=LONG_SECONDS),
    Case("nodes-eater", "partial", "never yields", seconds=LONG_SECONDS),
    _fails("renderer-crash", 3, "crashed", quick=True),
    Case("crashes-while-printed", "partial", "page.pdf and page.png are missing"),
    _fails("browser-killed", 3, "died"),
    # Rendered in time by a fast machine alone; a slow one keeps the text and what else it can.
    Case("200000-nodes", "either", seconds=LONG_SECONDS),
    Case("deep-nesting", "whole"),
    # Two thousand and five hundred answers: within the budget or not.
    Case("2000-images", "either"),
    Case("500-frames", "either", seconds=LONG_SECONDS),
    Case("frames-in-frames", "partial", "load event"),
    Case("slow-images", "partial", "load event"),
    Case("slow-script", "partial", "load event"),
    Case("slow-style", "partial", "load event"),
    Case("slow-frame", "partial", "load event"),
    # Grows when frames are drawn between two steps of scrolling; an overloaded machine draws none.
    Case("infinite-scroll", "either", seconds=LONG_SECONDS),
    Case("scroll-hijack", "whole"),
    Case("tall", "whole"),
    Case("wide", "partial", "page.png is cut"),
    # How far a machine gets with it in time differs; none photographs all of it.
    Case("huge", "partial", r"page\.png (is cut|are missing)", seconds=LONG_SECONDS),
    Case("animations", "whole"),
    Case("resizes-for-ever", "whole"),
    # A million shapes that no script has made: Chromium draws them in its own time.
    Case("svg-bomb", "either", or_fails=True, seconds=LONG_SECONDS),
    Case("css-blur-bomb", "whole"),
    # Dialogs, windows, navigation
    Case("alert-storm", "whole"),
    Case("alert-at-once", "whole"),
    Case("beforeunload", "whole", article=False),
    # A window twenty times a second: a machine that takes longer to close one does nothing else.
    Case("popups", "either"),
    Case("downloads", "partial", "keeps starting downloads"),
    Case("blob-downloads", "partial", "keeps starting downloads"),
    Case("prints-itself", "whole"),
    Case("closes-itself", "whole"),
    Case("history-loop", "whole"),
    Case("reload-loop", "partial", "navigating away"),
    Case("replace-loop", "partial", "navigating away"),
    Case("meta-refresh-loop", "partial", "navigating away"),
    Case("meta-refresh-away", "whole"),
    _fails("meta-refresh-to-private", 7, "private"),
    _fails("script-to-private", 7, "private", quick=True),
    Case("script-to-file", "whole"),
    Case("script-to-data", "whole"),
    Case("script-to-blob", "whole", article=False),
    Case("hash-loop", "whole"),
    Case("document-write-late", "whole", article=False),
    Case("document-open-loop", "whole", article=False),
    Case("service-worker", "partial", "navigating away"),
    Case("websocket", "whole"),
    Case("event-source", "whole"),
    Case("beacon-storm", "partial", RESTLESS),
    Case("fetch-storm", "partial", RESTLESS),
    Case("fullscreen-and-lock", "whole"),
    Case("permissions", "whole"),
    # Looks
    Case("css-hides-all", "whole"),
    Case("css-hides-html", "whole"),
    Case("opacity-until-script", "whole"),
    Case("print-hides-all", "whole"),
    Case("zero-height-body", "whole"),
    Case("canvas-only", "whole", article=False),
    Case("closed-shadow", "whole", article=False),
    Case("empty", "partial", "the page is empty", article=False),
    Case("empty-body", "partial", "the page is empty", article=False),
    Case("frameset", "whole", article=False),
    Case("not-closed", "whole"),
    # Names and encodings
    Case("title-newlines", "whole"),
    Case("title-slashes", "whole"),
    Case("title-rtl", "whole"),
    Case("title-long", "whole"),
    Case("title-markup", "whole"),
    Case("control-characters", "whole"),
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
