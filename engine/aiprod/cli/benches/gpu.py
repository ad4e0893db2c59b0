# SPDX-License-Identifier: Apache-2.0
"""Full-size video models on this machine's NVIDIA card, with random weights: speed against the card's own ceiling and against
plain diffusers, every compiled route, memory peak, and drift over many generations. Weights don't change how long work takes.

Without a card it says so and measures nothing. `python tests/gpu/diffusion.py` runs it unattended and writes a report.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

_ROOF_SIZE, _ROOF_RUNS = 8192, 20
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
    patch: int = 1
    """How many latents a token is cut from."""

    @property
    def tokens(self) -> int:
        return self.frames * self.height * self.width // self.patch


@dataclass(frozen=True)
class Scope:
    """How much is measured: all of it, or what a short loan of a card leaves time for.

    Attributes:
        steps: Euler steps that are timed.
        drift: generations the drift is looked for over; 0 for none.
        routes: those of `ROUTES` that are taken; None for all.
        blocks: of a model, at most; None for as many as fit.
        device: as PyTorch names it; a processor shows that the bench works, never how fast a card is.
    """

    steps: int = 8
    drift: int = 50
    routes: tuple[str, ...] | None = None
    blocks: int | None = None
    device: str = "cuda"


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
    31, 44, 80, 512, patch=4,
)  # fmt: skip


def run(
    seed: int = 0, runs: int | None = None, only: str = "", tell: Tell = lambda _report: None, scope: Scope = Scope(),
    subjects: Sequence[Subject] = (LTX23, WAN22),
) -> dict[str, Any]:  # fmt: skip
    """Measure.

    Args:
        seed: of the weights.
        runs: how many generations the drift is looked for over; the scope's where None.
        only: the subjects whose titles begin so; "" is all.
        tell: is told the report after every part of it, so that what was measured outlives a bench that is ended.
        scope: how much is measured.
        subjects: what is measured.
    """
    from aiprod.models.runtime import need_torch

    need_torch()
    import torch

    if scope.device == "cuda" and not torch.cuda.is_available():
        return {"not measured": "there is no NVIDIA card that PyTorch can use on this machine", "reach": REACH}
    scope = scope if runs is None else replace(scope, drift=runs)
    roof = roofline(scope.device)
    report: dict[str, Any] = {
        **_device(scope.device), "torch": torch.__version__, "roofline_tflops_bf16": round(roof / 1e12, 1),
        "steps": scope.steps, "models": {}, "reach": REACH,
    }  # fmt: skip
    for subject in subjects:
        if subject.title.startswith(only):
            figures: dict[str, Any] = {}
            report["models"][subject.title] = figures
            figures |= guarded(partial(_subject, subject, _Bench(scope, roof, seed), figures, lambda: tell(report)))
    return report


def _device(device: str) -> dict[str, Any]:
    """What a report says of the card, with what its maker states where that is known."""
    import torch

    from aiprod.training.trainers import budget

    if device == "cpu":
        return {"card": "none: this processor shows that the bench works, not how fast a card is"}
    card = torch.cuda.get_device_properties(0)
    stated = budget.stated(card.name)
    told = f"{card.name}, sm{card.major}{card.minor}, {card.total_memory >> 20} MiB"
    return {"card": told} | ({"stated_tflops_bf16": stated / 1e12} if stated else {})


def roofline(device: str = "cuda") -> float:
    """Floating-point operations a second of a large bfloat16 matrix product, the best of several: what the card can do."""
    import torch

    size, runs = (_ROOF_SIZE, _ROOF_RUNS) if device == "cuda" else (256, 2)
    left, right = (torch.randn(size, size, device=device, dtype=torch.bfloat16) for _ in range(2))
    best = min(_card_seconds(lambda: left @ right) for _ in range(runs))
    return 2 * size**3 / best


def _card_seconds(work: Callable[[], Any]) -> float:
    settle()
    began = time.perf_counter()
    work()
    settle()
    return time.perf_counter() - began


def settle() -> None:
    """Wait until the card has done what it was given."""
    import torch

    if torch.cuda.is_available():
        torch.cuda.synchronize()


def guarded(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
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


@dataclass(frozen=True)
class _Bench:
    """What all of a subject's parts are measured with."""

    scope: Scope
    roof: float
    seed: int


def _subject(subject: Subject, bench: _Bench, figures: dict[str, Any], tell: Callable[[], None]) -> dict[str, Any]:
    """Measure into `figures`, and tell after each part; the drift before any route that changes weights."""
    import torch

    scope = bench.scope
    free = torch.cuda.mem_get_info()[0] if scope.device == "cuda" else 1 << 34
    blocks = min(_fitting(subject, free), scope.blocks or int(subject.config["num_layers"]))
    began = time.perf_counter()
    torch.manual_seed(bench.seed)
    model = made(subject, blocks, scope.device)
    inputs = _inputs(subject, model, scope.device)
    settle()
    made_s = time.perf_counter() - began
    flops = _flops(model, inputs)
    figures |= {
        "blocks": f"{blocks} of {subject.config['num_layers']}", "tokens": subject.tokens,
        "parameters_b": round(sum(p.numel() for p in model.parameters()) / 1e9, 2), "tflop_a_forward": round(flops / 1e12, 1),
        "weights_gib": round(torch.cuda.memory_allocated() / 2**30, 1), "made_s": round(made_s, 1),
    }  # fmt: skip
    plain = _sampled(model, inputs, scope.steps)
    figures["plain diffusers"] = _figures(plain, plain, flops, bench.roof)
    tell()
    if scope.drift:
        figures["memory"] = guarded(partial(_drift, model, inputs, scope.drift))
    for name, route in ROUTES.items():
        if scope.routes is None or name in scope.routes:
            tell()
            work = partial(route, model, inputs, scope.steps)
            figures[name] = guarded(partial(_routed, work, (plain, flops, bench.roof)))
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


def made(subject: Subject, blocks: int, device: str) -> Any:
    """On the card, bfloat16, seeded; made there, so that the host needs no room for it."""
    import torch

    from aiprod.models.classes import find

    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        with torch.device(device):
            model = find(subject.kind)(**subject.config | {"num_layers": blocks})
    finally:
        torch.set_default_dtype(before)
    for parameter in model.parameters():
        if not torch.isfinite(parameter).all():
            torch.nn.init.normal_(parameter, std=0.02)
    return model.eval().requires_grad_(False)


def _inputs(subject: Subject, model: Any, device: str) -> dict[str, Any]:
    import torch

    from aiprod.models.compiling.calls import Size, inputs_of

    size = Size(subject.frames, subject.height, subject.width, subject.text, subject.sound)
    found = inputs_of(model, size)
    return {name: value.to(device) if torch.is_tensor(value) else value for name, value in found.items()}


def _flops(model: Any, inputs: dict[str, Any]) -> float:
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(**inputs)
    return float(counter.get_total_flops())


@dataclass(frozen=True)
class _Run:
    steps: int
    seconds: float
    peak_bytes: int
    latents: Any


_Route = Callable[[Any, dict[str, Any], int], _Run]


def _sampled(model: Any, inputs: dict[str, Any], count: int) -> _Run:
    """A distilled run of Euler steps from the same noise, the second time: the first compiles and chooses kernels."""
    import torch

    _steps(model, inputs, 1, count)
    if torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()
    result: list[Any] = []
    seconds = _card_seconds(lambda: result.append(_steps(model, inputs, count, count)))
    return _Run(count, seconds, torch.cuda.max_memory_allocated(), result[0].float().cpu())


def _steps(model: Any, inputs: dict[str, Any], count: int, whole: int = 8) -> Any:
    """The first `count` of `whole` steps."""
    import torch

    latents = inputs["hidden_states"]
    with torch.no_grad():
        for number in range(count):
            moment = torch.full_like(inputs["timestep"], 1000 * (1 - number / whole))
            velocity = model(**(inputs | {"hidden_states": latents, "timestep": moment}), return_dict=False)[0]
            latents = latents - velocity / whole
    return latents


def _figures(run: _Run, plain: _Run, flops: float, roof: float) -> dict[str, Any]:
    distance = (run.latents - plain.latents).norm() / plain.latents.norm()
    speed = run.steps * flops / run.seconds
    return {
        "seconds": round(run.seconds, 3), "seconds_a_step": round(run.seconds / run.steps, 4),
        "tflops": round(speed / 1e12, 1), "percent_of_roofline": round(100 * speed / roof, 1),
        "times_plain_diffusers": round(plain.seconds / run.seconds, 2), "peak_gib": round(run.peak_bytes / 2**30, 2),
        "relative_error": float(f"{float(distance):.2e}"),
    }  # fmt: skip


def _routed(work: Callable[[], _Run], beside: tuple[_Run, float, float]) -> dict[str, Any]:
    """Figures of a route, and how long it took until it could run."""
    began = time.perf_counter()
    run = work()
    return _figures(run, *beside) | {"until_ready_s": round(time.perf_counter() - began - run.seconds, 1)}


def _compiled(model: Any, inputs: dict[str, Any], count: int) -> _Run:
    from aiprod.models.compiling import torch_routes

    try:
        torch_routes.compile_blocks(model)
        return _sampled(model, inputs, count)
    finally:
        torch_routes.uncompile(model)


def _tensorrt(model: Any, inputs: dict[str, Any], count: int) -> _Run:
    """The one that the card takes: TensorRT-RTX from a ready-made engine, or TensorRT of the data centre, built here."""
    from aiprod.models.compiling import torch_routes

    if torch_routes.preferred("cuda:0") == "tensorrt-rtx":
        return _by_engine(model, inputs, count)
    try:
        torch_routes.compile_for_data_centre(model)
        return _sampled(model, inputs, count)
    finally:
        torch_routes.uncompile(model)


def _by_engine(model: Any, inputs: dict[str, Any], count: int) -> _Run:
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
        return _sampled(model, inputs, count)


def _eight_bits(model: Any, inputs: dict[str, Any], count: int) -> _Run:
    from aiprod.models.compiling.quantising import METHODS, quantise, unusable

    if not getattr(model, "_eight_bits", False):
        device = str(next(model.parameters()).device)
        quantise(model, next(name for name in ("float8-dynamic", *METHODS) if not unusable(name, device)))
        model._eight_bits = True
    return _sampled(model, inputs, count)


def _eight_bits_compiled(model: Any, inputs: dict[str, Any], count: int) -> _Run:
    from aiprod.models.compiling import torch_routes

    torch_routes.compile_blocks(model)
    return _eight_bits(model, inputs, count)


ROUTES: Mapping[str, _Route] = {
    "torch.compile of blocks": _compiled, "TensorRT": _tensorrt,
    "8-bit floats": _eight_bits, "8-bit floats, compiled": _eight_bits_compiled,
}  # fmt: skip
"""Those that change weights come last: the same model goes through all of them."""


def _drift(model: Any, inputs: dict[str, Any], runs: int) -> dict[str, Any]:
    """What stays allocated on the card after each of many short generations."""
    import torch

    held = []
    for _ in range(runs + 1):
        _steps(model, inputs, 1)
        settle()
        held.append(torch.cuda.memory_allocated() / 2**20)
    return {"generations": runs, "drift_mib": round(held[-1] - held[0], 2), "held_mib": round(held[-1])}
