# SPDX-License-Identifier: Apache-2.0
"""Every operation of the table has its handler, its route, its permission, and is done once."""

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.server.harness import EngineProcess, ask, running

from aiprod.film.brief import Brief
from aiprod.film.film import Film
from aiprod.film.screenplay import Screenplay
from aiprod.film.store import FilmStore
from aiprod.media.encoders import choose
from aiprod.media.video import VideoWriter
from aiprod.server.handling import handlers
from aiprod.server.sockets import socket_operations
from aiprod.wire.operations import OPERATIONS, Operation
from aiprod.wire.service import PanelView

EVERY = [pytest.param(operation, id=operation.name) for operation in OPERATIONS.values()]
MUTATING = [pytest.param(operation, id=operation.name) for operation in OPERATIONS.values() if operation.mutates]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("engine")) as started:
        yield started


@pytest.fixture(scope="module")
def things(engine: EngineProcess, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Something for every operation to be about."""
    folder = tmp_path_factory.mktemp("films") / "f.aiprod"
    script = Screenplay(title="Before", language="en")
    FilmStore.create(folder, Film(name="f", brief=Brief(text="A dog.", language="en"), screenplay=script))
    with engine.http() as client:
        film = client.post("/api/v1/films/open", json={"path": str(folder)}).json()["id"]
        job = client.post(f"/api/v1/films/{film}/resume", json={}).json()["job"]["id"]
        panel = paired(engine, ["read"])["panel"]
    editor = {"key": "key-of-an-editor", "command": "cmd_" + "0" * 26}
    media = {"film_file": str(film_file(tmp_path_factory.mktemp("media") / "clip.mov")), "clip": "clip_" + "0" * 26}
    return {
        "film": film, "job_id": job, "panel": panel, "path": str(folder), "provider": "runway", "webhook": "hook_x", **editor,
        **media, "model": "tiny-wan",
    }  # fmt: skip


def film_file(path: Path) -> Path:
    """A film of four frames."""
    with VideoWriter(path, Fraction(24), 96, 64, choose("prores_hq")) as film:
        for shade in range(4):
            film.write_rgb(np.full((64, 96, 3), 60 * shade, np.uint8))
    return path


def paired(engine: EngineProcess, permissions: list[str]) -> dict[str, Any]:
    with engine.http() as client:
        code = client.post("/api/v1/pairing/start", json={"permissions": permissions}).json()["code"]
        return dict(client.post("/api/v1/pairing/exchange", json={"code": code, "host": "test"}).json())


def test_every_operation_has_exactly_one_handler() -> None:
    over_http, on_socket = set(handlers()), set(socket_operations())
    assert not over_http & on_socket
    assert over_http | on_socket == set(OPERATIONS)
    assert on_socket == {name for name, operation in OPERATIONS.items() if not operation.method}


def test_every_route_is_in_the_document_with_its_permission(engine: EngineProcess) -> None:
    with engine.http() as client:
        document = client.get("/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    found = {
        operation["operationId"]: (method.upper(), path, operation["x-permission"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert found == {o.name: (o.method, o.path, o.permission) for o in OPERATIONS.values() if o.method}
    assert not [name for name in found if "422" in _responses(document, name)], "errors have one shape, FastAPI's own is not it"


def _responses(document: dict[str, Any], name: str) -> dict[str, Any]:
    return next(
        dict(o["responses"]) for methods in document["paths"].values() for o in methods.values() if o["operationId"] == name
    )


def test_the_docs_page_names_every_operation_and_loads_nothing(engine: EngineProcess) -> None:
    with engine.http() as client:
        page = client.get("/docs").text
    assert all(name in page for name, operation in OPERATIONS.items() if operation.method)
    assert "<script" not in page and "src=" not in page and "http:" not in page and "https:" not in page


# -- who may do what


@pytest.mark.parametrize("operation", EVERY)
def test_who_may_do_it(engine: EngineProcess, operation: Operation, things: dict[str, str], panels: dict[str, str]) -> None:
    """The matrix of operations and permissions, over both faces."""
    for permission, token in panels.items():
        with engine.socket(token) as link:
            link.recv(timeout=60)
            answer = ask(link, operation.name, body_of(operation, things, "matrix") if not operation.mutates else {"x": 1})
        code = "ok" if answer["ok"] else answer["error"]["code"]
        allowed = operation.permission in ("", "read", permission)
        assert allowed or code in ("not_permitted", "invalid"), (permission, code)
        if operation.method:
            status = engine.request(operation.method, route(operation, things), JSON, b"{}", token=token).status
            assert allowed == (status != 403 or operation.name == "pairing.exchange") or status == 429, (permission, status)


JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def panels(engine: EngineProcess) -> dict[str, str]:
    """A panel for each permission that can be given away, which may read and this."""
    return {name: paired(engine, ["read", name])["token"] for name in ("read", "edit", "generate", "spend")}


def route(operation: Operation, things: dict[str, str]) -> str:
    path = operation.path.format_map({**things, "take": "0" * 64})
    return f"{path}?{held[0]}=0" if (held := _held_back(operation)) and operation.method == "GET" else path


def _held_back(operation: Operation) -> list[str]:
    """The field that says how long the reply may be held back: what may be asked doesn't depend on it, and nothing may come."""
    return [name for name in ("timeout_s", "wait_s") if name in operation.request.model_fields]


@pytest.mark.parametrize("operation", [p for p in EVERY if p.values[0].method])
def test_without_a_token_nothing_is_done(engine: EngineProcess, operation: Operation, things: dict[str, str]) -> None:
    answer = engine.request(operation.method, route(operation, things), JSON, b"{}", token=None)
    if operation.permission:
        assert (answer.status, answer.code) == (401, "no_token")
    else:
        assert answer.status == 422


@pytest.mark.parametrize("given", [["admin"], ["read", "admin"]])
def test_the_engine_can_not_be_given_away(engine: EngineProcess, given: list[str]) -> None:
    with engine.http() as client:
        assert client.post("/api/v1/pairing/start", json={"permissions": given}).status_code == 403


# -- done once

BODIES: dict[str, dict[str, Any]] = {
    "generate": {"brief": "A dog finds a hat.", "duration": 6, "size": "320x180"},
    "films.open": {"path": "{path}"},
    "films.edit": {"change": {"kind": "title", "text": "After"}},
    "check": {"film": "{film}"},
    "jobs.priority": {"priority": 5},
    "consent.grant": {"who": "somebody", "text": "Prompts may go to Runway."},
    "spending.cap": {"eur": 3.5},
    "webhooks.add": {"url": "https://127.0.0.1/hook"},
    "films.interchange": {"kind": "otio"},
    "films.conform": {"text": "TITLE: nothing", "name": "nothing.edl"},
    "clips.shot": {"place": {"rate": "24"}, "prompt": "A lighthouse.", "frames": 8},
    "clips.estimate": {"place": {"rate": "24", "size": "192x108"}, "prompt": "A lighthouse.", "frames": 8},
    "clips.extend": {"place": {"rate": "24"}, "path": "{film_file}", "src_in": 0, "src_out": 4, "frames": 8},
    "clips.retake": {"recipe": {"v": 1, "kind": "shot", "prompt": "A lighthouse.", "frames": 8}},
    "clips.voice": {"place": {"rate": "24"}, "text": "Good evening."},
    "clips.score": {"place": {"rate": "24"}, "frames": 8},
    "clips.grade": {"place": {"rate": "24"}, "items": [{"key": "a", "path": "/nowhere/a.mov"}]},
    "hosts.attend": {"report": {"host": "resolve", "version": "21.0.4", "actions": ["context"]}},
    "hosts.ask": {"action": "context"},
    "hosts.answer": {"result": {}},
    "models.accept": {"who": "somebody", "text_sha256": "0" * 64},
    "models.bring": {"place": "{path}"},
    "hub.keep": {"token": "hf_of_somebody"},
}
"""What an operation needs besides ids."""
REFUSED = {
    "jobs.pause", "jobs.resume", "jobs.reorder", "films.export", "films.interchange", "films.conform", "webhooks.add",
    "webhooks.remove", "hosts.answer", "hosts.ask", "hosts.leave", "clips.grade", "clips.handoff", "models.accept",
    "models.pull", "models.remove",
}  # fmt: skip
"""What can't be done to what there is: a job that ended, a film without an edit, an address on this machine, no editor, media, a
model that is made here and is on its way."""


def body_of(operation: Operation, things: dict[str, str], operation_id: str) -> dict[str, Any]:
    fields = operation.request.model_fields
    body = {name: value for name, value in things.items() if name in fields and name not in ("path", "provider", "clip")}
    if "provider" in fields:
        body["provider"] = "runway"
    given = {name: v.format_map(things) if isinstance(v, str) else v for name, v in BODIES.get(operation.name, {}).items()}
    if operation.name == "check":
        body.pop("path", None)
    body |= dict.fromkeys(_held_back(operation), 0)
    return {**body, **given, **({"operation_id": operation_id} if operation.mutates else {})}


@pytest.mark.parametrize("operation", MUTATING)
def test_sent_twice_it_is_done_once(engine: EngineProcess, operation: Operation, things: dict[str, str]) -> None:
    """The same reply comes back over either face, the second time without doing anything: the audit record shows both, the
    journal, the jobs and the panels show one."""
    body = body_of(operation, things, f"once-{operation.name}")
    with engine.socket() as link:
        link.recv(timeout=60)
        first, again = ask(link, operation.name, body, id="1"), ask(link, operation.name, body, id="2")
        assert first["ok"] == again["ok"]
        assert {**first, "id": ""} == {**again, "id": ""}
        assert first["ok"] or operation.name in REFUSED, first
        if first["ok"] and (other := different(operation, body)):
            mismatch = ask(link, operation.name, other, id="3")
            assert mismatch["error"]["code"] == "operation_mismatch"
    inside = {name: value for name, value in body.items() if name not in operation.path_fields}
    answer = engine.request("POST", route(operation, {**things, **body}), JSON, json.dumps(inside).encode())
    assert answer.json() == (first["body"] if first["ok"] else {"error": first["error"]})


def different(operation: Operation, body: dict[str, Any]) -> dict[str, Any] | None:
    """Another request under the same operation id."""
    for name, value in (("priority", 1), ("seed", 9), ("who", "else"), ("eur", 9.0), ("name", "else"), ("reason", "else")):
        if name in operation.request.model_fields:
            return {**body, name: value}
    return None


def test_the_last_view_of_panels(engine: EngineProcess) -> None:
    with engine.http() as client:
        for panel in client.get("/api/v1/pairing").json()["panels"]:
            PanelView.model_validate(panel)
