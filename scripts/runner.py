"""Runs the measuring scripts of a folder one after another."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import traceback


def run_all(package: str) -> None:
    """Run ``main()`` of each module in ``package``; arguments choose modules by name."""
    chosen = sys.argv[1:]
    folder = importlib.import_module(package)
    names = sorted(m.name for m in pkgutil.iter_modules(folder.__path__) if m.name[0] != "_")
    failed = []
    sys.argv[1:] = []
    for name in names:
        if chosen and name not in chosen:
            continue
        print(f"\n== {package.split('.')[-1]}: {name}", flush=True)
        try:
            module = importlib.import_module(f"{package}.{name}")
            if hasattr(module, "main"):
                module.main()
        except Exception:  # noqa: BLE001 (one broken script must not hide the others)
            traceback.print_exc()
            failed.append(name)
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)
