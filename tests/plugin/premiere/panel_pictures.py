# SPDX-License-Identifier: Apache-2.0
"""The pictures of the panel in docs/panels: `python -m tests.plugin.premiere.panel_pictures [FOLDER]`.

The real page in Chromium on a real engine; the widgets are the harness's, near enough to the host's to judge a layout by.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.plugin.premiere.host import ROOT
from tests.plugin.premiere.page import Page, browser
from tests.plugin.premiere.panel_setup import built, project
from tests.server.harness import EngineProcess, running

from aiprod.server.settings import Limits

WORDS = {
    "en": {"shot": "A lighthouse at dusk, slow dolly in", "line": "You came back.", "film": "A keeper saves a boat in a storm."},
    "fr": {
        "shot": "Un phare au crépuscule, lent travelling avant", "line": "Tu es revenu.",
        "film": "Un gardien sauve un bateau dans la tempête.",
    },
}  # fmt: skip
LOOK = "const menu = document.querySelector('#look'); menu.selectedIndex = 2; menu.dispatchEvent(new Event('change'))"
LOCALES = {"en": "en_US", "fr": "fr_FR"}
CLIP = {"kind": "video", "track": 0, "start": 48}


def setup() -> dict[str, Any]:
    """A cut with a gap of two seconds, at a start timecode of an hour."""
    made = project("24000/1001", size=[640, 360], zero=86400)
    made["name"], made["sequences"][0]["name"] = "Le phare", "Cut 3"
    return made


class Shoot:
    """One panel in one look, walked through its views."""

    def __init__(self, page: Page, engine: EngineProcess, folder: Path, look: tuple[str, str, int]) -> None:
        self.page, self.engine, self.folder = page, engine, folder
        self.theme, self.lang, self.width = look

    def take(self, scene: str) -> None:
        self.page.run("return sleep(300)")
        name = f"premiere-{scene}-{self.theme}-{self.lang}-{self.width}.png"
        self.page.screenshot(self.folder / name, whole=True)

    def tab(self, at: int) -> None:
        self.page.click(f"sp-action-button.tab:nth-child({at})")

    def connect(self, *, picture: bool) -> None:
        self.page.open("26.3", plugin=built(), setup=setup(), theme=self.theme, locale=LOCALES[self.lang], width=self.width)
        self.page.wait(".step.bad")
        if picture:
            self.take("connect")
        with self.engine.http() as owner:
            code = owner.post("/api/v1/pairing/start", json={}).json()["code"]
        self.page.type("#code", f"{code[:4]}-{code[4:]} {self.engine.port}")
        self.page.click("sp-button.main")
        self.page.wait(".dot.connected")
        self.page.wait("#prompt")

    def shot(self) -> None:
        self.page.type("#prompt", WORDS[self.lang]["shot"])
        self.page.wait("#estimate", text="≈", seconds=30)
        self.take("shot")

    def making(self) -> None:
        self.page.click("sp-button.main")
        self.page.wait("img.preview", seconds=50)
        self.take("making")
        self.page.wait(".card.over .row sp-button", seconds=50)
        self.take("placed")

    def clip(self) -> None:
        self.page.run("control.select([args.clip])", clip=CLIP)
        self.tab(2)
        self.page.wait(".take.here", seconds=30)
        self.take("clip")

    def grade(self) -> None:
        self.tab(4)
        self.page.wait(".hint", text="1 ")
        self.page.run(LOOK)
        self.page.click("sp-button.main")
        self.page.wait(".grade", seconds=50)
        self.page.run("document.querySelector('.grade sp-textfield').value = '/Users/camille/AIPROD/clips/warm-print.cube'")
        self.take("grade")

    def others(self) -> None:
        self.page.run("control.select([args.clip, {kind: 'video', track: 0, start: 96}])", clip=CLIP)
        for at, scene, field, words in ((3, "sound", "#line", "line"), (5, "film", "#brief", "film")):
            self.tab(at)
            self.page.type(field, WORDS[self.lang][words])
            self.page.run("return sleep(1600)")
            self.take(scene)
        self.page.click("sp-action-button.status")
        self.page.wait(".step.ok", seconds=20)
        self.take("doctor")

    def problem(self) -> None:
        self.page.control("closeTimeline")
        self.tab(1)
        self.page.run("return sleep(1600)")
        self.page.click("sp-button.main")
        self.page.wait(".notice.bad")
        self.take("problem")


def shoot(page: Page, engine: EngineProcess, folder: Path) -> None:
    """Everything in two looks; the first view in the others."""
    for look in (("darkest", "en", 300), ("light", "fr", 400)):
        one = Shoot(page, engine, folder, look)
        one.connect(picture=True)
        steps: tuple[Callable[[], None], ...] = (one.shot, one.making, one.clip, one.grade, one.others, one.problem)
        for step in steps:
            step()
    for theme in ("darkest", "dark", "light"):
        for lang in ("en", "fr"):
            for width in (300, 400):
                one = Shoot(page, engine, folder, (theme, lang, width))
                one.connect(picture=False)
                one.shot()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "panels"
    begun = time.monotonic()
    home = Path(tempfile.mkdtemp(prefix="pictures-"))
    with running(home, workers=True, limits=Limits()) as engine, browser() as page:
        shoot(page, engine, folder)
    shutil.rmtree(home)
    sys.stdout.write(f"{len(list(folder.glob('premiere-*.png')))} pictures in {folder}, {time.monotonic() - begun:.0f} s\n")


if __name__ == "__main__":
    main()
