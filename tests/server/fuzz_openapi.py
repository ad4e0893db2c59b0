# SPDX-License-Identifier: Apache-2.0
"""Schemathesis over the OpenAPI document of a running engine: no 5xx, every 4xx in the one shape, every answer as described.

    PYTHONPATH=engine:. python -m tests.server.fuzz_openapi 10000

Good and bad data are made in turn. Requests that hold an answer back are told not to, and paths that an owner may name are led
into a folder of the test's own; nothing else is changed in what Schemathesis makes up.
"""

from __future__ import annotations

import math
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import Case, GenerationMode
from tests.server.harness import EngineProcess, running

SHAPE = {"code", "message", "why", "remedy"}
SLOW = {
    "doctor.run": 3,
    "diagnostics.preview": 3,
    "diagnostics.bundle": 3,
    "estimate": 25,
    "webhooks.add": 20,
}
"""Operations that take a second or more by their nature, and how many cases they get at the most."""


class Known:
    """Ids that exist, to be tried beside made-up ones."""

    def __init__(self, engine: EngineProcess) -> None:
        with engine.http() as client:
            client.timeout = 300
            # The first estimate measures the machine and takes its time.
            assert client.post("/api/v1/estimate", json={"brief": "A dog finds a hat.", "duration": 6}).status_code == 200
            made = client.post("/api/v1/generate", json={"brief": "A dog finds a hat.", "duration": 6, "size": "320x180"}).json()
        self.ids = {"film": made["film"], "job_id": made["job"]["id"]}


def fuzz(engine: EngineProcess, cases: int, seed: int) -> Counter[str]:
    """Send at least so many cases. Returns how many were answered with each status. Raises AssertionError at the first fault."""
    known, statuses = Known(engine), Counter[str]()
    with engine.http() as client:
        schema = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
    schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    operations = [result.ok() for result in schema.get_all_operations()]
    while (left := cases - sum(statuses.values())) > 0:
        for operation in operations:
            share = math.ceil(left / len(operations))
            most = min(share, SLOW.get(operation.definition.raw["operationId"], share))
            _fuzz_operation(engine, operation, most, seed, known, statuses)
        seed += 1
    return statuses


def _fuzz_operation(engine: EngineProcess, operation: Any, most: int, seed: int, known: Known, statuses: Counter[str]) -> None:
    chance = random.Random(f"{seed}{operation.label}")

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=most, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @hypothesis.given(case=operation.as_strategy())
    def run(case: Case) -> None:
        _tame(case, engine.folder, known, chance)
        statuses[str(check(engine, case))] += 1

    run()


def _tame(case: Case, folder: Path, known: Known, chance: random.Random) -> None:
    for name in ("wait_s", "timeout_s"):
        if name in (case.query or {}):
            case.query[name] = chance.choice([0, 0.01])
    if case.operation.definition.raw["operationId"] == "jobs.wait":
        case.query = {**(case.query or {}), "timeout_s": 0}
    for name, value in known.ids.items():
        if name in (case.path_parameters or {}) and chance.random() < 0.5:
            case.path_parameters[name] = value
    if isinstance(case.body, dict):
        if "wait_s" in case.body:
            case.body["wait_s"] = chance.choice([0, 0.01])
        for name in ("out", "to", "path"):
            if isinstance(case.body.get(name), str) and case.body[name].startswith("/"):
                case.body[name] = f"{folder}/outside/{case.body[name].strip('/')}"


def check(engine: EngineProcess, case: Case) -> int:
    """Send a case and look at the answer. Returns its status."""
    answer = case.call(
        base_url=f"http://127.0.0.1:{engine.port}", headers={"Authorization": f"Bearer {engine.token}"}, timeout=180
    )
    status: int = answer.status_code
    what = f"{case.as_curl_command()}\n{status} {answer.content[:500]!r}"
    assert status < 500, what
    if status >= 400:
        data = answer.json()
        assert set(data) == {"error"} and set(data["error"]) == SHAPE, what
        assert data["error"]["code"] and data["error"]["message"], what
    case.operation.validate_response(answer)
    return status


def main() -> int:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "engine") as engine:
        statuses = fuzz(engine, cases, seed)
        engine.serves_the_next_client()
    print(f"{sum(statuses.values())} cases, seed {seed}: {dict(sorted(statuses.items()))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
