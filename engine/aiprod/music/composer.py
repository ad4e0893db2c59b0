# SPDX-License-Identifier: Apache-2.0
"""Composition: a cue → notes.

One key and one motif run through the whole film; each section takes the mode, tempo, instruments and figure of its mood,
and its intensity decides how many layers play and how loud. Every section begins on a downbeat, which is what makes music seem
written to the picture. Where the pictures are cut to a beat, the section keeps it exactly, and a bar that the next scene
interrupts is cut short, as film composers do; otherwise the bars are stretched by a few per cent.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from aiprod.film.cues import MusicCue, MusicSection
from aiprod.film.hashing import seed_from
from aiprod.film.tempo import bpm
from aiprod.music.theory import STYLES, Style, beats_per_bar, pitch, triad

DRUM_CHANNEL = 9
_KICK, _TAIKO, _RIM, _SHAKER, _CYMBAL = 35, 41, 37, 70, 49
_RINGS_S = 0.25
"""How long a note may ring on into the next section."""
_LAYERS = ("pad", "lead", "figure", "bass")


@dataclass(frozen=True)
class Note:
    """A note to be played.

    Attributes:
        start_s, duration_s: seconds from the start of the cue.
        pitch: MIDI note number. velocity: 0–1.
        program: General MIDI program, 0-based; −1 for drums.
        layer: for panning and level ("pad", "lead", "figure", "bass", "drums").
    """

    start_s: float
    duration_s: float
    pitch: int
    velocity: float
    program: int
    layer: str


@dataclass(frozen=True)
class Bar:
    """One bar of a section, laid on the clock."""

    start_s: float
    beat_s: float
    beats: int
    root: int
    index: int
    last: bool


class Composer:
    """Writes the notes of one cue. The same cue gives the same notes."""

    def __init__(self, cue: MusicCue) -> None:
        self._cue = cue
        self._random = random.Random(seed_from(cue.seed, "composer"))
        self._tonic = 48 + self._random.choice((0, 2, 3, 5, 7, 9, 10))
        self._motif = self._invent_motif()

    def notes(self) -> list[Note]:
        """All notes, by start time."""
        found = [note for number, section in enumerate(self._cue.sections) for note in self._section(number, section)]
        return sorted(found, key=lambda note: (note.start_s, note.pitch, note.program))

    def _invent_motif(self) -> tuple[tuple[int, float], ...]:
        """Five or six notes (scale step, length in beats) with one leap, answered by steps back."""
        rhythm = self._random.choice(((1.5, 0.5, 1, 1, 2, 2), (1, 1, 2, 1, 1, 2), (2, 1, 1, 3, 1), (0.5, 0.5, 1, 2, 1, 3)))
        step, motif = self._random.choice((0, 2, 4)), []
        leap_at = self._random.randrange(1, len(rhythm) - 1)
        for i, beats in enumerate(rhythm):
            motif.append((step, beats))
            step += self._random.choice((3, 4)) if i + 1 == leap_at else self._random.choice((-2, -1, -1, 1))
        return tuple(motif)

    def _section(self, number: int, section: MusicSection) -> Iterator[Note]:
        style = STYLES[section.mood]
        bars = list(self._bars(number, section, style))
        end = section.start_s + section.duration_s
        for bar in bars:
            for part in (self._pad, self._bass, self._figure, self._drums):
                yield from _within(part(bar, section, style), end, rings=bar.last)
        yield from _within(self._lead(bars, section, style, number), end)

    def _bars(self, number: int, section: MusicSection, style: Style) -> Iterator[Bar]:
        beats = beats_per_bar(style)
        count, beat_s = _measured(section, beats, closing=number == len(self._cue.sections) - 1)
        progression = style.progressions[(self._cue.seed + number) % len(style.progressions)]
        closing = number == len(self._cue.sections) - 1
        for index in range(count):
            last = closing and index == count - 1
            root = 0 if last else progression[index % len(progression)]
            yield Bar(section.start_s + index * beats * beat_s, beat_s, beats, root, index, last)

    def _human(self, seconds: float, spread: float = 0.008) -> float:
        return max(0.0, seconds + self._random.uniform(-spread, spread))

    def _level(self, base: float, section: MusicSection, accent: float = 0.0) -> float:
        level = base * (0.62 + 0.5 * section.intensity) + accent + self._random.uniform(-0.03, 0.03)
        return min(max(level, 0.08), 1.0)

    def _pad(self, bar: Bar, section: MusicSection, style: Style) -> Iterator[Note]:
        if style.pad < 0:
            return
        length = bar.beats * bar.beat_s * (1.6 if bar.last else 1.04)
        for tone in triad(self._tonic, style.scale, bar.root):
            shifted = tone + (12 if tone < 55 else 0)
            yield Note(bar.start_s, length, shifted, self._level(0.42, section), style.pad, "pad")

    def _bass(self, bar: Bar, section: MusicSection, style: Style) -> Iterator[Note]:
        if section.intensity < 0.2 and bar.index % 2:
            return
        root = pitch(self._tonic, style.scale, bar.root) - 12
        root -= 12 if root > 47 else 0
        pulses = 2 if section.intensity > 0.65 and bar.beats == 4 else 1
        for pulse in range(pulses):
            start = bar.start_s + pulse * bar.beats / pulses * bar.beat_s
            length = bar.beats / pulses * bar.beat_s * 0.95
            yield Note(self._human(start), length, root, self._level(0.5, section), style.bass, "bass")

    def _figure(self, bar: Bar, section: MusicSection, style: Style) -> Iterator[Note]:
        chord = triad(self._tonic + 12, style.scale, bar.root)
        if bar.last:
            for i, tone in enumerate(chord):
                yield Note(
                    bar.start_s + 0.06 * i, bar.beats * bar.beat_s * 1.5, tone, self._level(0.4, section), style.figure, "figure"
                )
            return
        for beat, tone, length, accent in self._pattern(style, chord, bar, section):
            start = self._human(bar.start_s + beat * bar.beat_s)
            yield Note(start, length * bar.beat_s, tone, self._level(0.4, section, accent), style.figure, "figure")

    def _pattern(
        self, style: Style, chord: tuple[int, int, int], bar: Bar, section: MusicSection
    ) -> Iterator[tuple[float, int, float, float]]:  # fmt: skip
        """(beat, pitch, length in beats, accent) of the accompaniment figure in one bar."""
        root, third, fifth = chord
        if style.pattern == "waltz":
            yield from ((0, root - 12, 1.0, 0.06), (1, third, 0.9, -0.04), (1, fifth, 0.9, -0.06), (2, third, 0.9, -0.05))
        elif style.pattern == "held":
            yield from ((0, root, bar.beats, 0.0), (0.5, fifth, bar.beats - 0.5, -0.05))
            if bar.index % 2:
                yield (2.5, third + 12, 1.5, -0.08)
        elif style.pattern == "pizzicato":
            for beat in range(bar.beats):
                yield (beat, (root - 12, fifth, third, fifth)[beat % 4], 0.4, 0.08 if beat == 0 else 0.0)
                if section.intensity > 0.5 and beat % 2:
                    yield (beat + 0.5, third + 12, 0.3, -0.05)
        else:
            tones = {"arpeggio": (root, fifth, third + 12, fifth), "ostinato": (root, third, fifth, third)}
            order = tones.get(style.pattern, (root, root, root, root))
            step = 0.5 if section.intensity > 0.35 or style.pattern == "pulse" else 1.0
            for i in range(int(bar.beats / step)):
                yield (i * step, order[i % 4], step * (0.5 if style.pattern == "pulse" else 1.6), 0.06 if i == 0 else 0.0)

    def _lead(self, bars: list[Bar], section: MusicSection, style: Style, number: int) -> Iterator[Note]:
        """The motif in the section's mode, every other phrase; calm sections leave it room."""
        if style.lead < 0 or (section.intensity < 0.25 and number % 2):
            return
        tonic = self._tonic % 12 + 12 * style.register
        for first in range(0, len(bars) - 1, 4 if section.intensity < 0.6 else 2):
            yield from self._phrase(bars[first:], tonic, section, style, variation=first // 2 + number)

    def _phrase(self, bars: list[Bar], tonic: int, section: MusicSection, style: Style, variation: int) -> Iterator[Note]:
        start, end = bars[0].start_s, bars[-1].start_s + bars[-1].beats * bars[-1].beat_s
        turn = (0, 1, 0, -1)[variation % 4]
        total = sum(beats for _, beats in self._motif)
        done = 0.0
        for step, beats in self._motif:
            time = start + done * bars[0].beat_s
            if time >= end - 0.2:
                return
            arc = 0.1 - 0.2 * abs(done / total - 0.5)
            length = min(beats * bars[0].beat_s * 0.98, end - time)
            tone = pitch(tonic, style.scale, step + bars[0].root + turn)
            yield Note(self._human(time, 0.012), length, tone, self._level(0.5, section, arc), style.lead, "lead")
            done += beats

    def _drums(self, bar: Bar, section: MusicSection, style: Style) -> Iterator[Note]:
        if style.drums == "none" or bar.last or section.intensity < 0.3:
            return
        hits = {
            "soft": tuple((b + 0.5, _SHAKER, 0.3) for b in range(bar.beats)),
            "pulse": tuple((b, _KICK, 0.42) for b in range(bar.beats)),
            "epic": ((0, _TAIKO, 0.8), (1.5, _TAIKO, 0.5), (2, _TAIKO, 0.65), (3, _TAIKO, 0.6), (3.5, _TAIKO, 0.5)),
        }[style.drums]
        for beat, drum, velocity in hits:
            yield Note(self._human(bar.start_s + beat * bar.beat_s), 0.4, drum, self._level(velocity, section), -1, "drums")
        if style.drums == "epic" and bar.index % 4 == 0:
            yield Note(bar.start_s, 1.5, _CYMBAL, self._level(0.4, section), -1, "drums")


def _measured(section: MusicSection, beats: int, *, closing: bool) -> tuple[int, float]:
    """How many bars a section has, the last one perhaps not whole, and how long a beat is."""
    if section.beat_s:
        bars = section.duration_s / (beats * section.beat_s)
        return max(1, round(bars - 0.25) if closing else ceil(bars - 0.05)), section.beat_s
    count = max(1, round(section.duration_s * bpm(section.mood, section.intensity) / 60 / beats))
    return count, section.duration_s / (count * beats)


def _within(notes: Iterator[Note], end_s: float, *, rings: bool = False) -> Iterator[Note]:
    """The notes that begin before a section ends, and no longer than that, save those that ring at the very end."""
    for note in notes:
        if note.start_s < end_s - 0.02:
            yield note if rings else replace(note, duration_s=min(note.duration_s, end_s + _RINGS_S - note.start_s))
