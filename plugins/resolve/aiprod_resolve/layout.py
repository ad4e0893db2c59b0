# SPDX-License-Identifier: Apache-2.0
"""What the window consists of: only elements and attributes that the host documents."""

from typing import Any, Dict, List, Optional

from aiprod_resolve.words import word

ID = "aiprod.panel"
TASKS = ("shot", "extend", "retake", "voice", "score", "grade", "film")
REFERENCES = ("none", "playhead", "before", "after")
WIDTH, HEIGHT = 440, 760
STYLE = "QTextEdit, QLineEdit { padding: 3px; } QPushButton { padding: 4px 10px; }"


class Layout:
    """Makes the window's elements.

    Args:
        ui: the host's UIManager.
        lang: of its texts.
    """

    def __init__(self, ui: Any, lang: str) -> None:
        self._ui, self._lang = ui, lang

    def window(self, dispatcher: Any) -> Any:
        """The window, not shown yet."""
        given = {"ID": ID, "WindowTitle": self._say("title"), "Geometry": [120, 90, WIDTH, HEIGHT], "MinimumSize": [340, 520]}
        return dispatcher.AddWindow({**given, "StyleSheet": STYLE, "Events": {"Close": True}}, self._whole())

    def _whole(self) -> Any:
        pages = [self._page(name) for name in TASKS]
        rows = [*self._head(), self._task_choice(), *pages, *self._buttons(), *self._work(), *self._foot()]
        return self._ui.VGroup({"Spacing": 6, "Margin": 10}, rows)

    def _say(self, key: str) -> str:
        return word(key, self._lang)

    # -- parts

    def _head(self) -> List[Any]:
        ui = self._ui
        state = ui.Label({"ID": "state", "Text": self._say("connecting"), "WordWrap": True, "Weight": 1})
        connect = ui.Button({"ID": "connect", "Text": self._say("connect"), "Weight": 0})
        where = ui.Label({"ID": "where", "Text": "", "WordWrap": True, "Weight": 0})
        return [ui.HGroup({"Weight": 0}, [state, connect]), where]

    def _task_choice(self) -> Any:
        return self._ui.ComboBox({"ID": "task", "Weight": 0})

    def _page(self, name: str) -> Any:
        parts: List[Any] = getattr(self, "_" + name)()
        return self._ui.VGroup({"ID": "page_" + name, "Spacing": 4, "Weight": 1, "Hidden": name != TASKS[0]}, parts)

    def _shot(self) -> List[Any]:
        return [
            self._text("shot_prompt", "prompt", "prompt_example"),
            self._number("shot_frames", "length", 0, 100000),
            *[
                self._choice("shot_" + name, label)
                for name, label in (("first", "first"), ("last", "last"), ("look", "look_like"))
            ],
            self._choice("shot_generator", "generator"),
        ]

    def _extend(self) -> List[Any]:
        return [
            self._number("extend_seconds", "extend_length", 1, 600, 8), self._line("extend_prompt", "prompt_next"),
            self._choice("extend_generator", "generator"), self._space(),
        ]  # fmt: skip

    def _retake(self) -> List[Any]:
        ui = self._ui
        tree = ui.Tree({"ID": "takes", "ColumnCount": 4, "Weight": 1, "RootIsDecorated": False})
        show = ui.Button({"ID": "show_takes", "Text": self._say("show_takes")})
        swap = ui.Button({"ID": "swap", "Text": self._say("swap"), "Enabled": False})
        return [
            self._line("retake_prompt", "prompt_retake"),
            ui.CheckBox({"ID": "retake_part", "Text": self._say("retake_part"), "Checked": False, "Weight": 0}),
            self._choice("retake_generator", "generator"),
            ui.HGroup({"Weight": 0}, [show, swap]), tree,
        ]  # fmt: skip

    def _voice(self) -> List[Any]:
        return [
            self._text("voice_text", "text", "line_example"), self._choice("voice_name", "voice"),
            self._ui.CheckBox({"ID": "voice_fit", "Text": self._say("fit"), "Checked": True, "Weight": 0}),
        ]  # fmt: skip

    def _score(self) -> List[Any]:
        return [
            self._line("score_mood", "mood", "mood_example"),
            self._number("score_frames", "score_length", 0, 1000000),
            self._space(),
        ]

    def _grade(self) -> List[Any]:
        return [
            self._ui.CheckBox({"ID": "grade_match", "Text": self._say("match"), "Checked": True, "Weight": 0}),
            self._choice("grade_look", "look"), self._ui.ComboBox({"ID": "grade_as", "Weight": 0}), self._space(),
        ]  # fmt: skip

    def _film(self) -> List[Any]:
        return [
            self._text("film_brief", "brief", "brief_example"), self._number("film_seconds", "seconds", 0, 7200),
            self._choice("film_generator", "generator"),
        ]  # fmt: skip

    def _buttons(self) -> List[Any]:
        ui = self._ui
        row = [
            ui.Button({"ID": "estimate", "Text": self._say("estimate")}), ui.Button({"ID": "make", "Text": self._say("make")}),
            ui.Button({"ID": "cancel", "Text": self._say("cancel"), "Enabled": False}),
        ]  # fmt: skip
        return [ui.HGroup({"Weight": 0}, row)]

    def _work(self) -> List[Any]:
        ui = self._ui
        return [
            ui.Label({"ID": "progress", "Text": "", "WordWrap": True, "Weight": 0}),
            ui.Label({"ID": "picture", "Text": "", "Hidden": True, "Weight": 0}),
            ui.TextEdit({"ID": "told", "ReadOnly": True, "Weight": 1}),
        ]

    def _foot(self) -> List[Any]:
        ui = self._ui
        back = ui.Button({"ID": "take_back", "Text": self._say("take_back"), "Enabled": False, "Weight": 0})
        test = ui.Button({"ID": "self_test", "Text": self._say("self_test"), "Weight": 0})
        check = ui.Button({"ID": "doctor", "Text": self._say("doctor"), "Weight": 0})
        return [ui.HGroup({"Weight": 0}, [back, ui.Label({"Text": "", "Weight": 1}), check, test])]

    # -- fields

    def _label(self, key: str) -> Any:
        return self._ui.Label({"Text": self._say(key), "WordWrap": True, "Weight": 0})

    def _text(self, name: str, label: str, example: str) -> Any:
        edit = self._ui.TextEdit({"ID": name, "PlaceholderText": self._say(example), "Weight": 1})
        return self._ui.VGroup({"Weight": 1, "Spacing": 2}, [self._label(label), edit])

    def _line(self, name: str, label: str, example: Optional[str] = None) -> Any:
        given: Dict[str, Any] = {"ID": name, "Weight": 0}
        if example is not None:
            given["PlaceholderText"] = self._say(example)
        return self._ui.VGroup({"Weight": 0, "Spacing": 2}, [self._label(label), self._ui.LineEdit(given)])

    def _number(self, name: str, label: str, low: int, high: int, value: int = 0) -> Any:
        spin = self._ui.SpinBox({"ID": name, "Minimum": low, "Maximum": high, "Value": value, "Weight": 0})
        return self._ui.HGroup({"Weight": 0}, [self._label(label), spin])

    def _choice(self, name: str, label: str) -> Any:
        return self._ui.HGroup({"Weight": 0}, [self._label(label), self._ui.ComboBox({"ID": name, "Weight": 1})])

    def _space(self) -> Any:
        return self._ui.VGap(4)
