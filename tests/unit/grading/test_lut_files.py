# SPDX-License-Identifier: Apache-2.0
"""Files of and for other programs: read back by OpenColorIO and colour-science, harmful and ambiguous ones refused."""

import warnings
from pathlib import Path

import numpy as np
import PyOpenColorIO
import pytest

from aiprod.film.errors import UserError
from aiprod.film.grade import Cdl, Curves, ShotGrade
from aiprod.grading.bake import apply, graded, lattice
from aiprod.grading.cdl import apply_cdl
from aiprod.grading.cdl_files import as_one_cdl, read_cdl, read_cdls, write_cdls
from aiprod.grading.choices import lut_path
from aiprod.grading.cube import read_cube, read_table, write_cube
from aiprod.grading.grade_files import write_grade
from aiprod.grading.look_files import table
from aiprod.grading.looks import look
from aiprod.grading.lookup import apply_lut, looked_up
from aiprod.grading.lut_files import bring_in, read_lut
from aiprod.grading.spaces import Colours

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import colour

CDL = Cdl(slope=(1.1, 0.95, 0.9), offset=(0.02, -0.01, 0.03), power=(1.05, 0.9, 1.0), saturation=1.2)
GRADE = ShotGrade(
    shot="s1-wide", cdl=Cdl(slope=(1.05, 1.0, 0.95), offset=(0.01, 0.0, -0.01)), exposure=0.3, lights=(2, 0, -1),
    correction=Cdl(power=(1.05, 1.0, 1.0), saturation=1.1), curves=Curves(master=((0.07, 0.07), (0.4, 0.42), (0.6, 0.6))),
    look="teal_orange", look_strength=0.7,
)  # fmt: skip


def colours(count: int = 3000) -> Colours:
    """Colours as pictures have them: more grey than vivid."""
    codes = np.random.default_rng(5).uniform(0.1, 0.65, (count, 3)).astype(np.float32)
    mean = codes.mean(axis=-1, keepdims=True)
    return (mean + 0.4 * (codes - mean)).astype(np.float32)


def by_ocio(path: Path, codes: Colours) -> Colours:
    PyOpenColorIO.ClearAllCaches()
    read = PyOpenColorIO.FileTransform(src=str(path), interpolation=PyOpenColorIO.INTERP_TETRAHEDRAL)
    result = codes.copy()
    PyOpenColorIO.Config.CreateRaw().getProcessor(read).getDefaultCPUProcessor().applyRGB(result)
    return result


# --- grades and looks for other programs -------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".cube", ".clf", ".ctf"])
@pytest.mark.parametrize(("source", "output"), [("acescct", "acescct"), ("rec709", "rec709"), ("acescct", "pq")])
def test_a_grade_does_the_same_in_opencolorio(suffix: str, source: str, output: str, tmp_path: Path) -> None:
    path = tmp_path / f"grade{suffix}"
    write_grade(path, GRADE, source, output)
    difference = np.abs(by_ocio(path, colours()) - apply(GRADE, colours(), source, output))  # type: ignore[arg-type]
    assert difference.mean() < 1.5e-3 and np.quantile(difference, 0.99) < 0.01


def test_what_needs_no_table_travels_without_loss(tmp_path: Path) -> None:
    plain = GRADE.changed(curves=Curves(), look="neutral")
    for suffix in (".clf", ".ctf"):
        write_grade(tmp_path / f"plain{suffix}", plain)
        assert np.abs(by_ocio(tmp_path / f"plain{suffix}", colours()) - graded(plain, colours())).max() < 3e-5
    write_grade(tmp_path / "log.clf", plain, "logc4", "acescg")
    assert by_ocio(tmp_path / "log.clf", colours()) == pytest.approx(
        apply(plain, colours(), "logc4", "acescg"), rel=2e-4, abs=1e-5
    )
    write_grade(tmp_path / "hdr.ctf", plain, "acescct", "pq")
    assert np.abs(by_ocio(tmp_path / "hdr.ctf", colours()) - apply(plain, colours(), "acescct", "pq")).max() < 1e-4


def test_a_clf_says_what_it_is(tmp_path: Path) -> None:
    write_grade(tmp_path / "é.clf", GRADE, title="Scène <1> & more")
    text = (tmp_path / "é.clf").read_text("utf-8")
    assert "Scène &lt;1&gt; &amp; more" in text and "ACEScct in, ACEScct out" in text
    assert not list(tmp_path.glob("*.part"))


def test_colour_science_reads_our_cubes_alike(tmp_path: Path) -> None:
    write_cube(tmp_path / "look.cube", table("epic", 17), "epic")
    read = colour.io.read_LUT_IridasCube(str(tmp_path / "look.cube"))
    assert np.abs(read.table - table("epic", 17)).max() < 1e-6
    probes = colours(200)
    theirs = read.apply(probes, interpolator=colour.algebra.table_interpolation_tetrahedral)
    assert np.abs(theirs - looked_up(table("epic", 17), probes)).max() < 1e-5


def test_what_a_table_can_not_hold_is_refused(tmp_path: Path) -> None:
    for name, source, output, why in (
        ("a.cube", "acescg", "rec709", "scene-linear"), ("a.clf", "rec709", "acescg", "scene-linear"),
        ("a.3dl", "acescct", "acescct", "suffixes"), ("a.cube", "kodak", "acescct", "no footage of the kind"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=why):
            write_grade(tmp_path / name, GRADE, source, output)
    with pytest.raises(UserError, match="129 points"):
        write_grade(tmp_path / "a.cube", GRADE, size=129)
    assert list(tmp_path.iterdir()) == []


# --- LUTs brought in ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".cube", ".clf", ".ctf"])
def test_a_look_brought_in_again_is_the_look(suffix: str, tmp_path: Path) -> None:
    path, film = tmp_path / f"golden{suffix}", tmp_path / "film.aiprod"
    write_grade(path, ShotGrade(shot="s", look="golden_hour"), size=65)
    brought = bring_in(path, film)
    kept = lut_path(film, brought.lut)
    assert kept.parent == film / "luts" and brought.error < 1e-4
    assert bring_in(path, film).lut == brought.lut and len(list((film / "luts").iterdir())) == 1
    lut = brought.lut.changed(path=str(kept))
    wanted = look("golden_hour")(colours())
    assert np.abs(apply_lut(colours(), lut, 1.0) - wanted).mean() < 2e-4
    assert np.abs(apply_lut(colours(), lut, 0.5) - (colours() + wanted) / 2).mean() < 1e-4
    assert np.array_equal(apply_lut(colours(), lut, 0.0), colours())


def test_a_lut_works_in_the_space_it_names(tmp_path: Path) -> None:
    """A camera maker's LUT, LogC3 to Rec.709: whatever the footage was, it sees LogC3 and its colours come out."""
    ours = ShotGrade(shot="s")
    write_grade(tmp_path / "show.cube", ours, "logc3", "rec709", size=65)
    brought = bring_in(tmp_path / "show.cube", tmp_path / "f", space="logc3", result="rec709")
    assert "HDR outputs get the range of rec709" in brought.note
    lut = brought.lut.changed(path=str(lut_path(tmp_path / "f", brought.lut)))
    mapped = apply(ours.changed(lut=lut), colours(), "logc4", "rec709")
    assert np.abs(mapped - apply(ours, colours(), "logc4", "rec709")).mean() < 2e-3
    with pytest.raises(UserError, match="scene-linear"):
        bring_in(tmp_path / "show.cube", tmp_path / "f", space="acescg")
    with pytest.raises(UserError, match="no footage of the kind"):
        bring_in(tmp_path / "show.cube", tmp_path / "f", space="technicolor")


def test_a_lut_that_changed_or_went_is_named(tmp_path: Path) -> None:
    write_cube(tmp_path / "a.cube", table("epic", 17), "epic")
    brought = bring_in(tmp_path / "a.cube", tmp_path / "f")
    kept = lut_path(tmp_path / "f", brought.lut)
    kept.write_text(kept.read_text("utf-8").replace("0.5", "0.4"), "utf-8")
    with pytest.raises(UserError, match="not the LUT that was brought in"):
        apply_lut(colours(), brought.lut.changed(path=str(kept)), 1.0)
    with pytest.raises(UserError, match="missing"):
        apply_lut(colours(), brought.lut.changed(path=str(tmp_path / "gone.cube")), 1.0)


def test_a_table_of_one_dimension_is_taken_where_it_stands_alone(tmp_path: Path) -> None:
    ramp = np.linspace(0, 1, 64, dtype=np.float32)[:, None] ** np.array([1.0, 0.9, 1.1], np.float32)
    write_cube(tmp_path / "curve.cube", ramp, "curve")
    assert np.abs(read_table(tmp_path / "curve.cube") - ramp).max() < 1e-6
    assert np.abs(by_ocio(tmp_path / "curve.cube", colours()) - looked_up(ramp, colours())).max() < 1e-5
    with pytest.raises(UserError, match="1D table"):
        read_cube(tmp_path / "curve.cube")
    (tmp_path / "curve.clf").write_text(
        '<ProcessList id="a" compCLFversion="3"><Exponent inBitDepth="32f" outBitDepth="32f" style="basicFwd">'
        '<ExponentParams exponent="1.2"/></Exponent></ProcessList>'
    )
    sampled, error = read_lut(tmp_path / "curve.clf")
    assert sampled.shape == (4096, 3) and error < 1e-5


HEAD = "LUT_3D_SIZE 4\n"
ROWS = "0 0.5 1\n" * 64


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("LUT_1D_SIZE 4\n" + HEAD + "0 0 0\n" * 68, "1D table beside its 3D table"),
        ("LUT_3D_SIZE 2\n" + "0 0 0\n" * 8, "is 2, not"),
        ("LUT_3D_SIZE 129\n0 0 0\n", "is 129, not"),
        ("LUT_3D_SIZE ³\n" + ROWS, "not a number"),
        (HEAD + "nan 0 0\n" * 64, "not finite"),
        (HEAD + "1e39 0 0\n" * 64, "not finite"),
        (HEAD + "inf 0 0\n" * 64, "not finite"),
        (HEAD + "DOMAIN_MAX 10 10 10\n" + ROWS, "DOMAIN_MAX"),
        (HEAD + "DOMAIN_MIN -0.1 0 0\n" + ROWS, "DOMAIN_MIN"),
        (HEAD + "LUT_3D_INPUT_RANGE 0.0 2.0\n" + ROWS, "INPUT_RANGE"),
        (HEAD + HEAD + ROWS, "twice"),
        (HEAD + ROWS + HEAD, "has the row 'LUT_3D"),
        (HEAD + ROWS + ROWS, "128 rows where 64"),
        (HEAD + "0 0\n" * 64, "has the row"),
        ("", "missing"),
        ("PNG\0\0", "no text"),
    ],
)
def test_cubes_that_programs_read_differently_are_refused(text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "bad.cube").write_text(text, "utf-8")
    with pytest.raises(UserError, match=why):
        bring_in(tmp_path / "bad.cube", tmp_path / "f")
    assert not (tmp_path / "f").exists()


def test_cubes_with_foreign_letters_and_ranges_of_0_to_1_are_read(tmp_path: Path) -> None:
    head = '\ufeffTITLE "Été"\r\nLUT_3D_SIZE 4\r\nLUT_3D_INPUT_RANGE 0.0 1.0\r\n'
    (tmp_path / "a.cube").write_bytes((head + ROWS).encode())
    (tmp_path / "b.cube").write_bytes(('TITLE "Été"\n' + HEAD + ROWS).encode("latin-1"))
    assert np.array_equal(read_cube(tmp_path / "a.cube"), read_cube(tmp_path / "b.cube"))


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
DEPTHS = 'inBitDepth="32f" outBitDepth="32f"'
ARRAY = f'<ProcessList id="a" compCLFversion="3"><Matrix {DEPTHS}><Array dim="3 3">{{}}</Array></Matrix></ProcessList>'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (BOMB + "<ProcessList id='x'>&b;</ProcessList>", "entities"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><ProcessList id="x"/>', "document type"),
        ("<ProcessList id='x'>", "well-formed"),
        ("<svg/>", "begins with svg"),
        (f'<ProcessList id="x" version="1.5"><Reference path="/etc/x.ctf" {DEPTHS}/></ProcessList>', "another file"),
        (ARRAY.format("1 0 0 0 1"), "Expected"),
        (ARRAY.format("nan 0 0 0 1 0 0 0 1"), "no colour|Illegal"),
        (ARRAY.format("1e30 0 0 0 1 0 0 0 1"), "no colour"),
        ("", "well-formed"),
    ],
)  # fmt: skip
def test_harmful_and_broken_xml_never_reaches_the_grade(text: str, why: str, tmp_path: Path) -> None:
    for suffix in (".clf", ".ctf"):
        (tmp_path / f"bad{suffix}").write_text(text, "utf-8")
        with pytest.raises(UserError, match=why):
            bring_in(tmp_path / f"bad{suffix}", tmp_path / "f")
    assert not (tmp_path / "f").exists()


def test_other_kinds_and_missing_files_are_refused(tmp_path: Path) -> None:
    for name, why in (("a.3dl", "not read"), ("gone.cube", "No such file"), ("gone.clf", "No such file")):
        with pytest.raises(UserError, match=why):
            bring_in(tmp_path / name, tmp_path / "f")


# --- ASC CDL ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".cc", ".ccc", ".cdl"])
def test_corrections_come_back_as_they_went(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    write_cdls(path, {"s1-wide": CDL})
    assert read_cdl(path) == CDL and read_cdls(path) == {"s1-wide": CDL}
    probes = colours()
    assert np.abs(by_ocio(path, probes) - apply_cdl(probes, CDL)).max() < 3e-5


def test_a_list_holds_a_film(tmp_path: Path) -> None:
    path = tmp_path / "film.ccc"
    write_cdls(path, {"s1-a": CDL, "s1-b": Cdl()})
    assert read_cdls(path) == {"s1-a": CDL, "s1-b": Cdl()} and read_cdl(path, "s1-b") == Cdl()
    for name in ("", "s9"):
        with pytest.raises(UserError, match="s1-a, s1-b"):
            read_cdl(path, name)
    with pytest.raises(UserError, match="one correction"):
        write_cdls(tmp_path / "film.cc", {"a": CDL, "b": CDL})
    with pytest.raises(UserError, match="suffixes"):
        write_cdls(tmp_path / "film.xml", {"a": CDL})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (BOMB + "<ColorCorrection id='x'><SOPNode><Slope>1 1 1</Slope></SOPNode></ColorCorrection>", "entities"),
        ("<ColorCorrection><SOPNode><Slope>-1 1 1</Slope></SOPNode></ColorCorrection>", "a slope is 0 or more"),
        ("<ColorCorrection><SOPNode><Slope>1 1</Slope></SOPNode></ColorCorrection>", "not 3 finite numbers"),
        ("<ColorCorrection><SOPNode><Offset>nan 0 0</Offset></SOPNode></ColorCorrection>", "not 3 finite numbers"),
        ("<ColorCorrection><SatNode><Saturation>much</Saturation></SatNode></ColorCorrection>", "saturation is 'much'"),
        ("<ProcessList/>", "begins with ProcessList"),
        ("<ColorCorrectionCollection/>", "no correction"),
    ],
)  # fmt: skip
def test_corrections_that_are_none_are_refused(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / ("a.ccc" if "Collection" in text else "a.cc")
    path.write_text(text, "utf-8")
    with pytest.raises(UserError, match=why):
        read_cdls(path)


def test_a_grade_becomes_one_list_where_that_is_exact() -> None:
    plain = GRADE.changed(curves=Curves(), look="neutral")
    one, left = as_one_cdl(plain)
    probes = colours() + np.float32(0.15)  # above the toe
    assert np.abs(apply_cdl(probes, one) - graded(plain, probes)).max() < 1e-5 and left == ()
    assert as_one_cdl(GRADE)[1] == ("curves", "look")
    assert as_one_cdl(ShotGrade(shot="s", cdl=CDL))[0] == CDL
    balanced = plain.changed(cdl=CDL.changed(power=(1, 1, 1)), lights=(2, 2, 2), correction=Cdl(slope=(1.1,) * 3, saturation=0.9))
    probes = colours() + np.float32(0.15)
    assert np.abs(apply_cdl(probes, as_one_cdl(balanced)[0]) - graded(balanced, probes)).max() < 1e-5
    for grade in (GRADE.changed(cdl=CDL), balanced.changed(lights=(1, 0, 0))):
        with pytest.raises(UserError, match="no single CDL"):
            as_one_cdl(grade)


def test_lattices_are_indexed_red_first() -> None:
    assert lattice(5)[4, 0, 0].tolist() == [1, 0, 0]
