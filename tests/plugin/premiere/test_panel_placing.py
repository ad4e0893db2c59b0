# SPDX-License-Identifier: Apache-2.0
"""Placing clips on the user's timeline: exact at every rate, verified by reading, nothing of the user's touched."""

from typing import Any

import pytest
from tests.plugin.premiere.host import HostError
from tests.plugin.premiere.panel_setup import PLACE, PROFILES, RATES, clip, items, media_of, project, shared_editor, spot

V1 = {"kind": "video", "index": 1}


def timeline(host: Any) -> str:
    """The user's own sequence, to be compared."""
    return host.run("return JSON.stringify(control.look().sequences)")


@pytest.mark.parametrize("version", PROFILES)
@pytest.mark.parametrize("rate", RATES)
def test_a_clip_lands_to_the_frame_and_one_undo_takes_it_back(version: str, rate: str) -> None:
    made = clip(36, rate)
    with shared_editor(version, rate, media=media_of(made)) as host:
        host.run("return panel('./src/bin.js').imported(args.paths).then(() => null)", paths=[f["path"] for f in made["files"]])
        before = host.fingerprint()
        report = host.run(PLACE, clip=made, at=52, track=V1)
        assert (report["planned"], report["placed"], report["verified"], report["mismatches"]) == (2, 2, 2, [])
        assert (52, 88, 0, spot(made, "picture")) in items(host, "video", 0)
        assert (52, 88, 0, spot(made, "sound")) in items(host, "audio", 0)
        assert report["where"] == [
            {"track": 1, "kind": "video", "start": 52, "end": 88}, {"track": 1, "kind": "audio", "start": 52, "end": 88},
        ]  # fmt: skip
        assert host.control("undo") == report["undo"] == "AIPROD: A lighthouse"
        assert host.fingerprint() == before


def test_a_range_that_is_taken_gets_a_new_track_and_moves_nothing() -> None:
    made = clip(36)
    crowded = project(tracks={"video": 1, "audio": 1})
    with shared_editor(setup=crowded, media=media_of(made)) as host:
        own = items(host, "video", 0), items(host, "audio", 0)
        report = host.run(PLACE, clip=made, at=80, track=V1)
        assert report["verified"] == 2 and report["mismatches"] == []
        assert [(each["kind"], each["track"]) for each in report["where"]] == [("video", 2), ("audio", 2)]
        assert (items(host, "video", 0), items(host, "audio", 0)) == own
        assert items(host, "video", 1) == [(80, 116, 0, spot(made, "picture"))]


def test_new_means_a_new_track_even_where_one_is_free() -> None:
    made = clip(10)
    with shared_editor(media=media_of(made)) as host:
        report = host.run(PLACE, clip=made, at=200, track="new")
        assert report["where"][0] == {"track": 4, "kind": "video", "start": 200, "end": 210}


def test_a_sound_alone_touches_no_picture() -> None:
    made = clip(50, kind="score", files="s")
    with shared_editor(media=media_of(made)) as host:
        report = host.run(PLACE, clip=made, at=10, track={"kind": "audio", "index": 1})
        assert report["where"] == [{"track": 4, "kind": "audio", "start": 10, "end": 60}] and report["mismatches"] == []
        assert [items(host, "video", at) for at in (1, 2)] == [[], []]


def test_the_marker_carries_the_recipe_in_its_last_line() -> None:
    made = clip(36, name="L’été “à deux” 🎬")
    with shared_editor(media=media_of(made)) as host:
        assert host.run(PLACE, clip=made, at=50, track=V1)["mismatches"] == []
        context = host.run("return panel('./src/actions.js').act('context')")
        marker = next(each for each in context["markers"] if each["name"] == made["name"])
        assert (marker["frame"], marker["frames"], marker["note"]) == (50, 36, "AIPROD: animatic")
        assert marker["recipe"] == {"v": 1, "clip": made["id"], "family": made["family"], "recipe": made["recipe"]}
        placed = next(each for each in context["tracks"][0]["items"] if each["start"] == 50)
        assert placed["marker"]["recipe"] == made["recipe"] and placed["name"] == made["name"]


@pytest.mark.parametrize("kind", ["video", "audio"])
def test_a_locked_track_is_found_by_reading_and_gets_out_of_the_way(kind: str) -> None:
    made = clip(36)
    with shared_editor(media=media_of(made)) as host:
        host.control("lockTrack", kind, 0)
        report = host.run(PLACE, clip=made, at=52, track=V1)
        assert report["verified"] == 2 and report["mismatches"] == []
        where = {each["kind"]: each["track"] for each in report["where"]}
        assert where == {"video": 1, "audio": 1, kind: 4}


@pytest.mark.parametrize(
    ("switch", "what"),
    [
        ({"placementShift": "10594584000"}, "A lighthouse"),
        ({"sourceShift": "10594584000"}, "A lighthouse: source"),
        ({"ignored": ["Markers.createAddMarkerAction"]}, "A lighthouse: marker"),
    ],
)
def test_what_is_off_by_a_frame_is_told_and_not_counted(switch: dict[str, Any], what: str) -> None:
    made = clip(36, files="p")
    with shared_editor(media=media_of(made), faults=switch) as host:
        report = host.run(PLACE, clip=made, at=200, track=V1)
        assert what in [each["what"] for each in report["mismatches"]]
        assert report["verified"] == ("ignored" in switch)


def test_a_lie_about_a_transaction_is_seen_through() -> None:
    made = clip(36)
    with shared_editor(media=media_of(made), faults={"transactionLies": "false"}) as host:
        assert host.run(PLACE, clip=made, at=52, track=V1)["verified"] == 2
    with shared_editor(media=media_of(made)) as host:
        host.run("return panel('./src/bin.js').imported(args.paths).then(() => null)", paths=[f["path"] for f in made["files"]])
        host.faults(transactionLies="nothing")
        report = host.run(PLACE, clip=made, at=52, track=V1)
        assert report["verified"] == 0 and len(report["mismatches"]) == 3 and report["undo"] == ""


def test_what_the_user_did_while_files_came_in_is_respected() -> None:
    made = clip(36)
    with shared_editor(media=media_of(made)) as host:
        host.run("""control.when("after", "Project.importFiles", 1, () => {
            const own = Object.values(control.project.items).find((each) => each.path === "/user/own.mov");
            const item = {track: 0, start: 60, end: 70, media: 0};
            control.edit((_project, sequence) => control.addItem(sequence, item, own, sequence.timebase));
        })""")
        report = host.run(PLACE, clip=made, at=52, track=V1)
        assert report["mismatches"] == [] and report["where"][0]["track"] == 4
        assert (60, 70, 0, "/user/own.mov") in items(host, "video", 0)


@pytest.mark.parametrize(
    ("spoil", "order", "code"),
    [
        ("control.closeProject()", {}, "no_project"),
        ("control.closeTimeline()", {}, "no_sequence"),
        ("", {"at": -1}, "no_room"),
        ("", {"clip": clip(0)}, "no_room"),
        ("", {"clip": clip(36, "25")}, "other_rate"),
        ("", {"clip": clip(36, kind="grade", files="")}, "nothing_to_place"),
        ("control.faults.importLies = 'nothing'", {}, "not_imported"),
        ("control.faults.throws = {'Project.importFiles': 'Illegal Parameter type'}", {}, "not_imported"),
        ("control.when('after', 'Project.importFiles', 1, () => control.closeProject())", {}, "no_project"),
        ("control.faults.ignored = ['FolderItem.createBinAction']", {}, "no_bin"),
    ],
)
def test_bad_input_says_what_why_and_what_to_do_and_leaves_the_timeline_as_it_was(
    spoil: str, order: dict[str, Any], code: str
) -> None:
    made = clip(36)
    with shared_editor(media=media_of(made)) as host:
        before = host.run("return JSON.stringify(control.look().sequences)")
        host.run(spoil)
        kept = host.run("return control.look() && JSON.stringify(control.look().sequences)")
        with pytest.raises(HostError) as raised:
            host.run(PLACE, **{"clip": made, "at": 52, "track": V1, **order})
        assert raised.value.code == code
        after = host.run("return control.look() && JSON.stringify(control.look().sequences)")
        assert after in (before, kept, None)


def test_errors_are_told_whole_in_both_languages() -> None:
    code = """const {speak, told} = panel('./src/words.js'); const {PanelError} = panel('./src/errors.js');
        const say = (key, language) => { speak(language); return told(new PanelError(key, {})); };
        return args.keys.map((key) => ['en', 'fr'].map((language) => say(key, language)))"""
    with shared_editor() as host:
        keys = host.run("return Object.keys(panel('./src/words-en.js').errors)")
        for english, french in host.run(code, keys=keys):
            assert all(english.values()) and all(french.values()) and english["what"] != french["what"]


def test_a_timeline_without_tracks_or_with_nothing_free_has_no_gap() -> None:
    bare = {"name": "P", "sequences": [{"name": "Cut", "rate": "25", "tracks": {"video": 0, "audio": 0}}]}
    made = clip(25, "25")
    with shared_editor(setup=bare, media=media_of(made)) as host:
        assert host.run("return panel('./src/host.js').context()")["gap"] is None
        report = host.run(PLACE, clip=made, at=0, track=V1)
        assert report["verified"] == 2 and report["mismatches"] == []


def test_a_host_that_never_answers_is_told_and_does_not_stop_what_comes_after() -> None:
    made = clip(36)
    with shared_editor(media=media_of(made), faults={"hangs": ["Project.importFiles"]}) as host:
        host.run("panel('./src/patience.js').patience.actMs = 200")
        with pytest.raises(HostError) as raised:
            host.run(PLACE, clip=made, at=52, track=V1)
        assert raised.value.code == "host_silent"
        host.faults(hangs=[])
        assert host.run(PLACE, clip=made, at=52, track=V1)["verified"] == 2
