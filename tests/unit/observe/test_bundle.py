# SPDX-License-Identifier: Apache-2.0
"""The diagnostics bundle: shown before it is written, and empty of everything private, with secrets planted everywhere."""

import json
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aiprod.film.errors import UserError
from aiprod.observe import process, traces
from aiprod.observe.bundle import Bundle

TOKEN = "Q29uZ3JhdHMteW91LWZvdW5kLXRoZS1zZWNyZXQhMTIz"
PROMPT = "An old lighthouse keeper forgives the sea"
PLANTED = (TOKEN, PROMPT, "lighthouse", "hunter2-the-password", "Le phare oublié", "AIzaSyFakeFakeFakeFakeFake123")


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    process.end()
    logging.getLogger().setLevel(level)


def planted_logs(folder: Path) -> None:
    """A log and traces in which everything private that can be there is there."""
    process.begin("server", folder)
    log = logging.getLogger("aiprod.server.test")
    log.info("making %s", PROMPT, extra={"job": "job_1", "seconds": 2, "prompt": PROMPT, "anything": PROMPT, "auth": TOKEN})
    log.warning("token is %s", TOKEN, extra={"path": str(Path.home() / "Films" / "Le phare oublié.aiprod")})
    logging.getLogger("some.library").error(f"failed for {PROMPT} with {TOKEN}")
    try:
        raise UserError(f"There is no line {PROMPT!r}", "hunter2-the-password", TOKEN)
    except UserError:
        log.exception("edit failed")
    with traces.span("job", note=PROMPT, key=TOKEN, state="running"):
        pass
    process.end()
    (folder / "worker-1.jsonl").write_text(f'not json {TOKEN}\n["{PROMPT}"]\n{{"event": "{PROMPT}", "logger": 5}}\n', "utf-8")


def collectors() -> dict[str, Any]:
    def broken() -> Any:
        raise RuntimeError(f"no {TOKEN}")

    return {
        "doctor": lambda: [{"check": "disk", "ok": True, "found": "12 GB free"}],
        "settings": lambda: {
            "database": "postgresql+pg8000://aiprod:hunter2-the-password@db/aiprod", "api_key": "AIzaSyFakeFakeFakeFakeFake123",
            "home": str(Path.home() / "aiprod"), "last_brief": {"brief": PROMPT, "title": "Le phare oublié"}, "port": 8420,
        },
        "jobs": lambda: {"queued": 2, "failed": 1},
        "devices": broken,
    }  # fmt: skip


def test_nothing_private_is_in_it_and_what_helps_is(tmp_path: Path) -> None:
    planted_logs(tmp_path / "logs")
    bundle = Bundle(collectors(), tmp_path / "logs")
    everything = "\n".join(f"{part.name}\n{part.text}" for part in bundle.preview())
    for secret in (*PLANTED, str(Path.home()) + "/"):
        assert secret not in everything
    parts = {part.name: part for part in bundle.preview()}
    assert json.loads(parts["jobs.json"].text) == {"queued": 2, "failed": 1}
    assert json.loads(parts["devices.json"].text) == {"failed": "RuntimeError"}
    assert json.loads(parts["settings.json"].text)["port"] == 8420
    assert json.loads(parts["versions.json"].text)["packages"]["pydantic"]
    (log,) = [part for part in parts.values() if part.name.startswith("logs/server") and "spans" not in part.name]
    records = [json.loads(line) for line in log.text.splitlines()]
    assert [record.get("event") for record in records] == ["making %s", "token is %s", None, "edit failed"]
    assert records[0]["job"] == "job_1" and records[0]["seconds"] == 2
    assert records[3]["error"]["type"] == "aiprod.film.errors.UserError" and records[3]["error"]["frames"]
    (span,) = [json.loads(part.text) for part in parts.values() if "spans" in part.name]
    assert span["operation"] == "job" and span["attributes"] == {"aiprod.state": "running"}


def test_what_is_written_is_what_was_shown(tmp_path: Path) -> None:
    planted_logs(tmp_path / "logs")
    bundle = Bundle(collectors(), tmp_path / "logs")
    shown = {part.name: part.content for part in bundle.preview()}
    with zipfile.ZipFile(bundle.write(tmp_path / "out" / "bundle.zip")) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == shown
    first = (tmp_path / "out" / "bundle.zip").read_bytes()
    assert bundle.write(tmp_path / "second.zip").read_bytes() == first
    summary = bundle.summary().splitlines()
    assert len(summary) == len(shown) + 1 and summary[-1].split()[0] == str(sum(map(len, shown.values())))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["bundle.zip"]


def test_long_logs_are_cut_and_links_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    line = json.dumps({"logger": "aiprod.x", "event": "beat", "filling": "y" * 60})
    (folder / "server-1.jsonl").write_text(f"{line}\n" * 50_000, "utf-8")
    (tmp_path / "elsewhere").write_text(json.dumps({"logger": "aiprod.x", "event": "private"}), "utf-8")
    (folder / "link.jsonl").symlink_to(tmp_path / "elsewhere")
    parts = [part for part in Bundle({}, folder).preview() if part.name.startswith("logs/")]
    assert [part.name for part in parts] == ["logs/server-1.jsonl"]
    assert parts[0].text.count("\n") == 2_000


def test_a_place_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="can't be written"):
        Bundle({}, None).write(Path("/proc/nowhere/bundle.zip"))
