# SPDX-License-Identifier: Apache-2.0
"""The animatic generator: a multiplane stage drawn on this machine's processor. Never passed off as a model's output."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.files import disk_errors, write_json
from aiprod.film.shots import ShootRequest
from aiprod.film.takes import ModelUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiprod.shooting.animatic.frame import Stage
    from aiprod.shooting.animatic.passes import Passes, PassWriters
    from aiprod.shooting.generator import Rgb, Watch


class Animatic:
    """Shoots on the animatic stage. See `generator.Generator` for the contract."""

    id = "animatic"
    version = 1
    title = "animatic"

    def models(self, request: ShootRequest) -> tuple[ModelUse, ...]:
        """None for the plain illustration; the look's network for a painted style."""
        from aiprod.shooting.finishing.looks import look_models

        return look_models(request.style)

    def shoot(self, request: ShootRequest, folder: Path, watch: Watch | None = None) -> dict[str, Any]:
        """Write picture.mp4, camera.json and the passes. One process, one thread of drawing."""
        import cv2

        from aiprod.media.encoders import choose
        from aiprod.media.video import VideoWriter
        from aiprod.shooting.animatic.frame import Stage
        from aiprod.shooting.animatic.passes import Passes, PassWriters
        from aiprod.shooting.finishing.looks import look_for

        cv2.setNumThreads(1)
        width, height, rate = request.width, request.height, request.rate.fps
        look, encoder = look_for(request.style), choose("take")
        stage, total = Stage(request, width, height), request.shot.frames
        passes = Passes(width, height) if request.passes else None
        with disk_errors(folder), ExitStack() as files:
            picture = files.enter_context(VideoWriter(folder / "picture.mp4", rate, width, height, encoder))
            extra = files.enter_context(PassWriters(folder, request.passes, rate, width, height))
            for frame, pixels in enumerate(look.stream(self._pictures(stage, passes, extra))):
                picture.write_rgb(pixels)
                if watch:
                    watch.frame(frame + 1, total, pixels)
        write_json(folder / "camera.json", self._camera(stage, request))
        return self._facts(request, encoder.codec)

    def go_on(self, request: ShootRequest, first: int, frames: int, folder: Path, watch: Watch | None = None) -> dict[str, Any]:
        """The same shot beyond its own end: `frames` frames from number `first` on, which the shot itself no longer has. People
        walk on, the camera comes to rest, weather and light live.

        Writes picture.mp4. Returns the facts of the footage.
        """
        import cv2

        from aiprod.media.encoders import choose
        from aiprod.media.video import VideoWriter
        from aiprod.shooting.animatic.frame import Stage
        from aiprod.shooting.finishing.looks import KEY_EVERY, look_for

        cv2.setNumThreads(1)
        width, height, encoder = request.width, request.height, choose("take")
        stage = Stage(request, width, height, after=max(first + frames - request.shot.frames, 0))
        stage.picture(0)  # what is painted once is painted for the shot's first frame, as it was in the shot
        start = first - first % KEY_EVERY
        drawn = look_for(request.style).stream(stage.picture(frame) for frame in range(start, first + frames))
        with disk_errors(folder), VideoWriter(folder / "picture.mp4", request.rate.fps, width, height, encoder) as picture:
            for frame, pixels in enumerate(drawn, start - first + 1):
                if frame > 0:
                    picture.write_rgb(pixels)
                    if watch:
                        watch.frame(frame, frames, pixels)
        return {**self._facts(request, encoder.codec), "frames": frames, "first": first, "passes": []}

    def still(self, request: ShootRequest, frame: int, width: int, height: int) -> Rgb:
        """One frame at another size. The field of view keeps the request's horizontal angle."""
        from aiprod.shooting.animatic.frame import Stage
        from aiprod.shooting.finishing.looks import look_for

        picture = look_for(request.style).still(Stage(request, width, height).picture(frame))
        return picture[..., :3].copy()

    @staticmethod
    def _pictures(stage: Stage, passes: Passes | None, extra: PassWriters) -> Iterator[Rgb]:
        for frame in range(len(stage.move)):
            picture = stage.picture(frame, passes)
            if passes:
                extra.write(passes)
            yield picture

    @staticmethod
    def _camera(stage: Stage, request: ShootRequest) -> dict[str, Any]:
        from aiprod.shooting.animatic.passes import encoding

        written = {name: how for name, how in encoding().items() if name in request.passes}
        return {"label": "animatic", **stage.move.to_json(request.width, request.height), "passes": written}

    def _facts(self, request: ShootRequest, codec: str) -> dict[str, Any]:
        return {
            "generator": f"{self.id}/{self.version}", "label": self.title, "synthetic": True, "style": request.style,
            "frames": request.shot.frames, "width": request.width, "height": request.height, "codec": codec,
            "passes": list(request.passes),
        }  # fmt: skip
