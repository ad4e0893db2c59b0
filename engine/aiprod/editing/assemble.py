# SPDX-License-Identifier: Apache-2.0
"""Assembly: takes, lines and titles on an OpenTimelineIO timeline.

The timeline's contract, for everything that reads it:

* Tracks, bottom to top: "Picture" (video), "Titles" (video), then audio "Dialogue", "Music", "Ambience", "Effects"; sounds
  that overlap on a bus lie on "Dialogue 2", "Effects 2", ….
* All times are whole frames at the film's rate; `global_start_time` is 01:00:00:00 (drop-frame counting at 29.97 and 59.94).
* "Picture" holds a clip per shot, named by the shot's id, trimmed to its cut points. Between two clips with an overlap of T
  frames lies a transition with `in_offset` = T − T//2 and `out_offset` = T//2: the frames it needs exist in both takes
  (see `editing.clock`). A transition at the head (in 0, out T) fades from black; one before the closing gap (in T, out 0)
  fades to black. `metadata["aiprod"]["kind"]` is "dissolve", "wipe", "fade" (through black), "dip_white", "iris", "push",
  "fade_in" or "fade_out".
* `metadata["aiprod"]["reasons"]` of a clip says why it is as long, as near and as it begins; "reason" of a transition likewise.
* Gaps are black or silence.
* "Titles" holds generator clips, `generator_kind` "aiprod.title", parameters title, subtitle, lines, style ("opening", "end").
* Media references are paths relative to the film's folder, with forward slashes, percent-encoded as URLs are.
* Scene, beat and line markers lie on the timeline's stack.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiprod.editing.clock import ShotTime, film_frames, times
from aiprod.film import timecode
from aiprod.film.brief import Language
from aiprod.film.errors import EngineError
from aiprod.film.mix import Stem
from aiprod.film.reasons import said
from aiprod.film.screenplay import Line, Screenplay
from aiprod.film.shots import ShotList, in_offset, out_offset
from aiprod.film.speech import Speech
from aiprod.film.time import FrameRate

if TYPE_CHECKING:
    import opentimelineio as otio

BUSES = ("Dialogue", "Music", "Ambience", "Effects")
_TITLE_IN_S, _TITLE_S, _FADE_OUT_S = 0.7, 3.0, 0.7
_KINDS = {"dissolve": "SMPTE_Dissolve", "fade_in": "SMPTE_Dissolve", "fade_out": "SMPTE_Dissolve"}


@dataclass(frozen=True)
class TakeRef:
    """Footage of a shot.

    Attributes:
        path: relative to the film's folder.
        take: id of the take.
        frames: how many it has; at least the shot's.
        model: who made it, as shown to people: "animatic", "nano", ….
    """

    path: str
    take: str
    frames: int
    model: str = "animatic"


@dataclass(frozen=True)
class _Item:
    """A clip to be laid on a track: film frames, and where its source begins."""

    start: int
    frames: int
    clip: otio.schema.Clip


def assemble(
    shots: ShotList,
    screenplay: Screenplay,
    takes: Mapping[str, TakeRef],
    speech: Mapping[str, tuple[Speech, str]],
    rate: FrameRate,
    *,
    width: int = 1920,
    height: int = 1080,
    credits: Sequence[str] = (),
) -> otio.schema.Timeline:
    """The film's timeline with picture, titles and dialogue; `lay_sound` adds the rest.

    Args:
        shots: what the director wants.
        screenplay: for titles, markers and names.
        takes: shot id → footage.
        speech: line id → the spoken line and its sound file, relative to the film's folder.
        rate: the film's.
        width, height: of the picture; kept for the exporters.
        credits: lines of the end card; by default the writer and the voices are named from the screenplay.

    Raises:
        EngineError: a shot has no take, or one that is too short.
    """
    import opentimelineio as otio

    _check(shots, takes)
    clock = times(shots)
    timeline = otio.schema.Timeline(name=screenplay.title, global_start_time=start_time(rate))
    timeline.metadata["aiprod"] = {
        "schema": "Timeline.1", "rate": [rate.numerator, rate.denominator], "width": width, "height": height,
        "frames": film_frames(shots), "language": screenplay.language,
    }  # fmt: skip
    timeline.tracks.append(_picture(shots, clock, screenplay, takes, rate))
    timeline.tracks.append(_titles(shots, clock, screenplay, credits, rate))
    for name in BUSES:
        timeline.tracks.append(otio.schema.Track(name=name, kind=otio.schema.TrackKind.Audio))
    _lay(timeline, "Dialogue", _dialogue(clock, screenplay, speech, rate), rate)
    timeline.tracks.markers.extend(_markers(clock, screenplay, speech, rate))
    return timeline


def start_time(rate: FrameRate) -> otio.opentime.RationalTime:
    """01:00:00:00, as television counts it: with dropped numbers at 29.97 and 59.94."""
    import opentimelineio as otio

    fps = float(rate.fps)
    nominal = round(rate.fps)
    minutes = 60
    dropped = nominal // 15 * (minutes - minutes // 10) if is_drop(rate) else 0
    return otio.opentime.RationalTime(nominal * 3600 - dropped, fps)


def is_drop(rate: FrameRate) -> bool:
    """Whether timecode at this rate drops numbers (SMPTE ST 12-1: 29.97 and 59.94)."""
    return timecode.is_drop(rate.fps)


def rate_of(timeline: otio.schema.Timeline) -> FrameRate:
    """The exact rate that a timeline was assembled at."""
    numerator, denominator = timeline.metadata["aiprod"]["rate"]
    return FrameRate(numerator=int(numerator), denominator=int(denominator))


def lay_sound(timeline: otio.schema.Timeline, stems: Iterable[Stem]) -> None:
    """Put pieces of sound on the timeline, each on its bus's track (or a further one where they overlap). In place.

    Gain, pan and fades are kept in the clips' metadata; the mixer, not the timeline, is what sounds. Dialogue that
    `assemble` has laid stays as it is, with its lines' words: dialogue stems are taken only where there is none.
    """
    rate = rate_of(timeline)
    total = int(timeline.metadata["aiprod"]["frames"])
    by_bus: dict[str, list[_Item]] = {name: [] for name in BUSES}
    for stem in stems:
        item = _sound_item(stem, rate, total)
        if item is not None:
            by_bus[stem.bus.capitalize()].append(item)
    spoken = any(track.name == "Dialogue" and len(track) for track in timeline.tracks)
    for name, items in by_bus.items():
        if items and not (name == "Dialogue" and spoken):
            _lay(timeline, name, items, rate)


def _sound_item(stem: Stem, rate: FrameRate, total: int) -> _Item | None:
    start = rate.frames(stem.start_s)
    length = _whole_frames(stem.duration_s, rate) if stem.duration_s else total - start
    length = min(length, total - start)
    if length <= 0:
        return None
    source = rate.frames(stem.source_in_s)
    clip = _clip(stem.name, stem.file, source, length, source + length, rate)
    clip.metadata["aiprod"] = {
        "stem": stem.name, "sha256": stem.sha256, "gain_db": stem.gain_db, "pan": stem.pan,
        "fade_in_s": stem.fade_in_s, "fade_out_s": stem.fade_out_s,
    }  # fmt: skip
    return _Item(start, length, clip)


# -- picture -----------------------------------------------------------------------------------------------------------


def _check(shots: ShotList, takes: Mapping[str, TakeRef]) -> None:
    for shot in shots.shots:
        if shot.id not in takes:
            raise EngineError(f"Shot {shot.id} has no take", "nothing was shot for it")
        if takes[shot.id].frames < shot.frames:
            raise EngineError(
                f"The take of shot {shot.id} is too short", f"{takes[shot.id].frames} frames instead of {shot.frames}"
            )


def _picture(
    shots: ShotList, clock: list[ShotTime], screenplay: Screenplay, takes: Mapping[str, TakeRef], rate: FrameRate
) -> otio.schema.Track:
    import opentimelineio as otio

    track = otio.schema.Track(name="Picture", kind=otio.schema.TrackKind.Video)
    for at, time in enumerate(clock):
        transition = _transition_in(time, at == 0, rate)
        if transition is not None:
            transition.metadata["aiprod"]["reason"] = _transition_reason(shots, time.shot.id, screenplay.language)
            track.append(transition)
        track.append(_shot_clip(time, takes[time.shot.id], rate, _why(shots, time.shot.id, screenplay.language)))
    if clock and _ends_in_black(shots, screenplay):
        frames = min(rate.frames(_FADE_OUT_S), clock[-1].shot.frames - clock[-1].overlap)
        track.append(_transition("fade_out", frames, 0, rate))
    if shots.end_card_frames:
        track.append(_gap(shots.end_card_frames, rate))
    return track


def _why(shots: ShotList, shot: str, language: Language) -> list[dict[str, str]]:
    """The decisions behind a shot, with their reasons in the film's language."""
    return [{"decision": r.decision, "code": r.code, "reason": said(r, language)} for r in shots.why(shot)]


def _transition_reason(shots: ShotList, shot: str, language: Language) -> str:
    return next((said(r, language) for r in shots.why(shot) if r.decision == "transition"), "")


def _ends_in_black(shots: ShotList, screenplay: Screenplay) -> bool:
    said = screenplay.scenes[-1].transition_out.upper() if screenplay.scenes else ""
    return bool(shots.end_card_frames) or "FADE" in said or "FONDU" in said


def _shot_clip(time: ShotTime, take: TakeRef, rate: FrameRate, reasons: list[dict[str, str]]) -> otio.schema.Clip:
    shot = time.shot
    clip = _clip(shot.id, take.path, in_offset(time.overlap), time.cut_out - time.cut_in, take.frames, rate)
    clip.metadata["aiprod"] = {
        "shot": shot.id, "take": take.take, "scene": shot.scene, "lines": [line.line for line in shot.lines],
        "line": shot.lines[0].line if shot.lines else "", "model": take.model, "size": shot.size.value,
        "coverage": shot.coverage.value, "move": shot.camera.move, "description": shot.description,
        "transition_in": shot.transition_in, "reasons": reasons,
    }  # fmt: skip
    return clip


def _transition_in(time: ShotTime, first: bool, rate: FrameRate) -> otio.schema.Transition | None:
    shot = time.shot
    if first:
        frames = shot.transition_frames if shot.transition_in in ("fade", "dissolve") else 0
        return _transition("fade_in", 0, frames, rate) if frames else None
    if not time.overlap:
        return None
    return _transition(shot.transition_in, in_offset(time.overlap), out_offset(time.overlap), rate)


def _transition(kind: str, before: int, after: int, rate: FrameRate) -> otio.schema.Transition:
    import opentimelineio as otio

    return otio.schema.Transition(
        name=kind,
        transition_type=_KINDS.get(kind, "Custom_Transition"),
        in_offset=_time(before, rate),
        out_offset=_time(after, rate),
        metadata={"aiprod": {"kind": kind}},
    )


# -- titles and dialogue -----------------------------------------------------------------------------------------------


def _titles(
    shots: ShotList, clock: list[ShotTime], screenplay: Screenplay, credits: Sequence[str], rate: FrameRate
) -> otio.schema.Track:
    import opentimelineio as otio

    track = otio.schema.Track(name="Titles", kind=otio.schema.TrackKind.Video)
    if not clock:
        return track
    start, length = rate.frames(_TITLE_IN_S), rate.frames(_TITLE_S)
    end = min(start + length, max(clock[0].cut_out - 2, start + rate.frames(1.2)), film_frames(shots) - shots.end_card_frames)
    track.append(_gap(start, rate))
    author = screenplay.author
    track.append(_title("Opening title", screenplay.title, author, [], "opening", end - start, rate))
    if shots.end_card_frames:
        track.append(_gap(clock[-1].end - end, rate))
        lines = list(credits) or _credits(screenplay)
        track.append(_title("End card", screenplay.title, "", lines, "end", shots.end_card_frames, rate))
    return track


def _credits(screenplay: Screenplay) -> list[str]:
    """What is true of every film: who wrote it, and that the rest was made by machine."""
    french = screenplay.language == "fr"
    lines = []
    if screenplay.author:
        lines.append(f"{'Écrit par' if french else 'Written by'} {screenplay.author}")
    lines.append("Images, voix et musique de synthèse" if french else "Pictures, voices and music are synthetic")
    lines.append("Réalisé avec AIPROD" if french else "Made with AIPROD")
    return lines


def _title(name: str, title: str, subtitle: str, lines: list[str], style: str, frames: int, rate: FrameRate) -> otio.schema.Clip:
    import opentimelineio as otio

    generator = otio.schema.GeneratorReference(
        name=name,
        generator_kind="aiprod.title",
        available_range=_range(0, frames, rate),
        parameters={"title": title, "subtitle": subtitle, "lines": lines, "style": style},
    )
    clip = otio.schema.Clip(name=name, media_reference=generator, source_range=_range(0, frames, rate))
    clip.metadata["aiprod"] = {"title": style}
    return clip


def _dialogue(
    clock: list[ShotTime], screenplay: Screenplay, speech: Mapping[str, tuple[Speech, str]], rate: FrameRate
) -> list[_Item]:
    items = []
    for time in clock:
        for placed in time.shot.lines:
            if placed.line not in speech:
                continue
            spoken, path = speech[placed.line]
            frames = _whole_frames(spoken.duration_s, rate)
            clip = _clip(placed.line, path, 0, frames, frames, rate)
            line = screenplay.line(placed.line)
            clip.metadata["aiprod"] = {
                "line": placed.line, "character": placed.character, "shot": time.shot.id, "scene": time.shot.scene,
                "text": line.text, "on_screen": placed.on_screen,
            }  # fmt: skip
            items.append(_Item(time.start + rate.frames(placed.start_s), frames, clip))
    return items


def _whole_frames(seconds: float, rate: FrameRate) -> int:
    """How many frames a sound fills, the last one to its end: a host shows no more of a file than there is."""
    return max(1, floor(Fraction(seconds).limit_denominator(1_000_000) * rate.fps))


def line_starts(shots: ShotList, rate: FrameRate) -> dict[str, float]:
    """Line id → the moment it starts, seconds on the film's clock, on a frame's edge."""
    return {line.line: rate.seconds(time.start + rate.frames(line.start_s)) for time in times(shots) for line in time.shot.lines}


def _markers(
    clock: list[ShotTime], screenplay: Screenplay, speech: Mapping[str, tuple[Speech, str]], rate: FrameRate
) -> list[otio.schema.Marker]:
    markers = []
    seen: set[str] = set()
    for time in clock:
        scene = screenplay.scene(time.shot.scene)
        if scene.id not in seen:
            seen.add(scene.id)
            markers.append(_marker(scene.heading or scene.id, time.cut_in, "GREEN", {"kind": "scene", "scene": scene.id}, rate))
        if not time.shot.lines:
            markers.append(_marker(time.shot.description, time.cut_in, "YELLOW", {"kind": "beat", "shot": time.shot.id}, rate))
        for placed in time.shot.lines:
            line = screenplay.line(placed.line)
            label = f"{_speaker(line, screenplay)}: {line.text}"
            markers.append(
                _marker(label, time.start + rate.frames(placed.start_s), "CYAN", {"kind": "line", "line": line.id}, rate)
            )
    return markers


def _speaker(line: Line, screenplay: Screenplay) -> str:
    return next((c.name for c in screenplay.cast if c.id == line.character), line.character)


def _marker(name: str, frame: int, colour: str, metadata: dict[str, Any], rate: FrameRate) -> otio.schema.Marker:
    import opentimelineio as otio

    return otio.schema.Marker(name=name, marked_range=_range(frame, 1, rate), color=colour, metadata={"aiprod": metadata})


# -- laying ------------------------------------------------------------------------------------------------------------


def _lay(timeline: otio.schema.Timeline, name: str, items: list[_Item], rate: FrameRate) -> None:
    """Lay clips on the track of a name, and on further ones where they overlap."""
    rows: list[list[_Item]] = []
    for item in sorted(items, key=lambda i: (i.start, i.clip.name)):
        row = next((r for r in rows if r[-1].start + r[-1].frames <= item.start), None)
        if row is None:
            rows.append([item])
        else:
            row.append(item)
    for at, row in enumerate(rows):
        _fill(_track(timeline, name if at == 0 else f"{name} {at + 1}", name), row, rate)


def _track(timeline: otio.schema.Timeline, name: str, after: str) -> otio.schema.Track:
    """The empty track of a name; a further one is put right behind its family."""
    import opentimelineio as otio

    for track in timeline.tracks:
        if track.name == name:
            del track[:]
            return track
    track = otio.schema.Track(name=name, kind=otio.schema.TrackKind.Audio)
    last = max(i for i, t in enumerate(timeline.tracks) if t.name == after or t.name.startswith(f"{after} "))
    timeline.tracks.insert(last + 1, track)
    return track


def _fill(track: otio.schema.Track, row: list[_Item], rate: FrameRate) -> None:
    at = 0
    for item in row:
        if item.start > at:
            track.append(_gap(item.start - at, rate))
        track.append(item.clip)
        at = item.start + item.frames


def _clip(name: str, path: str, first: int, frames: int, available: int, rate: FrameRate) -> otio.schema.Clip:
    import opentimelineio as otio

    media = otio.schema.ExternalReference(target_url=quote(path), available_range=_range(0, available, rate))
    return otio.schema.Clip(name=name, media_reference=media, source_range=_range(first, frames, rate))


def _gap(frames: int, rate: FrameRate) -> otio.schema.Gap:
    import opentimelineio as otio

    return otio.schema.Gap(source_range=_range(0, frames, rate))


def _time(frames: int, rate: FrameRate) -> otio.opentime.RationalTime:
    import opentimelineio as otio

    return otio.opentime.RationalTime(frames, float(rate.fps))


def _range(first: int, frames: int, rate: FrameRate) -> otio.opentime.TimeRange:
    import opentimelineio as otio

    return otio.opentime.TimeRange(_time(first, rate), _time(frames, rate))
