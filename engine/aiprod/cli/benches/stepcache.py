# SPDX-License-Identifier: Apache-2.0
"""The step cache: work saved (FlopCounterMode) and how far the latents are off, over 30 steps.

On an LTX-2.3 of four blocks with picture and sound and full guidance, and on a Wan of four blocks with CFG; random weights, as
facts about real ones need real ones. The clip is small, the schedule is the publishers'.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from aiprod.models.runtime import need_torch
from aiprod.shooting.diffusion.request import Guidance
from aiprod.shooting.diffusion.sampling import schedules

_STEPS, _FRAMES, _HEIGHT, _WIDTH, _SOUND, _WORDS = 30, 3, 4, 6, 16, 8
_GUIDANCE = {
    "video": Guidance(cfg=3, stg=1, modality=3, rescale=0.7), "audio": Guidance(cfg=7, stg=1, modality=3, rescale=0.7),
}  # fmt: skip


@dataclass(frozen=True)
class _Model:
    """A model that can be asked, how it is sampled, and its latents' shapes."""

    denoise: Any
    sampler: Any
    plan: schedules.Schedule
    shapes: Mapping[str, tuple[int, ...]]


def run(seed: int = 0, budget: float = 0.04) -> dict[str, Any]:
    """Each model with and without the cache. `budget`: `Sampling.cache`."""
    need_torch()
    import torch

    torch.set_num_threads(1)
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(seed)
        models = {"ltx-2.3, picture and sound": _ltx(), "wan 2.1": _wan()}
        found = {name: _measured(model, seed, budget) for name, model in models.items()}
    return {"steps": _STEPS, "budget_percent": budget * 100, **found}


def _measured(model: _Model, seed: int, budget: float) -> dict[str, Any]:
    from torch.utils.flop_counter import FlopCounterMode

    from aiprod.shooting.diffusion.sampling import samplers
    from aiprod.shooting.diffusion.sampling.noise import Noise
    from aiprod.shooting.diffusion.sampling.stepcache import StepCache, cached

    made, work, cache = [], [], None
    for allowed in (0.0, budget):
        noise = Noise([seed])
        cache = cached(model.denoise, model.plan, allowed)
        with FlopCounterMode(display=False) as counter:
            latents = {name: noise.draw(shape) for name, shape in model.shapes.items()}
            made.append(samplers.run(latents, samplers.sampler(model.sampler, model.plan, noise), model.plan, cache))
        work.append(counter.get_total_flops())
    assert isinstance(cache, StepCache)
    off = {name: float((made[1][name] - made[0][name]).norm() / made[0][name].norm()) for name in made[0]}
    return {
        "saved_percent": round(100 * (1 - work[1] / work[0]), 1), "reach_saved_percent": 40, "asked": cache.asked,
        "off_percent": {name: round(100 * error, 2) for name, error in off.items()}, "reach_off_percent": 4,
    }  # fmt: skip


def _ltx() -> _Model:
    import torch

    module = _filled("LTX2VideoTransformer3DModel", _LTX)
    tokens = _FRAMES * _HEIGHT * _WIDTH
    positive, negative = ([torch.randn(1, _WORDS, 96), torch.randn(1, _WORDS, 48)] for _ in range(2))
    where = {"num_frames": _FRAMES, "height": _HEIGHT, "width": _WIDTH, "audio_num_frames": _SOUND, "fps": 24.0}

    def ask(latents: Any, moment: schedules.Moment, words: Any, **more: Any) -> dict[str, Any]:
        time = torch.full((1,), moment.timestep)
        pair = module(
            hidden_states=latents["video"], audio_hidden_states=latents["audio"], encoder_hidden_states=words[0],
            audio_encoder_hidden_states=words[1], timestep=time, sigma=time, return_dict=False, **where, **more,
        )  # fmt: skip
        return dict(zip(("video", "audio"), pair, strict=True))

    def passes(latents: Any, moment: schedules.Moment) -> list[dict[str, Any]]:
        return [
            ask(latents, moment, positive), ask(latents, moment, negative),
            ask(latents, moment, positive, spatio_temporal_guidance_blocks=[2]),
            ask(latents, moment, positive, isolate_modalities=True),
        ]  # fmt: skip

    even = schedules.linear(_STEPS).astype(np.float32)
    plan = schedules.schedule(schedules.stretch(schedules.token_shift(even, tokens)))
    return _Model(_guided(passes), "euler", plan, {"video": (tokens, 8), "audio": (_SOUND, 8)})


def _guided(passes: Callable[..., list[dict[str, Any]]]) -> Callable[..., Any]:
    from aiprod.shooting.diffusion.sampling.guiders import Guider

    guiders = {name: Guider(guidance) for name, guidance in _GUIDANCE.items()}

    def denoise(latents: Any, moment: schedules.Moment) -> dict[str, Any]:
        answers, told = passes(latents, moment), {}
        for name, guider in guiders.items():
            estimates = [latents[name] - moment.sigma * answer[name] for answer in answers]
            told[name] = (latents[name] - guider.guide(*estimates)) / moment.sigma
        return told

    return denoise


def _wan() -> _Model:
    import torch

    from aiprod.shooting.diffusion.sampling.guiders import cfg

    module = _filled("WanTransformer3DModel", _WAN)
    positive, negative = (torch.randn(1, _WORDS, 16) for _ in range(2))

    def ask(latents: Any, moment: schedules.Moment, words: Any) -> Any:
        time = torch.full((1,), moment.timestep)
        return module(hidden_states=latents["video"], timestep=time, encoder_hidden_states=words, return_dict=False)[0]

    def denoise(latents: Any, moment: schedules.Moment) -> dict[str, Any]:
        return {"video": cfg(ask(latents, moment, positive), ask(latents, moment, negative), 5.0)}

    plan = schedules.unipc_schedule(schedules.flow_shift(schedules.unipc_linear(_STEPS), 5.0))
    return _Model(denoise, "unipc", plan, {"video": (16, _FRAMES, 2 * _HEIGHT, 2 * _WIDTH)})


_WAN = {
    "num_attention_heads": 4, "attention_head_dim": 24, "ffn_dim": 192, "num_layers": 4, "text_dim": 16, "freq_dim": 256,
    "in_channels": 16, "out_channels": 16,
}  # fmt: skip
_LTX = {
    "in_channels": 8, "out_channels": 8, "num_attention_heads": 4, "attention_head_dim": 24, "cross_attention_dim": 96,
    "audio_in_channels": 8, "audio_out_channels": 8, "audio_num_attention_heads": 4, "audio_attention_head_dim": 12,
    "audio_cross_attention_dim": 48, "num_layers": 4, "caption_channels": 16, "rope_double_precision": False,
    "rope_type": "split", "gated_attn": True, "cross_attn_mod": True, "audio_gated_attn": True, "audio_cross_attn_mod": True,
    "perturbed_attn": True, "use_prompt_embeddings": False,
}  # fmt: skip


def _filled(kind: str, config: dict[str, Any]) -> Any:
    """A model of the library's with random weights, none of them left at 0."""
    import diffusers
    import torch

    module = getattr(diffusers, kind)(**config).eval()
    for parameter in module.parameters():
        if not torch.isfinite(parameter).all() or not parameter.any():
            parameter.copy_(torch.randn_like(parameter) * 0.02)
    return module
