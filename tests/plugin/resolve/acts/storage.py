# SPDX-License-Identifier: Apache-2.0
"""Media storage: the disks."""

from pathlib import Path

from tests.plugin.resolve.acts.pool import bring_in
from tests.plugin.resolve.media import SUFFIXES
from tests.plugin.resolve.state import Clip


def get_mounted_volume_list(host, node) -> "list[str]":
    return ["/"]


def get_mounted_volumes(host, node) -> "dict":
    return {1: "/"}


def get_sub_folder_list(host, node, path: str) -> "list[str]":
    folder = Path(path)
    return sorted(str(one) for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []


def get_sub_folders(host, node, path: str) -> "dict":
    return dict(enumerate(get_sub_folder_list(host, node, path), 1))


def get_file_list(host, node, path: str) -> "list[str]":
    folder = Path(path)
    return sorted(str(one) for one in folder.iterdir() if one.suffix.lower() in SUFFIXES) if folder.is_dir() else []


def get_files(host, node, path: str) -> "dict":
    return dict(enumerate(get_file_list(host, node, path), 1))


def reveal_in_storage(host, node, path: str) -> bool:
    return Path(path).exists()


def add_item_list_to_media_pool(host, node, *given: "object") -> "list[Clip]":
    """Paths one by one, or a list of paths, or of dictionaries with the path in `media`."""
    parts = [one for part in given for one in (part if isinstance(part, list) else [part])]
    return bring_in(host, [one["media"] if isinstance(one, dict) else one for one in parts])


add_items_to_media_pool = add_item_list_to_media_pool


def add_clip_mattes_to_media_pool(host, node, clip: Clip, paths: "list[str]", _eye: str = "") -> bool:
    clip.mattes += paths
    return bool(paths)


def add_timeline_mattes_to_media_pool(host, node, paths: "list[str]") -> "list[Clip]":
    return bring_in(host, paths)


def start_clone_media(host, node, source: str, targets: "str | list[str]") -> bool:
    if not Path(source).is_dir():
        return False
    host.clone = {"JobStatus": "Complete", "CompletionPercentage": 100, "Error": ""}
    return True


def set_clone_tool_settings(host, node, _settings: "dict | None" = None) -> bool:
    return True


def stop_clone_media(host, node) -> bool:
    return False


def get_clone_status(host, node) -> "dict":
    return dict(host.clone)
