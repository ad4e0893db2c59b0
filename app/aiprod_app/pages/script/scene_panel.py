# SPDX-License-Identifier: Apache-2.0
"""The scene at the cursor: its time, weather, mood and tension."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QSlider, QVBoxLayout, QWidget

from aiprod.film.changes import SceneChange
from aiprod.film.screenplay import Mood, Scene, TimeOfDay, Weather
from aiprod_app.pages.script.choices import Choice
from aiprod_app.pages.script.words import values, word
from aiprod_app.studio import Studio
from aiprod_app.widgets.letting_go import LettingGo


class ScenePanel(QWidget):
    """What was decided about a scene besides its words."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.studio = studio
        self._scene: Scene | None = None
        self.setProperty("kind", "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        self.heading = QLabel()
        self.heading.setProperty("kind", "heading")
        column.addWidget(self.heading)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.form.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.form)
        self._labels: dict[str, QLabel] = {}
        self.time, self.weather, self.mood = (self._choice(name) for name in ("time", "weather", "mood"))
        self.tension = QSlider(Qt.Orientation.Horizontal)
        self.tension.setRange(0, 100)
        self.tension.setPageStep(10)
        self._row("tension", self.tension)
        self._letting_go = LettingGo(self._tensed, self)
        self.tension.valueChanged.connect(self._moved)
        self.time.chosen.connect(lambda value: self._edit(time_of_day=TimeOfDay(value)))
        self.weather.chosen.connect(lambda value: self._edit(weather=Weather(value)))
        self.mood.chosen.connect(lambda value: self._edit(mood=Mood(value)))
        self.retranslate()

    def _choice(self, name: str) -> Choice:
        made = Choice(f"scene-{name}")
        self._row(name, made)
        return made

    def _row(self, name: str, field: QWidget) -> None:
        label = QLabel()
        label.setBuddy(field)
        self._labels[name] = label
        self.form.addRow(label, field)

    def show_scene(self, scene: Scene | None) -> None:
        """Show a scene; None: there is none at the cursor."""
        self._scene = scene
        self.setVisible(scene is not None)
        if scene is not None:
            self.time.show_value(scene.time_of_day)
            self.weather.show_value(scene.weather)
            self.mood.show_value(scene.mood)
            self.tension.blockSignals(True)
            self.tension.setValue(round(scene.intensity * 100))
            self.tension.blockSignals(False)

    def _moved(self) -> None:
        if self._scene is not None:
            self._letting_go.hold()

    def _tensed(self) -> None:
        self._edit(intensity=self.tension.value() / 100)

    def _edit(self, **fields: object) -> None:
        if self._scene is not None:
            self.studio.film.edit(SceneChange(scene=self._scene.id, **fields))  # type: ignore[arg-type]

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.heading.setText(self.tr("This scene"))
        told = {
            "time": self.tr("Time"), "weather": self.tr("Weather"), "mood": self.tr("Mood"), "tension": self.tr("Tension"),
        }  # fmt: skip
        for name, label in self._labels.items():
            label.setText(told[name])
        self.tension.setAccessibleName(told["tension"])
        for name, choice in (("time", self.time), ("weather", self.weather), ("mood", self.mood)):
            choice.setAccessibleName(told[name])
            choice.offer([(value, word(name, value)) for value in values(name)])
