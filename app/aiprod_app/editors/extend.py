# SPDX-License-Identifier: Apache-2.0
"""Make the selected clip longer: new frames that continue its picture and sound, laid behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QSpinBox

from aiprod_app.editors.context import Context
from aiprod_app.editors.form import TaskForm, clip_name, frames_field, language, paragraph_field, spread
from aiprod_app.editors.shot import placing
from aiprod_app.editors.work import Wish

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient
    from aiprod.wire.clips import ClipOrdered

_USUAL_S = 8.0


class ExtendForm(TaskForm):
    """How much longer, what happens, and whether the sound goes on."""

    key = "extend"
    needs = ("context", "place_clip")

    def build(self) -> None:
        self.more: QSpinBox = frames_field()
        self.prompt: QPlainTextEdit = paragraph_field(2)
        self.sound = QCheckBox()
        self.sound.setChecked(True)
        self.row(self.more)
        self.row(self.prompt)
        self.form.addRow(self.sound)
        self._rate = ""
        self.more.valueChanged.connect(lambda _value: self._tell())

    @property
    def title(self) -> str:
        return self.tr("Extend the clip")

    def shown_context(self, context: Context) -> None:
        if context.rate != self._rate:
            self._rate = context.rate
            self.more.setValue(context.frames(_USUAL_S))
        self._tell()

    def _tell(self) -> None:
        if self.context is not None and self.context.chosen:
            item = self.context.chosen[0]
            text = self.tr("“{name}” goes on from {range}.")
            self.tell(text.format(name=item.name, range=spread(self.context, item.end, self.more.value())))
        else:
            self.tell("")

    def wanting(self, context: Context) -> str:
        if len(context.chosen) != 1:
            return self.tr("Select one clip in the editor, whose media is on the disk.")
        return (
            ""
            if context.chosen[0].src_out > context.chosen[0].src_in
            else self.tr("The editor does not say which frames the clip shows.")
        )

    def wish(self, context: Context) -> Wish:
        item, count, prompt, sound = (
            context.chosen[0],
            self.more.value(),
            self.prompt.toPlainText().strip()[:4000],
            self.sound.isChecked(),
        )
        ours = context.ours(item)

        async def make(client: AsyncClient) -> ClipOrdered:
            return await client.clips.extend(
                place=context.place, path=item.media, src_in=item.src_in, src_out=item.src_out, frames=count,
                clip=ours.clip if ours and ours.clip else None, prompt=prompt or None, sound=sound,
                name=clip_name(item.name) or None, lang=language(),  # type: ignore[arg-type]
            )  # fmt: skip

        return Wish(self.tr("Longer: {name}").format(name=clip_name(item.name)), placing(item.end), make)

    def retranslate(self) -> None:
        self.label(self.more, self.tr("Frames more"))
        self.label(self.prompt, self.tr("What happens (may be empty)"))
        self.sound.setText(self.tr("The clip’s own sound goes on"))
        self.go.setText(self.tr("Make it longer"))
        super().retranslate()
