# SPDX-License-Identifier: Apache-2.0
"""Devices are found without heavy libraries, on systems that say what they have in different ways."""

import subprocess
import sys

import pytest

from aiprod.server import devices
from aiprod.server.devices import Memory


def test_this_machine_has_a_processor_with_memory() -> None:
    found = devices.find()[0]
    assert (found.id, found.kind) == ("cpu", "cpu") and "cores" in found.name
    assert found.memory.total >= found.memory.free > 0
    assert devices.find(["cpu"]) and not devices.find(["gpu:99"])


def test_cards_are_read_from_the_drivers_tool() -> None:
    text = "0, GPU-6d1f, NVIDIA H100 80GB HBM3, 81559, 81000\n1, GPU-77aa, NVIDIA GeForce RTX 5090, [N/A], [N/A]\n"
    first, second = devices.cards(lambda: text)
    assert (first.id, first.kind, first.name, first.visible) == ("gpu:0", "gpu", "NVIDIA H100 80GB HBM3", "GPU-6d1f")
    assert first.memory == Memory(81559 << 20, 81000 << 20)
    assert (second.id, second.memory) == ("gpu:1", Memory(0, 0))


@pytest.mark.parametrize("text", ["", "No devices were found\n", "x, y, z, 1, 2\n", "NVIDIA-SMI has failed because, a, b, c"])
def test_a_tool_that_fails_means_no_cards(text: str) -> None:
    assert devices.cards(lambda: text) == ()


def test_memory_is_read_the_way_each_system_tells_it() -> None:
    assert devices._linux("MemTotal:  16 kB\nMemFree: 1 kB\nMemAvailable:   8 kB\n") == Memory(16384, 8192)
    vm_stat = (
        "Mach Virtual Memory Statistics: (page size of 16384 bytes)\n"
        "Pages free:     10.\nPages active:  99.\nPages inactive:  20.\nPages speculative:  5.\n"
    )
    assert devices._macos("17179869184\n", vm_stat) == Memory(17179869184, 35 * 16384)
    assert devices._linux("") == devices._macos("", "") == Memory(0, 0)


def test_looking_for_devices_loads_nothing_heavy() -> None:
    code = (
        "import aiprod.server.devices as d, sys; d.find(); print([m for m in ('torch', 'numpy', 'pynvml') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
