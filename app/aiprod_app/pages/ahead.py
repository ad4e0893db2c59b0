# SPDX-License-Identifier: Apache-2.0
"""Makes the pages ahead: their code is loaded on another thread, they are made in slices that leave the interface free."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from aiprod.film.errors import AiprodError
from aiprod_app.pages import PAGES, PageSpec
from aiprod_app.pages.base import Page
from aiprod_app.studio import Studio
from aiprod_app.widgets.steps import Steps, a_slice, warmed


class Ahead(QObject):
    """Makes pages, one after the other; one that somebody waits for comes first.

    Args:
        place: puts a page that is still empty where it will be shown, and gives it that size.
        made: a page is made from now on.
    """

    def __init__(self, studio: Studio, place: Callable[[Page], None], made: Callable[[Page], None], parent: QObject) -> None:
        super().__init__(parent)
        self._studio, self._place, self._made = studio, place, made
        self._begun: dict[str, Page] = {}
        self._keys: list[str] = []
        self._loading = ""
        self._now: Steps | None = None
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._slice)

    def make(self, keys: Sequence[str]) -> None:
        """Make these pages, before others that wait; those that are made already are left."""
        self._keys = [*keys, *(key for key in self._keys if key not in keys)]
        if self._now is None and not self._loading:
            self._next()

    @property
    def busy(self) -> bool:
        """Whether a page is being made."""
        return self._now is not None or bool(self._keys) or bool(self._loading)

    def stop(self) -> None:
        """Make nothing more."""
        self._keys, self._now, self._loading = [], None, ""
        self._slices.stop()

    def now(self, key: str) -> Page:
        """A page that can't wait: what it lacks is made at once."""
        page = self._page(key)
        if not page.is_made:
            page.finish()
            self._made(page)
        return page

    def _page(self, key: str) -> Page:
        if key not in self._begun:
            page = self._begun[key] = _spec(key).make(self._studio)
            self._place(page)
        return self._begun[key]

    def _next(self) -> None:
        self._now, self._loading = None, self._keys.pop(0) if self._keys else ""
        self._slices.stop()
        if self._loading:
            load = partial(import_module, _spec(self._loading).module)
            self._studio.background.run(load, partial(self._loaded, self._loading), self._lost, owner=self)

    def _loaded(self, key: str, _module: object) -> None:
        if key == self._loading:
            self._loading, self._now = "", self._steps(key)
            self._slices.start()

    def _lost(self, error: AiprodError) -> None:
        self._studio.messages.error(error)
        self._next()

    def _slice(self) -> None:
        if self._now is None or not a_slice(self._now):
            self._next()

    def _steps(self, key: str) -> Steps:
        """A page from its first part to its last layout."""
        page = self._page(key)
        while not page.is_made:
            page.go_on()
            if page.is_made:
                self._made(page)
            yield
        yield from warmed(page)


def _spec(key: str) -> PageSpec:
    return next(spec for spec in PAGES if spec.key == key)
