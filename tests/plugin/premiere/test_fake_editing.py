# SPDX-License-Identifier: Apache-2.0
"""The fake Premiere edits as the real one was reported to: what destroys destroys, what is silent is silent, undo undoes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.plugin.premiere.host import VERSIONS, Host, HostError, premiere
from tests.plugin.premiere.media import both, facts, picture, sound

MEDIA = {
    "/m/own.mov": picture(200),
    "/m/new.mov": picture(24),
    "/m/av.mov": both(24),
    "/m/voice.wav": sound(48048),
    "/m/card.png": {"still": True},
}
OWN = [
    {"media": "/m/own.mov", "track": 0, "start": 0, "end": 48, "src_in": 10},
    {"media": "/m/own.mov", "track": 0, "start": 60, "end": 100},
]
HANDS = """
  const project = await ppro.Project.getActiveProject();
  const sequence = await project.getActiveSequence();
  const root = await project.getRootItem();
  const items = await root.getItems();
  const item = (name) => items.find((each) => each.name === name);
  const editor = ppro.SequenceEditor.getEditor(sequence);
  const perFrame = BigInt(await sequence.getTimebase());
  const at = (frame) => ppro.TickTime.createWithTicks(String(BigInt(frame) * perFrame));
  const first = async (kind) => (await sequence[`get${kind}Track`](0)).getTrackItems(ppro.Constants.TrackItemType.CLIP, false)[0];
  const step = (fill, label) => {
    let done;
    const all = (compound) => fill((action) => compound.addAction(action));
    project.lockedAccess(() => { done = project.executeTransaction(all, label || "AIPROD: x"); });
    return done;
  };
"""


def cut(rate: str = "24000/1001", **more: Any) -> dict[str, Any]:
    return {"name": "Film “é” 🎬", "media": MEDIA, "sequences": [{"name": "Cut", "rate": rate, "items": OWN, **more}]}


@pytest.fixture(scope="module")
def process() -> Iterator[Host]:
    with premiere() as one:
        yield one


@pytest.fixture
def host(process: Host) -> Iterator[Host]:
    yield process.start(setup=cut(), media=MEDIA)
    assert process.unhandled == []


def placed(host: Host, kind: str = "video", track: int = 0) -> list[tuple[Any, ...]]:
    """(name, start, end, in, out) of a track's items."""
    items = host.look()["sequences"][0][kind][track]["items"]
    return [(each["name"], each["start"], each["end"], each["in"], each["out"]) for each in items]


def do(host: Host, code: str, **args: Any) -> Any:
    return host.run(HANDS + code, **args)


# --- placing ---


def test_overwriting_destroys_what_is_there(host: Host) -> None:
    assert do(host, "return step((add) => add(editor.createOverwriteItemAction(item('new.mov'), at(40), 0, 0)))") is True
    assert placed(host) == [("own.mov", 0, 40, 10, 50), ("new.mov", 40, 64, 0, 24), ("own.mov", 64, 100, 4, 40)]


def test_overwriting_in_the_middle_leaves_both_ends(host: Host) -> None:
    do(host, "step((add) => add(editor.createOverwriteItemAction(item('new.mov'), at(10), 0, 0)))")
    assert placed(host)[:3] == [("own.mov", 0, 10, 10, 20), ("new.mov", 10, 34, 0, 24), ("own.mov", 34, 48, 44, 58)]


def test_inserting_shifts_every_track_unless_it_is_limited(host: Host) -> None:
    do(host, "step((add) => add(editor.createInsertProjectItemAction(item('new.mov'), at(20), 1, 0, false)))")
    assert placed(host) == [("own.mov", 0, 20, 10, 30), ("own.mov", 44, 72, 30, 58), ("own.mov", 84, 124, 0, 40)]
    assert host.control("undo") == "AIPROD: x"
    do(host, "step((add) => add(editor.createInsertProjectItemAction(item('new.mov'), at(20), 1, 0, true)))")
    assert placed(host) == [("own.mov", 0, 48, 10, 58), ("own.mov", 60, 100, 0, 40)]
    assert placed(host, track=1) == [("new.mov", 20, 44, 0, 24)]


def test_an_index_past_the_last_track_makes_one_in_an_insert_alone(host: Host) -> None:
    do(host, "step((add) => add(editor.createInsertProjectItemAction(item('new.mov'), at(5), 9, 0, true)))")
    assert placed(host, track=3) == [("new.mov", 5, 29, 0, 24)]
    before = host.fingerprint()
    assert do(host, "return step((add) => add(editor.createOverwriteItemAction(item('new.mov'), at(5), 9, 0)))") is True
    assert host.fingerprint() == before
    host.faults(overwritePastLast="creates")
    do(host, "step((add) => add(editor.createOverwriteItemAction(item('new.mov'), at(5), 9, 0)))")
    assert placed(host, track=4) == [("new.mov", 5, 29, 0, 24)]


def test_picture_and_sound_of_one_clip_are_placed_together_and_linked(host: Host) -> None:
    do(host, "step((add) => add(editor.createOverwriteItemAction(item('av.mov'), at(110), 1, 2)))")
    sequence = host.look()["sequences"][0]
    assert placed(host, track=1) == placed(host, "audio", 2) == [("av.mov", 110, 134, 0, 24)]
    assert sequence["video"][1]["items"][0]["link"] == sequence["audio"][2]["items"][0]["link"] is not None


def test_a_selection_holds_what_is_linked(host: Host) -> None:
    do(host, "step((add) => add(editor.createOverwriteItemAction(item('av.mov'), at(110), 1, 2)))")
    host.control("select", [{"track": 1, "start": 110}])
    code = """const found = await (await sequence.getSelection()).getTrackItems();
        return await Promise.all(found.map((each) => each.getTrackIndex()))"""
    assert do(host, code) == [1, 2]
    assert do(host, "await sequence.clearSelection(); return (await (await sequence.getSelection()).getTrackItems()).length") == 0
    code = """const track = await sequence.getAudioTrack(2); let made;
        ppro.TrackItemSelection.createEmptySelection((one) => { made = one; });
        made.addItem(track.getTrackItems(ppro.Constants.TrackItemType.CLIP, false)[0]); sequence.setSelection(made);
        return (await (await sequence.getSelection()).getTrackItems()).length"""
    assert do(host, code) == 2


def test_marks_that_are_not_set(host: Host) -> None:
    code = "return [(await sequence.getInPoint()).ticks, (await sequence.getOutPoint()).ticks]"
    assert do(host, code) == ["0", str(100 * 10594584000)]
    host.faults(unsetMarks="negative")
    assert do(host, code) == [str(-400000 * 254016000000)] * 2
    host.control("mark", 3, 9)
    assert do(host, code) == [str(3 * 10594584000), str(9 * 10594584000)]


@pytest.mark.parametrize(
    ("rate", "drop", "named"),
    [
        ("30000/1001", True, "FPS_29_97"),
        ("30000/1001", False, "FPS_29_97_NON_DROP"),
        ("24000/1001", False, "FPS_23_976"),
        ("25", False, "FPS_25"),
        ("60000/1001", True, None),
        ("50", False, None),
    ],
)
def test_the_time_display_tells_drop_frame_where_it_has_a_name(rate: str, drop: bool, named: str | None, process: Host) -> None:
    host = process.start(setup={"sequences": [{"rate": rate, "drop_frame": drop}]})
    code = """const { type } = await sequence.getSequenceVideoTimeDisplayFormat();
        const found = Object.entries(host.strict.enums.VideoDisplayFormatType).find((each) => each[1] === type);
        return found ? found[0] : null"""
    assert do(host, code) == named


def test_sound_alone_touches_no_picture_and_a_still_begins_at_an_hour(host: Host) -> None:
    do(host, "step((add) => { add(editor.createOverwriteItemAction(item('voice.wav'), at(0), 0, 1));"
             " add(editor.createOverwriteItemAction(item('card.png'), at(0), 2, 0)); })")  # fmt: skip
    assert placed(host, "audio", 1) == [("voice.wav", 0, 24, 0, 24)]
    assert placed(host)[0] == ("own.mov", 0, 48, 10, 58)
    name, start, end, _, _ = placed(host, track=2)[0]
    assert (name, start, end) == ("card.png", 0, 119)
    (hour,) = [each["in"] for each in host.look()["sequences"][0]["video"][2]["items"]]
    assert hour in (86313, f"{3600 * 254016000000} ticks")


def test_nothing_happens_on_a_locked_track_and_nothing_says_so(host: Host) -> None:
    host.control("lockTrack", "video", 0)
    before = host.fingerprint()
    assert do(host, "return step((add) => add(editor.createOverwriteItemAction(item('new.mov'), at(0), 0, 0)))") is True
    assert host.fingerprint() == before


@pytest.mark.parametrize("rate", ["24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60"])
def test_placing_is_exact_at_every_rate(rate: str, process: Host) -> None:
    media = {"/m/p.mov": picture(1001, rate), "/m/s.wav": sound(round(1001 * 48000 / eval_rate(rate)))}
    host = process.start(setup={"media": media, "sequences": [{"rate": rate}]})
    for frame in (0, 1, 1799, 1800, 107892):
        do(host, "step((add) => { add(editor.createOverwriteItemAction(item('p.mov'), at(args.f), 0, 0));"
                 " add(editor.createOverwriteItemAction(item('s.wav'), at(args.f), 0, 0)); })", f=frame)  # fmt: skip
        assert ("p.mov", frame, frame + 1001, 0, 1001) in placed(host)
        assert [each[1:3] for each in placed(host, "audio")][-1] == (frame, frame + 1001)


def eval_rate(rate: str) -> float:
    over, _, under = rate.partition("/")
    return int(over) / int(under or 1)


def test_in_and_out_points_of_an_item_are_what_is_placed(host: Host) -> None:
    code = """step((add) => {
        const clip = ppro.ClipProjectItem.cast(item('own.mov'));
        add(clip.createSetInOutPointsAction(at(30), at(42)));
        add(editor.createOverwriteItemAction(item('own.mov'), at(0), 2, 0));
        add(clip.createClearInOutPointsAction());
    })"""
    do(host, code)
    assert placed(host, track=2) == [("own.mov", 0, 12, 30, 42)]
    host.control("undo")
    host.faults(trimInsideTransaction=False)
    do(host, code)
    assert placed(host, track=2) == [("own.mov", 0, 200, 0, 200)]


# --- changing what is there ---


def test_trims_moves_removals_names(host: Host) -> None:
    code = "step((add) => { add(one.createSetEndAction(at(40))); add(one.createSetNameAction('Mine')); })"
    do(host, f"const one = await first('Video'); {code}")
    assert placed(host)[0] == ("Mine", 0, 40, 10, 50)
    do(host, "const one = await first('Video'); step((add) => add(one.createSetInPointAction(at(15))))")
    assert placed(host)[0] == ("Mine", 0, 35, 15, 50)
    do(host, "const one = await first('Video'); step((add) => add(one.createMoveAction(at(50))))")
    assert placed(host) == [("Mine", 50, 85, 15, 50), ("own.mov", 85, 100, 25, 40)]
    code = """const one = await first('Video'); let all;
        ppro.TrackItemSelection.createEmptySelection((made) => { all = made; });
        all.addItem(one); step((add) => add(editor.createRemoveItemsAction(all, false, ppro.Constants.MediaType.ANY)))"""
    do(host, code)
    assert placed(host) == [("own.mov", 85, 100, 25, 40)]


def test_a_trim_past_the_media_or_into_the_neighbour_fails_and_all_of_it_is_taken_back(host: Host) -> None:
    before = host.fingerprint()
    code = """const one = await first('Video');
        return step((add) => {{ add(one.createSetNameAction('x')); add(one.createSetEndAction(at({}))); }})"""
    assert do(host, code.format(70)) is False
    assert do(host, code.format(400)) is False
    assert host.fingerprint() == before and len(host.run("return control.problems")) == 2
    assert host.look()["undo"] == []


def test_transitions_markers_levels_and_properties(host: Host) -> None:
    code = """
        const one = await first('Video'); const markers = await ppro.Markers.getMarkers(sequence);
        const properties = await ppro.Properties.getProperties(sequence);
        const options = new ppro.AddTransitionOptions().setDuration(at(12)).setApplyToStart(true).setForceSingleSided(true);
        return step((add) => {
            const dissolve = ppro.TransitionFactory.createVideoTransition('AE.ADBE Cross Dissolve New');
            add(one.createAddVideoTransitionAction(dissolve, options));
            add(markers.createAddMarkerAction('Shot', ppro.Marker.MARKER_TYPE_COMMENT, at(5), at(7), 'line\\naiprod:{}'));
            add(properties.createSetValueAction('aiprod', 'rev 3', ppro.Constants.PropertyType.PERSISTENT));
        })"""
    assert do(host, code) is True
    sequence = host.look()["sequences"][0]
    assert sequence["video"][0]["items"][0]["transitions"]["start"] == {
        "name": "AE.ADBE Cross Dissolve New",
        "length": 12,
        "alignment": 0,
    }
    (marker,) = sequence["markers"]
    assert (marker["name"], marker["start"], marker["length"], marker["comments"]) == ("Shot", 5, 7, "line\naiprod:{}")
    read = """const [one] = (await ppro.Markers.getMarkers(sequence)).getMarkers();
        const own = await ppro.Properties.getProperties(sequence);
        return [one.getName(), one.getStart().ticks, one.getType(), own.getValue('aiprod')]"""
    assert do(host, read) == ["Shot", str(5 * 10594584000), "Comment", "rev 3"]


def test_sound_has_a_level_and_a_french_host_calls_it_otherwise(process: Host) -> None:
    level = """
        const one = await first('Audio'); const chain = await one.getComponentChain();
        const volume = chain.getComponentAtIndex(0);
        const param = volume.getParam(1);"""
    setup = cut(items=[{"media": "/m/voice.wav", "kind": "audio", "track": 0, "start": 0, "end": 24}])
    host = process.start(setup=setup)
    assert do(host, level + "return [await volume.getMatchName(), await volume.getDisplayName(), param.displayName]") == [
        "Internal Volume Stereo", "Volume", "Level",
    ]  # fmt: skip
    key = "const key = param.createKeyframe(0.5); step((add) => add(param.createSetValueAction(key)));"
    do(host, level + key)
    assert do(host, level + "return await param.getValueAtTime(at(3))") == 0.5
    fade = """step((add) => { add(param.createSetTimeVaryingAction(true));
        for (const [frame, value] of [[0, 0], [12, 0.2]]) { const key = param.createKeyframe(value); key.position = at(frame);
            add(param.createAddKeyframeAction(key)); } })"""
    do(host, level + fade)
    assert do(host, level + "return [param.isTimeVarying(), await param.getValueAtTime(at(6))]") == [True, pytest.approx(0.1)]
    with pytest.raises(HostError, match="isn't of the kind"):
        do(host, level + "param.createKeyframe('loud')")
    host.faults(locale="fr")
    assert do(host, level + "return param.displayName") == "Niveau"


# --- locks, transactions, handles ---


def test_actions_are_made_inside_a_lock_from_26_3_on(process: Host) -> None:
    code = "const action = editor.createOverwriteItemAction(item('new.mov'), at(0), 1, 0); return step((add) => add(action))"
    for version in VERSIONS:
        host = process.start(version, setup=cut())
        if version == "26.3":
            with pytest.raises(HostError, match="only be created inside"):
                do(host, code)
        else:
            assert do(host, code) is True


def test_an_action_is_used_once_and_in_its_own_lock(host: Host) -> None:
    kept = "let old; project.lockedAccess(() => { old = editor.createOverwriteItemAction(item('new.mov'), at(0), 1, 0); });"
    with pytest.raises(HostError, match=r"made in another lockedAccess"):
        do(host, kept + "step((add) => add(old))")
    with pytest.raises(HostError, match="already used"):
        do(
            host,
            "step((add) => { const one = editor.createOverwriteItemAction(item('new.mov'), at(0), 1, 0); add(one); add(one); })",
        )


@pytest.mark.parametrize("code", [
    "project.lockedAccess(async () => undefined)",
    "project.lockedAccess(() => project.executeTransaction(async () => undefined, 'x'))",
])  # fmt: skip
def test_an_asynchronous_callback_throws(code: str, host: Host) -> None:
    with pytest.raises(HostError, match="must be synchronous"):
        do(host, code)


def test_one_transaction_is_one_step_and_undo_restores(host: Host) -> None:
    before = host.fingerprint()
    many = "for (let n = 0; n < 30; n += 1) add(editor.createOverwriteItemAction(item('new.mov'), at(n * 24), n % 3, 0));"
    do(host, f"step((add) => {{ {many} }}, 'AIPROD: film')")
    assert host.look()["undo"] == ["AIPROD: film"] and host.fingerprint() != before
    assert host.control("undo") == "AIPROD: film" and host.fingerprint() == before
    assert host.control("undo") is None


def test_a_callback_that_throws_and_an_empty_one_change_nothing(host: Host) -> None:
    before = host.fingerprint()
    with pytest.raises(HostError, match="of mine"):
        do(
            host,
            "step((add) => { add(editor.createOverwriteItemAction(item('new.mov'), at(0), 0, 0)); throw new Error('of mine'); })",
        )
    assert do(host, "return step(() => undefined)") is False
    assert host.fingerprint() == before and host.look()["undo"] == []


@pytest.mark.parametrize(
    "what",
    [
        "sequence.getTimebase()",
        "root.getItems()",
        "one.getStartTime()",
        "editor.createCloneTrackItemAction",
        "item('new.mov').getId()",
    ],
)
def test_handles_are_stale_after_a_transaction_and_after_the_users_edit(what: str, host: Host) -> None:
    call = (
        what
        if "Clone" not in what
        else "project.lockedAccess(() => editor.createOverwriteItemAction(item('own.mov'), at(0), 1, 0))"
    )
    for change in ("step((add) => add(sequence.createSetInPointAction(at(1))))", "control.cut('video', 0, 90, 100)"):
        with pytest.raises(HostError, match="script object is no longer valid"):
            do(host, f"const one = await first('Video'); {change}; return await {call}")
    assert do(host, "control.cut('video', 0, 80, 90); return project.name") == "Film “é” 🎬.prproj"


def test_a_project_that_is_closed_in_the_middle_is_gone(host: Host) -> None:
    host.run("control.when('after', 'FolderItem.getItems', 1, () => control.closeProject())")
    with pytest.raises(HostError, match="its project is closed"):
        do(host, "return 1")
    assert host.run("return await ppro.Project.getActiveProject()") is None


# --- importing, exporting ---


def test_importing_says_true_and_items_come_later_or_never(host: Host) -> None:
    code = """const bin = ppro.ProjectItem.cast(root); const said = await project.importFiles([args.path], true, bin, false);
        const names = async () => (await (await project.getRootItem()).getItems()).map((each) => each.name);
        const at_once = (await names()).includes(args.name);
        await sleep(80); return [said, at_once, (await names()).includes(args.name)]"""
    host.media["/m/late “é”.mov"] = picture(10)
    assert do(host, code, path="/m/late “é”.mov", name="late “é”.mov") == [True, False, True]
    assert host.look()["undo"] == ["Import"]
    assert do(host, code, path="/m/missing.mov", name="missing.mov") == [True, False, False]
    host.faults(importLies="nothing")
    assert do(host, code, path="/m/late “é”.mov", name="late “é”.mov")[0] is True
    assert [each.get("clip") for each in host.look()["bins"]["items"]].count("late “é”.mov") == 1


def test_a_real_file_is_probed(tmp_path: Path, process: Host) -> None:
    import av
    import numpy as np

    path = tmp_path / "real.mov"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(5):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")))
        out.mux(stream.encode())
    assert facts(path) == {"video": True, "rate": "25", "frames": 5, "width": 64, "height": 48, "audio": False}
    host = process.start(setup={"sequences": []}, faults={"importDelayMs": 0})
    code = """const project = await ppro.Project.getActiveProject(); const root = await project.getRootItem();
        await project.importFiles([args.path], true, ppro.ProjectItem.cast(root), false);
        const clip = ppro.ClipProjectItem.cast((await root.getItems())[0]);
        const sequence = await project.createSequenceFromMedia('From “media”', [clip], ppro.ProjectItem.cast(root));
        const size = await sequence.getFrameSize();
        return [await sequence.getTimebase(), size.width, size.height, await clip.getMediaFilePath(), await clip.isOffline()]"""
    assert host.run(code, path=str(path)) == ["10160640000", 64, 48, str(path), False]
    assert host.look()["sequences"][0]["video"][0]["items"][0]["end"] == 5
    path.unlink()
    offline = """const root = await (await ppro.Project.getActiveProject()).getRootItem();
        return await ppro.ClipProjectItem.cast((await root.getItems())[0]).isOffline()"""
    assert host.run(offline) is True


def test_a_frame_is_written_under_a_doubled_name(host: Host, tmp_path: Path) -> None:
    code = "return await ppro.Exporter.exportSequenceFrame(sequence, at(12), 'grab.png', args.to, 640, 360)"
    assert do(host, code, to=str(tmp_path)) is True
    assert Image.open(tmp_path / "grab.png.png").size == (640, 360)
    host.faults(frameExtension="single")
    assert do(host, code, to=str(tmp_path)) is True and (tmp_path / "grab.png").is_file()
    host.faults(frameLies=True)
    (tmp_path / "grab.png").unlink()
    assert do(host, code, to=str(tmp_path)) is True and not (tmp_path / "grab.png").exists()
    host.faults(frameLies=False)
    assert do(host, code, to=str(tmp_path / "nowhere")) is False


def test_interchange_is_written_and_read_by_others(host: Host, tmp_path: Path) -> None:
    import opentimelineio as otio

    path = tmp_path / "cut é.otio"
    assert do(host, "return await ppro.ProjectConverter.exportAsOpenTimelineIO(sequence, args.to, true)", to=str(path)) is True
    timeline = otio.adapters.read_from_file(str(path))
    clips = list(timeline.video_tracks()[0].find_clips())
    assert [(each.name, each.range_in_parent().start_time.value) for each in clips] == [("own.mov", 0), ("own.mov", 60)]
    xml = tmp_path / "cut.xml"
    assert do(host, "return await ppro.ProjectConverter.exportAsFinalCutProXML(sequence, args.to, true)", to=str(xml)) is True
    assert xml.read_text("utf-8").count("<clipitem ") == 2
    host.faults(exportLies=True)
    assert (
        do(
            host,
            "return await ppro.ProjectConverter.exportAsOpenTimelineIO(sequence, args.to, true)",
            to=str(tmp_path / "no.otio"),
        )
        is True
    )
    assert not (tmp_path / "no.otio").exists()


# --- lies ---


@pytest.mark.parametrize(
    ("faults", "said", "start", "source"),
    [
        ({"placementShift": "10594584000"}, True, 111, 0), ({"sourceShift": "10594584000"}, True, 110, 1),
        ({"transactionLies": "nothing"}, True, None, 0), ({"transactionLies": "false"}, False, 110, 0),
        ({"ignored": ["SequenceEditor.createOverwriteItemAction"]}, True, None, 0),
    ],
)  # fmt: skip
def test_the_host_can_lie(faults: dict[str, Any], said: bool, start: int | None, source: int, host: Host) -> None:
    host.faults(**faults)
    assert do(host, "return step((add) => add(editor.createOverwriteItemAction(item('new.mov'), at(110), 1, 0)))") is said
    found = placed(host, track=1)
    assert [each[1] for each in found] == ([] if start is None else [start])
    assert all(each[3] == source for each in found)


def test_a_member_can_throw_hang_and_be_waited_for(host: Host) -> None:
    host.faults(throws={"Sequence.getTimebase": "out of sorts"}, hangs=["Sequence.getZeroPoint"])
    with pytest.raises(HostError, match="out of sorts"):
        do(host, "return 1")
    host.faults(throws={})
    assert (
        do(host, "return await Promise.race([sequence.getZeroPoint(), sleep(30).then(() => 'still waiting')])") == "still waiting"
    )


def test_events_come(host: Host) -> None:
    code = """memory.heard = [];
        const { ProjectEvent, SequenceEvent } = ppro.Constants;
        ppro.EventManager.addGlobalEventListener(ProjectEvent.CLOSED, (event) => memory.heard.push(['closed', event.name]));
        ppro.EventManager.addEventListener(sequence, SequenceEvent.SELECTION_CHANGED, () => memory.heard.push(['selected']));
        control.select([{track: 0, start: 60}]); control.closeProject(); await sleep(5); return memory.heard"""
    assert do(host, code) == [["selected"], ["closed", "Film “é” 🎬.prproj"]]
