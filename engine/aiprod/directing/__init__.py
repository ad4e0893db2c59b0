# SPDX-License-Identifier: Apache-2.0
"""Screenplay → shot list: casting of looks, sets, coverage, camera, blocking, pacing; and the storyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiprod.film.brief import Brief
    from aiprod.film.look import CharacterLook
    from aiprod.film.screenplay import Screenplay
    from aiprod.film.shots import ShotList


def direct(
    screenplay: Screenplay, brief: Brief, looks: tuple[CharacterLook, ...], line_seconds: Mapping[str, float] | None = None
) -> ShotList:
    """The shot list of a film; see `directing.director.direct`."""
    from aiprod.directing.director import direct as make

    return make(screenplay, brief, looks, line_seconds or {})
