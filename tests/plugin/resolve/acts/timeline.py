# SPDX-License-Identifier: Apache-2.0
"""A timeline: its name and timecode, the playhead, deleting, linking, inserting, duplicating, stills."""

import base64
import copy
from fractions import Fraction

from tests.plugin.resolve.acts.placing import new_timeline
from tests.plugin.resolve.state import Grade, Item, Still, Timeline, Track
from tests.plugin.resolve.timecode import to_frames, to_timecode


def get_name(host, timeline: Timeline) -> str:
    return timeline.name


def set_name(host, timeline: Timeline, name: str) -> bool:
    if not name or any(other.name == name for other in host.project.timelines):
        return False
    timeline.name = name
    if timeline.clip:
        timeline.clip.name = name
    host.touched()
    return True


def get_start_frame(host, timeline: Timeline) -> int:
    return timeline.first


def get_end_frame(host, timeline: Timeline) -> int:
    return timeline.end


def get_start_timecode(host, timeline: Timeline) -> str:
    return to_timecode(timeline.first, timeline.rate, timeline.drop)


def set_start_timecode(host, timeline: Timeline, text: str) -> bool:
    """Moves everything with it."""
    first = _frame(timeline, text)
    if first is None:
        return False
    by = first - timeline.first
    timeline.first, timeline.playhead = first, timeline.playhead + by
    for item in timeline.items:
        item.start += by
    host.touched()
    return True


def _frame(timeline: Timeline, text: str) -> "int | None":
    try:
        return to_frames(text, timeline.rate, timeline.drop)
    except ValueError:
        return None


def get_current_timecode(host, timeline: Timeline) -> str:
    return to_timecode(timeline.playhead, timeline.rate, timeline.drop)


def set_current_timecode(host, timeline: Timeline, text: str) -> bool:
    frame = _frame(timeline, text)
    if frame is None or frame < timeline.first:
        return False
    timeline.playhead = frame
    return True


def top_item(timeline: Timeline) -> "Item | None":
    """The picture that is seen at the playhead."""
    for track in reversed(timeline.tracks["video"]):
        for item in track.items:
            if track.enabled and item.enabled and item.transition is None and item.start <= timeline.playhead < item.end:
                return item
    return None


def get_current_video_item(host, timeline: Timeline) -> "Item | None":
    return top_item(timeline)


def get_selected_clips(host, timeline: Timeline) -> "list[Item]":
    return list(timeline.selected)


def get_current_clip_thumbnail_image(host, timeline: Timeline) -> "dict | None":
    """Only on the Color page of a host that is in front, and not at the first read."""
    if host.faults.thumbnail_on_color_only:
        ready, host.thumbnail_asked = host.thumbnail_asked, host.page == "color" and host.frontmost
        if not (ready and host.thumbnail_asked):
            return None
    data = base64.b64encode(bytes([60, 60, 60]) * 16 * 9).decode("ascii")
    return {"width": 16, "height": 9, "format": "RGB 8 bit", "data": data} if top_item(timeline) else None


def delete_clips(host, timeline: Timeline, items: "list[Item]", ripple: bool = False) -> bool:
    """On the Edit page; now and then the first try does nothing."""
    if host.faults.delete_needs_edit_page and host.page != "edit":
        return False
    if host.faults.delete_flaky and not host.delete_tried:
        host.delete_tried = True
        return False
    host.delete_tried = False
    known = [item for item in items if item.track is not None and not item.track.locked and item in timeline.items]
    for item in sorted(known, key=lambda one: -one.start):
        item.track.items.remove(item)
        if ripple:
            _close(item)
    host.touched()
    return bool(known)


def _close(gone: Item) -> None:
    for item in gone.track.items:
        if item.start >= gone.end:
            item.start -= gone.frames


def set_clips_linked(host, timeline: Timeline, items: "list[Item]", linked: bool) -> bool:
    if len(items) < 2:
        return False
    for item in items:
        item.linked = [other for other in items if other is not item] if linked else []
    host.touched()
    return True


def get_unique_id(host, timeline: Timeline) -> str:
    return timeline.id


def get_media_pool_item(host, timeline: Timeline) -> "object":
    return timeline.clip


def get_node_graph(host, timeline: Timeline) -> Grade:
    return timeline.grade


def duplicate_timeline(host, timeline: Timeline, name: str = "") -> "Timeline | None":
    made = new_timeline(host, name or f"{timeline.name} copy")
    if made is None:
        return None
    made.rate, made.drop, made.first, made.playhead = timeline.rate, timeline.drop, timeline.first, timeline.playhead
    made.settings, made.markers = dict(timeline.settings), copy.deepcopy(timeline.markers)
    made.tracks = {sort: [_copied(track) for track in tracks] for sort, tracks in timeline.tracks.items()}
    return made


def _copied(track: Track) -> Track:
    other = Track(track.sort, track.name, track.layout)
    other.locked, other.enabled = track.locked, track.enabled
    for item in track.items:
        again = copy.copy(item)
        again.number, again.id = Item("", None, 0, 1, Fraction(0)).number, Item("", None, 0, 1, Fraction(0)).id
        again.markers, again.versions, again.takes = copy.deepcopy(item.markers), copy.deepcopy(item.versions), list(item.takes)
        other.add(again)
    return other


def create_compound_clip(host, timeline: Timeline, items: "list[Item]", info: "dict | None" = None) -> "Item | None":
    return _merged(host, timeline, items, (info or {}).get("name", "Compound Clip 1"), "compound")


def create_fusion_clip(host, timeline: Timeline, items: "list[Item]") -> "Item | None":
    return _merged(host, timeline, items, "Fusion Clip 1", "fusion")


def _merged(host, timeline: Timeline, items: "list[Item]", name: str, sort: str) -> "Item | None":
    known = [item for item in items if item.track is not None and item in timeline.items]
    if not known:
        return None
    start, end, track = min(item.start for item in known), max(item.end for item in known), known[0].track
    for item in known:
        item.track.items.remove(item)
    made = Item(name, None, start, end - start, Fraction(0), sort)
    track.add(made)
    host.touched()
    return made


def _inserted(host, timeline: Timeline, name: str, sort: str) -> "Item | None":
    """At the playhead of the track that the user selected, five seconds long."""
    track = timeline.tracks["video"][timeline.aimed["video"] - 1]
    frames = round(5 * timeline.rate)
    if not name or track.locked or track.busy(timeline.playhead, timeline.playhead + frames):
        return None
    made = Item(name, None, timeline.playhead, frames, Fraction(0), sort)
    track.add(made)
    host.touched()
    return made


def insert_generator_into_timeline(host, timeline: Timeline, name: str) -> "Item | None":
    return _inserted(host, timeline, name, "generator")


insert_fusion_generator_into_timeline = insert_ofx_generator_into_timeline = insert_generator_into_timeline


def insert_fusion_composition_into_timeline(host, timeline: Timeline) -> "Item | None":
    return _inserted(host, timeline, "Fusion Composition", "fusion")


def insert_title_into_timeline(host, timeline: Timeline, name: str) -> "Item | None":
    return _inserted(host, timeline, name, "title")


insert_fusion_title_into_timeline = insert_title_into_timeline


def grab_still(host, timeline: Timeline) -> "Still | None":
    found = top_item(timeline)
    return _still(host, timeline, found) if found else None


def _still(host, timeline: Timeline, item: Item) -> Still:
    still = Still(item.name, host.frame_size(timeline), item.grade.drx)
    host.project.gallery.current.stills.append(still)
    host.touched()
    return still


def grab_all_stills(host, timeline: Timeline, _source: float) -> "list[Still]":
    return [_still(host, timeline, item) for track in timeline.tracks["video"] for item in track.items if item.transition is None]


def apply_grade_from_drx(host, timeline: Timeline, path: str, _mode: float, *items: Item) -> bool:
    for item in items:
        item.grade.drx = path
    host.touched()
    return bool(items)


def create_subtitles_from_audio(host, timeline: Timeline, _settings: "dict | None" = None) -> bool:
    spoken = [item for track in timeline.tracks["audio"] for item in track.items]
    if spoken and not timeline.tracks["subtitle"]:
        timeline.tracks["subtitle"].append(Track("subtitle", "Subtitle 1"))
    for item in spoken:
        timeline.tracks["subtitle"][0].add(Item("…", None, item.start, item.frames, Fraction(0), "subtitle"))
    host.touched()
    return bool(spoken)


def detect_scene_cuts(host, timeline: Timeline) -> bool:
    return any(track.items for track in timeline.tracks["video"])


def convert_timeline_to_stereo(host, timeline: Timeline) -> bool:
    for track in timeline.tracks["audio"]:
        track.layout = "stereo"
    host.touched()
    return True


def analyze_dolby_vision(host, timeline: Timeline, _items: "list[Item] | None" = None, _sort: "object" = None) -> bool:
    return bool(timeline.items)


def normalize_audio_level(host, timeline: Timeline, items: "list[Item]", _options: "dict | None" = None) -> bool:
    return bool(items) and all(item.sort == "audio" for item in items)


def get_normalize_audio_modes(host, timeline: Timeline) -> "list[str]":
    return ["Sample Peak Program", "True Peak", "ITU-R BS.1770-4"]


def auto_align_clips(host, timeline: Timeline, items: "list[Item]", _options: "dict | None" = None) -> bool:
    return len(items) > 1


def set_output_blanking(host, timeline: Timeline, blanking: "dict") -> bool:
    timeline.blanking.update(blanking)
    host.touched()
    return True


def get_output_blanking(host, timeline: Timeline) -> "dict":
    return dict(timeline.blanking)
