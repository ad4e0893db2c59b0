# SPDX-License-Identifier: Apache-2.0
"""The contract holds together: every operation's route, request and reply fit each other."""

import json
import re

import pytest
from pydantic import TypeAdapter, ValidationError

from aiprod.film.errors import EngineError, UserError
from aiprod.wire import envelopes
from aiprod.wire.base import Binary, Mutation, Text
from aiprod.wire.errors import CODES, WireError, as_wire
from aiprod.wire.films import EditFilm
from aiprod.wire.operations import FILE_MIMES, OPERATIONS, Operation

EVERY = [pytest.param(operation, id=operation.name) for operation in OPERATIONS.values()]


@pytest.mark.parametrize("operation", EVERY)
def test_an_operation_is_well_formed(operation: Operation) -> None:
    assert re.fullmatch(r"[a-z]+(\.[a-z_]+)?", operation.name)
    assert operation.summary and not operation.summary.endswith(".")
    assert set(operation.path_fields) <= set(operation.request.model_fields)
    for name in operation.path_fields:
        assert operation.request.model_fields[name].annotation is str
    assert operation.permission or operation.name in ("server.hello", "pairing.exchange")


@pytest.mark.parametrize("operation", EVERY)
def test_what_changes_something_carries_an_operation_id_and_is_a_post(operation: Operation) -> None:
    if operation.permission in ("edit", "generate", "spend") or operation.cost in ("job", "money"):
        assert issubclass(operation.request, Mutation)
    if operation.mutates:
        assert operation.method == "POST"
        assert "operation_id" in operation.request.model_fields
        assert operation.idempotent
    if operation.method == "GET":
        assert not operation.mutates


def test_routes_are_unique() -> None:
    routes = [(o.method, re.sub(r"{\w+}", "{}", o.path)) for o in OPERATIONS.values() if o.method]
    assert len(routes) == len(set(routes))


@pytest.mark.parametrize("operation", EVERY)
def test_what_is_not_json_says_what_it_is(operation: Operation) -> None:
    if issubclass(operation.response, Binary | Text):
        assert operation.mime and "application/json" not in operation.mime[:1]
    else:
        assert operation.mime == ("application/json",)


def test_no_file_is_served_as_something_that_runs_in_a_browser() -> None:
    assert not [mime for mime in FILE_MIMES if re.search(r"html|svg|xml|javascript|css", mime)]


@pytest.mark.parametrize("operation", EVERY)
def test_a_request_refuses_what_it_does_not_know(operation: Operation) -> None:
    assert operation.request.model_config["extra"] == "forbid"


def test_a_change_is_read_strictly() -> None:
    data = {"film": "f", "change": {"kind": "look", "look": {"character": "tom", "hair": "bob"}}}
    assert EditFilm.model_validate_json(json.dumps(data), strict=True).change.look.hair.value == "bob"
    with pytest.raises(ValidationError):
        EditFilm.model_validate_json(json.dumps({"film": "f", "change": {"kind": "undo", "more": 1}}), strict=True)
    with pytest.raises(ValidationError):
        EditFilm.model_validate_json(json.dumps({"film": 1, "change": {"kind": "undo"}}), strict=True)


def test_every_error_has_the_form_of_the_wire() -> None:
    refused = as_wire(UserError("no film", "it is not there", "open it"))
    assert (refused.status, refused.body.remedy) == (422, "open it")
    assert as_wire(EngineError("broken")).status == 500
    assert as_wire(ZeroDivisionError("secret of ours")).body.message == "The engine could not do this"
    assert "secret" not in str(as_wire(ZeroDivisionError("secret of ours")).body)
    assert all(400 <= status < 600 for status in CODES.values())
    assert WireError("busy", "later").status == 503


def test_what_no_json_can_carry_is_sent_all_the_same() -> None:
    from aiprod.server.answers import as_json
    from aiprod.wire.jobs import JobView

    assert json.loads(as_json(JobView(id="x", kind="film", state="queued", title="a\udcff")))["title"] == "a?"


def test_pictures_are_packed_and_unpacked() -> None:
    frame = envelopes.pack_picture({"shot": "s1", "mime": "image/jpeg"}, b"\xff\xd8picture")
    assert envelopes.unpack_picture(frame) == ({"shot": "s1", "mime": "image/jpeg"}, b"\xff\xd8picture")
    for broken in (b"", b"\0\0\0\x09{}", b"\0\0\0\x01{", b"\0\0\0\x02[]", frame[:10]):
        with pytest.raises(ValueError):
            envelopes.unpack_picture(broken)


@pytest.mark.parametrize(
    ("adapter", "frame"),
    [
        (envelopes.from_client, {"type": "request", "id": "1", "op": "jobs.status", "body": {}}),
        (envelopes.from_client, {"type": "cancel", "id": "1"}),
        (envelopes.from_client, {"type": "ping"}),
        (envelopes.from_server, {"type": "response", "id": "1", "ok": True, "body": {"done": True}}),
        (envelopes.from_server, {"type": "error", "error": {"code": "bad_json", "message": "no JSON"}}),
    ],
)
def test_envelopes_are_told_apart_by_their_type(adapter: TypeAdapter[object], frame: dict[str, object]) -> None:
    assert adapter.validate_json(json.dumps(frame)).type == frame["type"]
