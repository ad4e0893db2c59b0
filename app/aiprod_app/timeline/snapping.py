# SPDX-License-Identifier: Apache-2.0
"""What an edge catches on: the same frames as `film.timeline_tracks.snap_points`, from arrays, and the playhead."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from aiprod.film.timeline_tracks import snap
from aiprod_app.timeline.rows import Model

REACH = 9
"""Pixels within which an edge is caught."""


def points_of(model: Model, but: Collection[str] = (), playhead: int | None = None) -> list[int]:
    """Frames that an edge may snap to, in order: edges of clips (save those named), markers, in, out, begin, end, playhead."""
    leaving = set(but)
    found = [np.array([0, model.end, *(model.timeline.span or ()), *(() if playhead is None else (playhead,))], np.float64)]
    found.append(np.array([marker.frame for marker in model.timeline.markers], np.float64))
    for row in model.rows:
        stay = np.ones(row.count, np.bool_)
        stay[[row.by_id[name] for name in leaving & row.by_id.keys()] if leaving else []] = False
        found += [row.starts[stay], row.ends[stay]]
    points = np.sort(np.concatenate(found)).astype(np.int64)  # np.unique would load all of numpy.ma
    kept: list[int] = points[np.concatenate(([True], points[1:] != points[:-1]))].tolist()
    return kept


def caught(points: Sequence[int], anchors: Sequence[int], distance: int, within: int) -> tuple[int, int | None]:
    """The distance that edges go so that the nearest of them is caught, and on which frame; the same one and None if none is."""
    best: tuple[int, int] | None = None
    for anchor in anchors:
        point = snap(points, anchor + distance, within)
        if point is not None and (best is None or abs(point - anchor - distance) < abs(best[0] - distance)):
            best = (point - anchor, point)
    return best if best is not None else (distance, None)
