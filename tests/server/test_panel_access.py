# SPDX-License-Identifier: Apache-2.0
"""What a paired panel may do, and what not: which files it may name, where its key goes, and that being forgotten counts at once.

The doors themselves (hosts, origins, tokens, floods) have tests of their own in this folder.
"""

import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from tests.server.harness import ROOT, EngineProcess, ask, running
from websockets.exceptions import ConnectionClosed

from aiprod.wire.operations import DOOR_PATH, OPERATIONS

PLACE = {"rate": "24000/1001", "size": "320x180", "project": 'Été "d\'été" 🎬'}
JSON = {"Content-Type": "application/json"}
REFUSED = {"not_found", "refused", "not_permitted", "invalid", "bad_json"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("access")) as engine:
        yield engine


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    """An engine that is killed, and shuts out who guesses. Its tests come in their order."""
    with running(tmp_path_factory.mktemp("other")) as engine:
        yield engine


def paired(engine: EngineProcess, **asked: Any) -> dict[str, Any]:
    """A fresh panel."""
    with engine.http() as owner:
        code = owner.post("/api/v1/pairing/start", json=asked).json()["code"]
        made: dict[str, Any] = owner.post("/api/v1/pairing/exchange", json={"code": code, "host": "Resolve 21.0.4"}).json()
    return made


def forget(engine: EngineProcess, panel: str) -> None:
    with engine.http() as owner:
        assert owner.post(f"/api/v1/pairing/{panel}/revoke", json={}).status_code == 200


@pytest.fixture(scope="module")
def token(engine: EngineProcess) -> str:
    return str(paired(engine)["token"])


# -- files that a panel may name


def shot(path: str) -> tuple[str, dict[str, Any]]:
    return "clips/shot", {"prompt": "A cat.", "frames": 24, "references": [{"path": path, "role": "first"}], "place": PLACE}


def extension(path: str) -> tuple[str, dict[str, Any]]:
    return "clips/extend", {"path": path, "src_in": 0, "src_out": 24, "frames": 24, "place": PLACE}


def grade(path: str) -> tuple[str, dict[str, Any]]:
    return "clips/grade", {"items": [{"key": "a", "path": path, "src_out": 24}], "look": "warm", "place": PLACE}


ORDERS: list[tuple[str, Callable[[str], tuple[str, dict[str, Any]]]]] = [
    (".png", shot), (".mov", extension), (".mov", grade),
]  # fmt: skip


def plain(folder: Path, suffix: str) -> str:
    """No media file, under a media file's name."""
    target = folder / f"secret{suffix}"
    target.write_text("root:x:0:0")
    return str(target)


def link_to_a_secret(folder: Path, suffix: str) -> str:
    (folder / f"link{suffix}").symlink_to("/etc/passwd")
    return str(folder / f"link{suffix}")


def link_to_a_device(folder: Path, suffix: str) -> str:
    (folder / f"zero{suffix}").symlink_to("/dev/zero")
    return str(folder / f"zero{suffix}")


def link_in_a_circle(folder: Path, suffix: str) -> str:
    (folder / f"round{suffix}").symlink_to(folder / f"round{suffix}")
    return str(folder / f"round{suffix}")


def pipe(folder: Path, suffix: str) -> str:
    os.mkfifo(folder / f"pipe{suffix}")
    return str(folder / f"pipe{suffix}")


def door(folder: Path, suffix: str) -> str:
    place = f"{folder}/s{suffix}"
    if len(place) > 100:
        place = f"/tmp/aiprod-door-{os.getpid()}{suffix}"
        Path(place).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(place)
    return place


def folder_with_a_suffix(folder: Path, suffix: str) -> str:
    (folder / f"folder{suffix}").mkdir()
    return str(folder / f"folder{suffix}")


MADE = [link_to_a_secret, link_to_a_device, link_in_a_circle, pipe, door, folder_with_a_suffix]
NAMED = [
    "../../../../etc/passwd", "/etc/passwd", "/proc/self/environ", "/dev/zero", "/dev/stdin", "/dev/fd/0", "relative{s}",
    "./x{s}", "~/x{s}", "file:///etc/passwd", "http://127.0.0.1:1/x{s}", "concat:/etc/passwd|x{s}",
    "/none/x{s}", "C:\\Windows\\win{s}",
    "\\\\server\\share\\x{s}", "//server/share/x{s}", "\\\\?\\C:\\x{s}", "CON{s}", "x{s}::$DATA", "/tmp/x\x00{s}",
    "/" + "a" * 300 + "{s}",
    "/" + "d/" * 900 + "x{s}", "/etc/passwd\n{s}", "", " ", "-i{s}", "pipe:0", "/tmp/%n%s{s}", "/../../../../../../etc/shadow",
]  # fmt: skip


def refused(engine: EngineProcess, token: str, route: str, body: dict[str, Any]) -> bool:
    answer = engine.request("POST", f"/api/v1/{route}", JSON, json.dumps(body).encode(), token=token)
    assert b"root:" not in answer.body
    return 400 <= answer.status < 500 and answer.code in REFUSED


@pytest.mark.parametrize(("suffix", "order"), ORDERS)
@pytest.mark.parametrize("make", MADE)
def test_what_is_no_media_file_is_not_opened(
    engine: EngineProcess, token: str, tmp_path: Path, suffix: str, order: Any, make: Callable[[Path, str], str]
) -> None:
    assert refused(engine, token, *order(make(tmp_path, suffix)))


@pytest.mark.parametrize(("suffix", "order"), ORDERS)
def test_paths_of_every_bad_kind(engine: EngineProcess, token: str, suffix: str, order: Any) -> None:
    wrong = [named for named in NAMED if not refused(engine, token, *order(named.replace("{s}", suffix)))]
    assert wrong == []
    lone = json.dumps(order("/tmp/x")[1]).replace("/tmp/x", "/tmp/\\ud800" + suffix).encode()
    answer = engine.request("POST", f"/api/v1/{order('')[0]}", JSON, lone, token=token)
    assert answer.code in REFUSED


@pytest.mark.parametrize(("suffix", "order"), ORDERS)
def test_the_engines_own_files_are_nobodys_media(
    engine: EngineProcess, token: str, tmp_path: Path, suffix: str, order: Any
) -> None:
    home = engine.folder / "home"
    for place in (home, home / "server", home / "panels", home / "models"):
        place.mkdir(parents=True, exist_ok=True)
        own = place / f"own{suffix}"
        own.write_bytes(b"secret")
        link = tmp_path / f"{place.name}-link{suffix}"
        link.symlink_to(own)
        (tmp_path / f"{place.name}-folder").symlink_to(place)
        roundabout = place / ".." / place.name / f"own{suffix}"
        for path in (own, link, tmp_path / f"{place.name}-folder" / f"own{suffix}", roundabout):
            assert refused(engine, token, *order(str(path))), path
        own.unlink()


@pytest.mark.parametrize(("suffix", "order"), ORDERS)
def test_a_file_that_only_has_the_name_of_media_is_refused_without_its_words(
    engine: EngineProcess, token: str, tmp_path: Path, suffix: str, order: Any
) -> None:
    route, body = order(plain(tmp_path, suffix))
    answer = engine.request("POST", f"/api/v1/{route}", JSON, json.dumps(body).encode(), token=token)
    assert 400 <= answer.status < 500 and b"root:" not in answer.body


def test_a_frame_that_the_panel_grabbed_may_be_named(engine: EngineProcess, token: str) -> None:
    """Grabbed frames lie among the panel's own files, which are the engine's neighbours."""
    from PIL import Image

    place = engine.folder / "home" / "panels" / "frames"
    place.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (320, 180), (90, 60, 30)).save(place / "frame 001.png")
    route, body = shot(str(place / "frame 001.png"))
    answer = engine.request("POST", f"/api/v1/{route}", JSON, json.dumps(body).encode(), token=token)
    assert answer.status == 200, answer.body
    job = answer.json()["job"]["id"]
    assert engine.request("POST", f"/api/v1/jobs/{job}/cancel", JSON, b"{}", token=token).status == 200


def test_nothing_that_was_refused_has_left_a_job(engine: EngineProcess) -> None:
    with engine.http() as owner:
        jobs = owner.get("/api/v1/jobs").json()["jobs"]
        assert [job["title"] for job in jobs if job["state"] not in ("cancelled", "cancelling")] == []


def test_a_panel_names_no_folder_to_write_to(engine: EngineProcess, token: str, tmp_path: Path) -> None:
    body = {"film": "film_" + "0" * 26, "to": str(tmp_path / "out")}
    answer = engine.request("POST", "/api/v1/handoff", JSON, json.dumps(body).encode(), token=token)
    assert answer.status in (403, 404, 422) and answer.code in ("owner_only", "not_permitted", "not_found", "invalid")
    assert list(tmp_path.iterdir()) == []


# -- being forgotten


def test_a_forgotten_panel_is_out_at_once_on_every_way(engine: EngineProcess) -> None:
    """Its socket is closed, the connection that it keeps alive is of no use, and what it waited for ends."""
    panel = paired(engine)
    alive = HTTPConnection("127.0.0.1", engine.port, timeout=20)
    headers = {"Authorization": f"Bearer {panel['token']}"}
    alive.request("GET", "/api/v1/clips", headers=headers)
    answer = alive.getresponse()
    assert (answer.status, bool(answer.read())) == (200, True)
    with engine.socket(panel["token"]) as link:
        link.recv(timeout=60)
        assert ask(link, "events.subscribe", {})["ok"]
        link.send(json.dumps({"type": "request", "id": "9", "op": "hosts.attend", "body": attendance(wait_s=25)}))
        forget(engine, panel["panel"])
        with pytest.raises(ConnectionClosed):
            while True:
                link.recv(timeout=60)
    alive.request("GET", "/api/v1/clips", headers=headers)
    assert alive.getresponse().status == 401
    alive.close()
    assert engine.upgrade(token=panel["token"]).status in (401, 429)
    with engine.http() as owner:
        assert panel["panel"] not in [one["id"] for one in owner.get("/api/v1/pairing").json()["panels"]]
        assert owner.get("/api/v1/hosts").json()["hosts"] == []


def attendance(**more: Any) -> dict[str, Any]:
    report = {"host": "resolve", "version": "21.0.4", "edition": "Studio", "actions": ["context"]}
    return {"key": "k" * 16, "report": report, **more}


def test_a_forgotten_panel_stays_forgotten_when_the_engine_starts_again(other: EngineProcess) -> None:
    gone, stays = paired(other), paired(other)
    forget(other, gone["panel"])
    other.kill()
    other.start()
    assert other.request("GET", "/api/v1/clips", token=gone["token"]).status == 401
    assert other.request("GET", "/api/v1/clips", token=stays["token"]).status == 200


def test_forgetting_one_panel_leaves_the_other_in(engine: EngineProcess) -> None:
    one, other = paired(engine), paired(engine)
    with engine.socket(other["token"]) as link:
        link.recv(timeout=60)
        forget(engine, one["panel"])
        assert ask(link, "clips.list", {})["ok"]
    assert engine.request("GET", "/api/v1/clips", token=other["token"]).status == 200


# -- the key


def test_no_operation_has_a_place_for_a_key_in_its_address() -> None:
    for operation in OPERATIONS.values():
        words = {*operation.path_fields, *(operation.request.model_fields if operation.method == "GET" else ())}
        assert not {word for word in words if "token" in word or word in ("code", "secret", "key")}, operation.name


@pytest.fixture
def resolve_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The Resolve panel's package, with a data folder of its own."""
    monkeypatch.syspath_prepend(str(ROOT / "plugins" / "resolve"))
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))
    for name in [name for name in sys.modules if name.split(".")[0] == "aiprod_resolve"]:
        monkeypatch.delitem(sys.modules, name)
    return tmp_path / "home"


def test_the_resolve_panel_sends_its_key_in_a_header_and_nowhere_else(resolve_package: Path) -> None:
    from aiprod_resolve.client import Link
    from aiprod_resolve.errors import LostError
    from aiprod_resolve.operations import ROUTES

    key = "K" * 43
    with socket.create_server(("127.0.0.1", 0)) as listening:
        for name in ("clips.list", "hosts.attend", "clips.get"):
            link = Link(listening.getsockname()[1], key)
            said = heard(listening, lambda link=link, name=name: link.ask(name, {"clip": "clip_x"}), LostError)
            first, *headers = said.split("\r\n")
            assert key not in first and f"Authorization: Bearer {key}" in headers, name
            assert said.count(key) == 1
    assert set(ROUTES) <= set(OPERATIONS)


def heard(listening: socket.socket, ask: Callable[[], Any], gives_up: type[Exception]) -> str:
    """What a client says to somebody who then hangs up."""
    import threading

    said: list[bytes] = []

    def listen() -> None:
        with listening.accept()[0] as link:
            said.append(link.recv(65536))

    thread = threading.Thread(target=listen)
    thread.start()
    with pytest.raises(gives_up):
        ask()
    thread.join(20)
    return said[0].decode("latin-1")


def test_the_resolve_panels_key_is_its_users_alone_whatever_the_umask(resolve_package: Path) -> None:
    from aiprod_resolve.discovery import Pairing, keep_pairing, read_pairing

    earlier = os.umask(0)
    try:
        keep_pairing(Pairing("panel_x", "T" * 43, 1))
    finally:
        os.umask(earlier)
    (kept,) = (resolve_package / "panels").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600 and kept.parent.stat().st_mode & 0o777 == 0o700
    assert read_pairing() == Pairing("panel_x", "T" * 43, 1)
    kept.chmod(0o644)
    assert read_pairing() is None, "a key that others could read is not believed"


def test_what_panels_do_leaves_their_key_in_no_log(other: EngineProcess) -> None:
    """Orders, attendance, bad requests, refusals, being forgotten: logged at the finest level, and without the key."""
    panel = paired(other)
    token = panel["token"]
    with other.http(token) as client:
        client.post("/api/v1/hosts/attend", json=attendance())
        client.post("/api/v1/clips/shot", json=shot("/etc/passwd")[1])
        client.post("/api/v1/clips/shot", json={"prompt": token, "frames": -1})
        client.get(f"/api/v1/clips/{token}")
        client.post("/api/v1/hosts/answer", json={"key": "k" * 16, "command": token})
    with other.socket(token) as link:
        link.recv(timeout=60)
        ask(link, "hosts.attend", attendance())
        link.send(json.dumps({"type": "request", "id": "2", "op": token, "body": {"token": token}}))
        link.recv(timeout=60)
        forget(other, panel["panel"])
    other.request("GET", "/api/v1/clips", token=token)
    other.upgrade(token=token)
    for path in other.folder.rglob("*"):
        if path.is_file():
            assert token.encode() not in path.read_bytes(), path


# -- guessing


def test_guessing_codes_is_locked_out_and_who_is_paired_stays_in(other: EngineProcess) -> None:
    panel = paired(other)
    with other.http() as owner:
        code = owner.post("/api/v1/pairing/start", json={}).json()["code"]
    statuses = [exchange(other, f"WRONG{n:03d}").status for n in range(12)]
    assert statuses[:5] == [403] * 5 and statuses[-1] == 429
    locked = exchange(other, code)
    assert (locked.status, locked.code) == (429, "locked_out") and int(locked.header("retry-after") or 0) > 0
    assert other.upgrade(DOOR_PATH, token=None).status == 101, "the door itself stays open: other users are at other codes"
    assert other.request("GET", "/api/v1/clips", token=panel["token"]).status == 200
    assert other.request("GET", "/health").status == 200


def exchange(engine: EngineProcess, code: str) -> Any:
    body = json.dumps({"code": code, "host": "x"}).encode()
    return engine.request("POST", "/api/v1/pairing/exchange", JSON, body, token=None)
