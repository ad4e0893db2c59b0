# SPDX-License-Identifier: Apache-2.0
"""The bench of the store runs, and what it says of exactness is so."""

from __future__ import annotations

from aiprod.cli.benches.jobs import run
from aiprod.cli.benches.postgres import binaries


def test_the_bench_of_the_store() -> None:
    figures = run(runs=16)
    parts = [figures["sqlite"], *([figures["postgres"]] if binaries() else [])]
    for part in parts:
        assert part["problems"] == []
        assert part["delivered"] == part["jobs"] + max(1, part["jobs"] // 4)
        assert part["spending"]["exact"]
        assert part["spending"]["overrun_micro"] == 0
        assert part["spending"]["refused"] > 0
        assert all(rate > 0 for name, rate in part.items() if "_per_s_" in name)
