# SPDX-License-Identifier: Apache-2.0
"""Which fonts set a text: our own first, the system's for the scripts they lack, and what no font has."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

import skia

from aiprod.film.errors import EngineError
from aiprod.models.cards import models_root

Face = Literal["serif", "serif_italic", "sans", "sans_semibold"]
_FILES: dict[Face, str] = {
    "serif": "eb-garamond/EBGaramond12-Regular.otf",
    "serif_italic": "eb-garamond/EBGaramond12-Italic.otf",
    "sans": "inter/Inter-Regular.otf",
    "sans_semibold": "inter/Inter-SemiBold.otf",
}
_OWN: dict[Face, tuple[Face, ...]] = {
    "serif": ("serif", "sans"),
    "serif_italic": ("serif_italic", "serif", "sans"),
    "sans": ("sans", "serif"),
    "sans_semibold": ("sans_semibold", "sans", "serif"),
}


@dataclass(frozen=True)
class Script:
    """A script that our own fonts lack: its code points, and the system's families for it, best first."""

    name: str
    ranges: tuple[tuple[int, int], ...]
    serif: tuple[str, ...]
    sans: tuple[str, ...]
    tall: bool = False
    """Its marks reach high above and deep below: lines stand further apart."""
    joined: bool = False
    """Its letters touch: never tracked, never slanted."""


_HAN = ((0x2E80, 0x30FF), (0x31F0, 0x9FFF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x323AF))
_HANGUL = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))
_ARABIC = ((0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
# fmt: off
SCRIPTS = (
    Script("arabic", _ARABIC,
           ("Noto Naskh Arabic", "Geeza Pro", "Traditional Arabic"), ("Noto Sans Arabic", "Geeza Pro", "Segoe UI"), True, True),
    Script("hebrew", ((0x0590, 0x05FF), (0xFB1D, 0xFB4F)),
           ("Noto Serif Hebrew", "New Peninim MT", "David"), ("Noto Sans Hebrew", "Arial Hebrew", "Segoe UI")),
    Script("devanagari", ((0x0900, 0x097F), (0xA8E0, 0xA8FF)),
           ("Noto Serif Devanagari", "ITF Devanagari", "Nirmala UI"),
           ("Noto Sans Devanagari", "Kohinoor Devanagari", "Nirmala UI"), True, True),
    Script("thai", ((0x0E00, 0x0E7F),),
           ("Noto Serif Thai", "Thonburi", "Leelawadee UI"), ("Noto Sans Thai", "Thonburi", "Leelawadee UI"), True),
    Script("hangul", _HANGUL,
           ("Noto Serif CJK KR", "AppleMyungjo", "Batang"), ("Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic")),
    Script("han", _HAN, (), ()),
)
_HAN_FAMILIES: dict[str, dict[bool, tuple[str, ...]]] = {
    "ja": {True: ("Noto Serif CJK JP", "Hiragino Mincho ProN", "Yu Mincho"),
           False: ("Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic")},
    "ko": {True: SCRIPTS[4].serif, False: SCRIPTS[4].sans},
    "zh-hant": {True: ("Noto Serif CJK TC", "Songti TC", "PMingLiU"),
                False: ("Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei")},
    "zh": {True: ("Noto Serif CJK SC", "Songti SC", "SimSun"), False: ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei")},
}
# fmt: on
_COLLECTIONS: dict[tuple[Face, tuple[str, ...]], Any] = {}
"""A face and the families borrowed beside it → Skia's collection of them. There are few: one for each mix of scripts."""
_IGNORABLE = ("\u034f", "\u061c", "\u00ad", "\u180e", "\ufeff")


@dataclass(frozen=True)
class Fonts:
    """What sets a text.

    Attributes:
        families: names for Skia's paragraphs, in the order in which a letter looks for its font.
        collection: holds them.
        borrowed: families of the system among them, which another machine may lack.
        missing: letters that no font here has; they can't be drawn.
    """

    families: tuple[str, ...]
    collection: Any
    borrowed: tuple[str, ...]
    missing: str


@cache
def typeface(face: Face) -> skia.Typeface:
    """One of our own fonts. Raises EngineError when its file is gone."""
    path = models_root() / "fonts" / _FILES[face]
    _manager()  # whatever asks first makes the system's fonts be read
    found = skia.Typeface.MakeFromFile(str(path)) if path.is_file() else None
    if found is None:
        raise EngineError(f"The font {path.name} is missing", f"{path} can't be read", "Reinstall AIPROD.")
    return found


@lru_cache(maxsize=256)
def fonts_for(text: str, face: Face, language: str = "") -> Fonts:
    """The fonts for a text (NFC), beginning with the face. `language` (BCP 47) decides between the Chinese characters'
    Chinese, Japanese and Korean forms; without it the text itself does."""
    own = [typeface(name) for name in _OWN[face]]
    borrowed: dict[str, skia.Typeface] = {}
    missing = []
    for letter in dict.fromkeys(text):
        if not _drawable(letter) or _has(own, letter) or _has(borrowed.values(), letter):
            continue
        found = _of_the_system(letter, face, _region(text, language), language)
        if found is None:
            missing.append(letter)
        else:
            borrowed[found.getFamilyName()] = found
    names = tuple(borrowed)
    _COLLECTIONS.setdefault((face, names), _collection(face, borrowed))
    return Fonts((*_OWN[face], *names), _COLLECTIONS[face, names], names, "".join(missing))


def script_of(letter: str) -> Script | None:
    """The script of a letter, for those that need a font or a treatment of their own."""
    code = ord(letter)
    return next((script for script in SCRIPTS if any(low <= code <= high for low, high in script.ranges)), None)


def scripts_in(text: str) -> tuple[Script, ...]:
    return tuple(dict.fromkeys(script for script in map(script_of, text) if script))


def right_to_left(text: str) -> bool:
    """Whether a text runs from the right: by its first letter of a clear direction (Unicode UAX #9, rules P2 and P3)."""
    return next((kind != "L" for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), False)


def _drawable(letter: str) -> bool:
    return not (letter.isspace() or letter in _IGNORABLE or unicodedata.category(letter) in ("Cf", "Cc", "Zs")
                or "\ufe00" <= letter <= "\ufe0f")  # fmt: skip


def _has(typefaces: Iterable[skia.Typeface], letter: str) -> bool:
    return any(t.unicharsToGlyphs([ord(letter)])[0] for t in typefaces)


def _region(text: str, language: str) -> str:
    """Whose forms of the Chinese characters a text wants."""
    code = language.lower().replace("_", "-")
    if code.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo", "yue")):
        return "zh-hant"
    for known in ("ja", "ko", "zh"):
        if code.split("-")[0] == known:
            return known
    if any("\u3040" <= c <= "\u30ff" for c in text):
        return "ja"
    return "ko" if any("\uac00" <= c <= "\ud7a3" for c in text) else "zh"


def _of_the_system(letter: str, face: Face, region: str, language: str) -> skia.Typeface | None:
    style = skia.FontStyle.Bold() if face == "sans_semibold" else skia.FontStyle.Normal()
    manager = _manager()
    for family in _families(letter, face, region):
        found = manager.matchFamilyStyle(family, style)
        if found is not None and _has([found], letter):
            return found
    found = manager.matchFamilyStyleCharacter("", style, [language] if language else [], ord(letter))
    return found if found is not None and _has([found], letter) else None


def _families(letter: str, face: Face, region: str) -> Iterator[str]:
    script, serif = script_of(letter), face.startswith("serif")
    if script is None:
        return
    chosen = _HAN_FAMILIES[region][serif] if script.name == "han" else script.serif if serif else script.sans
    yield from chosen


@cache
def _manager() -> skia.FontMgr:
    with _unheard():
        manager = skia.FontMgr()
        manager.countFamilies()
    return manager


@contextmanager
def _unheard() -> Iterator[None]:
    """Skia's own fontconfig warns on stderr of elements of the system's files that it is too old for."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _collection(face: Face, borrowed: Mapping[str, skia.Typeface]) -> Any:
    provider = skia.textlayout.TypefaceFontProvider()
    for name in _OWN[face]:
        provider.registerTypeface(typeface(name), name)
    for family, found in borrowed.items():
        provider.registerTypeface(found, family)
    collection = skia.textlayout.FontCollection()
    collection.setDefaultFontManager(provider)
    return collection
