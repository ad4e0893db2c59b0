# SPDX-License-Identifier: Apache-2.0
"""Whether arguments fit a documented form: count, types, keys of dictionaries. The real host says nothing; the fake does."""

from tests.plugin.resolve.facts import CONSTANTS, KEYS, VALUES, Form
from tests.plugin.resolve.handles import Handle

# Types whose name says no class and no dictionary of 1.7.
_FREE_DICTIONARIES = {
    "AudioSyncSettings", "AutoCaptionSettings", "CloneToolSettings", "CloudProjectsSettings", "ProjectSettings",
    "SmartSwitchSettings", "SpeechGenerationSettings", "SpeechSettings", "TimelineSettings",
    "DeblurOption", "dict", "dict[str, str]",
}  # fmt: skip
_NUMBERS = {
    "CacheValue": (-1, 0, 1),
    "GradeMode": (0, 1, 2),
    "KeyframeMode": (0, 1, 2),
    "RenderMode": (0, 1),
    "StillFrameSource": (1, 2),
    "VersionType": (0, 1),
}
_FAMILIES = {"TimelineExportType": "EXPORT_", "TimelineExportSubtype": "EXPORT_", "LUTExportType": "EXPORT_LUT_"}
_WORDS = {
    "MagicMaskMode": ("F", "B", "BI"),
    "StereoEye": ("left", "right"),
    "GalleryStillExportFormat": ("dpx", "cin", "tif", "jpg", "png", "ppm", "bmp", "xpm", "drx"),
}
_ANYTHING = {"Any", "DolbyVisionAnalysisType", "FlattenMulticamGrade"}
_SOFT = {"ClipColor", "MarkerColor", "FlagColor", "SubTrackType"}  # a wrong word is answered by False, not refused
_WHOLE = {"startFrame", "endFrame", "trackIndex", "recordFrame", "StartIndex", "EndIndex", "index"}


def mismatch(form: Form, arguments: "tuple") -> str:
    """Why the arguments do not fit the form; "" where they do."""
    rows = form.arguments
    rest = rows[-1] if rows and rows[-1][0].startswith("*") else None
    fixed = rows[:-1] if rest else rows
    least = sum(1 for row in fixed if row[2])
    if len(arguments) < least or (len(arguments) > len(fixed) and rest is None):
        wanted = str(least) if least == len(fixed) else f"{least} to {len(fixed)}"
        return f"{len(arguments)} arguments, documented are {wanted}"
    for place, value in enumerate(arguments):
        name, kind, _ = fixed[place] if place < len(fixed) else rest
        wrong = misfit(kind, value)
        if wrong:
            return f"{name} {wrong}"
    return ""


def misfit(kind: str, value: "object") -> str:
    """Why a value is not of a type of the facts; "" where it is."""
    if " | " in kind:
        return "" if any(misfit(part, value) == "" for part in kind.split(" | ")) else _is_not(kind, value)
    if kind.startswith("list["):
        return _misfit_list(kind[5:-1], value)
    if kind.startswith("Literal"):
        return "" if repr(value) in kind else _is_not(kind, value)
    if kind in KEYS:
        return _misfit_keys(kind, value)
    return "" if _plain(kind, value) else _is_not(kind, value)


def _is_not(kind: str, value: "object") -> str:
    return f"must be {kind}, is {type(value).__name__} {value!r}"[:200]


def _misfit_list(kind: str, value: "object") -> str:
    if not isinstance(value, list):
        return _is_not(f"list[{kind}]", value)
    return next((f"[{place}] {wrong}" for place, wrong in enumerate(misfit(kind, part) for part in value) if wrong), "")


def _misfit_keys(kind: str, value: "object") -> str:
    if not isinstance(value, dict):
        return _is_not(kind, value)
    unknown = sorted(str(key) for key in value if key not in KEYS[kind])
    if unknown:
        return f"{kind} has no key {', '.join(unknown)}"
    for key, part in value.items():
        wrong = _misfit_member(key, part)
        if wrong:
            return f"{kind}[{key}] {wrong}"
    return ""


def _misfit_member(key: str, value: "object") -> str:
    if key in ("mediaPoolItem", "media") and not isinstance(value, str):
        return misfit("MediaPoolItem", value)
    if key in _WHOLE:
        return misfit("int", value)
    if key == "mediaType":
        return "" if value in (1, 2) else _is_not("1 or 2", value)
    return "" if value is not None else "must not be None"


def _number(value: "object") -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _plain(kind: str, value: "object") -> bool:
    if kind in _ANYTHING:
        return True
    if kind in _FREE_DICTIONARIES:
        return isinstance(value, dict)
    if kind in _NUMBERS:
        return _number(value) and value in _NUMBERS[kind]
    if kind in _FAMILIES:
        return isinstance(value, float) and any(
            value == CONSTANTS[name] for name in CONSTANTS if name.startswith(_FAMILIES[kind])
        )
    if kind in _WORDS:
        return value in _WORDS[kind]
    if kind in VALUES:
        return isinstance(value, str) and (kind in _SOFT or value in VALUES[kind])
    return _of_class(kind, value)


def _of_class(kind: str, value: "object") -> bool:
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "int":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "float":
        return _number(value)
    if kind == "str":
        return isinstance(value, str)
    return isinstance(value, Handle) and object.__getattribute__(value, "_node").kind == kind
