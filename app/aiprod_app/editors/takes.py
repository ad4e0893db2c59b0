# SPDX-License-Identifier: Apache-2.0
"""The takes of the selected clip: another one made, one of them chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QPlainTextEdit, QPushButton

from aiprod_app.editors import words
from aiprod_app.editors.context import Context, Item, Ours
from aiprod_app.editors.form import TaskForm, clip_name, paragraph_field
from aiprod_app.editors.work import Wish
from aiprod_app.start.words import when

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient
    from aiprod.wire.clips import ClipList, ClipOrdered, ClipView
    from aiprod_app.editors.model import Deed

_POSTER = QSize(96, 54)
_LOOKED_AT = 1000
"""Clips among which one is looked for by its file, where its marker is gone."""


class TakesForm(TaskForm):
    """Lists the takes; what is made anew differs by its seed, or by another prompt."""

    key = "takes"
    needs = ("context", "swap_take")

    def build(self) -> None:
        self.takes = QListWidget()
        self.takes.setIconSize(_POSTER)
        self.takes.setMinimumHeight(150)
        self.takes.setWordWrap(True)
        self.prompt: QPlainTextEdit = paragraph_field(2)
        self.part = QCheckBox()
        self.part.toggled.connect(lambda _on: self.check())
        self.use = QPushButton()
        self.use.clicked.connect(self._use)
        self.row(self.takes)
        self.form.addRow(self.use)
        self.row(self.prompt)
        self.form.addRow(self.part)
        self._item: Item | None = None
        self._ours: Ours | None = None
        self._clips: tuple[ClipView, ...] = ()
        self._looking = False
        self.takes.currentRowChanged.connect(lambda _row: self.check())
        self.takes.itemActivated.connect(lambda _item: self._use())

    @property
    def title(self) -> str:
        return self.tr("Takes")

    # -- which takes there are -----------------------------------------------------------------------------------------

    def shown_context(self, context: Context) -> None:
        item = context.chosen[0] if len(context.chosen) == 1 else None
        if item != self._item:
            self._item, self._ours = item, context.ours(item) if item is not None else None
            self.look()
        self._tell()

    def entered(self) -> None:
        self.look()

    def look(self) -> None:
        """Ask for the takes of the selected clip."""
        self._show(())
        item, ours = self._item, self._ours
        if item is None:
            return
        self._looking = True

        async def asked(client: AsyncClient) -> tuple[ClipView, ...]:
            return await family_of(client, item, ours)

        self.studio.engine.ask(asked, self._found, self._lost, owner=self)

    def _found(self, found: tuple[ClipView, ...]) -> None:
        self._looking = False
        self._show(found)
        self.check()
        self._tell()

    def _lost(self, _error: object) -> None:
        self._found(())

    def _show(self, clips: tuple[ClipView, ...]) -> None:
        self._clips = clips
        for widget in (self.takes, self.use):
            self.form.setRowVisible(widget, bool(clips))
        self.takes.clear()
        for clip in clips:
            text = self.tr("{name} · {when}").format(name=clip.name, when=when(clip.made_at))
            if clip.label:
                text = f"{text}\n{words.engine(clip.label)}"
            self.takes.addItem(QListWidgetItem(text))
            self._ask_poster(clip)
        if clips:
            self.takes.setCurrentRow(0)

    def _ask_poster(self, clip: ClipView) -> None:
        async def asked(client: AsyncClient) -> QImage:
            data = await client.clips.file(clip=clip.id)
            return QImage.fromData(data).scaled(_POSTER, Qt.AspectRatioMode.KeepAspectRatio)

        if any(file.role == "poster" for file in clip.files):
            self.studio.engine.ask(asked, partial(self._show_poster, clip.id), lambda _error: None, owner=self)

    def _show_poster(self, clip: str, image: QImage) -> None:
        row = next((row for row, known in enumerate(self._clips) if known.id == clip), -1)
        if row >= 0 and not image.isNull() and (item := self.takes.item(row)) is not None:
            item.setIcon(QIcon(QPixmap.fromImage(image)))

    def _tell(self) -> None:
        if self._item is None or self.context is None:
            self.tell("")
        else:
            place = self.tr("“{name}” at {timecode}: %n take(s) of it are kept.", "", len(self._clips))
            self.tell(place.format(name=self._item.name, timecode=self.context.timecode(self._item.start)))

    def _region(self, context: Context) -> dict[str, int]:
        """The frames of the clip between the marks, which alone are made again; nothing for all of them."""
        item, first, end = self._item, context.mark_in, context.mark_out
        if not self.part.isChecked() or item is None or first is None or end is None:
            return {}
        first, end = max(first, item.start), min(end, item.end)
        return {"start": item.src_in + first - item.start, "end": item.src_in + end - item.start} if first < end else {}

    # -- wishes --------------------------------------------------------------------------------------------------------

    def check(self) -> None:
        super().check()
        self.use.setEnabled(self._item is not None and 0 <= self.takes.currentRow() < len(self._clips))

    def wanting(self, context: Context) -> str:
        if self._item is None:
            return self.tr("Select one clip in the editor that was made by AIPROD.")
        if self._looking:
            return self.tr("Its takes are being looked for.")
        if not self._clips and not (self._ours and self._ours.recipe):
            return self.tr("This clip was not made by AIPROD, or both its marker and its files are gone.")
        if self.part.isChecked() and not self._region(context):
            return self.tr("Mark in and out over the part of the clip that shall be made again.")
        return ""

    def _use(self) -> None:
        row, item = self.takes.currentRow(), self._item
        if item is None or not 0 <= row < len(self._clips):
            return
        clip = self._clips[row]

        async def lay(_client: AsyncClient, _clip: ClipView | None) -> Deed:
            return swapped(item, clip)

        self.wished.emit(Wish(self.tr("Take: {name}").format(name=clip_name(clip.name)), lay))

    def wish(self, context: Context) -> Wish:
        item, clip = self._item, self._clips[0] if self._clips else None
        region = self._region(context)
        recipe, prompt = self._ours.recipe if self._ours else None, self.prompt.toPlainText().strip()[:4000] or None
        assert item is not None

        async def make(client: AsyncClient) -> ClipOrdered:
            if clip is not None:
                return await client.clips.retake(clip=clip.id, prompt=prompt, start=region.get("start"), end=region.get("end"))
            return await client.clips.retake(recipe=recipe, prompt=prompt, start=region.get("start"), end=region.get("end"))

        async def lay(_client: AsyncClient, made: ClipView | None) -> Deed:
            assert made is not None
            return swapped(item, made)

        return Wish(self.tr("Another take: {name}").format(name=clip_name(item.name)), lay, make)

    def retranslate(self) -> None:
        self.label(self.takes, self.tr("Takes"))
        self.label(self.prompt, self.tr("What shall be other (may be empty)"))
        self.part.setText(self.tr("Only between in and out"))
        self.use.setText(self.tr("Use this take"))
        self.go.setText(self.tr("Make another take"))
        super().retranslate()


def swapped(item: Item, clip: ClipView) -> Deed:
    """Put a take in the place of an item; its cut stays."""
    at = {"track": item.track, "kind": item.kind, "start": item.start}
    return "swap_take", {"at": at, "clip": clip.model_dump(mode="json")}


async def family_of(client: AsyncClient, item: Item, ours: Ours | None) -> tuple[ClipView, ...]:
    """The takes of what lies on a timeline, newest first: by its marker, else by its file."""
    family = ours.family if ours else ""
    if not family:
        found: ClipList = await client.clips.list(limit=_LOOKED_AT)
        family = next((clip.family for clip in found.clips if any(file.path == item.media for file in clip.files)), "")
    return (await client.clips.list(family=family)).clips if family else ()
