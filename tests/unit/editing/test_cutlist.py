# SPDX-License-Identifier: Apache-2.0
"""The edit, cut by cut."""

import numpy as np
import opentimelineio as otio
import pytest
from tests.unit.directing.films import bakery, spare_key
from tests.unit.editing.cuts import RATES, assembled

from aiprod.editing.clock import times
from aiprod.editing.cutlist import entries, look
from aiprod.film.errors import UserError
from aiprod.media.encoders import Encoder
from aiprod.media.video import VideoWriter


@pytest.mark.parametrize("rate", ["24", "29.97"])
def test_every_cut_has_its_place_and_its_reasons(rate):
    timeline, shots, _ = assembled(bakery, RATES[rate])
    found = entries(timeline)
    assert [(e.shot, e.start, e.frames) for e in found] == [(t.shot.id, t.cut_in, t.cut_out - t.cut_in) for t in times(shots)]
    assert found[0].timecode == ("01:00:00;00" if rate == "29.97" else "01:00:00:00")
    assert all(len(e.reasons) >= 3 for e in found)
    assert any("réplique" in reason for e in found for reason in e.reasons), "in the film's language"


def test_the_reason_of_a_transition_stands_on_it():
    timeline, _, _ = assembled(spare_key)
    joins = [child for child in timeline.video_tracks()[0] if isinstance(child, otio.schema.Transition)]
    assert joins and all(child.metadata["aiprod"].get("reason") for child in joins if child.name != "fade_out")


def test_the_pictures_are_looked_at(tmp_path):
    timeline, shots, _ = assembled(spare_key)
    first = shots.shots[0].scene
    for number, shot in enumerate(shots.shots):
        clip = next(c for c in timeline.video_tracks()[0].find_clips() if c.name == shot.id)
        path = tmp_path / clip.media_reference.target_url
        path.parent.mkdir(parents=True)
        with VideoWriter(path, RATES["24"].fps, 192, 108, Encoder("mjpeg", "yuvj420p")) as writer:
            for _ in range(shot.frames):
                writer.write_rgb(drawn(number if shot.scene == first else 99))
    sights = look(timeline, tmp_path)
    assert all(cut.form > 0.6 for cut in sights.matches)
    inside = {s.id for s in shots.shots if s.scene != first}
    assert sights.jumps and {cut.after for cut in sights.jumps} <= inside
    next(tmp_path.rglob("picture.mp4")).unlink()
    with pytest.raises(UserError, match="is missing"):
        look(timeline, tmp_path)


def drawn(seed):
    """A picture of blocks, another for every seed."""
    blocks = np.random.default_rng(seed).integers(0, 255, (9, 16, 3), dtype=np.uint8)
    return blocks.repeat(12, axis=0).repeat(12, axis=1)
