# SPDX-License-Identifier: Apache-2.0
"""What a take leaves for later shots: pictures of its people, its place and its things, each with its embedding; and how like
those that it was given itself they became."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.files import disk_errors
from aiprod.film.shots import ShootRequest
from aiprod.shooting.diffusion.conditioning.media import Tray
from aiprod.shooting.diffusion.conditioning.pictures import reference_picture
from aiprod.shooting.diffusion.memory.likeness import Embedding, embed, score
from aiprod.shooting.diffusion.memory.staging import Box, Staging

Rgb = NDArray[np.uint8]
FOLDER = "memory"
_LOOKED_AT = (0.15, 0.5, 0.85)
_LEAST_PX = 32
_SIDES = {"face": 512, "costume": 768, "place": 1024, "prop": 512}
"""Longest side of a kept picture, by its role."""


_LEAST_SEEN = {"face": 0.7, "costume": 0.3, "prop": 0.6}
"""Share of somebody or something that must lie inside the picture: clothes are worth keeping from the waist up."""


@dataclass(frozen=True)
class Cut:
    """A part of a picture that shows somebody or something."""

    role: str
    subject: str
    picture: Rgb

    @property
    def file(self) -> str:
        safe = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in self.subject)
        return f"{FOLDER}/{self.role}-{safe}.png"


def keep(request: ShootRequest, pictures: Sequence[Rgb], folder: Path, tray: Tray) -> dict[str, Any]:
    """Write the pictures that are worth remembering into a take's folder.

    Args:
        request: the shot, with the references that it was given.
        pictures: its frames as the model made them, evenly over the shot.
        folder: of the take.
        tray: where the references lie.

    Returns:
        Facts: "memory" — [{role, subject, file, embedding}] — and "consistency", where references were given: {score, of}.
    """
    from aiprod.media.pictures import write_picture

    found = list(cuts(request, pictures))
    kept, embeddings = [], {}
    (folder / FOLDER).mkdir(exist_ok=True)
    for cut in found:
        embedding = embeddings[cut.role, cut.subject] = embed(cut.picture)
        with disk_errors(folder):
            write_picture(folder / cut.file, cut.picture)
        kept.append({"role": cut.role, "subject": cut.subject, "file": cut.file, "embedding": embedding.to_json()})
    return {"memory": kept, **_consistency(request, embeddings, tray)}


def cuts(request: ShootRequest, pictures: Sequence[Rgb]) -> Iterator[Cut]:
    """The best view of each person's face and clothes, of the place, and of the things that the shot is about."""
    staging = Staging(request)
    looked = [(pictures[round(share * (len(pictures) - 1))], round(share * (request.shot.frames - 1))) for share in _LOOKED_AT]
    for actor in request.shot.blocking:
        for role, find in (("face", staging.face), ("costume", staging.body)):
            views = [(find(actor, frame), picture) for picture, frame in looked]
            yield from _best(role, actor.character, views)
    for prop in request.shot.props:
        if prop.hero:
            yield from _best("prop", prop.prop, [(staging.thing(prop, frame), picture) for picture, frame in looked])
    emptiest = min(looked, key=lambda view: _covered(request, staging, view[1]))
    yield Cut("place", place_name(request), _sized(emptiest[0], "place"))


def place_name(request: ShootRequest) -> str:
    """A place as memory knows it: which one, seen which way, in which light."""
    design = request.shot.set
    return f"{design.place}-{design.view}-{design.time_of_day}-{design.weather}"


def _best(role: str, subject: str, views: Sequence[tuple[Box | None, Rgb]]) -> Iterator[Cut]:
    """The largest of the views that are mostly inside the picture."""
    seen = [(box, picture) for box, picture in views if box is not None and box.seen >= _LEAST_SEEN[role]]
    if not seen:
        return
    box, picture = max(seen, key=lambda view: view[0].height * view[0].seen)
    left, top, right, bottom = box.pixels(picture.shape[1], picture.shape[0])
    if min(right - left, bottom - top) >= _LEAST_PX:
        yield Cut(role, subject, _sized(picture[top:bottom, left:right], role))


def _covered(request: ShootRequest, staging: Staging, frame: int) -> float:
    """How much of the picture people cover."""
    boxes = [staging.body(actor, frame) for actor in request.shot.blocking]
    return sum(box.height * (box.right - box.left) * box.seen for box in boxes if box is not None)


def _sized(picture: Rgb, role: str) -> Rgb:
    import cv2

    share = min(1.0, _SIDES[role] / max(picture.shape[:2]))
    size = max(1, round(picture.shape[1] * share)), max(1, round(picture.shape[0] * share))
    whole = np.ascontiguousarray(picture[..., :3])
    return whole if share == 1 else np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), np.uint8)


def _consistency(request: ShootRequest, made: dict[tuple[str, str], Embedding], tray: Tray) -> dict[str, Any]:
    """How like its references the take became, each held against the same subject in the take."""
    found = {}
    for item in request.references:
        own = made.get((item.role, item.subject))
        if own is not None and item.role in _SIDES:
            found[f"{item.role} {item.subject}"] = score(own, embed(reference_picture(tray.path(item.sha256))))
    if not found:
        return {}
    return {"consistency": {"score": round(sum(found.values()) / len(found), 4), "of": found}}
