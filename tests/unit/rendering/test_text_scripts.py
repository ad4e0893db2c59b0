# SPDX-License-Identifier: Apache-2.0
"""Letters of many scripts: joined, ordered, broken and drawn as their readers expect; nothing lost in silence."""

import math
import os
import shutil
import subprocess

import numpy as np
import pytest
import skia

from aiprod.rendering.fonts import fonts_for, right_to_left, typeface
from aiprod.rendering.lettering import Block, Span, Style, block, capitals, fitting_text, width_of
from aiprod.rendering.segments import Title
from aiprod.rendering.titles import drawn_title, painted, unwritable

STYLE = Style("serif", 40)
SAMPLES = {
    "fr": "Où est l’œuvre ? « Là, près du château ! »", "ru": "Ночь, улица, фонарь", "el": "Ο φύλακας του φάρου",
    "ar": "حارس المنارة في باريس 2026", "he": "שומר המגדלור (2026)", "hi": "प्रकाशस्तंभ का रक्षक", "th": "ผู้เฝ้าประภาคาร",
    "ja": "灯台守と「海の手紙」。", "ko": "등대지기의 이야기", "zh": "灯塔守望者，在海边。",
}  # fmt: skip


def _has_fonts() -> bool:
    if os.environ.get("AIPROD_REQUIRE_SERVICES"):
        return True
    tool = shutil.which("fc-list")
    found = subprocess.run([tool, ":", "family"], capture_output=True, text=True, check=False).stdout if tool else ""
    return all(
        f"Noto {name}" in found for name in ("Naskh Arabic", "Serif Hebrew", "Serif Devanagari", "Serif Thai", "Serif CJK")
    )


needs_fonts = pytest.mark.skipif(not _has_fonts(), reason="the Noto fonts are not installed")


def inked(made: Block, width: int = 900, height: int = 120) -> np.ndarray:
    """Opacity of a block drawn in white, float [height, width]."""
    info = skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    surface = skia.Surface.MakeRaster(info)
    surface.getCanvas().clear(0)
    made.draw(surface.getCanvas(), width / 2, 0.45 * height)
    return surface.toarray()[..., 3].astype(float) / 255


def columns(ink: np.ndarray) -> tuple[int, int]:
    found = np.nonzero(ink.max(axis=0) > 0.5)[0]
    return int(found.min()), int(found.max())


def alike(first: np.ndarray, second: np.ndarray) -> float:
    """How much two letterings share, cut to their own boxes: 1 is the same."""
    cut = [ink[:, slice(columns(ink)[0], columns(ink)[1] + 1)] for ink in (first, second)]
    wide = min(c.shape[1] for c in cut)
    a, b = (c[:, :wide] for c in cut)
    return float((a * b).sum() / math.sqrt((a * a).sum() * (b * b).sum()))


@needs_fonts
@pytest.mark.parametrize("language", SAMPLES)
def test_every_script_is_drawn_whole_and_inside_the_safe_area(language: str) -> None:
    title = Title(title=SAMPLES[language], subtitle=SAMPLES[language], first=0, length=48)
    drawn = drawn_title(title, 640, 360)
    assert drawn is not None and drawn.missing == "" == unwritable(title)
    bright = np.nonzero(painted(title, 640, 360)[..., :3].max(axis=-1) > 140)
    assert bright[1].min() >= 32 - 2 and bright[1].max() <= 608 + 2
    assert bright[0].min() >= 18 and bright[0].max() <= 342


@needs_fonts
@pytest.mark.parametrize("language", SAMPLES)
@pytest.mark.parametrize("face", ["serif", "serif_italic", "sans", "sans_semibold"])
def test_no_letter_becomes_an_empty_box(language: str, face: str) -> None:
    """Each letter's ink differs from the ink of what a font draws for a letter that it lacks."""
    text = SAMPLES[language]
    fonts = fonts_for(text, face, language)  # type: ignore[arg-type]
    assert fonts.missing == ""
    boxes = [_box_of(typeface(face))]  # type: ignore[arg-type]
    boxes += [_box_of(skia.FontMgr().matchFamilyStyle(family, skia.FontStyle())) for family in fonts.borrowed]
    for letter in {c for c in text if c.isalpha()}:
        made = inked(block(letter, Style(face, 40), language=language), 120, 120)  # type: ignore[arg-type]
        assert made.max() > 0.5 and max(alike(made, box) for box in boxes) < 0.98, letter


def _box_of(font: skia.Typeface) -> np.ndarray:
    """What a font draws for a letter that it lacks, set as a block is."""
    surface = skia.Surface.MakeRaster(skia.ImageInfo.Make(120, 120, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType))
    surface.getCanvas().clear(0)
    builder = skia.TextBlobBuilder()
    builder.allocRunPos(skia.Font(font, 40), [0], [skia.Point(40, 54)])
    surface.getCanvas().drawTextBlob(builder.make(), 0, 0, skia.Paint(Color=0xFFFFFFFF, AntiAlias=True))
    return surface.toarray()[..., 3].astype(float) / 255


def test_a_letter_that_no_font_has_is_named_and_left_out() -> None:
    rare = "\U0001e6d0"  # of a script that came with Unicode 17
    made = block(f"a{rare}b", STYLE)
    assert made.missing == rare
    assert width_of(f"a{rare}b", STYLE) == pytest.approx(width_of("ab", STYLE))
    title = Title(title="Nuit", subtitle=f"{rare}!", first=0, length=48)
    drawn = drawn_title(title, 320, 180)
    assert drawn is not None and drawn.missing == rare == unwritable(title)


@needs_fonts
def test_arabic_letters_join() -> None:
    joined, apart = inked(block("منارة", STYLE)), inked(block("م ن ا ر ة".replace(" ", "\u200c"), STYLE))
    assert alike(joined, apart) < 0.8
    tracked = inked(block("منارة", Style("serif", 40, tracking=0.2)))
    assert np.array_equal(joined, tracked), "letters that join are never pulled apart"


@needs_fonts
def test_right_to_left_order() -> None:
    """The first letter stands on the right, the full stop on the left, and numbers run from the left."""
    assert right_to_left("(2026) שלום") and right_to_left("مرحبا Paris") and not right_to_left("Paris مرحبا")
    for text in ("שלום", "مرحبا"):
        plain, stopped = inked(block(text, STYLE)), inked(block(text + " —", STYLE))
        dash = stopped[:, : columns(stopped)[0] + 25]
        assert (dash.max(axis=1) > 0.5).sum() < 8, "a dash at the end stands on the left"
        assert alike(plain[:, ::-1], stopped[:, ::-1]) > 0.95
    digits = inked(block("2026", STYLE))
    both = inked(block("שנת 2026", STYLE))
    assert alike(digits, both) > 0.95, "the number comes last, on the left, with its digits in order"


@needs_fonts
def test_credits_read_from_the_right_have_their_roles_on_the_right() -> None:
    def shares(rows: tuple[str, ...]) -> float:
        """Left half's share of the ink of the bright letters, which are the names."""
        rgba = painted(Title(title="", lines=rows, style="end", first=0, length=9), 640, 360)
        bright = rgba[..., 0] > 235
        return float(bright[:, :320].sum() / bright.sum())

    assert shares(("Role\tName", "Role\tName")) < 0.2
    assert shares(("تصوير\tأحمد بن علي", "إخراج\tليلى مراد")) > 0.8


@needs_fonts
def test_latin_inside_arabic_keeps_its_own_order() -> None:
    latin, both = inked(block("Paris", STYLE)), inked(block("في Paris", STYLE))
    assert alike(latin, both) > 0.9


@needs_fonts
def test_lines_break_by_the_rules_of_the_script() -> None:
    def lines(text: str, most: float) -> int:
        return block(text, STYLE, most).lines

    assert lines("これは長い文です", 330) == 1 and lines("これは長い文です", 300) == 2, "without spaces"
    # 「八つの字です」 of 8 letters and 。: a line of 8 ends before the seventh, for 。 may not begin a line.
    assert block("一二三四五六七八。", STYLE, 8 * 40 + 1).lines == 2
    assert block("一二三四五六七八。", STYLE, 8 * 40 + 1)._width < 7.6 * 40, "the lines are even"
    korean = block("한국어 자막 시험입니다", STYLE, 260)
    assert korean.lines == 2
    assert not block("시험입니다시험입니다", STYLE, 260).holds, "a Korean word stays whole"
    assert block("ภาษาไทยไม่มีช่องว่างระหว่างคำในประโยค", STYLE, 400).holds, "Thai breaks between its words"


def test_french_marks_stay_with_their_words() -> None:
    most = width_of("Qui a vu le phare", STYLE) + 3
    assert block("Qui a vu le phare\u00a0?", STYLE, most).lines == 2
    two = block("Qui a vu le phare\u00a0?", STYLE, most)
    assert two._width > width_of("phare\u00a0?", STYLE)
    assert block("« Oui\u202f! »", STYLE).missing == ""


def test_lines_are_even() -> None:
    text = "Qui a vu le phare ce soir et personne ne répond"
    made = block(text, STYLE, 460)
    assert made.lines == 2 and made.width < 0.62 * width_of(text, STYLE)


def test_what_does_not_fit_becomes_smaller() -> None:
    made = fitting_text("Anticonstitutionnellement" * 2, STYLE, 300, lines=2)
    assert made.holds and made.lines <= 2 and made.style.size < 40


def test_composed_and_decomposed_accents_are_the_same() -> None:
    assert np.array_equal(inked(block("été", STYLE)), inked(block("e\u0301te\u0301", STYLE)))


def test_kerning_and_ligatures() -> None:
    assert width_of("AV", STYLE) < width_of("A", STYLE) + width_of("V", STYLE) - 1


def test_greek_capitals_have_no_accents() -> None:
    assert capitals("Ο φύλακας") == "Ο ΦΥΛΑΚΑΣ" and capitals("élan") == "ÉLAN" and capitals("ϊ") == "Ϊ"


def test_italics_slant_latin_and_leave_chinese_upright() -> None:
    sans = Style("sans_semibold", 40)
    for text, slants in (("Hill", True), ("中文", False)):
        upright, italic = (inked(Block([Span(text, i)], sans)) for i in (False, True))
        assert (not np.array_equal(upright, italic)) == slants, text


def test_our_own_fonts_know_the_languages_of_europe() -> None:
    for face in ("serif", "serif_italic", "sans", "sans_semibold"):
        letters = "éÉèàçœŒÆïôûùÿ«»…’—–№ПриветΕλλάδαßøñ"
        assert all(typeface(face).unicharsToGlyphs([ord(c) for c in letters])), face  # type: ignore[arg-type]
        assert fonts_for(letters, face).borrowed == ()  # type: ignore[arg-type]
