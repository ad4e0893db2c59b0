# SPDX-License-Identifier: Apache-2.0
"""The colour pass against references computed another way."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from aiprod.film.grade import ShotGrade
from aiprod.grading.bake import apply, bake, lattice
from aiprod.grading.differences import delta_e
from aiprod.rendering.blending import ONE, blended, share_of
from aiprod.rendering.planes import Engine, Planes, Table, dither, engine, graded, table_of

Values = NDArray[np.float64]
BARS = np.array(
    [[c * 0.75 for c in rgb] for rgb in ((1, 1, 1), (1, 1, 0), (0, 1, 1), (0, 1, 0), (1, 0, 1), (1, 0, 0), (0, 0, 1), (0, 0, 0))]
)
BARS_8BIT = [
    (180, 128, 128),
    (168, 44, 136),
    (145, 147, 44),
    (133, 63, 52),
    (63, 193, 204),
    (51, 109, 212),
    (28, 212, 120),
    (16, 128, 128),
]
"""75 % bars in 8-bit Rec.709, as BT.709's matrix and BT.1886's range give them."""


def to_codes(rgb: Values) -> Values:
    luma = rgb @ np.array([0.2126, 0.7152, 0.0722])
    return np.stack(
        [16 + 219 * luma, 128 + 224 * (rgb[..., 2] - luma) / 1.8556, 128 + 224 * (rgb[..., 0] - luma) / 1.5748], axis=-1
    )


def to_rgb(codes: Values) -> Values:
    luma, cb, cr = (codes[..., 0] - 16) / 219, (codes[..., 1] - 128) / 224, (codes[..., 2] - 128) / 224
    red, blue = luma + 1.5748 * cr, luma + 1.8556 * cb
    return np.clip(np.stack([red, (luma - 0.2126 * red - 0.0722 * blue) / 0.7152, blue], axis=-1), 0, 1)


def bars(width: int = 16, height: int = 32) -> Planes:
    columns = np.round(to_codes(BARS)).astype(np.uint8)
    assert [tuple(c) for c in columns.tolist()] == BARS_8BIT
    y = np.repeat(np.tile(columns[:, 0], (height, 1)), width, axis=1)
    u, v = (np.repeat(np.tile(columns[:, i], (height // 2, 1)), width // 2, axis=1) for i in (1, 2))
    return Planes(y, u, v)


def noise(seed: int = 4, height: int = 64, width: int = 96) -> Planes:
    rng = np.random.default_rng(seed)
    shapes = ((height, width), (height // 2, width // 2), (height // 2, width // 2))
    return Planes(
        *(
            rng.integers(low, high, s).astype(np.uint8)
            for s, (low, high) in zip(shapes, ((0, 256), (60, 196), (60, 196)), strict=True)
        )
    )


def empty(like: Planes) -> Planes:
    return Planes(*(np.zeros_like(p) for p in like))


def apart(first: Planes, second: Planes) -> int:
    return max(int(np.abs(a.astype(int) - b).max()) for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("using", ["numba", "opencolorio"])
def test_bars_pass_a_neutral_grade_unchanged(using: Engine) -> None:
    picture = bars()
    out = empty(picture)
    graded(picture, table_of(bake(ShotGrade(shot="s"))), out, using)
    # Rounded codes of colours on the gamut's edge lie a hair outside it and are clamped back by one code.
    assert apart(picture, out) <= 1
    for bar in (0, 7):
        columns = slice(16 * bar, 16 * bar + 16), slice(8 * bar, 8 * bar + 8), slice(8 * bar, 8 * bar + 8)
        assert all((p[:, c] == o[:, c]).all() for p, o, c in zip(picture, out, columns, strict=True))


@pytest.mark.parametrize("using", ["numba", "opencolorio"])
@pytest.mark.parametrize("look", ["teal_orange", "noir", "golden_hour"])
def test_bars_through_a_look_are_what_the_exact_path_gives(using: Engine, look: str) -> None:
    picture, grade = bars(), ShotGrade(shot="s", look=look)
    out = empty(picture)
    graded(picture, table_of(bake(grade, 65)), out, using)
    exact = to_codes(apply(grade, to_rgb(np.array(BARS_8BIT, np.float64)).astype(np.float32)).astype(np.float64))
    for bar in range(8):
        middle = 16 * bar + 8
        block = np.array([p[:, middle >> s].mean() for p, s in zip(out, (0, 1, 1), strict=True)])
        # An ordered dither's mean is the value itself; what is left is the table's interpolation.
        assert np.abs(block - exact[bar]).max() < 1.0, (bar, block, exact[bar])


@pytest.mark.parametrize("size", [17, 33])
def test_the_two_engines_agree(size: int) -> None:
    picture, table = noise(), table_of(bake(ShotGrade(shot="s", look="epic"), size))
    fast, plain = empty(picture), empty(picture)
    graded(picture, table, fast, "numba")
    graded(picture, table, plain, "opencolorio")
    assert apart(fast, plain) <= 1
    assert all(np.mean(a != b) < 0.01 for a, b in zip(fast, plain, strict=True))


def by_hand(picture: Planes, table: Table) -> Planes:
    """The tetrahedral lookup written plainly: sort the fractions, walk from corner to corner (Kasson, SPIE 1909, 1993)."""
    full = [picture.y, *(p.repeat(2, 0).repeat(2, 1) for p in picture[1:])]
    lattice_at = to_rgb(np.stack([p.astype(np.float64) for p in full], -1)) * (table.size - 1)
    whole = np.minimum(lattice_at.astype(int), table.size - 2)
    part = lattice_at - whole
    order = np.argsort(-part, axis=-1, kind="stable")
    ranked = np.take_along_axis(part, order, -1)
    steps = np.array([table.size**2, table.size, 1])
    corner = whole @ steps
    mixed = (1 - ranked[..., :1]) * table.codes[corner, :3]
    for axis in range(3):
        corner = corner + steps[order[..., axis]]
        following = ranked[..., axis + 1 : axis + 2] if axis < 2 else 0
        mixed = mixed + (ranked[..., axis : axis + 1] - following) * table.codes[corner, :3]
    rows, columns = picture.u.shape
    small = mixed.reshape(rows, 2, columns, 2, 3).mean(axis=(1, 3))
    noise = np.tile(dither(), (rows, columns))
    planes = [mixed[..., 0] + noise[: 2 * rows, : 2 * columns], *(small[..., i] + noise[:rows, :columns] for i in (1, 2))]
    return Planes(*(p.astype(np.uint8) for p in planes))


@pytest.mark.parametrize("using", ["numba", "opencolorio"])
def test_both_engines_do_what_the_paper_says(using: Engine) -> None:
    picture, table = noise(6), table_of(bake(ShotGrade(shot="s", look="autumn"), 9))
    out = empty(picture)
    graded(picture, table, out, using)
    reference = by_hand(picture, table)
    assert apart(out, reference) <= 1
    assert all(np.mean(a != b) < 0.01 for a, b in zip(out, reference, strict=True))


def test_every_code_goes_through_an_identity_table_unchanged() -> None:
    y, u = np.meshgrid(np.arange(16, 236), np.arange(64, 192), indexing="ij")
    codes = np.stack([y, u, np.full_like(y, 120)], -1).reshape(-1, 3).astype(np.float64)
    inside = codes[(np.abs(to_codes(to_rgb(codes)) - codes) < 1e-6).all(axis=-1)].astype(np.uint8)
    count = len(inside) // 2 * 2
    picture = Planes(
        *(np.repeat(np.repeat(inside[None, :count, i], 2 if i == 0 else 1, 0), 2 if i == 0 else 1, 1) for i in range(3))
    )
    out = empty(picture)
    graded(picture, table_of(lattice(33)), out)
    assert count > 5000 and apart(picture, out) == 0


def test_the_baked_grade_is_close_to_the_exact_one() -> None:
    grade = ShotGrade(shot="s", look="teal_orange", look_strength=0.6)
    rng = np.random.default_rng(5)
    colours = np.clip(rng.normal(0.45, 0.18, (4096, 1)) + rng.normal(0, 0.06, (4096, 3)), 0, 1).astype(np.float32)
    table = table_of(bake(grade, 33))
    codes = to_codes(colours.astype(np.float64))
    picture = Planes(
        *(
            np.repeat(np.repeat(np.round(codes[None, :, i]), 2 if i == 0 else 1, 0), 2 if i == 0 else 1, 1).astype(np.uint8)
            for i in range(3)
        )
    )
    out = empty(picture)
    graded(picture, table, out)
    seen = np.stack([picture.y[0, ::2], picture.u[0], picture.v[0]], -1).astype(np.float64)
    got = np.stack([out.y.reshape(2, -1, 2).mean(axis=(0, 2)), out.u[0], out.v[0]], -1).astype(np.float64)
    exact = apply(grade, to_rgb(seen).astype(np.float32))
    assert delta_e(to_rgb(got).astype(np.float32), exact).mean() < 0.6  # 8-bit codes alone make about 0.3


def test_padded_rows_are_read_and_written_in_place() -> None:
    picture, table = noise(), table_of(bake(ShotGrade(shot="s", look="storm"), 17))
    wide = Planes(*(np.pad(p, ((0, 0), (0, 32)), constant_values=7) for p in picture))
    view = Planes(*(p[:, : q.shape[1]] for p, q in zip(wide, picture, strict=True)))
    out = empty(picture)
    graded(picture, table, out)
    graded(view, table, view)
    assert apart(view, out) == 0 and all((p[:, -32:] == 7).all() for p in wide)


def test_dither_holds_every_step_once() -> None:
    assert sorted((dither() * 64 - 0.5).astype(int).ravel().tolist()) == list(range(64))


def test_blends_are_exact_at_their_ends_and_even_between() -> None:
    first, second = noise(1), noise(2)
    out = empty(first)
    for using in ("numba", "opencolorio"):
        for share, wanted in ((0.0, first), (1.0, second)):
            blended(first, second, share_of("dissolve", share, 96, 64), out, using)
            assert apart(out, wanted) == 0
    blended(first, second, share_of("dissolve", 0.5, 96, 64), out)
    assert all(np.abs(o - (a.astype(float) + b) / 2).max() <= 0.5 for o, a, b in zip(out, first, second, strict=True))


def test_a_wipe_travels_from_left_to_right() -> None:
    edges = [int((share_of("wipe", s, 400, 2) > ONE // 2).sum()) for s in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert edges == sorted(edges) and edges[0] == 0 and edges[-1] == 400
    assert (np.diff(share_of("wipe", 0.5, 400, 2)[0]) <= 0).all()


def test_numba_is_what_runs_here() -> None:
    assert engine() == "numba"


def test_compiled_code_needs_no_writable_place(tmp_path: Path) -> None:
    """A read-only home must not stop a render."""
    code = (
        "import numpy as np; from aiprod.rendering.planes import *; from aiprod.grading.bake import lattice;"
        "p = Planes(np.full((2, 4), 90, np.uint8), np.full((1, 2), 128, np.uint8), np.full((1, 2), 128, np.uint8));"
        "graded(p, table_of(lattice(5)), p); print(p.y[0, 0])"
    )
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    env = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"}
    env |= {"PYTHONPATH": "engine", "AIPROD_HOME": str(blocked)}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert told.stdout.strip() == "90"
