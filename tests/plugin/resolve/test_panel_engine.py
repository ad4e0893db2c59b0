# SPDX-License-Identifier: Apache-2.0
"""The panel in the host's window, used by hand, against a real engine: from a prompt to a clip that lies where it belongs."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.plugin.resolve.host import Host
from tests.plugin.resolve.user import Doing, User, run_panel
from tests.server.harness import EngineProcess, running

from aiprod.server.settings import Limits

MakeHost = Callable[..., Host]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("engine"), workers=True, limits=Limits()) as started:
        yield started


@pytest.fixture(autouse=True)
def _home(engine: EngineProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIPROD_HOME", str(engine.folder))
    monkeypatch.setenv("AIPROD_LANG", "en")


def film(make_host: MakeHost, profile: str = "21.0.4-studio", rate: str = "24") -> Host:
    fake = make_host(profile)
    fake.user.project('L’été "bleu" 🎬', rate, 192, 108)
    fake.user.timeline(video=1, audio=1)
    return fake


def lies(fake: Host, kind: str, track: int) -> list[tuple[int, int]]:
    timeline = fake.project.timeline
    return [(item.start - timeline.first, item.end - timeline.first) for item in timeline.tracks[kind][track - 1].items]


def test_a_shot_is_made_here_and_made_again_by_its_marker(make_host: MakeHost) -> None:
    fake = film(make_host, rate="23.976")
    theirs = fake.user.imagined("/theirs.mov", 500)
    fake.user.place(theirs, at=0, end=40, only=1)
    fake.user.place(theirs, at=52, end=40, only=1)
    fake.user.playhead(45)
    seen: list[str] = []

    def doing(user: User) -> Doing:
        yield from user.connected()
        user.window.type("shot_prompt", "A cat on a roof at dusk")
        user.window.choose("shot_first", "last frame before it")
        yield from user.presses("estimate")
        seen.append(user.shows("told"))
        yield from user.presses("make")
        seen.append(user.shows("told"))
        fake.user.playhead(45)
        yield from user.makes(2)
        seen.append(user.shows("told"))
        user.window.click("show_takes")
        yield from user.until(lambda: user.window.find("takes").children, "the takes")
        user.window.pick("takes", 1)
        yield from user.presses("swap")
        seen.append(user.shows("told"))

    run_panel(fake, doing)
    assert "12 frames" in seen[0] and "01:00:01:16" in seen[0]
    assert all("exact to the frame" in text and "animatic" in text for text in seen[1:3]), seen
    assert lies(fake, "video", 1) == [(0, 40), (40, 52), (52, 92)], "the gap is filled to the frame, and theirs are as they were"
    item = fake.project.timeline.tracks["video"][0].items[1]
    assert len(item.takes) == 2 and item.taken == 1, (seen, item.takes)
    assert [path.name for path in (Path(take.clip.path) for take in item.takes)] == ["picture.mov"] * 2
    assert fake.longest_stretch <= 50
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("aiprod-")]


def test_extended_voiced_scored_and_graded_in_one_sitting(
    make_host: MakeHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = film(make_host, "21.1-studio")
    first, second = (fake.user.media(made_film(tmp_path / name, shade)) for name, shade in (("a.mov", 60), ("b.mov", 140)))
    items = [fake.user.place(clip, at=at, end=24, only=1)[0] for clip, at in ((first, 0), (second, 24))]
    fake.user.subtitle("The sea is calm tonight.", 30, 70)
    fake.user.select(items[1])
    fake.user.playhead(30)
    seen: list[str] = []
    scored: list[list[list[tuple[int, int]]]] = []
    graded: list[list[str]] = []
    fake.lut_folder.mkdir()
    monkeypatch.setenv("AIPROD_RESOLVE_LUT", str(fake.lut_folder))

    def doing(user: User) -> Doing:
        yield from user.connected()
        yield from user.makes(1, extend_seconds=1)
        seen.append(user.shows("told"))
        yield from user.makes(3, voice_fit=True)
        seen.append(user.shows("told"))
        fake.user.marks(0, 47)
        yield from user.makes(4, score_mood="calm, slow, strings")
        seen.append(user.shows("told"))
        scored.append([lies(fake, "audio", number + 1) for number in range(len(fake.project.timeline.tracks["audio"]))])
        yield from user.presses("take_back")
        assert "1" in user.shows("told")
        fake.user.select(*items)
        yield from user.makes(5)
        seen.append(user.shows("told"))
        graded.append([item.version[0] for item in items])
        yield from user.makes(5, grade_look=1, grade_as=1)
        seen.append(user.shows("told"))

    run_panel(fake, doing)
    assert all("exact to the frame" in text for text in seen), seen
    assert lies(fake, "video", 1) == [(0, 24), (24, 48), (48, 72)]
    sounds = [lies(fake, "audio", number + 1) for number in range(len(fake.project.timeline.tracks["audio"]))]
    assert any(start == 30 for rows in sounds for start, _ in rows) and any((0, 48) in rows for rows in scored[0]), scored
    assert not any((0, 48) in rows for rows in sounds), "the music was taken back"
    assert graded == [["AIPROD", "AIPROD"]] and items[1].versions[0]["AIPROD"].cdl
    assert [item.version[0] for item in items] == ["AIPROD (2)"] * 2
    assert all(item.grade.nodes[0]["lut"].startswith("AIPROD/") for item in items)
    assert "Version 1" in items[1].versions[0] and items[1].versions[0]["Version 1"].cdl == {}
    assert fake.longest_stretch <= 50 and fake.gate.superseded == []


def made_film(path: Path, shade: int) -> Path:
    """A second of a picture with a gradient, a little darker or lighter."""
    import av
    import numpy as np

    ramp = np.linspace(shade - 40, shade + 60, 192).astype(np.uint8)
    picture = np.repeat(np.tile(ramp, (108, 1))[..., None], 3, axis=2)
    with av.open(str(path), "w") as box:
        stream = box.add_stream("mpeg4", rate=24)
        stream.width, stream.height, stream.pix_fmt = 192, 108, "yuv420p"
        for _ in range(30):
            box.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        box.mux(stream.encode(None))
    return path


def test_what_is_stopped_is_stopped_and_leaves_nothing(make_host: MakeHost, engine: EngineProcess) -> None:
    fake = film(make_host, "20-studio", "59.94")
    before = fake.snapshot()
    seen: list[str] = []

    def doing(user: User) -> Doing:
        yield from user.connected()
        user.window.choose("task", 6)
        yield
        yield
        user.window.type("film_brief", "A storm over a harbour, and nobody speaks.")
        user.window.click("make")
        yield from user.until(lambda: user.shows("progress"), "it is under way")
        seen.append(user.shows("progress"))
        user.window.click("cancel")
        yield from user.told()
        seen.append(user.shows("told"))

    run_panel(fake, doing)
    assert "Stopped" in seen[1] and fake.snapshot() == before
    with engine.http() as owner:
        newest = owner.get("/api/v1/jobs").json()["jobs"][0]
    assert newest["kind"] == "film" and (newest["state"] == "cancelled" or newest["cancel_requested"])


@pytest.mark.slow
def test_a_whole_film_becomes_a_timeline_of_its_own(make_host: MakeHost) -> None:
    fake = film(make_host, "19.0-free")
    before = fake.snapshot()["timelines"]["Timeline 1"]
    seen: list[str] = []

    def doing(user: User) -> Doing:
        yield from user.connected()
        yield from user.makes(6, film_brief="A cat waits on a roof in the rain.", film_seconds=4)
        seen.append(user.shows("told"))

    run_panel(fake, doing)
    assert "exact to the frame" in seen[0], seen
    assert len(fake.project.timelines) == 2 and fake.snapshot()["timelines"]["Timeline 1"] == before
    made = fake.project.timelines[1]
    assert made.tracks["video"][0].items and made.tracks["audio"][0].items and made.first == 86400
    assert fake.longest_stretch <= 50
