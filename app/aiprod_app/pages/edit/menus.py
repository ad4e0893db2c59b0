# SPDX-License-Identifier: Apache-2.0
"""The menus of the Edit page: of a clip, of a track, of an item in the bin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QObject, QPoint
from PySide6.QtGui import QAction, QIcon, QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QMenu

from aiprod.film.timeline import Clip, ShotFootage, TitleCard
from aiprod.film.timeline_changes import MoveTrack, RemoveTransition, SetClip, SetTrack, SetTransition
from aiprod_app.pages.edit.bin.items import Item
from aiprod_app.pages.edit.dialogs import COLOURS, transition_kinds, transition_title, usual_length
from aiprod_app.pages.edit.hand import Hand, fitting
from aiprod_app.pages.edit.takes import shown_take, takes_of

if TYPE_CHECKING:
    from aiprod.production.standing import TakeOf
    from aiprod_app.pages.edit.page import EditPage

_CLIP = (
    "edit.cut", "edit.copy", "edit.paste", "edit.duplicate", "", "edit.delete", "edit.ripple_delete", "", "edit.blade",
    "edit.speed", "edit.freeze", "edit.link", "edit.enable", "",
)  # fmt: skip
_GROUND = (
    "edit.paste", "edit.paste_insert", "", "edit.select_all", "mark.marker", "edit.close_gaps", "",
    "timeline.add_video_track", "timeline.add_audio_track", "", "timeline.zoom_to_fit", "timeline.hand_back",
)  # fmt: skip


class Menus(QObject):
    """Builds menus when they are wanted."""

    def __init__(self, page: EditPage) -> None:
        super().__init__(page)
        self._page = page
        self.shown: QMenu | None = None

    def _show(self, menu: QMenu, where: QPoint) -> None:
        self.shown = menu
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def _add_commands(self, menu: QMenu, names: tuple[str, ...]) -> None:
        commands = self._page.studio.commands
        commands.refresh(*(name for name in names if name))
        for name in names:
            if name:
                menu.addAction(commands.actions[name])
            else:
                menu.addSeparator()

    @staticmethod
    def _add(menu: QMenu, words: str, do: Callable[[], object], *, checked: bool | None = None) -> QAction:
        action = menu.addAction(words)
        action.triggered.connect(lambda _checked=False: do())
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
        return action

    # -- clips ---------------------------------------------------------------------------------------------------------

    def clip(self, where: QPoint, name: str) -> None:
        """The menu of a clip, or of empty ground ("")."""
        now = self._page.hand()
        menu = QMenu(self._page)
        clip = next((found for _, _, found in now.timeline.clips() if found.id == name), None) if now is not None else None
        if clip is None:
            self._add_commands(menu, _GROUND)
        else:
            self._add_commands(menu, _CLIP)
            self._transitions(menu, clip)
            self._colours(menu)
            if isinstance(clip.shows, ShotFootage):
                menu.addSeparator()
                self._takes(menu.addMenu(self.tr("Takes")), clip)
                self._add_commands(menu, ("edit.compare_takes", "edit.retake", "edit.retake_part"))
                self._add(menu, self.tr("Show in the bin"), partial(self._page.bin_acts.show, f"shot {clip.shows.shot}"))
            if isinstance(clip.shows, TitleCard):
                menu.addSeparator()
                self._add(menu, self.tr("Edit the words"), self._page.to_title)
        self._show(menu, where)

    def _takes(self, menu: QMenu, clip: Clip) -> None:
        standing = self._page.studio.film.standing
        takes, now = takes_of(standing, clip), shown_take(standing, clip)
        for number, take in enumerate(takes):
            words = self.tr("Take {number} · {label}").format(number=len(takes) - number, label=take.label or take.generator)
            action = self._add(menu, words, partial(self._page.takes.choose, take.id, clip.id), checked=take is now)
            self._picture(action, take)
        menu.addSeparator()
        pinned = isinstance(clip.shows, ShotFootage) and bool(clip.shows.take)
        follow = self._add(menu, self.tr("Always the newest"), partial(self._page.takes.let_follow, clip.id), checked=not pinned)
        follow.setEnabled(pinned)
        self._add_commands(menu, ("edit.next_take", "edit.previous_take"))

    def _picture(self, action: QAction, take: TakeOf) -> None:
        """A take's small picture beside its name; it comes a moment later."""
        if not take.stills:
            return
        path = take.stills[len(take.stills) // 2]

        def read() -> object:
            reader = QImageReader(str(path))
            return reader.read()

        def shown(image: object) -> None:
            if isinstance(image, QImage) and not image.isNull():
                action.setIcon(QIcon(QPixmap.fromImage(image.scaledToHeight(48))))

        self._page.studio.background.run(read, shown, owner=action)

    def _transitions(self, menu: QMenu, clip: Clip) -> None:
        now = self._page.hand()
        assert now is not None
        at = Hand(now.timeline, frozenset({clip.id})).chosen()[0]
        if now.timeline.tracks[at.track].kind == "audio":
            return
        below = menu.addMenu(self.tr("Begin with"))
        self._add(below, self.tr("Plain cut"), partial(self._page.ask, (RemoveTransition(clip=clip.id),)),
                  checked=clip.head is None).setEnabled(clip.head is not None)  # fmt: skip
        for kind in transition_kinds():
            length = fitting(now.timeline, at, usual_length(kind, now.timeline.rate))
            edit = SetTransition(clip=clip.id, transition=kind, length=length)
            on = clip.head is not None and clip.head.kind == kind
            self._add(below, transition_title(kind), partial(self._page.ask, (edit,)), checked=on)
        below.addSeparator()
        self._add(below, self.tr("Length and place…"), partial(self._page.clips.choose_transition, clip.id))

    def _colours(self, menu: QMenu) -> None:
        below = menu.addMenu(self.tr("Colour"))
        chosen = tuple(sorted(self._page.timeline_view.selection))
        if not chosen:
            below.setEnabled(False)
            return
        self._add(below, self.tr("As its kind"), partial(self._page.ask, (SetClip(clips=chosen, colour=""),)))
        for name, words in COLOURS.items():
            title = QCoreApplication.translate("Colours", words)
            self._add(below, title, partial(self._page.ask, (SetClip(clips=chosen, colour=name),)))

    # -- tracks --------------------------------------------------------------------------------------------------------

    def track(self, where: QPoint, name: str) -> None:
        """The menu of a track."""
        now = self._page.hand()
        menu = QMenu(self._page)
        rows = [row for row, track in enumerate(now.timeline.tracks) if track.id == name] if now is not None else []
        if now is not None and rows:
            row, track = rows[0], now.timeline.tracks[rows[0]]
            ask = self._page.ask
            self._add(menu, self.tr("Mute"), partial(ask, (SetTrack(track=name, muted=not track.muted),)), checked=track.muted)
            self._add(menu, self.tr("Lock"), partial(ask, (SetTrack(track=name, locked=not track.locked),)), checked=track.locked)
            menu.addSeparator()
            up = 1 if track.kind != "audio" else -1
            for words, place in ((self.tr("Move up"), row + up), (self.tr("Move down"), row - up)):
                fits = 0 <= place < len(now.timeline.tracks)
                self._add(menu, words, partial(ask, (MoveTrack(track=name, place=max(0, place)),))).setEnabled(fits)
            self._add(menu, self.tr("Remove the track"), partial(self._page.remove_track, name))
            menu.addSeparator()
        self._add_commands(menu, ("timeline.add_video_track", "timeline.add_audio_track"))
        self._show(menu, where)

    # -- the bin -------------------------------------------------------------------------------------------------------

    def item(self, item: Item, where: QPoint) -> None:
        """The menu of something in the bin."""
        page, menu = self._page, QMenu(self._page)
        modes: tuple[tuple[str, Literal["insert", "overwrite"]], ...] = (
            (self.tr("Insert at the playhead"), "insert"), (self.tr("Overwrite at the playhead"), "overwrite"),
        )  # fmt: skip
        self._add(menu, self.tr("Show in the viewer"), partial(page.viewing.watch, item)).setEnabled(not item.missing)
        for words, mode in modes:
            self._add(menu, words, partial(page.bin_acts.lay, mode, item)).setEnabled(not item.missing and page.has_timeline())
        if item.used:
            menu.addSeparator()
            self._add(menu, self.tr("Show on the timeline"), partial(page.bin_acts.find, item))
        self._show(menu, where)
