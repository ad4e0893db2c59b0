# SPDX-License-Identifier: Apache-2.0
"""Windows of the fake: what there is, what there is not, and how events come."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from tests.plugin.resolve.drawing import draw, texts, tree
from tests.plugin.resolve.handles import UnknownApi, WrongArguments, WrongThread
from tests.plugin.resolve.host import Host
from tests.plugin.resolve.profiles import PROFILES, WINDOWED
from tests.plugin.resolve.ui import NeverEnded

Make = Callable[..., Host]


class Panel:
    """A small panel as a script would build it."""

    def __init__(self, host: Host) -> None:
        names = host.script_globals()
        self.host, self.ui = host, names["fusion"].UIManager
        self.loop = names["bmd"].UIDispatcher(self.ui)
        ui = self.ui
        self.window = self.loop.AddWindow(
            {"ID": "panel", "WindowTitle": "AIPROD", "Geometry": [100, 100, 360, 220]},
            [
                ui.VGroup(
                    [
                        ui.Label({"ID": "state", "Text": "<b>Prêt</b><br><font color='#8fb98f'>3 clips</font>", "Weight": 0}),
                        ui.TextEdit({"ID": "prompt", "PlaceholderText": "Un port dans la brume"}),
                        ui.HGroup(
                            {"Weight": 0},
                            [
                                ui.ComboBox({"ID": "kind"}),
                                ui.SpinBox({"ID": "seconds", "Minimum": 1, "Maximum": 20, "Value": 4, "Suffix": " s"}),
                                ui.CheckBox({"ID": "sound", "Text": "Son", "Checked": True, "Weight": 0}),
                            ],
                        ),
                        ui.Slider({"ID": "progress", "Value": 40, "Enabled": False, "Weight": 0}),
                        ui.HGroup({"Weight": 0}, [ui.HGap(0, 1), ui.Button({"ID": "make", "Text": "Créer"})]),
                    ]
                )
            ],
        )
        self.items = self.window.GetItems()
        self.items["kind"].AddItems(["Plan", "Voix", "Musique"])
        self.heard: list[tuple[str, str]] = []
        for name, event in (
            ("make", "Clicked"),
            ("prompt", "TextChanged"),
            ("kind", "CurrentIndexChanged"),
            ("seconds", "ValueChanged"),
        ):
            setattr(self.window.On[name], event, self._hear)
        self.window.On.panel.Close = lambda _event: self.loop.ExitLoop(0)
        self.window.Show()

    def _hear(self, event: dict) -> None:
        self.heard.append((event["who"], event["what"]))


@pytest.fixture
def panel(make_host: Make) -> Panel:
    return Panel(make_host("19.0-free"))


def visit(panel: Panel) -> "Iterator[None]":
    window = panel.ui.window("panel")
    window.type("prompt", "Une gare")
    yield
    window.choose("kind", "Voix")
    window.turn_to("seconds", 7)
    yield
    window.click("make")
    yield
    window.close()


EXPECTED = [
    ("kind", "CurrentIndexChanged"),
    ("prompt", "TextChanged"),
    ("kind", "CurrentIndexChanged"),
    ("seconds", "ValueChanged"),
    ("make", "Clicked"),
]


def test_a_user_clicks_through(panel: Panel) -> None:
    panel.ui.user = visit(panel)
    assert panel.loop.RunLoop() == 0
    assert panel.heard == EXPECTED
    assert panel.items["kind"].CurrentText == "Voix" and panel.items["seconds"].Value == 7


def test_step_loop_tells_one_event_at_a_time_and_lets_the_host_go(panel: Panel) -> None:
    panel.ui.user = visit(panel)
    steps = 0
    while panel.heard != EXPECTED:
        panel.host.resolve.GetVersionString()
        panel.loop.StepLoop()
        steps += 1
    assert steps == len(EXPECTED) and panel.host.longest_stretch == pytest.approx(0.31)


def test_a_build_without_step_loop(make_host: Make) -> None:
    panel = Panel(Host(PROFILES["20-studio"].but(step_loop=False)))
    with pytest.raises(AttributeError):
        panel.loop.StepLoop()
    panel.ui.user = visit(panel)
    assert panel.loop.RunLoop() == 0


def test_run_loop_keeps_python_to_itself(panel: Panel) -> None:
    """A thread that only counts gets a turn now and then, where it would get one at every few steps."""
    counted, stop, seen = [0], threading.Event(), []

    def count() -> None:
        while not stop.is_set():
            counted[0] += 1

    def user() -> "Iterator[None]":
        for _ in range(2000):
            seen.append(counted[0])
            yield
        panel.window.close()

    thread = threading.Thread(target=count)
    panel.ui.user = user()
    before = sys.getswitchinterval()
    thread.start()
    assert panel.loop.RunLoop() == 0
    stop.set()
    thread.join()
    assert len(set(seen)) < 20 and sys.getswitchinterval() == before


def test_timers_never_fire_in_most_builds(make_host: Make) -> None:
    for profile, fires in ((PROFILES["21.0.4-studio"], False), (PROFILES["21.0.4-studio"].but(timer=True), True)):
        panel, told = Panel(Host(profile)), []
        timer = panel.ui.Timer({"ID": "tick", "Interval": 50})
        timer.Start()
        panel.loop.On.Timeout = told.append
        panel.loop.StepLoop()
        assert bool(told) == fires


@pytest.mark.parametrize("name", [name for name, profile in PROFILES.items() if profile.python])
def test_windows_are_studio_or_old(make_host: Make, name: str) -> None:
    host = make_host(name)
    found = host.script_globals()["fusion"].UIManager
    assert (found is not None) == (name in WINDOWED)
    if found is None:
        with pytest.raises(TypeError):
            host.bmd.UIDispatcher(found)


def test_one_instance(panel: Panel) -> None:
    found = panel.ui.FindWindow("panel")
    found.Raise()
    assert found is panel.window and panel.window.values["raised"] == 1 and panel.ui.FindWindow("other") is None


def test_a_window_without_a_close_handler_never_ends(make_host: Make) -> None:
    host = make_host()
    host.ui.patience = 0.05
    loop = host.bmd.UIDispatcher(host.fusion.UIManager)
    window = loop.AddWindow({"ID": "w"}, [])
    window.Show()
    window.close()
    with pytest.raises(NeverEnded):
        loop.RunLoop()


@pytest.mark.parametrize(
    ("mistake", "error"),
    [
        (lambda panel: panel.ui.ProgressBar({}), UnknownApi),
        (lambda panel: panel.ui.Label({"Caption": "x"}), UnknownApi),
        (lambda panel: panel.ui.Label({"Text": None}), WrongArguments),
        (lambda panel: panel.ui.VGroup(["text"]), WrongArguments),
        (lambda panel: setattr(panel.items["state"], "Colour", "red"), UnknownApi),
        (lambda panel: setattr(panel.items["seconds"], "Value", "7"), WrongArguments),
        (lambda panel: panel.items["state"].SetText("x"), UnknownApi),
        (lambda panel: setattr(panel.window.On.make, "Pushed", print), UnknownApi),
        (lambda panel: setattr(panel.window.On.make, "Pressed", print), UnknownApi),
        (lambda panel: panel.window.On.nothing, UnknownApi),
        (lambda panel: panel.ui.Button({"Events": {"Hovered": True}}), UnknownApi),
        (lambda panel: panel.loop.WaitLoop(), UnknownApi),
    ],
)
def test_what_there_is_not(mistake: Callable[[Panel], object], error: type) -> None:
    panel = Panel(Host("21.0.4-studio"))
    with pytest.raises(error):
        mistake(panel)
    assert len(panel.host.gate.violations) == 1


def test_events_are_asked_for(make_host: Make) -> None:
    panel = Panel(make_host())
    window = panel.loop.AddWindow({"ID": "w"}, [panel.ui.Button({"ID": "b", "Events": {"Pressed": True}})])
    window.On.b.Pressed = print


def test_the_window_belongs_to_the_scripts_thread() -> None:
    panel, caught = Panel(Host("21.0.4-studio")), []

    def elsewhere() -> None:
        try:
            panel.items["state"].Text = "x"
        except WrongThread as error:
            caught.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert len(caught) == 1 and len(panel.host.gate.violations) == 1


def test_a_tree_of_rows(panel: Panel) -> None:
    rows = panel.ui.Tree({"ID": "takes", "ColumnCount": 2})
    rows.SetHeaderLabels(["Prise", "Longueur"])
    for number in (1, 2):
        row = rows.NewItem()
        row.Text[0], row.Text[1] = f"Prise {number}", "4 s"
        rows.AddTopLevelItem(row)
    window = panel.loop.AddWindow({"ID": "t"}, [rows])
    picked: list[str] = []
    window.On.takes.ItemClicked = lambda event: picked.append(event["item"].Text[0])
    window.Show()
    window.pick("takes", 1)
    while panel.ui.turn():
        pass
    assert (
        picked == ["Prise 2"]
        and rows.CurrentItem().Text[1] == "4 s"
        and tree(rows)["rows"] == [["Prise 1", "4 s"], ["Prise 2", "4 s"]]
    )


def test_hidden_and_off_cannot_be_clicked(panel: Panel) -> None:
    for name, value in (("Enabled", False), ("Hidden", True)):
        setattr(panel.items["make"], name, value)
        with pytest.raises(AssertionError, match="cannot be reached"):
            panel.window.click("make")
        setattr(panel.items["make"], name, not value)
    panel.window.click("make")


def test_a_picture_and_a_tree_of_the_window(panel: Panel, tmp_path: Path) -> None:
    found = tree(panel.window)
    assert found["element"] == "Window" and found["children"][0]["children"][0]["id"] == "state"
    assert {"AIPROD", "Prêt\n3 clips", "Un port dans la brume", "Plan", "Créer", "Son"} <= set(texts(panel.window))
    with Image.open(draw(panel.window, tmp_path / "panel.png")) as picture:
        assert picture.size == (360, 246) and len(picture.getcolors(100_000)) > 20
