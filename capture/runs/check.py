"""The configured pages, captured and held against their baselines."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from capture.archive.bundle import Bundle
from capture.clean.values import Box
from capture.compare.baselines import Update, captured, keep
from capture.compare.judge import COMPARED, Rules, boxes, compare_captures, is_box
from capture.compare.values import Comparison, Kind
from capture.errors import CaptureError, UsageError
from capture.options import ComparedArtifact, Config, Options, PageEntry, Texts
from capture.pipeline import Capturer
from capture.runs.page_server import PageServer, serving
from capture.urls import host_of
from capture.values import Frozen

# A page that did not hold still, or an error that may pass, gets so many tries; a difference gets
# one, because trying until it is gone is how changes are missed.
TRIES = 3
CAPTURES = "captures"
_FOLDERS = ("snapshots", "report")
# An action is one statement or several; none may see another's names.
_ACTION = "await (async () => {{ {} }})();"


class Settings(Frozen):
    """The ``[check]`` table of the configuration.

    ``artifacts`` are the files of a capture that are kept and compared, besides its facts;
    ``masks``, CSS selectors or boxes in px, hold on every page beside its own.
    """

    snapshots: Path = Path("snapshots")
    report: Path = Path("report")
    fail_on: tuple[Kind, ...] | None = None
    threshold: float | None = Field(None, ge=0, le=1)
    ignore_facts: tuple[str, ...] = ()
    artifacts: tuple[ComparedArtifact, ...] = COMPARED
    masks: Texts = ()
    server: PageServer | None = None

    def rules(self) -> Rules:
        """Return how comparisons are judged."""
        return Rules(fail_on=self.fail_on, threshold=self.threshold, ignore_facts=self.ignore_facts)

    def boxes_of(self, page: PageEntry) -> tuple[Box, ...]:
        """Return the masks of ``page`` that are given in px."""
        return boxes(tuple(mask for mask in (*self.masks, *page.masks) if is_box(mask)))

    def selectors_of(self, page: PageEntry) -> tuple[str, ...]:
        """Return the masks of ``page`` that are CSS selectors."""
        return tuple(mask for mask in (*self.masks, *page.masks) if not is_box(mask))


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found; ``errors`` are names and reasons of pages that could not be captured."""

    comparisons: tuple[Comparison, ...]
    errors: tuple[tuple[str, str], ...]

    @property
    def changed(self) -> bool:
        """Whether any page fails against its baseline."""
        return any(comparison.failed for comparison in self.comparisons)


def settings_of(config: Config, **flags: Any) -> Settings:
    """Merge the ``[check]`` table and flags; raises `UsageError` naming what is wrong.

    Folders of the table are relative to the configuration's, those of flags to the current one.
    """
    table = {key.replace("-", "_"): value for key, value in config.check.items()}
    given = {key: value for key, value in flags.items() if value is not None}
    try:
        settings = Settings(**{**table, **given})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part).replace("_", "-") for part in first["loc"])
        raise UsageError(f"[check] {where}: {first['msg']}") from error
    own = {n: _root(config) / getattr(settings, n) for n in _FOLDERS if n not in given}
    return settings.model_copy(update=own)


def _root(config: Config) -> Path:
    return config.path.parent if config.path else Path()


def check(
    config: Config,
    settings: Settings,
    *,
    names: tuple[str, ...] = (),
    update: Update | None = None,
    progress: Callable[[str], None] = lambda name: None,
) -> CheckResult:
    """Capture the configured pages (or those named) and compare each with its baseline.

    Without ``update`` a missing baseline is written and fails.  Raises `UsageError` when nothing is
    configured or a name is unknown.
    """
    pages = _chosen(config, names)
    comparisons: list[Comparison] = []
    errors: list[tuple[str, str]] = []
    options = _options(config, settings, pages[0])
    with (
        serving(settings.server, _root(config)),
        tempfile.TemporaryDirectory() as folder,
        Capturer(Path(folder), options) as capturer,
    ):
        for page in pages:
            progress(page.name)
            try:
                bundle = _captured(capturer, page, _options(config, settings, page))
            except CaptureError as error:
                errors.append((page.name, str(error)))
                # What an earlier check made of it is not this one's to approve.
                shutil.rmtree(settings.report / CAPTURES / page.name, ignore_errors=True)
                continue
            comparisons.append(_compared(page, bundle, settings, update))
    if not names:
        comparisons += _left_over(config, settings)
        _forget_others(config, settings)
    return CheckResult(tuple(comparisons), tuple(errors))


def _chosen(config: Config, names: tuple[str, ...]) -> tuple[PageEntry, ...]:
    if not config.pages:
        raise UsageError(
            "no pages to check", remedy="add [[page]] tables with name and url to capture.toml"
        )
    known = [page.name for page in config.pages]
    for name in names:
        if name not in known:
            raise UsageError(f"no page is called {name!r}", remedy=f"there is: {', '.join(known)}")
    twice = next((name for name in known if known.count(name) > 1), None)
    if twice:
        raise UsageError(f"two pages are called {twice!r}")
    return tuple(page for page in config.pages if not names or page.name in names)


def _options(config: Config, settings: Settings, page: PageEntry) -> Options:
    """Return a page's options: always deterministic, and without what is not compared."""
    actions = "\n".join(_ACTION.format(action) for action in page.actions)
    own = dict(page.options)
    if actions:
        own["javascript"] = f"async () => {{ {actions} }}"
    if selectors := settings.selectors_of(page):
        own["mask"] = selectors
    return config.options(host_of(page.url), **own, deterministic=True, originals=False)


def _captured(capturer: Capturer, page: PageEntry, options: Options) -> Bundle:
    """Capture until the page holds still; the last of `TRIES` captures is taken anyhow."""
    for _ in range(TRIES - 1):
        try:
            bundle = capturer.capture(page.url, options)
        except CaptureError as error:
            if not error.retryable:
                raise
            continue
        if all(c.passed for c in bundle.manifest.checks if c.name == "held-still"):
            return bundle
    return capturer.capture(page.url, options)


def _compared(
    page: PageEntry, bundle: Bundle, settings: Settings, update: Update | None
) -> Comparison:
    current = settings.report / CAPTURES / page.name
    baseline = settings.snapshots / page.name
    keep(bundle.path, current, settings.artifacts if page.artifacts is None else page.artifacts)
    rules = settings.rules().model_copy(update={"masks": settings.boxes_of(page)})
    if page.name not in captured(settings.snapshots):
        return _new(page, current, baseline, update, rules)
    comparison = compare_captures(page.name, baseline, current, rules)
    if update is Update.ALL or (update is Update.CHANGED and comparison.failed):
        keep(current, baseline)
        note = "the baseline was brought up to date"
        comparison = comparison.model_copy(
            update={"failed": False, "notes": (*comparison.notes, note)}
        )
    return comparison


def _new(
    page: PageEntry, current: Path, baseline: Path, update: Update | None, rules: Rules
) -> Comparison:
    if update is not Update.NONE:
        keep(current, baseline)
    return Comparison(
        name=page.name,
        kind=Kind.NEW,
        kinds=(Kind.NEW,),
        failed=update in (None, Update.NONE) and rules.fails((Kind.NEW,), same_environment=True),
        url=page.url,
        baseline=str(baseline),
        current=str(current),
        notes=("it was not written",) if update is Update.NONE else (f"written: {baseline}",),
    )


def _left_over(config: Config, settings: Settings) -> list[Comparison]:
    """Name baselines that no configured page answers to."""
    known = {page.name for page in config.pages}
    fails = settings.rules().fails((Kind.MISSING,), same_environment=True)
    return [
        Comparison(
            name=name,
            kind=Kind.MISSING,
            kinds=(Kind.MISSING,),
            failed=fails,
            baseline=str(settings.snapshots / name),
        )
        for name in captured(settings.snapshots)
        if name not in known
    ]


def _forget_others(config: Config, settings: Settings) -> None:
    """Remove captures of pages no longer configured: `capture approve` takes all there is."""
    known = {page.name for page in config.pages}
    for name in captured(settings.report / CAPTURES):
        if name not in known:
            shutil.rmtree(settings.report / CAPTURES / name)
