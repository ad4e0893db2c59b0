# SPDX-License-Identifier: Apache-2.0
"""The planner's predictions against what is measured on this machine's processor.

Each combination of module, size, batch and precision runs in a process of its own, on one thread. Memory is what the process
grows by, from before the module exists to its highest point; time is processor time of the quickest pass, which other programs
lengthen least. The device's figures come from the product's own short measurement, made in the same way.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from statistics import mean
from typing import Any

from aiprod.models.checkpoints import Component
from aiprod.models.planning import calls
from aiprod.models.planning.clock import seconds
from aiprod.models.planning.devices import calibrated, processor
from aiprod.models.planning.rehearsal import Call, rehearse
from aiprod.models.runtime import need_torch

_WAN = {
    "num_attention_heads": 6, "attention_head_dim": 64, "ffn_dim": 1536, "num_layers": 6, "text_dim": 256, "freq_dim": 64,
    "in_channels": 16, "out_channels": 16,
}  # fmt: skip
_LTX = {
    "in_channels": 32, "out_channels": 32, "num_attention_heads": 6, "attention_head_dim": 64, "cross_attention_dim": 384,
    "audio_in_channels": 16, "audio_out_channels": 16, "audio_num_attention_heads": 6, "audio_attention_head_dim": 32,
    "audio_cross_attention_dim": 192, "num_layers": 4, "caption_channels": 64, "rope_type": "split", "gated_attn": True,
    "cross_attn_mod": True, "audio_gated_attn": True, "audio_cross_attn_mod": True, "perturbed_attn": True,
    "use_prompt_embeddings": False,
}  # fmt: skip
_WAN_VAE = {"base_dim": 32, "z_dim": 16, "num_res_blocks": 1}
_LTX_VAE = {
    "latent_channels": 32, "block_out_channels": (32, 64, 128, 128), "decoder_block_out_channels": (32, 64, 64, 128),
    "layers_per_block": (1,) * 5, "decoder_layers_per_block": (1,) * 5, "decoder_spatio_temporal_scaling": (True,) * 4,
    "decoder_inject_noise": (False,) * 5, "upsample_residual": (False,) * 4, "upsample_factor": (2, 2, 1, 2),
    "upsample_type": ("spatiotemporal", "spatiotemporal", "temporal", "spatial"), "decoder_causal": False,
    "decoder_spatial_padding_mode": "zeros", "spatial_compression_ratio": 32, "temporal_compression_ratio": 8,
}  # fmt: skip
_MODULES = {
    "Wan transformer": Component("transformer", "WanTransformer3DModel", _WAN, ()),
    "LTX-2.3 transformer": Component("transformer", "LTX2VideoTransformer3DModel", _LTX, ()),
    "Wan VAE": Component("vae", "AutoencoderKLWan", _WAN_VAE, ()),
    "LTX-2.3 VAE": Component("vae", "AutoencoderKLLTX2Video", _LTX_VAE, ()),
}
_SIZES: tuple[tuple[str, tuple[int, int, int], int, str], ...] = (
    ("Wan transformer", (5, 32, 48), 1, "float32"), ("Wan transformer", (5, 32, 48), 2, "float32"),
    ("Wan transformer", (9, 32, 48), 1, "float32"), ("Wan transformer", (5, 48, 64), 1, "float32"),
    ("Wan transformer", (9, 32, 48), 1, "bfloat16"), ("Wan transformer", (5, 48, 64), 1, "bfloat16"),
    ("Wan transformer", (5, 32, 48), 2, "bfloat16"),
    ("LTX-2.3 transformer", (5, 16, 24), 1, "float32"), ("LTX-2.3 transformer", (5, 16, 24), 2, "float32"),
    ("LTX-2.3 transformer", (9, 16, 24), 1, "float32"), ("LTX-2.3 transformer", (9, 16, 24), 1, "bfloat16"),
    ("LTX-2.3 transformer", (5, 24, 32), 1, "bfloat16"), ("LTX-2.3 transformer", (5, 24, 32), 1, "float32"),
    ("Wan VAE", (3, 16, 24), 1, "float32"), ("Wan VAE", (2, 24, 32), 1, "float32"), ("Wan VAE", (4, 16, 16), 1, "float32"),
    ("Wan VAE", (3, 16, 24), 1, "bfloat16"),
    ("LTX-2.3 VAE", (3, 8, 12), 1, "float32"), ("LTX-2.3 VAE", (5, 8, 8), 1, "float32"),
    ("LTX-2.3 VAE", (3, 12, 12), 1, "float32"),
    ("LTX-2.3 VAE", (3, 8, 12), 1, "bfloat16"), ("LTX-2.3 VAE", (5, 8, 8), 1, "bfloat16"),
)  # fmt: skip
"""Module, latent frames × height × width, batch, precision."""


@dataclass(frozen=True)
class Compared:
    """One combination: bytes and seconds, predicted and measured."""

    name: str
    bytes: int
    bytes_measured: int
    seconds: float
    seconds_measured: float

    @property
    def memory_error(self) -> float:
        return abs(self.bytes / self.bytes_measured - 1)

    @property
    def time_error(self) -> float:
        return abs(self.seconds / self.seconds_measured - 1)


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """Predict and measure `runs` combinations (all of them unless given)."""
    need_torch()
    import torch

    torch.set_num_threads(1)
    device = calibrated(processor(), keep=False)
    found = []
    for title, size, batch, dtype in _SIZES[:runs]:
        part = _MODULES[title]
        call = _call(part, size, batch)
        work = rehearse(part.kind, part.config, call, dtype)
        measured = _measured(title, size, batch, dtype)
        name = f"{title} {'×'.join(map(str, size))} ×{batch} {dtype}"
        found.append(
            Compared(name, work.weights + work.peak, measured["bytes"], seconds(work, device, dtype), measured["seconds"])
        )
    return _summary(found)


def _call(part: Component, size: tuple[int, int, int], batch: int) -> Call:
    return calls.transformer(part, size, batch, 24.0) if part.name == "transformer" else calls.decoder(part, size)


def _summary(found: list[Compared]) -> dict[str, Any]:
    return {
        "combinations": len(found), "memory_error_worst": max(each.memory_error for each in found),
        "memory_error_mean": mean(each.memory_error for each in found),
        "memory_within_10_percent": sum(each.memory_error <= 0.1 for each in found),
        "time_error_worst": max(each.time_error for each in found), "time_error_mean": mean(each.time_error for each in found),
        "time_within_20_percent": sum(each.time_error <= 0.2 for each in found),
        "rows": [
            f"{each.name}: {each.bytes / 1e6:.0f} MB for {each.bytes_measured / 1e6:.0f}, "
            f"{each.seconds:.3f} s for {each.seconds_measured:.3f}" for each in found
        ],
    }  # fmt: skip


def _measured(title: str, size: tuple[int, int, int], batch: int, dtype: str) -> dict[str, Any]:
    """Run one combination in a process of its own."""
    command = [sys.executable, "-m", "aiprod.cli.benches.planner", json.dumps([title, size, batch, dtype])]
    limits = {"MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "262144", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | limits, check=True)
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def _main(title: str, size: list[int], batch: int, dtype: str) -> dict[str, Any]:
    import torch

    from aiprod.models.classes import find

    torch.set_num_threads(1)
    part = _MODULES[title]
    kind, call, number = find(part.kind), _call(part, (size[0], size[1], size[2]), batch), getattr(torch, dtype)
    torch.nn.functional.linear(torch.zeros(64, 64, dtype=number), torch.zeros(64, 64, dtype=number))
    torch.nn.functional.conv3d(torch.zeros(1, 8, 3, 8, 8, dtype=number), torch.zeros(8, 8, 3, 3, 3, dtype=number))
    _warm(kind, part, number)
    before = _resident()
    module = kind.from_config(dict(part.config)).to(number).eval().requires_grad_(False)
    wide = tuple(getattr(module, "_keep_in_fp32_modules", None) or ())
    for name, parameter in module.named_parameters():
        if any(each in wide for each in name.split(".")):
            parameter.data = parameter.data.float()
    values: dict[str, Any] = {name: torch.randn(shape, dtype=number) for name, shape in call.shapes}
    values |= {name: torch.full(shape, 500) for name, shape in call.whole}
    _forget_peak()
    taken = []
    with torch.no_grad():
        for _ in range(3):
            taken.append(_pass(getattr(module, call.method) if call.method else module, values, dict(call.others)))
    return {"bytes": _peak() - before, "seconds": min(taken)}


def _warm(kind: Any, part: Component, number: Any) -> None:
    """One small pass of a like module, so that what the libraries load once for ever counts to nobody."""
    import torch

    module = kind.from_config(dict(part.config)).to(number).eval()
    call = _call(part, (2, 4, 4), 1)
    values: dict[str, Any] = {name: torch.randn(shape, dtype=number) for name, shape in call.shapes}
    values |= {name: torch.full(shape, 500) for name, shape in call.whole}
    wide = tuple(getattr(module, "_keep_in_fp32_modules", None) or ())
    for name, parameter in module.named_parameters():
        if any(each in wide for each in name.split(".")):
            parameter.data = parameter.data.float()
    with torch.no_grad():
        _pass(getattr(module, call.method) if call.method else module, values, dict(call.others))


def _pass(run: Any, values: dict[str, Any], others: dict[str, Any]) -> float:
    import time

    start = time.process_time()
    run(**values, **others)
    return time.process_time() - start


def _status(field: str) -> int:
    from pathlib import Path

    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith(f"{field}:"))


def _resident() -> int:
    return _status("VmRSS")


def _peak() -> int:
    return _status("VmHWM")


def _forget_peak() -> None:
    from pathlib import Path

    Path("/proc/self/clear_refs").write_text("5", "utf-8")


def text(result: dict[str, Any]) -> str:
    """What people read."""
    rows = "\n".join(f"  {row}" for row in result["rows"])
    return (
        f"{rows}\n{result['combinations']} combinations: memory within 10 % in {result['memory_within_10_percent']}, worst "
        f"{result['memory_error_worst']:.1%}; time within 20 % in {result['time_within_20_percent']}, "
        f"worst {result['time_error_worst']:.1%}"
    )


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_main(*json.loads(sys.argv[1]))) + "\n")
