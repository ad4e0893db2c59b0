# SPDX-License-Identifier: Apache-2.0
"""A small network that reads the labels off a clip: trained on rendered clips, then asked about generated ones.

It sees all frames at once, has one head for each slot, and about 1.9 million parameters. It is trained on pictures that are
blurred, dimmed and noisy half of the time, so that a generated clip is judged by what it shows and not by how sharp it is.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - as everybody calls it

from aiprod.training.data.conditioning import Codes
from aiprod.training.data.vocabulary import SLOTS, ids
from aiprod.training.loop import Clock
from aiprod.training.mirror import mirrored_codes

Draw = Callable[[int, np.random.Generator], tuple[Tensor | NDArray[np.uint8], Codes]]
"""Hands over so many clips, uint8 [clips, frames, height, width, RGB] on any device, and their codes [clips, slots]."""
Listen = Callable[[int, float], None]
"""Told the step and the loss."""
_WIDTHS = (32, 64, 112, 160, 176)
_STEPS_PER_LOOK = 10


def _joined(before: int, after: int, stride: tuple[int, int, int]) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv3d(before, after, 3, stride, 1, bias=False), nn.BatchNorm3d(after), nn.SiLU(),
    )  # fmt: skip


class Recogniser(nn.Module):  # type: ignore[misc]
    """Clips as floats in 0 … 1, [clips, frames, height, width, 3] → logits for each slot."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d, e = _WIDTHS
        self.stem = nn.Sequential(
            nn.Conv3d(3, a, (1, 7, 7), (1, 4, 4), (0, 3, 3), bias=False), nn.BatchNorm3d(a), nn.SiLU(), _joined(a, a, (1, 1, 1))
        )
        self.body = nn.Sequential(
            _joined(a, b, (2, 2, 2)), _joined(b, c, (2, 2, 2)), _joined(c, d, (2, 2, 2)), _joined(d, e, (1, 1, 1))
        )
        self.middle = nn.Sequential(nn.Linear(2 * e, 192), nn.SiLU(), nn.Dropout(0.1))
        self.heads = nn.ModuleDict({slot: nn.Linear(192, len(ids(slot))) for slot in SLOTS})

    def features(self, clips: Tensor) -> Tensor:
        """[clips, 192]: what the heads read from; also the space in which clips are compared."""
        x = self.body(self.stem(clips.permute(0, 4, 1, 2, 3) * 2 - 1))
        found: Tensor = self.middle(torch.cat([x.mean((2, 3, 4)), x.amax((2, 3, 4))], 1))
        return found

    def forward(self, clips: Tensor) -> dict[str, Tensor]:
        seen = self.features(clips)
        return {slot: head(seen) for slot, head in self.heads.items()}


def train_recogniser(
    draw: Draw, device: torch.device, *, steps: int | None = None, seconds: float | None = None, clock: Clock,
    batch: int = 32, rate: float = 3e-3, seed: int = 0, listen: Listen | None = None,
) -> Recogniser:  # fmt: skip
    """Train until so many steps or seconds are over. The same draws and steps give the same network on one device."""
    if steps is None and seconds is None:
        raise ValueError("say how many steps or seconds")
    torch.manual_seed(seed)
    torch.backends.cudnn.benchmark = torch.backends.cudnn.benchmark or device.type == "cuda"
    model = Recogniser()
    model.to(device)
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.02)
    rng, begun, step = np.random.default_rng(seed), clock(), 0
    model.train()
    while True:
        done = max(step / steps if steps else 0.0, (clock() - begun) / seconds if seconds else 0.0)
        if done >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 40) * min(1.0, (1 - done) / 0.6 + 0.01)
        loss = _loss(model, *_prepared(draw(batch, rng), rng, device))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        if bool(torch.isfinite(nn.utils.clip_grad_norm_(model.parameters(), 2.0))):
            optimiser.step()
        if listen and step % _STEPS_PER_LOOK == 0:
            listen(step, float(loss.detach()))
        step += 1
    model.eval()
    return model


def _prepared(
    drawn: tuple[Tensor | NDArray[np.uint8], Codes], rng: np.random.Generator, device: torch.device
) -> tuple[Tensor, Tensor]:
    """Floats on the device, half of the clips mirrored with their labels, half of them softer, darker and noisy."""
    clips, codes = floats(drawn[0], device), drawn[1].copy()
    turned = rng.random(len(codes)) < 0.5
    codes[turned] = mirrored_codes(codes[turned])
    which = torch.from_numpy(turned).to(device)[:, None, None, None, None]
    clips = torch.where(which, clips.flip(3), clips)
    rough = torch.from_numpy(rng.random(len(codes)) < 0.5).to(device)
    clips = torch.where(rough[:, None, None, None, None], _worn(clips, rng), clips)
    return clips, torch.from_numpy(codes.astype(np.int64)).to(device)


def _worn(clips: Tensor, rng: np.random.Generator) -> Tensor:
    """Softer by up to four pixels, a little darker or brighter, with noise."""
    n, t, h, w, _ = clips.shape
    share = rng.uniform(0.25, 0.8)
    flat = clips.reshape(n * t, h, w, 3).permute(0, 3, 1, 2)
    small = F.interpolate(flat, scale_factor=float(share), mode="bilinear", antialias=True)
    soft = F.interpolate(small, size=(h, w), mode="bilinear").permute(0, 2, 3, 1).reshape(clips.shape)
    gain = torch.from_numpy(rng.uniform(0.85, 1.15, (n, 1, 1, 1, 1)).astype(np.float32)).to(clips.device)
    return (soft * gain + torch.randn_like(soft) * float(rng.uniform(0, 0.04))).clamp(0, 1)


def _loss(model: Recogniser, clips: Tensor, codes: Tensor) -> Tensor:
    """Cross entropy, averaged over slots; a slot that says nothing of a clip is left out for it."""
    with torch.autocast(clips.device.type, torch.bfloat16, enabled=clips.is_cuda):  # on CPUs its gradients overflow
        answers = model(clips)
    parts = []
    for at, slot in enumerate(SLOTS):
        known = codes[:, at] >= 0
        weight = known.float() / known.float().sum().clamp(min=1)
        each = F.cross_entropy(answers[slot].float(), codes[:, at].clamp(min=0), reduction="none", label_smoothing=0.03)
        parts.append((each * weight).sum())
    return torch.stack(parts).mean()


def floats(clips: Tensor | NDArray[np.uint8], device: torch.device) -> Tensor:
    """uint8 clips as floats in 0 … 1 on a device."""
    tensor = clips if isinstance(clips, Tensor) else torch.from_numpy(np.ascontiguousarray(clips))
    return tensor.to(device, non_blocking=True).float() / 255


def read(model: Recogniser, clips: NDArray[np.uint8], batch: int = 32) -> tuple[Codes, NDArray[np.float32]]:
    """What the network sees: codes int16 [clips, slots] (a guess in every slot), and features float32 [clips, 192]."""
    device = next(model.parameters()).device
    codes, features = [], []
    for start in range(0, len(clips), batch):
        with torch.no_grad():
            seen = model.features(floats(clips[start : start + batch], device))
            answers = torch.stack([model.heads[slot](seen).argmax(1) for slot in SLOTS], 1)
        codes.append(answers.to(torch.int16).cpu().numpy())
        features.append(seen.cpu().numpy())
    return np.concatenate(codes), np.concatenate(features)


def save(model: Recogniser, path: Path) -> None:
    """As safetensors, half precision."""
    from safetensors.torch import save_file

    weights = {name: value.half() if value.is_floating_point() else value for name, value in model.state_dict().items()}
    save_file({name: value.contiguous().cpu() for name, value in weights.items()}, path)


def load(path: Path, device: torch.device) -> Recogniser:
    """A recogniser that `save` wrote."""
    from safetensors.torch import load_file

    model = Recogniser()
    weights: dict[str, Any] = load_file(path)
    model.load_state_dict({name: value.float() if value.is_floating_point() else value for name, value in weights.items()})
    model.to(device).eval()
    return model
