# SPDX-License-Identifier: Apache-2.0
"""The cloud as a generator: an order is written from the shot, bought once, and fitted to the film.

Without a desk (provider, till, records) a cloud generator can describe itself and nothing else: nothing leaves the machine.
"""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from aiprod.film.faults import FaultClass, FaultError
from aiprod.film.files import write_json
from aiprod.film.shots import ShootRequest
from aiprod.film.takes import ModelUse
from aiprod.shooting.cloud.buying import Buyer, Desk
from aiprod.shooting.cloud.offers import Offer, offer, order_for

if TYPE_CHECKING:
    from aiprod.shooting.cloud.buying import Tell
    from aiprod.shooting.cloud.purchases import Purchase
    from aiprod.shooting.generator import Rgb, Watch

_WAITING_SHARE = 0.9
"""How much of a shot's progress is waiting for the provider; the rest is fitting the clip."""


class CloudGenerator:
    """Shoots by buying. See `shooting.generator.Generator` for the contract.

    Args:
        name: "cloud:runway" or "cloud:runway/gen4.5".
        desk: where it buys; without one it can't shoot.
    """

    version = 1

    def __init__(self, name: str, desk: Desk | None = None) -> None:
        self.offer: Offer = offer(name)
        self._desk = desk

    @property
    def id(self) -> str:
        return self.offer.id

    @property
    def title(self) -> str:
        return self.offer.title

    def models(self, request: ShootRequest) -> tuple[ModelUse, ...]:
        """The provider's model. Nobody outside can hash it."""
        return (ModelUse(id=self.offer.id, sha256="", licence=f"terms of {self.offer.provider}"),)

    def shoot(self, request: ShootRequest, folder: Path, watch: Watch | None = None) -> dict[str, Any]:
        """Buy the clip, or take it from where it is, and fit it.

        Raises:
            FaultError: with the class that says what to do next.
            Stopped: somebody asked for it.
        """
        from aiprod.shooting.cloud.fitting import fit

        if self._desk is None:
            raise FaultError(
                f"{self.offer.title} can't be used here", "nothing is sent to a provider without the user's consent and a cap",
                "Make the film with `aiprod make`, which asks for both.", kind=FaultClass.MONEY, code="no_till",
            )  # fmt: skip
        order = order_for(request, self.offer)
        note = f"shot {request.shot.id}, {order.seconds} s by {self.offer.title}"
        purchase, clip = Buyer(self._desk).goods(order, note, self._teller(request, watch))
        facts = fit(clip, folder, request, _Last(watch, _WAITING_SHARE))
        write_json(folder / "camera.json", {"label": self.title, "asked": request.shot.camera.to_json(), "passes": {}})
        return {**self._facts(request, purchase), **facts}

    def still(self, request: ShootRequest, frame: int, width: int, height: int) -> Rgb:
        """The animatic's frame: a still is not worth a purchase."""
        from aiprod.shooting.animatic.animatic import Animatic

        return Animatic().still(request, frame, width, height)

    def _teller(self, request: ShootRequest, watch: Watch | None) -> Tell:
        """Passes progress on; where the provider tells none, time stands for it."""
        total, began = request.shot.frames, monotonic()

        def tell(progress: float) -> None:
            if watch is not None:
                share = progress or min((monotonic() - began) / self.offer.usual_s, 1.0) * _WAITING_SHARE
                watch.frame(int(min(share, 1.0) * _WAITING_SHARE * total), total, None)

        return tell

    def _facts(self, request: ShootRequest, purchase: Purchase) -> dict[str, Any]:
        return {
            "generator": f"{self.id}/{self.version}", "label": self.title, "synthetic": True, "style": request.style,
            "frames": request.shot.frames, "width": request.width, "height": request.height, "passes": [],
            "provider": self.offer.provider, "model": self.offer.model, "task": purchase.at_provider.id,
            "prompt": purchase.order["prompt"], "seconds_bought": purchase.order["seconds"], "cost_eur": purchase.paid_eur or 0.0,
            "priced_on": purchase.priced_on, "took_s": purchase.took_s,
            "warnings": [purchase.warning] if purchase.warning else [],
        }  # fmt: skip


class _Last:
    """Maps the frames of the last part of the work onto the end of the shot's progress."""

    def __init__(self, watch: Watch | None, start: float) -> None:
        self._watch, self._start = watch, start

    def frame(self, done: int, total: int, rgb: Rgb | None) -> None:
        if self._watch is not None:
            self._watch.frame(int((self._start + (1 - self._start) * done / total) * total), total, rgb)
