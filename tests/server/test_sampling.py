# SPDX-License-Identifier: Apache-2.0
"""Voices to listen to: a real engine says a line."""

import io
from pathlib import Path

import soundfile
from tests.server.harness import running

VOICE = {"character": "anna", "speakers": {"af_heart": 1.0}}


def test_a_voice_is_heard_before_it_is_cast(tmp_path: Path) -> None:
    with running(tmp_path) as engine, engine.http() as client:
        wish = {"text": "You came back.", "language": "en", "voice": VOICE}
        said = client.post("/api/v1/voices/sample", json=wish, timeout=120)
        assert said.status_code == 200 and said.headers["content-type"] == "audio/wav"
        samples, rate = soundfile.read(io.BytesIO(said.content))
        assert rate == 48_000 and 0.4 * rate < len(samples) < 5 * rate and abs(samples).max() > 0.01
        assert client.post("/api/v1/voices/sample", json=wish, timeout=120).content == said.content
        nobody = {**wish, "voice": {**VOICE, "speakers": {"nobody": 1.0}}}
        refused = client.post("/api/v1/voices/sample", json=nobody, timeout=120)
        assert refused.status_code == 422 and "no such voice" in refused.json()["error"]["message"]
        assert client.post("/api/v1/voices/sample", json={**wish, "text": "x" * 201}).status_code == 422
