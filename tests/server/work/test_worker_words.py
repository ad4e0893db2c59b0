# SPDX-License-Identifier: Apache-2.0
"""What workers say: failures in the store's classes, news no more often than is worth hearing."""

import errno
from collections.abc import Mapping
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest

from aiprod.film.errors import BusyError, DiskFullError, EngineError, LostProcessError, UserError
from aiprod.film.faults import FaultClass, FaultError
from aiprod.production.events import Event
from aiprod.production.jobs import BudgetExceeded, Failure
from aiprod.production.watching import Preview
from aiprod.server.channel import from_environment
from aiprod.server.duties import DUTIES, duty
from aiprod.server.failures import failure_of, lost
from aiprod.server.worker import Reporter


class OutOfMemoryError(RuntimeError):
    """As the GPU libraries name it."""


@pytest.mark.parametrize(("error", "error_class", "code"), [
    (UserError("It can't be", "so", "do"), "input", "input"), (BusyError("held"), "transient", "busy"),
    (DiskFullError("x"), "resource", "disk_full"), (EngineError("x"), "transient", "engine"),
    (LostProcessError("x"), "lost_worker", "worker_lost"), (BrokenProcessPool("x"), "lost_worker", "worker_lost"),
    (MemoryError(), "resource", "out_of_memory"), (OutOfMemoryError("CUDA"), "resource", "out_of_memory"),
    (OSError(errno.ENOSPC, "full"), "resource", "disk_full"), (OSError(errno.EIO, "broken"), "internal", "internal"),
    (ConnectionResetError("x"), "transient", "unreachable"), (TimeoutError("x"), "transient", "unreachable"),
    (FaultError("x", kind=FaultClass.MODERATION), "moderation", "moderation"),
    (FaultError("x", kind=FaultClass.PROVIDER, code="bad_answer"), "provider", "bad_answer"),
    (FaultError("x", kind=FaultClass.MONEY, code="no_consent"), "input", "no_consent"),
    (FaultError("x", kind=FaultClass.QUALITY), "provider", "quality"), (BudgetExceeded("x"), "input", "budget_exceeded"),
    (ZeroDivisionError("x"), "internal", "internal"), (KeyboardInterrupt(), "internal", "internal"),
])  # fmt: skip
def test_every_error_has_a_class_that_the_store_knows(error: BaseException, error_class: str, code: str) -> None:
    failure = Failure(**failure_of(error))
    assert (failure.error_class, failure.code) == (error_class, code)
    assert failure.message


def test_a_lost_worker_says_why() -> None:
    assert Failure(**lost("it fell silent")).why == "it fell silent"


class Kept:
    """A channel whose messages are kept."""

    def __init__(self) -> None:
        self.sent: list[tuple[Mapping[str, Any], bytes, str]] = []

    def send(self, header: Mapping[str, Any], body: bytes = b"", newest: str = "") -> None:
        self.sent.append((header, body, newest))

    def kinds(self) -> list[str]:
        return [str(header.get("kind", header["type"])) for header, _, _ in self.sent]


class Time:
    now = 10.0

    def __call__(self) -> float:
        return self.now


def test_frames_are_told_ten_times_a_second_and_everything_else_at_once() -> None:
    channel, time = Kept(), Time()
    reporter = Reporter(channel, "t", time)  # type: ignore[arg-type]
    for frame in range(1, 41):
        reporter.event(Event("frame", "shooting", frame, 40, shot="s1", fraction=0.25, eta_s=12.34, eta_error_s=3.0))
        time.now += 0.025
    assert channel.kinds().count("progress") == 10
    header, _, newest = channel.sent[0]
    assert newest == "progress" and header["token"] == "t"
    assert header["data"] == {
        "department": "shooting", "step": "frame", "shot": "s1", "done": 1, "total": 40, "fraction": 0.25, "eta_s": 12.3,
        "eta_error_s": 3.0,
    }  # fmt: skip
    for kind in ("warning", "note", "fall"):
        reporter.event(Event(kind, "shooting", text="why", shot="s1"))  # type: ignore[arg-type]
    reporter.event(Event("started", "quality"))
    assert channel.kinds()[-4:] == ["warning", "note", "fall", "review"]


def test_takes_become_checkpoints_now_and_then() -> None:
    channel, time = Kept(), Time()
    reporter = Reporter(channel, "t", time)  # type: ignore[arg-type]
    for number in range(6):
        reporter.event(Event("take", "voices", number + 1, 6, reused=number % 2 == 0, text=f"line {number}"))
        time.now += 0.5
    checkpoints = [header["data"] for header, _, _ in channel.sent if header["type"] == "checkpoint"]
    assert [checkpoint["takes"] for checkpoint in checkpoints] == [0, 1, 2]
    assert channel.kinds().count("progress") == 6


def test_a_picture_goes_as_bytes_and_the_newest_of_its_shot_wins() -> None:
    channel = Kept()
    Reporter(channel, "t").preview(Preview("s1", 1, 2, 3, 4, "image/jpeg", 5.0, False, b"jpeg"))  # type: ignore[arg-type]
    header, body, newest = channel.sent[0]
    assert (header["type"], body, newest) == ("preview", b"jpeg", "preview s1") and "image" not in header["data"]


def test_every_duty_in_the_table_is_there() -> None:
    assert all(callable(duty(kind)) for kind in DUTIES)
    with pytest.raises(UserError, match="There is no duty"):
        duty("nonsense")


def test_a_worker_without_a_server_says_so() -> None:
    with pytest.raises(EngineError, match="no server"):
        from_environment()
