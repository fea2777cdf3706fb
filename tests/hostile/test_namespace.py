"""The command line in a network namespace, with real addresses: public, private, and rebinding."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

# A namespace of its own, mounts and all: nothing of it is left when its process has ended.
INSIDE = """
ip link set lo up && ip address add 93.184.215.14/32 dev lo && ip address add 10.0.0.1/32 dev lo &&
mount --bind "$1/hosts" /etc/hosts && mount --bind "$1/resolv.conf" /etc/resolv.conf &&
exec "$2" "$3" "$1"
"""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        os.geteuid() != 0 or not all(map(shutil.which, ("ip", "unshare", "openssl"))),
        reason="needs root, ip, unshare and openssl",
    ),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("namespace")
    (folder / "hosts").write_text("127.0.0.1 localhost\n")
    (folder / "resolv.conf").write_text("nameserver 127.0.0.1\n")
    script = Path(__file__).with_name("namespace.py")
    done = subprocess.run(
        ["unshare", "--net", "--mount", "sh", "-c", INSIDE, "sh", folder, sys.executable, script],
        capture_output=True,
        text=True,
        check=False,
    )
    if "Operation not permitted" in done.stderr:
        pytest.skip("this machine gives no namespaces")
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_private_address_could_be_reached(found: dict[str, Any]) -> None:
    assert found["reachable"]["private"] == ["tcp 80"]


@pytest.mark.parametrize("case", ["redirect to an address", "redirect to a name"])
def test_redirect_to_a_private_address_ends_with_exit_7(found: dict[str, Any], case: str) -> None:
    assert found[case]["code"] == 7, found[case]
    assert found[case]["private"] == []
    assert "private" in found[case]["said"]


def test_subresources_at_private_addresses_stand_in_the_ledger(found: dict[str, Any]) -> None:
    case = found["subresources"]
    assert case["code"] == 0, case
    assert case["private"] == []
    assert {"//10.0.0.1:80 address: private", "//private.test:80 address: private"} <= {
        *case["blocked"]
    }


def test_rebound_name_leads_where_it_led_at_first(found: dict[str, Any]) -> None:
    case = found["rebinding"]
    assert case["code"] == 0, case
    assert case["private"] == []
    assert "/secret" in case["reached"]


def test_no_other_way_and_no_spelling_reaches_anything_private(found: dict[str, Any]) -> None:
    case = found["many"]
    assert case["code"] == 0, case
    assert case["private"] == []
    assert "leak.test" not in case["asked"]
    assert len([one for one in case["blocked"] if "address: " in one]) > 7, "they were tried"


def test_name_in_a_public_list_that_turns_private_is_not_captured(found: dict[str, Any]) -> None:
    case = found["list"]
    assert case["code"] == 4, case
    assert case["private"] == []
    assert "/list.txt" in case["reached"]


def test_workers_hints_and_transports_reach_nothing_private(found: dict[str, Any]) -> None:
    case = found["ways"]
    assert case["code"] == 0, case
    assert case["private"] == []
    assert "/ran?dedicated" in case["reached"]
    assert "/worker.js?service" not in case["reached"], "service workers are off"
    assert "leak.test" not in case["asked"]
