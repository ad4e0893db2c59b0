# SPDX-License-Identifier: Apache-2.0
"""Matching by the same places and to stills that users give; the bench's own measure on a few of its pairs."""

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from aiprod.cli.benches.grade import _graded, _patches
from aiprod.cli.benches.grade_scenes import Camera, cropped, pair, scene, taken
from aiprod.film.errors import UserError
from aiprod.film.grade import Cdl
from aiprod.grading.differences import delta_e
from aiprod.grading.matching import GENTLE, Limits, fitted, match_stills, sampled, statistics
from aiprod.grading.overlap import shared_cells
from aiprod.grading.reference import match_to_still, space_of
from aiprod.grading.skin import off_line
from aiprod.grading.spaces import STOP, acescct_to_display, display_to_acescct, from_acescct, to_acescct
from aiprod.media.pictures import write_picture

Rgb = NDArray[np.uint8]


@pytest.mark.parametrize("number", range(4))
def test_pairs_of_the_bench_come_together(number: int) -> None:
    reference, altered, camera = pair(number)
    wanted = _patches(cropped(reference, camera.crop))
    found = match_stills([altered], [reference])
    before = delta_e(_patches(altered), wanted).mean()
    after = delta_e(_patches(_graded(altered, found.cdl)), wanted).mean()
    assert found.overlap and found.confidence > 0.9
    assert after < 0.5 and before > 10 * after


def test_distributions_alone_do_it_where_the_framing_is_the_same() -> None:
    light = scene(4)
    reference, altered = taken(light, Camera(), 1), taken(light, Camera(stops=-0.8, kelvin=4700, contrast=1.15), 2)
    fit = fitted(*(statistics(sampled([still])) for still in (altered, reference)))
    cdl = Cdl(slope=tuple(fit.slope), offset=tuple(fit.offset), saturation=fit.saturation)
    assert delta_e(_patches(_graded(altered, cdl)), _patches(reference)).mean() < 0.6


def test_limits_hold() -> None:
    light = scene(5)
    found = match_stills([taken(light, Camera(stops=-1.5, kelvin=3600, contrast=1.3), 1)], [taken(light, Camera(), 2)], GENTLE)
    assert all(1 / 1.12 - 1e-4 <= slope <= 1.12 + 1e-4 for slope in found.cdl.slope)
    assert 1 / 1.06 - 1e-4 <= found.cdl.saturation <= 1.06 + 1e-4
    still = match_stills([taken(light, Camera(stops=-1.5), 1)], [taken(light, Camera(), 2)], Limits(), trust=0.0)
    assert np.abs(np.array(still.cdl.offset)).max() < 1e-4 and still.cdl.slope == (1, 1, 1)


def test_other_places_do_not_overlap_and_reframed_ones_do() -> None:
    light = scene(8)
    wide = taken(light, Camera(), 1)
    assert shared_cells(wide, taken(scene(9), Camera(), 2)) is None
    assert shared_cells(wide, np.zeros_like(wide)) is None
    tight = shared_cells(taken(light, Camera(crop=(0.1, 0.15, 0.7), stops=-1), 3), wide)
    assert tight is not None and tight[0].shape == tight[1].shape and len(tight[0]) > 1000
    turned = np.ascontiguousarray(cv2.warpAffine(wide, cv2.getRotationMatrix2D((192, 108), 4, 1.1), (384, 216)))
    assert shared_cells(turned, wide) is not None


def test_a_camera_log_is_matched_to_a_display_picture() -> None:
    light = scene(6)
    codes = from_acescct(display_to_acescct(taken(light, Camera(stops=-0.7), 1).astype(np.float32) / 255), "slog3")
    log = np.rint(255 * np.clip(codes, 0, 1)).astype(np.uint8)
    reference = taken(light, Camera(), 2)
    cdl = match_stills([log], [reference], spaces=("slog3", "rec709")).cdl
    graded = acescct_to_display(_cdl_on(to_acescct(log.astype(np.float32) / 255, "slog3"), cdl)) * 255
    assert delta_e(_patches(graded), _patches(reference)).mean() < 1.0


def _cdl_on(colours: NDArray[np.float32], cdl: Cdl) -> NDArray[np.float32]:
    from aiprod.grading.cdl import apply_cdl

    return apply_cdl(colours, cdl)


def test_a_still_of_the_same_place_is_reached(tmp_path: Path) -> None:
    light = scene(2)
    write_picture(tmp_path / "référence.png", taken(light, Camera(stops=0.4, kelvin=4800), 1))
    shot = taken(light, Camera(crop=(0.02, 0.03, 0.94)), 2)
    found = match_to_still([shot, shot], tmp_path / "référence.png")
    assert found.overlap and found.confidence > 0.9
    assert found.corrections[0].kind == "match" and "référence.png" in found.corrections[0].fr
    assert "stop" in found.corrections[1].en and "diaph" in found.corrections[1].fr
    assert found == match_to_still([shot, shot], tmp_path / "référence.png")


def test_a_still_of_something_else_gives_its_light_within_limits_and_leaves_skin_alone(tmp_path: Path) -> None:
    sea = np.tile(np.linspace(30, 90, 180)[:, None, None], (1, 320, 1)) * np.array([0.5, 0.9, 1.3])
    sea += np.random.default_rng(0).normal(0, 6, sea.shape)
    write_picture(tmp_path / "sea.jpg", np.clip(sea, 0, 255).astype(np.uint8))
    face = np.full((180, 320, 3), (92, 90, 88), np.uint8)
    face[40:150, 100:220] = (214, 168, 140)
    found = match_to_still([face], tmp_path / "sea.jpg")
    assert not found.overlap and found.confidence < 0.6
    skin = _cdl_on(display_to_acescct(np.array([[214, 168, 140]], np.float32) / 255), found.cdl)
    assert abs(off_line(skin)) <= 14
    assert -1.9 * STOP < np.mean(found.cdl.offset) < 1.9 * STOP


def png_with_profile(path: Path, rgb: Rgb, name: str) -> None:
    """A PNG with a version 4 ICC profile that says its name and nothing more."""
    text = name.encode("utf-16-be")
    tag = b"mluc" + bytes(4) + struct.pack(">II", 1, 12) + b"enUS" + struct.pack(">II", len(text), 28) + text
    profile = bytes(128) + struct.pack(">I4sII", 1, b"desc", 144, len(tag)) + tag
    data = b"x\0\0" + zlib.compress(profile)
    chunk = struct.pack(">I", len(data)) + b"iCCP" + data + struct.pack(">I", zlib.crc32(b"iCCP" + data))
    write_picture(path, rgb)
    whole = path.read_bytes()
    path.write_bytes(whole[:33] + chunk + whole[33:])


def test_icc_profiles_are_followed_or_refused(tmp_path: Path) -> None:
    still = taken(scene(0), Camera(), 1)
    for name, space in (("Display P3", "display-p3"), ("sRGB IEC61966-2.1", "srgb"), ("ITU-R Rec. 709", "rec709")):
        png_with_profile(tmp_path / f"{space}.png", still, name)
        assert space_of(tmp_path / f"{space}.png") == space
    write_picture(tmp_path / "plain.png", still)
    write_picture(tmp_path / "plain.jpg", still)
    assert space_of(tmp_path / "plain.png") == space_of(tmp_path / "plain.jpg") == "rec709"
    png_with_profile(tmp_path / "adobe.png", still, "Adobe RGB (1998)")
    with pytest.raises(UserError, match="Adobe RGB"):
        match_to_still([still], tmp_path / "adobe.png")


def test_stills_that_say_nothing_are_refused(tmp_path: Path) -> None:
    still = taken(scene(0), Camera(), 1)
    write_picture(tmp_path / "grey.png", np.full((90, 160, 3), 90, np.uint8))
    write_picture(tmp_path / "tiny.png", still[:8, :8])
    (tmp_path / "text.png").write_text("not a picture")
    for name, why in (("grey", "one colour"), ("tiny", "8 × 8"), ("text", "damaged"), ("none", "none.png")):
        with pytest.raises(UserError, match=why):
            match_to_still([still], tmp_path / f"{name}.png")
