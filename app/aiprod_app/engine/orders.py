# SPDX-License-Identifier: Apache-2.0
"""Work on the open film, ordered from the engine."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from aiprod.client.client import AsyncClient
from aiprod.film.takes import Department
from aiprod.wire.jobs import FINAL, JobView
from aiprod.wire.making import Ordered
from aiprod_app.background import Failed
from aiprod_app.engine.films import film_id

if TYPE_CHECKING:
    from aiprod_app.studio import Studio


def go_on(
    studio: Studio, until: Department | None, then: Callable[[JobView], None], failed: Failed, owner: QObject
) -> None:  # fmt: skip
    """Have the open film made up to a department, or to its end. What was typed on the way here is in it."""
    root, order = studio.film.root, uuid.uuid4().hex

    async def ordered(client: AsyncClient) -> Ordered:
        return await client.films.resume(film=await film_id(client, root), until=until, operation_id=order)

    def had(answer: Ordered) -> None:
        studio.jobs.add(answer.job)
        then(answer.job)

    studio.engine.ask(ordered, had, failed, owner=owner)


def under_way(studio: Studio) -> JobView | None:
    """The job that makes the open film now, or waits to."""
    if not studio.film.is_open:
        return None
    found = studio.jobs.of_film(studio.film.root)
    return next((job for job in found if job.kind == "film" and job.state not in FINAL), None)


def last_failed(studio: Studio) -> JobView | None:
    """The newest job of the open film, where it failed."""
    if not studio.film.is_open:
        return None
    newest = next((job for job in studio.jobs.of_film(studio.film.root) if job.kind == "film"), None)
    return newest if newest is not None and newest.state == "failed" else None
