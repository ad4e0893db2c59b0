# SPDX-License-Identifier: Apache-2.0
"""`aiprod doctor`: can this machine and installation make films? With `--bundle`, what a developer needs to help."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aiprod.models import library
from aiprod.models.cards import all_cards

_NEEDED_GB = 2


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
    return [{"check": name, "ok": ok, "found": found} for name, ok, found in _checks()]


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


def _checks() -> Iterator[tuple[str, bool, str]]:
    version = sys.version_info
    yield "python", version >= (3, 11), platform.python_version()
    yield "cores", True, str(os.cpu_count())
    free = shutil.disk_usage(".").free
    yield "disk", free > _NEEDED_GB << 30, f"{free >> 30} GB free here (a minute of film needs about {_NEEDED_GB} GB)"
    yield from _encoder_checks()
    for card in all_cards().values():
        if card.need == "core":
            here = library.installed(card.id)
            yield f"model {card.id}", here, "installed" if here else "missing: run `aiprod models repair`"


def _encoder_checks() -> Iterator[tuple[str, bool, str]]:
    from aiprod.film.errors import EngineError
    from aiprod.media.encoders import choose

    for purpose in ("take", "delivery_h264"):
        try:
            yield f"encoder for {purpose}", True, choose(purpose).codec  # type: ignore[arg-type]
        except EngineError as error:
            yield f"encoder for {purpose}", False, str(error)
