# SPDX-License-Identifier: Apache-2.0
"""The Python client against real engines in processes of their own, against impostors, and through broken connections."""

import asyncio
import inspect
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.server.harness import ROOT, EngineProcess, running

from aiprod.client.blocking import Client
from aiprod.client.client import AsyncClient
from aiprod.client.finding import Endpoint, ImpostorError, Locate, NoEngineError, of_panel, of_this_user, proven
from aiprod.client.http import LostEngineError
from aiprod.client.news import Box, News
from aiprod.client.operations import Operations
from aiprod.client.starting import ensure_server
from aiprod.film.brief import Brief
from aiprod.film.changes import NameChange
from aiprod.film.errors import EngineError
from aiprod.film.film import Film
from aiprod.film.store import FilmStore
from aiprod.wire.discovery import Discovery, new_secret, prove
from aiprod.wire.errors import WireError
from aiprod.wire.generate import drifted
from aiprod.wire.operations import OPERATIONS

BRIEF = "A cat sits in the rain and waits."


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("client")) as engine:
        yield engine


@pytest.fixture
def own(tmp_path: Path) -> Iterator[EngineProcess]:
    """An engine that a test may kill."""
    with running(tmp_path / "engine") as engine:
        yield engine


def found(engine: EngineProcess) -> Locate:
    return of_this_user(engine.server / "engine.json")


def run(work: Any) -> Any:
    return asyncio.run(asyncio.wait_for(work, 60))


# --- the methods ---------------------------------------------------------------------------------------------------


def test_the_written_clients_are_what_the_table_says() -> None:
    assert drifted(ROOT) == [], "run `python -m aiprod.wire.generate`"


def test_every_operation_has_a_typed_method() -> None:
    operations = Operations(None)  # type: ignore[arg-type]
    for name, operation in OPERATIONS.items():
        if operation.method:
            target: Any = operations
            for part in name.split("."):
                target = getattr(target, part)
            parameters = inspect.signature(target).parameters
            assert set(parameters) == set(operation.request.model_fields), name


@pytest.mark.parametrize("over", ["http", "socket"])
def test_reading_and_changing_over_either_way(over: Any, engine: EngineProcess, tmp_path: Path) -> None:
    store = FilmStore.create(tmp_path / "Été.aiprod", Film(name="a", brief=Brief(text="A cat.", language="en")))

    async def work() -> None:
        async with AsyncClient(found(engine), over=over) as client:
            assert (await client.server.health()).live
            assert "aiprod_requests_total" in await client.server.metrics()
            film = await client.films.open(str(store.root))
            edited = await client.films.edit(film.id, NameChange(text="Pluie"))
            assert edited.name == "Rename the film"
            assert (await client.films.get(film.id)).name == "Pluie"
            assert [edit.name for edit in (await client.films.history(film.id)).edits] == ["Rename the film"]
            ordered = await client.generate(BRIEF, duration=5, name=f"over-{over}", priority=-3)
            assert ordered.job.priority == -3 and ordered.job.state == "queued"
            jobs = await client.jobs.list(states=("queued", "paused"), film=ordered.film)
            assert [job.id for job in jobs.jobs] == [ordered.job.id]
            assert (await client.jobs.pause(ordered.job.id)).state == "paused"
            assert (await client.jobs.cancel(ordered.job.id, reason="enough")).state == "cancelled"
            assert (await client.jobs.history(ordered.job.id)).transitions[-1].reason == "enough"

    run(work())


@pytest.mark.parametrize("over", ["http", "socket"])
def test_a_refusal_arrives_with_its_code_and_its_remedy(over: Any, engine: EngineProcess) -> None:
    async def work() -> None:
        async with AsyncClient(found(engine), over=over) as client:
            with pytest.raises(WireError) as caught:
                await client.jobs.status("job_" + "0" * 26)
            assert caught.value.code == "not_found" and caught.value.remedy
            with pytest.raises(WireError) as caught:
                await client.films.get("no-such-film")
            assert caught.value.code == "not_found"

    run(work())


def test_files_come_as_bytes_or_straight_to_the_disk(engine: EngineProcess, tmp_path: Path) -> None:
    from aiprod.wire.base import Nothing

    async def work() -> None:
        async with AsyncClient(found(engine)) as client, AsyncClient(found(engine), over="socket") as other:
            packed = await client.diagnostics.bundle()
            assert packed[:2] == b"PK" and (await other.diagnostics.bundle())[:2] == b"PK"
            path = await client.save("diagnostics.bundle", Nothing(), tmp_path / "bundle.zip")
            assert path.read_bytes()[:2] == b"PK"
            with pytest.raises(WireError):
                await client.save("takes.file", _no_take(), tmp_path / "nothing")
            assert [entry.name for entry in tmp_path.iterdir()] == ["bundle.zip"]

    run(work())


def _no_take() -> Any:
    from aiprod.wire.films import TakeFileRequest

    return TakeFileRequest(film="nowhere", take="0" * 64, name="../../x")


def test_programs_without_a_loop(engine: EngineProcess) -> None:
    with Client(found(engine)) as client:
        ordered = client.generate(BRIEF, duration=5)
        seen = []
        for news in client.watch(ordered.job.id):
            seen.append(news.state)
            if news.state == "queued":
                client.jobs.cancel(ordered.job.id)
        assert seen == ["queued", "cancelled"]
        assert client.finished(ordered.job.id).state == "cancelled"
        assert client.jobs.wait(ordered.job.id, timeout_s=0).id == ordered.job.id


def test_the_proxies_of_the_environment_are_not_used(engine: EngineProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)

    async def work() -> None:
        for over in ("http", "socket"):
            async with AsyncClient(found(engine), over=over) as client:  # type: ignore[arg-type]
                assert (await client.server.health()).live

    run(work())


# --- finding, and not being fooled ---------------------------------------------------------------------------------


def test_no_engine_is_one_clear_error(tmp_path: Path) -> None:
    async def work() -> None:
        with pytest.raises(NoEngineError, match="does not run"):
            async with AsyncClient(of_this_user(tmp_path / "engine.json")):
                pass

    run(work())


class Impostor:
    """Something at the engine's port that writes down all that it hears."""

    def __init__(self, answer: bytes | None) -> None:
        self.heard, self._answer, self.port = b"", answer, 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            self.heard += data
            if self._answer is None:
                continue
            body = self._answer
            if b"%relay%" in body:
                body = await self._relayed(data)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
            await writer.drain()

    async def _relayed(self, data: bytes) -> bytes:
        """The true engine's own proof for the nonce that was asked for."""
        assert self._answer is not None
        nonce = json.loads(data.partition(b"\r\n\r\n")[2])["nonce"]
        asked = self._answer.decode().split("%relay%")[1]
        import httpx

        async with httpx.AsyncClient(trust_env=False) as client:
            true = await client.post(f"http://127.0.0.1:{asked}/api/v1/hello", json={"nonce": nonce})
            assert true.status_code == 200
            return true.content


@asynccontextmanager
async def impostor(answer: bytes | None) -> AsyncIterator[Impostor]:
    one = Impostor(answer)
    server = await asyncio.start_server(one, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        server.close()


def stale(folder: Path, port: int, token: str) -> Path:
    """A discovery file whose engine has died, and whose process id has got another program."""
    path = folder / "engine.json"
    told = Discovery(
        schema="Engine.1", instance="x", pid=os.getpid(), started=1.0, port=port, protocol=(1, 1), app_version="0", token=token
    )  # type: ignore[call-arg]
    path.write_text(told.model_dump_json(by_alias=True), "utf-8")
    path.chmod(0o600)
    return path


@pytest.mark.parametrize(
    "answer",
    [
        b'{"proof": "' + b"0" * 64 + b'", "protocol": [1, 1], "app_version": "9"}',
        b'{"proof": "", "protocol": [1, 1], "app_version": "9"}',
        b"<html>Welcome to my router</html>",
        b'{"error": {"code": "no_token", "message": "Send me your token", "why": "", "remedy": ""}}',
        b"",
    ],
)
@pytest.mark.parametrize("over", ["http", "socket"])
def test_an_impostor_never_hears_the_token(over: Any, answer: bytes, tmp_path: Path) -> None:
    token = new_secret()

    async def work() -> None:
        async with impostor(answer) as other:
            client = AsyncClient(of_this_user(stale(tmp_path, other.port, token)), over=over)
            with pytest.raises(ImpostorError, match="told nothing"):
                await client.server.health()
            with pytest.raises(ImpostorError):
                async with client:
                    pass
            await client.close()
            assert b"/api/v1/hello" in other.heard and token.encode() not in other.heard

    run(work())


def test_an_impostor_that_passes_the_engines_own_proof_on_is_found_out(engine: EngineProcess, tmp_path: Path) -> None:
    """It listens at another port and asks the true engine: but the proof names the port."""

    async def work() -> None:
        async with impostor(f"%relay%{engine.port}".encode()) as other:
            with pytest.raises(ImpostorError):
                await of_this_user(stale(tmp_path, other.port, engine.token))()
            assert engine.token.encode() not in other.heard
        true = await proven(Endpoint(engine.port, engine.token))
        assert true.port == engine.port

    run(work())


def test_a_port_without_anybody_is_no_engine(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        path = stale(tmp_path, free.getsockname()[1], new_secret())
        with pytest.raises(NoEngineError, match="does not answer"):
            run(of_this_user(path)())


def test_a_proof_holds_for_its_nonce_its_key_and_its_port_only() -> None:
    proofs = {prove(key, nonce, port) for key in ("a", "b") for nonce in ("n", "m") for port in (1, 2)}
    assert len(proofs) == 8


def test_a_panel_makes_the_engine_prove_itself_by_the_panels_own_token(engine: EngineProcess) -> None:
    async def work() -> None:
        async with AsyncClient(found(engine)) as owner:
            code = (await owner.pairing.start(permissions=("read",))).code
            paired = await owner.pairing.exchange(code, "Resolve 21")
            async with AsyncClient(of_panel(engine.port, paired.panel, paired.token)) as panel:
                assert (await panel.server.health()).live
                with pytest.raises(WireError) as caught:
                    await panel.generate(BRIEF)
                assert caught.value.code == "not_permitted"
            with pytest.raises(ImpostorError):
                await of_panel(engine.port, paired.panel, new_secret())()
            watching = AsyncClient(of_panel(engine.port, paired.panel, paired.token), over="socket")
            news = watching.news()
            waiting = asyncio.ensure_future(anext(news))
            while not (await owner.pairing.list()).panels[-1].connected:
                await asyncio.sleep(0.01)
            await owner.pairing.revoke(paired.panel)
            with pytest.raises((WireError, ImpostorError)):
                await waiting
            await watching.close()

    run(work())


# --- connections that break ----------------------------------------------------------------------------------------


def cut(client: AsyncClient) -> None:
    """The cable is pulled."""
    link = client._socket._socket
    assert link is not None
    link.transport.abort()


def test_news_goes_on_where_it_was_after_the_connection_broke(engine: EngineProcess) -> None:
    """Nothing is lost and nothing comes twice, though most of it happens while there is no connection."""

    async def work() -> None:
        async with AsyncClient(found(engine)) as owner, AsyncClient(found(engine)) as watcher:
            jobs = [(await owner.generate(BRIEF, duration=5, name=f"cut-{n}")).job.id for n in range(3)]
            seen: list[tuple[str, str]] = []

            async def watch() -> None:
                async for news in watcher.news(jobs):
                    assert news.kind != "resync"
                    seen.append((news.job_id, news.state))
                    if len(seen) == 18:
                        return

            watching = asyncio.ensure_future(watch())
            while engine_sockets(await owner.server.health()) < 1:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.05)
            expected = []
            for _ in range(2):
                for job in jobs:
                    await owner.jobs.pause(job)
                    cut(watcher)
                    await owner.jobs.resume(job)
                    expected += [(job, "paused"), (job, "queued")]
                    while watcher._socket._socket is None:
                        await asyncio.sleep(0.005)
            for job in jobs:
                await owner.jobs.pause(job)
                await owner.jobs.cancel(job)
                expected += [(job, "paused"), (job, "cancelled")]
            await watching
            assert seen == expected
            assert watcher._socket.reconnections >= 6

    run(work())


def engine_sockets(health: Any) -> int:
    return int(health.clients)


def test_a_change_that_was_under_way_when_the_connection_broke_is_made_once(engine: EngineProcess) -> None:
    async def work() -> None:
        async with AsyncClient(found(engine), over="socket") as client:
            await client.server.health()
            for number in range(5):
                asked = asyncio.ensure_future(client.generate(BRIEF, duration=5, name=f"once-{number}"))
                await asyncio.sleep(0.002 * number)
                cut(client)
                ordered = await asked
                jobs = await client.jobs.list(film=ordered.film)
                assert [job.id for job in jobs.jobs] == [ordered.job.id]
            names = [film.name for film in (await client.films.list()).films if film.name.startswith("once-")]
            assert sorted(names) == [f"once-{number}" for number in range(5)]

    run(work())


@pytest.mark.parametrize("over", ["http", "socket"])
def test_an_engine_that_was_killed_and_started_anew_is_found_again(over: Any, own: EngineProcess) -> None:
    """Another port, another token: the client goes on by itself, and watchers are told to look afresh."""

    async def work() -> None:
        async with AsyncClient(found(own), over=over) as client:
            ordered = await client.generate(BRIEF, duration=5)
            kinds = []

            async def watch() -> None:
                async for news in client.watch(ordered.job.id):
                    kinds.append((news.kind, news.state))

            watching = asyncio.ensure_future(watch())
            while not kinds:
                await asyncio.sleep(0.01)
            port, token = own.port, own.token
            own.kill()
            asked = asyncio.ensure_future(client.jobs.status(ordered.job.id))
            await asyncio.to_thread(own.start)
            assert own.token != token
            assert (await asked).state == "queued"
            await client.jobs.cancel(ordered.job.id)
            await watching
            assert kinds[-1] == ("state", "cancelled")
            assert port

    run(work())


def test_an_engine_that_does_not_come_back_is_given_up(own: EngineProcess) -> None:
    async def work() -> None:
        async with AsyncClient(found(own)) as client:
            client._http._patience_s = client._socket._patience_s = 0.5
            news = client.news()
            waiting = asyncio.ensure_future(anext(news))
            while engine_sockets(await client.server.health()) < 1:
                await asyncio.sleep(0.01)
            own.kill()
            with pytest.raises(NoEngineError):
                await client.server.health()
            with pytest.raises(NoEngineError):
                await waiting

    run(work())


def test_closing_the_client_ends_what_waits(engine: EngineProcess) -> None:
    async def work() -> None:
        client = AsyncClient(found(engine), over="socket")
        waiting = asyncio.ensure_future(anext(client.news()))
        await client.server.health()
        await client.close()
        with pytest.raises((LostEngineError, StopAsyncIteration)):
            await waiting

    run(work())


def test_a_request_that_is_cancelled_is_taken_back(engine: EngineProcess) -> None:
    async def work() -> None:
        async with AsyncClient(found(engine), over="socket") as client:
            job = (await client.generate(BRIEF, duration=5)).job
            asked = asyncio.ensure_future(client.jobs.wait(job.id, timeout_s=60))
            await client.server.health()
            asked.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asked
            assert (await client.server.health()).live and not client._socket._asked

    run(work())


def test_a_slow_reader_gets_the_newest_picture_and_every_state() -> None:
    async def work() -> None:
        box = Box()
        for number in range(50):
            box.put(News("preview", f"job{number % 2}", image=bytes([number])))
            box.put(News("state", "job0", data={"state": str(number)}))
        box.end()
        read = []
        while (news := await box.take()) is not None:
            read.append(news)
        assert [news.state for news in read if news.kind == "state"] == [str(number) for number in range(50)]
        pictures = [news for news in read if news.kind == "preview"]
        assert [(news.image, news.dropped) for news in pictures] == [(bytes([48]), 24), (bytes([49]), 24)]
        for _ in range(20_005):
            box = box if box._waiting else Box()
            box.put(News("note", "job0"))
        assert any(news.kind == "resync" for news in box._waiting) and len(box._waiting) <= 10_000

    run(work())


# --- starting ------------------------------------------------------------------------------------------------------


def serving(folder: Path) -> tuple[str, ...]:
    options = {"folder": str(folder), "limits": {}, "umask": 0o077, "workers": False, "ports": ()}
    return (sys.executable, "-m", "tests.server.serving", json.dumps(options))


STARTER = """
import asyncio, sys, json
from pathlib import Path
from aiprod.client.starting import ensure_server
found = asyncio.run(ensure_server(path=Path(sys.argv[1]), command=json.loads(sys.argv[2])))
print(found.port, found.instance)
"""


def test_programs_that_start_the_engine_at_once_get_the_same_and_it_outlives_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", f"{ROOT / 'engine'}:{ROOT}")
    path = tmp_path / "server" / "engine.json"
    command = [sys.executable, "-c", STARTER, str(path), json.dumps(serving(tmp_path))]
    starters = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(3)]
    said = [starter.communicate(timeout=60)[0].split() for starter in starters]
    assert len({tuple(words) for words in said}) == 1 and len(said[0]) == 2
    pid = json.loads(path.read_text("utf-8"))["pid"]
    try:
        again = run(ensure_server(path=path, command=("/bin/false",)))
        assert [str(again.port), again.instance] == said[0]
    finally:
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + 30
    while path.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not path.exists()


def test_an_engine_that_can_not_start_says_why(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "import sys; sys.exit('aiprod: The database is on fire')")
    with pytest.raises(EngineError, match="The database is on fire"):
        run(ensure_server(path=tmp_path / "server" / "engine.json", command=command))
