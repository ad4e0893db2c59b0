# SPDX-License-Identifier: Apache-2.0
"""An item of a timeline: where it lies, what it shows, its properties, speed, fades and transitions."""

import math
from fractions import Fraction
from pathlib import Path

from tests.plugin.resolve.facts import KEYS
from tests.plugin.resolve.state import Item, Place

_LIMITS = {
    "ZoomX": (0, 100), "ZoomY": (0, 100), "RotationAngle": (-360, 360), "Pitch": (-1.5, 1.5), "Yaw": (-1.5, 1.5),
    "Opacity": (0, 100),
    "CropSoftness": (-100, 100), "Distortion": (-1, 1), "AudioVolume": (-100, 30), "AudioPan": (-100, 100),
    "AudioPitchSemiTones": (-24, 24), "AudioPitchCents": (-100, 100), "AudioVoiceIsolationAmount": (0, 100),
}  # fmt: skip
_DEFAULTS = {"ZoomX": 1.0, "ZoomY": 1.0, "ZoomGang": True, "Opacity": 100.0}


def get_name(host, item: Item) -> str:
    return item.name


def set_name(host, item: Item, name: str) -> bool:
    item.name = name or item.name
    host.touched()
    return bool(name)


def _number(value: "int | Fraction", exact: bool) -> "int | float":
    return float(value) if exact else int(value)


def get_start(host, item: Item, exact: bool = False) -> "int | float":
    return _number(item.start, exact)


def get_end(host, item: Item, exact: bool = False) -> "int | float":
    return _number(item.end, exact)


def get_duration(host, item: Item, exact: bool = False) -> "int | float":
    return _number(item.frames, exact)


def get_left_offset(host, item: Item, exact: bool = False) -> "int | float":
    return _number(item.left, exact)


def get_right_offset(host, item: Item, exact: bool = False) -> "int | float":
    """Frames of the media that are left after the item, at the timeline's rate."""
    if item.clip is None or item.clip.media.kind == "still":
        return _number(0, exact)
    whole = Fraction(item.clip.frames) * _rate(host, item) / item.clip.rate
    return _number(max(math.floor(whole) - item.left - item.frames, Fraction(0)), exact)


def _rate(host, item: Item) -> Fraction:
    return next((timeline.rate for timeline in host.project.timelines if item in timeline.items), host.project.rate)


def _source(host, item: Item, frames: "int | Fraction") -> int:
    if item.clip is None:
        return int(frames)
    return math.floor(Fraction(frames) * item.clip.rate / _rate(host, item))


def get_source_start_frame(host, item: Item) -> int:
    """In the media's rate; off by one on every second item of a track."""
    wrong = host.faults.source_off_by_one and item.track.items.index(item) % 2 == 1
    return _source(host, item, item.left) - (1 if wrong else 0)


def get_source_end_frame(host, item: Item) -> int:
    return _source(host, item, item.left + item.frames)


def get_source_start_time(host, item: Item) -> float:
    return float(item.left / _rate(host, item))


def get_source_end_time(host, item: Item) -> float:
    return float((item.left + item.frames) / _rate(host, item))


def get_media_pool_item(host, item: Item) -> "object":
    return item.clip


def get_linked_items(host, item: Item) -> "list[Item]":
    return [other for other in item.linked if host.usable(other)]


def get_track_type_and_index(host, item: Item) -> "list":
    for timeline in host.project.timelines:
        for sort, tracks in timeline.tracks.items():
            for number, track in enumerate(tracks, 1):
                if track is item.track:
                    return [sort, number]
    return []


def get_type(host, item: Item) -> str:
    if item.transition is not None:
        return "transition"
    return {"audio": "audio", "generator": "generator", "title": "generator"}.get(item.sort, "video")


def get_source_audio_channel_mapping(host, item: Item) -> str:
    return item.mapping


def set_source_audio_channel_mapping(host, item: Item, mapping: str) -> bool:
    item.mapping = mapping
    host.touched()
    return item.sort == "audio"


def set_clip_enabled(host, item: Item, on: bool) -> bool:
    item.enabled = on
    host.touched()
    return True


def get_clip_enabled(host, item: Item) -> bool:
    return item.enabled


def update_sidecar(host, item: Item) -> bool:
    """Only BRAW and R3D have sidecars."""
    return False


def load_burn_in_preset(host, item: Item, name: str) -> bool:
    return name in host.presets["burn_in"]


# Properties.


def _known(host) -> "list[str]":
    return KEYS["ItemProperties"] + (KEYS["TimelineItemProperties"] if host.at_least("21.1") else [])


def _clipped(key: str, value: "object") -> "object":
    if key not in _LIMITS or isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    low, high = _LIMITS[key]
    return min(max(value, low), high)


def get_property(host, item: Item, key: str = "") -> "object":
    everything = get_properties(host, item)
    return everything.get(key) if key else everything


def get_properties(host, item: Item) -> "dict":
    return {name: item.properties.get(name, _DEFAULTS.get(name, 0)) for name in _known(host)}


def set_property(host, item: Item, key: str, value: "object") -> bool:
    if key not in _known(host) or not isinstance(value, (int, float, bool)):
        return False
    item.properties[key] = _clipped(key, value)
    host.touched()
    return True


def set_properties(host, item: Item, values: "dict") -> bool:
    """All or nothing."""
    if any(not isinstance(value, (int, float, bool)) for value in values.values()):
        return False
    item.properties.update({key: _clipped(key, value) for key, value in values.items()})
    host.touched()
    return True


# Speed, fades, transitions (21.1).


def set_speed(host, item: Item, options: "dict") -> bool:
    """A slower clip is longer; what follows is moved only with RippleTimeline, else the clip ends where the next begins."""
    percent = options.get("Percentage", item.speed["Percentage"])
    if percent < 0 or item.track is None or item.track.locked:
        return False
    old = item.speed["Percentage"]
    if percent and old:
        _stretch(item, round(item.frames * old / percent), bool(options.get("RippleTimeline")))
    item.speed.update({**options, "Percentage": float(percent)})
    host.touched()
    return True


def _stretch(item: Item, frames: int, ripple: bool) -> None:
    later = [other for other in item.track.items if other.start >= item.end]
    if ripple:
        for other in later:
            other.start += frames - item.frames
    elif later:
        frames = min(frames, later[0].start - item.start)
    item.frames = max(frames, 1)


def get_speed(host, item: Item) -> "dict":
    return dict(item.speed)


def set_fades(host, item: Item, fades: "dict") -> bool:
    if any(value < 0 or value > item.frames for value in fades.values()):
        return False
    item.fades.update(fades)
    host.touched()
    return True


def get_fades(host, item: Item) -> "dict":
    return dict(item.fades)


def add_transition(host, item: Item, options: "dict") -> "Item | None":
    """At the start or the end of the item; None without handles, or where the name means nothing. Eight frames unless told."""
    frames = options.get("duration") or 8
    at = item.start if options.get("position", "end") == "start" else item.end
    before = {"left": frames, "center": frames // 2, "right": 0}.get(options.get("alignment", "center"))
    if not options.get("type") or before is None or item.track.locked or not _handles(host, item, at, before, frames - before):
        return None
    made = Item(options["type"], None, at - before, frames, Fraction(0), item.sort)
    made.transition = dict(options)
    item.track.add(made)
    host.touched()
    return made


def _handles(host, item: Item, at: int, before: int, after: int) -> bool:
    """The clip that begins at the cut must reach `before` frames further back, the one that ends there `after` frames on."""
    for other in item.track.items:
        if other.transition is None and other.start == at and (other.clip is not None and other.left < before):
            return False
        if other.transition is None and other.end == at and (other.clip is not None and get_right_offset(host, other) < after):
            return False
    return True


def set_output_blanking(host, item: Item, blanking: "dict") -> bool:
    item.blanking.update(blanking)
    item.blanking_of_timeline = False
    return True


def get_output_blanking(host, item: Item) -> "dict":
    return dict(item.blanking)


def set_use_timeline_for_output_blanking(host, item: Item, on: bool) -> bool:
    item.blanking_of_timeline = on
    return True


def get_use_timeline_for_output_blanking(host, item: Item) -> bool:
    return item.blanking_of_timeline


def perform_multicam_smart_switch(host, item: Item, _settings: "dict") -> bool:
    return False


def flatten_multicam(host, item: Item, _grade: "object") -> bool:
    return False


# Fusion compositions: their names.


def get_fusion_comp_count(host, item: Item) -> int:
    return len(item.fusion)


def get_fusion_comp_name_list(host, item: Item) -> "list[str]":
    return list(item.fusion)


def get_fusion_comp_names(host, item: Item) -> "dict":
    return dict(enumerate(item.fusion, 1))


def _composition(item: Item, name: str) -> "Place | None":
    return Place("FusionComp") if name in item.fusion else None


def get_fusion_comp_by_index(host, item: Item, number: int) -> "Place | None":
    return _composition(item, item.fusion[number - 1]) if 1 <= number <= len(item.fusion) else None


def get_fusion_comp_by_name(host, item: Item, name: str) -> "Place | None":
    return _composition(item, name)


load_fusion_comp_by_name = get_fusion_comp_by_name


def add_fusion_comp(host, item: Item) -> Place:
    item.fusion.append(f"Composition {len(item.fusion) + 1}")
    host.touched()
    return Place("FusionComp")


def import_fusion_comp(host, item: Item, path: str) -> "Place | None":
    return add_fusion_comp(host, item) if Path(path).is_file() else None


def export_fusion_comp(host, item: Item, path: str, number: int) -> bool:
    if not 1 <= number <= len(item.fusion):
        return False
    Path(path).write_text("{ Tools = ordered() {} }\n", "utf-8")
    return True


def delete_fusion_comp_by_name(host, item: Item, name: str) -> bool:
    known = name in item.fusion
    item.fusion = [one for one in item.fusion if one != name]
    return known


def rename_fusion_comp_by_name(host, item: Item, old: str, new: str) -> bool:
    known = old in item.fusion
    item.fusion = [new if one == old else one for one in item.fusion]
    return known


def get_voice_isolation_state(host, item: Item) -> "dict":
    return dict(item.isolation)


def set_voice_isolation_state(host, item: Item, state: "dict") -> bool:
    item.isolation.update(state)
    return True


def stabilize(host, item: Item) -> bool:
    return item.clip is not None and item.clip.media.shows


smart_reframe = stabilize


def create_magic_mask(host, item: Item, mode: str) -> bool:
    item.masked = mode
    return True


def regenerate_magic_mask(host, item: Item) -> bool:
    return bool(item.masked)


def get_stereo_convergence_values(host, item: Item) -> "dict":
    return {}


get_stereo_left_floating_window_params = get_stereo_right_floating_window_params = get_stereo_convergence_values
