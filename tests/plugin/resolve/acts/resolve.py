# SPDX-License-Identifier: Apache-2.0
"""Resolve itself: pages, presets, editions."""

import json
from pathlib import Path


def fusion(host, node) -> "object":
    return host.places["Fusion"]


def get_media_storage(host, node) -> "object":
    return host.places["MediaStorage"]


def get_project_manager(host, node) -> "object":
    return host.places["ProjectManager"]


def get_current_project(host, node) -> "object":
    return None if host.faults.lost_database else host.project


def get_current_timeline(host, node) -> "object":
    return host.project.timeline


def get_media_pool(host, node) -> "object":
    return host.project.pool


def get_gallery(host, node) -> "object":
    return host.project.gallery


def open_page(host, node, page: str) -> bool:
    if page == "photo" and not host.at_least("21.0"):
        return False
    host.page = page
    return True


def get_current_page(host, node) -> str:
    return host.page


def get_product_name(host, node) -> str:
    return host.profile.product


def get_version(host, node) -> "list":
    return [*host.profile.number, host.profile.build, ""]


def get_version_string(host, node) -> str:
    return host.profile.version_string


def is_studio(host, node) -> bool:
    return host.profile.studio


def quit(host, node) -> "bool | None":
    host.gone = True
    return True if host.at_least("21.1") else None


def get_keyframe_mode(host, node) -> int:
    return host.keyframes


def set_keyframe_mode(host, node, mode: float) -> bool:
    host.keyframes = int(mode)
    return True


def set_high_priority(host, node, high: bool) -> bool:
    host.priority = high
    return True


def disable_background_tasks_for_current_resolve_session(host, node) -> None:
    host.background_off = True


def validate_dctl(host, node, source: str) -> "str | None":
    """None = nothing wrong; else what is."""
    return None if "__DEVICE__" in source and source.count("{") == source.count("}") else "error: no transform function"


def encrypt_dctl(host, node, path: str, options: "dict | None" = None) -> bool:
    source = Path(path)
    if not source.is_file():
        return False
    folder = Path((options or {}).get("OutputFolder", source.parent))
    (folder / ((options or {}).get("Name", source.stem) + ".dctle")).write_bytes(source.read_bytes()[::-1])
    return True


# Presets: one shelf of names for each kind; files of presets are small JSON.


def save_preset(host, shelf: str, name: str) -> bool:
    if not name or name in host.presets[shelf]:
        return False
    host.presets[shelf].append(name)
    return True


def drop_preset(host, shelf: str, name: str) -> bool:
    if name not in host.presets[shelf]:
        return False
    host.presets[shelf].remove(name)
    return True


def write_preset(host, shelf: str, name: str, path: str) -> bool:
    if name not in host.presets[shelf] or not Path(path).parent.is_dir():
        return False
    Path(path).write_text(json.dumps({"kind": shelf, "name": name}), "utf-8")
    return True


def read_preset(host, shelf: str, path: str, name: str = "") -> bool:
    if not Path(path).is_file():
        return False
    return save_preset(host, shelf, name or Path(path).stem)


def load_layout_preset(host, node, name: str) -> bool:
    return name in host.presets["layout"]


update_layout_preset = load_layout_preset


def export_layout_preset(host, node, name: str, path: str) -> bool:
    return write_preset(host, "layout", name, path)


def delete_layout_preset(host, node, name: str) -> bool:
    return drop_preset(host, "layout", name)


def save_layout_preset(host, node, name: str) -> bool:
    return save_preset(host, "layout", name)


def import_layout_preset(host, node, path: str, name: str = "") -> bool:
    return read_preset(host, "layout", path, name)


def get_layout_preset_list(host, node) -> "list[str]":
    return list(host.presets["layout"])


def import_render_preset(host, node, path: str) -> bool:
    return read_preset(host, "render", path)


def export_render_preset(host, node, name: str, path: str) -> bool:
    return write_preset(host, "render", name, path)


def import_burn_in_preset(host, node, path: str) -> bool:
    return read_preset(host, "burn_in", path)


def export_burn_in_preset(host, node, name: str, path: str) -> bool:
    return write_preset(host, "burn_in", name, path)


def get_burn_in_preset_list(host, node) -> "list[str]":
    return list(host.presets["burn_in"])


def delete_burn_in_preset(host, node, name: str) -> bool:
    return drop_preset(host, "burn_in", name)


def get_fairlight_presets(host, node) -> "list[str]":
    return list(host.presets["fairlight"])


def get_user_preferences_preset_list(host, node) -> "list[str]":
    return list(host.presets["preferences"])


def load_user_preferences_preset(host, node, name: str) -> bool:
    return name in host.presets["preferences"]


def save_user_preferences_preset(host, node, name: str) -> bool:
    return save_preset(host, "preferences", name)


def delete_user_preferences_preset(host, node, name: str) -> bool:
    return drop_preset(host, "preferences", name)


def import_user_preferences_preset(host, node, path: str, name: str = "") -> bool:
    return read_preset(host, "preferences", path, name)


def export_user_preferences_preset(host, node, name: str, path: str) -> bool:
    return write_preset(host, "preferences", name, path)


def get_keyboard_preset_list(host, node) -> "list[str]":
    return list(host.presets["keyboard"])


def load_keyboard_preset(host, node, name: str) -> bool:
    if name not in host.presets["keyboard"]:
        return False
    host.presets["keyboard"].remove(name)
    host.presets["keyboard"].insert(0, name)
    return True


def get_current_keyboard_preset(host, node) -> str:
    return host.presets["keyboard"][0]


def delete_keyboard_preset(host, node, name: str) -> bool:
    return drop_preset(host, "keyboard", name)


def import_keyboard_preset(host, node, path: str, name: str = "") -> bool:
    return read_preset(host, "keyboard", path, name)


def export_keyboard_preset(host, node, name: str, path: str) -> bool:
    return write_preset(host, "keyboard", name, path)
