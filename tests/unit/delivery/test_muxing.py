# SPDX-License-Identifier: Apache-2.0
"""Every video format in each of its containers, read back by Debian's FFmpeg and MediaInfo."""

import json
import struct
import subprocess
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from tests.unit.delivery.master_fixture import FLASH, FRAMES, RATE, H, W, decoded, mediainfo, picture, probe, sound, stream

from aiprod.delivery import boxes, hdr
from aiprod.delivery.formats import FORMATS, LEFT_OUT, Format, implied_output, named
from aiprod.delivery.muxing import Chapter, Programme, Track, mux
from aiprod.delivery.subtitles import Cue
from aiprod.film.errors import EngineError, Stopped, UserError
from aiprod.film.output import OUTPUTS
from aiprod.grading.light import MASTERING, ContentLight
from aiprod.media.encoders import TABLE, choose, first_that_opens, ranked

LIGHT = hdr.StaticMetadata(MASTERING["pq"], ContentLight(987, 123))
VIDEO = [(form, suffix) for form in FORMATS.values() if form.kind == "video" for suffix in form.containers]
CUES = (Cue(0.25, 0.75, "Où\nça ?"),)
SCENES = (Chapter(0, 10, "Un"), Chapter(10, 24, "Deux"))
TAGS = {
    "prores-proxy": "apco", "prores-lt": "apcs", "prores422": "apcn", "prores422hq": "apch", "prores4444": "ap4h",
    "prores4444xq": "ap4x", "h264": "avc1", "h265": "hvc1", "h265-8": "hvc1", "av1": "av01",
}  # fmt: skip
PIXELS = {"prores4444": "yuv444p12le", "prores4444xq": "yuv444p12le", "vp9": "yuv420p"}
"""What decoders make of a format where it isn't the encoder's own."""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Sounds, and pictures as they are asked for."""
    folder = tmp_path_factory.mktemp("parts")
    sound(folder / "2.wav")
    sound(folder / "6.wav", 6)
    yield folder


def output_of(form: Format) -> str:
    return "pq" if "pq" in form.outputs else "rec709"


def segment(form: Format, folder: Path) -> Path:
    suffix = ".webm" if form.name == "vp9" else ".mov" if form.name.startswith(("prores", "dnxhr")) else ".mp4"
    path = folder / f"{form.name}{suffix}"
    if not path.exists():
        assert form.purpose is not None
        picture(path, choose(form.purpose), output_of(form))  # type: ignore[arg-type]
        if output_of(form) == "pq" and suffix != ".webm":
            boxes.finish(path, front=True, entry=hdr.boxes(LIGHT))
    return path


@pytest.mark.parametrize(("form", "suffix"), VIDEO, ids=lambda value: getattr(value, "name", value))
def test_every_format_in_every_container(form: Format, suffix: str, parts: Path, tmp_path: Path) -> None:
    out = tmp_path / f"film{suffix}"
    codec, light = form.sound(suffix), LIGHT if output_of(form) == "pq" else None
    tracks = (Track(parts / "6.wav", codec, "fr", "5.1"), Track(parts / "2.wav", codec, "fr", "Stéréo"))
    programme = Programme(segment(form, parts), tracks, CUES, SCENES, "fr", "01:00:00:00", {"title": "Le phare"}, light)
    assert mux(programme, out) == FRAMES
    facts = probe(out, "-count_packets")
    video, colour = stream(facts, "video"), OUTPUTS[output_of(form)]  # type: ignore[index]
    assert (video["width"], video["height"], video["r_frame_rate"], int(video["nb_read_packets"])) == (W, H, "24/1", FRAMES)
    names = {1: ("bt709", "bt709", "bt709"), 9: ("bt2020", "smpte2084", "bt2020nc")}[colour.primaries]
    assert (video["color_primaries"], video["color_transfer"], video["color_space"]) == names
    assert video.get("color_range", "tv") == "tv"
    assert video["pix_fmt"] == PIXELS.get(form.name, choose(form.purpose).pix_fmt)  # type: ignore[arg-type]
    if suffix in (".mp4", ".mov") and form.name in TAGS:
        assert video["codec_tag_string"] == TAGS[form.name]
    check_sound(facts, codec)
    check_words(facts, suffix)
    if light is not None and suffix != ".mxf":
        check_light(video, out)


def check_sound(facts: dict, codec: str) -> None:
    heard = [s for s in facts["streams"] if s.get("codec_type") == "audio"]
    assert {s["sample_rate"] for s in heard} == {"48000"}
    if codec == "pcm24-mono":
        assert [(s["channels"], s["codec_name"], s["bits_per_raw_sample"]) for s in heard] == [(1, "pcm_s24le", "24")] * 8
        return
    assert [(s["channels"], s["channel_layout"]) for s in heard] == [(6, "5.1"), (2, "stereo")]
    assert [s["tags"]["language"] for s in heard] == ["fra", "fra"]
    assert all(s["bits_per_raw_sample"] == "24" for s in heard if codec in ("pcm24", "flac"))


def check_words(facts: dict, suffix: str) -> None:
    tags = {
        key.lower(): value for key, value in {**facts["format"].get("tags", {}), **stream(facts, "video").get("tags", {})}.items()
    }
    assert tags["timecode"] == "01:00:00:00"
    if suffix != ".mxf":
        assert tags["title"] == "Le phare"
        assert stream(facts, "subtitle")["tags"]["language"] == "fra"
    told = [(c["tags"]["title"], c["start_time"], c["end_time"]) for c in facts["chapters"]]
    wanted = [("Un", "0.000000", "0.416667"), ("Deux", "0.416667", "1.000000")]
    if suffix in (".mp4", ".mkv", ".webm"):
        assert [t[0] for t in told] == ["Un", "Deux"]
        assert [float(v) for t in told for v in t[1:]] == pytest.approx([float(v) for t in wanted for v in t[1:]], abs=2e-3)


def check_light(video: dict, out: Path) -> None:
    """The container's boxes, and what the bitstream says to a decoder."""
    said = {kind["side_data_type"]: kind for kind in video["side_data_list"]}
    light, display = said["Content light level metadata"], said["Mastering display metadata"]
    assert (light["max_content"], light["max_average"]) == (987, 123)
    assert Fraction(display["red_x"]) == pytest.approx(0.708, abs=1e-4) and Fraction(display["max_luminance"]) == 1000
    if video["codec_name"] not in ("hevc", "av1"):
        return
    command = [
        "ffprobe",
        "-v",
        "error",
        "-select_streams",
        "v",
        "-show_frames",
        "-of",
        "json",
        "-read_intervals",
        "%+#1",
        str(out),
    ]
    frame = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["frames"][0]
    kinds = {kind["side_data_type"] for kind in frame["side_data_list"]}
    assert {"Mastering display metadata", "Content light level metadata"} <= kinds


def test_bitstreams_bear_the_light_without_the_container(parts: Path, tmp_path: Path) -> None:
    """An elementary stream has no boxes: what a decoder then finds is the SEI message or the OBU itself."""
    for name, raw in (("h265", "hevc"), ("av1", "ivf")):
        fresh = picture(tmp_path / f"plain-{name}.mp4", choose(FORMATS[name].purpose), "pq")  # type: ignore[arg-type]
        out = tmp_path / f"{name}.mp4"
        mux(Programme(fresh, (Track(parts / "2.wav"),), light=LIGHT), out)
        bare = tmp_path / f"bare.{raw}"
        subprocess.run(["ffmpeg", "-v", "error", "-i", out, "-map", "0:v", "-c", "copy", "-f", raw, bare], check=True)
        command = ["ffprobe", "-v", "error", "-show_frames", "-of", "json", "-read_intervals", "%+#1", str(bare)]
        frame = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["frames"][0]
        said = {kind["side_data_type"]: kind for kind in frame["side_data_list"]}
        assert said["Content light level metadata"]["max_content"] == 987
        assert Fraction(said["Mastering display metadata"]["green_y"]) == pytest.approx(0.797, abs=1e-4)


def test_mediainfo_calls_it_hdr10(parts: Path, tmp_path: Path) -> None:
    mux(Programme(segment(FORMATS["h265"], parts), (Track(parts / "2.wav"),), light=LIGHT), tmp_path / "x.mp4")
    video = next(track for track in mediainfo(tmp_path / "x.mp4") if track["@type"] == "Video")
    assert "HDR10" in video["HDR_Format_Compatibility"] and video["CodecID"] == "hvc1"
    assert video["MaxCLL"].startswith("987") and video["MaxFALL"].startswith("123")


def test_mxf_is_op1a_with_a_stream_for_each_channel(parts: Path, tmp_path: Path) -> None:
    track = Track(parts / "6.wav", "pcm24-mono", film_order=True)
    mux(Programme(segment(FORMATS["dnxhr-hqx"], parts), (track,), timecode="01:00:00:00"), tmp_path / "x.mxf")
    tracks = mediainfo(tmp_path / "x.mxf")
    assert tracks[0]["Format_Profile"] == "OP-1a" and "DNxHR" in str(tracks[1])
    pitches = [pitch(decoded(tmp_path / "x.mxf", number)[:, 0]) for number in range(6)]
    assert pitches == [200, 600, 400, 1000, 1200, 800]  # L C R Ls Rs LFE


def pitch(samples: np.ndarray) -> int:
    """The tone of a channel, to the nearest 200 Hz, over the part without a click."""
    spectrum = np.abs(np.fft.rfft(samples[2400:21600] * np.hanning(19200)))
    return round(float(np.argmax(spectrum[: 2000 * 19200 // 48000])) * 48000 / 19200 / 200) * 200


@pytest.mark.parametrize(("name", "suffix", "codec"), [
    ("h264", ".mp4", "aac"), ("h264", ".mp4", "eac3"), ("h264", ".mkv", "flac"), ("prores-proxy", ".mov", "pcm24"),
    ("vp9", ".webm", "opus"), ("av1", ".mp4", "opus"), ("dnxhr-lb", ".mxf", "pcm24-mono"),
])  # fmt: skip
def test_channels_stay_in_their_places_and_sound_meets_picture(
    name: str, suffix: str, codec: str, parts: Path, tmp_path: Path
) -> None:
    out = tmp_path / f"x{suffix}"
    mux(Programme(segment(FORMATS[name], parts), (Track(parts / "6.wav", codec),)), out)  # type: ignore[arg-type]
    split = codec == "pcm24-mono"
    heard = np.concatenate([decoded(out, number) for number in range(6)], axis=1) if split else decoded(out)
    pitches = [pitch(heard[:, channel]) for channel in range(6)]
    lfe = 3 if codec in ("aac", "eac3", "opus") else None  # encoders cut the LFE above 120 Hz
    assert [p for n, p in enumerate(pitches) if n != lfe] == [200 * (n + 1) for n in range(6) if n != lfe]
    click = int(np.argmax(np.abs(heard[:, 0]) > 0.3)) / 48_000
    assert click == pytest.approx(FLASH / float(RATE), abs=0.003)
    assert abs(len(heard) - 48_000) <= (1536 if codec in ("aac", "eac3", "opus") else 0)


def test_pcm_and_flac_are_the_mix_bit_for_bit(parts: Path, tmp_path: Path) -> None:
    import soundfile

    mix, _ = soundfile.read(parts / "6.wav", dtype="float32")
    for name, suffix, codec in (("prores-proxy", ".mov", "pcm24"), ("h264", ".mkv", "flac")):
        out = tmp_path / f"x{suffix}"
        mux(Programme(segment(FORMATS[name], parts), (Track(parts / "6.wav", codec),)), out)  # type: ignore[arg-type]
        assert np.abs(decoded(out) - mix).max() < 2**-23


@pytest.mark.parametrize(("rate", "code"), [
    (Fraction(24000, 1001), "01:00:00:00"), (Fraction(25), "01:00:00:00"), (Fraction(30000, 1001), "01:00:00;00"),
    (Fraction(50), "01:00:00:00"), (Fraction(60000, 1001), "01:00:00;00"),
])  # fmt: skip
@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mxf"])
def test_rates_and_timecodes_are_exact(rate: Fraction, code: str, suffix: str, parts: Path, tmp_path: Path) -> None:
    form = FORMATS["h264" if suffix == ".mp4" else "prores-proxy" if suffix == ".mov" else "dnxhr-lb"]
    source = tmp_path / f"p{'.mp4' if suffix == '.mp4' else '.mov'}"
    picture(source, choose(form.purpose), "rec709", rate, 12)  # type: ignore[arg-type]
    mux(Programme(source, (Track(parts / "2.wav", form.sound(suffix)),), timecode=code), tmp_path / f"x{suffix}")
    facts = probe(tmp_path / f"x{suffix}")
    video, heard = stream(facts, "video"), stream(facts, "audio")
    assert Fraction(video["r_frame_rate"]) == rate
    assert {**facts["format"].get("tags", {}), **video.get("tags", {})}["timecode"] == code
    assert float(heard["duration"]) == pytest.approx(12 / float(rate), abs=1e-4)


def test_alpha_comes_back(tmp_path: Path, parts: Path) -> None:
    source = picture(tmp_path / "a.mov", choose("prores_4444_alpha"))
    mux(Programme(source, (Track(parts / "2.wav", "pcm24"),)), tmp_path / "x.mov")
    assert stream(probe(tmp_path / "x.mov"), "video")["pix_fmt"] == "yuva444p12le"


def test_the_index_comes_first_and_offsets_are_right(parts: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.mp4"
    mux(Programme(segment(FORMATS["h265"], parts), (Track(parts / "2.wav"),), light=LIGHT), out)
    data = out.read_bytes()
    kinds, at = [], 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        kinds.append(kind)
        at += size
    assert kinds.index(b"moov") < kinds.index(b"mdat")
    assert data.count(b"mdcv") == data.count(b"clli") == 1
    for path in (out, segment(FORMATS["h265"], parts)):
        subprocess.run(["ffmpeg", "-v", "error", "-xerror", "-i", path, "-f", "null", "-"], check=True)


def test_a_stop_and_a_broken_file(parts: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    programme = Programme(segment(FORMATS["h264"], parts), (Track(parts / "2.wav"),))
    with pytest.raises(Stopped):
        mux(programme, tmp_path / "x.mp4", stop=stop, progress=lambda done, total: stop.set())
    (tmp_path / "bad.mp4").write_bytes(b"\x00\x00\x00\x08ftyp")
    with pytest.raises(EngineError, match="no index"):
        boxes.finish(tmp_path / "bad.mp4", front=True)
    with pytest.raises(UserError):
        mux(Programme(tmp_path / "bad.mp4", ()), tmp_path / "y.mp4")


def test_formats_refuse_what_they_cannot_hold() -> None:
    with pytest.raises(UserError, match=r"kept in \.mxf, \.mov"):
        FORMATS["dnxhr-hq"].container(Path("film.mp4"))
    with pytest.raises(UserError, match="can't hold pq"):
        FORMATS["h264"].check_output("pq")
    with pytest.raises(UserError, match="can't hold eac3"):
        FORMATS["vp9"].sound(".webm", "eac3")
    with pytest.raises(UserError, match="can't be delivered"):
        named("betamax")
    for name in LEFT_OUT:
        with pytest.raises(UserError, match=r"can't be delivered: ."):
            named(name)
    assert (named("hdr10").name, implied_output("hdr10"), implied_output("h265")) == ("h265", "pq", None)


def test_without_the_gpl_encoders_films_still_go_out() -> None:
    """A bundle may come without x264 and x265: asked by an injected probe that knows neither."""

    def opens(encoder: object) -> bool:
        codec = getattr(encoder, "codec", "")
        return "x26" not in codec and not getattr(encoder, "hardware", False)

    for form in FORMATS.values():
        if form.purpose is not None and not form.name.startswith("h265"):
            assert first_that_opens(TABLE[form.purpose], opens).codec not in ("libx264", "libx265")
    with pytest.raises(EngineError, match="none of libx265, hevc_nvenc"):
        first_that_opens(TABLE["h265_10"], opens)


def test_hardware_goes_first_only_when_it_is_asked_for() -> None:
    for encoders in TABLE.values():
        assert not ranked(encoders, hardware=False)[0].hardware
    assert ranked(TABLE["h265_10"], hardware=True)[0].codec == "hevc_nvenc"
    assert ranked(TABLE["h265_10"], hardware=True)[-1].codec == "libx265"
