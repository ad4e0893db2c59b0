# SPDX-License-Identifier: Apache-2.0
"""Skies: gradient, sun or moon, stars, drifting clouds and lightning, at infinity.

Directions are given as tangents from the optical axis of the home camera: x right, y up; the horizon is y = 0.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import cos, radians, sin, tan
from random import Random

import skia

from aiprod.film.palettes import mix, scaled
from aiprod.film.screenplay import TimeOfDay, Weather
from aiprod.shooting.animatic.places.brushes import Stop, argb, blurred, linear, poly, puffs, radial, shaded_paint, stroke
from aiprod.shooting.animatic.places.site import Site
from aiprod.shooting.animatic.stage import Lit, View, paint

FAR = 2000.0
SPAN_X, SPAN_Y = 2.6, 1.15
"""What the cloud painting covers: −SPAN_X…SPAN_X, 0…SPAN_Y."""
CLOUD_W, CLOUD_H = 1500, 400
Aperture = Callable[[View], skia.Rect]
"""The part of the picture through which a sky is seen (windows), in pixels."""

COVER = {
    Weather.CLEAR: 0.42,
    Weather.WIND: 0.5,
    Weather.CLOUDY: 0.74,
    Weather.FOG: 0.5,
    Weather.RAIN: 0.86,
    Weather.STORM: 0.96,
    Weather.SNOW: 0.8,
}

CLOUD_SHADER = """
uniform float2 span; uniform float2 size; uniform float2 sun; uniform float seed;
uniform float cover; uniform float streak;
uniform float soft;
uniform float4 light; uniform float4 body; uniform float4 under;
float hash(float2 p) { p = fract(p * float2(0.3183099, 0.3678794) + seed); p += dot(p, p.yx + 19.19);
  return fract((p.x + p.y) * p.x * 37.0); }
float noise(float2 p) {
  float2 i = floor(p); float2 f = fract(p); f = f * f * (3.0 - 2.0 * f);
  return mix(mix(hash(i), hash(i + float2(1, 0)), f.x), mix(hash(i + float2(0, 1)), hash(i + float2(1, 1)), f.x), f.y);
}
float fbm(float2 p) {
  float v = 0.0; float a = 0.52;
  for (int i = 0; i < 5; i++) { v += a * noise(p); p = float2(p.x * 1.62 - p.y * 1.18, p.x * 1.18 + p.y * 1.62) + 3.7; a *= 0.5; }
  return v;
}
float density(float2 q) {
  float2 p = float2(q.x, 1.0) / (q.y + 0.16);
  p = float2(p.x * 0.62, p.y * streak);
  float2 w = float2(noise(p * 1.3 + 7.0), noise(p * 1.3 + 13.0)) - 0.5;
  return fbm(p + w * 0.9);
}
half4 main(float2 xy) {
  float2 q = float2((xy.x / size.x * 2.0 - 1.0) * span.x, (1.0 - xy.y / size.y) * span.y);
  float d = density(q);
  float edge = 0.72 - cover * 0.46;
  float a = smoothstep(edge, edge + soft, d);
  float2 to = sun - q; float far = length(to) + 0.001;
  float shade = density(q + to / far * float2(0.05, 0.035)) - d;
  float lit = clamp(0.5 - shade * 3.4, 0.0, 1.0);
  float near = exp(-far * far * 1.6);
  half3 c = half3(mix(mix(under.rgb, body.rgb, smoothstep(0.1, 0.55, lit)), light.rgb,
    smoothstep(0.45, 0.95, lit) * (0.45 + 0.55 * near)));
  a *= smoothstep(0.0, 0.09, q.y) * (0.78 + 0.22 * near);
  float thick = smoothstep(edge, edge + 0.35, d);
  c = mix(c, half3(under.rgb), half(thick * 0.35 * (1.0 - near * 0.7)));
  return half4(c * half(a), half(a)) * half(body.a);
}
"""


def sun_direction(lit: Lit) -> tuple[float, float]:
    """Where the sun or moon stands as tangents; often outside the picture, on the side the key comes from."""
    azimuth, elevation = radians(lit.light.azimuth_deg), radians(lit.light.elevation_deg)
    front = max(-cos(azimuth), 0.0)
    x = 0.85 * sin(azimuth) / (front + 0.35)
    y = min(tan(elevation), 0.5)
    return x, (min(y, 0.23) if lit.night else max(y, 0.035))


def sun_visible(lit: Lit) -> bool:
    return lit.backlit > 0.02 and lit.weather in (Weather.CLEAR, Weather.WIND)


def sky(site: Site, aperture: Aperture | None = None, *, clouds: bool = True) -> None:
    """Hang the sky: a still backdrop, and the clouds as a moving one before it."""
    lit = site.outdoors
    stars = _stars(site) if lit.time in (TimeOfDay.NIGHT, TimeOfDay.DUSK, TimeOfDay.DAWN) else []

    def painter(canvas: skia.Canvas, view: View, t: float) -> None:
        canvas.save()
        if aperture:
            canvas.clipRect(aperture(view))
        _air(canvas, view, lit)
        if stars:
            _paint_stars(canvas, view, lit, stars)
        _sun(canvas, view, lit, site.shared_rng("moon"))
        canvas.restore()

    site.backdrop("sky", FAR, painter, near_z=1000.0)
    if clouds:
        _hang_clouds(site, lit, aperture)
    if lit.weather is Weather.STORM:
        _hang_lightning(site, aperture)


def _air(canvas: skia.Canvas, view: View, lit: Lit) -> None:
    palette, area = lit.palette, canvas.getLocalClipBounds()
    # The gradient stretches less than the lens does, so that long lenses still see a sky and not one colour.
    reach = 0.54 * (view.focal_px * view.width * 35 / 36) ** 0.5
    low = mix(palette.sky_low, palette.key, 0.12)
    stops: list[Stop] = [
        (0, palette.sky_top, 1),
        (0.42, mix(palette.sky_top, palette.sky_low, 0.3), 1),
        (0.8, palette.sky_low, 1),
        (0.97, low, 1),
        (1, mix(low, palette.haze, 0.3), 1),
    ]
    canvas.drawRect(area, shaded_paint(linear((0, view.horizon - reach), (0, view.horizon + 2), stops)))


def _direction(view: View, x: float, y: float) -> tuple[float, float]:
    return view.width / 2 + view.shift_x + x * view.focal_px, view.horizon - y * view.focal_px


def _sun(canvas: skia.Canvas, view: View, lit: Lit, rng: Random) -> None:
    x, y = sun_direction(lit)
    px, py = _direction(view, x, y)
    unit = (view.focal_px * view.width * 35 / 36) ** 0.5
    veil = 1.0 - 0.75 * COVER[lit.weather]
    colour = lit.palette.key if not lit.night else mix(lit.palette.key, lit.palette.sky_low, 0.35)
    reach = unit * (0.55 if lit.night else 0.75)
    warm: list[Stop] = [(0, colour, 0.85 * veil), (0.12, colour, 0.5 * veil), (0.4, colour, 0.17 * veil), (1, colour, 0)]
    canvas.drawCircle(px, py, reach, shaded_paint(radial((px, py), reach, warm), BlendMode=skia.BlendMode.kScreen))
    if not sun_visible(lit):
        return
    if lit.night:
        _moon(canvas, px, py, unit * 0.026, lit, rng)
        return
    disc = unit * (0.03 if y < 0.3 else 0.024)
    canvas.drawCircle(px, py, disc * 1.35, paint(mix(lit.palette.key, "#ffffff", 0.3), 0.35))
    canvas.drawCircle(px, py, disc, paint(mix(lit.palette.key, "#fffaf0", 0.72)))


def _moon(canvas: skia.Canvas, px: float, py: float, disc: float, lit: Lit, rng: Random) -> None:
    pale = mix(lit.palette.key, "#fbf6e3", 0.75)
    canvas.drawCircle(px, py, disc, paint(pale))
    canvas.save()
    canvas.clipPath(skia.Path().addCircle(px, py, disc), skia.ClipOp.kIntersect, True)
    for _ in range(6):
        x, y, r = px + rng.uniform(-0.6, 0.6) * disc, py + rng.uniform(-0.6, 0.6) * disc, disc * rng.uniform(0.1, 0.28)
        canvas.drawCircle(x, y, r, paint(mix(pale, lit.palette.ambient, 0.5), 0.4))
    phase = rng.choice((-1, 1)) * rng.uniform(0.9, 2.2)
    if abs(phase) < 1.6:
        night = mix(lit.palette.sky_top, lit.palette.sky_low, 0.4)
        canvas.drawCircle(px + phase * disc, py - 0.15 * disc, disc * 1.02, blurred(night, 0.93, disc * 0.06))
    canvas.restore()


def _stars(site: Site) -> list[tuple[float, float, float, float]]:
    rng = site.shared_rng("stars", site.design.view)
    night, open_sky = site.design.time_of_day is TimeOfDay.NIGHT, 1.0 - COVER[site.design.weather]
    count = int((420 if night else 110) * max(open_sky, 0.0) ** 0.8)
    lowest = 0.04 if night else 0.22
    return [
        (
            rng.uniform(-SPAN_X, SPAN_X),
            lowest + (1.5 - lowest) * rng.random() ** 1.2,
            rng.choice((0.5, 0.7, 0.7, 1.0, 1.5)),
            rng.uniform(0.35, 1),
        )
        for _ in range(count)
    ]


def _paint_stars(canvas: skia.Canvas, view: View, lit: Lit, stars: list[tuple[float, float, float, float]]) -> None:
    unit = view.width / 1300
    fade = 1.0 if lit.night else 0.55
    for x, y, size, bright in stars:
        px, py = _direction(view, x, y)
        alpha = bright * fade * min(1.0, y * 5)
        canvas.drawCircle(px, py, size * unit, paint(mix("#ffffff", lit.palette.key, 0.3), alpha))
        if size > 1.2:
            canvas.drawCircle(
                px,
                py,
                size * unit * 3,
                shaded_paint(radial((px, py), size * unit * 3, [(0, "#ffffff", 0.3 * alpha), (1, "#ffffff", 0)])),
            )


def cloud_colours(lit: Lit) -> tuple[str, str, str]:
    """Lit edge, body and underside of clouds."""
    palette, time = lit.palette, lit.time
    if time is TimeOfDay.NIGHT:
        return (
            mix(palette.sky_low, palette.key, 0.3),
            mix(palette.sky_low, palette.haze, 0.5),
            mix(palette.sky_top, palette.sky_low, 0.4),
        )
    if time in (TimeOfDay.DUSK, TimeOfDay.DAWN):
        return (
            mix(palette.key, "#ffe9c8", 0.25),
            mix(palette.sky_low, palette.ambient, 0.45),
            mix(palette.sky_top, palette.ambient, 0.55),
        )
    white = mix("#ffffff", palette.key, 0.35)
    if lit.weather in (Weather.STORM, Weather.RAIN):
        return (
            mix(palette.sky_low, white, 0.14),
            mix(palette.haze, palette.ambient, 0.5),
            scaled(palette.ambient, 0.42 if lit.weather is Weather.STORM else 0.62),
        )
    return white, mix(white, palette.haze, 0.3), mix(palette.haze, palette.ambient, 0.6)


@lru_cache(maxsize=1)
def _cloud_effect() -> skia.RuntimeEffect:
    return skia.RuntimeEffect.MakeForShader(CLOUD_SHADER)


def _vec4(colour: str, alpha: float = 1.0) -> skia.V4:
    value = int(colour[1:], 16)
    return skia.V4((value >> 16) / 255, (value >> 8 & 255) / 255, (value & 255) / 255, alpha)


@lru_cache(maxsize=4)
def cloud_image(lit: Lit, seed: int) -> skia.Image:
    """The clouds of a sky as a painting of directions, SPAN_X × SPAN_Y."""
    builder = skia.RuntimeShaderBuilder(_cloud_effect())
    light, body, under = cloud_colours(lit)
    streaky = lit.time in (TimeOfDay.DUSK, TimeOfDay.DAWN) or lit.weather is Weather.WIND
    builder.setUniform("span", skia.V2(SPAN_X, SPAN_Y))
    builder.setUniform("size", skia.V2(CLOUD_W, CLOUD_H))
    builder.setUniform("sun", skia.V2(*sun_direction(lit)))
    builder.setUniform("seed", seed % 997 / 997.0)
    builder.setUniform("cover", COVER[lit.weather])
    builder.setUniform("streak", 1.5 if streaky else 0.95)
    builder.setUniform("soft", 0.24 if lit.weather is Weather.CLEAR else 0.3)
    builder.setUniform("light", _vec4(light))
    builder.setUniform("body", _vec4(body, 0.85 if lit.weather is not Weather.FOG else 0.4))
    builder.setUniform("under", _vec4(under))
    surface = skia.Surface(CLOUD_W, CLOUD_H)
    canvas = surface.getCanvas()
    canvas.clear(0)
    canvas.drawPaint(skia.Paint(Shader=builder.makeShader()))
    if lit.weather in (Weather.CLEAR, Weather.WIND, Weather.CLOUDY):
        _cumuli(canvas, lit, Random(seed))
    return surface.makeImageSnapshot()


def _cumuli(canvas: skia.Canvas, lit: Lit, rng: Random) -> None:
    """Flat-bottomed heaps near the horizon, in flat tones."""
    light, body, under = cloud_colours(lit)
    unit = CLOUD_W / (2 * SPAN_X)
    alpha = 0.32 if lit.time in (TimeOfDay.NIGHT, TimeOfDay.DUSK, TimeOfDay.DAWN) else 0.9
    for _ in range(rng.randint(6, 10)):
        x, y = rng.uniform(0, CLOUD_W), CLOUD_H - unit * rng.uniform(0.06, 0.3)
        size = unit * rng.uniform(0.05, 0.13) * (0.6 + (CLOUD_H - y) / unit * 1.6)
        canvas.save()
        canvas.clipRect(skia.Rect.MakeLTRB(0, 0, CLOUD_W, y))
        shade = linear(
            (0, y - size * 1.5), (0, y), [(0, light, alpha), (0.55, body, alpha * 0.95), (1, mix(body, under, 0.6), alpha * 0.35)]
        )
        brush = shaded_paint(shade, MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 1.2))
        heap = puffs(rng, x, y - size * 0.25, size * 4.4, size * 1.5, 11, size * 0.55)
        canvas.drawPath(heap, brush)
        canvas.restore()


def _hang_clouds(site: Site, lit: Lit, aperture: Aperture | None) -> None:
    seed = site.shared_rng("clouds", site.design.view).randrange(1 << 30)
    speed = 0.0016 + 0.006 * site.windy

    def painter(canvas: skia.Canvas, view: View, t: float) -> None:
        image = cloud_image(lit, seed)
        canvas.save()
        if aperture:
            canvas.clipRect(aperture(view))
        left, top = _direction(view, -SPAN_X - speed * t, SPAN_Y)
        right, bottom = _direction(view, SPAN_X - speed * t, 0.0)
        canvas.drawImageRect(image, skia.Rect.MakeLTRB(left, top, right, bottom), skia.SamplingOptions(skia.FilterMode.kLinear))
        canvas.restore()

    site.backdrop("clouds", FAR - 1, painter, near_z=900.0, moving=True)


def flash(seed: int, t: float) -> float:
    """Brightness of lightning at time t: about one strike every six seconds, flickering for a third of a second."""
    slot = int(t // 6.0)
    rng = Random(seed * 7919 + slot)
    after = t - slot * 6.0 - rng.uniform(0.6, 5.0)
    if not 0.0 <= after < 0.42:
        return 0.0
    return max(0.0, 1.0 - after / 0.42) * (1.0 if int(after * 24) % 3 != 1 else 0.35)


def _hang_lightning(site: Site, aperture: Aperture | None) -> None:
    seed = site.shared_rng("lightning").randrange(1 << 20)

    def painter(canvas: skia.Canvas, view: View, t: float) -> None:
        level = flash(seed, t)
        if level <= 0:
            return
        canvas.save()
        if aperture:
            canvas.clipRect(aperture(view))
        canvas.drawPaint(skia.Paint(Color=argb("#c9d6ff", 0.45 * level), BlendMode=skia.BlendMode.kScreen))
        rng = Random(seed + int(t // 6.0))
        bolt = _bolt(rng, rng.uniform(-0.45, 0.45))
        path = poly([_direction(view, x, y) for x, y in bolt], close=False)
        unit = view.width / 1300
        canvas.drawPath(path, blurred_stroke("#b9c8ff", 9 * unit, 0.6 * level))
        canvas.drawPath(path, stroke("#f6f8ff", 2.2 * unit, level))
        canvas.restore()

    site.backdrop("lightning", FAR - 2, painter, near_z=900.0, moving=True)


def blurred_stroke(colour: str, width: float, alpha: float) -> skia.Paint:
    made = stroke(colour, width, alpha)
    made.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, width * 0.8))
    return made


def _bolt(rng: Random, x: float) -> list[tuple[float, float]]:
    points, y = [(x, 0.62)], 0.62
    while y > 0.02:
        x, y = x + rng.uniform(-0.03, 0.03), y - rng.uniform(0.02, 0.05)
        points.append((x, max(y, 0.0)))
    return points
