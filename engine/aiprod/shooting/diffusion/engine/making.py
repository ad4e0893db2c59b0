# SPDX-License-Identifier: Apache-2.0
"""Making latents: a group of clips goes through the stages together; when memory runs out it goes on in a smaller way."""

from __future__ import annotations

import logging
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import TYPE_CHECKING

import torch

from aiprod.film.errors import Stopped
from aiprod.film.faults import FaultClass, FaultError, is_memory
from aiprod.shooting.diffusion.engine.jobs import Job
from aiprod.shooting.diffusion.engine.memory import release
from aiprod.shooting.diffusion.engine.onlooking import BadNumbersError, Onlooker
from aiprod.shooting.diffusion.engine.reels import wind

if TYPE_CHECKING:
    from aiprod.shooting.diffusion.engine.gathering import Gathering
    from aiprod.shooting.diffusion.engine.ladder import During
    from aiprod.shooting.diffusion.engine.loaded import Loaded
    from aiprod.shooting.diffusion.engine.turns import Turns

log = logging.getLogger(__name__)


class Making:
    """What the engine's own thread does.

    Args:
        turns: the device.
        gathering: where other clips wait, whose prompts are read along.
        others: the other models that are loaded.
    """

    def __init__(self, turns: Turns, gathering: Gathering, others: Callable[[Loaded], Iterable[Loaded]]) -> None:
        self._turns, self._gathering, self._others = turns, gathering, others

    def make(self, jobs: Sequence[Job]) -> None:
        """Take clips that go together to their finished latents, or to what went wrong with each."""
        work = deque([list(jobs)])
        while work:
            group = [job for job in work.popleft() if not job.over]
            if not group:
                continue
            most = max(1, group[0].model.way(group[0]).batch)
            if len(group) > most:
                work.extendleft(reversed([group[at : at + most] for at in range(0, len(group), most)]))
            else:
                work.extendleft(self._attempt(group))

    def _attempt(self, group: list[Job]) -> list[list[Job]]:
        """One try. Returns the groups that are to be tried next."""
        during, error = self._tried(group)
        left = [job for job in group if not job.over]
        if error is None or not left:
            return [[job for job in left if job.done < len(job.stages)]]
        if isinstance(error, BadNumbersError):
            return [left]
        if is_memory(error):
            return [left] if self.smaller(left[0], during, len(group)) else self._fail(left, no_memory(left[0], during))
        # one clip's fault (a reference that can't be used) is not the others'
        return [[job] for job in left] if len(group) > 1 else self._fail(left, error)

    def _tried(self, group: list[Job]) -> tuple[During, Exception | None]:
        """What it was doing last, and what went wrong, without the tensors that the traceback holds on to."""
        during: During = "encode"
        try:
            with torch.no_grad():
                with self._turns.making():
                    self._read_prompts(group)
                during = "denoise"
                self._stages(group)
        except Stopped:
            return during, None
        except Exception as error:  # noqa: BLE001 - it is judged by `_attempt`
            traceback.clear_frames(error.__traceback__)
            return during, error.with_traceback(None) if is_memory(error) else error
        return during, None

    def _read_prompts(self, group: Sequence[Job]) -> None:
        """Of the group and of all that wait: the text encoder is brought to the device once."""
        model = group[0].model
        model.arrange(group[0])
        requests = [job.request for job in (*group, *self._gathering.waiting()) if job.model is model]
        if prompts := model.unread(requests):
            with model.residence.brake.looking(lambda: _any_wanted(group)):
                model.read(prompts)
        model.forget(requests)

    def _stages(self, group: list[Job]) -> None:
        while going := [job for job in group if not job.over and job.done < len(job.stages)]:
            with self._turns.making():
                self._stage(going, going[0].stages[going[0].done])

    def _stage(self, jobs: Sequence[Job], stage: str) -> None:
        model, began = jobs[0].model, monotonic()
        model.arrange(jobs[0])
        clips = [model.clip(job) for job in jobs]
        onlooker = Onlooker(jobs, model.preview)
        try:
            with model.residence.brake.looking(onlooker.wanted):
                model.driver.run(stage, clips, onlooker)
        finally:
            self._judge(onlooker)
        through = [(job, clip) for job, clip in zip(jobs, clips, strict=True) if not job.over and job not in onlooker.bad]
        if stage == jobs[0].stages[-1]:
            wind([job for job, _ in through])
        for job, clip in through:
            self._through(job, stage, clip.latents, (monotonic() - began) / len(jobs))
        if any(not job.over for job in onlooker.bad):
            raise BadNumbersError(min(onlooker.bad.values()))

    @staticmethod
    def _through(job: Job, stage: str, latents: dict[str, torch.Tensor], seconds: float) -> None:
        """A stage is behind a clip."""
        job.latents, job.done, job.seconds = latents, job.done + 1, job.seconds + seconds
        job.keep.save(stage, latents)
        if job.done == len(job.stages):
            job.model.took(job, job.seconds)
            if not job.ended.done():
                job.ended.set_result(None)

    @staticmethod
    def _judge(onlooker: Onlooker) -> None:
        """Clips whose numbers went wrong are tried once more; after that they are given up."""
        for job, step in onlooker.bad.items():
            if job.again:
                job.fail(bad_numbers(job, step))
            log.warning("latents are no numbers", extra={"model": job.request.model, "step": step, "again": not job.again})
            job.again = True

    def smaller(self, job: Job, during: During, clips: int) -> bool:
        """Memory ran out: first other models go, then this one is run in a smaller way. False where there is none."""
        release(job.model.device)
        others = [other for other in self._others(job.model) if other.on_device]
        for other in others:
            other.residence.leave()
        release(job.model.device)
        return bool(others) or job.model.lower(job, during, clips)

    @staticmethod
    def _fail(jobs: Sequence[Job], error: Exception) -> list[list[Job]]:
        for job in jobs:
            job.fail(error)
        return []


def no_memory(job: Job, during: During) -> FaultError:
    """What the chain makes a smaller picture of."""
    request = job.request
    return FaultError(
        f"{request.model} ran out of memory", f"{request.frames} frames of {request.width}×{request.height} do not fit, even "
        f"with {job.model.way(job).words()} ({during})", "Make it smaller or shorter, or take a smaller model.",
        kind=FaultClass.RESOURCE, code="out_of_memory",
    )  # fmt: skip


def bad_numbers(job: Job, step: int) -> FaultError:
    return FaultError(
        f"{job.request.model} gave numbers that mean nothing", f"its latents were no numbers after step {step}, twice",
        "Check the model's files with `aiprod models verify`, or take another precision.", kind=FaultClass.PROVIDER,
        code="nan_latents",
    )  # fmt: skip


def _any_wanted(jobs: Sequence[Job]) -> None:
    for job in jobs:
        job.tell(0.0)
    if all(job.over for job in jobs):
        raise Stopped("The clip was stopped", "nobody waits for it any more")
