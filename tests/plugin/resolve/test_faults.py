# SPDX-License-Identifier: Apache-2.0
"""The fake lies as the host was measured to lie: one test for each row of 1.10 of the facts, in their order."""

import threading
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from tests.plugin.resolve.clips import make_movie, make_sound
from tests.plugin.resolve.handles import UnknownApi
from tests.plugin.resolve.host import Host
from tests.plugin.resolve.profiles import PROFILES
from tests.plugin.resolve.state import Clip

Make = Callable[..., Host]


class Stage:
    """A host with a project, a timeline and a clip of 100 frames, and what a script holds of them."""

    def __init__(self, host: Host, rate: str = "24") -> None:
        self.host = host
        host.user.project("Film", rate)
        self.state = host.user.timeline(video=2, audio=1)
        self.clip = host.user.imagined("/media/a.mov", 100, channels=0)
        self.project = host.resolve.GetProjectManager().GetCurrentProject()
        self.pool, self.timeline = self.project.GetMediaPool(), self.project.GetCurrentTimeline()

    def held(self, clip: "Clip | None" = None) -> object:
        """The clip as a script holds it."""
        return self.host.gate.wrap(clip or self.clip)

    def append(self, at: int = 0, start: int = 0, end: int = 24, clip: "Clip | None" = None, **more: object) -> list:
        row = {
            "mediaPoolItem": self.held(clip),
            "startFrame": start,
            "endFrame": end,
            "trackIndex": 1,
            "recordFrame": self.timeline.GetStartFrame() + at,
        }
        row.update(more)
        return self.pool.AppendToTimeline([{key: value for key, value in row.items() if value is not None}])

    def lying(self, sort: str = "video", track: int = 1) -> list:
        """(start from the timeline's first frame, length) of what is really there."""
        first = self.timeline.GetStartFrame()
        return [(item.GetStart() - first, item.GetDuration()) for item in self.timeline.GetItemListInTrack(sort, track)]


@pytest.fixture
def stage(make_host: Make) -> Stage:
    return Stage(make_host())


def test_record_frame_is_absolute(stage: Stage) -> None:
    assert stage.timeline.GetStartFrame() == 86400
    items = stage.append(recordFrame=0)
    assert len(items) == 1 and items[0].GetUniqueId() == "" and items[0].GetDuration() is None
    assert stage.lying() == []


@pytest.mark.parametrize(("meant", "frames"), [("exclusive", 23), ("inclusive", 24)])
def test_end_frame_is_disputed(make_host: Make, meant: str, frames: int) -> None:
    stage = Stage(make_host(end_frame=meant))
    stage.append(start=0, end=23)
    assert stage.lying() == [(0, frames)]


def test_overlap_is_dropped_without_a_word(stage: Stage) -> None:
    stage.append(at=10)
    assert stage.append(at=0) == [] and stage.append(at=33) == []
    assert len(stage.append(at=34)) == 1
    assert stage.lying() == [(10, 24), (34, 24)]


def test_locked_track_returns_items_and_places_nothing(stage: Stage) -> None:
    stage.timeline.SetTrackLock("video", 1, True)
    assert len(stage.append()) == 1
    assert stage.lying() == []


def test_what_failed_vanishes_on_save(make_host: Make) -> None:
    stage = Stage(make_host(vanish_on_save=1))
    stage.append(at=0)
    stage.append(at=24)
    assert len(stage.lying()) == 2
    assert stage.host.resolve.GetProjectManager().SaveProject() is True
    assert stage.lying() == [(0, 24)]


def test_null_items_have_no_id_and_are_nowhere(make_host: Make) -> None:
    stage = Stage(make_host(null_items=1))
    (item,) = stage.append()
    assert item.GetUniqueId() == "" and stage.lying() == []
    assert stage.append()[0].GetUniqueId() and stage.lying() == [(0, 24)]


def test_without_track_it_lands_where_the_user_points(stage: Stage) -> None:
    stage.state.aimed["video"] = 2
    stage.append(trackIndex=None)
    assert stage.lying(track=1) == [] and stage.lying(track=2) == [(0, 24)]


def test_mixed_rates_are_rounded_down(make_host: Make) -> None:
    stage = Stage(make_host(), "24")
    other = stage.host.user.imagined("/media/b.mov", 100, Fraction(25), channels=0)
    stage.append(start=0, end=24, clip=other)
    assert stage.lying() == [(0, 23)]  # 23.04
    stage.append(at=23, start=0, end=26, clip=other)
    assert stage.lying()[1] == (23, 24)  # 24.96: one frame is missing


def test_sound_keeps_the_rate_of_the_project_at_import(make_host: Make, tmp_path: Path) -> None:
    host = make_host()
    host.user.project("Film", "25")
    project = host.resolve.GetProjectManager().GetCurrentProject()
    pool = project.GetMediaPool()
    (sound,) = pool.ImportMedia([str(make_sound(tmp_path / "s.wav", 48000))])
    assert sound.GetClipProperty("FPS") == 25.0 and sound.GetClipProperty("Frames") == "25"
    assert project.SetSetting("timelineFrameRate", "50") is True
    timeline = pool.CreateEmptyTimeline("T")
    pool.AppendToTimeline(
        [{"mediaPoolItem": sound, "startFrame": 5, "endFrame": 25, "mediaType": 2, "trackIndex": 1, "recordFrame": 180000}]
    )
    (item,) = timeline.GetItemListInTrack("audio", 1)
    assert (item.GetSourceStartFrame(), item.GetLeftOffset(), item.GetDuration()) == (5, 10, 40)


def test_source_start_frame_is_off_by_one_on_some(make_host: Make) -> None:
    stage = Stage(make_host(source_off_by_one=True))
    for number in range(4):
        stage.append(at=24 * number, start=10, end=34)
    items = stage.timeline.GetItemListInTrack("video", 1)
    assert {item.GetSourceStartFrame() for item in items} == {9, 10}
    assert {item.GetLeftOffset() for item in items} == {10}


def test_stills_ignore_the_end(stage: Stage, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (64, 36)).save(tmp_path / "a.png")
    still = stage.host.user.media(tmp_path / "a.png")
    stage.append(end=24, clip=still)
    assert stage.lying() == [(0, 120)]


def test_timeline_from_clips_needs_the_bin_and_collapses(stage: Stage) -> None:
    folder = stage.pool.AddSubFolder(stage.pool.GetRootFolder(), "Other")
    assert stage.pool.CreateTimelineFromClips("A", [stage.held()]) is None
    stage.pool.SetCurrentFolder(stage.pool.GetRootFolder())
    made = stage.pool.CreateTimelineFromClips("A", [stage.held(), stage.held()])
    assert len(made.GetItemListInTrack("video", 1)) == 1 and folder.GetName() == "Other"


def test_taken_names_give_nothing(stage: Stage, tmp_path: Path) -> None:
    assert stage.pool.CreateEmptyTimeline("Timeline 1") is None
    constants = stage.host.resolve
    stage.append()
    assert stage.timeline.Export(str(tmp_path / "t.otio"), constants.EXPORT_OTIO, constants.EXPORT_NONE) is True
    assert stage.pool.ImportTimelineFromFile(str(tmp_path / "t.otio"), {"timelineName": "Timeline 1"}) is None
    assert stage.pool.ImportTimelineFromFile(str(tmp_path / "t.otio"), {"timelineName": "Two"}) is not None


def test_import_goes_into_the_current_bin(stage: Stage, tmp_path: Path) -> None:
    folder = stage.pool.AddSubFolder(stage.pool.GetRootFolder(), "AIPROD")
    stage.pool.ImportMedia([str(make_movie(tmp_path / "m.mov", 4))])
    assert [clip.GetName() for clip in folder.GetClipList()] == ["m.mov"]


def test_otio_of_another_shape_gives_nothing(stage: Stage, tmp_path: Path) -> None:
    import opentimelineio as otio

    edit = otio.schema.Timeline("plain")  # no global_start_time, no tracks
    otio.adapters.write_to_file(edit, str(tmp_path / "plain.otio"))
    assert stage.pool.ImportTimelineFromFile(str(tmp_path / "plain.otio")) is None
    assert stage.host.refusals == ["no global_start_time"]


def test_drt_ignores_every_option(stage: Stage, tmp_path: Path) -> None:
    constants = stage.host.resolve
    stage.append()
    stage.timeline.Export(str(tmp_path / "Cut.drt"), constants.EXPORT_DRT, constants.EXPORT_NONE)
    names = [stage.pool.ImportTimelineFromFile(str(tmp_path / "Cut.drt"), {"timelineName": "Mine"}).GetName() for _ in range(2)]
    assert names == ["Cut", "Cut 1"]


def test_fcpxml_1_10_is_a_folder(stage: Stage, tmp_path: Path) -> None:
    constants = stage.host.resolve
    assert stage.timeline.Export(str(tmp_path / "t.fcpxmld"), constants.EXPORT_FCPXML_1_10, constants.EXPORT_NONE) is True
    assert (tmp_path / "t.fcpxmld" / "Info.fcpxml").is_file()
    assert stage.timeline.Export(str(tmp_path / "t.fcpxml"), constants.EXPORT_FCPXML_1_9, constants.EXPORT_NONE) is True
    assert (tmp_path / "t.fcpxml").is_file()


def test_untitled_project_is_not_saved(make_host: Make) -> None:
    host = make_host()
    manager = host.resolve.GetProjectManager()
    assert manager.GetCurrentProject().GetName() == "Untitled Project" and manager.SaveProject() is False
    manager.GetCurrentProject().SetName("Named")
    assert manager.SaveProject() is True


def test_a_call_can_hang(make_host: Make) -> None:
    """Released by another thread, once it waits; a script that waits for ever would wait for ever."""
    host = make_host(hangs={"ProjectManager.SaveProject"})
    host.user.project("Film")
    manager = host.resolve.GetProjectManager()
    waited: list[object] = []

    def release() -> None:
        while not host.called("ProjectManager.SaveProject"):
            time.sleep(0.001)
        waited.append(host.called("ProjectManager.SaveProject")[0].answer)
        host.release()

    thread = threading.Thread(target=release)
    thread.start()
    assert manager.SaveProject() is True
    thread.join()
    assert waited == [None], "it had not answered yet"


def test_create_project_can_be_blocked_by_the_current_one(make_host: Make) -> None:
    assert make_host(current_project_blocks=True).resolve.GetProjectManager().CreateProject("New") is None
    manager = make_host().resolve.GetProjectManager()
    assert manager.CreateProject("New").GetName() == "New" and manager.CreateProject("New") is None


def test_rate_is_set_before_timelines_or_never(make_host: Make) -> None:
    host = make_host()
    host.user.project("Film", "24")
    project = host.resolve.GetProjectManager().GetCurrentProject()
    assert project.SetSetting("timelineFrameRate", "29.97 DF") is True and project.GetSetting("timelineFrameRate") == 29.97
    assert project.SetSetting("timelinePlaybackFrameRate", "25") is False
    project.GetMediaPool().CreateEmptyTimeline("T")
    assert project.SetSetting("timelineFrameRate", "25") is False and project.GetSetting("timelineFrameRate") == 29.97


def test_delete_needs_the_edit_page_and_a_second_try(make_host: Make) -> None:
    stage = Stage(make_host(delete_flaky=True))
    items = stage.append()
    stage.host.resolve.OpenPage("color")
    assert stage.timeline.DeleteClips(items) is False and stage.lying()
    stage.host.resolve.OpenPage("edit")
    assert stage.timeline.DeleteClips(items) is False and stage.lying()
    assert stage.timeline.DeleteClips(items) is True and stage.lying() == []


def test_thumbnails_only_on_the_color_page_at_the_second_read(stage: Stage) -> None:
    stage.append()
    assert stage.timeline.GetCurrentClipThumbnailImage() is None
    stage.host.resolve.OpenPage("color")
    assert stage.timeline.GetCurrentClipThumbnailImage() is None
    picture = stage.timeline.GetCurrentClipThumbnailImage()
    assert (picture["width"], picture["format"]) == (16, "RGB 8 bit")
    stage.host.frontmost = False
    assert stage.timeline.GetCurrentClipThumbnailImage() is None


def test_stills_are_exported_only_with_the_gallery_open(stage: Stage, tmp_path: Path) -> None:
    stage.append()
    still = stage.timeline.GrabStill()
    album = stage.project.GetGallery().GetCurrentStillAlbum()
    assert album.ExportStills([still], str(tmp_path), "still", "png") is False
    stage.host.gallery_open = True
    assert album.ExportStills([still], str(tmp_path), "still", "png") is True and (tmp_path / "still_1.png").is_file()


def test_luts_outside_the_master_folder_are_not_found(stage: Stage, tmp_path: Path) -> None:
    (item,) = stage.append()
    graph = item.GetNodeGraph()
    outside, inside = tmp_path / "look.cube", stage.host.lut_folder / "AIPROD" / "look.cube"
    inside.parent.mkdir(parents=True)
    for path in (outside, inside):
        path.write_text("LUT_3D_SIZE 2\n")
    assert graph.SetLUT(1, str(outside)) is False
    assert graph.SetLUT(1, "AIPROD/look.cube") is False  # the host has not looked yet
    assert stage.project.RefreshLUTList() is True
    assert graph.SetLUT(1, "AIPROD/look.cube") is True and graph.GetLUT(1) == "AIPROD/look.cube"
    assert graph.SetLUT(2, "AIPROD/look.cube") is False and graph.SetLUT(1, str(outside)) is False


def test_a_cdl_cannot_be_read_back(stage: Stage) -> None:
    (item,) = stage.append()
    cdl = {"NodeIndex": "1", "Slope": "1.1 1 0.9", "Offset": "0 0 0", "Power": "1 1 1", "Saturation": "0.9"}
    assert item.SetCDL(cdl) is True and not any("CDL" in name for name in dir(item) if name.startswith("Get"))
    assert item.SetCDL({**cdl, "Slope": "1.1 1"}) is False and item.SetCDL({**cdl, "NodeIndex": "2"}) is False


def test_codecs_are_named_by_id(stage: Stage) -> None:
    codecs = stage.project.GetRenderCodecs("mov")
    assert codecs["Apple ProRes 422 HQ"] == "ProRes422HQ" and stage.project.GetRenderCodecs("wav") == {}
    assert stage.project.SetCurrentRenderFormatAndCodec("mov", "Apple ProRes 422 HQ") is False
    assert stage.project.SetCurrentRenderFormatAndCodec("mov", "ProRes422HQ") is True


def test_render_settings_come_on_top_of_the_preset(stage: Stage, tmp_path: Path) -> None:
    stage.append()
    stage.project.LoadRenderPreset("Audio Only")
    stage.project.SetRenderSettings({"TargetDir": str(tmp_path), "CustomName": "out"})
    job = stage.project.AddRenderJob()
    assert stage.project.GetRenderJobList()[0]["IsExportVideo"] is False
    assert stage.project.StartRendering([job]) is True
    assert stage.project.GetRenderJobStatus(job)["JobStatus"] == "Complete" and (tmp_path / "out.mp4").is_file()


def test_subtitles_are_accepted_and_not_rendered(stage: Stage) -> None:
    assert stage.project.SetRenderSettings({"ExportSubtitle": True, "SubtitleFormat": "BurnIn", "CustomName": "a"}) is True
    assert stage.host.project.render == {"CustomName": "a"}


def test_ai_calls_answer_sentences(make_host: Make) -> None:
    stage = Stage(make_host(ai_errors=True))
    answer = stage.timeline.CreateSubtitlesFromAudio()
    assert answer and answer is not True


def test_a_titles_colour_is_not_kept(stage: Stage) -> None:
    title = stage.timeline.InsertTitleIntoTimeline("Text")
    assert title.SetClipColor("Orange") is True and title.GetClipColor() == ""
    (item,) = stage.append(at=200)
    assert item.SetClipColor("Orange") is True and item.GetClipColor() == "Orange" and item.SetClipColor("orange") is False


def test_a_reel_name_is_dropped(stage: Stage) -> None:
    clip = stage.held()
    assert clip.SetClipProperty("Reel Name", "A001") is True and clip.GetClipProperty("Reel Name") == ""


def test_a_new_start_timecode_orphans_items(stage: Stage) -> None:
    (item,) = stage.append()
    assert item.GetMediaPoolItem().SetClipProperty("Start TC", "10:00:00:00") is True
    assert item.GetMediaPoolItem() is None


def test_attributes_are_fabricated(make_host: Make) -> None:
    """`hasattr` says yes to all, `dir` knows better; the call yields nothing."""
    stage = Stage(Host(PROFILES["21.0.4-studio"].but(fabricates=True)))
    assert hasattr(stage.timeline, "RazorAtPlayhead") and stage.timeline.RazorAtPlayhead(3) is None
    assert "RazorAtPlayhead" not in dir(stage.timeline) and "GetMarkers" in dir(stage.timeline)
    assert stage.host.gate.fabricated == ["Timeline.RazorAtPlayhead"]


def test_unknown_methods_raise_here() -> None:
    stage = Stage(Host("21.0.4-studio"))
    with pytest.raises(UnknownApi, match=r"Timeline\.SetSettings does not exist in 21\.0\.4-studio"):
        stage.timeline.SetSettings({})
    with pytest.raises(UnknownApi):
        hasattr(stage.timeline, "RazorAtPlayhead")
    assert len(stage.host.gate.violations) == 2


# What is no row of the table but stands beside it.


def test_a_dialog_makes_every_call_fail(stage: Stage) -> None:
    manager = stage.host.resolve.GetProjectManager()
    stage.host.user.opens_dialog()
    assert stage.timeline.GetName() is None and stage.pool.AppendToTimeline([stage.held()]) is None
    assert manager.SaveProject() is False and stage.host.resolve.GetProjectManager() is None
    stage.host.close_modal()
    assert stage.timeline.GetName() == "Timeline 1"


def test_studio_calls_on_the_free_edition_open_a_dialog(make_host: Make) -> None:
    stage = Stage(make_host("21.0.4-free"))
    manager = stage.host.resolve.GetProjectManager()
    assert stage.timeline.CreateSubtitlesFromAudio() is False and "Studio" in stage.host.modal
    assert manager.SaveProject() is False and stage.pool.AppendToTimeline([stage.held()]) is None
    stage.host.close_modal()
    assert len(stage.append()) == 1


def test_a_stuck_service_gives_no_root(make_host: Make) -> None:
    host = make_host(no_root=True)
    names = host.script_globals()
    assert names["resolve"] is None and names["bmd"].scriptapp("Resolve") is None and host.outside() is None


def test_the_preference_may_forbid_programs_outside(make_host: Make) -> None:
    host = make_host()
    host.external_scripting = False
    assert host.outside() is None and host.script_globals()["resolve"].GetVersionString()


@pytest.mark.parametrize("raises", [False, True])
def test_a_host_that_has_quit(make_host: Make, raises: bool) -> None:
    host = make_host(dead_raises=raises)
    host.resolve.Quit()
    if raises:
        with pytest.raises(ConnectionError):
            host.resolve.GetProductName()
    else:
        assert host.resolve.GetProductName() is None


def test_no_database_means_no_project(make_host: Make) -> None:
    host = make_host(lost_database=True)
    manager = host.resolve.GetProjectManager()
    assert host.resolve.GetVersionString() and host.resolve.GetCurrentPage() == "edit"
    assert manager.GetCurrentDatabase() is None and manager.GetCurrentProject() is None
    assert manager.CreateProject("x") is None and manager.LoadProject("x") is None
