# SPDX-License-Identifier: Apache-2.0
"""Exported VAE decoders in the place of PyTorch's, on the processor. Everything around them (tiling, scaling) stays the VAE's."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class OnnxDecoder(torch.nn.Module):
    """Takes the place of `vae.decoder`: called as that is called, with the same tensors going in and coming out.

    It holds no weights as parameters, so that moving the VAE about does not touch it; it computes on the processor in float32
    whatever comes in, and gives back the type and device that it got. Calls from several threads are fine.

    Args:
        folder: with the graphs.
        facts: as `decoder_graphs.export` returned them.
        threads: of the processor; 0: as many as PyTorch uses.
    """

    def __init__(self, folder: Path, facts: Mapping[str, Any], threads: int = 0) -> None:
        super().__init__()
        self._graphs = list(facts["graphs"])
        self._sessions = [session(folder / graph["file"], threads or torch.get_num_threads()) for graph in self._graphs]
        self.family = str(facts["family"])

    def forward(self, latents: torch.Tensor, *others: Any, **named: Any) -> torch.Tensor:
        """Latents [B, C, F, H, W] → frames [B, 3, …]; Wan: one latent frame and the list that carries what came before."""
        if self.family == "wan":
            return self._step(latents, named["feat_cache"])
        return torch.cat([self._run(0, clip[None])[0] for clip in latents]).to(latents)

    @contextmanager
    def in_place_of(self, vae: Any) -> Iterator[None]:
        """For as long as the context lasts."""
        kept = vae.decoder
        vae.decoder = self
        try:
            yield
        finally:
            vae.decoder = kept

    def _step(self, latents: torch.Tensor, memory: list[Any]) -> torch.Tensor:
        """`memory` is the VAE's own list, emptied by it before each clip or tile: the first entry holds ours."""
        before = memory[0] if isinstance(memory[0], _Carried) else _Carried(0, [])
        number = min(before.frames, len(self._sessions) - 1)
        results = [self._run(number, clip[None], before.of(index)) for index, clip in enumerate(latents)]
        memory[0] = _Carried(before.frames + 1, [carried for _, carried in results])
        return torch.cat([frames for frames, _ in results]).to(latents)

    def _run(self, index: int, latents: torch.Tensor, carried: list[Floats] | None = None) -> tuple[torch.Tensor, list[Floats]]:
        feed = dict(zip(self._graphs[index]["inputs"], [_numbers(latents), *(carried or [])], strict=True))
        frames, *after = self._sessions[index].run(None, feed)
        found = torch.from_numpy(frames)
        return found if found.ndim == latents.ndim else found.transpose(0, 1)[None], after


class _Carried:
    """What a decoder carries from one latent frame to the next: how many frames there were, and its tensors clip by clip."""

    def __init__(self, frames: int, clips: list[list[Floats]]) -> None:
        self.frames, self._clips = frames, clips

    def of(self, clip: int) -> list[Floats]:
        return self._clips[clip] if self._clips else []


def _numbers(tensor: torch.Tensor) -> Floats:
    found: Floats = np.ascontiguousarray(tensor.detach().to("cpu", torch.float32).numpy())
    return found


_opening = threading.Lock()


def session(path: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 3
    with _opening:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
