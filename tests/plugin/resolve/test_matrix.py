# SPDX-License-Identifier: Apache-2.0
"""Every way to misbehave against every action: the panel may refuse, says no more than is true, and loses nothing of the user's.

Each fault of the fake is thrown the other way, and each call that an action makes is made to fail, one at a time.
"""

import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.plugin.resolve.clips import make_movie
from tests.plugin.resolve.faults import Faults
from tests.plugin.resolve.host import Host
from tests.plugin.resolve.media import Media, probe
from tests.plugin.resolve.stage import Clips, Stage
from tests.plugin.resolve.test_panel_actions import film, grade

SWITCHES = [
    (name, {"exclusive": "inclusive"}.get(str(value), not value if isinstance(value, bool) else 1))
    for name, value in vars(Faults()).items()
    if name not in ("hangs", "fails", "lost_database", "no_root")
]


class Clock:
    """time.monotonic, put forward where a script would wait."""

    def __init__(self) -> None:
        self.ahead, self._real = 0.0, time.monotonic

    def __call__(self) -> float:
        self.ahead += 0.001
        return self._real() + self.ahead


CLOCK = Clock()


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(time, "monotonic", CLOCK)


class Scene:
    """A project with a clip of the user's, and clips of ours; made anew for each trial."""

    media: "dict[str, Any]"
    known: "dict[str, Media]"

    def __init__(self, folder: Path, profile: str, **switches: Any) -> None:
        self.fake = Host(profile, Faults(**switches), folder)
        self.fake.known = dict(self.known)
        self.fake.user.project("Film")
        self.fake.user.timeline()
        self.fake.user.place(self.fake.user.media(self.media["theirs"]), at=5, end=40)
        self.fake.user.playhead(10)
        self.theirs = self.items()

    def do(self, name: str, /, **arguments: Any) -> Any:
        """An action; where its steps wait, the clock is put forward."""
        steps = Stage(self.fake).actions.steps(name, arguments)
        try:
            asked = next(steps)
            while True:
                self.fake.rest()
                CLOCK.ahead += asked if isinstance(asked, (int, float)) else 0.0
                asked = steps.send(None)
        except StopIteration as end:
            return end.value

    def items(self) -> "dict[str, tuple]":
        """Where everything lies and what it shows, by id."""
        timeline = next((one for one in self.fake.project.timelines if one.name == "Timeline 1"), None)
        assert timeline is not None, "the user's timeline is gone"
        found = {}
        for sort, tracks in timeline.tracks.items():
            for number, track in enumerate(tracks, 1):
                for item in track.items:
                    grades = {name: grade.cdl for name, grade in item.versions[0].items() if name == "Version 1"}
                    found[item.id] = (sort, number, item.start, item.frames, item.left, item.clip and item.clip.path, str(grades))
        return found

    def placed(self, clip: "dict[str, Any]", at: int) -> int:
        """How many files of a clip lie right, whole and from their first frame."""
        paths = {row["path"] for row in clip["files"]}
        rows = [row for row in self.items().values() if row[5] in paths]
        return sum(row[2] == 86400 + at and row[3] == clip["frames"] and row[4] == 0 for row in rows)


def context(scene: Scene) -> int:
    return len(scene.do("context")["tracks"])


def place(scene: Scene) -> int:
    report = scene.do("place_clip", clip=Scene.media["one"], at=20, track={"kind": "video", "index": 1})
    assert report["verified"] <= scene.placed(Scene.media["one"], 20), report
    assert report["verified"] == report["planned"] or report["mismatches"], report
    return int(report["verified"])


def swap(scene: Scene) -> int:
    scene.fake.faults, faults = Faults(), scene.fake.faults
    scene.do("place_clip", clip=Scene.media["one"], at=60, track={"kind": "video", "index": 1})
    scene.fake.faults = faults
    scene.theirs = {key: row for key, row in scene.items().items() if key in scene.theirs}
    report = scene.do("swap_take", family=Scene.media["one"]["family"], clip=Scene.media["two"])
    assert report["verified"] <= scene.placed(Scene.media["two"], 60), report
    assert report["verified"] == report["planned"] or report["mismatches"], report
    return int(report["verified"])


def set_grade(scene: Scene) -> int:
    report = scene.do("apply_grades", grades=[scene.media["grade"]], keys={"a": {"track": 1, "start": 5}}, **{"as": "cdl"})
    shown = scene.fake.project.timeline.tracks["video"][0].items[0].grade.cdl
    assert report["verified"] <= report["placed"] <= (1 if shown else 0), report
    return int(report["placed"])


def build(scene: Scene) -> int:
    asked = Scene.media["film"]
    report = scene.do("build_film", **asked)
    wanted = [
        (asked["assets"][item["asset_id"]]["path"], item["rec_in"], item["rec_out"] - item["rec_in"], item["src_in"])
        for track in asked["edit_list"]["tracks"]
        for item in track["items"]
        if item["asset_id"]
    ]
    made = [timeline for timeline in scene.fake.project.timelines if timeline.name != "Timeline 1"]
    there = [
        (i.clip and i.clip.path, i.start - one.first, i.frames, i.left) for one in made for i in one.items if i.transition is None
    ]
    mixed = sum(row[0] == asked["mix"]["path"] for row in there)
    assert report["verified"] <= len([row for row in wanted if row in there]) + mixed, report
    assert report["verified"] == report["planned"] or report["mismatches"], report
    return int(report["verified"])


ACTIONS = {"build_film": build, "context": context, "place_clip": place, "swap_take": swap, "apply_grades": set_grade}


def trial(scene: Scene, act: Callable[[Scene], int]) -> str:
    """What is wrong with how an action went; "" where nothing is."""
    from aiprod_resolve.errors import PanelError

    try:
        act(scene)
    except PanelError as error:  # a refusal
        if error.key == "unforeseen":
            return f"unforeseen: {error}"
    except AssertionError as error:
        return str(error)[:300]
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        return f"{type(error).__name__} {error} at {traceback.extract_tb(error.__traceback__)[-1]}"
    scene.fake.release()
    kept = {key: row for key, row in scene.items().items() if key in scene.theirs}
    if kept != scene.theirs:
        return f"the user's own: {scene.theirs} became {kept}"
    return "; ".join(map(str, scene.fake.gate.violations))


@pytest.fixture
def media(tmp_path: Path) -> "dict[str, Any]":
    clips = Clips(tmp_path / "clips")
    one = clips(20)
    Scene.media = {"theirs": make_movie(tmp_path / "theirs.mov", 48, sound=True), "one": one, "two": clips(20, family=one["id"])}
    Scene.media.update(film=film(tmp_path, pieces=3), grade=grade("a", tmp_path))
    paths = [str(Scene.media["theirs"]), *(row["path"] for name in ("one", "two") for row in Scene.media[name]["files"])]
    paths += [row["path"] for row in (*Scene.media["film"]["assets"].values(), Scene.media["film"]["mix"])]
    Scene.known = {path: found for path in paths for found in [probe(path, {})] if found}
    return Scene.media


@pytest.mark.parametrize("profile", ["18.6-studio", "21.1-studio"])
@pytest.mark.parametrize("name", ACTIONS)
def test_every_fault_the_other_way(media: "dict[str, Any]", tmp_path: Path, profile: str, name: str) -> None:
    wrong = {switch: trial(Scene(tmp_path, profile, **{switch: value}), ACTIONS[name]) for switch, value in SWITCHES}
    assert {switch: why for switch, why in wrong.items() if why} == {}


@pytest.mark.parametrize("profile", ["18.6-studio", "21.1-studio"])
@pytest.mark.parametrize("name", ACTIONS)
def test_every_call_failing(media: "dict[str, Any]", tmp_path: Path, profile: str, name: str) -> None:
    usual = Scene(tmp_path, profile)
    assert ACTIONS[name](usual) > 0 and usual.fake.gate.violations == []
    used = sorted({call.full for call in usual.fake.calls})
    wrong = {full: trial(Scene(tmp_path, profile, fails={full}), ACTIONS[name]) for full in used}
    assert {full: why for full, why in wrong.items() if why} == {} and len(used) > 10
