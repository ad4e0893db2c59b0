# SPDX-License-Identifier: Apache-2.0
"""Scales, chords and progressions: the little harmony that a film cue needs."""

from __future__ import annotations

from dataclasses import dataclass

from aiprod.film.screenplay import Mood

SCALES: dict[str, tuple[int, ...]] = {
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
}


@dataclass(frozen=True)
class Style:
    """How a mood sounds.

    Attributes:
        scale: mode of the section. The tempo is the mood's (`film.tempo`).
        progressions: chord roots as scale degrees (0 = tonic), one per bar, the first choice first.
        pad, lead, figure, bass: General MIDI programs (0-based); −1 leaves the layer out.
        pattern: the accompaniment figure: "arpeggio", "waltz", "pulse", "held", "ostinato", "pizzicato".
        drums: "none", "soft", "pulse", "epic".
        register: octave of the lead (MIDI octave number, 5 = middle C upwards).
    """

    scale: str
    progressions: tuple[tuple[int, ...], ...]
    pad: int
    lead: int
    figure: int
    bass: int
    pattern: str
    drums: str = "none"
    register: int = 5


_PIANO, _CELESTA, _GLOCK, _BOX, _VIBES, _MARIMBA = 0, 8, 9, 10, 11, 12
_ACCORDION, _GUITAR, _BASS, _VIOLIN, _CELLO, _TREMOLO = 21, 24, 32, 40, 42, 44
_PIZZICATO, _HARP, _STRINGS, _SLOW_STRINGS, _CHOIR = 45, 46, 48, 49, 52
_HORN, _OBOE, _COR, _CLARINET, _FLUTE, _WARM_PAD, _HALO_PAD, _SWEEP_PAD = 60, 68, 69, 71, 73, 89, 94, 95

STYLES: dict[Mood, Style] = {
    Mood.JOYFUL: Style("ionian", ((0, 4, 5, 3), (0, 3, 4, 0)), _STRINGS, _FLUTE, _GUITAR, _BASS, "arpeggio", "soft", 6),
    Mood.PLAYFUL: Style("mixolydian", ((0, 3, 0, 4), (0, 1, 4, 0)), -1, _CLARINET, _PIZZICATO, _BASS, "pizzicato", "soft"),
    Mood.TENDER: Style("ionian", ((0, 5, 3, 4), (0, 2, 3, 4)), _SLOW_STRINGS, _VIOLIN, _PIANO, _CELLO, "arpeggio"),
    Mood.HOPEFUL: Style("lydian", ((0, 1, 5, 3), (3, 0, 4, 5)), _SLOW_STRINGS, _HORN, _PIANO, _CELLO, "arpeggio", "soft"),
    Mood.CALM: Style("lydian", ((0, 4, 0, 1), (0, 3, 0, 4)), _WARM_PAD, _FLUTE, _HARP, _CELLO, "arpeggio"),
    Mood.MELANCHOLIC: Style("aeolian", ((0, 5, 2, 6), (0, 3, 5, 4)), _SLOW_STRINGS, _OBOE, _PIANO, _CELLO, "waltz"),
    Mood.LONELY: Style("aeolian", ((0, 0, 5, 5), (0, 6, 5, 5)), _WARM_PAD, _COR, _PIANO, _CELLO, "held"),
    Mood.MYSTERIOUS: Style("dorian", ((0, 1, 0, 6), (0, 3, 0, 1)), _HALO_PAD, _CELESTA, _HARP, _CELLO, "ostinato"),
    Mood.TENSE: Style("phrygian", ((0, 0, 1, 0), (0, 5, 1, 0)), _TREMOLO, _CELLO, _PIZZICATO, _BASS, "pulse", "pulse", 4),
    Mood.FRIGHTENING: Style("phrygian", ((0, 1, 0, 1), (0, 0, 1, 6)), _TREMOLO, _CHOIR, _MARIMBA, _CELLO, "held", "pulse", 4),
    Mood.EPIC: Style("aeolian", ((0, 5, 2, 6), (0, 3, 5, 6)), _STRINGS, _HORN, _STRINGS, _CELLO, "ostinato", "epic"),
}

BEATS: dict[str, int] = {"waltz": 3}
"""Beats in a bar, where it is not four."""


def beats_per_bar(style: Style) -> int:
    return BEATS.get(style.pattern, 4)


def pitch(tonic: int, scale: str, degree: int) -> int:
    """MIDI pitch of a scale degree (may be negative or beyond an octave) above `tonic`."""
    steps = SCALES[scale]
    octave, index = divmod(degree, 7)
    return tonic + 12 * octave + steps[index]


def triad(tonic: int, scale: str, degree: int) -> tuple[int, int, int]:
    """Root, third and fifth of the chord on a degree, stacked in the scale."""
    root, third, fifth = (pitch(tonic, scale, degree + step) for step in (0, 2, 4))
    return root, third, fifth
