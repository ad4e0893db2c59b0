# SPDX-License-Identifier: Apache-2.0
"""Looking on while clips are sampled: is it still wanted, is it numbers at all, and how does it look by now?"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from aiprod.film.errors import Stopped
from aiprod.shooting.diffusion.engine import SAMPLING_SHARE

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

    from aiprod.shooting.diffusion.engine.jobs import Job
    from aiprod.shooting.diffusion.families.base import Tensors

    Preview = Callable[[Tensors, int], NDArray[np.uint8] | None]


log = logging.getLogger(__name__)


class BadNumbersError(ArithmeticError):
    """Every clip of a batch has latents that are no numbers.

    Attributes:
        step: after which, from 1.
    """

    def __init__(self, step: int) -> None:
        super().__init__(f"not finite after step {step}")
        self.step = step


class Onlooker:
    """The `Hooks` of one batch in one stage.

    Args:
        jobs: of the batch, in order.
        preview: makes the picture of a clip of the batch.

    Attributes:
        bad: job → the step at which its latents stopped being numbers.
    """

    def __init__(self, jobs: Sequence[Job], preview: Preview) -> None:
        self._jobs, self._preview = jobs, preview
        self.bad: dict[Job, int] = {}

    def wanted(self) -> None:
        """Called in the middle of a step. Raises Stopped when nobody waits for any of the clips."""
        for job in self._jobs:
            job.tell(job.share * SAMPLING_SHARE)
        self._go_on()

    def step(self, done: int, total: int, estimate: Tensors) -> None:
        """See `Hooks.step`. A clip that went wrong or is unwanted goes through the rest of the batch without a word."""
        for index, job in enumerate(self._jobs):
            if not job.over and job not in self.bad and not _finite(estimate, index):
                self.bad[job] = done
        if all(job.over or job in self.bad for job in self._jobs) and self.bad:
            self._go_on()
            raise BadNumbersError(done)
        for index, job in enumerate(self._jobs):
            if not job.over and job not in self.bad:
                job.share = (job.done + done / max(total, 1)) / max(len(job.stages), 1)
                job.tell(job.share * SAMPLING_SHARE, self._picture(job, estimate, index))
        self._go_on()

    def _picture(self, job: Job, estimate: Tensors, index: int) -> NDArray[np.uint8] | None:
        """A picture, where anybody looks. No picture is worth a failed shot."""
        if job.watch is None:
            return None
        try:
            return self._preview(estimate, index)
        except Exception:
            log.warning("no preview", exc_info=True)
        return None

    def _go_on(self) -> None:
        if all(job.over for job in self._jobs):
            raise Stopped("The clip was stopped", "nobody waits for it any more")


def _finite(estimate: Tensors, index: int) -> bool:
    return all(_of(tensor, index).isfinite().all().item() for tensor in estimate.values() if tensor.is_floating_point())


def _of(tensor: torch.Tensor, index: int) -> torch.Tensor:
    return tensor[index] if index < tensor.shape[0] else tensor
