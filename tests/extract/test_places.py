"""Cells keep their columns, formulas and readings their structure, code its indentation."""

from __future__ import annotations

import pytest

from capture.extract.extract import extract
from capture.extract.values import Extraction

WORDS = "The harbour master wrote down every ship that came in, and its cargo. " * 12


def extracted(part: str) -> Extraction:
    body = f"<article><h1>The log</h1><p>{WORDS}</p>{part}<p>{WORDS}</p></article>"
    return extract(f"<html><body>{body}</body></html>", "https://example.org/log")


def test_empty_cells_keep_the_others_in_their_columns() -> None:
    found = extracted(
        "<table><tr><th>a<th>b<th>c<tr><td>1<td><td>3<tr><td><td>five<td>6<tr><td>7<td><td></table>"
    )
    assert "<tr><td>1</td><td></td><td>3</td></tr>" in found.html
    assert "<tr><td>7</td><td></td><td></td></tr>" in found.html
    assert "| 1 |  | 3 |" in found.markdown
    assert "|  | five | 6 |" in found.markdown


@pytest.mark.parametrize("name", ["harbour.master.log", "created_at", "npm-run-all"])
def test_a_name_in_code_or_in_a_table_is_no_leaked_key(name: str) -> None:
    table = f"<table><tr><th>key<th>says<tr><td>{name}<td>a path<tr><td>b<td>more</table>"
    assert name in extracted(table).text
    assert name in extracted(f"<ul><li><code>{name}</code></li><li>other words</li></ul>").text


def test_a_formula_is_copied_whole() -> None:
    found = extracted(
        """<p>Then <math display="block" onclick="x()"><semantics><mrow><mi>E</mi> <mo>=</mo>
        <msubsup><mi>c</mi><mrow></mrow><mn>2</mn></msubsup></mrow><annotation
        encoding="application/x-tex">E=c^2</annotation></semantics></math> he said.</p>"""
    )
    kept = "<msubsup><mi>c</mi><mrow></mrow><mn>2</mn></msubsup>"
    assert f"<mrow><mi>E</mi><mo>=</mo>{kept}</mrow>" in found.html
    assert "onclick" not in found.html
    assert "E=c2 he said" in found.text
    assert found.text.count("c2") == 1


def test_a_formula_without_end_is_only_words() -> None:
    deep = "<mrow>" * 300 + "<mi>x</mi>" + "</mrow>" * 300
    found = extracted(f"<p>Then <math>{deep}</math> he said.</p>")
    assert "<math" not in found.html
    assert "Then x he said" in found.text


def test_readings_stay_above_their_words() -> None:
    found = extracted("<p><ruby>灯台<rp>(</rp><rt>とうだい</rt></ruby> the light</p>")
    assert "<ruby>灯台<rt>とうだい</rt></ruby>" in found.html


def test_code_in_lines_keeps_its_indentation_and_loses_the_gutter() -> None:
    lines = ["def f(x):", "    return x", "", "f(1)"]
    parts = "".join(
        f"<div><span>{n}</span><div><div><span>{line[:4] if line.startswith(' ') else ''}</span>"
        f"<span>{line.strip()}</span>\n</div></div></div>"
        for n, line in enumerate(lines, 1)
    )
    found = extracted(f"<pre>{parts}</pre>").html
    assert "<pre>def f(x):\n    return x\n\nf(1)</pre>" in found


def test_numbers_that_are_code_stay() -> None:
    found = extracted("<pre>1\n2\nfizz\n4</pre>").html
    assert "<pre>1\n2\nfizz\n4</pre>" in found
