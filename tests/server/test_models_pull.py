# SPDX-License-Identifier: Apache-2.0
"""`aiprod models pull` as its users run it: killed in the middle, on a full disk, through a hub that misbehaves."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from tests.server.hub import FakeHub, Faults, Repository, fake_hub

ROOT = Path(__file__).resolve().parents[2]
MIB = 1 << 20
CHUNK = 8 * MIB
WEIGHTS = random.Random(11).randbytes(40 * MIB + 4_321)
SHA = hashlib.sha256(WEIGHTS).hexdigest()


@pytest.fixture(scope="module")
def hub() -> Iterator[FakeHub]:
    with fake_hub({"Acme/Video": Repository({"video.safetensors": WEIGHTS})}) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, hub: FakeHub) -> Path:
    folder = tmp_path / "home"
    (folder / "cards").mkdir(parents=True)
    card = {
        "schema": "ModelCard.1", "id": "acme", "title": "Acme", "role": "video", "licence": "Apache-2.0", "terms": "Free.",
        "terms_fr": "Libre.", "attribution": "Acme.", "source": "https://example.org", "need": "optional",
        "files": [{"name": "video.safetensors", "hub": {"repo": "Acme/Video", "path": "video.safetensors"}}],
    }  # fmt: skip
    (folder / "cards" / "acme.yaml").write_text(yaml.safe_dump(card))
    patience = {"schema": "PullSettings.1", "endpoint": hub.url, "backoff_s": 0.02, "silence_s": 2.0, "connections": 8}
    (folder / "pulling.json").write_text(json.dumps(patience))
    hub.faults, hub.sent = Faults(), 0
    return folder


def aiprod(home: Path, *words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "AIPROD_HOME": str(home), "PYTHONPATH": str(ROOT / "engine")}
    for name in ("AIPROD_HUB", "AIPROD_MODELS", "HF_TOKEN"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "aiprod.cli", "models", *words]
    return subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def written_down(home: Path) -> int:
    """Bytes of whole pieces that the store knows it has."""
    journal = home / "models" / "parts" / f"{SHA}.pieces"
    text = journal.read_bytes() if journal.is_file() else b""
    pieces = {int(line.split()[0]) for line in text[: text.rfind(b"\n") + 1].splitlines()}
    return sum(min(MIB, len(WEIGHTS) - piece * MIB) for piece in pieces)


def test_kill_9_at_any_moment_loses_at_most_one_chunk(home: Path, hub: FakeHub) -> None:
    hub.faults = Faults(rate=2 * MIB)
    kept = 0
    for share in (0.3, 0.7):
        sent_before = hub.sent
        running = aiprod(home, "pull", "acme")
        late = time.monotonic() + 60
        while hub.sent - sent_before + kept < share * len(WEIGHTS) and time.monotonic() < late and running.poll() is None:
            time.sleep(0.005)
        running.send_signal(signal.SIGKILL)
        running.wait(30)
        came = hub.sent - sent_before
        had, kept = kept, written_down(home)
        assert kept > had
        assert came - (kept - had) <= CHUNK, "what came and is not there any more"
        assert not (home / "models" / "blobs" / SHA).exists()
        assert not (home / "models" / "manifests" / "acme.json").exists()
    hub.faults = Faults()
    before = hub.sent
    done = aiprod(home, "pull", "acme", "--json")
    out, err = done.communicate(timeout=60)
    assert done.returncode == 0, err
    (row,) = json.loads(out)
    assert row["fetched"] == len(WEIGHTS) - kept
    assert hub.sent - before < row["fetched"] + MIB, "but for what answers to the killed one still held"
    assert row["recorded"] == {"video.safetensors": SHA}
    assert (home / "models" / "acme" / "video.safetensors").read_bytes() == WEIGHTS


def test_ctrl_c_stops_it_with_a_word_and_the_next_goes_on(home: Path, hub: FakeHub) -> None:
    hub.faults = Faults(rate=2 * MIB)
    running = aiprod(home, "pull", "acme")
    late = time.monotonic() + 60
    while written_down(home) < 2 * MIB and time.monotonic() < late:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert err.count("\n") == 1 and "was stopped" in err and "goes on where it was" in err
    kept = written_down(home)
    hub.faults = Faults()
    before = hub.sent
    assert aiprod(home, "pull", "acme").wait(60) == 0
    assert hub.sent - before < len(WEIGHTS) - kept + MIB


@pytest.mark.parametrize(
    ("faults", "code", "words"),
    [
        (Faults(wrong=("video.safetensors", 9), wrongs=99), 2, "the hub sent other bytes than it declares"),
        (Faults(lies={"video.safetensors": "0" * 64}), 2, "the hub sent other bytes than it declares"),
        (Faults(busy=100_000), 1, "the hub answers 503"),
    ],
    ids=["wrong bytes", "a wrong hash", "a dead hub"],
)
def test_what_goes_wrong_is_one_line(home: Path, hub: FakeHub, faults: Faults, code: int, words: str) -> None:
    hub.faults = faults
    done = aiprod(home, "pull", "acme")
    out, err = done.communicate(timeout=90)
    assert done.returncode == code and out == ""
    assert err.startswith("aiprod: video.safetensors") and words in err and err.count("\n") == 1
    assert not (home / "models" / "manifests" / "acme.json").exists()
    assert list((home / "models" / "blobs").glob("*")) == [] if (home / "models" / "blobs").exists() else True


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_disk_that_is_too_small_is_found_before_a_byte(home: Path, hub: FakeHub, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=530m", "tmpfs", str(disk)], check=False, capture_output=True
    ).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        (home / "models").symlink_to(disk)
        done = aiprod(home, "pull", "acme")
        _, err = done.communicate(timeout=60)
        assert done.returncode == 2 and "There is no room for Acme: it takes 42 MB" in err and "Free " in err
        assert hub.sent == 0
    finally:
        subprocess.run(["umount", str(disk)], check=False)
