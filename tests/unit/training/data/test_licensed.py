# SPDX-License-Identifier: Apache-2.0
"""The user's own clips: real files in, what may not or can't be used refused with its reason."""

import hashlib
import json
import os
import shutil
import signal
import time
from fractions import Fraction

import numpy as np
import pytest
from tests.unit.training.data.material import DESCRIBED, RIGHTS, SPEC, pan, reasons, video

from aiprod.film.consent import ConsentBook
from aiprod.film.errors import UserError
from aiprod.film.output import OUTPUTS
from aiprod.media.encoders import choose
from aiprod.media.video import VideoWriter
from aiprod.training.data import licensed, lineage, shards
from aiprod.training.data.inspecting import inspected
from aiprod.training.data.refusals import said
from aiprod.training.data.rights import record_consent


def test_a_file_is_cut_at_its_shots_into_clips(tmp_path):
    places = pan(1, 24), pan(2, 26)
    video(tmp_path / "in" / "a.mp4", np.concatenate(places), RIGHTS | {"labels": {"place": "coast", "subject": "cat"}})
    manifest = licensed.build(tmp_path / "out", tmp_path / "in", SPEC)
    assert manifest["refused"] == []
    records = list(shards.read(tmp_path / "out"))
    assert [(r.facts["source"]["shot"], r.facts["source"]["frame"]) for r in records] == [(0, 0), (0, 10), (1, 24), (1, 34)]
    assert all(r.frames.shape == (5, 64, 64, 3) and r.facts["licence"] == "CC0-1.0" for r in records)
    assert records[0].facts["labels"]["subject"] == "cat"
    assert {"cat", "chat"} <= {
        word for text in records[0].facts["captions"].values() for word in text.lower().strip(".").replace(",", "").split()
    }
    small = places[0][0].reshape(64, 2, 64, 2, 3).mean((1, 3))
    assert np.abs(records[0].frames[0].astype(int) - small).mean() < 12


def test_no_clip_has_a_dissolve_or_a_fade_in_it(tmp_path):
    one, two = (np.repeat(pan(seed, 8), 6, axis=0).astype(float) for seed in (21, 22))
    share = np.clip((np.arange(48) - 18) / 12, 0, 1)[:, None, None, None]
    film = one * (1 - share) + two * share
    film[36:] *= np.linspace(1, 0, 12)[:, None, None, None]
    path = video(tmp_path / "in" / "a.mp4", film.astype(np.uint8), DESCRIBED)
    found = inspected(path, SPEC)
    assert found.cuts == ()
    blended = [any(first <= frame < end for first, end in found.mixed) for frame in range(48)]
    assert not any(blended[:10])
    assert all(blended[20:28])
    assert all(blended[38:46])
    licensed.build(tmp_path / "out", tmp_path / "in", SPEC)
    taken = [facts["source"]["frame"] for _, _, facts in shards.facts(tmp_path / "out")]
    assert taken
    assert all(at + 10 <= 20 for at in taken)


def test_a_moving_camera_is_no_dissolve(tmp_path):
    for seed in range(3):
        path = video(tmp_path / f"{seed}.mp4", pan(40 + seed, 60))
        assert inspected(path, SPEC).mixed == ()


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    """A folder with one of each thing that must stay out, and what the set says of it."""
    root = tmp_path_factory.mktemp("refused")
    source = root / "in"
    good = video(source / "a-good.mp4", pan(3, 12), DESCRIBED)
    cases = {
        "no-rights": None, "no-licence": DESCRIBED | {"licence": " "}, "bad-licence": DESCRIBED | {"licence": "free"},
        "no-holder": DESCRIBED | {"holder": ""}, "no-source": {k: v for k, v in DESCRIBED.items() if k != "source"},
        "people-unsaid": {k: v for k, v in DESCRIBED.items() if k != "people"}, "no-consent": DESCRIBED | {"people": ["Bo Li"]},
        "bad-label": DESCRIBED | {"labels": {"place": "atlantis"}}, "bad-slot": DESCRIBED | {"labels": {"plaice": "coast"}},
        "unknown-word": DESCRIBED | {"license": "MIT"},
        "wrong-hash": DESCRIBED | {"sha256": "0" * 64},
    }  # fmt: skip
    template = video(root / "other.mp4", pan(4, 12))
    for name, beside in cases.items():
        shutil.copy(template, source / f"{name}.mp4")
        if beside is not None:
            (source / f"{name}.json").write_text(json.dumps(beside))
    video(source / "short.mp4", pan(5, 4), DESCRIBED)
    video(source / "small.mp4", pan(6, 12, 16), DESCRIBED)
    (source / "empty.mp4").write_bytes(b"")
    (source / "broken.mp4").write_bytes(good.read_bytes()[:300])
    (source / "half.mkv").write_bytes(video(root / "long.mkv", pan(7, 96)).read_bytes()[:20000])
    (source / "not-json.mp4").write_bytes(good.read_bytes())
    shutil.copy(good, source / "twin.mp4")
    video(source / "smaller.mp4", pan(3, 12)[:, ::2, ::2], DESCRIBED)
    for name in ("empty", "broken", "half", "twin"):
        (source / f"{name}.json").write_text(json.dumps(DESCRIBED))
    (source / "not-json.json").write_text("{")
    return licensed.build(root / "out", source, SPEC), root


def test_what_may_not_or_can_not_be_used_is_refused(refused):
    manifest, _ = refused
    assert reasons(manifest) == {
        "no-rights.mp4": "no_licence", "no-licence.mp4": "no_licence", "bad-licence.mp4": "bad_licence",
        "no-holder.mp4": "no_holder", "no-source.mp4": "no_source", "people-unsaid.mp4": "people_unsaid",
        "no-consent.mp4": "no_consent", "bad-label.mp4": "bad_label", "bad-slot.mp4": "bad_label",
        "unknown-word.mp4": "bad_rights", "wrong-hash.mp4": "wrong_hash", "short.mp4": "too_short",
        "small.mp4": "too_small", "empty.mp4": "empty",
        "broken.mp4": "corrupt", "half.mkv": "corrupt", "not-json.mp4": "bad_rights", "twin.mp4": "duplicate",
        "smaller.mp4": "near_duplicate",
    }  # fmt: skip
    assert [shard["clips"] for shard in manifest["shards"]] == [1]


def test_pictures_come_in_as_a_player_shows_them(tmp_path):
    frames = pan(15, 12)
    upright = video(tmp_path / "in" / "a.mp4", frames, DESCRIBED)
    licensed.build(tmp_path / "a", tmp_path / "in", SPEC)
    data = bytearray(upright.read_bytes())
    matrix = data.index(b"tkhd") + 44
    turned = [0, 0x10000, 0, 0xFFFF0000, 0, 0, 0, 0, 0x40000000]  # a telephone held upright: a quarter to the right
    data[matrix : matrix + 36] = b"".join(number.to_bytes(4, "big") for number in turned)
    upright.write_bytes(data)
    licensed.build(tmp_path / "b", tmp_path / "in", SPEC)
    plain, quarter = (next(iter(shards.read(tmp_path / name))).frames[0].astype(int) for name in ("a", "b"))
    assert np.abs(np.rot90(plain, -1) - quarter).mean() < 2


def test_hdr_is_not_taken_for_ordinary_colours(tmp_path):
    with VideoWriter(tmp_path / "a.mp4", Fraction(24), 128, 128, choose("take"), colour=OUTPUTS["hlg"]) as writer:
        for frame in pan(16, 12):
            writer.write_rgb(frame)
    (tmp_path / "a.json").write_text(json.dumps(DESCRIBED))
    assert reasons(licensed.build(tmp_path / "out", tmp_path, SPEC)) == {"a.mp4": "hdr"}


def test_every_reason_is_told_in_both_languages(refused):
    for row in refused[0]["refused"]:
        english, french = said(row, "en"), said(row, "fr")
        assert english == row["reason"]
        assert english.startswith(f"{row['file']}: ")
        assert french.startswith(f"{row['file']} : ")
        assert english.split(": ", 1)[1] != french.split(" : ", 1)[1]


def test_what_was_put_right_comes_in_and_the_rest_is_not_looked_at_again(refused):
    before, root = refused
    (root / "in" / "no-rights.json").write_text(json.dumps(DESCRIBED))
    after = licensed.build(root / "out", root / "in", SPEC)
    assert "no-rights.mp4" not in reasons(after)
    assert reasons(after).items() < reasons(before).items()
    assert [shard["clips"] for shard in after["shards"]] == [1, 1]


def test_people_need_consent_in_force_and_their_names_stay_in_the_source(tmp_path):
    source = tmp_path / "in"
    video(source / "deep" / "a.mp4", pan(8, 12), DESCRIBED | {"people": ["Bo Li"]})
    (tmp_path / "words.txt").write_text("I agree that models learn from this film.")
    record_consent(source, "bo li", tmp_path / "words.txt", until=time.time() + 1000)
    manifest = licensed.build(tmp_path / "out", source, SPEC)
    assert manifest["refused"] == []
    (record,) = shards.read(tmp_path / "out")
    assert record.facts["people"] == 1
    assert record.facts["consents"][0]["text_sha256"] == hashlib.sha256((tmp_path / "words.txt").read_bytes()).hexdigest()
    assert "Bo Li" not in json.dumps(record.facts)
    assert "Bo Li" not in json.dumps(manifest)


def test_another_consent_changes_nothing_and_a_revoked_one_is_noticed(tmp_path):
    source, words = tmp_path / "in", tmp_path / "words.txt"
    words.write_text("I agree.")
    video(source / "a.mp4", pan(17, 12), DESCRIBED | {"people": ["Bo Li"]})
    record_consent(source, "Bo Li", words)
    licensed.build(tmp_path / "out", source, SPEC)
    video(source / "b.mp4", pan(18, 12), DESCRIBED | {"people": ["Cy Ott"]})
    record_consent(source, "Cy Ott", words)
    grown = licensed.build(tmp_path / "out", source, SPEC)
    assert [shard["clips"] for shard in grown["shards"]] == [1, 1]
    ConsentBook(source).revoke("consent-1")
    with pytest.raises(UserError, match=r"a\.mp4 has changed since"):
        licensed.build(tmp_path / "out", source, SPEC)
    assert lineage.remove(tmp_path / "out", lineage.by(consent="consent-1"), "revoked").keys
    after = licensed.build(tmp_path / "out", source, SPEC)
    assert reasons(after) == {"a.mp4": "no_consent"}


def test_what_a_folder_says_holds_for_its_clips(tmp_path):
    source = tmp_path / "in"
    video(source / "a" / "one.mp4", pan(9, 12), {"captions": {"de": "Ein Hafen."}})
    (source / "rights.json").write_text(json.dumps(RIGHTS))
    (source / "a" / "rights.json").write_text(json.dumps({"licence": "CC-BY-4.0"}))
    licensed.build(tmp_path / "out", source, SPEC)
    (record,) = shards.read(tmp_path / "out")
    assert (record.facts["licence"], record.facts["holder"]) == ("CC-BY-4.0", "Ada Lopez")
    assert record.facts["captions"] == {"de": "Ein Hafen."}


def test_a_clip_whose_file_or_rights_changed_is_not_mixed_in(tmp_path):
    path = video(tmp_path / "in" / "a.mp4", pan(10, 12), DESCRIBED)
    licensed.build(tmp_path / "out", tmp_path / "in", SPEC)
    path.with_suffix(".json").write_text(json.dumps(DESCRIBED | {"licence": "CC-BY-NC-4.0"}))
    with pytest.raises(UserError, match="has changed since"):
        licensed.build(tmp_path / "out", tmp_path / "in", SPEC)


def test_some_files_are_kept_for_evaluation_whole(tmp_path):
    for seed in range(8):
        video(tmp_path / "in" / f"{seed}.mp4", pan(20 + seed, 24), DESCRIBED)
    licensed.build(tmp_path / "out", tmp_path / "in", SPEC, eval_share=0.5, seed=1)
    splits = {(facts["source"]["file"], facts["split"]) for _, _, facts in shards.facts(tmp_path / "out")}
    assert len(splits) == 8
    assert {split for _, split in splits} == {"train", "eval"}


def test_a_folder_without_videos_is_the_user_s_mistake(tmp_path):
    with pytest.raises(UserError, match="no video"):
        licensed.build(tmp_path / "out", tmp_path, SPEC)


class Describer:
    """A captioner that counts its clips and may end the process at one of them."""

    name = "describer"

    def __init__(self, dies_at: int = -1) -> None:
        self.asked, self.dies_at = 0, dies_at

    def captions(self, frames):
        self.asked += 1
        if self.asked == self.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return {"en": f"A place, {int(frames.mean())}."}


@pytest.mark.parametrize("dies_at", [2, 6])
def test_a_run_that_was_killed_goes_on_to_the_same_bytes(tmp_path, dies_at):
    source = tmp_path / "in"
    for seed in range(4):
        video(source / f"{seed}.mp4", pan(30 + seed, 22), RIGHTS)
    if (child := os.fork()) == 0:
        licensed.build(tmp_path / "a", source, SPEC, licensed.Means(Describer(dies_at)), per_shard=3)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    second, whole = Describer(), Describer()
    licensed.build(tmp_path / "a", source, SPEC, licensed.Means(second), per_shard=3)
    licensed.build(tmp_path / "b", source, SPEC, licensed.Means(whole), per_shard=3)
    assert shards.identity(tmp_path / "a") == shards.identity(tmp_path / "b")
    assert whole.asked == 8
    assert second.asked == 8 - 3 * ((dies_at - 1) // 3)


def test_a_clip_that_nobody_describes_waits_for_a_captioner(tmp_path):
    video(tmp_path / "in" / "a.mp4", pan(11, 12), RIGHTS)
    video(tmp_path / "in" / "b.mp4", pan(12, 12), DESCRIBED)
    first = licensed.build(tmp_path / "out", tmp_path / "in", SPEC)
    assert reasons(first, "waiting") == {"a.mp4": "no_caption"}
    assert [shard["clips"] for shard in first["shards"]] == [1]
    then = licensed.build(tmp_path / "out", tmp_path / "in", SPEC, licensed.Means(Describer()))
    assert then["waiting"] == []
    told = {facts["source"]["file"]: facts for _, _, facts in shards.facts(tmp_path / "out")}
    assert told["a.mp4"]["captions_from"] == "describer"
    assert "captions_from" not in told["b.mp4"]


def test_what_was_taken_out_does_not_come_in_again(tmp_path):
    path = video(tmp_path / "in" / "a.mp4", pan(13, 24), DESCRIBED)
    video(tmp_path / "in" / "b.mp4", pan(14, 12), DESCRIBED)
    licensed.build(tmp_path / "out", tmp_path / "in", SPEC)
    lineage.remove(tmp_path / "out", lineage.by(file="a.mp4"), "asked")
    path.with_suffix(".json").write_text(json.dumps(DESCRIBED | {"note": "again"}))
    manifest = licensed.build(tmp_path / "out", tmp_path / "in", SPEC)
    assert reasons(manifest) == {"a.mp4": "removed"}
    assert [facts["source"]["file"] for _, _, facts in shards.facts(tmp_path / "out")] == ["b.mp4"]
