# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI 3.1 document, and a page that shows it without a network and without scripts.

FastAPI writes the document, from routes that serve nothing and whose signatures are made from the table of operations.
"""

from __future__ import annotations

import inspect
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, create_model
from pydantic.fields import FieldInfo

from aiprod import __version__
from aiprod.wire.base import PROTOCOL, Request, Text
from aiprod.wire.errors import ErrorReply
from aiprod.wire.operations import OPERATIONS, Operation

if TYPE_CHECKING:
    from fastapi import FastAPI

_ABOUT = """The AIPROD engine on this machine. Every answer that is not a success has one shape, `ErrorReply`. Send the token of
the discovery file as `Authorization: Bearer …`; programs on the same socket use the same operations, see `/docs`."""

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2329;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2.2rem;border-bottom:1px solid #d5dbe1}
details{margin:.35rem 0;border:1px solid #d5dbe1;border-radius:6px;padding:.35rem .7rem}
summary{cursor:pointer}code{font:13px ui-monospace,monospace}
.m{display:inline-block;min-width:3.2rem;font-weight:600}.p{color:#5a6570;float:right;font-size:13px}
table{border-collapse:collapse;margin:.4rem 0}
td,th{text-align:left;padding:.15rem .9rem .15rem 0;vertical-align:top;font-size:14px}
@media(prefers-color-scheme:dark){body{background:#14181c;color:#dde3e9}details,h2{border-color:#36404a}.p{color:#97a3ae}}
"""


def document() -> dict[str, Any]:
    """The document of all routes, with the security that the guard enforces."""
    from fastapi import FastAPI
    from fastapi.openapi.utils import get_openapi

    app = FastAPI(title="AIPROD", version=__version__)
    for operation in OPERATIONS.values():
        if operation.method:
            _add(app, operation)
    routes = [route for route in app.routes if hasattr(route, "response_model")]
    found = get_openapi(title=app.title, version=app.version, openapi_version="3.1.0", description=_ABOUT, routes=routes)
    found["info"]["x-protocol"] = PROTOCOL
    found["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for described in _operations(found):
        described["security"] = [{"token": []}] if described["x-permission"] else []
    return found


def _add(app: FastAPI, operation: Operation) -> None:
    app.add_api_route(
        operation.path, _documented(operation), methods=[operation.method], operation_id=operation.name,
        summary=operation.summary, description=inspect.cleandoc(operation.request.__doc__ or ""),
        tags=[operation.name.partition(".")[0]], response_model=operation.response if operation.is_json else None,
        responses={**_content(operation), "4XX": {"model": ErrorReply}, "5XX": {"model": ErrorReply}},
        openapi_extra={"x-permission": operation.permission, "x-cost": operation.cost, "x-idempotent": operation.idempotent},
    )  # fmt: skip


def _operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for methods in document["paths"].values() for operation in methods.values()]


def docs_page(document: dict[str, Any]) -> bytes:
    """The document as one page of HTML."""
    rows: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            rows.setdefault(operation["tags"][0], []).append(_row(document, method.upper(), path, operation))
    sections = "".join(f"<h2>{escape(tag)}</h2>{''.join(entries)}" for tag, entries in rows.items())
    title = f"AIPROD {escape(document['info']['version'])}, protocol {PROTOCOL}"
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"<h1>{title}</h1><p>The same operations go over <code>WS /api/v1/ws</code>; pictures of a job come over "
        f"<code>WS /api/v1/preview/{{job_id}}</code>. The whole contract is in <a href=/openapi.json>openapi.json</a>.</p>"
        f"{sections}</html>"
    ).encode()


def _row(document: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> str:
    permission = operation["x-permission"] or "no token"
    fields = [_field(p["name"], p["schema"], p["required"], p["in"], p.get("description", "")) for p in _parameters(operation)]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if body:
        schema = _resolved(document, body)
        required = schema.get("required", [])
        fields += [
            _field(name, s, name in required, "body", s.get("description", ""))
            for name, s in schema.get("properties", {}).items()
        ]
    table = f"<table><tr><th>field<th>type<th>in<th>about</tr>{''.join(fields)}</table>" if fields else "<p>Takes nothing.</p>"
    return (
        f"<details><summary><span class=m>{method}</span> <code>{escape(path)}</code>"
        f" <span class=p>{escape(permission)}</span><br>"
        f"{escape(operation['summary'])} · <code>{escape(operation['operationId'])}</code></summary>"
        f"<p>{escape(operation.get('description', ''))}</p>{table}<p>Answers {escape(_answer(operation))}.</p></details>"
    )


def _parameters(operation: dict[str, Any]) -> list[dict[str, Any]]:
    return list(operation.get("parameters", []))


def _field(name: str, schema: dict[str, Any], required: bool, place: str, about: str) -> str:
    star = "" if required else " <small>optional</small>"
    words = escape(about or schema.get("description", ""))
    return f"<tr><td><code>{escape(name)}</code>{star}<td>{escape(_type(schema))}<td>{place}<td>{words}</tr>"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " | ".join(_type(option) for option in schema[key])
    if schema.get("type") == "array":
        return f"{_type(schema.get('items', {}))}[]"
    return str(schema.get("type", "any"))


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    options = [option for option in schema.get("anyOf", [schema]) if "$ref" in option]
    if not options:
        return schema
    found: dict[str, Any] = document["components"]["schemas"][options[0]["$ref"].rpartition("/")[2]]
    return found


def _answer(operation: dict[str, Any]) -> str:
    content = operation["responses"].get("200", {}).get("content", {})
    return ", ".join(_type(c["schema"]) if m == "application/json" else m for m, c in content.items())


# -- signatures for the document ---------------------------------------------------------------------------------------


def _documented(operation: Operation) -> Any:
    """A function that is never called, whose signature says what the operation takes."""

    async def endpoint(**_fields: Any) -> None: ...

    from fastapi import Body, Path, Query

    fields = operation.request.model_fields
    parameters = [_parameter(name, fields[name], Path) for name in operation.path_fields]
    if operation.method == "GET":
        parameters += [_parameter(name, f, Query) for name, f in fields.items() if name not in operation.path_fields]
    elif len(fields) > len(operation.path_fields):
        model = _body_model(operation.request, operation.path_fields)
        required = any(field.is_required() for field in model.model_fields.values())
        default = inspect.Parameter.empty if required else None
        kind = Annotated[model if required else model | None, Body()]  # type: ignore[valid-type]
        parameters.append(inspect.Parameter("body", inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default))
    endpoint.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return endpoint


def _parameter(name: str, field: FieldInfo, kind: Any) -> inspect.Parameter:
    default = inspect.Parameter.empty if field.is_required() else field.default
    annotation = Annotated[(field.annotation, *field.metadata, kind(description=field.description))]  # type: ignore
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


@cache
def _body_model(request: type[BaseModel], without: tuple[str, ...]) -> type[BaseModel]:
    """A request without the fields that are in its path."""
    if not without:
        return request
    fields: dict[str, Any] = {
        name: (field.annotation, field) for name, field in request.model_fields.items() if name not in without
    }
    return create_model(f"{request.__name__}Body", __base__=Request, __doc__=request.__doc__, **fields)


def _content(operation: Operation) -> dict[int | str, dict[str, Any]]:
    if operation.is_json:
        return {}
    schema = {"type": "string"} if issubclass(operation.response, Text) else {"type": "string", "format": "binary"}
    return {200: {"content": {mime: {"schema": schema} for mime in operation.mime}, "description": operation.summary}}
