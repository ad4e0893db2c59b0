# SPDX-License-Identifier: Apache-2.0
"""Compiled parts on this machine: what a VAE decoder, a transformer's blocks and 8-bit weights are worth beside plain PyTorch.

The architectures are the true ones and as deep as they are, narrower, with random weights: ratios are the machine's, errors of
few bits indicative only. One decoder is as wide as it is, too: the wider, the more of the time is arithmetic, which PyTorch does
at nearly the processor's peak, so that what is left to win is arithmetic that need not be done.
All ways run in one process, one thread each, in turns; processor seconds, which other programs don't lengthen.
"""

from __future__ import annotations

import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiprod.cli.benches.running import home_of_its_own

_LATENTS = (5, 4, 6)
"""Frames, height and width: 33 frames of 128 × 192 for LTX-2."""
_TARGETS = ("sm89", "sm120")
_REACH, _PARITY = 4.0, 1e-4


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """Measure; `runs` is how often each way is timed."""
    from aiprod.models.runtime import need_torch

    need_torch()
    import torch

    torch.manual_seed(seed)
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return {
                "threads": 1, "decoders": _decoders(Path(folder), seed, runs or 5),
                "blocks": _blocks(Path(folder)), "tiny-wan by every route": _routes(Path(folder)),
            }  # fmt: skip
        finally:
            torch.set_num_threads(before)


def _decoders(folder: Path, seed: int, runs: int) -> dict[str, Any]:
    made = {name: _decoder(name, make(), folder / name, seed, runs) for name, make in (("ltx-2.3", _ltx), ("wan-2.1", _wan))}
    wide = _decoder("wan-2.1", _wan(96), folder / "wide", seed, max(runs - 3, 1), (2, *_LATENTS[1:]), narrow=False)
    return made | {"wan-2.1, as wide as it is": wide}


def _ltx() -> Any:
    """LTX-2.3's decoder, as deep as it is, an eighth as wide."""
    from aiprod.models.classes import find

    return find("AutoencoderKLLTX2Video")(
        latent_channels=128, block_out_channels=(8, 16, 32, 32), decoder_block_out_channels=(32, 64, 64, 128),
        layers_per_block=(1,) * 5, decoder_layers_per_block=(4, 6, 4, 2, 2), decoder_spatio_temporal_scaling=(True,) * 4,
        decoder_inject_noise=(False,) * 5, upsample_residual=(False,) * 4, upsample_factor=(2, 2, 1, 2),
        upsample_type=("spatiotemporal", "spatiotemporal", "temporal", "spatial"), decoder_spatial_padding_mode="zeros",
        decoder_causal=False, spatial_compression_ratio=32, temporal_compression_ratio=8,
    ).eval()  # fmt: skip


def _wan(width: int = 16) -> Any:
    """Wan 2.1's decoder, as deep as it is; a sixth as wide, or as wide (96)."""
    from aiprod.models.classes import find

    return find("AutoencoderKLWan")(base_dim=width, z_dim=16, num_res_blocks=2).eval()


def _decoder(
    name: str, vae: Any, folder: Path, seed: int, runs: int, size: tuple[int, ...] = _LATENTS, *, narrow: bool = True
) -> dict[str, Any]:
    """`narrow`: beside what PyTorch offers in other layouts and types."""
    import torch

    from aiprod.models.compiling import decoder_graphs
    from aiprod.models.compiling.decoders import OnnxDecoder

    folder.mkdir()
    began = time.process_time()
    facts = decoder_graphs.export(vae, folder)
    exported = time.process_time() - began
    channels = vae.config.z_dim if name == "wan-2.1" else vae.config.latent_channels
    latents = torch.randn((1, channels, *size), generator=torch.Generator().manual_seed(seed))
    runner = OnnxDecoder(folder, facts, threads=1)
    ways = {"torch float32": lambda: _plain(vae, latents), "onnx float32": lambda: _exported(vae, runner, latents)}
    ways |= _narrow(vae, latents) if narrow else {}
    spent, results = _in_turns(ways, runs)
    base = spent["torch float32"]
    return {
        "million_parameters": round(sum(p.numel() for p in vae.decoder.parameters()) / 1e6, 2),
        "frames, height, width": list(results["torch float32"].shape[2:]),
        "times_as_fast": round(base / spent["onnx float32"], 2), "reach": _REACH,
        "parity": facts["parity"], "reach_parity": _PARITY,
        "processor_s": {way: round(each, 3) for way, each in spent.items()},
        "largest_difference": {way: float((results[way] - results["torch float32"]).abs().max()) for way in ways},
        "export_processor_s": round(exported, 1),
    }  # fmt: skip


def _plain(vae: Any, latents: Any) -> Any:
    return vae.decode(latents, return_dict=False)[0]


def _exported(vae: Any, runner: Any, latents: Any) -> Any:
    with runner.in_place_of(vae):
        return _plain(vae, latents)


def _narrow(vae: Any, latents: Any) -> dict[str, Callable[[], Any]]:
    """What PyTorch itself offers: channels last, and bfloat16."""
    import copy

    import torch

    last = copy.deepcopy(vae)
    for parameter in last.parameters():
        if parameter.ndim == 5:
            parameter.data = parameter.data.contiguous(memory_format=torch.channels_last_3d)
    half = copy.deepcopy(last)
    for parameter in half.parameters():
        parameter.data = parameter.data.to(torch.bfloat16)
    narrow = latents.to(torch.bfloat16)
    return {"torch float32 channels last": lambda: _plain(last, latents), "torch bfloat16": lambda: _plain(half, narrow).float()}


def _in_turns(ways: dict[str, Callable[[], Any]], runs: int) -> tuple[dict[str, float], dict[str, Any]]:
    """Best processor seconds and result of each way; every round runs all of them once."""
    import torch

    best, results = dict.fromkeys(ways, float("inf")), {}
    with torch.no_grad():
        for number in range(runs + 1):
            for way, work in ways.items():
                began = time.process_time()
                results[way] = work()
                if number:
                    best[way] = min(best[way], time.process_time() - began)
    return best, results


def _blocks(folder: Path) -> dict[str, Any]:
    """A block's graph with its weights outside, and its engine for cards that are not here."""
    from aiprod.models import tiny

    return {name: _block(tiny.build(name, folder / name)) for name in ("tiny-wan", "tiny-ltx23")}


def _block(checkpoint: Any) -> dict[str, Any]:
    import torch

    from aiprod.models.compiling import parts
    from aiprod.models.compiling.engines import Range, available

    began = time.process_time()
    with home_of_its_own():
        graph = parts.block(checkpoint, torch.float32)
        exported = time.process_time() - began
        figures: dict[str, Any] = {"parity": graph.facts["parity"], "export_processor_s": round(exported, 1)}
        if not available():
            return figures | {"engine": "tensorrt-rtx-cu12 is not installed"}
        began = time.process_time()
        engine = parts.block_engine(checkpoint, torch.float32, _TARGETS, {"*": Range(1, 64, 4096)})
        return figures | {
            "engine_for": ", ".join(_TARGETS), "engine_processor_s": round(time.process_time() - began, 1),
            "engine_mb": round(engine.facts["plan_bytes"] / 1e6, 1), "layers": engine.facts["layers"]["block"],
        }  # fmt: skip


def _routes(folder: Path) -> list[str]:
    from aiprod.models import tiny
    from aiprod.models.compiling.command import compile_model, words

    with home_of_its_own():
        routes = ("onnx", "torchao", "layerwise", "tensorrt")
        return list(words(compile_model(tiny.build("tiny-wan", folder / "routes"), routes=routes, device="cpu", threads=1)))
