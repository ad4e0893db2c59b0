# SPDX-License-Identifier: Apache-2.0
"""Clips taken out for good, and which models had seen them."""

import json
import time

import pytest
from tests.unit.training.data.sets import clip, keys, made

from aiprod.film.errors import UserError
from aiprod.training.data import lineage, shards, versions


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Clips 0–4 in three shards; model "early" saw the first two shards, model "late" all."""
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))
    made(tmp_path / "set", [clip(n) for n in range(4)])
    lineage.used(tmp_path / "set", "early", run="run-1")
    made(tmp_path / "set", [clip(4, holder="Bo", licence="CC-BY-4.0")])
    lineage.used(tmp_path / "set", "late")
    return tmp_path / "set"


def test_a_clip_goes_and_the_models_that_saw_it_are_named(folder):
    before = shards.identity(folder)
    gone = lineage.remove(folder, lineage.by(clip="clip-0004"), "asked by its owner")
    assert (gone.keys, gone.before) == (("clip-0004",), before)
    assert [use["model"] for use in gone.models] == ["late"]
    assert keys(folder) == [0, 1, 2, 3]
    assert shards.identity(folder) == gone.after != before
    assert sorted(path.name for path in folder.iterdir()) == ["clips-00000.tar", "clips-00001.tar", "manifest.json"]


def test_what_was_written_anew_is_still_known_by_what_it_was(folder):
    lineage.remove(folder, lineage.by(clip="clip-0000"), "first")
    gone = lineage.remove(folder, lineage.by(clip="clip-0001"), "second")
    assert [use["model"] for use in gone.models] == ["early", "late"]
    made(folder, [clip(n) for n in (5, 6)])
    assert keys(folder) == [2, 3, 4, 5, 6]


def test_a_person_s_request_reaches_the_versions_too(folder):
    first = versions.commit(folder, "before")
    versions.push(folder)
    gone = lineage.remove(folder, lineage.by(file="1.mp4"), "asked")
    assert gone.versions == ("v1",)
    assert lineage.remove(folder, lineage.by(holder="bo"), "asked").keys == ("clip-0004",)
    removed = shards.checked_manifest(folder)["removed"]
    assert [row["whole"] for row in removed] == [True, True]
    assert "Bo" not in json.dumps(removed)
    with pytest.raises(UserError, match="removed on request"):
        versions.pull(folder, first.name)
    assert versions.commit(folder).name == "v2"
    versions.pull(folder, "v2")
    assert keys(folder) == [0, 1]


def test_consents_that_ended_are_found(folder):
    consent = {"id": "consent-1", "text_sha256": "0" * 64, "until": time.time() - 1}
    made(folder, [clip(7, people=1, consents=[consent]), clip(8, people=1, consents=[consent | {"until": time.time() + 999}])])
    assert lineage.remove(folder, lineage.by(ended=True), "ended").keys == ("clip-0007",)


def test_requests_that_mean_nothing_are_refused(folder):
    with pytest.raises(UserError, match="Nothing says"):
        lineage.by()
    with pytest.raises(UserError, match="No clip was taken out"):
        lineage.remove(folder, lineage.by(clip="none"), "asked")
    assert keys(folder) == [0, 1, 2, 3, 4]


def test_a_card_names_licences_holders_and_sources(folder):
    told = lineage.provenance(folder)
    assert told["clips"] == 5
    assert told["licences"] == {"CC-BY-4.0": 1, "CC0-1.0": 4}
    assert told["attribution"] == ["Bo (CC-BY-4.0)"]
    assert told["identity"] == shards.identity(folder)


def test_a_run_puts_itself_down_once_and_carries_the_data_s_card(folder, tmp_path):
    for _ in range(2):
        lineage.begun(folder, "vae", tmp_path / "run-a")
    uses = json.loads((tmp_path / "set.uses.json").read_text())["uses"]
    assert [use["model"] for use in uses] == ["early", "late", "vae run-a"]
    assert json.loads((tmp_path / "run-a" / "data.json").read_text()) == lineage.provenance(folder)
