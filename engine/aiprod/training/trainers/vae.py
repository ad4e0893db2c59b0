# SPDX-License-Identifier: Apache-2.0
"""Training the video VAE on a data set: reconstruction, KL, and where asked for a discriminator with what it sees as a measure.

The networks are Nano's (`networks/codec.py`): what is delivered goes on in `aiprod train nano --resume` and encodes for
`aiprod train video`. Pieces grow over the recipe's stages. The discriminator looks at single frames (hinge loss); the distance of
what it saw on the way is the perceptual part: no foreign network is needed.
"""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from pydantic import Field
from torch import Tensor, nn
from torch.nn import functional as fn

from aiprod.film.base import FilmObject
from aiprod.film.hashing import hash_json
from aiprod.models.cards import models_root
from aiprod.training import samples
from aiprod.training.checkpoints import save_parts
from aiprod.training.codec import difference, halved
from aiprod.training.data.stream import Feed
from aiprod.training.export import codec_weights
from aiprod.training.networks.codec import Codec, from_bytes, to_bytes
from aiprod.training.optimisers import inner_weights, operations_of
from aiprod.training.recipe import CodecTraining, Recipe, codec_identity
from aiprod.training.trainers.running import Learner, Player, averaged, delivered
from aiprod.training.trainers.settings import Running
from aiprod.training.trainers.sharding import Ranks, spread
from aiprod.training.trainers.stages import Place, Stage, check, fitted, place, splits

_MEASURED, _SHOWN = 8, 4
_OUTSIDE = ("encoder.body.0", "encoder.head", "decoder.body.0", "decoder.head")
"""Weights at the rim, which step by Adam; those inside step by Muon, on one device."""


class VaeRecipe(FilmObject):
    """What `aiprod train vae` trains."""

    run: Running = Running(steps=20_000, batch=16, rate=1e-3, warmup=50, ema=0.998, save_every=200)
    mode: Literal["pretrain", "full_finetune"] = "pretrain"
    start_from: str = ""
    """For full_finetune: a folder with a codec's weights (of a run, or models/nano)."""
    networks: Recipe = Recipe()
    """Nano's recipe: the codec's shape, and in `codec_training` the weights of the loss."""
    stages: tuple[Stage, ...] = (
        Stage(width=64, height=64, frames=5, share=0.4),
        Stage(width=128, height=128, frames=13, share=0.6),
    )
    """Sizes of the pieces that are cut out of the clips."""
    adversarial: float = Field(0.0, ge=0)
    features: float = Field(1.0, ge=0)
    """Weight of the distance of what the discriminator saw; counts where `adversarial` is on."""
    adversarial_from: float = Field(0.4, ge=0, le=1)


class FrameJudge(nn.Module):  # type: ignore[misc]
    """Marks for places of single frames [n, 3, h, w], with what was seen on the way."""

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        widths = (3, width, 2 * width, 4 * width)
        self.layers = nn.ModuleList(
            nn.utils.parametrizations.spectral_norm(nn.Conv2d(a, b, 4, 2, 1)) for a, b in pairwise(widths)
        )
        self.mark = nn.utils.parametrizations.spectral_norm(nn.Conv2d(widths[-1], 1, 3, padding=1))

    def forward(self, frames: Tensor) -> tuple[Tensor, list[Tensor]]:
        seen = []
        for layer in self.layers:
            frames = fn.leaky_relu(layer(frames), 0.2)
            seen.append(frames)
        return self.mark(frames), seen


def home_of(name: str) -> Path:
    """The folder that a recipe names; "models/nano" is AIPROD's own wherever it is called from."""
    return models_root() / "nano" if name == "models/nano" else Path(name)


class VaeTrainer(Learner):
    """Trains a `Codec` on a data set."""

    kind = "vae"

    def __init__(self, recipe: VaeRecipe, data: Path, device: torch.device, ranks: Ranks | None = None) -> None:
        super().__init__(recipe.run, device, ranks or Ranks())
        check(recipe.stages, 16, 16)
        torch.manual_seed(recipe.run.seed)
        self.recipe, self.folder = recipe, data
        self.codec, self.judge = Codec(recipe.networks.codec).to(device), FrameJudge().to(device)
        if recipe.mode == "full_finetune":
            self.codec.load_state_dict(codec_weights(recipe.networks, home_of(recipe.start_from)))
        spread([self.codec.encoder, self.codec.decoder], self.ranks, device)
        inner = inner_weights(self.codec, {}, _OUTSIDE) if self.ranks.count == 1 else {}
        self.players = {
            "codec": Player(self.codec, recipe.run, inner=inner),
            "judge": Player(self.judge, recipe.run, averaged=False),
        }
        self.feed: Feed | None = None
        self.held = self._held()
        self.identity = hash_json([codec_identity(recipe.networks), [stage.model_dump() for stage in recipe.stages]])[:16]

    def _held(self) -> Tensor:
        """Clips to measure on, at the largest stage: those for evaluation, or a draw of all where none are set apart."""
        self.learnt, measured = splits(self.folder)
        with Feed(self.folder, _MEASURED, seed=self.settings.seed + 1, ahead=1, split=measured) as feed:
            batch = next(feed)
            self.data = feed.identity
        assert batch.frames is not None
        stage = max(self.recipe.stages, key=lambda one: one.width * one.height * one.frames)
        return torch.from_numpy(fitted(batch.frames, stage)).to(self.device)

    def learn(self, rate: float, luck: torch.Generator) -> Tensor:
        real, rng = self._pieces()
        judged = self.recipe.adversarial > 0 and self.step_count >= self.recipe.adversarial_from * self.settings.steps
        with self.autocast():
            made, real, loss, shown = self._made(real, luck, bool(rng.random() < self._weights.ease))
        if judged:
            loss = loss + self._judged(made, real)
        loss.backward()
        self.players["codec"].learn(rate)
        if judged:
            self._teach_judge(made.detach(), real, rate)
        return shown

    @property
    def _weights(self) -> CodecTraining:
        return self.recipe.networks.codec_training

    def _pieces(self) -> tuple[Tensor, np.random.Generator]:
        """This device's share of the step's pieces, in −1…1; half of them mirrored."""
        rng = np.random.default_rng((self.settings.seed, self.step_count))
        at: Place = place(self.recipe.stages, self.step_count, self.settings.steps)
        frames = self._frames(at.stage.batch or self.settings.batch)
        tall, wide, long = (
            min(a, b) for a, b in zip((at.stage.height, at.stage.width, at.stage.frames), _size(frames), strict=True)
        )
        pieces = []
        for clip in frames:
            t, y, x = (int(rng.integers(n + 1)) for n in (len(clip) - long, clip.shape[1] - tall, clip.shape[2] - wide))
            piece = clip[t : t + long, y : y + tall, x : x + wide]
            pieces.append(piece[:, :, ::-1] if rng.random() < 0.5 else piece)
        own = np.ascontiguousarray(np.stack(pieces)[self.ranks.share(len(pieces))])
        return from_bytes(torch.from_numpy(own).to(self.device)), rng

    def _frames(self, batch: int) -> Any:
        """The step's clips, drawn by the step's number alone. Stages of other batches have feeds of their own."""
        if self.feed is None or self.feed.batch != batch or self.feed.position != self.step_count:
            if self.feed is not None:
                self.feed.close()
            self.feed = Feed(self.folder, batch, seed=self.settings.seed, start=self.step_count, split=self.learnt)
        with self.fetching():
            return next(self.feed).frames

    def _made(self, real: Tensor, luck: torch.Generator, ease: bool) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        means = self.codec.encoder(real)
        if ease and means.shape[2] % 2 == 0 and means.shape[3] % 2 == 0:
            means, real = halved(means), halved(real)
        whole = len(means) * self.ranks.count
        noise = torch.randn((whole, *means.shape[1:]), generator=luck, device=self.device)[self.ranks.share(whole)]
        made = self.codec.decoder(means + noise * self.recipe.networks.codec.sigma).float()
        off = difference(made, real, self._weights)
        return made, real, off + self._weights.kl * 0.5 * means.float().square().mean(), off.detach()

    def _judged(self, made: Tensor, real: Tensor) -> Tensor:
        self.judge.requires_grad_(False)
        with torch.no_grad():
            _, due = self.judge(_pictures(real))
        mark, seen = self.judge(_pictures(made))
        self.judge.requires_grad_(True)
        near = [(a - b).abs().mean() for a, b in zip(seen, due, strict=True)]
        return self.recipe.adversarial * (self.recipe.features * torch.stack(near).mean() - mark.mean())

    def _teach_judge(self, made: Tensor, real: Tensor, rate: float) -> None:
        good, bad = self.judge(_pictures(real))[0], self.judge(_pictures(made))[0]
        ((1 - good).clamp_min(0).mean() + (1 + bad).clamp_min(0).mean()).backward()
        self.ranks.share_gradients(self.judge)
        self.players["judge"].learn(0.5 * rate)

    def figures(self) -> dict[str, float]:
        """Likeness in decibels, of whole clips of another draw."""
        real = from_bytes(self.held)
        with torch.no_grad(), averaged(self.players["codec"]), self.autocast():
            error = fn.mse_loss(self.codec.decoder(self.codec.encoder(real)).float().clamp(-1, 1), real)
        return {"psnr_db": 10 * math.log10(4 / max(error.item(), 1e-10))}

    def show(self, folder: Path) -> None:
        """True clips over their reconstructions."""
        real = self.held[:_SHOWN]
        with torch.no_grad(), averaged(self.players["codec"]):
            made = to_bytes(self.codec.decoder(self.codec.encoder(from_bytes(real)))).cpu().numpy()
        if self.ranks.first:
            pairs = np.stack([real.cpu().numpy(), made], 1).reshape(-1, *made.shape[1:])
            samples.sheet(folder / "codec.jpg", pairs)

    def deliver(self, folder: Path) -> list[str]:
        """The averaged codec with its latents measured, as Nano's runs keep it."""
        weights = dict(delivered(self.players["codec"]))
        finished = Codec(self.recipe.networks.codec)
        finished.load_state_dict(finished.state_dict() | weights)
        finished.to(self.device)
        with torch.no_grad():
            finished.measure(finished.encoder(from_bytes(self.held)).float().flatten(0, -2))
        if not self.ranks.first:
            return []
        facts = {"kind": "codec", "architecture": codec_identity(self.recipe.networks), "recipe": self.recipe.networks.to_json()}
        paths = save_parts(folder, "codec", finished.state_dict(), facts | {"steps": self.step_count, "data": self.data})
        return [path.name for path in paths]

    def work(self) -> float:
        return work_of(self.recipe)

    def close(self) -> None:
        if self.feed is not None:
            self.feed.close()
            self.feed = None


def work_of(recipe: VaeRecipe) -> float:
    """Operations of a step on one device: three times what a look forward takes, counted on a small piece, without the
    discriminator; and Muon's."""
    from torch.utils.flop_counter import FlopCounterMode

    codec = Codec(recipe.networks.codec)
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        codec.decoder(codec.encoder(torch.zeros(1, 5, 16, 16, 3)))
    cell = 3 * counter.get_total_flops() / (2 * 2 * 2)
    stages = recipe.stages
    each = [
        one.share * (one.batch or recipe.run.batch) * (one.frames + 3) / 4 * (one.width // 8) * (one.height // 8)
        for one in stages
    ]
    steering = operations_of(codec.named_parameters(), inner_weights(codec, {}, _OUTSIDE))
    return float(cell * sum(each) / sum(stage.share for stage in stages) + steering)


def _size(frames: Any) -> tuple[int, int, int]:
    return frames.shape[2], frames.shape[3], frames.shape[1]


def _pictures(clips: Tensor) -> Tensor:
    """[b, t, h, w, 3] → [b t, 3, h, w]."""
    return clips.flatten(0, 1).permute(0, 3, 1, 2)
