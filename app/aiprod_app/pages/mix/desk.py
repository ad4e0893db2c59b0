# SPDX-License-Identifier: Apache-2.0
"""The mixing desk: what the user wants of the mix, and what the hands are just doing with it.

A fader that is being moved is heard at once; when the hand lets go, it is one undoable edit.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from aiprod.film.brief import Brief
from aiprod.film.changes import BriefChange
from aiprod.film.mix import TARGETS, Bus, BusChoices, Layout, MixChoices
from aiprod.film.timeline import MediaFile, Sound, SpokenLine, Timeline, Track
from aiprod.film.timeline_changes import SetTrack
from aiprod_app.film.session import Shown
from aiprod_app.studio import Studio

BUSES: tuple[Bus, ...] = ("dialogue", "music", "ambience", "effects")
CHANNELS: dict[Layout, tuple[str, ...]] = {
    "stereo": ("L", "R"), "5.1": ("L", "R", "C", "LFE", "Ls", "Rs"), "binaural": ("L", "R"),
}  # fmt: skip
_NAMES: tuple[tuple[str, Bus], ...] = (
    ("dialogue", "dialogue"), ("music", "music"), ("ambience", "ambience"), ("effects", "effects"),
)  # fmt: skip


class MixDesk(QObject):
    """What is mixed.

    Signals:
        changed: other values are to be shown.
        drafted: the hands moved something; nothing is kept yet.
    """

    changed = Signal()
    drafted = Signal()

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._shown: Shown | None = None
        self._draft: dict[Bus, BusChoices] = {}

    def show(self, shown: Shown | None) -> None:
        """The film as it is now."""
        self._shown = shown
        if shown is None:
            self._draft = {}
        self.changed.emit()

    # -- values --------------------------------------------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        return self._shown is not None

    @property
    def brief(self) -> Brief | None:
        return self._shown.film.brief if self._shown is not None else None

    @property
    def mixing(self) -> MixChoices:
        """What is decided."""
        return self._shown.film.brief.mixing if self._shown is not None else MixChoices()

    def kept(self, bus: Bus) -> BusChoices:
        """What is decided for a bus."""
        return next((choice for choice in self.mixing.buses if choice.bus == bus), BusChoices(bus=bus))

    def choices(self, bus: Bus) -> BusChoices:
        """What is wanted of a bus, with the draft."""
        return self._draft.get(bus) or self.kept(bus)

    @property
    def trims(self) -> dict[Bus, float]:
        """How far the faders stand from what is decided, in dB."""
        return {bus: draft.gain_db - self.kept(bus).gain_db for bus, draft in self._draft.items()}

    @property
    def channels(self) -> tuple[str, ...]:
        return CHANNELS[self.mixing.layout]

    @property
    def target(self) -> str:
        """The name of the target that the settings are; "" is one of the user's own."""
        return target_of(self.brief) if self.brief is not None else ""

    # -- what the hands do ---------------------------------------------------------------------------------------------

    def move(self, bus: Bus, **fields: Any) -> None:
        """Hold something else for the moment: fields of a `BusChoices`."""
        if self.ready:
            self._draft[bus] = self.choices(bus).changed(**fields)
            self.drafted.emit()

    def set(self, bus: Bus, **fields: Any) -> None:
        """Decide something at once."""
        self.move(bus, **fields)
        self.commit()

    def commit(self) -> None:
        """The hand lets go: keep the draft as one edit."""
        sent = {bus: draft for bus, draft in self._draft.items() if draft != self.kept(bus)}
        if not sent:
            if self._draft:
                self._draft = {}
                self.drafted.emit()
            return
        given = {choice.bus: choice for choice in self.mixing.buses} | sent
        buses = tuple(given[bus] for bus in BUSES if bus in given and given[bus] != BusChoices(bus=bus))
        self._edit(BriefChange(mixing=self.mixing.changed(buses=buses)), sent)

    def _edit(self, change: BriefChange, sent: dict[Bus, BusChoices] | None = None) -> None:
        self._studio.film.edit(change, lambda shown: self._done(sent or {}, shown), self._refused)

    def _done(self, sent: dict[Bus, BusChoices], shown: Shown) -> None:
        self._shown = shown
        self._draft = {bus: draft for bus, draft in self._draft.items() if sent.get(bus) != draft}
        self.changed.emit()

    def _refused(self, error: Any) -> None:
        self._draft = {}
        self.changed.emit()
        self._studio.messages.error(error, about="mix")

    def reset(self, bus: Bus) -> None:
        """Leave a bus to the studio again."""
        self._draft.pop(bus, None)
        if self.kept(bus) != BusChoices(bus=bus):
            buses = tuple(choice for choice in self.mixing.buses if choice.bus != bus)
            self._edit(BriefChange(mixing=self.mixing.changed(buses=buses)))

    def aim_at(self, name: str) -> None:
        """A delivery's demands by name."""
        if self.brief is not None:
            self._edit(aimed(self.brief, name))

    def want(self, *, loudness_lufs: float | None = None, **fields: Any) -> None:
        """Another loudness, or other fields of the mix: layout, anchor, ceiling, rooms."""
        if self.ready:
            mixing = self.mixing.changed(**fields) if fields else None
            self._edit(BriefChange(loudness_lufs=loudness_lufs, mixing=mixing))

    # -- tracks --------------------------------------------------------------------------------------------------------

    @property
    def timeline(self) -> Timeline | None:
        return self._shown.timeline if self._shown is not None else None

    def tracks(self, bus: Bus) -> tuple[Track, ...]:
        """The sound tracks whose clips go to a bus."""
        timeline = self.timeline
        return tuple(track for track in timeline.tracks if bus_of(track) == bus) if timeline is not None else ()

    def mute(self, bus: Bus, muted: bool) -> None:
        """Mute all tracks of a bus, or let them be heard."""
        self._set_tracks(bus, muted=muted)

    def solo(self, bus: Bus, solo: bool) -> None:
        """Hear a bus alone, or with the others."""
        self._set_tracks(bus, solo=solo)

    def _set_tracks(self, bus: Bus, **fields: bool) -> None:
        edits = [SetTrack(track=track.id, **fields) for track in self.tracks(bus)]
        if edits:
            self._studio.film.edit_timeline(edits, None, self._refused)


def target_of(brief: Brief) -> str:
    """The name of the target that a brief's settings are; "" is one of the user's own."""
    now = (brief.loudness_lufs, brief.mixing.true_peak_dbtp, brief.mixing.anchor)
    return next((name for name, aim in TARGETS.items() if (aim.lufs, aim.true_peak_dbtp, aim.anchor) == now), "")


def aimed(brief: Brief, name: str) -> BriefChange:
    """A brief with a target's demands; `name`: one of `TARGETS`."""
    aim = TARGETS[name]
    mixing = brief.mixing.changed(true_peak_dbtp=aim.true_peak_dbtp, anchor=aim.anchor)
    return BriefChange(loudness_lufs=aim.lufs, mixing=mixing)


def bus_of(track: Track) -> Bus | None:
    """Where a sound track's clips go: as its first clip says, else its name; None for other tracks."""
    if track.kind != "audio":
        return None
    for clip in track.clips:
        if isinstance(clip.shows, SpokenLine):
            return "dialogue"
        if isinstance(clip.shows, Sound):
            return clip.shows.bus
        if isinstance(clip.shows, MediaFile):
            break
    return next((bus for name, bus in _NAMES if track.name.lower().startswith(name)), "effects")
