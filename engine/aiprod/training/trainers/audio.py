# SPDX-License-Identifier: Apache-2.0
"""Training the sound codec from nothing: a VAE on log-mel spectra and a vocoder, together.

In half of the steps the vocoder speaks what the VAE gives back, in the other half the true spectra, so that it serves both. The
loss: log-mel spectra, short-time spectra at several resolutions, latents near a normal law; and from a share of the run on,
discriminators (hinge loss, with the distance of what they saw on the way).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from pydantic import Field
from torch import Tensor, nn

from aiprod.film.base import FilmObject
from aiprod.film.hashing import hash_json
from aiprod.media.audio import SAMPLE_RATE, resample, write_audio
from aiprod.training.checkpoints import check_architecture, load_tensors
from aiprod.training.networks.sound import Judges, SoundCodec, SoundShape, spectral_distance
from aiprod.training.trainers.running import Learner, Player, averaged, delivered, save_state
from aiprod.training.trainers.settings import Running
from aiprod.training.trainers.sharding import Ranks, spread
from aiprod.training.trainers.sounds import Mono, Sounds

WEIGHTS = "sound.safetensors"
_SHOWN, _MEASURED = 6, 32


class Weights(FilmObject):
    """Of the parts of the loss."""

    mel: float = Field(1.0, ge=0)
    spectra: float = Field(1.0, ge=0)
    kl: float = Field(1e-3, ge=0)
    adversarial: float = Field(0.1, ge=0)
    features: float = Field(0.2, ge=0)


class AudioRecipe(FilmObject):
    """What `aiprod train audio` trains."""

    run: Running = Running(steps=20_000, batch=16, rate=1e-3, warmup=50, ema=0.998, save_every=200)
    shape: SoundShape = SoundShape()
    weights: Weights = Weights()
    seconds: float = Field(0.7, gt=0)
    """Of the pieces that are learnt."""
    adversarial_from: float = Field(0.3, ge=0, le=1)
    """The share of the run after which discriminators take part; 1: never."""
    own_sounds: int = Field(600, ge=16)
    """How many sounds the studio makes where no folder is given."""


def identity_of(shape: SoundShape) -> str:
    return hash_json({"sound": shape.model_dump(mode="json"), "layout": 1})[:16]


class AudioTrainer(Learner):
    """Trains a `SoundCodec`."""

    kind = "audio"

    def __init__(self, recipe: AudioRecipe, sounds: Sounds, device: torch.device, ranks: Ranks | None = None) -> None:
        super().__init__(recipe.run, device, ranks or Ranks())
        torch.manual_seed(recipe.run.seed)
        self.recipe, self.sounds = recipe, sounds
        self.codec, self.judges = SoundCodec(recipe.shape).to(device), Judges(recipe.shape).to(device)
        towers = [self.codec.encoder, self.codec.decoder, self.codec.vocoder]
        spread([part for tower in towers for part in (*tower.blocks, tower)], self.ranks, device)
        self.players = {"codec": Player(self.codec, recipe.run), "judges": Player(self.judges, recipe.run, averaged=False)}
        self.identity, self.data = identity_of(recipe.shape), sounds.identity
        self.length = piece_length(recipe)

    def learn(self, rate: float, luck: torch.Generator) -> Tensor:
        rng = np.random.default_rng((self.settings.seed, self.step_count))
        pieces = self.sounds.pieces(self.settings.batch, self.length, rng)
        real = torch.from_numpy(pieces[self.ranks.share(len(pieces))]).to(self.device)
        noise = torch.randn((len(pieces), self.length // self.recipe.shape.step, self.recipe.shape.channels),
                            generator=luck, device=self.device)[self.ranks.share(len(pieces))]  # fmt: skip
        judged = self.recipe.weights.adversarial > 0 and self.step_count >= self.recipe.adversarial_from * self.settings.steps
        made, loss, shown = self._made(real, noise, through=bool(rng.random() < 0.5))
        if judged:
            loss = loss + self._judged(made, real)
        loss.backward()
        self.players["codec"].learn(rate)
        if judged:
            self._teach_judges(made.detach(), real, rate)
        return shown

    def _made(self, real: Tensor, noise: Tensor, through: bool) -> tuple[Tensor, Tensor, Tensor]:
        """The sound that is made, the loss, and what of it is told: the distance of spectra."""
        weights = self.recipe.weights
        mel = self.codec.mel(real)
        with self.autocast():
            means = self.codec.encode(mel).float()
            back = self.codec.decode(means + noise * self.recipe.shape.sigma).float()
            made = self.codec.speak(back if through else mel)
        off, apart = (back - mel).abs().mean(), spectral_distance(made, real)
        total = weights.mel * off + weights.spectra * apart + weights.kl * 0.5 * means.square().mean()
        return made, total, (off + apart).detach()

    def _judged(self, made: Tensor, real: Tensor) -> Tensor:
        """What the judges say of made sounds, and how differently they see them from real ones."""
        weights = self.recipe.weights
        for p in self.judges.parameters():
            p.requires_grad_(False)
        with torch.no_grad():
            known = self.judges(real)
        total = made.new_zeros(())
        for (mark, seen), (_, due) in zip(self.judges(made), known, strict=True):
            total = total - weights.adversarial * mark.mean()
            near = [(a - b).abs().mean() / b.abs().mean().clamp_min(1e-3) for a, b in zip(seen, due, strict=True)]
            total = total + weights.features * torch.stack(near).mean()
        for p in self.judges.parameters():
            p.requires_grad_(True)
        return total / len(known)

    def _teach_judges(self, made: Tensor, real: Tensor, rate: float) -> None:
        marks = zip(self.judges(real), self.judges(made), strict=True)
        losses = [(1 - good).clamp_min(0).mean() + (1 + bad).clamp_min(0).mean() for (good, _), (bad, _) in marks]
        torch.stack(losses).mean().backward()
        self.ranks.share_gradients(self.judges)
        self.players["judges"].learn(0.5 * rate)

    def figures(self) -> dict[str, float]:
        """Distances of held-out sounds after the whole codec, and after the vocoder alone."""
        real = torch.from_numpy(self.sounds.measured(self.length)[:_MEASURED]).to(self.device)
        with torch.no_grad(), averaged(self.players["codec"]):
            mel = self.codec.mel(real)
            back = self.codec.decode(self.codec.encode(mel))
            return {
                "spectral_distance": spectral_distance(self.codec.speak(back), real).item(),
                "vocoder_distance": spectral_distance(self.codec.speak(mel), real).item(),
                "mel_error": (back - mel).abs().mean().item(),
            }

    def show(self, folder: Path) -> None:
        """Held-out sounds, true and after the codec, as FLAC."""
        real = self.sounds.measured(self.length)[:_SHOWN]
        with torch.no_grad(), averaged(self.players["codec"]):
            made = self.codec(torch.from_numpy(real).to(self.device)).cpu().numpy()
        if not self.ranks.first:
            return
        folder.mkdir(parents=True, exist_ok=True)
        for index, pair in enumerate(zip(real, made, strict=True)):
            for name, sound in zip(("true", "made"), pair, strict=True):
                write_audio(folder / f"{index}-{name}.flac", resample(sound.clip(-1, 1), self.recipe.shape.rate, SAMPLE_RATE))

    def deliver(self, folder: Path) -> list[str]:
        weights = dict(delivered(self.players["codec"]))
        if self.ranks.first:
            facts = {"kind": "sound", "architecture": self.identity, "shape": self.recipe.shape.model_dump(mode="json")}
            save_state(folder / WEIGHTS, weights, facts | {"steps": self.step_count, "data": self.data})
        return [WEIGHTS]

    def work(self) -> float:
        return work_of(self.recipe)


def piece_length(recipe: AudioRecipe) -> int:
    """Samples of a piece: whole latent vectors."""
    step = recipe.shape.step
    return max(round(recipe.seconds * recipe.shape.rate / step), 4) * step


def work_of(recipe: AudioRecipe) -> float:
    """Operations of a step: six for each weight and place where it is used. Spectra and discriminators are not counted."""
    codec, frames = SoundCodec(recipe.shape), piece_length(recipe) // recipe.shape.hop
    inner, outer = (
        sum(p.numel() for p in part.parameters()) for part in (nn.ModuleList([codec.encoder, codec.decoder]), codec.vocoder)
    )
    return 6.0 * frames * (inner / recipe.shape.stride + outer) * recipe.run.batch


def load_codec(path: Path) -> SoundCodec:
    """A codec that was delivered. Raises UserError for a file that isn't one."""
    tensors, facts = load_tensors(path)
    shape = SoundShape.model_validate(facts.get("shape", {}))
    check_architecture(facts, "sound", identity_of(shape), path)
    codec = SoundCodec(shape)
    codec.load_state_dict(tensors)
    return codec.eval()


def heard(codec: SoundCodec, sound: Mono) -> Mono:
    """A sound, float32 [samples] at the codec's rate, after the codec; as long as it was."""
    step = codec.shape.step
    padded = np.pad(sound, (0, -len(sound) % step + (codec.shape.window if len(sound) < codec.shape.window else 0)))
    padded = np.pad(padded, (0, -len(padded) % step))
    with torch.no_grad():
        made: Mono = codec(torch.from_numpy(padded)[None])[0].numpy()
    return made[: len(sound)]
