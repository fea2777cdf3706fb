"""What a page asked for and did not get, for the ledger."""

from __future__ import annotations

from dataclasses import asdict

from capture.browser.launch import OpenPage
from capture.clean.values import BlockedRequest


def refused_requests(opened: OpenPage) -> tuple[BlockedRequest, ...]:
    """Return what the lists, the gate and the fence round files kept the page from."""
    stopped = opened.blocking.stopped if opened.blocking else ()
    by_lists = (BlockedRequest(**asdict(one)) for one in stopped)
    by_address = (
        BlockedRequest(
            url=f"//{refusal.host}:{refusal.port}",
            resource_type="connection",
            rule=f"address: {refusal.rule}",
        )
        for refusal in opened.gate.refusals
        if not refusal.list_name
    )
    by_folder = (BlockedRequest(**asdict(one)) for one in opened.files.refused)
    return (*by_lists, *by_address, *by_folder)
