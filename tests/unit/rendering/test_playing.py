# SPDX-License-Identifier: Apache-2.0
"""Playing, with the clock in the test's hand: sound leads, a picture that can't be in time is left out and never shown late."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.unit.rendering.film_fixture import H, N, W, clip, number, shoot, timeline, transition
from tests.unit.rendering.playing_parts import LATENCY_S, HandClock, Listener, Ruler

from aiprod.film.time import FrameRate
from aiprod.media.audio import SAMPLE_RATE
from aiprod.rendering import playing_reel
from aiprod.rendering.compile import compile_timeline
from aiprod.rendering.playing import TOLERANCE_S, Playback, Programme
from aiprod.rendering.playing_reel import SPAN, Reel
from aiprod.rendering.playing_sound import BLOCK
from aiprod.rendering.segments import PictureFormat, Segment

FRAME_S = 1 / 24


@pytest.fixture(scope="module")
def segments(tmp_path_factory: pytest.TempPathFactory) -> tuple[Segment, ...]:
    """72 frames: a shot, a dissolve, another shot."""
    folder = tmp_path_factory.mktemp("takes")
    media = {f"take-{name}": shoot(folder / f"{name}.mp4", seed) for seed, name in enumerate("ab")}
    edit = timeline(clip("a", 0, 36), transition("dissolve", 4, 4), clip("b", 4, 36))
    return compile_timeline(edit, media, {}, PictureFormat(width=W, height=H))


class Stage:
    """A playback without threads. The test is its threads and its clock; making a frame costs `cost_s` of the clock's time."""

    def __init__(self, segments: tuple[Segment, ...], trouble: str = "") -> None:
        self.output, self.audience, self.sound = HandClock(trouble), Listener(), Ruler()
        self.playback = Playback(self.audience, self.output, threads=False)
        self.playback.set_scale(1)
        self.cost_s = 0.0
        self.shown: list[tuple[float, int]] = []
        frames = segments[-1].start + segments[-1].frames if segments else 0
        self.playback.load(Programme(segments, frames, FrameRate(), self.sound))
        self.work()

    def work(self) -> None:
        """All that can be done without time passing."""
        self._turn()
        while self.playback.reel.work():
            self._turn()
        self._turn()

    def _turn(self) -> None:
        before = len(self.audience.pictures)
        self.playback.look()
        self.playback.supply()
        self.shown += [(self.heard, frame) for frame in self.audience.pictures[before:]]

    @property
    def heard(self) -> float:
        """The position that is heard now, in seconds of the film."""
        return self.playback._desk.position(self.output.now) / SAMPLE_RATE

    def go(self, seconds: float, step: float = 0.002) -> None:
        """Let time pass. Frames are made one after the other, each ready when its cost has passed."""
        end, ready_at = self.output.now + seconds, self.output.now
        while self.output.now < end - 1e-9:
            self.output.advance(step)
            self._turn()
            if self.cost_s == 0:
                while self.playback.reel.work():
                    self._turn()
            elif self.output.now >= ready_at and self.playback.reel._next() is not None:
                self.playback.reel.work()
                self.playback.reel._costs.clear()
                self.playback.reel._costs.append(self.cost_s)
                ready_at = self.output.now + self.cost_s


@pytest.fixture
def stage(segments: tuple[Segment, ...]) -> Iterator[Stage]:
    made = Stage(segments)
    yield made
    made.playback.close()


# -- in time -----------------------------------------------------------------------------------------------------------


def test_every_frame_is_shown_with_its_sound(stage: Stage) -> None:
    stage.playback.play()
    stage.go(1.0 + LATENCY_S)
    told = stage.playback.statistics
    assert (told.dropped, told.late) == (0, 0) and told.shown >= 22
    assert stage.audience.pictures == sorted(set(stage.audience.pictures))
    for heard, frame in stage.shown[1:]:
        assert 0 <= heard - frame * FRAME_S <= 0.0021, "within the test's own step"
    assert told.worst_ms <= 2.1 and told.p99_ms <= told.worst_ms


def test_what_is_heard_is_what_is_seen(stage: Stage) -> None:
    """The samples that sounded while a frame was shown are that frame's."""
    stage.playback.play()
    stage.go(1.0)
    blocks = [block[-1, 0] * 1e6 for block in stage.output.heard if block.any()]
    last = len(blocks) * BLOCK - 1
    assert blocks[-1] == pytest.approx(last, abs=1), "not one sample was lost on the way"
    assert stage.playback.frame == int(stage.heard * 24 + 1e-6)


def test_playing_waits_for_the_first_pictures(segments: tuple[Segment, ...]) -> None:
    stage = Stage(segments)
    stage.playback.seek(40)
    stage.playback.play()
    stage.playback.look()
    stage.playback.supply()
    stage.output.advance(0.3)
    assert stage.heard * 24 == pytest.approx(40) and not any(block.any() for block in stage.output.heard)
    stage.work()
    stage.go(0.3)
    assert stage.heard * 24 > 44 and stage.playback.statistics.dropped == 0
    stage.playback.close()


def test_slow_pictures_are_dropped_and_never_drift(stage: Stage) -> None:
    stage.cost_s = 0.07
    stage.playback.play()
    stage.go(2.5)
    told = stage.playback.statistics
    assert told.dropped > 10 and told.shown > 8, "every other frame or so"
    assert told.worst_ms <= 1000 * TOLERANCE_S
    in_time = [(heard, frame) for heard, frame in stage.shown if abs(heard - frame * FRAME_S) <= TOLERANCE_S]
    assert len(in_time) >= told.shown
    assert told.shown + told.dropped == pytest.approx(60, abs=3), "every frame that was due is accounted for"


def test_far_too_slow_pictures_still_come_now_and_then(stage: Stage) -> None:
    stage.playback.play()
    stage.go(0.2)
    stage.cost_s = 0.6
    stage.go(2.2)
    told = stage.playback.statistics
    assert told.worst_ms <= 1000 * TOLERANCE_S and told.dropped > 30
    assert len(set(stage.audience.pictures)) >= 4
    assert stage.audience.pictures == sorted(stage.audience.pictures), "none goes back"


# -- speeds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("speed", [2.0, 4.0, -1.0, -2.0, -4.0])
def test_shuttling_shows_every_nth_frame_in_time(stage: Stage, speed: float) -> None:
    stage.playback.seek(0 if speed > 0 else 71)
    stage.work()
    stage.playback.play(speed)
    before = len(stage.shown)
    stage.go(0.5 + LATENCY_S)
    seen = [frame for _, frame in stage.shown[before:]]
    steps = np.diff(seen)
    assert len(seen) >= 8 and (steps == round(speed)).all(), seen
    assert stage.playback.statistics.dropped == 0 and stage.playback.statistics.worst_ms <= 1000 * TOLERANCE_S


def test_backwards_is_made_in_spans(segments: tuple[Segment, ...]) -> None:
    reel = Reel(lambda: None)
    reel.load(segments, 1)
    reel.want(list(range(30, 30 - 2 * SPAN, -1)))
    made = []
    while reel.work():
        made.append(reel._last)
    assert made == [*range(31 - SPAN, 31), *range(31 - 2 * SPAN, 31 - SPAN)]


def test_half_speed(stage: Stage) -> None:
    stage.playback.play(0.5)
    stage.go(1.0 + LATENCY_S)
    assert stage.playback.frame == pytest.approx(12, abs=1) and stage.playback.statistics.dropped == 0


# -- loop, end, seek ---------------------------------------------------------------------------------------------------


def test_it_stops_at_the_end(stage: Stage) -> None:
    stage.playback.seek(60)
    stage.work()
    stage.playback.play()
    stage.go(1.0)
    assert stage.playback.state == "stopped" and stage.playback.frame == 71 and stage.audience.pictures[-1] == 71
    assert stage.audience.states == ["stopped", "playing", "stopped"]
    stage.playback.play()
    stage.go(0.2)
    assert stage.playback.frame < 6, "once more from the beginning"


def test_a_loop_goes_round_without_a_gap(stage: Stage) -> None:
    stage.playback.set_span((20, 28))
    stage.playback.set_loop(True)
    stage.playback.seek(20)
    stage.work()
    stage.playback.play()
    before = len(stage.shown)
    stage.go(1.0 + LATENCY_S)
    seen = [frame for _, frame in stage.shown[before:]]
    assert stage.playback.statistics.dropped == 0
    assert all(b == (a + 1 if a < 27 else 20) for a, b in pairwise(seen)) and seen.count(20) >= 2


def test_a_range_is_played_once(stage: Stage) -> None:
    stage.playback.set_loop(True)
    stage.playback.play(1.0, (10, 16))
    stage.go(0.6)
    assert stage.playback.state == "stopped" and stage.playback.frame == 15
    assert {frame for _, frame in stage.shown if 10 <= frame < 16} == set(range(10, 16))


def test_a_seek_while_it_plays_goes_on_there(stage: Stage) -> None:
    stage.playback.play()
    stage.go(0.3)
    stage.playback.seek(50)
    stage.work()
    assert stage.playback.frame == 50
    stage.go(0.2 + LATENCY_S)
    assert 53 <= stage.playback.frame <= 56 and stage.playback.state == "playing"


def test_while_one_drags_only_the_newest_wish_is_made(segments: tuple[Segment, ...]) -> None:
    stage = Stage(segments)
    made = []
    for wish in range(10, 60):
        stage.playback.seek(wish)
        stage.playback.look()
        if wish % 10 == 9:  # one frame takes as long as ten wishes
            stage.playback.reel.work()
            made.append(stage.playback.reel._last)
            stage.playback.look()
    assert made == [19, 29, 39, 49, 59] and stage.audience.pictures[-5:] == made
    assert stage.playback.frame == 59
    stage.playback.close()


def test_stepping_finds_its_neighbours_made(stage: Stage) -> None:
    stage.playback.seek(30)
    stage.work()
    assert set(stage.audience.ready) >= {28, 29, 30, 31, 32, 33}
    count = len(stage.audience.pictures)
    stage.playback.seek(31)
    stage.playback.look()
    assert stage.audience.pictures[count:] == [31], "at once"


# -- another state of the film -----------------------------------------------------------------------------------------


def test_a_changed_film_keeps_what_is_the_same(stage: Stage, segments: tuple[Segment, ...]) -> None:
    stage.playback.seek(10)
    stage.work()
    ready, sound = stage.playback.reel.ready(), Ruler()
    longer = (segments[0], *segments[1:-1], segments[-1].changed(frames=segments[-1].frames - 2))
    stage.playback.load(Programme(longer, 70, FrameRate(), sound))
    stage.playback.look()
    assert stage.playback.reel.ready() == ready, "the first shot is as it was"
    assert stage.playback.frame == 10 and stage.playback.frames == 70
    stage.playback.play()
    stage.go(0.2)
    assert sound.reads and not stage.sound.reads, "the new sound is heard"


def test_the_playhead_stays_inside_a_shorter_film(stage: Stage, segments: tuple[Segment, ...]) -> None:
    stage.playback.seek(70)
    stage.work()
    stage.playback.load(Programme(segments[:1], segments[0].frames, FrameRate()))
    stage.work()
    assert stage.playback.frame == segments[0].frames - 1 == stage.audience.pictures[-1]
    stage.playback.load(None)
    stage.work()
    assert stage.playback.state == "empty" and stage.playback.frames == 0 and stage.playback.frame == 0
    stage.playback.play()
    stage.work()
    assert stage.playback.state == "empty"


def test_playing_goes_on_in_a_changed_film_and_the_old_sound_is_given_back(stage: Stage, segments: tuple[Segment, ...]) -> None:
    stage.playback.play()
    stage.go(0.4)
    stage.playback.load(Programme(segments, 72, FrameRate(), Ruler()))
    stage.work()
    assert stage.playback.state == "playing" and stage.sound.closed == 1
    stage.go(0.3)
    assert stage.playback.frame > 10


# -- what goes wrong ---------------------------------------------------------------------------------------------------


def test_footage_that_can_not_be_read_is_told_once_and_black(segments: tuple[Segment, ...], tmp_path: Path) -> None:
    source = segments[-1].outgoing
    assert source is not None
    gone = segments[-1].changed(outgoing=source.changed(path=str(tmp_path / "gone.mp4")))
    stage = Stage((*segments[:-1], gone))
    stage.playback.seek(gone.start)
    stage.work()
    stage.playback.play()
    stage.go(0.6)
    assert len(stage.audience.troubles) == 1 and "gone.mp4" in stage.audience.troubles[0][1]
    assert stage.playback.state == "playing" and stage.playback.statistics.dropped == 0, "sound and time go on"
    stage.playback.close()


def test_without_a_sound_device_it_plays_by_the_machines_clock(segments: tuple[Segment, ...]) -> None:
    stage = Stage(segments, trouble="no device")
    stage.playback.play()
    stage.work()
    stage.work()
    assert stage.audience.silences == ["no device"] and stage.output.starts == 1
    assert stage.playback.state == "playing"
    stage.playback.close()


def test_a_device_is_looked_for_again_when_playing_begins(segments: tuple[Segment, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    from aiprod.rendering.playing_sound import SilentOutput

    stage = Stage(segments, trouble="no device")
    monkeypatch.setattr(SilentOutput, "start", lambda _self, _pull: None)
    monkeypatch.setattr(SilentOutput, "time", lambda _self: stage.output.now)
    stage.playback.play()
    stage.work()
    stage.work()
    stage.output.trouble = ""
    for passed, starts in ((1.0, 1), (10.0, 2)):
        stage.playback.stop()
        stage.work()
        stage.output.now += passed
        stage.playback.play()
        for _ in range(3):
            stage.work()
        assert stage.output.starts == starts, "not at once"
    assert stage.audience.silences == ["no device", ""]
    stage.go(0.3 + LATENCY_S)
    assert stage.playback.frame > 3
    stage.playback.close()


def test_a_device_that_vanishes_is_told_and_playing_goes_on(stage: Stage) -> None:
    stage.playback.play()
    stage.go(0.3)
    frame = stage.playback.frame
    stage.output.gone = "the device takes no more sound"
    stage.work()
    assert stage.audience.silences == ["the device takes no more sound"]
    assert stage.playback.state == "playing" and stage.playback.frame >= frame


def test_another_output_goes_on_where_the_first_one_was(stage: Stage) -> None:
    stage.playback.play()
    stage.go(0.5)
    frame, other = stage.playback.frame, HandClock()
    other.now = 1e6
    stage.playback.set_output(other)
    stage.work()
    stage.output = other
    stage.go(0.2 + LATENCY_S)
    assert frame + 3 <= stage.playback.frame <= frame + 6 and stage.audience.silences == []


def test_the_output_rests_a_while_after_the_film_stands(stage: Stage) -> None:
    stage.playback.play()
    stage.go(0.3)
    stage.playback.stop()
    stage.go(1.0)
    assert stage.output.pull is not None, "it may go on at once"
    stage.go(1.5)
    assert stage.output.pull is None


def test_commands_are_answered_even_where_nothing_changes(stage: Stage) -> None:
    stage.audience.states.clear(), stage.audience.frames.clear()
    ticket = stage.playback.seek(0)
    stage.playback.look()
    assert stage.playback.done == ticket and stage.audience.states == ["stopped"] and stage.audience.frames == [0]


# -- memory ------------------------------------------------------------------------------------------------------------


def test_no_more_frames_are_kept_than_there_is_room_for(segments: tuple[Segment, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing_reel, "_MEMORY", 20 * 4 * W * H)
    reel = Reel(lambda: None)
    reel.load(segments, 1)
    assert reel.room == 20
    for begin in range(0, 60, 4):
        reel.want(range(begin, begin + 12))
        while reel.work():
            pass
        assert len(reel.ready()) <= 20 and set(range(begin, begin + 12)) <= set(reel.ready())


def test_the_reels_frames_are_the_viewers(segments: tuple[Segment, ...]) -> None:
    from aiprod.rendering.viewing import Viewer

    reel = Reel(lambda: None)
    reel.load(segments, 1)
    reel.want([5, 34, 60])
    while reel.work():
        pass
    with Viewer(segments, scale=1) as viewer:
        for index in (5, 34, 60):
            picture = reel.get(index)
            assert picture is not None and np.array_equal(picture, viewer.frame_at(index)), index
    assert N == 40 and number(reel.get(5)[..., 1]) >= 0  # type: ignore[index]


def test_a_clip_that_runs_backwards_is_made_frame_by_frame(segments: tuple[Segment, ...]) -> None:
    first = segments[0]
    assert first.outgoing is not None
    source = first.outgoing.changed(first=31, skip=0, speed_numerator=-1)
    reel = Reel(lambda: None)
    reel.load((first.changed(outgoing=source),), 1)
    reel.want(range(12))
    while reel.work():
        pass
    plain = Reel(lambda: None)
    plain.load(segments, 1)
    plain.want([31, 25, 20])
    while plain.work():
        pass
    for index in (0, 6, 11):
        one, other = reel.get(index), plain.get(31 - index)
        assert one is not None and other is not None and np.array_equal(one, other), index


# -- with threads ------------------------------------------------------------------------------------------------------


def test_it_plays_by_itself_and_ends(segments: tuple[Segment, ...]) -> None:
    import threading

    ended = threading.Event()

    class Waiting(Listener):
        def state(self, state: str) -> None:
            super().state(state)
            if self.states[-2:] == ["playing", "stopped"]:
                ended.set()

    audience = Waiting()
    playback = Playback(audience)
    playback.load(Programme(segments, 72, FrameRate(), Ruler()))
    playback.seek(50)
    playback.play()
    assert ended.wait(60)
    playback.close()
    assert playback.frame == 71 and audience.readings and playback.statistics.worst_ms <= 1000 * TOLERANCE_S
    assert not [thread for thread in playback._threads if thread.is_alive()]
