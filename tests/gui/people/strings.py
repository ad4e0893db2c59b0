# SPDX-License-Identifier: Apache-2.0
"""Words in the desktop's sources: which are marked for translation, and which are not."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import aiprod_app

APP = Path(aiprod_app.__file__).parent
_SHOWING = frozenset({
    "setText", "setToolTip", "setWindowTitle", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription",
    "setStatusTip", "setWhatsThis", "addAction", "addMenu", "addTab", "addItem", "addItems", "setTitle", "setLabelText",
    "setInformativeText",
    "addButton", "insertItem", "insertTab", "setHeaderLabels", "setHorizontalHeaderLabels", "setTabText", "setItemText",
    "setTabToolTip", "setSuffix", "setPrefix", "setSpecialValueText", "drawText", "drawStaticText", "addRow", "showMessage",
    "setPlainText", "setHtml", "setDetailedText", "setButtonText", "getOpenFileName", "getOpenFileNames", "getSaveFileName",
    "getExistingDirectory", "tell", "announce",
})  # fmt: skip
_MADE = frozenset({
    "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QListWidgetItem", "QTableWidgetItem",
    "QStandardItem", "QTreeWidgetItem", "Action", "QMessageBox",
})  # fmt: skip
_NAMES = re.compile(
    r"\b(AIPROD|DaVinci Resolve|Adobe Premiere Pro|LUFS|LU|dBTP|dB|fps|px|Hz|kHz|Mb/s|MB|GB|GiB|MiB|ms|min|Rec\.? ?709|HDR|SDR"
    r"|H\.264|H\.265|ProRes|DNxHR|VP9|AV1|EXR|DPX|RGB|ID|CDL|LUT|ASC|NVIDIA"
    r"|CPU|GPU|VRAM|RAM|QC|JKL|EUR|Ctrl|Alt|Shift|English|Français)\b|&[a-z]+;|<[^>]*>"
)
_WORDS_FIRST = {"addItem": 1, "insertItem": 2}
"""Calls whose further arguments are data."""
_LEVELS = frozenset({"info", "good", "warning", "bad"})


@dataclass(frozen=True)
class Marked:
    """A string in tr, translate or the mark for tables."""

    where: str
    context: str
    text: str
    plural: bool


def sources() -> list[Path]:
    """The desktop's modules."""
    return sorted(APP.rglob("*.py"))


def marked() -> Iterator[Marked]:
    """Every marked string."""
    for path in sources():
        yield from _marked(ast.parse(path.read_text("utf-8")), path, "")


def _marked(node: ast.AST, path: Path, klass: str) -> Iterator[Marked]:
    for child in ast.iter_child_nodes(node):
        inner = child.name if isinstance(child, ast.ClassDef) else klass
        if isinstance(child, ast.Call) and (found := _mark(child, path, klass)):
            yield found
        yield from _marked(child, path, inner)


def _mark(call: ast.Call, path: Path, klass: str) -> Marked | None:
    where, name = f"{path.relative_to(APP)}:{call.lineno}", _name(call.func)
    if name == "tr" and call.args:
        return Marked(where, klass, _word(call.args[0]), plural=len(call.args) > 2)
    if name in ("translate", "QT_TRANSLATE_NOOP") and len(call.args) > 1 and isinstance(call.args[0], ast.Constant):
        if name == "translate" and not isinstance(call.args[1], ast.Constant | ast.JoinedStr):
            return None
        return Marked(where, _word(call.args[0]), _word(call.args[1]), plural=len(call.args) > 3)
    return None


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def _word(node: ast.expr) -> str:
    """The text, or a word that says that it is none."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else f"<{type(node).__name__}>"


def bare() -> Iterator[str]:
    """Words that are shown without being marked: where, and which."""
    for path in sources():
        if path.parent.name == "benches":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in _SHOWING | _MADE:
                for word in _shown(node):
                    yield f"{path.relative_to(APP)}:{node.lineno}: {word!r}"


def _shown(call: ast.Call) -> Iterator[str]:
    words = call.args[: _WORDS_FIRST.get(_name(call.func), len(call.args))]
    for argument in [*words, *(keyword.value for keyword in call.keywords if keyword.arg in ("text", "detail", "toolTip"))]:
        for word in _literals(argument):
            if re.fullmatch(r"[\w-]*\.\w+", word):
                continue
            if re.search(r"[^\W\d_]{2,}", _NAMES.sub("", word)) and not (_name(call.func) == "tell" and word in _LEVELS):
                yield word


def _literals(node: ast.expr) -> Iterator[str]:
    """The literals that a value is put together from; not those inside calls, which are marks or keys."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from (part.value for part in node.values if isinstance(part, ast.Constant) and isinstance(part.value, str))
    elif isinstance(node, ast.IfExp):
        yield from (*_literals(node.body), *_literals(node.orelse))
    elif isinstance(node, ast.BinOp):
        yield from (*_literals(node.left), *_literals(node.right))
    elif isinstance(node, ast.List | ast.Tuple):
        for part in node.elts:
            yield from _literals(part)
