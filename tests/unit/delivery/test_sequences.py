# SPDX-License-Identifier: Apache-2.0
"""Numbered stills, read back by OpenEXR's own library, FFmpeg and OpenImageIO; timecode; checksums."""

import json
import subprocess
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import OpenEXR
import OpenImageIO as oiio  # noqa: N813
import pytest
from numpy.typing import NDArray

from aiprod.delivery import checksums, timecode
from aiprod.delivery.formats import FORMATS
from aiprod.delivery.sequences import Sequence, write_sequence
from aiprod.film.errors import EngineError, Stopped, UserError
from aiprod.film.output import OutputName
from aiprod.grading.transfer import to_nits

H, W = 36, 64
RATE = Fraction(24)


def ramp(channels: int = 3) -> NDArray[np.float32]:
    """Codes 0–1 that differ in every channel."""
    across = np.linspace(0, 1, W, dtype=np.float32)[None, :, None]
    shares = np.array([1.0, 0.75, 0.5, 1.0][:channels], np.float32)
    return np.repeat(across * shares, H, axis=0)


def written(folder: Path, name: str, output: OutputName = "rec709", channels: int = 3, rate: Fraction = RATE) -> list[Path]:
    sequence = Sequence(folder, "film", FORMATS[name], output, rate, "Le phare")
    assert write_sequence(sequence, [ramp(channels)] * 3, 3) == 3
    return sorted(folder.iterdir())


def attributes(path: Path) -> dict[str, object]:
    return {a.name: a.value for a in oiio.ImageInput.open(str(path)).spec().extra_attribs}


@pytest.mark.parametrize(("name", "kind"), [("exr", "ZIP"), ("exr-piz", "PIZ"), ("exr-dwaa", "DWAA")])
def test_exr_is_half_with_light_chromaticities_and_timecode(name: str, kind: str, tmp_path: Path) -> None:
    paths = written(tmp_path, name, "pq")
    assert [path.name for path in paths] == [f"film.{86400 + n:07}.exr" for n in range(3)]
    with OpenEXR.File(str(paths[1])) as file:
        header, pixels = dict(file.header()), file.channels()["RGB"].pixels.copy()
    assert kind in str(header["compression"]) and pixels.dtype == np.float16
    light = to_nits(ramp(), "pq") / 100
    assert np.abs(pixels - light).max() / 100 < (0.02 if kind == "DWAA" else 0.0006)  # half of a step of 11 bits
    assert header["chromaticities"] == pytest.approx((0.708, 0.292, 0.170, 0.797, 0.131, 0.046, 0.3127, 0.3290), abs=1e-4)
    assert header["whiteLuminance"] == 100 and header["FramesPerSecond"] == Fraction(24)
    assert str(header["timeCode"]).startswith("(1, 0, 0, 1, 0,")  # hours, minutes, seconds, frame, drop-frame


def test_acescg_is_kept_as_it_is_and_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "exr", "acescg", channels=4)[0]
    with OpenEXR.File(str(path)) as file:
        header, pixels = dict(file.header()), file.channels()["RGBA"].pixels.copy()
    assert header["chromaticities"][:2] == pytest.approx((0.713, 0.293), abs=1e-4)
    assert np.abs(pixels.astype(np.float32) - ramp(4)).max() < 0.0006


@pytest.mark.parametrize(("name", "bits"), [("dpx", 10), ("dpx16", 16)])
def test_dpx_has_transfer_and_timecode(name: str, bits: int, tmp_path: Path) -> None:
    path = written(tmp_path, name)[2]
    said = attributes(path)
    assert (said["oiio:BitsPerSample"], said["dpx:Transfer"], said["dpx:Colorimetric"]) == (bits, "ITU-R 709-4", "ITU-R 709-4")
    assert (said["dpx:TimeCode"], said["dpx:FrameRate"]) == ("01:00:00:02", 24.0)
    pixels = oiio.ImageBuf(str(path)).get_pixels(oiio.FLOAT)
    assert np.abs(pixels - ramp()).max() <= 0.51 / (2**bits - 1) + 1e-6
    command = ["ffprobe", "-v", "error", "-show_streams", "-of", "json", str(path)]
    facts = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["streams"][0]
    assert (facts["width"], facts["height"]) == (W, H) and facts["pix_fmt"] == ("gbrp10le" if bits == 10 else "rgb48le")
    assert facts["color_transfer"] == "bt709"


def test_png_says_its_colours_and_tiff_keeps_sixteen_bits(tmp_path: Path) -> None:
    png = written(_made(tmp_path / "p"), "png", "pq")[0]
    assert attributes(png)["CICP"] == (9, 16, 0, 1)
    tiff = written(_made(tmp_path / "t"), "tiff", channels=4)[0]
    for path, wanted in ((png, ramp()), (tiff, ramp(4))):
        image = oiio.ImageBuf(str(path))
        assert str(image.spec().format) == "uint16"
        assert np.abs(image.get_pixels(oiio.FLOAT) - wanted).max() < 1e-4


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_short_a_stopped_and_a_refused_sequence(tmp_path: Path) -> None:
    sequence = Sequence(tmp_path, "x", FORMATS["dpx"], "rec709", RATE)
    with pytest.raises(EngineError, match="1 of 2 frames"):
        write_sequence(sequence, [ramp()], 2)
    stop, made = threading.Event(), []

    def frames() -> Iterator[NDArray[np.float32]]:
        for number in range(100):
            made.append(number)
            if number == 8:
                stop.set()
            yield ramp()

    with pytest.raises(Stopped):
        write_sequence(sequence, frames(), 100, stop=stop)
    assert len(made) < 12
    with pytest.raises((UserError, OSError)):
        write_sequence(Sequence(tmp_path / "missing", "x", FORMATS["exr"], "rec709", RATE), [ramp()], 1)


@pytest.mark.parametrize(
    ("rate", "frame", "said"),
    [
        (Fraction(24), 0, "01:00:00:00"), (Fraction(24000, 1001), 24 * 60, "01:01:00:00"), (Fraction(25), 26, "01:00:01:01"),
        (Fraction(30000, 1001), 1799, "01:00:59;29"), (Fraction(30000, 1001), 1800, "01:01:00;02"),
        (Fraction(30000, 1001), 17982, "01:10:00;00"), (Fraction(60000, 1001), 3600, "01:01:00;04"),
        (Fraction(50), 51, "01:00:01:01"),
    ],
)  # fmt: skip
def test_timecode_counts_as_television_does(rate: Fraction, frame: int, said: str) -> None:
    assert str(timecode.at(frame, rate)) == said


def test_timecode_agrees_with_opentimelineio() -> None:
    import opentimelineio as otio

    for numerator, denominator in ((24, 1), (25, 1), (30000, 1001), (50, 1), (60000, 1001)):
        rate = Fraction(numerator, denominator)
        for frame in range(0, 200_000, 977):
            time = otio.opentime.RationalTime(timecode.first_number(rate) + frame, float(rate))
            assert str(timecode.at(frame, rate)) == time.to_timecode()


def test_fast_rates_share_a_number_between_two_frames() -> None:
    """59.94: SMPTE timecode has no frame number above 29; the field mark tells the second of a pair."""
    first, second = (timecode.binary(timecode.at(n, Fraction(60000, 1001)), Fraction(60000, 1001)) for n in (2, 3))
    assert first & 0x3F == second & 0x3F == 1 and (second ^ first) == 1 << 15 and first & 0x40
    assert timecode.first_sample(Fraction(24000, 1001)) == 3600 * 48_048


def test_checksums_tell_what_changed(tmp_path: Path) -> None:
    (tmp_path / "sound").mkdir()
    for name in ("a.dpx", "sound/é.wav"):
        (tmp_path / name).write_bytes(name.encode())
    listed = checksums.write_checksums(tmp_path)
    assert subprocess.run(["sha256sum", "--check", "--quiet", listed.name], cwd=tmp_path, check=False).returncode == 0
    assert checksums.check(tmp_path) == ()
    (tmp_path / "a.dpx").write_bytes(b"other")
    (tmp_path / "new").write_bytes(b"")
    assert checksums.check(tmp_path) == ("a.dpx", "new")
