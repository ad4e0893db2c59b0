# SPDX-License-Identifier: Apache-2.0
"""The contact sheet."""

import numpy as np
from tests.unit.directing.films import bakery, brief_for

from aiprod.directing import direct
from aiprod.directing.casting import cast_looks
from aiprod.directing.storyboard import contact_sheet


def test_the_sheet_shows_every_still_and_writes_beside_it(tmp_path):
    import cv2

    script = bakery()
    shots = direct(script, brief_for(script), cast_looks(script, 1), {}).shots
    colours = {shot.id: (40 + 17 * i, 200 - 13 * i, 60) for i, shot in enumerate(shots)}
    asked = []

    def still(shot):
        asked.append(shot.id)
        return np.full((90, 160, 3), colours[shot.id], np.uint8)

    path = tmp_path / "board.png"
    contact_sheet(shots, still, path, script=script, rate=brief_for(script).rate)
    sheet = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB).astype(int)
    assert asked == [shot.id for shot in shots]
    for colour in colours.values():
        covered = (np.abs(sheet - np.array(colour)).max(axis=2) <= 2).sum()
        assert covered > 0.8 * 480 * 270
    # Captions: bright ink on the paper under the pictures.
    assert (sheet.min(axis=2) > 200).sum() > 2000


def test_four_hundred_shots_stay_within_a_printable_size(tmp_path):
    import cv2

    script = bakery()
    shots = direct(script, brief_for(script), cast_looks(script, 1), {}).shots
    many = (shots * 40)[:400]
    path = tmp_path / "board.png"
    contact_sheet(many, lambda shot: np.zeros((9, 16, 3), np.uint8), path, script=script, rate=brief_for(script).rate)
    height, width = cv2.imread(str(path)).shape[:2]
    assert max(height, width) <= 16_000
