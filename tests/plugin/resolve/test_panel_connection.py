# SPDX-License-Identifier: Apache-2.0
"""Finding the engine, proving it, pairing, losing it and finding it again; a bridge without a window; what goes wrong, told."""

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiprod_resolve import client, discovery, lines, places
from aiprod_resolve.client import Client, Door
from aiprod_resolve.errors import EngineError, ForgottenError, ImpostorError, NoEngineError, PanelError
from aiprod_resolve.lines import Orders
from tests.plugin.resolve.host import Host, NotInMenu
from tests.plugin.resolve.stage import PACKAGE, Clips
from tests.plugin.resolve.user import Doing, User, run_panel
from tests.server.harness import EngineProcess, running

from aiprod.server.settings import Limits

MakeHost = Callable[..., Host]
QUICK = 60.0


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("engine"), limits=Limits()) as started:
        yield started


@pytest.fixture(autouse=True)
def _home(engine: EngineProcess, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AIPROD_HOME", str(engine.folder))
    monkeypatch.setenv("AIPROD_LANG", "en")
    discovery.drop_pairing()
    yield
    discovery.drop_pairing()


def asker(**more: Any) -> Client:
    return Client(Door("Resolve test"), threading.Event(), **more)


def until(true: Callable[[], object], what: str = "") -> None:
    late = time.monotonic() + QUICK
    while not true():
        assert time.monotonic() < late, what or "it did not happen"
        time.sleep(0.02)


class Answering(BaseHTTPRequestHandler):
    """Something else on the engine's port: it answers everything, and keeps what it was told."""

    told: list[str]
    body = b'{"proof": "00", "protocol": [1, 1], "app_version": "9"}'

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        type(self).told += [str(self.headers), self.rfile.read(length).decode()]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.body)

    do_GET = do_POST  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def impostor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[type[Answering]]:
    """An engine died, its file is still there with a process that lives, and another program has got its port."""
    handler = type("Impostor", (Answering,), {"told": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path))
    announce(server.server_port)
    yield handler
    server.shutdown()
    server.server_close()
    thread.join()


SECRET = "the-owners-token-that-nobody-may-learn-0000"


def announce(port: int, **more: Any) -> Path:
    """A discovery file of our own."""
    content = {
        "schema": "Engine.1", "instance": "x", "pid": os.getpid(), "started": 0.0, "port": port, "protocol": [1, 1],
        "app_version": "1", "token": SECRET, **more,
    }  # fmt: skip
    places.discovery_path().parent.mkdir(parents=True, exist_ok=True)
    places.write_private(places.discovery_path(), content)
    return places.discovery_path()


# --- finding ----------------------------------------------------------------------------------------------------------


def test_the_panel_pairs_itself_once_and_is_listed(engine: EngineProcess) -> None:
    one = asker()
    assert one.ask("server.health")["live"] is True
    kept = discovery.read_pairing()
    assert kept is not None and kept.port == engine.port and places.token_path().stat().st_mode & 0o777 == 0o600
    assert asker().ask("server.health")["live"] is True and discovery.read_pairing() == kept
    with engine.http() as owner:
        listed = [panel for panel in owner.get("/api/v1/pairing").json()["panels"] if panel["id"] == kept.panel]
    assert listed[0]["permissions"] == ["read", "edit", "generate"] and "Resolve test" in listed[0]["host"]
    assert engine.token != kept.token and kept.token not in engine.log.read_text()


def test_no_engine_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path))
    with pytest.raises(NoEngineError) as caught:
        asker().ask("server.health")
    assert caught.value.key == "no_engine"


def test_a_stale_file_is_no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path))
    gone = subprocess.Popen(["true"])
    gone.wait()
    announce(1, pid=gone.pid)
    assert discovery.read_discovery() is None
    path = announce(9)
    with pytest.raises(NoEngineError) as caught:
        asker().ask("server.health")
    assert caught.value.key == "engine_silent"
    path.chmod(0o644)
    assert discovery.read_discovery() is None, "a file that others may read is not trusted"
    path.write_text("{torn")
    assert discovery.read_discovery() is None


def test_an_impostor_is_told_nothing(impostor: type[Answering]) -> None:
    with pytest.raises(ImpostorError):
        asker().ask("server.health")
    assert len(impostor.told) == 2 and SECRET not in "".join(impostor.told)
    discovery.keep_pairing(discovery.Pairing("panel_" + "0" * 26, "the-panels-own-token", 1))
    with pytest.raises(ImpostorError):
        asker().ask("server.health")
    assert "the-panels-own-token" not in "".join(impostor.told)


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b'{"error": {"code": "no"}}'])
def test_whatever_else_answers_is_an_impostor(impostor: type[Answering], body: bytes) -> None:
    impostor.body = body
    with pytest.raises(ImpostorError):
        asker().ask("server.health")


def test_an_engine_of_another_version_says_so(
    engine: EngineProcess, monkeypatch: pytest.MonkeyPatch, impostor: type[Answering]
) -> None:
    impostor.body = json.dumps({"error": {"code": "protocol", "message": "too new", "why": "2", "remedy": "Update."}}).encode()
    with pytest.raises(EngineError) as refused:
        asker().ask("server.health")
    assert refused.value.code == "protocol"
    monkeypatch.setenv("AIPROD_HOME", str(engine.folder))
    monkeypatch.setattr(discovery, "PROTOCOL", 7)
    with pytest.raises(PanelError) as caught:
        asker().ask("server.health")
    assert caught.value.key == "protocol" and "panels install" in caught.value.sentence("fr")


def test_without_its_file_the_engine_is_found_by_the_panel_s_own_token(
    engine: EngineProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asker().ask("server.health")
    kept = discovery.read_pairing()
    assert kept is not None
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path))
    discovery.keep_pairing(kept)
    assert asker().ask("server.health")["live"] is True


# --- losing and finding again -----------------------------------------------------------------------------------------


def test_a_forgotten_panel_stays_forgotten_until_the_user_wants_it_back(engine: EngineProcess) -> None:
    one = asker()
    one.ask("server.health")
    first = discovery.read_pairing()
    assert first is not None
    with engine.http() as owner:
        owner.post(f"/api/v1/pairing/{first.panel}/revoke", json={})
    with pytest.raises(ForgottenError):
        one.ask("server.health")
    with pytest.raises(ForgottenError):
        one.ask("server.health")
    assert discovery.read_pairing() is None
    assert asker().ask("server.health")["live"], "starting the script again is the user's wish"
    again = discovery.read_pairing()
    assert again is not None and again.panel != first.panel


def test_a_token_of_an_engine_that_was_set_up_anew_is_replaced(engine: EngineProcess) -> None:
    discovery.keep_pairing(discovery.Pairing("panel_" + "0" * 26, "x" * 43, engine.port))
    assert asker().ask("server.health")["live"] is True
    assert discovery.read_pairing() != discovery.Pairing("panel_" + "0" * 26, "x" * 43, engine.port)


def test_a_lost_answer_is_asked_for_again_and_nothing_is_done_twice(
    engine: EngineProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, usual, sent = asker(), client.Link._sent, []

    def torn(link: client.Link, method: str, path: str, payload: bytes | None) -> Any:
        answer = usual(link, method, path, payload)
        sent.append(path)
        if path.endswith("clips/shot") and sent.count(path) == 1:
            answer.read()
            raise ConnectionResetError  # the engine did it; the answer is lost
        return answer

    monkeypatch.setattr(client.Link, "_sent", torn)
    place = {"rate": "24", "size": "192x108", "project": "P"}
    ordered = one.ask("clips.shot", {"prompt": "A cat.", "frames": 12, "place": place})
    assert sent.count("/api/v1/clips/shot") == 2
    jobs = one.ask("jobs.status", {"job_id": ordered["job"]["id"]})
    with engine.http() as owner:
        found = [job for job in owner.get("/api/v1/jobs").json()["jobs"] if job["kind"] == "clip"]
    assert [job["id"] for job in found] == [jobs["id"]]
    one.ask("jobs.cancel", {"job_id": jobs["id"]})


def test_refusals_are_the_engine_s_own_words(engine: EngineProcess) -> None:
    with pytest.raises(EngineError) as caught:
        asker().ask("clips.get", {"clip": "clip_" + "0" * 26})
    assert caught.value.code == "not_found" and caught.value.said("en")[0]


def test_a_server_that_restarts_is_found_again_and_no_thread_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path))
    started = EngineProcess(tmp_path, limits=Limits()).start()
    orders = Orders(Door("Resolve test"))
    try:
        call = orders.ask("server.health")
        assert call.wait(QUICK) and call.value()["live"]
        started.kill()
        lost = orders.ask("server.health")
        started.start()
        assert lost.wait(QUICK + 10) and lost.value()["live"], lost.error
    finally:
        assert orders.stop()
        started.stop()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("aiprod-")]


# --- the bridge -------------------------------------------------------------------------------------------------------


def bridge(fake: Host, monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Thread, list[str]]:
    """The script in a free edition without windows, as the menu starts it: in a thread that stands for its process."""
    from aiprod_resolve.main import run

    monkeypatch.setattr(lines, "WAIT_S", 0.5)
    said: list[str] = []

    def work() -> None:
        fake.gate.own_thread()
        run(fake.script_globals(), said.append, lambda seconds: (fake.rest(), time.sleep(min(seconds, 0.01)))[0])

    thread = threading.Thread(target=work, name="script")
    thread.start()
    return thread, said


def stop_bridge(thread: threading.Thread) -> None:
    places.write_private(places.panels_folder() / "resolve-running.json", {"pid": 0, "started": 0})  # started a second time
    thread.join(QUICK)
    assert not thread.is_alive()


def asked(engine: EngineProcess, action: str, **arguments: Any) -> dict[str, Any]:
    """What the desktop asks, and what comes of it."""
    with engine.http() as owner:
        until(lambda: owner.get("/api/v1/hosts").json()["hosts"], "the host attends")
        host = owner.get("/api/v1/hosts").json()["hosts"][-1]
        sent = {"key": host["key"], "action": action, "arguments": arguments}
        command = owner.post("/api/v1/hosts/ask", json=sent).json()["command"]
        found: dict[str, Any] = {}
        for _ in range(8):
            found = owner.get(f"/api/v1/hosts/outcome/{command}", params={"wait_s": 10}).json()
            if found["state"] in ("done", "failed"):
                break
        return {**found, "host": host["report"]}


def test_the_free_edition_is_a_bridge_that_the_desktop_uses(
    engine: EngineProcess, make_host: MakeHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = make_host("20.3-free")
    fake.user.project("Film", "29.97 DF")
    fake.user.timeline()
    fake.user.playhead(1800)
    thread, said = bridge(fake, monkeypatch)
    try:
        context = asked(engine, "context")
        assert context["state"] == "done" and context["result"]["playhead"] == 1800
        assert (context["host"]["mode"], context["host"]["edition"]) == ("bridge", "free")
        clip = Clips(tmp_path)(20, "29.97")
        placed = asked(engine, "place_clip", clip=clip, at=1800, track="new")
        assert placed["result"]["verified"] == 2 and placed["result"]["mismatches"] == []
        assert placed["host"]["timeline"] == "Timeline 1" and placed["host"]["playhead"] == "01:01:00;02"
        refused = asked(engine, "swap_take", family="clip_" + "9" * 26, clip=clip)
        assert refused["state"] == "failed" and "isn't there any more" in refused["error"]
        assert set(context["host"]["actions"]) >= {"context", "place_clip", "build_film", "self_test"}
    finally:
        stop_bridge(thread)
    assert "desktop" in said[0]
    with engine.http() as owner:
        assert owner.get("/api/v1/hosts").json()["hosts"] == [], "it said goodbye"


def test_a_dialog_in_resolve_is_told_to_the_desktop(
    engine: EngineProcess, make_host: MakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = make_host("21.0.4-free")
    fake.user.project("Film")
    fake.user.timeline()
    thread, _said = bridge(fake, monkeypatch)
    try:
        asked(engine, "context")
        fake.user.opens_dialog()

        def problem() -> str:
            with engine.http() as owner:
                return str(owner.get("/api/v1/hosts").json()["hosts"][0]["report"].get("problem") or "")

        until(lambda: "waiting for you" in problem(), "the dialog is told")
        fake.close_modal()
        until(lambda: not problem(), "the dialog is gone")
    finally:
        fake.close_modal()
        stop_bridge(thread)


def test_the_free_edition_from_21_1_on_starts_no_script(make_host: MakeHost) -> None:
    with pytest.raises(NotInMenu):
        make_host("21.1-free").script_globals()


# --- the window, when something is wrong ------------------------------------------------------------------------------


def test_the_window_says_what_is_wrong_and_connects_when_it_can(
    engine: EngineProcess, make_host: MakeHost, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = make_host("19.1-studio")
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path))
    monkeypatch.setenv("AIPROD_LANG", "fr")
    seen: list[str] = []

    def doing(user: User) -> Doing:
        yield from user.until(lambda: any(w.shown for w in fake.ui.windows), "the window")
        yield from user.until(lambda: "ne tourne pas" in user.shows("state"), "no engine is told")
        seen.append(user.shows("where"))
        monkeypatch.setenv("AIPROD_HOME", str(engine.folder))
        user.window.click("connect")
        yield from user.until(lambda: "Connecté" in user.shows("state"), "it is connected")
        yield from user.until(lambda: user.window.find("make").values.get("Enabled"), "orders can be given")
        yield from user.presses("make")
        seen.append(user.shows("told"))
        yield from user.presses("doctor")
        seen.append(user.shows("told"))

    run_panel(fake, doing)
    assert "timeline" in seen[0] and "Aucune timeline" in seen[1]
    assert "127.0.0.1" in seen[2] and "Ouvrez une timeline" in seen[2], "each step, and the mend of what fails"
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("aiprod-")]


def test_a_dispatcher_that_can_t_be_stepped_runs_all_the_same(engine: EngineProcess, make_host: MakeHost) -> None:
    from tests.plugin.resolve.profiles import PROFILES

    for timer in (True, False):
        fake = make_host(PROFILES["20-studio"].but(step_loop=False, timer=timer))
        fake.user.project("Film")
        fake.user.timeline()

        def doing(user: User, fake: Host = fake) -> Doing:
            yield from user.until(lambda: any(w.shown for w in fake.ui.windows), "the window")
            for _ in range(200):
                if user.window.find("make").values.get("Enabled"):
                    break
                user.window.click("connect")
                yield
                yield
            user.window.click("doctor")
            yield from user.until(lambda: user.shows("told"), "the doctor")

        run_panel(fake, doing)


def test_a_second_start_raises_the_window_that_is_there(make_host: MakeHost) -> None:
    from aiprod_resolve.main import run

    fake = make_host("21.0.4-studio")

    def doing(user: User) -> Doing:
        yield from user.until(lambda: any(w.shown for w in fake.ui.windows), "the window")
        run(fake.script_globals(), lambda _text: None, fake.rest)
        assert user.window.values.get("raised") == 1 and len(fake.ui.windows) == 1

    run_panel(fake, doing)


# --- the launcher -----------------------------------------------------------------------------------------------------


def test_the_launcher_starts_the_panel_or_says_how_to_install_it(tmp_path: Path) -> None:
    launcher = PACKAGE / "launcher" / "AIPROD.py"
    text = launcher.read_text("utf-8")
    assert "# AIPROD launcher" in text.splitlines() and len(text.splitlines()) < 60
    environment = {"AIPROD_HOME": str(tmp_path), "PATH": os.environ["PATH"], "LANG": "en"}
    done = subprocess.run(["python3", str(launcher)], env=environment, capture_output=True, text=True, check=True)
    assert "aiprod panels install resolve" in done.stdout
    (tmp_path / "panels" / "resolve").mkdir(parents=True)
    (tmp_path / "panels" / "resolve" / "aiprod_resolve").symlink_to(PACKAGE / "aiprod_resolve")
    done = subprocess.run(["python3", str(launcher)], env=environment, capture_output=True, text=True, check=True)
    assert "Resolve can't be reached" in done.stdout
