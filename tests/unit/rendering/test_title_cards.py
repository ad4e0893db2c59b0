# SPDX-License-Identifier: Apache-2.0
"""Titles: readable, inside the safe area, faded, and blended as the arithmetic says."""

import numpy as np
import pytest

from aiprod.rendering.overlays import lay_over, overlay
from aiprod.rendering.planes import REC709, Planes, black_frame, planes_of
from aiprod.rendering.segments import PictureFormat, Title
from aiprod.rendering.titles import drawn_title, opacity, painted

W, H = 640, 360
FMT = PictureFormat(width=W, height=H)
CREDITS = ("Écrit par\tLéa Moreau", "Voix\tKokoro-82M", "", "Images, voix et musique de synthèse")


def ink(rgba: np.ndarray) -> tuple[int, int, int, int]:
    """The box of what is clearly lettering: left, top, right, bottom."""
    rows, columns = np.nonzero(rgba[..., :3].max(axis=-1) > 140)
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


@pytest.mark.parametrize(
    "title",
    [
        Title(title="Dawn", first=0, length=72),
        Title(title="Le Gardien du phare", subtitle="d’après Léa Moreau", first=0, length=72),
        Title(title="A very long title that goes on and on until the reader has forgotten how it began " * 2, first=0, length=72),
        Title(title="Anticonstitutionnellementanticonstitutionnellement", first=0, length=72),
        Title(title="Ночь и Ελλάδα", first=0, length=72),
        Title(title="Dawn", lines=CREDITS, style="end", first=0, length=72),
        Title(title="Dawn", lines=tuple(f"Role {i}\tA name {i}" for i in range(30)), style="end", first=0, length=72),
        Title(title="Dawn", lines=("w" * 200,), style="end", first=0, length=72),
    ],
)
def test_text_stays_in_the_safe_area(title: Title) -> None:
    left, top, right, bottom = ink(painted(title, W, H))
    assert left >= 0.05 * W - 2 and right <= 0.95 * W + 2
    assert top >= 0.05 * H and bottom <= 0.95 * H
    assert abs((left + right) / 2 - W / 2) < 0.04 * W or "\t" in "".join(title.lines)


def test_a_portrait_picture_gets_its_title_too() -> None:
    left, _, right, _ = ink(painted(Title(title="Le Gardien du phare", first=0, length=72), 360, 640))
    assert left >= 16 and right <= 344


def test_titles_ease_in_and_out_and_do_not_outlive_themselves() -> None:
    title = Title(title="x", first=0, length=72)
    seen = [opacity(title, i, 24.0) for i in range(72)]
    assert seen[0] < 0.02 and seen[-1] < 0.02 and max(seen) == 1.0
    assert seen == pytest.approx(seen[::-1]) and seen[:17] == sorted(seen[:17])
    late = title.changed(first=40)
    assert [opacity(late, i, 24.0) for i in range(32)] == seen[40:]
    assert max(opacity(Title(title="x", first=0, length=3), i, 24.0) for i in range(3)) > 0.9


def test_an_empty_title_is_nothing() -> None:
    for style in ("opening", "end"):
        assert drawn_title(Title(title=" ", first=0, length=10, style=style), W, H) is None


def test_blending_is_over_in_display_codes() -> None:
    title = Title(title="Éclipse", subtitle="Zoé", first=0, length=48)
    rgba = painted(title, W, H).astype(float) / 255
    under = Planes(*(np.full(s, c, np.uint8) for s, c in (((H, W), 120), ((H // 2, W // 2), 100), ((H // 2, W // 2), 150))))
    drawn = drawn_title(title, W, H)
    assert drawn is not None
    lay_over(under, overlay(drawn, FMT, REC709), 0.6)
    luma = rgba[..., :3] @ np.array([0.2126, 0.7152, 0.0722])
    wanted = 120 * (1 - 0.6 * rgba[..., 3]) + 0.6 * (219 * luma + 16 * rgba[..., 3])
    assert np.abs(under.y - wanted).max() <= 0.51
    assert (under.u != 100).any() and (under.u[:10] == 100).all()


def test_white_letters_on_black_stay_legal() -> None:
    frame = black_frame(W, H)
    drawn = drawn_title(Title(title="Fin", lines=CREDITS, style="end", first=0, length=48), W, H)
    assert drawn is not None
    lay_over(planes_of(frame), overlay(drawn, FMT, REC709), 1.0)
    y, u, v = planes_of(frame)
    assert y.min() >= 16 and 180 < y.max() <= 235
    assert u.min() >= 16 and u.max() <= 240 and v.min() >= 16 and v.max() <= 240
