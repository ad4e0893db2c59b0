# SPDX-License-Identifier: Apache-2.0
"""Prompts: the model's rules, what the shot shows, in English whatever the film's language, never too long."""

import pytest
from tests.unit.shooting.stagecraft import design, shoot_request

from aiprod.film.look import CharacterLook, HairStyle, Outfit
from aiprod.film.screenplay import Age, Emotion, Gender, Mood, TimeOfDay, Weather
from aiprod.film.shots import (
    Blocking,
    CameraKey,
    CameraPath,
    Gesture,
    PropPlacement,
    Reference,
    Rig,
    ShotSize,
    SpeechInShot,
)
from aiprod.shooting.diffusion.conditioning.camera import STATIC, adapter, camera_words, moves
from aiprod.shooting.diffusion.prompting.rules import rules_for
from aiprod.shooting.diffusion.prompting.writing import write

WAN, LTX = rules_for("wan"), rules_for("ltx2")
ANNA = CharacterLook(
    character="anna", gender=Gender.FEMALE, age=Age.OLD, hair=HairStyle.BUN, hair_colour="#e8e6e0", outfit=Outfit.RAINCOAT,
    outfit_colour="#e0c840",
)  # fmt: skip
ACTOR = Blocking(character="anna", gesture=Gesture.HOLD, holds="lantern", emotion=Emotion.FEAR, to_x=3, x=-1)


def path(**end):
    return CameraPath(rig=Rig.DOLLY, keys=(CameraKey(at=0), CameraKey(at=1, **end)))


def request(language="fr", frames=72, **fields):
    boat = PropPlacement(prop="rowing_boat", x=2, to_x=-4)
    given = {"set_": design("harbour", Weather.STORM, TimeOfDay.NIGHT), "blocking": (ACTOR,), "looks": (ANNA,), **fields}
    return shoot_request(given.pop("camera", path(z=1.5)), frames, props=(boat,), language=language, **given)


def told(shown, **shot):
    return shown.changed(shot=shown.shot.changed(**shot))


@pytest.mark.parametrize("rules", [WAN, LTX, rules_for("wan", True), rules_for("ltx2", True)])
def test_a_prompt_says_what_is_seen_in_english(rules):
    text = write(told(request(), description="La marée tourne"), rules).positive
    for words in ("old woman", "bun", "yellow raincoat", "holding a lantern", "frightened eyes", "from left to right", "boat"):
        assert words in text, words
    for words in ("harbour", "at night", "storm", "pushes in", "35 mm", "light from the", "storybook", "mood is calm"):
        assert words in text, words
    assert "anna" not in text.lower() and "marée" not in text and len(text.split()) <= rules.words


def test_an_english_author_is_quoted_after_the_action():
    text = write(told(request("en"), description="The tide turns"), LTX).positive
    assert text.index("walks") < text.index("The tide turns.") < text.index("harbour")


def test_what_the_director_adds_to_the_authors_words_is_not_said_twice():
    told_by = "Full shot: IDRIS (78, navy sweater) finds a bottle. He kneels. Coast, dusk, clear sky, tense mood."
    text = write(told(request("en"), description=told_by), LTX).positive
    assert "Idris finds a bottle. He kneels." in text and "tense mood" not in text and "Full shot" not in text
    for said in ("Close-up: Idris speaks. Coast, dusk, tense mood.", "Wide shot. Coast, dusk, tense mood."):
        assert "Idris" not in (text := write(told(request("en"), description=said), LTX).positive) and "Coast" not in text


def test_an_insert_shows_its_thing_and_whose_hands_hold_it():
    shown = told(request(), size=ShotSize.INSERT)
    assert write(shown, LTX).positive.startswith("The lantern fills the frame, in the hands of an old woman in a yellow raincoat")


@pytest.mark.parametrize(
    ("style", "says", "avoids"),
    [
        ("auto", "shot on 35 mm", "cartoon"), ("noir", "film noir", "colour, illu"), ("animation", "in 3D", "live action"),
        ("watercolour", "Watercolour", "photograph"), ("documentary", "available light", "3d render"),
    ],
)  # fmt: skip
def test_a_style_is_told_and_its_contrary_avoided_and_left_alone_a_model_films(style, says, avoids):
    prompt = write(request().changed(style=style), WAN)
    assert says in prompt.positive and avoids in prompt.negative
    assert ("tones" in prompt.positive) == (style != "noir")


def test_each_family_has_its_own_order_and_tense():
    wan, ltx = (write(request(), rules).positive for rules in (WAN, LTX))
    assert wan.startswith("Wide shot. An old woman") and ltx.startswith("An old woman")
    assert ltx.index("harbour") < ltx.index("Wide shot") < ltx.index("camera")
    assert wan.index("camera") < wan.index("light from") < wan.index("mood")
    assert " walks from" in ltx and "\n" not in ltx


def test_distilled_models_are_not_told_what_is_not_wanted():
    assert write(request(), rules_for("ltx2", True)).negative == "" != write(request(), LTX).negative


def test_a_locked_camera_is_asked_not_to_shake():
    locked = request(camera=CameraPath())
    assert "camera shake" in write(locked, WAN).negative and "holds still" in write(locked, WAN).positive
    assert "camera shake" not in write(request(), WAN).negative


@pytest.mark.parametrize("words", [12, 30, 50, 70])
def test_what_there_is_no_room_for_is_left_out_and_the_action_stays(words):
    from dataclasses import replace

    prompt = write(told(request("en"), description="The tide turns"), replace(LTX, words=words))
    assert len(prompt.positive.split()) <= words and prompt.positive.startswith("An old woman")
    assert prompt.left_out and prompt.left_out[0] in ("features", "mood")


def test_moods_and_emotions_are_heard_and_seen():
    close = told(request(), size=ShotSize.CLOSE, mood=Mood.TENSE, intensity=0.9)
    text = write(close, WAN).positive
    assert "tense and close" in text and "energetic" in text
    calm = told(close, blocking=(ACTOR.changed(emotion=Emotion.NEUTRAL),))
    assert "a calm face" in write(calm, WAN).positive, "a close face says something even when it is calm"
    assert "face" not in write(told(close, blocking=(ACTOR.changed(back=True),)), WAN).positive


def speaking(words=""):
    line = SpeechInShot(character="anna", start_s=1.0, phonemes=(), emotion=Emotion.TENDERNESS)
    reference = Reference(role="speech", subject="anna", sha256="0" * 64, start_s=1.0, words=words)
    return request().changed(speech=(line,), references=(reference,) if words else ())


def test_dialogue_is_quoted_for_models_that_speak():
    assert "The old woman speaks softly: \"La mer 'monte'.\"" in write(speaking('La mer "monte".'), LTX).positive.replace(
        '.".', '."'
    )
    assert (
        write(speaking("Viens"), WAN).positive.count("speaks softly.") == 1
        and "The old woman speaks softly." in write(speaking(), LTX).positive
    )


def test_a_clip_of_a_shot_speaks_of_its_own_lines_alone():
    assert "speaks" not in write(speaking(), LTX, 0, 20).positive and "speaks" in write(speaking(), LTX, 20, 71).positive


def test_an_empty_place_is_said_to_be_empty():
    empty = shoot_request(set_=design("harbour"))
    assert "The empty harbour, nobody in sight." in write(empty, WAN).positive


@pytest.mark.parametrize(
    ("camera", "name", "fits"),
    [
        (path(z=1.5), "dolly_in", "dolly-in"), (path(z=-1.5), "dolly_out", "dolly-out"),
        (path(x=1.0), "truck_right", "dolly-right"),
        (path(x=-1.0), "truck_left", "dolly-left"), (path(y=3.0), "boom_up", "jib-up"), (path(y=0.4), "boom_down", "jib-down"),
        (path(yaw_deg=20), "pan_right", None), (path(pitch_deg=-15), "tilt_down", None), (path(focal_mm=70), "zoom_in", None),
    ],
)  # fmt: skip
def test_the_cameras_path_is_recognised(camera, name, fits):
    shown = request(camera=camera)
    assert moves(shown)[0].name == name
    found = adapter(shown)
    assert (found and found[0]) == fits and (found is None or 0.6 <= found[1] <= 1)


def test_a_second_move_is_named_and_a_locked_camera_has_its_own_adapter():
    assert camera_words(request(camera=path(x=1.0, yaw_deg=-15))).count("while it") == 1
    assert adapter(request(camera=CameraPath())) == (STATIC, 1.0) and moves(request(frames=1)) == ()
