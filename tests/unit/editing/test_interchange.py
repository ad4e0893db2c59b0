# SPDX-License-Identifier: Apache-2.0
"""Other people's readers find the same cuts, to the frame, at every rate.

What those readers get wrong themselves is accounted for where it happens:
* the EDL reader puts a transition's whole length behind the cut (an EDL starts it there), starts a track at its first
  event, and reads no marker with drop-frame timecode;
* the FCPXML reader drops every transition, ignores media-rep, turns tcStart into a gap at the head of each track, and
  counts in whole frames a second with truncated floats (exact at 24 and 30 only; the document itself is checked at all);
* the FCP7 reader knows no names of tracks and no titles' words.
"""

from fractions import Fraction
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import opentimelineio as otio
import pytest
from tests.unit.directing.films import ALL, bakery, spare_key
from tests.unit.editing.cuts import RATES, assembled

from aiprod.editing import interchange
from aiprod.editing.clock import film_frames, times
from aiprod.editing.interchange.events import timecode
from aiprod.film.errors import UserError

ADAPTERS = {"edl": "cmx_3600", "fcpxml": "fcpx_xml", "fcp7": "fcp_xml", "otio": "otio_json"}


def written(make, kind, rate, folder):
    timeline, shots, _ = assembled(make, RATES[rate])
    root = folder / "Mon film d'été.aiprod"
    path = folder / f"edit{interchange.KINDS[kind]}"
    lost = interchange.write(timeline, kind, path, root)
    return path, timeline, shots, lost


def starts(track, shift=0):
    """Clip name → (first frame, length) on its track."""
    found = {}
    for child in track:
        if isinstance(child, otio.schema.Clip):
            place = track.range_of_child(child)
            found[child.name] = (round(place.start_time.value) - shift, round(place.duration.value))
    return found


def expected_cuts(shots):
    return {t.shot.id: (t.cut_in, t.cut_out - t.cut_in) for t in times(shots)}


@pytest.mark.parametrize("rate", RATES)
def test_otio_loses_nothing(rate, tmp_path):
    path, timeline, _, lost = written(spare_key, "otio", rate, tmp_path)
    assert not lost.losses
    again = otio.adapters.read_from_file(str(path))
    for one, other in zip(timeline.find_clips(), again.find_clips(), strict=True):
        if isinstance(one.media_reference, otio.schema.ExternalReference):
            root = tmp_path / "Mon film d'été.aiprod"
            assert other.media_reference.target_url == (root / unquote(one.media_reference.target_url)).as_uri()
            other.media_reference.target_url = one.media_reference.target_url
    assert again.is_equivalent_to(timeline)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("make", ALL)
def test_the_edl_is_cut_the_same(make, rate, tmp_path):
    path, _, shots, _ = written(make, "edl", rate, tmp_path)
    found = otio.adapters.read_from_file(str(path), ADAPTERS["edl"], rate=float(RATES[rate].fps))
    picture = next(t for t in found.tracks if t.name == "V")
    clock = times(shots)
    expected = {}
    for time in clock:
        overlap, following = time.overlap, time.next_overlap
        # In a list a clip begins with its transition, and gives way at the beginning of the next.
        begin = time.start if overlap else time.cut_in
        until = time.end - following if following else time.cut_out
        expected[time.shot.id] = (begin, until - begin)
    black = [
        c for c in picture if isinstance(c, otio.schema.Clip) and isinstance(c.media_reference, otio.schema.GeneratorReference)
    ]
    # The closing fade is a dissolve to black that begins inside the last shot, and is named after it.
    fade = picture.range_of_child(black[-1])
    assert round(fade.end_time_exclusive().value) == clock[-1].cut_out
    last = clock[-1].shot.id
    expected[last] = (expected[last][0], round(fade.start_time.value) - expected[last][0])
    picture.remove(black[-1])
    assert starts(picture) == expected
    for child in picture:
        if isinstance(child, otio.schema.Clip) and isinstance(child.media_reference, otio.schema.ExternalReference):
            assert child.media_reference.target_url.endswith("picture.mp4")


def test_the_edl_has_its_sound_on_channels_and_the_rest_beside_it(tmp_path):
    path, timeline, _, lost = written(spare_key, "edl", "25", tmp_path)
    found = otio.adapters.read_from_file(str(path), ADAPTERS["edl"], rate=25)
    assert [t.name for t in found.tracks] == ["V", "A1", "A2", "A3", "A4"]
    dialogue = next(t for t in timeline.tracks if t.name == "Dialogue")
    spoken = starts(dialogue)
    first = min(place[0] for place in spoken.values())
    # The reader starts a track at its first event.
    assert starts(next(t for t in found.tracks if t.name == "A1")) == {n: (s - first, d) for n, (s, d) in spoken.items()}
    beside = sorted(p.name for p in tmp_path.glob("edit.*.edl"))
    assert beside == ["edit.effects.edl", "edit.titles.edl"]
    assert all(any(name in sentence for sentence in lost.sentences()) for name in beside)


def test_the_edl_reads_as_an_edl(tmp_path):
    path, _, _, _ = written(bakery, "edl", "29.97", tmp_path)
    lines = path.read_bytes().decode().split("\r\n")
    assert lines[0] == "TITLE: Le pain du robot" and lines[1] == "FCM: DROP FRAME"
    events = [line for line in lines if line[:3].isdigit()]
    assert events[0].split()[-2] == "01:00:00;00"
    assert all(len(line.split()[1]) <= 8 for line in events)
    assert any(" W001 " in line for line in events) and any(line.split()[1] == "BL" for line in events)
    assert any(line.startswith("* LOC: ") and "GREEN" in line for line in lines)


def read_fcpxml(path):
    found = otio.adapters.read_from_file(str(path), ADAPTERS["fcpxml"])
    return next(iter(found)) if isinstance(found, otio.schema.SerializableCollection) else found


@pytest.mark.parametrize("rate", ["24", "30"])
@pytest.mark.parametrize("make", ALL)
def test_the_fcpxml_is_cut_the_same(make, rate, tmp_path):
    path, timeline, shots, _ = written(make, "fcpxml", rate, tmp_path)
    read = read_fcpxml(path)
    begin = round(timeline.global_start_time.value)
    picture = next(t for t in read.tracks if t.name == "0")
    assert starts(picture, shift=begin) == expected_cuts(shots)
    for name, lane in (("Dialogue", "-1"), ("Music", "-2")):
        mine = next(t for t in timeline.tracks if t.name == name)
        theirs = next(t for t in read.tracks if t.name == lane)
        assert starts(theirs, shift=begin) == starts(mine)


@pytest.mark.parametrize("rate", ["23.976", "25", "29.97", "50", "59.94"])
@pytest.mark.parametrize("make", ALL)
def test_the_fcpxml_is_read_in_the_same_order_at_the_rates_that_its_reader_rounds(make, rate, tmp_path):
    """The reader counts int(seconds x int(rate)) with floats: 29 frames a second at 29.97, and a frame less here and there."""
    path, _, shots, _ = written(make, "fcpxml", rate, tmp_path)
    read = read_fcpxml(path)
    picture = next(t for t in read.tracks if t.name == "0")
    counted = int(float(RATES[rate].fps))
    expected = {t.shot.id: RATES[rate].seconds(t.cut_out - t.cut_in) * counted for t in times(shots)}
    got = {name: length for name, (_, length) in starts(picture).items()}
    assert list(got) == list(expected)
    assert all(0 <= expected[name] - got[name] < 1.001 for name in got)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("make", ALL)
def test_the_fcpxml_says_every_cut_to_the_frame(make, rate, tmp_path):
    path, timeline, shots, _ = written(make, "fcpxml", rate, tmp_path)
    spine = ET.parse(path).getroot().find("library/event/project/sequence/spine")
    begin = round(timeline.global_start_time.value)
    frame = Fraction(RATES[rate].denominator, RATES[rate].numerator)
    found, heard = {}, {}
    for clip in spine.findall("asset-clip"):
        start, length = exact(clip.get("offset")) / frame - begin, exact(clip.get("duration")) / frame
        found[clip.get("name")] = (start, length)
        for sound in clip.findall("asset-clip"):
            inside = (exact(sound.get("offset")) - exact(clip.get("start"))) / frame
            heard[sound.get("name")] = (start + inside, exact(sound.get("duration")) / frame)
    assert found == expected_cuts(shots)
    mine = {n: place for t in timeline.tracks if t.kind == otio.schema.TrackKind.Audio for n, place in starts(t).items()}
    assert heard == mine


def exact(text):
    return Fraction(text.removesuffix("s"))


@pytest.mark.parametrize("rate", RATES)
def test_the_fcpxml_has_the_structure_that_the_dtd_asks_for(rate, tmp_path):
    path, _, shots, _ = written(spare_key, "fcpxml", rate, tmp_path)
    root = ET.parse(path).getroot()
    assert root.tag == "fcpxml" and root.get("version") == "1.10"
    assert [child.tag for child in root] == ["resources", "library"]
    resources = root.find("resources")
    assert resources[0].tag == "format" and resources[0].get("width") == "1920"
    named = {child.get("id") for child in resources}
    assert len(named) == len(resources)
    for asset in resources.findall("asset"):
        assert asset.get("src") is None and asset.find("media-rep").get("src").startswith("file:///")
        assert (asset.get("hasVideo") == "1") != (asset.get("hasAudio") == "1")
    sequence = root.find("library/event/project/sequence")
    assert sequence.get("tcFormat") == ("DF" if rate in ("29.97", "59.94") else "NDF")
    for element in root.iter():
        if element.get("ref", "").startswith("r"):
            assert element.get("ref") in named
    order = ["note", "conform-rate", "timeMap", "adjust-volume", "asset-clip", "title", "marker", "chapter-marker"]
    ranks = {"title": 4, "marker": 6, "chapter-marker": 6}
    for clip in sequence.iter("asset-clip"):
        positions = [ranks.get(c.tag, order.index(c.tag)) for c in clip]
        assert positions == sorted(positions), [c.tag for c in clip]
    spine = sequence.find("spine")
    frame = RATES[rate].denominator / RATES[rate].numerator
    for transition in spine.findall("transition"):
        assert seconds(transition.get("duration")) / frame == pytest.approx(round(seconds(transition.get("duration")) / frame))
    assert seconds(sequence.get("duration")) == pytest.approx(film_frames(shots) * frame)
    assert len(spine.findall("transition")) == sum(t.overlap > 0 for t in times(shots)) + 2


def seconds(text):
    numerator, _, denominator = text.removesuffix("s").partition("/")
    return int(numerator) / int(denominator or 1)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("make", ALL)
def test_the_fcp7_xml_is_cut_the_same(make, rate, tmp_path):
    path, timeline, shots, _ = written(make, "fcp7", rate, tmp_path)
    read = otio.adapters.read_from_file(str(path), ADAPTERS["fcp7"])
    videos = [t for t in read.tracks if t.kind == otio.schema.TrackKind.Video]
    sounds = [t for t in read.tracks if t.kind == otio.schema.TrackKind.Audio]
    assert starts(videos[0]) == expected_cuts(shots)
    mine = [t for t in timeline.tracks if t.kind == otio.schema.TrackKind.Audio]
    assert [starts(t) for t in sounds] == [starts(t) for t in mine]
    joins = [(c.in_offset.value, c.out_offset.value) for c in videos[0] if isinstance(c, otio.schema.Transition)]
    own = next(t for t in timeline.tracks if t.name == "Picture")
    assert joins == [(c.in_offset.value, c.out_offset.value) for c in own if isinstance(c, otio.schema.Transition)]


def test_the_fcp7_xml_names_its_format_timecode_and_outputs(tmp_path):
    path, _, _, _ = written(bakery, "fcp7", "59.94", tmp_path)
    sequence = ET.parse(path).getroot().find("sequence")
    characteristics = sequence.find("media/video/format/samplecharacteristics")
    assert (characteristics.findtext("width"), characteristics.findtext("height")) == ("1920", "1080")
    assert sequence.findtext("rate/timebase") == "60" and sequence.findtext("rate/ntsc") == "TRUE"
    assert sequence.findtext("timecode/string") == "01:00:00;00" and sequence.findtext("timecode/displayformat") == "DF"
    assert len(sequence.findall("media/audio/outputs/group")) == 2
    assert all(c.find("sourcetrack") is not None for c in sequence.findall("media/audio/track/clipitem"))
    effects = {e.text for e in sequence.iter("effectid")}
    assert {"Edge Wipe", "Text"} <= effects
    urls = [u.text for u in sequence.iter("pathurl")]
    assert urls and all(u.startswith("file://localhost/") and " " not in u for u in urls)


@pytest.mark.parametrize("kind", ["edl", "fcpxml", "fcp7"])
def test_retimes_are_carried_or_named(kind, tmp_path):
    timeline, _, _ = assembled(spare_key)
    clip = next(c for c in timeline.tracks[0] if isinstance(c, otio.schema.Clip))
    slow = next(c for c in list(timeline.tracks[0])[3:] if isinstance(c, otio.schema.Clip))
    slow.effects.append(otio.schema.LinearTimeWarp(time_scalar=0.5))
    clip.effects.append(otio.schema.Effect(effect_name="Sparkle", name="Sparkle"))
    path = tmp_path / f"retimed{interchange.KINDS[kind]}"
    lost = interchange.write(timeline, kind, path, tmp_path)
    assert any("Sparkle" in sentence for sentence in lost.sentences())
    text = path.read_text("utf-8")
    assert {"edl": "M2   ", "fcpxml": "<timeMap>", "fcp7": "timeremap"}[kind] in text
    if kind == "edl":
        read = otio.adapters.read_from_file(str(path), ADAPTERS["edl"], rate=24)
        found = next(c for t in read.tracks for c in t if isinstance(c, otio.schema.Clip) and c.name == slow.name)
        assert found.effects[0].time_scalar == pytest.approx(0.5)
        assert found.duration().value == slow.duration().value


@pytest.mark.parametrize("kind", ["otio", "edl", "fcpxml", "fcp7"])
def test_a_clip_that_runs_backwards_is_carried(kind, tmp_path):
    timeline, _, _ = assembled(spare_key)
    place, clip = [(n, c) for n, c in enumerate(timeline.tracks[0]) if isinstance(c, otio.schema.Clip)][-1]
    frames = round(clip.duration().value)
    media = round(clip.media_reference.available_range.duration.value)
    assert frames > 30
    # It begins on frame 25 of its media and ends on frame 5.
    first = otio.opentime.RationalTime(25, 24)
    shorter = otio.opentime.TimeRange(first, otio.opentime.RationalTime(21, 24))
    clip.source_range = shorter
    while len(timeline.tracks[0]) > place + 1:
        del timeline.tracks[0][-1]
    if isinstance(timeline.tracks[0][place - 1], otio.schema.Transition):
        del timeline.tracks[0][place - 1]
    clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=-1.0))
    path = tmp_path / f"reversed{interchange.KINDS[kind]}"
    lost = interchange.write(timeline, kind, path, tmp_path)
    assert not any(loss.aspect == "speed" for loss in lost)
    text = path.read_text("utf-8")
    if kind == "otio":  # the EDL reader looks at M2 only where source and record differ in length
        read = otio.adapters.read_from_file(str(path), ADAPTERS[kind])
        found = next(c for t in read.tracks for c in t if isinstance(c, otio.schema.Clip) and c.name == clip.name)
        assert found.effects[0].time_scalar == -1
    if kind == "edl":
        m2 = next(line for line in text.splitlines() if line.startswith("M2"))
        event = next(line for line in reversed(text[: text.index(m2)].splitlines()) if line[:3].isdigit())
        assert m2.split()[-2:] == ["-024.0", "00:00:01:01"] and event.split()[4:6] == ["00:00:00:05", "00:00:01:02"]
    if kind == "fcp7":
        item = next(c for c in ET.fromstring(text).iter("clipitem") if c.findtext("name") == clip.name)
        settings = {p.findtext("parameterid"): p.findtext("value") for p in item.iter("parameter")}
        assert settings["reverse"] == "TRUE" and settings["speed"] == "100"
        assert item.findtext("in") == str(media - 26) and int(item.findtext("out")) - int(item.findtext("in")) == 21
    if kind == "fcpxml":
        item = next(c for c in ET.fromstring(text).iter("asset-clip") if c.find("timeMap") is not None)
        points = [exact(p.get("value")) for p in item.iter("timept")]
        assert points == [exact(f"{media * 100}/2400s"), 0] and exact(item.get("start")) == Fraction(media - 26, 24)


@pytest.mark.parametrize(
    ("frame", "nominal", "drop", "expected"),
    [
        (1799, 30, True, "00:00:59;29"), (1800, 30, True, "00:01:00;02"), (17982, 30, True, "00:10:00;00"),
        (107892, 30, True, "01:00:00;00"), (3599, 60, True, "00:00:59;59"), (3600, 60, True, "00:01:00;04"),
        (86400, 24, False, "01:00:00:00"), (90024, 25, False, "01:00:00:24"),
    ],
)  # fmt: skip
def test_timecode(frame, nominal, drop, expected):
    assert timecode(frame, nominal, drop) == expected
    rate = nominal * (1000 / 1001 if drop else 1)
    assert otio.opentime.to_timecode(otio.opentime.RationalTime(frame, rate), rate, drop) == expected


def test_an_unknown_format_is_the_user_s_mistake(tmp_path):
    timeline, _, _ = assembled(spare_key)
    with pytest.raises(UserError):
        interchange.write(timeline, "avid", tmp_path / "x", tmp_path)
