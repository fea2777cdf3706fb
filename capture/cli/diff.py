"""`capture diff`, and how comparisons are printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from capture.cli.app import app, complain
from capture.compare.judge import Rules, boxes, compare_paths
from capture.compare.sentences import lines
from capture.compare.values import Comparison, Kind
from capture.errors import Exit, printable

AsJson = Annotated[bool, typer.Option("--json", help="Print the comparisons as JSON")]
FailOn = Annotated[
    list[Kind] | None, typer.Option("--fail-on", help="A kind that fails; may be repeated [all]")
]
Threshold = Annotated[
    float | None, typer.Option("--threshold", min=0, max=1, help="Colour tolerance, 0 is exact [0]")
]
Box = Annotated[
    list[str] | None,
    typer.Option("--mask", metavar="X,Y,W,H", help="Pixels that may differ; may be repeated"),
]


@app.command("diff")
def diff(
    baseline: Annotated[Path, typer.Argument(help="A bundle, PNG, PDF or text file")],
    current: Annotated[Path, typer.Argument(help="Another of the same type")],
    report: Annotated[Path | None, typer.Option("--report", help="Write a report here")] = None,
    fail_on: FailOn = None,
    threshold: Threshold = None,
    mask: Box = None,
    as_json: AsJson = False,
) -> None:
    """Compare two captures or files; say what changed."""
    rules = Rules(
        fail_on=tuple(fail_on) if fail_on else None,
        threshold=threshold,
        masks=boxes(tuple(mask or ())),
    )
    comparison = compare_paths(baseline, current, rules)
    show((comparison,), (), as_json=as_json)
    if report:
        from capture.compare.report import write_report

        complain(f"report: {write_report((comparison,), (), report)}")
    raise typer.Exit(Exit.CHANGED if comparison.failed else Exit.OK)


def show(
    comparisons: tuple[Comparison, ...], errors: tuple[tuple[str, str], ...], *, as_json: bool
) -> None:
    """Print one line a page, or all of it as JSON; what was not captured goes to stderr."""
    if as_json:
        typer.echo(json.dumps([c.model_dump(mode="json") for c in comparisons], ensure_ascii=False))
    for comparison in () if as_json else comparisons:
        for line in lines(comparison):
            typer.echo(line)
    for name, reason in errors:
        complain(f"{name}: {printable(reason)}")
