# SPDX-License-Identifier: Apache-2.0
"""Grades: the nodes of items, colour groups and timelines, versions, CDLs, LUTs."""

from functools import lru_cache
from pathlib import Path

from tests.plugin.resolve.state import Grade, Group, Item


def _node(grade: Grade, number: int) -> "dict | None":
    return grade.nodes[number - 1] if 1 <= number <= len(grade.nodes) else None


def set_lut_of(host, grade: Grade, number: int, path: str) -> bool:
    """A path below the master LUT folder that the host has read: elsewhere False, whatever lies there."""
    node = _node(grade, number)
    if node is None:
        return False
    relative = _in_master(host, path)
    if relative is None:
        return False
    node["lut"] = relative
    host.touched()
    return True


def _in_master(host, path: str) -> "str | None":
    if not path:
        return ""
    known = host.project.luts
    folder = host.lut_folder
    if folder and Path(path).is_absolute():
        try:
            path = Path(path).relative_to(folder).as_posix()
        except ValueError:
            return path if not host.faults.lut_master_only and Path(path).is_file() else None
    slashed = path.replace("\\", "/")
    return slashed if slashed in known or not host.faults.lut_master_only else None


class OfGraph:
    get_num_nodes = staticmethod(lambda host, grade: len(grade.nodes))

    @staticmethod
    def set_lut(host, grade: Grade, number: int, path: str) -> bool:
        return set_lut_of(host, grade, number, path)

    @staticmethod
    def get_lut(host, grade: Grade, number: int) -> "str | None":
        node = _node(grade, number)
        return node["lut"] if node else None

    @staticmethod
    def get_node_label(host, grade: Grade, number: int) -> "str | None":
        node = _node(grade, number)
        return node["label"] if node else None

    @staticmethod
    def get_tools_in_node(host, grade: Grade, number: int) -> "list[str] | None":
        node = _node(grade, number)
        return list(node["tools"]) if node else None

    @staticmethod
    def set_node_enabled(host, grade: Grade, number: int, on: bool) -> bool:
        node = _node(grade, number)
        if node:
            node["enabled"] = on
            host.touched()
        return node is not None

    @staticmethod
    def set_node_cache_mode(host, grade: Grade, number: int, mode: float) -> bool:
        node = _node(grade, number)
        if node:
            node["cache"] = int(mode)
        return node is not None

    @staticmethod
    def get_node_cache_mode(host, grade: Grade, number: int) -> "int | None":
        node = _node(grade, number)
        return node["cache"] if node else None

    @staticmethod
    def apply_grade_from_drx(host, grade: Grade, path: str, _mode: float) -> bool:
        if not Path(path).is_file():
            return False
        grade.drx = path
        host.touched()
        return True

    @staticmethod
    def apply_arri_cdl_lut(host, grade: Grade) -> bool:
        return False

    @staticmethod
    def reset_all_grades(host, grade: Grade) -> bool:
        grade.nodes, grade.cdl, grade.drx = [Grade.fresh()], {}, ""
        host.touched()
        return True


class OfGroup:
    get_name = staticmethod(lambda host, group: group.name)
    get_pre_clip_node_graph = staticmethod(lambda host, group: group.before)
    get_post_clip_node_graph = staticmethod(lambda host, group: group.after)

    @staticmethod
    def set_name(host, group: Group, name: str) -> bool:
        group.name = name or group.name
        return bool(name)

    @staticmethod
    def get_clips_in_timeline(host, group: Group, timeline: "object" = None) -> "list[Item]":
        where = timeline or host.project.timeline
        return [item for item in where.items if item.group is group] if where else []


class OfItem:
    @staticmethod
    def get_node_graph(host, item: Item, layer: int = 1) -> "Grade | None":
        layers = int(host.project.settings.get("nodeStackLayers", "1"))
        return item.grade if 1 <= layer <= layers else None

    get_num_nodes = staticmethod(lambda host, item: len(item.grade.nodes))
    set_lut = staticmethod(lambda host, item, number, path: set_lut_of(host, item.grade, number, path))
    get_lut = staticmethod(lambda host, item, number: OfGraph.get_lut(host, item.grade, number))
    get_node_label = staticmethod(lambda host, item, number: OfGraph.get_node_label(host, item.grade, number))

    @staticmethod
    def set_cdl(host, item: Item, values: "dict") -> bool:
        """Three numbers in a string each, and Saturation; nothing reads it back."""
        try:
            number = int(values.get("NodeIndex", 1))
            triples = [[float(part) for part in values[key].split()] for key in ("Slope", "Offset", "Power") if key in values]
            float(values.get("Saturation", 1))
        except (AttributeError, ValueError):
            return False
        if _node(item.grade, number) is None or any(len(triple) != 3 for triple in triples):
            return False
        item.grade.cdl.setdefault(number, {}).update({key: value for key, value in values.items() if key != "NodeIndex"})
        host.touched()
        return True

    @staticmethod
    def copy_grades(host, item: Item, targets: "list[Item]") -> bool:
        for target in targets:
            name, sort = target.version
            target.versions[sort][name] = item.grade.copy()
        host.touched()
        return bool(targets)

    @staticmethod
    def add_version(host, item: Item, name: str, sort: float) -> bool:
        """A copy of the grade under a new name, which is shown from now on."""
        if not name or name in item.versions[int(sort)]:
            return False
        item.versions[int(sort)][name] = item.grade.copy()
        item.version = (name, int(sort))
        host.touched()
        return True

    @staticmethod
    def get_current_version(host, item: Item) -> "dict":
        return {"versionName": item.version[0], "versionType": item.version[1]}

    @staticmethod
    def delete_version_by_name(host, item: Item, name: str, sort: float) -> bool:
        if name not in item.versions[int(sort)] or item.version == (name, int(sort)):
            return False
        del item.versions[int(sort)][name]
        return True

    @staticmethod
    def load_version_by_name(host, item: Item, name: str, sort: float) -> bool:
        if name not in item.versions[int(sort)]:
            return False
        item.version = (name, int(sort))
        host.touched()
        return True

    @staticmethod
    def rename_version_by_name(host, item: Item, old: str, new: str, sort: float) -> bool:
        versions = item.versions[int(sort)]
        if old not in versions or new in versions or not new:
            return False
        versions[new] = versions.pop(old)
        item.version = (new, int(sort)) if item.version == (old, int(sort)) else item.version
        return True

    get_version_name_list = staticmethod(lambda host, item, sort: list(item.versions[int(sort)]))
    get_version_names = staticmethod(lambda host, item, sort: dict(enumerate(item.versions[int(sort)], 1)))
    get_color_group = staticmethod(lambda host, item: item.group)

    @staticmethod
    def assign_to_color_group(host, item: Item, group: Group) -> bool:
        if group not in host.project.groups:
            return False
        item.group = group
        host.touched()
        return True

    @staticmethod
    def remove_from_color_group(host, item: Item) -> bool:
        was, item.group = item.group, None
        return was is not None

    @staticmethod
    def export_lut(host, item: Item, kind: float, path: str) -> bool:
        if not Path(path).parent.is_dir():
            return False
        size = {host.constant("EXPORT_LUT_17PTCUBE"): 17, host.constant("EXPORT_LUT_33PTCUBE"): 33}.get(kind, 65)
        Path(path).write_text(_table(size, tuple(sorted(item.grade.cdl.get(1, {}).items()))), "utf-8")
        return True

    get_is_color_output_cache_enabled = staticmethod(lambda host, item: item.caches["color"])
    get_is_fusion_output_cache_enabled = staticmethod(lambda host, item: item.caches["fusion"])

    @staticmethod
    def set_color_output_cache(host, item: Item, mode: float) -> bool:
        item.caches["color"] = int(mode)
        return True

    @staticmethod
    def set_fusion_output_cache(host, item: Item, mode: float) -> bool:
        item.caches["fusion"] = int(mode)
        return True

    @staticmethod
    def reset_all_node_colors(host, item: Item) -> bool:
        return True


@lru_cache(maxsize=16)
def _table(size: int, values: "tuple") -> str:
    """What a grade does, as far as it is a CDL: slope, offset, power, then saturation (Rec. 709)."""
    cdl = dict(values)
    slope, offset, power = ([float(part) for part in str(cdl.get(key, usual)).split()] for key, usual in _NEUTRAL)
    saturation = float(cdl.get("Saturation", 1))
    rows = []
    steps = [index / (size - 1) for index in range(size)]
    for blue in steps:
        for green in steps:
            for red in steps:
                parts = zip((red, green, blue), slope, offset, power)  # noqa: B905 - Python 3.6 runs this
                made = [min(1.0, max(0.0, value * gain + lift)) ** gamma for value, gain, lift, gamma in parts]
                luma = 0.2126 * made[0] + 0.7152 * made[1] + 0.0722 * made[2]
                rows.append(" ".join(f"{min(1.0, max(0.0, luma + saturation * (part - luma))):.6f}" for part in made))
    return "\n".join([f"LUT_3D_SIZE {size}", *rows]) + "\n"


_NEUTRAL = (("Slope", "1 1 1"), ("Offset", "0 0 0"), ("Power", "1 1 1"))
