# SPDX-License-Identifier: Apache-2.0
"""The AAF, read back by pyaaf2 and by OpenTimelineIO's reader: same cuts, same lengths, media linked."""

import shutil
from fractions import Fraction
from urllib.parse import unquote, urlparse

import aaf2
import numpy as np
import opentimelineio as otio
import pytest
import soundfile
from tests.unit.directing.films import bakery, spare_key
from tests.unit.editing.cuts import RATES, assembled

from aiprod.editing import interchange
from aiprod.editing.clock import film_frames, times
from aiprod.editing.interchange.events import read
from aiprod.film.errors import UserError
from aiprod.media.encoders import Encoder
from aiprod.media.video import VideoWriter


def picture(path, rate, frames):
    with VideoWriter(path, rate, 64, 36, Encoder("mjpeg", "yuvj420p")) as writer:
        for _ in range(frames):
            writer.write_rgb(np.zeros((36, 64, 3), np.uint8))


def on_disk(make, rate, folder):
    """An assembled film whose media are really there."""
    timeline, shots, _ = assembled(make, RATES[rate])
    root = folder / "Mon film d'été.aiprod"
    folder.mkdir(exist_ok=True)
    one = folder / "one.mp4"
    picture(one, RATES[rate].fps, 24)
    for lane in read(timeline, root).lanes:
        for event in (e for e in lane.events if e.path is not None):
            event.path.parent.mkdir(parents=True, exist_ok=True)
            if lane.video:
                shutil.copyfile(one, event.path)
            else:
                channels = 1 if lane.name.startswith("Dialogue") else 2
                soundfile.write(event.path, np.zeros((48_000, channels), np.float32), 48_000, subtype="PCM_24")
    return timeline, shots, root


def written(make, rate, folder):
    timeline, shots, root = on_disk(make, rate, folder)
    path = folder / "edit.aaf"
    lost = interchange.write(timeline, "aaf", path, root)
    return path, timeline, shots, lost, root


def composition(file):
    return next(file.content.compositionmobs())


def components(slot):
    """(kind, start on the film's clock, length, source start) of a slot; transitions overlap."""
    at, found = 0, []
    for part in slot.segment.components:
        name = type(part).__name__
        if name == "Transition":
            at -= part.length
            found.append(("transition", at, part.length, part["CutPoint"].value))
            continue
        start = part.start if name == "SourceClip" else None
        found.append((name, at, part.length, start))
        at += part.length
    return found, at


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("make", [spare_key, bakery])
def test_picture_and_sound_are_cut_the_same_and_end_together(make, rate, tmp_path):
    path, timeline, shots, lost, _ = written(make, rate, tmp_path)
    total = film_frames(shots)
    with aaf2.open(str(path)) as file:
        mob = composition(file)
        slots = {slot.name: slot for slot in mob.slots}
        laid, end = components(slots["Picture"])
        assert end == total == slots["Picture"].segment.length
        assert slots["Picture"].edit_rate == RATES[rate].fps
        cuts = [(start, start + length) for kind, start, length, _ in laid if kind == "SourceClip"]
        wanted = []
        for time in times(shots):
            first = time.start if time.overlap else time.cut_in
            wanted.append((first, time.end if time.next_overlap else time.cut_out))
        assert cuts == wanted
        sounds = [slot for slot in mob.slots if slot.media_kind == "Sound"]
        assert len(sounds) >= 4 and all(components(slot)[1] == total for slot in sounds)
        assert {"Dialogue", "Music L", "Music R"} <= set(slots)
        code = slots["TC"].segment
        assert (code.start, code.fps) == (round(timeline.global_start_time.value), round(RATES[rate].fps))
        assert code.drop == (RATES[rate].fps in (Fraction(30000, 1001), Fraction(60000, 1001)))
        marks = list(slots["Markers"].segment.components)
        assert len(marks) >= len(timeline.tracks.markers)
    assert any("titles" in sentence for sentence in lost.sentences())


def test_every_clip_leads_to_a_file_that_is_there(tmp_path):
    path, _, _, _, root = written(spare_key, "24", tmp_path)
    with aaf2.open(str(path)) as file:
        found = set()
        for mob in file.content.sourcemobs():
            for locator in mob.descriptor.get("Locator").value if mob.descriptor.get("Locator") else ():
                found.add(unquote(urlparse(locator["URLString"].value).path))
        clips = [c for slot in composition(file).slots if slot.media_kind in ("Picture", "Sound")
                 for c in slot.segment.components if type(c).__name__ == "SourceClip"]  # fmt: skip
        assert clips and all(type(clip.mob).__name__ == "MasterMob" for clip in clips)
    assert found and all(str(p) in found for p in root.rglob("*.wav")) and all(str(p) in found for p in root.rglob("*.mp4"))


def test_the_same_media_have_the_same_identity_in_every_file(tmp_path):
    timeline, _, root = on_disk(spare_key, "24", tmp_path)
    identities = []
    for name in ("a.aaf", "b.aaf"):
        interchange.write(timeline, "aaf", tmp_path / name, root)
        with aaf2.open(str(tmp_path / name)) as file:
            identities.append({str(mob.mob_id) for mob in file.content.mastermobs()})
    assert identities[0] == identities[1] and len(identities[0]) > 3


def test_another_reader_finds_the_shots(tmp_path):
    path, _, shots, _, _ = written(spare_key, "25", tmp_path)
    found = otio.adapters.read_from_file(str(path), "AAF")
    found = found if isinstance(found, otio.schema.Timeline) else next(iter(found))
    track = found.video_tracks()[0]
    clips = [c for c in track if isinstance(c, otio.schema.Clip)]
    cuts = [(round(track.range_of_child(c).start_time.value), round(c.duration().value)) for c in clips]
    assert cuts == [(t.cut_in, t.cut_out - t.cut_in) for t in times(shots)]
    assert round(found.duration().value) == film_frames(shots)


def test_missing_media_are_named_and_nothing_is_left_behind(tmp_path):
    timeline, _, root = on_disk(spare_key, "24", tmp_path)
    next(root.rglob("*.mp4")).unlink()
    with pytest.raises(UserError, match="is missing"):
        interchange.write(timeline, "aaf", tmp_path / "edit.aaf", root)
    assert not list(tmp_path.glob("edit.aaf*"))
