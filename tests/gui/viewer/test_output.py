# SPDX-License-Identifier: Apache-2.0
"""Sound to the machine's output: when each block will be heard, by PortAudio's word where it can be trusted."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from subprocess import run
from time import monotonic

import numpy as np
import pytest

from aiprod.film.errors import UserError
from aiprod.media.audio import Samples
from aiprod.rendering.playing_sound import BLOCK, CHANNELS
from aiprod_app.viewer.output import DeviceOutput


@dataclass
class Times:
    """What PortAudio says at a call."""

    currentTime: float  # noqa: N815 - PortAudio's name
    outputBufferDacTime: float  # noqa: N815


@dataclass
class Stream:
    """An open stream, as far as the output looks at it."""

    latency: float = 0.25
    active: bool = True


@pytest.fixture
def output() -> DeviceOutput:
    made = DeviceOutput()
    made._stream = Stream()
    made._begun_at = made._called_at = monotonic()
    return made


def _called(output: DeviceOutput, times: Times) -> float:
    """One call of PortAudio's; returns how far ahead of now its block will be heard."""
    asked: list[float] = []

    def pull(at: float) -> Samples:
        asked.append(at)
        return np.full((BLOCK, CHANNELS), 0.5, np.float32)

    output._pull = pull
    out = np.zeros((BLOCK, CHANNELS), np.float32)
    now = monotonic()
    output._called(out, BLOCK, times, None)
    assert (out == 0.5).all()
    return asked[0] - now


def test_a_block_is_heard_when_the_device_says(output: DeviceOutput) -> None:
    begun = monotonic()
    for _ in range(5):
        current = 1000.0 + monotonic() - begun
        assert _called(output, Times(current, current + 0.08)) == pytest.approx(0.08, abs=0.02)


def test_waiting_for_the_interpreter_moves_no_block(output: DeviceOutput) -> None:
    """A call that came late says an older time; the clocks' least distance is the true one."""
    offset = monotonic() - 1000.0
    _called(output, Times(monotonic() - offset, monotonic() - offset + 0.05))
    late = 0.4
    ahead = _called(output, Times(monotonic() - offset - late, monotonic() - offset - late + 0.05))
    assert ahead == pytest.approx(0.05 - late, abs=0.02)


@pytest.mark.parametrize("times", [Times(0.0, 0.0), Times(1000.0, 0.0), Times(1000.0, 1500.0), Times(1000.0, 999.0)])
def test_where_it_says_nothing_of_use_its_latency_counts(output: DeviceOutput, times: Times) -> None:
    assert _called(output, times) == pytest.approx(0.25, abs=0.02)


def test_a_device_that_asks_for_nothing_is_lost(output: DeviceOutput, monkeypatch: pytest.MonkeyPatch) -> None:
    output._called_at = monotonic()
    assert output.lost() == ""
    output._called_at -= 5
    assert "no more sound" in output.lost()
    output._called_at += 5
    output._stream = Stream(active=False)
    assert "no more sound" in output.lost()
    output._stream = None
    assert output.lost() == "", "one that was never opened is not lost"


def test_a_device_that_there_is_not_is_refused_in_words() -> None:
    output = DeviceOutput("a device that nobody has")
    with pytest.raises(UserError, match="There is no sound"):
        output.start(lambda _at: np.zeros((BLOCK, CHANNELS), np.float32))
    assert output.lost() == ""
    output.stop()


def test_a_device_that_swallows_sound_at_once_is_left(output: DeviceOutput) -> None:
    """It would have the film run away; it is given silence, and told to be lost."""
    asked: list[float] = []

    def pull(at: float) -> Samples:
        asked.append(at)
        return np.ones((BLOCK, CHANNELS), np.float32)

    output._pull = pull
    out = np.zeros((BLOCK, CHANNELS), np.float32)
    for _ in range(500):
        output._called(out, BLOCK, Times(0.0, 0.0), None)
    assert len(asked) < 100 and not out.any() and "keeps no time" in output.lost()


PLAYS_INTO_NOTHING = """
import time
import numpy as np
from aiprod.film.errors import UserError
from aiprod_app.viewer.output import DeviceOutput

taken, output = [], DeviceOutput()
def pull(at):
    taken.append(at)
    return np.zeros((1024, 2), np.float32)

try:
    output.start(pull)
except UserError as error:
    print("refused", error)
else:
    late = time.monotonic() + 60
    while not output.lost() and time.monotonic() < late:
        time.sleep(0.01)
    output.stop()
    print("taken", len(taken), output.sample_rate)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ALSA alone has a device that leads nowhere")
def test_a_real_stream_is_opened_and_closed(tmp_path: Path) -> None:
    """PortAudio's own callback, on ALSA's device for nothing, in a process of its own."""
    nowhere = "pcm.!default { type null }\npcm.nothing { type null hint { show on description nothing } }\n"
    (tmp_path / "asound.conf").write_text(nowhere)
    code = run([sys.executable, "-c", PLAYS_INTO_NOTHING], capture_output=True, text=True, check=False,
               env={**os.environ, "ALSA_CONFIG_PATH": str(tmp_path / "asound.conf")})  # fmt: skip
    assert code.returncode == 0, code.stderr
    told = code.stdout.split()
    assert told[0] == "refused" or (told[0] == "taken" and 0 < int(told[1]) < 2000), code.stdout
