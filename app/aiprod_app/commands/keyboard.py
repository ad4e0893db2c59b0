# SPDX-License-Identifier: Apache-2.0
"""The keyboard: which key does what, in three keymaps, and the user's own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from aiprod_app.commands import own_keys
from aiprod_app.commands.fuzzy import score
from aiprod_app.commands.key_editor import KeyEditor
from aiprod_app.commands.key_field import KeyField
from aiprod_app.commands.keymaps import NAMES, Keymap, Keys, keymap, native, portable
from aiprod_app.commands.table import AREAS, BY_ID, COMMANDS
from aiprod_app.studio import Studio

_ID = Qt.ItemDataRole.UserRole


class KeyboardDialog(QDialog):
    """Shows and changes the keys. Every change is at work and kept at once; each can be taken back by itself or all together."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.studio = studio
        self.setObjectName("keyboard")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(760, 640)
        self._base: Keymap | None = None
        self.tops: dict[str, QTreeWidgetItem] = {}
        self.rows: dict[str, QTreeWidgetItem] = {}
        self.maps, self.search, self.by_key = QComboBox(), QLineEdit(), KeyField()
        self.tree, self.nothing = self._tree(), QLabel(self.tr("No command fits."))
        self.nothing.setProperty("kind", "muted")
        self.editor = KeyEditor()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addLayout(self._head())
        column.addWidget(self.tree, 1)
        column.addWidget(self.nothing)
        column.addWidget(self.editor)
        column.addWidget(self._foot())
        self._connect()
        self._use_base(studio.settings.now.keymap)

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        label = QLabel(self.tr("&Keymap"))
        label.setBuddy(self.maps)
        for name in NAMES:
            self.maps.addItem(keymap_title(name), name)
        self.search.setPlaceholderText(self.tr("Search by words"))
        self.search.setAccessibleName(self.tr("Search by words"))
        self.search.setClearButtonEnabled(True)
        self.by_key.setPlaceholderText(self.tr("Search by pressing a key"))
        self.by_key.setAccessibleName(self.tr("Search by pressing a key"))
        row.addWidget(label)
        row.addWidget(self.maps)
        row.addWidget(self.search, 1)
        row.addWidget(self.by_key, 1)
        return row

    def _tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setHeaderLabels([self.tr("Command"), self.tr("Keys"), self.tr("Changed")])
        tree.setAccessibleName(self.tr("Commands and their keys"))
        tree.setUniformRowHeights(True)
        tree.setAllColumnsShowFocus(True)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            tree.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setStretchLastSection(False)
        for area in own_keys.areas():
            top = QTreeWidgetItem(tree, [QCoreApplication.translate("Commands", AREAS[area])])
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.tops[area] = top
            for command in (command for command in COMMANDS if command.area == area):
                row = QTreeWidgetItem(top, [self.studio.commands.title(command.id)])
                row.setData(0, _ID, command.id)
                row.setToolTip(0, row.text(0))
                self.rows[command.id] = row
        tree.expandAll()
        return tree

    def _foot(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.import_button = box.addButton(self.tr("Import…"), role.ActionRole)
        self.export_button = box.addButton(self.tr("Export…"), role.ActionRole)
        self.reset_button = box.addButton(self.tr("Reset all"), role.ResetRole)
        box.addButton(self.tr("Close"), role.RejectRole)
        self.import_button.clicked.connect(self._ask_import)
        self.export_button.clicked.connect(self._ask_export)
        self.reset_button.clicked.connect(lambda: self._change({}))
        box.rejected.connect(self.reject)
        for button in box.buttons():
            button.setAutoDefault(False)  # type: ignore[attr-defined]
        return box

    def _connect(self) -> None:
        self.maps.activated.connect(lambda _row: self._use_base(str(self.maps.currentData())))
        self.search.textChanged.connect(lambda _text: self._filter())
        self.by_key.key_pressed.connect(lambda _key: self._filter())
        self.tree.currentItemChanged.connect(lambda _now, _before: self._choose())
        self.editor.given.connect(lambda command, key: self._change(own_keys.given(self.base, self.own, command, key)))
        self.editor.removed.connect(lambda command, key: self._change(own_keys.removed(self.base, self.own, command, key)))
        self.editor.reset.connect(lambda command: self._change(own_keys.reset(self.base, self.own, command)))

    # -- what is shown -------------------------------------------------------------------------------------------------

    @property
    def base(self) -> Keymap:
        """The keymap as it came."""
        assert self._base is not None
        return self._base

    @property
    def own(self) -> Keys:
        return self.studio.settings.now.keys

    @property
    def current(self) -> str:
        """The id of the chosen command, "" if none is."""
        item = self.tree.currentItem()
        return str(item.data(0, _ID) or "") if item is not None else ""

    def _use_base(self, name: str) -> None:
        self.maps.setCurrentIndex(self.maps.findData(name))
        self.studio.background.run(lambda: keymap(name), self._have_base, self.studio.messages.error, owner=self)

    def _have_base(self, base: Keymap) -> None:
        changed = self._base is not None and base.name != self.studio.settings.now.keymap
        self._base = base
        if changed:
            self.studio.settings.change(keymap=base.name, keys=own_keys.tidy(base, self.own))
        self._show()

    def _change(self, keys: dict[str, tuple[str, ...]]) -> None:
        self.studio.settings.change(keys=keys)
        self._show()

    def _show(self) -> None:
        """Every row as it is now."""
        at_work = self.base.with_changes(self.own)
        self.studio.commands.use(at_work)
        for command, row in self.rows.items():
            row.setText(1, "   ".join(map(native, at_work.keys.get(command, ()))))
            row.setText(2, self.tr("Yes") if command in self.own else "")
            row.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{row.text(0)}, {row.text(1)}" if row.text(1) else row.text(0))
        self.reset_button.setEnabled(bool(self.own))
        self._filter()

    def _filter(self) -> None:
        key = portable(self.by_key.key) if self.by_key.key else ""
        keys = self.base.with_changes(self.own).keys
        for command, row in self.rows.items():
            fits = score(self.search.text(), row.text(0)) is not None
            row.setHidden(not fits or bool(key and key not in map(portable, keys.get(command, ()))))
        shown = [row for row in self.rows.values() if not row.isHidden()]
        used = {BY_ID[command].area for command, row in self.rows.items() if not row.isHidden()}
        for area, top in self.tops.items():
            top.setHidden(area not in used)
        self.nothing.setVisible(not shown)
        if shown and (not self.current or self.rows[self.current].isHidden()):
            self.tree.setCurrentItem(shown[0])
        self._choose()

    def _choose(self) -> None:
        if self._base is None:
            return
        command = self.current
        at_work = self.base.with_changes(self.own)
        self.editor.show_command(command, at_work, changed=command in self.own)

    # -- files ---------------------------------------------------------------------------------------------------------

    def _ask_export(self) -> None:
        kinds = self.tr("Keymaps (*.json)")
        name, _kind = QFileDialog.getSaveFileName(self, self.tr("Export the keymap"), "aiprod-keys.json", kinds)
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Save the keymap with the own keys as a file."""
        base, own, tell = self.base.name, dict(self.own), self.studio.messages
        done = self.tr("The keymap was saved as {file}.").format(file=path.name)
        self.studio.background.run(
            lambda: own_keys.write_file(path, base, own), lambda _none: tell.tell("good", done), tell.error, owner=self
        )

    def _ask_import(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("Import a keymap"), "", self.tr("Keymaps (*.json)"))
        if name:
            self.import_from(Path(name))

    def import_from(self, path: Path) -> None:
        """Use the keymap of a file."""
        self.studio.background.run(
            lambda: own_keys.read_file(path), lambda found: self._imported(*found), self.studio.messages.error, owner=self
        )

    def _imported(self, base: str, keys: dict[str, tuple[str, ...]]) -> None:
        self.studio.settings.change(keymap=base, keys=keys)
        self._use_base(base)


def keymap_title(name: str) -> str:
    """A keymap's name for a list: the products that they are taken from, or ours."""
    return {"aiprod": "AIPROD", "resolve": "DaVinci Resolve", "premiere": "Adobe Premiere Pro"}[name]
