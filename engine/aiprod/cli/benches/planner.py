# SPDX-License-Identifier: Apache-2.0
"""The planner's predictions against what is measured on this machine's processor.

Memory: what a process grows by, from the moment when everything is imported and warm to its highest point, while it builds a
module and runs it. That is what decides whether a machine can do it, so it is what plans promise: weights and tensors. What the
libraries themselves take is the same for every model and not counted. Each combination of module, size, batch and precision is
measured in a process of its own, forked from one that has imported everything. glibc is told to give large pieces of memory back,
as it does by itself with the sizes of real models.

Time: processor time of the quickest pass, on one thread. The device's figures come from the product's own short measurement, made
at the beginning; a few of its products and sums are timed again beside every combination, so that a machine that slows down under
other work slows the prediction too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

from aiprod.film.errors import UserError
from aiprod.models.checkpoints import Component
from aiprod.models.planning import calls
from aiprod.models.planning.clock import seconds
from aiprod.models.planning.devices import Device, calibrated, processor, slowed, swiftness
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
    """Predict and measure `runs` combinations (all of them unless given).

    Raises:
        UserError: the runtime is not installed, or the system does not say how much memory a process takes.
    """
    need_torch()
    if not Path("/proc/self/clear_refs").exists():
        raise UserError("The planner can't be checked here", "only Linux tells a process's highest memory", "Use Linux for it.")
    limits = {"MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "262144", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "aiprod.cli.benches.planner", str(len(_SIZES) if runs is None else runs)]
    found = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | limits) as process:
        for line in process.stdout or ():
            found.append(Compared(**json.loads(line)))
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return _summary(found)


def _compared(runs: int) -> Iterator[Compared]:
    """In a process that has nothing else to do."""
    import torch

    from aiprod.models.classes import find

    torch.set_num_threads(1)
    for part in _MODULES.values():
        find(part.kind)
    before = swiftness()
    device = calibrated(processor(), keep=False)
    pace = [(a + b) / 2 for a, b in zip(before, swiftness(), strict=True)]
    for title, size, batch, dtype in _SIZES[:runs]:
        part = _MODULES[title]
        work = rehearse(part.kind, part.config, _call(part, size, batch), dtype)
        measured = _apart(partial(_measure, part, size, batch, dtype))
        now = _paced(device, pace, measured["pace"])
        yield Compared(
            f"{title} {'×'.join(map(str, size))} ×{batch} {dtype}", work.weights + work.peak, int(measured["bytes"]),
            seconds(work, now, dtype), measured["seconds"],
        )  # fmt: skip


def _paced(device: Device, before: list[float], now: list[float]) -> Device:
    """The device as it is while other programs work too."""
    return slowed(device, *(later / earlier for earlier, later in zip(before, now, strict=True)))


def _apart(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What it returns, done in a fork of this process."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.write(writing, json.dumps(work()).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read()
    _, code = os.waitpid(child, 0)
    if code:
        raise UserError("A combination could not be measured", "its process died", "Is there enough memory? Run it again.")
    return dict(json.loads(said))


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


def _measure(part: Component, size: tuple[int, int, int], batch: int, dtype: str) -> dict[str, Any]:
    """One combination, in a process of its own."""
    import torch

    number, call = getattr(torch, dtype), _call(part, size, batch)
    _pass(*_made(part, _call(part, (2, 4, 4), 1), number))  # what the libraries load once for ever counts to nobody
    before, pace = _status("VmRSS"), swiftness()
    run, values, others = _made(part, call, number)
    Path("/proc/self/clear_refs").write_text("5", "utf-8")
    taken = [_pass(run, values, others) for _ in range(2)]
    highest = _status("VmHWM") - before
    return {"bytes": highest, "seconds": min(taken), "pace": [(a + b) / 2 for a, b in zip(pace, swiftness(), strict=True)]}


def _made(part: Component, call: Call, number: Any) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """A module with random weights, and what it is called with."""
    import torch

    from aiprod.models.classes import find

    module = find(part.kind).from_config(dict(part.config)).eval().requires_grad_(False)
    wide = tuple(getattr(module, "_keep_in_fp32_modules", None) or ())
    for name, parameter in module.named_parameters():
        if not any(each in wide for each in name.split(".")):
            parameter.data = parameter.data.to(number)
    values: dict[str, Any] = {name: torch.randn(shape, dtype=number) for name, shape in call.shapes}
    values |= {name: torch.full(shape, 500) for name, shape in call.whole}
    return getattr(module, call.method) if call.method else module, values, dict(call.others)


def _pass(run: Any, values: dict[str, Any], others: dict[str, Any]) -> float:
    import torch

    with torch.no_grad():
        start = time.process_time()
        run(**values, **others)
        return time.process_time() - start


def _status(field: str) -> int:
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith(f"{field}:"))


def text(result: dict[str, Any]) -> str:
    """What people read."""
    rows = "\n".join(f"  {row}" for row in result["rows"])
    return (
        f"{rows}\n{result['combinations']} combinations: memory within 10 % in {result['memory_within_10_percent']}, worst "
        f"{result['memory_error_worst']:.1%}; time within 20 % in {result['time_within_20_percent']}, "
        f"worst {result['time_error_worst']:.1%}"
    )


if __name__ == "__main__":
    for row in _compared(int(sys.argv[1])):
        sys.stdout.write(json.dumps(asdict(row)) + "\n")
        sys.stdout.flush()
