# SPDX-License-Identifier: Apache-2.0
"""Clips ordered, made, listed, made again and served, as an editor's panel does it."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from tests.server.harness import EngineProcess, running

from aiprod.film.hashing import hash_file
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
