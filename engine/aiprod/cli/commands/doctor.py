# SPDX-License-Identifier: Apache-2.0
"""`aiprod doctor`: can this machine and installation make films? With `--bundle`, what a developer needs to help."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiprod.models import library
from aiprod.production.doctor import checks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    parser.add_argument("--bundle", metavar="FILE.zip", help="write what a developer needs to help; secrets are taken out")
    parser.add_argument("--preview", action="store_true", help="with --bundle: show everything it would contain instead")


def run(arguments: argparse.Namespace) -> int:
    if getattr(arguments, "bundle", None):
        return _bundle(Path(arguments.bundle), preview=bool(getattr(arguments, "preview", False)))
    results = report()
    if arguments.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    else:
        for result in results:
            print(f"{'ok  ' if result['ok'] else 'FAIL'} {result['check']}: {result['found']}")
    return 0 if all(result["ok"] for result in results) else 2


def report() -> list[dict[str, Any]]:
    """Every check: its name, whether it is well, what was found."""
    return [{"check": name, "ok": ok, "found": found} for name, ok, found in checks()]


def log_folder() -> Path:
    """Where server, workers and builders write their logs and traces."""
    return library.store_root() / "server" / "logs"


def _bundle(path: Path, *, preview: bool) -> int:
    from aiprod.observe.bundle import Bundle

    bundle = Bundle({"doctor": report, "settings": settings}, log_folder())
    print(bundle.summary())
    if preview:
        for part in bundle.preview():
            print(f"\n--- {part.name}\n{part.text}")
        return 0
    print(f"Written to {bundle.write(path)}. It is plain text in a zip archive: look at it before you pass it on.")
    return 0


def settings(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What is set for AIPROD in the environment; the bundle takes secrets out."""
    return {name: value for name, value in sorted(environment.items()) if name.startswith("AIPROD_")}
