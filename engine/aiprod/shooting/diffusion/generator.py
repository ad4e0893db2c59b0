# SPDX-License-Identifier: Apache-2.0
"""The video models as a generator: a shot is composed into clips, the engine makes them, and they are fitted to the film.

`diffusion:CARD` names a model by its card; `diffusion:CARD+LORA@0.7` lays an adapter on it for the whole film. Nothing heavy is
imported before a shot is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.film.files import write_json
from aiprod.film.shots import ShootRequest
from aiprod.film.takes import ModelUse
from aiprod.shooting.diffusion import composing
from aiprod.shooting.diffusion.composing import Plan, takes_pictures, takes_references
from aiprod.shooting.diffusion.conditioning.media import Tray
from aiprod.shooting.diffusion.conditioning.pictures import is_clip
from aiprod.shooting.diffusion.natures import Model
from aiprod.shooting.diffusion.request import ControlKind
from aiprod.shooting.diffusion.taking import Making, need_room, own_disk

if TYPE_CHECKING:
    from aiprod.shooting.diffusion.conditioning.adapters import Named
    from aiprod.shooting.generator import Watch

Rgb = NDArray[np.uint8]
FAMILY = "diffusion"


class Diffusion:
    """Shoots with a video model. See `shooting.generator.Generator` for the contract.

    Args:
        name: "diffusion:wan2.1-t2v-1.3b", or with adapters "diffusion:wan2.1-t2v-1.3b+style@0.7".
        media: where the files lie that requests refer to, by their hashes.
        share: of its pictures' width and height that memory leaves.
    """

    version = 2

    def __init__(self, name: str, media: Mapping[str, Path] | None = None, share: float = 1.0) -> None:
        self._name = name
        self._card, self._named = read_name(name)
        self.model = Model.of(self._card)
        self._media, self._share = dict(media or {}), share

    @property
    def id(self) -> str:
        return self._name

    @property
    def title(self) -> str:
        return self.model.card.title

    @property
    def remembers(self) -> bool:
        """Whether it takes pictures of earlier takes."""
        return takes_references(self.model)

    @property
    def listens(self) -> bool:
        """Whether it takes the sound of lines."""
        return self.model.can("speech")

    @property
    def goes_on(self) -> bool:
        """Whether it can make a clip longer that was made elsewhere."""
        return takes_pictures(self.model) or (self.model.can("extend") and self.model.can("retake"))

    def given(self, media: Mapping[str, Path], share: float = 1.0) -> Diffusion:
        """The same, with the files that a request refers to, and so much of its size as memory leaves."""
        return Diffusion(self._name, {**self._media, **media}, share)

    def available(self) -> bool:
        """Whether it can be used here and now: the runtime and its files are there, its licence is accepted."""
        return missing(self._card) is None

    def lacking(self) -> str:
        """Why it can't be used here and now, and what helps; "" where it can."""
        problem = missing(self._card)
        return f"{problem.why}: {problem.remedy.rstrip('.')}" if problem is not None else ""

    def models(self, request: ShootRequest) -> tuple[ModelUse, ...]:
        """The checkpoint and the adapters of the shot."""
        from aiprod.models import library
        from aiprod.shooting.diffusion.conditioning.adapters import cards

        control = composing.control_of(request, self.model)
        kinds = (*((control,) if control else ()), *((ControlKind.REFERENCE,) if composing.shown_to(request, self.model) else ()))
        adapters = [card.id for card, _ in cards(request, self.model, self._named, kinds)]
        return tuple(library.use(item) for item in dict.fromkeys((self._card, *adapters)))

    def shoot(self, request: ShootRequest, folder: Path, watch: Watch | None = None) -> dict[str, Any]:
        """Write picture.mp4 and camera.json, and what later shots may remember of this one.

        Raises:
            UserError: the shot, a reference or an adapter can't be used; a model or the runtime is missing.
            FaultError: memory is too short for every plan, or the model's numbers mean nothing.
            Stopped: within a block of the transformer, and between frames.
        """
        _check(request)
        self._need()
        made = composing.plan(request, self.model, self._share)
        need_room(folder, request)
        with own_disk(folder) as work:
            take = Making(made, Tray(work, self._media), self._named, folder, watch)
            small = take.pictures()
            codec = take.write(small)
            remembered = take.remember(small)
        write_json(folder / "camera.json", {"label": self.title, "asked": request.shot.camera.to_json(), "passes": {}})
        return {**self._facts(made, take, codec), **remembered}

    def still(self, request: ShootRequest, frame: int, width: int, height: int) -> Rgb:
        """The animatic's frame: a still is not worth the sampling of a clip."""
        from aiprod.shooting.animatic.animatic import Animatic

        return Animatic().still(request.changed(references=()), frame, width, height)

    def go_on(self, request: ShootRequest, first: int, frames: int, folder: Path, watch: Watch | None = None) -> dict[str, Any]:
        """The frames that follow a clip: `frames` of them, from number `first` of the shot on.

        The request's reference "first" is the end of what is gone on from. Writes picture.mp4.

        Raises:
            UserError: the model can't go on from a clip, or nothing was handed in.
        """
        end = next((item for item in request.references if item.role == "first"), None)
        if end is None:
            raise UserError("There is nothing to go on from", "no clip was handed in", "Select the clip and extend it again.")
        clip = end.sha256 in self._media and is_clip(self._media[end.sha256])
        overlap = self._overlap(request, self.model.carried if clip else 1)
        longer = request.changed(shot=request.shot.changed(frames=frames + overlap))
        facts = self.shoot(longer, folder, _Later(watch, frames))
        _cut_beginning(folder / "picture.mp4", longer, frames)
        return {**facts, "frames": frames, "first": first, "passes": []}

    def _overlap(self, request: ShootRequest, carried: int) -> int:
        """How many of the film's frames the model's carried frames are."""
        return round((carried - 1) * request.rate.fps / self.model.rate(request.rate).fps) + 1

    def retake(
        self, request: ShootRequest, clip: Path, start: int, end: int, folder: Path, watch: Watch | None = None
    ) -> dict[str, Any]:
        """Make frames [start, end) of a shot's picture anew; the others stay as they are in `clip`, to the bit. Writes
        picture.mp4.

        Raises:
            UserError: the model can't, the clip can't be read, or the range holds no frame.
        """
        from aiprod.shooting.diffusion.retaking import Retaking

        self._need()
        facts = Retaking(self.model, request, (start, end), self._media, self._named, self._share).made(clip, folder, watch)
        return {**facts, "generator": f"{self.id}/{self.version}", "label": self.title}

    def check_retake(self, request: ShootRequest, start: int, end: int) -> None:
        """Raises UserError, before any work, where frames [start, end) of a shot can't be made anew by this model."""
        from aiprod.shooting.diffusion.retaking import Retaking

        Retaking(self.model, request, (start, end)).check()

    def _need(self) -> None:
        """Raises UserError, saying what is missing and how to get it."""
        problem = missing(self._card)
        if problem is not None:
            raise problem

    def _facts(self, made: Plan, take: Making, codec: str) -> dict[str, Any]:
        request = made.request
        return {
            "generator": f"{self.id}/{self.version}", "label": self.title, "synthetic": True, "style": request.style,
            "frames": request.shot.frames, "width": request.width, "height": request.height, "codec": codec, "passes": [],
            "model": self._card, "made_at": [made.width, made.height], "made_rate": float(made.rate.fps),
            "clips": len(made.segments), "control": str(made.control or ""), "prompt": take.requests[0].prompt,
            "requests": [item.to_json() for item in take.requests], **({"warnings": made.notes} if made.notes else {}),
        }  # fmt: skip


def read_name(name: str) -> tuple[str, Named]:
    """ "diffusion:CARD+LORA@0.7" → the card's id, and the adapters with their weights.

    Raises:
        UserError: a weight is none.
    """
    card, *loras = name.partition(":")[2].split("+")
    return card, tuple(_weighted(item) for item in loras)


def _weighted(item: str) -> tuple[str, float]:
    name, _, weight = item.partition("@")
    try:
        value = float(weight or "1")
    except ValueError:
        value = float("nan")
    if not -4 <= value <= 4:
        raise UserError(
            f"{weight} is no weight for the LoRA {name}", "weights go from -4 to 4", f"Write +{name}@0.8, for example."
        )
    return name, value


def missing(card_id: str) -> UserError | None:
    """What a model lacks to be used on this machine; None for nothing."""
    from aiprod.models import library
    from aiprod.models.cards import card
    from aiprod.models.licences import need_acceptance
    from aiprod.models.runtime import need_torch

    try:
        found = card(card_id)
        if not library.installed(card_id):
            verb = "build" if found.built else "pull"
            return UserError(
                f"{found.title} is not on this machine", "its files were not found", f"Run `aiprod models {verb} {card_id}`."
            )
        need_acceptance(found)
        need_torch()
    except UserError as error:
        return error
    return None


def members() -> tuple[str, ...]:
    """The models that films can be made with here, the fullest first: larger before smaller, full before distilled. Those for
    tests are not among them."""
    from aiprod.models import library
    from aiprod.models.cards import all_cards

    found = [card for card in all_cards().values() if card.role == "video" and card.architecture and card.need != "test"]
    here = [card for card in found if library.installed(card.id)]
    order = sorted(here, key=lambda card: ("distilled" in card.abilities, -card.needs.vram_gb, -card.needs.disk_gb, card.id))
    return tuple(f"{FAMILY}:{card.id}" for card in order)


def _check(request: ShootRequest) -> None:
    if request.passes:
        raise UserError(
            f"Video models make no {' or '.join(request.passes)} pass", "they know pictures alone", "Take --generator animatic."
        )


@dataclass(frozen=True)
class _Later:
    """Tells of a longer shot in the frames that are wanted of it."""

    watch: Watch | None
    wanted: int

    def frame(self, done: int, total: int, rgb: Rgb | None) -> None:
        if self.watch is not None:
            self.watch.frame(round(done * self.wanted / max(total, 1)), self.wanted, rgb)


def _cut_beginning(picture: Path, request: ShootRequest, frames: int) -> None:
    """Leave the last so many frames of a picture."""
    from aiprod.media.encoders import choose
    from aiprod.media.video import VideoWriter, read_frames

    whole = picture.with_name("whole.mp4")
    picture.replace(whole)
    with VideoWriter(picture, request.rate.fps, request.width, request.height, choose("take")) as writer:
        for frame in read_frames(whole, request.shot.frames - frames, frames):
            writer.write_frame(frame)
    whole.unlink()
