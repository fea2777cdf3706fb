"""No spelling and no wrapping of a private address passes for a public one."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.browser.addresses import is_public, literal, why_not_public

PRIVATE_V4 = st.one_of(
    st.integers(0x7F000000, 0x7FFFFFFF),
    st.integers(0x0A000000, 0x0AFFFFFF),
    st.integers(0xAC100000, 0xAC1FFFFF),
    st.integers(0xC0A80000, 0xC0A8FFFF),
    st.integers(0xA9FE0000, 0xA9FEFFFF),
    st.integers(0x64400000, 0x647FFFFF),
    st.integers(0xE0000000, 0xFFFFFFFF),
    st.integers(0x00000000, 0x00FFFFFF),
).map(IPv4Address)


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback"),
        ("::1", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("::", "unspecified"),
        ("169.254.169.254", "metadata"),
        ("168.63.129.16", "metadata"),
        ("100.100.100.200", "metadata"),
        ("fd00:ec2::254", "metadata"),
        ("169.254.1.1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("10.1.2.3", "private"),
        ("fd12::1", "private"),
        ("fec0::1", "private"),
        ("100.64.0.1", "carrier NAT"),
        ("224.0.0.251", "multicast"),
        ("ff02::1", "multicast"),
        ("255.255.255.255", "reserved"),
        ("192.88.99.1", "reserved"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "reserved"),
        ("4000::1", "reserved"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::127.0.0.1", "loopback"),
        ("64:ff9b::7f00:1", "loopback"),
        ("64:ff9b::a9fe:a9fe", "metadata"),
        ("2002:7f00:1::1", "loopback"),
        ("2a00:1450::5efe:10.0.0.1", "private"),
        ("::ffff:0:10.0.0.1", "private"),
    ],
)
def test_what_is_not_public_is_named(address: str, rule: str) -> None:
    assert why_not_public(address) == rule


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1",
     "2002:101:101::1", "172.32.0.1", "100.128.0.1", "11.0.0.1"],
)  # fmt: skip
def test_the_public_internet_is_public(address: str) -> None:
    assert is_public(address)


@given(PRIVATE_V4)
def test_wrapping_a_private_address_does_not_make_it_public(address: IPv4Address) -> None:
    number = int(address)
    for wrapped in (
        0xFFFF << 32 | number,
        0x64FF9B << 96 | number,
        0x2002 << 112 | number << 80 | 1,
        0xFFFF << 48 | number,
    ):
        assert not is_public(IPv6Address(wrapped))
    assert not is_public(address)


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_never_more_lenient_than_the_standard_library(address: IPv4Address) -> None:
    if is_public(address):
        assert address.is_global
        assert not address.is_multicast


@given(st.integers(0, 2**128 - 1).map(IPv6Address))
def test_never_more_lenient_than_the_standard_library_v6(address: IPv6Address) -> None:
    if is_public(address) and address.ipv4_mapped is None and int(address) >> 32 != 0x64FF9B << 64:
        assert int(address) >> 125 == 1  # 2000::/3


def _part(number: int, base: str) -> str:
    return {"d": str(number), "o": f"0{number:o}", "x": f"0x{number:x}", "X": f"0X{number:X}"}[base]


@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 4),
    st.lists(st.sampled_from("doxX"), min_size=4, max_size=4),
    st.sampled_from(["", "."]),
)
def test_every_spelling_of_an_address_is_read(
    number: int, count: int, bases: list[str], dot: str
) -> None:
    octets = [number >> shift & 255 for shift in (24, 16, 8, 0)]
    tail = int.from_bytes(bytes(octets[count - 1 :]))
    parts = [*octets[: count - 1], tail]
    spelled = ".".join(_part(n, base) for n, base in zip(parts, bases, strict=False)) + dot
    assert literal(spelled) == IPv4Address(number)


@given(st.text(max_size=40))
def test_any_text_is_a_name_or_an_address(text: str) -> None:
    found = literal(text)
    assert found is None or ip_address(str(found)) == found


def test_names_are_not_addresses() -> None:
    for name in ("example.org", "256.1.1.1", "1.2.3.4.5", "0x", "deadbeef", "1.2.3.", "..", ""):
        if name == "0x":
            assert literal(name) == IPv4Address(0)
        elif name == "1.2.3.":
            assert literal(name) == IPv4Address("1.2.0.3")
        else:
            assert literal(name) is None
