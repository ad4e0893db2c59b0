# SPDX-License-Identifier: Apache-2.0
"""The fake UXP: modules as the host loads them, entry points, storage, files, the shell, sockets that misbehave."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.plugin.premiere.host import Host, HostError, premiere
from tests.plugin.standin import standing_in

PERMISSIONS = {"network": {"domains": "all"}, "launchProcess": {"schemes": ["https"], "extensions": [".html"]}}
MANIFEST = {"main": "index.html", "version": "1.2.3", "entrypoints": [{"id": "one"}], "requiredPermissions": PERMISSIONS}
FILES = {
    "manifest.json": json.dumps(MANIFEST),
    "main.js": 'const { entrypoints } = require("uxp"); const all = [];\n'
               'entrypoints.setup({ panels: { one: { create() { all.push("create"); }, show() { all.push("show"); },'
               ' hide() { all.push("hide"); } } } });\nmodule.exports = { all };',
    "src/a.js": 'exports.name = "a"; exports.b = require("./deep/b.js").name;',
    "src/deep/b.js": 'const up = require("../a.js"); exports.name = `b of ${up.name}`;',
}  # fmt: skip


@pytest.fixture(scope="module")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plugin")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def process(plugin: Path) -> Iterator[Host]:
    with premiere(plugin=plugin) as one:
        yield one


@pytest.fixture
def host(process: Host, plugin: Path) -> Host:
    return process.start(plugin=plugin)


def test_modules_are_found_by_relative_path_and_ending(host: Host) -> None:
    assert host.run("return panel('./src/a.js')") == {"name": "a", "b": "b of a"}
    for wanted, told in (
        ("./src/a", "with its .js"),
        ("../x.js", "out of the plugin"),
        ("./no.js", "not found"),
        ("http", "no such module"),
    ):
        with pytest.raises(HostError, match=told):
            host.run("return panel(args.wanted)", wanted=wanted)


@pytest.mark.parametrize("name", ["fetch", "XMLHttpRequest", "TextDecoder", "TextEncoder", "btoa", "atob"])
def test_what_uxp_lacks_is_not_there(name: str, host: Host) -> None:
    assert host.run(f"return typeof {name}") == "undefined"


def test_entry_points_show_once_and_hide_never(host: Host) -> None:
    assert host.run("""const { all } = panel('./main.js'); await entrypoints.begin({}); await entrypoints.show('one', {});
        return all""") == ["create", "show"]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("uxp.entrypoints.setup({}); uxp.entrypoints.setup({})", "called twice"),
        ("uxp.entrypoints.setup({ panels: { two: {} } })", 'no entry point "two"'),
        ("uxp.entrypoints.setup({ panels: { one: { display() {} } } })", 'a panel has no "display"'),
        ("uxp.entrypoints.setup({ windows: {} })", 'knows no "windows"'),
        ("await entrypoints.begin({})", "called no entrypoints.setup"),
        ("entrypoints.loading = false; uxp.entrypoints.setup({})", "while the plugin loads"),
        ("uxp.nonsense", "has no member"),
        ("uxp.storage.nonsense", "has no member"),
    ],
)
def test_entry_points_that_are_wrong(code: str, told: str, host: Host) -> None:
    with pytest.raises(HostError, match=told):
        host.run(code)


def test_secure_storage_keeps_bytes_and_may_refuse(process: Host, plugin: Path) -> None:
    code = """const store = uxp.storage.secureStorage; await store.setItem('token', 'é');
        const got = await store.getItem('token'); const none = await store.getItem('none');
        return [Array.from(got), none, store.length, store.key(0)]"""
    assert process.start(plugin=plugin).run(code) == [[195, 169], None, 1, "token"]
    assert process.start(plugin=plugin, kept={"token": [65]}).run(
        "return [...(await uxp.storage.secureStorage.getItem('token'))]"
    ) == [65]
    with pytest.raises(HostError, match="keychain refused"):
        process.start(plugin=plugin, broken={"secureStorage": True}).run(code)


def test_files_of_the_plugin_and_no_others(host: Host, tmp_path: Path) -> None:
    code = """const files = uxp.storage.localFileSystem; const data = await files.getDataFolder();
        const file = await data.createFile('é.txt', { overwrite: true }); await file.write('漢 🎬');
        const again = await data.getEntry('é.txt'); const fs = require('fs');
        return [await again.read(), again.nativePath, (await data.getEntries()).map((each) => each.name),
            await fs.readFile('plugin-data:/é.txt', { encoding: 'utf-8' }), (await fs.lstat('plugin-data:/é.txt')).isFile()]"""
    text, path, names, again, is_file = host.run(code.replace("require(", "panel("))
    assert (text, names, again, is_file) == ("漢 🎬", ["é.txt"], "漢 🎬", True)
    assert Path(path).read_text("utf-8") == "漢 🎬"
    for wanted in (f"file:{tmp_path}", str(tmp_path)):
        with pytest.raises(HostError, match="fullAccess"):
            host.run("return await panel('fs').readFile(args.wanted)", wanted=wanted)
    with pytest.raises(HostError, match="Could not find"):
        host.run("return await (await uxp.storage.localFileSystem.getDataFolder()).getEntry('none')")


def test_the_shell_opens_what_the_manifest_allows(process: Host, plugin: Path) -> None:
    host = process.start(plugin=plugin)
    code = "await uxp.shell.openExternal('https://a.test'); await uxp.shell.openPath('/x/report.html'); return outside"
    assert host.run(code) == ["https://a.test", "/x/report.html"]
    host = process.start(plugin=plugin, chosen={"consent": False})
    assert host.run("return [await uxp.shell.openExternal('https://a.test'), outside]") == ["the user refused", []]
    for code in ("openExternal('mailto:a')", "openPath('/x/run.sh')"):
        with pytest.raises(HostError, match="Permission denied"):
            host.run(f"await uxp.shell.{code}")


# --- sockets ---

TALK = """
  const talk = (url) => new Promise((resolve) => {
    let socket;
    try { socket = new WebSocket(url, ['aiprod.v1']); } catch (error) { resolve(error.message); return; }
    socket.onmessage = (event) => resolve(JSON.parse(event.data).type);
    socket.onclose = socket.onerror = () => resolve('closed');
    memory.socket = socket;
  });
"""


def talk(host: Host, port: int, more: str = "") -> Any:
    return host.run(TALK + f"const said = await talk(args.url); {more or 'return said'}", url=f"ws://127.0.0.1:{port}/api/v1/ws")


def test_the_constructor_throws_after_a_cold_start_and_without_permission(process: Host, plugin: Path) -> None:
    with standing_in() as engine:
        host = process.start(plugin=plugin, sockets={"coldStart": 2})
        said = [talk(host, engine.port) for _ in range(3)]
        assert ["Permission denied to the url" in said[0], "Permission denied to the url" in said[1], said[2]] == [
            True,
            True,
            "hello",
        ]
        host.run("sockets.moods.denied = true")
        assert "Manifest entry not found" in talk(host, engine.port)
        host.run("memory.socket.close()")
        host = process.start(plugin=plugin, sockets={"coldStartMs": 200})
        assert "Permission denied" in talk(host, engine.port)
        assert talk(host, engine.port, "await sleep(200); return await talk(args.url)") == "hello"
        host.run("memory.socket.close()")


@pytest.mark.parametrize(
    ("domains", "version", "there"),
    [
        ("all", "26.3", True),
        (["all"], "26.3", False),
        (["ws://localhost/", "ws://127.0.0.1/"], "26.3", False),
        (["ws://127.0.0.1/"], "25.6", True),
        (["ws://localhost/"], "25.6", False),
        (None, "25.6", False),
    ],
)
def test_the_manifest_decides_what_may_be_opened(domains: Any, version: str, there: bool, process: Host, plugin: Path) -> None:
    given = {"entrypoints": [], "requiredPermissions": {"network": {"domains": domains} if domains else {}}}
    with standing_in() as engine:
        host = process.start(version, plugin=plugin, manifest=given)
        assert (talk(host, engine.port, "if (said === 'hello') memory.socket.close(); return said") == "hello") is there


def test_a_close_event_comes_late_and_the_socket_looks_open_until_then(process: Host, plugin: Path) -> None:
    with standing_in() as engine:
        host = process.start(plugin=plugin, sockets={"lateCloseMs": 150})
        assert talk(host, engine.port) == "hello"
        code = """const { socket } = memory; const began = Date.now();
            const closed = new Promise((resolve) => { socket.onclose = resolve; });
            socket.close(); await sleep(60); const looked = socket.readyState; await closed;
            return [looked, socket.readyState, Date.now() - began >= 150]"""
        assert host.run(code) == [1, 3, True]


def test_nobody_at_a_port_closes_the_socket(host: Host) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert talk(host, port) == "closed"
