# SPDX-License-Identifier: Apache-2.0
"""The facts that the fake is made of: all of them, with their versions."""

import pytest
from tests.plugin.resolve.acts import ACTS
from tests.plugin.resolve.checking import misfit
from tests.plugin.resolve.extract import extract
from tests.plugin.resolve.facts import CONSTANTS, FACTS, KEYS, METHODS, VALUES, forms_of, names_of, version
from tests.plugin.resolve.faults import ROWS, Faults
from tests.plugin.resolve.gate import snake
from tests.plugin.resolve.profiles import PROFILES


def _forms(before: bool) -> "list":
    """(class, method, form) of 1.5, or of 1.6; deprecated names are neither."""
    found = [(owner, name, form) for owner, methods in METHODS.items() for name, forms in methods.items() for form in forms]
    documented = [row for row in found if row[2].superseded is None or row[2].superseded >= (19, 1, 1)]
    return [row for row in documented if (row[2].since < (21, 1)) == before]


def test_all_signatures_are_there() -> None:
    assert len([row for row in _forms(before=True) if row[2].until is None]) == 373
    assert len(_forms(before=False)) == 74


@pytest.mark.parametrize(
    ("owner", "count"),
    [
        ("Resolve", 32), ("ProjectManager", 26), ("Project", 47), ("MediaStorage", 9), ("MediaPool", 32), ("Folder", 13),
        ("MediaPoolItem", 44), ("Timeline", 60), ("TimelineItem", 80), ("Gallery", 8), ("GalleryStillAlbum", 6), ("Graph", 11),
        ("ColorGroup", 5),
    ],
)  # fmt: skip
def test_every_class_has_its_signatures(owner: str, count: int) -> None:
    assert len([row for row in _forms(before=True) if row[0] == owner and row[2].until is None]) == count


def test_additions_of_21_1() -> None:
    added = {f"{owner}.{name}" for owner, name, form in _forms(before=False) if not form.changed}
    assert {"Resolve.IsStudio", "TimelineItem.AddTransition", "TimelineItem.SetSpeed", "Timeline.GetSettings"} <= added
    assert not forms_of("TimelineItem", "SetSpeed", (21, 0, 4))
    assert forms_of("Project", "SetSetting", (21, 1))[0].superseded == (21, 1)


def test_names_come_and_go_with_versions() -> None:
    assert forms_of("Timeline", "ApplyGradeFromDRX", (19, 0, 3)) and not forms_of("Timeline", "ApplyGradeFromDRX", (19, 1))
    assert "GetSelectedClips" in names_of("Timeline", (21, 0, 4)) and "GetSelectedClips" not in names_of("Timeline", (21, 0, 3))
    assert forms_of("TimelineItem", "SetLUT", (18, 6)) and forms_of("MediaStorage", "GetFiles", (18, 6))


def test_studio_calls_are_marked() -> None:
    marked = {f"{owner}.{name}" for owner, name, form in _forms(before=True) if form.studio}
    assert {"Timeline.CreateSubtitlesFromAudio", "TimelineItem.SmartReframe", "Project.GenerateSpeech"} <= marked
    assert "MediaPool.AppendToTimeline" not in marked


def test_every_type_of_an_argument_is_known() -> None:
    """A type that the checks do not know would let nothing through."""
    good = {"str": "a", "int": 1, "float": 1.0, "bool": True, "dict": {}, "Any": None}
    kinds = {kind for rows in METHODS.values() for forms in rows.values() for form in forms for _, kind, _ in form.arguments}
    plain = {kind for kind in kinds if kind in good}
    assert all(misfit(kind, good[kind]) == "" for kind in plain)
    assert all(misfit(kind, object()) for kind in kinds - {"Any", "DolbyVisionAnalysisType", "FlattenMulticamGrade"})


def test_every_call_is_acted() -> None:
    missing = [f"{owner}.{name}" for owner, methods in METHODS.items() for name in methods if snake(name) not in ACTS[owner]]
    assert missing == []


def test_dictionaries_values_and_constants() -> None:
    assert KEYS["AppendClipInfo"] == ["mediaPoolItem", "startFrame", "endFrame", "mediaType", "trackIndex", "recordFrame"]
    assert {"ClipStartFrame", "UseUniqueFilenames"} <= set(KEYS["RenderSettings"])
    assert len(VALUES["ClipColor"]) == 16 and len(VALUES["MarkerColor"]) == 16 and "photo" in VALUES["PageName"]
    assert CONSTANTS["CACHE_AUTO_ENABLED"] == -1 and CONSTANTS["RETIME_OPTICAL_FLOW"] == 3
    assert len({CONSTANTS[name] for name in CONSTANTS if name.startswith("EXPORT_")}) == sum(
        name.startswith("EXPORT_") for name in CONSTANTS
    )


def test_interface_has_no_progress_bar() -> None:
    elements = FACTS["interface"]["elements"]
    assert "ProgressBar" not in elements and len(elements) == 16
    assert elements["Window"]["events"][0] == "Close" and elements["TreeItem"]["indexed"][0] == "Text"


def test_every_row_of_misbehaviour_has_its_switch() -> None:
    assert set(ROWS) == {row[0] for row in FACTS["faults"]}
    switches = {switch for row in ROWS.values() for switch in row}
    assert switches <= set(vars(Faults()))
    assert set(vars(Faults())) - switches == {"fails", "lost_database", "no_root", "dead_raises"}


def test_profiles_cover_versions_and_editions() -> None:
    assert [name for name, profile in PROFILES.items() if not profile.python] == ["21.1-free"]
    assert all(profile.number >= version("18.6") for profile in PROFILES.values())
    assert not PROFILES["19.1-free"].windows and PROFILES["19.0-free"].windows


def test_extraction_reads_the_tables() -> None:
    """A small document of the same form."""
    found = extract(SMALL, "COMPOSITE_ADD = 1\n")
    assert found["classes"]["Timeline"]["AddTrack"][0]["args"] == [["trackType", "TrackType", True], ["kind", "str", False]]
    assert found["classes"]["Timeline"]["AddTrack"][0]["superseded"] == "21.1"
    assert found["constants"]["KEYFRAME_MODE_COLOR"] == 1.0 and "COMPOSITE_ADD" in found["constants"]
    assert found["faults"] == [["overlap", "later dropped", "sort", "drop"]]
    assert found["dictionaries"]["SpeedOptions"] == ["Percentage", "PitchCorrection"]


SMALL = """
### 1.5 Table
```text
# Timeline (1 signatures)
Timeline.AddTrack(trackType: TrackType, kind: str = ?) -> bool  @18.5.0
```
Deprecated but callable (avoid): `Timeline.GetOld` (the last four
### 1.6 New
```text
Timeline.AddTrack(trackType: TrackType, kind: str = None) -> bool  @21.1 [changed]
```
Dictionaries new here: SpeedOptions `{Percentage (0 = freeze), PitchCorrection}`; done.
Property keys new in 21.1: `A, AudioDialogueLeveler{Enabled,Mode}`
Still absent
### 1.7 Shapes
| dict | keys |
|---|---|
| CDL | `NodeIndex`, `Slope` |
| AddTrack options | `audioType` = mono, adaptive1..adaptive36 (default **mono**) |
| render settings | `A, B`; 21.1 adds `C` |
| item properties (all) | `Pan, Tilt` |

Colour names:
clip colours: Orange, Tan.
Marker and flag colours: Blue, Red (`"All"`).
Pages: media, edit. Track types: video, audio.

Constants are attributes: `KEYFRAME_MODE_ALL 0, COLOR 1`; `COMPOSITE_*`. `GrabAllStills`
### 1.8 UI
* common attributes: `ID, Text`
* common methods: `Show Find(ID)`

| element | attributes | extra methods | events |
|---|---|---|---|
| Label | Text | | |
| Icon / Font | File / Family | | |
### 1.10 Measured
| call | behaviour | rule | fake |
|---|---|---|---|
| overlap | later dropped | sort | drop |
"""
