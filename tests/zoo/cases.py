"""What is expected of each animal.

``outcome`` is how the capture ends: ``whole``, ``partial`` (a bundle with reasons), or the exit
code that the command ends with.  ``either`` stands for whole or partial where the machine's speed
decides; ``or_fails`` that an exit 3 is as good.  ``says`` is found in the reasons or in the one
line of the error.  ``article`` says that the article's words are in page.txt.  ``seconds`` bounds
the whole capture on two busy cores with a budget of `BUDGET_SECONDS`; over it is a hang, not
slowness.  ``quick`` runs by default.
"""

from __future__ import annotations

from dataclasses import dataclass

BUDGET_SECONDS = 6
# A visit that overruns is ended by the watchdog after its budget and 120 s; nothing in the zoo may
# need that.
BOUND_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    outcome: str | int
    says: str = ""
    article: bool = True
    or_fails: bool = False
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
    Case("cut-off", "partial", "broke off", quick=True),
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
    _fails("error-404", 3, "404", quick=True),
    _fails("error-503", 3, "503"),
    _fails("no-content", 3, ""),
    _fails("download", 3, "download"),
    _fails("login-wanted", 3, "401"),
    _fails("self-signed", 3, "ignore-https-errors"),
    Case("http2-reset", "partial", "broke off"),
    Case("gzip-bomb", "either", article=False),
    Case("hundred-megabytes", "either", article=False),
    Case("endless-page", "partial"),
)
