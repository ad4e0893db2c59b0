# SPDX-License-Identifier: Apache-2.0
"""The media pool: bins, import, moving, relinking, deleting."""

import csv
from pathlib import Path

from tests.plugin.resolve.media import probe
from tests.plugin.resolve.state import Bin, Clip, Pool, Timeline


def get_root_folder(host, pool: Pool) -> Bin:
    return pool.project.root


def get_unique_id(host, pool: Pool) -> str:
    return pool.id


def add_sub_folder(host, pool: Pool, folder: Bin, name: str) -> "Bin | None":
    if not name or any(child.name == name for child in folder.bins):
        return None
    folder.bins.append(Bin(name, folder))
    pool.project.bin = folder.bins[-1]
    host.touched()
    return folder.bins[-1]


def refresh_folders(host, pool: Pool) -> bool:
    return True


def get_current_folder(host, pool: Pool) -> Bin:
    return pool.project.bin


def set_current_folder(host, pool: Pool, folder: Bin) -> bool:
    if folder not in pool.project.root.walk():
        return False
    pool.project.bin = folder
    return True


def import_media(host, pool: Pool, given: "list") -> "list[Clip]":
    """Paths, or dictionaries with FilePath; into the current bin, there is no other way. What it does not know is left out."""
    return bring_in(host, [one["FilePath"] if isinstance(one, dict) else one for one in given])


def bring_in(host, paths: "list[str]") -> "list[Clip]":
    project, clips = host.project, []
    for path in paths:
        media = probe(path, host.known)
        if media is None:
            continue
        own = media.rate if media.kind == "video" else project.rate
        clips.append(Clip(Path(path).name, str(path), media, own))
    (project.bin if host.faults.import_into_current else project.root).clips += clips
    host.touched()
    return clips


def delete_timelines(host, pool: Pool, timelines: "list[Timeline]") -> bool:
    project = pool.project
    known = [timeline for timeline in timelines if timeline in project.timelines]
    for timeline in known:
        project.timelines.remove(timeline)
        for folder in project.root.walk():
            folder.clips = [clip for clip in folder.clips if clip.timeline is not timeline]
    if project.timeline not in project.timelines:
        project.timeline = project.timelines[0] if project.timelines else None
    host.touched()
    return bool(known)


def delete_clips(host, pool: Pool, clips: "list[Clip]") -> bool:
    """What lies on timelines of them loses its media."""
    known = [clip for clip in clips if clip in pool.project.clips]
    for folder in pool.project.root.walk():
        folder.clips = [clip for clip in folder.clips if clip not in known]
    for timeline in pool.project.timelines:
        for item in timeline.items:
            item.clip = None if item.clip in known else item.clip
    pool.project.timelines = [timeline for timeline in pool.project.timelines if timeline.clip not in known]
    if pool.project.timeline not in pool.project.timelines:
        pool.project.timeline = None
    host.touched()
    return bool(known)


def delete_folders(host, pool: Pool, folders: "list[Bin]") -> bool:
    known = [folder for folder in folders if folder.parent is not None]
    for folder in known:
        delete_clips(host, pool, [clip for inner in folder.walk() for clip in inner.clips])
        folder.parent.bins.remove(folder)
    if pool.project.bin not in pool.project.root.walk():
        pool.project.bin = pool.project.root
    host.touched()
    return bool(known)


def move_clips(host, pool: Pool, clips: "list[Clip]", target: Bin) -> bool:
    known = [clip for clip in clips if clip in pool.project.clips]
    for folder in pool.project.root.walk():
        folder.clips = [clip for clip in folder.clips if clip not in known]
    target.clips += known
    host.touched()
    return bool(known)


def move_folders(host, pool: Pool, folders: "list[Bin]", target: Bin) -> bool:
    if any(folder.parent is None or target in folder.walk() for folder in folders):
        return False
    for folder in folders:
        folder.parent.bins.remove(folder)
        folder.parent = target
        target.bins.append(folder)
    host.touched()
    return bool(folders)


def import_folder_from_file(host, pool: Pool, path: str, _sources: str = "") -> bool:
    if Path(path).suffix.lower() != ".drb" or not Path(path).is_file():
        return False
    return add_sub_folder(host, pool, pool.project.bin, Path(path).stem) is not None


def get_clip_matte_list(host, pool: Pool, clip: Clip) -> "list[str]":
    return list(clip.mattes)


def get_timeline_matte_list(host, pool: Pool, folder: Bin) -> "list[Clip]":
    return []


def delete_clip_mattes(host, pool: Pool, clip: Clip, paths: "list[str]") -> bool:
    before = len(clip.mattes)
    clip.mattes = [path for path in clip.mattes if path not in paths]
    return len(clip.mattes) < before


def relink_clips(host, pool: Pool, clips: "list[Clip]", folder: str) -> bool:
    """By file name in the folder."""
    found = [(clip, Path(folder) / Path(clip.path).name) for clip in clips]
    for clip, path in found:
        if path.is_file():
            clip.path, clip.online = str(path), True
    host.touched()
    return bool(found) and all(path.is_file() for _, path in found)


def unlink_clips(host, pool: Pool, clips: "list[Clip]") -> bool:
    for clip in clips:
        clip.online = False
    host.touched()
    return bool(clips)


def export_metadata(host, pool: Pool, path: str, clips: "list[Clip] | None" = None) -> bool:
    target = Path(path)
    if not target.parent.is_dir():
        return False
    with target.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["File Name", "Clip Directory"])
        rows.writerows([clip.name, str(Path(clip.path).parent)] for clip in clips or pool.project.clips if clip.path)
    return True


def create_stereo_clip(host, pool: Pool, left: Clip, right: Clip) -> "Clip | None":
    if left.media.frames != right.media.frames:
        return None
    pool.project.bin.clips.append(Clip(left.name + " stereo", left.path, left.media, left.rate))
    return pool.project.bin.clips[-1]


def auto_sync_audio(host, pool: Pool, clips: "list[Clip]", _settings: "dict") -> bool:
    return any(clip.media.shows for clip in clips) and any(not clip.media.shows for clip in clips)


def create_multicam_clip(host, pool: Pool, clips: "list[Clip]", options: "dict") -> "list[Clip]":
    if len(clips) < 2:
        return []
    made = Clip(options.get("name", "Multicam 1"), "", clips[0].media, clips[0].rate)
    pool.project.bin.clips.append(made)
    host.touched()
    return [made]


def get_selected_clips(host, pool: Pool) -> "list[Clip]":
    return list(pool.project.selected)


def set_selected_clip(host, pool: Pool, clip: Clip) -> bool:
    pool.project.selected = [clip]
    return True
