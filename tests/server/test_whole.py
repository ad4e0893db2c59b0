# SPDX-License-Identifier: Apache-2.0
"""A film made over the wire from beginning to end, watched while it is made, and then used as hosts use it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.server.harness import EngineProcess, ask, running
from websockets.exceptions import ConnectionClosedOK

from aiprod.server.settings import Limits
from aiprod.wire.envelopes import unpack_picture
from aiprod.wire.films import EditList, FilmView
from aiprod.wire.jobs import JobView

pytestmark = pytest.mark.slow
ORDER = {"brief": "A dog finds a red hat on the beach.", "duration": 4, "size": "192x108", "rate": "12", "operation_id": "whole"}


@dataclass
class Made:
    """The film, and what was seen while it was made."""

    film: str
    job: str
    events: list[dict[str, Any]]
    pictures: list[tuple[dict[str, Any], bytes]]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("engine"), workers=True, limits=Limits()) as started:
        yield started


@pytest.fixture(scope="module")
def client(engine: EngineProcess) -> Iterator[httpx.Client]:
    with engine.http() as owner:
        owner.timeout = 120
        yield owner


@pytest.fixture(scope="module")
def made(engine: EngineProcess, client: httpx.Client) -> Made:
    ordered = client.post("/api/v1/generate", json=ORDER).json()
    made = Made(ordered["film"], ordered["job"]["id"], [], [])
    with engine.socket(path=f"/api/v1/preview/{made.job}") as link, pytest.raises(ConnectionClosedOK):
        while True:
            frame = link.recv(timeout=240)
            if isinstance(frame, bytes):
                made.pictures.append(unpack_picture(frame))
            else:
                made.events.append(json.loads(frame))
    return made


def test_the_film_is_delivered_and_its_way_was_told(client: httpx.Client, made: Made) -> None:
    job = JobView.model_validate(client.get(f"/api/v1/status/{made.job}").json())
    assert job.state == "delivered", job.failure
    assert job.estimate and job.estimate["generator"] == "animatic"
    assert job.actual and job.actual["seconds"] > 0
    states = [f["event"]["data"]["state"] for f in made.events if f.get("event", {}).get("kind") == "state"]
    assert states[-1] == "delivered"
    fractions = [f["event"]["data"]["fraction"] for f in made.events if f.get("event", {}).get("kind") == "progress"]
    assert fractions == sorted(fractions) and fractions[-1] > 0.9
    steps = client.get(f"/api/v1/jobs/{made.job}/history").json()["transitions"]
    assert [step["target"] for step in steps][:4] == ["received", "planned", "queued", "leased"]


def test_pictures_came_while_shots_were_made(made: Made) -> None:
    assert made.pictures
    for header, image in made.pictures:
        assert header["mime"] == "image/jpeg" and image.startswith(b"\xff\xd8")
        assert header["job_id"] == made.job and header["shot"] and header["frames"] > 0


def test_a_preview_of_a_job_that_has_ended_ends_at_once(engine: EngineProcess, made: Made) -> None:
    with engine.socket(path=f"/api/v1/preview/{made.job}?encoding=base64") as link, pytest.raises(ConnectionClosedOK):
        while True:
            link.recv(timeout=60)


def test_a_preview_of_no_job_is_refused_before_the_upgrade(engine: EngineProcess) -> None:
    assert engine.upgrade(f"/api/v1/preview/job_{'0' * 26}").status == 404
    assert engine.upgrade("/api/v1/preview/nothing").status == 404
    assert engine.upgrade(f"/api/v1/preview/job_{'0' * 26}", token=None).status == 401


def test_the_film_as_it_stands(client: httpx.Client, made: Made) -> None:
    film = FilmView.model_validate(client.get(f"/api/v1/films/{made.film}").json())
    assert film.written and film.passed is not None and film.department == "quality" and film.current
    assert (film.width, film.height, film.rate.numerator) == (192, 108, 12)
    assert any(item.asset.endswith(".mp4") for item in film.delivery)
    script = client.get(f"/api/v1/films/{made.film}/screenplay").json()
    assert script["scenes"] and script["title"] == film.title
    shots = client.get(f"/api/v1/films/{made.film}/shots").json()["shots"]
    assert shots and all(shot["take"] and shot["label"] for shot in shots)


def test_the_edit_list_is_whole(client: httpx.Client, made: Made) -> None:
    edit = EditList.model_validate(client.get(f"/api/v1/films/{made.film}/timeline").json())
    assert edit.start_frame == 3600 * 12
    for track in edit.tracks:
        assert all(item.src_out - item.src_in == item.rec_out - item.rec_in for item in track.items)
        assert all(a.rec_out <= b.rec_in for a, b in zip(track.items, track.items[1:], strict=False))
        assert all(0 <= item.rec_in < item.rec_out <= edit.frames for item in track.items)
    assets = sorted({item.asset_id for track in edit.tracks for item in track.items if item.asset_id})
    found = client.post(f"/api/v1/films/{made.film}/assets", json={"assets": assets}).json()["assets"]
    by_id = {asset["asset"]: asset for asset in found}
    picture = next(track for track in edit.tracks if track.name == "Picture")
    for item in picture.items:
        asset = by_id[item.asset_id]
        assert asset["frames"] >= item.src_out and asset["rate"] == {"numerator": 12, "denominator": 1}
        assert hashlib.sha256(Path(asset["path"]).read_bytes()).hexdigest() == asset["sha256"]
    assert all(asset["channels"] for asset in found if asset["mime"].startswith("audio/"))


def test_files_come_whole_in_ranges_and_over_the_socket(engine: EngineProcess, client: httpx.Client, made: Made) -> None:
    film = client.get(f"/api/v1/films/{made.film}").json()
    asset = next(item["asset"] for item in film["delivery"] if item["asset"].endswith(".mp4"))
    where = f"/api/v1/films/{made.film}/asset"
    whole = client.get(where, params={"asset": asset})
    assert whole.headers["content-type"] == "video/mp4" and whole.headers["x-content-type-options"] == "nosniff"
    assert whole.headers["content-disposition"].startswith("attachment")
    part = client.get(where, params={"asset": asset}, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    tail = client.get(where, params={"asset": asset}, headers={"Range": "bytes=-5"})
    assert (tail.status_code, tail.content) == (206, whole.content[-5:])
    beyond = client.get(where, params={"asset": asset}, headers={"Range": f"bytes={len(whole.content)}-"})
    assert beyond.status_code in (400, 416) and beyond.json()["error"]["code"] == "bad_range"
    for odd in ("bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4"):
        assert client.get(where, params={"asset": asset}, headers={"Range": odd}).status_code in (200, 416)
    poster = next(item["asset"] for item in film["delivery"] if item["asset"].endswith(".jpg"))
    with engine.socket() as link:
        link.recv(timeout=60)
        answer = ask(link, "assets.file", {"film": made.film, "asset": poster})
    assert answer["body"]["mime"] == "image/jpeg" and answer["body"]["base64"].startswith("/9j/")
    page = next(item["asset"] for item in film["delivery"] if item["asset"].endswith(".html"))
    assert client.get(where, params={"asset": page}).headers["content-type"] == "application/octet-stream"


def test_every_take_is_listed_with_its_recipe(client: httpx.Client, made: Made) -> None:
    takes = client.get(f"/api/v1/films/{made.film}/takes").json()["takes"]
    assert {"screenplay", "shot list", "mix", "picture"} <= {take["name"] for take in takes}
    one = client.get(f"/api/v1/films/{made.film}/takes/{takes[0]['id']}").json()
    assert one == takes[0]
    name = one["files"][0]["name"]
    data = client.get(f"/api/v1/films/{made.film}/takes/{one['id']}/file", params={"name": name}).content
    assert hashlib.sha256(data).hexdigest() == one["files"][0]["sha256"]


@pytest.mark.parametrize("kind", ["otio", "edl", "fcpxml", "fcp7"])
def test_the_edit_goes_to_other_editors(client: httpx.Client, made: Made, kind: str) -> None:
    written = client.post(f"/api/v1/films/{made.film}/interchange", json={"kind": kind}).json()
    assert Path(written["path"]).stat().st_size > 0
    assert Path(written["path"]).parent.name == "exports"


def test_export_and_check_are_jobs(client: httpx.Client, made: Made, tmp_path: Path) -> None:
    target = tmp_path / "film.mp4"
    export = client.post(f"/api/v1/films/{made.film}/export", json={"to": str(target)}).json()["job"]
    check = client.post("/api/v1/check", json={"film": made.film}).json()["job"]
    for job in (export, check):
        ended = client.get(f"/api/v1/jobs/{job['id']}/wait", params={"timeout_s": 60}).json()
        assert ended["state"] == "delivered", ended
    assert target.stat().st_size > 0
    refused = client.post(f"/api/v1/films/{made.film}/export", json={"to": str(target)})
    assert refused.status_code == 422


def test_changes_are_made_undone_and_only_what_hangs_on_them_is_made_again(client: httpx.Client, made: Made) -> None:
    def edit(change: dict[str, Any]) -> httpx.Response:
        return client.post(f"/api/v1/films/{made.film}/edit", json={"change": change})

    before = {take["name"]: take["id"] for take in client.get(f"/api/v1/films/{made.film}/takes").json()["takes"]}
    assert edit({"kind": "title", "text": "The Red Hat"}).json()["name"] == "Change the title"
    assert client.get(f"/api/v1/films/{made.film}").json()["current"] is False
    assert edit({"kind": "undo"}).json()["name"].startswith("Undo")
    assert edit({"kind": "redo"}).json()["name"].startswith("Redo")
    assert edit({"kind": "retake", "shot": "nowhere"}).status_code == 422
    assert edit({"kind": "pickup", "shot": "nowhere", "start": 0, "end": 3}).status_code == 422
    assert edit({"kind": "generator", "generator": "nobody"}).status_code == 422
    assert edit({"kind": "line", "line": "nowhere", "text": "Hello."}).status_code == 422
    names = [entry["name"] for entry in client.get(f"/api/v1/films/{made.film}/history").json()["edits"]]
    assert names[-3:] == ["Change the title", "Undo Change the title", "Redo Change the title"] or "Change the title" in names[-1]
    resumed = client.post(f"/api/v1/films/{made.film}/resume", json={"operation_id": "again"}).json()
    ended = client.get(f"/api/v1/jobs/{resumed['job']['id']}/wait", params={"timeout_s": 60}).json()
    while ended["state"] not in ("delivered", "failed"):
        ended = client.get(f"/api/v1/jobs/{resumed['job']['id']}/wait", params={"timeout_s": 60}).json()
    assert ended["state"] == "delivered", ended
    film = client.get(f"/api/v1/films/{made.film}").json()
    assert film["title"] == "The Red Hat" and film["current"] is True
    after = {take["name"]: take["id"] for take in client.get(f"/api/v1/films/{made.film}/takes").json()["takes"]}
    shots = [name for name in before if name.startswith("shot ") and name != "shot list"]
    assert shots and all(after[name] == before[name] for name in shots)


def test_a_running_job_is_cancelled_and_can_be_tried_again(engine: EngineProcess, client: httpx.Client) -> None:
    ordered = client.post("/api/v1/generate", json={**ORDER, "brief": "A cat waits at a window.", "operation_id": "c"}).json()
    job = ordered["job"]["id"]
    with engine.socket() as link:
        link.recv(timeout=60)
        subscribed = ask(link, "events.subscribe", {"jobs": [job], "previews": True, "encoding": "base64"})
        assert subscribed["ok"]
        while True:
            frame = json.loads(link.recv(timeout=120))
            if frame["type"] == "event" and frame["event"]["kind"] == "preview":
                assert frame["event"]["data"]["base64"].startswith("/9j/")
                break
        cancelled = ask(link, "jobs.cancel", {"job_id": job, "reason": "enough"}, id="2", operation_id="stop")
    assert cancelled["body"]["state"] == "cancelled"
    assert client.get(f"/api/v1/status/{job}").json()["state"] == "cancelled"
    assert client.post(f"/api/v1/jobs/{job}/resume", json={}).status_code == 409
    assert client.post(f"/api/v1/jobs/{job}/retry", json={}).json()["state"] == "queued"
    assert client.post(f"/api/v1/jobs/{job}/pause", json={}).json()["state"] in ("paused", "queued")
    assert client.post(f"/api/v1/jobs/{job}/cancel", json={}).json()["state"] == "cancelled"


def test_an_estimate_says_what_to_choose_and_why(client: httpx.Client, made: Made) -> None:
    order = {key: value for key, value in ORDER.items() if key != "operation_id"}
    for answer in (client.post("/api/v1/estimate", json=order), client.get(f"/api/v1/films/{made.film}/estimate")):
        estimate = answer.json()
        assert estimate["recommended"] == "animatic" and estimate["reason"] and estimate["shots"] > 0
        chosen = [choice for choice in estimate["choices"] if choice["recommended"]]
        assert len(chosen) == 1 and chosen[0]["seconds"] > 0 and chosen[0]["eur"] == 0
        assert all(choice["reason"] for choice in estimate["choices"])
    assert all(not c["available"] for c in estimate["choices"] if c["generator"].startswith("cloud:"))
