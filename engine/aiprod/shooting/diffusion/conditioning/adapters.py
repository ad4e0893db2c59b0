# SPDX-License-Identifier: Apache-2.0
"""The LoRA stack of a shot: what the user named, what the camera does, what a control needs. Each from a card on this machine."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.film.shots import ShootRequest
from aiprod.models.cards import ModelCard, all_cards
from aiprod.shooting.diffusion.conditioning.camera import adapter
from aiprod.shooting.diffusion.conditioning.media import Tray
from aiprod.shooting.diffusion.natures import Model
from aiprod.shooting.diffusion.prompting.tags import tags
from aiprod.shooting.diffusion.request import ControlKind, Lora, Media, VideoRequest

Named = tuple[tuple[str, float], ...]
_MOST_WEIGHT = 4.0


def stack(request: ShootRequest, model: Model, named: Named, controls: tuple[ControlKind, ...], tray: Tray) -> tuple[Lora, ...]:
    """The adapters of a shot, in the order in which they are laid on the weights. `tray` learns where their files lie.

    Raises:
        UserError: see `cards`.
    """
    found: dict[str, Lora] = {}
    for card, weight in cards(request, model, named, controls):
        for media in _files(card, tray):
            found[media] = Lora(media=media, weight=max(-_MOST_WEIGHT, min(_MOST_WEIGHT, weight)))
    return tuple(found.values())


def cards(
    request: ShootRequest, model: Model, named: Named, controls: tuple[ControlKind, ...]
) -> tuple[tuple[ModelCard, float], ...]:
    """The adapters of a shot with their weights: what its controls need, what its camera does, what was asked for.

    Args:
        request: the shot; its description may name some.
        model: what they are laid on.
        named: those of the whole film.
        controls: what steers the shot.

    Raises:
        UserError: one that was asked for is not here, or is for another model.
    """
    own = [(card, 1.0) for kind in controls if (card := carrier(model, kind.value)) is not None]
    camera = _camera(request, model)
    asked = [(wanted(name, model), weight) for name, weight in (*named, *tags(request.shot.description))]
    return (*own, *((camera,) if camera else ()), *asked)


def wanted(name: str, model: Model) -> ModelCard:
    """The card of an adapter that was asked for by name. Raises UserError where it can't be used with the model."""
    from aiprod.models import library

    found = all_cards().get(name)
    if found is None or found.role != "lora":
        fitting = ", ".join(item.id for item in model.adapters) or "none is here"
        raise UserError(f"There is no LoRA {name!r}", f"for {model.card.title} there are: {fitting}", "See `aiprod models list`.")
    if found.goes_with and model.card.id not in found.goes_with:
        raise UserError(
            f"The LoRA {found.title} is for another model", f"it goes with {', '.join(found.goes_with)}, not {model.card.id}",
            "Choose one made for this model, or shoot with that one.",
        )  # fmt: skip
    if not library.installed(found.id):
        raise UserError(
            f"The LoRA {found.title} is not on this machine", "its files were not found", f"Run `aiprod models pull {name}`."
        )
    return found


def check(asked: VideoRequest, media: Media) -> None:
    """Look into the adapters' files before the model is loaded.

    Raises:
        UserError: one is damaged, no LoRA, or for another model.
    """
    for lora in asked.loras:
        _fits(lora.media, str(media.path(lora.media)), asked.model)


@lru_cache(maxsize=256)
def _fits(_media: str, path: str, model: str) -> None:
    """What was found right once is not read again."""
    from aiprod.models import library, loras

    loras.read(Path(path), library.checkpoint(model).components["transformer"])


def carrier(model: Model, ability: str) -> ModelCard | None:
    """The adapter that gives a model an ability: none where it has it itself, or nothing gives it."""
    if ability in model.card.abilities and model.card.architecture != "ltx2":
        return None
    return next((item for item in model.adapters if ability in item.abilities), None)


def _camera(request: ShootRequest, model: Model) -> tuple[ModelCard, float] | None:
    """The camera adapter that fits the shot's move, where one is here: its card's id ends with the move's name."""
    move = adapter(request)
    if move is None:
        return None
    name, weight = move
    found = next((item for item in model.adapters if "camera" in item.abilities and item.id.endswith(name)), None)
    return (found, weight) if found is not None else None


def _files(card: ModelCard, tray: Tray) -> list[str]:
    from aiprod.models import library

    where = library.folder(card.id)
    names = [item for item in sorted(where.rglob("*.safetensors")) if item.is_file()]
    return [tray.keep(path) for path in names]
