# SPDX-License-Identifier: Apache-2.0
"""Stems: they sum to the mix, in every form, with timecode; what is wrong is said."""

from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from tests.unit.mixing.signals import noise, sine, speechlike, written

from aiprod.film.errors import UserError
from aiprod.film.mix import Layout, MixPlan, Stem
from aiprod.media.audio import SAMPLE_RATE, read_audio
from aiprod.mixing import mixer
from aiprod.mixing.layouts import FILM, SMPTE
from aiprod.mixing.stems import StemFormat, StemLabel, write_stems
from aiprod.mixing.strips import BUSES

LABEL = StemLabel("A film", start_samples=3600 * SAMPLE_RATE, date="2026-11-26")


@pytest.fixture(params=["stereo", "5.1"])
def mixed(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder of a quiet mix, which no limiter touches."""
    layout: Layout = request.param
    stems = (
        Stem(name="line", bus="dialogue", file=written(tmp_path, "line.wav", speechlike(2)), start_s=1, room="cave"),
        Stem(name="score", bus="music", file=written(tmp_path, "score.wav", sine(330, 5, 0.2)), start_s=0),
        Stem(name="sea", bus="ambience", file=written(tmp_path, "sea.wav", noise(5, level=0.02)), start_s=0),
        Stem(name="door", bus="effects", file=written(tmp_path, "door.wav", noise(0.5, 1)), start_s=3.5, pan=0.6),
    )
    mixer.mix(MixPlan(stems=stems, duration_s=5, target_lufs=-30, layout=layout), tmp_path)
    return tmp_path


def test_the_stems_sum_to_the_mix(mixed: Path) -> None:
    paths = write_stems(mixed, mixed / "out", LABEL, StemFormat(encoding="float32"))
    assert [path.name for path in paths] == [f"A film_{bus}.wav" for bus in BUSES]
    total = sum(read_audio(path).astype(np.float64) for path in paths)
    assert np.abs(total - read_audio(mixed / "mix.wav")).max() < 5 * 2**-23


def test_every_stem_says_where_it_lies_on_the_clock(mixed: Path) -> None:
    for path in write_stems(mixed, mixed / "out", LABEL):
        with av.open(str(path)) as container:
            assert container.metadata["time_reference"] == str(3600 * SAMPLE_RATE)
            assert container.metadata["encoded_by"] == "AIPROD"
        assert soundfile.info(str(path)).subtype == "PCM_24"
        assert soundfile.info(str(path)).frames == 5 * SAMPLE_RATE


def test_film_order_and_split_files_hold_the_same_channels(mixed: Path) -> None:
    smpte = read_audio(write_stems(mixed, mixed / "a", LABEL, buses=["effects"])[0])
    if smpte.shape[1] != 6:
        return
    film = read_audio(write_stems(mixed, mixed / "b", LABEL, StemFormat(order="film"), buses=["effects"])[0])
    for index, name in enumerate(FILM):
        assert np.array_equal(film[:, index], smpte[:, SMPTE.index(name)])
    assert smpte[:, SMPTE.index("LFE")].any()
    split = write_stems(mixed, mixed / "c", LABEL, StemFormat(order="film", split=True), buses=["effects"])
    assert [path.name for path in split] == [f"A film_effects.{name}.wav" for name in FILM]
    for index, path in enumerate(split):
        assert np.array_equal(read_audio(path)[:, 0], film[:, index])


def test_missing_and_damaged_stems_are_refused_in_words(mixed: Path) -> None:
    flac = mixed / "music.flac"
    flac.write_bytes(flac.read_bytes()[:2_000])
    with pytest.raises(UserError, match=r"music\.flac"):
        write_stems(mixed, mixed / "out", LABEL)
    assert not list((mixed / "out").glob("*music*"))
    flac.unlink()
    with pytest.raises(UserError, match="no stem of music"):
        write_stems(mixed, mixed / "out", LABEL)
