# SPDX-License-Identifier: Apache-2.0
"""What every maker of pictures offers, and how one is found by name.

A generator turns a `ShootRequest` into footage. To add one, write a class with the members of `Generator` in a module of
its own and name it in `_TABLE`; nothing else in the house needs to know it. The module is imported on first use only.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from aiprod.film.errors import UserError
from aiprod.film.shots import ShootRequest
from aiprod.film.takes import ModelUse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rgb = NDArray[np.uint8]


class Watch(Protocol):
    """Whoever looks on while footage is made."""

    def frame(self, done: int, total: int, rgb: Rgb | None) -> None:
        """Say how far the shot is. Cheap: call it as often as there is news, from the thread that makes the picture.

        Args:
            done: finished frames.
            total: frames in all.
            rgb: the newest picture, uint8 [height, width, 3 or 4], or None when there is none to show yet. It is copied if it
                is kept. A generator that refines one picture may show it again and again with the same `done`.

        Raises:
            Stopped: the shot is no longer wanted; let it pass through.
        """
        ...


class Generator(Protocol):
    """A maker of footage.

    Attributes:
        id: its name on the command line and in recipes.
        version: raised whenever the same request would give other pictures.
        title: what the picture is called everywhere it is shown ("animatic").
    """

    @property
    def id(self) -> str: ...

    @property
    def version(self) -> int: ...

    @property
    def title(self) -> str: ...

    def models(self, request: ShootRequest) -> tuple[ModelUse, ...]:
        """The models that will take part in this request: they belong to the take's recipe."""
        ...

    def shoot(self, request: ShootRequest, folder: Path, watch: Watch | None = None) -> dict[str, Any]:
        """Make the footage in `folder`: `picture.mp4`, `camera.json`, and the passes asked for.

        Returns:
            What is known of the result, JSON-able: at least "generator", "label", "frames", "width", "height".

        Raises:
            UserError: the request can't be made as asked (an unknown style, a model that is not installed).
        """
        ...

    def still(self, request: ShootRequest, frame: int, width: int, height: int) -> Rgb:
        """One frame of the shot at another size, uint8 [height, width, 3]: for storyboards and posters."""
        ...


_TABLE = {
    "animatic": "aiprod.shooting.animatic.animatic:Animatic",
    "nano": "aiprod.shooting.nano.generator:Nano",
}
"""Name → "module:class". Which of them are tried, and in which order, is production's (`production.chain.candidates`)."""
_FAMILIES = {
    "diffusion": "aiprod.shooting.diffusion.generator:Diffusion",
    "cloud": "aiprod.shooting.cloud.generator:CloudGenerator",
}
"""Names of the form FAMILY:ID → "module:class" that is called with the whole name."""


def names() -> tuple[str, ...]:
    """The generators that work on this machine: those that always exist, and the video models whose files are here."""
    from aiprod.shooting.diffusion.generator import members

    return (*_TABLE, *members())


def generator(name: str = "auto") -> Generator:
    """A generator by name; "auto" is the animatic, which runs on any machine. Raises UserError for an unknown name."""
    family, _, rest = name.partition(":")
    own = _TABLE.get("animatic" if name == "auto" else name)
    target = own or (_FAMILIES.get(family) if rest else None)
    if target is None:
        known = ", ".join(("auto", *_TABLE, *(f"{item}:ID" for item in _FAMILIES)))
        raise UserError(f"There is no generator {name!r}", f"the known ones are {known}", "Choose one with --generator.")
    module, _, kind = target.partition(":")
    maker = getattr(import_module(module), kind)
    made: Generator = maker() if own else maker(name)
    return made


def shoot_take(folder: Path, *, request: dict[str, Any], generator_name: str, watch: Watch | None = None) -> dict[str, Any]:
    """Shoot a request given as JSON data: the form in which production hands work to another process."""
    return generator(generator_name).shoot(ShootRequest.from_json(request), folder, watch)
