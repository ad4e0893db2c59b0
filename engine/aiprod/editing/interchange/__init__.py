# SPDX-License-Identifier: Apache-2.0
"""The edit for other editors: OTIO, EDL, FCPXML, FCP7 XML and AAF, each with a list of what it could not carry.

The writers are our own: the adapters that come with OpenTimelineIO lose transitions, start timecode, audio or picture
size, and are used by the tests as readers only.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import UserError

if TYPE_CHECKING:
    import opentimelineio as otio

KINDS = {"otio": ".otio", "edl": ".edl", "fcpxml": ".fcpxml", "fcp7": ".xml", "aaf": ".aaf"}


def write(timeline: otio.schema.Timeline, kind: str, path: Path, film_root: Path) -> list[str]:
    """Write an assembled timeline for another editor.

    Args:
        timeline: as `editing.assemble` makes it.
        kind: "otio", "edl" (CMX 3600), "fcpxml" (1.10: Final Cut Pro, Resolve), "fcp7" (xmeml 5: Premiere, Resolve) or "aaf"
            (linked media: Avid, Pro Tools, Resolve, Premiere).
        path: the file to write. An EDL holds one video track: further tracks go to files beside it.
        film_root: the film's folder, against which media paths are resolved.

    Returns:
        What the format could not carry, one sentence each.

    Raises:
        UserError: an unknown kind.
    """
    if kind not in KINDS:
        raise UserError(
            f"There is no interchange format {kind!r}", f"the known ones are {', '.join(KINDS)}", "Choose one of them."
        )
    if kind == "otio":
        return _write_otio(timeline, path)
    from aiprod.editing.interchange import aaf, edl, fcp7, fcpxml
    from aiprod.editing.interchange.events import read

    writers = {"edl": edl.write, "fcpxml": fcpxml.write, "fcp7": fcp7.write, "aaf": aaf.write}
    return writers[kind](read(timeline, film_root), path)


def _write_otio(timeline: otio.schema.Timeline, path: Path) -> list[str]:
    from aiprod.film.files import write_atomically

    write_atomically(path, timeline.to_json_string(indent=2).encode())
    return []
