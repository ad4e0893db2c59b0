# SPDX-License-Identifier: Apache-2.0
"""Shot lists: what is seen, where it stands in the frame, how long it lasts, and what a change leaves alone."""

from itertools import pairwise

import pytest
from tests.unit.directing.films import ALL, bakery, brief_for, lighthouse, spare_key

from aiprod.directing import direct
from aiprod.directing.casting import cast_looks
from aiprod.directing.framing import eye_height, field_width
from aiprod.directing.pacing import estimate_seconds
from aiprod.directing.props import find_things
from aiprod.editing.clock import film_frames
from aiprod.editing.continuity import check
from aiprod.film.catalogue import BY_ID, EFFECTS
from aiprod.film.errors import UserError
from aiprod.film.findings import Severity
from aiprod.film.screenplay import Action, Emotion, Line, Scene, Screenplay
from aiprod.film.shots import Coverage, Rig, ShotList, ShotSize, Stance

LENGTHS = {"spare_key": 50, "lighthouse": 45, "bakery": 45}


def shot_list(make, seconds=None, **fields):
    script = make()
    brief = brief_for(script, seconds or LENGTHS[make.__name__], **fields)
    return direct(script, brief, cast_looks(script, brief.seed), {}), script, brief


def picture_y(key, y, z, aspect=16 / 9):
    """Where a point is in the picture's height, 0 top to 1 bottom (level cameras)."""
    height = field_width(z - key.z, key.focal_mm) / aspect
    return 0.5 - (y - key.y) / height


def picture_x(key, x, z):
    return 0.5 + (x - key.x) / field_width(z - key.z, key.focal_mm)


def standing(shot):
    return [b for b in shot.blocking if not b.back and b.stance in (Stance.STAND, Stance.WALK, Stance.RUN)]


@pytest.mark.parametrize("make", ALL)
def test_every_line_is_in_a_shot_with_its_speaker(make):
    shots, script, brief = shot_list(make)
    placed = [line.line for shot in shots.shots for line in shot.lines]
    assert placed == [line.id for line in script.lines()]
    assert not [f for f in check(shots, brief.rate, script) if f.severity is Severity.FAIL]


@pytest.mark.parametrize("make", ALL)
def test_the_continuity_check_finds_no_jump_and_no_crossed_line(make):
    shots, script, brief = shot_list(make)
    assert [f.message for f in check(shots, brief.rate, script) if f.severity is Severity.WARNING] == []


@pytest.mark.parametrize("make", ALL)
def test_faces_are_in_the_upper_half_with_headroom(make):
    shots, _, _ = shot_list(make)
    for shot in shots.shots:
        for key in shot.camera.keys[:1]:
            for actor in standing(shot):
                look = shots.look(actor.character)
                if look.species != "person" or shot.size in (ShotSize.EXTREME_WIDE, ShotSize.INSERT):
                    continue
                eyes = picture_y(key, actor.y + eye_height(look), actor.z)
                assert 0.08 < eyes < 0.62, (shot.id, eyes)
                assert picture_y(key, actor.y + look.height_m, actor.z) > (-0.12 if shot.size is ShotSize.CLOSE else 0.0), shot.id


@pytest.mark.parametrize("make", ALL)
def test_full_shots_show_the_feet_and_people_are_inside_the_frame(make):
    shots, _, _ = shot_list(make)
    for shot in shots.shots:
        key = shot.camera.keys[0]
        for actor in standing(shot):
            if shot.size is ShotSize.FULL:
                assert picture_y(key, actor.y, actor.z) < 1.0, shot.id
            if actor.to_x is None and shot.size is not ShotSize.INSERT:
                assert 0.12 < picture_x(key, actor.x, actor.z) < 0.88, shot.id


@pytest.mark.parametrize("make", ALL)
def test_focus_is_on_the_subject(make):
    shots, _, _ = shot_list(make)
    for shot in shots.shots:
        key = shot.camera.keys[0]
        faces = [b for b in shot.blocking if not b.back]
        if faces and shot.size is not ShotSize.INSERT:
            assert abs(key.focus_m - (min(b.z for b in faces) - key.z)) < 0.75, shot.id


def test_speakers_have_look_room():
    shots, _, _ = shot_list(lighthouse)
    singles = [s for s in shots.shots if s.coverage in (Coverage.SHOT, Coverage.SINGLE) and s.lines]
    assert singles
    for shot in singles:
        actor = next(b for b in shot.blocking if not b.back)
        if abs(actor.facing) > 0.2:
            offset = picture_x(shot.camera.keys[0], actor.x, actor.z) - 0.5
            assert offset * actor.facing < 0, shot.id


def test_shot_and_reverse_keep_the_line():
    shots, _, _ = shot_list(lighthouse)
    over = [s for s in shots.shots if s.coverage is Coverage.SHOT]
    assert over
    for shot in over:
        face, shoulder = sorted(shot.blocking, key=lambda b: b.back)
        assert shoulder.back and shoulder.z < face.z
        assert (picture_x(shot.camera.keys[0], shoulder.x, shoulder.z) - 0.5) * face.facing > 0
        assert shot.set.view == ("master" if face.facing > 0 else "reverse")
    assert len({b.facing > 0 for s in over for b in s.blocking if not b.back and b.character == "mara"}) == 1


@pytest.mark.parametrize("make", ALL)
def test_what_the_action_names_is_seen(make):
    shots, script, _ = shot_list(make)
    names = [c.name for c in script.cast]
    shown = {p.prop for s in shots.shots for p in s.props} | {f for s in shots.shots for f in s.set.features}
    shown |= {b.holds for s in shots.shots for b in s.blocking} | {look.species for look in shots.looks}
    built_in = {"door", "window", "shoe"}
    for scene in script.scenes:
        for action in scene.actions:
            wanted = {t.entry.id for t in find_things(action.text, script.language, names, near=False)}
            assert wanted - shown - built_in == set(), action.text


def test_what_the_title_promises_has_a_close_view():
    shots, _, _ = shot_list(spare_key, 40)
    close = [s for s in shots.shots if s.size is ShotSize.INSERT]
    assert any("key" in {p.prop for p in s.props} | {b.holds for b in s.blocking} for s in close)


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("seconds", [45, 60, 75])
def test_the_film_is_as_long_as_asked(make, seconds):
    shots, _, brief = shot_list(make, seconds)
    length = brief.rate.seconds(film_frames(shots))
    assert abs(length - seconds) <= 0.05 * seconds, length


@pytest.mark.parametrize("make", ALL)
def test_lines_have_time_to_be_said(make):
    shots, script, brief = shot_list(make)
    ends = []
    at = 0
    for i, shot in enumerate(shots.shots):
        at -= shot.transition_frames if i else 0
        for line in shot.lines:
            start = brief.rate.seconds(at) + line.start_s
            said = estimate_seconds(script.line(line.line).text, script.language)
            assert not ends or start >= ends[-1] - 1e-6, "two lines at once"
            ends.append(start + said)
            assert brief.rate.frames(line.start_s) / brief.rate.fps == pytest.approx(line.start_s), "on a frame's edge"
        at += shot.frames
    assert ends[-1] <= brief.rate.seconds(at)


def with_line(script, line_id, text):
    def changed(element):
        return element.changed(text=text) if element.id == line_id else element

    scenes = tuple(s.changed(elements=tuple(changed(e) for e in s.elements)) for s in script.scenes)
    return script.changed(scenes=scenes)


@pytest.mark.parametrize(
    ("make", "line", "text"),
    [
        (spare_key, "s4-l3", "There is another one at one."),
        (lighthouse, "s2-l3", "In that storm?"),
        (bakery, "s2-l1", "Avec un peu de crème, ça devrait tourner."),
    ],
)
def test_one_changed_line_changes_only_its_own_shots(make, line, text):
    before, script, brief = shot_list(make)
    changed = with_line(script, line, text)
    after = direct(changed, brief, cast_looks(changed, brief.seed), {})
    pairs = list(zip(before.shots, after.shots, strict=True))
    assert [a.id for a, _ in pairs] == [b.id for _, b in pairs]
    assert {a.id for a, b in pairs if a != b} <= {a.id for a, _ in pairs if any(s.line == line for s in a.lines)}


def test_spoken_lengths_change_only_the_shots_of_their_lines():
    script = lighthouse()
    brief = brief_for(script, 45)
    looks = cast_looks(script, brief.seed)
    spoken = {line.id: estimate_seconds(line.text, "en") for line in script.lines()}
    before = direct(script, brief, looks, spoken)
    own = {s.id for s in before.shots if any(x.line == "s2-l4" for x in s.lines)}
    for longer_s, least in ((0.1, set()), (0.7, own)):
        after = direct(script, brief, looks, spoken | {"s2-l4": spoken["s2-l4"] + longer_s})
        moved = {a.id for a, b in zip(before.shots, after.shots, strict=True) if a != b}
        assert least <= moved <= own


def test_a_new_scene_keeps_the_others_ids_and_seeds():
    script = bakery()
    extra = Scene(
        id="s1b",
        heading="EXT. PARC - NUIT",
        interior=False,
        place="le parc",
        elements=(Action(id="s1b-a1", text="Un chat passe."),),
    )
    longer = script.changed(scenes=(script.scenes[0], extra, *script.scenes[1:]))
    brief = brief_for(script, 60)
    looks = cast_looks(script, 1)
    before = {s.id: s.seed for s in direct(script, brief, looks, {}).shots}
    after = {s.id: s.seed for s in direct(longer, brief, looks, {}).shots}
    shared = before.keys() & after.keys()
    assert len(shared) >= 0.7 * len(before) and all(before[i] == after[i] for i in shared)


@pytest.mark.parametrize("make", ALL)
def test_directing_twice_is_directing_once(make):
    assert shot_list(make)[0] == shot_list(make)[0]


@pytest.mark.parametrize("make", ALL)
def test_shot_lists_are_sound(make):
    shots, _, _ = shot_list(make)
    assert len({s.id for s in shots.shots}) == len(shots.shots)
    assert shots.shots[0].transition_in == "fade" and shots.shots[0].coverage is Coverage.ESTABLISHING
    for shot in shots.shots:
        assert set(shot.effects) <= set(EFFECTS)
        assert all(p.prop in BY_ID for p in shot.props)
        assert all(b.holds == "" or b.holds in BY_ID for b in shot.blocking)
        assert [k.at for k in shot.camera.keys] == sorted(k.at for k in shot.camera.keys)
    assert ShotList.from_json(shots.to_json()) == shots


def test_coverage_is_varied():
    sizes, coverages, moves = set(), set(), set()
    for make in ALL:
        shots, _, _ = shot_list(make, 70)
        sizes |= {s.size for s in shots.shots}
        coverages |= {s.coverage for s in shots.shots}
        moves |= {s.camera.move for s in shots.shots}
    assert len(sizes) >= 7 and len(coverages) >= 7 and len(moves) >= 7


def test_danger_is_handheld_and_following_is_not_on_a_tripod():
    shots, _, _ = shot_list(spare_key)
    run = next(s for s in shots.shots if any(b.stance is Stance.RUN for b in s.blocking))
    assert run.camera.rig is Rig.HANDHELD and "running" in run.effects
    ferry = next(s for s in shots.shots if any(p.prop == "ferry" and p.to_x is not None for p in s.props))
    assert "ferry" not in ferry.set.features and "horn" in ferry.effects


def test_voices_from_elsewhere_are_heard_over_a_face():
    shots, _, _ = shot_list(spare_key)
    shot = next(s for s in shots.shots if any(line.line == "s4-l1" for line in s.lines))
    assert shot.lines[0].on_screen is False and [b.character for b in shot.blocking] == ["old-tom"]


def test_long_lines_go_on_over_the_listener():
    script = lighthouse()
    brief = brief_for(script, 60)
    shots = direct(script, brief, cast_looks(script, 1), {"s2-l2": 11.0}).shots
    at = next(i for i, s in enumerate(shots) if any(line.line == "s2-l2" for line in s.lines))
    rate = brief.rate
    assert rate.seconds(shots[at].frames) < 8 and shots[at + 1].blocking[0].character == "keeper"
    assert rate.seconds(shots[at].frames + shots[at + 1].frames) >= shots[at].lines[0].start_s + 11.0


def test_portrait_pictures_are_framed_too():
    shots, _, _ = shot_list(lighthouse, 45, width=1080, height=1920)
    for shot in shots.shots:
        key = shot.camera.keys[0]
        for actor in standing(shot):
            if actor.to_x is None and shot.size is ShotSize.MEDIUM:
                assert 0.0 < picture_x(key, actor.x, actor.z) < 1.0, shot.id


def test_no_scene_is_the_user_s_mistake():
    script = Screenplay(title="Nothing", language="en")
    with pytest.raises(UserError):
        direct(script, brief_for(script), (), {})


def test_a_film_without_dialogue_and_a_scene_without_action():
    script = bakery()
    silent = script.changed(scenes=tuple(s.changed(elements=s.actions) for s in script.scenes))
    shots = direct(silent, brief_for(silent, 30), cast_looks(silent, 1), {})
    assert shots.shots and not any(s.lines for s in shots.shots)
    empty = script.changed(scenes=(script.scenes[0].changed(elements=()),))
    assert len(direct(empty, brief_for(empty, 10), cast_looks(empty, 1), {}).shots) == 1


@pytest.mark.slow
def test_four_hundred_scenes():
    script = spare_key()
    scenes = []
    for i in range(400):
        scene = script.scenes[i % 4]
        elements = tuple(e.changed(id=f"n{i}-{e.id}") for e in scene.elements)
        scenes.append(scene.changed(id=f"n{i}", elements=elements))
    long = script.changed(scenes=tuple(scenes))
    shots = direct(long, brief_for(long, 30), cast_looks(long, 1), {})
    assert len({s.scene for s in shots.shots}) == 400
    assert sum(len(s.lines) for s in shots.shots) == sum(1 for _ in long.lines())


def test_a_monologue_is_not_a_row_of_equal_shots():
    script = bakery()
    lines = tuple(
        Line(id=f"s2-m{i}", character="la-boulangere", text="Il me manque une vis, encore une.", emotion=Emotion.NEUTRAL)
        for i in range(4)
    )
    alone = script.changed(scenes=(script.scenes[1].changed(elements=lines),))
    shots = direct(alone, brief_for(alone, 20), cast_looks(alone, 1), {})
    sizes = [s.size for s in shots.shots if s.lines]
    assert all(a is not b for a, b in pairwise(sizes))
