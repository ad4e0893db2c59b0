# SPDX-License-Identifier: Apache-2.0
"""The JavaScript client: the table of operations, and the hand-written part that carries them."""

from __future__ import annotations

import json
from pathlib import Path

from aiprod.wire.base import Nothing
from aiprod.wire.generating.schema import constants
from aiprod.wire.operations import OPERATIONS, Operation

_HEAD = """// SPDX-License-Identifier: Apache-2.0
//
// The client of the AIPROD engine for panels and other JavaScript programs: a plain ES module without imports.
// Written by `python -m aiprod.wire.generate` from the table of operations and src/core.js; a test holds it to both. Do not edit.

"""


def client_js(core: Path) -> str:
    """`aiprod-client.js`."""
    code = core.read_text("utf-8").partition("\n\n")[2]
    return _HEAD + _protocol() + "\n" + _operations() + "\n" + code


def _protocol() -> str:
    rows = [f"  {name}: {json.dumps(value)},\n" for name, value in constants().items()]
    table = [f'    "{name}": {_flags(operation)},\n' for name, operation in OPERATIONS.items()]
    head = "/** What the two sides agree on. The whole contract is in protocol.json. */\n"
    return head + "".join(["export const PROTOCOL = {\n", *rows, "  operations: {\n", *table, "  },\n", "};\n"])


def _flags(operation: Operation) -> str:
    flags = {"mutates": operation.mutates, "idempotent": operation.idempotent}
    return "{ " + ", ".join(f"{name}: {str(value).lower()}" for name, value in flags.items()) + " }"


def _operations() -> str:
    """A class with a method for each operation; the client is made from it."""
    groups: dict[str, list[str]] = {}
    rows = ["/** All that the engine can be asked to do. */\n", "export class Operations {\n", "  constructor() {\n"]
    for name, operation in OPERATIONS.items():
        group, _, short = name.rpartition(".")
        given = "" if operation.request is Nothing else "request"
        groups.setdefault(group, []).append(f'{short}: ({given}) => this.call("{name}", {given or "{}"})')
        if not group:
            rows.append(f'    this.{short or name} = ({given}) => this.call("{name}", {given or "{}"});\n')
    for group, methods in groups.items():
        if group:
            rows += [f"    this.{group} = {{\n", *(f"      {method},\n" for method in methods), "    };\n"]
    return "".join([*rows, "  }\n", "}\n"])
