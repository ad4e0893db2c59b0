# SPDX-License-Identifier: Apache-2.0
"""Lips and phonemes: the mouth opens at its phoneme, closures close, nothing jumps."""

from __future__ import annotations

from itertools import pairwise

import pytest

from aiprod.film.speech import PhonemeTime
from aiprod.shooting.animatic.people import visemes

FRAME_S = 1 / 24

LINES = {
    "en hope": "aɪ ˈ h O p  ju ˈ k ʌ m  b ˈ æ k",
    "en lighthouse": "ð ə  l ˈ I t h W s  k ˈ i p ə ɹ  f ˈ W n d  ə  b ˈ ɑ t ᵊ l",
    "en thing": "w ˈ ʌ t  ɪ z  ð ˈ ɪ s  θ ˈ ɪ ŋ",
    "en voices": "m ˈ ɛ n i  v ˈ Y s ᵻ z  ʧ ˈ A n ʤ  ə s",
    "fr bonjour": "b ɔ ̃ ʒ ˈ u ʁ  m a d ˈ a m",
    "fr robot": "l ə  ʁ o b ˈ o  e  t ɔ ̃ b ˈ e  ɑ ̃  p ˈ a n",
    "fr oeuvre": "œ ̃  ʃ ˈ ɛ f d ˈ œ v ʁ  f ɛ ̃ ˈ i",
}


def timed(text: str, step_s: float = 0.075, start_s: float = 0.2) -> tuple[PhonemeTime, ...]:
    """One phoneme per symbol; spaces of the notation separate symbols, a double space is a silence of 0.15 s."""
    phonemes, now = [], start_s
    for word in text.split("  "):
        for symbol in word.split(" "):
            span = 0.025 if symbol in "ˈ̃" else step_s
            phonemes.append(PhonemeTime(symbol=symbol, start_s=round(now, 4), end_s=round(now + span, 4)))
            now += span
        phonemes.append(PhonemeTime(symbol=" ", start_s=round(now, 4), end_s=round(now + 0.15, 4)))
        now += 0.15
    return tuple(phonemes)


def opening_onset(phonemes: tuple[PhonemeTime, ...], vowel: PhonemeTime) -> float:
    """When the lips part for a vowel: the last time they are within a tenth of the way from the trough before it."""
    times = [vowel.start_s - 0.12 + 0.002 * k for k in range(round((0.12 + min(0.06, vowel.end_s - vowel.start_s)) / 0.002))]
    values = [visemes.opening(phonemes, t) for t in times]
    trough, peak = min(values[:61]), values[-1]
    return next(t for t, value in zip(times[::-1], values[::-1], strict=True) if value <= trough + 0.1 * (peak - trough))


@pytest.mark.parametrize("name", LINES)
def test_every_vowel_after_silence_opens_within_a_frame(name: str) -> None:
    phonemes = timed(LINES[name], step_s=0.08)
    for before, phoneme in zip((None, *phonemes), phonemes, strict=False):
        silent = before is None or before.symbol in " mbp"
        if silent and phoneme.symbol[0] in visemes.VOWELS:
            assert abs(opening_onset(phonemes, phoneme) - phoneme.start_s) <= FRAME_S, (name, phoneme)


@pytest.mark.parametrize("name", LINES)
def test_half_opening_of_every_vowel_is_within_a_frame_of_its_start(name: str) -> None:
    """The jaw crosses the middle between the sound before and the vowel within one frame of the vowel's own start."""
    phonemes = timed(LINES[name], step_s=0.09)
    for before, phoneme in pairwise(phonemes):
        if phoneme.symbol[0] not in visemes.VOWELS:
            continue
        low = visemes.opening(phonemes, (before.start_s + before.end_s) / 2)
        high = visemes.opening(phonemes, phoneme.start_s + 0.045)
        if high - low < 0.15:
            continue
        middle = (low + high) / 2
        crossing = next(
            t for t in (before.start_s + 0.4 * (before.end_s - before.start_s) + 0.001 * k for k in range(400))
            if visemes.opening(phonemes, t) >= middle
        )  # fmt: skip
        assert abs(crossing - phoneme.start_s) <= FRAME_S, (name, phoneme)


@pytest.mark.parametrize("name", LINES)
def test_closures_close(name: str) -> None:
    phonemes = timed(LINES[name], step_s=0.05)
    for phoneme in phonemes:
        middle = (phoneme.start_s + phoneme.end_s) / 2
        if phoneme.symbol in visemes.CLOSURES:
            assert visemes.opening(phonemes, middle) < 0.005, phoneme
        if phoneme.symbol in "fv":
            mouth = visemes.mouth_at(phonemes, middle)
            assert mouth.open < 0.06
            assert mouth.teeth > 0.8


@pytest.mark.parametrize("span", [0.025, 0.05, 0.1, 0.3])
def test_even_the_shortest_closure_and_vowel_are_reached(span: float) -> None:
    phonemes = timed("ɑ b ɑ b ɑ", step_s=span)
    values = [visemes.opening(phonemes, (p.start_s + p.end_s) / 2) for p in phonemes[:5]]
    assert min(values[0::2]) > 0.8
    assert max(values[1::2]) < 0.01


@pytest.mark.parametrize("name", LINES)
def test_the_mouth_is_continuous_and_rests_around_the_line(name: str) -> None:
    phonemes = timed(LINES[name], step_s=0.06)
    assert visemes.mouth_at(phonemes, -0.3) == visemes.REST
    assert visemes.mouth_at(phonemes, phonemes[-1].end_s + 0.5).open == 0.0
    steps = [visemes.mouth_at(phonemes, 0.001 * k) for k in range(round(1000 * (phonemes[-1].end_s + 0.3)))]
    for a, b in pairwise(steps):
        for field in ("open", "width", "round", "teeth", "tongue"):
            assert abs(getattr(a, field) - getattr(b, field)) < 0.08, field


def test_lips_round_before_the_vowel_that_needs_it() -> None:
    phonemes = timed("s t ˈ u  p", step_s=0.09)
    vowel = next(p for p in phonemes if p.symbol == "u")
    before = visemes.mouth_at(phonemes, vowel.start_s - 0.04)
    assert before.round > 0.25
    assert before.open < 0.25


def test_vowels_have_different_shapes() -> None:
    shapes = {symbol: visemes.shape_of(symbol) for symbol in "ɑieuøəA"}
    assert len(set(shapes.values())) >= 6
    assert shapes["i"] and shapes["u"] and shapes["i"].width > 0.8 > 0.3 > shapes["u"].width
    assert visemes.shape_of("ɑ̃") == visemes.shape_of("ɑ")
    assert visemes.shape_of("ˈ") is None
    assert visemes.shape_of(" ") == visemes.REST


def test_a_diphthong_glides() -> None:
    phonemes = (PhonemeTime(symbol="O", start_s=0.2, end_s=0.5),)
    early, late = visemes.mouth_at(phonemes, 0.3), visemes.mouth_at(phonemes, 0.45)
    assert late.round > early.round
    assert late.open < early.open


def test_no_phonemes_is_a_mouth_at_rest() -> None:
    assert visemes.mouth_at((), 1.0) == visemes.REST
    assert visemes.opening((), 0.0) == 0.0
