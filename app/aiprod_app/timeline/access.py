# SPDX-License-Identifier: Apache-2.0
"""What a screen reader says of the timeline: the clip that has the keyboard's attention, or the film as a whole."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aiprod_app.timeline.clock import timecode
from aiprod_app.timeline.heads import short_names
from aiprod_app.timeline.rows import Place, label_of
from aiprod_app.timeline.stage import Stage

_LONGEST = 300


def description(stage: Stage) -> str:
    """The current clip; without one, how many there are, how many are selected, and where the playhead stands."""
    place = stage.model.place(stage.current) if stage.model is not None and stage.current else None
    return clip_words(stage, place) if place is not None else _film_words(stage)


def clip_words(stage: Stage, place: Place) -> str:
    """ "Clip Two sisters, track V1, 00:00:02:10 to 00:00:04:00, selected"."""
    assert stage.model is not None
    track = stage.model.timeline.tracks[place.row]
    pattern = QCoreApplication.translate("Timeline", "Clip {name}, track {track}, {start} to {end}")
    words = pattern.format(
        name=label_of(place.clip), track=short_names(stage.model.timeline.tracks)[track.id], start=stage.timecode(place.start),
        end=stage.timecode(place.end),
    )  # fmt: skip
    states = [
        (place.clip.id in stage.selection, QCoreApplication.translate("Timeline", "selected")),
        (not place.clip.enabled, QCoreApplication.translate("Timeline", "disabled")),
        (bool(place.clip.link), QCoreApplication.translate("Timeline", "linked")),
        (track.locked, QCoreApplication.translate("Timeline", "on a locked track")),
    ]
    return ", ".join((words, *(word for holds, word in states if holds)))


def tooltip(stage: Stage, place: Place) -> str:
    """A clip's whole name, where it lies and how long it is."""
    assert stage.model is not None
    length = timecode(place.clip.length, stage.model.timeline.rate)
    pattern = QCoreApplication.translate("Timeline", "{start} to {end}, {length} long")
    times = pattern.format(start=stage.timecode(place.start), end=stage.timecode(place.end), length=length)
    name = label_of(place.clip)
    lines = [name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…", times]
    takes = stage.sources.take_count(place.clip)
    if takes > 1:
        lines.append(stage.takes_in_words(takes))
    return "\n".join(lines)


def _film_words(stage: Stage) -> str:
    if stage.model is None:
        return QCoreApplication.translate("Timeline", "No timeline")
    playhead = QCoreApplication.translate("Timeline", "playhead at {timecode}")
    return ", ".join((*stage.counted(), playhead.format(timecode=stage.timecode(stage.playhead))))
