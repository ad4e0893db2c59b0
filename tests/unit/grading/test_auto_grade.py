# SPDX-License-Identifier: Apache-2.0
"""The automatic grade: it takes back what went wrong, keeps what was meant, and says why."""

import numpy as np
import pytest
from numpy.typing import NDArray

from aiprod.cli.benches.grade_scenes import Camera, adaptation, scene, taken, to_acescct
from aiprod.film.grade import Cdl
from aiprod.film.screenplay import TimeOfDay
from aiprod.grading.auto import CAMERA, PAINTED, auto_grade, on_top
from aiprod.grading.auto_words import Correction
from aiprod.grading.cdl import apply_cdl
from aiprod.grading.continuity import CutLimits, cut_jumps
from aiprod.grading.differences import delta_e_itp
from aiprod.grading.illuminant import angle, illuminant
from aiprod.grading.skin import find_skin, off_line
from aiprod.grading.spaces import MID_GREY, STOP, acescct_to_display, from_acescct

Rgb = NDArray[np.uint8]


def kinds(corrections: tuple[Correction, ...]) -> list[str]:
    return [correction.kind for correction in corrections]


def face(light: NDArray[np.float64]) -> Rgb:
    """A face before a grey wall with a dark coat, under a light, ACEScg."""
    picture = np.full((108, 192, 3), 0.22)
    picture[70:] = 0.03
    picture[20:75, 70:122] = (0.34, 0.225, 0.165)
    picture *= np.random.default_rng(0).lognormal(0, 0.05, (108, 192, 1))
    return np.rint(255 * acescct_to_display(to_acescct(picture * light))).astype(np.uint8)


def test_dark_pictures_are_lifted_and_bright_ones_lowered() -> None:
    for stops in (-1.8, 1.1):
        found = auto_grade([taken(scene(3), Camera(stops=stops), 1)])
        given = (found.cdl.offset[1] + (found.cdl.slope[1] - 1) * MID_GREY) / STOP
        assert given * stops < 0 and 0.4 * abs(stops) < abs(given) <= abs(stops) + 0.1
        assert "exposure" in kinds(found.corrections)


@pytest.mark.parametrize("kelvin", [3900, 4600])
def test_a_cast_is_taken_back(kelvin: float) -> None:
    still = taken(scene(15), Camera(kelvin=kelvin), 1)
    found = auto_grade([still])
    white = adaptation(kelvin) @ np.ones(3)
    after = white * 2 ** (np.array(found.cdl.offset) / STOP)
    assert angle(after, np.ones(3)) < 0.6 * angle(white, np.ones(3))
    told = next(c for c in found.corrections if c.kind == "balance")
    assert "warm" in told.en and "chaude" in told.fr and " K" in told.en


def test_what_is_right_is_left_alone_or_nearly() -> None:
    stills = [taken(scene(number), Camera(), 1) for number in range(10)]
    left = [auto_grade([still]) for still in stills]
    untouched = [found for found in left if kinds(found.corrections) == ["none"]]
    assert len(untouched) >= 5 and all(found.cdl == Cdl() for found in untouched)
    assert untouched[0].corrections[0].said("fr").startswith("Laissé")
    for found in left:
        assert np.abs(np.array(found.cdl.offset) + (found.cdl.slope[0] - 1) * MID_GREY).max() < 0.35 * STOP


def test_painted_light_is_kept() -> None:
    evening = taken(scene(5), Camera(stops=-0.5, kelvin=3400), 1)
    found = auto_grade([evening], restraint=PAINTED)
    assert len({*found.cdl.offset}) == 1 and found.cdl.slope == (1, 1, 1)
    assert abs(found.cdl.offset[0]) <= PAINTED.exposure * STOP + 1e-5


def test_night_stays_night() -> None:
    night = taken(scene(15), Camera(stops=-1.9, kelvin=9000), 1)
    as_day, as_night = (auto_grade([night], time=time).cdl for time in (TimeOfDay.DAY, TimeOfDay.NIGHT))
    assert as_day.offset[1] > as_night.offset[1] + 0.35 * STOP
    assert np.ptp(as_night.offset) <= 0.5 * np.ptp(as_day.offset) + 1e-6


def test_dark_faces_are_lifted_because_they_are_faces() -> None:
    found = auto_grade([face(np.full(3, 2.0**-2.2))])
    told = next(c for c in found.corrections if c.kind == "exposure")
    assert told.amount > 0.5 and "skin stood" in told.en and "la peau était" in told.fr


def test_a_face_that_fills_the_picture_keeps_its_hue() -> None:
    picture = np.full((90, 160, 3), (0.34, 0.225, 0.165))
    picture[:, :95] = (0.06, 0.045, 0.035)  # hair, in shadow
    picture *= np.random.default_rng(1).lognormal(0, 0.06, (90, 160, 1))
    acescct = to_acescct(picture)
    skin = acescct[:, 100:].reshape(-1, 3)
    found = auto_grade([np.rint(255 * acescct_to_display(acescct)).astype(np.uint8)])
    assert abs(off_line(apply_cdl(skin, found.cdl))) <= max(6.5, abs(off_line(skin)) + 0.5)


def test_skin_of_every_complexion_is_found() -> None:
    skins = np.array([(0.52, 0.36, 0.27), (0.38, 0.25, 0.18), (0.22, 0.14, 0.10), (0.12, 0.075, 0.055)])
    for colour in skins:
        picture = np.full((1000, 3), 0.18)
        picture[:100] = colour
        found = find_skin(to_acescct(picture))
        assert found is not None and found.share == pytest.approx(0.1) and abs(found.off_line_deg) < 15
        assert found.stops == pytest.approx(np.log2(colour @ (0.2722287, 0.6740818, 0.0536895) / 0.18), abs=0.1)
    assert find_skin(to_acescct(np.full((1000, 3), 0.18))) is None


def test_logs_of_cameras_are_understood() -> None:
    light = scene(7) * 2**-1.7
    codes = np.rint(255 * np.clip(from_acescct(to_acescct(light), "logc3"), 0, 1)).astype(np.uint8)
    found = auto_grade([codes], "logc3")
    assert 0.6 * STOP < found.cdl.offset[1] + (found.cdl.slope[1] - 1) * MID_GREY < 1.7 * STOP


def test_what_is_burnt_is_no_reason_to_darken_and_lifting_burns_nothing() -> None:
    still = taken(scene(2), Camera(), 1)
    still[:60, :150] = 255
    assert "exposure" not in kinds(auto_grade([still]).corrections)
    bright = np.full((90, 160, 3), 30, np.uint8)
    bright[:30] = 240  # a window: a third of the picture must not burn
    found = auto_grade([bright], restraint=CAMERA)
    assert found.cdl.offset[1] < 1.0 * STOP


def test_light_estimates_agree_on_a_grey_world_only() -> None:
    found = illuminant([taken(scene(0), Camera(), 1)])
    assert found.agreement > 0.6 and 4500 < found.kelvin < 8000
    assert illuminant([np.full((40, 40, 3), 128, np.uint8)]).cast_deg < 1


def test_grades_go_on_top_of_each_other() -> None:
    first = Cdl(slope=(1.1, 0.95, 1.02), offset=(0.01, -0.02, 0.015), saturation=1.2)
    second = Cdl(slope=(0.9, 0.9, 0.9), offset=(0.05, 0.03, 0.02))
    colours = np.random.default_rng(2).uniform(0.2, 0.6, (50, 3)).astype(np.float32)
    assert np.abs(apply_cdl(colours, on_top(second, first)) - apply_cdl(apply_cdl(colours, first), second)).max() < 2e-5


def test_jumps_of_light_at_cuts_are_measured() -> None:
    light = scene(11)
    even = taken(light, Camera(), 1)
    brighter = taken(light, Camera(stops=0.7, crop=(0.02, 0.03, 0.95)), 2)
    warmer = taken(light, Camera(kelvin=4300), 3)
    jumps = cut_jumps([("a", [even]), ("b", [brighter]), ("c", [even]), ("d", [warmer]), ("e", [warmer])])
    assert [jump.breaks for jump in jumps] == [("exposure",), ("exposure",), ("white",), ()]
    assert jumps[0].exposure == pytest.approx(0.7, abs=0.1) and jumps[1].exposure == pytest.approx(-0.7, abs=0.1)
    assert jumps[2].warmer > 30 and jumps[2].overlap and "warmer" in jumps[2].said("en") and "plus chaude" in jumps[2].said("fr")
    assert jumps[3].exposure == 0 and jumps[3].white == 0


def test_other_set_ups_may_differ_by_right() -> None:
    jumps = cut_jumps(
        [("wide", [taken(scene(3), Camera(), 1)]), ("close", [taken(scene(4), Camera(stops=-0.6), 2)]), ("none", [])]
    )
    assert len(jumps) == 1 and not jumps[0].overlap and jumps[0].breaks == ()
    strict = cut_jumps([("wide", [taken(scene(3), Camera(), 1)]), ("close", [taken(scene(4), Camera(stops=-1.6), 2)])],
                       CutLimits(exposure=(0.3, 0.5)))  # fmt: skip
    assert strict[0].breaks == ("exposure",)


def test_delta_e_itp_is_what_the_reference_says() -> None:
    colour = pytest.importorskip("colour")
    rng = np.random.default_rng(5)
    first = rng.uniform(0.1, 0.7, (20, 3))
    second = np.clip(first + rng.normal(0, 0.02, (20, 3)), 0, 1)
    linear = [colour.models.eotf_ST2084(codes) for codes in (first, second)]
    ictcp = [colour.RGB_to_ICtCp(rgb, method="ITU-R BT.2100-2 PQ") for rgb in linear]
    wanted = colour.delta_E(*ictcp, method="ITP")
    assert np.abs(delta_e_itp(first.astype(np.float32), second.astype(np.float32)) - wanted).max() < 0.02
