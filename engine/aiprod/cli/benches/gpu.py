# SPDX-License-Identifier: Apache-2.0
"""Full-size video models on this machine's NVIDIA card, with random weights: speed against the card's own ceiling and against
plain diffusers, every compiled route, memory peak, and drift over many generations. Weights don't change how long work takes.

Without a card it says so and measures nothing. `python tests/gpu/diffusion.py` runs it unattended and writes a report.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

_ROOF_SIZE, _ROOF_RUNS = 8192, 20
_DRIFT_RUNS = 50
_STEPS = 8
_WEIGHTS_SHARE = 0.7
"""Of the card's free memory that weights may take: the rest is for what is computed."""
REACH = "≥ 40 % of roofline, ≥ 2 × plain diffusers at equal error, drift ≤ 20 MiB over 50 generations"


Tell = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Subject:
    """A full-size transformer: its class and configuration, and the latents of a clip."""

    title: str
    kind: str
    config: dict[str, Any]
    frames: int
    height: int
    width: int
    text: int
    sound: int = 0


LTX23 = Subject(
    "LTX-2.3, 121 frames of 768 × 512", "LTX2VideoTransformer3DModel",
    {
        "in_channels": 128, "out_channels": 128, "num_attention_heads": 32, "attention_head_dim": 128,
        "cross_attention_dim": 4096,
        "audio_in_channels": 128, "audio_out_channels": 128, "audio_num_attention_heads": 32, "audio_attention_head_dim": 64,
        "audio_cross_attention_dim": 2048, "num_layers": 48, "caption_channels": 3840, "rope_double_precision": True,
        "rope_type": "split", "gated_attn": True, "cross_attn_mod": True, "audio_gated_attn": True, "audio_cross_attn_mod": True,
        "perturbed_attn": True, "use_prompt_embeddings": False,
    },
    16, 16, 24, 1024, 126,
)  # fmt: skip
WAN22 = Subject(
    "Wan 2.2 TI2V-5B, 121 frames of 1280 × 704", "WanTransformer3DModel",
    {
        "in_channels": 48, "out_channels": 48, "num_attention_heads": 24, "attention_head_dim": 128, "ffn_dim": 14336,
        "num_layers": 30, "text_dim": 4096, "freq_dim": 256,
    },
    31, 44, 80, 512,
)  # fmt: skip


def run(seed: int = 0, runs: int | None = None, only: str = "", tell: Tell = lambda _report: None) -> dict[str, Any]:
    """Measure.

    Args:
        seed: of the weights.
        runs: how many generations the drift is looked for over.
        only: the subjects whose titles begin so; "" is all.
        tell: is told the report after every part of it, so that what was measured outlives a bench that is ended.
    """
    from aiprod.models.runtime import need_torch

    need_torch()
    import torch

    if not torch.cuda.is_available():
        return {"not measured": "there is no NVIDIA card that PyTorch can use on this machine", "reach": REACH}
    torch.manual_seed(seed)
    card = torch.cuda.get_device_properties(0)
    roof = roofline()
    report: dict[str, Any] = {
        "card": f"{card.name}, sm{card.major}{card.minor}, {card.total_memory >> 20} MiB", "torch": torch.__version__,
        "roofline_tflops_bf16": round(roof / 1e12, 1), "steps": _STEPS, "models": {}, "reach": REACH,
    }  # fmt: skip
    for subject in (LTX23, WAN22):
        if subject.title.startswith(only):
            figures: dict[str, Any] = {}
            report["models"][subject.title] = figures
            figures |= _guarded(partial(_subject, subject, roof, runs or _DRIFT_RUNS, figures, lambda: tell(report)))
    return report


def roofline() -> float:
    """Floating-point operations a second of a large bfloat16 matrix product, the best of several: what the card can do."""
    import torch

    left, right = (torch.randn(_ROOF_SIZE, _ROOF_SIZE, device="cuda", dtype=torch.bfloat16) for _ in range(2))
    best = min(_card_seconds(lambda: left @ right) for _ in range(_ROOF_RUNS))
    return 2 * _ROOF_SIZE**3 / best


def _card_seconds(work: Callable[[], Any]) -> float:
    import torch

    torch.cuda.synchronize()
    began = time.perf_counter()
    work()
    torch.cuda.synchronize()
    return time.perf_counter() - began


def _guarded(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """A model that does not fit, or a route that fails, leaves the rest of the report alone, and its memory is free again when
    the next one begins: the error that holds on to it is gone by then."""
    import torch

    result = _tried(work)
    gc.collect()
    with suppress(RuntimeError):  # a card that is lost says so in every part
        torch.cuda.empty_cache()
    return result


def _tried(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    import torch

    try:
        return work()
    except torch.cuda.OutOfMemoryError:
        return {"not measured": "it does not fit into this card's memory"}
    except Exception as error:  # noqa: BLE001 - a bench that runs alone tells whatever it is, and goes on
        said = " ".join(str(error).split()) or "it said nothing"
        return {"failed": f"{type(error).__name__}: {said}"[:300]}


def _subject(subject: Subject, roof: float, drift: int, figures: dict[str, Any], tell: Callable[[], None]) -> dict[str, Any]:
    """Measure into `figures`, and tell after each part; the drift before any route that changes weights."""
    import torch

    blocks = _fitting(subject, torch.cuda.mem_get_info()[0])
    model = _model(subject, blocks)
    inputs = _inputs(subject, model)
    flops = _flops(model, inputs)
    figures |= {
        "blocks": f"{blocks} of {subject.config['num_layers']}",
        "parameters_b": round(sum(p.numel() for p in model.parameters()) / 1e9, 2), "tflop_a_forward": round(flops / 1e12, 1),
        "weights_gib": round(torch.cuda.memory_allocated() / 2**30, 1),
    }  # fmt: skip
    plain = _sampled(model, inputs)
    figures["plain diffusers"] = _figures(plain, plain, flops, roof)
    tell()
    figures["memory"] = _guarded(partial(_drift, model, inputs, drift))
    for name, route in _routes().items():
        tell()
        figures[name] = _guarded(partial(_routed, route, model, inputs, (plain, flops, roof)))
    return figures


def _fitting(subject: Subject, free: int) -> int:
    """How many of a model's blocks the card has room for: all of them, or a smaller model of the same blocks, whose share of the
    roofline is the same."""
    import torch

    from aiprod.models.classes import find

    with torch.device("meta"):
        sizes = [sum(p.numel() for p in find(subject.kind)(**subject.config | {"num_layers": n}).parameters()) for n in (1, 2)]
    rest, block = 2 * (2 * sizes[0] - sizes[1]), 2 * (sizes[1] - sizes[0])
    return max(1, min(int(subject.config["num_layers"]), int((_WEIGHTS_SHARE * free - rest) / block)))


def _model(subject: Subject, blocks: int) -> Any:
    """On the card, bfloat16, seeded; made there, so that the host needs no room for it."""
    import torch

    from aiprod.models.classes import find

    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        with torch.device("cuda"):
            model = find(subject.kind)(**subject.config | {"num_layers": blocks})
    finally:
        torch.set_default_dtype(before)
    for parameter in model.parameters():
        if not torch.isfinite(parameter).all():
            torch.nn.init.normal_(parameter, std=0.02)
    return model.eval().requires_grad_(False)


def _inputs(subject: Subject, model: Any) -> dict[str, Any]:
    import torch

    from aiprod.models.compiling.calls import Size, inputs_of

    size = Size(subject.frames, subject.height, subject.width, subject.text, subject.sound)
    found = inputs_of(model, size)
    return {name: value.cuda() if torch.is_tensor(value) else value for name, value in found.items()}


def _flops(model: Any, inputs: dict[str, Any]) -> float:
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(**inputs)
    return float(counter.get_total_flops())


@dataclass(frozen=True)
class _Run:
    seconds: float
    peak_bytes: int
    latents: Any


_Route = Callable[[Any, dict[str, Any]], _Run]


def _sampled(model: Any, inputs: dict[str, Any]) -> _Run:
    """A distilled run of Euler steps from the same noise, the second time: the first compiles and chooses kernels."""
    import torch

    _steps(model, inputs, 1)
    torch.cuda.reset_peak_memory_stats()
    result: list[Any] = []
    seconds = _card_seconds(lambda: result.append(_steps(model, inputs, _STEPS)))
    return _Run(seconds, torch.cuda.max_memory_allocated(), result[0].float().cpu())


def _steps(model: Any, inputs: dict[str, Any], count: int) -> Any:
    import torch

    latents = inputs["hidden_states"]
    with torch.no_grad():
        for number in range(count):
            moment = torch.full_like(inputs["timestep"], 1000 * (1 - number / _STEPS))
            velocity = model(**(inputs | {"hidden_states": latents, "timestep": moment}), return_dict=False)[0]
            latents = latents - velocity / _STEPS
    return latents


def _figures(run: _Run, plain: _Run, flops: float, roof: float) -> dict[str, Any]:
    distance = (run.latents - plain.latents).norm() / plain.latents.norm()
    return {
        "seconds": round(run.seconds, 3), "percent_of_roofline": round(100 * _STEPS * flops / roof / run.seconds, 1),
        "times_plain_diffusers": round(plain.seconds / run.seconds, 2), "peak_gib": round(run.peak_bytes / 2**30, 2),
        "relative_error": float(f"{float(distance):.2e}"),
    }  # fmt: skip


def _routed(route: _Route, model: Any, inputs: dict[str, Any], beside: tuple[_Run, float, float]) -> dict[str, Any]:
    return _figures(route(model, inputs), *beside)


def _routes() -> dict[str, _Route]:
    """Those that change weights come last: the same model goes through all of them."""
    return {"torch.compile of blocks": _compiled, "TensorRT": _tensorrt, "8-bit floats, compiled": _float8}


def _compiled(model: Any, inputs: dict[str, Any]) -> _Run:
    from aiprod.models.compiling import torch_routes

    try:
        torch_routes.compile_blocks(model)
        return _sampled(model, inputs)
    finally:
        torch_routes.uncompile(model)


def _tensorrt(model: Any, inputs: dict[str, Any]) -> _Run:
    """The one that the card takes: TensorRT-RTX from a ready-made engine, or TensorRT of the data centre, built here."""
    from aiprod.models.compiling import torch_routes

    if torch_routes.preferred("cuda:0") == "tensorrt-rtx":
        return _by_engine(model, inputs)
    try:
        torch_routes.compile_for_data_centre(model)
        return _sampled(model, inputs)
    finally:
        torch_routes.uncompile(model)


def _by_engine(model: Any, inputs: dict[str, Any]) -> _Run:
    import tempfile
    from pathlib import Path

    import torch

    from aiprod.models.compiling import block_graphs, calls, engines
    from aiprod.models.compiling.block_runners import EngineBlocks, in_place_of

    with tempfile.TemporaryDirectory() as folder:
        small = block_graphs.skeleton(type(model), model.config, torch.bfloat16)
        graph = block_graphs.export(small, Path(folder))
        card = "sm{}{}".format(*torch.cuda.get_device_capability())
        engine = engines.build(Path(folder) / block_graphs.FILE, (card,), {"*": engines.Range(1, 6144, 65536)})
    runner = EngineBlocks(engine.plan, graph, calls.record(model, inputs).signature, "cuda:0")
    with in_place_of(model, runner):
        return _sampled(model, inputs)


def _float8(model: Any, inputs: dict[str, Any]) -> _Run:
    from aiprod.models.compiling import torch_routes
    from aiprod.models.compiling.quantising import quantise

    quantise(model, "float8-dynamic")
    torch_routes.compile_blocks(model)
    return _sampled(model, inputs)


def _drift(model: Any, inputs: dict[str, Any], runs: int) -> dict[str, Any]:
    """What stays allocated on the card after each of many short generations."""
    import torch

    held = []
    for _ in range(runs + 1):
        _steps(model, inputs, 1)
        torch.cuda.synchronize()
        held.append(torch.cuda.memory_allocated() / 2**20)
    return {"generations": runs, "drift_mib": round(held[-1] - held[0], 2), "held_mib": round(held[-1])}
