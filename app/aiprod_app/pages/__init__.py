# SPDX-License-Identifier: Apache-2.0
"""The pages, in the order of the work."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from aiprod_app.pages.base import Page
    from aiprod_app.studio import Studio


@dataclass(frozen=True)
class PageSpec:
    """A page: its key, its title (context "Pages"), and the class that is loaded when it is first shown."""

    key: str
    title: str
    module: str
    name: str
    needs_film: bool = True

    def make(self, studio: Studio) -> Page:
        """The page itself, which is still to be filled (`Page.go_on`)."""
        page: Page = getattr(import_module(self.module), self.name)(studio, ahead=True)
        return page


PAGES: tuple[PageSpec, ...] = (
    PageSpec("script", QT_TRANSLATE_NOOP("Pages", "Script"), "aiprod_app.pages.script.page", "ScriptPage"),
    PageSpec("board", QT_TRANSLATE_NOOP("Pages", "Board"), "aiprod_app.pages.board.page", "BoardPage"),
    PageSpec("edit", QT_TRANSLATE_NOOP("Pages", "Edit"), "aiprod_app.pages.edit.page", "EditPage"),
    PageSpec("grade", QT_TRANSLATE_NOOP("Pages", "Grade"), "aiprod_app.pages.grade.page", "GradePage"),
    PageSpec("mix", QT_TRANSLATE_NOOP("Pages", "Mix"), "aiprod_app.pages.mix.page", "MixPage"),
    PageSpec("deliver", QT_TRANSLATE_NOOP("Pages", "Deliver"), "aiprod_app.pages.deliver.page", "DeliverPage"),
    PageSpec("models", QT_TRANSLATE_NOOP("Pages", "Models"), "aiprod_app.pages.models.page", "ModelsPage", needs_film=False),
)
