"""Acting on a verdict, in the page: take out, hide, unpin, unlock; close the holes."""

from __future__ import annotations

from collections.abc import Sequence

from capture.browser.world import World, script
from capture.clean.values import Action, Box, Candidate, Kept, Removal


def remove(
    world: World, removals: Sequence[Removal]
) -> tuple[tuple[Removal, ...], tuple[Kept, ...]]:
    """Carry out ``removals``; return what was done (holes closed included) and what had gone."""
    orders = [{"ref": r.candidate.ref, "action": r.candidate.action} for r in removals]
    answer = world.run(script("capture.clean", "remove.js"), orders)
    done = set(answer["done"])
    acted = [r for r in removals if r.candidate.ref in done]
    gone = [
        Kept(candidate=r.candidate, reason="it had left the page by itself")
        for r in removals
        if r.candidate.ref not in done
    ]
    by_ref = {r.candidate.ref: r.candidate for r in acted}
    holes = [_hole(hole, by_ref[hole["of"]]) for hole in answer["holes"]]
    return (*acted, *holes), tuple(gone)


def _hole(hole: dict[str, object], of: Candidate) -> Removal:
    candidate = Candidate(
        ref=int(str(hole["ref"])),
        kind=of.kind,
        detector="hole",
        selector=str(hole["selector"]),
        box=Box.model_validate(hole["box"]),
        action=Action.REMOVE,
        group=of.group,
    )
    return Removal(candidate=candidate, reason=f"an empty wrapper, left by {of.selector}")
