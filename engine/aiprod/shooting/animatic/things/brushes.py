# SPDX-License-Identifier: Apache-2.0
"""The brush that draws every thing: shapes filled with form, light, glow, glass, cloth and steam.

All colours go through the scene's light. A shape is shaded by one key: its lit side takes the key's colour, the other
side the ambient colour; a thing before the light gets a rim. Units are the drawing's own (`Thing.unit` metres each).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import Enum
from functools import lru_cache
from math import atan2, degrees, hypot, sin
from typing import TypeAlias

import skia

from aiprod.film.palettes import mix
from aiprod.film.screenplay import TimeOfDay, Weather
from aiprod.shooting.animatic.stage import Lit
from aiprod.shooting.animatic.things.shapes import Point, outline, polygon

ShapeLike: TypeAlias = str | skia.Path


class Form(Enum):
    """How light falls over a shape."""

    FLAT = "flat"
    SIDE = "side"
    """A facet or a gentle bulge: lit on the key's side."""
    ROUND = "round"
    """An upright cylinder."""
    BALL = "ball"
    TOP = "top"
    """Lit from above."""


FLAT, SIDE, ROUND, BALL, TOP = Form.FLAT, Form.SIDE, Form.ROUND, Form.BALL, Form.TOP
_SPARK = "M0 -1 Q0.08 -0.08 1 0 Q0.08 0.08 0 1 Q-0.08 0.08 -1 0 Q-0.08 -0.08 0 -1 Z"


@lru_cache(maxsize=128)
def _tones_of(_light: tuple[object, ...]) -> dict[tuple[str, int], int]:
    """One table of mixed colours for each light: mixing a colour costs more than filling a small shape."""
    return {}


def _argb(colour: str, alpha: float = 1.0) -> int:
    return (round(255 * min(max(alpha, 0.0), 1.0)) << 24) | int(colour[1:], 16)


class Brush:
    """Draws in one thing's unit under one light.

    Attributes:
        canvas: already scaled to the drawing's unit, origin at the ground contact.
        lit: the scene's light. t: seconds. seed: chooses among the thing's variants.
        hero: a close view. fine: small details are worth their time (hero, or large enough on the picture).
        pose: motion of an animal or a vehicle, or None.
        side: the key's side in the drawing's own (possibly mirrored) space.
    """

    def __init__(
        self, canvas: skia.Canvas, lit: Lit, t: float, seed: int, colour: str | None, flip: bool, hero: bool, pose: object | None
    ) -> None:
        # Air and exposures are taken in steps, and colours are worked out from the steps: a kept colour must not depend on who
        # asked for it first.
        lit = replace(lit, haze=round(lit.haze, 3))
        self.canvas, self.lit, self.t, self.seed, self.hero, self.pose = canvas, lit, t, seed, hero, pose
        self.colour = colour
        self.rng = random.Random(seed)
        self.side = -lit.key_side if flip else lit.key_side
        self.back = lit.backlit
        self.fine = hero
        self.lamps_on = (lit.time in (TimeOfDay.NIGHT, TimeOfDay.DUSK)) or lit.weather in (Weather.STORM, Weather.FOG)
        light = lit.light
        self._tones = _tones_of(
            (lit.palette.key, lit.palette.ambient, lit.palette.haze, lit.time, light.intensity, lit.interior, lit.haze)
        )
        self._rim_colour = mix(lit.palette.key, "#ffffff", 0.25)
        if hero:
            self._rim_colour = mix(self._rim_colour, lit.palette.accent, 0.5)

    # ---- colours

    def main(self, usual: str) -> str:
        """The thing's main colour: the screenplay's when it names one."""
        return self.colour or usual

    def pick(self, *choices: str) -> str:
        """The main colour, or one of `choices` by the seed."""
        return self.colour or choices[self.seed % len(choices)]

    def tone(self, colour: str, exposure: float, alpha: float = 1.0) -> int:
        """ARGB of a local colour under the light."""
        step = round(exposure * 64)
        found = self._tones.get((colour, step))
        if found is None:
            found = self._tones[colour, step] = int(self.lit.colour(colour, min(max(step / 64, 0.0), 1.2))[1:], 16)
        return (round(255 * min(max(alpha, 0.0), 1.0)) << 24) | found

    def shining(self, colour: str) -> str:
        """A colour that gives light itself: only the air dims it."""
        return mix(colour, self.lit.palette.haze, 0.7 * self.lit.haze)

    # ---- shapes

    def fill(
        self,
        shape: ShapeLike,
        colour: str,
        form: Form = SIDE,
        *,
        e: float = 0.0,
        alpha: float = 1.0,
        rim: float = 0.0,
        span: tuple[float, float, float, float] | None = None,
    ) -> skia.Path:
        """Fill a shape.

        Args:
            e: added to its exposure (−1…1).
            rim: width of the light's edge on it, in units; 0 for none.
            span: bounds over which the light varies, when the shape is part of a larger form.
        """
        path = outline(shape) if isinstance(shape, str) else shape
        made = skia.Paint(AntiAlias=True)
        if form is FLAT:
            made.setColor(self.tone(colour, 0.6 - 0.15 * self.back + e, alpha))
        else:
            bounds = path.getBounds() if span is None else skia.Rect.MakeLTRB(*span)
            made.setShader(self._form(bounds, colour, form, e, alpha))
        self.canvas.drawPath(path, made)
        if rim:
            self.rim(path, rim)
        return path

    def _form(self, bounds: skia.Rect, colour: str, form: Form, e: float, alpha: float) -> skia.Shader:
        dim = 0.24 * self.back
        if form is BALL:
            return self._ball(bounds, colour, e - dim, alpha)
        cx, cy, w, h = bounds.centerX(), bounds.centerY(), max(bounds.width(), 1e-3), max(bounds.height(), 1e-3)
        if form is ROUND:
            low, high, peak = 0.3 + e - dim, 0.95 + e - dim, 0.5 + 0.32 * self.side
            first, last = low - 0.14 * self.side + 0.05, low + 0.14 * self.side + 0.05
            tones = [self.tone(colour, x, alpha) for x in (first, high, last)]
            ends = [skia.Point(bounds.left(), 0), skia.Point(bounds.right(), 0)]
            return skia.GradientShader.MakeLinear(ends, tones, [0.0, peak, 1.0])
        dx, dy = (0.0, -1.0) if form is TOP else (self.side, -0.55)
        reach = (abs(dx) * w + abs(dy) * h) / 2 / (dx * dx + dy * dy)
        ends = [skia.Point(cx - dx * reach, cy - dy * reach), skia.Point(cx + dx * reach, cy + dy * reach)]
        tones = [self.tone(colour, x + e - dim, alpha) for x in (0.26, 0.6, 0.96)]
        return skia.GradientShader.MakeLinear(ends, tones, [0.0, 0.5, 1.0])

    def _ball(self, bounds: skia.Rect, colour: str, e: float, alpha: float) -> skia.Shader:
        x = bounds.centerX() + 0.26 * self.side * bounds.width()
        y = bounds.centerY() - 0.24 * bounds.height()
        radius = 0.78 * max(bounds.width(), bounds.height())
        tones = [self.tone(colour, level + e, alpha) for level in (1.0, 0.66, 0.22)]
        return skia.GradientShader.MakeRadial(skia.Point(x, y), radius, tones, [0.0, 0.45, 1.0])

    def line(
        self, shape: ShapeLike, colour: str, width: float, *, e: float = 0.6, alpha: float = 1.0, butt: bool = False
    ) -> None:
        """Stroke a shape with a lit colour."""
        self._stroke(shape, self.tone(colour, e - 0.15 * self.back, alpha), width, butt)

    def _stroke(self, shape: ShapeLike, argb: int, width: float, butt: bool = False) -> None:
        made = skia.Paint(AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=width, StrokeJoin=skia.Paint.kRound_Join)
        made.setStrokeCap(skia.Paint.kButt_Cap if butt else skia.Paint.kRound_Cap)
        made.setColor(argb)
        self.canvas.drawPath(outline(shape) if isinstance(shape, str) else shape, made)

    def rim(self, path: skia.Path, width: float) -> None:
        """The light's edge: a crescent on the key's side, a whole contour when the light is behind."""
        strength = self.lit.light.rim * (1.0 - self.lit.haze) * min(self.lit.light.intensity, 1.0)
        alpha = strength * (0.30 + 0.55 * self.back)
        if alpha < 0.04:
            return
        with self.within(path):
            if self.back > 0.5:
                self._halo_edge(path, width, alpha)
                return
            moved = skia.Path(path)
            moved.offset(-self.side * width, 0.6 * width)
            moved.toggleInverseFillType()
            self.canvas.drawPath(moved, skia.Paint(AntiAlias=True, Color=_argb(self._rim_colour, alpha)))

    def _halo_edge(self, path: skia.Path, width: float, alpha: float) -> None:
        """The edge of a thing before the light: bright above, gone below, with a soft inner side."""
        r = path.getBounds()
        cx, cy, reach = r.centerX(), r.centerY(), max(r.width(), r.height()) / 2
        ends = [
            skia.Point(cx + 0.7 * self.side * reach, cy - 0.9 * reach),
            skia.Point(cx - 0.5 * self.side * reach, cy + 0.75 * reach),
        ]
        for wide, part in ((3.6, 0.3), (1.7, 0.85)):
            tones = [_argb(self._rim_colour, alpha * part * level) for level in (1.0, 0.6, 0.0)]
            made = skia.Paint(AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=wide * width)
            made.setShader(skia.GradientShader.MakeLinear(ends, tones, [0.0, 0.45, 1.0]))
            self.canvas.drawPath(path, made)

    def crescent(self, shape: ShapeLike, colour: str, dx: float, dy: float, *, e: float = 0.2, alpha: float = 0.5) -> None:
        """Paint the part of a shape that its own copy moved by (dx, dy) does not cover: folds, cheeks, cast shade."""
        path = outline(shape) if isinstance(shape, str) else shape
        moved = skia.Path(path)
        moved.offset(dx, dy)
        moved.toggleInverseFillType()
        with self.within(path):
            self.canvas.drawPath(moved, skia.Paint(AntiAlias=True, Color=self.tone(colour, e, alpha)))

    def shade(self, shape: ShapeLike, amount: float = 0.35) -> None:
        """A shadow laid over what is there, in the scene's shadow colour."""
        path = outline(shape) if isinstance(shape, str) else shape
        made = skia.Paint(AntiAlias=True, Color=_argb(mix(self.lit.palette.shadow, self.lit.palette.haze, self.lit.haze), amount))
        self.canvas.drawPath(path, made)

    def shine(self, shape: ShapeLike, amount: float = 0.5, width: float = 0.0) -> None:
        """A highlight of the key's colour: filled, or stroked when `width` is given."""
        argb = _argb(mix(self.lit.palette.key, "#ffffff", 0.6), amount * (1 - self.lit.haze) * (0.55 if self.lit.night else 1.0))
        if width:
            self._stroke(shape, argb, width)
        else:
            self.canvas.drawPath(outline(shape) if isinstance(shape, str) else shape, skia.Paint(AntiAlias=True, Color=argb))

    # ---- light of its own

    def light(self, shape: ShapeLike, colour: str, alpha: float = 1.0, width: float = 0.0) -> None:
        """A shape that shines."""
        argb = _argb(self.shining(colour), alpha)
        if width:
            self._stroke(shape, argb, width)
        else:
            self.canvas.drawPath(outline(shape) if isinstance(shape, str) else shape, skia.Paint(AntiAlias=True, Color=argb))

    def backlight(self, shape: ShapeLike, top: str, bottom: str) -> None:
        """A shape of light that goes from one colour at its top to another: a sky, a lit screen."""
        path = outline(shape) if isinstance(shape, str) else shape
        r = path.getBounds()
        ends = [skia.Point(0, r.top()), skia.Point(0, r.bottom())]
        tones = [_argb(self.shining(top)), _argb(self.shining(bottom))]
        self.canvas.drawPath(path, skia.Paint(AntiAlias=True, Shader=skia.GradientShader.MakeLinear(ends, tones)))

    def glow(self, x: float, y: float, radius: float, colour: str, alpha: float = 0.5, core: float = 0.0) -> None:
        """A halo that fades to nothing at `radius`; it is as bright as at the centre up to `core` (0–1)."""
        hue = self.shining(colour)
        steps = [core, core + (1 - core) * 0.25, core + (1 - core) * 0.6, 1.0]
        tones = [_argb(hue, alpha * level) for level in (1.0, 0.45, 0.12, 0.0)]
        shader = skia.GradientShader.MakeRadial(skia.Point(x, y), radius, tones, steps)
        made = skia.Paint(AntiAlias=True, Shader=shader, BlendMode=skia.BlendMode.kScreen)
        self.canvas.drawCircle(x, y, radius, made)

    def fade(self, shape: ShapeLike, start: tuple[float, float], end: tuple[float, float], colour: str, alpha: float) -> None:
        """A shape of light that fades from `start` to nothing at `end`: beams, lit pavement."""
        hue = self.shining(colour)
        tones = [_argb(hue, alpha), _argb(hue, alpha * 0.35), _argb(hue, 0.0)]
        shader = skia.GradientShader.MakeLinear([skia.Point(*start), skia.Point(*end)], tones, [0.0, 0.45, 1.0])
        made = skia.Paint(AntiAlias=True, Shader=shader, BlendMode=skia.BlendMode.kScreen)
        self.canvas.drawPath(outline(shape) if isinstance(shape, str) else shape, made)

    def beam(self, start: Point, end: Point, near: float, far: float, colour: str, alpha: float) -> None:
        """A cone of light from half width `near` at `start` to `far` at `end`, soft at its sides, fading to nothing at `end`."""
        ux, uy = end[0] - start[0], end[1] - start[1]
        length = max(hypot(ux, uy), 1e-6)
        before = length * near / max(far - near, 1e-6)
        reach, opening = length + before, degrees(atan2(far - near, length))
        hue = self.shining(colour)
        across = [_argb(hue, level) for level in (0.0, 0.22, 0.62, 1.0, 0.62, 0.22, 0.0)]
        stops = [0.0, 0.17, 0.33, 0.5, 0.67, 0.83, 1.0]
        sweep = skia.GradientShader.MakeSweep(0, 0, across, stops, skia.TileMode.kClamp, 180 - opening, 180 + opening)
        along = [_argb("#ffffff", alpha * level) for level in (1.0, 1.0, 0.4, 0.0)]
        fall = skia.GradientShader.MakeRadial(
            skia.Point(0, 0), reach, along, [0.0, before / reach, 0.5 + 0.5 * before / reach, 1.0]
        )
        shader = skia.Shaders.Blend(skia.BlendMode.kModulate, sweep, fall)
        apex = (start[0] - before * ux / length, start[1] - before * uy / length)
        with self.placed(*apex, turn=degrees(atan2(uy, ux)) + 180):
            fan = polygon([(-before, near), (-reach, far), (-reach, -far), (-before, -near)])
            self.canvas.drawPath(fan, skia.Paint(AntiAlias=True, Shader=shader, BlendMode=skia.BlendMode.kScreen))

    # ---- materials

    def metal(self, shape: ShapeLike, colour: str = "#9aa3ad", upright: bool = True) -> skia.Path:
        """Polished metal: several bands of light across the form."""
        path = outline(shape) if isinstance(shape, str) else shape
        r = path.getBounds()
        ends = (
            [skia.Point(r.left(), 0), skia.Point(r.right(), 0)]
            if upright
            else [skia.Point(0, r.top()), skia.Point(0, r.bottom())]
        )
        levels = (0.25, 0.75, 1.1, 0.5, 0.3, 0.6) if self.side <= 0 or not upright else (0.6, 0.3, 0.5, 1.1, 0.75, 0.25)
        places = [0.0, 0.16, 0.3, 0.5, 0.82, 1.0] if self.side <= 0 or not upright else [0.0, 0.18, 0.5, 0.7, 0.84, 1.0]
        tones = [self.tone(colour, level - 0.2 * self.back) for level in levels]
        self.canvas.drawPath(path, skia.Paint(AntiAlias=True, Shader=skia.GradientShader.MakeLinear(ends, tones, places)))
        return path

    def glass(self, shape: ShapeLike, tint: str = "#9fc4c4", alpha: float = 0.35, rim: float = 0.0) -> skia.Path:
        """Clear glass: see-through in the middle, denser at its edges."""
        path = outline(shape) if isinstance(shape, str) else shape
        r = path.getBounds()
        ends = [skia.Point(r.left(), 0), skia.Point(r.right(), 0)]
        tones = [self.tone(tint, level, alpha * dense) for level, dense in ((0.5, 2.0), (0.9, 0.75), (0.9, 0.75), (0.5, 2.0))]
        shader = skia.GradientShader.MakeLinear(ends, tones, [0.0, 0.25, 0.75, 1.0])
        self.canvas.drawPath(path, skia.Paint(AntiAlias=True, Shader=shader))
        if rim:
            self._stroke(path, self.tone(tint, 0.35, min(1.0, alpha * 2)), rim)
        return path

    def pane(self, shape: ShapeLike, lamp: str | None = None, tint: str = "#5b7386") -> skia.Path:
        """A window from outside: lit from within when lamps are on and `lamp` is a colour, else reflecting the sky."""
        path = outline(shape) if isinstance(shape, str) else shape
        if lamp and self.lamps_on:
            self.backlight(path, mix(lamp, "#7a4a20", 0.35), lamp)
            return path
        self.fill(path, tint, TOP, e=-0.12)
        if self.fine:
            r = path.getBounds()
            w = r.width()
            with self.within(path):
                band = f"M{r.left() + 0.55 * w} {r.top()}h{0.25 * w}L{r.left() + 0.35 * w} {r.bottom()}h{-0.25 * w}Z"
                self.shine(band, 0.16)
        return path

    def steam(self, x: float, y: float, height: float, width: float, amount: float = 0.3, colour: str = "#ffffff") -> None:
        """Wisps that rise and dissolve; they loop without a seam."""
        for i in range(4):
            life = (self.t * 0.33 + i / 4) % 1.0
            rise = y - height * life
            sway = width * 0.5 * sin(6.28 * (life * 1.3 + i * 0.37)) * life
            radius = width * (0.16 + 0.34 * life)
            self.puff(x + sway, rise, radius, radius * 1.4, amount * sin(3.1416 * life), colour)

    def puff(self, x: float, y: float, rx: float, ry: float, alpha: float, colour: str = "#ffffff") -> None:
        """A soft cloud."""
        tones = [self.tone(colour, 0.9, alpha), self.tone(colour, 0.8, alpha * 0.55), self.tone(colour, 0.8, 0.0)]
        shader = skia.GradientShader.MakeRadial(skia.Point(0, 0), 1.0, tones, [0.0, 0.5, 1.0])
        with self.placed(x, y, sx=rx, sy=ry):
            self.canvas.drawCircle(0, 0, 1, skia.Paint(AntiAlias=True, Shader=shader))

    def contact(self, width: float, height: float, alpha: float = 0.35, x: float = 0.0) -> None:
        """The soft shadow where a thing meets the ground."""
        colour = mix(self.lit.palette.shadow, self.lit.palette.haze, self.lit.haze)
        tones = [_argb(colour, alpha), _argb(colour, alpha * 0.5), _argb(colour, 0.0)]
        shader = skia.GradientShader.MakeRadial(skia.Point(0, 0), 1.0, tones, [0.0, 0.55, 1.0])
        with self.placed(x, 0, sx=width / 2, sy=height):
            self.canvas.drawCircle(0, 0, 1, skia.Paint(AntiAlias=True, Shader=shader))

    def grain(self, shape: ShapeLike, colour: str, lines: int, alpha: float = 0.3, upright: bool = False) -> None:
        """Wood grain: a few wandering lines inside a shape."""
        path = outline(shape) if isinstance(shape, str) else shape
        r = path.getBounds()
        rng = random.Random(f"{r.left():.1f} {r.top():.1f} {self.seed}")
        with self.within(path):
            for i in range(lines):
                along = (i + rng.uniform(0.2, 0.8)) / lines
                bend = rng.uniform(-0.12, 0.12) / lines * 3
                if upright:
                    x, b = r.left() + along * r.width(), bend * r.width()
                    text = f"M{x:.3f} {r.top():.3f}Q{x + b:.3f} {r.centerY():.3f} {x:.3f} {r.bottom():.3f}"
                else:
                    y, b = r.top() + along * r.height(), bend * r.height()
                    text = f"M{r.left():.3f} {y:.3f}Q{r.centerX():.3f} {y + b:.3f} {r.right():.3f} {y:.3f}"
                self.line(text, colour, 0.012 * max(r.width(), r.height()) / max(1, lines / 6), e=0.3, alpha=alpha)

    def glint(self, x: float, y: float, radius: float, alpha: float = 0.75) -> None:
        """The small star of light that lets the eye find a hero thing."""
        accent = mix(self.lit.palette.accent, "#ffffff", 0.55)
        self.glow(x, y, radius * 1.4, accent, 0.5 * alpha)
        with self.placed(x, y, turn=14, sx=radius, sy=radius):
            self.canvas.drawPath(outline(_SPARK), skia.Paint(AntiAlias=True, Color=_argb(accent, alpha)))

    # ---- places

    @contextmanager
    def within(self, shape: ShapeLike) -> Iterator[None]:
        """Draw only inside a shape."""
        self.canvas.save()
        self.canvas.clipPath(outline(shape) if isinstance(shape, str) else shape, True)
        try:
            yield
        finally:
            self.canvas.restore()

    @contextmanager
    def placed(
        self, x: float = 0.0, y: float = 0.0, turn: float = 0.0, sx: float = 1.0, sy: float | None = None
    ) -> Iterator[None]:
        """Draw moved, then turned (degrees clockwise), then scaled; a negative `sx` mirrors, the light stays where it is."""
        side = self.side
        if sx < 0:
            self.side = -side
        self.canvas.save()
        self.canvas.translate(x, y)
        if turn:
            self.canvas.rotate(turn)
        if sx != 1.0 or sy is not None:
            self.canvas.scale(sx, abs(sx) if sy is None else sy)
        try:
            yield
        finally:
            self.canvas.restore()
            self.side = side

    # ---- life

    def wave(self, period: float, phase: float = 0.0) -> float:
        """−1…1, a sine of the time; the seed shifts it so that neighbours do not move together."""
        return sin(6.2832 * (self.t / period + phase + (self.seed % 97) / 97))

    def flicker(self, phase: float = 0.0) -> float:
        """0…1, the unrest of a flame."""
        t = self.t + phase + (self.seed % 13) * 0.7
        return 0.5 + 0.22 * sin(7.3 * t) + 0.16 * sin(12.7 * t + 1.7) + 0.12 * sin(23.1 * t + 0.6)

    @property
    def speed(self) -> float:
        """Metres a second, when a pose says so."""
        return float(getattr(self.pose, "speed", 0.0) or 0.0)

    @property
    def roll(self) -> float:
        """Metres travelled so far at the present speed: turns wheels."""
        return self.speed * self.t
