# SPDX-License-Identifier: Apache-2.0
"""The command `aiprod train data`."""

import json

import pytest
from tests.unit.training.data.material import DESCRIBED, RIGHTS, pan, video
from tests.unit.training.data.sets import clip, made

from aiprod.film.errors import UserError
from aiprod.training.data import lineage
from aiprod.training.data.command import main

SMALL = ["--size", "64x64", "--frames", "5"]


def test_a_set_is_made_of_clips_checked_and_reported(tmp_path, capsys):
    video(tmp_path / "in" / "a.mp4", pan(1, 12), DESCRIBED)
    video(tmp_path / "in" / "b.mp4", pan(2, 12), RIGHTS)
    video(tmp_path / "in" / "c.mp4", pan(3, 12))
    asked = ["footage", str(tmp_path / "in"), "--out", str(tmp_path / "set"), *SMALL, "--no-embeddings"]
    assert main([*asked, "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["clips"], len(facts["refused"]), len(facts["waiting"])) == (1, 1, 1)
    assert main(["check", str(tmp_path / "set")]) == 0
    told = capsys.readouterr().out
    assert "1 clips in 1 shards, 1 refused, 1 waiting" in told
    assert "refused: c.mp4: no licence is given" in told
    page, french = ((tmp_path / "set" / name).read_text() for name in ("report.html", "report.fr.html"))
    assert "c.mp4: no licence is given" in page
    assert "c.mp4 : aucune licence n’est indiquée" in french
    assert "Ada Lopez" in page


@pytest.mark.parametrize("size", ["big", "32x32", "256"])
def test_sizes_that_make_no_sense_are_refused(tmp_path, size):
    with pytest.raises(UserError):
        main(["rendered", "--count", "1", "--out", str(tmp_path), "--size", size])


def test_what_is_no_set_and_no_folder_is_refused(tmp_path):
    for part in ("check", "version", "card"):
        with pytest.raises(UserError, match="no data set"):
            main([part, str(tmp_path)])
    with pytest.raises(UserError, match="has no version yet"):
        main(["push", str(tmp_path)])
    with pytest.raises(UserError, match="is no folder"):
        main(["footage", str(tmp_path / "none"), "--out", str(tmp_path)])


def test_a_set_is_versioned_and_brought_back(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))
    folder = str(tmp_path / "sets" / "sea")
    made(tmp_path / "sets" / "sea", [clip(n) for n in range(3)])
    main(["log", folder])
    main(["version", folder, "--message", "first"])
    main(["push", folder])
    made(tmp_path / "sets" / "sea", [clip(3)])
    main(["version", folder, "--message", "one more"])
    main(["log", folder])
    main(["pull", folder, "--version", "v1"])
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("No version yet")
    assert [line.split("  ")[0] for line in told[3:6]] == ["v2", "v1", "v2"]
    assert told[-1].startswith("3 clips in 2 shards")


def test_a_removal_says_what_it_touches(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))
    made(tmp_path / "set", [clip(n) for n in range(4)])
    lineage.used(tmp_path / "set", "nano 0.2")
    main(["version", str(tmp_path / "set")])
    main(["remove", str(tmp_path / "set"), "--file", "0.mp4", "--why", "asked by its owner"])
    told = capsys.readouterr().out
    assert "2 clips taken out: clip-0000, clip-0001" in told
    assert "a model had seen them: nano 0.2" in told
    assert "can't be brought back any more: v1; as it is now: v2" in told
    main(["card", str(tmp_path / "set")])
    assert "clips: 2" in capsys.readouterr().out


def test_consents_are_given_and_taken_back(tmp_path, capsys):
    (tmp_path / "words.txt").write_text("I agree.")
    asked = ["consent", str(tmp_path), "--person", "Bo Li", "--text", str(tmp_path / "words.txt")]
    main([*asked, "--until", "2999-01-01"])
    main(["consent", str(tmp_path), "--revoke", "consent-1"])
    told = capsys.readouterr().out.splitlines()
    assert told == ["consent-1  Bo Li  training", "consent-1  Bo Li  training  revoked"]
    for wrong in ([*asked, "--until", "soon"], asked[:-2], [*asked[:-1], str(tmp_path / "none.txt")]):
        with pytest.raises(UserError):
            main(wrong)
