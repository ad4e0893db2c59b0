# SPDX-License-Identifier: Apache-2.0
"""The types of the JavaScript client, from the JSON schemas of the contract."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from aiprod.wire.generating.schema import contract

_HEAD = """// SPDX-License-Identifier: Apache-2.0
//
// Written by `python -m aiprod.wire.generate` from the table of operations; a test holds it to the table. Do not edit.

"""
_PLAIN = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean", "null": "null"}
_WIDTH = 116
Schema = Mapping[str, Any]


def declarations(hand_written: Path) -> str:
    """`aiprod-client.d.ts`: the messages, the operations, and the hand-written part."""
    whole = contract()
    messages = [_message(name, schema) for name, schema in whole["$defs"].items()]
    parts = [*messages, _operations(whole["operations"]), hand_written.read_text("utf-8").partition("\n\n")[2]]
    return _HEAD + "\n".join(parts)


def _message(name: str, schema: Schema) -> str:
    head = _comment(schema.get("description", ""), "")
    if "properties" in schema or schema.get("type") == "object":
        return f"{head}export interface {name} {_body(schema, '')}\n"
    return f"{head}export type {name} = {_type(schema, '')};\n"


def _body(schema: Schema, indent: str) -> str:
    required = schema.get("required", ())
    rows = []
    for name, field in schema.get("properties", {}).items():
        mark = "" if name in required or _is_mark(name, field) else "?"
        rows.append(
            _comment(field.get("description", ""), indent + "  ") + f"{indent}  {name}{mark}: {_type(field, indent + '  ')};\n"
        )
    extra = schema.get("additionalProperties")
    if not rows and extra is not False:
        return (
            "{ [name: string]: unknown }" if not isinstance(extra, Mapping) else f"{{ [name: string]: {_type(extra, indent)} }}"
        )
    return "{\n" + "".join(rows) + indent + "}" if rows else "{}"


def _is_mark(name: str, field: Schema) -> bool:
    """Whether a field tells members of a union apart: then it has to be written."""
    return "const" in field and name != "schema"


def _type(schema: Schema, indent: str) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " | ".join(dict.fromkeys(_type(each, indent) for each in schema[key]))
    kind = schema.get("type")
    if kind == "array":
        return _array(schema, indent)
    if kind == "object":
        return _body(schema, indent)
    return _PLAIN.get(str(kind), "unknown")


def _array(schema: Schema, indent: str) -> str:
    if "prefixItems" in schema:
        return "[" + ", ".join(_type(each, indent) for each in schema["prefixItems"]) + "]"
    inner = _type(schema.get("items", {}), indent)
    return f"({inner})[]" if "|" in inner else f"{inner}[]"


def _comment(text: str, indent: str) -> str:
    if not text:
        return ""
    lines = [line.rstrip() for line in text.replace("*/", "* /").splitlines()]
    if len(lines) == 1 and len(lines[0]) < _WIDTH:
        return f"{indent}/** {lines[0]} */\n"
    return f"{indent}/**\n" + "".join(f"{indent} * {line}".rstrip() + "\n" for line in lines) + f"{indent} */\n"


def _operations(operations: Mapping[str, Any]) -> str:
    """The groups of methods, as the client has them."""
    groups: dict[str, list[str]] = {}
    for name, operation in operations.items():
        group, _, short = name.rpartition(".")
        groups.setdefault(group, []).append(_method(short or name, operation))
    rows = ["/** All that the engine can be asked to do. */\n", "export class Operations {\n"]
    for group, methods in groups.items():
        if group:
            rows += [f"  readonly {group}: {{\n", *(_indented(method, "    ") for method in methods), "  };\n"]
        else:
            rows += [_indented(method, "  ") for method in methods]
    return "".join([*rows, "}\n\n", *_names(operations)])


def _method(name: str, operation: Schema) -> str:
    request, response = (str(operation[key]["$ref"]).rpartition("/")[2] for key in ("request", "response"))
    given = "" if request == "Nothing" else f"request{'?' if _may_be_left_out(request) else ''}: {request}"
    return f"/** {operation['summary']}. */\n{name}({given}): Promise<{response}>;\n"


def _may_be_left_out(request: str) -> bool:
    return not contract()["$defs"][request].get("required")


def _names(operations: Mapping[str, Any]) -> Iterable[str]:
    yield "/** The name of an operation. */\nexport type OperationName =\n"
    yield "\n".join(f'  | "{name}"' for name in operations) + ";\n"


def _indented(text: str, indent: str) -> str:
    return "".join(f"{indent}{line}\n" for line in text.splitlines())
