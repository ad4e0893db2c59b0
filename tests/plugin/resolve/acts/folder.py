# SPDX-License-Identifier: Apache-2.0
"""A bin."""

import json
from pathlib import Path

from tests.plugin.resolve.state import Bin, Clip


def get_clip_list(host, folder: Bin) -> "list[Clip]":
    return list(folder.clips)


def get_clips(host, folder: Bin) -> "dict":
    return dict(enumerate(folder.clips, 1))


def get_name(host, folder: Bin) -> str:
    return folder.name


def get_sub_folder_list(host, folder: Bin) -> "list[Bin]":
    return list(folder.bins)


def get_sub_folders(host, folder: Bin) -> "dict":
    return dict(enumerate(folder.bins, 1))


def get_is_folder_stale(host, folder: Bin) -> bool:
    return False


def get_unique_id(host, folder: Bin) -> str:
    return folder.id


def export(host, folder: Bin, path: str) -> bool:
    if not Path(path).parent.is_dir():
        return False
    Path(path).write_text(json.dumps({"bin": folder.name, "clips": [clip.path for clip in folder.clips]}), "utf-8")
    return True
