# SPDX-License-Identifier: Apache-2.0
"""AIPROD's own video model as a generator: small, experimental, and at home on any processor.

A shot's exact labels and its camera's track become the model's words; the footage of 256 × 144 at 12 frames a second becomes
four times as large, the film's rate and the film's size. Longer shots are several clips that go on from each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors, write_json
from aiprod.film.shots import ShootRequest
from aiprod.film.takes import ModelUse
from aiprod.shooting.nano import networks, timing
from aiprod.shooting.nano.asking import Asked, asked_of, track_of
from aiprod.shooting.nano.clips import NEW, Way, clips_for, footage
from aiprod.shooting.nano.networks import FPS, FRAMES, Networks, Wish
from aiprod.shooting.nano.vocabulary import SLOTS

if TYPE_CHECKING:
    from aiprod.shooting.generator import Rgb, Watch
    from aiprod.shooting.nano.clips import Floats, Look
    from aiprod.shooting.nano.conditioning import PhraseTable

_SAMPLING_SHARE = 0.65
"""How much of a shot's time goes by before its first finished frame."""
_SHOW_EVERY = 3
"""Steps between previews: a preview costs a tenth of a step."""


class Nano:
    """Shoots with AIPROD Nano. See `shooting.generator.Generator` for the contract.

    Args:
        way: how clips are sampled; fewer steps are faster and worse.
        nets: the networks; this process's own where None.
        media: where the files lie that a request refers to, by hash.
        frugal: memory is short: pictures grow without the upscaling network.
    """

    id = "nano"
    version = 2
    title = "AIPROD Nano (experimental)"
    remembers = False
    """Whether it takes a picture of the place, with who is in it, out of an earlier take. The weights that ship hardly heed it
    (models/nano/README.md), and shots would wait for each other for nothing."""

    def __init__(
        self, way: Way | None = None, nets: Networks | None = None, media: Mapping[str, Path] | None = None, frugal: bool = False
    ) -> None:
        self._way, self._nets, self._media, self._frugal = way or Way(), nets, dict(media or {}), frugal

    def given(self, media: Mapping[str, Path], share: float = 1.0) -> Nano:
        """The same, with the files that a request refers to; frugal where memory leaves less than the whole size."""
        return Nano(self._way, self._nets, {**self._media, **media}, self._frugal or share < 1)

    @staticmethod
    def available() -> bool:
        """Whether its weights are here."""
        return networks.installed()

    def models(self, request: ShootRequest) -> tuple[ModelUse, ...]:
        """The model, what makes its pictures large, and the look's network."""
        from aiprod.shooting.finishing import upscale
        from aiprod.shooting.finishing.looks import look_models

        larger = upscale.models() if enlarges(request) and not self._frugal else ()
        return (networks.use(networks.served(request.shot.seed)), *larger, *look_models(request.style))

    def shoot(self, request: ShootRequest, folder: Path, watch: Watch | None = None) -> dict[str, Any]:
        """Write picture.mp4 and camera.json.

        Raises:
            UserError: a pass was asked for (the model has no depth), or the model is missing or damaged.
            Stopped: between steps of the sampler, and between frames.
        """
        import cv2

        from aiprod.media.encoders import choose
        from aiprod.media.video import VideoWriter
        from aiprod.shooting.diffusion.conditioning.media import Tray
        from aiprod.shooting.diffusion.memory import keeping
        from aiprod.shooting.finishing.looks import look_for

        _check(request)
        cv2.setNumThreads(1)
        look, encoder, total = look_for(request.style), choose("take"), request.shot.frames
        asked, small = asked_of(request), self.small(request, watch)
        done_before = int(_SAMPLING_SHARE * total)
        with (
            disk_errors(folder),
            VideoWriter(folder / "picture.mp4", request.rate.fps, request.width, request.height, encoder) as picture,
        ):
            for frame, rgb in enumerate(look.stream(finished(small, request, self._frugal)), start=1):
                picture.write_rgb(rgb)
                if watch:
                    watch.frame(done_before + int((1 - _SAMPLING_SHARE) * frame) if frame < total else total, total, rgb)
        write_json(folder / "camera.json", {"label": self.title, "asked": request.shot.camera.to_json(), "passes": {}})
        facts = self._facts(request, asked, encoder.codec)
        if self.remembers:
            shown = list(small[: timing.needed(total, request.rate.fps, FPS)])
            facts |= keeping.keep(request, shown, folder, Tray(folder, self._media))
        return facts

    def still(self, request: ShootRequest, frame: int, width: int, height: int) -> Rgb:
        """The animatic's frame: a still is not worth the sampling of a clip."""
        from aiprod.shooting.animatic.animatic import Animatic

        return Animatic().still(request, frame, width, height)

    def small(self, request: ShootRequest, watch: Watch | None = None) -> Rgb:
        """The shot as the model makes it, uint8 [frames, 144, 256, 3] at 12 frames a second."""
        nets = self._nets or networks.networks(networks.served(request.shot.seed))
        wishes = wishes_of(request)
        wishes[0] = replace(wishes[0], memory=self._remembered(request, nets))
        return footage(nets, wishes, request.shot.seed, self._way, _teller(nets, request.shot.frames, watch))

    def _remembered(self, request: ShootRequest, nets: Networks) -> Floats | None:
        """The place as an earlier take showed it, as latents; None where the film has not been there."""
        from aiprod.shooting.diffusion.conditioning.pictures import reference_picture

        seen = next((item for item in request.references if item.role == "place" and item.sha256 in self._media), None)
        if seen is None:
            return None
        return still_latents(nets, reference_picture(self._media[seen.sha256]))

    def _facts(self, request: ShootRequest, asked: Asked, codec: str) -> dict[str, Any]:
        version = networks.served(request.shot.seed)
        return {
            "generator": f"{self.id}/{self.version}", "label": self.title, "synthetic": True, "style": request.style,
            "frames": request.shot.frames, "width": request.width, "height": request.height, "codec": codec, "passes": [],
            "model": networks.use(version).sha256, "version": version.version if version else "",
            "steps": self._way.steps, "scale": self._way.scale,
            "clips": len(wishes_of(request)), "asked": asked.labels, "instead": [list(pair) for pair in asked.instead],
        }  # fmt: skip


def wishes_of(request: ShootRequest) -> list[Wish]:
    """What each clip of a shot is to be."""
    rate, total = request.rate.fps, request.shot.frames
    count = clips_for(timing.needed(total, rate, FPS))
    shown = timing.moments(FRAMES + (count - 1) * NEW, rate, FPS, total)
    return [_wish(request, shown[index * NEW : index * NEW + FRAMES]) for index in range(count)]


def _wish(request: ShootRequest, moments: Sequence[int]) -> Wish:
    tokens, present = words(asked_of(request, moments).labels, networks.phrases(networks.served(request.shot.seed)))
    return Wish(tokens, present, track_of(request, moments))


def words(labels: dict[str, str], table: PhraseTable | None = None) -> tuple[Floats, Any]:
    """Labels as the model's tokens, each by its usual English phrase: the film's language changes no picture."""
    table = table or networks.phrases()
    rows = np.zeros(len(SLOTS), np.int32)
    for row, (slot, value, language, _) in reversed(list(enumerate(table.keys, start=1))):
        if language == "en" and labels.get(slot) == value:
            rows[SLOTS.index(slot)] = row
    return table.vectors[rows], rows > 0


def enlarges(request: ShootRequest) -> bool:
    """Whether the upscaling network takes part: the film is larger than the model's pictures, and the network is here."""
    from aiprod.models import library
    from aiprod.shooting.finishing import upscale

    return request.width > networks.WIDTH and library.installed(upscale.MODEL)


def finished(small: Rgb, request: ShootRequest, frugal: bool = False) -> Iterator[Rgb]:
    """The film's frames: larger, at the film's rate, cut to the film's shape and fitted to its size."""
    from aiprod.shooting.finishing import upscale

    rate, total = request.rate.fps, request.shot.frames
    small = small[: timing.needed(total, rate, FPS)]
    large = Lazily(small, upscale.upscaled) if enlarges(request) and not frugal else list(small)
    for rgb in timing.retimed(large, list(small), FPS, rate, total, networks.between(networks.served(request.shot.seed))):
        yield fitted(rgb, request.width, request.height)


class Lazily(Sequence[Any]):
    """Pictures made larger when they are looked at; the last two are kept."""

    def __init__(self, small: Rgb | Sequence[Rgb], larger: Any) -> None:
        self._small, self._larger = small, larger
        self._kept: dict[int, Rgb] = {}

    def __len__(self) -> int:
        return len(self._small)

    def __getitem__(self, index: Any) -> Any:
        if index not in self._kept:
            self._kept = {at: rgb for at, rgb in self._kept.items() if at == index - 1}
            self._kept[index] = self._larger(self._small[index])
        return self._kept[index]


def fitted(rgb: Rgb, width: int, height: int) -> Rgb:
    """Cut to the shape around the middle, then scaled."""
    import cv2

    tall, wide = rgb.shape[:2]
    keep_w, keep_h = min(wide, round(tall * width / height)), min(tall, round(wide * height / width))
    left, top = (wide - keep_w) // 2, (tall - keep_h) // 2
    part = rgb[top : top + keep_h, left : left + keep_w]
    how = cv2.INTER_AREA if keep_w >= width else cv2.INTER_CUBIC
    return cast("Rgb", cv2.resize(np.ascontiguousarray(part), (width, height), interpolation=how))


def still_latents(nets: Networks, rgb: Rgb) -> Floats:
    """A picture of any size as the encoder sees a clip that stands still: float32 [rows, columns, channels]."""
    still = fitted(rgb, networks.WIDTH, networks.HEIGHT)
    found: Floats = nets.encode(np.repeat(still[None], networks.CARRIED, axis=0))[0]
    return found


def _check(request: ShootRequest) -> None:
    if request.passes:
        raise UserError(
            f"AIPROD Nano makes no {' or '.join(request.passes)} pass", "it knows pictures alone", "Take --generator animatic."
        )


def _teller(nets: Networks, total: int, watch: Watch | None) -> Look | None:
    """Shows the picture as it is so far, every few steps, and lets whoever watches stop the work at each."""
    if watch is None:
        return None
    steps = 0

    def tell(share: float, latents: Floats) -> None:
        nonlocal steps
        steps += 1
        middle = len(latents) // 2
        rgb = nets.decode(latents[middle : middle + 1])[0] if steps % _SHOW_EVERY == 0 else None
        watch.frame(int(share * _SAMPLING_SHARE * total), total, rgb)

    return tell
