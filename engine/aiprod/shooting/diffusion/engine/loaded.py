# SPDX-License-Identifier: Apache-2.0
"""A model in the engine: its modules, its driver, the prompts it has read, and what is known of running it here."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.hashing import hash_json
from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.engine.ladder import During, Way, down
from aiprod.shooting.diffusion.engine.previews import Previewer
from aiprod.shooting.diffusion.engine.residence import Loader, Residence
from aiprod.shooting.diffusion.families.base import Clip, Embedding, Family, VideoModel

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

    from aiprod.shooting.diffusion.engine.jobs import Job
    from aiprod.shooting.diffusion.families.base import Tensors
    from aiprod.shooting.diffusion.request import VideoRequest

log = logging.getLogger(__name__)
Planner = Callable[[Checkpoint, "VideoRequest", "torch.device"], Way]
_MOST_EMBEDDED = 2 << 30
"""Bytes of prompts that are kept."""
_NEWEST = 0.5


class Loaded:
    """One checkpoint on one device.

    Attributes:
        residence: its modules.
        driver: the family's.
        encoded: how many prompts the text encoder has read.
    """

    def __init__(
        self, checkpoint: Checkpoint, family: Family, device: torch.device, planner: Planner, loader: Loader, folder: Path
    ) -> None:
        self.checkpoint, self.device = checkpoint, device
        self.encoded = 0
        self._family, self._planner, self._loader, self._folder = family, planner, loader, folder
        self._residence: Residence | None = None
        self._driver: VideoModel | None = None
        self._first: Way | None = None
        self._ways: dict[str, Way] = {}
        self._seconds: dict[str, float] = {}
        self._prompts: OrderedDict[str, Embedding] = OrderedDict()
        self._previewer = Previewer(self)

    @property
    def residence(self) -> Residence:
        assert self._residence is not None
        return self._residence

    @property
    def driver(self) -> VideoModel:
        assert self._driver is not None
        return self._driver

    def ready(self, request: VideoRequest) -> VideoModel:
        """The driver; made the first time, in the way that this request is planned. Loads nothing yet."""
        if self._driver is None:
            way = self._first = self._planner(self.checkpoint, request, self.device)
            self._residence = Residence(self.checkpoint, self.device, way, loader=self._loader, folder=self._folder)
            self._driver = self._family.drive(self.checkpoint, self._residence)
        return self._driver

    def way(self, job: Job) -> Way:
        """How a clip of this kind is run."""
        if job.together not in self._ways:
            planned = self._planner(self.checkpoint, job.request, self.device)
            kept = self._first or planned  # what is loaded stays as it is
            self._ways[job.together] = replace(planned, dtype=kept.dtype, stored=kept.stored, attention=kept.attention)
        return self._ways[job.together]

    def arrange(self, job: Job) -> Way:
        """See that the modules are where this kind of clip wants them."""
        way, now = self.way(job), self.residence.way
        if (way.placement, way.resident_blocks) != (now.placement, now.resident_blocks):
            self.residence.arrange(way)
        return way

    def lower(self, job: Job, during: During, clips: int) -> bool:
        """After memory ran out: go on in a smaller way. False where there is none left."""
        way = self.way(job)
        after = down(way, during, clips, streams=self.residence.can_stream)
        if after is None:
            return False
        log.info(
            "memory ran out", extra={"model": self.checkpoint.id, "during": during, "before": way.words(), "now": after.words()}
        )
        self._ways[job.together] = after
        return True

    def usual(self, job: Job) -> float | None:
        """Seconds that a clip of this kind takes, where one was made."""
        return self._seconds.get(job.together)

    def took(self, job: Job, seconds: float) -> None:
        before = self._seconds.get(job.together, seconds)
        self._seconds[job.together] = before + (seconds - before) * _NEWEST

    def unread(self, requests: Sequence[VideoRequest]) -> list[str]:
        """The prompts of these that the text encoder has not read yet, each once."""
        wanted = dict.fromkeys(prompt for request in requests for prompt in prompts_of(request))
        return [prompt for prompt in wanted if prompt not in self._prompts]

    def read(self, prompts: Sequence[str]) -> None:
        """Have the text encoder read them; they are kept."""
        for prompt, embedding in zip(prompts, self.driver.encode(prompts), strict=True):
            self._prompts[prompt] = embedding
            self.encoded += 1

    def forget(self, needed: Sequence[VideoRequest]) -> None:
        """Of too many prompts, give up the oldest that nobody needs now."""
        used = {prompt for request in needed for prompt in prompts_of(request)}
        for prompt in [each for each in self._prompts if each not in used]:
            if sum(_bytes(embedding) for embedding in self._prompts.values()) <= _MOST_EMBEDDED:
                return
            del self._prompts[prompt]

    def clip(self, job: Job) -> Clip:
        """The clip of a job whose prompts were read, as far as it is."""
        positive = self._prompts[job.request.prompt]
        negative = self._prompts[job.request.negative] if needs_negative(job.request) else None
        return Clip(job.request, job.media, positive, negative, dict(job.latents))

    @property
    def on_device(self) -> bool:
        """Whether parts of it are on the device that could leave."""
        return self._residence is not None and self._residence.idle

    def preview(self, estimate: Tensors, index: int) -> NDArray[np.uint8] | None:
        """How a clip of a batch looks by now."""
        return self._previewer.picture(estimate, index)

    def seen(self, job: Job, rgb: NDArray[np.uint8]) -> None:
        """The first frame that a clip's latents became: previews learn from it. No preview is worth a failed shot."""
        try:
            self._previewer.learn(job.latents, rgb)
        except Exception:
            log.warning("previews did not learn", exc_info=True)

    def vae_key(self) -> str:
        """The VAE by its weights."""
        files = {path.name for path in self.checkpoint.components["vae"].files}
        hashes = sorted(sha for name, sha in self.checkpoint.hashes.items() if Path(name).name in files)
        return hash_json([self.checkpoint.components["vae"].kind, hashes or self.checkpoint.use().sha256])


def prompts_of(request: VideoRequest) -> tuple[str, ...]:
    return (request.prompt, request.negative) if needs_negative(request) else (request.prompt,)


def needs_negative(request: VideoRequest) -> bool:
    """Whether any guidance of a settled request looks at what is not wanted."""
    guided = [guidance for guidance in (request.video, request.audio) if guidance is not None]
    return any(guidance.cfg > 1 or (guidance.cfg_low or 1.0) > 1 for guidance in guided)


def _bytes(embedding: Embedding) -> int:
    tensors: Any = embedding.tensors.values()
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors)
