# SPDX-License-Identifier: Apache-2.0
"""The engine of the video models, on tiny checkpoints of the true architectures: what is loaded how often, what making clips
together brings, what offload costs, how soon a stop is heard, and what a crash costs.

Seconds of the processor are steadier than wall time on a machine that does other things too. The models are tiny: ratios say
something about the engine, seconds nothing about real models.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from aiprod.cli.benches.running import home_of_its_own
from aiprod.film.errors import Stopped
from aiprod.film.time import FrameRate
from aiprod.models.runtime import need_torch
from aiprod.shooting.diffusion.request import Media, Sampling, VideoRequest

if TYPE_CHECKING:
    from aiprod.models.checkpoints import Checkpoint
    from aiprod.shooting.diffusion.engine.engine import Engine
    from aiprod.shooting.diffusion.families.base import Footage

MODELS = ("tiny-wan", "tiny-ltx23")
_SHOTS, _TOGETHER = 10, 8
_STEPS = 6


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """`runs` is how many clips are made together."""
    need_torch()
    with tempfile.TemporaryDirectory(prefix="aiprod-bench-") as folder, home_of_its_own():
        return {model: _Bench(model, Path(folder) / model, seed).rows(runs or _TOGETHER) for model in MODELS}


class _Bench:
    """The rows of one model."""

    def __init__(self, model: str, folder: Path, seed: int) -> None:
        from aiprod.models.tiny import build

        self._model, self._folder, self._seed = model, folder, seed
        self._checkpoint: Checkpoint = build(model, folder / "checkpoint")

    def rows(self, together: int) -> dict[str, Any]:
        return {
            "ten shots": self._ten_shots(), f"{together} clips together": self._together(together),
            "offload": self._offload(), "memory runs out": self._memory(), "stop": self._stop(), "crash": self._crash(),
        }  # fmt: skip

    def _engine(self, placement: str = "resident", batch: int = 8) -> Engine:
        import torch

        from aiprod.shooting.diffusion.engine.engine import Engine
        from aiprod.shooting.diffusion.engine.ladder import Way

        way: Any = Way(dtype="float32", placement=placement, batch=batch, decoded=batch)  # type: ignore[arg-type]
        return Engine(torch.device("cpu"), opener=lambda _id: self._checkpoint, planner=lambda *_asked: way)

    def _request(self, seed: int = 0, prompt: str = "A cat walks.", **fields: Any) -> VideoRequest:
        rate = FrameRate(numerator=16 if "wan" in self._model else 24)
        size: dict[str, Any] = {"width": 64, "height": 64, "frames": 9, **fields}
        return VideoRequest(model=self._model, prompt=prompt, rate=rate, seed=self._seed + seed, **size)

    def _made(self, engine: Engine, request: VideoRequest, place: str, watch: Any = None) -> list[Any]:
        return list(engine.generate(request, Media({}), watch, self._folder / place / ".making").frames)

    def _ten_shots(self) -> dict[str, Any]:
        """One film of ten shots with four prompts."""
        engine, steps = self._engine(), Sampling(steps=_STEPS)
        for shot in range(_SHOTS):
            self._made(engine, self._request(shot, f"Shot {shot % 4}.", sampling=steps), "ten")
        model = engine.model(self._model)
        engine.close()
        return {
            "loads of each part": max(model.residence.loads.values()), "reach loads": 1,
            "prompts": 4, "prompts read, with what is not wanted": model.encoded,
        }  # fmt: skip

    def _together(self, count: int) -> dict[str, Any]:
        """As many clips one by one, and at once, with the model's own number of steps, from the request to the last frame."""
        engine = self._engine(batch=count)
        self._made(engine, self._request(99), "warm")
        alone = self._sampled_and_read(lambda: [self._begun(engine, index, "alone") for index in range(count)])
        both = self._sampled_and_read(lambda: self._at_once(engine, count, "together"))
        engine.close()
        off = max(_off(*pair) for pair in zip(alone.pop("frames"), both.pop("frames"), strict=True))
        took = [each["sampling"]["processor"] + each["decoding"]["processor"] for each in (alone, both)]
        return {
            "throughput": round(took[0] / took[1], 2), "reach": 2.0, "one by one": alone, "together": both,
            "largest difference of a frame, of 255": off, "reach difference": 1,
        }  # fmt: skip

    def _sampled_and_read(self, work: Callable[[], list[Footage]]) -> dict[str, Any]:
        """Decoding happens while frames are read."""
        footages: list[Footage] = []
        frames: list[Any] = []
        sampling = _spent(lambda: footages.extend(work()))
        decoding = _spent(lambda: frames.extend(list(footage.frames) for footage in footages))
        return {"sampling": sampling, "decoding": decoding, "frames": frames}

    def _begun(self, engine: Engine, index: int, place: str) -> Footage:
        return engine.generate(self._request(index), Media({}), None, self._folder / place / ".making")

    def _at_once(self, engine: Engine, count: int, place: str) -> list[Footage]:
        ready = threading.Barrier(count)

        def one(index: int) -> Footage:
            with engine.expecting():
                ready.wait()
                return self._begun(engine, index, f"{place}-{index}")

        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(one, range(count)))

    def _offload(self) -> dict[str, Any]:
        """The same clip every way: equal to the bit, and what it costs here, where the host is the device."""
        import numpy as np

        found, rows = [], {}
        for placement in ("resident", "model", "stream", "disk"):
            engine, request = self._engine(placement), self._request(1, sampling=Sampling(steps=_STEPS))
            self._made(engine, self._request(2, sampling=Sampling(steps=_STEPS)), f"warm-{placement}")
            rows[placement] = _spent(lambda engine=engine, request=request: found.append(self._made(engine, request, "offload")))  # type: ignore[misc]
            engine.close()
            _forget(self._folder / "offload" / ".latents")
        return {**rows, "equal": all(np.array_equal(found[0], each) for each in found[1:])}

    def _memory(self) -> dict[str, Any]:
        """A transformer that has memory for three clips at once, asked for eight."""
        import torch

        engine = self._engine()
        self._made(engine, self._request(5), "warm-memory")
        model = engine.model(self._model)
        tried: list[int] = []

        def short(_module: Any, args: Any, kwargs: Any) -> None:
            clips = len(next(each for each in (*args, *kwargs.values()) if isinstance(each, torch.Tensor)))
            tried.append(clips)
            if clips > 3:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB")

        with model.residence.use("transformer") as transformer:
            handle = transformer.register_forward_pre_hook(short, with_kwargs=True)
        made = [list(footage.frames) for footage in self._at_once(engine, _TOGETHER, "memory")]
        handle.remove()
        engine.close()
        return {"clips in a call, first and last": [tried[0], tried[-1]], "clips asked for": _TOGETHER, "clips made": len(made)}

    def _stop(self) -> dict[str, Any]:
        """A stop in the middle of a step: blocks that begin after it, and seconds until it is through."""
        engine = self._engine()
        self._made(engine, self._request(6), "warm-stop")
        brake, said = engine.model(self._model).residence.brake, []
        begun = brake.passed

        class Eye:
            def frame(self, done: int, total: int, rgb: Any) -> None:
                if brake.passed > begun + 4:
                    said.append((brake.passed, perf_counter()))
                    raise Stopped("enough")

        with suppress(Stopped):
            self._made(engine, self._request(7), "stop", Eye())
        heard = perf_counter()
        engine.close()
        return {"blocks after it": brake.passed - said[0][0], "seconds": round(heard - said[0][1], 3), "reach seconds": 1.0}

    def _crash(self) -> dict[str, Any]:
        """The clip again after its latents were finished: what a crash while decoding costs."""
        first, second = self._engine(), self._engine()
        whole = _spent(lambda: self._made(first, self._request(8), "crash"))
        again = _spent(lambda: self._made(second, self._request(8), "crash"))
        loaded = sorted(second.model(self._model).residence.loads)
        first.close()
        second.close()
        return {"whole": whole, "after the crash": again, "parts loaded again": loaded}


def _off(one: list[Any], other: list[Any]) -> int:
    """Largest difference of two clips' frames."""
    import numpy as np

    return max(int(np.abs(a.astype(int) - b).max()) for a, b in zip(one, other, strict=True))


def _forget(folder: Path) -> None:
    """Kept latents would make the next way look quick."""
    for path in folder.glob("*.safetensors"):
        path.unlink()


def _spent(work: Callable[[], Any]) -> dict[str, float]:
    wall, processor = perf_counter(), process_time()
    work()
    return {"wall": round(perf_counter() - wall, 2), "processor": round(process_time() - processor, 2)}
