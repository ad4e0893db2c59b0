# SPDX-License-Identifier: Apache-2.0
"""Every documented call of three versions is made once with values of its documented types: the fake answers all of them."""

from pathlib import Path

import pytest
from tests.plugin.resolve.acts import ACTS
from tests.plugin.resolve.facts import CONSTANTS, KEYS, METHODS, VALUES, Form, forms_of
from tests.plugin.resolve.host import Host
from tests.plugin.resolve.profiles import PROFILES

_WORDS = {
    "MagicMaskMode": "F", "StereoEye": "left", "GalleryStillExportFormat": "png", "FlattenMulticamGrade": "source",
    "DolbyVisionAnalysisType": 0, "Any": 1, "CacheValue": 1, "GradeMode": 0, "KeyframeMode": 0, "RenderMode": 1,
    "StillFrameSource": 1, "VersionType": 0, "bool": True, "int": 1, "float": 1.0,
}  # fmt: skip


class World:
    """A host with one of everything, and values of every type."""

    def __init__(self, host: Host, folder: Path) -> None:
        self.host, self.folder = host, folder
        host.user.project("Film")
        host.user.timeline(video=2)
        self.clip = host.user.imagined(str(folder / "a.png"), 100)
        self.item = host.user.place(self.clip, 0)[0]
        project, timeline = host.project, host.project.timeline
        self.group = ACTS["Project"]["add_color_group"](host, project, "G")
        self.still = ACTS["Timeline"]["grab_still"](host, timeline)
        self.nodes = {
            "Project": project, "Timeline": timeline, "TimelineItem": self.item, "MediaPool": project.pool,
            "Folder": project.root, "MediaPoolItem": self.clip, "Graph": self.item.grade, "ColorGroup": self.group,
            "Gallery": project.gallery, "GalleryStillAlbum": project.gallery.current, "GalleryStill": self.still,
            **host.places,
        }  # fmt: skip

    def value(self, name: str, kind: str) -> object:
        if kind.startswith("list["):
            return [self.value(name, kind[5:-1])]
        kind = kind.split(" | ")[0]
        if kind in self.nodes:
            return self.host.gate.wrap(self.nodes[kind])
        if kind in ("TimelineExportType", "TimelineExportSubtype", "LUTExportType"):
            return CONSTANTS[
                {"TimelineExportType": "EXPORT_TEXT_CSV", "LUTExportType": "EXPORT_LUT_17PTCUBE"}.get(kind, "EXPORT_NONE")
            ]
        if kind in VALUES:
            return VALUES[kind][0]
        if kind == "str":
            return self._text(name)
        return _WORDS[kind] if kind in _WORDS else self._row(kind)

    def _row(self, kind: str) -> "dict":
        known = {
            "mediaPoolItem": self.host.gate.wrap(self.clip),
            "media": str(self.folder / "a.png"),
            "FilePath": str(self.folder / "a.png"),
        }
        return {key: known[key] for key in KEYS.get(kind, ()) if key in known}

    def _text(self, name: str) -> str:
        if "timecode" in name.lower():
            return "01:00:01:00"
        return str(self.folder / "a.png") if any(part in name.lower() for part in ("path", "file", "media")) else f"new {name}"


def arguments(world: World, form: Form, optional: bool) -> "list":
    rows = [row for row in form.arguments if row[2] or optional]
    return [world.value(name.strip("*"), kind) for name, kind, _ in rows]


@pytest.mark.parametrize("profile", ["18.6-studio", "19.0-free", "21.1-studio"])
@pytest.mark.parametrize("optional", [False, True])
def test_every_documented_call_answers(tmp_path: Path, profile: str, optional: bool) -> None:
    (tmp_path / "a.png").write_bytes(b"known")
    number = PROFILES[profile].number
    calls = [
        (owner, name, form) for owner, methods in METHODS.items() for name in methods for form in forms_of(owner, name, number)
    ]
    for owner, name, form in calls:
        world = World(Host(profile, home=tmp_path), tmp_path)
        getattr(world.host.gate.wrap(world.nodes[owner]), name)(*arguments(world, form, optional))
        world.host.check()
    assert len(calls) > 290
