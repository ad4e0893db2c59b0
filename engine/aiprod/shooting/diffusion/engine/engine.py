# SPDX-License-Identifier: Apache-2.0
"""The engine: requests come in from many threads, one thread works the device, frames go out as they are read."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from aiprod.models import library
from aiprod.models.checkpoints import Checkpoint, FamilyName
from aiprod.shooting.diffusion import families
from aiprod.shooting.diffusion.engine.coming import Coming
from aiprod.shooting.diffusion.engine.finishing import Finishing
from aiprod.shooting.diffusion.engine.gathering import Gathering
from aiprod.shooting.diffusion.engine.jobs import Job
from aiprod.shooting.diffusion.engine.keeping import Keep
from aiprod.shooting.diffusion.engine.loaded import Loaded, Planner
from aiprod.shooting.diffusion.engine.making import Making
from aiprod.shooting.diffusion.engine.memory import host_free
from aiprod.shooting.diffusion.engine.planning import device_here, plan
from aiprod.shooting.diffusion.engine.residence import Loader, load
from aiprod.shooting.diffusion.engine.turns import Turns
from aiprod.shooting.diffusion.families.base import Family, Footage

if TYPE_CHECKING:
    from aiprod.shooting.diffusion.engine import Meter
    from aiprod.shooting.diffusion.request import Media, VideoRequest
    from aiprod.shooting.generator import Watch

_LOOK_S = 0.1


class Engine:
    """Makes clips on one device. Thread-safe.

    Args:
        device: None: this process's.
        opener: finds a checkpoint by its card's id.
        find_family: finds its family.
        loader: makes modules of components.
        planner: says how a clip is run at first.
        coming: who else is about to ask for clips.
    """

    def __init__(
        self, device: torch.device | None = None, *, opener: Callable[[str], Checkpoint] = library.checkpoint,
        find_family: Callable[[FamilyName], Family] = families.family, loader: Loader = load, planner: Planner = plan,
        coming: Coming | None = None,
    ) -> None:  # fmt: skip
        self.device = device or device_here()
        self._opener, self._find_family, self._loader, self._planner = opener, find_family, loader, planner
        self._models: dict[str, Loaded] = {}
        self._lock, self._turns = threading.Lock(), Turns()
        self._coming = coming or Coming()
        self._gathering = Gathering(self._coming, lambda job: job.model.way(job).batch, lambda job: job.model.usual(job))
        self._making = Making(self._turns, self._gathering, self._others)
        self._finishing = Finishing(self._turns, self._making)
        self._scratch = tempfile.TemporaryDirectory(prefix="aiprod-blocks-", ignore_cleanup_errors=True)
        self._thread: threading.Thread | None = None

    def generate(
        self, request: VideoRequest, media: Media, watch: Watch | None, folder: Path, meter: Meter | None = None
    ) -> Footage:
        """See `engine.generate`; `meter` counts the seconds of the device."""
        with self.expecting():
            job = self._job(request, media, watch, folder)
            if job.done < len(job.stages):
                self._gathering.put(job)
                self._work()
        if job.done < len(job.stages):
            self._await(job)
        if meter is not None:
            meter.seconds += job.seconds
        return self._finishing.footage(job)

    def expecting(self) -> AbstractContextManager[None]:
        """Around whatever a thread does before it calls `generate`: clips that go with its own may wait for it."""
        return self._coming.expecting()

    def model(self, model_id: str) -> Loaded:
        """A model, opened the first time. Raises UserError where it isn't here."""
        with self._lock:
            if model_id not in self._models:
                checkpoint = self._opener(model_id)
                self._make_room(checkpoint)
                self._models[model_id] = Loaded(
                    checkpoint, self._find_family(checkpoint.family), self.device, self._planner, self._loader,
                    Path(self._scratch.name) / model_id.replace("/", "-"),
                )  # fmt: skip
            return self._models[model_id]

    def close(self) -> None:
        """Give everything up. Clips that are waited for fail."""
        self._gathering.close()
        if self._thread is not None:
            self._thread.join()
        self._models.clear()
        self._scratch.cleanup()

    def _job(self, request: VideoRequest, media: Media, watch: Watch | None, folder: Path) -> Job:
        model = self.model(request.model)
        settled = self._find_family(model.checkpoint.family).settle(request, model.checkpoint)
        with self._lock:
            driver = model.ready(settled)
        keep, stages = Keep(folder, settled, model.checkpoint), driver.stages(settled)
        done, latents = keep.load(stages)
        job = Job(settled, media, watch, keep, model, driver.together(settled), stages, done, latents)
        model.way(job)  # where there is no room at all, it is said here
        return job

    def _make_room(self, checkpoint: Checkpoint) -> None:
        """Models that are not needed now are given up where the machine's memory would not hold this one as well."""
        size = torch.empty(0, dtype=torch.bfloat16).element_size()
        if size * sum(component.parameters for component in checkpoint.components.values()) > host_free():
            self._models.clear()  # whoever waits for a clip of one still holds it

    def _work(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, daemon=True, name="diffusion-engine")
                self._thread.start()

    def _serve(self) -> None:
        while jobs := self._gathering.take():
            try:
                self._making.make(jobs)
            except BaseException as error:  # noqa: BLE001 - whatever it is, whoever waits must hear of it
                for job in jobs:
                    job.fail(error)

    def _await(self, job: Job) -> None:
        """Until the clip's latents are finished. While it waits for its turn, its watch is asked here."""
        while not job.ended.done():
            wait((job.ended,), timeout=_LOOK_S)
            if self._gathering.holds(job):
                job.tell(0.0)
        self._gathering.remove(job)
        job.ended.result()

    def _others(self, model: Loaded) -> Iterator[Loaded]:
        """The other models that are here."""
        with self._lock:
            yield from [other for other in self._models.values() if other is not model]
