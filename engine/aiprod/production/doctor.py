# SPDX-License-Identifier: Apache-2.0
"""Can this machine and installation make films?"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator

from aiprod.models import library
from aiprod.models.cards import all_cards

_NEEDED_GB = 2
Check = tuple[str, bool, str]
"""What was looked at, whether it is well, what was found."""


def checks() -> Iterator[Check]:
    """Every check, one after the other."""
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


def _encoder_checks() -> Iterator[Check]:
    from aiprod.film.errors import EngineError
    from aiprod.media.encoders import choose

    for purpose in ("take", "delivery_h264"):
        try:
            yield f"encoder for {purpose}", True, choose(purpose).codec  # type: ignore[arg-type]
        except EngineError as error:
            yield f"encoder for {purpose}", False, str(error)
