# SPDX-License-Identifier: Apache-2.0
"""Tiny LTX-2 checkpoints as our tests use them: loaded once, driven by ours and by the library's own pipelines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from aiprod.film.time import FrameRate
from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.families import family
from aiprod.shooting.diffusion.families.base import Clip, Embedding, PlainParts, VideoModel
from aiprod.shooting.diffusion.request import Media, Sampling, VideoRequest

PROMPT = "A red fox runs over a field. The camera follows."
SEED = 7


@dataclass
class Looker:
    """Hooks that remember what they were told."""

    told: list[tuple[int, int]] = field(default_factory=list)
    estimates: list[dict[str, Any]] = field(default_factory=list)

    def step(self, done: int, total: int, estimate: Mapping[str, Any]) -> None:
        self.told.append((done, total))
        self.estimates.append(dict(estimate))


class LtxSet:
    """A tiny checkpoint, its modules, and our driver of it."""

    def __init__(self, name: str, folder: Path) -> None:
        from aiprod.models import tiny
        from aiprod.models.loading import load_all

        self.checkpoint: Checkpoint = tiny.build(name, folder)
        self.modules: dict[str, Any] = load_all(self.checkpoint)
        self._embeddings: dict[str, Embedding] = {}

    @cached_property
    def model(self) -> VideoModel:
        import torch

        return family("ltx2").drive(self.checkpoint, PlainParts(self.modules, torch.device("cpu"), torch.float32))

    def settled(self, **values: Any) -> VideoRequest:
        """A small request, settled: 96 × 64, 17 frames, two steps unless the model is distilled."""
        steps = 0 if self.checkpoint.distilled else 2
        own = {
            "prompt": PROMPT,
            "width": 96,
            "height": 64,
            "frames": 17,
            "rate": FrameRate(),
            "seed": SEED,
            "sampling": Sampling(steps=steps),
        }
        request = VideoRequest(model=self.checkpoint.id, **(own | values))
        return family("ltx2").settle(request, self.checkpoint)

    def embedded(self, prompt: str) -> Embedding:
        """A prompt's embedding, worked out once."""
        if prompt not in self._embeddings:
            self._embeddings[prompt] = self.model.encode([prompt])[0]
        return self._embeddings[prompt]

    def clip(self, request: VideoRequest, *files: Path) -> Clip:
        """A clip about to be made, with its media."""
        media = Media({named(file): file for file in files})
        return Clip(request, media, self.embedded(request.prompt), self.embedded(request.negative))

    def made(self, request: VideoRequest, *files: Path) -> Clip:
        """A clip taken through all its stages."""
        clip = self.clip(request, *files)
        self.run([clip])
        return clip

    def run(self, clips: Sequence[Clip]) -> Looker:
        """Clips taken through all their stages together."""
        looker = Looker()
        for stage in self.model.stages(clips[0].request):
            self.model.run(stage, clips, looker)
        return looker

    def pipeline(self, kind: Any, **more: Any) -> Any:
        """A pipeline of the library's with the same modules."""
        names = ("scheduler", "vae", "audio_vae", "text_encoder", "tokenizer", "connectors", "transformer", "vocoder")
        pipe = kind(**({name: self.modules[name] for name in names} | more))
        pipe.set_progress_bar_config(disable=True)
        return pipe

    def raw(self, latents: Any) -> Any:
        """Normalised latents as the library gives them out."""
        from aiprod.shooting.diffusion.families.ltx2 import media

        return media.Scale.of(self.modules["vae"]).raw(latents)


def named(file: Path) -> str:
    """A file's SHA-256."""
    return sha256(file.read_bytes()).hexdigest()


def guidance(request: VideoRequest) -> dict[str, Any]:
    """A settled request's guidance as the library's pipelines take it."""
    video, audio = request.video, request.audio
    assert video is not None and audio is not None
    return {
        "guidance_scale": video.cfg, "stg_scale": video.stg, "modality_scale": video.modality,
        "guidance_rescale": video.rescale, "audio_guidance_scale": audio.cfg, "audio_stg_scale": audio.stg,
        "audio_modality_scale": audio.modality, "audio_guidance_rescale": audio.rescale,
        "spatio_temporal_guidance_blocks": list(video.stg_blocks) or [1],
    }  # fmt: skip


def asked(request: VideoRequest, seed: int = SEED) -> dict[str, Any]:
    """A settled request as the library's pipelines take it."""
    import torch

    return guidance(request) | {
        "prompt": request.prompt, "negative_prompt": request.negative, "width": request.width, "height": request.height,
        "num_frames": request.frames, "frame_rate": float(request.rate.fps), "num_inference_steps": request.sampling.steps,
        "sigmas": list(request.sampling.sigmas) or None, "generator": torch.Generator().manual_seed(seed),
        "output_type": "latent", "return_dict": False,
    }  # fmt: skip


def picture(folder: Path, name: str, size: tuple[int, int] = (96, 64), shade: int = 0) -> Path:
    """A picture with a gradient and a square."""
    import numpy as np
    from PIL import Image

    width, height = size
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[..., 0] = np.linspace(0, 255, width)[None]
    pixels[..., 1] = np.linspace(255, 0, height)[:, None]
    pixels[..., 2] = shade
    pixels[height // 4 : height // 2, width // 4 : width // 2] = 255 - shade
    Image.fromarray(pixels).save(folder / name)
    return folder / name


def video(folder: Path, name: str, count: int, size: tuple[int, int] = (96, 64), sound: bool = False) -> Path:
    """A lossless clip, a square going from left to right; with a tone where asked."""
    import av
    import numpy as np

    width, height = size
    with av.open(str(folder / name), "w") as file:
        stream = file.add_stream("ffv1", rate=24)
        stream.width, stream.height, stream.pix_fmt = width, height, "bgr0"
        voice = file.add_stream("pcm_s16le", rate=16000) if sound else None
        for index in range(count):
            pixels = np.full((height, width, 3), 40, np.uint8)
            left = index * (width - 16) // max(count - 1, 1)
            pixels[height // 3 : height // 3 + 16, left : left + 16] = (250, 120, 10)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        file.mux(stream.encode())
        if voice is not None:
            file.mux(voice.encode(_tone(count / 24)))
            file.mux(voice.encode())
    return folder / name


def tone(folder: Path, name: str, seconds: float) -> Path:
    """A sound file with a tone."""
    import av

    with av.open(str(folder / name), "w") as file:
        voice = file.add_stream("pcm_s16le", rate=16000)
        file.mux(voice.encode(_tone(seconds)))
        file.mux(voice.encode())
    return folder / name


def _tone(seconds: float) -> Any:
    import av
    import numpy as np

    wave = (np.sin(np.arange(int(seconds * 16000)) * 2 * np.pi * 220 / 16000) * 12000).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(wave[None], format="s16", layout="mono")
    frame.sample_rate = 16000
    return frame
