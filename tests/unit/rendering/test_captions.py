# SPDX-License-Identifier: Apache-2.0
"""Burned-in subtitles: where broadcasters put them, readable on any ground, with italics and speakers' dashes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiprod.rendering.captions import drawn_caption, marked, unwritable
from aiprod.rendering.lettering import Drawn, Span
from aiprod.rendering.segments import Title
from aiprod.rendering.titles import painted

W, H = 640, 360


def letters(drawn: Drawn) -> tuple[int, int, int, int]:
    """The box of the letters themselves in the picture: left, top, right, bottom."""
    rows, columns = np.nonzero(drawn.rgba[..., :3].max(axis=-1) > 0.6)
    return columns.min() + drawn.left, rows.min() + drawn.top, columns.max() + drawn.left, rows.max() + drawn.top


def drawn(*lines: str, size: tuple[int, int] = (W, H), box: bool = False) -> Drawn:
    made = drawn_caption(lines, *size, "fr", box)
    assert made is not None
    return made


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (640, 268), (480, 480)])
@pytest.mark.parametrize(
    "lines",
    [
        ("Oui.",), ("– Où est passé le gardien ?", "– Il est parti en mer hier soir, tout seul."), ("m" * 42, "m" * 42),
        ("w" * 300,), ("Une ligne beaucoup trop longue pour tenir dans une seule ligne de la télévision, et de loin.",),
        ("أين ذهب حارس المنارة؟", "رحل إلى البحر"),
    ],
)  # fmt: skip
def test_subtitles_stay_in_the_graphics_safe_area_at_the_bottom(lines: tuple[str, ...], size: tuple[int, int]) -> None:
    made = drawn(*lines, size=size)
    width, height = size
    left, top, right, bottom = letters(made)
    assert left >= 0.05 * width - 1 and right <= 0.95 * width + 1
    assert 0.5 * height < top and 0.85 * height < bottom <= 0.95 * height
    assert made.top % 2 == made.left % 2 == made.rgba.shape[0] % 2 == made.rgba.shape[1] % 2 == 0
    assert made.rgba.dtype == np.float32 and made.rgba.max() <= 1.0
    assert (made.rgba[..., :3] <= made.rgba[..., 3:] + 1e-6).all(), "premultiplied"


def test_however_much_is_written_it_stays_in_the_picture() -> None:
    _, top, _, bottom = letters(drawn(*(f"Ligne {n}" for n in range(40))))
    assert top >= 0.05 * H and bottom <= 0.95 * H


def test_one_line_is_centred_and_two_people_share_an_edge() -> None:
    left, _, right, _ = letters(drawn("Une ligne seule"))
    assert abs((left + right) / 2 - W / 2) < 2
    made = drawn("– Oui", "– Non, jamais de la vie")
    middle = made.rgba.shape[0] // 2
    edges = [
        np.nonzero(half[..., :3].max(axis=-1).max(axis=0) > 0.6)[0].min() for half in (made.rgba[:middle], made.rgba[middle:])
    ]
    assert abs(int(edges[0]) - int(edges[1])) <= 1
    left, _, right, _ = letters(made)
    assert abs((left + right) / 2 - W / 2) < 2


@pytest.mark.parametrize("ground", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("box", [False, True])
def test_letters_are_read_on_any_ground(ground: float, box: bool) -> None:
    """Around the letters it is dark, whatever lies behind: contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3)."""
    rgba = drawn("HHH", box=box).rgba
    seen = rgba[..., 0] + ground * (1 - rgba[..., 3])
    bright = rgba[..., 0] > 0.9
    near = np.zeros_like(bright)
    for shift in (-2, 2):
        near |= np.roll(bright, shift, axis=1)
    edge = seen[near & (rgba[..., 0] < 0.02)]
    assert (0.94**2.4 + 0.05) / (np.median(edge) ** 2.4 + 0.05) > 4.5


def test_italics_and_other_tags() -> None:
    assert marked(["a <i>b</i> c"]) == [[Span("a "), Span("b", True), Span(" c")]]
    assert marked(["<i>a", "b</i> c"]) == [[Span("a", True)], [Span("b", True), Span(" c")]]
    assert marked(['<font color="#fff">a</font> <v Zoé>b {\\an8}c < d']) == [[Span("a"), Span(" "), Span("b "), Span("c < d")]]
    upright, slanted = drawn("Hill"), drawn("<i>Hill</i>")
    assert not np.array_equal(upright.rgba, slanted.rgba)
    assert np.array_equal(drawn("<b>Hill</b>").rgba, upright.rgba)


def test_a_subtitle_can_stand_at_the_top() -> None:
    _, top, _, bottom = letters(drawn("{\\an8}Oui.", "Non."))
    assert top >= 0.05 * H and bottom < 0.25 * H


def test_nothing_to_say_is_nothing_to_draw() -> None:
    assert drawn_caption([], W, H, "fr") is None
    assert drawn_caption(["  ", "<i></i>"], W, H, "fr") is None


def test_what_no_font_has_is_named() -> None:
    rare = "\U0001e6d0"
    assert drawn(f"Oui {rare}").missing == rare == unwritable([f"Oui {rare}"])
    assert drawn("Oui").missing == ""


@given(st.lists(st.text(max_size=60), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_any_text_is_drawn_inside_the_picture(lines: list[str]) -> None:
    made = drawn_caption(lines, 320, 180)
    if made is not None:
        assert made.top >= 0 and made.left >= 0
        assert made.top + made.rgba.shape[0] <= 180 and made.left + made.rgba.shape[1] <= 320
        assert np.isfinite(made.rgba).all()
    title = Title(title=lines[0], subtitle=lines[-1], lines=tuple(lines), style="end", first=0, length=9)
    assert painted(title, 320, 180).shape == (180, 320, 4)


def test_broken_unicode_is_no_disaster() -> None:
    for text in (
        "\ud800",
        "a\udfffb",
        "\x00",
        "\u202e\u2067",
        "e" + "\u0301" * 400,
        "\U0001f469\u200d\U0001f680 ok",
        "\u2028\u2029\v\f",
    ):
        drawn_caption([text, "ok"], 320, 180)
        painted(Title(title=text, lines=(text,), first=0, length=9), 320, 180)
