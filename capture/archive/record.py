"""`original.wacz`: the untouched page's traffic, with what was made of it beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

from capture.archive.wacz import ReplayPage, pack_wacz
from capture.archive.warc import WarcFile
from capture.browser.gate_policy import host_named_by
from capture.browser.launch import OpenPage
from capture.browser.record import Recorder, recording
from capture.browser.values import Visit
from capture.options import Options
from capture.render.values import Artifact

# How replay tools name what is not of the web: browsertrix's words where it has one.
RESOURCE_NAMES = {
    "page.pdf": "pdf",
    "page.png": "fullPageFinal",
    "original.png": "fullPage",
    "page.txt": "text",
}


# Lines about missing bodies in a ledger; a page with more has a trouble that these show.
MAX_MISSING = 100


class TrafficRecord:
    """A recording under way; nothing at all when none was asked for."""

    def __init__(self, opened: OpenPage, warc: WarcFile | None, recorder: Recorder | None) -> None:
        self._opened = opened
        self._warc = warc
        self._recorder = recorder

    def stop(self) -> None:
        """Take no more: what the cleaning sets off is not the page as served."""
        if self._recorder:
            self._recorder.drain(self._opened.page)

    def pack(self, visit: Visit, title: str, made: tuple[Artifact, ...]) -> tuple[Artifact, ...]:
        """Return ``original.wacz`` as the one artifact, with ``made`` as resource records in it."""
        if self._warc is None:
            return ()
        for artifact in made:
            if kind := RESOURCE_NAMES.get(artifact.name):
                uri = f"urn:{kind}:{visit.final_url}"
                self._warc.write_resource(uri, artifact.media_type, artifact.data, visit.started_at)
        self._warc.close()
        page = ReplayPage(visit.final_url, title, visit.started_at, _text_of(made))
        target = self._warc.path.with_name("original.wacz")
        pack_wacz(target, self._warc.path, self._warc.index, page, software=_software())
        return (Artifact("original.wacz", "application/wacz", target.read_bytes()),)

    @property
    def missing(self) -> tuple[str, ...]:
        """Say what the record does not hold, and why: for the ledger."""
        if self._recorder is None:
            return ()
        missing = self._recorder.facts.missing
        said = tuple(f"not on record: {line}" for line in missing[:MAX_MISSING])
        return (*said, f"{len(missing)} in all") if len(missing) > MAX_MISSING else said


@contextmanager
def record_traffic(opened: OpenPage, options: Options) -> Iterator[TrafficRecord]:
    """Record ``opened``'s traffic if ``options`` ask for it; enter before navigating."""
    if not options.wacz:
        yield TrafficRecord(opened, None, None)
        return

    def address_of(url: str) -> str | None:
        # The browser sees only the gate; the gate knows whom it connected to.
        host = host_named_by(url)
        return next((c.address for c in opened.gate.connections if c.host == host), None)

    secrets = [name for name, _ in options.headers]
    with tempfile.TemporaryDirectory(prefix="capture-record-") as folder:
        path = Path(folder) / "data.warc.gz"
        with (
            WarcFile(path, software=_software(), user_secrets=secrets) as warc,
            recording(opened.context, warc.write, address_of) as recorder,
        ):
            yield TrafficRecord(opened, warc, recorder)


def _text_of(made: tuple[Artifact, ...]) -> str:
    texts = (a.data for a in made if a.name == "page.txt")
    return next(texts, b"").decode("utf-8", "replace")


def _software() -> str:
    return f"page-capture {metadata.version('page-capture')}"
