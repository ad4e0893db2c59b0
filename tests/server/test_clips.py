# SPDX-License-Identifier: Apache-2.0
"""Clips ordered, made, listed, made again and served, as an editor's panel does it."""

import json
import pickle
import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import httpx
import numpy as np
import pytest
import soundfile
from tests.server.harness import EngineProcess, running

from aiprod.film.hashing import hash_file
from aiprod.grading.cdl_files import read_cdl
from aiprod.grading.cube import read_cube
from aiprod.media.encoders import choose
from aiprod.media.loudness import measure
from aiprod.media.pictures import write_picture
from aiprod.media.video import VideoWriter
from aiprod.server.settings import Limits
from aiprod.wire.clips import ClipView

PLACE = {"rate": "23.976", "size": "192x108", "project": "A film « d'été » 🎬"}
SHOT = {"place": PLACE, "prompt": "A lighthouse at dusk, slow dolly in", "frames": 12, "operation_id": "a-shot"}
_LONG_S = 120


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("engine"), workers=True, limits=Limits()) as started:
        yield started


@pytest.fixture(scope="module")
def panel(engine: EngineProcess) -> Iterator[httpx.Client]:
    """A paired panel: not the owner."""
    with engine.http() as owner:
        code = owner.post("/api/v1/pairing/start", json={"permissions": ["read", "generate"]}).json()["code"]
        token = owner.post("/api/v1/pairing/exchange", json={"code": code, "host": "test"}).json()["token"]
    with engine.http(token) as client:
        yield client


def ordered(panel: httpx.Client, operation: str, **body: Any) -> dict[str, Any]:
    """The answer to an order."""
    answer = panel.post(f"/api/v1/clips/{operation}", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def finished(panel: httpx.Client, order: dict[str, Any]) -> dict[str, Any]:
    """The job of an order, once it went no further."""
    late = time.monotonic() + _LONG_S
    while time.monotonic() < late:
        job = panel.get(f"/api/v1/jobs/{order['job']['id']}/wait", params={"timeout_s": 20}).json()
        if job["state"] in ("delivered", "failed", "cancelled", "expired"):
            return dict(job)
    raise AssertionError("the clip took too long")


def made(panel: httpx.Client, order: dict[str, Any]) -> ClipView:
    """The clip of an order."""
    job = finished(panel, order)
    assert job["state"] == "delivered", job["failure"]
    assert job["result"]["clip"] == order["clip"]
    return ClipView.model_validate(panel.get(f"/api/v1/clips/{order['clip']}").json())


def file_of(clip: ClipView, role: str) -> Path:
    return Path(next(file.path for file in clip.files if file.role == role))


@pytest.fixture(scope="module")
def shot(panel: httpx.Client) -> ClipView:
    return made(panel, ordered(panel, "shot", **SHOT))


def test_a_shot_is_as_long_and_as_fast_as_its_timeline(shot: ClipView) -> None:
    assert (shot.frames, shot.width, shot.height) == (12, 192, 108)
    assert (shot.rate.numerator, shot.rate.denominator) == (24000, 1001)
    assert shot.kind == "shot" and shot.label == "animatic" and shot.generator == "animatic/1" and shot.family == shot.id
    with av.open(str(file_of(shot, "picture"))) as film:
        stream = film.streams.video[0]
        assert stream.codec_context.name == "prores" and stream.codec_context.profile in ("HQ", "3", 3)
        assert stream.average_rate is not None and (stream.average_rate.numerator, stream.average_rate.denominator) == (
            24000,
            1001,
        )
        assert sum(1 for _ in film.decode(stream)) == 12
        assert not film.streams.audio and stream.codec_context.pix_fmt == "yuv422p10le"
        assert (film.metadata.get("timecode") or stream.metadata.get("timecode")) == "00:00:00:00"


def test_every_file_is_what_its_hash_says(shot: ClipView) -> None:
    for file in shot.files:
        assert hash_file(Path(file.path)) == file.sha256 and Path(file.path).stat().st_size == file.size


def test_the_recipe_fits_a_marker_and_names_nothing_of_this_machine(shot: ClipView) -> None:
    text = json.dumps(shot.recipe, ensure_ascii=False)
    assert len(text) < 2000 and shot.recipe["v"] == 1
    assert str(file_of(shot, "picture").parent.parent) not in text and "/tmp" not in text


def test_an_order_sent_again_is_the_same_clip(panel: httpx.Client, shot: ClipView) -> None:
    assert ordered(panel, "shot", **SHOT)["clip"] == shot.id


def test_clips_are_listed_newest_first_by_project_and_family(panel: httpx.Client, shot: ClipView) -> None:
    clips = panel.get("/api/v1/clips", params={"project": PLACE["project"]}).json()["clips"]
    assert shot.id in [clip["id"] for clip in clips]
    assert [clip["id"] for clip in clips] == sorted((clip["id"] for clip in clips), reverse=True)
    assert panel.get("/api/v1/clips", params={"project": "another"}).json()["clips"] == []
    family = panel.get("/api/v1/clips", params={"family": shot.family}).json()["clips"]
    assert {clip["family"] for clip in family} == {shot.family}


@pytest.mark.parametrize("role", ["poster", "strip"])
def test_poster_and_strip_are_served(panel: httpx.Client, shot: ClipView, role: str) -> None:
    answer = panel.get(f"/api/v1/clips/{shot.id}/picture", params={"role": role})
    assert answer.headers["content-type"] == "image/jpeg" and answer.content.startswith(b"\xff\xd8")


def test_a_clip_that_is_not_there_is_told(panel: httpx.Client) -> None:
    answer = panel.get(f"/api/v1/clips/clip_{'0' * 26}")
    assert answer.status_code == 404 and answer.json()["error"]["remedy"]


# -- made longer


def frames_of(path: Path) -> list[np.ndarray[Any, Any]]:
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]


@pytest.fixture(scope="module")
def footage(shot: ClipView, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of somebody else's with picture and sound: a camera that pans over a picture, and a room."""
    path = tmp_path_factory.mktemp("a shoot, été") / "prise n° 1.mov"
    wall = np.random.default_rng(0).integers(0, 255, (20, 40, 3)).astype(np.uint8)
    wall = np.kron(wall, np.ones((12, 12, 1), np.uint8))
    room = 0.01 * np.random.default_rng(1).standard_normal((2, 48_000)).astype(np.float32)
    with av.open(str(path), "w") as out:
        video = out.add_stream("prores_ks", rate=25)
        video.width, video.height, video.pix_fmt = 192, 108, "yuv422p10le"
        audio = out.add_stream("pcm_s24le", rate=48_000, layout="stereo")
        for number in range(25):
            view = np.ascontiguousarray(wall[20:128, 2 * number : 192 + 2 * number])
            out.mux(video.encode(av.VideoFrame.from_ndarray(view, format="rgb24")))
        sound = av.AudioFrame.from_ndarray(room, format="fltp", layout="stereo")
        sound.sample_rate = 48_000
        out.mux(audio.encode(sound))
        for stream in (video, audio):
            out.mux(stream.encode(None))
    return path


def test_our_own_shot_goes_on_as_if_it_had_been_longer(panel: httpx.Client, shot: ClipView) -> None:
    source = file_of(shot, "picture")
    order = ordered(panel, "extend", place=PLACE, path=str(source), src_in=0, src_out=9, frames=10, clip=shot.id)
    longer = made(panel, order)
    assert (longer.frames, longer.kind, longer.label) == (10, "extension", "animatic")
    before, after = frames_of(source), frames_of(file_of(longer, "picture"))
    for theirs, ours in zip(before[9:], after, strict=False):
        assert np.abs(theirs.astype(int) - ours).mean() < 0.5, "the frames that both have are the same"
    steps = [np.abs(x.astype(int) - y).mean() for x, y in pairwise(before[6:9] + after)]
    assert max(steps[2:]) < 1.6 * max(steps[:2]), "nothing jumps where the new frames begin"


def test_anything_else_goes_on_from_its_last_frame_with_its_sound(panel: httpx.Client, footage: Path) -> None:
    order = ordered(panel, "extend", place={**PLACE, "rate": "25"}, path=str(footage), src_in=0, src_out=25, frames=30)
    longer = made(panel, order)
    assert longer.label == "extended from the last frame (no video model)"
    before, after = frames_of(footage), frames_of(file_of(longer, "picture"))
    assert len(after) == 30
    join, usual = np.abs(before[-1].astype(int) - after[0]).mean(), np.abs(before[-2].astype(int) - before[-1]).mean()
    assert 0.3 * usual < join < 1.3 * usual, "the camera goes on at its pace"
    assert np.abs(after[-1].astype(int) - after[-2]).mean() < 0.5 * usual, "and comes to rest"
    sound, rate = soundfile.read(str(file_of(longer, "sound")))
    assert (len(sound), rate) == (30 * 48_000 // 25, 48_000)
    assert sound[24_000:].std() == pytest.approx(0.01, rel=0.3)
    assert len(json.dumps(longer.recipe)) < 2000 and str(footage.parent) not in json.dumps(longer.recipe)
    again = made(panel, ordered(panel, "retake", recipe=longer.recipe, family=longer.family))
    assert again.family == longer.family and again.recipe["seed"] == 1 and again.frames == 30


def test_eight_seconds_and_a_silent_clip_stays_silent(panel: httpx.Client, shot: ClipView) -> None:
    order = ordered(panel, "extend", place=PLACE, path=str(file_of(shot, "picture")), src_in=2, src_out=12, frames=192)
    longer = made(panel, order)
    assert longer.frames == 192 and not [file for file in longer.files if file.role == "sound"]
    assert any("no sound" in word for word in longer.words)


# -- made again


def test_a_retake_is_the_next_seed_of_the_same_family(panel: httpx.Client, shot: ClipView) -> None:
    again = made(panel, ordered(panel, "retake", clip=shot.id, operation_id="again"))
    assert again.family == shot.family and again.recipe["seed"] == shot.recipe.get("seed", 0) + 1
    assert {k: v for k, v in again.recipe.items() if k != "seed"} == {k: v for k, v in shot.recipe.items() if k != "seed"}
    takes = panel.get("/api/v1/clips", params={"family": shot.family}).json()["clips"]
    assert {shot.id, again.id} <= {take["id"] for take in takes}


def test_a_marker_alone_is_enough(panel: httpx.Client, shot: ClipView) -> None:
    gone = "clip_" + "0" * 26
    order = ordered(panel, "retake", clip=gone, recipe=shot.recipe, frames=6, prompt="Une forêt sous la neige")
    again = made(panel, order)
    assert (again.family, again.frames) == (gone, 6) and again.recipe["prompt"] == "Une forêt sous la neige"


@pytest.mark.parametrize("body", [{}, {"clip": "clip_" + "0" * 26}, {"recipe": {"v": 99, "kind": "dream"}}, {"recipe": {"v": 1}}])
def test_what_can_not_be_made_again_is_told_at_once(panel: httpx.Client, body: dict[str, Any]) -> None:
    refused(panel, "retake", **body)


def test_a_part_is_made_again_only_by_whoever_can(panel: httpx.Client, shot: ClipView) -> None:
    assert refused(panel, "retake", clip=shot.id, start=2, end=4)["why"] == "it makes whole shots"
    refused(panel, "retake", clip=shot.id, start=2, end=999)
    refused(panel, "retake", clip=shot.id, start=2, end=4, frames=9)


# -- spoken, scored, graded


def test_a_line_is_spoken_and_says_how_long_it_is(panel: httpx.Client) -> None:
    line = made(panel, ordered(panel, "voice", place={**PLACE, "rate": "29.97"}, text="Le train part."))
    sound, rate = soundfile.read(str(file_of(line, "sound")), always_2d=True)
    assert rate == 48_000 and len(sound) == round(line.frames * 48_000 * 1001 / 30_000) and np.abs(sound).max() > 0.05
    assert line.recipe["lang"] == "fr" and line.label == "synthetic voice"


def test_a_line_without_a_word_is_told_at_once(panel: httpx.Client) -> None:
    refused(panel, "voice", place=PLACE, text="… !")
    refused(panel, "voice", place=PLACE, text="Bonsoir.", lang="fr", voice="nobody")


def test_a_range_is_scored_to_the_frame_and_to_its_loudness(panel: httpx.Client) -> None:
    score = made(panel, ordered(panel, "score", place=PLACE, frames=100, mood="tendu, lent", loudness=-23))
    sound, _ = soundfile.read(str(file_of(score, "sound")), dtype="float32")
    assert len(sound) == round(100 * 48_000 * 1001 / 24_000)
    assert measure(sound).integrated_lufs == pytest.approx(-23, abs=0.3)


def test_clips_are_graded_to_match_and_never_made_worse(panel: httpx.Client, shot: ClipView, footage: Path) -> None:
    items = [{"key": "theirs « 1 »", "path": str(footage)}, {"key": "ours", "path": str(file_of(shot, "picture")), "src_out": 12}]
    order = ordered(panel, "grade", place=PLACE, items=items, reference="ours")
    grades = {grade.key: grade for grade in made(panel, order).grades}
    theirs = grades["theirs « 1 »"]
    assert theirs.error_after < theirs.error_before and grades["ours"].slope == (1.0, 1.0, 1.0)
    assert read_cube(Path(theirs.lut)).shape == (33, 33, 33, 3)
    assert read_cdl(Path(theirs.cdl)).slope == pytest.approx(theirs.slope, abs=1e-4)


def test_an_estimate_names_every_generator(panel: httpx.Client) -> None:
    answer = panel.post("/api/v1/clips/estimate", json={"place": PLACE, "prompt": "A lighthouse", "frames": 240}).json()
    assert answer["frames"] == 240 and answer["seconds"] == pytest.approx(10.01)
    animatic = next(choice for choice in answer["choices"] if choice["generator"] == "animatic")
    assert animatic["available"] and animatic["eur"] == 0 and animatic["seconds"] > 0 and answer["recommended"] == "animatic"
    assert any(choice["eur"] > 0 for choice in answer["choices"])


# -- references


def test_a_shot_takes_the_colours_of_a_picture(panel: httpx.Client, shot: ClipView, tmp_path: Path) -> None:
    look = tmp_path / "grab.png"
    blue = np.clip(np.kron(np.random.default_rng(2).uniform(0.2, 0.8, (6, 8, 1)), np.ones((16, 16, 3))) * (0.5, 0.7, 1.0), 0, 1)
    write_picture(look, (blue * 255).astype(np.uint8))
    body = {
        **SHOT,
        "operation_id": "look",
        "references": [{"path": str(look), "role": "look"}, {"path": str(look), "role": "first"}],
    }
    order = ordered(panel, "shot", **body)
    look.unlink()
    steered = made(panel, order)
    plain, tinted = (np.mean([f.mean(axis=(0, 1)) for f in frames_of(file_of(c, "picture"))], axis=0) for c in (shot, steered))
    assert tinted[2] / tinted[0] > 1.3 * plain[2] / plain[0]
    assert any("can't begin with a picture" in word for word in steered.words)
    assert not [value for value in json.dumps(steered.recipe).split('"') if "/" in value and value != "24000/1001"]


# -- bad input


def refused(panel: httpx.Client, operation: str, **body: Any) -> dict[str, Any]:
    """The one clear error of an order that can't be met."""
    answer = panel.post(f"/api/v1/clips/{operation}", json=body)
    assert 400 <= answer.status_code < 500, answer.text
    error = answer.json()["error"]
    assert error["message"] and (error["why"] or error["remedy"])
    return dict(error)


def test_media_that_can_not_be_used_are_told_before_a_job(
    panel: httpx.Client, engine: EngineProcess, footage: Path, tmp_path: Path
) -> None:
    extend = {"place": PLACE, "src_in": 0, "src_out": 5, "frames": 5}
    bad: dict[str, Path] = {name: tmp_path / name for name in ("pickle.mov", "cut.mov", "sound.mov", "small.mov", "empty.mov")}
    bad["pickle.mov"].write_bytes(pickle.dumps({"a": list(range(1000))}))
    bad["cut.mov"].write_bytes(footage.read_bytes()[:2000])
    bad["empty.mov"].write_bytes(b"")
    with av.open(str(bad["sound.mov"]), "w") as out:
        audio = out.add_stream("pcm_s16le", rate=48_000, layout="mono")
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 4800), np.int16), format="s16", layout="mono")
        silence.sample_rate = 48_000
        out.mux(audio.encode(silence))
    with VideoWriter(bad["small.mov"], Fraction(24), 34, 18, choose("prores_hq")) as film:
        film.write_rgb(np.zeros((18, 34, 3), np.uint8))
    for path in (*bad.values(), tmp_path / "nowhere.mov"):
        refused(panel, "extend", **extend, path=str(path))
    refused(panel, "extend", **{**extend, "src_out": 26}, path=str(footage))
    refused(panel, "extend", **{**extend, "src_in": 9}, path=str(footage))
    link = tmp_path / "link.mov"
    link.symlink_to(engine.folder / "home" / "speeds.json")
    (engine.folder / "home" / "secret.mov").write_bytes(footage.read_bytes())
    (tmp_path / "inside.mov").symlink_to(engine.folder / "home" / "secret.mov")
    for path in (link, tmp_path / "inside.mov", engine.folder / "home" / "secret.mov"):
        refused(panel, "extend", **extend, path=str(path))


@pytest.mark.parametrize(
    "change",
    [{"place": {**PLACE, "size": "33x17"}}, {"place": {**PLACE, "rate": "1000"}}, {"place": {**PLACE, "rate": "0"}},
     {"frames": 0},
     {"generator": "dream:on"}, {"generator": "only:auto"}, {"style": "nothing like it"}, {"prompt": "x" * 3000}, {"prompt": ""},
     {"references": [{"path": "/nowhere/a.png"}]}, {"references": [{"path": "relative.png"}]}],
)  # fmt: skip
def test_a_shot_that_can_not_be_made_is_told_before_a_job(panel: httpx.Client, change: dict[str, Any]) -> None:
    refused(panel, "shot", **{**SHOT, "operation_id": None, **change})


def test_money_needs_leave_a_key_and_a_cap(panel: httpx.Client, engine: EngineProcess) -> None:
    body = {**SHOT, "operation_id": None, "generator": "cloud:runway"}
    assert refused(panel, "shot", **body, cap_eur=2.0)["code"] == "not_permitted"
    with engine.http() as owner:
        assert "no API key" in refused(owner, "shot", **body, cap_eur=2.0)["why"]


def test_a_clip_that_is_no_longer_wanted_ends_at_once_and_leaves_nothing(panel: httpx.Client, engine: EngineProcess) -> None:
    order = ordered(panel, "shot", place={**PLACE, "size": "1280x720"}, prompt="A storm over the sea", frames=2000)
    job = order["job"]["id"]
    late = time.monotonic() + _LONG_S
    while time.monotonic() < late and panel.get(f"/api/v1/status/{job}").json().get("progress", None) is None:
        panel.get(f"/api/v1/jobs/{job}/wait", params={"timeout_s": 1})
    panel.post(f"/api/v1/jobs/{job}/cancel", json={})
    assert finished(panel, order)["state"] == "cancelled"
    assert panel.get(f"/api/v1/clips/{order['clip']}").status_code == 404
    assert not list((engine.folder / "home" / "clips").glob(f"{order['clip']}*"))
