# SPDX-License-Identifier: Apache-2.0
"""Being found, being alone, being ours: the discovery file, its modes, impostors, ports and restarts."""

import json
import os
import re
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest
from tests.server.harness import EngineProcess, running

from aiprod.film.errors import UserError
from aiprod.server.discovery import AlreadyRunningError, Presence
from aiprod.server.private import append_private, private_folder, write_private
from aiprod.server.settings import ServerSettings
from aiprod.wire.discovery import Discovery, is_proof, new_secret, prove, read_discovery

JSON = {"Content-Type": "application/json"}


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.lstat().st_mode) for path in folder.rglob("*")}


# -- files


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_secrets_are_private_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        folder = private_folder(tmp_path / "a" / "server")
        write_private(folder / "engine.json", b"{}")
        append_private(folder / "log", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "engine.json").stat().st_mode) == 0o600
    assert not stat.S_IMODE((folder / "log").stat().st_mode) & 0o077


def test_an_open_folder_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "server"
    folder.mkdir(mode=0o755)
    folder.chmod(0o777)
    assert stat.S_IMODE(private_folder(folder).stat().st_mode) == 0o700


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "server").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError):
        private_folder(tmp_path / "server")


def test_a_running_server_shows_its_files_to_nobody_under_umask_000(tmp_path: Path) -> None:
    with running(tmp_path, umask=0o000) as engine:
        assert stat.S_IMODE(engine.server.stat().st_mode) == 0o700
        found = modes(engine.server)
        assert found["engine.json"] == 0o600
        assert found["port.json"] == 0o600
        with engine.http() as client:
            client.post("/api/v1/pairing/start", json={})
        assert not {name: mode for name, mode in modes(engine.server).items() if mode & 0o077}


def test_the_file_says_what_is_needed_and_goes_with_the_server(tmp_path: Path) -> None:
    with running(tmp_path) as engine:
        found = read_discovery(engine.server / "engine.json")
        assert found is not None and engine.process is not None
        assert (found.port, found.token, found.pid) == (engine.port, engine.token, engine.process.pid)
        assert found.protocol == (1, 1)
        assert len(found.token) == 43
        assert engine.token not in repr(found)
    assert not (engine.server / "engine.json").exists()


@pytest.mark.parametrize("content", [b"", b"{", b'{"schema": "Engine.2"}', b"[]", b"\xff", b"x" * 100_000])
def test_a_torn_or_strange_file_is_no_engine(tmp_path: Path, content: bytes) -> None:
    write_private(tmp_path / "engine.json", content)
    assert read_discovery(tmp_path / "engine.json") is None


def file_of(port: int, pid: int, **fields: object) -> bytes:
    found = Discovery(
        instance="x", pid=pid, started=0.0, port=port, protocol=(1, 1), app_version="0", token=new_secret(), **fields
    )  # fmt: skip
    return found.model_dump_json(by_alias=True).encode()


def test_a_file_that_others_may_read_or_that_is_a_link_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "engine.json"
    write_private(path, file_of(1, os.getpid()))
    assert read_discovery(path) is not None
    (tmp_path / "link.json").symlink_to(path)
    assert read_discovery(tmp_path / "link.json") is None
    path.chmod(0o644)
    assert read_discovery(path) is None


def test_a_file_whose_process_is_gone_is_not_believed(tmp_path: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True)
    write_private(tmp_path / "engine.json", file_of(1, int(dead.stdout)))
    assert read_discovery(tmp_path / "engine.json") is None


# -- impostors


def test_the_file_of_an_engine_that_was_killed_goes_before_the_next_one_listens(tmp_path: Path) -> None:
    """Else who reads it meanwhile takes the new engine, at the old one's port, for an impostor."""
    with running(tmp_path) as engine:
        engine.kill()
        assert (engine.server / "engine.json").exists()
    presence = Presence(ServerSettings(folder=engine.server))
    assert not (engine.server / "engine.json").exists()
    presence.leave()


def test_an_impostor_on_the_stale_port_gets_no_token_and_proves_nothing(tmp_path: Path) -> None:
    """The engine was killed; its file is still there, its process id is alive again, and another program has its port."""
    with running(tmp_path) as engine:
        engine.kill()
    stale = Discovery.model_validate_json((engine.server / "engine.json").read_bytes())
    write_private(engine.server / "engine.json", file_of(stale.port, os.getpid()))
    found = read_discovery(engine.server / "engine.json")
    assert found is not None
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", stale.port)) as impostor:
        thread = threading.Thread(target=pretend, args=(impostor, heard))
        thread.start()
        nonce = new_secret()
        reply = httpx.post(f"http://127.0.0.1:{found.port}/api/v1/hello", json={"nonce": nonce}, trust_env=False).json()
        thread.join(10)
    assert not is_proof(reply["proof"], found.token, nonce, found.port)
    assert heard and found.token.encode() not in b"".join(heard)


def pretend(impostor: socket.socket, heard: list[bytes]) -> None:
    """Answer hello as well as can be without the token."""
    plain, _ = impostor.accept()
    with plain:
        heard.append(plain.recv(65536))
        body = json.dumps({"proof": "0" * 64, "protocol": [1, 1], "app_version": "0"}).encode()
        length = str(len(body)).encode()
        plain.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + length + b"\r\n\r\n" + body)


def test_the_engine_proves_itself_to_owner_and_panel_alike(tmp_path: Path) -> None:
    import hashlib

    with running(tmp_path) as engine, engine.http() as client:
        code = client.post("/api/v1/pairing/start", json={}).json()["code"]
        panel = client.post("/api/v1/pairing/exchange", json={"code": code, "host": "x"}).json()
        nonce = new_secret()
        with httpx.Client(base_url=f"http://127.0.0.1:{engine.port}", trust_env=False) as stranger:
            owner = stranger.post("/api/v1/hello", json={"nonce": nonce}).json()
            mine = stranger.post("/api/v1/hello", json={"nonce": nonce, "panel": panel["panel"]}).json()
            other = stranger.post("/api/v1/hello", json={"nonce": nonce, "panel": "panel_" + "0" * 26}).json()
    key = hashlib.sha256(panel["token"].encode()).hexdigest()
    assert is_proof(owner["proof"], engine.token, nonce, engine.port)
    assert is_proof(mine["proof"], key, nonce, engine.port)
    assert not is_proof(owner["proof"], engine.token, new_secret(), engine.port)
    assert len({owner["proof"], mine["proof"], other["proof"]}) == 3
    assert set(other) == set(mine)


def test_a_proof_depends_on_key_nonce_and_port() -> None:
    proofs = {prove("k", "n", 1), prove("k", "m", 1), prove("l", "n", 1), prove("k", "n", 2)}
    assert len(proofs) == 4
    assert is_proof(prove("k", "n", 1), "k", "n", 1)
    assert not is_proof("é", "k", "n", 1)


# -- ports and instances


def test_not_reachable_on_another_address_of_this_machine(tmp_path: Path) -> None:
    with running(tmp_path) as engine:
        for address in {*_addresses(), "127.0.0.2"}:
            with pytest.raises(OSError):
                socket.create_connection((address, engine.port), timeout=5).close()
        assert _listening_on(engine.port) == {"0100007F"}


def _addresses() -> set[str]:
    found = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    return {str(address) for address in found if not str(address).startswith("127.")}


def _listening_on(port: int) -> set[str]:
    """The addresses (hex, as the kernel writes them) on which something listens at a port."""
    rows = [line.split() for table in ("tcp", "tcp6") for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]]
    return {row[1].split(":")[0] for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == port}


def test_a_port_that_is_taken_is_passed_over(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, socket.create_server(("127.0.0.1", 0)) as free:
        first, second = taken.getsockname()[1], free.getsockname()[1]
        free.close()
        settings = ServerSettings(folder=tmp_path / "server", ports=(first, second))
        presence = Presence(settings)
        with presence.bind() as bound:
            assert bound.getsockname() == ("127.0.0.1", second)
        presence.leave()
    with Presence(ServerSettings(folder=tmp_path / "server", ports=())).bind() as again:
        assert again.getsockname()[1] == second, "the port of last time comes first"


def test_every_candidate_taken_leaves_any_free_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with Presence(ServerSettings(folder=tmp_path / "server", ports=(port,))).bind() as bound:
            assert bound.getsockname()[1] not in (0, port)


def test_a_second_server_finds_the_first_and_says_so(tmp_path: Path) -> None:
    with running(tmp_path) as engine:
        with pytest.raises(AlreadyRunningError) as refused:
            Presence(ServerSettings(folder=engine.server))
        assert refused.value.found is not None and refused.value.found.port == engine.port
        assert str(engine.port) in str(refused.value)
        assert engine.token not in str(refused.value)
        second = EngineProcess(tmp_path)
        with pytest.raises(AssertionError, match="The engine runs already"):
            second.start()
        engine.serves_the_next_client()
        found = read_discovery(engine.server / "engine.json")
        assert found is not None and found.port == engine.port


def test_after_a_kill_a_new_server_takes_over_with_a_new_token(tmp_path: Path) -> None:
    with running(tmp_path) as engine:
        order = {"brief": "A dog finds a hat.", "duration": 6, "size": "320x180"}
        with engine.http() as client:
            job = client.post("/api/v1/generate", json=order).json()["job"]["id"]
            cursor = client.get("/api/v1/events").json()["cursor"]
        engine.kill()
    old = engine.token
    with running(tmp_path) as again, again.http() as client:
        assert again.token != old
        assert client.get(f"/api/v1/status/{job}").json()["state"] == "queued"
        news = client.get("/api/v1/events", params={"after": cursor, "wait_s": 0}).json()
        assert [event["kind"] for event in news["events"]] == ["resync"]
        assert again.request("GET", "/health", token=old).status in (401, 429)


def test_asked_to_stop_it_stops_in_good_order(tmp_path: Path) -> None:
    with running(tmp_path) as engine:
        with engine.socket() as link:
            link.recv(timeout=60)
            assert engine.stop() == 0
        assert not (engine.server / "engine.json").exists()


# -- what is written down


def test_no_token_stands_in_any_log(tmp_path: Path) -> None:
    """Everything is logged at the finest level: nothing secret is in it, nor in any file but the one that keeps the token."""
    with running(tmp_path) as engine:
        with engine.http() as client:
            code = client.post("/api/v1/pairing/start", json={}).json()["code"]
            panel = client.post("/api/v1/pairing/exchange", json={"code": code, "host": "x"}).json()["token"]
            client.get(f"/health?token={engine.token}")
            client.get("/nowhere")
        engine.request("GET", f"/api/v1/status/{engine.token}")
        engine.request("GET", "/health", token=engine.token[:-1])
        engine.upgrade(f"/api/v1/ws?token={engine.token}")
        engine.upgrade(f"/{engine.token}", token=panel)
        with engine.socket(panel) as link:
            link.recv(timeout=60)
            link.send(json.dumps({"type": "request", "id": "1", "op": "x", "body": {"token": panel}}))
            link.recv(timeout=60)
        engine.stop()
    assert engine.log.stat().st_size > 0
    secrets = {"owner": engine.token.encode(), "panel": panel.encode(), "code": code.encode()}
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name not in ("engine.json",):
            data = path.read_bytes()
            found = [name for name, secret in secrets.items() if secret in data]
            assert not found, f"{path} holds {found}"


def test_refusals_and_changes_are_in_the_audit_record(tmp_path: Path) -> None:
    from aiprod.production.jobs import JobStore

    with running(tmp_path) as engine:
        engine.request("GET", "/health", token="x")
        engine.request("GET", "/health", host="evil.example")
        with engine.http() as client:
            client.post("/api/v1/pairing/start", json={"operation_id": "a"})
            client.get("/api/v1/status/job_" + "0" * 26)
        engine.request("POST", "/api/v1/pairing/exchange", JSON, b'{"code": "AAAAAAAA", "host": "x"}', token=None)
        engine.stop()
    store = JobStore.open(f"sqlite:///{engine.server / 'jobs.sqlite'}")
    entries = [(e.client, e.op, e.outcome) for e in store.audit.entries()]
    assert store.audit.first_break() is None
    store.close()
    assert ("peer 127.0.0.1", "GET /health", "wrong_token") in entries
    assert ("peer 127.0.0.1", "GET /health", "bad_host") in entries
    assert ("owner", "pairing.start", "ok") in entries
    assert ("owner", "jobs.status", "not_found") in entries
    assert ("nobody", "pairing.exchange", "pairing_refused") in entries
    assert not [entry for entry in entries if re.search(r"[A-Za-z0-9_-]{43}", "".join(entry))]
