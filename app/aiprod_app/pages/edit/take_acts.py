# SPDX-License-Identifier: Apache-2.0
"""What is done with takes: pick another, compare two, shoot one more."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QImage, QPixmap

from aiprod.film.changes import RetakeChange
from aiprod.film.choices import Choice, remember
from aiprod.film.errors import AiprodError, UserError
from aiprod.film.timeline import Clip, ShotFootage
from aiprod.film.timeline_changes import ChangeTake
from aiprod.wire.jobs import FINAL, JobView
from aiprod_app.background import Task
from aiprod_app.pages.edit.takes import (
    Compared,
    Comparison,
    Mode,
    beside_take,
    next_number,
    other_take,
    shown_take,
    takes_of,
    to_take,
)

if TYPE_CHECKING:
    from aiprod.production.standing import TakeOf
    from aiprod_app.pages.edit.page import EditPage

_FOLLOW_MS = 60

translate = QCoreApplication.translate


class TakeActs(QObject):
    """Commands on takes."""

    def __init__(self, page: EditPage) -> None:
        super().__init__(page)
        self._page = page
        self.mode: Mode = "wipe"
        self._comparison: Comparison | None = None
        self._busy: Task | None = None
        self._soon = QTimer(self, singleShot=True, interval=_FOLLOW_MS)
        self._soon.timeout.connect(self._follow)
        page.player.frame_changed.connect(lambda _frame: self._soon.start() if self._comparison is not None else None)
        self._making: dict[str, str] = {}
        """Shot → id of the take that was the newest when another one was ordered."""
        page.studio.jobs.preview.connect(self._preview)
        page.studio.jobs.changed.connect(self._job)

    # -- which one -----------------------------------------------------------------------------------------------------

    def clip(self) -> Clip:
        """The clip of a shot that is meant. Raises UserError where there is none."""
        now = self._page.hand()
        if now is None:
            raise UserError(translate("Editing", "There is no film"), translate("Editing", "none is open"))
        for at in now.some() if now.selection else now.under():
            if isinstance(at.clip.shows, ShotFootage):
                return at.clip
        raise UserError(
            translate("Editing", "There are no takes"),
            translate("Editing", "no clip of a shot is selected or under the playhead"),
            translate("Editing", "Select a shot."),
        )

    def beside(self, step: Literal[1, -1]) -> None:
        """Show the next newer or older take."""
        self._page.act(lambda _now: (to_take(clip := self.clip(), beside_take(self._page.studio.film.standing, clip, step)),))

    def choose(self, take: str, clip: str = "") -> None:
        """Show a certain take in the clip that is meant."""

        def chosen(now: Any) -> tuple[ChangeTake, ...]:
            meant = next((found for _, _, found in now.timeline.clips() if found.id == clip), None) or self.clip()
            wanted = next((one for one in takes_of(self._page.studio.film.standing, meant) if one.id == take), None)
            if wanted is None:
                raise UserError(
                    translate("Editing", "This take is not there"),
                    translate("Editing", "its files are gone"),
                    translate("Editing", "Choose another one."),
                )
            shown = shown_take(self._page.studio.film.standing, meant)
            if shown is wanted:
                return ()
            edit = to_take(meant, wanted)
            self._remember(shown, wanted)
            return (edit,)

        self._page.act(chosen)

    def _remember(self, before: TakeOf | None, wanted: TakeOf) -> None:
        """Keep in the film's folder that one take was preferred to another, if the user lets it; a full disk stops no edit."""
        studio = self._page.studio
        if before is None or not studio.settings.now.remember_choices:
            return
        root, choice = studio.film.root, Choice(shot=wanted.shot, better=wanted.id, worse=before.id, at=time.time())
        studio.background.run(lambda: remember(root, choice), lambda _none: None, self._page.refuse, owner=self)

    def let_follow(self, clip: str) -> None:
        """The clip shows the studio's newest take again."""
        self._page.ask((ChangeTake(clip=clip, take=""),))

    # -- comparing -----------------------------------------------------------------------------------------------------

    @property
    def comparing(self) -> bool:
        return self._comparison is not None

    def compare(self, take: str = "") -> None:
        """See another take wiped over the playing one, then beside it, then no more."""
        if self._comparison is not None and not take:
            if self.mode == "wipe":
                self.mode = "side"
                self._follow()
            else:
                self.stop_comparing()
            return
        film, now = self._page.studio.film, self._page.hand()
        try:
            clip = self.clip()
            other = next((one for one in takes_of(film.standing, clip) if one.id == take), None) or other_take(
                film.standing, clip
            )
        except UserError as error:
            self._page.refuse(error)
            return
        assert now is not None
        self._page.watch_film()
        self.mode = "wipe"
        compared = Compared(film.root, film.film, film.standing, now.timeline, clip.id, other.id, other.frames)
        self._comparison = Comparison(compared)
        takes = takes_of(film.standing, clip)
        self._names = (self._name(takes, shown_take(film.standing, clip)), self._name(takes, other))
        self._follow()

    def stop_comparing(self) -> None:
        self._comparison, self.mode = None, "wipe"
        self._soon.stop()
        if self._busy is not None:
            self._busy.cancel()
            self._busy = None
        self._page.viewer.set_compare(None)

    def _follow(self) -> None:
        """Bring the other take's picture to where the playhead is. One at a time; the newest frame next."""
        comparison = self._comparison
        if comparison is None or self._busy is not None:
            return
        frame = self._page.player.frame

        def shown(picture: QImage) -> None:
            self._busy = None
            if comparison is self._comparison:
                self._page.viewer.set_compare(picture, self.mode, self._names)
                if self._page.player.frame != frame:
                    self._soon.start()

        def failed(error: AiprodError) -> None:
            self._busy = None
            self.stop_comparing()
            self._page.refuse(error)

        self._busy = self._page.studio.background.run(lambda: comparison.picture(frame), shown, failed, owner=self)

    # -- one more ------------------------------------------------------------------------------------------------------

    def retake(self) -> None:
        """Have the shot taken once more: the document says so, and the engine makes it. What is pinned follows again."""
        studio = self._page.studio
        try:
            clip = self.clip()
        except UserError as error:
            self._page.refuse(error)
            return
        assert isinstance(clip.shows, ShotFootage)
        shot, takes = clip.shows.shot, takes_of(studio.film.standing, clip)
        if clip.shows.take:
            self._page.ask((ChangeTake(clip=clip.id, take=""),))
        number = next_number(studio.film.film, takes, shot)

        studio.film.edit(RetakeChange(shot=shot, number=number), lambda _shown: self.order(shot))

    def order(self, shot: str) -> None:
        """Have the film made, and say so until the shot's new take is there."""
        takes = self._page.studio.film.standing.takes.get(shot, ())
        self._making[shot] = takes[0].id if takes else ""
        self._page.tell_making(shot, None, self.tr("Another take of {shot} is being made…").format(shot=shot))
        self._page.studio.commands.do("film.make")

    def _preview(self, _job: str, image: bytes, facts: Any) -> None:
        shot = str(facts.get("shot", "")) if hasattr(facts, "get") else ""
        picture = QPixmap()
        if shot in self._making and picture.loadFromData(image):
            self._page.tell_making(shot, picture, self.tr("Another take of {shot} is being made…").format(shot=shot))

    def _job(self, job: JobView) -> None:
        if job.state in FINAL and self._making:
            self._making.clear()
            self._page.tell_making("", None, "")

    def arrived(self) -> None:
        """The film is another: takes that were waited for may be there."""
        standing = self._page.studio.film.standing
        for shot, newest in tuple(self._making.items()):
            takes = standing.takes.get(shot, ())
            if takes and takes[0].id != newest:
                del self._making[shot]
                self._page.tell_making("", None, "")

    def _name(self, takes: Sequence[TakeOf], take: TakeOf | None) -> str:
        """What a take is called in the viewer; as in the inspector, the first is number one."""
        if take is None:
            return ""
        words = self.tr("Take {number} · {label}")
        return words.format(number=len(takes) - takes.index(take), label=take.label or take.generator)
