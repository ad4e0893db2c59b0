# SPDX-License-Identifier: Apache-2.0
"""What `aiprod bench panels` measures, in small: its figures are right, and its counts are what the issue asks."""

from pathlib import Path

import pytest
from tests.plugin.panel import node
from tests.plugin.placements import in_premiere, in_resolve

from aiprod.cli.benches import panels


def test_placements_in_resolve_at_every_rate(tmp_path: Path) -> None:
    found = in_resolve(tmp_path, 40)
    assert (found.placed, found.off, len(found.rates)) == (40, 0, 10) and len(found.hosts) > 5


def test_placements_in_premiere_at_every_rate() -> None:
    node()
    found = in_premiere(24, versions=("26.3",))
    assert (found.placed, found.off, len(found.rates)) == (24, 0, 8)


def test_round_trips_lose_nothing_unnamed(tmp_path: Path) -> None:
    figures = panels.round_trip(tmp_path / "files", 20, 0)
    formats = [figures[kind] for kind in ("otio", "resolve-otio", "fcpxml", "fcp7", "edl", "aaf")]
    assert [one["losses_not_named"] for one in formats] == [0] * 6 and all(one["clips"] >= 20 for one in formats)


def test_an_order_of_each_panel_is_timed(tmp_path: Path) -> None:
    node()
    figures = panels.action_to_job(tmp_path / "action", 10)
    assert 0 < figures["resolve_http"]["p50_ms"] <= figures["resolve_http"]["p95_ms"]
    assert 0 < figures["premiere_socket"]["p50_ms"] <= figures["premiere_socket"]["p95_ms"]


def test_without_the_tests_the_bench_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from aiprod.film.errors import UserError

    monkeypatch.setattr(panels, "_ROOT", tmp_path)
    with pytest.raises(UserError, match="checkout"):
        panels.placements(tmp_path / "x", 1, 0)
