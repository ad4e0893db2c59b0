# SPDX-License-Identifier: Apache-2.0
"""Every thing of the catalogue is drawn, within its bounds, lit, and tells itself from the others."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest
import skia

from aiprod.film import catalogue
from aiprod.film.palettes import light_for, palette_for
from aiprod.film.screenplay import Emotion, Mood, TimeOfDay, Weather
from aiprod.shooting.animatic import things
from aiprod.shooting.animatic.stage import Lit

NAMES = [entry.id for entry in catalogue.THINGS]
ANIMALS = [entry.id for entry in catalogue.ANIMALS]
ROLLING = ["car", "van", "bus", "tram", "train", "bicycle", "motorbike", "cart"]


@dataclass(frozen=True)
class Motion:
    walk_phase: float = 0.0
    speed: float = 0.0
    mouth_open: float = 0.0
    blink: float = 0.0
    head_turn: float = 0.0
    emotion: Emotion = Emotion.NEUTRAL


def lit_at(time: TimeOfDay = TimeOfDay.DAY, azimuth: float = 60.0, weather: Weather = Weather.CLEAR) -> Lit:
    return Lit(palette_for(time, weather, Mood.CALM), light_for(time, weather, azimuth_deg=azimuth), time, weather)


DAY, NIGHT = lit_at(), lit_at(TimeOfDay.NIGHT)


def picture(
    name: str, lit: Lit = DAY, t: float = 0.4, *, side: int = 96, box: tuple[float, float, float, float] | None = None, **kw
) -> np.ndarray:
    """A premultiplied RGBA picture (side × side × 4) of the thing's bounds, or of `box`, in a square."""
    left, top, right, bottom = box or things.bounds(name)
    scale = side / max(right - left, bottom - top)
    surface = skia.Surface(side, side)
    canvas = surface.getCanvas()
    canvas.scale(scale, scale)
    canvas.translate(side / scale / 2 - (left + right) / 2, side / scale / 2 - (top + bottom) / 2)
    things.draw(canvas, name, lit, t, **kw)
    return surface.toarray(colorType=skia.kRGBA_8888_ColorType).astype(np.int16)


def test_the_register_is_the_catalogue():
    assert sorted(things.names()) == sorted(NAMES)


def test_an_unknown_name_is_a_key_error():
    canvas = skia.Surface(8, 8).getCanvas()
    for ask in (
        lambda: things.draw(canvas, "unicorn", DAY, 0.0),
        lambda: things.size("unicorn"),
        lambda: things.moving("unicorn"),
    ):
        with pytest.raises(KeyError):
            ask()


@pytest.mark.parametrize("name", NAMES)
def test_it_stays_within_its_bounds(name):
    left, top, right, bottom = things.bounds(name)
    w, h = right - left, bottom - top
    around = (left - 0.25 * w, top - 0.25 * h, right + 0.25 * w, bottom + 0.25 * h)
    side = 160
    scale = side / max(1.5 * w, 1.5 * h)
    x0, x1 = (int(np.floor(side / 2 - w / 2 * scale)) - 1, int(np.ceil(side / 2 + w / 2 * scale)) + 1)
    y0, y1 = (int(np.floor(side / 2 - h / 2 * scale)) - 1, int(np.ceil(side / 2 + h / 2 * scale)) + 1)
    cases = [(DAY, 0.4, {}), (NIGHT, 3.3, {"seed": 5, "flip": True}), (lit_at(azimuth=170.0), 1.9, {"seed": 2, "hero": True})]
    if name in ANIMALS or name in ROLLING:
        cases.append((NIGHT, 2.6, {"pose": Motion(0.3, 1.2, 1.0, 0.5, -0.6), "seed": 1}))
    for lit, t, kw in cases:
        alpha = picture(name, lit, t, side=side, box=around, **kw)[..., 3]
        assert alpha[y0:y1, x0:x1].any()
        alpha[max(y0, 0) : y1, max(x0, 0) : x1] = 0
        assert not alpha.any(), f"{name} paints outside its bounds"


@pytest.mark.parametrize("name", NAMES)
def test_it_is_neither_empty_nor_flat(name):
    width, height = things.size(name)
    shown = picture(name, box=(-width / 2, -height, width / 2, 0.0))
    solid = shown[..., 3] > 200
    assert solid.mean() > 0.01
    colours = shown[solid][:, :3]
    assert len(np.unique(colours // 12, axis=0)) >= 6
    assert colours.std() > 8


@pytest.mark.parametrize("name", NAMES)
def test_its_size_is_the_catalogues(name):
    width, height = things.size(name)
    usual = catalogue.BY_ID[name].height_m
    assert height == pytest.approx(usual, rel=0.27) or width == pytest.approx(usual, rel=0.1), "as high, or as long when it lies"


@pytest.mark.parametrize("name", NAMES)
def test_the_same_request_gives_the_same_pixels(name):
    first, again = (picture(name, NIGHT, 1.7, seed=3, hero=True) for _ in range(2))
    assert np.array_equal(first, again)


@pytest.mark.parametrize("name", NAMES)
def test_it_moves_if_and_only_if_it_says_so(name):
    changed = any(
        not np.array_equal(picture(name, lit, 0.4, hero=True), picture(name, lit, t, hero=True))
        for lit, t in ((DAY, 0.9), (NIGHT, 1.6), (NIGHT, 3.3))
    )
    assert changed is things.moving(name)


@pytest.mark.parametrize("name", NAMES)
def test_flip_mirrors_the_shape(name):
    plain, mirrored = (picture(name, t=0.4, flip=flip)[..., 3] for flip in (False, True))
    assert np.abs(plain - mirrored[:, ::-1]).mean() < 1.5


def test_flip_leaves_the_light_where_it_is():
    bare, mirrored = (picture("lighthouse", flip=flip, side=200) for flip in (False, True))
    for shown in (bare, mirrored):
        half = shown.shape[1] // 2
        tower = shown[60:150]
        assert tower[:, half:][tower[:, half:, 3] > 250][:, :3].mean() > tower[:, :half][tower[:, :half, 3] > 250][:, :3].mean()


UNPAINTED = {"fire", "window", "painting"}
"""Their colour is their subject: a flame, a view, a picture in its frame."""


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"fire"}))
def test_a_named_colour_replaces_the_main_one(name):
    width, height = things.size(name)
    box = (-width / 2, -height, width / 2, 0.0)
    red, green = (picture(name, box=box, colour=colour) for colour in ("#d01020", "#10a030"))
    solid = (red[..., 3] > 200) & (green[..., 3] > 200)
    changed = np.abs(red - green)[..., :3].sum(axis=-1)[solid] > 40
    assert changed.mean() > (0.02 if name in UNPAINTED else 0.04)
    assert (red - green)[..., 0][solid][changed].mean() > 0


def silhouette(name: str) -> np.ndarray:
    width, height = things.size(name)
    reach = max(width / 2, height / 2)
    return picture(name, side=64, box=(-reach, -height / 2 - reach, reach, -height / 2 + reach))[..., 3] > 128


def test_outlines_tell_things_apart():
    outlines = {name: silhouette(name) for name in NAMES}
    for one, other in combinations(NAMES, 2):
        first, second = outlines[one], outlines[other]
        overlap = (first & second).sum() / max((first | second).sum(), 1)
        assert overlap < 0.97, f"{one} and {other} look alike"


@pytest.mark.parametrize(
    "name", ["lighthouse", "house", "lamp_post", "tram", "ferry", "car", "lantern", "candle", "train", "bus", "clock_tower"]
)
def test_lamps_shine_at_night(name):
    night = picture(name, NIGHT, 1.0, side=160)
    assert night[..., :3].max() > 225
    assert (night[..., 0] - night[..., 2]).max() > 40, "lamp light is warm"


def test_the_lighthouse_sweeps_its_beam_at_night_only():
    def reach(lit: Lit, t: float) -> int:
        columns = np.where(picture("lighthouse", lit, t, side=240)[..., 3].max(axis=0) > 2)[0]
        return int(columns[-1] - columns[0])

    night = [reach(NIGHT, t) for t in np.arange(0.0, 8.0, 0.5)]
    assert max(night) > 2 * min(night)
    assert len({reach(DAY, t) for t in np.arange(0.0, 8.0, 1.0)}) == 1


@pytest.mark.parametrize("name", ANIMALS)
def test_animals_blink_speak_and_look(name):
    def shown(**kw) -> np.ndarray:
        return picture(name, side=220, pose=Motion(**kw))

    still = shown()
    for change in ({"blink": 1.0}, {"mouth_open": 1.0}, {"head_turn": 1.0}):
        if name == "butterfly" or (name in ("fish", "whale", "dolphin") and "head_turn" in change):
            continue
        assert np.abs(shown(**change) - still).max() > 30, f"{name} does not react to {change}"


@pytest.mark.parametrize("name", sorted(set(ANIMALS) - {"fish", "whale", "dolphin", "butterfly"}))
def test_animals_walk_by_their_phase(name):
    poses = [picture(name, t=1.0, side=128, pose=Motion(walk_phase=p, speed=0.3)) for p in (0.1, 0.35, 0.6)]
    assert all(np.abs(a - b).mean() > 0.05 for a, b in combinations(poses, 2))
    loop = picture(name, t=1.0, side=128, pose=Motion(walk_phase=1.1, speed=0.3))
    assert np.abs(loop - poses[0]).max() <= 60 and np.abs(loop - poses[0]).mean() < 0.2


@pytest.mark.parametrize("name", ["gull", "bird", "owl"])
def test_birds_fly_when_they_go(name):
    perched, flying = (picture(name, t=1.0, pose=Motion(speed=speed))[..., 3] > 128 for speed in (0.0, 4.0))
    assert (perched ^ flying).sum() / (perched | flying).sum() > 0.3


@pytest.mark.parametrize("name", ROLLING)
def test_wheels_turn_only_under_way(name):
    parked = [picture(name, t=t, side=256, pose=Motion()) for t in (0.0, 0.37)]
    under_way = [picture(name, t=t, side=256, pose=Motion(speed=3.0)) for t in (0.0, 0.37)]
    assert np.array_equal(*parked)
    assert np.abs(under_way[0] - under_way[1]).max() > 20


@pytest.mark.parametrize("name", ["tree", "house", "toy", "gull", "castle"])
def test_seeds_give_variants(name):
    seen = {picture(name, seed=seed).tobytes() for seed in range(6)}
    assert len(seen) >= 3


def test_far_things_fade_into_the_air():
    near, far = picture("tree"), picture("tree", lit_at().at(400.0))
    haze = np.array([int(DAY.palette.haze[i : i + 2], 16) for i in (1, 3, 5)])
    solid = near[..., 3] > 250
    assert np.abs(far[solid][:, :3] - haze).mean() < 0.75 * np.abs(near[solid][:, :3] - haze).mean()


def test_a_back_light_rims_the_edge():
    front, back = (picture("statue", lit_at(TimeOfDay.DUSK, azimuth=a), side=200) for a in (0.0, 180.0))
    alpha = front[..., 3] > 250
    inner = alpha & np.roll(alpha, 4, 0) & np.roll(alpha, -4, 0) & np.roll(alpha, 4, 1) & np.roll(alpha, -4, 1)
    edge = alpha & ~inner
    contrast = [shown[edge][:, :3].mean() - shown[inner][:, :3].mean() for shown in (front, back)]
    assert contrast[1] > contrast[0]
