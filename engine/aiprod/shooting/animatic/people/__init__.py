# SPDX-License-Identifier: Apache-2.0
"""The animatic's people: actors that stand, walk, speak, look and feel, drawn at any size.

`pose` says what an actor does at a moment of a shot; `draw` paints that pose. A pose is plain numbers and knows nothing of
the picture, so that tests and the training data can read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiprod.shooting.animatic.people import visemes
from aiprod.shooting.animatic.people.acting import Pose, pose
from aiprod.shooting.animatic.people.gait import place
from aiprod.shooting.animatic.people.visemes import Mouth

if TYPE_CHECKING:
    import skia

    from aiprod.film.look import CharacterLook
    from aiprod.shooting.animatic.stage import Lit

__all__ = ["Mouth", "Pose", "draw", "place", "pose", "visemes"]


def draw(canvas: skia.Canvas, look: CharacterLook, pose: Pose, lit: Lit, t: float) -> None:
    """Paint an actor.

    Args:
        canvas: in metres, x right, y down, the ground between the feet at (0, 0). Its matrix tells how large a metre is on
            the picture: fine detail is painted only where it would be seen.
        look: who it is. Species "person" and "robot" are painted here, animals by the catalogue's painters.
        pose: what they do at this moment.
        lit: the light that falls on them.
        t: seconds, for what moves by itself (hair, cloth, screens).
    """
    from aiprod.shooting.animatic.people.painter import draw as paint

    paint(canvas, look, pose, lit, t)
