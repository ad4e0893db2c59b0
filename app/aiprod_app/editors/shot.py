# SPDX-License-Identifier: Apache-2.0
"""Make a shot where the user stands: for the marked range, the gap, or at the playhead."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSpinBox

from aiprod.film.errors import UserError
from aiprod.film.messages import translated
from aiprod_app.editors.context import Context
from aiprod_app.editors.form import TaskForm, clip_name, fill, frames_field, language, paragraph_field, roomy_combo, spread
from aiprod_app.editors.work import Wish
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP
from aiprod_app.start.words import length

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient
    from aiprod.film.errors import AiprodError
    from aiprod.wire.clips import ClipEstimate, ClipOrdered, ClipView
    from aiprod.wire.making import Choice
    from aiprod_app.editors.model import Deed

Role = Literal["first", "last", "look"]
_ROLES: tuple[tuple[str, str], ...] = (
    ("", QT_TRANSLATE_NOOP("ShotForm", "Nothing")),
    ("look", QT_TRANSLATE_NOOP("ShotForm", "Look like the frame under the playhead")),
    ("first", QT_TRANSLATE_NOOP("ShotForm", "Begin with the frame under the playhead")),
    ("last", QT_TRANSLATE_NOOP("ShotForm", "End with the frame under the playhead")),
    ("after", QT_TRANSLATE_NOOP("ShotForm", "Go on from the selected clip’s last frame")),
    ("before", QT_TRANSLATE_NOOP("ShotForm", "Lead to the selected clip’s first frame")),
)
_ESTIMATE_MS = 600
_GRAB_S = 30.0


class ShotForm(TaskForm):
    """A prompt, a length, a reference, a generator with its estimate."""

    key = "shot"
    needs = ("context", "place_clip")

    def build(self) -> None:
        self.prompt: QPlainTextEdit = paragraph_field()
        self.length: QSpinBox = frames_field()
        self.reference: QComboBox = roomy_combo()
        self.generator: QComboBox = roomy_combo()
        for field in (self.prompt, self.length, self.reference, self.generator):
            self.row(field)
        self._start, self._own_length = 0, False
        self._soon = QTimer(self, singleShot=True, interval=_ESTIMATE_MS)
        self._soon.timeout.connect(self._estimate)
        self.prompt.textChanged.connect(self._changed)
        self.length.valueChanged.connect(self._length_is)
        self.reference.activated.connect(self.check)
        self._choices: tuple[Choice, ...] = ()

    @property
    def title(self) -> str:
        return self.tr("Make a shot here")

    def shown_context(self, context: Context) -> None:
        before = self._start
        self._start, count = context.span()
        if not self._own_length or self._start != before:
            self._own_length = False
            self.length.blockSignals(True)
            self.length.setValue(count)
            self.length.blockSignals(False)
        self._tell()

    def _tell(self) -> None:
        if self.context is not None:
            text = self.tr("From {range}. Nothing is overwritten: if that place is taken by then, a new track is used.")
            self.tell(text.format(range=spread(self.context, self._start, self.length.value())))

    def _length_is(self, _value: int) -> None:
        self._own_length = True
        self._tell()
        self._soon.start()

    def _changed(self) -> None:
        self.check()
        self._soon.start()

    def wanting(self, context: Context) -> str:
        if not self.prompt.toPlainText().strip():
            return self.tr("Say what is to be seen.")
        wanted = str(self.reference.currentData() or "")
        if wanted and self.host is not None and "grab_frame" not in (self.host.report.get("actions") or ()):
            return self.tr("This editor can’t give a picture of its timeline: choose no reference.")
        if wanted in ("after", "before") and len(context.chosen) != 1:
            return self.tr("Select one clip in the editor for this reference.")
        return ""

    # -- the estimate --------------------------------------------------------------------------------------------------

    def _estimate(self) -> None:
        context, prompt, count = self.context, self.prompt.toPlainText().strip(), self.length.value()
        if context is not None and prompt and self.isVisible():
            self.studio.engine.ask(
                lambda client: client.clips.estimate(prompt=prompt[:4000], frames=count, place=context.place),
                self._estimated, self._not_estimated, owner=self,
            )  # fmt: skip

    def _estimated(self, found: ClipEstimate) -> None:
        self._choices = tuple(found.choices)
        self._show_choices()

    def _not_estimated(self, error: AiprodError) -> None:
        self.generator.setToolTip(f"{error.what}. {error.why}")

    def _show_choices(self) -> None:
        items: list[tuple[object, str]] = [("auto", self.tr("By itself"))]
        items += [(choice.generator, self._told(choice)) for choice in self._choices if choice.available]
        fill(self.generator, items)
        for choice in self._choices:
            if not choice.available:
                self._show_why_not(choice)

    def _show_why_not(self, choice: Choice) -> None:
        """One that can't be chosen, with the reason."""
        reason = translated(choice.reason, language_in_use())
        self.generator.addItem(self.tr("{title}: {reason}").format(title=choice.title or choice.generator, reason=reason))
        row, model = self.generator.count() - 1, self.generator.model()
        self.generator.setItemData(row, reason, Qt.ItemDataRole.ToolTipRole)
        if isinstance(model, QStandardItemModel):
            model.item(row).setEnabled(False)

    def _told(self, choice: Choice) -> str:
        text = choice.title or choice.generator
        if choice.seconds is not None:
            text = self.tr("{title}, about {time}").format(title=text, time=length(max(1.0, choice.seconds)))
        return self.tr("{title}, {eur} €").format(title=text, eur=f"{choice.eur:.2f}") if choice.eur else text

    # -- the wish ------------------------------------------------------------------------------------------------------

    def wish(self, context: Context) -> Wish:
        prompt, count, at = self.prompt.toPlainText().strip()[:4000], self.length.value(), self._start
        generator = str(self.generator.currentData() or "auto")
        role, frame = referred(context, str(self.reference.currentData() or ""))
        host = self.host.key if self.host is not None else ""

        async def make(client: AsyncClient) -> ClipOrdered:
            from aiprod.wire.clips import Reference

            seen = await grabbed(client, host, frame) if role else ""
            references = (Reference(path=seen, role=role),) if seen else ()  # type: ignore[arg-type]
            return await client.clips.shot(
                prompt=prompt, frames=count, place=context.place, references=references, generator=generator,
                name=clip_name(prompt), lang=language(),  # type: ignore[arg-type]
            )  # fmt: skip

        return Wish(self.tr("Shot: {prompt}").format(prompt=clip_name(prompt)), placing(at), make)

    def retranslate(self) -> None:
        self.label(self.prompt, self.tr("What is to be seen"))
        self.label(self.length, self.tr("Frames"))
        self.label(self.reference, self.tr("Reference"))
        self.label(self.generator, self.tr("Made by"))
        fill(self.reference, [(role, QCoreApplication.translate("ShotForm", text)) for role, text in _ROLES])
        self._show_choices()
        self.go.setText(self.tr("Make the shot"))
        super().retranslate()


def referred(context: Context, wanted: str) -> tuple[str, int]:
    """What a reference is for the shot ("" for none), and the frame of the timeline that it is taken from."""
    if wanted == "after":
        return "first", context.chosen[0].end - 1
    if wanted == "before":
        return "last", context.chosen[0].start
    return wanted, context.playhead


def placing(at: int) -> Callable[[AsyncClient, ClipView | None], Awaitable[Deed]]:
    """Lay a clip at a frame, on the lowest track that is free there."""

    async def lay(_client: AsyncClient, clip: ClipView | None) -> Deed:
        assert clip is not None
        kind = "video" if any(file.role == "picture" for file in clip.files) else "audio"
        return "place_clip", {"clip": clip.model_dump(mode="json"), "at": at, "track": {"kind": kind, "index": 1}}

    return lay


async def grabbed(client: AsyncClient, host: str, frame: int) -> str:
    """Path of a picture of the editor's timeline. Raises UserError where the editor can't give one."""
    asked = await client.hosts.ask(key=host, action="grab_frame", arguments={"frame": frame}, patience_s=_GRAB_S)
    while True:
        outcome = await client.hosts.outcome(command=asked.command, wait_s=20.0)
        if outcome.state == "failed":
            what = QCoreApplication.translate("ShotForm", "The editor gave no picture")
            raise UserError(what, outcome.error, QCoreApplication.translate("ShotForm", "Order the shot without a reference."))
        if outcome.state == "done":
            result: dict[str, Any] = outcome.result or {}
            return str(result.get("path") or "")
