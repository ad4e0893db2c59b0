# SPDX-License-Identifier: Apache-2.0
"""From pairs of clips to tuned weights: latents, more pairs of the model's own, the run, and the proof that it was worth it."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from aiprod.training import samples
from aiprod.training.checkpoints import check_architecture, load_parts, pack, save_parts, unpack
from aiprod.training.data.conditioning import Codes, PhraseTable
from aiprod.training.data.sampler import ClipSpec
from aiprod.training.evaluation.reader import reader
from aiprod.training.export import VIDEO_FILE, codec_weights
from aiprod.training.fewer_bits import weights_in
from aiprod.training.loop import Journal, Loop, Until
from aiprod.training.networks.codec import Codec
from aiprod.training.networks.transformer import Asked, VideoTransformer
from aiprod.training.optimisers import Averaged
from aiprod.training.preference.collected import Pairs
from aiprod.training.preference.dpo import PreferenceTrainer, Preferred, Tuning
from aiprod.training.preference.reward import Reward, features_of
from aiprod.training.recipe import Recipe, codec_identity, video_identity

_SAVE_EVERY_S, _SAMPLING_STEPS = 60.0, 14


@dataclass(frozen=True)
class Wishes:
    """How the model is tuned, and how much is made to prove it."""

    steps: int
    batch: int
    rate: float
    strength: float
    own: int
    proof: int


@dataclass
class Start:
    """The model that is tuned: of ONNX files or of a run's parts. Raises UserError where the folder holds another one."""

    recipe: Recipe
    folder: Path
    device: torch.device
    video: VideoTransformer = field(init=False)
    codec: Codec = field(init=False)
    table: PhraseTable = field(init=False)

    def __post_init__(self) -> None:
        self.table = PhraseTable.load()
        self.video, self.codec = VideoTransformer(self.recipe.video), Codec(self.recipe.codec)
        if (self.folder / VIDEO_FILE).exists():
            self.video.load_state_dict(weights_in(self.folder / VIDEO_FILE, list(self.video.state_dict())))
            self.codec.load_state_dict(codec_weights(self.recipe, self.folder))
        else:
            self._from_run()
        self.video.to(self.device)
        self.codec.to(self.device).eval()

    def _from_run(self) -> None:
        high, facts = load_parts(self.folder, "video.high")
        check_architecture(facts, "video", video_identity(self.recipe), self.folder)
        rest = self.folder / "work" / "rest"
        low = load_parts(rest, "video.low")[0] if list(rest.glob("video.low.*.safetensors")) else None
        self.video.load_state_dict(unpack(high, low))
        parts, told = load_parts(self.folder, "codec")
        check_architecture(told, "codec", codec_identity(self.recipe), self.folder)
        lower = {name: tensor for name, tensor in parts.items() if name.endswith(".low")}
        self.codec.load_state_dict(unpack({n: t for n, t in parts.items() if n not in lower}, lower))

    def latents(self, clips: NDArray[np.uint8]) -> Tensor:
        """Clips as normalised latents."""
        found = []
        for clip in clips:
            pixels = torch.from_numpy(clip.astype(np.float32) / np.float32(127.5) - 1)[None].to(self.device)
            with torch.no_grad():
                found.append(self.codec.encode(pixels)[0].float())
        return torch.stack(found)

    def asked(self, codes: Codes, camera: NDArray[np.float32]) -> Asked:
        """What was asked of clips, in the usual words."""
        rows = self.table.rows(codes, np.random.default_rng(5), language="en")
        return samples.ask(torch.from_numpy(self.table.vectors).to(self.device), rows, camera, self.device)


def spec_of(recipe: Recipe) -> ClipSpec:
    """The form of the model's clips."""
    return ClipSpec.of(recipe.geometry)


def features(pairs: Pairs) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What a reward looks at, of the chosen clips and of the others."""
    return features_of(reader(), pairs.better, pairs.codes), features_of(reader(), pairs.worse, pairs.codes)


def tuned(start: Start, pairs: Pairs, reward: Reward, wishes: Wishes, out: Path) -> dict[str, Any]:
    """Tune, compare with the model as it was, and write the weights if the reward prefers what it makes now."""
    asked = start.asked(pairs.codes, pairs.camera)
    known = Preferred(start.latents(pairs.better), start.latents(pairs.worse), asked)
    if wishes.own:
        known = _joined(known, _own(start, pairs, asked, reward, wishes.own))
    settings = Tuning(rate=wishes.rate, strength=wishes.strength, batch=min(wishes.batch, len(known)))
    trainer = PreferenceTrainer(start.video, known, start.recipe.video_training, settings, video_identity(start.recipe))
    state = out / "work" / "preference.state.safetensors"
    if state.exists():
        trainer.load(state)
    until = Until(time.monotonic, steps=wishes.steps)
    losses = Loop(until, Journal(out / "journal.jsonl", _say), 10, state, _SAVE_EVERY_S).run(trainer)
    share = proof(start, trainer, pairs, reward, wishes.proof)
    better = share > 0.5
    if better:
        _write(start, trainer, out)
    return {
        "pairs": len(known), "steps": trainer.step_count, "loss": float(np.mean(losses[-20:])) if losses else 0.0,
        "preferred": share, "proof": wishes.proof, "folder": str(out) if better else "",
    }  # fmt: skip


def proof(start: Start, trainer: PreferenceTrainer, pairs: Pairs, reward: Reward, count: int) -> float:
    """In what share of scenes, with the same noise, the reward prefers the tuned model's clip to the first model's."""
    rows = np.arange(count) % len(pairs)
    codes, asked = pairs.codes[rows], start.asked(pairs.codes[rows], pairs.camera[rows])
    wishes = samples.Wishes(_SAMPLING_STEPS, seed=90_001)
    before = samples.clips(trainer.reference, start.codec, asked, start.recipe, wishes)
    with Averaged(trainer.model, trainer.average):
        after = samples.clips(trainer.model, start.codec, asked, start.recipe, wishes)
    scores = [reward.of(features_of(reader(), clips, codes)) for clips in (after, before)]
    return float(((scores[0] > scores[1]) + 0.5 * (scores[0] == scores[1])).mean())


def _own(start: Start, pairs: Pairs, asked: Asked, reward: Reward, count: int) -> Preferred:
    """Pairs of clips that the model makes of the same wishes with other noise; the reward says which is the better one."""
    rows = np.arange(count) % len(pairs)
    codes, wanted = pairs.codes[rows], samples.sliced(asked, torch.from_numpy(rows))  # type: ignore[arg-type]
    made = [
        samples.clips(start.video, start.codec, wanted, start.recipe, samples.Wishes(_SAMPLING_STEPS, seed=seed))
        for seed in (1001, 2001)
    ]
    scores = [reward.of(features_of(reader(), clips, codes)) for clips in made]
    first = (scores[0] >= scores[1])[:, None, None, None, None]
    better, worse = np.where(first, made[0], made[1]), np.where(first, made[1], made[0])
    return Preferred(start.latents(better), start.latents(worse), wanted)


def _joined(first: Preferred, second: Preferred) -> Preferred:
    def both(name: str) -> Any:
        one, two = getattr(first.asked, name), getattr(second.asked, name)
        return None if one is None else torch.cat([one, two])

    names = ("tokens", "present", "camera", "camera_on", "memory", "memory_on", "known")
    asked = Asked(**{name: both(name) for name in names})
    return Preferred(torch.cat([first.better, second.better]), torch.cat([first.worse, second.worse]), asked)


def _write(start: Start, trainer: PreferenceTrainer, out: Path) -> None:
    """The tuned weights and the codec, as a run leaves them: `aiprod train export OUT OUT/work/rest` goes on from here."""
    high, low = pack(trainer.average.tensors)
    facts = {"kind": "video", "architecture": video_identity(start.recipe), "steps": trainer.step_count}
    save_parts(out, "video.high", high, facts)
    save_parts(out / "work" / "rest", "video.low", low, facts)
    high, low = pack(start.codec.state_dict())
    save_parts(out, "codec", high | low, {"kind": "codec", "architecture": codec_identity(start.recipe)})


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
