# SPDX-License-Identifier: Apache-2.0
"""The network that reads the labels off a clip, and how it learns: on rendered clips, to be asked about generated ones.

It looks at one moment of a clip at a time: a still, and how its pixels come there and go on. Every moment of a clip shows all
of its labels, so that the answers of three moments are averaged. It has one head for each slot and three million weights. Half
of what it learns from is blurred, dimmed and noisy: a generated clip is judged by what it shows and not by how sharp it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - as everybody calls it

from aiprod.film.hashing import hash_json
from aiprod.training.data.conditioning import Codes
from aiprod.training.data.vocabulary import SLOTS, ids
from aiprod.training.evaluation.drawing import Desk, Moments
from aiprod.training.evaluation.reader import floats, ways
from aiprod.training.evaluation.views import MOMENTS, WAYS, Views
from aiprod.training.flow import chance

WIDTHS = (64, 128, 208)
FEATURES = 192
_PATCH = 4
_QUERIES = 4
_SMOOTHING = 0.04


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
    """Stills [n, 3, 144, 256] in 0 … 1 and motion [n, WAYS, 36, 64] → logits of all slots side by side, see `split`."""

    def __init__(self) -> None:
        super().__init__()
        b, c, d = WIDTHS
        self.fine = nn.Sequential(_halved(3 * _PATCH**2, b, 3, 1), _Residual(b))
        self.ways = _halved(WAYS, 48, 5)
        self.middle = _halved(b, c)
        self.met = nn.Sequential(_halved(c + 48, c, 1, 1), _Residual(c), _Residual(c))
        self.coarse = nn.Sequential(_halved(c, d), _Residual(d), _Residual(d))
        self.near, self.far = nn.Conv2d(c, _QUERIES, 1), nn.Conv2d(d, _QUERIES, 1)
        self.features = nn.Sequential(nn.Linear(_QUERIES * c + (_QUERIES + 2) * d, FEATURES), nn.ReLU())
        self.rest = nn.Dropout(0.2)
        self.heads = nn.Linear(FEATURES, sum(len(ids(slot)) for slot in SLOTS))

    def maps(self, stills: Tensor, motion: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What is seen at a quarter, an eighth and a sixteenth of the size; the first without motion."""
        fine = self.fine(F.pixel_unshuffle(stills * 2 - 1, _PATCH))
        middle = self.met(torch.cat([self.middle(fine), self.ways(motion)], 1))
        return fine, middle, self.coarse(middle)

    def gathered(self, middle: Tensor, coarse: Tensor) -> Tensor:
        """[n, FEATURES]: what the heads read from; also the space in which clips are compared."""
        seen = coarse.flatten(2)
        looked = [_looked_at(middle, self.near), _looked_at(coarse, self.far)]
        found: Tensor = self.features(torch.cat([seen.mean(-1), seen.amax(-1), *looked], 1))
        return found

    def forward(self, stills: Tensor, motion: Tensor) -> Tensor:
        found: Tensor = self.heads(self.rest(self.gathered(*self.maps(stills, motion)[1:])))
        return found


def _looked_at(maps: Tensor, queries: nn.Conv2d) -> Tensor:
    """What is where each query looks, [n, queries × channels]."""
    weights = torch.softmax(queries(maps).flatten(2).float(), -1).to(maps.dtype)
    return torch.einsum("nqp,ncp->nqc", weights, maps.flatten(2)).flatten(1)


def identity() -> str:
    """The architecture and the vocabulary, as checkpoints name them."""
    return hash_json({"recogniser": 2, "widths": WIDTHS, "slots": {slot: ids(slot) for slot in SLOTS}})[:16]


def split(logits: Tensor) -> dict[str, Tensor]:
    """The logits of each slot."""
    parts = torch.split(logits, [len(ids(slot)) for slot in SLOTS], dim=1)
    return dict(zip(SLOTS, parts, strict=True))


# -- learning ----------------------------------------------------------------------------------------------------------------


_WEIGHTS = {
    "subject": 2.5, "place": 1.5, "colour": 1.5, "direction": 1.5, "count": 1.2, "size": 0.5, "light": 0.4, "speed": 0.4,
    "emotion": 0.3, "speech": 0.2,
}  # fmt: skip
"""Slots that are hard, or that matter less."""


def loss_of(model: Recogniser, batch: Moments) -> Tensor:
    """Cross entropy, averaged over slots; a slot that says nothing of a clip is left out for it."""
    stills = batch.stills.contiguous(memory_format=torch.channels_last)
    motion = batch.motion.contiguous(memory_format=torch.channels_last)
    with torch.autocast(stills.device.type, torch.bfloat16):
        answers = model(stills, motion).float()
    each = _unlikeliness(answers, batch.codes)
    known = (batch.codes >= 0).float()
    weights = _layout(str(each.device))[2]
    return ((each * known).sum(0) / known.sum(0).clamp(min=1) * weights).sum() / weights.sum()


def _unlikeliness(answers: Tensor, codes: Tensor) -> Tensor:
    """Smoothed cross entropy of each slot of each clip, [n, slots]: all slots in one, each filled up to the widest."""
    at, there, _ = _layout(str(answers.device))
    logs = torch.log_softmax(torch.where(there, answers[:, at], -1e4), -1)
    right = logs.gather(-1, codes.clamp(min=0)[..., None])[..., 0]
    all_of = torch.where(there, logs, 0).sum(-1) / there.sum(-1)
    return -(1 - _SMOOTHING) * right - _SMOOTHING * all_of


@cache
def _layout(device: str) -> tuple[Tensor, Tensor, Tensor]:
    """Where each slot's values are among the logits [slots, widest], which of these places are its own, and the slots' weights:
    made once, since a copy to a device waits for all that it does."""
    sizes = torch.tensor([len(ids(slot)) for slot in SLOTS])
    across = torch.arange(int(sizes.max()))[None]
    there = across < sizes[:, None]
    at = torch.where(there, across + (sizes.cumsum(0) - sizes)[:, None], 0)
    weights = torch.tensor([_WEIGHTS.get(slot, 1.0) for slot in SLOTS])
    return at.to(device), there.to(device), weights.to(device)


@dataclass
class Teacher:
    """Teaches a recogniser. The same lessons and steps give the same weights on one machine; `state` goes on exactly."""

    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    batch: int = 24
    rate: float = 2.5e-3
    seed: int = 0

    def __post_init__(self) -> None:
        torch.manual_seed(self.seed)
        self.model = Recogniser().to(self.device)
        self.model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        fused = self.device.type == "cuda"
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr=self.rate, weight_decay=0.04, fused=fused)
        self.done = 0

    def step(self, desk: Desk, progress: float) -> Tensor:
        """One step, so far (0 … 1) into the run; the loss."""
        self.model.train()
        for group in self.optimiser.param_groups:
            group["lr"] = self._rate_at(progress)
        torch.manual_seed(chance(self.seed, self.done, "cpu").initial_seed())  # dropout's randomness, as a resumed run has it
        luck = chance(self.seed, self.done, self.device)
        loss = loss_of(self.model, desk.draw(self.batch, luck, np.random.default_rng([self.seed, self.done])))
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        if bool(torch.isfinite(nn.utils.clip_grad_norm_(self.model.parameters(), 2.0))):
            self.optimiser.step()
        self.done += 1
        return loss.detach()

    def _rate_at(self, progress: float) -> float:
        """Up in 100 steps, level for a third of the way, then down to nothing."""
        return self.rate * min(1.0, (self.done + 1) / 100) * min(1.0, max(1 - progress, 0.0) / 0.66 + 0.002)

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
    device = next(model.parameters()).device
    found: list[dict[str, Any]] = []
    for start in range(0, len(seen), batch):
        part = seen.part(slice(start, start + batch))
        with torch.no_grad():
            logits = sum(
                model(*(torch.from_numpy(x).to(device) for x in (floats(part.stills[:, moment]), ways(part.motion[:, moment]))))
                for moment in range(MOMENTS)
            )
        parts = split(torch.as_tensor(logits)).items()
        found.append({slot: torch.softmax(value / MOMENTS, 1).cpu().numpy() for slot, value in parts})
    return {slot: np.concatenate([part[slot] for part in found]) for slot in SLOTS}


def codes_of(chances: dict[str, NDArray[np.float32]]) -> Codes:
    """The likeliest value of each slot, int16 [clips, slots]."""
    return np.stack([chances[slot].argmax(1) for slot in SLOTS], 1).astype(np.int16)
