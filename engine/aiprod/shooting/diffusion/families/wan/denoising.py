# SPDX-License-Identifier: Apache-2.0
"""One question to Wan: the guided velocity of a batch at a moment, of whichever expert has its turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import torch

from aiprod.shooting.diffusion.families.base import Adapter, Parts
from aiprod.shooting.diffusion.families.wan.conditions import Condition
from aiprod.shooting.diffusion.families.wan.traits import Traits
from aiprod.shooting.diffusion.request import Guidance
from aiprod.shooting.diffusion.sampling.guiders import Guider, cfg
from aiprod.shooting.diffusion.sampling.samplers import Latents
from aiprod.shooting.diffusion.sampling.schedules import TRAIN_STEPS, Moment


class Experts:
    """The transformer, or the two that share a schedule: the one for high noise, then the one for low. One is out at a time."""

    def __init__(self, parts: Parts, traits: Traits, high: Sequence[Adapter], low: Sequence[Adapter]) -> None:
        self._parts, self._boundary = parts, traits.boundary * TRAIN_STEPS
        self._two = traits.experts == 2
        self._adapters = {"transformer": high, "transformer_2": low}
        self._out: tuple[str, ExitStack, Any] | None = None

    def low(self, moment: Moment) -> bool:
        """Whether the low-noise expert has its turn."""
        return self._two and moment.timestep < self._boundary

    def at(self, moment: Moment) -> Any:
        """The module whose turn it is."""
        name = "transformer_2" if self.low(moment) else "transformer"
        if self._out is None or self._out[0] != name:
            self.close()
            stack = ExitStack()
            self._out = (name, stack, stack.enter_context(self._parts.use(name, self._adapters[name])))
        return self._out[2]

    def close(self) -> None:
        """Give back the one that is out."""
        if self._out is not None:
            self._out[1].close()
            self._out = None


class WanDenoise:
    """`sampling.samplers.Denoise` for a batch.

    Args:
        positive, negative: prompts, [B, tokens, D]; negative None where guidance is off.
    """

    def __init__(
        self, experts: Experts, traits: Traits, condition: Condition, guidance: Guidance, dtype: torch.dtype,
        positive: torch.Tensor, negative: torch.Tensor | None, strength: float = 1.0,
    ) -> None:  # fmt: skip
        self._experts, self._traits, self._condition = experts, traits, condition
        self._dtype, self._strength, self._prompts = dtype, strength, {"positive": positive, "negative": negative}
        low = guidance if guidance.cfg_low is None else guidance.model_copy(update={"cfg": guidance.cfg_low})
        self._guiders = {False: Guider(guidance), True: Guider(low)}

    def __call__(self, latents: Latents, moment: Moment) -> Latents:
        x = latents["video"]
        velocity = self._guided(self._experts.at(moment), x, moment)
        clean, free = self._condition.clean, self._condition.free
        if clean is not None and free is not None:
            velocity = torch.where(free > 0, velocity, (x - clean) / moment.sigma)
        return {"video": velocity}

    def _guided(self, module: Any, x: torch.Tensor, moment: Moment) -> torch.Tensor:
        guider = self._guiders[self._experts.low(moment)]
        told = guider.guidance
        positive = self._ask(module, x, moment, "positive")
        negative = self._ask(module, x, moment, "negative") if guider.negative else None
        if not (told.apg or told.rescale or guider.perturbed):
            return positive if negative is None else cfg(positive, negative, told.cfg)
        perturbed = None
        if guider.perturbed:
            with skipped(module, told.stg_blocks):
                perturbed = self._ask(module, x, moment, "positive")
        estimates = [None if v is None else x - moment.sigma * v for v in (positive, negative, perturbed)]
        guided = guider.guide(x - moment.sigma * positive, *estimates[1:])
        return (x - guided) / moment.sigma

    def _ask(self, module: Any, x: torch.Tensor, moment: Moment, prompt: str) -> torch.Tensor:
        states = self._prompts[prompt]
        assert states is not None
        given = {"hidden_states": self._seen(x), "timestep": self._times(x, moment), "encoder_hidden_states": states}
        given |= self._beside(x)
        answer: torch.Tensor = module(**given, return_dict=False)[0]
        return answer.float()

    def _seen(self, x: torch.Tensor) -> torch.Tensor:
        """The latents as the transformer takes them: with what is known in place, or beside them."""
        of = self._condition
        if of.channels is not None:
            return torch.cat([x, of.channels], dim=1).to(self._dtype)
        if self._traits.mode == "ti2v" and of.clean is not None and of.free is not None:
            x = (1 - of.free) * of.clean + of.free * x
        return x.to(self._dtype)

    def _times(self, x: torch.Tensor, moment: Moment) -> torch.Tensor:
        """[B], or [B, tokens] for the model that tells every token its own: 0 where the latents are known."""
        if self._traits.mode != "ti2v":
            return x.new_full((x.shape[0],), moment.timestep)
        free = x.new_ones(x.shape[0], 1, x.shape[2], 1, 1) if self._condition.free is None else self._condition.free
        grid = free[:, 0].expand(x.shape[0], x.shape[2], x.shape[3] // 2, x.shape[4] // 2)
        return (grid * moment.timestep).flatten(1)

    def _beside(self, x: torch.Tensor) -> dict[str, Any]:
        of = self._condition
        if of.control is not None:
            layers = self._vace_layers(x)
            return {"control_hidden_states": of.control.to(self._dtype), "control_hidden_states_scale": layers}
        return {} if of.images is None else {"encoder_hidden_states_image": of.images.to(self._dtype)}

    def _vace_layers(self, x: torch.Tensor) -> torch.Tensor:
        return torch.full((self._traits.controls,), self._strength, device=x.device, dtype=self._dtype)


@contextmanager
def skipped(module: Any, blocks: Sequence[int]) -> Iterator[None]:
    """The transformer with these blocks passing on what they get (spatio-temporal skip guidance, residual form)."""
    handles = [module.blocks[index].register_forward_hook(_pass_on, with_kwargs=True) for index in blocks]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _pass_on(_block: Any, args: tuple[Any, ...], kwargs: dict[str, Any], _out: Any) -> Any:
    return args[0] if args else kwargs["hidden_states"]
