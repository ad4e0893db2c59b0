# SPDX-License-Identifier: Apache-2.0
"""A shot on the stage: all its layers, and the frame that they make at a moment."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

from aiprod.film.shots import ShootRequest
from aiprod.shooting.animatic.backdrops import FloorLayer, backdrop_layer
from aiprod.shooting.animatic.camera import CameraMove
from aiprod.shooting.animatic.finish import Finish
from aiprod.shooting.animatic.glow import light_effects
from aiprod.shooting.animatic.layers import Layer, MovingPlane, StillPlane
from aiprod.shooting.animatic.moment import Moment
from aiprod.shooting.animatic.passes import CLASSES, FAR_M, Passes
from aiprod.shooting.animatic.players import Ground, Player, players
from aiprod.shooting.animatic.raster import Rgba, Sprite, blank
from aiprod.shooting.animatic.stage import Scenery, lit_for
from aiprod.shooting.animatic.weather import Effect, weather_effects

_FLATTENED_KEPT = 6


class Stage:
    """A shot, ready to be photographed.

    Args:
        request: the shot and everything that its pictures depend on.
        width, height: of the picture (the request's own, or a smaller one for a still).
        scenery: the built place; asked of `places` where None.
        after: how many frames the shot can go on after its last one; those before stay as they are.
    """

    def __init__(self, request: ShootRequest, width: int, height: int, scenery: Scenery | None = None, *, after: int = 0) -> None:
        shot = request.shot
        self.request, self.width, self.height = request, width, height
        self.move = CameraMove(shot.camera, shot.frames, float(request.rate.fps), shot.seed, shot.intensity, after=after)
        self._scenery = scenery or _built(request)
        self._ground = Ground(self._scenery.ground_y, lit_for(shot.set))
        self._players = players(request.changed(width=width, height=height), self._ground, self.move)
        self._layers: list[Layer] = [*self._set_layers(), *self._players, *self._effects()]
        self._finish = Finish(width, height, shot.seed)
        self._flat: OrderedDict[tuple[int, ...], Sprite] = OrderedDict()

    def _set_layers(self) -> list[Layer]:
        scenery, move = self._scenery, self.move
        made = [backdrop_layer(backdrop, scenery.ground_y, move, self.width, self.height) for backdrop in scenery.backdrops]
        for plane in scenery.planes:
            made.append(MovingPlane(plane) if plane.moving else StillPlane(plane, move, self.width, self.height))
        return made

    def _effects(self) -> list[Effect]:
        design, lit, ground_y = self.request.shot.set, self._ground.lit, self._scenery.ground_y
        home = self.move.view(0, self.width, self.height)
        lights = light_effects(design, lit, self._scenery.practicals)
        return [*weather_effects(design, lit, home, ground_y), *lights]

    def moment(self, frame: int) -> Moment:
        state = self.move.state(frame)
        last = max(self.request.shot.frames - 1, 1)
        return Moment(frame, self.request.rate.seconds(frame), frame / last, state, state.view(self.width, self.height))

    def picture(self, frame: int, passes: Passes | None = None) -> Rgba:
        """One finished frame, uint8 [height, width, RGBA], opaque. Fills `passes` where given."""
        moment = self.moment(frame)
        pixels = blank(self.width, self.height)
        pixels[..., 3] = 255
        if passes:
            passes.clear()
            self._draw_noted(moment, pixels, passes)
        else:
            self._draw(moment, pixels)
        return self._finish.apply(pixels, frame)

    def presence(self, frame: int) -> NDArray[np.uint8]:
        """How much of each pixel the shot's people and props cover, uint8 [height, width]: the set and the weather left out."""
        moment, alone = self.moment(frame), blank(self.width, self.height)
        for player in self._players:
            sprite = player.sprite(moment)
            if sprite is not None:
                sprite.over(alone)
        return np.array(alone[..., 3])

    def _ordered(self, moment: Moment) -> list[Layer]:
        rows = [(-layer.z(moment), index) for index, layer in enumerate(self._layers)]
        return [self._layers[index] for _, index in sorted(rows)]

    def _draw(self, moment: Moment, pixels: Rgba) -> None:
        """Far to near. Under a locked camera, neighbours that never change are laid together once."""
        run: list[Layer] = []
        for layer in self._ordered(moment):
            if self.move.locked and layer.still:
                run.append(layer)
                continue
            self._draw_run(run, moment, pixels)
            run = []
            self._draw_one(layer, moment, pixels)
        self._draw_run(run, moment, pixels)

    @staticmethod
    def _draw_one(layer: Layer, moment: Moment, pixels: Rgba) -> None:
        if isinstance(layer, Effect):
            layer.lay(pixels, moment)
            return
        shadow = layer.shadow(moment) if isinstance(layer, Player) else None
        for sprite in (shadow, layer.sprite(moment)):
            if sprite is not None:
                sprite.over(pixels)

    def _draw_run(self, run: list[Layer], moment: Moment, pixels: Rgba) -> None:
        if not run:
            return
        key = tuple(id(layer) for layer in run)
        if key not in self._flat:
            whole = blank(self.width, self.height)
            for layer in run:
                self._draw_one(layer, moment, whole)
            self._flat[key] = Sprite(0, 0, whole)
            while len(self._flat) > _FLATTENED_KEPT:
                self._flat.popitem(last=False)
        self._flat.move_to_end(key)
        self._flat[key].over(pixels)

    def _draw_noted(self, moment: Moment, pixels: Rgba, passes: Passes) -> None:
        for layer in self._ordered(moment):
            self._draw_one(layer, moment, pixels)
            sprite = layer.sprite(moment)
            if sprite is None:
                continue
            label = CLASSES[layer.category]
            if isinstance(layer, FloorLayer):
                sprite.mark_rows(passes.depth, passes.classes, layer.row_depths(moment), label)
            elif layer.category == "sky":
                sprite.mark(passes.depth, passes.classes, FAR_M, label)
            else:
                sprite.mark(passes.depth, passes.classes, moment.distance(layer.z(moment)), label)


def _built(request: ShootRequest) -> Scenery:
    from aiprod.shooting.animatic import places

    return places.build(request.shot.set)
