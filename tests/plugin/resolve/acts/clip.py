# SPDX-License-Identifier: Apache-2.0
"""A clip of the media pool."""

import json
from pathlib import Path

from tests.plugin.resolve.media import Media, probe
from tests.plugin.resolve.state import Clip, Timeline
from tests.plugin.resolve.timecode import base, rate_called, to_frames, to_timecode

_SORTS = {
    ("video", True): "Video + Audio",
    ("video", False): "Video",
    ("audio", True): "Audio",
    ("still", False): "Still",
    ("timeline", False): "Timeline",
}


def get_name(host, clip: Clip) -> str:
    return clip.name


def set_name(host, clip: Clip, name: str) -> bool:
    if not name:
        return False
    clip.name = name
    host.touched()
    return True


def get_media_id(host, clip: Clip) -> str:
    return "" if clip.timeline else f"m{clip.id}"


def get_metadata(host, clip: Clip, key: str = "") -> "str | dict":
    return clip.metadata.get(key, "") if key else dict(clip.metadata)


def set_metadata(host, clip: Clip, key: "str | dict", value: str = "") -> bool:
    clip.metadata.update(key if isinstance(key, dict) else {key: value})
    host.touched()
    return True


def get_third_party_metadata(host, clip: Clip, key: str = "") -> "str | dict":
    return clip.foreign.get(key, "") if key else dict(clip.foreign)


def set_third_party_metadata(host, clip: Clip, key: "str | dict", value: str = "") -> bool:
    clip.foreign.update(key if isinstance(key, dict) else {key: value})
    host.touched()
    return True


def properties(clip: Clip) -> "dict":
    """What GetClipProperty shows: strings, but for FPS."""
    media, frames = clip.media, clip.timeline.end - clip.timeline.first if clip.timeline else clip.frames
    first = _first_frame(clip)
    last = to_timecode(first + max(frames - 1, 0), clip.rate, ";" in clip.start_tc)
    return {
        "Clip Name": clip.name,
        "File Name": Path(clip.path).name,
        "File Path": clip.path,
        "Type": _SORTS.get((media.kind, media.sounds), "Video"),
        "FPS": float(rate_called(clip.rate)),
        "Frames": str(frames),
        "Duration": to_timecode(frames, clip.rate, False),
        "Start TC": clip.start_tc,
        "End TC": last,
        "Start": "0",
        "End": str(max(frames - 1, 0)),
        "Resolution": "{}x{}".format(*media.size) if media.shows else "",
        "Video Codec": media.video_codec,
        "Audio Codec": media.audio_codec,
        "Audio Ch": str(media.channels),
        "Sample Rate": str(media.sample_rate) if media.sample_rate else "",
        "Clip Color": clip.colour,
        "Online Status": "Online" if clip.online else "Offline",
        "Proxy Media Path": clip.proxy,
        "Reel Name": "",
        **clip.properties,
    }


def _first_frame(clip: Clip) -> int:
    try:
        return to_frames(clip.start_tc, clip.rate, ";" in clip.start_tc)
    except ValueError:
        return 0


def get_clip_property(host, clip: Clip, key: str = "") -> "str | dict":
    return properties(clip).get(key, "") if key else properties(clip)


def set_clip_property(host, clip: Clip, key: str, value: "object") -> bool:
    """A reel name is taken and dropped where reel names are automatic; a new start timecode orphans what uses the clip."""
    if key == "Reel Name" and host.faults.reel_name_lies:
        return True
    if key not in properties(clip) or key in ("File Path", "Frames", "Type"):
        return False
    if key == "Start TC":
        return _restart(host, clip, str(value))
    clip.name = str(value) if key == "Clip Name" else clip.name
    clip.properties[key] = value
    host.touched()
    return True


def _restart(host, clip: Clip, value: str) -> bool:
    if value.count(":") + value.count(";") != 3 or base(clip.rate) == 0:
        return False
    clip.start_tc = value
    clip.properties.pop("Start TC", None)
    for item in [item for timeline in host.project.timelines for item in timeline.items if item.clip is clip]:
        item.clip = None if host.faults.start_tc_orphans else clip
    host.touched()
    return True


def link_proxy_media(host, clip: Clip, path: str) -> bool:
    if not Path(path).is_file():
        return False
    clip.proxy = path
    host.touched()
    return True


def unlink_proxy_media(host, clip: Clip) -> bool:
    was, clip.proxy = clip.proxy, ""
    return bool(was)


def link_full_resolution_media(host, clip: Clip, path: str) -> bool:
    if not Path(path).is_file():
        return False
    clip.full = path
    return True


def replace_clip(host, clip: Clip, path: str) -> bool:
    """Everywhere the clip is used."""
    media: Media | None = probe(path, host.known)
    if media is None:
        return False
    clip.path, clip.media, clip.name = path, media, Path(path).name
    clip.rate = media.rate if media.kind == "video" else clip.rate
    host.touched()
    return True


replace_clip_preserve_sub_clip = replace_clip


def get_audio_mapping(host, clip: Clip) -> str:
    if clip.mapping:
        return clip.mapping
    layout = {1: "mono", 2: "stereo", 6: "5.1"}.get(clip.media.channels, f"adaptive{clip.media.channels}")
    channels = list(range(1, clip.media.channels + 1))
    tracks = {"1": {"channel_idx": channels, "mute": False, "type": layout}} if channels else {}
    return json.dumps({"embedded_audio_channels": clip.media.channels, "linked_audio": {}, "track_mapping": tracks})


def set_audio_mapping(host, clip: Clip, mapping: str) -> bool:
    try:
        json.loads(mapping)["track_mapping"]
    except (ValueError, KeyError, TypeError):
        return False
    clip.mapping = mapping
    return True


def monitor_growing_file(host, clip: Clip) -> bool:
    return Path(clip.path).is_file()


def get_timeline(host, clip: Clip) -> "Timeline | None":
    return clip.timeline
