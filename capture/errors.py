"""What can go wrong, and the exit code each thing ends with.

::

    CaptureError                 3  the page could not be captured
    ├── UsageError               2  an argument, option or configuration file is wrong
    ├── BrowserMissing           5  no Chromium was found, or it does not start
    ├── FixityError              6  a bundle does not match its manifest
    └── PolicyRefused            7  a private address or a forbidden scheme

Every message is one line that names the cause; ``remedy`` says what to try.  A class exists only
because somebody catches it or because it has an exit code of its own.
"""

from __future__ import annotations

from enum import IntEnum


def printable(text: str) -> str:
    """Return ``text`` as it can be shown: whatever a page or a server put in steers no terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def in_words(error: object) -> str:
    """Return what an error says; of the system's, its words without number and path."""
    return (isinstance(error, OSError) and error.strerror) or str(error)


class Exit(IntEnum):
    """The process's exit codes; part of the command line's contract."""

    OK = 0
    CHANGED = 1
    USAGE = 2
    NOT_CAPTURED = 3
    SOME_FAILED = 4
    NO_BROWSER = 5
    FIXITY = 6
    REFUSED = 7
    INTERRUPTED = 130


class CaptureError(Exception):
    """The page could not be captured.

    ``retryable`` says whether a later try may pass, ``retry_after_s`` when the server asks for it.
    """

    exit_code = Exit.NOT_CAPTURED

    def __init__(
        self,
        message: str,
        *,
        remedy: str = "",
        retryable: bool = False,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message)
        self.remedy = remedy
        self.retryable = retryable
        self.retry_after_s = retry_after_s

    def __str__(self) -> str:
        """One line: the cause, and the remedy where there is one."""
        message = " ".join(str(self.args[0]).split())
        return f"{message} — {self.remedy}" if self.remedy else message


class UsageError(CaptureError):
    """An argument, an option or a configuration file is wrong."""

    exit_code = Exit.USAGE


class BrowserMissing(CaptureError):
    """No Chromium was found, or the one found does not start."""

    exit_code = Exit.NO_BROWSER


class FixityError(CaptureError):
    """A bundle's files do not match its manifest."""

    exit_code = Exit.FIXITY


class PolicyRefused(CaptureError):
    """The address or the scheme is one that this capture must not reach."""

    exit_code = Exit.REFUSED
