# SPDX-License-Identifier: Apache-2.0
"""Work that can't be interrupted, done where it can be ended: in a process of its own."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiprod.production.workers import Workers, build, outcome


def apart(builder: str, folder: Path, arguments: Mapping[str, Any], stop: threading.Event | None) -> dict[str, Any]:
    """Call "module:function" with (folder, **arguments): here, or in another process where somebody may stop it.

    Raises Stopped when `stop` was set, and what the builder raises.
    """
    if stop is None:
        return build(builder, folder, arguments)[0]
    with Workers(1, folder / "worker.log") as workers:
        return outcome(workers.submit(builder, folder, arguments), stop)[0]
