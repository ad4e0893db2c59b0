# SPDX-License-Identifier: Apache-2.0
"""Text set with Skia's paragraphs (HarfBuzz shapes, ICU orders and breaks): fitting, balance, tracking, shadow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import numpy as np
import skia
from numpy.typing import NDArray

from aiprod.rendering.fonts import Face, Fonts, fonts_for, right_to_left, scripts_in

_RLI, _PDI, _WORD_JOINER = "\u2067", "\u2069", "\u2060"
_HANGUL_PAIR = re.compile("(?<=[\uac00-\ud7a3])(?=[\uac00-\ud7a3])")
_ENDLESS = 100_000.0
_TALL_LEADING = 1.5
"""Line distance that scripts with marks above and below need, in ems."""
_STEP = 0.94
_SMALLEST = 6.0


@dataclass(frozen=True)
class Style:
    """How a line is set. `size` and `tracking` (extra space between letters) are in pixels and ems."""

    face: Face
    size: float
    tracking: float = 0.0
    colour: int = 0xFFFFFFFF
    shadow: float = 0.0
    """Opacity of the soft shadow, 0–1."""
    leading: float = 1.28
    """Distance of the lines in ems."""


@dataclass(frozen=True)
class Span:
    """A stretch of a line in one form."""

    text: str
    italic: bool = False


@dataclass(frozen=True)
class Drawn:
    """Something drawn, cut to the box that it fills.

    Attributes:
        top, left: of the box in the picture; even, as the box's height and width are.
        rgba: float32 [h, w, 4], premultiplied display codes, 0–1.
        missing: letters of the text that no font here has; they are left out.
    """

    top: int
    left: int
    rgba: NDArray[np.float32]
    missing: str = ""


def cut_out(rgba: NDArray[np.uint8], missing: str = "") -> Drawn | None:
    """The box of a premultiplied RGBA picture [height, width, 4] (both even) that shows anything; None if nothing does."""
    rows, columns = np.nonzero(rgba[..., 3].any(axis=1))[0], np.nonzero(rgba[..., 3].any(axis=0))[0]
    if not len(rows):
        return None
    top, left = int(rows[0]) // 2 * 2, int(columns[0]) // 2 * 2
    box = rgba[top : (int(rows[-1]) + 2) // 2 * 2, left : (int(columns[-1]) + 2) // 2 * 2]
    return Drawn(top, left, box.astype(np.float32) / np.float32(255), missing)


class Block:
    """A text set in lines, centred on themselves, ready to be drawn."""

    def __init__(self, spans: Sequence[Span], style: Style, most: float = _ENDLESS, language: str = "") -> None:
        """Set a text in as few lines as fit `most` pixels, of lengths as equal as its words allow."""
        self.style, self._language = style, language
        self.spans = [replace(span, text=_prepared(span.text)) for span in spans]
        text = "".join(span.text for span in self.spans)
        self.fonts: Fonts = fonts_for(text, style.face, language)
        self.spans = [replace(span, text=_without(span.text, self.fonts.missing)) for span in self.spans]
        scripts = scripts_in(text)
        self._tracking = 0.0 if any(s.joined for s in scripts) else style.tracking
        tall = _TALL_LEADING if any(s.tall for s in scripts) else 0.0
        self._leading = max(style.leading, tall)
        self._turned = right_to_left(text)
        self._most = most

    @cached_property
    def _measured(self) -> Any:
        paragraph = self._paragraph(skia.Paint())
        paragraph.layout(self._most)
        return paragraph

    @cached_property
    def _width(self) -> float:
        """The narrowest width that takes no more lines."""
        paragraph, lines = self._measured, self.lines
        low, high = min(float(paragraph.MinIntrinsicWidth), self._most), float(paragraph.LongestLine) + 1
        if lines > 1:
            trial = self._paragraph(skia.Paint())
            while high - low > 1:
                middle = (low + high) / 2
                trial.layout(middle)
                low, high = (low, middle) if round(float(trial.Height) / self.leading) <= lines else (middle, high)
        return high

    @property
    def missing(self) -> str:
        """Letters that no font here has; they are left out."""
        return self.fonts.missing

    @property
    def leading(self) -> float:
        """Distance of the lines in pixels."""
        return self._leading * self.style.size

    @cached_property
    def lines(self) -> int:
        return max(1, round(float(self._measured.Height) / self.leading))

    @cached_property
    def width(self) -> float:
        """Of the longest line, in pixels."""
        paragraph = self._paragraph(skia.Paint())
        paragraph.layout(self._width)
        return max(0.0, float(paragraph.LongestLine) - self._tracking * self.style.size)

    @property
    def holds(self) -> bool:
        """Whether no word is wider than the width allowed."""
        return float(self._measured.MinIntrinsicWidth) <= self._most

    def draw(self, canvas: skia.Canvas, centre_x: float, baseline: float) -> None:
        """Draw with the style's colour and shadow; `baseline` is the first line's."""
        size, shadow = self.style.size, self.style.shadow
        for sigma, drop in ((0.22, 0.0), (0.05, 0.03)) if shadow else ():
            self.paint(canvas, centre_x, baseline + drop * size, blurred(shadow, sigma * size))
        self.paint(canvas, centre_x, baseline, skia.Paint(Color=self.style.colour, AntiAlias=True))

    def paint(self, canvas: skia.Canvas, centre_x: float, baseline: float, paint: skia.Paint) -> None:
        """Draw once, with a paint of one's own."""
        paragraph = self._paragraph(paint)
        paragraph.layout(self._width)
        paragraph.paint(canvas, centre_x - self._width / 2, baseline - float(paragraph.AlphabeticBaseline))

    def _paragraph(self, paint: skia.Paint) -> Any:
        layout = skia.textlayout
        form = layout.ParagraphStyle()
        form.setTextAlign(layout.TextAlign.kCenter)
        form.setTextStyle(self._text_style(paint, False))
        form.setStrutStyle(self._strut())
        builder = layout.ParagraphBuilder.make(form, self.fonts.collection, _unicode())
        spans = [Span(_RLI), *self.spans, Span(_PDI)] if self._turned else self.spans
        for span in spans:
            builder.pushStyle(self._text_style(paint, span.italic and _slants(span.text)))
            builder.addText(span.text)
            builder.pop()
        return builder.Build()

    def _text_style(self, paint: skia.Paint, italic: bool) -> Any:
        style = skia.textlayout.TextStyle()
        style.setFontFamilies(list(self.fonts.families))
        style.setFontSize(self.style.size)
        style.setLetterSpacing(self._tracking * self.style.size)
        style.setForegroundPaint(paint)
        if self._language:
            style.setLocale(self._language)
        if italic:
            style.setFontStyle(skia.FontStyle.Italic())
        return style

    def _strut(self) -> Any:
        """Every line is as high as the leading says, whichever fonts stand in it."""
        strut = skia.textlayout.StrutStyle()
        strut.setStrutEnabled(True)
        strut.setFontFamilies(list(self.fonts.families[:1]))
        strut.setFontSize(self.style.size)
        strut.setHeightOverride(True)
        strut.setHeight(self._leading)
        strut.setForceStrutHeight(True)
        strut.setLeading(0)
        return strut


@cache
def _unicode() -> Any:
    return skia.Unicodes.ICU.Make()


def _prepared(text: str) -> str:
    """Composed letters, no line ends, and Korean words held together (they break at spaces, which ICU leaves to the caller)."""
    return _HANGUL_PAIR.sub(_WORD_JOINER, unicodedata.normalize("NFC", re.sub(r"[\r\n\t]+", " ", text)))


def _without(text: str, missing: str) -> str:
    return "".join(c for c in text if c not in missing) if missing else text


def _slants(text: str) -> bool:
    """Chinese characters, Hangul, Arabic, Hebrew and Devanagari have no italics."""
    return not any(script.name != "thai" for script in scripts_in(text))


def blurred(opacity: float, sigma: float, colour: int = 0x000000) -> skia.Paint:
    """A soft shade."""
    paint = skia.Paint(Color=(round(255 * opacity) << 24) | colour, AntiAlias=True)
    paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, max(0.5, sigma)))
    return paint


def block(text: str, style: Style, most: float = _ENDLESS, language: str = "") -> Block:
    """A text in one form, in as few lines as fit `most` pixels."""
    return Block([Span(text)], style, most, language)


def fitting(spans: Sequence[Span], style: Style, most: float, lines: int = 1, language: str = "") -> Block:
    """A text in at most `lines` lines of `most` pixels: in the style, or in the largest smaller size that does it."""
    made = Block(spans, style, most, language)
    while (made.lines > lines or not made.holds) and style.size > _SMALLEST:
        style = replace(style, size=_STEP * style.size)
        made = Block(spans, style, most, language)
    return made


def fitting_text(text: str, style: Style, most: float, lines: int = 1, language: str = "") -> Block:
    return fitting([Span(text)], style, most, lines, language)


def width_of(text: str, style: Style) -> float:
    """The width of a line in pixels, tracking included."""
    return block(text, style).width if text else 0.0


def cap_height(style: Style) -> float:
    return 0.65 * style.size


def capitals(text: str) -> str:
    """Upper case as titles have it: Greek capitals carry no accents."""
    apart = unicodedata.normalize("NFD", text.upper())
    return unicodedata.normalize("NFC", re.sub("(?<=[\u0370-\u03ff])\u0301", "", apart))


def shrunk(texts: Sequence[str], style: Style, most: float) -> Style:
    """The style, smaller if its longest line would be wider than `most` pixels."""
    widest = max((width_of(text, style) for text in texts), default=0.0)
    return replace(style, size=style.size * min(1.0, most / widest)) if widest else style
