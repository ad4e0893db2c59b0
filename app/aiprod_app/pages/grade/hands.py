# SPDX-License-Identifier: Apache-2.0
"""The controls and the desk: what is moved becomes a draft, what is let go of an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker

from aiprod.film.changes import GradeField
from aiprod.film.grade import Cdl, Curves, Triple
from aiprod_app.pages.grade.values import (
    NEUTRAL,
    WheelName,
    contrast_of,
    tint_of,
    triple_of,
    warmth_of,
    with_contrast,
    with_light,
)

if TYPE_CHECKING:
    from aiprod_app.pages.grade.page import GradePage


class Hands(QObject):
    """Connects a page's controls with its desk."""

    def __init__(self, page: GradePage) -> None:
        super().__init__(page)
        self._page, self._desk = page, page.desk
        for wheel in page.wheels.values():
            wheel.moved.connect(lambda values, key=wheel.spec.key: self._wheel(key, values))
            wheel.released.connect(self._desk.commit)
            wheel.reset_asked.connect(lambda key=wheel.spec.key: self._reset_wheel(key))
        for name, slider in page.primaries.sliders.items():
            slider.moved.connect(lambda value, key=name: self._slide(key, value))
            slider.released.connect(self._desk.commit)
            slider.reset_asked.connect(lambda key=name: self._reset_slider(key))
        page.primaries.on_top.clicked.connect(lambda on: self._desk.set(automatic=on))
        page.curves.moved.connect(lambda curves: self._desk.move(curves=curves))
        page.curves.released.connect(self._desk.commit)
        page.curves.reset_asked.connect(lambda: self._back("curves", Curves()))
        page.looks.strength_moved.connect(self._strength)
        page.looks.strength_released.connect(self._desk.commit)
        page.looks.gallery.chosen.connect(self._choose_look)
        page.lut.strength_moved.connect(lambda value: self._desk.move(lut_strength=value))
        page.lut.strength_released.connect(self._desk.commit)
        page.lut.remove_asked.connect(lambda: self._back("lut", None, "lut_strength"))

    # -- wheels --------------------------------------------------------------------------------------------------------

    def _wheel(self, key: WheelName, values: Triple) -> None:
        if key == "lights":
            self._desk.move(lights=values)
        else:
            self._desk.move(cdl=self._desk.cdl.changed(**{key: values}))

    def _reset_wheel(self, key: WheelName) -> None:
        if key == "lights":
            self._back("lights", NEUTRAL["lights"])
        else:
            neutral: Triple = getattr(Cdl(), key)
            self._with_cdl(self._desk.cdl.changed(**{key: neutral}))

    def _with_cdl(self, cdl: Cdl) -> None:
        """Decide a list; one that changes nothing is none, where no wider place has one."""
        if cdl == Cdl() and self._desk.own.cdl is not None:
            self._back("cdl", Cdl())
        else:
            self._desk.set(cdl=cdl)

    def _back(self, field: GradeField, neutral: object, *also: GradeField) -> None:
        """Take a decision back where it was made here; where it comes from a wider place, put the neutral one against it."""
        if getattr(self._desk.own, field) is not None:
            self._desk.reset(field, *also)
        elif field == "lut":
            self._desk.set(lut_strength=0.0)
        elif getattr(self._desk.choice, field) is not None:
            self._desk.set(**{field: neutral})
        else:
            self._desk.commit()
            self.show()

    # -- sliders -------------------------------------------------------------------------------------------------------

    def _slide(self, name: str, value: float) -> None:
        desk = self._desk
        if name == "exposure":
            desk.move(exposure=value)
        elif name == "warmth":
            desk.move(lights=with_light(desk.lights, warmth=value))
        elif name == "tint":
            desk.move(lights=with_light(desk.lights, tint=value))
        elif name == "contrast":
            desk.move(cdl=with_contrast(desk.cdl, value))
        else:
            desk.move(cdl=desk.cdl.changed(saturation=value))

    def _reset_slider(self, name: str) -> None:
        desk = self._desk
        if name == "exposure":
            self._back("exposure", 0.0)
        elif name in ("warmth", "tint"):
            lights = with_light(desk.lights, **{name: 0.0})
            self._back("lights", lights) if not any(lights) else desk.set(lights=lights)
        elif name == "contrast":
            self._with_cdl(with_contrast(desk.cdl, 1.0))
        else:
            self._with_cdl(desk.cdl.changed(saturation=1.0))

    # -- looks ---------------------------------------------------------------------------------------------------------

    def _choose_look(self, name: str) -> None:
        if name != self._desk.look[0]:
            self._desk.set(look=name, look_strength=1.0)

    def _strength(self, value: float) -> None:
        self._desk.move(look=self._desk.look[0], look_strength=value)

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """All controls as the desk has it."""
        page, desk = self._page, self._desk
        cdl, lights = desk.cdl, desk.lights
        for wheel in page.wheels.values():
            wheel.show_values(triple_of(wheel.spec, cdl, lights))
        sliders = page.primaries.sliders
        sliders["exposure"].show_value(desk.exposure)
        sliders["warmth"].show_value(warmth_of(lights))
        sliders["tint"].show_value(tint_of(lights))
        sliders["contrast"].show_value(contrast_of(cdl))
        sliders["saturation"].show_value(cdl.saturation)
        with QSignalBlocker(page.primaries.on_top):
            page.primaries.on_top.setChecked(desk.choice.automatic is not False)
        page.curves.show_curves(desk.curves)
