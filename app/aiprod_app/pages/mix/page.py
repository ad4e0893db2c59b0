# SPDX-License-Identifier: Apache-2.0
"""The Mix page."""

from __future__ import annotations

from typing import ClassVar

from aiprod_app.pages.base import Page


class MixPage(Page):
    """The page."""

    key: ClassVar[str] = "mix"
