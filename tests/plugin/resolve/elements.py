# SPDX-License-Identifier: Apache-2.0
"""Elements of windows. Names that the table 1.8 does not have raise; values of the wrong kind raise; a change tells its event."""

from tests.plugin.resolve.facts import FACTS
from tests.plugin.resolve.handles import UnknownApi, WrongArguments

ELEMENTS = FACTS["interface"]["elements"]
COMMON = FACTS["interface"]["common"]
_FIELD = {  # in use in the field, without a row in the table
    "Timer": {"attributes": ["Interval", "SingleShot"], "indexed": [], "methods": ["Start", "Stop"], "events": ["Timeout"]},
    "VGroup": {"attributes": ["Spacing", "Margin"], "indexed": [], "methods": [], "events": []},
    "HGroup": {"attributes": ["Spacing", "Margin"], "indexed": [], "methods": [], "events": []},
    "Stack": {"attributes": ["CurrentIndex"], "indexed": [], "methods": [], "events": []},
    "VGap": {"attributes": [], "indexed": [], "methods": [], "events": []},
    "HGap": {"attributes": [], "indexed": [], "methods": [], "events": []},
}
ROWS = {**ELEMENTS, **_FIELD}
# Told without being asked for; every other event needs `Events: {Name: True}` on its element.
ALWAYS_ON = {
    "Clicked", "Toggled", "CurrentIndexChanged", "ValueChanged", "TextChanged", "ColorChanged", "CurrentChanged", "ItemClicked",
    "ItemDoubleClicked", "CurrentItemChanged", "Close",
}  # fmt: skip
_TEXTS = {
    "Text",
    "HTML",
    "PlaceholderText",
    "ToolTip",
    "StatusTip",
    "StyleSheet",
    "WindowTitle",
    "ID",
    "Prefix",
    "Suffix",
    "CurrentText",
    "File",
}
_FLAGS = {
    "Enabled",
    "Hidden",
    "Visible",
    "Checked",
    "Checkable",
    "ReadOnly",
    "Flat",
    "Down",
    "WordWrap",
    "HeaderHidden",
    "Editable",
}
_NUMBERS = {"Value", "Minimum", "Maximum", "SingleStep", "PageStep", "CurrentIndex", "ColumnCount", "Weight", "Interval"}
_SIZES = {"Geometry": 4, "MinimumSize": 2, "MaximumSize": 2, "FixedSize": 2, "IconSize": 2}
_DEFAULTS = {
    "Enabled": True,
    "Visible": True,
    "Hidden": False,
    "Checked": False,
    "Value": 0,
    "CurrentIndex": -1,
    "Minimum": 0,
    "Maximum": 100,
    "Weight": 1,
}
# What a change of an attribute tells.
_TELLS = {
    ("ComboBox", "CurrentIndex"): "CurrentIndexChanged",
    ("SpinBox", "Value"): "ValueChanged",
    ("Slider", "Value"): "ValueChanged",
    ("LineEdit", "Text"): "TextChanged",
    ("TextEdit", "Text"): "TextChanged",
    ("CheckBox", "Checked"): "Toggled",
    ("TabBar", "CurrentIndex"): "CurrentChanged",
}


class Handlers:
    """`On.<Event> = fn` of one element; an event that the element does not have, or that is not on, is a mistake."""

    def __init__(self, element: "Element") -> None:
        self.__dict__["_element"] = element
        self.__dict__["_told"] = {}

    def __setattr__(self, event: str, handler: "object") -> None:
        self._element.listen(event)
        self._told[event] = handler


class Directory:
    """`win.On.<ID>` and `win.On[ID]`."""

    def __init__(self, window: "Window") -> None:
        self.__dict__["_window"] = window

    def __getattr__(self, name: str) -> Handlers:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __setattr__(self, name: str, handler: "object") -> None:
        setattr(self._window.on, name, handler)  # win.On.Close = fn

    def __getitem__(self, name: str) -> Handlers:
        window = self._window
        if name == window.identity:
            return window.on
        found = window.find(name)
        if found is None:
            raise window.manager.host.gate.broken(UnknownApi(f"window {window.identity} has no element {name}"))
        return found.on


class Indexed:
    """`item.Text[0] = "…"`."""

    def __init__(self, element: "Element", name: str) -> None:
        self._element, self._name = element, name

    def __getitem__(self, place: int) -> "object":
        return self._element.indexed.get((self._name, place), "")

    def __setitem__(self, place: int, value: "object") -> None:
        if self._name in ("Text", "ItemText", "TabText", "ToolTip") and not isinstance(value, str):
            raise self._element.broken(WrongArguments(f"{self._name}[{place}] must be a string, is {value!r}"))
        self._element.indexed[self._name, place] = value


class Element:
    """Any element. Lower-case names are the test's; what a script may use begins with a capital."""

    def __init__(self, manager: "object", sort: str) -> None:
        own = self.__dict__
        own.update(manager=manager, sort=sort, values={}, children=[], parent=None, indexed={}, items=[], done=[], asked=set())
        own["on"] = Handlers(self)
        row = ROWS[sort]
        own["attributes"] = set(COMMON["attributes"]) | set(row["attributes"])
        own["methods"] = set(COMMON["methods"]) | set(row["methods"])
        own["events"] = set(row["events"]) | (set(ROWS["Window"]["events"]) if sort == "Dialog" else set())

    @property
    def identity(self) -> str:
        return str(self.values.get("ID", ""))

    def broken(self, error: Exception) -> Exception:
        return self.manager.host.gate.broken(error)

    def __getattr__(self, name: str) -> "object":
        if name.startswith("__"):
            raise AttributeError(name)
        self.manager.host.gate.guard(f"{self.sort}.{name}")
        if name in ROWS[self.sort]["indexed"]:
            return Indexed(self, name)
        act = getattr(type(self), "do_" + name, None)
        if name in self.methods and not (name == "Count" and act is None):
            return (lambda *given: act(self, *given)) if act else (lambda *given: self.done.append((name, given)))
        if name in self.attributes:
            return self.read(name)
        raise self.broken(UnknownApi(f"{self.sort} has no {name}"))

    def __setattr__(self, name: str, value: "object") -> None:
        self.manager.host.gate.guard(f"{self.sort}.{name} =")
        if name not in self.attributes:
            raise self.broken(UnknownApi(f"{self.sort} has no attribute {name}"))
        self.write(name, value)

    def read(self, name: str) -> "object":
        if name in ("Visible", "Hidden"):
            return self.visible if name == "Visible" else not self.visible
        default = "" if name in _TEXTS else _DEFAULTS.get(name, False)
        return self.values.get(name, default)

    @property
    def visible(self) -> bool:
        return bool(self.values.get("Visible", True)) and not self.values.get("Hidden", False)

    def write(self, name: str, value: "object") -> None:
        wrong = misvalued(name, value)
        if wrong:
            raise self.broken(WrongArguments(f"{self.sort}.{name} {wrong}"))
        if name in ("Visible", "Hidden"):
            self.values.update(Visible=value if name == "Visible" else not value, Hidden=value if name == "Hidden" else not value)
            return
        changed = self.read(name) != value
        self.values[name] = value
        if changed and (self.sort, name) in _TELLS:
            self.manager.queue(self, _TELLS[self.sort, name], {name: value})

    def listen(self, event: str) -> None:
        if event not in self.events:
            raise self.broken(UnknownApi(f"{self.sort} has no event {event}"))
        if event not in ALWAYS_ON and not self.values.get("Events", {}).get(event):
            raise self.broken(UnknownApi(f"{self.sort}.{event} is never told: its Events do not ask for it"))

    def handler(self, event: str) -> "object":
        return self.on._told.get(event)

    def walk(self) -> "list[Element]":
        return [self] + [found for child in self.children for found in child.walk()]

    def find(self, name: str) -> "Element | None":
        return next((element for element in self.walk() if element.identity == name), None)

    @property
    def reachable(self) -> bool:
        """Whether a user can reach it: it and all around it are visible and on."""
        around = self.parent is None or self.parent.reachable
        return around and self.visible and bool(self.values.get("Enabled", True)) and (self.parent is not None or self.shown)

    @property
    def window(self) -> "Element":
        return self if self.parent is None else self.parent.window

    # Common methods.

    def do_Find(self, name: str) -> "Element | None":  # noqa: N802
        return self.find(name)

    def do_GetItems(self) -> "dict[str, Element]":  # noqa: N802
        return {element.identity: element for element in self.walk() if element.identity}

    def do_GetChildren(self) -> "list[Element]":  # noqa: N802
        return list(self.children)

    def do_AddChild(self, child: "Element") -> None:  # noqa: N802
        child.__dict__["parent"] = self
        self.children.append(child)

    def do_RemoveChild(self, child: "Element | str") -> None:  # noqa: N802
        found = self.find(child) if isinstance(child, str) else child
        if found in self.children:
            self.children.remove(found)

    def do_Show(self) -> None:  # noqa: N802
        self.write("Hidden", False)

    def do_Hide(self) -> None:  # noqa: N802
        self.write("Hidden", True)

    def do_QueueEvent(self, event: str, info: "dict") -> None:  # noqa: N802
        self.manager.queue(self, event, info)

    def do_Size(self) -> "list[int]":  # noqa: N802
        return list(self.values.get("Geometry", [0, 0, 400, 300]))[2:]

    def do_Pos(self) -> "list[int]":  # noqa: N802
        return list(self.values.get("Geometry", [0, 0, 400, 300]))[:2]

    def do_Resize(self, size: "list[int]") -> None:  # noqa: N802
        self.values["Geometry"] = [*self.do_Pos(), *size]

    def do_Move(self, place: "list[int]") -> None:  # noqa: N802
        self.values["Geometry"] = [*place, *self.do_Size()]


def misvalued(name: str, value: "object") -> str:
    """Why a value does not suit an attribute; "" where it does."""
    if name in _TEXTS and not isinstance(value, str):
        return f"must be a string, is {value!r}"
    if name in _FLAGS and not isinstance(value, bool):
        return f"must be true or false, is {value!r}"
    if name in _NUMBERS and (isinstance(value, bool) or not isinstance(value, (int, float))):
        return f"must be a number, is {value!r}"
    if name in _SIZES and not (isinstance(value, (list, tuple)) and len(value) == _SIZES[name]):
        return f"must be {_SIZES[name]} numbers, is {value!r}"
    if name == "Events" and not (isinstance(value, dict) and all(isinstance(on, bool) for on in value.values())):
        return f"must be {{name: true}}, is {value!r}"
    return ""


def make(manager: "object", sort: str, given: "tuple") -> Element:
    """`ui.VGroup({props}, [children])`, either may be missing; `ui.VGap(n, weight)`."""
    from tests.plugin.resolve.widgets import CLASSES

    element = CLASSES.get(sort, Element)(manager, sort)
    if sort in ("VGap", "HGap"):
        element.values.update(gap=given[0] if given else 0, Weight=given[1] if len(given) > 1 else 0)
        return element
    properties = next((part for part in given if isinstance(part, dict)), {})
    for name, value in properties.items():
        if name not in element.attributes:
            raise element.broken(UnknownApi(f"{sort} has no attribute {name}"))
        wrong = misvalued(name, value)
        if wrong:
            raise element.broken(WrongArguments(f"{sort}.{name} {wrong}"))
        element.values[name] = value
    _check_events(element)
    for part in given:
        if not isinstance(part, dict):
            _adopt(element, part if isinstance(part, (list, tuple)) else [part])
    return element


def _check_events(element: Element) -> None:
    for event in element.values.get("Events", {}):
        if event not in element.events:
            raise element.broken(UnknownApi(f"{element.sort} has no event {event}"))


def _adopt(element: Element, children: "list") -> None:
    for child in children:
        if not isinstance(child, Element):
            raise element.broken(WrongArguments(f"{element.sort}: {child!r} is no element"))
        child.__dict__["parent"] = element
        element.children.append(child)


class Window(Element):
    """A window, with what a user can do to it."""

    @property
    def On(self) -> Directory:  # noqa: N802 - the host's name
        return Directory(self)

    @property
    def shown(self) -> bool:
        return bool(self.values.get("shown"))

    def do_Show(self) -> None:  # noqa: N802
        self.values["shown"] = True

    def do_Hide(self) -> None:  # noqa: N802
        self.values["shown"] = False

    def do_Close(self) -> None:  # noqa: N802
        self.values["shown"] = False
        self.manager.queue(self, "Close")

    def do_Raise(self) -> None:  # noqa: N802
        self.values["raised"] = self.values.get("raised", 0) + 1

    def _ready(self, name: str) -> Element:
        element = self.find(name)
        assert element is not None, f"there is no {name}"
        assert element.reachable, f"{name} cannot be reached: hidden or off"
        return element

    # The user.

    def click(self, name: str) -> None:
        element = self._ready(name)
        if element.sort == "CheckBox" or element.values.get("Checkable"):
            element.write("Checked", not element.read("Checked"))
        self.manager.queue(element, "Clicked", {"On": element.read("Checked")})

    def type(self, name: str, text: str) -> None:
        element = self._ready(name)
        assert not element.values.get("ReadOnly"), f"{name} can only be read"
        element.write("Text", text)
        if element.sort == "LineEdit":
            self.manager.queue(element, "TextEdited", {"Text": text})

    def choose(self, name: str, what: "int | str") -> None:
        """An entry of a ComboBox, or a tab, by number or words."""
        element = self._ready(name)
        place = element.items.index(what) if isinstance(what, str) else what
        assert 0 <= place < len(element.items), f"{name} has no entry {what}: {element.items}"
        element.write("CurrentIndex", place)

    def turn_to(self, name: str, value: float) -> None:
        """A SpinBox or Slider."""
        element = self._ready(name)
        assert element.read("Minimum") <= value <= element.read("Maximum"), (
            f"{name} goes from {element.read('Minimum')} to {element.read('Maximum')}"
        )
        element.write("Value", value)

    def pick(self, name: str, place: int, twice: bool = False) -> None:
        """A row of a Tree."""
        tree = self._ready(name)
        tree.values["current"] = tree.children[place]
        info = {"item": tree.children[place], "column": 0}
        self.manager.queue(tree, "CurrentItemChanged", info)
        self.manager.queue(tree, "ItemDoubleClicked" if twice else "ItemClicked", info)

    def close(self) -> None:
        self.do_Close()
