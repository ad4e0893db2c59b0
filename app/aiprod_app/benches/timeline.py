# SPDX-License-Identifier: Apache-2.0
"""What a frame of the timeline costs: 10,000 clips on 20 tracks are panned, zoomed, scrubbed and dragged, at three zooms.

A frame is what the interface thread does between a scroll, a turn of the wheel or a move of the mouse and the pixels being there,
as the thread's own CPU time. Beside it: an empty widget of the same size, the same with a tenth of the clips (as many in sight),
and another timeline after one edit.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from aiprod.film.mix import Bus
from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, Marker, ShotFootage, Sound, SpokenLine, Timeline, Track, Transition
from aiprod.film.timeline_changes import Slip
from aiprod_app.timeline.sources import Sources
from aiprod_app.timeline.view import TimelineView

WIDTH, HEIGHT = 1920, 640
CLIPS, TRACKS = 10_000, 20
_ZOOMS = {"close": 4.0, "middle": 1.0, "far": 0.1}
_BUSES: tuple[Bus, ...] = ("dialogue", "music", "ambience", "effects")
_FRAMES = 150
"""Of each kind of movement, at each zoom."""


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """Measure; `runs` frames of each movement at each zoom (default 150)."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    count = runs or _FRAMES
    with tempfile.TemporaryDirectory() as folder:
        media = _media(Path(folder))
        bare = _bare(app, count)
        figures = {"size": [WIDTH, HEIGHT], "clips": CLIPS, "tracks": TRACKS, "frames": count, "bare_widget": _parts(bare)}
        whole = _measured(app, big_timeline(seed), media, count, _ZOOMS)
        ratios = _compared(app, [big_timeline(seed), beginning_of(big_timeline(seed))], media, count)
    figures |= {zoom: {move: _parts(took) for move, took in moves.items()} for zoom, moves in whole["frames"].items()}
    every = [ms for moves in whole["frames"].values() for took in moves.values() for ms in took]
    figures["all_frames"] = _parts(every)
    figures["ten_times_the_clips"] = ratios
    figures["set_timeline_ms"] = {"first": whole["first"], "after_one_edit": whole["after_one_edit"]}
    figures["reach"] = "p99 ≤ 16.7 ms where the bare widget takes ≤ 4 ms; ten times the clips ≤ 1.3 ×"
    return figures


def big_timeline(seed: int, clips: int = CLIPS, tracks: int = TRACKS) -> Timeline:
    """Half of the tracks are pictures, half sound that is linked with them; transitions, fades, gaps, takes and speeds."""
    chance = random.Random(seed)
    each, pairs = clips // tracks, tracks // 2
    lengths = [[chance.randint(24, 120) for _ in range(each)] for _ in range(pairs)]
    pictures = tuple(_picture(number, lengths[number], chance) for number in range(pairs))
    sounds = tuple(_sound(number, lengths[number], chance) for number in range(pairs))
    end = max(track.end for track in pictures)
    markers = tuple(Marker(id=f"m{at}", frame=at, name=f"Note {at}") for at in range(0, end, 500))
    facts = {"width": 1920, "height": 1080}
    return Timeline(rate=FrameRate(), tracks=(*pictures, *sounds), markers=markers, facts=facts)


def beginning_of(timeline: Timeline, share: int = 10) -> Timeline:
    """The first tenth of each track: what is seen at the film's beginning is the same."""
    tracks = tuple(
        Track(id=track.id, kind=track.kind, name=track.name, clips=track.clips[: len(track.clips) // share])
        for track in timeline.tracks
    )
    end = max(track.end for track in tracks)
    markers = tuple(marker for marker in timeline.markers if marker.frame < end)
    return Timeline(rate=timeline.rate, tracks=tracks, markers=markers, facts=timeline.facts)


def _picture(number: int, lengths: list[int], chance: random.Random) -> Track:
    clips = []
    for at, length in enumerate(lengths):
        gap = 0 if at % 6 else chance.randint(0, 40)
        joined = at and not gap and at % 9 == 3
        clips.append(
            Clip(
                id=f"p{number}-{at}", name=f"Shot {number}.{at} of the storm", shows=ShotFootage(shot=f"s{at % 40}"), gap=gap,
                length=length, source_in=12, available=length + 40, link=f"k{number}-{at}" if at % 2 else "",
                head=Transition(kind="dissolve", before=5, after=5) if joined else None,
                speed=Fraction(2, 3) if at % 31 == 7 and not joined else Fraction(1), enabled=at % 23 != 5,
            )
        )  # fmt: skip
    return Track(id=f"v{number}", kind="video", name=f"Picture {number}", clips=tuple(clips), height=64)


def _sound(number: int, lengths: list[int], chance: random.Random) -> Track:
    clips = []
    for at, length in enumerate(lengths):
        inset = chance.randint(1, 10)
        shows = SpokenLine(line=f"l{at % 40}") if number % 2 else Sound(stem=f"x{at % 40}", bus=_BUSES[number % 4])
        clips.append(
            Clip(
                id=f"a{number}-{at}", name=f"Anna {number}.{at}", shows=shows, gap=inset, length=length - inset, source_in=5,
                available=length + 100, link=f"k{number}-{at}" if at % 2 else "", fade_in=4, fade_out=8, gain_db=-3,
            )
        )  # fmt: skip
    return Track(id=f"a{number}", kind="audio", name=f"Sound {number}", clips=tuple(clips), height=48)


def _media(folder: Path) -> Sources:
    """A picture and a sound that all clips show."""
    from aiprod.media.audio import SAMPLE_RATE, write_audio
    from aiprod.media.pictures import write_picture

    write_picture(folder / "still.png", np.random.default_rng(0).integers(0, 255, (144, 256, 3), np.uint8))
    seconds = np.arange(SAMPLE_RATE * 12) / SAMPLE_RATE
    wave = np.sin(seconds * 2000) * np.abs(np.sin(seconds * 5))
    write_audio(folder / "voice.wav", wave.astype(np.float32)[:, None])
    film = _film(folder / "shot.mp4")
    shots = {f"s{n}": film for n in range(40)}
    sound = folder / "voice.wav"
    return Sources(
        folder, shots=shots, counts=dict.fromkeys(shots, 3), lines={f"l{n}": sound for n in range(40)},
        sounds={f"x{n}": sound for n in range(40)},
    )  # fmt: skip


def _film(path: Path) -> Path:
    from aiprod.media.encoders import choose
    from aiprod.media.video import VideoWriter

    with VideoWriter(path, Fraction(24), 256, 144, choose("take")) as writer:
        for frame in range(200):
            writer.write_rgb(np.full((144, 256, 3), frame, np.uint8))
    return path


# -- measuring ---------------------------------------------------------------------------------------------------------


class _Bare(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#202226"))
        painter.end()


def _bare(app: QApplication, count: int) -> list[float]:
    widget = _Bare()
    widget.resize(WIDTH, HEIGHT)
    widget.show()
    app.processEvents()
    took = [_timed(app, widget.update) for _ in range(count)]
    widget.close()
    return took


def _measured(app: QApplication, timeline: Timeline, media: Sources, count: int, zooms: dict[str, float]) -> dict[str, Any]:
    view, first = _shown(app, timeline, media)
    frames = {}
    for name, scale in zooms.items():
        view.stage.zoom(scale, 0)
        _settle(app, view)
        frames[name] = {name: move(app, view, count) for name, move in _MOVES.items()}
    after = _edited(app, view, timeline)
    _close(app, view)
    return {"frames": frames, "first": round(first, 2), "after_one_edit": after}


def _compared(app: QApplication, timelines: list[Timeline], media: Sources, count: int) -> dict[str, float]:
    """Cost of a frame among many clips by that among few, as many in sight; both take turns, so that a busy machine hits both."""
    views = [_shown(app, timeline, media)[0] for timeline in timelines]
    for view in views:
        view.stage.zoom(_ZOOMS["middle"], 0)
        _settle(app, view)
    found = {}
    for name, move in _MOVES.items():
        took: tuple[list[float], list[float]] = ([], [])
        for _ in range(5):
            for view, times in zip(views, took, strict=True):
                times += move(app, view, max(2, count // 5))
        found[name] = round(median(took[0]) / median(took[1]), 2)
    for view in views:
        _close(app, view)
    return found


def _shown(app: QApplication, timeline: Timeline, media: Sources) -> tuple[TimelineView, float]:
    """A view of a timeline, and what it took to show it first."""
    view = TimelineView()
    view.resize(WIDTH, HEIGHT)
    view.show()
    view.set_sources(media)
    first = _timed(app, lambda: view.set_timeline(timeline))
    return view, first


def _close(app: QApplication, view: TimelineView) -> None:
    view.close_down()
    view.close()
    view.deleteLater()
    app.processEvents()


def _timed(app: QApplication, act: Callable[[], object]) -> float:
    """CPU milliseconds of this thread for something and for the pixels that follow."""
    app.sendPostedEvents()
    began = time.thread_time()
    act()
    app.processEvents()
    return (time.thread_time() - began) * 1000


def _settle(app: QApplication, view: TimelineView) -> None:
    """Until pictures and sound are there."""
    end = time.monotonic() + 10
    while time.monotonic() < end and not view.canvas.settled:
        app.processEvents()
        time.sleep(0.005)
    app.processEvents()


def _pan(app: QApplication, view: TimelineView, count: int) -> list[float]:
    """To the right and back, within what a film of a tenth of the clips has too."""
    view.stage.scroll_to(0, 0)
    places = [37 * abs((number + 30) % 60 - 30) for number in range(1, count + 1)]
    return [_timed(app, lambda to=place: view.stage.scroll_to(to, 0)) for place in places]  # type: ignore[misc]


def _zoom(app: QApplication, view: TimelineView, count: int) -> list[float]:
    took, scale = [], view.stage.geometry.scale
    for number in range(count):
        turn = (90 if number % 12 < 6 else -90) + number % 7  # a new zoom each time: nothing of it was painted before
        took.append(_timed(app, lambda turn=turn: app.sendEvent(view.canvas, _wheel(turn))))  # type: ignore[misc]
    view.stage.zoom(scale, 0)
    return took


def _wheel(turn: int) -> QWheelEvent:
    at = QPointF(WIDTH / 2, HEIGHT / 2)
    return QWheelEvent(
        at, at, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip


def _scrub(app: QApplication, view: TimelineView, count: int) -> list[float]:
    _mouse(app, view.ruler, QEvent.Type.MouseButtonPress, 100, 30)
    took = [_timed(app, lambda x=x: _mouse(app, view.ruler, QEvent.Type.MouseMove, x, 30))  # type: ignore[misc]
            for x in (100 + 9 * number % 1500 for number in range(count))]  # fmt: skip
    _mouse(app, view.ruler, QEvent.Type.MouseButtonRelease, 100, 30)
    return took


def _drag(app: QApplication, view: TimelineView, count: int) -> list[float]:
    """A clip with its sound, a few frames to and fro and over tracks."""
    view.stage.scroll_to(0, 0)
    x, y = _body(view)
    _mouse(app, view.canvas, QEvent.Type.MouseButtonPress, x, y)
    took = []
    for number in range(count):
        to_x, to_y = x + 8 + number * 3 % 300, y + number // 40 * 60 % 180
        took.append(_timed(app, lambda at=(to_x, to_y): _mouse(app, view.canvas, QEvent.Type.MouseMove, *at)))  # type: ignore[misc]
    view.hands.give_up()
    app.processEvents()
    return took


_MOVES = {"pan": _pan, "zoom": _zoom, "scrub": _scrub, "drag": _drag}


def _body(view: TimelineView) -> tuple[float, float]:
    """The middle of a linked clip of the topmost track that is seen."""
    model, geometry = view.stage.model, view.stage.geometry
    assert model is not None
    lane = geometry.visible_lanes()[0]
    row = model.rows[lane.row]
    inside = row.between(geometry.frame(200), geometry.frame(1200))
    index = next((index for index in inside if row.track.clips[index].link), inside.start)
    return geometry.x((row.starts[index] + row.ends[index]) / 2), geometry.y(lane) + 40


def _mouse(app: QApplication, widget: QWidget, kind: QEvent.Type, x: float, y: float) -> None:
    at = QPointF(x, y)
    none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    button = none if kind == QEvent.Type.MouseMove else left
    app.sendEvent(widget, QMouseEvent(kind, at, widget.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier))


def _edited(app: QApplication, view: TimelineView, timeline: Timeline) -> float:
    """Another timeline after one edit, most of it the very same objects: median of several, with its picture."""
    took = []
    for number in range(9):
        clip = timeline.tracks[0].clips[10 + number]
        timeline = Slip(clips=(clip.id,), frames=1).done(timeline)
        took.append(_timed(app, lambda now=timeline: view.set_timeline(now)))  # type: ignore[misc]
    return round(median(took), 2)


def _parts(took: list[float]) -> dict[str, float]:
    return {"p50_ms": round(float(np.percentile(took, 50)), 2), "p99_ms": round(float(np.percentile(took, 99)), 2)}


if __name__ == "__main__":
    import json
    import sys

    sys.stdout.write(json.dumps(run(), indent=1) + "\n")
