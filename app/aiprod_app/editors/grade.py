# SPDX-License-Identifier: Apache-2.0
"""Match and grade the selected clips: to one of them, to a look, or both. The user's own grade is kept as a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiprod_app.editors.context import Context, Item
from aiprod_app.editors.form import TaskForm, fill, roomy_combo
from aiprod_app.editors.work import Wish
from aiprod_app.pages.grade.look_names import look_title
from aiprod_app.widgets.number import Number

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient
    from aiprod.wire.clips import ClipOrdered, ClipView
    from aiprod.wire.service import LookList
    from aiprod_app.editors.model import Deed

_MOST = 200


class GradeForm(TaskForm):
    """What is matched to what, the look on top, its strength, and how the grade is carried."""

    key = "grade"
    needs = ("context", "apply_grades")

    def build(self) -> None:
        self.reference, self.look, self.carrier = roomy_combo(), roomy_combo(), roomy_combo()
        self.strength = Number(0, 100, 5, 0, " %")
        self.strength.setValue(100)
        for field in (self.reference, self.look, self.strength, self.carrier):
            self.row(field)
        self._looks: tuple[str, ...] = ()
        self._shown: tuple[Item, ...] = ()
        for combo in (self.reference, self.look):
            combo.activated.connect(self.check)

    @property
    def title(self) -> str:
        return self.tr("Match and grade")

    def entered(self) -> None:
        if not self._looks:
            self.studio.engine.ask(lambda client: client.looks.list(), self._have_looks, lambda _e: None, owner=self)

    def _have_looks(self, found: LookList) -> None:
        self._looks = tuple(look.id for look in found.looks)
        self._show_looks()

    def _show_looks(self) -> None:
        fill(self.look, [("", self.tr("No look")), *((look, look_title(look)) for look in self._looks)])

    def shown_context(self, context: Context) -> None:
        chosen = context.chosen[:_MOST]
        if chosen != self._shown or not self.reference.count():
            self._shown = chosen
            named = self.tr("{name} at {timecode}")
            fill(self.reference, [
                ("", self.tr("Nothing: the look alone")),
                *((key_of(i), named.format(name=i.name, timecode=context.timecode(i.start))) for i in chosen),
            ], key_of(chosen[0]) if len(chosen) > 1 else "")  # fmt: skip
        self.tell(self.tr("%n clip(s) selected. Your own grade is kept.", "", len(chosen)) if chosen else "")

    def wanting(self, context: Context) -> str:
        if not context.chosen:
            return self.tr("Select the clips in the editor, whose media is on the disk.")
        if self.reference.currentData() and len(context.chosen) == 1:
            return self.tr("One clip alone can’t be matched to itself: select more, or choose a look.")
        if not self.reference.currentData() and not self.look.currentData():
            return self.tr("Choose a clip to match, a look, or both.")
        return ""

    def wish(self, context: Context) -> Wish:
        items = context.chosen[:_MOST]
        reference, look = self.reference.currentData() or None, self.look.currentData() or None
        strength, carrier = self.strength.value() / 100, self.carrier.currentData()

        async def make(client: AsyncClient) -> ClipOrdered:
            from aiprod.wire.clips import GradeItem

            wanted = tuple(
                GradeItem(key=key_of(i), path=i.media, src_in=i.src_in, src_out=i.src_out if i.src_out > i.src_in else None)
                for i in items
            )
            return await client.clips.grade(items=wanted, place=context.place, reference=reference, look=look, strength=strength)

        async def lay(_client: AsyncClient, clip: ClipView | None) -> Deed:
            assert clip is not None
            grades = [grade.model_dump(mode="json") for grade in clip.grades]
            keys = {key_of(i): {"track": i.track, "start": i.start} for i in items}
            return "apply_grades", {"grades": grades, "keys": keys, "as": carrier}

        return Wish(self.tr("Grade of %n clip(s)", "", len(items)), lay, make)

    def retranslate(self) -> None:
        self._shown = ()
        self.label(self.reference, self.tr("Match to"))
        self.label(self.look, self.tr("Look"))
        self.label(self.strength, self.tr("Strength"))
        self.label(self.carrier, self.tr("Carried by"))
        fill(
            self.carrier,
            [("cdl", self.tr("A CDL: can be changed in the editor")), ("lut", self.tr("A LUT: with the look in it"))],
        )
        self._show_looks()
        self.go.setText(self.tr("Grade them"))
        super().retranslate()


def key_of(item: Item) -> str:
    """A name for an item that holds as long as nobody moves it."""
    return f"{item.kind[0]}{item.track}@{item.start}"
