# SPDX-License-Identifier: Apache-2.0
"""The small pictures that a style sheet can only take from files: ticks and arrows, for each theme.

python -m aiprod_app.theme.glyphs     writes them again after a colour or a shape was changed
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aiprod_app.theme.tokens import THEMES, Tokens

FOLDER = Path(__file__).parent / "glyphs"
_SHAPES: dict[str, tuple[str, str]] = {
    "check": ("on_accent", "M4.5 12.5 10 18 20 6.5"),
    "dash": ("on_accent", "M5 12h14"),
    "point": ("on_accent", "M12 11.9v.2"),
    "down": ("muted", "M5.5 9 12 15.5 18.5 9"),
    "up": ("muted", "M5.5 15 12 8.5 18.5 15"),
    "right": ("muted", "M9 5.5 15.5 12 9 18.5"),
}
_PENS = {"point": 9.0, "check": 3.2, "dash": 3.2}


def glyphs(theme: Tokens) -> Iterator[tuple[str, str]]:
    """(file name, SVG) of each in a theme."""
    for name, (colour, path) in _SHAPES.items():
        pen = _PENS.get(name, 2.2)
        yield (
            f"{theme.name}-{name}.svg",
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="none" stroke="{getattr(theme, colour)}" '
            f'stroke-width="{pen}" stroke-linecap="round" stroke-linejoin="round" d="{path}"/></svg>\n',
        )


def address(theme: Tokens, name: str) -> str:
    """For a style sheet: `url("…")`."""
    return f'url("{(FOLDER / f"{theme.name}-{name}.svg").as_posix()}")'


def write() -> None:
    """Write them all."""
    FOLDER.mkdir(exist_ok=True)
    for theme in THEMES.values():
        for name, svg in glyphs(theme):
            (FOLDER / name).write_text(svg, "utf-8")


if __name__ == "__main__":
    write()
