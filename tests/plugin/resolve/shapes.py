# SPDX-License-Identifier: Apache-2.0
"""The one shape of OpenTimelineIO that the host imports (4.3 of the facts); of any other it makes nothing and says nothing."""

import re

_CLIP_FIELDS = ("enabled", "metadata", "markers", "effects", "source_range", "media_references", "active_media_reference_key")
_ABSOLUTE = re.compile(r"^(/|[A-Za-z]:[\\/]|\\\\)")


def wrong_shape(document: "object") -> str:
    """Why the host would make nothing of it, for the test to read; "" where it would."""
    if not isinstance(document, dict) or document.get("OTIO_SCHEMA") != "Timeline.1":
        return "no Timeline.1"
    if not _time(document.get("global_start_time")):
        return "no global_start_time"
    stack = document.get("tracks")
    if not isinstance(stack, dict) or stack.get("OTIO_SCHEMA") != "Stack.1":
        return "tracks are no Stack.1"
    for track in stack.get("children", []):
        wrong = _wrong_track(track)
        if wrong:
            return f"track {track.get('name', '')}: {wrong}"
    return "" if stack.get("children") else "no tracks"


def _wrong_track(track: "dict") -> str:
    if track.get("OTIO_SCHEMA") != "Track.1" or track.get("kind") not in ("Video", "Audio") or not track.get("name"):
        return "no named Track.1 of video or audio"
    return next((wrong for wrong in map(_wrong_child, track.get("children", [])) if wrong), "")


def _wrong_child(child: "dict") -> str:
    schema = child.get("OTIO_SCHEMA")
    if schema == "Gap.1":
        return "" if _range(child.get("source_range")) else "a gap without a length"
    if schema == "Transition.1":
        offsets = _time(child.get("in_offset")) and _time(child.get("out_offset"))
        return "" if offsets and child.get("transition_type") == "SMPTE_Dissolve" else "a transition that is no SMPTE_Dissolve"
    if schema == "Clip.2":
        return _wrong_clip(child)
    return f"{schema} is not known"


def _wrong_clip(clip: "dict") -> str:
    missing = [name for name in _CLIP_FIELDS if name not in clip]
    if missing:
        return f"clip {clip.get('name')} has no {', '.join(missing)}"
    if not _range(clip["source_range"]):
        return f"clip {clip.get('name')} has no source_range"
    reference = clip["media_references"].get(clip["active_media_reference_key"])
    if not isinstance(reference, dict) or reference.get("OTIO_SCHEMA") != "ExternalReference.1":
        return f"clip {clip.get('name')} has no ExternalReference.1"
    if not _range(reference.get("available_range")) or not _ABSOLUTE.match(str(reference.get("target_url"))):
        return f"media of {clip.get('name')}: no available_range, or no bare absolute path"
    if any(effect.get("OTIO_SCHEMA") != "LinearTimeWarp.1" for effect in clip["effects"]):
        return f"clip {clip.get('name')} has an effect that is not known"
    return (
        ""
        if all(_inside(marker, clip["source_range"]) for marker in clip["markers"])
        else f"a marker outside clip {clip.get('name')}"
    )


def _time(value: "object") -> bool:
    return isinstance(value, dict) and value.get("OTIO_SCHEMA") == "RationalTime.1" and value.get("rate", 0) > 0


def _range(value: "object") -> bool:
    return isinstance(value, dict) and _time(value.get("start_time")) and _time(value.get("duration"))


def _inside(marker: "dict", around: "dict") -> bool:
    at = marker.get("marked_range", {}).get("start_time", {}).get("value", -1)
    first = around["start_time"]["value"]
    return first <= at <= first + around["duration"]["value"]
