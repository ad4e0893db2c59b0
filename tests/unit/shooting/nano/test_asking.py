# SPDX-License-Identifier: Apache-2.0
"""A shot's words for the video model: training scenes are read back as they were labelled."""

from aiprod.shooting.nano.asking import asked_of, camera_word, nearest_hue, track_of
from aiprod.shooting.nano.vocabulary import HUES, SLOTS, ids
from aiprod.training.data.sampler import sample, staged


def test_rendered_scenes_are_read_back_as_labelled():
    slots = [slot for slot in SLOTS if slot != "speed"]
    wrong = []
    for index in range(150):
        scene = sample(index)
        asked = asked_of(scene.request)
        wrong += [(index, slot) for slot in slots if asked.labels.get(slot) != scene.labels.get(slot)]
        assert asked.instead == []
    assert wrong == []


def test_what_the_model_does_not_know_is_replaced_and_told():
    request = sample(3).request
    design = request.shot.set.changed(place="rooftop", time_of_day="afternoon", weather="storm", interior=False)
    asked = asked_of(request.changed(shot=request.shot.changed(set=design)))
    assert asked.labels["place"] == "city_street"
    assert asked.labels["time"] == "day"
    assert asked.labels["weather"] == "rain"
    assert ("rooftop", "city_street") in asked.instead


def test_every_camera_move_is_named():
    for move in ids("camera"):
        scene = staged({"place": "kitchen", "time": "day", "subject": "none", "size": "wide", "camera": move})
        assert camera_word(track_of(scene.request)) == move


def test_a_part_of_a_shot_has_its_own_track():
    scene = staged({"place": "kitchen", "time": "day", "subject": "none", "size": "wide", "camera": "pan_left"})
    part = track_of(scene.request, [10, 11, 12])
    assert part.shape == (3, 6)
    assert not part[0].any()
    assert part[2, 0] < 0


def test_colours_have_their_nearest_word():
    assert {nearest_hue(colour) for colour in HUES.values()} == set(HUES)
    assert nearest_hue("#1f2f4d") in ("black", "blue")
    assert nearest_hue("#ffffff") == "white"
