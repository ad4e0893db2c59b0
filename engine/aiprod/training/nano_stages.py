# SPDX-License-Identifier: Apache-2.0
"""The stages of training AIPROD Nano. Each returns figures for the report and leaves what it made on disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch

from aiprod.film.errors import EngineError
from aiprod.training import samples
from aiprod.training.checkpoints import check_architecture, load_parts, pack, save_parts, unpack
from aiprod.training.codec import CodecTrainer, likeness_db
from aiprod.training.data.conditioning import PhraseTable, encode
from aiprod.training.data.sampler import ClipSpec, sample
from aiprod.training.evaluation import carried
from aiprod.training.export import ENCODER_FILE, VIDEO_FILE, codec_of
from aiprod.training.feed import Footage
from aiprod.training.fewer_bits import weights_in
from aiprod.training.flow import noised
from aiprod.training.footage import LatentPool, PicturePool, encoded
from aiprod.training.loop import Clock, Journal, Loop, LossError, Until
from aiprod.training.networks.codec import Codec
from aiprod.training.networks.transformer import Asked
from aiprod.training.optimisers import Averaged
from aiprod.training.recipe import Lesson, Recipe, codec_identity, video_identity
from aiprod.training.vault import Vault
from aiprod.training.video import VideoTrainer

_FIRST_CLIPS = {"cuda": 192, "cpu": 6}
_PICTURES = {"cuda": 4000, "cpu": 48}
_LATENTS = {"cuda": 60_000, "cpu": 400}
_ENCODE_AT = {"cuda": 16, "cpu": 1}
_SAVE_EVERY_S = 60.0
_TRIES = 4
_EXAM_AT_ONCE = 32
_POURED = 512
"""Rows that go from a vault to the device at once."""
_LOOK_EVERY = 50
"""Steps between looks at a vault that may have grown."""


@dataclass(frozen=True)
class Finished:
    """A codec that is not trained any more."""

    model: Codec


@dataclass
class Run:
    """What the stages share."""

    recipe: Recipe
    device: torch.device
    footage: Footage | None
    journal: Journal
    work: Path
    out: Path
    clock: Clock
    vault: Vault | None = None
    """Latents of earlier runs: with it nothing is rendered, and the codec is taken as it is."""
    pictures: PicturePool = field(init=False)
    latents: LatentPool | Vault = field(init=False)
    video: VideoTrainer | None = None
    codec: CodecTrainer | Finished = field(init=False)
    table: PhraseTable = field(default_factory=PhraseTable.load)

    def __post_init__(self) -> None:
        self.pictures = PicturePool(self.recipe.geometry, _PICTURES[self.device.type] if self.footage else 1, self.device)
        if self.vault is not None and self.device.type == "cpu":
            self.latents = self.vault
        else:  # a device draws from its own memory, into which a vault is poured
            self.latents = LatentPool(self.recipe, _LATENTS[self.device.type], self.device)

    @property
    def rendered(self) -> Footage:
        if self.footage is None:
            raise EngineError("Nothing is rendered in this run", "it learns from a vault")
        return self.footage

    @property
    def trainer(self) -> VideoTrainer:
        if self.video is None:
            raise EngineError("There is no video trainer yet", "prepare_video has not run")
        return self.video


# -- the transformer's network and compiler, while the first footage is rendered -------------------------------------------


def prepare_video(run: Run, compiled: bool, resume: Path | None) -> dict[str, Any]:
    """Build the transformer, go on from earlier weights, and compile its blocks. Halves the batch where memory is short."""
    begun = run.clock()
    run.video = VideoTrainer(run.recipe, run.table, run.latents, run.device, half=True, compiled=compiled)
    came_from = _adopt_video(run, resume)
    if run.device.type == "cuda":
        _warm(run)
    memory = torch.cuda.max_memory_allocated() / 2**30 if run.device.type == "cuda" else 0.0
    batch = run.trainer.recipe.video_training.batch
    return {"seconds": run.clock() - begun, "from": came_from, "batch": batch, "memory_gib": memory, "compiled": compiled}


def _adopt_video(run: Run, resume: Path | None) -> str:
    trainer = run.trainer
    if resume is None:
        return "nothing"
    state = resume / "video.state.safetensors"
    if state.exists():
        trainer.load(state)
        return f"state at step {trainer.step_count}"
    if (resume / VIDEO_FILE).exists():
        trainer.adopt(weights_in(resume / VIDEO_FILE, list(trainer.model.state_dict())))
        return "the shipped weights, at 8 bits"
    if not list(resume.glob("video.high.*.safetensors")):
        return "nothing"
    high, facts = load_parts(resume, "video.high")
    check_architecture(facts, "video", video_identity(run.recipe), resume)
    low = load_parts(resume, "video.low")[0] if list(resume.glob("video.low.*.safetensors")) else None
    trainer.adopt(unpack(high, low))
    return "weights at 16 bits" if low is not None else "weights at 8 bits"


def _warm(run: Run) -> None:
    """One pass of each kind on noise, so that compiling and memory are settled before the clock of training starts."""
    while True:
        try:
            for lesson, route in _kinds(run.trainer.recipe):
                _pass(run.trainer, lesson, route)
            return
        except torch.OutOfMemoryError as error:
            settings = run.trainer.recipe.video_training
            if settings.batch <= 8:
                raise EngineError(
                    "The transformer does not fit the device's memory", str(error), "Use a larger device."
                ) from error
            lessons = tuple(part.changed(batch=max(part.batch // 2, 1)) for part in settings.lessons)
            smaller = settings.changed(batch=settings.batch // 2, lessons=lessons)
            run.trainer.recipe = run.trainer.recipe.changed(video_training=smaller)
            torch.cuda.empty_cache()


def _kinds(recipe: Recipe) -> list[tuple[Lesson, float]]:
    """The shapes that training will see."""
    settings = recipe.video_training
    lessons = [*settings.lessons, Lesson(frames=recipe.geometry.latent_frames, batch=settings.batch)]
    return [(lesson, route) for lesson in lessons for route in dict.fromkeys((settings.route, 0.0))]


def _pass(trainer: VideoTrainer, lesson: Lesson, route: float) -> None:
    recipe, device = trainer.recipe, trainer.device
    count, size, shape = lesson.batch, recipe.geometry, recipe.video
    long = min(lesson.frames, size.latent_frames)
    luck = torch.Generator(device)
    latents = torch.randn((count, long, size.height // 8, size.width // 8, shape.channels), device=device)
    on = torch.ones(count, device=device)
    known = torch.zeros((count, long), device=device)
    asked = Asked(
        torch.randn((count, shape.slots, shape.slot_dim), device=device), torch.ones((count, shape.slots), device=device),
        torch.zeros((count, size.frames, max(shape.camera_dims, 1)), device=device), on, latents[:, 0], on, known,
    )  # fmt: skip
    trainer.loss(noised(latents, known, recipe.video_training, luck, latents[..., 0].clamp(0, 1)), asked, route, luck).backward()
    trainer.model.zero_grad(set_to_none=True)


# -- the codec ---------------------------------------------------------------------------------------------------------------


def codec(run: Run, seconds: float, resume: Path | None) -> dict[str, Any]:
    """Train the codec for so long (or take the earlier one as it is), measure its latents, write it."""
    begun = run.clock()
    footage = run.rendered
    trainer = run.codec = CodecTrainer(run.recipe, run.pictures, run.device)
    came_from = _adopt_codec(run, trainer, resume)
    run.pictures.add(footage.wait(_FIRST_CLIPS[run.device.type]))
    waited = run.clock() - begun
    before = _codec_figures(run) if came_from != "nothing" else {}
    losses: list[float] = []
    trouble = ""
    if seconds > 0:
        loop = Loop(
            Until(run.clock, seconds=seconds), run.journal, run.recipe.log_every, run.work / "codec.state.safetensors",
            _SAVE_EVERY_S, lambda: run.pictures.add(footage.ready()),
        )  # fmt: skip
        torch.backends.cudnn.benchmark = True
        losses, trouble = _through(loop, trainer)
        torch.backends.cudnn.benchmark = False
    made = trainer.finish()
    _write_codec(run)
    _show_codec(run)
    return {
        "seconds": run.clock() - begun, "waited": waited, "from": came_from, "steps": trainer.step_count,
        "clips": run.pictures.seen, "loss": float(np.mean(losses[-50:])) if losses else None, "trouble": trouble,
        "before": before, **_codec_figures(run),
        "deviation": [round(value, 3) for value in made.deviation.tolist()],
    }  # fmt: skip


def _adopt_codec(run: Run, trainer: CodecTrainer, resume: Path | None) -> str:
    if resume is None:
        return "nothing"
    state = resume / "codec.state.safetensors"
    if state.exists():
        trainer.load(state)
        return f"state at step {trainer.step_count}"
    trainer.adopt(codec_of(run.recipe, resume).state_dict())
    return "the shipped weights" if (resume / ENCODER_FILE).exists() else "weights"


def _write_codec(run: Run) -> None:
    high, low = pack(run.codec.model.state_dict())
    facts = {"kind": "codec", "architecture": codec_identity(run.recipe), "recipe": run.recipe.to_json()}
    save_parts(run.out, "codec", high | low, facts)


def _codec_figures(run: Run) -> dict[str, float]:
    frames = run.pictures.frames[: min(8, len(run.pictures))]
    with torch.autocast(run.device.type, torch.bfloat16, enabled=run.device.type == "cuda"):
        return {"psnr_db": likeness_db(run.codec.model, frames)}


def _show_codec(run: Run) -> None:
    """A sheet of clips as they are and as they come back."""
    frames = run.pictures.frames[: min(6, len(run.pictures))]
    with torch.no_grad(), torch.autocast(run.device.type, torch.bfloat16, enabled=run.device.type == "cuda"):
        made = samples.decoded(run.codec.model, run.codec.model.encode(frames.float() / 127.5 - 1))
    both = np.stack([frames.cpu().numpy(), made], 1).reshape(-1, *made.shape[1:])
    samples.sheet(run.out / "codec.jpg", both, columns=4)


# -- latents and the transformer -----------------------------------------------------------------------------------------------


def fill_latents(run: Run, seconds: float) -> dict[str, Any]:
    """The clips in the pool of pictures as latents, and mirrored: all of them, or as many as the time allows."""
    begun, pool = run.clock(), run.latents
    assert isinstance(pool, LatentPool)
    run.pictures.add(run.rendered.ready())
    for start in range(0, len(run.pictures), 32):
        if run.clock() - begun > seconds:
            break
        clips = run.pictures.clips[start : start + 32]
        encoded(run.codec.model, run.pictures.frames[start : start + len(clips)], clips, pool)
    return {"seconds": run.clock() - begun, "latents": len(run.latents)}


def newcomers(run: Run) -> Callable[[], None]:
    """What takes in new footage between steps: as pictures at once, as latents when there are enough for the encoder."""
    if run.vault is not None:
        return _looking_again(run, run.vault)
    waiting: list[Any] = []

    def take_in() -> None:
        pool = run.latents
        assert isinstance(pool, LatentPool)
        came = run.rendered.ready()
        run.pictures.add(came)
        waiting.extend(came)
        many = _ENCODE_AT[run.device.type]
        while len(waiting) >= many:
            few = [waiting.pop(0) for _ in range(many)]
            frames = torch.from_numpy(np.stack([clip.frames for clip in few])).to(run.device, non_blocking=True)
            encoded(run.codec.model, frames, few, pool)

    return take_in


def _looking_again(run: Run, vault: Vault) -> Callable[[], None]:
    """A vault that still grows is looked at again now and then."""

    def look() -> None:
        if run.trainer.step_count % _LOOK_EVERY == 0:
            taken_in(run, vault)

    return look


def taken_in(run: Run, vault: Vault) -> None:
    """What a vault holds by now, on the device."""
    count, pool = vault.refresh(), run.latents
    if isinstance(pool, LatentPool):
        for first in range(pool.count, count, _POURED):
            pool.add(vault.rows(first, min(first + _POURED, count)))


def from_vault(run: Run, codec: Codec) -> dict[str, Any]:
    """The codec that a vault was made with, as it is."""
    run.codec = Finished(codec.to(run.device))
    if run.vault is not None:
        run.vault.wait()
        taken_in(run, run.vault)
    return {"from": "as it is", "latents": len(run.latents)}


def video(run: Run, seconds: float) -> dict[str, Any]:
    """Train the transformer for so long; write its weights."""
    begun, first = run.clock(), run.trainer.step_count
    loop = Loop(
        Until(run.clock, seconds=seconds), run.journal, run.recipe.log_every, run.work / "video.state.safetensors",
        _SAVE_EVERY_S, newcomers(run),
    )  # fmt: skip
    losses, trouble = _through(loop, run.trainer)
    write_video(run)
    steps, spent = run.trainer.step_count - first, run.clock() - begun
    batch = run.trainer.recipe.video_training.batch
    return {
        "seconds": spent, "steps": steps, "batch": batch, "clips_a_second": steps * batch / spent,
        "tflops": _tflops(run, steps * batch / spent), "latents": len(run.latents),
        "loss": float(np.mean(losses[-100:])) if losses else None, "trouble": trouble,
    }  # fmt: skip


def _tflops(run: Run, clips_a_second: float) -> float:
    """Useful work in 10¹² operations a second, as if no token skipped a block: six for each weight and token, and attention."""
    size, shape = run.recipe.geometry, run.recipe.video
    tokens = size.latent_frames * (size.height // 8 // shape.patch[0]) * (size.width // 8 // shape.patch[1]) + shape.slots
    weights: int = sum(p.numel() for p in run.trainer.model.blocks.parameters())
    return float(clips_a_second * tokens * (6 * weights + 12 * shape.depth * tokens * shape.width) / 1e12)


def _through(loop: Loop, trainer: CodecTrainer | VideoTrainer) -> tuple[list[float], str]:
    """Run a loop. Where the loss becomes no number, go back to the last good state and on at half the rate, and say so."""
    troubles: list[str] = []
    for _ in range(_TRIES):
        try:
            return loop.run(trainer), "; ".join(troubles)
        except LossError as error:
            if loop.state is None:
                raise
            trainer.load(loop.state)
            trainer.haste /= 2
            troubles.append(str(error))
    return [], "; ".join(troubles)


def write_video(run: Run) -> None:
    """The averaged weights: high bytes to `out`, low bytes to `work/rest`."""
    high, low = pack(run.trainer.average.tensors)
    facts = {"kind": "video", "architecture": video_identity(run.recipe), "steps": run.trainer.step_count}
    facts |= {"recipe": run.recipe.to_json()}
    save_parts(run.out, "video.high", high, facts)
    save_parts(run.work / "rest", "video.low", low, facts)


# -- looking -------------------------------------------------------------------------------------------------------------------


def eval_conditions(run: Run, count: int, language: str | None = None) -> tuple[Asked, list[dict[str, str]]]:
    """What held-out scenes ask for, with their labels."""
    spec = ClipSpec.of(run.recipe.geometry)
    scenes = [sample(2 * index, spec, seed=run.recipe.seed, split="eval") for index in range(count)]
    codes = np.stack([encode(scene.labels) for scene in scenes])
    rows = run.table.rows(codes, np.random.default_rng(5), language=language)
    tracks = np.stack([scene.camera for scene in scenes])
    return samples.ask(run.trainer.vectors, rows, tracks, run.device), [scene.labels for scene in scenes]


def show(run: Run, count: int) -> dict[str, Any]:
    """A sheet of held-out scenes as the model makes them."""
    begun = run.clock()
    asked, labels = eval_conditions(run, count)
    with torch.compiler.set_stance("force_eager"), Averaged(run.trainer.model, run.trainer.average):
        made = samples.clips(run.trainer.model, run.codec.model, asked, run.recipe, samples.Wishes())
    samples.sheet(run.out / "samples.jpg", made, columns=5)
    return {"seconds": run.clock() - begun, "labels": labels}


def exam(run: Run, count: int, scale: float) -> dict[str, Any]:
    """What the model makes of held-out scenes, as latents in `out/exam.npz`, for `aiprod train eval --latents`."""
    begun = run.clock()
    asked, _ = eval_conditions(run, count)
    made = []
    with torch.compiler.set_stance("force_eager"), Averaged(run.trainer.model, run.trainer.average):
        for start in range(0, count, _EXAM_AT_ONCE):
            wishes = samples.Wishes(scale=scale, seed=1 + start)
            part = samples.sliced(asked, slice(start, start + _EXAM_AT_ONCE))
            made.append(samples.latents(run.trainer.model, part, run.recipe, wishes).cpu().numpy())
    carried.keep(run.out / carried.LATENTS, np.concatenate(made), range(0, 2 * count, 2), run.recipe.seed)
    return {"seconds": run.clock() - begun, "scenes": count, "scale": scale}


def write(folder: Path, report: dict[str, Any]) -> None:
    """The report so far, so that a run that is cut off still says what it did."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(json.dumps(report, indent=1), "utf-8")


def device_name(device: torch.device) -> str:
    """The device as people know it."""
    return torch.cuda.get_device_name(device) if device.type == "cuda" else f"cpu, {torch.get_num_threads()} threads"
