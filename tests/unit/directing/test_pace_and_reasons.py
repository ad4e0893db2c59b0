# SPDX-License-Identifier: Apache-2.0
"""Cuts on the beat of the score, and a reason for every decision."""

import pytest
from tests.unit.directing.films import bakery, brief_for, lighthouse, spare_key

from aiprod.directing.casting import cast_looks
from aiprod.directing.director import direct
from aiprod.directing.pacing import Slot, reading_seconds
from aiprod.editing.clock import times
from aiprod.editing.spotting import spot
from aiprod.film.reasons import said
from aiprod.film.screenplay import Mood
from aiprod.film.shots import ShotList
from aiprod.film.tempo import half_beat
from aiprod.film.time import FrameRate
from aiprod.film.transitions import TRANSITIONS
from aiprod.music.composer import Composer


def directed(script, seconds=60):
    brief = brief_for(script, seconds)
    return direct(script, brief, cast_looks(script, brief.seed), {}), brief


@pytest.mark.parametrize("make", [lighthouse, bakery])
def test_every_cut_of_a_roomy_film_lies_on_the_half_beat_of_its_scene(make):
    script = make()
    shots, brief = directed(script)
    beats = {scene.id: half_beat(scene.mood, scene.intensity, brief.rate) for scene in script.scenes}
    clock = times(shots)
    off = [t.shot.id for t in clock[:-1] if (t.cut_out - t.cut_in) % beats[t.shot.scene]]
    assert off == []


@pytest.mark.parametrize("rate", [FrameRate(), FrameRate(numerator=25), FrameRate(numerator=30000, denominator=1001)])
@pytest.mark.parametrize("mood", list(Mood))
def test_half_a_beat_is_whole_frames_near_the_moods_tempo(mood, rate):
    for intensity in (0.0, 0.5, 1.0):
        frames = half_beat(mood, intensity, rate)
        assert frames >= 1 and 50 <= 30 * float(rate.fps) / frames <= 135


def test_the_score_keeps_the_beat_that_the_pictures_are_cut_to():
    script = lighthouse()
    shots, brief = directed(script)
    cue = spot(shots, brief.rate, script, 7).music
    first = cue.sections[0]
    assert first.beat_s == pytest.approx(2 * half_beat(script.scenes[0].mood, script.scenes[0].intensity, brief.rate) / 24)
    starts = [n.start_s for n in Composer(cue).notes() if n.layer == "pad" and n.start_s < first.start_s + first.duration_s]
    assert starts
    for start in starts:
        bar = (start - first.start_s) / first.beat_s
        assert bar == pytest.approx(round(bar), abs=1e-6)
    end = first.start_s + first.duration_s
    late = [n for n in Composer(cue).notes() if first.start_s <= n.start_s < end - 0.05 and n.start_s + n.duration_s > end + 0.3]
    assert not late, "nothing of a scene's music may lie over the next one's"


def test_a_voice_is_never_cut_for_the_beat():
    slot = Slot("line", 50, 50, 50, elastic=False, quantum=12)
    slot.onto_beat()
    assert slot.frames == 48  # two frames of silence are all that it may lose
    slot = Slot("line", 51, 51, 51, elastic=False, quantum=12, shared=9)
    slot.onto_beat()
    assert slot.frames == 9 + 48


def test_what_a_shot_bears_is_kept():
    for quantum in (5, 7, 12):
        slot = Slot("s", 61, 40, 90, elastic=True, quantum=quantum, shared=4)
        slot.onto_beat()
        assert 40 <= slot.least <= slot.frames <= slot.most <= 90
        assert (slot.frames - 4) % quantum == 0


def test_moods_hold_pictures_longer_or_shorter():
    text = "She looks at the letter for a long time."
    assert (
        reading_seconds(text, 0.5, Mood.LONELY)
        > reading_seconds(text, 0.5, Mood.HOPEFUL)
        > reading_seconds(text, 0.5, Mood.TENSE)
    )


@pytest.mark.parametrize("make", [lighthouse, bakery, spare_key])
def test_every_shot_says_why_in_both_languages(make):
    shots, _ = directed(make(), 45)
    for shot in shots.shots:
        reasons = shots.why(shot.id)
        assert {"length", "transition", "framing"} <= {r.decision for r in reasons}
        for why in reasons:
            english, french = said(why, "en"), said(why, "fr")
            assert english and french and english != french and "{" not in english + french


def test_reasons_are_kept_and_old_shot_lists_are_read():
    shots, _ = directed(lighthouse(), 45)
    assert ShotList.from_json(shots.to_json()) == shots
    old = shots.to_json()
    del old["reasons"]
    old["schema"] = "ShotList.1"
    assert ShotList.from_json(old) == shots.changed(reasons=())


@pytest.mark.parametrize(
    ("written", "kind"),
    [("FADE TO WHITE:", "dip_white"), ("FONDU AU NOIR", "fade"), ("IRIS OUT", "iris"), ("PUSH TO:", "push"),
     ("SMASH CUT TO:", "cut"),
     ("MATCH CUT TO:", "match_cut"), ("VOLET", "wipe")],
)  # fmt: skip
def test_a_written_transition_is_obeyed(written, kind):
    script = lighthouse()
    first, *rest = script.scenes
    script = script.changed(scenes=(first.changed(transition_out=written), *rest))
    shots, brief = directed(script)
    found = next(s for s in shots.shots if s.scene == rest[0].id)
    assert found.transition_in == kind and found.transition_frames == TRANSITIONS[kind].frames(brief.rate)
    assert any(r.code == "transition.written" for r in shots.why(found.id))


def test_a_dream_begins_in_white():
    script = lighthouse()
    first, second, *rest = script.scenes
    script = script.changed(scenes=(first, second.changed(heading="INT. COTTAGE – NIGHT (DREAM)"), *rest))
    shots, _ = directed(script)
    assert next(s for s in shots.shots if s.scene == second.id).transition_in == "dip_white"
