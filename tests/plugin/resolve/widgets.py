# SPDX-License-Identifier: Apache-2.0
"""What the methods of single elements do."""

from tests.plugin.resolve.elements import Element, Window


class Lines(Element):
    """LineEdit and TextEdit."""

    @property
    def plain(self) -> str:
        return str(self.values.get("Text", ""))

    def _put(self, text: str) -> None:
        self.write("Text", text)

    def do_Clear(self) -> None:  # noqa: N802
        self._put("")

    def do_Append(self, text: str) -> None:  # noqa: N802
        self._put(f"{self.plain}\n{text}" if self.plain else text)

    def do_InsertPlainText(self, text: str) -> None:  # noqa: N802
        self._put(self.plain + text)

    do_Insert = do_InsertPlainText  # noqa: N815

    def do_InsertHTML(self, text: str) -> None:  # noqa: N802
        self.values["HTML"] = str(self.values.get("HTML", "")) + text


class Choice(Element):
    """ComboBox and TabBar: entries, one of them current; the first becomes current when it comes."""

    def _added(self, text: str, place: "int | None" = None) -> None:
        if not isinstance(text, str):
            raise self.broken(TypeError(f"{self.sort}: an entry is a string, not {text!r}"))
        self.items.insert(len(self.items) if place is None else place, text)
        if len(self.items) == 1:
            self.write("CurrentIndex", 0)

    def do_AddItem(self, text: str) -> None:  # noqa: N802
        self._added(text)

    def do_AddItems(self, texts: "list[str]") -> None:  # noqa: N802
        for text in texts:
            self._added(text)

    def do_InsertItem(self, place: int, text: str) -> None:  # noqa: N802
        self._added(text, place)

    def do_RemoveItem(self, place: int) -> None:  # noqa: N802
        del self.items[place]
        if self.read("CurrentIndex") >= len(self.items):
            self.write("CurrentIndex", len(self.items) - 1)

    def do_Clear(self) -> None:  # noqa: N802
        self.items.clear()
        self.write("CurrentIndex", -1)

    def do_Count(self) -> int:  # noqa: N802
        return len(self.items)

    do_AddTab, do_InsertTab, do_RemoveTab = do_AddItem, do_InsertItem, do_RemoveItem  # noqa: N815

    def read(self, name: str) -> "object":
        if name == "CurrentText":
            place = self.values.get("CurrentIndex", -1)
            return self.items[place] if 0 <= place < len(self.items) else ""
        return super().read(name)

    def write(self, name: str, value: "object") -> None:
        if name == "CurrentText" and value in self.items:
            name, value = "CurrentIndex", self.items.index(value)
        super().write(name, value)


class Ranged(Element):
    """SpinBox and Slider: a value between two."""

    def do_SetRange(self, low: float, high: float) -> None:  # noqa: N802
        self.values.update(Minimum=low, Maximum=high)
        self.write("Value", min(max(self.read("Value"), low), high))

    def do_StepBy(self, steps: int) -> None:  # noqa: N802
        self.write("Value", self.read("Value") + steps * self.values.get("SingleStep", 1))

    def do_StepUp(self) -> None:  # noqa: N802
        self.do_StepBy(1)

    def do_StepDown(self) -> None:  # noqa: N802
        self.do_StepBy(-1)

    def write(self, name: str, value: "object") -> None:
        if name == "Value" and isinstance(value, (int, float)):
            value = min(max(value, self.read("Minimum")), self.read("Maximum"))
        super().write(name, value)


class Pushed(Element):
    """Button and CheckBox."""

    def do_Click(self) -> None:  # noqa: N802
        self.manager.queue(self, "Clicked", {"On": self.read("Checked")})

    def do_Toggle(self) -> None:  # noqa: N802
        self.write("Checked", not self.read("Checked"))


class TreeItem(Element):
    def do_AddChild(self, child: Element) -> None:  # noqa: N802
        super().do_AddChild(child)

    def do_ChildCount(self) -> int:  # noqa: N802
        return len(self.children)

    def do_Child(self, place: int) -> "Element | None":  # noqa: N802
        return self.children[place] if 0 <= place < len(self.children) else None

    def do_AddChildren(self, children: "list[Element]") -> None:  # noqa: N802
        for child in children:
            super().do_AddChild(child)


class Tree(Element):
    """Rows with columns; items are made by `tree.NewItem()`."""

    def NewItem(self) -> TreeItem:  # noqa: N802 - used in the field, no row in the table
        self.manager.host.gate.guard("Tree.NewItem")
        return TreeItem(self.manager, "TreeItem")

    def do_AddTopLevelItem(self, item: Element) -> None:  # noqa: N802
        super().do_AddChild(item)

    def do_AddTopLevelItems(self, items: "list[Element]") -> None:  # noqa: N802
        for item in items:
            super().do_AddChild(item)

    def do_InsertTopLevelItem(self, place: int, item: Element) -> None:  # noqa: N802
        item.__dict__["parent"] = self
        self.children.insert(place, item)

    def do_TakeTopLevelItem(self, place: int) -> Element:  # noqa: N802
        return self.children.pop(place)

    def do_TopLevelItem(self, place: int) -> "Element | None":  # noqa: N802
        return self.children[place] if 0 <= place < len(self.children) else None

    def do_TopLevelItemCount(self) -> int:  # noqa: N802
        return len(self.children)

    def do_IndexOfTopLevelItem(self, item: Element) -> int:  # noqa: N802
        return self.children.index(item) if item in self.children else -1

    def do_CurrentItem(self) -> "Element | None":  # noqa: N802
        current = self.values.get("current")
        return current if current in self.children else None

    def do_SelectedItems(self) -> "list[Element]":  # noqa: N802
        current = self.do_CurrentItem()
        marked = [item for item in self.children if item.values.get("Selected")]
        return marked or ([current] if current else [])

    def do_Clear(self) -> None:  # noqa: N802
        self.children.clear()
        self.values.pop("current", None)

    def do_SetHeaderLabels(self, labels: "list[str]") -> None:  # noqa: N802
        self.items[:] = labels

    def do_SetHeaderLabel(self, label: str) -> None:  # noqa: N802
        self.items[:] = [label]


class Dialog(Window):
    def do_Exec(self) -> int:  # noqa: N802
        """Shows, and holds on until Done."""
        self.values.update(shown=True, running=True)
        while self.values.get("running"):
            self.manager.turn()
        self.values["shown"] = False
        return int(self.values.get("code", 0))

    def do_Done(self, code: int) -> None:  # noqa: N802
        self.values.update(running=False, code=code)

    def do_IsRunning(self) -> bool:  # noqa: N802
        return bool(self.values.get("running"))


class Timer(Element):
    def do_Start(self) -> None:  # noqa: N802
        self.values["running"] = True

    def do_Stop(self) -> None:  # noqa: N802
        self.values["running"] = False


CLASSES = {
    "LineEdit": Lines, "TextEdit": Lines, "ComboBox": Choice, "TabBar": Choice, "SpinBox": Ranged, "Slider": Ranged,
    "Button": Pushed, "CheckBox": Pushed, "Tree": Tree, "TreeItem": TreeItem, "Window": Window, "Dialog": Dialog, "Timer": Timer,
}  # fmt: skip
