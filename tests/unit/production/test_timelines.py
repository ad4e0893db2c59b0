# SPDX-License-Identifier: Apache-2.0
"""The edit's identity: what is cut counts, what is marked does not."""

import opentimelineio as otio
from tests.unit.directing.films import bakery
from tests.unit.editing.cuts import assembled

from aiprod.production.timelines import edit_hash


def test_markers_do_not_change_the_edit_and_cuts_do(tmp_path):
    timeline, _, _ = assembled(bakery)
    path = tmp_path / "timeline.otio"
    path.write_text(timeline.to_json_string())
    before = edit_hash(path)
    at = otio.opentime.TimeRange(otio.opentime.RationalTime(5, 24), otio.opentime.RationalTime(1, 24))
    timeline.tracks.markers.append(otio.schema.Marker(name="black frames", marked_range=at))
    path.write_text(timeline.to_json_string())
    assert edit_hash(path) == before
    clip = next(iter(timeline.video_tracks()[0].find_clips()))
    clip.source_range = otio.opentime.TimeRange(clip.source_range.start_time, otio.opentime.RationalTime(9, 24))
    path.write_text(timeline.to_json_string())
    assert edit_hash(path) != before
