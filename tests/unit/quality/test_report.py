# SPDX-License-Identifier: Apache-2.0
"""Profiles, subtitles, sync, the page and the markers of a report."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pytest

from aiprod.cli.benches import faults_subtitles
from aiprod.cli.benches import specimens as s
from aiprod.film.errors import UserError
from aiprod.film.findings import Finding, QualityReport, Severity
from aiprod.film.speech import WordTime
from aiprod.media.audio import SAMPLE_RATE, write_audio
from aiprod.media.cues import CueList, TextCue, read_cues
from aiprod.quality.inspection import inspect
from aiprod.quality.markers import mark_timeline, write_markers
from aiprod.quality.page import write_page
from aiprod.quality.profiles import load_profile, names
from aiprod.quality.soundtrack import find_soundtrack
from aiprod.quality.subtitles import Shown, SubtitleLimits, align, check_subtitles
from aiprod.quality.sync import flash_and_beep, offset_of
from aiprod.quality.words import check_name, message

R = SAMPLE_RATE


# --- profiles ---------------------------------------------------------------------------------------------------------


def test_every_profile_is_whole_and_names_its_sources() -> None:
    assert {"general", "web", "ebu-r128", "atsc-a85", "cinema", "netflix-like", "mezzanine"} <= set(names())
    for name in names():
        profile = load_profile(name)
        assert profile.name == name and profile.title("fr") and len(profile.source) > 40 and profile.dated


def test_a_users_own_profile_changes_what_it_says(tmp_path: Path) -> None:
    own = tmp_path / "house.yaml"
    own.write_text("like: ebu-r128\ntitle_en: House\nsound:\n  true_peak_dbtp: -3\n", "utf-8")
    profile = load_profile(str(own))
    assert (profile.name, profile.sound.true_peak_dbtp, profile.sound.loudness_lufs) == ("house", -3, -23)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("like: web\nsound:\n  true_peek: -3\n", r"sound\.true_peek"), ("like: nowhere\n", "names no profile"),
        ("- 1\n- 2\n", "table of names"), ("a: [1,\n", "must be YAML"),
        ("like: web\nsound:\n  loudness_lufs: loud\n", r"sound\.loudness_lufs"),
    ],
)  # fmt: skip
def test_a_wrong_profile_says_where(text: str, error: str, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(text, "utf-8")
    with pytest.raises(UserError, match=error):
        load_profile(str(tmp_path / "own.yaml"))


def test_an_unknown_profile_lists_those_there_are() -> None:
    with pytest.raises(UserError, match="ebu-r128"):
        load_profile("ebu")


# --- subtitles --------------------------------------------------------------------------------------------------------

_BY_FILE = [item for item in faults_subtitles.FAULTS if item.name not in (
    "1.6 s behind the speech", "1.2 s ahead of French speech", "another film's subtitles", "a line without a subtitle",
    "cues overlap in the film's own track", "none where they are demanded")]  # fmt: skip
_CLEAN = [
    item for item in faults_subtitles.CLEAN if "speech" not in item.name and "track" not in item.name and "line" not in item.name
]


def _short_programme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s, "programme", lambda: s.score(8.4, 0.2))


@pytest.mark.parametrize("item", [*_BY_FILE, *_CLEAN], ids=lambda item: item.name)
def test_subtitle_files(item: s.Specimen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _short_programme(monkeypatch)
    made = item.make(tmp_path)
    profile = load_profile(made.profile)
    found = set()
    for path in made.subtitles:
        shown = Shown(read_cues(path), profile.subtitles, Fraction(25), 8.4, None, None, "en")
        found |= {f.check for f in check_subtitles(shown) if f.severity in (Severity.FAIL, Severity.WARNING)}
    assert found & set(item.finds) if item.finds else not found


def test_tracks_in_films_are_read(tmp_path: Path) -> None:
    from aiprod.media.cues import embedded_cues

    for suffix in (".mp4", ".mkv"):
        path = s.write_film(tmp_path / f"a{suffix}", s.pictures(3), [s.score(3, 0.1)], cues=[(0.5, 2.0, "Été\n– là")])
        (cues,) = embedded_cues(path)
        assert cues.cues == (TextCue(0.5, 2.0, "Été\n– là"),)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"no cues here"])
def test_what_is_no_subtitle_file_is_one_clear_error_or_empty(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_bytes(data)
    if data:
        with pytest.raises(UserError, match="can't be read as subtitles"):
            read_cues(tmp_path / "a.srt")
    else:
        assert read_cues(tmp_path / "a.srt").cues == ()


def test_entities_in_ttml_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ttml").write_text('<?xml version="1.0"?><!DOCTYPE tt [<!ENTITY a "b">]><tt>&a;</tt>', "utf-8")
    with pytest.raises(UserError, match="declares entities"):
        read_cues(tmp_path / "a.ttml")


_TTML = '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" {}><body>{}</body></tt>'


@pytest.mark.parametrize(
    "text",
    [
        _TTML.format('ttp:frameRate="0"', '<p begin="1s" end="2s">x</p>'), _TTML.format('ttp:frameRateMultiplier="1"', ""),
        _TTML.format("", "<div>" * 5000 + "</div>" * 5000), "x" * (16 << 20) + "x",
    ],
    ids=["no frames", "half a ratio", "deep", "huge"],
)  # fmt: skip
def test_hostile_subtitle_files_are_one_clear_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.ttml").write_text(text)
    with pytest.raises(UserError, match="can't be read as subtitles"):
        read_cues(tmp_path / "a.ttml")


def test_what_cannot_be_read_in_a_file_is_a_fault_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes("1\n00:00:0x --> 00:00:02,000\nA\n\n2\n00:00:03,000 --> 00:00:05,000\nКуда делся?\n".encode("cp1251"))
    found = list(check_subtitles(Shown(read_cues(path), SubtitleLimits(), Fraction(25), 9.0, None, None, "en")))
    assert [f.message for f in found] == [
        "encoded as unknown, not UTF-8", "line 2: the times “00:00:0x --> 00:00:02,000” can't be read; the subtitle is left out",
    ]  # fmt: skip
    assert message(found[1].message, "fr").startswith("ligne 2 : horaires «")


def test_a_declared_encoding_is_taken_at_its_word(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="windows-1251"?>' + _TTML.format("", '<p begin="1s" end="2s">Где?</p>')
    (tmp_path / "a.ttml").write_bytes(text.encode("cp1251"))
    cues = read_cues(tmp_path / "a.ttml")
    assert (cues.cues[0].text, cues.encoding) == ("Где?", "cp1251")


def test_cues_are_aligned_with_recognised_words() -> None:
    said = ["we", "leave", "at", "half", "past", "five", "but", "nobody", "told", "the", "harbour"]
    words = [WordTime(text=word, start_s=1 + 0.4 * i, end_s=1.3 + 0.4 * i) for i, word in enumerate(said)]
    cues = (TextCue(2.5, 4.0, "We leave at half past five,"), TextCue(4.9, 7.0, "but nobody told the harbor."))
    late = [item.late_s for item in align(cues, words, "en")]
    assert late == pytest.approx([1.5, 1.5], abs=0.01)
    shown = Shown(CueList("a.srt", "srt", "utf-8", "en", cues), SubtitleLimits(), Fraction(25), 9.0, None, words, "en")
    assert any(f.check == "subtitle sync" and f.severity is Severity.FAIL for f in check_subtitles(shown))


# --- sync -------------------------------------------------------------------------------------------------------------


def test_offset_and_drift_against_the_mix(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    mix = (0.1 * rng.standard_normal((45 * R, 2))).astype(np.float32)
    write_audio(tmp_path / "mix.wav", mix)
    slow = np.concatenate([np.zeros((480, 2), np.float32), mix[: 20 * R], np.zeros((2400, 2), np.float32), mix[20 * R :]])
    track = find_soundtrack(s.write_sound(tmp_path / "heard.wav", slow, subtype="PCM_24"))
    assert track is not None
    found = offset_of(track, 0.0, tmp_path / "mix.wav")
    assert found.drift_s == pytest.approx(0.05, abs=0.002)


def test_flashes_and_beeps_give_the_offset(tmp_path: Path) -> None:
    from aiprod.cli.benches.faults_sound import leader
    from aiprod.quality.sound import measure_file

    made = leader(0.1)(tmp_path)
    luma = [100.0] * 150
    for second in range(1, 5):
        luma[second * 25 : second * 25 + 2] = [235.0, 235.0]
    pairs = flash_and_beep(luma, Fraction(25), measure_file(made.path))
    assert len(pairs) == 4
    assert np.median([beep - flash for flash, beep in pairs]) == pytest.approx(0.1, abs=0.006)
    assert flash_and_beep([100.0] * 150, Fraction(25), measure_file(made.path)) == []


# --- report -----------------------------------------------------------------------------------------------------------


def _report(*findings: Finding) -> QualityReport:
    return QualityReport(file="a.mov", sha256="0" * 64, duration_s=4.0, findings=findings, measures={"rate": "25"})


_BLACK = Finding(
    check="black frames", severity=Severity.FAIL, message="for 0.75 s", start_s=1.0, end_s=1.75, measure=0.75, limit=0.5, unit="s"
)
_CLICK = Finding(check="clicks", severity=Severity.WARNING, message="a click on FL", start_s=2.02)
_FINE = Finding(check="hum", severity=Severity.PASS, message="none")


def test_a_sound_file_is_checked_by_itself(tmp_path: Path) -> None:
    report = inspect(s.write_sound(tmp_path / "a.wav", s.score(3, 0.2)), profile=load_profile("general"))
    assert report.passed and report.measures["layout"] == "stereo" and "frames" not in report.measures


def test_markers_replace_those_of_the_last_check() -> None:
    timeline = otio.schema.Timeline(name="t")
    timeline.tracks.markers.append(otio.schema.Marker(name="scene", metadata={"aiprod": {"kind": "scene"}}))
    assert mark_timeline(timeline, _report(_BLACK, _CLICK, _FINE), Fraction(25)) == 2
    assert mark_timeline(timeline, _report(_CLICK), Fraction(25)) == 1
    scene, click = timeline.tracks.markers
    assert (scene.name, click.color, click.metadata["aiprod"]["kind"]) == ("scene", "ORANGE", "quality")
    assert (click.marked_range.start_time.value, click.marked_range.duration.value) == (50, 1)


def test_a_foreign_files_markers_are_written_beside_it(tmp_path: Path) -> None:
    report = _report(_BLACK, Finding(check="x", severity=Severity.FAIL, message="=1+1", start_s=3.0))
    assert write_markers(report, tmp_path / "a.mov", tmp_path / "a.qc.otio") == 2
    read = otio.schema.Timeline.from_json_file(str(tmp_path / "a.qc.otio"))
    assert [m.marked_range.start_time.value for m in read.tracks.markers] == [25, 75]
    write_markers(report, tmp_path / "a.mov", tmp_path / "a.qc.csv")
    rows = list(csv.reader((tmp_path / "a.qc.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1][1] == "00:00:01:00" and rows[2][7] == "'=1+1"
    with pytest.raises(UserError, match=r"\.otio or \.csv"):
        write_markers(report, tmp_path / "a.mov", tmp_path / "a.txt")


def test_markers_go_into_other_editors_formats(tmp_path: Path) -> None:
    from aiprod.editing import interchange

    rate = 25.0
    timeline = otio.schema.Timeline(name="t", global_start_time=otio.opentime.RationalTime(90_000, rate))
    timeline.metadata["aiprod"] = {"rate": [25, 1], "width": 320, "height": 180, "frames": 100}
    whole = otio.opentime.TimeRange(otio.opentime.RationalTime(0, rate), otio.opentime.RationalTime(100, rate))
    media = otio.schema.ExternalReference(target_url="a.mov", available_range=whole)
    track = otio.schema.Track(name="Picture", kind=otio.schema.TrackKind.Video)
    track.append(otio.schema.Clip(name="a", media_reference=media, source_range=whole))
    timeline.tracks.append(track)
    mark_timeline(timeline, _report(_BLACK, _CLICK), Fraction(25))
    for kind, suffix in (("edl", ".edl"), ("fcpxml", ".fcpxml"), ("fcp7", ".xml")):
        interchange.write(timeline, kind, tmp_path / f"a{suffix}", tmp_path)
        text = (tmp_path / f"a{suffix}").read_text("utf-8")
        assert "QC black frames: for 0.75 s" in text and "QC clicks" in text, kind


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_stands_alone_in_its_language(language, tmp_path: Path) -> None:
    path = s.write_film(tmp_path / "a.mp4", s.pictures(3), [s.score(3, 0.2)], codec="aac")
    report = inspect(path, profile=load_profile("web"))
    report = report.changed(findings=(*report.findings, _BLACK, _CLICK))
    still = np.full((90, 160, 3), 80, np.uint8)
    write_page(report, tmp_path / "qc.html", language, "L’été <b>", stills={1.4: still}, profile="P", source="S & T")
    page = (tmp_path / "qc.html").read_text("utf-8")
    assert "L’été &lt;b&gt;" in page and "S &amp; T" in page and page.count("data:image/jpeg") >= 2
    assert ("Images noires" in page) == (language == "fr") and "<polyline" in page
    assert "http" not in page.replace("http-equiv", "") and "src='/" not in page


def test_a_foreign_file_is_checked_with_what_lies_beside_it(tmp_path: Path) -> None:
    from aiprod.production.checking import CheckRequest, check

    path = s.write_film(tmp_path / "a.mp4", s.pictures(3), [s.score(3, 0.2)], codec="aac")
    (tmp_path / "a.fr.srt").write_text(s.srt([(0.5, 1.5, "Un"), (1.2, 2.5, "Deux")]), "utf-8")
    (tmp_path / "another.srt").write_text("nothing", "utf-8")
    done = check(CheckRequest(path, "ebu-r128", page=tmp_path / "qc.html", markers=True))
    checks = {f.check for f in done.report.findings if f.severity is Severity.FAIL}
    assert {"timecode", "loudness", "subtitle overlap"} <= checks and not done.report.passed
    assert [p.name for p in done.written] == ["qc.html", "a.qc.otio", "a.qc.csv"] and all(p.is_file() for p in done.written)
    with pytest.raises(UserError, match="no such file"):
        check(CheckRequest(tmp_path / "none.mp4"))


def test_french_has_words_for_checks_and_messages() -> None:
    assert check_name("reading speed", "fr") == "vitesse de lecture" and check_name("reading speed", "en") == "reading speed"
    assert message("sound is 80.0 ms late against the mix", "fr") == "son en retard de 80,0 ms sur le mixage"
    assert message("something new", "fr") == "something new"
