# SPDX-License-Identifier: Apache-2.0
"""Training what lies between two pictures (`networks/between.py`): temporal super-resolution of the small video model's clips.

Clips are rendered while it learns, at twice the model's own rate, or are those of a data set (`reels.py`). A step takes pieces of
two frames a few apart, and one of those in between to be found; half of the pieces are mirrored, and half of them go backwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field, model_validator
from torch import Tensor
from torch.nn import functional as fn

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.shooting.nano import timing
from aiprod.training import samples
from aiprod.training.checkpoints import check_architecture, load_tensors
from aiprod.training.export import BETWEEN_WEIGHTS
from aiprod.training.networks.between import Between, BetweenShape, Motion, between_identity
from aiprod.training.optimisers import inner_weights, operations_of
from aiprod.training.recipe import Geometry
from aiprod.training.trainers.reels import Frames, Source, Supply
from aiprod.training.trainers.running import Learner, Player, averaged, delivered, save_state
from aiprod.training.trainers.settings import Running
from aiprod.training.trainers.sharding import Ranks, spread

_GAPS = ((2, 0.6), (3, 0.2), (4, 0.2))
"""How many frames apart the two pictures are, and how often; two apart is what the model is used for."""
_LOOK_WEIGHTS = (0.25, 0.5, 1.0)
"""Of the loss at the last looks, the finest at the end."""
_LONGEST = max(gap for gap, _ in _GAPS)
_SHOWN, _STRIDE, _TINY = 6, 4, 1e-6
_HALF = Fraction(1, 2)


class BetweenRecipe(FilmObject):
    """What `aiprod train between` trains."""

    run: Running = Running(steps=6000, batch=32, rate=2e-3, warmup=50, cooldown=0.3, ema=0.998, save_every=500, log_every=20)
    start_from: str = ""
    """A folder with weights to go on from, of an earlier run; new ones where it names none."""
    shape: BetweenShape = BetweenShape()
    footage: Geometry = Geometry(frames=49, fps=24)
    """Of the clips that are rendered; those of a data set have their own size. The rate is twice the model's."""
    supply: Supply = Supply()
    crop: int = Field(112, ge=16)
    edges: float = Field(0.5, ge=0)
    """Weight of the differences of neighbouring pixels in the loss."""
    held: int = Field(12, ge=1)
    """Held-out clips to measure on."""

    @model_validator(mode="after")
    def _pieces_fit(self) -> BetweenRecipe:
        if self.crop % self.shape.unit:
            raise ValueError(f"crop must be a multiple of {self.shape.unit}")
        return self


Pieces = tuple[Tensor, Tensor, Tensor, Tensor]
"""First pictures, what lies between, second ones, each [b, 3, crop, crop] in 0…1; and the moments between [b]."""


def weights_of(shape: BetweenShape, folder: Path) -> dict[str, Tensor]:
    """What a run delivered. Raises UserError where it is of another architecture."""
    tensors, facts = load_tensors(folder / BETWEEN_WEIGHTS)
    check_architecture(facts, "between", between_identity(shape), folder / BETWEEN_WEIGHTS)
    return tensors


class BetweenTrainer(Learner):
    """Trains a `Between` on clips of a source."""

    kind = "between"

    def __init__(self, recipe: BetweenRecipe, source: Source, device: torch.device, ranks: Ranks | None = None) -> None:
        super().__init__(recipe.run, device, ranks or Ranks())
        torch.manual_seed(recipe.run.seed)
        self.recipe, self.source = recipe, source
        self.held = _whole(source.held(recipe.held), recipe.shape)
        self.model = Between(recipe.shape).to(device)
        if recipe.start_from:
            self.model.load_state_dict(weights_of(recipe.shape, Path(recipe.start_from)))
        spread([self.model], self.ranks, device)
        inner = _inner(self.model) if self.ranks.count == 1 else {}
        self.players = {"between": Player(self.model, recipe.run, inner=inner)}
        self.data = source.identity
        self.identity = between_identity(recipe.shape)
        self._others: dict[str, float] = {}

    def learn(self, rate: float, luck: torch.Generator) -> Tensor:
        first, wanted, second, moment = self._pieces()
        with self.autocast():
            found = self.model(first, second, moment)
        losses = self._losses(found, first, wanted, second)
        losses[0].backward()
        self.players["between"].learn(rate)
        return losses[1].detach()

    def _pieces(self) -> Pieces:
        with self.fetching():
            frames, low, high = self.source.at(self.step_count)
        rng = np.random.default_rng((self.settings.seed, self.step_count))
        return cut(frames, low, high, self.settings.batch, self.recipe.crop, rng, self.ranks)

    def _losses(self, found: list[Motion], first: Tensor, wanted: Tensor, second: Tensor) -> tuple[Tensor, Tensor]:
        """Of all looks, each against the pictures at its own size; and of the finest."""
        sizes = [(first, wanted, second)]
        for _ in found[1:]:
            sizes.insert(0, tuple(fn.avg_pool2d(picture, 2) for picture in sizes[0]))  # type: ignore[arg-type]
        weights = _LOOK_WEIGHTS[-len(found) :]
        each = [difference(look.mixed(a, b), m, self.recipe.edges) for look, (a, m, b) in zip(found, sizes, strict=True)]
        return torch.stack([w * loss for w, loss in zip(weights, each, strict=True)]).sum(), each[-1]

    def figures(self) -> dict[str, float]:
        """Likeness in decibels to the true frames of held-out clips: half-way between two that are two apart, at a third of the
        way between two that are three apart; and what holding, blending and moving along the optical flow give."""
        self._others = self._others or others(self.held)
        with averaged(self.players["between"]):
            found = {"psnr_db": self._measured(2), "psnr_third_db": self._measured(3)}
        return found | self._others

    def _measured(self, gap: int) -> float:
        errors = []
        with torch.no_grad(), self.autocast():
            for first, wanted, second in _triplets(self.held, gap):
                errors += [(self._between(first, second, 1 / gap) - wanted.to(self.device).float() / 255).square().mean().item()]
        return decibels(sum(errors) / len(errors))

    def _between(self, first: Tensor, second: Tensor, share: float) -> Tensor:
        """Frames [n, h, w, 3] of bytes → those between [n, h, w, 3], in 0…1."""
        a, b = (frames.to(self.device).permute(0, 3, 1, 2).float() / 255 for frames in (first, second))
        found = self.model(a, b, torch.full((len(a),), share, device=self.device))[-1]
        return found.mixed(a, b).float().clamp(0, 1).permute(0, 2, 3, 1)

    def show(self, folder: Path) -> None:
        """Held-out moments where most moves: first, second, the true frame between, the network's, the optical flow's."""
        rows = []
        with torch.no_grad(), averaged(self.players["between"]):
            for first, wanted, second in _triplets(self.held[:_SHOWN], 2):
                at = int((first.float() - second.float()).abs().mean((1, 2, 3)).argmax())
                a, m, b = (part[at : at + 1] for part in (first, wanted, second))
                made = (self._between(a, b, 0.5)[0] * 255).round().to(torch.uint8).cpu().numpy()
                flow = timing.between_flows([a[0].numpy(), b[0].numpy()], _HALF)
                rows.append(np.stack([a[0].numpy(), b[0].numpy(), m[0].numpy(), made, flow]))
        if self.ranks.first:
            samples.sheet(folder / "between.jpg", np.stack(rows), columns=5)

    def deliver(self, folder: Path) -> list[str]:
        """The averaged weights."""
        weights = dict(delivered(self.players["between"]))
        if not self.ranks.first:
            return []
        facts = {"kind": "between", "architecture": self.identity, "shape": self.recipe.shape.to_json()}
        save_state(folder / BETWEEN_WEIGHTS, weights, facts | {"steps": self.step_count, "data": self.data})
        return [BETWEEN_WEIGHTS]

    def work(self) -> float:
        return work_of(self.recipe)

    def close(self) -> None:
        self.source.close()


def cut(
    frames: Tensor, low: int, high: int, count: int, crop: int, rng: np.random.Generator, ranks: Ranks
) -> Pieces:  # fmt: skip
    """This device's share of pieces of the clips `low` … `high`, see `reels.Source.at`."""
    clips, length, tall, wide = frames.shape[:4]
    rows, columns = min(crop, tall), min(crop, wide)
    gaps = rng.choice([gap for gap, _ in _GAPS], count, p=[share for _, share in _GAPS])
    which, steps = rng.integers(low, high, count) % clips, 1 + _places(rng, gaps - 1)
    begins, top, left = (_places(rng, np.broadcast_to(n, count)) for n in (length - gaps, tall - rows + 1, wide - columns + 1))
    back, mirrored = rng.random((2, count)) < 0.5
    moments = np.stack([np.where(back, gaps, 0), steps, np.where(back, 0, gaps)], 1) + begins[:, None]
    across = np.where(mirrored[:, None], np.arange(columns)[::-1], np.arange(columns)) + left[:, None]
    own = ranks.share(count)
    indices = (
        which[:, None, None, None],
        moments[:, :, None, None],
        (top[:, None] + np.arange(rows))[:, None, :, None],
        across[:, None, None, :],
    )
    pieces = frames[tuple(torch.from_numpy(np.ascontiguousarray(index[own])).to(frames.device) for index in indices)]
    pictures = pieces.permute(0, 1, 4, 2, 3).float() / 255
    shares = torch.from_numpy((np.where(back, gaps - steps, steps) / gaps)[own]).float().to(frames.device)
    return pictures[:, 0], pictures[:, 1], pictures[:, 2], shares


def _places(rng: np.random.Generator, room: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number below each of `room`."""
    return (rng.random(len(room)) * room).astype(np.int64)


def difference(made: Tensor, real: Tensor, edges: float) -> Tensor:
    """How unlike pictures are [b, 3, h, w]: pixels, and differences of neighbours (Charbonnier: near zero it is round)."""
    off = made - real
    return _round(off) + edges * (_round(off.diff(dim=2)) + _round(off.diff(dim=3)))


def _round(off: Tensor) -> Tensor:
    return torch.sqrt(off.square() + _TINY).mean()


def decibels(error: float) -> float:
    """The mean squared error of pictures in 0…1."""
    return -10 * math.log10(max(error, 1e-10))


def others(held: Tensor) -> dict[str, float]:
    """What needs no training, on the same frames: the nearer picture held, both blended, both moved along the optical flow."""
    found: dict[str, list[float]] = {"hold_db": [], "blend_db": [], "flow_db": [], "flow_third_db": []}
    for gap, name in ((2, ""), (3, "_third")):
        for first, wanted, second in _triplets(held, gap):
            for a, m, b in zip(first.numpy(), wanted.numpy().astype(np.float32), second.numpy(), strict=True):
                made = {f"flow{name}_db": timing.between_flows([a, b], Fraction(1, gap))}
                if gap == 2:
                    made |= {"hold_db": a, "blend_db": (a.astype(np.float32) + b) / 2}
                for key, picture in made.items():
                    found[key].append(float(np.square(picture - m).mean()) / 255**2)
    return {key: decibels(sum(errors) / len(errors)) for key, errors in found.items()}


def _triplets(held: Tensor, gap: int) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Of each clip: frames, the ones after them, and those `gap` after them."""
    for clip in held:
        at = torch.arange(0, len(clip) - gap, _STRIDE)
        yield clip[at], clip[at + 1], clip[at + gap]


def _whole(held: Frames, shape: BetweenShape) -> Tensor:
    """Held-out clips, cut to a size that the network takes."""
    length, tall, wide = held.shape[1:4]
    unit = shape.unit
    if tall < unit or wide < unit or length <= _LONGEST:
        raise UserError(
            "The clips are too small to learn what lies between their frames", f"they are {wide} × {tall} with {length} frames",
            f"Take clips of at least {unit} × {unit} with {_LONGEST + 1} frames.",
        )  # fmt: skip
    return torch.from_numpy(np.ascontiguousarray(held[:, :, : tall // unit * unit, : wide // unit * unit]))


def work_of(recipe: BetweenRecipe) -> float:
    """Operations of a step on one device: three times what a look forward takes, and Muon's."""
    from torch.utils.flop_counter import FlopCounterMode

    picture, moment = torch.zeros(1, 3, recipe.shape.unit, recipe.shape.unit), torch.zeros(1)
    network = Between(recipe.shape)
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        network(picture, picture, moment)
    pieces = recipe.run.batch * (recipe.crop / recipe.shape.unit) ** 2
    return float(3 * counter.get_total_flops() * pieces + operations_of(network.named_parameters(), _inner(network)))


def _inner(network: Between) -> dict[str, int]:
    """The weights that step by Muon."""
    parts = ("enter.0", "eyes", "leave")
    return inner_weights(network, {}, tuple(f"looks.{look}.{part}" for look in range(len(network.looks)) for part in parts))
