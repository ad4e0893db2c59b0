# SPDX-License-Identifier: Apache-2.0
"""The panel's real page in Chromium, on the fake Premiere and, if it likes, a real engine.

    with browser() as chrome:
        page = chrome.open("26.3", setup={...}, theme="darkest", locale="fr_FR", width=300)
        page.type("#code", "ABCD2345")
        page.click(text="Connecter")
        page.wait(text="Connecté")
        page.screenshot("docs/panels/premiere-connected-fr-dark.png")

Opening again ends the page before. The WebSocket goes through a proxy that says `Origin: file://`, as UXP does: the engine is
the real one and not relaxed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.plugin.premiere.host import HERE, PLUGIN, Host
from tests.plugin.premiere.tools import chromium, missing, node_modules


class Page(Host):
    """A browser with the panel's page in it. What a `Host` can, it can too: run code, look at the project, set faults."""

    def __init__(self) -> None:
        node_modules()
        found = shutil.which("node")
        if found is None:
            missing("Node is not installed")
        super().__init__([str(found), str(HERE / "page_host.cjs")])
        self._chromium = chromium()

    def open(
        self, version: str = "26.3", *, plugin: Path = PLUGIN, setup: dict[str, Any] | None = None, theme: str = "darkest",
        locale: str = "en_US", width: int = 340, height: int = 640, faults: dict[str, Any] | None = None,
        media: dict[str, Any] | None = None, **more: Any,
    ) -> Page:  # fmt: skip
        """Load the page as the host does at its start, with new folders of its own.

        `theme` is darkest, dark, light or lightest; `locale` en_US or fr_FR; `more` as in `host.premiere`.
        """
        look = {"theme": theme, "locale": locale, "width": width, "height": height, "chromium": self._chromium}
        self.start(version, plugin=plugin, setup=setup, faults=faults, media=media, **look, **more)
        return self

    def click(self, selector: str = "", text: str = "") -> None:
        """Click a thing: by its selector, by its text, or by both."""
        self.do("click", selector=selector, text=text)

    def type(self, selector: str, value: str) -> None:
        """Write into a field (sp-textfield, sp-textarea, input); its input and change events come."""
        self.do("type", selector=selector, value=value)

    def choose(self, selector: str, value: str) -> None:
        """Choose the item of an sp-dropdown with this text."""
        self.do("choose", selector=selector, value=value)

    def press(self, key: str) -> None:
        self.do("press", key=key)

    def texts(self, selector: str = "body") -> list[str]:
        """The texts that can be seen, of each thing that the selector names."""
        return list(self.do("texts", selector=selector))

    def text(self, selector: str = "body") -> str:
        return "\n".join(self.texts(selector))

    def count(self, selector: str) -> int:
        """How many such things can be seen."""
        return int(self.do("count", selector=selector))

    def value(self, selector: str) -> Any:
        return self.do("value", selector=selector)

    def attribute(self, selector: str, name: str) -> str | None:
        found = self.do("attribute", selector=selector, name=name)
        return None if found is None else str(found)

    def wait(self, selector: str = "", text: str = "", *, gone: bool = False, seconds: float = 60) -> None:
        """Wait until something can be seen, or (gone) no more. Raises HostError when it doesn't come."""
        self.do("wait", selector=selector, text=text, gone=gone, timeout=seconds * 1000)

    def resize(self, width: int, height: int = 640) -> None:
        self.do("resize", width=width, height=height)

    def theme(self, name: str) -> None:
        """The user changes the host's theme."""
        self.do("theme", name=name)

    def reload(self) -> None:
        """The host unloads and loads the plugin; what secure storage holds is given anew by `open(kept=…)` alone."""
        self.do("reload")

    def screenshot(self, path: str | Path, *, whole: bool = False) -> Path:
        """A picture of the panel, or of the whole page however long it is."""
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        return Path(self.do("screenshot", path=str(Path(path).absolute()), whole=whole))

    def overflow(self) -> list[str]:
        """What doesn't fit into the panel's width, and texts that are cut."""
        return list(self.do("overflow"))

    def errors(self) -> list[str]:
        """Errors that nobody caught, on the page."""
        return [*self.unhandled, *self.do("unhandled")]


@contextmanager
def browser() -> Iterator[Page]:
    """A browser for the length of a block: one for a module of tests is enough."""
    page = Page()
    try:
        yield page
    finally:
        page.end()
