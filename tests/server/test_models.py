# SPDX-License-Identifier: Apache-2.0
"""The models over the wire, with a real server, a real worker and a hub on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from tests.server.harness import EngineProcess
from tests.server.hub import FakeHub, Faults, Repository, fake_hub

MIB = 1 << 20
WEIGHTS = random.Random(3).randbytes(24 * MIB + 77)
GATED = random.Random(4).randbytes(2 * MIB)


@pytest.fixture(scope="module")
def hub() -> Iterator[FakeHub]:
    repositories = {
        "Acme/Video": Repository({"video.safetensors": WEIGHTS, "config.json": b"{}"}, small=frozenset({"config.json"})),
        "Acme/Gated": Repository({"gated.safetensors": GATED}, gated=True),
    }
    with fake_hub(repositories) as running:
        running.members["hf_friend_of_acme"] = frozenset({"Acme/Gated"})
        running.members["hf_stranger_here"] = frozenset()
        yield running


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, hub: FakeHub) -> Iterator[EngineProcess]:
    """A server with its workers, whose hub and keyring are the tests' own."""
    folder = tmp_path_factory.mktemp("models")
    cards = folder / "home" / "cards"
    cards.mkdir(parents=True)
    _card(cards, "acme-video", "Acme/Video", "video.safetensors", "config.json")
    _card(cards, "acme-gated", "Acme/Gated", "gated.safetensors", gated=True)
    patience = {"schema": "PullSettings.1", "backoff_s": 0.02, "silence_s": 1.0, "tries": 3, "endpoint": hub.url}
    (folder / "home" / "pulling.json").write_text(json.dumps(patience))
    extra = {
        "PYTHON_KEYRING_BACKEND": "tests.server.keyring_in_file.FileKeyring", "TEST_KEYRING": str(folder / "keyring.json"),
    }  # fmt: skip
    before = {name: os.environ.get(name) for name in (*extra, "AIPROD_HUB", "HF_TOKEN")}
    os.environ.update(extra)
    for name in ("AIPROD_HUB", "HF_TOKEN"):
        os.environ.pop(name, None)
    running = EngineProcess(folder, workers=True)
    try:
        yield running.start()
    finally:
        running.stop()
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _card(cards: Path, model: str, repo: str, *paths: str, **fields: Any) -> None:
    files = [{"name": path, "hub": {"repo": repo, "path": path}} for path in paths]
    made = {
        "schema": "ModelCard.1", "id": model, "title": f"The {model}", "role": "video", "licence": "Apache-2.0", "terms": "Free.",
        "terms_fr": "Libre.", "attribution": "Acme.", "source": "https://example.org", "need": "optional", "files": files,
        **fields,
    }  # fmt: skip
    (cards / f"{model}.yaml").write_text(yaml.safe_dump(made))


class Api:
    """What tests ask."""

    def __init__(self, engine: EngineProcess) -> None:
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{engine.port}/api/v1", headers={"Authorization": f"Bearer {engine.token}"}, timeout=30
        )

    def get(self, path: str, **query: Any) -> Any:
        answer = self.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, expect: int = 200, **body: Any) -> Any:
        answer = self.client.post(path, json=body)
        assert answer.status_code == expect, answer.text
        return answer.json()

    def model(self, model: str) -> dict[str, Any]:
        return self.get(f"models/{model}")["model"]

    def until(self, true: Callable[[], Any], seconds: float = 60) -> Any:
        late = time.monotonic() + seconds
        while time.monotonic() < late:
            if found := true():
                return found
            time.sleep(0.05)
        raise AssertionError("it did not come to that")

    def job(self, job: str) -> dict[str, Any]:
        return self.get(f"status/{job}")

    def ended(self, job: str) -> dict[str, Any]:
        over = ("delivered", "failed", "cancelled", "expired")
        return self.until(lambda: found if (found := self.job(job))["state"] in over else None)


@pytest.fixture(scope="module")
def api(engine: EngineProcess) -> Api:
    return Api(engine)


def test_a_pull_can_be_paused_and_goes_on_and_the_model_can_be_removed(api: Api, hub: FakeHub) -> None:
    hub.faults = Faults(rate=2 * MIB)
    assert api.model("acme-video")["state"] == "absent"
    job = api.post("models/acme-video/pull")["job"]
    assert job["kind"] == "pull" and job["device"] == "net"
    api.until(lambda: (api.job(job["id"]).get("progress") or {}).get("done", 0) >= 2)
    assert api.model("acme-video")["job_id"] == job["id"]
    assert api.post("models/acme-video/remove", 409)["error"]["code"] == "conflict"
    api.post(f"jobs/{job['id']}/pause")
    assert api.job(job["id"])["state"] == "paused"
    view = api.model("acme-video")
    assert view["state"] == "partial" and 0 < view["megabytes_here"] < view["megabytes"]
    hub.faults = Faults()
    sent = hub.sent
    api.post(f"jobs/{job['id']}/resume")
    ended = api.ended(job["id"])
    assert ended["state"] == "delivered", ended
    assert hub.sent - sent < len(WEIGHTS)
    assert ended["result"]["recorded"]["video.safetensors"] == hashlib.sha256(WEIGHTS).hexdigest()
    detail = api.get("models/acme-video")
    assert detail["model"]["installed"] and detail["files"][0]["declared"] == "hub"
    checked = api.ended(api.post("models/verify", ids=["acme-video"])["job"]["id"])
    assert checked["kind"] == "verify" and checked["result"]["whole"]
    assert {file["file"] for file in checked["result"]["files"]} == {"video.safetensors", "config.json"}
    assert api.post("models/acme-video/remove")["freed"] >= len(WEIGHTS)
    assert api.model("acme-video")["state"] == "absent"


def test_a_gated_model_needs_a_token_and_nobody_is_told_it(api: Api, engine: EngineProcess, hub: FakeHub) -> None:
    hub.faults = Faults()
    assert api.get("hub") == {"hub": hub.url, "configured": False, "source": ""}
    failure = api.ended(api.post("models/acme-gated/pull")["job"]["id"])["failure"]
    assert "only to those who agreed" in failure["why"] and f"{hub.url}/Acme/Gated" in failure["remedy"]
    api.post("hub/token", token="hf_unknown_to_it")
    assert "does not know your token" in api.ended(api.post("models/acme-gated/pull")["job"]["id"])["failure"]["why"]
    api.post("hub/token", token="hf_stranger_here")
    assert "has not granted you access" in api.ended(api.post("models/acme-gated/pull")["job"]["id"])["failure"]["why"]
    said = api.post("hub/token", token="hf_friend_of_acme")
    assert said == {"hub": hub.url, "configured": True, "source": "keyring"}
    assert api.ended(api.post("models/acme-gated/pull")["job"]["id"])["state"] == "delivered"
    assert hub.tokens_seen_by_store() == set()
    assert api.post("hub/forget") == {"hub": hub.url, "configured": False, "source": ""}
    written = [path for path in engine.folder.rglob("*") if path.is_file() and path.name != "keyring.json"]
    assert [path for path in written if b"hf_friend_of_acme" in path.read_bytes()] == []


def test_an_import_from_a_folder(api: Api, tmp_path: Path) -> None:
    (tmp_path / "stick" / "models").mkdir(parents=True)
    (tmp_path / "stick" / "models" / "video.safetensors").write_bytes(WEIGHTS)
    ended = api.ended(api.post("models/bring", place=str(tmp_path / "stick"), model="acme-video")["job"]["id"])
    assert ended["state"] == "delivered", ended
    assert ended["result"]["models"][0]["missing"] == ["config.json"]
    assert api.model("acme-video")["state"] == "partial"
    assert api.ended(api.post("models/acme-video/pull")["job"]["id"])["state"] == "delivered"
    assert api.model("acme-video")["installed"]


def test_a_check_of_files_finds_what_is_damaged_and_can_be_cancelled(api: Api, engine: EngineProcess) -> None:
    blobs = engine.folder / "home" / "models" / "blobs"
    blob = blobs / hashlib.sha256(WEIGHTS).hexdigest()
    blob.chmod(0o644)
    blob.write_bytes(b"x" + WEIGHTS[1:])
    result = api.ended(api.post("models/verify")["job"]["id"])["result"]
    assert not result["whole"]
    assert {(file["model"], file["file"]) for file in result["files"] if not file["whole"]} == {
        ("acme-video", "video.safetensors")
    }
    os.truncate(blob, 8 << 30)  # a hole of 8 GB: it takes a while to read
    job = api.post("models/verify", ids=["acme-video"])["job"]["id"]
    api.until(lambda: (api.job(job).get("progress") or {}).get("step", "").endswith("video.safetensors"))
    assert api.model("acme-video")["job_id"] == job
    api.post(f"jobs/{job}/cancel")
    assert api.ended(job)["state"] == "cancelled"
    os.truncate(blob, len(WEIGHTS))
    assert api.ended(api.post("models/repair", ids=["acme-video"])["job"]["id"])["result"]["repaired"] == ["acme-video"]
    assert api.ended(api.post("models/verify", ids=["acme-video"])["job"]["id"])["result"]["whole"]
    assert api.post("models/verify", 404, ids=["nix"])["error"]["code"] == "not_found"


def test_a_fit_report_is_told_before_anything_is_fetched(api: Api) -> None:
    """Worked out in a second or two, without PyTorch, for models that are far from here and for tiny ones."""
    found = api.post("models/wan2.2-ti2v-5b/fit")
    assert found["runs"] in (True, False) and found["download_bytes"] > 18e9 and found["why"]
    tiny = api.post("models/tiny-ltx23/fit", width=96, height=64, frames=17)
    assert tiny["runs"] and tiny["precision"] == "float32" and tiny["offload"] == "resident"
    assert 0 < tiny["seconds"] < 600 and 0 < tiny["peak_bytes"] < 1e9 and tiny["weights"] == ""
    again = api.post("models/tiny-ltx23/fit", width=192, height=128, frames=17)
    assert again["seconds"] > tiny["seconds"] and again["peak_bytes"] > tiny["peak_bytes"]
    addition = api.post("models/ltx-2.3-union-control/fit")
    assert "LTX-2.3" in addition["why"][0]
    assert api.post("models/nix/fit", 404)["error"]["code"] == "not_found"
    assert api.post("models/wan2.2-ti2v-5b/fit", 422, frames=0)["error"]["code"] == "invalid"
    assert api.post("models/wan2.2-ti2v-5b/fit", 422, precision="int2")["error"]["message"].endswith("does not come in int2")


def test_a_licence_is_read_and_accepted(api: Api) -> None:
    model = next(m for m in api.get("models")["models"] if m["acceptance"])
    assert not model["accepted"]
    refused = api.post(f"models/{model['id']}/pull", 403)["error"]
    assert refused["code"] == "consent_needed"
    licence = api.get(f"models/{model['id']}/licence")
    assert len(licence["text"]) > 1000 and licence["terms_fr"] and not licence["accepted_by"]
    api.post(f"models/{model['id']}/accept", 422, who="Ada", text_sha256="0" * 64)
    said = api.post(f"models/{model['id']}/accept", who="Ada", text_sha256=licence["text_sha256"])
    assert said["accepted_by"] == "Ada" and said["accepted_at"]
    assert api.model(model["id"])["accepted"]


def test_what_is_not_there_or_not_to_be_done_is_refused_at_once(api: Api) -> None:
    assert api.post("models/nix/pull", 404)["error"]["code"] == "not_found"
    assert api.post("models/nano/pull", 422)["error"]["code"] == "refused"
    assert api.post("models/nano/remove", 422)["error"]["code"] == "refused"
    assert api.post("models/acme-video/build", 422)["error"]["code"] == "refused"
    assert api.post("models/acme-video/pull", 422, precision="int2")["error"]["message"].startswith(
        "The acme-video does not come in"
    )


def test_the_runtime_says_what_it_is(api: Api) -> None:
    found = api.get("runtime")
    assert found["installed"] == (not found["missing"])
