"""A run: pages from the state to the workers, and what became of them back into the state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from capture.runs.outcome import Outcome, State
from capture.runs.retry import MOST_DEATHS, RetryPolicy
from capture.runs.seeds import BadSeed, Seed
from capture.runs.state import Claim, Counts, RunState
from capture.runs.workers import Finished

# With nothing to wait for but workers, look around this often (an interrupt, an overdue page).
_LONGEST_PAUSE_S = 1.0


class Hands(Protocol):
    """What captures pages for a run: worker processes here, or a cluster's."""

    @property
    def running(self) -> tuple[Claim, ...]:
        """Return what is being worked on."""

    def free(self) -> bool:
        """Say whether a page can be given out now."""

    def give(self, claim: Claim) -> None:
        """Hand out a page."""

    def wait(self, seconds: float) -> list[Finished]:
        """Wait for pages to end."""

    def kill(self) -> None:
        """Stop everything at once."""


class Report(Protocol):
    """Who is told about the run as it goes."""

    def started(self, counts: Counts) -> None:
        """Hear how many seeds there are and how many are done already."""

    def unusable(self, seed: BadSeed) -> None:
        """Hear of a line that is no seed, each time that its list is read."""

    def page(self, claim: Claim, outcome: Outcome, state: State) -> None:
        """Hear what became of a try."""


def heard(seeds: Iterable[Seed | BadSeed], report: Report) -> Iterator[Seed | BadSeed]:
    """Pass the seeds on, and tell ``report`` which are none."""
    for seed in seeds:
        if isinstance(seed, BadSeed):
            report.unusable(seed)
        yield seed


Published = Callable[[Claim], str | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run treats its seeds and their hosts."""

    per_host: int = 2
    delay_s: float = 1.0
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    again: bool = False
    retry_failed: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """The files that a run keeps beside its archive."""

    folder: Path

    @property
    def state(self) -> Path:
        """Return the database of what is waiting, running, done and failed."""
        return self.folder / "run.sqlite"

    @property
    def lock(self) -> Path:
        """Return the file that the running run holds a lock on."""
        return self.folder / "run.lock"

    @property
    def guard(self) -> Path:
        """Return the file that every worker holds a lock on."""
        return self.folder / "workers.lock"


def begin(
    state: RunState, seeds: Iterable[Seed | BadSeed], plan: Plan, published: Published
) -> Counts:
    """Settle what a killed run left open, and make ``seeds`` the list to work on."""
    for claim in state.interrupted():
        state.settle(claim, published(claim), MOST_DEATHS)
    return state.list_seeds(seeds, again=plan.again, retry_failed=plan.retry_failed)


def run(state: RunState, hands: Hands, plan: Plan, report: Report, published: Published) -> Counts:
    """Capture until nothing is left to do; return how the list stands.

    An interrupt stops everything at once and is raised on; the state is left so that the next run
    goes on, with nothing lost and nothing done twice.
    """
    try:
        while _step(state, hands, plan, report):
            pass
    except BaseException:
        running = hands.running
        hands.kill()
        for claim in running:
            state.settle(claim, published(claim), MOST_DEATHS)
        raise
    return state.counts()


def _step(state: RunState, hands: Hands, plan: Plan, report: Report) -> bool:
    """Give out what can be given, take in what has ended; say whether anything is left."""
    while hands.free() and (claim := state.claim(plan.per_host, plan.delay_s)):
        hands.give(claim)
    pause = state.next_ready_in(plan.per_host)
    if pause is None and not hands.running:
        return False
    if pause is None or not hands.free():
        pause = _LONGEST_PAUSE_S
    for finished in hands.wait(min(pause, _LONGEST_PAUSE_S)):
        wait_s = plan.retry.wait_s(finished.claim.tries, finished.outcome)
        reached = state.finish(finished.claim, finished.outcome, wait_s)
        report.page(finished.claim, finished.outcome, reached)
    return True
