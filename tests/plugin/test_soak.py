# SPDX-License-Identifier: Apache-2.0
"""The engine starts over and over, and dies in every way; the panels' clients find it again and leave nothing behind.

`aiprod bench panels` does the same two thousand times.
"""

import sys
from pathlib import Path

import pytest
from tests.plugin.panel import node
from tests.plugin.soak import WAYS, soak_premiere, soak_real, soak_resolve

linux = pytest.mark.skipif(sys.platform != "linux", reason="sockets are counted in /proc")


@linux
def test_resolves_lines_find_the_engine_again_however_it_ended(tmp_path: Path) -> None:
    found = soak_resolve(tmp_path, 3 * len(WAYS), reopen_every=8)
    assert found["pairings"] == 1 and found["key_is_good"]
    assert (found["threads_left"], found["sockets_left"], found["stale_keys"], found["strange_keys_sent"]) == (0, 0, 0, 0)
    assert found["connections_at_most"] <= 3


@linux
def test_premieres_client_finds_the_engine_again(tmp_path: Path) -> None:
    node()
    found = soak_premiere(20)
    assert (found["threads_left"], found["sockets_left"], found["sockets_left_here"]) == (0, 0, 0)
    assert found["strange_keys_sent"] == 0 and found["times_lost"] >= 20


@linux
def test_both_find_the_real_engine_again(tmp_path: Path) -> None:
    node()
    found = soak_real(tmp_path, 2)
    assert (found["threads_left"], found["sockets_left"], found["pairings"]) == (0, 0, 2)
