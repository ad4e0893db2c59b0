# SPDX-License-Identifier: Apache-2.0
"""Pure: what is to be placed where. Frames are counted from the timeline's first frame, ranges are half-open."""

from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Sequence, Tuple

from aiprod_resolve.errors import HostError
from aiprod_resolve.timecode import Rate, rate

Span = Tuple[int, int]


class Placement(NamedTuple):
    """One clip on one track: `frames` frames of `media` from `src_in` on, at `at`. The track's index is 1-based."""

    kind: str
    track: int
    at: int
    frames: int
    src_in: int
    media: str
    name: str


class TrackPlan(NamedTuple):
    """A track that a new timeline needs. `channels` is 0 for pictures."""

    kind: str
    name: str
    channels: int


class MarkerPlan(NamedTuple):
    at: int
    frames: int
    name: str
    note: str
    colour: str
    data: str


class JoinPlan(NamedTuple):
    """A transition around the cut at `at` of a video track."""

    kind: str
    track: int
    at: int
    before: int
    after: int


class LevelPlan(NamedTuple):
    """How loud a clip of an audio track is, and how it begins and ends."""

    track: int
    at: int
    gain_db: float
    pan: float
    fade_in: int
    fade_out: int


class FilmPlan(NamedTuple):
    """A timeline to be made. `left_out` names what has no media: titles."""

    name: str
    rate: Rate
    start_frame: int
    frames: int
    size: Tuple[int, int]
    tracks: List[TrackPlan]
    placements: List[Placement]
    markers: List[MarkerPlan]
    joins: List[JoinPlan]
    levels: List[LevelPlan]
    left_out: List[str]  # fmt: skip


_COLOURS = {
    "red": "Red", "orange": "Sand", "yellow": "Yellow", "green": "Green", "cyan": "Cyan", "blue": "Blue", "purple": "Purple",
    "pink": "Pink", "white": "Cream", "black": "Cocoa", "magenta": "Fuchsia",
}  # fmt: skip
MARKER_COLOURS = frozenset((
    "Blue", "Cyan", "Green", "Yellow", "Red", "Pink", "Purple", "Fuchsia", "Rose", "Lavender", "Sky", "Mint", "Lemon", "Sand",
    "Cocoa", "Cream",
))  # fmt: skip


# --- free room --------------------------------------------------------------------------------------------------------


def is_free(spans: Iterable[Span], start: int, end: int) -> bool:
    """Whether nothing lies in [start, end)."""
    return all(end <= first or last <= start for first, last in spans)


def gap_around(spans: Sequence[Span], frame: int) -> Optional[Tuple[int, Optional[int]]]:
    """The free range around a frame; its end is None where nothing follows. None where the frame isn't free."""
    if not is_free(spans, frame, frame + 1):
        return None
    start = max([last for _, last in spans if last <= frame] or [0])
    following = [first for first, _ in spans if first > frame]
    return start, min(following) if following else None


def lowest_free(tracks: Sequence[Tuple[int, bool, Sequence[Span]]], start: int, end: int) -> Optional[int]:
    """The lowest track that isn't locked and has room for [start, end). Tracks are (index, locked, spans)."""
    for index, locked, spans in sorted(tracks, key=lambda track: track[0]):
        if not locked and is_free(spans, start, end):
            return index
    return None


def without_overlaps(placements: Iterable[Placement]) -> List[Placement]:
    """Sorted by track and place. Raises HostError where two of them would lie on each other: the host drops one silently."""
    in_order = sorted(placements, key=lambda p: (p.kind != "video", p.track, p.at))
    for first, second in zip(in_order, in_order[1:]):
        if (first.kind, first.track) == (second.kind, second.track) and second.at < first.at + first.frames:
            raise HostError("overlap", first=first.name, second=second.name, at=second.at)
    return in_order


# --- one clip ---------------------------------------------------------------------------------------------------------


def file_of(clip: Dict[str, Any], role: str) -> Optional[Dict[str, Any]]:
    """A file of a clip by its role, None where it has none."""
    return next((file for file in clip.get("files", ()) if file.get("role") == role), None)


def rate_of(view: Dict[str, Any]) -> Rate:
    """The wire's {numerator, denominator}."""
    return rate(int(view["numerator"]), int(view.get("denominator", 1)))


def clip_placements(clip: Dict[str, Any], at: int, video: int, audio: int) -> List[Placement]:
    """Where picture and sound of a clip go. A track of 0 means that there is no such part."""
    frames, name = int(clip["frames"]), str(clip["name"])
    found = []
    for role, kind, track in (("picture", "video", video), ("sound", "audio", audio)):
        file = file_of(clip, role)
        if file is not None and track:
            found.append(Placement(kind, track, at, frames, 0, str(file["path"]), name))
    return found


# --- a whole film -----------------------------------------------------------------------------------------------------


def film_plan(edit: Dict[str, Any], assets: Dict[str, Dict[str, Any]], name: str = "") -> FilmPlan:
    """An edit list as a timeline of the host. Raises HostError: an unknown asset, overlaps, mixed rates, nothing to place."""
    exact = rate_of(edit["rate"])
    film_rate = rate(exact.numerator, exact.denominator, bool(edit.get("drop_frame")))
    tracks: List[TrackPlan] = []
    placements: List[Placement] = []
    joins: List[JoinPlan] = []
    levels: List[LevelPlan] = []
    left_out: List[str] = []
    counts = {"video": 0, "audio": 0}
    for track in edit.get("tracks", ()):
        items = [item for item in track.get("items", ()) if item.get("asset_id")]
        left_out += [str(item.get("name") or item.get("text") or "?") for item in track["items"] if not item.get("asset_id")]
        if not items:
            continue
        kind = str(track["kind"])
        counts[kind] += 1
        tracks.append(TrackPlan(kind, str(track.get("name", "")), _channels(kind, items, assets)))
        placements += [_placed(item, kind, counts[kind], assets, film_rate) for item in items]
        joins += [_join(join, counts[kind]) for join in track.get("transitions", ()) if kind == "video"]
        levels += [_level(item, counts[kind]) for item in items if kind == "audio" and _has_levels(item)]
    if not placements:
        raise HostError("nothing_to_place", name=name or edit.get("name", ""))
    return FilmPlan(
        name or str(edit.get("name", "")), film_rate, int(edit["start_frame"]), int(edit["frames"]),
        (int(edit["width"]), int(edit["height"])), tracks, without_overlaps(placements), marker_plans(edit.get("markers", ())),
        joins, levels, left_out,
    )  # fmt: skip


MIX = "AIPROD mix"


def with_mix(film: FilmPlan, mix: Dict[str, Any]) -> FilmPlan:
    """The film with its finished mix on a track of its own, for hosts where no script can set levels: the mix has them."""
    tracks = [*film.tracks, TrackPlan("audio", MIX, int(mix.get("channels") or 2))]
    index = sum(track.kind == "audio" for track in tracks)
    placed = Placement("audio", index, 0, film.frames, 0, str(mix["path"]), MIX)
    return film._replace(tracks=tracks, placements=without_overlaps([*film.placements, placed]), levels=[])


def _placed(item: Dict[str, Any], kind: str, track: int, assets: Dict[str, Dict[str, Any]], film: Rate) -> Placement:
    asset = assets.get(item["asset_id"])
    if not asset or not asset.get("path"):
        raise HostError("asset_missing", name=item.get("name", item["asset_id"]))
    given = asset.get("rate")
    if kind == "video" and given and rate_of(given)[:2] != film[:2]:
        raise HostError("mixed_rates", name=item.get("name", ""))
    frames = int(item["rec_out"]) - int(item["rec_in"])
    return Placement(kind, track, int(item["rec_in"]), frames, int(item["src_in"]), str(asset["path"]), str(item.get("name", "")))


def _channels(kind: str, items: Sequence[Dict[str, Any]], assets: Dict[str, Dict[str, Any]]) -> int:
    """How many channels a track must have for all that lies on it."""
    if kind == "video":
        return 0
    return max([int((assets.get(item["asset_id"]) or {}).get("channels") or 2) for item in items])


def _join(join: Dict[str, Any], track: int) -> JoinPlan:
    return JoinPlan(str(join["kind"]), track, int(join["at"]), int(join["before"]), int(join["after"]))


def _has_levels(item: Dict[str, Any]) -> bool:
    return any(item.get(key) for key in ("gain_db", "pan", "fade_in_frames", "fade_out_frames"))


def _level(item: Dict[str, Any], track: int) -> LevelPlan:
    return LevelPlan(
        track, int(item["rec_in"]), float(item.get("gain_db") or 0), float(item.get("pan") or 0),
        int(item.get("fade_in_frames") or 0), int(item.get("fade_out_frames") or 0),
    )  # fmt: skip


def marker_plans(markers: Iterable[Dict[str, Any]]) -> List[MarkerPlan]:
    """Markers as the host takes them: one a frame. Those that share one are told together."""
    together: Dict[int, MarkerPlan] = {}
    for marker in markers:
        at, name = int(marker["at"]), str(marker.get("name", ""))
        frames, kind = max(1, int(marker.get("frames", 1))), str(marker.get("kind", ""))
        there = together.get(at)
        if there is None:
            together[at] = MarkerPlan(at, frames, name, kind, _colour(marker), "")
        else:
            together[at] = there._replace(
                name=there.name + " · " + name, frames=max(frames, there.frames), note=", ".join(filter(None, (there.note, kind)))
            )
    return [together[at] for at in sorted(together)]


def _colour(marker: Dict[str, Any]) -> str:
    said = str(marker.get("colour", ""))
    if said.capitalize() in MARKER_COLOURS:
        return said.capitalize()
    return _COLOURS.get(
        said.lower(), {"scene": "Blue", "beat": "Yellow", "line": "Green"}.get(str(marker.get("kind", "")), "Sky")
    )


def unique_name(wanted: str, taken: Iterable[str]) -> str:
    """A name that no timeline has yet: "Film", "Film (2)", …"""
    known = {name.lower() for name in taken}
    if wanted.lower() not in known:
        return wanted
    number = 2
    while f"{wanted} ({number})".lower() in known:
        number += 1
    return f"{wanted} ({number})"


def audio_layout(channels: int) -> str:
    """What the host calls a track of so many channels; without it, it would make a mono one."""
    return {1: "mono", 2: "stereo", 4: "quad", 6: "5.1", 8: "7.1"}.get(
        channels, "stereo" if channels < 2 else "adaptive" + str(channels)
    )


def chunks(items: Sequence[Any], size: int) -> List[Sequence[Any]]:
    return [items[at : at + size] for at in range(0, len(items), size)]
