"""When a failed page is tried again."""

from __future__ import annotations

import random
from dataclasses import dataclass

from capture.runs.outcome import Outcome

# Doubling from 2 s reaches a minute at the fifth failure: most restarts of a server are over then.
FIRST_WAIT_S = 2.0
LONGEST_WAIT_S = 300.0
# A server may ask for more patience than a backoff would have, but not hold a run for a day.
LONGEST_RETRY_AFTER_S = 3600.0
# A seed that was running each time a whole run died is the likely cause.
MOST_DEATHS = 3


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """``retries`` further tries after the first, with doubling waits."""

    retries: int = 2

    def wait_s(self, tries: int, outcome: Outcome) -> float | None:
        """Return the seconds until the next try after ``tries`` tries, ``None`` for no more."""
        if not outcome.retryable or tries > self.retries:
            return None
        if outcome.retry_after_s is not None:
            asked = outcome.retry_after_s
            return asked if asked <= LONGEST_RETRY_AFTER_S else None
        # Jitter keeps pages that failed together from coming back together.
        wait = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** (tries - 1))
        return wait * random.uniform(0.75, 1.25)  # noqa: S311 (spreads load, guards nothing)
