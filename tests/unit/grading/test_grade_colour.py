# SPDX-License-Identifier: Apache-2.0
"""The colour chain: neutral is the picture itself, looks behave, cubes travel, the referee agrees."""

from pathlib import Path

import numpy as np
import PyOpenColorIO
import pytest

from aiprod.film.brief import Genre, Tone
from aiprod.film.errors import EngineError, UserError
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.film.screenplay import Mood, TimeOfDay
from aiprod.grading.bake import apply, bake, is_neutral, lattice, table_key
from aiprod.grading.cdl import apply_cdl
from aiprod.grading.cube import read_cube, write_cube
from aiprod.grading.differences import delta_e, delta_e_lab
from aiprod.grading.look_files import table, write_library
from aiprod.grading.looks import LOOKS, for_mood, look
from aiprod.grading.spaces import CONFIG, MID_GREY, acescct_to_display, display_to_acescct

SKIN = np.array([[0.92, 0.74, 0.62], [0.78, 0.57, 0.44], [0.55, 0.36, 0.26], [0.36, 0.23, 0.17]], np.float32)


def grade(name: str = "neutral", strength: float = 1.0, **cdl: object) -> ShotGrade:
    return ShotGrade(shot="s", look=name, look_strength=strength, cdl=Cdl(**cdl))


def test_neutral_gives_the_picture_back() -> None:
    difference = delta_e(bake(grade()), lattice(33))
    assert difference.mean() < 0.01
    assert difference.max() < 0.1  # also at the edge of the gamut
    assert is_neutral(grade()) and is_neutral(grade("noir", 0.0)) and not is_neutral(grade("noir", 0.5))


def test_mid_grey_stands_where_the_academy_put_it() -> None:
    grey = acescct_to_display(np.full((1, 3), MID_GREY, np.float32))
    assert np.ptp(grey) < 1e-3  # neutral stays neutral
    assert 0.09 < float(grey[0, 0]) ** 2.4 < 0.11  # 10 nits of 100, the ACES 2 SDR view's mid grey


def test_the_config_is_the_pinned_one() -> None:
    assert ShotGrade(shot="s").config == CONFIG
    with pytest.raises(EngineError, match="no-such-config"):
        display_to_acescct(np.zeros((1, 3), np.float32), "no-such-config")


def test_delta_e_is_what_the_paper_publishes() -> None:
    """Pairs 1, 7, 17 and 25 of Sharma, Wu and Dalal's test data."""
    first = np.array([[50, 2.6772, -79.7751], [50, 0, 0], [50, 2.5, 0], [60.2574, -34.0099, 36.2677]])
    second = np.array([[50, 0, -82.7485], [50, -1, 2], [73, 25, -18], [60.4626, -34.1751, 39.4387]])
    assert delta_e_lab(first, second) == pytest.approx([2.0425, 2.3669, 27.1492, 1.2644], abs=1e-4)


def test_cdl_agrees_with_opencolorio() -> None:
    cdl = Cdl(slope=(1.1, 0.95, 0.9), offset=(0.02, -0.01, 0.03), power=(1.05, 0.9, 1.0), saturation=1.2)
    colours = np.random.default_rng(1).uniform(0.1, 0.7, (500, 3)).astype(np.float32)
    transform = PyOpenColorIO.CDLTransform(
        slope=list(cdl.slope), offset=list(cdl.offset), power=list(cdl.power), sat=cdl.saturation
    )
    transform.setStyle(PyOpenColorIO.CDL_ASC)
    reference = colours.copy()
    PyOpenColorIO.Config.CreateRaw().getProcessor(transform).getDefaultCPUProcessor().applyRGB(reference)
    assert np.abs(apply_cdl(colours, cdl) - np.clip(reference, None, 1)).max() < 2e-4


@pytest.mark.parametrize("name", LOOKS)
def test_looks_are_safe(name: str) -> None:
    result = bake(grade(name), 17)
    greys = result[range(17), range(17), range(17)]
    assert np.isfinite(result).all()
    assert np.diff(greys.mean(axis=1)).min() >= -1e-4, "a ramp never turns back"
    assert np.ptp(greys[0]) < 0.02 and np.ptp(greys[-1]) < 0.02, "black and white stay neutral"
    assert greys[-1].min() > 0.9
    skin = apply(grade(name), SKIN)
    if look(name).grey == 0 and look(name).exposure > -0.5:
        assert (skin[:, 0] > skin[:, 1]).all() and (skin[:, 1] > skin[:, 2]).all(), "skin stays skin"


def test_there_are_28_looks_and_no_two_are_alike() -> None:
    assert len(LOOKS) == 28
    probes = np.random.default_rng(2).uniform(0.05, 0.95, (400, 3)).astype(np.float32)
    results = {name: apply(grade(name), probes) for name in LOOKS}
    for name, first in results.items():
        for other, second in results.items():
            assert name == other or delta_e(first, second).mean() > 0.8, (name, other)


def test_strength_goes_from_nothing_to_all() -> None:
    probes = np.random.default_rng(3).uniform(0.05, 0.95, (200, 3)).astype(np.float32)
    steps = [delta_e(apply(grade("teal_orange", s), probes), probes).mean() for s in (0.0, 0.3, 0.6, 1.0)]
    assert steps[0] < 0.05 and steps == sorted(steps)


def test_every_scene_finds_a_look() -> None:
    found = {for_mood(m, g, t, h) for m in Mood for g in Genre for t in Tone for h in TimeOfDay}
    assert all(name in LOOKS and 0 < strength <= 1 for name, strength in found)
    assert len({name for name, _ in found}) >= 14
    assert for_mood(Mood.LONELY, Genre.DRAMA, Tone.WARM, TimeOfDay.NIGHT)[0] == "moonlight"
    assert for_mood(Mood.TENSE, Genre.DOCUMENTARY, Tone.DARK, TimeOfDay.NIGHT)[0] == "documentary"


def test_the_library_is_read_alike_by_opencolorio(tmp_path: Path) -> None:
    paths = write_library(tmp_path / "looks", size=17)
    assert len(paths) == 28
    path = tmp_path / "looks" / "golden_hour.cube"
    transform = PyOpenColorIO.FileTransform(src=str(path), interpolation=PyOpenColorIO.INTERP_TETRAHEDRAL)
    nodes = lattice(17).reshape(-1, 3).copy()
    PyOpenColorIO.Config.CreateRaw().getProcessor(transform).getDefaultCPUProcessor().applyRGB(nodes)
    assert np.abs(nodes - table("golden_hour", 17).reshape(-1, 3)).max() < 1e-5
    assert np.abs(read_cube(path) - table("golden_hour", 17)).max() < 1e-6


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("LUT_1D_SIZE 2\nLUT_3D_SIZE 2\n0 0 0\n1 1 1\n", "1D table beside its 3D table"),
        ("LUT_1D_SIZE 2\n0 0 0\n1 1 1\n", "1D table"),
        ("LUT_3D_SIZE 2\n" + "0 0 0\n" * 8, "not a number from 4 to 128"),
        ("LUT_3D_SIZE 129\n0 0 0\n", "not a number from 4 to 128"),
        ("LUT_3D_SIZE 4\n" + "0 0 0\n" * 63, "63 rows"),
        ("LUT_3D_SIZE 4\n" + "nan 0 0\n" * 64, "not finite"),
        ("LUT_3D_SIZE 4\n" + "0 0\n" * 64, "has the row"),
        ("LUT_3D_SIZE 4\nDOMAIN_MAX 2 2 2\n" + "0 0 0\n" * 64, "DOMAIN_MAX"),
        ("0.1 0.2 zebra\n", "zebra"),
    ],
)
def test_tables_that_players_read_differently_are_refused(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "bad.cube"
    path.write_text(text)
    with pytest.raises(UserError, match=why):
        read_cube(path)


def test_cubes_survive_the_journey(tmp_path: Path) -> None:
    baked = bake(grade("epic"), 9)
    write_cube(tmp_path / "é pic.cube", baked, "epic", "two\nlines")
    assert np.abs(read_cube(tmp_path / "é pic.cube") - baked).max() < 1e-6


def test_tables_are_shared_by_shots_graded_alike() -> None:
    assert table_key(ShotGrade(shot="a", look="noir")) == table_key(ShotGrade(shot="b", look="noir"))
    assert table_key(ShotGrade(shot="a", look="noir")) != table_key(ShotGrade(shot="a", look="epic"))
    assert bake(grade("noir")).tobytes() == bake(grade("noir")).tobytes()
