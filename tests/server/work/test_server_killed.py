# SPDX-License-Identifier: Apache-2.0
"""The server is killed at seeded moments, again and again (`aiprod bench jobs_kill` does it 200 times)."""

import pytest

from aiprod.cli.benches import jobs_kill


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_killed_server_loses_nothing_and_does_nothing_twice(seed: int) -> None:
    figures = jobs_kill.run(runs=5, seed=seed)
    assert figures["wrong"] == []
    assert figures["jobs"] == figures["delivered"] == figures["orders"]
    assert (figures["lost"], figures["delivered_twice"], figures["steps_made_twice_or_missing"]) == (0, 0, 0)
