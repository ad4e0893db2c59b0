# SPDX-License-Identifier: Apache-2.0
"""Watching shots: throttled pictures of the right size, counts, repeats when frames are slow, and stopping."""

import socket
import threading
from multiprocessing import connection
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from aiprod.film.brief import Brief
from aiprod.film.errors import Stopped
from aiprod.film.film import Film
from aiprod.film.store import FilmStore
from aiprod.production.lookout import Lookout
from aiprod.production.recipes import recipe
from aiprod.production.studio import Studio
from aiprod.production.watching import Preview, ShotWatch, Sink, encoded, watch
from aiprod.production.workers import Workers

HERE = "tests.unit.production.test_watching"


class Time:
    """A clock that only moves when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Kept(Sink):
    """A sink whose messages are kept instead of sent."""

    def __init__(self, time: Time, *, pictures: bool = True) -> None:
        super().__init__(pictures=pictures, tick=time, clock=lambda: time.now + 1e9)
        self.sent: list[tuple[dict[str, Any], bytes]] = []

    def _send(self, header: dict[str, Any], body: bytes, newest: str) -> None:
        self.sent.append((header, body))

    def pictures_sent(self) -> list[dict[str, Any]]:
        return [header["preview"] for header, _ in self.sent if header["type"] == "preview"]

    def counts_sent(self) -> list[int]:
        return [header["done"] for header, _ in self.sent if header["type"] == "frame"]


RGB = np.zeros((1080, 1920, 4), np.uint8)


def test_pictures_and_counts_are_throttled_and_the_last_frame_is_always_counted() -> None:
    time = Time()
    sink = Kept(time)
    shot = ShotWatch("s1", sink)
    for frame in range(1, 41):
        shot.frame(frame, 40, RGB)
        time.now += 0.0625
    assert [picture["frame"] for picture in sink.pictures_sent()] == [1, 8, 15, 22, 29, 36]
    assert sink.counts_sent()[0] == 1 and sink.counts_sent()[-1] == 40 and len(sink.counts_sent()) <= 21


def test_a_slow_shot_begins_with_its_still_and_shows_its_last_picture_again_until_it_ends() -> None:
    time, previews = Time(), list[Preview]()
    still = np.zeros((270, 480, 3), np.uint8)
    lookout = Lookout(1, lambda *_: None, previews.append, lambda shot: still if shot == "s1" else None, tick=time, clock=time)
    lookout.see({"type": "frame", "shot": "s1", "done": 0, "total": 40}, b"")
    lookout.see({"type": "frame", "shot": "s2", "done": 0, "total": 40}, b"")
    assert [(preview.shot, preview.frame, preview.frames, preview.width) for preview in previews] == [("s1", 0, 40, 480)]
    with lookout.near("s1") as onlooker:
        time.now += 2
        lookout.repeat()
        onlooker.frame(1, 40, RGB)
        for _ in range(40):
            time.now += 0.2
            lookout.repeat()
    assert [(preview.frame, preview.repeated) for preview in previews] == [(0, False), (0, True), (1, False), *[(1, True)] * 5]
    time.now += 10
    lookout.repeat()
    assert len(previews) == 8
    lookout.close()


def test_no_pictures_are_made_when_nobody_wants_them() -> None:
    sink = Kept(Time(), pictures=False)
    ShotWatch("s1", sink).frame(1, 2, RGB)
    ShotWatch("s1", sink).frame(0, 2, None)
    assert sink.pictures_sent() == [] and sink.counts_sent() == [1, 0]


@pytest.mark.parametrize(("shape", "size"), [
    ((1080, 1920, 4), (853, 480)), ((1080, 1920, 3), (853, 480)), ((1920, 1080, 3), (270, 480)), ((400, 2000, 3), (854, 171)),
    ((180, 320, 4), (320, 180)),
])  # fmt: skip
def test_a_preview_fits_and_keeps_its_colours(shape: tuple[int, int, int], size: tuple[int, int]) -> None:
    rgb = np.full(shape, 255, np.uint8)
    rgb[..., :3] = 200, 90, 30
    image, width, height = encoded(rgb)
    decoded = cv2.imdecode(np.frombuffer(image, np.uint8), cv2.IMREAD_COLOR)
    assert (width, height) == size == (decoded.shape[1], decoded.shape[0])
    assert np.abs(decoded[height // 2, width // 2, ::-1].astype(int) - (200, 90, 30)).max() <= 4


def test_without_a_production_watching_costs_nothing() -> None:
    with watch("s1") as onlooker:
        onlooker.frame(1, 2, RGB)


def test_a_stopped_production_stops_the_shot() -> None:
    ours, theirs = (Connection(sock.detach()) for sock in socket.socketpair())
    sink = Sink(pictures=False)
    sink.attach(theirs)
    ours.send_bytes(b"\x00\x00\x00\x0f" + b'{"type":"stop"}')
    shot = ShotWatch("s1", sink)
    with pytest.raises(Stopped):
        for _ in range(1_000_000):
            shot.frame(1, 2, None)
    ours.close()


def shoot(folder: Path, *, frames: int) -> dict[str, Any]:
    """A builder: a grey shot."""
    with watch("s1-a") as onlooker:
        for frame in range(frames):
            onlooker.frame(frame + 1, frames, np.full((540, 960, 3), frame, np.uint8))
    (folder / "done.txt").write_text("done", "utf-8")
    return {"frames": frames}


def shoot_for_ever(folder: Path) -> dict[str, Any]:
    """A builder that only ends when it is stopped; it says that it began."""
    (folder / "half.txt").write_text("half", "utf-8")
    with watch("s1-b") as onlooker:
        onlooker.frame(0, 9, None)
        threading.Event().wait()
    return {}


@pytest.fixture
def store(tmp_path: Path) -> FilmStore:
    return FilmStore.create(tmp_path / "f.aiprod", Film(name="f", brief=Brief(text="A cat.", language="en")))


def test_frames_and_pictures_come_from_a_builder_process(store: FilmStore) -> None:
    frames: list[tuple[str, int, int]] = []
    previews: list[Preview] = []
    seen = threading.Event()
    lookout = Lookout(1, lambda *news: frames.append(news), lambda preview: (previews.append(preview), seen.set()))
    with Workers(1, store.root / "workers.log", lookout.way) as workers:
        studio = Studio(store, workers, lambda _event: None)
        made = recipe("shooting", "footage", "test/1")
        studio.finish(studio.start("shot s1-a", made, f"{HERE}:shoot", {"frames": 7}))
        assert seen.wait(60)
    lookout.close()
    assert frames[0][0] == "s1-a" and frames[-1] == ("s1-a", 7, 7)
    first = previews[0]
    assert (first.shot, first.frame, first.frames, first.mime) == ("s1-a", 1, 7, "image/jpeg")
    assert (first.width, first.height) == (853, 480) and first.image[:2] == b"\xff\xd8" and not first.repeated


def test_stop_ends_a_production_keeps_finished_takes_and_the_processes_are_gone(store: FilmStore) -> None:
    began, stop = threading.Event(), threading.Event()
    lookout = Lookout(2, lambda *_: began.set(), None)
    with pytest.raises(Stopped), Workers(2, store.root / "workers.log", lookout.way) as workers:
        studio = Studio(store, workers, lambda _event: None, stop=stop)
        kept = studio.finish(studio.start("kept", recipe("shooting", "footage", "test/1"), f"{HERE}:shoot", {"frames": 1}))
        began.clear()
        pending = studio.start("endless", recipe("shooting", "footage", "test/2"), f"{HERE}:shoot_for_ever", {})
        assert began.wait(60)
        processes = list(workers._pool._processes.values())
        threading.Timer(0.05, stop.set).start()
        studio.finish(pending)
    lookout.close()
    assert all(connection.wait([process.sentinel], 0) for process in processes)
    assert store.takes.find(kept.recipe) == kept
    assert store.takes.clear_unfinished() == 1
    with pytest.raises(Stopped):
        Studio(store, workers, lambda _event: None, stop=stop).take(
            "more", recipe("voices", "speech", "test/3"), lambda folder: {}
        )


def test_a_production_that_is_gone_does_not_stop_a_builder(store: FilmStore, tmp_path: Path) -> None:
    lookout = Lookout(1, lambda *_: None, None)
    lookout.close()
    with Workers(1, store.root / "workers.log", lookout.way) as workers:
        studio = Studio(store, workers, lambda _event: None)
        take = studio.finish(studio.start("s", recipe("shooting", "footage", "test/1"), f"{HERE}:shoot", {"frames": 2}))
    assert take.facts["frames"] == 2
    assert "no previews from this process" in (store.root / "workers.log").read_text("utf-8")
