"""Every animal of the zoo through the real pipeline: outcome, bound, and an untouched next page."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright

from capture.archive.bundle import Bundle
from capture.archive.fixity import verify_bundle
from capture.errors import CaptureError
from capture.options import make_options
from capture.pipeline import Capturer
from zoo.cases import BUDGET_SECONDS, CASES, Case
from zoo.pages import PAGES, SENTENCE
from zoo.server import FAULTS, Zoo

# Served for other animals; no page of their own.
PARTS = {
    "slow-image", "dot", "leaf", "nest", "attachment", "worker-js", "sw-js", "socket",
    "wants-login", "late-dot", "crash-renderer", "kill-browser",
}  # fmt: skip
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
OPTIONS = make_options({"timeout": f"{BUDGET_SECONDS}s"})


@pytest.fixture(scope="module")
def zoo() -> Iterator[Zoo]:
    with Zoo() as zoo:
        yield zoo


@pytest.fixture(scope="module")
def capturer(
    tmp_path_factory: pytest.TempPathFactory, playwright: Playwright
) -> Iterator[Capturer]:
    with Capturer(tmp_path_factory.mktemp("archive"), OPTIONS, playwright=playwright) as capturer:
        yield capturer


def _marked(case: Case) -> object:
    marks = [pytest.mark.timeout(case.seconds * 2)]  # and the good page after it
    if not case.quick:
        marks.append(pytest.mark.slow)
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_animal_does_what_is_expected_and_harms_nobody(
    case: Case, zoo: Zoo, capturer: Capturer
) -> None:
    if case.name in ("self-signed", "http2-reset") and not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate")
    _capture_and_judge(case, zoo, capturer)
    after = capturer.capture(zoo.url("good"))
    assert (after.manifest.status, after.manifest.reasons) == ("whole", ())
    assert SENTENCE in _plain(after)


def _capture_and_judge(case: Case, zoo: Zoo, capturer: Capturer) -> None:
    trusting = OPTIONS.model_copy(update={"ignore_https_errors": case.name == "http2-reset"})
    before = {path for path in capturer.archive.rglob("*") if path.is_file()}
    began = time.monotonic()
    try:
        bundle = capturer.capture(zoo.url(case.name), trusting)
    except CaptureError as error:
        _tell(case, began, f"exit {int(error.exit_code)}", str(error))
        _judge_error(case, error)
        left = {path for path in capturer.archive.rglob("*") if path.is_file()} - before
        assert not left, "a failed capture leaves nothing"
        return
    _tell(case, began, bundle.manifest.status, *bundle.manifest.reasons)
    _judge_bundle(case, bundle)


def _tell(case: Case, began: float, outcome: str, *why: str) -> None:
    """Say what was seen (``pytest -rP`` shows it): a count can be made from one pass."""
    seconds = time.monotonic() - began
    print(f"animal {case.name}: {outcome} in {seconds:.1f} s: {'; '.join(why)}")


def _judge_error(case: Case, error: CaptureError) -> None:
    assert case.outcome == int(error.exit_code) or case.or_fails, str(error)
    assert re.search(case.says, str(error), re.IGNORECASE) or case.or_fails
    assert "\n" not in str(error)
    assert "Traceback" not in str(error)


def _judge_bundle(case: Case, bundle: Bundle) -> None:
    manifest = bundle.manifest
    reasons = "; ".join(manifest.reasons)
    if case.outcome == "either":
        assert manifest.status in ("whole", "partial")
    else:
        assert manifest.status == case.outcome, reasons
        assert re.search(case.says, reasons, re.IGNORECASE), reasons
    assert (manifest.status == "partial") == bool(manifest.reasons)
    assert case.notes in (bundle.path / "ledger.json").read_text()
    assert not verify_bundle(bundle.path)
    assert bundle.path.resolve().is_relative_to(bundle.path.parents[2].resolve())
    if case.article:
        assert SENTENCE in _plain(bundle)
    for name in ("page.txt", "page.md"):
        assert not CONTROLS.search(bundle.read_text(name)), "text files steer no terminal"


def _plain(bundle: Bundle) -> str:
    return " ".join(bundle.read_text().split())


def test_every_animal_has_a_case() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
    animals = ({*FAULTS, *PAGES, "self-signed", "http2-reset"}) - PARTS - {"good"}
    assert set(names) == animals
