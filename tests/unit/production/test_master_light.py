# SPDX-License-Identifier: Apache-2.0
"""The light of a master, and work that is left promptly."""

import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import colour
import numpy as np
import pytest
from tests.unit.production.finished_film import finished

from aiprod.delivery.formats import FORMATS
from aiprod.film.errors import Stopped
from aiprod.film.master import MasterOrder
from aiprod.film.output import OUTPUTS
from aiprod.grading.light import LightMeter
from aiprod.production import film_light, masters
from aiprod.production.apart import one_by_one, promptly
from aiprod.production.codes import codes_of
from aiprod.production.finishing import Finished
from aiprod.rendering.execute import float_frames


def frame(pix_fmt: str, samples: tuple[int, int, int]) -> av.VideoFrame:
    made = av.VideoFrame(16, 8, pix_fmt)
    kind = np.uint8 if made.format.components[0].bits == 8 else np.uint16
    for plane, value in zip(made.planes, samples, strict=True):
        np.frombuffer(plane, kind)[:] = value
    made.pts, made.time_base = 0, Fraction(1, 24)
    return made


@pytest.mark.parametrize(("pix_fmt", "bits"), [("yuv420p", 8), ("yuv422p10le", 10), ("yuv444p12le", 12)])
@pytest.mark.parametrize("output", ["rec709", "pq"])
def test_codes_are_those_of_the_standard(pix_fmt: str, bits: int, output: str) -> None:
    """Against colour-science, which has BT.709 and BT.2020 of its own."""
    samples = tuple(value << (bits - 8) for value in (150, 110, 160))
    weights = colour.WEIGHTS_YCBCR["ITU-R BT.2020" if output == "pq" else "ITU-R BT.709"]
    wanted = colour.YCbCr_to_RGB(np.array(samples), K=weights, in_bits=bits, in_legal=True, in_int=True, out_legal=False)
    codes = codes_of(frame(pix_fmt, samples), OUTPUTS[output].luma)  # type: ignore[index,arg-type]
    assert codes.shape == (8, 16, 3)
    assert codes[3, 5] == pytest.approx(wanted, abs=1e-4)


def test_the_light_is_that_of_the_exact_grade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))
    film = Finished(finished(tmp_path / "f.aiprod", "stereo"))
    order = MasterOrder(format="h265", output="pq", size=(96, 64))
    segments = masters.segments_of(film, order, FORMATS["h265"])
    found = film_light.measured(segments)
    meter = LightMeter("pq")
    for segment in segments:
        for codes in float_frames(segment):
            meter.push(codes)
    assert found.max_cll == pytest.approx(meter.max_cll, rel=0.08) and found.max_fall == pytest.approx(meter.max_fall, rel=0.05)
    notes = list((tmp_path / "home" / "cache" / "light").iterdir())
    assert len(notes) == len({segment.content_hash() for segment in segments})
    prores = masters.segments_of(film, order.changed(format="prores422hq"), FORMATS["h265"])
    assert film_light.measured(prores) == found  # measured once for every codec
    assert list((tmp_path / "home" / "cache" / "light").iterdir()) == notes
    assert masters.static_metadata(segments, "hlg", None) is None


def test_what_takes_long_is_left_alone() -> None:
    stop, gate = threading.Event(), threading.Event()
    assert promptly(lambda: 7, stop) == promptly(lambda: 7, None) == 7
    with pytest.raises(ZeroDivisionError):
        promptly(lambda: 1 // 0, stop)

    def numbers() -> Iterator[int]:
        yield 1
        stop.set()
        gate.wait()  # nobody opens it before the test has seen the stop
        yield 2

    seen = []
    with pytest.raises(Stopped):
        for number in one_by_one(numbers(), stop):
            seen.append(number)
    gate.set()
    assert seen == [1]
