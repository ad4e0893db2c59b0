# SPDX-License-Identifier: Apache-2.0
"""The panel's way to a real engine: pairing, losing and finding it, who may stand in its place, what the desktop asks."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.plugin.premiere.host import Host, HostError
from tests.plugin.premiere.panel_setup import clip, editor, items, media_of
from tests.plugin.standin import standing_in
from tests.server.harness import EngineProcess, running

BEGIN = """const {Engine} = panel('./src/engine.js'); const {Attendance} = panel('./src/attend.js');
    memory.states = []; memory.engine = new Engine('Premiere Pro ' + ppro.Application.version, args);
    memory.engine.watchers.push((state) => memory.states.push(state));
    memory.attendance = new Attendance(memory.engine, (size) => crypto.getRandomValues(new Uint8Array(size)));"""
QUICK = {"helloMs": 2000, "pingMs": 100, "silenceMs": 800, "patienceMs": 8000}
DOCTOR = """const steps = await panel('./src/doctor.js').examine(memory.engine);
    return steps.map((each) => [each.key, each.state, each.mend]);"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("engine")) as started:
        yield started


def code_of(engine: EngineProcess) -> str:
    with engine.http() as owner:
        return str(owner.post("/api/v1/pairing/start", json={"name": "Premiere"}).json()["code"])


def pair(host: Host, engine: EngineProcess) -> None:
    """Begin, and pair as a person types: small letters, a dash, the port behind."""
    code = code_of(engine)
    host.run(BEGIN, **QUICK)
    host.run("return memory.engine.pair(args.typed)", typed=f" {code[:4].lower()}-{code[4:].lower()}  {engine.port} ")


def until(there: Callable[[], Any], seconds: float = 15) -> Any:
    late = time.monotonic() + seconds
    while not (found := there()):
        assert time.monotonic() < late, "it did not come"
        time.sleep(0.02)
    return found


def state(host: Host) -> str:
    return str(host.run("return memory.engine.state"))


def failing(host: Host) -> list[str]:
    """The steps that the doctor finds wrong; each has a mend."""
    found = [(key, mend) for key, how, mend in host.run(DOCTOR) if how == "bad"]
    assert all(mend for _, mend in found)
    return [key for key, _ in found]


def test_a_code_is_typed_once_and_the_token_stays_in_secure_storage(engine: EngineProcess) -> None:
    with editor() as host:
        host.run(BEGIN, **QUICK)
        assert failing(host) == ["paired"]
        pair(host, engine)
        assert state(host) == "connected" and failing(host) == []
        kept = host.run("return panel('./src/store.js').readPairing()")
        assert kept["port"] == engine.port and len(kept["token"]) == 43
        again = host.run("return Array.from(kept[Object.keys(kept)[0]] || [])")
        assert again
        host.run(f"memory.engine.client.close(); {BEGIN}; return memory.engine.start()", **QUICK)
        assert state(host) == "connected"
        host.run("return memory.engine.forget()")
        assert state(host) == "unpaired" and host.run("return panel('./src/store.js').readPairing()") is None
        assert kept["token"] not in engine.log.read_text("utf-8") and kept["token"] not in str(host.logged)


def test_what_is_no_code_is_said_so() -> None:
    with editor() as host:
        host.run(BEGIN, **QUICK)
        for typed in ("ABCD", "", "ABCD-EFGH-99", "ABCD EFGH 99999"):
            with pytest.raises(HostError) as raised:
                host.run("return memory.engine.pair(args.typed)", typed=typed)
            assert raised.value.code == "bad_code"


def test_a_wrong_code_is_refused_in_french_too(engine: EngineProcess) -> None:
    code = """try { await memory.engine.pair('AAAA-AAAA ' + args.port); } catch (error) {
        const {speak, told} = panel('./src/words.js'); speak('fr_FR'); const french = told(error); speak('en');
        return [error.code, told(error), french]; }"""
    with editor() as host:
        host.run(BEGIN, **QUICK)
        kind, english, french = host.run(code, port=engine.port)
        assert kind and english["what"] != french["what"]


def test_a_cold_start_is_waited_out(engine: EngineProcess) -> None:
    with editor(sockets={"coldStart": 3}) as host:
        pair(host, engine)
        assert state(host) == "connected"


def test_a_host_that_denies_the_network_is_told_as_such(engine: EngineProcess) -> None:
    with editor() as host:
        pair(host, engine)
        again = f"memory.engine.client.close(); sockets.moods.denied = true; {BEGIN}; memory.engine.start()"
        host.run(again, **{**QUICK, "patienceMs": 100})
        until(lambda: state(host) == "lost")
        assert failing(host) == ["socket"]


def test_an_engine_that_starts_again_on_another_port_is_found(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("moving")
    with running(folder) as first, editor(sockets={"lateCloseMs": 5000}) as host:
        pair(host, first)
        ports = host.run("return panel('./src/aiprod-client.js').PROTOCOL.candidate_ports")
        first.kill()
        until(lambda: state(host) in ("lost", "connected") and "lost" in host.run("return memory.states"))
        moved = EngineProcess(folder, ports=tuple(ports))
        moved.start()
        try:
            until(lambda: host.run("memory.engine.nudge(); return memory.engine.state") == "connected", 20)
            until(lambda: host.run("return panel('./src/store.js').readPairing()")["port"] == moved.port)
        finally:
            moved.stop()
            first.process = moved.process


def test_a_panel_that_was_forgotten_is_told_and_pairs_again(engine: EngineProcess) -> None:
    with editor() as host:
        pair(host, engine)
        panel = host.run("return panel('./src/store.js').readPairing()")["panel"]
        with engine.http() as owner:
            assert owner.post(f"/api/v1/pairing/{panel}/revoke", json={}).status_code == 200
        host.run("return memory.engine.again()")
        until(lambda: state(host) == "refused")
        assert failing(host)[0] in ("proof", "token")
        pair(host, engine)
        assert state(host) == "connected"


def test_an_impostor_gets_no_token(engine: EngineProcess) -> None:
    with editor() as host, standing_in() as impostor:
        pair(host, engine)
        kept = host.run("return panel('./src/store.js').readPairing()")
        host.run("return panel('./src/store.js').keepPairing(args.pairing)", pairing={**kept, "port": impostor.port})
        lonely = "panel('./src/aiprod-client.js').PROTOCOL.candidate_ports.length = 0;"
        host.run(f"memory.engine.client.close(); {lonely} {BEGIN}; return memory.engine.start()", **{**QUICK, "patienceMs": 200})
        until(lambda: state(host) == "refused")
        assert failing(host) == ["proof"]
        assert all(kept["token"] not in each for each in impostor.offered)


def test_without_an_engine_the_doctor_says_start_it() -> None:
    with editor() as host:
        pairing = {"panel": "panel_" + "0" * 26, "token": "x" * 43, "port": 9}
        lonely = "panel('./src/aiprod-client.js').PROTOCOL.candidate_ports.length = 0;"
        host.run("return panel('./src/store.js').keepPairing(args.pairing)", pairing=pairing)
        host.run(f"{lonely} {BEGIN}; memory.engine.start()", **{**QUICK, "patienceMs": 100})
        until(lambda: state(host) == "lost")
        assert failing(host) == ["reached"]


# --- what the desktop asks ------------------------------------------------------------------------------------------


def asked(engine: EngineProcess, host: Host, action: str, **arguments: Any) -> dict[str, Any]:
    """What came of something that the owner asked of the editor."""
    key = host.run("return memory.attendance.key")
    with engine.http() as owner:
        order = owner.post("/api/v1/hosts/ask", json={"key": key, "action": action, "arguments": arguments})
        assert order.status_code == 200, order.text
        path = f"/api/v1/hosts/outcome/{order.json()['command']}"
        return until(lambda: (found := owner.get(path, params={"wait_s": 5}).json())["state"] in ("done", "failed") and found)


def attending(engine: EngineProcess, host: Host) -> dict[str, Any]:
    """Attend, and wait until the engine knows the host. Its report."""
    host.run("memory.attendance.run()")
    key = host.run("return memory.attendance.key")
    with engine.http() as owner:
        seen = until(lambda: [each for each in owner.get("/api/v1/hosts").json()["hosts"] if each["key"] == key])
    return dict(seen[0]["report"])


def test_the_desktop_sees_the_editor_and_has_it_place_a_clip(engine: EngineProcess) -> None:
    made = clip(36)
    with editor(media=media_of(made)) as host:
        pair(host, engine)
        report = attending(engine, host)
        assert [report[each] for each in ("host", "version", "timeline")] == ["premiere", "26.3.0", "Cut"]
        assert report["project"] == "Film “é” 🎬.prproj"
        assert (report["rate"], report["playhead"], report["problem"]) == ("24000/1001", "00:00:02:12", None)
        assert "place_clip" in report["actions"] and "apply_grades" not in report["actions"]
        assert asked(engine, host, "context")["result"]["timeline"] == "Cut"
        outcome = asked(engine, host, "place_clip", clip=made, at=52, track={"kind": "video", "index": 1})
        assert outcome["state"] == "done" and outcome["result"]["verified"] == 2
        assert outcome["result"]["undo"] == "AIPROD: A lighthouse"
        assert items(host, "video", 0)[1][:2] == (52, 88)


def test_what_can_not_be_done_is_answered_in_one_line(engine: EngineProcess) -> None:
    with editor() as host:
        pair(host, engine)
        attending(engine, host)
        before = host.fingerprint()
        outcome = asked(engine, host, "place_clip", clip=clip(36, "25"), at=52, track="new")
        assert outcome["state"] == "failed" and "25" in outcome["error"] and "\n" not in outcome["error"]
        assert host.fingerprint() == before
        host.control("closeProject")
        assert "No project is open" in asked(engine, host, "context")["error"]


def test_a_command_that_was_answered_is_not_done_again(engine: EngineProcess) -> None:
    made = clip(36)
    with editor(media=media_of(made)) as host:
        pair(host, engine)
        command = {"id": "cmd_" + "0" * 26, "action": "place_clip", "arguments": {"clip": made, "at": 52, "track": "new"}}
        answer = "try { await memory.attendance.answer(args.command); } catch (error) { return error.code; }"
        twice = [host.run(answer, command=command) for _ in range(2)]
        assert twice == ["not_found", "not_found"]  # the engine asked nothing of it
        assert [len(track["items"]) for track in host.look()["sequences"][0]["video"]] == [2, 0, 0, 1]


def test_a_lost_engine_does_not_stop_the_attendance(engine: EngineProcess) -> None:
    with editor() as host:
        pair(host, engine)
        attending(engine, host)
        host.run("memory.engine.client.wire.end('cut')")
        assert asked(engine, host, "reveal", frame=30)["result"] == {"frame": 30}
