# SPDX-License-Identifier: Apache-2.0
"""The browser that shows the panel's page: as UXP's, with the host's widgets, its Origin, its themes."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from tests.plugin.premiere.host import HostError
from tests.plugin.premiere.media import picture
from tests.plugin.premiere.page import Page, browser

HTML = """<!DOCTYPE html><html><head><link rel="stylesheet" href="styles.css"></head><body>
<sp-heading>Title</sp-heading><sp-textfield id="words" placeholder="Say"></sp-textfield>
<sp-dropdown id="kind" style="width: 200px" placeholder="Choose"><sp-menu slot="options">
<sp-menu-item value="a">Alpha</sp-menu-item><sp-menu-item value="b">Beta</sp-menu-item></sp-menu></sp-dropdown>
<sp-checkbox id="check">Check</sp-checkbox><sp-radio-group id="radios" selected="x"><sp-radio value="x">X</sp-radio>
<sp-radio value="y">Y</sp-radio></sp-radio-group><sp-slider id="slide" min="1" max="9" value="4"></sp-slider>
<sp-progressbar id="bar" value="30"></sp-progressbar><sp-textarea id="long" style="width: 100%"></sp-textarea>
<sp-button id="go" variant="cta">Go</sp-button><sp-button id="off" disabled>Off</sp-button>
<div id="out"></div><div id="wide" style="display: none; width: 900px">wide</div><script src="main.js"></script></body></html>"""
MAIN = """const { entrypoints, host } = require("uxp"); const ppro = require("premierepro");
const { greet } = require("./src/greet.js");
const at = (id) => document.getElementById(id); const heard = [];
const shown = () => { at("out").textContent = `shown ${host.uiLocale} ${document.theme.getCurrent()}`; };
entrypoints.setup({ panels: { one: { show: shown } } });
["kind", "check", "radios", "words", "slide"].forEach((id) => at(id).addEventListener("change", () => heard.push(id)));
at("off").addEventListener("click", () => heard.push("off"));
document.addEventListener("keypress", () => heard.push("keypress"));
document.theme.onUpdated.addListener((name) => { at("out").textContent = name; });
at("go").addEventListener("click", async () => {
  const project = await ppro.Project.getActiveProject();
  at("out").textContent = [greet(project.name), at("words").value, at("kind").value, at("check").checked, at("radios").value,
    at("slide").value, heard.join(" ")].join("|");
});"""
SETUP = {"name": "“é” 🎬", "sequences": [{"name": "Cut", "rate": "25"}]}


@pytest.fixture(scope="module")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plugin")
    (folder / "src").mkdir()
    files = {
        "manifest.json": '{"main": "index.html", "version": "1.0.0", "entrypoints": [{"id": "one"}],'
        ' "requiredPermissions": {"network": {"domains": "all"}}}',
        "index.html": HTML, "main.js": MAIN,
        "src/greet.js": "exports.greet = (name) => `hello ${name}`;",
        "styles.css": "body { margin: 8px; color: var(--uxp-host-text-color); } #out { margin-top: 4px; }",
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def chrome() -> Iterator[Page]:
    with browser() as one:
        yield one


@pytest.fixture
def page(chrome: Page, plugin: Path) -> Iterator[Page]:
    yield chrome.open(plugin=plugin, setup=SETUP)
    assert chrome.errors() == []


def test_the_page_is_clicked_typed_and_read(page: Page) -> None:
    assert page.text("#out") == "shown en_US darkest"
    page.type("#words", "漢 é")
    page.choose("#kind", "Beta")
    page.click("#check")
    page.click(text="Y")
    page.click(text="Go")
    page.wait("#out", text="hello")
    assert page.text("#out") == "hello “é” 🎬.prproj|漢 é|b|true|y|4|words kind check radios"
    assert page.value("#kind") == "b" and page.attribute("#check", "checked") == ""


def test_widgets_refuse_what_the_hosts_refuse(page: Page) -> None:
    page.run("document.getElementById('off').click(); document.getElementById('kind').focus()")
    for key in ("ArrowDown", "a"):
        page.press(key)
    page.click(text="Go")
    page.wait("#out", text="hello")
    assert page.text("#out").split("|")[2:] == ["", "false", "x", "4", ""]


def test_the_fake_is_behind_the_page(page: Page, tmp_path: Path) -> None:
    page.media["/m/a.mov"] = picture(50, "25")
    code = """const project = await ppro.Project.getActiveProject(); const root = await project.getRootItem();
        await project.importFiles(['/m/a.mov'], true, ppro.ProjectItem.cast(root), false); await sleep(60);
        const clip = (await root.getItems()).find((each) => each.name === 'a.mov');
        const sequence = await project.getActiveSequence();
        project.lockedAccess(() => project.executeTransaction((ca) => ca.addAction(ppro.SequenceEditor.getEditor(sequence)
            .createOverwriteItemAction(clip, ppro.TickTime.TIME_ZERO, 0, 0)), 'AIPROD: one'));
        const again = await project.getActiveSequence();
        return await ppro.Exporter.exportSequenceFrame(again, ppro.TickTime.TIME_ZERO, 'f.png', args.to, 320, 180)"""
    assert page.run(code, to=str(tmp_path)) is True
    assert Image.open(tmp_path / "f.png.png").size == (320, 180)
    look = page.look()
    assert look["sequences"][0]["video"][0]["items"][0]["end"] == 50 and look["undo"] == ["Import", "AIPROD: one"]


def test_what_uxp_lacks_throws(page: Page) -> None:
    for code in ("fetch('x')", "new XMLHttpRequest()", "new TextDecoder()", "btoa('x')", "alert('x')"):
        with pytest.raises(HostError, match="isn't to be had in UXP"):
            page.run(code)
    assert page.run("return window.devicePixelRatio") == 1


@pytest.mark.parametrize(("theme", "dark"), [("darkest", True), ("light", False)])
def test_both_themes_are_painted(theme: str, dark: bool, chrome: Page, plugin: Path, tmp_path: Path) -> None:
    page = chrome.open(plugin=plugin, setup=SETUP, theme=theme, locale="fr_FR", width=300, height=400)
    assert page.text("#out") == f"shown fr_FR {theme}"
    shot = Image.open(page.screenshot(tmp_path / "one.png")).convert("L")
    assert shot.size == (300, 400) and (shot.getpixel((2, 390)) < 80) == dark
    page.theme("light" if dark else "darkest")
    assert page.text("#out") == ("light" if dark else "darkest")
    after = Image.open(page.screenshot(tmp_path / "two.png")).convert("L")
    assert (after.getpixel((2, 390)) < 80) != dark


def test_what_does_not_fit_is_found(page: Page) -> None:
    assert page.overflow() == []
    page.run("document.getElementById('wide').style.display = 'block'")
    assert any("div#wide reaches" in each for each in page.overflow())


def test_an_error_that_nobody_catches_is_told(chrome: Page, plugin: Path) -> None:
    page = chrome.open(plugin=plugin, setup=SETUP)
    page.run("setTimeout(() => { throw new Error('of mine'); }); Promise.reject(new Error('and mine')); await sleep(20)")
    told = "\n".join(page.errors())
    assert "of mine" in told and "and mine" in told
    with pytest.raises(HostError, match="Timeout"):
        page.wait("#nowhere", seconds=0.2)


def test_the_engine_hears_the_origin_that_uxp_sends(page: Page) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        heard: list[bytes] = []

        def listen() -> None:
            link, _ = server.accept()
            heard.append(link.recv(65536))
            link.close()

        listener = threading.Thread(target=listen)
        listener.start()
        page.run("new WebSocket(args.url, ['aiprod.v1', 'aiprod.token.x'])", url=f"ws://127.0.0.1:{port}/api/v1/ws")
        listener.join(20)
    rows = heard[0].decode("latin-1").split("\r\n")
    names = [row.split(":")[0].lower() for row in rows]
    assert rows[0] == "GET /api/v1/ws HTTP/1.1"
    assert [row for row in rows if row.lower().startswith("origin")] == ["Origin: file://"]
    assert f"Host: 127.0.0.1:{port}" in rows and names.count("host") == 1
    assert not {"sec-websocket-extensions", "sec-fetch-site", "cookie"} & set(names)
    assert any("aiprod.token.x" in row for row in rows if row.lower().startswith("sec-websocket-protocol"))
