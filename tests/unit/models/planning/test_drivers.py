# SPDX-License-Identifier: Apache-2.0
"""Cards that can be used, and what is said of those that can't. The answers are those of NVIDIA's own tool, word for word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aiprod.film.messages import translated
from aiprod.models.cards import card
from aiprod.models.fits import report
from aiprod.models.planning import devices
from aiprod.models.planning.drivers import Answer, Reader, cards_on_bus, look

GOOD = "0, NVIDIA GeForce RTX 4090, 24564, 23028, 580.95.05, 8.9\n"
OLD_DRIVER = "0, NVIDIA GeForce RTX 3060, 12288, 11900, 535.183.01, 8.6\n"
OLD_CARD = "0, NVIDIA GeForce GTX 1080 Ti, 11264, 11000, 580.95.05, 6.1\n"
NO_ANSWER = (
    "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is "
    "installed and running.\n"
)
MISMATCH = "Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 580.95\n"
FORBIDDEN = "Failed to initialize NVML: Insufficient Permissions\n"
BARE = Reader(smi=lambda: None, on_bus=lambda: 0, torch=lambda: "2.13.0", works=lambda: False)


def machine(text: str | None, code: int = 0, torch: str = "2.13.0", on_bus: int = 1) -> Reader:
    answer = None if text is None else Answer(code, text)
    return replace(BARE, smi=lambda: answer, torch=lambda: torch, on_bus=lambda: on_bus)


def test_a_card_that_works_and_a_machine_without_one() -> None:
    lines, trouble = look(machine(GOOD))
    assert lines == (GOOD.strip(),) and trouble is None
    assert look(BARE) == ((), None)
    assert look(machine("No devices were found\n", 6, on_bus=0)) == ((), None)


@pytest.mark.parametrize(
    ("reader", "why", "remedy"),
    [
        (machine(None), "NVIDIA's driver is not installed", "Install NVIDIA's driver 580"),
        (machine(NO_ANSWER, 9), "NVIDIA's driver does not answer", "install the driver anew"),
        (machine("", -1), "NVIDIA's driver does not answer", "install the driver anew"),
        (machine(MISMATCH, 18), "was renewed while the machine ran", "Restart the machine. "),
        (machine(FORBIDDEN, 4), "this user may not use it", "group"),
        (machine("No devices were found\n", 6), "finds no card, though one is in the machine", "Restart"),
        (machine(OLD_DRIVER), "its driver 535.183.01 is too old, 580 or newer is wanted", "Install NVIDIA's driver 580"),
        (machine(OLD_CARD), "PyTorch no longer knows cards of its age", "RTX 20 series"),
        (machine(GOOD, torch="2.13.0+cpu"), "was installed for the processor alone", "`./aiprod models runtime`"),
    ],
    ids=["no driver", "silent", "hangs", "mismatch", "forbidden", "no card", "old driver", "old card", "torch without CUDA"],
)
def test_what_is_in_the_way_is_said_with_what_helps(reader: Reader, why: str, remedy: str) -> None:
    lines, trouble = look(reader)
    assert lines == () and trouble is not None
    assert why in trouble.why and remedy in trouble.remedy and "can't be used" in trouble.what
    for text in (trouble.what, trouble.why, trouble.remedy):
        assert translated(text, "fr") != text
    assert "Install NVIDIA" not in translated(trouble.remedy, "fr")


def test_a_driver_is_old_only_for_what_pytorch_was_built_for() -> None:
    assert look(machine(OLD_DRIVER, torch="2.13.0+cu126")) == ((OLD_DRIVER.strip(),), None)
    assert look(replace(machine(OLD_DRIVER), works=lambda: True)) == ((OLD_DRIVER.strip(),), None)


def test_of_two_cards_the_one_that_works_is_taken() -> None:
    lines, trouble = look(machine(OLD_CARD + GOOD.replace("0,", "1,", 1)))
    assert len(lines) == 1 and "4090" in lines[0] and trouble is None
    assert devices.here(reader=machine(OLD_CARD + GOOD.replace("0,", "1,", 1))).name == "cuda:1"


def test_the_bus_is_read(tmp_path: Path) -> None:
    for name, vendor, kind in (("0", "0x10de", "0x030000"), ("1", "0x10de", "0x040300"), ("2", "0x8086", "0x030000")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "vendor").write_text(f"{vendor}\n")
        (tmp_path / name / "class").write_text(f"{kind}\n")
    assert cards_on_bus(tmp_path) == 1
    assert cards_on_bus(tmp_path / "nothing") == 0


def test_a_report_says_why_the_card_is_not_used() -> None:
    here = devices.here(measure=False, reader=machine(OLD_DRIVER))
    assert here.name == "cpu" and here.lack
    found = report(card("tiny-wan"), 320, 192, 17, device=here)
    assert found.runs and found.why[0] == "The NVIDIA GeForce RTX 3060 can't be used"
    assert "driver 535.183.01 is too old" in found.why[1]
    assert "Install NVIDIA's driver 580" in found.remedy
    french = "\n".join(found.sentences("fr"))
    assert "pilote 535.183.01 est trop ancien" in french and "can't" not in french


def test_too_little_memory_of_the_card_or_of_the_machine() -> None:
    small = devices.card_of("0, NVIDIA GeForce RTX 3050, 2048, 1900, 580.95.05, 8.6")
    assert small is not None
    found = report(card("ltx-2.3-dev"), 1280, 704, 121, device=small)
    assert not found.runs and "RTX 3050 has 1.8 GB of memory to spare; even the smallest way needs" in found.why[-1]
    assert "smaller" in found.remedy
    poor = replace(small, free=16 << 30, memory=16 << 30, host=4 << 30)
    found = report(card("ltx-2.3-dev"), 1280, 704, 121, device=poor)
    assert not found.runs and "of the machine's memory and 4.3 GB are free" in found.why[-1]
    french = " ".join(found.sentences("fr"))
    assert "4,3 Go" in french and "machine’s" not in french and "smaller" not in french
