"""A run's comparisons as JUnit XML and as GitHub's annotations and step summary."""

from __future__ import annotations

import re
import shlex
import xml.etree.ElementTree as ET
from pathlib import Path

from capture.compare.sentences import summary
from capture.compare.values import Comparison

# What XML 1.0 cannot hold at all; a page's title may.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(comparisons: tuple[Comparison, ...], errors: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Return the XML: a test case a page, one failure each that failed, one error each lost.

    ``errors`` are names and reasons of pages that could not be captured.
    """
    suite = ET.Element(
        "testsuite",
        name="capture check",
        tests=str(len(comparisons) + len(errors)),
        failures=str(sum(c.failed for c in comparisons)),
        errors=str(len(errors)),
    )
    for comparison in comparisons:
        case = ET.SubElement(suite, "testcase", name=_clean(comparison.name), classname="snapshots")
        said = _clean(summary(comparison))
        if comparison.failed:
            kind = comparison.kind.value
            ET.SubElement(case, "failure", message=said, type=kind).text = "\n".join(
                [said, *map(_clean, comparison.notes), _clean(comparison.url)]
            )
        else:
            notes = map(_clean, comparison.notes)
            ET.SubElement(case, "system-out").text = "\n".join([said, *notes])
    for name, reason in errors:
        case = ET.SubElement(suite, "testcase", name=_clean(name), classname="snapshots")
        ET.SubElement(case, "error", message=_clean(reason), type="not captured")
    root = ET.Element("testsuites")
    root.append(suite)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def workflow_commands(
    comparisons: tuple[Comparison, ...], errors: tuple[tuple[str, str], ...] = ()
) -> tuple[str, ...]:
    """Return GitHub workflow commands, one for each page that failed or could not be captured."""
    failed = [(c.name, summary(c)) for c in comparisons if c.failed]
    return tuple(
        f"::error title={_property(f'Snapshot {name}')}::{_data(said)}"
        for name, said in [*failed, *errors]
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def step_summary(
    comparisons: tuple[Comparison, ...], errors: tuple[tuple[str, str], ...] = ()
) -> str:
    """Return Markdown for ``GITHUB_STEP_SUMMARY``: a row a page, failures first."""
    rows = [
        (
            "❌" if c.failed else "✅",
            c.name,
            " — ".join([summary(c), *c.notes]),
            f"`capture approve {shlex.quote(c.name)}`" * c.failed,
        )
        for c in sorted(comparisons, key=lambda c: not c.failed)
    ]
    rows = [("💥", name, reason, "") for name, reason in errors] + rows
    lines = ["## Snapshots", "", "| | page | what | approve |", "| --- | --- | --- | --- |"]
    lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """Keep a page's words from being Markdown or HTML in somebody's summary."""
    text = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return re.sub(r"([\[\]*_!])", r"\\\1", text)


def append_summary(path: Path, text: str) -> None:
    """Add to GitHub's summary file, which other steps write to as well."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
