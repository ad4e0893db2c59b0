# SPDX-License-Identifier: Apache-2.0
"""`aiprod doctor`: can this machine and installation make films?"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
from collections.abc import Iterator

from aiprod.models import library
from aiprod.models.cards import all_cards

_NEEDED_GB = 2


def run(arguments: argparse.Namespace) -> int:
    results = [{"check": name, "ok": ok, "found": found} for name, ok, found in _checks()]
    if arguments.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    else:
        for result in results:
            print(f"{'ok  ' if result['ok'] else 'FAIL'} {result['check']}: {result['found']}")
    return 0 if all(result["ok"] for result in results) else 2


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
