# SPDX-License-Identifier: Apache-2.0
"""The network that reads the labels off a clip, and how it learns: on rendered clips, to be asked about generated ones.

It looks at one moment of a clip at a time: a still, and how its pixels come there and go on. Every moment of a clip shows all
of its labels, so that the answers of three moments are averaged. It has one head for each slot and 1.4 million weights. Half
of what it learns from is blurred, dimmed and noisy: a generated clip is judged by what it shows and not by how sharp it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - as everybody calls it

from aiprod.film.hashing import hash_json
from aiprod.training.data.conditioning import Codes
from aiprod.training.data.vocabulary import SLOTS, ids
from aiprod.training.evaluation.lessons import Lessons
from aiprod.training.evaluation.reader import floats, ways
from aiprod.training.evaluation.views import GRID, MOMENTS, STILL_WIDTH, WAYS, WIDTH, Views
from aiprod.training.flow import chance
from aiprod.training.mirror import mirrored_codes

WIDTHS = (64, 112, 176)
FEATURES = 192
_PATCH = 4
_POINT_PX = GRID * STILL_WIDTH // WIDTH
"""Between two points of motion, in pixels of a still."""
_OF_MOTION = ("direction", "speed", "camera", "speech")
"""Slots of which a still alone says little."""
_MOTIONLESS, _WORN = 0.12, 0.4


class _Residual(nn.Module):  # type: ignore[misc]
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(channels)
        self.second = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        inside = self.second_norm(self.second(F.relu(self.first_norm(self.first(x)))))
        return F.relu(x + inside)


def _halved(before: int, after: int, size: int = 3, stride: int = 2) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(before, after, size, stride, size // 2, bias=False), nn.BatchNorm2d(after), nn.ReLU())


class Recogniser(nn.Module):  # type: ignore[misc]
    """Stills [n, 3, 72, 128] in 0 … 1 and motion [n, WAYS, 36, 64] → logits of all slots side by side, see `split`."""

    def __init__(self) -> None:
        super().__init__()
        b, c, d = WIDTHS
        self.fine = _halved(3 * _PATCH**2, b, 3, 1)
        self.ways = nn.Sequential(_halved(WAYS, 48, 5), _halved(48, 48))
        self.middle = _halved(b, c)
        self.met = nn.Sequential(_halved(c + 48, c, 1, 1), _Residual(c))
        self.coarse = nn.Sequential(_halved(c, d), _Residual(d), _Residual(d))
        self.queries = nn.Conv2d(d, 4, 1)
        self.features = nn.Sequential(nn.Linear(6 * d, FEATURES), nn.ReLU())
        self.rest = nn.Dropout(0.1)
        self.heads = nn.Linear(FEATURES, sum(len(ids(slot)) for slot in SLOTS))

    def maps(self, stills: Tensor, motion: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What is seen at a quarter, an eighth and a sixteenth of the size; the first without motion."""
        fine = self.fine(F.pixel_unshuffle(stills * 2 - 1, _PATCH))
        middle = self.met(torch.cat([self.middle(fine), self.ways(motion)], 1))
        return fine, middle, self.coarse(middle)

    def gathered(self, coarse: Tensor) -> Tensor:
        """[n, FEATURES]: what the heads read from; also the space in which clips are compared."""
        seen = coarse.flatten(2)
        weights = torch.softmax(self.queries(coarse).flatten(2).float(), -1).to(seen.dtype)
        looked = torch.einsum("nqp,ncp->nqc", weights, seen).flatten(1)
        found: Tensor = self.features(torch.cat([seen.mean(-1), seen.amax(-1), looked], 1))
        return found

    def forward(self, stills: Tensor, motion: Tensor) -> Tensor:
        found: Tensor = self.heads(self.rest(self.gathered(self.maps(stills, motion)[2])))
        return found


def identity() -> str:
    """The architecture and the vocabulary, as checkpoints name them."""
    return hash_json({"recogniser": 1, "widths": WIDTHS, "slots": {slot: ids(slot) for slot in SLOTS}})[:16]


def split(logits: Tensor) -> dict[str, Tensor]:
    """The logits of each slot."""
    parts = torch.split(logits, [len(ids(slot)) for slot in SLOTS], dim=1)
    return dict(zip(SLOTS, parts, strict=True))


# -- learning ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moments:
    """A batch to learn from: stills float [n, 3, h, w], motion float [n, WAYS, rows, columns], codes [n, slots]."""

    stills: Tensor
    motion: Tensor
    codes: Tensor


def drawn(lessons: Lessons, rows: NDArray[np.int64], luck: np.random.Generator) -> Moments:
    """Some clips, each at a moment of its own: mirrored, shifted, worn and left without motion by chance."""
    moments = luck.integers(lessons.views.stills.shape[1], size=len(rows))
    codes = lessons.codes[rows].copy()
    pictures = torch.from_numpy(floats(lessons.views.stills[rows, moments]))
    motion = torch.from_numpy(ways(lessons.views.motion[rows, moments]))
    pictures, motion = _mirrored(pictures, motion, codes, luck)
    pictures, motion = _shifted(pictures, motion, luck)
    pictures = _worn(pictures, luck)
    still = luck.random(len(rows)) < _MOTIONLESS
    for slot in _OF_MOTION:
        codes[still, SLOTS.index(slot)] = -1
    motion[torch.from_numpy(still)] = 0
    return Moments(pictures, motion, torch.from_numpy(codes.astype(np.int64)))


def _mirrored(pictures: Tensor, motion: Tensor, codes: Codes, luck: np.random.Generator) -> tuple[Tensor, Tensor]:
    turned = luck.random(len(codes)) < 0.5
    codes[turned] = mirrored_codes(codes[turned])
    which = torch.from_numpy(turned)[:, None, None, None]
    signs = torch.tensor([-1.0, 1.0] * (WAYS // 2))[:, None, None]
    return torch.where(which, pictures.flip(3), pictures), torch.where(which, motion.flip(3) * signs, motion)


def _shifted(pictures: Tensor, motion: Tensor, luck: np.random.Generator) -> tuple[Tensor, Tensor]:
    """All by the same number of grid points, at most 5 to the side and 3 up or down; the margin repeats the picture's edge."""
    right, down = int(luck.integers(-5, 6)), int(luck.integers(-3, 4))
    return _moved(pictures, right * _POINT_PX, down * _POINT_PX), _moved(motion, right, down)


def _moved(x: Tensor, right: int, down: int) -> Tensor:
    high, wide = x.shape[2:]
    padded = F.pad(x, (max(right, 0), max(-right, 0), max(down, 0), max(-down, 0)), mode="replicate")
    return padded[:, :, max(-down, 0) : max(-down, 0) + high, max(-right, 0) : max(-right, 0) + wide]


def _worn(pictures: Tensor, luck: np.random.Generator) -> Tensor:
    """Half of them softer by up to three pixels, darker or brighter, with noise."""
    chosen = torch.from_numpy(np.flatnonzero(luck.random(len(pictures)) < _WORN))
    if not len(chosen):
        return pictures
    some, share = pictures[chosen], float(luck.uniform(0.35, 0.9))
    small = F.interpolate(some, scale_factor=share, mode="bilinear", antialias=True)
    soft = F.interpolate(small, size=some.shape[2:], mode="bilinear")
    gain = torch.from_numpy(luck.uniform(0.88, 1.12, (len(chosen), 1, 1, 1)).astype(np.float32))
    noise = torch.from_numpy(luck.standard_normal(some.shape, np.float32)) * float(luck.uniform(0, 0.05))
    pictures = pictures.clone()
    pictures[chosen] = (soft * gain + noise).clamp(0, 1)
    return pictures


def loss_of(model: Recogniser, batch: Moments) -> Tensor:
    """Cross entropy, averaged over slots; a slot that says nothing of a clip is left out for it."""
    stills = batch.stills.contiguous(memory_format=torch.channels_last)
    motion = batch.motion.contiguous(memory_format=torch.channels_last)
    with torch.autocast(stills.device.type, torch.bfloat16):
        answers = split(model(stills, motion).float())
    parts = []
    for at, slot in enumerate(SLOTS):
        asked = batch.codes[:, at]
        known = (asked >= 0).float()
        each = F.cross_entropy(answers[slot], asked.clamp(min=0), reduction="none", label_smoothing=0.03)
        parts.append((each * known).sum() / known.sum().clamp(min=1) * _WEIGHTS.get(slot, 1.0))
    return torch.stack(parts).sum() / sum(_WEIGHTS.get(slot, 1.0) for slot in SLOTS)


_WEIGHTS = {
    "subject": 2.5, "place": 1.5, "colour": 1.5, "direction": 1.5, "count": 0.8, "size": 0.5, "light": 0.4, "speed": 0.4,
    "emotion": 0.2, "speech": 0.2,
}  # fmt: skip
"""Slots that are hard, or that matter less."""


@dataclass
class Teacher:
    """Teaches a recogniser. The same lessons and steps give the same weights on one machine; `state` goes on exactly."""

    total: int
    batch: int = 24
    rate: float = 2.5e-3
    seed: int = 0

    def __post_init__(self) -> None:
        torch.manual_seed(self.seed)
        self.model = Recogniser()
        self.model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr=self.rate, weight_decay=0.03)
        self.done = 0

    def step(self, lessons: Lessons) -> Tensor:
        """One step; the loss."""
        self.model.train()
        for group in self.optimiser.param_groups:
            group["lr"] = self._rate_now()
        luck = np.random.default_rng([self.seed, self.done])
        torch.manual_seed(chance(self.seed, self.done, "cpu").initial_seed())  # dropout's randomness, as a resumed run has it
        loss = loss_of(self.model, drawn(lessons, luck.integers(len(lessons), size=self.batch), luck))
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        if bool(torch.isfinite(nn.utils.clip_grad_norm_(self.model.parameters(), 2.0))):
            self.optimiser.step()
        self.done += 1
        return loss.detach()

    def _rate_now(self) -> float:
        """Up in 60 steps, level for a third of the way, then down to nothing."""
        left = 1 - self.done / max(self.total, 1)
        return self.rate * min(1.0, (self.done + 1) / 60) * min(1.0, max(left, 0.0) / 0.66 + 0.002)

    def state(self) -> dict[str, Tensor]:
        """Everything that the next step needs, as named tensors."""
        found = {f"model.{name}": value for name, value in self.model.state_dict().items()}
        for index, held in self.optimiser.state_dict()["state"].items():
            found |= {f"optimiser.{index}.{name}": value for name, value in held.items()}
        return found | {"done": torch.tensor(self.done)}

    def restore(self, state: dict[str, Tensor]) -> None:
        """Go on from a `state`."""
        self.model.load_state_dict({n.removeprefix("model."): v for n, v in state.items() if n.startswith("model.")})
        held: dict[int, dict[str, Tensor]] = {}
        for name, value in state.items():
            if name.startswith("optimiser."):
                _, index, key = name.split(".", 2)
                held.setdefault(int(index), {})[key] = value
        self.optimiser.load_state_dict({"state": held, "param_groups": self.optimiser.state_dict()["param_groups"]})
        self.done = int(state["done"])


def answers(model: Recogniser, seen: Views, batch: int = 32) -> dict[str, NDArray[np.float32]]:
    """What a network in memory sees: slot → chances [clips, values], averaged over the moments."""
    model.eval()
    found: list[dict[str, Any]] = []
    for start in range(0, len(seen), batch):
        part = seen.part(slice(start, start + batch))
        with torch.no_grad():
            logits = sum(
                model(torch.from_numpy(floats(part.stills[:, moment])), torch.from_numpy(ways(part.motion[:, moment])))
                for moment in range(MOMENTS)
            )
        found.append({slot: torch.softmax(value / MOMENTS, 1).numpy() for slot, value in split(torch.as_tensor(logits)).items()})
    return {slot: np.concatenate([part[slot] for part in found]) for slot in SLOTS}


def codes_of(chances: dict[str, NDArray[np.float32]]) -> Codes:
    """The likeliest value of each slot, int16 [clips, slots]."""
    return np.stack([chances[slot].argmax(1) for slot in SLOTS], 1).astype(np.int16)


Listen = Callable[[int, float], None]
"""Told the step and the loss."""
