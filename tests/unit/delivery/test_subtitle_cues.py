# SPDX-License-Identifier: Apache-2.0
"""Subtitles: readable, on time, never over each other; read back by pysubs2."""

from itertools import pairwise
from pathlib import Path

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiprod.delivery.subtitles import GAP_FRAMES, LINE, LONGEST_S, Cue, broken, cues_from, srt, vtt, write_subtitles
from aiprod.film.screenplay import Emotion
from aiprod.film.speech import Speech, WordTime
from aiprod.film.time import FrameRate

RATE = FrameRate(numerator=24)
LONG = (
    "I have kept this light for forty years, and every night I thought that nobody was out there. "
    "Then the sea brought me a bottle, because somebody, somewhere, had been watching it too."
)
FRENCH = "Vous avez vu le phare ? Moi, je l’ai gardé quarante ans : chaque nuit, j’attendais qu’un bateau réponde à ma lumière !"


WORDS = ["a", "mais", "bateau,", "nuit.", "lumière", "—", "extraordinairement", "oui ?"]


def spoken(text: str, language: str = "en", pace: float = 0.065) -> Speech:
    """A line spoken evenly: `pace` seconds a letter, a rest after each full stop."""
    at, words = 0.1, []
    for word in text.split():
        end = at + pace * max(2, len(word))
        words.append(WordTime(text=word, start_s=at, end_s=end))
        at = end + (0.35 if word[-1] in ".!?" else 0.03)
    return Speech(
        line="l",
        character="c",
        language=language,
        text=text,
        emotion=Emotion.NEUTRAL,
        duration_s=at + 0.1,
        phonemes=(),
        words=tuple(words),
    )


def check(cues: tuple[Cue, ...], duration: float, rate: FrameRate = RATE) -> None:
    for cue in cues:
        assert 0 <= cue.start < cue.end <= duration + 1e-6
        assert cue.end - cue.start <= LONGEST_S + 1e-6
        assert len(cue.text.split("\n")) <= 2
        assert all(abs(t * float(rate.fps) - round(t * float(rate.fps))) < 1e-6 for t in (cue.start, cue.end))
    for before, after in pairwise(cues):
        assert after.start - before.end >= (GAP_FRAMES - 1e-6) / float(rate.fps)


def test_a_long_line_is_cut_at_its_clauses_and_follows_the_voice() -> None:
    speech = spoken(LONG)
    cues = cues_from([(speech, 10.0, "Tom")], RATE, 60.0)
    check(cues, 60.0)
    assert " ".join(c.text.replace("\n", " ") for c in cues) == LONG
    assert all(len(line) <= LINE for c in cues for line in c.text.split("\n"))
    assert sum(c.text.rstrip()[-1] in ".,!?;:" for c in cues) >= len(cues) - 1
    starts = {w.text: w.start_s + 10.0 for w in reversed(speech.words)}
    for cue in cues:
        assert abs(cue.start - starts[cue.text.split()[0]]) < 0.6  # "and" may be said twice; the first word may be near
    assert cues[0].start == pytest.approx(10.1, abs=1 / 24)
    assert all(len(c.text) / (c.end - c.start) <= 20 for c in cues)


def test_a_short_line_is_one_cue_that_stays_long_enough() -> None:
    (cue,) = cues_from([(spoken("Yes."), 1.0, "Léa")], RATE, 30.0)
    assert cue.text == "Yes." and cue.speaker == "Léa"
    assert cue.end - cue.start >= 0.83


def test_french_signs_never_begin_a_line() -> None:
    cues = cues_from([(spoken(FRENCH, "fr"), 0.0, "Yann")], RATE, 30.0)
    check(cues, 30.0)
    text = "\n".join(c.text for c in cues)
    assert "phare\u00a0?" in text and "ans\u00a0:" in text and "lumière\u00a0!" in text
    assert not any(line.strip()[0] in "?!:;»" for line in text.split("\n"))


def test_replies_do_not_overlap() -> None:
    lines = [(spoken("Are you really going out there tonight?"), 1.0, "A"), (spoken("I have to go now."), 2.0, "B")]
    cues = cues_from(lines, RATE, 20.0)
    check(cues, 20.0)
    assert [c.speaker for c in cues] == ["A", "B"]


def test_two_people_at_once_share_a_cue() -> None:
    (cue,) = cues_from([(spoken("No!"), 5.0, "A"), (spoken("Wait!"), 5.1, "B")], RATE, 20.0)
    assert cue.text == "– No!\n– Wait!" and cue.speaker == "A, B"


def test_nothing_goes_past_the_end_of_the_film() -> None:
    cues = cues_from([(spoken(LONG), 5.0, "A"), (spoken("Late."), 40.0, "B")], RATE, 9.0)
    check(cues, 9.0)
    assert cues and all(c.speaker == "A" for c in cues)


def test_a_voice_that_spells_numbers_still_gives_times() -> None:
    speech = spoken("It was nineteen eighty four when it began").changed(text="It was 1984 when it began")
    (cue,) = cues_from([(speech, 2.0, "A")], RATE, 20.0)
    assert cue.text == "It was 1984 when it began"
    assert cue.end >= 2.0 + speech.words[-1].end_s


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60), st.floats(0, 60)), max_size=6),
    st.sampled_from([(24, 1), (30000, 1001), (25, 1)]),
)
def test_any_dialogue_keeps_the_rules(lines: list[tuple[list[str], float]], rate: tuple[int, int]) -> None:
    fps = FrameRate(numerator=rate[0], denominator=rate[1])
    given_lines = [(spoken(" ".join(words), "fr"), start, "X") for words, start in lines]
    check(cues_from(given_lines, fps, 90.0), 90.0, fps)


def test_lines_break_where_the_sense_does() -> None:
    words = ["When", "the", "storm", "came,", "he", "lit", "the", "lamp", "and", "waited", "until", "dawn"]
    assert broken(words) == ["When the storm came,", "he lit the lamp and waited until dawn"]
    assert broken(["x" * 100])[0] == "x" * LINE


def test_files_are_read_back_by_another_reader(tmp_path: Path) -> None:
    cues = [Cue(1.0, 2.5, "Où est le phare\u00a0?\n<Là>", "Léa & Tom"), Cue(3600.041666, 3602.0, "中文 Привет", "")]
    paths = write_subtitles(cues, tmp_path, "film", "fr")
    for path in paths:
        read = pysubs2.load(str(path), encoding="utf-8")
        assert [(e.start, e.end) for e in read] == [(1000, 2500), (3600042, 3602000)]
        assert "phare\u00a0?" in read[0].text and "Привет" in read[1].text
    assert "<v Léa &amp; Tom>Où est" in vtt(cues) and "&lt;Là&gt;" in vtt(cues)
    assert srt(cues).startswith("1\n00:00:01,000 --> 00:00:02,500\n")
    assert srt([]) == "" and vtt([]).startswith("WEBVTT")
