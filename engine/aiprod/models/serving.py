# SPDX-License-Identifier: Apache-2.0
"""Which version of a model of our own serves a request: what the model registry has put into production, or its canary.

The registry (`training/registry`) needs MLflow; what serves must not. So the registry writes its choice beside its database
whenever it changes, and this module reads it. Where there is no registry, the weights that ship serve.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from aiprod.film.errors import EngineError, UserError
from aiprod.film.files import data_home, read_json, write_json
from aiprod.film.hashing import hash_file, hash_json, seed_from


@dataclass(frozen=True)
class Served:
    """A version that serves: its files lie in `folder`, and `sha256` is theirs together (`identity`)."""

    version: str
    folder: Path
    sha256: str


@dataclass(frozen=True)
class Serving:
    """Production's version, and a canary that gets a share of the requests, 0 … 1."""

    model: str
    production: Served
    canary: Served | None = None
    share: float = 0.0

    def chosen(self, seed: int) -> Served:
        """The version for a request with this seed."""
        return self.canary if self.canary and gets_canary(self.model, seed, self.share) else self.production


def gets_canary(model: str, seed: int, share: float) -> bool:
    """Whether the canary serves: the seed decides, so that the same request always meets the same version."""
    return seed_from(seed, "canary", model) % 10_000 < round(share * 10_000)


def identity(files: Iterable[Path]) -> str:
    """What names files together: their names and contents."""
    return hash_json({path.name: hash_file(path) for path in files})


def chosen(model: str, seed: int) -> Served | None:
    """The version for a request, or None: then the weights that ship serve. Raises UserError for a file that can't be read."""
    path = _file(data_home() / "registry", model)
    if not path.is_file():
        return None
    try:
        told = read_json(path)
        canary = _served(told["canary"]) if told["canary"] else None
        return Serving(model, _served(told["production"]), canary, float(told["share"])).chosen(seed)
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(
            f"Which version of {model} serves can't be read", f"{path}: {error}",
            "Promote a version again, or remove the file: then the weights that ship serve.",
        ) from error  # fmt: skip


def tell(place: Path, model: str, serving: Serving | None) -> None:
    """Write down what serves, for `chosen`; None where nothing of the registry does. `place`: the registry's folder."""
    path = _file(place, model)
    if serving is None:
        path.unlink(missing_ok=True)
        return
    canary = _told(serving.canary) if serving.canary else None
    write_json(path, {"production": _told(serving.production), "canary": canary, "share": serving.share})


@cache
def whole(served: Served) -> Path:
    """The folder of a version, once its files have been compared with what was put into production.

    Raises:
        EngineError: they are missing or others.
    """
    files = sorted(served.folder.iterdir()) if served.folder.is_dir() else []
    if identity(files) != served.sha256:
        raise EngineError(
            f"The files of version {served.version} in {served.folder} are damaged", "their hashes differ",
            "Add the version to the registry again, or roll back: `aiprod train registry rollback`.",
        )  # fmt: skip
    return served.folder


def _file(place: Path, model: str) -> Path:
    return place / "serving" / f"{model}.json"


def _told(served: Served) -> dict[str, str]:
    return {"version": served.version, "folder": str(served.folder), "sha256": served.sha256}


def _served(told: dict[str, Any]) -> Served:
    return Served(str(told["version"]), Path(told["folder"]), str(told["sha256"]))
