# SPDX-License-Identifier: Apache-2.0
"""The registry on MLflow: a database and a folder of files of one's own, or a tracking server.

A version's files are copied beside the database, each named by its hash; what a stage is, is an alias of MLflow. A canary is a
version that a share of the requests gets; which ones, their seed decides, so that the same request always meets the same model.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiprod.film.errors import EngineError, UserError
from aiprod.film.files import data_home, disk_errors
from aiprod.models import serving
from aiprod.training.registry.gates import STAGES, Measures, Stage, refused, worse
from aiprod.training.registry.versions import Part, Version

_CANARY, _SHARE, _BEFORE, _VERSION, _FILES, _WHY = "canary", "canary_share", "before", "version", "sha256", "withdrawn"
_MEASURE = "measure."


@dataclass(frozen=True)
class Entry:
    """A version of a model in the registry."""

    number: int
    """MLflow's own."""
    version: Version
    folder: Path
    measures: dict[str, float]
    stages: tuple[str, ...]
    made_at: float
    withdrawn: str = ""
    """Why it was taken out of production."""


@dataclass(frozen=True)
class Change:
    """What happened at a stage."""

    model: str
    stage: str
    version: str
    before: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Split:
    """Which version a request gets: production's, or the canary's for its share of the seeds."""

    model: str
    production: Entry
    canary: Entry | None
    share: float

    def chosen(self, seed: int) -> Entry:
        """The version for a request with this seed."""
        return self.canary if self.canary and serving.gets_canary(self.model, seed, self.share) else self.production


class Registry:
    """Models and their versions.

    Args:
        place: a folder for the registry's database and files; the user's own where None.
        server: the address of an MLflow server to take instead of the folder's database.
        clock: seconds since 1970.
    """

    def __init__(self, place: Path | None = None, server: str = "", clock: Callable[[], float] = time.time) -> None:
        self.place = place or data_home() / "registry"
        with disk_errors(self.place):
            self.place.mkdir(parents=True, exist_ok=True)
        address = server or f"sqlite:///{(self.place / 'registry.db').resolve().as_posix()}"
        self._client, self._clock = _client(address), clock

    # -- versions --------------------------------------------------------------------------------------------------------

    def add(self, model: str, folder: Path, measures: Measures, *, part: Part = "minor", version: str = "") -> Entry:
        """Take a model's files in as the next version, at the stage dev.

        Raises:
            UserError: the folder is empty or missing, or the version is not above the last one.
        """
        files = sorted(path for path in folder.glob("*") if path.is_file()) if folder.is_dir() else []
        if not files:
            raise UserError(f"There is no model in {folder}", "the folder is empty or missing", "Give the folder of its files.")
        last = max((entry.version for entry in self.versions(model)), default=None)
        wanted = Version.of(version) if version else last.next(part) if last else Version(0, 1, 0)
        if last is not None and wanted <= last:
            raise UserError(f"Version {wanted} can't be added", f"{last} is there already", "Choose a later version.")
        target = self._copied(model, wanted, files)
        tags = {_VERSION: str(wanted), _FILES: serving.identity(files)} | {
            _MEASURE + n: repr(float(v)) for n, v in measures.items()
        }
        self._ensure(model)
        made = self._client.create_model_version(model, source=str(target), tags=tags)
        self._client.set_registered_model_alias(model, "dev", made.version)
        return self._entry(self._client.get_model_version(model, made.version))

    def _copied(self, model: str, version: Version, files: Sequence[Path]) -> Path:
        import shutil

        target = self.place / "models" / model / str(version)
        with disk_errors(target):
            if target.exists():
                shutil.rmtree(target)
            target.mkdir(parents=True)
            for path in files:
                shutil.copyfile(path, target / path.name)
        if serving.identity(sorted(target.iterdir())) != serving.identity(files):
            raise EngineError(
                f"The copy in {target} is not what was given", "a file changed while it was copied", "Add it again."
            )
        return target

    def versions(self, model: str) -> list[Entry]:
        """All versions of a model, the oldest first."""
        found = self._client.search_model_versions(f"name = '{_plain(model)}'", max_results=10_000)
        numbers = sorted(int(one.version) for one in found)
        return [self._entry(self._client.get_model_version(model, str(number))) for number in numbers]

    def find(self, model: str, version: str) -> Entry:
        """A version by its number, or by the stage that it is at. Raises UserError where there is none."""
        for entry in self.versions(model):
            if version in entry.stages or str(entry.version) == version:
                return entry
        raise UserError(f"There is no {version} of {model}", "the registry does not hold it", "See `aiprod train registry list`.")

    def _entry(self, found: Any) -> Entry:
        tags = dict(found.tags)
        measures = {name.removeprefix(_MEASURE): float(v) for name, v in tags.items() if name.startswith(_MEASURE)}
        stages = tuple(stage for stage in (*STAGES, _CANARY) if stage in found.aliases)
        return Entry(
            int(found.version), Version.of(tags[_VERSION]), Path(found.source), measures, stages,
            found.creation_timestamp / 1000, tags.get(_WHY, ""),
        )  # fmt: skip

    def _ensure(self, model: str) -> None:
        from mlflow.exceptions import MlflowException

        try:
            self._client.create_registered_model(_plain(model))
        except MlflowException as error:
            if error.error_code != "RESOURCE_ALREADY_EXISTS":
                raise _unreachable(error) from error

    def check(self, entry: Entry) -> None:
        """Raises EngineError where a version's files are not what was added."""
        files = sorted(entry.folder.iterdir()) if entry.folder.is_dir() else []
        model = entry.folder.parent.name
        told = self._client.get_model_version(model, str(entry.number)).tags[_FILES]
        if serving.identity(files) != told:
            raise EngineError(
                f"The files of {model} {entry.version} are damaged", "their hashes differ", "Add the version again."
            )

    # -- stages ----------------------------------------------------------------------------------------------------------

    def promote(self, model: str, version: str, stage: Stage) -> Change:
        """Let a version be what a stage shows.

        Raises:
            UserError: it misses a gate of the stage, or measures worse than what is in production.
            EngineError: its files are damaged.
        """
        entry = self.find(model, version)
        before = next((one for one in self.versions(model) if stage in one.stages), None)
        why = refused(entry.measures, stage)
        if stage == "production" and before is not None and before.number != entry.number:
            why += worse(entry.measures, before.measures)
        if why:
            raise UserError(f"{model} {entry.version} can't go to {stage}", "; ".join(why), "Train on, or see its report.")
        self.check(entry)
        self._show(model, stage, entry, before)
        return Change(model, stage, str(entry.version), str(before.version) if before else "")

    def _show(self, model: str, stage: str, entry: Entry, before: Entry | None) -> None:
        if before is not None and before.number != entry.number:
            self._client.set_registered_model_tag(model, f"{_BEFORE}.{stage}", str(before.number))
        self._client.set_registered_model_alias(model, stage, str(entry.number))
        if stage == "production":
            self._end_canary(model)
        self._tell(model)

    def roll_back(self, model: str, stage: Stage = "production", why: Sequence[str] = ()) -> Change:
        """A stage shows again what it showed before. Raises UserError where nothing was there before."""
        told = self._client.get_registered_model(model).tags.get(f"{_BEFORE}.{stage}", "")
        now = self.find(model, stage)
        before = next((one for one in self.versions(model) if str(one.number) == told), None)
        if before is None or before.number == now.number:
            raise UserError(f"{model} can't be rolled back", f"{stage} showed nothing before", "Promote another version.")
        self.check(before)
        self._client.set_registered_model_alias(model, stage, str(before.number))
        self._client.delete_registered_model_tag(model, f"{_BEFORE}.{stage}")
        self._client.set_model_version_tag(model, str(now.number), _WHY, "; ".join(why) or "rolled back by hand")
        self._tell(model)
        return Change(model, stage, str(before.version), str(now.version), tuple(why))

    # -- measured in use -------------------------------------------------------------------------------------------------

    def canary(self, model: str, version: str, share: float) -> Entry:
        """Give a version a share of the requests, 0 … 1; 0 ends it. Raises UserError where it has not passed staging's gates."""
        if not 0 <= share <= 1:
            raise UserError(f"A share of {share} can't be", "it lies between 0 and 1", "Write 0.05 for one request in twenty.")
        entry = self.find(model, version)
        if share == 0:
            self._end_canary(model)
            return self.find(model, str(entry.version))
        if why := refused(entry.measures, "staging"):
            raise UserError(f"{model} {entry.version} can't be a canary", "; ".join(why), "Train on, or see its report.")
        self.check(entry)
        self._client.set_registered_model_alias(model, _CANARY, str(entry.number))
        self._client.set_registered_model_tag(model, _SHARE, repr(share))
        self._tell(model)
        return self.find(model, str(entry.version))

    def _end_canary(self, model: str) -> None:
        if any(_CANARY in entry.stages for entry in self.versions(model)):
            self._client.delete_registered_model_alias(model, _CANARY)
            self._client.delete_registered_model_tag(model, _SHARE)
            self._tell(model)

    def _tell(self, model: str) -> None:
        """Let those who serve know what serves now."""
        if not any("production" in entry.stages for entry in self.versions(model)):
            return
        split = self.split(model)
        canary = self._served(split.canary) if split.canary else None
        serving.tell(self.place, model, serving.Serving(model, self._served(split.production), canary, split.share))

    def _served(self, entry: Entry) -> serving.Served:
        files = self._client.get_model_version(entry.folder.parent.name, str(entry.number)).tags[_FILES]
        return serving.Served(str(entry.version), entry.folder.resolve(), files)

    def split(self, model: str) -> Split:
        """Who gets which version now. Raises UserError where none is in production."""
        canary = next((entry for entry in self.versions(model) if _CANARY in entry.stages), None)
        share = float(self._client.get_registered_model(model).tags[_SHARE]) if canary else 0.0
        return Split(model, self.find(model, "production"), canary, share)

    def measured(self, model: str, version: str, measures: Measures) -> Change | None:
        """Take in new measures of a version that is in use.

        A canary that measures worse than production ends; a version in production that measures worse than the one before it,
        or misses production's gates, is rolled back. Returns what changed.
        """
        entry = self.find(model, version)
        for name, value in measures.items():
            self._client.set_model_version_tag(model, str(entry.number), _MEASURE + name, repr(float(value)))
        entry = self.find(model, str(entry.version))
        if _CANARY in entry.stages and "production" not in entry.stages:
            why = worse(entry.measures, self.find(model, "production").measures)
            if why:
                self._end_canary(model)
                self._client.set_model_version_tag(model, str(entry.number), _WHY, "; ".join(why))
                return Change(model, _CANARY, "", str(entry.version), tuple(why))
        if "production" in entry.stages:
            return self._kept_or_rolled_back(model, entry)
        return None

    def _kept_or_rolled_back(self, model: str, entry: Entry) -> Change | None:
        told = self._client.get_registered_model(model).tags.get(f"{_BEFORE}.production", "")
        before = next((one for one in self.versions(model) if str(one.number) == told), None)
        why = refused(entry.measures, "production") + (worse(entry.measures, before.measures) if before else [])
        return self.roll_back(model, "production", why) if why and before is not None else None


def _plain(model: str) -> str:
    """A name that is safe in a folder and in MLflow's filter. Raises UserError."""
    if not model or not model.replace("-", "").replace("_", "").isalnum() or not model.isascii():
        raise UserError(f"{model!r} is no name for a model", "it has other signs than letters, digits, - and _", "Write nano.")
    return model


def _unreachable(error: Exception) -> EngineError:
    return EngineError("The model registry does not answer", str(error).splitlines()[0], "Check --server, or leave it out.")


def _client(address: str) -> Any:
    """MLflow's client. Raises UserError where MLflow is not installed."""
    from importlib.util import find_spec

    if find_spec("mlflow") is None:
        raise UserError(
            "The model registry needs MLflow", "it is not part of AIPROD's own environment",
            "Install what docs/training.md names into it.",
        )  # fmt: skip
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
    import logging

    logging.getLogger("alembic").setLevel(logging.WARNING)
    from mlflow import MlflowClient
    from mlflow.exceptions import MlflowException

    logging.getLogger("mlflow").setLevel(logging.WARNING)
    try:
        client = MlflowClient(tracking_uri=address, registry_uri=address)
        client.search_registered_models(max_results=1)
    except MlflowException as error:
        raise _unreachable(error) from error
    return client
