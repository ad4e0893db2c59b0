# SPDX-License-Identifier: Apache-2.0
"""Final Cut Pro 7 XML (xmeml 5), for Premiere Pro and DaVinci Resolve.

What the common adapter leaves out is written here: the sequence's timecode and picture format, sound outputs and source
tracks, wipes, names, levels, fades, speed and markers. At a transition a clip's start or end is −1: the transition item holds
the frame. A stereo sound lies on two tracks, one for each channel, linked and marked as one: that is how Premiere and Final Cut
keep a stereo track. In a clip whose speed was changed, `in` and `out` count in its own slower, faster or backward time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from aiprod.editing.interchange.events import Edit, Event, Join, Lane
from aiprod.editing.interchange.places import Options, Place
from aiprod.editing.interchange.report import Loss
from aiprod.editing.interchange.xmltext import clean, document, text
from aiprod.film.files import write_atomically

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

EFFECTS = {
    "dissolve": ("Cross Dissolve", "Cross Dissolve", "Dissolve"),
    "fade_in": ("Cross Dissolve", "Cross Dissolve", "Dissolve"),
    "fade_out": ("Cross Dissolve", "Cross Dissolve", "Dissolve"),
    "fade": ("Dip to Color Dissolve", "Dip to Color Dissolve", "Dissolve"),
    "dip_white": ("Dip to Color Dissolve", "Dip to Color Dissolve", "Dissolve"),
    "wipe": ("Edge Wipe", "Edge Wipe", "Wipe"),
    "iris": ("Oval Iris", "Oval Iris", "Iris"),
    "push": ("Push Slide", "Push Slide", "Slide"),
}
_SOUND_EFFECT = ("Cross Fade (+3dB)", "KGAudioTransCrossFade3dB", "")
_ALIGN = {"fade_in": "start-black", "fade_out": "end-black"}
_LOUDEST = 3.98109
"""The most that the level filter takes: +12 dB."""


@dataclass
class _Writing:
    """What is known while a document is written."""

    edit: Edit
    place: Place
    files: dict[Path, str] = field(default_factory=dict)


def write(edit: Edit, path: Path, options: Options) -> tuple[list[Path], list[Loss]]:
    """Write the document. Returns its path and what it could not carry."""
    write_atomically(path, document(root_of(edit, Place(path, options)), "xmeml"))
    return [path], list(_lost(edit))


def root_of(edit: Edit, place: Place) -> Element:
    """The xmeml element."""
    root = ET.Element("xmeml", version="5")
    sequence = ET.SubElement(root, "sequence", id="sequence-1")
    text(sequence, "name", edit.name)
    text(sequence, "duration", edit.frames)
    _rate(sequence, edit)
    _timecode(sequence, edit)
    media = ET.SubElement(sequence, "media")
    writing = _Writing(edit, place)
    _video(ET.SubElement(media, "video"), writing)
    _audio(ET.SubElement(media, "audio"), writing)
    for mark in edit.marks:
        marker = ET.SubElement(sequence, "marker")
        text(marker, "name", mark.name)
        text(marker, "comment", mark.note or mark.kind)
        text(marker, "in", mark.frame)
        text(marker, "out", mark.frame + mark.frames if mark.frames > 1 else -1)
    return root


def _rate(parent: Element, edit: Edit) -> None:
    rate = ET.SubElement(parent, "rate")
    text(rate, "timebase", edit.nominal)
    text(rate, "ntsc", "TRUE" if edit.rate.denominator == 1001 else "FALSE")


def _timecode(parent: Element, edit: Edit, start: int | None = None) -> None:
    timecode = ET.SubElement(parent, "timecode")
    _rate(timecode, edit)
    text(timecode, "string", edit.timecode(0 if start is None else start - edit.start_frame))
    text(timecode, "frame", edit.start_frame if start is None else start)
    text(timecode, "displayformat", "DF" if edit.drop else "NDF")


def _video(video: Element, writing: _Writing) -> None:
    characteristics = ET.SubElement(ET.SubElement(video, "format"), "samplecharacteristics")
    _picture_size(characteristics, writing.edit)
    for lane in writing.edit.lanes:
        if lane.video:
            _ended(_track(video, lane, 0, 1, writing), lane)


def _picture_size(parent: Element, edit: Edit) -> None:
    _rate(parent, edit)
    text(parent, "width", edit.width)
    text(parent, "height", edit.height)
    text(parent, "anamorphic", "FALSE")
    text(parent, "pixelaspectratio", "square")
    text(parent, "fielddominance", "none")


def _ended(track: Element, lane: Lane) -> None:
    text(track, "enabled", "TRUE" if lane.enabled else "FALSE")
    text(track, "locked", "FALSE")


def _audio(audio: Element, writing: _Writing) -> None:
    text(audio, "numOutputChannels", 2)
    characteristics = ET.SubElement(ET.SubElement(audio, "format"), "samplecharacteristics")
    text(characteristics, "depth", 24)
    text(characteristics, "samplerate", 48000)
    outputs = ET.SubElement(audio, "outputs")
    for index in (1, 2):
        group = ET.SubElement(outputs, "group")
        text(group, "index", index)
        text(group, "numchannels", 1)
        text(group, "downmix", 0)
        text(ET.SubElement(group, "channel"), "index", index)
    for lane in writing.edit.lanes:
        if not lane.video:
            sides = channels(lane)
            for side in range(sides):
                track = _track(audio, lane, side, sides, writing)
                _ended(track, lane)
                text(track, "outputchannelindex", side + 1)


def channels(lane: Lane) -> int:
    """How many tracks a track of sound takes: one for each channel of its widest media, two at most."""
    known = max((event.channels for event in lane.events), default=0)
    return min(2, known or (1 if lane.name.startswith("Dialogue") else 2))


def _track(parent: Element, lane: Lane, side: int, sides: int, writing: _Writing) -> Element:
    named = {"MZ.TrackName": clean(lane.name)}
    if not lane.video:
        kind = "Stereo" if sides == 2 else "Mono"
        named |= {"premiereTrackType": kind, "currentExplodedTrackIndex": str(side), "totalExplodedTrackCount": str(sides)}
    track = ET.SubElement(parent, "track", named)
    number = [known for known in writing.edit.lanes if known.video == lane.video].index(lane) + 1
    for place, event in enumerate(lane.events):
        if event.join_in is not None:
            _transition(track, event.join_in, event.start, lane, writing.edit)
        if event.path is None:
            _generator(track, event, writing.edit)
        else:
            _clip(track, lane, number, place, side, sides, writing)
        if event.fades_out and event.join_out is not None:
            _transition(track, event.join_out, event.end, lane, writing.edit)
    return track


def _transition(track: Element, join: Join, cut: int, lane: Lane, edit: Edit) -> None:
    item = ET.SubElement(track, "transitionitem")
    _rate(item, edit)
    text(item, "start", cut - join.before)
    text(item, "end", cut + join.after)
    text(item, "alignment", _ALIGN.get(join.kind, _alignment(join)))
    effect = ET.SubElement(item, "effect")
    name, effect_id, category = EFFECTS.get(join.kind, EFFECTS["dissolve"]) if lane.video else _SOUND_EFFECT
    text(effect, "name", name)
    text(effect, "effectid", effect_id)
    if category:
        text(effect, "effectcategory", category)
    text(effect, "effecttype", "transition")
    text(effect, "mediatype", "video" if lane.video else "audio")
    text(effect, "wipecode", 1 if join.kind == "wipe" else 0)
    text(effect, "wipeaccuracy", 100)
    text(effect, "startratio", 0)
    text(effect, "endratio", 1)
    text(effect, "reverse", "FALSE")


def _alignment(join: Join) -> str:
    return "start" if not join.before else "end" if not join.after else "center"


def _clip(track: Element, lane: Lane, number: int, place: int, side: int, sides: int, writing: _Writing) -> None:
    event, edit = lane.events[place], writing.edit
    item = ET.SubElement(track, "clipitem", id=_id(lane, number, place, side))
    text(item, "name", event.name)
    text(item, "enabled", "TRUE" if event.enabled else "FALSE")
    text(item, "duration", round(event.available / abs(event.speed)) if event.speed else event.available)
    _rate(item, edit)
    first = in_point(event)
    text(item, "start", -1 if event.join_in else event.start)
    text(item, "end", -1 if event.join_out else event.end)
    text(item, "in", first)
    text(item, "out", first + event.seen_until - event.seen_from)
    _file(item, lane, event, writing)
    if not lane.video:
        source = ET.SubElement(item, "sourcetrack")
        text(source, "mediatype", "audio")
        text(source, "trackindex", side + 1 if sides == 2 and event.channels != 1 else 1)
        _level(item, event, first)
    if event.speed != 1:
        _remap(item, event)
    if event.facts.get("description"):
        text(ET.SubElement(item, "comments"), "mastercomment1", event.facts["description"])
    for other in range(sides if sides > 1 else 0):
        _link(item, lane, number, place, other)


def in_point(event: Event) -> int:
    """The clip's first frame, those inside its transition included, in its own time; of what is frozen, the media's frame."""
    if not event.speed:
        return event.first
    if event.speed < 0:
        return floor((event.available - 1 - event.source_from) / -event.speed)
    return floor(event.source_from / event.speed)


def source_frame(event: Event, first: int) -> int:
    """The reverse: the media's frame at a clip's `in`."""
    if not event.speed:
        return first
    return event.available - 1 - round(first * -event.speed) if event.speed < 0 else round(first * event.speed)


def _id(lane: Lane, number: int, place: int, side: int) -> str:
    return f"clip-{'v' if lane.video else 'a'}{number}-{place + 1}{'' if not side else f'-{side + 1}'}"


def _link(item: Element, lane: Lane, number: int, place: int, side: int) -> None:
    """The two channels of a sound belong together."""
    link = ET.SubElement(item, "link")
    text(link, "linkclipref", _id(lane, number, place, side))
    text(link, "mediatype", "audio")
    text(link, "clipindex", place + 1)
    text(link, "groupindex", 1)


def _file(item: Element, lane: Lane, event: Event, writing: _Writing) -> None:
    """The media, in full the first time and by its id afterwards."""
    assert event.path is not None
    files, edit = writing.files, writing.edit
    if event.path in files:
        ET.SubElement(item, "file", id=files[event.path])
        return
    files[event.path] = f"file-{len(files) + 1}"
    file = ET.SubElement(item, "file", id=files[event.path])
    text(file, "name", writing.place.path(event.path).name)
    text(file, "pathurl", writing.place.localhost(event.path))
    _rate(file, edit)
    text(file, "duration", event.available)
    _timecode(file, edit, event.media_start)
    media = ET.SubElement(file, "media")
    if lane.video:
        _picture_size(ET.SubElement(ET.SubElement(media, "video"), "samplecharacteristics"), edit)
        return
    audio = ET.SubElement(media, "audio")
    characteristics = ET.SubElement(audio, "samplecharacteristics")
    text(characteristics, "depth", 24)
    text(characteristics, "samplerate", 48000)
    text(audio, "channelcount", event.channels or channels(lane))


def _effect(item: Element, name: str, effect_id: str, category: str, kind: str, media: str) -> Element:
    effect = ET.SubElement(ET.SubElement(item, "filter"), "effect")
    for tag, value in (
        ("name", name), ("effectid", effect_id), ("effectcategory", category), ("effecttype", kind), ("mediatype", media),
    ):  # fmt: skip
        text(effect, tag, value)
    return effect


def _parameter(effect: Element, key: str, name: str) -> Element:
    parameter = ET.SubElement(effect, "parameter")
    text(parameter, "parameterid", key)
    text(parameter, "name", name)
    return parameter


def gain_of(gain_db: float) -> float:
    """dB as the level filter counts, at most +12 dB."""
    return min(_LOUDEST, 10 ** (gain_db / 20))


def _level(item: Element, event: Event, first: int) -> None:
    """Level and fades; a fade is a ramp of the level from or to nothing."""
    if not (event.gain_db or event.fade_in or event.fade_out):
        return
    effect = _effect(item, "Audio Levels", "audiolevels", "audiolevels", "audiolevels", "audio")
    parameter = _parameter(effect, "level", "Level")
    text(parameter, "valuemin", 0)
    text(parameter, "valuemax", _LOUDEST)
    level, begin = gain_of(event.gain_db), first + event.start - event.seen_from
    text(parameter, "value", round(level, 8))
    ramp = [(begin, 0.0), (begin + event.fade_in, level)] if event.fade_in else []
    end = begin + event.frames
    ramp += [(end - event.fade_out, level), (end, 0.0)] if event.fade_out else []
    for when, value in ramp:
        keyframe = ET.SubElement(parameter, "keyframe")
        text(keyframe, "when", when)
        text(keyframe, "value", round(value, 8))


def _remap(item: Element, event: Event) -> None:
    """Constant speed, as the Time Remap filter."""
    effect = _effect(item, "Time Remap", "timeremap", "motion", "motion", "video")
    for key, value in (
        ("variablespeed", "0"), ("speed", f"{float(100 * abs(event.speed)):.9g}"),
        ("reverse", "TRUE" if event.speed < 0 else "FALSE"), ("frameblending", "FALSE"),
    ):  # fmt: skip
        text(_parameter(effect, key, key), "value", value)


def _generator(track: Element, event: Event, edit: Edit) -> None:
    """A title as the Text generator."""
    item = ET.SubElement(track, "generatoritem", id=f"title-{event.start}")
    text(item, "name", event.name)
    text(item, "enabled", "TRUE" if event.enabled else "FALSE")
    text(item, "duration", event.available)
    _rate(item, edit)
    text(item, "start", -1 if event.join_in else event.start)
    text(item, "end", -1 if event.join_out else event.end)
    text(item, "in", max(0, event.source_from))
    text(item, "out", max(0, event.source_from) + event.seen_until - event.seen_from)
    effect = ET.SubElement(item, "effect")
    for tag, value in (("name", "Text"), ("effectid", "Text"), ("effectcategory", "Text"), ("effecttype", "generator")):
        text(effect, tag, value)
    text(effect, "mediatype", "video")
    text(_parameter(effect, "str", "Text"), "value", event.words)


# -- the report ----------------------------------------------------------------------------------------------------------


def _lost(edit: Edit) -> Iterator[Loss]:
    if clean(edit.name) != edit.name:
        yield edit.loss(None, None, "film name", "name_shortened", clean(edit.name))
    for lane in edit.lanes:
        if lane.events:
            yield edit.loss(lane, None, "track name", "track_name")
        for event in lane.events:
            yield from _clip_lost(edit, lane, event)
    if edit.marks:
        yield edit.loss(None, None, "marker colour", "marker_colour")
    for mark in edit.marks:
        if clean(mark.name) != mark.name:
            at, short = edit.timecode(mark.frame), clean(mark.name)
            yield Loss("", mark.name, mark.frame, at, "marker name", "name_shortened", (short,))


def _clip_lost(edit: Edit, lane: Lane, event: Event) -> Iterator[Loss]:
    for join in (event.join_in, event.join_out if event.fades_out else None):
        if join is not None and not lane.video and join.kind not in ("dissolve", "fade_in", "fade_out"):
            yield edit.loss(lane, event, "transition", "as_dissolve", join.kind)
        elif join is not None and join.kind in ("dip_white", "fade"):
            yield edit.loss(lane, event, "transition", "named_effect", join.kind)
    join = event.join_in
    if join is not None and join.before and join.after and join != Join.centred(join.kind, join.frames):
        yield edit.loss(lane, event, "transition", "recentred")
    if clean(event.name) != event.name:
        yield edit.loss(lane, event, "name", "name_shortened", clean(event.name))
    off = source_frame(event, in_point(event)) - event.source_from if event.speed else 0
    if off:
        yield edit.loss(lane, event, "clip", "source_rounded", event.speed, off)
    if event.path is None:
        yield edit.loss(lane, event, "title", "title_style")
    if 10 ** (event.gain_db / 20) > _LOUDEST:
        yield edit.loss(lane, event, "gain", "gain", f"{event.gain_db:g}")
    yield from edit.pan_and_grade_lost(lane, event)
