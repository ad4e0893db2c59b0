# SPDX-License-Identifier: Apache-2.0
"""The camera's move is seen in the pictures."""

import cv2
import numpy as np
import pytest

from aiprod.training.data.vocabulary import ids
from aiprod.training.evaluation.moves import SEEN, camera_codes, motion, move_of

_WIDE, _HIGH = 256, 144


def clip(x=0.0, y=0.0, size=1.0, count=5):
    """A still place seen through a window that shifts and grows evenly."""
    place = cv2.resize(np.random.default_rng(4).integers(0, 255, (24, 40, 3)).astype(np.uint8), (640, 384))
    frames = []
    for index in range(count):
        share = index / (count - 1)
        zoom = size**share
        turn = np.float32([[zoom, 0, _WIDE / 2 - 320 * zoom + x * share], [0, zoom, _HIGH / 2 - 192 * zoom + y * share]])
        frames.append(cv2.warpAffine(place, turn, (_WIDE, _HIGH)))
    return frames


@pytest.mark.parametrize(
    ("words", "made"),
    [("static", {}), ("pan_left", {"x": 40}), ("truck_right", {"x": -40}), ("tilt_up", {"y": 30}), ("tilt_down", {"y": -30}),
     ("zoom_in", {"size": 1.3}), ("dolly_out", {"size": 0.75})],
)  # fmt: skip
def test_moves_have_their_axis_and_sign(words, made):
    assert move_of(clip(**made)) == SEEN[words]


def test_the_size_of_a_move_is_measured():
    assert motion(clip(x=32))[0] == pytest.approx(32 / _WIDE, rel=0.1)
    assert motion(clip(size=1.2))[2] == pytest.approx(np.log(1.2), rel=0.1)


def test_a_plain_colour_does_not_move():
    assert move_of([np.full((_HIGH, _WIDE, 3), 90, np.uint8)] * 4) == "static"


def test_a_sure_network_is_believed_against_the_flow_and_an_unsure_one_is_not():
    words = ids("camera")
    sure, unsure = np.full((1, len(words)), 0.001, np.float32), np.full((1, len(words)), 0.02, np.float32)
    sure[0, words.index("dolly_in")] = 0.98
    unsure[0, [words.index("static"), words.index("pan_left"), words.index("truck_left")]] = 0.5, 0.2, 0.25
    codes = camera_codes(["static", "x+"], np.concatenate([sure, unsure]))
    assert [words[code] for code in codes] == ["dolly_in", "truck_left"]
