# SPDX-License-Identifier: Apache-2.0
"""Planted faults of subtitles, and clean ones that are hard to judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from aiprod.cli.benches import specimens as s
from aiprod.cli.benches.specimens import Made, Specimen
from aiprod.film.brief import Language
from aiprod.film.time import FrameRate
from aiprod.media.audio import SAMPLE_RATE
from aiprod.quality.plan import PlannedLine, QualityPlan

Cues = Sequence[tuple[float, float, str]]
_GOOD: Cues = ((0.5, 2.6, "I have kept this light\nfor forty years."), (3.0, 5.0, "Do you think she will come back tonight?"),
               (5.4, 7.2, "We leave at half past five."))  # fmt: skip


def _film_of(folder: Path, suffix: str, cues: Cues) -> Path:
    sound = s.programme()
    return s.write_film(folder / f"film{suffix}", s.pictures(len(sound) / SAMPLE_RATE), [sound], codec="aac", cues=cues)


def _with(text: str | bytes, suffix: str = ".srt", *, profile: str = "general") -> Callable[[Path], Made]:
    """The programme's sound with a subtitle file."""

    def make(folder: Path) -> Made:
        sound = s.write_sound(folder / "film.wav", s.programme())
        beside = folder / f"film{suffix}"
        beside.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Made(sound, subtitles=(beside,), profile=profile, only=("subtitles",))

    return make


def _cues(cues: Cues, *, profile: str = "general") -> Callable[[Path], Made]:
    return _with(s.srt(cues), profile=profile)


def _replaced(number: int, cue: tuple[float, float, str]) -> Cues:
    return [cue if index == number else good for index, good in enumerate(_GOOD)]


def _spoken_cues(language: Language, late_s: float = 0.0) -> Cues:
    return [(a + late_s, b + late_s + 0.3, line.text) for line, a, b in s.voices(language).lines]


def _listened(language: Language, cues: Callable[[], Cues]) -> Callable[[Path], Made]:
    """Speech alone, and subtitles to hold against it."""

    def make(folder: Path) -> Made:
        spoken = s.voices(language).sound
        sound = s.write_sound(folder / "film.wav", np.repeat(spoken[:, None], 2, axis=1))
        beside = folder / "film.srt"
        beside.write_text(s.srt(cues()), "utf-8")
        return Made(sound, subtitles=(beside,), listen=True, language=language, only=("subtitles",))

    return make


def _of_plan(cues: Callable[[], Cues]) -> Callable[[Path], Made]:
    """A film of ours: its lines are known."""

    def make(folder: Path) -> Made:
        spoken = s.voices("en")
        sound = s.write_sound(folder / "film.wav", s.programme())
        beside = folder / "film.srt"
        beside.write_text(s.srt(cues()), "utf-8")
        lines = tuple(PlannedLine(line=line, speaker="Eve", start_s=a, end_s=b) for line, a, b in spoken.lines)
        frames = round(len(spoken.sound) / SAMPLE_RATE * s.RATE)
        plan = QualityPlan(title="Specimen", language="en", frames=frames, rate=FrameRate(numerator=s.RATE), width=s.WIDTH,
                           height=s.HEIGHT, target_lufs=-23, lines=lines)  # fmt: skip
        return Made(sound, subtitles=(beside,), plan=plan, only=("subtitles",))

    return make


def _embedded(cues: Cues, suffix: str) -> Callable[[Path], Made]:
    """A film with a track of text. (In MP4 cues can't overlap: each ends where the next one begins.)"""
    return lambda folder: Made(_film_of(folder, suffix, cues), only=("subtitles",))


def _nothing(folder: Path) -> Made:
    """A profile that demands subtitles, and a film without."""
    own = folder / "own.yaml"
    own.write_text("like: general\ntitle_en: With subtitles\nsubtitles:\n  required: true\n", "utf-8")
    return Made(s.write_sound(folder / "film.wav", s.programme()), profile=str(own), only=("subtitles",))


def _ttml(*paragraphs: str, head: str = 'ttp:frameRate="25"') -> str:
    spaces = 'xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xml:lang="en"'
    body = f"<body><div>{''.join(paragraphs)}</div></body>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<tt {spaces} {head}>{body}</tt>'


_VTT_OVERLAP = """WEBVTT

00:00.500 --> 00:03.400
I have kept this light.

00:03.000 --> 00:05.000
Do you think so?
"""
_LATIN = s.srt([(0.5, 2.5, "J’ai gardé ce phare"), (3.0, 5.0, "pendant l’été, là-bas.")]).encode("cp1252")
_TTML_OVERLAP = _ttml('<p begin="0.5s" end="3.5s">One.</p>', '<p begin="00:00:03:00" end="5s">Two.</p>')
_LONG_ROW = (2.8, 5.3, "Do you think that she will ever come back to us again tonight?")
_TOO_EARLY = (2.2, 5.0, _GOOD[1][2])
_DOUBLE = s.srt([(0.5, 2.5, "J'ai gardÃ© ce phare"), (3.0, 5.0, "pendant l'Ã©tÃ©.")])

FAULTS: tuple[Specimen, ...] = (
    Specimen("cues overlap", _cues(_replaced(1, (2.2, 5.0, _GOOD[1][2]))), ("subtitle overlap",)),
    Specimen("cues overlap in a WebVTT file", _with(_VTT_OVERLAP, ".vtt"), ("subtitle overlap",)),
    Specimen("cues overlap in the film's own track", _embedded(_replaced(1, _TOO_EARLY), ".mkv"), ("subtitle overlap",)),
    Specimen("cues overlap in a TTML file", _with(_TTML_OVERLAP, ".ttml"), ("subtitle overlap",)),
    Specimen("one frame between cues", _cues(_replaced(1, (2.64, 5.0, _GOOD[1][2])), profile="netflix-like"), ("subtitle gap",)),
    Specimen("too fast to read", _cues(_replaced(1, (3.0, 4.0, "Do you think she will come back tonight?"))), ("reading speed",)),
    Specimen("a row of 60 letters", _cues(_replaced(1, _LONG_ROW)), ("line length",)),
    Specimen("three rows", _cues(_replaced(1, (3.0, 5.0, "Do you\nthink she\nwill come?"))), ("subtitle lines",)),
    Specimen("a cue of 0.3 s", _cues(_replaced(1, (3.0, 3.3, "Oh!"))), ("subtitle duration",)),
    Specimen("a cue that stays too long", _cues(((0.2, 8.2, "I have kept this light."),)), ("subtitle duration",)),
    Specimen("a cue without text", _cues(_replaced(1, (3.0, 5.0, " "))), ("empty subtitle",)),
    Specimen("a cue after the end of the film", _cues((*_GOOD, (30.0, 32.0, "Nobody will see this."))), ("subtitle times",)),
    Specimen("a cue that ends before it begins", _cues(_replaced(1, (5.0, 3.0, _GOOD[1][2]))), ("subtitle times",)),
    Specimen("cues out of order", _cues((_GOOD[1], _GOOD[0], _GOOD[2])), ("subtitle times",)),
    Specimen("a file in Latin-1", _with(_LATIN), ("subtitle encoding",)),
    Specimen("letters encoded twice", _with(_DOUBLE), ("subtitle encoding",)),
    Specimen("1.6 s behind the speech", _listened("en", lambda: _spoken_cues("en", 1.6)), ("subtitle sync",)),
    Specimen("1.2 s ahead of French speech", _listened("fr", lambda: [(max(a, 0), b, t) for a, b, t in _spoken_cues("fr", -1.2)]),
             ("subtitle sync",)),
    Specimen("another film's subtitles", _listened("en", lambda: [(0.5, 2.5, "The cat sat under the orange tree."), (
        3, 5, "Bring me seven blue umbrellas, please."), (5.5, 7.5, "Nobody remembered the old station.")]), ("subtitle text",)),
    Specimen("a line without a subtitle", _of_plan(lambda: [_spoken_cues("en")[0], _spoken_cues("en")[2]]), ("subtitle sync",)),
    Specimen("none where they are demanded", _nothing, ("subtitles",)),
)  # fmt: skip

_VTT = """WEBVTT
Kind: captions
Language: en

NOTE made by hand

sign
00:00.500 --> 00:04.000 line:10% align:left
THE LIGHTHOUSE

1
00:00.600 --> 00:02.600 line:85%
<v Eve>I have kept <i>this light</i> for forty years.

2
00:03.000 --> 00:05.000 line:85%
<v Adam>&ldquo;Do you think so?&rdquo;
"""
_ASS = """[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour
Style: Default,Arial,20,&H00FFFFFF

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:00.50,0:00:04.00,Default,,0,0,0,,{\\an8}THE LIGHTHOUSE
Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,I have kept this light.
Comment: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,not shown
"""

_FRENCH = ((0.5, 2.6, "J’ai gardé ce phare\npendant quarante\u00a0ans\u00a0!"), (3.0, 5.0, "« Où est-elle\u00a0? »"))
_TOUCHING = ((0.5, 2.6, "I have kept this light."), (2.6, 5.0, "For forty years."), (5.0, 7.0, "And now?"))
_DESCRIBED = ((0.5, 2.0, "[door creaks]"), (2.5, 5.0, "♪ Over the sea ♪"), (5.5, 7.0, "EVE: Listen!"))
_NUMBERS = s.srt(((0.5, 2.6, "In 1984,\n12 left."), (3.0, 5.0, "7"))).replace("\n\n", "\n\n\n")
_SLANTED = ((0.5, 2.6, "<i>I have kept this light.</i>"), (3.0, 5.0, "- Really?"))

CLEAN: tuple[Specimen, ...] = (
    Specimen("English, two rows", _cues(_GOOD)),
    Specimen("French with accents and hard spaces", _cues(_FRENCH)),
    Specimen("Arabic", _cues(((0.5, 2.6, "لقد حافظت على هذا الضوء"), (3.0, 5.0, "هل ستعود الليلة؟")))),
    Specimen("Hebrew with points", _cues(((0.5, 2.6, "שָׁמַרְתִּי עַל הָאוֹר הַזֶּה"), (3.0, 5.0, "הַאִם הִיא תַּחְזֹר?")))),
    Specimen("Japanese", _cues(((0.5, 2.8, "四十年間この灯りを守った"), (3.0, 5.0, "今夜戻ってくるかな？")))),
    Specimen("Chinese", _cues(((0.5, 2.8, "我守护这盏灯四十年了"), (3.0, 5.0, "她今晚会回来吗？")))),
    Specimen("Hindi", _cues(((0.5, 2.8, "मैंने चालीस साल तक"), (3.0, 5.0, "क्या वह आएगी?")))),
    Specimen("two speakers with dashes", _cues(((0.5, 2.6, "– Is she coming?\n– Not tonight."), (3.0, 5.0, "– No?\n– No.")))),
    Specimen("cues that touch", _cues(_TOUCHING)),
    Specimen("descriptions of sounds and a song", _cues(_DESCRIBED)),
    Specimen("UTF-16", _with(s.srt(_GOOD).encode("utf-16"))),
    Specimen("UTF-8 with a byte order mark and CRLF", _with(("\ufeff" + s.srt(_GOOD).replace("\n", "\r\n")).encode())),
    Specimen("numbers in the text, empty lines between", _with(_NUMBERS)),
    Specimen("italics and a hearing-impaired dash", _cues(_SLANTED)),
    Specimen("WebVTT with voices, notes and a sign above", _with(_VTT, ".vtt")),
    Specimen("ASS with a sign above", _with(_ASS, ".ass")),
    Specimen("TTML in frames", _with(_ttml('<p begin="00:00:00:12" end="00:00:02:10">I have kept<br/>this light.</p>',
             '<p begin="00:00:03:00" dur="2s">For <span>forty</span> years.</p>'), ".ttml")),
    Specimen("TTML in ticks", _with(_ttml('<p begin="5000000t" end="26000000t">I have kept this light.</p>',
             head='ttp:tickRate="10000000"'), ".ttml")),
    Specimen("a track in an MP4", _embedded(_GOOD, ".mp4")),
    Specimen("a track in a Matroska file", _embedded(_GOOD, ".mkv")),
    Specimen("a cue to the last frame", _cues((*_GOOD[:2], (5.4, 8.4, "We leave at half past five.")))),
    Specimen("in time with English speech", _listened("en", lambda: _spoken_cues("en"))),
    Specimen("in time with French speech", _listened("fr", lambda: _spoken_cues("fr"))),
    Specimen("every planned line", _of_plan(lambda: _spoken_cues("en"))),
    Specimen("broadcast rules kept", _cues(_GOOD, profile="ebu-r128")),
    Specimen("Netflix's rules kept", _cues(_GOOD, profile="netflix-like")),
)  # fmt: skip
