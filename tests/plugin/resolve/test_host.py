# SPDX-License-Identifier: Apache-2.0
"""The fake host: strict with scripts, faithful in what it remembers, different by version and edition."""

import threading
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.plugin.resolve.clips import make_movie, make_sound
from tests.plugin.resolve.faults import Faults
from tests.plugin.resolve.handles import UnknownApi, WrongArguments, WrongThread
from tests.plugin.resolve.host import Host, NotInMenu
from tests.plugin.resolve.media import load_known, save_known
from tests.plugin.resolve.profiles import PROFILES, SCRIPTED
from tests.plugin.resolve.timecode import RATES, parse_rate, to_frames, to_timecode

Make = Callable[..., Host]


class Script:
    """What a script holds of a host with a project, a timeline and a clip."""

    def __init__(self, host: Host, rate: str = "24") -> None:
        self.host = host
        host.user.project("Film", rate)
        self.state = host.user.timeline("Cut", video=2, audio=2)
        self.resolve = host.resolve
        self.manager = self.resolve.GetProjectManager()
        self.project = self.manager.GetCurrentProject()
        self.pool, self.timeline = self.project.GetMediaPool(), self.project.GetCurrentTimeline()

    def clip(self, frames: int = 100, path: str = "/media/a.mov", channels: int = 2) -> object:
        return self.host.gate.wrap(self.host.user.imagined(path, frames, channels=channels))

    def append(self, clip: object, at: int, start: int, end: int, track: int = 1, **more: object) -> list:
        first = self.timeline.GetStartFrame()
        row = {"mediaPoolItem": clip, "startFrame": start, "endFrame": end, "trackIndex": track, "recordFrame": first + at}
        return self.pool.AppendToTimeline([{**row, **more}])


@pytest.fixture
def script(make_host: Make) -> Script:
    return Script(make_host())


# Strictness. These hosts are made here, so that their breaches fail nothing else.


@pytest.mark.parametrize(
    "call",
    [
        lambda s: s.timeline.GetTrackCount("Video"),
        lambda s: s.timeline.GetTrackCount(),
        lambda s: s.timeline.GetTrackCount("video", 1),
        lambda s: s.timeline.GetTrackCount(trackType="video"),
        lambda s: s.timeline.SetTrackLock("video", 1, 1),
        lambda s: s.timeline.SetTrackLock("video", "1", True),
        lambda s: s.resolve.OpenPage("Étalonnage"),
        lambda s: s.resolve.OpenPage("schnitt"),
        lambda s: s.pool.SetCurrentFolder(None),
        lambda s: s.pool.SetCurrentFolder(s.timeline),
        lambda s: s.pool.AppendToTimeline([{"mediaPoolItem": s.clip(), "startFrame": 0, "endframe": 1}]),
        lambda s: s.pool.AppendToTimeline([{"mediaPoolItem": s.clip(), "startFrame": 0.0, "endFrame": 1}]),
        lambda s: s.pool.AppendToTimeline([{"mediaPoolItem": s.clip(), "mediaType": 3}]),
        lambda s: s.pool.AppendToTimeline([{"mediaPoolItem": None}]),
        lambda s: s.pool.ImportMedia("/a.mov"),
        lambda s: s.pool.ImportMedia([{"filePath": "/a.mov"}]),
        lambda s: s.timeline.Export("/tmp/x.otio", "OTIO", "NONE"),
        lambda s: s.timeline.Export("/tmp/x.otio", s.resolve.EXPORT_OTIO),
        lambda s: s.timeline.AddMarker("0", "Blue", "n", "note", 1),
        lambda s: s.project.SetSetting("timelineFrameRate", 24),
        lambda s: s.project.SetRenderSettings({"Target": "/tmp"}),
    ],
)
def test_arguments_are_checked(call: Callable[[Script], object]) -> None:
    script = Script(Host())
    with pytest.raises(WrongArguments):
        call(script)
    assert len(script.host.gate.violations) == 1
    with pytest.raises(WrongArguments):
        script.host.check()


@pytest.mark.parametrize("name", ["GetMarker", "getName", "GetSettings", "AddTransition"])
def test_names_are_checked(name: str) -> None:
    script = Script(Host())
    for probe in (getattr, hasattr):
        with pytest.raises(UnknownApi):
            probe(script.timeline, name)
    with pytest.raises(UnknownApi):
        script.resolve.EXPORT_EVERYTHING  # noqa: B018


def test_a_host_has_one_thread() -> None:
    script, caught = Script(Host()), []

    def elsewhere() -> None:
        try:
            script.timeline.GetName()
        except WrongThread as error:
            caught.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert len(caught) == 1 and isinstance(script.host.gate.violations[0], WrongThread)


def test_handles_are_new_each_time_and_ids_stay(script: Script) -> None:
    one, two = script.project.GetCurrentTimeline(), script.project.GetCurrentTimeline()
    assert one != two and one.GetUniqueId() == two.GetUniqueId()


def test_constants_are_numbers_of_the_live_object(script: Script) -> None:
    assert isinstance(script.resolve.EXPORT_OTIO, float) and script.resolve.EXPORT_OTIO != script.resolve.EXPORT_EDL
    assert script.resolve.CACHE_ENABLED == 1.0 and "EXPORT_OTIO" in dir(script.resolve)


# Versions and editions.


@pytest.mark.parametrize("name", SCRIPTED)
def test_a_script_finds_its_host(make_host: Make, name: str) -> None:
    host = make_host(name)
    names = host.script_globals()
    profile = host.profile
    assert (
        names["resolve"].GetProductName() == profile.product
        and names["bmd"].scriptapp("Resolve").GetVersionString() == profile.version_string
    )
    assert names["app"].GetResolve().GetVersion()[:3] == list(profile.number)
    assert (host.outside() is not None) == profile.studio
    assert ("IsStudio" in dir(host.resolve)) == (profile.number >= (21, 1))


def test_free_21_1_starts_no_python(make_host: Make, tmp_path: Path) -> None:
    launcher = tmp_path / "launcher.py"
    launcher.write_text("found = resolve.GetProductName()\n")
    with pytest.raises(NotInMenu):
        make_host("21.1-free").run_script(launcher)
    assert make_host("20.3-free").run_script(launcher)["found"] == "DaVinci Resolve"


def test_a_program_outside_attaches_to_studio_alone(make_host: Make) -> None:
    for profile, product in (("20-studio", "DaVinci Resolve Studio"), ("20.3-free", None)):
        with make_host(profile).installed():
            import DaVinciResolveScript as Script

            found = Script.scriptapp("Resolve")
        assert (found and found.GetProductName()) == product


def test_luts_on_18_are_set_on_the_item(make_host: Make) -> None:
    script = Script(make_host("18.6-studio"))
    (video, _sound) = script.append(script.clip(), 0, 0, 10)
    script.host.lut_folder.mkdir()
    (script.host.lut_folder / "a.cube").write_text("")
    script.project.RefreshLUTList()
    assert video.SetLUT(1, "a.cube") is True and video.GetLUT(1) == "a.cube" and "GetNodeGraph" not in dir(video)


def test_superseded_forms_are_counted_on_21_1(make_host: Make) -> None:
    script = Script(make_host("21.1-studio"))
    assert script.project.GetSetting("timelineFrameRate") == 24.0
    assert script.project.GetSettings()["timelineFrameRate"] == 24.0
    assert script.host.gate.superseded == ["Project.GetSetting"]


def test_a_french_host_speaks_english_to_scripts(make_host: Make) -> None:
    script = Script(make_host(PROFILES["21.0.4-studio"].but(language="fr")))
    assert script.timeline.GetTrackName("video", 1) == "Vidéo 1" and script.timeline.AddTrack("subtitle") is True
    assert script.timeline.GetTrackName("subtitle", 1) == "Sous-titre 1"
    assert script.resolve.OpenPage("color") is True and script.resolve.GetCurrentPage() == "color"
    assert script.resolve.OpenPage("photo") is True


def test_the_photo_page_came_with_21(make_host: Make) -> None:
    assert make_host("20-studio").resolve.OpenPage("photo") is False


# What the host remembers.


@pytest.mark.parametrize(
    ("rate", "first"), [("23.976", 86400), ("24", 86400), ("25", 90000), ("29.97", 108000), ("29.97 DF", 107892), ("50", 180000)]
)
def test_a_timeline_starts_at_one_hour(make_host: Make, rate: str, first: int) -> None:
    script = Script(make_host(), rate)
    assert script.timeline.GetStartFrame() == first
    assert script.timeline.GetStartTimecode() == ("01:00:00;00" if "DF" in rate else "01:00:00:00")


@settings(deadline=None)
@given(name=st.sampled_from(sorted(RATES)), drop=st.booleans(), frame=st.integers(0, 5_000_000))
def test_timecode_goes_there_and_back(name: str, drop: bool, frame: int) -> None:
    dropping = drop and name in ("29.97", "59.94")
    day = 24 * 3600 * round(float(RATES[name]))
    text = to_timecode(frame % (day // 2), RATES[name], dropping)
    assert to_frames(text, RATES[name], dropping) == frame % (day // 2)


@pytest.mark.parametrize("text", ["23.98", "29.97 NDF", "24 DF", "", "abc"])
def test_rates_that_the_host_does_not_know(text: str) -> None:
    with pytest.raises(ValueError):
        parse_rate(text)


def test_drop_frame_leaves_numbers_out(make_host: Make) -> None:
    script = Script(make_host(), "29.97 DF")
    assert script.timeline.SetCurrentTimecode("01:01:00;00") is False
    assert script.timeline.SetCurrentTimecode("01:01:00;02") is True
    assert script.host.project.timeline.playhead - script.timeline.GetStartFrame() == 1800


def test_media_are_really_read(script: Script, tmp_path: Path) -> None:
    film = make_movie(tmp_path / "f.mov", 12, Fraction(24000, 1001), "10:00:00:00", sound=True)
    text = tmp_path / "notes.txt"
    text.write_text("no media")
    (clip,) = script.pool.ImportMedia([str(film), str(text), str(tmp_path / "missing.mov")])
    found = clip.GetClipProperty()
    assert (found["FPS"], found["Frames"], found["Start TC"], found["Resolution"]) == (23.976, "12", "10:00:00:00", "64x36")
    assert (found["Audio Ch"], found["Type"], found["File Path"]) == ("2", "Video + Audio", str(film))


def test_probes_can_be_handed_to_an_interpreter_without_pyav(tmp_path: Path) -> None:
    host = Host()
    clip = host.user.imagined("/media/a.mov", 10)
    save_known(tmp_path / "known.json", host.known)
    assert load_known(tmp_path / "known.json") == {"/media/a.mov": clip.media}


def test_picture_and_sound_come_linked(script: Script) -> None:
    video, sound = script.append(script.clip(), 10, 5, 25)
    assert (video.GetStart() - 86400, video.GetEnd() - 86400, video.GetLeftOffset(), video.GetRightOffset()) == (10, 30, 5, 75)
    assert [item.GetUniqueId() for item in video.GetLinkedItems()] == [sound.GetUniqueId()]
    assert sound.GetTrackTypeAndIndex() == ["audio", 1] and video.GetDuration(True) == 20.0
    assert len(script.append(script.clip(), 30, 0, 10, mediaType=1)) == 1
    assert script.append(script.clip(channels=0), 40, 0, 10, mediaType=2) == []


def test_a_new_sound_track_is_mono_unless_told(script: Script) -> None:
    assert script.timeline.AddTrack("audio") is True and script.timeline.GetTrackSubType("audio", 3) == "mono"
    assert script.timeline.AddTrack("audio", "stereo") is True and script.timeline.GetTrackSubType("audio", 4) == "stereo"
    assert script.timeline.AddTrack("audio", {"audioType": "5.1", "index": 1}) is True
    assert [script.timeline.GetTrackSubType("audio", number) for number in (1, 2)] == ["5.1", "stereo"]
    assert script.timeline.AddTrack("audio", "quadro") is False and script.timeline.AddTrack("video") is True
    (item,) = script.append(script.clip(), 0, 0, 10, track=4, mediaType=2)
    assert '"channel_idx": [1], ' in item.GetSourceAudioChannelMapping()  # the right is lost on a mono track


def test_markers_are_offsets_and_carry_data(script: Script) -> None:
    assert script.timeline.AddMarker(12, "Blue", "name", "note", 24, '{"a":1}') is True
    assert (
        script.timeline.AddMarker(12, "Red", "again", "", 1) is False
        and script.timeline.AddMarker(13, "Grey", "", "", 1) is False
    )
    expected = {"color": "Blue", "duration": 24.0, "note": "note", "name": "name", "customData": '{"a":1}'}
    assert script.timeline.GetMarkers() == {12.0: expected}
    assert script.timeline.GetMarkerByCustomData('{"a":1}') == {12.0: expected}
    assert script.timeline.UpdateMarkerCustomData(12, "b") and script.timeline.DeleteMarkerByCustomData("b")
    (item, _sound) = script.append(script.clip(), 0, 0, 10)
    assert item.AddMarker(9, "Blue", "", "", 1) is True and item.AddMarker(10, "Blue", "", "", 1) is False


def test_marks_leave_out_what_is_not_set(script: Script) -> None:
    assert script.timeline.GetMarkInOut() == {}
    assert script.timeline.SetMarkInOut(10, 19, "video") is True
    assert script.timeline.GetMarkInOut() == {"video": {"in": 10, "out": 19}}
    script.host.user.marks(5, None)
    assert script.timeline.GetMarkInOut() == {"video": {"in": 5}, "audio": {"in": 5}}
    assert script.timeline.SetMarkInOut(19, 10) is False


def test_takes_keep_the_cut(script: Script) -> None:
    first, other = script.clip(), script.clip(path="/media/b.mov")
    (item, _sound) = script.append(first, 10, 5, 25)
    assert item.AddTake(other, 30, 50) is True and item.GetTakesCount() == 2 and item.GetSelectedTakeIndex() == 1
    assert item.SelectTakeByIndex(2) is True
    assert (item.GetStart() - 86400, item.GetDuration(), item.GetLeftOffset()) == (10, 20, 30)
    assert item.GetMediaPoolItem().GetName() == "b.mov" and item.GetTakeByIndex(1)["mediaPoolItem"].GetName() == "a.mov"
    assert item.DeleteTakeByIndex(2) is False and item.SelectTakeByIndex(3) is False
    assert item.FinalizeTake() is True and item.GetTakesCount() == 0


def test_versions_keep_the_users_grade(script: Script) -> None:
    (item, _sound) = script.append(script.clip(), 0, 0, 10)
    item.SetCDL({"NodeIndex": "1", "Slope": "2 2 2", "Offset": "0 0 0", "Power": "1 1 1", "Saturation": "1"})
    assert item.AddVersion("AIPROD", 0) is True and item.AddVersion("AIPROD", 0) is False
    item.SetCDL({"NodeIndex": "1", "Slope": "1 1 1", "Offset": "0 0 0", "Power": "1 1 1", "Saturation": "0"})
    assert item.GetVersionNameList(0) == ["Version 1", "AIPROD"] and item.GetCurrentVersion() == {
        "versionName": "AIPROD",
        "versionType": 0,
    }
    grades = script.host.snapshot()["timelines"]["Cut"]["tracks"][0]["items"][0]["grades"]
    assert grades["0:Version 1"][1][1]["Slope"] == "2 2 2" and grades["0:AIPROD"][1][1]["Saturation"] == "0"


def test_transitions_and_speed_of_21_1(make_host: Make) -> None:
    script = Script(make_host("21.1-studio"))
    clip = script.clip(channels=0)
    (one,) = script.append(clip, 0, 0, 20)
    (two,) = script.append(clip, 20, 20, 40)
    options = {"type": "Cross Dissolve", "category": "simple", "position": "start", "alignment": "center", "duration": 8}
    made = two.AddTransition(options)
    assert (made.GetType(), made.GetStart() - 86400, made.GetDuration()) == ("transition", 16, 8)
    assert one.AddTransition({**options, "position": "start", "alignment": "left"}) is None  # nothing before its first frame
    assert [item.GetType() for item in script.timeline.GetItemListInTrack("video", 1)] == ["video", "transition", "video"]
    assert two.SetSpeed({"Percentage": 50.0}) is True and two.GetDuration() == 40 and two.GetSpeed()["Percentage"] == 50.0


def test_frames_are_saved_as_pictures(script: Script, tmp_path: Path) -> None:
    clip = script.host.user.media(make_movie(tmp_path / "f.mov", 30))
    script.host.user.place(clip, 10, first=5, end=25)
    script.host.user.playhead(17)
    assert script.project.ExportCurrentFrameAsStill(str(tmp_path / "frame.png")) is True
    with Image.open(tmp_path / "frame.png") as picture:
        assert picture.size == (1920, 1080)
        grey = picture.resize((1, 1)).getpixel((0, 0))[0]
    script.host.user.playhead(18)
    assert script.project.ExportCurrentFrameAsStill(str(tmp_path / "next.jpg")) is True
    assert script.project.ExportCurrentFrameAsStill(str(tmp_path / "frame.xyz")) is False
    assert script.project.ExportCurrentFrameAsStill(str(tmp_path / "no" / "frame.png")) is False
    assert grey < 80


def test_deleted_things_answer_no_more(script: Script) -> None:
    (item, _sound) = script.append(script.clip(), 0, 0, 10)
    assert script.timeline.DeleteClips([item]) is True
    assert item.GetStart() is None and item.GetUniqueId() == "" and item.SetClipColor("Orange") is False
    assert script.pool.DeleteTimelines([script.timeline]) is True
    assert (
        script.timeline.GetName() is None
        and script.project.GetTimelineCount() == 0
        and script.project.GetCurrentTimeline() is None
    )


def test_another_project_makes_the_old_handles_dead(script: Script) -> None:
    script.manager.CreateProject("Other")
    assert script.project.GetName() is None and script.timeline.GetTrackCount("video") is None


@settings(deadline=None, max_examples=60)
@given(
    wishes=st.lists(st.tuples(st.integers(-20, 200), st.integers(0, 90), st.integers(1, 40), st.integers(1, 3)), max_size=12),
    meant=st.sampled_from(["exclusive", "inclusive"]),
)
def test_whatever_is_placed_never_overlaps_nor_moves(wishes: "list[tuple[int, int, int, int]]", meant: str) -> None:
    script = Script(Host(faults=Faults(end_frame=meant)))
    clip, seen = script.clip(channels=0), {}
    for at, start, frames, track in wishes:
        end = start + frames - (meant == "inclusive")
        answer = script.append(clip, at, start, end, track=track)
        for row in (script.state.tracks["video"][number].items for number in (0, 1)):
            spans = [(item.start, item.end) for item in row]
            assert all(one[1] <= two[0] for one, two in pairwise(spans))
        for item_id, span in seen.items():
            found = next(item for item in script.state.items if item.id == item_id)
            assert (found.start, found.frames) == span
        for item in answer:
            if item.GetUniqueId():
                assert item.GetStart() - 86400 == at and item.GetDuration() == min(frames, 100 - start)
                seen[item.GetUniqueId()] = (item.GetStart(), item.GetDuration())


def test_snapshots_show_what_changed(script: Script) -> None:
    before = script.host.snapshot()
    script.timeline.GetName()
    script.timeline.SetCurrentTimecode("01:00:04:00")
    assert script.host.snapshot() == before  # looking and moving the playhead lose nothing
    script.append(script.clip(), 0, 0, 10)
    assert script.host.snapshot() != before


def test_host_time_is_counted_between_two_rests(script: Script) -> None:
    clip = script.clip()
    script.host.rest()
    for number in range(40):
        script.append(clip, 10 * number, 0, 10)
    assert script.host.longest_stretch > 50
    script.host.gate.stretches = [0.0]
    for number in range(40, 80):
        script.append(clip, 10 * number, 0, 10)
        script.host.rest(0.02)
    assert script.host.longest_stretch < 10
    assert len(script.host.called("MediaPool.AppendToTimeline")) == 80


def test_sound_at_the_playhead(script: Script, tmp_path: Path) -> None:
    path = str(make_sound(tmp_path / "s.wav", 96000))
    script.host.user.playhead(24)
    assert script.project.InsertAudioToCurrentTrackAtPlayhead(path, 24000, 48000) is True
    (item,) = script.timeline.GetItemListInTrack("audio", 1)
    assert (item.GetStart() - 86400, item.GetDuration(), item.GetLeftOffset()) == (24, 24, 12)
