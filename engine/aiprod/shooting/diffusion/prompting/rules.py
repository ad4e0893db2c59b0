# SPDX-License-Identifier: Apache-2.0
"""How each family wants to be told: in which order, how long, in which tense, and whether it listens to what is not wanted.

Wan's publishers describe subject, scene and motion first, then what the camera and the light do, then the style, in 80 to 120
words. Lightricks wants one paragraph in the present tense of at most 200 words that begins with the action, with camera and
light named and dialogue in quotes. What is not wanted is never named in the prompt itself: it would be seen. Distilled models
work without guidance: what is not wanted is not read at all, and long prompts blur. Every model here is told in English.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Part = Literal["shot", "action", "told", "speech", "place", "air", "features", "camera", "light", "mood", "style"]
Tense = Literal["present", "progressive"]
_NEVER_LOST: tuple[Part, ...] = ("action",)
_LOST_FIRST: tuple[Part, ...] = (
    "features",
    "mood",
    "air",
    "told",
    "light",
    "speech",
    "camera",
    "place",
    "shot",
    "style",
)


@dataclass(frozen=True)
class Rules:
    """What a model's prompts are written by.

    Attributes:
        order: the parts of a prompt; those that are not named are left out.
        words: how many it may have.
        letters: how many it may have, spaces included: a model reads so many tokens and no more.
        tense: "walks", or "is walking".
        negative: whether it is told what is not wanted.
        quotes: whether spoken words are quoted: the model speaks them.
    """

    order: tuple[Part, ...]
    words: int
    tense: Tense = "present"
    negative: bool = True
    quotes: bool = False
    letters: int = 1800

    def drop_order(self) -> tuple[Part, ...]:
        """What is left out where there is no room, the first first. The action stays."""
        return tuple(part for part in _LOST_FIRST if part in self.order and part not in _NEVER_LOST)


_WAN: tuple[Part, ...] = (
    "shot", "action", "told", "speech", "place", "air", "features", "camera", "light", "mood", "style",
)  # fmt: skip
_LTX: tuple[Part, ...] = (
    "action", "told", "speech", "place", "air", "features", "shot", "camera", "light", "mood", "style",
)  # fmt: skip
_RULES = {
    ("wan", False): Rules(_WAN, 120),
    ("wan", True): Rules(_WAN, 100, negative=False),
    ("ltx2", False): Rules(_LTX, 200, quotes=True),
    ("ltx2", True): Rules(_LTX, 160, negative=False, quotes=True),
}


def rules_for(family: str, distilled: bool = False) -> Rules:
    """The rules of a family; those of the plainest where it is not known."""
    return _RULES.get((family, distilled), _RULES["wan", distilled])
