# SPDX-License-Identifier: Apache-2.0
"""The relay between editors and those who ask: order, once only, and what happens when one side goes away."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.server.harness import QUICK, EngineProcess, ask, running

from aiprod.server.hosts import LARGEST_RESULT, MOST_OF_CLIENT, MOST_WAITING, Hosts
from aiprod.server.identity import OWNER, Client
from aiprod.server.settings import Limits
from aiprod.wire.errors import WireError
from aiprod.wire.hosts import AskHost, Attend, HostReport

REPORT: dict[str, Any] = {
    "host": "resolve", "version": "21.0.4", "edition": "free", "mode": "bridge", "project": 'Été "2026" 🎬', "timeline": "Cut 1",
    "rate": "24000/1001", "actions": ["context", "place_clip", "reveal"],
}  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    limits = replace(QUICK, host_silence_s=1.0)
    with running(tmp_path_factory.mktemp("engine"), limits=limits) as started:
        yield started


@pytest.fixture(scope="module")
def panels(engine: EngineProcess) -> tuple[str, str]:
    """The tokens of two paired panels."""
    return paired(engine)["token"], paired(engine)["token"]


def paired(engine: EngineProcess, *permissions: str) -> dict[str, Any]:
    with engine.http() as client:
        code = client.post("/api/v1/pairing/start", json={"permissions": permissions or ("read", "edit")}).json()["code"]
        return dict(client.post("/api/v1/pairing/exchange", json={"code": code, "host": "test"}).json())


class Panel:
    """A panel as the engine sees one: it attends over HTTP, and answers when it is told to."""

    def __init__(self, engine: EngineProcess, token: str | None = None, key: str = "panel-key-1") -> None:
        self.key, self.client = key, engine.http(token)

    def post(self, operation: str, **body: Any) -> httpx.Response:
        return self.client.post(f"/api/v1/hosts/{operation}", json={"key": self.key, **body})

    def attend(self, wait_s: float = 0.0, **report: Any) -> list[dict[str, Any]]:
        found = self.post("attend", report={**REPORT, **report}, wait_s=wait_s)
        assert found.status_code == 200, found.text
        return list(found.json()["commands"])

    def ask(self, action: str = "context", **body: Any) -> str:
        found = self.post("ask", action=action, **body)
        assert found.status_code == 200, found.text
        return str(found.json()["command"])

    def answer(self, command: str, **body: Any) -> httpx.Response:
        return self.post("answer", command=command, **(body or {"result": {"of": command}}))

    def outcome(self, command: str, wait_s: float = 0.0) -> dict[str, Any]:
        return dict(self.client.get(f"/api/v1/hosts/outcome/{command}", params={"wait_s": wait_s}).json())

    def leave(self) -> None:
        assert self.post("leave").status_code == 200


@pytest.fixture
def panel(engine: EngineProcess, panels: tuple[str, str]) -> Iterator[Panel]:
    made = Panel(engine, panels[0])
    made.attend()
    yield made
    made.leave()
    made.client.close()


@pytest.fixture
def desktop(engine: EngineProcess) -> Iterator[Panel]:
    made = Panel(engine)
    yield made
    made.client.close()


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def eventually(check: Callable[[], Any], seconds: float = 60.0) -> Any:
    """What a check says once it is true. Fails when it never is."""
    end = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)
    return found


def listed(desktop: Panel) -> dict[str, dict[str, Any]]:
    return {host["key"]: host for host in desktop.client.get("/api/v1/hosts").json()["hosts"]}


def code_of(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["code"])


# -- the ordinary way


def test_an_editor_is_listed_with_what_it_reports(panel: Panel, desktop: Panel) -> None:
    host = listed(desktop)[panel.key]
    assert host["report"] == HostReport.model_validate(REPORT).model_dump(mode="json")
    panel.attend(project="Other", problem="a dialog is open")
    host = listed(desktop)[panel.key]
    assert (host["report"]["project"], host["report"]["problem"]) == ("Other", "a dialog is open")


def test_commands_come_in_order_and_once(panel: Panel, desktop: Panel) -> None:
    asked = [desktop.ask("reveal", arguments={"frame": n}) for n in range(5)]
    handed = panel.attend()
    assert [(c["id"], c["action"], c["arguments"]["frame"]) for c in handed] == [(a, "reveal", n) for n, a in enumerate(asked)]
    assert panel.attend() == []
    assert [desktop.outcome(command)["state"] for command in asked] == ["taken"] * 5
    for command in reversed(asked):
        assert panel.answer(command).json() == {"done": True}
    assert [desktop.outcome(command)["result"] for command in asked] == [{"of": command} for command in asked]
    assert listed(desktop)[panel.key]["waiting"] == 0


def test_a_command_ends_the_panels_waiting(panel: Panel, desktop: Panel, thread: ThreadPoolExecutor) -> None:
    waiting = thread.submit(panel.attend, 20.0)
    command = desktop.ask()
    assert [c["id"] for c in waiting.result(60)] == [command]
    told = thread.submit(desktop.outcome, command, 20.0)
    panel.answer(command, error="No timeline is open: open one.")
    assert told.result(60) == {"state": "failed", "result": None, "error": "No timeline is open: open one."}


def test_two_editors_at_once(engine: EngineProcess, panels: tuple[str, str], panel: Panel, desktop: Panel) -> None:
    other = Panel(engine, panels[1], "premiere-key")
    other.attend(host="premiere", actions=["place_clip"])
    here, there = desktop.ask(), other.ask("place_clip", arguments={"at": 7})
    assert [c["id"] for c in panel.attend()] == [here]
    assert [c["arguments"] for c in other.attend(host="premiere")] == [{"at": 7}]
    for mine, others in ((panel, there), (other, here)):
        assert code_of(mine.answer(others)) == "conflict"
        assert code_of(mine.post("outcome")) == "no_such_route"
    assert code_of(panel.client.get(f"/api/v1/hosts/outcome/{there}")) == "not_found"
    other.leave()
    assert desktop.outcome(there)["state"] == "failed"
    assert desktop.outcome(here)["state"] == "taken"


def test_over_a_socket_too(engine: EngineProcess, panels: tuple[str, str], desktop: Panel) -> None:
    with engine.socket(panels[1]) as link:
        link.recv(timeout=60)
        attend = {"key": desktop.key, "report": REPORT, "wait_s": 20}
        link.send(json.dumps({"type": "request", "id": "a", "op": "hosts.attend", "body": attend}))
        eventually(lambda: desktop.key in listed(desktop))
        command = desktop.ask()
        answer = {"key": desktop.key, "command": command, "result": {"playhead": 3}}
        assert ask(link, "hosts.answer", answer, id="b")["ok"]
        assert ask(link, "hosts.leave", {"key": desktop.key}, id="c")["ok"]
    assert desktop.outcome(command)["result"] == {"playhead": 3}


def test_watchers_are_told_of_editors(engine: EngineProcess, panels: tuple[str, str]) -> None:
    with engine.socket() as link:
        link.recv(timeout=60)
        assert ask(link, "events.subscribe")["ok"]
        panel = Panel(engine, panels[1], "told-of-this")
        panel.attend()
        told = next(told for told in _news(link, "hosts") if told["data"] != {"hosts": 0})  # an earlier test's panel may go late
        assert (told["job_id"], told["data"]) == ("", {"hosts": 1})
        panel.leave()
        assert next(iter(_news(link, "hosts")))["data"] == {"hosts": 0}


def _news(link: Any, kind: str) -> Iterator[dict[str, Any]]:
    while True:
        frame = json.loads(link.recv(timeout=60))
        if frame["type"] == "event" and frame["event"]["kind"] == kind:
            yield frame["event"]


# -- what is refused


def test_nobody_speaks_under_another_panels_key(engine: EngineProcess, panels: tuple[str, str], panel: Panel) -> None:
    impostor, owner = Panel(engine, panels[1]), Panel(engine)
    command = panel.ask()
    panel.attend()
    for stranger in (impostor, owner):
        assert code_of(stranger.post("attend", report=REPORT)) == "not_permitted"
        assert code_of(stranger.answer(command)) == "not_permitted"
        assert code_of(stranger.post("leave")) == "not_permitted"
    assert owner.outcome(command)["state"] == "taken"
    panel.answer(command)
    assert owner.outcome(command)["result"] == {"of": command}


def test_an_answer_is_taken_once_and_only_for_what_was_handed_out(panel: Panel, desktop: Panel) -> None:
    command = desktop.ask()
    assert code_of(panel.answer(command)) == "conflict", "it wasn't handed out yet"
    panel.attend()
    assert code_of(panel.answer(command, result={}, error="both")) == "invalid"
    assert code_of(panel.answer(command, result=None)) == "invalid"
    assert panel.answer(command).status_code == 200
    assert code_of(panel.answer(command, error="again")) == "conflict"
    assert code_of(panel.answer("cmd_" + "0" * 26)) == "conflict"
    assert desktop.outcome(command)["state"] == "done"


def test_an_answer_sent_again_after_a_cut_is_the_same_answer(panel: Panel, desktop: Panel) -> None:
    command = desktop.ask()
    panel.attend()
    first = panel.answer(command, result={"n": 1}, operation_id="answer-1")
    again = panel.answer(command, result={"n": 1}, operation_id="answer-1")
    assert first.json() == again.json() == {"done": True}


def test_what_can_not_be_asked(engine: EngineProcess, panel: Panel, desktop: Panel) -> None:
    assert code_of(Panel(engine, key="nobody-here").post("ask", action="context")) == "not_found"
    assert code_of(desktop.post("ask", action="build_film")) == "refused"
    assert code_of(desktop.post("ask", action="format_disk")) == "invalid"
    assert code_of(desktop.post("ask", action="context", arguments={"x": "é" * 400_000})) == "too_large"
    reader = Panel(engine, paired(engine, "read")["token"])
    assert code_of(reader.post("ask", action="context")) == "not_permitted"
    assert panel.attend() == []


def test_too_much_to_do_is_refused(panel: Panel, desktop: Panel) -> None:
    asked = [desktop.ask() for _ in range(MOST_WAITING)]
    assert code_of(desktop.post("ask", action="context")) == "too_many"
    panel.attend()
    assert code_of(desktop.post("ask", action="context")) == "too_many", "taken is not answered"
    panel.answer(asked[3])
    assert desktop.ask()


def test_a_result_that_is_too_long_or_no_json(panel: Panel, desktop: Panel) -> None:
    command = desktop.ask()
    panel.attend()
    assert code_of(panel.answer(command, result={"x": "a" * LARGEST_RESULT})) == "too_large"
    body = f'{{"key": "{panel.key}", "command": "{command}", "result": {{"x": %s}}}}'
    for value, code in (("NaN", "invalid"), ('"\\ud83d"', "bad_json"), ("[" * 5000 + "]" * 5000, "bad_json")):
        raw = panel.client.post("/api/v1/hosts/answer", content=body % value, headers={"content-type": "application/json"})
        assert code_of(raw) in (code, "bad_json"), value[:20]
    assert desktop.outcome(command)["state"] == "taken", "the panel may still answer properly"
    assert panel.answer(command).status_code == 200


@pytest.mark.parametrize("field", ["project", "timeline", "problem", "version", "playhead"])
def test_a_lone_surrogate_in_a_name_is_refused_and_the_editor_stays(panel: Panel, desktop: Panel, field: str) -> None:
    report = json.dumps({"key": panel.key, "report": {**REPORT, field: "clip \udcff"}})
    raw = panel.client.post("/api/v1/hosts/attend", content=report, headers={"content-type": "application/json"})
    assert code_of(raw) == "bad_json"
    assert listed(desktop)[panel.key]["report"]["project"] == REPORT["project"]


def test_any_name_that_an_editor_shows_can_be_reported(panel: Panel, desktop: Panel) -> None:
    names = ("", "two\nlines", "tab\there", "a" * 1000, "\x7f", "\u202egnirts")
    for name in names:
        panel.attend(project=name, selection=[name])
        assert listed(desktop)[panel.key]["report"]["project"] == name


# -- one side goes away


def test_a_panel_that_falls_silent_is_gone_and_what_it_was_asked_fails(panel: Panel, desktop: Panel) -> None:
    taken = desktop.ask("place_clip")
    panel.attend()
    waiting = desktop.ask("reveal")
    eventually(lambda: panel.key not in listed(desktop))
    outcome = desktop.outcome(taken)
    assert outcome["state"] == "failed" and "Look at its timeline" in outcome["error"]
    outcome = desktop.outcome(waiting)
    assert outcome["state"] == "failed" and "Nothing was changed" in outcome["error"]
    assert panel.attend() == [], "what failed is not handed out when it comes back"
    assert code_of(panel.answer(taken)) == "conflict"


def test_a_panel_that_waits_is_there_however_long(panel: Panel, desktop: Panel, thread: ThreadPoolExecutor) -> None:
    waiting = thread.submit(panel.attend, 3.0)
    assert waiting.result(60) == []
    assert panel.key in listed(desktop)


def test_a_panel_that_dies_while_it_waits_is_handed_nothing(
    engine: EngineProcess, desktop: Panel, panels: tuple[str, str]
) -> None:
    """The command waits for the panel to come back, instead of going to a connection that nobody reads."""
    dying = Panel(engine, panels[0], "dying-panel")
    dying.attend()
    body = json.dumps({"key": dying.key, "report": REPORT, "wait_s": 25}).encode()
    head = f"POST /api/v1/hosts/attend HTTP/1.1\r\nHost: 127.0.0.1:{engine.port}\r\nAuthorization: Bearer {panels[0]}\r\n"
    plain = engine.connect()
    plain.sendall(f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    plain.close()
    command = Panel(engine, key=dying.key).ask()
    assert [c["id"] for c in dying.attend(5.0)] == [command]
    dying.leave()


def test_a_newer_call_takes_the_older_ones_place(panel: Panel, desktop: Panel, engine: EngineProcess) -> None:
    """A host whose sockets close late: the old call must not swallow what the new one waits for."""
    with ThreadPoolExecutor(2) as pool:
        other = Panel(engine, panel.client.headers["authorization"].removeprefix("Bearer "))
        old = pool.submit(panel.attend, 25.0)
        new = pool.submit(other.attend, 25.0)
        done: Future[Any] = next(f for f in (old, new) if eventually(lambda: old.done() or new.done()) and f.done())
        assert done.result(60) == []
        command = desktop.ask()
        waiting = new if done is old else old
        assert [c["id"] for c in waiting.result(60)] == [command]


def test_patience_ends_a_command(panel: Panel, desktop: Panel) -> None:
    late = desktop.ask("place_clip", patience_s=0.2)
    assert desktop.outcome(late, 10)["error"].endswith("Nothing was changed in it.")
    assert panel.attend() == [], "it is not done after all"
    late = desktop.ask("place_clip", patience_s=0.3)
    panel.attend()
    assert "may have been done" in desktop.outcome(late, 10)["error"]
    assert code_of(panel.answer(late)) == "conflict"


def test_an_unpaired_panel_is_gone_at_once(engine: EngineProcess, desktop: Panel, thread: ThreadPoolExecutor) -> None:
    given = paired(engine)
    panel = Panel(engine, given["token"], "to-be-revoked")
    panel.attend()
    command = Panel(engine, key=panel.key).ask()
    panel.attend()
    waiting = thread.submit(panel.post, "attend", report=REPORT, wait_s=25)
    assert desktop.client.post(f"/api/v1/pairing/{given['panel']}/revoke", json={}).status_code == 200
    assert panel.key not in listed(desktop)
    assert "unpaired" in desktop.outcome(command)["error"]
    assert waiting.result(60).json().get("commands", []) == []
    assert panel.post("attend", report=REPORT).status_code == 401


def test_the_engine_starts_again(tmp_path: Path) -> None:
    """Nothing is remembered, the panel comes back by attending, and what was asked before is unknown."""
    with running(tmp_path, limits=QUICK) as engine:
        token = paired(engine)["token"]
        panel = Panel(engine, token)
        panel.attend()
        command = panel.ask()
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(panel.post, "attend", report=REPORT, wait_s=25)
            begun = time.monotonic()
            assert engine.stop() == 0
            assert time.monotonic() - begun < 20, "nobody who waits holds it up"
            assert isinstance(waiting.exception(10), httpx.HTTPError) or waiting.result(10).status_code in (200, 503)
        engine.start()
        panel, desktop = Panel(engine, token), Panel(engine)
        assert listed(desktop) == {}
        assert desktop.outcome(command)["error"]["code"] == "not_found"
        assert code_of(panel.answer(command)) == "not_found"
        assert panel.attend() == [] and panel.key in listed(desktop)


# -- floods


def test_a_flood_of_keys_stays_within_bounds(engine: EngineProcess, panels: tuple[str, str], desktop: Panel) -> None:
    flood = [Panel(engine, panels[1], f"flood-key-{n:03}") for n in range(MOST_OF_CLIENT + 4)]
    codes = [p.post("attend", report=REPORT).status_code for p in flood]
    assert codes == [200] * MOST_OF_CLIENT + [429] * 4
    for p in flood[:MOST_OF_CLIENT]:
        p.leave()
    engine.serves_the_next_client()


def test_a_flood_of_commands_is_answered_each_once(panel: Panel, desktop: Panel, engine: EngineProcess) -> None:
    """Several ask at once, one panel answers: every command gets the answer that was made for it."""
    stop, answered = threading.Event(), []

    def work() -> None:
        while not stop.is_set():
            for command in panel.attend(2.0):
                answered.append(command["id"])
                panel.answer(command["id"], result={"n": command["arguments"]["n"]})

    def one(n: int) -> bool:
        asking = Panel(engine)
        found = asking.outcome(asking.ask(arguments={"n": n}), 20)
        asking.client.close()
        return bool(found["result"] == {"n": n})

    with ThreadPoolExecutor(5) as pool:
        worker = pool.submit(work)
        assert all(pool.map(one, range(60)))
        stop.set()
        worker.result(60)
    assert len(answered) == len(set(answered)) == 60


# -- the relay by itself


def test_the_news_are_few_however_often_an_editor_reports() -> None:
    async def scene() -> int:
        told: list[int] = []
        hosts = Hosts(Limits(), time.time, told.append)
        for n in range(500):
            report = HostReport(host="resolve", version="20", playhead=str(n))
            await hosts.attend(Client("p", frozenset()), Attend(key="k" * 8, report=report))
        hosts.close()
        return len(told)

    assert asyncio.run(scene()) <= 3


def test_only_so_many_outcomes_are_remembered() -> None:
    async def scene() -> None:
        hosts = Hosts(Limits(), time.time, lambda _: None)
        panel = Client("p", frozenset())
        attend = Attend(key="k" * 8, report=HostReport(host="resolve", version="20", actions=("context",)))
        first = ""
        for _ in range(200):
            await hosts.attend(panel, attend)
            command = hosts.ask(OWNER, AskHost(key="k" * 8, action="context"))
            first = first or command
            await hosts.attend(panel, attend)
            hosts.answer(panel, "k" * 8, command, {}, "")
        assert (await hosts.outcome(OWNER, command, 0)).state == "done"
        with pytest.raises(WireError):
            await hosts.outcome(OWNER, first, 0)

    asyncio.run(scene())


def test_what_waits_and_what_is_remembered_has_a_limit_in_bytes() -> None:
    async def scene() -> tuple[int, int]:
        hosts = Hosts(Limits(), time.time, lambda _: None)
        panel, large = Client("p", frozenset()), {"x": "a" * (500 << 10)}
        report = HostReport(host="resolve", version="20", actions=("context",))
        keys = [f"key-of-host-{n}" for n in range(MOST_OF_CLIENT)]
        for key in keys:
            await hosts.attend(panel, Attend(key=key, report=report))
        asked: list[str] = []
        with pytest.raises(WireError, match="Too much waits"):
            for key in keys * MOST_WAITING:
                asked.append(hosts.ask(OWNER, AskHost(key=key, action="context", arguments=large)))
        for key in keys:
            for command in await hosts.attend(panel, Attend(key=key, report=report)):
                hosts.answer(panel, key, command.id, large, "")
        waited = len(asked)
        for key in keys:
            asked.append(hosts.ask(OWNER, AskHost(key=key, action="context", arguments=large)))
            for command in await hosts.attend(panel, Attend(key=key, report=report)):
                hosts.answer(panel, key, command.id, large, "")
        remembered = 0
        for name in asked:
            try:
                remembered += (await hosts.outcome(OWNER, name, 0)).state == "done"
            except WireError:
                continue
        hosts.close()
        return waited, remembered

    waited, remembered = asyncio.run(scene())
    assert 40 < waited < 60 and 40 < remembered < 60
