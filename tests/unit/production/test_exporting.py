# SPDX-License-Identifier: Apache-2.0
"""Masters of a finished film: read back, placed whole or not at all."""

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pytest
import soundfile
from tests.unit.delivery.master_fixture import mediainfo, probe, stream
from tests.unit.production.finished_film import FRAMES, H, W, finished

from aiprod.delivery import checksums, credentials
from aiprod.delivery.formats import FORMATS
from aiprod.delivery.presets import filled, preset, presets
from aiprod.film.brief import Brief
from aiprod.film.errors import Stopped, UserError
from aiprod.film.master import MasterOrder
from aiprod.film.mix import TARGETS
from aiprod.film.store import FilmStore
from aiprod.media.meter import Meter
from aiprod.production.commission import Wish, masters_wanted
from aiprod.production.exporting import check_export, export_film, keep_master, suffix_of


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> FilmStore:
    return finished(tmp_path_factory.mktemp("films") / "f.aiprod")


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> object:
    """A cache and a signer of the tests' own."""
    patch = pytest.MonkeyPatch()
    patch.setenv("AIPROD_HOME", str(tmp_path_factory.mktemp("home")))
    yield
    patch.undo()


# -- every format ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [form.name for form in FORMATS.values() if form.kind == "video"])
def test_every_video_format_is_exported_signed_and_whole(name: str, film: FilmStore, tmp_path: Path) -> None:
    form = FORMATS[name]
    output = "pq" if "pq" in form.outputs else "rec709"
    out = tmp_path / f"film{form.suffix}"
    assert export_film(film, out, form=name, output=output).path == out
    facts = probe(out, "-count_packets")
    video = stream(facts, "video")
    assert (video["width"], video["height"], int(video["nb_read_packets"]), video["r_frame_rate"]) == (W, H, FRAMES, "24/1")
    assert video["color_transfer"] == ("smpte2084" if output == "pq" else "bt709")
    tags = {k.lower(): v for k, v in {**facts["format"].get("tags", {}), **video.get("tags", {})}.items()}
    assert tags["timecode"] == "01:00:00:00"
    heard = [s["channels"] for s in facts["streams"] if s.get("codec_type") == "audio"]
    assert heard == ([1] * 8 if form.suffix == ".mxf" else [6, 2])
    assert credentials.verify(out).ok
    if output == "pq" and form.suffix in (".mp4", ".mov"):
        light = next(kind for kind in video["side_data_list"] if "Content light" in kind["side_data_type"])
        assert 0 < light["max_average"] < light["max_content"] <= 1100
    working = name.startswith(("prores", "dnxhr"))
    assert bool(facts["chapters"]) != working
    assert any(s.get("codec_type") == "subtitle" and s["tags"]["language"] == "fra" for s in facts["streams"]) != working


def test_the_screening_copy_is_copied_as_it_is(film: FilmStore, tmp_path: Path) -> None:
    export_film(film, tmp_path / "x.mp4")
    assert (tmp_path / "x.mp4").read_bytes() == (film.root / "delivery" / "l-oeuvre.mp4").read_bytes()
    assert export_film(film, tmp_path / "x.mp4", again=True).path == tmp_path / "x.mp4"


def test_h264_in_another_container_keeps_the_pictures_packets(film: FilmStore, tmp_path: Path) -> None:
    from aiprod.media.video import packets_hash

    export_film(film, tmp_path / "x.mov", form="h264", sound="pcm24")
    assert packets_hash(tmp_path / "x.mov") == packets_hash(film.root / "delivery" / "l-oeuvre.mp4")
    assert stream(probe(tmp_path / "x.mov"), "audio")["codec_name"] == "pcm_s24le"


@pytest.mark.parametrize(
    ("name", "output", "count"), [("dpx", "rec709", 1), ("exr", "acescg", 1), ("exr-dwaa", "pq", 1), ("png", "hlg", 1)]
)
def test_sequences_are_folders_with_sound_and_checksums(
    name: str, output: str, count: int, film: FilmStore, tmp_path: Path
) -> None:
    folder = export_film(film, tmp_path / "frames", form=name, output=output, size=(96, 64)).path
    frames = sorted(path for path in folder.iterdir() if path.suffix in (".dpx", ".exr", ".png"))
    assert len(frames) == FRAMES and f".{86400:07}." in frames[0].name
    assert soundfile.info(folder / "l-oeuvre.wav").frames == FRAMES * 2000
    assert checksums.check(folder) == () and credentials.verify(folder).ok
    frames[3].write_bytes(frames[3].read_bytes()[:-1] + b"!")
    assert not credentials.verify(folder).ok


def test_baked_and_exact_frames_agree(film: FilmStore, tmp_path: Path) -> None:
    import OpenImageIO as oiio  # noqa: N813

    for name, exact in (("a", False), ("b", True)):
        export_film(film, tmp_path / name, form="tiff", exact=exact, size=(96, 64))
    pairs = zip(sorted((tmp_path / "a").glob("*.tif")), sorted((tmp_path / "b").glob("*.tif")), strict=True)
    off = [np.abs(oiio.ImageBuf(str(a)).get_pixels(oiio.FLOAT) - oiio.ImageBuf(str(b)).get_pixels(oiio.FLOAT)) for a, b in pairs]
    assert np.mean(off) < 0.004 and len(off) == FRAMES


# -- sound -------------------------------------------------------------------------------------------------------------


def test_wav_and_stems_begin_at_the_films_timecode(film: FilmStore, tmp_path: Path) -> None:
    export_film(film, tmp_path / "p.wav", form="wav")
    general = mediainfo(tmp_path / "p.wav")
    assert (general[1]["Channels"], general[1]["BitDepth"]) == ("6", "24")
    data = (tmp_path / "p.wav").read_bytes()
    at = data.index(b"bext") + 8 + 256 + 32 + 32 + 10 + 8
    assert int.from_bytes(data[at : at + 8], "little") == 3600 * 48_000
    export_film(film, tmp_path / "stems", form="stems", channel_order="film")
    names = sorted(path.name for path in (tmp_path / "stems").glob("*.wav"))
    assert names == [f"l-oeuvre_{bus}.wav" for bus in ("ambience", "dialogue", "effects", "music", "programme")]
    smpte, _ = soundfile.read(tmp_path / "p.wav")
    turned, _ = soundfile.read(tmp_path / "stems" / "l-oeuvre_programme.wav")
    assert (turned == smpte[:, [0, 2, 1, 4, 5, 3]]).all()


@pytest.mark.parametrize("target", ["broadcast", "streaming-film"])
def test_another_loudness_is_mixed_from_the_stems(target: str, film: FilmStore, tmp_path: Path) -> None:
    export_film(film, tmp_path / "p.wav", form="wav", loudness=target, layout="stereo")
    samples, _rate = soundfile.read(tmp_path / "p.wav", dtype="float32")
    meter = Meter(2, ((0.25, 1.25),))
    meter.push(samples)
    reading, aim = meter.finish(), TARGETS[target]
    heard = reading.dialogue_lufs if aim.anchor == "dialogue" else reading.integrated_lufs
    assert heard == pytest.approx(aim.lufs, abs=0.3) and reading.true_peak_dbtp <= aim.true_peak_dbtp
    original, _ = soundfile.read(
        film.root / "takes" / film.takes.load(_mix(film)).id[:2] / _mix(film) / "stereo.wav", dtype="float32"
    )
    share = float(np.dot(samples.ravel(), original.ravel()) / np.dot(original.ravel(), original.ravel()))
    apart = np.abs(samples - share * original)[960:-12_000]  # the film's own fades lie at its ends, and are heard twice
    assert apart.max() < 2e-4  # the same mix, only quieter


def _mix(film: FilmStore) -> str:
    return str(json.loads((film.root / "finishing.json").read_text("utf-8"))["mix"])


def test_layouts(film: FilmStore, tmp_path: Path) -> None:
    export_film(film, tmp_path / "s.mp4", layout="stereo")
    assert [s["channels"] for s in probe(tmp_path / "s.mp4")["streams"] if s.get("codec_type") == "audio"] == [2]
    stereo = finished(tmp_path / "stereo.aiprod", "stereo")
    with pytest.raises(UserError, match=r"no 5\.1 mix"):
        export_film(stereo, tmp_path / "x.mp4", layout="5.1")


# -- subtitles, packages, presets --------------------------------------------------------------------------------------


def test_subtitles_are_burned_in_or_lie_beside(film: FilmStore, tmp_path: Path) -> None:
    from aiprod.media.video import read_frames, to_rgb

    export_film(film, tmp_path / "burned.mp4", subtitles="burned")
    export_film(film, tmp_path / "plain.mov", form="h264", subtitles="files")
    assert (tmp_path / "plain.srt").read_text("utf-8").count("-->") == 1
    assert not [s for s in probe(tmp_path / "burned.mp4")["streams"] if s.get("codec_type") == "subtitle"]
    first, second = (to_rgb(next(read_frames(tmp_path / name, 15, 1))).astype(int) for name in ("burned.mp4", "plain.mov"))
    assert np.abs(first - second)[H * 3 // 4 :].max() > 60 and np.abs(first - second)[: H // 2].max() < 30


def test_a_package_holds_everything(film: FilmStore, tmp_path: Path) -> None:
    export_film(film, tmp_path / "for them", form="h264", package=True, loudness="broadcast")
    folder = tmp_path / "for them"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {"l-oeuvre.mp4", "l-oeuvre.srt", "l-oeuvre.vtt", "l-oeuvre.ttml", "poster.jpg", "SHA256SUMS",
            "sound/l-oeuvre_dialogue.wav", "sound/l-oeuvre_programme.wav"} <= names  # fmt: skip
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=False)
    assert done.returncode == 0 and credentials.verify(folder).ok and credentials.verify(folder / "l-oeuvre.mp4").ok


def test_presets_are_whole() -> None:
    for name, each in presets().items():
        order = filled(MasterOrder(preset=name))
        FORMATS[order.format].check_output(order.output or "rec709")
        assert set(each.title) == {"en", "fr"} and each.source and (not order.loudness or order.loudness in TARGETS)
        assert check_export(order).name == order.format
    own = filled(MasterOrder(preset="youtube", loudness="web", size=(1280, 720)))
    assert (own.format, own.loudness, own.size, own.layout) == ("h264", "web", (1280, 720), "stereo")
    with pytest.raises(UserError, match="no preset 'x'"):
        preset("x")


def test_a_preset_refuses_a_rate_that_its_receiver_refuses(film: FilmStore, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"doesn't take 24 frames a second: it takes 25, 50"):
        export_film(film, tmp_path / "x", preset="broadcast-ebu")


# -- whole or not at all -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "name", "said"),
    [
        ({"form": "betamax"}, "x.mp4", "can't be delivered"), ({"form": "dcp"}, "x", "SMPTE ST 429"),
        ({"form": "h264", "output": "pq"}, "x.mp4", "can't hold pq"), ({"form": "h264"}, "x.webm", r"kept in \.mp4"),
        ({"form": "dnxhr-hq", "size": (200, 100)}, "x.mxf", "begins at 256×120"),
        ({"form": "h264", "alpha": True}, "x.mov", "has no alpha"), ({"form": "vp9", "sound": "aac"}, "x.webm", "can't hold aac"),
        ({"form": "h264", "loudness": "loud"}, "x.mov", "no loudness target"), ({"form": "wav"}, "nowhere/x.wav", "no folder"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_refused_before_anything_is(
    choices: dict[str, object], name: str, said: str, film: FilmStore, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=said):
        export_film(film, tmp_path / name, **choices)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(film: FilmStore, tmp_path: Path) -> None:
    (tmp_path / "x.wav").write_bytes(b"mine")
    with pytest.raises(UserError, match="exists already"):
        export_film(film, tmp_path / "x.wav", form="wav")
    (tmp_path / "y.srt").write_bytes(b"mine")
    with pytest.raises(UserError, match=r"y\.srt exists already"):
        export_film(film, tmp_path / "y.mov", form="h264", subtitles="files")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.wav", "y.srt"]


@pytest.mark.parametrize(("form", "name"), [("prores-proxy", "x.mov"), ("png", "x"), ("wav", "x.wav")])
def test_a_stop_leaves_nothing(form: str, name: str, film: FilmStore, tmp_path: Path) -> None:
    stop = threading.Event()
    with pytest.raises(Stopped):
        if form == "wav":
            stop.set()
        export_film(film, tmp_path / name, form=form, loudness="atsc" if form == "wav" else "", stop=stop,
                    progress=lambda done, total: stop.set())  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing(film: FilmStore, tmp_path: Path) -> None:
    code = f"""
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from aiprod.film.errors import UserError
from aiprod.film.store import FilmStore
from aiprod.production.exporting import export_film
store = FilmStore(Path({str(film.root)!r}))
for form, name in (("h264", "x.mov"), ("png", "frames"), ("wav", "x.wav")):
    resource.setrlimit(resource.RLIMIT_FSIZE, (15_000, resource.RLIM_INFINITY))
    try:
        export_film(store, Path({str(tmp_path)!r}) / name, form=form)
        sys.exit(f"{{form}} was written")
    except UserError as error:
        print(error)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""
    env = {**os.environ, "PYTHONPATH": "engine", "PYTHONDONTWRITEBYTECODE": "1"}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=env)
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.count("can't be written") == 3
    assert list(tmp_path.iterdir()) == []


def test_a_film_that_changed_since_is_not_exported_in_another_format(film: FilmStore, tmp_path: Path) -> None:
    copy = FilmStore(Path(shutil.copytree(film.root, tmp_path / "copy.aiprod")))
    timeline = copy.root / "timeline.otio"
    edit = otio.schema.Timeline.from_json_file(str(timeline))
    clip = next(iter(edit.video_tracks()[0].find_clips()))
    clip.source_range = otio.opentime.TimeRange(clip.source_range.start_time, otio.opentime.RationalTime(5, 24))
    timeline.write_text(edit.to_json_string())
    with pytest.raises(UserError, match=r"its edit was changed since.*aiprod resume"):
        export_film(copy, tmp_path / "x.mov", form="prores422")
    (copy.root / "finishing.json").unlink()
    with pytest.raises(UserError, match="not delivered by this version"):
        export_film(copy, tmp_path / "x.mov", form="prores422")


# -- orders ------------------------------------------------------------------------------------------------------------


def test_a_master_is_kept_and_made_anew_only_when_something_changed(film: FilmStore, tmp_path: Path) -> None:
    order = MasterOrder(format="wav")
    first = keep_master(film, order, tmp_path)
    assert first.path.name == "l-oeuvre.wav.wav" or first.path.suffix == ".wav"
    before = first.path.stat().st_mtime_ns
    assert keep_master(film, order, tmp_path).path.stat().st_mtime_ns == before
    assert keep_master(film, order.changed(loudness="broadcast"), tmp_path).path.stat().st_mtime_ns != before
    assert [path.name for path in tmp_path.iterdir()] == [first.path.name]


def test_a_wish_becomes_masters_and_a_brief_without_any_keeps_its_hash() -> None:
    assert masters_wanted(Wish("x")) == ()
    (order,) = masters_wanted(Wish("x", format="hdr10"))
    assert (filled(order).format, filled(order).output, suffix_of(order)) == ("h265", "pq", ".mp4")
    assert masters_wanted(Wish("x", preset="archive"))[0].preset == "archive"
    with pytest.raises(UserError, match="doesn't take 24"):
        masters_wanted(Wish("x", preset="broadcast-ebu"))
    plain = Brief(text="A cat.", language="en")
    assert plain.to_json()["schema"] == "Brief.1" and "masters" not in plain.to_json()
    asked = plain.changed(masters=(order,))
    assert Brief.from_json(asked.to_json()) == asked and asked.to_json()["schema"] == "Brief.3"
    assert asked.story().content_hash() == plain.story().content_hash()
