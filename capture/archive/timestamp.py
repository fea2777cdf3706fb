"""RFC 3161 time stamps: somebody else's word that a manifest existed at a time.

The stamp is over ``capture.json``, which lists the digest of every other file, and lies beside it
as ``capture.json.tsr``; ``openssl ts -verify -data capture.json -in capture.json.tsr -CAfile …``
checks it without this program.
"""

from __future__ import annotations

import hashlib
import urllib.request
from datetime import datetime
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING

from capture.errors import CaptureError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

TIMEOUT_S = 30.0
# A response with its certificates is 3–8 KB.
MAX_RESPONSE = 1024 * 1024
_GRANTED = (0, 1)  # PKIStatus granted, and granted with modifications
_REMEDY = "pip install 'page-capture[timestamp]'"


def sealer(authority: str | None) -> Callable[[bytes], bytes] | None:
    """Return the function that has data stamped by ``authority``, ``None`` without one.

    Raises `UsageError` when the address is none or the library is missing.
    """
    if not authority:
        return None
    if not authority.startswith(("http://", "https://")):
        raise UsageError(f"not the address of a time stamp authority: {authority[:80]!r}")
    _library()
    return partial(stamp, authority=authority)


def stamp(data: bytes, authority: str) -> bytes:
    """Have ``data`` stamped; return the authority's response, checked to be about ``data``.

    Raises `CaptureError` (retryable) when there is no usable answer.
    """
    library = _library()
    algorithm = library.HashAlgorithm.SHA256
    asked = library.TimestampRequestBuilder().data(data).hash_algorithm(algorithm).build()
    request = urllib.request.Request(  # noqa: S310 (the scheme was checked)
        authority, asked.as_bytes(), {"Content-Type": "application/timestamp-query"}
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
            response: bytes = answer.read(MAX_RESPONSE)
        decoded = library.decode_timestamp_response(response)
        granted = int(decoded.status) in _GRANTED
    except (OSError, ValueError) as error:
        raise _unstamped(authority, str(error)) from error
    if not granted:
        raise _unstamped(authority, "it refused")
    if decoded.tst_info.nonce != asked.nonce or stamped_at(response, data) is None:
        raise _unstamped(authority, "its answer is about something else")
    return response


def stamped_at(response: bytes, data: bytes) -> datetime | None:
    """Return the time of a stamp, ``None`` when it is not a stamp of ``data``.

    Says nothing of whether the authority is to be trusted: that is its certificate's matter.
    Raises `UsageError` when the library is missing.
    """
    try:
        info = _library().decode_timestamp_response(response).tst_info
        imprint = info.message_imprint
        name = _DIGESTS[imprint.hash_algorithm.dotted_string]
        at: datetime = info.gen_time
    except (ValueError, KeyError, AttributeError):
        return None
    return at if imprint.message == hashlib.new(name, data).digest() else None


_DIGESTS = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}


def _unstamped(authority: str, why: str) -> CaptureError:
    return CaptureError(
        f"no time stamp from {authority[:200]}: {why}", remedy="try later", retryable=True
    )


def _library() -> ModuleType:
    try:
        import rfc3161_client
    except ImportError as error:
        raise UsageError("time stamps need rfc3161-client", remedy=_REMEDY) from error
    return rfc3161_client
