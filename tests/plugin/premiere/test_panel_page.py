# SPDX-License-Identifier: Apache-2.0
"""The panel's real page in Chromium on a real engine: paired, a shot made and seen and placed, taken again; how it looks."""

import json
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.plugin.premiere.host import ROOT, HostError
from tests.plugin.premiere.lint import lint, manifest, package
from tests.plugin.premiere.page import Page, browser
from tests.plugin.premiere.panel_setup import built, project
from tests.server.harness import EngineProcess, running

from aiprod.server.settings import Limits

PICTURES = ROOT / "docs" / "panels"
LOOK = """const look = document.querySelector('#look');
    for (let n = 0; n < 500 && look.querySelectorAll('sp-menu-item').length < 3; n += 1) await sleep(20);
    look.selectedIndex = 2; look.dispatchEvent(new Event('change'));"""
CONTEXT = "return panel('./src/host.js').context()"
SETUP = project("24000/1001", size=[192, 108], **{"in": 50, "out": 60})


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("engine"), workers=True, limits=Limits()) as started:
        yield started


@pytest.fixture(scope="module")
def chrome() -> Iterator[Page]:
    with browser() as page:
        yield page


def code_of(engine: EngineProcess) -> str:
    with engine.http() as owner:
        return str(owner.post("/api/v1/pairing/start", json={}).json()["code"])


def paired(engine: EngineProcess, chrome: Page, **more: Any) -> Page:
    """The page with a panel that is connected, as a user makes it so."""
    chrome.open("26.3", plugin=built(), **{"setup": SETUP, "width": 300, **more})
    chrome.wait("#code")
    chrome.type("#code", f"{code_of(engine)} {engine.port}")
    chrome.click("sp-button.main")
    chrome.wait(".dot.connected")
    return chrome


def come(page: Page, selector: str, text: str = "") -> None:
    """Wait for what the engine makes, however busy the machine is. Raises HostError when it doesn't come."""
    late = time.monotonic() + 240
    while True:
        try:
            return page.wait(selector, text, seconds=20)
        except HostError:
            if time.monotonic() > late:
                raise


def tab(page: Page, at: int) -> None:
    page.click(f"sp-action-button.tab:nth-child({at})")


@pytest.fixture(scope="module")
def made(engine: EngineProcess, chrome: Page) -> dict[str, Any]:
    """What the timeline shows after a shot was made, made again, graded and scored, all by clicking."""
    page = paired(engine, chrome)
    page.wait("#prompt")
    page.type("#prompt", "A lighthouse at dusk, slow dolly in")
    come(page, "#estimate", text="≈")
    found: dict[str, Any] = {"foreseen": page.text("#estimate")}
    page.click("sp-button.main")
    come(page, "img.preview")
    come(page, ".card.over .row")
    found["report"] = page.text(".card.over")
    page.run("control.select([{kind: 'video', track: 0, start: 50}])")
    tab(page, 2)
    come(page, ".take.here")
    found["first"] = page.run(CONTEXT)
    page.click("sp-button", text="Retake")
    come(page, ".works:has(> .card.over:nth-child(2)) .card:first-child.over")
    come(page, ".take:not(.here)")
    found["again"] = page.run(CONTEXT)
    page.type("#more", "0,5")
    page.click("sp-button.main", text="Extend clip")
    come(page, ".works:has(> .card:nth-child(3)) .card:first-child .note", text="Placed and checked")
    found["longer"] = page.run(CONTEXT)
    graded_and_scored(page, found)
    return {**found, "errors": page.errors()}


def graded_and_scored(page: Page, found: dict[str, Any]) -> None:
    tab(page, 4)
    page.wait(".hint", text="1 clip selected")
    page.run(LOOK)
    page.click("sp-button.main")
    come(page, ".grade .note", text="Not set yet")
    found["lut"] = page.value(".grade sp-textfield")
    tab(page, 3)
    page.type("#mood", "calm, piano")
    page.click("sp-button.main", text="Score range")
    come(page, ".card:first-child .note", text="Placed and checked")
    found["scored"] = page.run(CONTEXT)


def item(context: dict[str, Any]) -> dict[str, Any]:
    return dict(next(each for each in context["tracks"][0]["items"] if each["start"] == 50))


def test_a_shot_is_foreseen_made_seen_and_placed(made: dict[str, Any]) -> None:
    assert "Animatic" in made["foreseen"] and "free" in made["foreseen"]
    assert "V1, 00:00:02:02" in made["report"]
    placed = item(made["first"])
    assert (placed["start"], placed["end"], placed["src_in"]) == (50, 60, 0)
    assert placed["marker"]["recipe"]["prompt"].startswith("A lighthouse")
    assert Path(placed["media"]).is_file() and made["errors"] == []


def test_a_take_made_again_lies_in_the_same_cut(made: dict[str, Any]) -> None:
    first, again = item(made["first"]), item(made["again"])
    assert first["media"] != again["media"] and (again["start"], again["end"]) == (50, 60)
    assert again["marker"]["family"] == first["marker"]["family"] and again["marker"]["clip"] != first["marker"]["clip"]
    assert len(made["again"]["markers"]) == 1


def test_a_clip_made_longer_goes_on_right_after_itself(made: dict[str, Any]) -> None:
    longer = next(each for each in made["longer"]["tracks"][0]["items"] if each["start"] == 60)
    assert (longer["end"], longer["src_in"]) == (72, 0) and longer["marker"]["recipe"]["kind"] == "extension"


def test_a_grade_is_handed_over_and_music_lies_under_the_range(made: dict[str, Any]) -> None:
    assert made["lut"].endswith(".cube") and Path(made["lut"]).is_file()
    sounds = [each for track in made["scored"]["tracks"] if track["kind"] == "audio" for each in track["items"]]
    music = next(each for each in sounds if each["media"].endswith(".wav"))
    assert (music["start"], music["end"]) == (50, 60)


@pytest.mark.usefixtures("made")
def test_nothing_reaches_out_of_a_narrow_panel_in_either_language(engine: EngineProcess, chrome: Page) -> None:
    for locale in ("en_US", "fr_FR"):
        page = paired(engine, chrome, locale=locale, theme="dark")
        page.run("control.select([{kind: 'video', track: 0, start: 96}])")
        for width in (300, 400):
            page.resize(width)
            for at in range(1, 6):
                tab(page, at)
                assert page.overflow() == [], (locale, width, at)
            page.click("sp-action-button.status")
            assert page.overflow() == [], (locale, width)
        assert page.errors() == []


def test_what_goes_wrong_is_said_where_it_was_clicked(engine: EngineProcess, chrome: Page) -> None:
    page = paired(engine, chrome, locale="fr_FR", theme="light")
    page.wait("#prompt")
    page.click("sp-button.main")
    page.wait(".notice", text="Dites ce que montre le plan")
    page.control("closeTimeline")
    page.type("#prompt", "Un phare")
    page.click("sp-button.main")
    page.wait(".notice", text="Aucune séquence n’est ouverte")
    page.control("closeProject")
    page.wait(".where", text="Aucun projet n’est ouvert")
    page.click("sp-action-button.status")
    page.wait(".step.bad", text="Projet")
    assert page.errors() == []


def test_what_costs_money_is_ordered_with_a_cap_that_the_user_sees(chrome: Page) -> None:
    page = chrome.open("26.3", plugin=built(), setup=SETUP)
    found = page.run("""const {ShotView} = panel('./src/view-shot.js');
        const view = new ShotView({engine: {state: 'unpaired'}, seen: null, attempt: () => undefined});
        view.choices = {recommended: 'animatic', choices: [{generator: 'animatic', available: true, eur: 0, seconds: 2},
            {generator: 'cloud:fal:wan', available: true, eur: 0.3142, seconds: 60}]};
        view.maker.offer([{value: 'auto', label: 'a'}, {value: 'cloud:fal:wan', label: 'w'}]);
        document.body.appendChild(view.element); await sleep(50);
        const seen = (at) => { view.maker.choose(at); view.showEstimate();
            return [view.capField.style.display, view.spending()]; };
        const all = [seen(0), seen(1)];
        view.cap.value = 'much'; try { view.spending(); } catch (error) { all.push(error.code); }
        return all;""")
    assert found == [["none", {}], ["", {"cap_eur": 0.32}], "bad_cap"]


def test_the_theme_is_the_hosts_and_the_language_can_be_changed(engine: EngineProcess, chrome: Page) -> None:
    page = paired(engine, chrome, theme="light")
    assert page.attribute("body", "class") == "light"
    page.theme("darkest")
    assert page.attribute("body", "class") == "dark darkest"
    page.click("sp-action-button.status")
    page.choose("#speech", "Français")
    page.wait(".lead", text="D’ici à AIPROD")
    assert page.texts("sp-action-button.tab") == ["Plan", "Prise", "Son", "Couleur", "Film"]


def test_a_code_that_is_wrong_is_told_and_can_be_typed_again(engine: EngineProcess, chrome: Page) -> None:
    page = chrome.open("26.3", plugin=built(), setup=SETUP)
    page.type("#code", f"AAAA-AAAA {engine.port}")
    page.click("sp-button.main")
    page.wait(".notice.bad")
    page.type("#code", f"{code_of(engine)} {engine.port}")
    page.click("sp-button.main")
    page.wait(".dot.connected")


# --- the files ------------------------------------------------------------------------------------------------------


def test_the_panel_uses_nothing_that_uxp_lacks() -> None:
    assert lint(built(), ()) == []


def fields(given: Any) -> list[str]:
    """What is filled in, in a sentence or several."""
    return sorted(re.findall(r"{\w+}", json.dumps(given)))


def test_both_languages_have_the_same_keys_and_all_that_are_used(chrome: Page) -> None:
    page = chrome.open("26.3", plugin=built(), setup=SETUP)
    english, french = page.run("return ['en', 'fr'].map((each) => panel(`./src/words-${each}.js`))")
    for part in ("errors", "words"):
        assert english[part].keys() == french[part].keys()
        for key, text in english[part].items():
            assert fields(text) == fields(french[part][key]), key
    paths = sorted((ROOT / "plugins" / "premiere" / "src").glob("*.js"))
    sources = "".join(path.read_text("utf-8") for path in paths if not path.name.startswith("words-"))
    plurals = {f"{key}_many" for key in re.findall(r"""counted\([^"{]*"(\w+)\"""", sources)}
    assert set(re.findall(r"""\bt\("(\w+)\"""", sources)) | plurals <= english["words"].keys()
    assert set(re.findall(r"""PanelError\("(\w+)\"""", sources)) <= english["errors"].keys()


def test_the_package_is_the_same_to_the_byte_and_what_the_host_wants(tmp_path: Path) -> None:
    script = str(ROOT / "plugins/premiere/build_ccx.py")
    for name in ("one", "two"):
        command = [sys.executable, script, str(tmp_path / name)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=tmp_path)
        assert Path(done.stdout.strip()) == tmp_path / name / "studio.aiprod.premiere_premierepro.ccx"
    one, two = (next((tmp_path / name).glob("*.ccx")) for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes() and one.stat().st_size < 1 << 20
    assert package(one) == []
    with zipfile.ZipFile(one) as archive:
        names = set(archive.namelist())
        assert manifest(json.loads(archive.read("manifest.json")), names) == []
        client = archive.read("src/aiprod-client.js").decode()
    assert "export " not in client.replace("// ", "") and "module.exports = { PROTOCOL," in client
