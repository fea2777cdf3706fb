"""Web pages as they ought to be on paper and on record: cleaned, complete, verifiable.

>>> from capture import Options, capture
>>> bundle = capture("https://example.org/", Options(clean="ads"))  # doctest: +SKIP
>>> bundle.path, bundle.manifest.status  # doctest: +SKIP
"""

# Nothing is imported here that the interpreter has not loaded already: an interrupt before
# `capture.__main__` can catch it would end in a traceback.
TYPE_CHECKING = False  # a name that type checkers know

if TYPE_CHECKING:
    from typing import Any

    from capture.archive.bundle import Bundle as Bundle
    from capture.archive.bundle import load_bundle as load_bundle
    from capture.archive.fixity import verify_bundle as verify_bundle
    from capture.archive.manifest import Manifest as Manifest
    from capture.clean.values import Ledger as Ledger
    from capture.errors import BrowserMissing as BrowserMissing
    from capture.errors import CaptureError as CaptureError
    from capture.errors import FixityError as FixityError
    from capture.errors import PolicyRefused as PolicyRefused
    from capture.errors import UsageError as UsageError
    from capture.options import Options as Options
    from capture.pipeline import Capturer as Capturer
    from capture.pipeline import capture as capture

# Loaded when first asked for: `import capture.urls` should not start with loading a browser driver.
_HOMES = {
    "Bundle": "capture.archive.bundle",
    "BrowserMissing": "capture.errors",
    "CaptureError": "capture.errors",
    "Capturer": "capture.pipeline",
    "FixityError": "capture.errors",
    "Ledger": "capture.clean.values",
    "Manifest": "capture.archive.manifest",
    "Options": "capture.options",
    "PolicyRefused": "capture.errors",
    "UsageError": "capture.errors",
    "capture": "capture.pipeline",
    "load_bundle": "capture.archive.bundle",
    "verify_bundle": "capture.archive.fixity",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> "Any":
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'capture' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
