# SPDX-License-Identifier: Apache-2.0
"""The JavaScript client in Node, without what UXP hosts lack, against a real engine and against what may stand in its place."""

import hashlib
import hmac
import json
import os
import random
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.plugin.panel import Panel, PanelError, panel
from tests.plugin.standin import standing_in
from tests.server.harness import ROOT, EngineProcess, running

from aiprod.wire.discovery import new_secret, prove
from aiprod.wire.errors import CODES
from aiprod.wire.operations import OPERATIONS

SHARED = ROOT / "plugins" / "shared"
CLIENT = SHARED / "aiprod-client.js"
QUICK = {"helloMs": 3000, "pingMs": 100, "silenceMs": 600, "patienceMs": 20_000}
BRIEF = "A cat sits in the rain and waits."


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("js")) as engine:
        yield engine


@pytest.fixture
def js() -> Iterator[Panel]:
    with panel() as one:
        yield one


def paired(js: Panel, engine: EngineProcess, **more: Any) -> dict[str, Any]:
    """The settings of a freshly paired panel."""
    with engine.http() as owner:
        code = owner.post("/api/v1/pairing/start", json={}).json()["code"]
    found = js.do("pair", settings={"code": code, "program": "Premiere 26.3", "port": engine.port, **more})
    return {"panel": found["panel"], "token": found["token"], "port": found["port"], **QUICK}


# --- the text of it ------------------------------------------------------------------------------------------------


def test_the_bundle_uses_nothing_that_a_uxp_host_lacks() -> None:
    code = re.sub(r"//.*", "", CLIENT.read_text("utf-8"))
    for word in ("fetch", "XMLHttpRequest", "TextDecoder", "TextEncoder", "require", "process", "Buffer", "eval", "Function",
                 "innerHTML", "localStorage", "navigator", "atob", "btoa"):  # fmt: skip
        assert not re.search(rf"\b{word}\b\s*[(.]", code), word
    assert not re.search(r"^\s*import\b|\bimport\(", code, re.MULTILINE)
    assert not re.search(r"\?\.[a-z(\[]|\?\?|#\w+\s*[=(;]|static\s|\bcatch\s*{", code)


def test_the_bundle_names_no_address_but_this_machines() -> None:
    urls = re.findall(r"\b(?:https?|wss?|ftp)://[^\s\"'`),]+", CLIENT.read_text("utf-8").replace("\\/", "/"))
    assert urls and all(re.match(r"ws://(\(127|\$\{(this\.)?settings\.host\})", url) for url in urls), urls


def test_protocol_json_says_all_and_its_schemas_are_schemas() -> None:
    contract = json.loads((SHARED / "protocol.json").read_text("utf-8"))
    assert set(contract["operations"]) == set(OPERATIONS) and contract["errors"] == CODES
    for name, schema in contract["$defs"].items():
        jsonschema.Draft202012Validator.check_schema(schema)
        for reference in re.findall(r"#/\$defs/(\w+)", json.dumps(schema)):
            assert reference in contract["$defs"], (name, reference)
    whole = {"$defs": contract["$defs"], "$ref": "#/$defs/GenerateRequest"}
    jsonschema.validate({"brief": "A cat.", "duration": 30}, whole)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"brief": "A cat.", "length": 30}, whole)


def test_replies_of_a_real_engine_fit_the_schemas(engine: EngineProcess) -> None:
    contract = json.loads((SHARED / "protocol.json").read_text("utf-8"))
    asked = 0
    with engine.http() as client:
        for name, operation in OPERATIONS.items():
            if operation.method == "GET" and not operation.path_fields and operation.is_json and name != "events.poll":
                reply = client.get(operation.path)
                assert reply.status_code == 200, name
                reference = contract["operations"][name]["response"]
                jsonschema.validate(reply.json(), {"$defs": contract["$defs"], **reference})
                asked += 1
    assert asked >= 12


def test_the_types_are_right() -> None:
    tsc = os.environ.get("AIPROD_TSC") or shutil.which("tsc")
    if not tsc:
        pytest.skip("TypeScript is not installed (an optional check)")
    use = str(Path(__file__).with_name("typed_use.ts"))
    options = ["--noEmit", "--strict", "--target", "es2020", "--module", "esnext", "--moduleResolution", "bundler"]
    done = subprocess.run([tsc, *options, use], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


# --- what it works out itself --------------------------------------------------------------------------------------


def test_hashes_texts_and_numbers_are_as_pythons(js: Panel) -> None:
    dice = random.Random(7)
    for length in (0, 1, 3, 55, 56, 63, 64, 65, 119, 120, 1000):
        data, key = dice.randbytes(length), dice.randbytes(length)
        assert js.do("compute", name="sha256", args=[{"hex": data.hex()}]) == hashlib.sha256(data).hexdigest()
        made = js.do("compute", name="hmac", args=[{"hex": key.hex()}, {"hex": data.hex()}])
        assert made == hmac.new(key, data, hashlib.sha256).hexdigest()
        assert js.do("compute", name="base64", args=[{"hex": data.hex()}]) == b64encode(data).decode()
    token = new_secret()
    assert js.do("compute", name="prove", args=[token, "nonce", 47610]) == prove(token, "nonce", 47610)


@pytest.mark.parametrize(
    "text", ["", "plain", "é à ü ß", "漢字かな", "🎬👩‍🚀", "\x00\x7f\u0080\u07ff\u0800\uffff\U00010000\U0010ffff"]
)
def test_utf8_is_read_as_python_reads_it(text: str, js: Panel) -> None:
    assert js.do("compute", name="utf8", args=[{"hex": text.encode().hex()}]) == text


def test_broken_utf8_becomes_marks_and_never_an_error(js: Panel) -> None:
    dice = random.Random(11)
    cases = [b"\xff", b"\xc3", b"\xe6\xbc", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"a\x80b", b"\xf0\x9f\x8e"]
    for data in cases + [dice.randbytes(40) for _ in range(40)]:
        made = js.do("compute", name="utf8", args=[{"hex": data.hex()}])
        kept = re.sub("\ufffd+", "\ufffd", made)
        assert kept == re.sub("\ufffd+", "\ufffd", data.decode("utf-8", "replace"))


@pytest.mark.parametrize(
    "url",
    [
        "wss://127.0.0.1:1/api/v1/ws", "ws://example.org:1/api/v1/ws", "ws://127.0.0.1.evil.example:1/api/v1/ws",
        "http://127.0.0.1:1/",
        "ws://127.0.0.1@evil.example:1/api/v1/ws", "ws://evil.example/?ws://127.0.0.1:1/api/v1/ws", "ws://127.0.0.1/api/v1/ws",
        "ws://0.0.0.0:1/api/v1/ws", "ws://127.0.0.1:1/../x", "ws://127.0.0.1:1/api/v1/ws?token=x", "ws://192.168.0.2:1/api/v1/ws",
        "",
    ],
)  # fmt: skip
def test_an_address_that_is_not_this_machines_is_refused(url: str, js: Panel) -> None:
    with pytest.raises(PanelError, match="bad_host"):
        js.do("compute", name="guardUrl", args=[url])


def test_this_machines_addresses_are_not_refused(js: Panel) -> None:
    for host in ("127.0.0.1", "localhost", "LOCALHOST", "[::1]"):
        url = f"ws://{host}:47610/api/v1/ws"
        assert js.do("compute", name="guardUrl", args=[url]) == url


# --- with a real engine --------------------------------------------------------------------------------------------


def test_a_panel_is_paired_orders_a_film_and_follows_it(js: Panel, engine: EngineProcess) -> None:
    hello = js.do("open", settings=paired(js, engine))
    assert hello["client"].startswith("panel_") and set(hello["capabilities"]) == {"read", "edit", "generate"}
    ordered = js.call("generate", {"brief": BRIEF, "duration": 5, "name": "js-1"})
    job = ordered["job"]["id"]
    watching = js.order("watch", job=job, wish={})
    js.call("jobs.pause", {"job_id": job})
    js.call("jobs.resume", {"job_id": job})
    assert js.call("jobs.list", {"film": ordered["film"]})["jobs"][0]["id"] == job
    js.call("jobs.cancel", {"job_id": job, "reason": "enough"})
    assert js.answer(watching)["state"] == "cancelled"
    assert [news["data"]["state"] for news in js.news if news["kind"] == "state"][-2:] == ["queued", "cancelled"]
    assert js.call("server.health")["live"] is True
    js.do("close")
    with pytest.raises(PanelError, match="closed"):
        js.call("server.health")


def test_a_refusal_arrives_with_its_code(js: Panel, engine: EngineProcess) -> None:
    js.do("open", settings=paired(js, engine))
    for op, body, code in (
        ("jobs.status", {"job_id": "job_" + "0" * 26}, "not_found"),
        ("films.get", {"film": "nowhere"}, "not_found"),
        ("films.get", {}, "invalid"),
        ("films.open", {"path": "/etc"}, "not_permitted"),
        ("generate", {"brief": BRIEF, "colour": "red"}, "invalid"),
    ):
        with pytest.raises(PanelError, match=code):
            js.call(op, body)


def test_a_wrong_or_used_pairing_code_is_refused(js: Panel, engine: EngineProcess) -> None:
    with pytest.raises(PanelError, match="pairing_refused"):
        js.do("pair", settings={"code": "ABCDEFGH", "program": "x", "port": engine.port})


def test_news_goes_on_where_it_was_after_the_connection_broke(js: Panel, engine: EngineProcess) -> None:
    js.do("open", settings=paired(js, engine))
    job = js.call("generate", {"brief": BRIEF, "duration": 5, "name": "js-2"})["job"]["id"]
    js.do("subscribe", wish={"jobs": [job]}, feed="f")
    expected = []
    with engine.http() as owner:
        for _ in range(3):
            js.do("cut")
            for what, state in (("pause", "paused"), ("resume", "queued")):
                assert owner.post(f"/api/v1/jobs/{job}/{what}", json={}).json()["state"] == state
                expected.append(state)
            js.until(lambda: len(js.news) >= len(expected))
    assert [news["data"]["state"] for news in js.news] == expected
    js.do("unsubscribe", feed="f")
    with engine.http() as owner:
        owner.post(f"/api/v1/jobs/{job}/cancel", json={})
    assert js.call("jobs.status", {"job_id": job})["state"] == "cancelled"
    assert len(js.news) == len(expected)


def test_a_change_that_was_under_way_when_the_connection_broke_is_made_once(js: Panel, engine: EngineProcess) -> None:
    js.do("open", settings=paired(js, engine))
    asked = js.order("call", op="generate", body={"brief": BRIEF, "duration": 5, "name": "js-once"})
    js.order("cut")
    ordered = js.answer(asked)
    assert [job["id"] for job in js.call("jobs.list", {"film": ordered["film"]})["jobs"]] == [ordered["job"]["id"]]
    films = [film["name"] for film in js.call("films.list")["films"]]
    assert films.count("js-once") == 1


def test_an_engine_that_was_killed_and_started_anew_is_found_again(js: Panel, tmp_path: Path) -> None:
    with running(tmp_path / "engine") as own:
        js.do("open", settings={**paired(js, own), "patienceMs": 60_000})
        job = js.call("generate", {"brief": BRIEF, "duration": 5})["job"]["id"]
        watching = js.order("watch", job=job, wish={"previews": True, "encoding": "base64"})
        js.call("server.health")
        own.kill()
        asked = js.order("call", op="jobs.status", body={"job_id": job})
        own.start()
        assert js.answer(asked)["state"] == "queued"
        with own.http() as owner:
            owner.post(f"/api/v1/jobs/{job}/cancel", json={})
        assert js.answer(watching)["state"] == "cancelled"
        assert "lost" in js.states and js.states[-1] == "connected"


def test_a_panel_whose_token_was_taken_back_is_told(js: Panel, engine: EngineProcess) -> None:
    settings = paired(js, engine)
    js.do("open", settings=settings)
    js.do("subscribe", wish={}, feed="f")
    with engine.http() as owner:
        owner.post(f"/api/v1/pairing/{settings['panel']}/revoke", json={})
    js.until(lambda: bool(js.ended))
    assert js.ended == ["impostor"] and js.states[-1] == "given up"


# --- with something else in its place ------------------------------------------------------------------------------


@pytest.mark.parametrize("panel_id", ["panel_" + "0" * 26, None])
def test_an_impostor_never_hears_the_token(panel_id: str | None, js: Panel) -> None:
    token = new_secret()
    with standing_in() as other, pytest.raises(PanelError, match="impostor"):
        js.do("open", settings={"token": token, "port": other.port, **({"panel": panel_id} if panel_id else {}), **QUICK})
    assert other.offered == ["aiprod.v1"] and other.connections == 0


def test_an_impostor_at_one_port_does_not_hide_the_engine_at_another(js: Panel, engine: EngineProcess) -> None:
    settings = paired(js, engine)
    with standing_in() as other:
        del settings["port"]
        hello = js.do("open", settings={**settings, "ports": [other.port, engine.port]})
        assert hello["client"] == settings["panel"]
        assert all("token" not in offered for offered in other.offered)


def test_nobody_there_is_given_up_after_a_while(js: Panel) -> None:
    with pytest.raises(PanelError, match="unreachable"):
        js.do("open", settings={"token": new_secret(), "port": 9, **QUICK, "patienceMs": 400})
    assert js.states[-1] == "given up" and js.states.count("waiting") >= 2


def test_a_constructor_that_throws_at_a_cold_start_is_tried_again(js: Panel) -> None:
    token = new_secret()
    with standing_in(token=token) as engine:
        js.do("open", settings={"token": token, "port": engine.port, **QUICK}, moods=4)
        assert js.call("server.health")["live"] is True
    assert js.states.count("waiting") == 4


def test_a_dead_connection_is_noticed_without_a_close_event(js: Panel) -> None:
    """The engine says nothing more and does not hang up, as a host that reports a dead socket late makes it look."""
    token = new_secret()
    with standing_in(token=token, mute_for=2) as engine:
        js.do("open", settings={"token": token, "port": engine.port, **QUICK})
        assert js.call("server.health")["live"] is True
        assert engine.connections == 3 and js.states.count("lost") == 2


def test_an_engine_of_another_version_is_refused(js: Panel) -> None:
    token = new_secret()
    with standing_in(token=token, protocol_range=(2, 3)) as engine, pytest.raises(PanelError, match="protocol"):
        js.do("open", settings={"token": token, "port": engine.port, **QUICK})


def test_pictures_come_in_either_form(js: Panel) -> None:
    token = new_secret()
    with standing_in(token=token, pictures=True) as engine:
        js.do("open", settings={"token": token, "port": engine.port, **QUICK})
        js.do("subscribe", wish={"previews": True}, feed="f")
        js.until(lambda: len(js.news) == 2)
    first, second = js.news
    assert first["data"] == {"mime": "image/webp", "shot": "plan-é-漢-🎬"}
    assert first["dropped"] == 3 and first["job_id"] == "job_é"
    assert first["picture"] == ("data:image/webp;base64," + b64encode(bytes(range(256))).decode())[:60]
    assert second["picture"] == "data:image/jpeg;base64,/9j/" and second["data"] == {"mime": "image/jpeg"}
