# SPDX-License-Identifier: Apache-2.0
"""The checks of the panel's files find each fault that is planted, and nothing in the panel itself."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.plugin.premiere.lint import lint, lint_each, manifest, package, unpacked
from tests.plugin.premiere.tools import PLUGIN, type_errors

HEAD = '<!DOCTYPE html><html><head><link rel="stylesheet" href="styles.css"></head><body>'
HTML = HEAD + '{}<script src="main.js"></script></body></html>'
MAIN = 'const { entrypoints } = require("uxp");\nentrypoints.setup({ panels: { one: { show() {} } } });\n'
GOOD = {
    "manifestVersion": 5,
    "id": "studio.aiprod.premiere",
    "name": "AIPROD",
    "version": "1.2.3",
    "main": "index.html",
    "host": {"app": "premierepro", "minVersion": "25.6.0"},
    "entrypoints": [{"type": "panel", "id": "one", "label": {"default": "AIPROD"}, "minimumSize": {"width": 280, "height": 200}}],
    "requiredPermissions": {"network": {"domains": "all"}, "localFileSystem": "request"},
}


Linted = dict[tuple[str, str], list[str]]


def plugin(folder: Path, *, css: str = "", html: str = "", js: str = "", main: str = MAIN) -> Path:
    (folder / "src").mkdir(exist_ok=True)
    for name, text in {
        "styles.css": f"\n\n{css}",
        "index.html": HTML.format(html),
        "main.js": main,
        "src/one.js": f"\n{js}\n",
    }.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def one(found: list[str]) -> str:
    assert len(found) == 1, found
    return found[0]


# --- planted faults ---

CSS = [
    ("a { display: grid; }", "display: grid"),
    ("a { display: inline-grid }", "display: inline-grid"),
    ("a { gap: 4px; }", '"gap"'),
    ("a { transition: opacity 1s; }", '"transition"'),
    ("a { animation: x 1s; }", '"animation"'),
    ("@keyframes x { }", "@keyframes"),
    ("a { text-transform: uppercase; }", '"text-transform"'),
    ("a { font: 12px serif; }", '"font"'),
    ("a { float: left; }", '"float"'),
    ("a { transform: none; }", '"transform"'),
    ("a { grid-area: x; }", '"grid-area"'),
    ("a:focus-visible { color: red; }", "focus-visible"),
    ("a:not(b) { color: red; }", '":not"'),
    ("a { background: url(https://x.test/a.png); }", "names an address"),
    ("a { align-items: baseline; }", "align-items: baseline"),
    ("a { justify-content: space-evenly }", "space-evenly"),
    ("@media (hover: hover) { a { color: red; } }", "media query"),
    ("@import 'x.css';", "@import"),
    ("a { width: min(1px, 2px); }", "min()"),
    ("@supports (display: flex) { }", "@supports"),
]
PAGES = [
    ("<ul><li></li></ul>", "<ul>"),
    ('<label for="x">a</label>', "for>"),
    ('<input type="file">', 'type="file"'),
    ("<div hidden></div>", "hidden"),
    ('<input type="color">', "color"),
    ("<select><option>a</option></select>", "needs a value"),
    ('<form action="x"></form>', "<form>"),
    ('<sp-textfield type="password"></sp-textfield>', "password"),
    ("<sp-picker></sp-picker>", "no widget"),
    ("<iframe></iframe>", "<iframe>"),
    ('<div onclick="go()"></div>', "inline handlers"),
    ('<div contenteditable="true"></div>', "contenteditable"),
    ('<img src="http://x.test/a.png">', "names an address"),
    ('<textarea rows="3"></textarea>', "rows"),
    ("<canvas></canvas>", "<canvas>"),
    ("<script>go()</script>", "of its own file"),
    ('<script type="module" src="main.js"></script>', "ES modules"),
    ("<table></table>", "<table>"),
    ('<script src="src/one.js"></script>', "at the root"),
    ('<script src="gone.js"></script>', "no gone.js"),
]
SCRIPTS = [
    ("fetch('x');", "fetch"),
    ("new XMLHttpRequest();", "XMLHttpRequest"),
    ("eval('1');", "eval"),
    ("new Function('1');", "Function"),
    ("new TextDecoder();", "TextDecoder"),
    ("btoa('x');", "btoa"),
    ("x.innerHTML = y;", "innerHTML"),
    ("x.outerHTML = `a${y}`;", "outerHTML"),
    ("x.insertAdjacentHTML('beforeend', y);", "insertAdjacentHTML"),
    ("import x from './y.js';", "ES modules"),
    ("export const a = 1;", "ES modules"),
    ("import('./y.js');", "ES modules"),
    ("require('./one');", "with its .js"),
    ("require('left-pad');", "left-pad"),
    ("require('./gone.js');", "no such file"),
    ("const a = 'https://x.test';", "an address"),
    ("const a = `wss://x.test/${b}`;", "an address"),
    ("const a = 'ws://evil.test:1/';", "an address"),
    ("process.exit();", "Node"),
    ("x.hidden = true;", "hidden"),
    ("x.style.display = 'grid';", "display: grid"),
    ("x.style.transition = 'a';", "transition"),
    ("x.setAttribute('hidden', '');", "hidden"),
    ("document.createElement('ul');", "<ul>"),
    ("document.createElement('sp-picker');", "no widget"),
    ("x.addEventListener('keypress', f);", "keypress"),
    ("alert('x');", "alert"),
    ("navigator.clipboard.readText();", "clipboard"),
    ("x.addEventListener('drop', f);", "drag and drop"),
]
LOCKED = "project.lockedAccess(() => { project.executeTransaction((ca) => { %s }, 'x'); });"
LOCKS = [
    ("project.lockedAccess(async () => { });", "must be synchronous"),
    ("project.executeTransaction(async (ca) => { });", "must be synchronous"),
    (LOCKED % "item.getName().then(f);", "nothing is awaited"),
    (LOCKED % "list.forEach(async (one) => { await one; });", "nothing is awaited"),
    ("const a = item.createMoveAction(t);", "outside lockedAccess"),
    ("function place() { ca.addAction(item.createMoveAction(t)); } place();", "place outside lockedAccess"),
    ("function place() { return item.createMoveAction(t); }", "called in no lockedAccess"),
    (f"const a = item.createMoveAction(t); {LOCKED % 'ca.addAction(a);'}", "outside lockedAccess"),
    ("async function go() { lay(); } function lay() { item.createMoveAction(t); } go();", "go outside lockedAccess"),
]
MEMBERS = [
    ("async function go() { project.importFiles(['a']); }", "nobody waits for importFiles()"),
    ("function go() { return ppro.ProjectConverter.exportAAF(a, b); }", "exportAAF is there from 26.3 on"),
    ("async function go() { await project.closeSequence(a); }", "closeSequence is there from 26.2 on"),
]
MEMBERS_WELL = [
    "async function go() { await project.importFiles(['a']); return project.getSequences(); }",
    "async function go() { if (atLeast(26, 2)) await project.closeSequence(a); }",
    "async function go() { if (typeof project.closeSequence === 'function') await project.closeSequence(a); }",
    "async function go() { if ('closeSequence' in project) await project.closeSequence(a); }",
]
LOCKED_WELL = [
    LOCKED % "ca.addAction(item.createMoveAction(t));",
    f"function lay(ca) {{ for (const one of all) ca.addAction(one.createMoveAction(t)); }} {LOCKED % 'lay(ca);'}",
    "function change(p, fill) { p.lockedAccess(() => p.executeTransaction((ca) => fill(ca), 'x')); }"
    " async function go() { await x; change(project, (ca) => ca.addAction(item.createMoveAction(t))); } go();",
    "const door = (p, fill) => p.lockedAccess(fill); const wide = (p, fill) => door(p, () => fill(1));"
    " function make() { item.createMoveAction(t); } wide(project, make);",
]
ENTRIES = [
    'const { entrypoints } = require("uxp"); setTimeout(() => entrypoints.setup({}), 50);',
    'require("uxp");',
    'const { entrypoints } = require("uxp"); async function go() { await x; entrypoints.setup({}); } go();',
    'const { entrypoints } = require("uxp"); entrypoints.setup({}); entrypoints.setup({});',
]
WELL = {
    "css": [
        """/* display: grid; */ :root { --gap: 4px; }
        .a, sp-button:hover, .b > .c:nth-child(2n)::before { display: flex; flex-direction: column; border: 1px solid red;
          width: calc(100% - 4px); color: var(--uxp-host-text-color, #fff); background-image: url("data:image/png;base64,AA==");
          justify-content: center; }
        @media (prefers-color-scheme: light) { .a { display: none; opacity: 0.5; } }
        @media (min-width: 300px) and (max-width: 400px) { .a { margin-top: 4px } }"""
    ],
    "html": [
        """<!-- <ul> --><sp-heading size="S">A > b</sp-heading>
        <sp-textfield id="a" placeholder="x"><sp-label slot="label">L</sp-label></sp-textfield>
        <sp-dropdown><sp-menu slot="options"><sp-menu-item value="a">A</sp-menu-item></sp-menu></sp-dropdown>
        <img src="data:image/png;base64,AA==" alt="é"><video src="a.mp4"></video><input type="range">"""
    ],
    "js": [
        """// fetch("https://x.test")
        const settings = { fetch: 1, process: 2 }; const url = `ws://127.0.0.1:${settings.port}/`;
        const other = `ws://${settings.host}:1`;
        function go(process) { return process.fetch + settings.process; }
        x.innerHTML = ""; x.style.display = "none"; x.style.color = value; x.style.width = `${part}%`; x.textContent = y;
        document.createElement("sp-button");
        const one = require("./one.js"); const { storage } = require("uxp"); x.addEventListener("keydown", go);
        """,
        *LOCKED_WELL,
        *MEMBERS_WELL,
    ],
}


@pytest.fixture(scope="module")
def linted(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[str]]:
    """All planted faults, read at once: (kind, text) → what was found."""
    cases = [("css", case[0]) for case in CSS] + [("html", case[0]) for case in PAGES] + [("main", main) for main in ENTRIES]
    cases += [("js", case[0]) for case in SCRIPTS + LOCKS + MEMBERS] + [
        (kind, text) for kind, texts in WELL.items() for text in texts
    ]
    folders = [plugin(tmp_path_factory.mktemp("case"), **{kind: text}) for kind, text in cases]
    return dict(zip(cases, lint_each(folders), strict=True))


@pytest.mark.parametrize(("css", "told"), CSS)
def test_css_that_uxp_lacks_is_found(css: str, told: str, linted: Linted) -> None:
    found = one(linted["css", css])
    assert found.startswith("styles.css:3:") and told in found


@pytest.mark.parametrize(("html", "told"), PAGES)
def test_html_that_uxp_lacks_is_found(html: str, told: str, linted: Linted) -> None:
    assert any(told in each for each in linted["html", html])


@pytest.mark.parametrize(("js", "told"), SCRIPTS)
def test_javascript_that_uxp_lacks_is_found(js: str, told: str, linted: Linted) -> None:
    found = one(linted["js", js])
    assert found.startswith("src/one.js:2:") and told in found


@pytest.mark.parametrize(("js", "told"), LOCKS)
def test_actions_outside_a_lock_and_waiting_inside_one_are_found(js: str, told: str, linted: Linted) -> None:
    assert any(told in each for each in linted["js", js])


@pytest.mark.parametrize(("js", "told"), MEMBERS)
def test_promises_that_are_dropped_and_members_that_come_later_are_found(js: str, told: str, linted: Linted) -> None:
    assert any(told in each for each in linted["js", js])


@pytest.mark.parametrize("main", ENTRIES)
def test_entry_points_are_set_up_at_once_and_once(main: str, linted: Linted) -> None:
    assert any("entrypoints.setup is called once, at the top" in each for each in linted["main", main])


def test_what_uxp_has_passes(linted: Linted) -> None:
    assert {text: linted[kind, text] for kind, texts in WELL.items() for text in texts if linted[kind, text]} == {}


# --- types ---


def test_the_type_check_finds_what_is_planted(tmp_path: Path) -> None:
    (tmp_path / "one.js").write_text(
        """const ppro = require("premierepro"); const { storage } = require("uxp");
        async function go() {
          const project = await ppro.Project.getActiveProject();
          const sequence = await project.getActiveSequence();
          sequence.getNonsense();
          sequence.setPlayerPosition(12);
          const name = sequence.getTimebase().length;
          const bin = await project.getRootItem();
          await project.importFiles(["a"], true, bin, false);
          await storage.localFileSystem.getNothing();
        }
        module.exports = { go };
        """,
        "utf-8",
    )
    found = type_errors(tmp_path)
    assert [line.split(":")[0] for line in found if line.startswith("one.js")] == [
        "one.js(5,20)",
        "one.js(6,38)",
        "one.js(7,47)",
        "one.js(9,50)",
        "one.js(10,41)",
    ]


# --- manifest and package ---


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"manifestVersion": 4}, "must be 5"),
        ({"version": "1.2"}, "x.y.z"),
        ({"id": "AIPROD panel"}, "reverse domain"),
        ({"main": "gone.html"}, "no gone.html"),
        ({"host": [{"app": "premierepro"}]}, "one object"),
        ({"surprise": 1}, "unknown key"),
        ({"host": {"app": "PHXS", "minVersion": "25.6.0"}}, "premierepro"),
        ({"host": {"app": "premierepro", "minVersion": "25.2.0"}}, "below"),
        ({"requiredPermissions": {"network": {"domains": ["all"]}}}, "bare string"),
        ({"requiredPermissions": {"network": {"domains": ["http://localhost"]}}}, "only ws://"),
        ({"requiredPermissions": {"network": {"domains": "some"}}}, "a list or"),
        ({"requiredPermissions": {"localFileSystem": "fullAccess"}}, "more than the panel needs"),
        ({"requiredPermissions": {"allowCodeGenerationFromStrings": True}}, "makes no code"),
        ({"entrypoints": []}, "empty"),
        ({"entrypoints": [{"type": "window", "id": "one", "label": "x"}]}, "panel or command"),
        ({"entrypoints": [{"type": "panel", "id": "one", "label": {}}]}, "label"),
        ({"entrypoints": [{"type": "panel", "id": "one", "label": "x", "minimumSize": {"width": 420, "height": 1}}]}, "300 px"),
        ({"icons": [{"path": "icon.png", "scale": [1, 2], "theme": ["all"]}]}, "no icon@2x.png"),
    ],
)
def test_a_manifest_that_premiere_would_refuse_is_found(change: dict[str, Any], told: str) -> None:
    assert manifest(GOOD, {"index.html", "icon.png"}) == []
    assert any(told in each for each in manifest({**GOOD, **change}, {"index.html", "icon.png"}))
    assert manifest({key: value for key, value in GOOD.items() if key != "host"}, set()) == ["host is missing"]


def packed(folder: Path, names: dict[str, str], *, link: str = "", at: str = "studio.aiprod.premiere_premierepro.ccx") -> Path:
    with zipfile.ZipFile(folder / at, "w") as archive:
        for name, text in names.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.external_attr = (0o120777 if name == link else 0o100644) << 16
            archive.writestr(entry, text)
    return folder / at


@pytest.mark.parametrize(
    ("names", "more", "told"),
    [
        ({"panel/manifest.json": "{}"}, {}, "not at the root"),
        ({"main.js.map": ""}, {}, "is not shipped"),
        ({"types.d.ts": ""}, {}, "is not shipped"),
        ({"../out.js": ""}, {}, "leads out"),
        ({"src/": ""}, {}, "folders need no entry"),
        ({"zz.js": ""}, {"link": "zz.js"}, "symbolic link"),
        ({"zz.js": "//# sourceMappingURL=a.map"}, {}, "source map"),
        ({"aa.js": ""}, {"last": True}, "no fixed order"),
        ({".hidden": ""}, {}, "is not shipped"),
        ({"zz.js": ""}, {"at": "panel.ccx"}, "should be"),
    ],
)
def test_a_package_with_what_does_not_belong_is_found(
    names: dict[str, str], more: dict[str, Any], told: str, tmp_path: Path
) -> None:
    whole = {"index.html": "", "manifest.json": json.dumps(GOOD)}
    last = more.pop("last", False)
    if "panel/manifest.json" in names:
        del whole["manifest.json"]
    files = {**whole, **names} if last else dict(sorted({**whole, **names}.items()))
    assert any(told in each for each in package(packed(tmp_path, files, **more)))


# --- the panel itself ---


@pytest.fixture(scope="module")
def ccx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = []
    for name in ("one", "two"):
        folder = tmp_path_factory.mktemp(name)
        subprocess.run([sys.executable, str(PLUGIN / "build_ccx.py"), str(folder)], check=True, capture_output=True)
        found += list(folder.glob("*.ccx"))
    first, second = found
    assert first.read_bytes() == second.read_bytes()
    return first


def test_the_package_is_what_premiere_takes(ccx: Path) -> None:
    assert package(ccx) == []


def test_the_shipped_panel_uses_nothing_that_uxp_lacks(ccx: Path, tmp_path: Path) -> None:
    assert lint(unpacked(ccx, tmp_path), added=()) == []


def test_the_panel_keeps_to_adobes_definitions() -> None:
    assert type_errors() == []
