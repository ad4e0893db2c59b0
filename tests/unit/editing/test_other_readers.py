# SPDX-License-Identifier: Apache-2.0
"""Random edits as other people's programs read them: OpenTimelineIO's adapters, pyaaf2, xmllint, a check of Resolve's shape.

MLT's own reader opens none of these formats. Apple's document types are not free to be kept here: where one is at hand,
AIPROD_FCPXML_DTD names it, and FCPXML is held against it; otherwise `test_interchange` checks the structure.
"""

import json
import os
import shutil
import subprocess
from fractions import Fraction
from random import Random

import opentimelineio as otio
import pytest
from tests.plugin.resolve.shapes import wrong_shape
from tests.unit.editing.edits import media_in, random_edit

from aiprod.editing import interchange
from aiprod.editing.interchange.events import Edit, Event, Lane
from aiprod.film.time import FrameRate


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    return media_in(tmp_path_factory.mktemp("media"))


def places(track):
    """(start, length) of every clip."""
    spans = [track.range_of_child(child) for child in track if isinstance(child, otio.schema.Clip)]
    return [(round(span.start_time.value), round(span.duration.value)) for span in spans]


@pytest.mark.parametrize("seed", range(6))
def test_the_shape_that_resolve_imports(seed, media, tmp_path):
    edit = random_edit(Random(seed), media)
    path = tmp_path / "edit.otio"
    interchange.write(edit, "resolve-otio", path)
    assert wrong_shape(json.loads(path.read_text("utf-8"))) == ""
    found = otio.adapters.read_from_file(str(path))
    names = [lane.name for lane in edit.lanes]
    assert [track.name for track in found.tracks] == names
    for lane, track in zip(edit.lanes, found.tracks, strict=True):
        assert places(track) == [(e.start, e.frames) for e in lane.events if e.path is not None]
    urls = {c.media_reference.target_url for c in found.find_clips()}
    assert urls <= {str(path) for path in media.values()}  # bare, absolute, not encoded
    schemas = set()
    _schemas(json.loads(path.read_text("utf-8")), schemas)
    assert schemas <= {
        "Timeline.1", "Stack.1", "Track.1", "Clip.2", "Gap.1", "Transition.1", "ExternalReference.1", "LinearTimeWarp.1",
        "Marker.2", "RationalTime.1", "TimeRange.1",
    }  # fmt: skip


def _schemas(value, found):
    if isinstance(value, dict):
        if "OTIO_SCHEMA" in value:
            found.add(value["OTIO_SCHEMA"])
        for item in value.values():
            _schemas(item, found)
    elif isinstance(value, list):
        for item in value:
            _schemas(item, found)


@pytest.mark.parametrize("seed", range(6))
def test_the_fcp7_adapter_finds_every_cut(seed, media, tmp_path):
    edit = random_edit(Random(seed), media, plain=True)
    path = tmp_path / "edit.xml"
    interchange.write(edit, "fcp7", path)
    found = otio.adapters.read_from_file(str(path), "fcp_xml")
    videos = [track for track in found.tracks if track.kind == otio.schema.TrackKind.Video]
    for lane, track in zip([lane for lane in edit.lanes if lane.video], videos, strict=True):
        if any(event.path for event in lane.events):
            assert places(track) == [(e.start, e.frames) for e in lane.events]
    sounds = [track for track in found.tracks if track.kind == otio.schema.TrackKind.Audio]
    written = sum(2 if lane.events[0].channels == 2 else 1 for lane in edit.lanes if not lane.video)
    assert path.read_text("utf-8").count("<outputchannelindex>") == written  # a stereo sound lies on two tracks, read as one
    for lane, track in zip([lane for lane in edit.lanes if not lane.video], sounds, strict=True):
        assert places(track) == [(e.start, e.frames) for e in lane.events]
    assert found.global_start_time is None or round(found.global_start_time.value) == edit.start_frame


@pytest.mark.parametrize("seed", range(6))
def test_the_aaf_adapter_finds_every_cut_and_speed(seed, media, tmp_path):
    edit = random_edit(Random(seed), media, clips=3)
    path = tmp_path / "edit.aaf"
    interchange.write(edit, "aaf", path)
    found = otio.adapters.read_from_file(str(path), "AAF")
    found = found if isinstance(found, otio.schema.Timeline) else next(iter(found))
    track = found.video_tracks()[0]
    wanted = [(e.start, e.frames) for e in edit.picture.events]
    assert places(track) == wanted
    clips = [child for child in track if isinstance(child, otio.schema.Clip)]
    for event, clip in zip(edit.picture.events, clips, strict=True):
        speeds = [effect.time_scalar for effect in clip.effects if isinstance(effect, otio.schema.LinearTimeWarp)]
        assert speeds == ([] if event.speed == 1 else [pytest.approx(float(event.speed), abs=1e-6)])


@pytest.mark.parametrize("seed", range(4))
def test_xml_is_well_formed(seed, media, tmp_path):
    xmllint = shutil.which("xmllint")
    if xmllint is None:
        pytest.skip("xmllint is not installed")
    edit = random_edit(Random(seed), media)
    for kind in ("fcpxml", "fcp7"):
        path = tmp_path / f"edit{interchange.KINDS[kind]}"
        interchange.write(edit, kind, path)
        subprocess.run([xmllint, "--noout", str(path)], check=True, capture_output=True)


@pytest.mark.parametrize("seed", range(10))
def test_fcpxml_is_what_its_document_type_says(seed, media, tmp_path):
    dtd, xmllint = os.environ.get("AIPROD_FCPXML_DTD"), shutil.which("xmllint")
    if dtd is None or xmllint is None:
        pytest.skip("AIPROD_FCPXML_DTD names no document type of FCPXML 1.10")
    path = tmp_path / "edit.fcpxml"
    interchange.write(random_edit(Random(seed), media), "fcpxml", path)
    done = subprocess.run([xmllint, "--noout", "--dtdvalid", dtd, str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_an_edl_has_what_its_readers_ask_for(media, tmp_path):
    """Reels of at most eight characters, the FCM line, M2 with the speed, a list for each further track."""
    slow = Event("s1", media["picture"], 10, 48, 0, 200, speed=Fraction(1, 2), facts={"take": "0123456789abcdef"})
    back = Event("s2", media["picture"], 90, 48, 48, 200, speed=Fraction(-1))
    over = Event("s3", media["picture"], 0, 20, 10, 200)
    rate = FrameRate(numerator=30_000, denominator=1001)
    edit = Edit("x", rate, 64, 36, 96, 107_892, (Lane("V1", True, (slow, back)), Lane("V2", True, (over,))), ())
    report = interchange.write(edit, "edl", tmp_path / "x.edl")
    assert [path.name for path in report.files] == ["x.edl", "x.v2.edl"]
    lines = (tmp_path / "x.edl").read_text("utf-8").splitlines()
    assert lines[1] == "FCM: DROP FRAME"
    reels = [line.split()[1] for line in lines if line[:3].isdigit()]
    assert reels[0] == "01234567" and all(len(reel) <= 8 for reel in reels)
    speeds = [line.split()[2] for line in lines if line.startswith("M2")]
    assert speeds == ["015.0", "-030.0"]
    assert next(line.split()[-4:-2] for line in lines if line[:3].isdigit()) == ["00:00:00;10", "00:00:01;04"]
