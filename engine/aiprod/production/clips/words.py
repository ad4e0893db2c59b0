# SPDX-License-Identifier: Apache-2.0
"""What people must be told of how a clip was made. The sentences have their French in the catalogue of messages."""

from __future__ import annotations

from typing import Literal

Word = Literal[
    "first", "last", "reference gone", "no model", "no start", "hdr", "silent", "same", "short line", "short music", "no match",
    "last frame",
]  # fmt: skip


def told(word: Word, name: str = "", *, took: float = 0.0, given: float = 0.0) -> str:
    """The sentence for a word. `name`: a generator, or the clips it is about; `took`, `given`: seconds."""
    if word == "first":
        return "The animatic can't begin with a picture of yours: its colours were matched to it instead."
    if word == "last":
        return "The animatic can't end on a picture of yours: its colours were matched to it instead."
    if word == "reference gone":
        return "A picture that the shot was made after is gone from this machine; the shot goes without it."
    if word in ("no model", "no start", "last frame"):
        return said(word, name)
    if word == "hdr":
        return "The clip is HDR, and its extension is tagged Rec.709: give it the clip's own colour space in the editor."
    if word == "silent":
        return "The clip has no sound, and so has its extension."
    if word == "same":
        return "The shot goes on by its own recipe: another take of that is the same."
    if word == "short line":
        return f"The line takes {took:.1f} s of {given:.1f} s: it keeps its natural pace, and the rest is silent."
    if word == "short music":
        return "The music is too short for its loudness to be measured; it has its natural level."
    return f"No grade brings these nearer to the reference, and they stay as they are: {name}."


def said(word: Word, name: str) -> str:
    """The sentence for how a clip goes on."""
    if word == "no model":
        return "There is no video model on this machine: the words can't be followed, the picture goes on as it ended."
    if word == "no start":
        return f"{name} can't go on from a picture: the clip was extended from its last frame."
    return "The clip's own shot can't be continued here: it goes on from its last frame."
