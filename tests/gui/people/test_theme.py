# SPDX-License-Identifier: Apache-2.0
"""Themes: what is written can be read, what has the focus is seen, icons take the colours of the moment."""

import re
from dataclasses import fields
from itertools import product

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

from aiprod_app.theme import THEMES, icon, style, tokens
from aiprod_app.theme.glyphs import FOLDER, glyphs
from aiprod_app.theme.icons import NAMES, pixmap
from aiprod_app.theme.sheet import sheet
from aiprod_app.theme.tokens import ThemeName, Tokens

_GROUNDS = ("window", "panel", "raised", "field")
_READ = [
    *product(("text", "muted"), (*_GROUNDS, "hover", "selection")), ("text", "well"), ("muted", "well"),
    *product(("good", "warning", "bad"), _GROUNDS), *product(("accent",), ("window", "panel", "raised")),
    ("on_accent", "accent"), *product(("on_clip",), ("video", "title", "dialogue", "music", "ambience", "effects", "footage")),
]  # fmt: skip
_SEEN = [
    *product(("strong_line", "focus"), _GROUNDS), ("accent", "selection"), ("focus", "well"), ("playhead", "window"),
    ("marker", "panel"), *product(("waveform",), ("dialogue", "music", "ambience", "effects")),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in QColor(colour).getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _short(theme: Tokens, pairs: list[tuple[str, str]], least: float) -> dict[str, float]:
    found = {f"{front} on {ground}": contrast(getattr(theme, front), getattr(theme, ground)) for front, ground in pairs}
    return {name: round(value, 2) for name, value in found.items() if value < least}


@pytest.mark.parametrize("name", THEMES)
def test_words_can_be_read_and_frames_be_seen(name: ThemeName) -> None:
    assert _short(THEMES[name], _READ, 4.5) == {}
    assert _short(THEMES[name], _SEEN, 3.0) == {}


def test_contrast_is_what_the_standard_computes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_the_style_sheet_takes_its_colours_from_the_theme(name: ThemeName) -> None:
    known = {str(getattr(THEMES[name], field.name)) for field in fields(Tokens)}
    used = set(re.findall(r"#[0-9a-f]{6}", sheet(THEMES[name])))
    assert len(used - known) <= 2, "only the frames of buttons and the thumbs of scroll bars are colours of their own"
    assert re.findall(r"url\((?!\")", sheet(THEMES[name])) == []


def test_pictures_of_the_style_sheet_are_fresh() -> None:
    for theme in THEMES.values():
        for name, svg in glyphs(theme):
            assert (FOLDER / name).read_text("utf-8") == svg, "python -m aiprod_app.theme.glyphs"


def test_every_icon_draws_something_of_its_own(qapp: QApplication) -> None:
    seen: dict[bytes, str] = {}
    for name in NAMES:
        picture = pixmap(name, 24).toImage().convertToFormat(QImage.Format.Format_ARGB32)
        data = bytes(picture.constBits())
        assert any(data), name
        assert seen.setdefault(data, name) == name or {seen[data], name} == {"zoom", "search"}, (seen[data], name)


def test_icons_follow_the_theme_without_being_set_again(qapp: QApplication) -> None:
    kept = icon("stop")
    try:
        for name in THEMES:
            style.apply(qapp, name)
            for mode, token in ((QIcon.Mode.Normal, "text"), (QIcon.Mode.Disabled, "disabled")):
                middle = kept.pixmap(QSize(24, 24), mode).toImage().pixelColor(12, 12)
                assert middle.name() == getattr(tokens(), token)
            on = kept.pixmap(QSize(24, 24), QIcon.Mode.Normal, QIcon.State.On).toImage().pixelColor(12, 12)
            assert on.name() == tokens().accent
    finally:
        style.apply(qapp, "dark")
