# SPDX-License-Identifier: Apache-2.0
"""Letters that can't be drawn are said, once."""

from aiprod.rendering.segments import Caption, Codec, PictureFormat, Segment, Title
from aiprod.rendering.wording import remarks

RARE = "\U0001e6d0"


def test_letters_that_are_left_out_are_said_once() -> None:
    segment = Segment(
        start=0, frames=9, format=PictureFormat(), codec=Codec(name="libx264", pix_fmt="yuv420p"),
        titles=(Title(title=f"Nuit {RARE}", first=0, length=9),), captions=(Caption(lines=("Oui", f"{RARE}."), first=0, end=9),),
    )  # fmt: skip
    said = remarks([segment, segment.changed(start=9)])
    assert len(said) == 2 and all("U+1E6D0" in remark for remark in said)
    assert "Nuit" in said[0] and "Oui" in said[1]
    plain = segment.changed(titles=(Title(title="Nuit — « Œuvre »", first=0, length=9),), captions=())
    assert remarks([plain]) == ()
