# SPDX-License-Identifier: Apache-2.0
"""A project: its timelines, gallery, colour groups, and the frame under the playhead as a picture."""

from pathlib import Path

from tests.plugin.resolve.acts.placing import add_audio
from tests.plugin.resolve.media import probe
from tests.plugin.resolve.pictures import frame_of, write_picture
from tests.plugin.resolve.state import Group, Project, Timeline

_PICTURES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"}


def get_media_pool(host, project: Project) -> "object":
    return project.pool


def get_timeline_count(host, project: Project) -> int:
    return len(project.timelines)


def get_timeline_by_index(host, project: Project, place: int) -> "Timeline | None":
    return project.timelines[place - 1] if 1 <= place <= len(project.timelines) else None


def get_current_timeline(host, project: Project) -> "Timeline | None":
    return project.timeline


def set_current_timeline(host, project: Project, timeline: Timeline) -> bool:
    if timeline not in project.timelines:
        return False
    project.timeline = timeline
    return True


def get_gallery(host, project: Project) -> "object":
    return project.gallery


def get_name(host, project: Project) -> str:
    return project.name


def set_name(host, project: Project, name: str) -> bool:
    if not name or any(other.name == name for other in host.shelf.projects):
        return False
    project.name = name
    return True


def get_unique_id(host, project: Project) -> str:
    return project.id


def refresh_lut_list(host, project: Project) -> bool:
    """Learns of the LUTs that lie in the master folder now."""
    folder = host.lut_folder
    if folder and folder.is_dir():
        project.luts = {
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix.lower() in (".cube", ".3dl", ".dat")
        }
    return True


def insert_audio_to_current_track_at_playhead(host, project: Project, path: str, first: int, samples: int) -> bool:
    media = probe(path, host.known)
    if project.timeline is None or media is None or not media.sounds or host.page not in ("fairlight", "edit"):
        return False
    return add_audio(host, project, path, media, first, samples)


def load_burn_in_preset(host, project: Project, name: str) -> bool:
    return name in host.presets["burn_in"]


def export_current_frame_as_still(host, project: Project, path: str) -> bool:
    """A real picture of the timeline's size: the frame of the topmost clip under the playhead, black where there is none."""
    target = Path(path)
    if project.timeline is None or target.suffix.lower() not in _PICTURES or not target.parent.is_dir():
        return False
    write_picture(target, frame_of(project.timeline), host.frame_size(project.timeline))
    return True


def get_color_groups_list(host, project: Project) -> "list[Group]":
    return list(project.groups)


def add_color_group(host, project: Project, name: str) -> "Group | None":
    if not name or any(group.name == name for group in project.groups):
        return None
    project.groups.append(Group(name))
    host.touched()
    return project.groups[-1]


def delete_color_group(host, project: Project, group: Group) -> bool:
    if group not in project.groups:
        return False
    project.groups.remove(group)
    for timeline in project.timelines:
        for item in timeline.items:
            item.group = None if item.group is group else item.group
    host.touched()
    return True


def apply_fairlight_preset_to_current_timeline(host, project: Project, name: str) -> bool:
    return project.timeline is not None and name in host.presets["fairlight"]


def reset_intellisearch_analysis(host, project: Project) -> bool:
    return True


def generate_speech(host, project: Project, _settings: "dict", _timecode: str = "") -> None:
    """The voices are no part of this installation."""
    return None
