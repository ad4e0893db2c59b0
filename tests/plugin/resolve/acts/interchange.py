# SPDX-License-Identifier: Apache-2.0
"""Timelines from files and into files."""

from pathlib import Path

from tests.plugin.resolve.reading import read_timeline
from tests.plugin.resolve.state import Pool, Timeline
from tests.plugin.resolve.writing import write_timeline


class OfPool:
    @staticmethod
    def import_timeline_from_file(host, pool: Pool, path: str, options: "dict | None" = None) -> "Timeline | None":
        """None without a reason: name taken, not the host's shape, media that are not there."""
        made = read_timeline(host, Path(path), options or {})
        if made is not None:
            host.touched()
        return made


class OfTimeline:
    @staticmethod
    def import_into_timeline(host, timeline: Timeline, path: str, _options: "dict | None" = None) -> bool:
        """AAF only."""
        return False if Path(path).suffix.lower() != ".aaf" else Path(path).is_file()

    @staticmethod
    def export(host, timeline: Timeline, path: str, kind: float, subtype: float) -> bool:
        return write_timeline(host, timeline, Path(path), kind, subtype)
