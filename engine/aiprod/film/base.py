# SPDX-License-Identifier: Apache-2.0
"""The root of every object of the film document: a schema name, an integer version, and readers for older versions.

On disk an object is `{"schema": "Shot.1", ...}`. When a field's meaning changes, raise `version` and register an upgrade
from the previous version; old films then open for ever (the idea is OpenTimelineIO's schema versioning).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    SerializerFunctionWrapHandler,
    ValidationError,
    ValidationInfo,
    model_serializer,
    model_validator,
)

from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_json

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
_UPGRADES: dict[tuple[str, int], Upgrade] = {}
_LABEL = re.compile(r"^([A-Za-z]+)\.(\d+)$")


class SchemaError(UserError):
    """A document is not of the kind or version that this program reads."""


class NewerSchemaError(SchemaError):
    """The document was written by a newer AIPROD."""


def upgrade_from(name: str, version: int) -> Callable[[Upgrade], Upgrade]:
    """Register the function that turns version `version` of schema `name` into the next one."""

    def register(function: Upgrade) -> Upgrade:
        _UPGRADES[name, version] = function
        return function

    return register


class FilmObject(BaseModel):
    """An immutable, versioned part of a film. Unknown fields are refused: losing a user's data silently is worse."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    version: ClassVar[int] = 1

    @classmethod
    def schema_label(cls) -> str:
        return f"{cls.__name__}.{cls.version}"

    @model_validator(mode="before")
    @classmethod
    def _read_schema(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, dict):
            return data
        if info.mode == "json":  # strict, from the wire: an array is a list by now, and no tuple would take it
            data = {name: _as_tuples(value) for name, value in data.items()}
        if "schema" not in data:
            return data
        fields = dict(data)
        return cls._upgraded(fields, str(fields.pop("schema")))

    @classmethod
    def _upgraded(cls, fields: dict[str, Any], label: str) -> dict[str, Any]:
        match = _LABEL.match(label)
        if not match or match[1] != cls.__name__:
            # A ValueError, so that a union of schemas goes on to its next member.
            raise ValueError(f"expected {cls.__name__}, found {label!r}")
        found = int(match[2])
        if found > cls.version:
            raise NewerSchemaError(
                f"This film was made by a newer AIPROD ({label})",
                f"this one reads up to {cls.schema_label()}",
                "Update AIPROD to open it; nothing was changed.",
            )
        for step in range(found, cls.version):
            fields = _UPGRADES[cls.__name__, step](fields)
        return fields

    @model_serializer(mode="wrap")
    def _write_schema(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {"schema": self.schema_label(), **handler(self)}

    def to_json(self) -> dict[str, Any]:
        """The object as JSON-able data, schema labels included."""
        return self.model_dump(mode="json")

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Read any known version. Raises NewerSchemaError, or SchemaError where the data is not this object."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "its root"
            raise SchemaError(
                f"This is not a readable {cls.__name__}",
                f"{first['msg']} at {where}",
                "The file may be damaged; restore it from a copy.",
            ) from error

    def changed(self, **fields: Any) -> Self:
        """A validated copy with some fields replaced."""
        return type(self).model_validate({**{n: getattr(self, n) for n in type(self).model_fields}, **fields})

    def content_hash(self) -> str:
        """SHA-256 (hex) of the canonical JSON form."""
        return hash_json(self.to_json())


def _as_tuples(value: Any) -> Any:
    """Lists, and lists in them, as tuples; what lies in objects is theirs."""
    return tuple(_as_tuples(item) for item in value) if isinstance(value, list) else value
