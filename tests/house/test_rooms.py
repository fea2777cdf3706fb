"""The house rules that a machine can check."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "capture"
# Imports go down this list, never up (ARCHITECTURE.md).
ROOMS = (
    "cli",
    "demo",
    "browse",
    "runs",
    "pytest_plugin",
    "pipeline",
    "compare",
    "archive",
    "render",
    "extract",
    "clean",
    "browser",
    "filters",
    "options",
    "urls",
    "values",
    "errors",
)
# A third-party library has one door; the left side names it, the right where it may be imported.
DOORS = {
    "pymupdf": ("render/pdfread.py",),
    "PIL": ("render/", "compare/", "clean/"),
    "pikepdf": ("render/pdfa", "render/reader"),
    "playwright": ("browser/", "clean/", "render/", "pytest_plugin.py", "pipeline.py"),
    "typer": ("cli/",),
}
MODULES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = sorted(PACKAGE.rglob("js/*.js"))


def _imports(module: Path) -> list[str]:
    tree = ast.parse(module.read_text("utf-8"))
    found = [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module]
    found += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    return found


def _room(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_imports_go_down_the_list(module: Path) -> None:
    room = _room(module)
    if room not in ROOMS:
        assert room in ("__init__", "__main__"), f"{room} is not in the list of rooms"
        return
    for name in _imports(module):
        parts = name.split(".")
        if parts[0] != "capture":
            continue
        assert len(parts) > 1, "import from the module, never from the package root"
        assert ROOMS.index(parts[1]) >= ROOMS.index(room), f"{room} imports {name}"


@pytest.mark.parametrize("library", DOORS)
def test_each_library_has_one_door(library: str) -> None:
    users = {
        module.relative_to(PACKAGE).as_posix()
        for module in MODULES
        if any(name.split(".")[0] == library for name in _imports(module))
    }
    assert users
    outside = {user for user in users if not user.startswith(DOORS[library])}
    assert not outside


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_in_page_scripts_evaluate_to_one_function(page: Page, path: Path) -> None:
    # A leading `function f(){}` or `const f =` would evaluate to nothing, silently.
    assert page.evaluate(f"typeof ({path.read_text('utf-8')})") == "function"


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "manager", "core", "base", "misc"}
    assert not [m for m in MODULES if m.stem in empty]


def test_the_public_names_are_these() -> None:
    capture = importlib.import_module("capture")
    assert capture.__all__ == [
        "BrowserMissing",
        "Bundle",
        "CaptureError",
        "Capturer",
        "FixityError",
        "Ledger",
        "Manifest",
        "Options",
        "PolicyRefused",
        "UsageError",
        "capture",
        "load_bundle",
        "verify_bundle",
    ]
    for name in capture.__all__:
        assert getattr(capture, name).__doc__, f"{name} says nothing of itself"


def test_no_machine_of_ours_is_named() -> None:
    # Paths of one machine, and hosts of package indexes, have no place in a project that travels.
    forbidden = re.compile("/" + r"work/|" + r"files\.pyth" + "onhosted|" + "index-" + "url http")
    tracked = [
        p
        for folder in ("capture", "tests", "scripts", "docs")
        for p in (ROOT / folder).rglob("*")
        if p.suffix in (".py", ".md", ".js", ".toml", ".txt") and p.is_file()
    ]
    tracked += [ROOT / n for n in ("Makefile", "README.md", "pyproject.toml", "requirements.lock")]
    guilty = [
        p for p in tracked if p.exists() and forbidden.search(p.read_text("utf-8", "replace"))
    ]
    assert not guilty
