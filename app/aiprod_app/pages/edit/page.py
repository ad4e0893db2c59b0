# SPDX-License-Identifier: Apache-2.0
"""The Edit page."""

from __future__ import annotations

from typing import ClassVar

from aiprod_app.pages.base import Page


class EditPage(Page):
    """The page."""

    key: ClassVar[str] = "edit"
