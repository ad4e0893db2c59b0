# SPDX-License-Identifier: Apache-2.0
"""The stages of a clip: from noise, refined at twice the size, filled in between its frames (`rounds`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.families import footage
from aiprod.shooting.diffusion.families.adapters import stack
from aiprod.shooting.diffusion.families.base import Adapter, Clip, Embedding, Hooks, Parts
from aiprod.shooting.diffusion.families.ltx2 import conditions, media, rules
from aiprod.shooting.diffusion.families.ltx2 import sound as sounds
from aiprod.shooting.diffusion.families.ltx2 import tokens as videos
from aiprod.shooting.diffusion.families.ltx2.conditions import Held
from aiprod.shooting.diffusion.families.ltx2.denoising import Denoiser, Scene, Text, text_of
from aiprod.shooting.diffusion.families.ltx2.grids import Grid, grid_of, pack, pack_sound, unpack
from aiprod.shooting.diffusion.families.ltx2.sound import Sound, SoundShape
from aiprod.shooting.diffusion.families.ltx2.tokens import Tokens
from aiprod.shooting.diffusion.request import Guidance, Sampling, VideoRequest
from aiprod.shooting.diffusion.sampling import samplers, schedules
from aiprod.shooting.diffusion.sampling.noise import Noise
from aiprod.shooting.diffusion.sampling.samplers import Denoise, Latents
from aiprod.shooting.diffusion.sampling.schedules import Moment, Schedule

TEMPORAL_ROUNDS = ("temporal", "temporal_again")
_ORDER = ("base", "refine", *TEMPORAL_ROUNDS)
Shown = Callable[[torch.Tensor], torch.Tensor]


@dataclass(frozen=True)
class Work:
    """One stage of clips that are made together: what its functions need to know."""

    checkpoint: Checkpoint
    parts: Parts
    shape: SoundShape
    clips: list[Clip]
    stage: str
    hooks: Hooks
    scale: Callable[[], media.Scale]

    @property
    def request(self) -> VideoRequest:
        """Of the first clip: the others differ in what is said and seen alone."""
        return self.clips[0].request

    @property
    def seeds(self) -> list[int]:
        """Each clip's own, another for each stage: a stage that begins again from kept latents makes the same."""
        return [clip.request.seed + _ORDER.index(self.stage) for clip in self.clips]

    @property
    def adapters(self) -> tuple[Adapter, ...]:
        """The stack in force. What refines a clip fills it in too."""
        return stack(self.request, self.clips[0].media, "base" if self.stage == "base" else "refine")

    def setting(self, name: str, key: str, default: Any) -> Any:
        """A value of a component's configuration."""
        component = self.checkpoint.components.get(name)
        return default if component is None else component.config.get(key, default)

    @property
    def channels(self) -> int:
        return int(self.setting("transformer", "in_channels", 128))

    @property
    def marks(self) -> bool:
        """Whether the model knows single frames that it is to make (LTX-2.5)."""
        return bool(self.setting("transformer", "use_keyframes_abs_pos_embedding", False))


def base(work: Work) -> None:
    """From noise to latents, at half the size where a second stage follows."""
    frames, slots = _canvas(work)
    grid = grid_of(work.request, rules.STAGE_SCALE if work.request.stages > 1 else 1, frames)
    held, heard = held_by(work, grid), _heard(work, grid)
    tokens = [_tokens(work, grid, one, clip, slots, None, None) for one, clip in zip(held, work.clips, strict=True)]
    scene = scene_of(work, grid, videos.together(tokens), sounds.together(heard), guidance_of(work.request))
    schedule = schedule_of(work.request.sampling, work, scene.video.start.shape[1])
    noise = Noise(work.seeds)
    start = _started(work, scene, schedule.sigmas[0], noise, fresh=True)
    finish(work, scene, sample(work, scene, schedule, start, noise), slots)


def refine(work: Work) -> None:
    """Twice the size: through the latent upsampler, noised a little and made clean again."""
    latents = [dict(clip.latents) for clip in work.clips]
    grown = upsampled(work, "latent_upsampler", [one["video"] for one in latents])
    slots = _positions(latents[0])
    initial = [_grown_slots(work, one) for one in latents]
    grid = grid_of(work.request, 1, (grown[0].shape[2] - 1) * rules.TIME + 1)
    held = held_by(work, grid)
    tokens = [
        _tokens(work, grid, one, clip, slots, video, slot)
        for one, clip, video, slot in zip(held, work.clips, grown, initial, strict=True)
    ]
    heard = sounds.together(
        [
            _resounding(clip, one["audio"].to(work.parts.device), work.shape, grid)
            for clip, one in zip(work.clips, latents, strict=True)
        ]
    )
    scene = scene_of(work, grid, videos.together(tokens), heard, light_guidance(work))
    schedule = schedules.schedule(schedules.LTX_REFINE)
    noise = Noise(work.seeds)
    start = _started(work, scene, schedule.sigmas[0], noise, fresh=False)
    finish(work, scene, sample(work, scene, schedule, start, noise), slots)


def scene_of(work: Work, grid: Grid, tokens: Tokens, sound: Sound, guidance: tuple[Guidance, Guidance]) -> Scene:
    """What stays the same through the steps."""
    guided = any(one.cfg != 1 for one in guidance)
    return Scene(
        grid, tokens, sound, _said(work, [clip.positive for clip in work.clips]),
        _said(work, [_negative(clip) for clip in work.clips]) if guided else None,
        guidance, mutual=work.checkpoint.version != "2.0",
    )  # fmt: skip


def guidance_of(request: VideoRequest) -> tuple[Guidance, Guidance]:
    """Of video and sound; a request that isn't settled has none."""
    return request.video or Guidance(), request.audio or Guidance()


def schedule_of(sampling: Sampling, work: Work, tokens: int) -> Schedule:
    """The noise levels of the first stage: those given, or by the number of tokens as LTX-2 was trained."""
    if sampling.sigmas:
        return schedules.schedule(sampling.sigmas)
    sigmas: Any = schedules.linear(sampling.steps).astype(np.float32)
    if sampling.shift is not None:
        sigmas = schedules.flow_shift(sigmas, sampling.shift)
    else:
        points = [
            (int(work.setting("scheduler", f"{end}_image_seq_len", count)), float(work.setting("scheduler", f"{end}_shift", mu)))
            for end, count, mu in (("base", 1024, 0.95), ("max", 4096, 2.05))
        ]
        sigmas = schedules.token_shift(sigmas, tokens, *points)
    terminal = work.setting("scheduler", "shift_terminal", 0.1) or 0.1
    return schedules.schedule(schedules.stretch(sigmas, terminal) if len(sigmas) > 1 else sigmas)


def sample(
    work: Work, scene: Scene, schedule: Schedule, start: Latents, noise: Noise,
    eta: float = 1.0, done: int = 0, total: int = 0, shown: Shown | None = None,
) -> Latents:  # fmt: skip
    """All steps of a schedule.

    Args:
        eta: share of fresh noise of the ancestral sampler, which fills the temporal rounds too.
        done, total: steps before these, and all steps of the stage.
        shown: the video as onlookers see it, of the tokens' estimate [B, C, F, H, W].
    """
    temporal = work.stage in TEMPORAL_ROUNDS
    name = "euler_ancestral" if temporal else (work.request.sampling.sampler or "euler")
    total = total or schedule.steps

    def after(latents: Latents, estimate: Latents, moment: Moment) -> Latents:
        if name == "euler_ancestral":
            latents = _held(scene, latents)
        video = unpack(estimate["video"][:, : scene.grid.tokens], scene.grid.frames, scene.grid.height, scene.grid.width)
        work.hooks.step(done + moment.index + 1, total, estimate | {"video": video if shown is None else shown(video)})
        return latents

    sampler = samplers.sampler(name, schedule, noise, eta)
    with work.parts.use("transformer", work.adapters) as transformer:
        denoise = _saving(work, Denoiser(transformer, scene, work.parts.dtype), schedule)
        return samplers.run(start, sampler, schedule, denoise, after)


def _saving(work: Work, denoise: Denoise, schedule: Schedule) -> Denoise:
    """With the step cache where one is asked for. The short schedules of later stages have nothing to save."""
    budget = work.request.sampling.cache if work.stage == "base" else 0.0
    if budget == 0:
        return denoise
    from aiprod.shooting.diffusion.sampling.stepcache import cached

    return cached(denoise, schedule, budget)


def finish(work: Work, scene: Scene, made: Latents, slots: list[int]) -> None:
    """Give the clips their latents, on the host."""
    grid, tokens = scene.grid, made["video"]
    video = unpack(tokens[:, : grid.tokens], grid.frames, grid.height, grid.width).cpu()
    audio = made.get("audio", scene.sound.clean).cpu()
    for index, clip in enumerate(work.clips):
        clip.latents = {"video": video[index : index + 1], "audio": audio[index : index + 1]}
        if slots and scene.video.slots is not None:
            keyframes = unpack(tokens[index : index + 1, scene.video.slots], len(slots), grid.height, grid.width)
            clip.latents |= {"keyframes": keyframes.cpu(), "positions": torch.tensor(slots)}


def upsampled(work: Work, name: str, latents: list[torch.Tensor]) -> list[torch.Tensor]:
    """Normalised latents through an upsampler, clip by clip: the memory for one is enough."""
    scale = work.scale()
    with work.parts.use(name) as upsampler:
        raw = (scale.raw(one.to(work.parts.device)).to(work.parts.dtype) for one in latents)
        return [scale.normalised(upsampler(one).float()) for one in raw]


def held_by(work: Work, grid: Grid, every: int | None = None) -> list[list[Held]]:
    """What each clip is held to in this stage. The VAE is asked for only where there is something to encode."""
    if not any(conditions.needs_pictures(clip, work.stage) for clip in work.clips):
        return [[] for _ in work.clips]
    every = work.request.temporal if every is None else every
    with work.parts.use("vae") as vae:
        return [conditions.prepared(vae, work.checkpoint.version, clip, grid, work.stage, every) for clip in work.clips]


def _canvas(work: Work) -> tuple[int, list[int]]:
    """Frames of the first stage, and the single ones among them that get tokens of their own.

    Where frames are to be filled in and the model knows single frames, these are what the rounds hold on to; the clip is
    lengthened to a whole number of the stretches between them and cut to its length in the end.
    """
    frames = rules.base_frames(work.request)
    if work.request.temporal == 1 or not work.marks:
        return frames, []
    from diffusers.pipelines.ltx2.dfr_layout import resolve_canvas

    padded, _, positions = resolve_canvas(frames, rules.TIME)
    return padded, positions


def _tokens(
    work: Work, grid: Grid, held: list[Held], clip: Clip, slots: list[int], video: torch.Tensor | None,
    initial: torch.Tensor | None,
) -> Tokens:  # fmt: skip
    tokens = videos.on_grid(grid, work.channels, work.parts.device, video)
    if slots:
        tokens = videos.marked(tokens, grid)
    tokens = conditions.laid(tokens, held, grid, clip)
    return videos.slotted(tokens, grid, slots, initial) if slots else tokens


def _heard(work: Work, grid: Grid) -> list[Sound]:
    """Each clip's sound in the first stage: given, partly given, or to be made."""
    count = grid.sounding(work.shape.per_second)
    fresh = sounds.silent(grid, work.shape, work.parts.device)
    if work.request.speech is not None:
        with work.parts.use("audio_vae") as audio_vae:
            said = [media.sound_latents(audio_vae, str(clip.request.speech), clip.media, count) for clip in work.clips]
        return [sounds.given(one, work.shape) for one in said]
    if work.request.retake is None or not work.request.sound:
        return [fresh for _ in work.clips]
    with work.parts.use("audio_vae") as audio_vae:
        return [_remade(clip, audio_vae, fresh, count, grid) for clip in work.clips]


def _remade(clip: Clip, audio_vae: Any, fresh: Sound, count: int, grid: Grid) -> Sound:
    retake = clip.request.retake
    if retake is None:
        return fresh
    heard = footage.has_sound(clip.media.path(retake.media))
    latents = media.sound_latents(audio_vae, retake.media, clip.media, count) if heard else None
    return sounds.remade(latents, fresh, retake.start / grid.rate, retake.end / grid.rate)


def _resounding(clip: Clip, latents: torch.Tensor, shape: SoundShape, grid: Grid) -> Sound:
    """The sound of the stage before, to be refined with the picture where it isn't given."""
    request, heard = clip.request, sounds.continued(latents, shape)
    if request.speech is not None:
        return sounds.given(latents, shape)
    if request.retake is None or not request.sound:
        return heard
    return sounds.remade(latents, heard, request.retake.start / grid.rate, request.retake.end / grid.rate)


def _started(work: Work, scene: Scene, level: float, noise: Noise, fresh: bool) -> Latents:
    """The streams at the first noise level. Free clips are drawn as latents, held ones as tokens: as the library draws them."""
    grid, shape, device = scene.grid, work.shape, work.parts.device
    free = fresh and scene.video.mask is None
    if free:
        video_noise = pack(noise.draw((work.channels, grid.frames, grid.height, grid.width), device))
    else:
        video_noise = noise.draw(scene.video.start.shape[1:], device)
    noised = videos.noised if scene.video.single is None else videos.pulled
    streams = {"video": noised(scene.video, level, video_noise)}
    if scene.sound.given:
        return streams
    count = scene.sound.start.shape[1]
    drawn = (
        pack_sound(noise.draw((shape.channels, count, shape.mel), device)) if free else noise.draw((count, shape.width), device)
    )
    return streams | {"audio": sounds.noised(scene.sound, level, drawn)}


def _held(scene: Scene, latents: Latents) -> Latents:
    held = {"video": videos.held_to(scene.video, latents["video"])}
    return held | ({"audio": sounds.held_to(scene.sound, latents["audio"])} if "audio" in latents else {})


def _said(work: Work, embeddings: list[Embedding]) -> Text:
    return text_of(embeddings, work.parts.device, work.parts.dtype)


def _negative(clip: Clip) -> Embedding:
    if clip.negative is None:
        raise ValueError("guidance needs the negative prompt's embedding")
    return clip.negative


def light_guidance(work: Work) -> tuple[Guidance, Guidance]:
    """Guidance after the first stage: none where the model, or an adapter made for this stage, has it in its weights."""
    if work.request.sampling.distilled or any(lora.stage == "refine" for lora in work.request.loras):
        return Guidance(), Guidance()
    first, second = (_cfg_alone(one) for one in guidance_of(work.request))
    return first, second


def _cfg_alone(guidance: Guidance) -> Guidance:
    """CFG alone: what else there is shapes a clip, and that is done."""
    return guidance.model_copy(update={"stg": 0.0, "stg_blocks": (), "modality": 1.0})


def _positions(latents: Mapping[str, torch.Tensor]) -> list[int]:
    return [int(frame) for frame in latents["positions"]] if "positions" in latents else []


def _singles(latents: torch.Tensor) -> list[torch.Tensor]:
    """[1, C, 1, H, W] each of [1, C, K, H, W]."""
    return [latents[:, :, [index]] for index in range(latents.shape[2])]


def _grown_slots(work: Work, latents: Mapping[str, torch.Tensor]) -> torch.Tensor | None:
    """The single frames at twice the size, each by itself: they are not neighbours in time."""
    if "keyframes" not in latents:
        return None
    return torch.cat(upsampled(work, "latent_upsampler", _singles(latents["keyframes"])), dim=2)
