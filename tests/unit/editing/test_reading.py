# SPDX-License-Identifier: Apache-2.0
"""Timelines as other programs write them, and files that are damaged or mean harm: one clear error, and quickly."""

import contextlib
import json
from fractions import Fraction
from pathlib import Path
from random import Random

import opentimelineio as otio
import pytest
from tests.unit.editing.edits import media_in, random_edit

from aiprod.editing import interchange
from aiprod.editing.interchange.events import Join
from aiprod.editing.interchange.places import path_of
from aiprod.film.errors import UserError
from aiprod.film.time import FrameRate


def written(folder, name, text):
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


# -- other programs ------------------------------------------------------------------------------------------------------

PREMIERE_EDL = """TITLE: Séquence 01
FCM: NON-DROP FRAME

001  AX       V     C        00:00:04:00 00:00:06:00 01:00:02:00 01:00:04:00
* FROM CLIP NAME: A001.mov
002  AX       V     C        00:00:06:00 00:00:06:00 01:00:04:00 01:00:04:00
002  AX       V     D    024 00:00:10:00 00:00:13:00 01:00:04:00 01:00:07:00
* FROM CLIP NAME: A001.mov
* TO CLIP NAME: B002.mov
003  BL       V     C        00:00:00:00 00:00:01:00 01:00:07:00 01:00:08:00
004  AX       AA    C        00:00:00:00 00:00:04:00 01:00:08:00 01:00:10:00
M2   AX             048.0                00:00:00:00
* FROM CLIP NAME: C.wav
"""


def test_an_edl_of_premiere(tmp_path):
    edit = interchange.read(written(tmp_path, "seq.edl", PREMIERE_EDL), rate=FrameRate(numerator=24))
    picture, one, two = edit.lanes
    assert edit.start_frame == 86_400 and edit.name == "Séquence 01"
    first, second = picture.events
    assert (first.name, first.start, first.frames, first.first) == ("A001.mov", 48, 60, 96)
    assert second.join_in == first.join_out == Join("dissolve", 12, 12)
    assert (second.name, second.start, second.frames, second.first) == ("B002.mov", 108, 60, 252)
    assert one.events == two.events and one.events[0].speed == 2 and one.events[0].start == 192


def test_an_edl_without_a_rate_says_that_it_was_guessed(tmp_path):
    text = PREMIERE_EDL.replace("00:00:04:00", "00:00:04;28").replace("NON-DROP", "DROP")
    edit = interchange.read(written(tmp_path, "x.edl", text))
    assert edit.rate.fps == Fraction(30000, 1001) and edit.drop
    assert any(loss.why == "rate_guessed" for loss in edit.lost)


RESOLVE_FCPXML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.10">
  <resources>
    <format id="r0" name="FFVideoFormat1080p2398" frameDuration="1001/24000s" width="1920" height="1080"/>
    <asset id="r1" name="s1.mov" start="3600s" duration="1001/100s" hasVideo="1" hasAudio="1" audioChannels="2" format="r0">
      <media-rep kind="original-media" src="file:///M%C3%A9dias/s1.mov"/>
    </asset>
  </resources>
  <library><event name="e"><project name="p">
    <sequence format="r0" tcStart="86486400/24000s" tcFormat="NDF" duration="96096/24000s"><spine>
      <asset-clip ref="r1" name="s1.mov" offset="86486400/24000s" start="86448024/24000s" duration="48048/24000s" enabled="1">
        <adjust-transform scale="1 1"/>
        <adjust-volume amount="-6.5dB"/>
        <marker start="86450026/24000s" duration="1001/24000s" value="ici"/>
        <asset-clip ref="r1" lane="-1" name="son" offset="86448024/24000s" duration="24024/24000s" srcEnable="audio"/>
        <ref-clip ref="r9" lane="1" name="compound" offset="86448024/24000s" duration="24024/24000s"/>
      </asset-clip>
      <gap offset="86534448/24000s" start="3600s" duration="48048/24000s" name="Gap"/>
    </spine>
  </sequence></project></event></library>
</fcpxml>"""


def test_an_fcpxml_of_resolve_in_its_folder(tmp_path):
    folder = tmp_path / "Timeline 1.fcpxmld"
    folder.mkdir()
    written(folder, "Info.fcpxml", RESOLVE_FCPXML)
    edit = interchange.read(folder)
    picture, sound = edit.lanes
    event = picture.events[0]
    assert edit.rate.fps == Fraction(24000, 1001) and edit.start_frame == 86_400
    assert (event.start, event.frames, event.path) == (0, 48, Path("/Médias/s1.mov"))
    assert event.media_start == 86_314 and event.first == round((Fraction(86448024, 24000) - 3600) * edit.rate.fps)
    assert event.gain_db == -6.5 and not sound.video and sound.events[0].frames == 24
    assert [(m.name, m.frame) for m in edit.marks] == [("ici", 2)]
    assert [(loss.clip, loss.why) for loss in edit.lost] == [("compound", "nested")]


def test_an_otio_as_hosts_write_it(tmp_path):
    """A rate of two decimals, media with timecode, a nested timeline, an unknown effect and a clip's own marker."""
    rate = 23.976
    time = otio.opentime.RationalTime
    span = lambda start, length: otio.opentime.TimeRange(time(start, rate), time(length, rate))  # noqa: E731
    timeline = otio.schema.Timeline("t", global_start_time=time(86_400, rate))
    track = otio.schema.Track("Video 1", kind="Video")
    media = otio.schema.ExternalReference("/Volumes/Disque/100% #1.mov", span(1000, 200))
    clip = otio.schema.Clip("un", media, span(1010, 24))
    clip.markers.append(otio.schema.Marker("note", span(1012, 1)))
    clip.effects.append(otio.schema.Effect("Blur", "Blur"))
    track.append(clip)
    track.append(otio.schema.Stack("dedans", children=[otio.schema.Track(children=[otio.schema.Gap(source_range=span(0, 10))])]))
    track.append(otio.schema.Clip("deux", media, span(1100, 24)))
    timeline.tracks.append(track)
    edit = interchange.read(written(tmp_path, "x.otio", timeline.to_json_string()))
    one, two = edit.lanes[0].events
    assert edit.rate.fps == Fraction(24000, 1001)
    assert (one.first, one.media_start, one.available, two.start) == (10, 1000, 200, 34)
    assert one.path == Path("/Volumes/Disque/100% #1.mov")
    assert [(m.name, m.frame) for m in edit.marks] == [("note", 2)]
    assert {(loss.clip, loss.why) for loss in edit.lost} == {("un", "unknown_effect"), ("dedans", "nested")}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("file://localhost/C%3a/Films/%C3%A9t%C3%A9.mov", "C:/Films/été.mov"), ("file:///C:/a%20b.mov", "C:/a b.mov"),
        ("C:\\Films\\a#1.mov", "C:/Films/a#1.mov"), ("file://server/share/a.mov", "//server/share/a.mov"),
        ("file:///Volumes/X/%F0%9F%8E%AC.mov", "/Volumes/X/🎬.mov"), ("/plain/50%.mov", "/plain/50%.mov"),
        ("media/%C3%A9.mov", "/home/media/é.mov"),
    ],
)  # fmt: skip
def test_places_as_hosts_write_them(text, path):
    assert path_of(text, Path("/home")).as_posix() == path


@pytest.mark.parametrize("text", ["", "http://example.org/a.mov", "file:", "a\0b"])
def test_what_is_no_file_is_none(text):
    assert path_of(text, Path("/home")) is None


# -- harm ----------------------------------------------------------------------------------------------------------------

XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><{0} version="1"><name>&a;</name></{0}>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><{0} version="1">&c;</{0}>'
)


@pytest.mark.parametrize("text", [XXE, LAUGHS])
@pytest.mark.parametrize(("name", "root"), [("x.fcpxml", "fcpxml"), ("x.xml", "xmeml")])
def test_entities_are_refused(text, name, root, tmp_path):
    with pytest.raises(UserError, match="entities"):
        interchange.read(written(tmp_path, name, text.format(root)))


@pytest.fixture(scope="module")
def sound_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound files")
    edit = random_edit(Random(4), media_in(folder), clips=3)
    for kind, suffix in interchange.KINDS.items():
        interchange.write(edit, kind, folder / f"{kind}{suffix}")
    return folder


@pytest.mark.parametrize("kind", interchange.KINDS)
def test_files_that_are_cut_short(kind, sound_files, tmp_path):
    data = (sound_files / f"{kind}{interchange.KINDS[kind]}").read_bytes()
    for share in (0.02, 0.3, 0.7, 0.95):
        path = written(tmp_path, f"cut{share}{interchange.KINDS[kind]}", data[: int(len(data) * share)])
        try:
            interchange.read(path)  # a list, cut between two lines, is a shorter list
        except UserError as error:
            assert path.name in str(error)
        else:
            assert kind == "edl"


@pytest.mark.parametrize("kind", interchange.KINDS)
def test_files_whose_bytes_are_wrong(kind, sound_files, tmp_path):
    data = (sound_files / f"{kind}{interchange.KINDS[kind]}").read_bytes()
    random = Random(kind)
    for number in range(6 if kind == "aaf" else 12):
        broken = bytearray(data)
        for _ in range(random.choice((1, 20, 400))):
            broken[random.randrange(len(broken))] = random.randrange(256)
        path = written(tmp_path, f"{number}{interchange.KINDS[kind]}", bytes(broken))
        with contextlib.suppress(UserError):
            interchange.read(path)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.otio", b""), ("x.otio", b"{"), ("x.otio", b'{"OTIO_SCHEMA": "Clip.1"}'), ("x.otio", b"[" * 100_000),
        ("x.otio", b'{"OTIO_SCHEMA":"Timeline.1","name":"x"}'), ("x.fcpxml", b"<fcpxml version='1.10'/>"),
        ("x.xml", b"<xmeml version='5'><sequence/></xmeml>"), ("x.xml", "<xmeml>é</xmeml>".encode("latin-1")),
        ("x.xml", b'<?xml version="1.0" encoding="klingon"?><xmeml/>'), ("x.edl", b"TITLE: x\nnothing else"),
        ("x.edl", bytes(range(256))), ("x.aaf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), ("x.aaf", b"no"),
        ("x.mov", b"moov"), ("x.xml", b"<html/>"), ("x.fcpxml", b"<a>" * 5000 + b"</a>" * 5000),
    ],
)  # fmt: skip
def test_files_that_are_something_else(name, data, tmp_path):
    with pytest.raises(UserError):
        interchange.read(written(tmp_path, name, data))


def test_a_missing_file_and_a_folder(tmp_path):
    for path in (tmp_path / "none.edl", tmp_path):
        with pytest.raises(UserError):
            interchange.read(path)


def test_impossible_times(tmp_path):
    text = PREMIERE_EDL.replace("01:00:02:00 01:00:04:00", "01:00:04:00 01:00:02:00")
    with pytest.raises(UserError, match="ends before it begins"):
        interchange.read(written(tmp_path, "x.edl", text), rate=FrameRate(numerator=24))
    with pytest.raises(UserError, match="line 4"):
        interchange.read(written(tmp_path, "y.edl", PREMIERE_EDL.replace("00:00:04:00", "00:61:04:00")))
    with pytest.raises(UserError, match="24 frames a second don't have"):
        interchange.read(
            written(tmp_path, "z.edl", PREMIERE_EDL.replace("00:00:04:00", "00:00:04:29")), rate=FrameRate(numerator=24)
        )
    edit = '"start_time": {"OTIO_SCHEMA": "RationalTime.1", "rate": 24.0, "value": -1e300}'
    for bad in (RESOLVE_FCPXML.replace('duration="48048/24000s"', 'duration="1/0s"'), edit):
        with pytest.raises(UserError):
            interchange.read(written(tmp_path, "x.fcpxml", bad))


def test_negative_and_overlapping_clips(tmp_path):
    moved = RESOLVE_FCPXML.replace('offset="86486400/24000s" start', 'offset="0s" start')
    with pytest.raises(UserError, match="lies at frame -"):
        interchange.read(written(tmp_path, "n.fcpxml", moved))
    twice = RESOLVE_FCPXML.replace(
        "<gap ", '<asset-clip ref="r1" name="over" offset="86510424/24000s" duration="48048/24000s"/><gap '
    )
    edit = interchange.read(written(tmp_path, "o.fcpxml", twice))
    assert [(e.start, e.end) for e in edit.lanes[0].events] == [(0, 48), (48, 72)]
    assert [loss.why for loss in edit.lost if loss.clip == "over"] == ["overlap"]


def test_fifty_thousand_clips_are_read(tmp_path):
    lines = ["TITLE: long", "FCM: NON-DROP FRAME"]
    for n in range(50_000):
        at = f"{n // 18_000:02}:{n // 300 % 60:02}:{n // 5 % 60:02}:{n % 5 * 5:02}"
        end = f"{(n + 1) // 18_000:02}:{(n + 1) // 300 % 60:02}:{(n + 1) // 5 % 60:02}:{(n + 1) % 5 * 5:02}"
        lines.append(f"{n + 1:06} AX V C 00:00:00:00 00:00:00:05 {at} {end}")
    edit = interchange.read(written(tmp_path, "long.edl", "\n".join(lines)), rate=FrameRate(numerator=25))
    assert len(edit.lanes[0].events) == 50_000


def test_numbers_that_are_none(tmp_path, sound_files):
    data = json.loads((sound_files / "otio.otio").read_text("utf-8"))
    for value in (float("nan"), float("inf"), -1e308, "x", None):
        data["tracks"]["children"][0]["children"][0]["source_range"]["duration"] = {
            "OTIO_SCHEMA": "RationalTime.1", "rate": 24.0, "value": value,
        }  # fmt: skip
        with pytest.raises(UserError):
            interchange.read(written(tmp_path, "x.otio", json.dumps(data)))
