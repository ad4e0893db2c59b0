# SPDX-License-Identifier: Apache-2.0
"""The Python clients: a method for each operation, with the fields of its request as parameters."""

from __future__ import annotations

import enum
import textwrap
import types
import typing
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from aiprod.film import brief, master, mix, output, takes
from aiprod.wire import clips, films, hosts, jobs, making, service
from aiprod.wire.base import Binary, Nothing, Text
from aiprod.wire.operations import OPERATIONS, Operation

_WIDTH = 130
_HEAD = '''# SPDX-License-Identifier: Apache-2.0
"""{what}

Written by `python -m aiprod.wire.generate` from the table of operations; a test holds it to the table. Do not edit.
"""
# fmt: off

from __future__ import annotations

'''


@dataclass
class _Imports:
    """What the written module has to import."""

    names: dict[str, set[str]] = field(default_factory=dict)

    def use(self, kind: type) -> str:
        """The name of a class, which is imported."""
        self.names.setdefault(kind.__module__, set()).add(kind.__name__)
        return kind.__name__

    def named(self, module: str, name: str) -> str:
        """A name that is imported."""
        self.names.setdefault(module, set()).add(name)
        return name

    def literal(self) -> str:
        self.names.setdefault("typing", set()).add("Literal")
        return "Literal"

    def lines(self) -> Iterable[str]:
        for module in sorted(self.names, key=lambda name: (name.startswith("aiprod"), name)):
            if module.startswith("aiprod") and "typing" in self.names and module == self._first:
                yield ""
            yield from _import_lines(module, sorted(self.names[module], key=_import_order))

    @property
    def _first(self) -> str:
        return min(name for name in self.names if name.startswith("aiprod"))


def _import_order(name: str) -> tuple[bool, str]:
    return (not name.isupper(), name.lower())


def _import_lines(module: str, names: Sequence[str]) -> Iterable[str]:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= _WIDTH:
        yield line
    else:
        yield f"from {module} import ("
        yield from (f"    {name}," for name in names)
        yield ")"


def client_module(*, blocking: bool) -> str:
    """The module with all methods: coroutines, or with `blocking` plain functions."""
    imports = _Imports()
    imports.names["aiprod.client.link"] = {"BlockingLink" if blocking else "Link"}
    groups: dict[str, list[Operation]] = {}
    for operation in OPERATIONS.values():
        if operation.method:
            group, _, short = operation.name.rpartition(".")
            groups.setdefault(group if short else "", []).append(operation)
    classes = [_group_class(name, found, imports, blocking) for name, found in groups.items() if name]
    body = [*classes, _all_class(groups, imports, blocking)]
    what = "Every operation as a typed method" + (" that waits for its answer." if blocking else ".")
    return _HEAD.format(what=what) + "\n".join(imports.lines()) + "\n\n\n" + "\n\n\n".join(body) + "\n"


def _group_class(group: str, operations: Sequence[Operation], imports: _Imports, blocking: bool) -> str:
    link = "BlockingLink" if blocking else "Link"
    rows = [f"class {_class_name(group)}:", f'    """Operations of `{group}`."""', ""]
    rows += [f"    def __init__(self, link: {link}) -> None:", "        self._link = link"]
    for operation in operations:
        rows += ["", *_method(operation, imports, blocking)]
    return "\n".join(rows)


def _all_class(groups: dict[str, list[Operation]], imports: _Imports, blocking: bool) -> str:
    link = "BlockingLink" if blocking else "Link"
    rows = [f"class {'Blocking' if blocking else ''}Operations:", '    """All that the engine can be asked to do."""', ""]
    rows += [f"    def __init__(self, link: {link}) -> None:", "        self._link = link"]
    rows += [f"        self.{name} = {_class_name(name)}(link)" for name in groups if name]
    for operation in groups.get("", []):
        rows += ["", *_method(operation, imports, blocking)]
    return "\n".join(rows)


def _class_name(group: str) -> str:
    return f"{group.capitalize()}Operations"


def _method(operation: Operation, imports: _Imports, blocking: bool) -> list[str]:
    name = operation.name.rpartition(".")[2]
    parameters = list(_parameters(operation, imports))
    kind, way, *more = _answer(operation, imports)
    keyword, wait = ("def", "") if blocking else ("async def", "await ")
    given = [] if operation.request is Nothing else [f"{p.name}={p.name}" for p in parameters]
    rows = _wrapped(f"    {keyword} {name}(", ["self", *_signature(parameters)], f") -> {kind}:", 8)
    rows.append(f'        """{operation.summary}."""')
    return [*rows, *_call(f"return {wait}self._link.{way}(", operation, imports.use(operation.request), given, more)]


def _call(start: str, operation: Operation, request: str, given: Sequence[str], more: Sequence[str]) -> list[str]:
    """The line, or lines, that ask the link."""
    parts = [f'"{operation.name}"', f"{request}({', '.join(given)})", *more]
    rows = _wrapped(f"        {start}", parts, ")", 12)
    if all(len(row) <= _WIDTH for row in rows):
        return rows
    fields = textwrap.wrap(", ".join(given), _WIDTH - 17, break_long_words=False, break_on_hyphens=False)
    inner = [
        f"            {parts[0]},",
        f"            {request}(",
        *(f"                {row}" for row in fields),
        "            ),",
    ]
    return [f"        {start}", *inner, *(f"            {each}," for each in more), "        )"]


def _answer(operation: Operation, imports: _Imports) -> tuple[str, ...]:
    """The type of a method's result, the link's function that gets it, and more arguments of that."""
    if issubclass(operation.response, Binary):
        return "bytes", "fetch"
    if issubclass(operation.response, Text):
        return "str", "read"
    reply = imports.use(operation.response)
    return reply, "call", reply


@dataclass(frozen=True)
class _Parameter:
    name: str
    kind: str
    default: str | None


def _parameters(operation: Operation, imports: _Imports) -> Iterable[_Parameter]:
    """Fields of the path first, then what is required, then the rest by keyword."""
    fields = operation.request.model_fields

    def order(name: str) -> tuple[bool, bool, bool]:
        return (name not in operation.path_fields, not fields[name].is_required(), name == "operation_id")

    for name in sorted(fields, key=order):
        yield _Parameter(name, _rendered(fields[name].annotation, imports), _default(fields[name], imports))


def _signature(parameters: Iterable[_Parameter]) -> Iterable[str]:
    marked = False
    for parameter in parameters:
        if parameter.default is None:
            yield f"{parameter.name}: {parameter.kind}"
            continue
        if not marked:
            yield "*"
            marked = True
        yield f"{parameter.name}: {parameter.kind} = {parameter.default}"


def _default(info: FieldInfo, imports: _Imports) -> str | None:
    if info.is_required():
        return None
    value = info.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, enum.Enum):
        return f"{imports.use(type(value))}.{value.name}"
    return _quoted(value)


def _quoted(value: Any) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, tuple):
        return f"({', '.join(map(_quoted, value))}{',' if len(value) == 1 else ''})"
    return repr(value)


def _rendered(kind: Any, imports: _Imports) -> str:
    """A type as it is written in source. Limits of length and form are left to the models, which check them."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _rendered(arguments[0], imports)
    if kind in _aliases():
        return imports.named(*_aliases()[kind])
    if origin in (typing.Union, types.UnionType):
        return " | ".join(dict.fromkeys(_rendered(each, imports) for each in arguments))
    if origin is typing.Literal:
        return f"{imports.literal()}[{', '.join(_quoted(each) for each in arguments)}]"
    if origin is tuple:
        return f"tuple[{', '.join('...' if each is ... else _rendered(each, imports) for each in arguments)}]"
    if origin is dict:
        return f"dict[{', '.join(_rendered(each, imports) for each in arguments)}]"
    if kind is type(None):
        return "None"
    if kind is Any:
        imports.names.setdefault("typing", set()).add("Any")
        return "Any"
    if issubclass(kind, BaseModel | enum.Enum):
        return imports.use(kind)
    return str(kind.__name__)


@cache
def _aliases() -> dict[Any, tuple[str, str]]:
    """Choices and unions that have a name of their own: type → module and name."""
    found: dict[Any, tuple[str, str]] = {}
    for module in (brief, output, mix, master, takes, jobs, making, films, clips, hosts, service):
        for name, value in vars(module).items():
            origin = typing.get_origin(value)
            kind = typing.get_args(value)[0] if origin is typing.Annotated else value
            if typing.get_origin(kind) in (typing.Literal, typing.Union, types.UnionType) and not name.startswith("_"):
                found.setdefault(kind, (module.__name__, name))
    return found


def _wrapped(start: str, parts: Sequence[str], end: str, indent: int) -> list[str]:
    """A call or signature on one line, or broken as the formatter breaks it."""
    line = start + ", ".join(parts) + end
    if len(line) <= _WIDTH:
        return [line]
    space = " " * indent
    inner = space + ", ".join(parts)
    if len(inner) <= _WIDTH:
        return [start, inner, " " * (indent - 4) + end]
    return [start, *(f"{space}{part}," if part != "*" else f"{space}*," for part in parts), " " * (indent - 4) + end]
