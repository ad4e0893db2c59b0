# SPDX-License-Identifier: Apache-2.0
"""What a marker carries, so that a clip can be made again months later from the marker alone."""

import json
from typing import Any, Dict, Optional

LINE = "aiprod:"
"""Premiere's markers have no field for data: there it is the last line of the comment, after this word."""


def marker_data(clip: Dict[str, Any]) -> str:
    """The JSON of a clip's marker."""
    content = {"v": 1, "clip": clip["id"], "family": clip["family"], "recipe": clip.get("recipe") or {}}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def read_marker(data: Optional[str], note: str = "") -> Optional[Dict[str, Any]]:
    """What a marker says of a clip of ours; None where it is somebody else's, or was changed by hand."""
    for text in (data or "", _last_line(note)):
        if text.startswith("{"):
            found = _object(text)
            if found is not None:
                return found
    return None


def _last_line(note: str) -> str:
    last = (note or "").rstrip().rpartition("\n")[2].strip()
    return last[len(LINE) :].strip() if last.startswith(LINE) else ""


def _object(text: str) -> Optional[Dict[str, Any]]:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    if not isinstance(found, dict) or found.get("v") != 1 or not isinstance(found.get("clip"), str):
        return None
    found.setdefault("family", found["clip"])
    return found if isinstance(found.get("recipe"), dict) else None
