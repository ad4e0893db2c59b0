# SPDX-License-Identifier: Apache-2.0
"""A part of a shot once more: what lies between the in and the out point is made again, the frames around it stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aiprod.film.errors import UserError
from aiprod.film.shot_changes import PickupChange
from aiprod.film.shots import Pickup
from aiprod.film.timeline import Clip, ShotFootage, Timeline
from aiprod_app.pages.edit.takes import shown_take

if TYPE_CHECKING:
    from aiprod.film.film import Film
    from aiprod.production.standing import Standing
    from aiprod_app.pages.edit.page import EditPage

translate = QCoreApplication.translate


def retake_part(page: EditPage) -> None:
    """Have the part between in and out of the shot that is meant made again. What can't be done is said before it is ordered."""
    studio = page.studio
    standing = studio.film.standing
    try:
        clip, now = page.takes.clip(), page.hand()
        assert now is not None
        part = part_of(now.timeline, clip, standing)
    except UserError as error:
        page.refuse(error)
        return

    def check(changed: Film) -> None:
        from aiprod.production.chain.pickups import check_film

        check_film(changed, standing, part.shot, Pickup(start=part.start, end=part.end))

    studio.film.edit(part, lambda _shown: page.takes.order(part.shot), page.refuse, check)


def part_of(timeline: Timeline, clip: Clip, standing: Standing) -> PickupChange:
    """The part of a clip's shot between the in and the out point.

    Raises:
        UserError: nothing of the clip is marked, or it shows an older take.
    """
    assert isinstance(clip.shows, ShotFootage)
    shown = shown_take(standing, clip)
    if shown is not None and not shown.chosen:
        raise UserError(
            translate("Editing", "The clip shows an older take"),
            translate("Editing", "a part is made again in the newest one"),
            translate("Editing", "Let the clip show always the newest take first."),
        )
    begins = next(at for _, at, found in timeline.clips() if found.id == clip.id)
    first, end = timeline.span or (0, 0)
    first, end = max(first, begins), min(end, begins + clip.length)
    if first >= end:
        raise UserError(
            translate("Editing", "No part of the shot is marked"),
            translate("Editing", "nothing of {name} lies between the in and the out point").format(name=clip.name or clip.id),
            translate("Editing", "Set in and out over the part to be made again."),
        )
    seen = (clip.frame_at(first - begins), clip.frame_at(end - 1 - begins))
    return PickupChange(shot=clip.shows.shot, start=min(seen), end=max(seen) + 1)
