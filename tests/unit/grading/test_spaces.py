# SPDX-License-Identifier: Apache-2.0
"""Every kind of footage and every output, against colour-science and the makers' formulas."""

import warnings

import numpy as np
import pytest

from aiprod.film.errors import EngineError, UserError
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.film.output import OUTPUTS, OutputName
from aiprod.grading.bake import apply, bake, is_neutral, lattice, table_key
from aiprod.grading.differences import delta_e
from aiprod.grading.lookup import looked_up
from aiprod.grading.printer_lights import apply_lights, decoded, encoded
from aiprod.grading.spaces import (
    CONFIG,
    INPUTS,
    MID_GREY,
    Colours,
    from_acescct,
    input_named,
    lattice_space,
    ocio_config,
    to_acescct,
    to_lattice,
    to_output,
)
from aiprod.grading.transfer import to_nits

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import colour

CURVES = {
    "logc3": colour.models.log_decoding_ARRILogC3, "logc4": colour.models.log_decoding_ARRILogC4,
    "slog3": colour.models.log_decoding_SLog3, "vlog": colour.models.log_decoding_VLog,
    "log3g10": colour.models.log_decoding_Log3G10, "clog2": colour.models.log_decoding_CanonLog2,
    "clog3": colour.models.log_decoding_CanonLog3, "bmdfilm-gen5": colour.models.oetf_inverse_BlackmagicFilmGeneration5,
    "davinci": colour.models.oetf_inverse_DaVinciIntermediate, "applelog": colour.models.log_decoding_AppleLogProfile,
    "dlog": colour.models.log_decoding_DJIDLog, "acescct": colour.models.log_decoding_ACEScct,
}  # fmt: skip
GAMUTS = {
    "logc3": "ARRI Wide Gamut 3", "logc4": "ARRI Wide Gamut 4", "slog3": "S-Gamut3", "slog3-cine": "S-Gamut3.Cine",
    "slog3-venice": "Venice S-Gamut3", "slog3-venice-cine": "Venice S-Gamut3.Cine", "vlog": "V-Gamut",
    "log3g10": "REDWideGamutRGB", "bmdfilm-gen5": "Blackmagic Wide Gamut",
    "davinci": "DaVinci Wide Gamut", "applelog": "ITU-R BT.2020", "dlog": "DJI D-Gamut",
    "lin-rec709": "ITU-R BT.709", "lin-rec2020": "ITU-R BT.2020", "lin-p3d65": "P3-D65", "aces2065-1": "ACES2065-1",
}  # fmt: skip
GREY = {  # 18 % reflectance in the codes of each maker's paper
    "logc3": 0.3910, "logc4": 0.2784, "slog3": 0.4106, "vlog": 0.4233, "log3g10": 1 / 3, "clog2": 0.3980, "clog3": 0.3434,
    "bmdfilm-gen5": 0.3836, "davinci": 0.3360, "applelog": 0.4883, "dlog": 0.3988, "acescct": MID_GREY,
}  # fmt: skip


def mild(count: int = 500, low: float = 0.1, high: float = 0.7) -> Colours:
    """Codes as pictures have them: more grey than vivid."""
    codes = np.random.default_rng(3).uniform(low, high, (count, 3)).astype(np.float32)
    mean = codes.mean(axis=-1, keepdims=True)
    return (mean + 0.3 * (codes - mean)).astype(np.float32)


def linear_ap1(codes: Colours, space: str) -> Colours:
    return decoded(to_acescct(codes, space))


# --- footage ------------------------------------------------------------------------------------------------------------


def test_every_camera_of_the_configuration_has_a_name() -> None:
    spaces = list(ocio_config(CONFIG).getColorSpaces())
    logs = {space.getName() for space in spaces if space.getFamily().startswith("Input/") and space.getEncoding() == "log"}
    assert logs <= {known.space for known in INPUTS.values()}
    assert {known.space for known in INPUTS.values() if not known.view} <= {space.getName() for space in spaces}


@pytest.mark.parametrize("space", CURVES)
def test_log_curves_are_the_makers(space: str) -> None:
    """On greys, the primaries don't matter: what comes out is the curve."""
    codes = np.linspace(0.12, 0.9, 60)
    wanted = np.asarray(CURVES[space](codes))
    found = linear_ap1(np.repeat(codes[:, None], 3, axis=1).astype(np.float32), space)
    assert found == pytest.approx(np.repeat(wanted[:, None], 3, axis=1), rel=2e-3, abs=2e-5)


@pytest.mark.parametrize("space", GREY)
def test_mid_grey_stands_where_each_maker_says(space: str) -> None:
    grey = linear_ap1(np.full((1, 3), GREY[space], np.float32), space)
    assert grey == pytest.approx(np.full((1, 3), 0.18), rel=0.01)


@pytest.mark.parametrize("space", GAMUTS)
def test_primaries_are_the_makers(space: str) -> None:
    """The matrix to AP1, from the chromaticities of each gamut, with the adaptation that its maker or ACES uses."""
    linear = np.exp2(np.random.default_rng(4).uniform(-3, 1, (50, 1))) * np.random.default_rng(5).uniform(0.5, 1, (50, 3))
    code = from_acescct(encoded(linear.astype(np.float32)), space)
    back = linear_ap1(code, space)
    assert back == pytest.approx(linear, rel=1e-3)
    gamut, ap1 = colour.RGB_COLOURSPACES[GAMUTS[space]], colour.RGB_COLOURSPACES["ACEScg"]
    curve = CURVES.get(space.removesuffix("-cine").removesuffix("-venice"))
    native = np.asarray(curve(code.astype(np.float64))) if curve else code.astype(np.float64)
    found = [np.abs(colour.RGB_to_RGB(native, gamut, ap1, adaptation) / linear - 1).max()
             for adaptation in ("CAT02", "Bradford")]  # fmt: skip
    assert min(found) < 4e-3, found


@pytest.mark.parametrize("space", INPUTS)
def test_there_and_back_is_the_same(space: str) -> None:
    kind = INPUTS[space].kind
    codes = mild() if kind == "log" else np.exp2(20 * mild() - 8).astype(np.float32)
    if kind == "display":  # colours that the view has: PQ's codes hold others
        codes = from_acescct(to_acescct(mild(), "rec709"), space)
    back = from_acescct(to_acescct(codes, space), space)
    assert back == pytest.approx(codes, rel=2e-4 if kind == "linear" else 0, abs=1e-6 if kind == "linear" else 4e-4)


def test_unknown_footage_is_named() -> None:
    with pytest.raises(UserError, match="no footage of the kind 'kodak'"):
        input_named("kodak")
    with pytest.raises(UserError, match="logc4"):
        to_acescct(mild(), "kodak")


def test_exposure_is_light_and_black_stays_black() -> None:
    colours = np.array([[MID_GREY, MID_GREY, MID_GREY], [0.0729055, 0.0729055, 0.0729055], [0.1, 0.3, 0.6]], np.float32)
    up = apply_lights(colours, 1.0, (0.0, 0.0, 0.0))
    assert decoded(up) == pytest.approx(2 * decoded(colours), rel=1e-5, abs=1e-7)
    assert up[0, 0] - colours[0, 0] == pytest.approx(1 / 17.52, abs=1e-6)
    lights = decoded(apply_lights(colours, 0.0, (12.0, 0.0, -12.0)))[0] / 0.18
    assert lights == pytest.approx([1.9953, 1.0, 0.5012], abs=1e-3), "twelve points are a stop"
    assert encoded(decoded(colours)) == pytest.approx(colours, abs=1e-6)
    assert decoded(colours) == pytest.approx(colour.models.log_decoding_ACEScct(colours.astype(np.float64)), abs=1e-6)


# --- outputs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("output", [name for name in OUTPUTS if name != "acescg"])
def test_every_display_shows_neutral_greys_and_its_own_white(output: OutputName) -> None:
    ramp = np.repeat(np.linspace(0.08, 0.9, 40, dtype=np.float32)[:, None], 3, axis=1)
    light = to_nits(to_output(ramp, output), output)
    assert np.ptp(light, axis=1).max() < 0.004 * light.max()
    assert (np.diff(light[:, 1]) > -1e-3).all()
    white = to_nits(to_output(np.full((1, 3), 1.2, np.float32), output), output)[0, 1]
    assert white == pytest.approx(OUTPUTS[output].peak_nits, rel=0.02)


def test_rec2020_is_the_p3_picture_in_a_wider_container() -> None:
    acescct = to_acescct(mild(), "rec709")
    p3 = colour.RGB_COLOURSPACES["P3-D65"].matrix_RGB_to_XYZ @ to_nits(to_output(acescct, "p3d65"), "p3d65").T
    wide = colour.RGB_COLOURSPACES["ITU-R BT.2020"].matrix_RGB_to_XYZ @ to_nits(to_output(acescct, "rec2020"), "rec2020").T
    assert np.abs(p3 - wide).max() < 0.02  # of 100 cd/m²


def test_hlg_and_pq_show_the_same_light() -> None:
    """Both are the 1000 cd/m² view within P3, in the same container."""
    acescct = to_acescct(mild(), "rec709")
    hlg, pq = (to_nits(to_output(acescct, name), name) for name in ("hlg", "pq-p3"))
    assert np.abs(hlg - pq).max() < 0.01 * pq.max()


def test_acescg_is_scene_light_without_a_view() -> None:
    bright = np.array([[2.0, 8.0, -0.005]], np.float32)
    assert to_output(to_acescct(bright, "acescg"), "acescg") == pytest.approx(bright, rel=1e-4)
    darker = apply(ShotGrade(shot="s", exposure=-1.0), bright, "acescg", "acescg")
    assert darker == pytest.approx(bright / 2, rel=1e-4, abs=1e-6)
    with pytest.raises(EngineError, match="can't be baked"):
        bake(ShotGrade(shot="s"), 9, "rec709", "acescg")
    with pytest.raises(EngineError, match="can't be baked"):
        bake(ShotGrade(shot="s"), 9, "lin-rec709", "rec709")


@pytest.mark.parametrize("output", ["rec709", "p3d65", "pq", "hlg"])
def test_no_grade_on_footage_of_the_display_is_no_change(output: OutputName) -> None:
    codes = lattice(9)
    assert is_neutral(ShotGrade(shot="s"), output, output)
    assert np.abs(apply(ShotGrade(shot="s"), codes, output, output) - codes).max() < 1e-6
    assert not is_neutral(ShotGrade(shot="s"), "logc4", output)


def test_keys_name_footage_and_output() -> None:
    grade = ShotGrade(shot="s", look="noir")
    keys = {table_key(grade, source, output) for source in ("rec709", "logc4") for output in ("rec709", "pq")}
    assert len(keys) == 4 and table_key(grade) in keys
    assert table_key(grade.changed(exposure=0.1)) not in keys


# --- scene-linear footage and tables ------------------------------------------------------------------------------------


def test_linear_light_goes_into_tables_through_a_log() -> None:
    """On a linear axis, even 4096 points of a shaper are off by ΔE 1 and more; the analytic log is not."""
    grade = ShotGrade(shot="s", cdl=Cdl(slope=(1.05, 1.0, 0.97)), look="cinematic_warm")
    linear = np.exp2(np.random.default_rng(6).uniform(-8, 4, (4000, 1))) * np.random.default_rng(7).uniform(0.6, 1, (4000, 3))
    linear = linear.astype(np.float32)
    assert lattice_space("lin-rec709") == "acescct" and lattice_space("logc4") == "logc4"
    table = bake(grade, 65, lattice_space("lin-rec709"))
    found = looked_up(table, to_lattice(linear, "lin-rec709"))
    difference = delta_e(found, apply(grade, linear, "lin-rec709"))
    assert difference.mean() < 0.2 and np.quantile(difference, 0.99) < 1.0
    assert to_lattice(mild(), "logc4") is not None and np.array_equal(to_lattice(mild(), "logc4"), mild())


def test_an_empty_frame_and_odd_shapes_pass() -> None:
    assert to_acescct(np.zeros((0, 3), np.float32), "logc4").shape == (0, 3)
    assert to_output(np.zeros((2, 5, 4, 3), np.float32), "pq").shape == (2, 5, 4, 3)
