# SPDX-License-Identifier: Apache-2.0
"""Subtitle files: written for every player, read back by pysubs2, xmllint and ourselves."""

import os
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiprod.delivery.subtitle_files import FORMS, SubtitleForm, cues_of, subtitle_text, write_subtitle_file
from aiprod.delivery.subtitles import Cue
from aiprod.film.errors import UserError
from aiprod.film.time import FrameRate

CUES = (
    Cue(1.0, 2.5, "Où est l’œuvre ?\n« <i>Là, & loin</i> »", "Léa"),
    Cue(3.0, 4.0, "– Oui < non\n– Si !", "Léa, Tom"),
    Cue(5.125, 7.25, "{\\an8}Ночь и Ελλάδα", "Tom"),
    Cue(3661.0, 3662.5, "حارس المنارة", ""),
    Cue(3663.0, 3664.0, "灯台守\nはどこへ？", "守"),
)
PLAIN = [c.text.replace("{\\an8}", "").replace("<i>", "").replace("</i>", "") for c in CUES]
NTSC = FrameRate(numerator=24000, denominator=1001)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_is_read_back(form: SubtitleForm, tmp_path: Path) -> None:
    path = tmp_path / f"film.{form}"
    write_subtitle_file(CUES, path, form, language="fr", title="L’œuvre & <co>")
    cues, read = cues_of(path)
    assert read.form == form and read.encoding == "UTF-8" and read.remarks == ()
    assert [c.text for c in cues] == [c.text for c in CUES]
    assert [t for c in cues for t in (c.start, c.end)] == pytest.approx([t for c in CUES for t in (c.start, c.end)], abs=0.001)
    if form != "srt":
        assert [c.speaker for c in cues] == [c.speaker for c in CUES] and read.language == "fr"


@pytest.mark.parametrize("form", FORMS)
def test_pysubs2_reads_the_same(form: SubtitleForm, tmp_path: Path) -> None:
    path = tmp_path / f"film.{form}"
    write_subtitle_file(CUES, path, form, language="fr")
    events = pysubs2.load(str(path), encoding="utf-8")
    wanted = [(round(c.start * 1000), round(c.end * 1000)) for c in CUES]
    assert [(abs(e.start - s) <= 1, abs(e.end - t) <= 1) for e, (s, t) in zip(events, wanted, strict=True)] == [(True, True)] * 5
    texts = [e.plaintext.replace("&lt;", "<").replace("&amp;", "&") for e in events]
    assert texts == PLAIN


@pytest.mark.skipif(
    shutil.which("xmllint") is None and not os.environ.get("AIPROD_REQUIRE_SERVICES"), reason="xmllint is not installed"
)
def test_ttml_is_well_formed_and_names_its_profile(tmp_path: Path) -> None:
    path = tmp_path / "film.ttml"
    write_subtitle_file(CUES, path, "ttml", language="ar", rate=NTSC)
    asked = (
        "concat(//@*[local-name()='frameRate'], '|', //@*[local-name()='frameRateMultiplier'], '|', //@*[local-name()='profile'])"
    )
    said = subprocess.run(["xmllint", "--noout", "--xpath", asked, str(path)], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "24|1000 1001|http://www.w3.org/ns/ttml/profile/imsc1/text"
    asked = "count(//*[local-name()='p'][@*[local-name()='direction']='rtl'])"
    said = subprocess.run(["xmllint", "--xpath", asked, str(path)], capture_output=True, text=True, check=True).stdout
    assert said.strip() == str(len(CUES))


@given(frame=st.integers(0, 500_000), rate=st.sampled_from([FrameRate(), NTSC, FrameRate(numerator=25)]))
@settings(max_examples=60, deadline=None)
def test_a_players_frame_is_the_frame_that_was_meant(frame: int, rate: FrameRate) -> None:
    """IMSC 1: the first frame whose time is not before the written one."""
    text = subtitle_text([Cue(rate.seconds(frame), rate.seconds(frame + 24), "x")], "ttml", language="en", rate=rate)
    clock = text.split('begin="')[1].split('"')[0]
    hours, minutes, seconds = clock.split(":")
    written = int(hours) * 3600 + int(minutes) * 60 + round(float(seconds) * 1000) / 1000
    first = next(n for n in range(max(0, frame - 2), frame + 3) if rate.seconds(n) >= written - 1e-9)
    assert first == frame


SRT = "1\n00:00:01,000 --> 00:00:02,000\nÀ l’été — déjà\n\n2\n00:00:03,000 --> 00:00:04,000\nNoël\n"


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 with a byte order mark"), ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16 without a byte order mark"), ("utf-16-be", "UTF-16 without a byte order mark"),
        ("cp1252", "Windows-1252"),
    ],
)  # fmt: skip
def test_encodings_are_found_out_and_said(codec: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(SRT.encode(codec))
    cues, read = cues_of(path)
    assert [c.text for c in cues] == ["À l’été — déjà", "Noël"] and read.encoding == said
    assert bool(read.remarks) == (not said.startswith("UTF-8")) and all(said in remark for remark in read.remarks)


def test_latin_1_is_read_and_another_alphabet_is_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(SRT.replace("’", "'").replace("—", "-").encode("latin-1"))
    assert cues_of(path)[1].encoding == "Latin-1"
    head = "1\n00:00:01,000 --> 00:00:02,000\n"
    foreign = {"cp1251": "Куда делся смотритель", "cp1253": "Πού πήγε ο φύλακας", "shift_jis": "灯台守はどこへ行った",
               "gb18030": "灯塔守望者去哪儿了", "cp1256": "أين ذهب الحارس", "cp874": "ผู้เฝ้าประภาคาร"}  # fmt: skip
    for codec, text in foreign.items():
        path.write_bytes((head + text).encode(codec))
        with pytest.raises(UserError, match=r"can't be told|can't be read as text"):
            cues_of(path)
    path.write_bytes((head + foreign["cp1251"]).encode("cp1251"))
    cues, read = cues_of(path, "cp1251")
    assert cues[0].text == "Куда делся смотритель" and read.encoding == "cp1251"


def test_line_ends_of_all_kinds(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    for end in ("\n", "\r\n", "\r"):
        path.write_bytes(SRT.replace("\n", end).encode())
        assert [c.text for c in cues_of(path)[0]] == ["À l’été — déjà", "Noël"]


def test_what_is_wrong_is_said_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text(
        "1\n00:00:05,000 --> 00:00:07,000\nLate\n\n2\n00:00:01,000 --> 00:00:02,5x0\nBroken\n\n"
        "3\n00:00:02,000 --> 00:00:01,000\nBackwards\n\n4\n00:00:03,000 --> 00:00:04,000\n\n\n"
        "5\n00:00:06,000 --> 00:00:08,000\nOver\n"
    )
    cues, read = cues_of(path)
    assert [c.text for c in cues] == ["Late", "Over"]
    text = "\n".join(read.remarks)
    for words in ("line 6", "ends before it begins", "empty", "overlaps the one before by 1.000 s"):
        assert words in text, words
    path.write_text(SRT + "3\n00:00:00,100 --> 00:00:00,500\nFirst\n")
    cues, read = cues_of(path)
    assert all(a.start <= b.start for a, b in pairwise(cues)) and "sorted" in read.remarks[0]


@pytest.mark.parametrize(
    "text", ["", "hello", "1\n00:00:01,000 --> 00:00:02,000\n\n", "WEBVTT\n\nNOTE nothing\n", "\x00\x01\x02"]
)
def test_a_file_without_subtitles_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text(text)
    with pytest.raises(UserError):
        cues_of(path)
    with pytest.raises(UserError, match=r"missing\.srt"):
        cues_of(tmp_path / "missing.srt")


def test_webvtt_of_the_world(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text(
        "WEBVTT - a film\nLanguage: fr\n\nSTYLE\n::cue { color: red }\n\nNOTE\nwith --> an arrow that is no time\n\nintro\n"
        "00:01.000 --> 00:02.000 line:5% align:center\n<v.loud Léa>Bon<i.x>jour</i> &amp; <c.red>toi</c></v>\n\n"
        "NOTE trailing\n\n01:00:03.000 --> 01:00:04.000\nFin\n"
    )
    cues, read = cues_of(path)
    assert cues[0] == Cue(1.0, 2.0, "{\\an8}Bon<i>jour</i> & toi", "Léa") and cues[1] == Cue(3603.0, 3604.0, "Fin")
    assert read.language == "fr" and len(read.remarks) == 1


def test_substation_keeps_italics_and_place(tmp_path: Path) -> None:
    subs = pysubs2.SSAFile()
    subs.styles["Top"] = pysubs2.SSAStyle(alignment=pysubs2.Alignment.TOP_CENTER, italic=True)
    subs.append(pysubs2.SSAEvent(1000, 2000, "Un {\\i1}deux{\\i0}\\Ntrois", name="Léa"))
    subs.append(pysubs2.SSAEvent(3000, 4000, "{\\fs40\\c&HFF&}Haut", style="Top"))
    subs.append(pysubs2.SSAEvent(3000, 4000, "not shown", type="Comment"))
    path = tmp_path / "a.ass"
    subs.save(str(path))
    assert cues_of(path)[0] == (Cue(1.0, 2.0, "Un <i>deux</i>\ntrois", "Léa"), Cue(3.0, 4.0, "{\\an8}<i>Haut</i>"))


TTML = """<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xml:lang="en"
 xmlns:tts="http://www.w3.org/ns/ttml#styling" ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001" ttp:tickRate="10000000">
 <head><styling><style xml:id="it" tts:fontStyle="italic"/></styling></head><body><div begin="10s">{}</div></body></tt>"""


@pytest.mark.parametrize(
    ("times", "start", "end"),
    [
        ('begin="00:00:01:15" end="00:00:02:00"', 11 + 15 * 1001 / 30000, 12.0), ('begin="30f" dur="60f"', 11.001, 13.003),
        ('begin="15000000t" end="20000000t"', 11.5, 12.0), ('begin="1.5s" dur="500ms"', 11.5, 12.0),
        ('begin="00:01:00.25" end="1.1m"', 70.25, 76.0),
    ],
)  # fmt: skip
def test_every_form_of_ttml_time(times: str, start: float, end: float, tmp_path: Path) -> None:
    path = tmp_path / "a.ttml"
    path.write_text(TTML.format(f'<p {times}>One\n   <span style="it">two</span><br/>three</p>'))
    (cue,), _ = cues_of(path)
    assert (cue.start, cue.end) == pytest.approx((start, end)) and cue.text == "One <i>two</i>\nthree"


def test_ttml_that_is_broken_or_hostile(tmp_path: Path) -> None:
    path = tmp_path / "a.ttml"
    bomb = '<!DOCTYPE tt [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + TTML.format('<p begin="1s" end="2s">&b;</p>')
    for text in (bomb, TTML[:100], TTML.format('<p begin="soon" end="2s">x</p>')):
        path.write_text(text)
        with pytest.raises(UserError):
            cues_of(path)


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_anything_is_either_read_or_refused(text: str) -> None:
    from aiprod.media.subtitles import _READERS, _checked, form_of

    for head in ("", "WEBVTT\n\n", "1\n00:00:01,000 --> 00:00:02,000\n", "[Script Info]\n[Events]\nDialogue: "):
        try:
            form = form_of(head + text, "x")
            assert all(entry.end > entry.start for entry in _checked(_READERS[form](head + text, "x", [])[1], []))
        except UserError:
            pass


def test_nothing_to_write_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no subtitles"):
        write_subtitle_file([], tmp_path / "a.srt", "srt", language="fr")
    assert list(tmp_path.iterdir()) == []
