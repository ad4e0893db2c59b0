# SPDX-License-Identifier: Apache-2.0
"""The steps of `aiprod models compile`: each builds or measures one way of running one part."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import torch

from aiprod.film.errors import AiprodError
from aiprod.models.checkpoints import Checkpoint
from aiprod.models.compiling import measurements, parts, torch_routes
from aiprod.models.compiling.calls import Size, inputs_of
from aiprod.models.compiling.engines import Range, available
from aiprod.models.compiling.keys import builder_of, weights_key
from aiprod.models.compiling.measurements import Measurement
from aiprod.models.compiling.measuring import Timed, errors, timed
from aiprod.models.compiling.quantising import METHODS, kept_bytes, quantise, unusable

log = logging.getLogger(__name__)
Row = dict[str, Any]
Step = tuple[str, float, Callable[[], list[Row]]]
LATENTS = (5, 8, 12)
"""Latent frames, height, width that a decoder is measured at on a processor."""
TOKENS = Size(5, 16, 24, 64, 32)
CARD_LATENTS, CARD_TOKENS = (16, 16, 24), Size(16, 32, 48, 512, 128)
_LARGEST_WHOLE = 2_000_000_000
"""Parameters of a transformer that is measured whole on a processor; of a larger one, one block."""
DECODER_SIZES = {"frames": Range(2, 16, 48), "height": Range(2, 16, 68), "width": Range(2, 24, 68)}
"""Latent frames, height and width that a decoder's engine takes; larger pictures are decoded in tiles."""
_BLOCK_RANGES = {"*": Range(1, 6144, 65536)}
_one_at_a_time = threading.Lock()


class Bench:
    """One model on one device, with everything that is measured on it.

    Args:
        loras: (file, SHA-256, weight), fused in this order before anything of the transformer is measured or quantised.
    """

    def __init__(
        self, checkpoint: Checkpoint, device: str, routes: Sequence[str], targets: Sequence[str],
        loras: Sequence[tuple[Path, str, float]] = (), threads: int = 0,
    ) -> None:  # fmt: skip
        self.checkpoint, self.device, self.targets, self.loras = checkpoint, device, tuple(targets), tuple(loras)
        self.threads = threads or torch.get_num_threads()
        self._routes = set(routes)
        self._card = device.startswith("cuda")
        self._references: dict[str, Timed] = {}
        self._kept: dict[str, Any] = {}

    def steps(self) -> Iterator[Step]:
        """Name, share done, work."""
        found = [each for each in self._all() if self._wanted(each[1])]
        for number, (name, route, precision, work) in enumerate(found):
            yield name, number / len(found), partial(self._guarded, name, route, precision, work)

    def _all(self) -> Iterator[tuple[str, str, str, Callable[[], Row]]]:
        part = "transformer" if self._whole() else "transformer.block"
        yield "vae.decoder", "eager", "float32", lambda: self._decoder(torch.float32)
        yield "vae.decoder", "eager", "bfloat16", lambda: self._decoder(torch.bfloat16)
        yield "vae.decoder", "onnx", "float32", self._decoder_onnx
        yield "vae.decoder", "tensorrt-rtx", "float32", self._decoder_engine
        yield part, "eager", "float32", lambda: self._transformer("eager", torch.float32)
        yield part, "eager", "bfloat16", lambda: self._transformer("eager", torch.bfloat16)
        yield part, "onnx", "float32", self._transformer_onnx
        for method, (route, _) in METHODS.items():
            yield part, route, method, partial(self._quantised, method)
        yield part, "compile", "bfloat16" if self._card else "float32", self._compiled
        yield "transformer.block", "tensorrt-rtx", "bfloat16", self._block_engine
        yield part, "tensorrt", "bfloat16", self._data_centre

    def _wanted(self, route: str) -> bool:
        if route == "eager":
            return True  # the others are measured against it
        return route in self._routes if self._routes else route != "compile" or self._card

    def _guarded(self, part: str, route: str, precision: str, work: Callable[[], Row]) -> list[Row]:
        """One way that fails leaves the others alone."""
        row = {"part": part, "route": route, "precision": precision}
        try:
            with _threads(self.threads):
                return [row | work()]
        except AiprodError as error:
            return [row | {"state": "failed", "why": str(error)}]
        except (RuntimeError, ValueError, NotImplementedError, ImportError) as error:
            log.info("a route failed", extra={"part": part, "route": route, "reason": str(error)[:500]})
            return [row | {"state": "failed", "why": str(error).splitlines()[0][:200]}]

    # decoders

    def _vae(self) -> Any:
        if "vae" not in self._kept:
            self._kept["vae"] = self._load("vae", torch.float32)
        return self._kept["vae"]

    def _latents(self) -> torch.Tensor:
        config = self._vae().config
        channels = getattr(config, "z_dim", None) or config.latent_channels
        shape = (1, channels, *(CARD_LATENTS if self._card else LATENTS))
        return torch.randn(shape, generator=torch.Generator().manual_seed(0)).to(self.device)

    def _decode(self, vae: Any, latents: torch.Tensor) -> Timed:
        return timed(lambda: vae.decode(latents, return_dict=False)[0], self.device, runs=2 if self._card else 3)

    def _decoder(self, dtype: torch.dtype) -> Row:
        vae = (self._vae() if dtype == torch.float32 else self._load("vae", dtype)).to(self.device)
        time = self._decode(vae, self._latents().to(dtype))
        vae.to("cpu")
        return self._measured("vae.decoder", "eager", dtype, time, kept_bytes(vae.decoder))

    def _decoder_onnx(self) -> Row:
        from aiprod.models.compiling import decoder_graphs

        if why := decoder_graphs.exportable(self._vae()):
            return {"state": "not here", "why": why}
        built = parts.decoder(self.checkpoint, self._vae())
        if self._card:
            return {"state": "built", "why": "measured on processors only", "parity": built.facts["parity"]}
        with parts.decoder_runner(built, self.threads).in_place_of(self._vae()):
            time = self._decode(self._vae(), self._latents())
        size = sum(path.stat().st_size for path in built.folder.iterdir() if path.suffix in (".onnx", ".weights"))
        return self._measured("vae.decoder", "onnx", torch.float32, time, size) | {"parity": built.facts["parity"]}

    def _decoder_engine(self) -> Row:
        from aiprod.models.compiling import decoder_graphs

        if not available():
            return _NO_BUILDER
        if why := decoder_graphs.exportable(self._vae(), card=True):
            return {"state": "not here", "why": why}
        return self._plan(parts.decoder_engine(self.checkpoint, self._vae(), self.targets, DECODER_SIZES))

    # transformers

    def _whole(self) -> bool:
        return self._card or self.checkpoint.components["transformer"].parameters <= _LARGEST_WHOLE

    def _model(self, dtype: torch.dtype) -> Any:
        """Afresh each time: some ways change it for good."""
        component = self.checkpoint.components["transformer"]
        if self._whole():
            from aiprod.models.compiling.fusing import fuse

            model = self._load("transformer", dtype)
            for path, _, weight in self.loras:
                fuse(model, path, weight)
            return model.to(self.device)
        from aiprod.models.classes import find
        from aiprod.models.compiling.block_graphs import skeleton

        return skeleton(find(component.kind), component.config, dtype).to(self.device)

    def _run(self, model: Any) -> Timed:
        inputs = inputs_of(model, CARD_TOKENS if self._card else TOKENS)
        there = {name: value.to(self.device) if torch.is_tensor(value) else value for name, value in inputs.items()}
        return timed(lambda: tuple(model(**there, return_dict=False)), self.device)

    def _transformer(self, route: str, dtype: torch.dtype) -> Row:
        model = self._model(dtype)
        return self._measured(self._part, route, dtype, self._run(model), kept_bytes(model))

    @property
    def _part(self) -> str:
        return "transformer" if self._whole() else "transformer.block"

    def _transformer_onnx(self) -> Row:
        from aiprod.models.compiling.block_runners import in_place_of

        built = parts.block(self.checkpoint, torch.float32)
        if self._card:
            return {"state": "built", "why": "measured on processors only", "parity": built.facts["parity"]}
        model = self._model(torch.float32)
        with in_place_of(model, parts.onnx_blocks(built, model, self.threads)):
            time = self._run(model)
        row = self._measured(self._part, "onnx", torch.float32, time, kept_bytes(model))
        return row | {"parity": built.facts["parity"]}

    def _quantised(self, method: str) -> Row:
        if why := unusable(method, self.device):
            return {"state": "not here", "why": why}
        compute = torch.bfloat16 if self._card else torch.float32
        model = self._model(compute)
        file = self._gguf_file(model, method)
        quantise(model, method, compute)
        return self._measured(self._part, METHODS[method][0], method, self._run(model), kept_bytes(model)) | file

    def _gguf_file(self, model: Any, method: str) -> Row:
        """A GGUF file is kept, with the LoRAs inside: that is what is loaded from then on."""
        if METHODS[method][0] != "gguf" or not self._whole():
            return {}
        built = parts.quantised(self.checkpoint, model, method, self._stack)
        return {"file": str(built.folder / str(built.facts["file"])), "fresh": built.fresh}

    def _compiled(self) -> Row:
        dtype = torch.bfloat16 if self._card else torch.float32
        model = self._model(dtype)
        torch_routes.compile_blocks(model)
        try:
            return self._measured(self._part, "compile", dtype, self._run(model), kept_bytes(model))
        finally:
            torch_routes.uncompile(model)

    def _block_engine(self) -> Row:
        if not available():
            return _NO_BUILDER
        built = parts.block_engine(self.checkpoint, torch.bfloat16, self.targets, _BLOCK_RANGES)
        if torch_routes.preferred(self.device) != "tensorrt-rtx":
            return self._plan(built)
        from aiprod.models.compiling.block_runners import in_place_of

        model = self._model(torch.bfloat16)
        with in_place_of(model, parts.engine_blocks(built, model, self.device)):
            return self._measured(self._part, "tensorrt-rtx", torch.bfloat16, self._run(model), kept_bytes(model))

    def _data_centre(self) -> Row:
        if why := torch_routes.data_centre_missing(self.device):
            return {"state": "not here", "why": why}
        model = self._model(torch.bfloat16)
        torch_routes.compile_for_data_centre(model)
        return self._measured(self._part, "tensorrt", torch.bfloat16, self._run(model), kept_bytes(model))

    # figures

    @property
    def _stack(self) -> tuple[tuple[str, float], ...]:
        return tuple((sha256, weight) for _, sha256, weight in self.loras)

    def _load(self, name: str, dtype: torch.dtype) -> Any:
        from aiprod.models.loading import load

        return load(self.checkpoint.components[name], dtype)

    def _plan(self, built: Any) -> Row:
        why = f"for {', '.join(self.targets)}; how fast it is shows on such a card"
        return {
            "state": "built",
            "why": why,
            "bytes": built.facts["plan_bytes"],
            "fresh": built.fresh,
            "folder": str(built.folder),
        }

    def _measured(self, part: str, route: Any, precision: Any, time: Timed, size: int) -> Row:
        """A row, and the measurement that the planner reads. The first of a part is what the others are compared with."""
        reference = self._references.setdefault(part, time)
        relative, largest = errors(time.result, reference.result)
        stack = self._stack if part.startswith("transformer") else ()
        kept = measurements.record(
            Measurement(
                machine=measurements.machine(self.device), device=self.device, part=part, model=self.checkpoint.id,
                weights=weights_key(self.checkpoint, part.split(".")[0], stack), route=route,
                precision=str(precision).removeprefix("torch."), shape=self._shape(part),
                threads=0 if self._card else self.threads,
                seconds=time.seconds, processor_s=time.processor_s, bytes=size, peak_bytes=time.peak_bytes, error=relative,
                largest_error=largest, builder=builder_of(route),
            )
        )  # fmt: skip
        return {
            "state": "measured", "seconds": kept.seconds, "times": round(reference.processor_s / max(kept.processor_s, 1e-9), 2)
            if not self._card else round(reference.seconds / max(kept.seconds, 1e-9), 2),
            "error": relative, "largest_error": largest, "bytes": size,
        }  # fmt: skip

    def _shape(self, part: str) -> dict[str, int]:
        if part == "vae.decoder":
            return dict(zip(("frames", "height", "width"), CARD_LATENTS if self._card else LATENTS, strict=True))
        size = CARD_TOKENS if self._card else TOKENS
        return {"frames": size.frames, "height": size.height, "width": size.width, "text": size.text, "audio_tokens": size.sound}


_NO_BUILDER: Row = {"state": "not here", "why": "tensorrt-rtx-cu12 is not installed"}


@contextmanager
def _threads(count: int) -> Iterator[None]:
    with _one_at_a_time:
        before = torch.get_num_threads()
        torch.set_num_threads(count)
        try:
            yield
        finally:
            torch.set_num_threads(before)
