# SPDX-License-Identifier: Apache-2.0
"""The grading desk: which shot is under the hands, what was decided for it, and what the hands are just doing.

What is being moved is a draft: shown at once, kept as one undoable edit when the hand lets go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

from PySide6.QtCore import QObject, Signal

from aiprod.film.changes import GradeChange, GradeField, GradeResetChange
from aiprod.film.film import Film
from aiprod.film.grade import Cdl, Curves, GradeChoice, Lut, ShotGrade, Triple, chosen
from aiprod_app.film.session import Shown
from aiprod_app.studio import Studio

if TYPE_CHECKING:
    from aiprod.production.standing import Standing

Reach = Literal["shot", "scene", "film"]
_PRIMARIES = ("slope", "offset", "power", "saturation")


class GradeDesk(QObject):
    """What is graded.

    Signals:
        changed: other values, or another place, are to be shown.
        drafted: the hands moved something; nothing is kept yet.
    """

    changed = Signal()
    drafted = Signal()

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._shown: Shown | None = None
        self._draft: dict[str, Any] = {}
        self.shot, self.scene = "", ""
        self.reach: Reach = "shot"

    # -- the place -----------------------------------------------------------------------------------------------------

    def show(self, shown: Shown | None) -> None:
        """The film as it is now."""
        self._shown = shown
        if shown is None:
            self._draft = {}
        self.changed.emit()

    def stand_on(self, shot: str, scene: str) -> None:
        """Another shot is under the hands; "" is none."""
        if (shot, scene) != (self.shot, self.scene):
            self.commit()
            self._draft = {}
            self.shot, self.scene = shot, scene
            self.changed.emit()

    def reach_for(self, reach: Reach) -> None:
        """Change the shot, its scene or the film from now on."""
        if reach != self.reach:
            self.commit()
            self._draft = {}
            self.reach = reach
            self.changed.emit()

    @property
    def ready(self) -> bool:
        """Whether there is something to grade."""
        return self._shown is not None and bool(self.shot)

    @property
    def film(self) -> Film:
        assert self._shown is not None
        return self._shown.film

    @property
    def standing(self) -> Standing:
        assert self._shown is not None
        return self._shown.standing

    # -- values --------------------------------------------------------------------------------------------------------

    @property
    def choice(self) -> GradeChoice:
        """What was decided here, with what is left open here filled in from wider places, and the draft."""
        return self._here().changed(**self._draft) if self._draft else self._here()

    def _here(self) -> GradeChoice:
        if self._shown is None:
            return GradeChoice()
        grades = self._shown.film.grades
        places = {"film": ("film",), "scene": ("film", f"scene:{self.scene}"),
                  "shot": ("film", f"scene:{self.scene}", f"shot:{self.shot}")}[self.reach]  # fmt: skip
        return chosen(grades.get(place) for place in places)

    @property
    def own(self) -> GradeChoice:
        """What was decided at just this place."""
        return self._shown.film.grades.get(self._place, GradeChoice()) if self._shown else GradeChoice()

    @property
    def _place(self) -> str:
        return {"film": "film", "scene": f"scene:{self.scene}", "shot": f"shot:{self.shot}"}[self.reach]

    @property
    def studio_grade(self) -> ShotGrade:
        """The studio's grade of the shot."""
        found = self._shown.standing.studio_grades.get(self.shot) if self._shown else None
        return found or ShotGrade(shot=self.shot or "none")

    @property
    def grade(self) -> ShotGrade:
        """The shot's grade as it is seen, with the draft."""
        return self.grade_of(self.shot, self.scene)

    def grade_of(self, shot: str, scene: str) -> ShotGrade:
        """A shot's grade, with the draft where it reaches so far."""
        if self._shown is None:
            return ShotGrade(shot=shot)
        studio = self._shown.standing.studio_grades.get(shot) or ShotGrade(shot=shot)
        return self.at_home(self._decided(shot, scene).on(studio))

    def _decided(self, shot: str, scene: str) -> GradeChoice:
        found = []
        for place in ("film", f"scene:{scene}", f"shot:{shot}"):
            own = self.film.grades.get(place)
            found.append((own or GradeChoice()).changed(**self._draft) if self._draft and place == self._place else own)
        return chosen(found)

    def at_home(self, grade: ShotGrade) -> ShotGrade:
        """The grade with the place of its LUT in the film's folder."""
        if grade.lut is None or not self._studio.film.is_open:
            return grade
        path = self._studio.film.root / "luts" / f"{grade.lut.sha256}.cube"
        return grade.changed(lut=grade.lut.changed(path=str(path)))

    @property
    def cdl(self) -> Cdl:
        return self.choice.cdl or Cdl()

    @property
    def lights(self) -> Triple:
        return self.choice.lights or (0.0, 0.0, 0.0)

    @property
    def exposure(self) -> float:
        return self.choice.exposure or 0.0

    @property
    def curves(self) -> Curves:
        return self.choice.curves or Curves()

    @property
    def look(self) -> tuple[str, float]:
        """The look that is seen on the shot, and its strength."""
        grade = self.grade
        return grade.look, grade.look_strength

    @property
    def lut(self) -> tuple[Lut | None, float]:
        choice = self.choice
        return choice.lut, 1.0 if choice.lut_strength is None else choice.lut_strength

    # -- what the hands do ---------------------------------------------------------------------------------------------

    def move(self, **fields: Any) -> None:
        """Hold something else for the moment: fields of a `GradeChoice`."""
        if self.ready:
            self._draft |= fields
            self.drafted.emit()

    def set(self, **fields: Any) -> None:
        """Decide something at once."""
        if self.ready:
            self._draft |= fields
            self.drafted.emit()
            self.commit()

    @property
    def moving(self) -> bool:
        return bool(self._draft)

    def commit(self) -> None:
        """The hand lets go: keep the draft as one edit."""
        sent = {name: value for name, value in self._draft.items() if getattr(self._here(), name) != value}
        if not sent or not self.ready:
            if self._draft:
                self._draft = {}
                self.changed.emit()
            return
        change = GradeChange(**self._target(), **_fields(sent))
        root = self._studio.film.root
        self._studio.film.edit(
            change, lambda shown: self._kept(sent, shown), self._refused, check=lambda _film: _check(root, change)
        )

    def _target(self) -> dict[str, str]:
        return {"shot": self.shot} if self.reach == "shot" else {"scene": self.scene} if self.reach == "scene" else {}

    def _kept(self, sent: dict[str, Any], shown: Shown) -> None:
        self._shown = shown
        self._draft = {name: value for name, value in self._draft.items() if sent.get(name, self) != value}
        self.changed.emit()

    def _refused(self, error: Any) -> None:
        self._draft = {}
        self.changed.emit()
        self._studio.messages.error(error, about="grade")

    def reset(self, *fields: GradeField) -> None:
        """Leave a place's fields, or all of them, to the next wider one and in the end to the studio."""
        if self.ready:
            self._draft = {}
            self._studio.film.edit(GradeResetChange(**self._target(), fields=fields), None, self._refused)

    # -- from shot to shot ---------------------------------------------------------------------------------------------

    def copied(self) -> GradeChoice:
        """Everything that was decided for the shot, with the look that is seen, so that it can be put on another."""
        grade, choice = self.grade, self._decided(self.shot, self.scene)
        return GradeChoice(
            automatic=choice.automatic if choice.automatic is not None else True, exposure=grade.exposure, lights=grade.lights,
            cdl=grade.correction, curves=grade.curves, look=grade.look, look_strength=grade.look_strength,
            lut=grade.lut.changed(path="") if grade.lut else None, lut_strength=grade.lut_strength if grade.lut else None,
        )  # fmt: skip

    def paste(self, choice: GradeChoice) -> None:
        """Put a copied grade here, as one edit. What it has no LUT for loses its own."""
        fields = {name: getattr(choice, name) for name in GradeChoice.model_fields if getattr(choice, name) is not None}
        if choice.lut is None and self.grade.lut is not None:
            fields["lut_strength"] = 0.0
        self.set(**fields)


def _fields(draft: dict[str, Any]) -> dict[str, Any]:
    """A draft as fields of a `GradeChange`: a list is always given whole, so that none of a wider place's is lost."""
    fields = dict(draft)
    cdl = fields.pop("cdl", None)
    if cdl is not None:
        fields |= {name: getattr(cast("Cdl", cdl), name) for name in _PRIMARIES}
    return fields


def _check(root: Any, change: GradeChange) -> None:
    from aiprod.grading.choices import check_choice

    check_choice(root, change)
