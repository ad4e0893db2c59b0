# SPDX-License-Identifier: Apache-2.0
"""Whether tests on PostgreSQL can run here, and must."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aiprod.cli.benches.postgres import PLACES, binaries, cluster

__all__ = ["cluster", "required_binaries"]


def required_binaries() -> Path:
    """PostgreSQL's programs; without them the test is skipped, or fails where AIPROD_REQUIRE_SERVICES=1 wants all of them."""
    found = binaries()
    if found is not None:
        return found
    reason = "PostgreSQL is not installed: no pg_ctl in " + ", ".join(PLACES) + " nor on PATH"
    if os.environ.get("AIPROD_REQUIRE_SERVICES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
