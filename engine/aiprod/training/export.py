# SPDX-License-Identifier: Apache-2.0
"""Trained weights as the ONNX files that the generator runs, and back: what ships is also what training goes on from.

How weights lose bits, and how they are found again, is `fewer_bits`'; every weight keeps the name that it has in the network.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from aiprod.film.errors import AiprodError, UserError
from aiprod.film.hashing import hash_file
from aiprod.training.checkpoints import check_architecture, load_parts, load_tensors, unpack
from aiprod.training.drawn import drawn
from aiprod.training.fewer_bits import eight_bits, halved, weights_in, whole_rows
from aiprod.training.networks.between import Between, BetweenShape, between_identity
from aiprod.training.networks.codec import Codec
from aiprod.training.networks.transformer import Asked, VideoTransformer
from aiprod.training.recipe import Geometry, Recipe, codec_identity, load_recipe, video_identity

if TYPE_CHECKING:
    import onnx

VIDEO_FILE, ENCODER_FILE, DECODER_FILE = "transformer.onnx", "encoder.onnx", "decoder.onnx"
BETWEEN_FILE, BETWEEN_WEIGHTS = "between.onnx", "between.safetensors"
_OPSET = 20
Network = Any


class _Asking(nn.Module):  # type: ignore[misc]
    """The transformer with its condition as plain inputs."""

    def __init__(self, network: VideoTransformer) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, latents: Tensor, moment: Tensor, tokens: Tensor, present: Tensor, camera: Tensor, camera_on: Tensor,
        memory: Tensor, memory_on: Tensor, known: Tensor,
    ) -> Tensor:  # fmt: skip
        found: Tensor = self.network(latents, moment, Asked(tokens, present, camera, camera_on, memory, memory_on, known))
        return found


class _Encoding(nn.Module):  # type: ignore[misc]
    def __init__(self, network: Codec) -> None:
        super().__init__()
        self.network = network

    def forward(self, pixels: Tensor) -> Tensor:
        found: Tensor = self.network.encode(pixels)
        return found


class _Decoding(nn.Module):  # type: ignore[misc]
    def __init__(self, network: Codec) -> None:
        super().__init__()
        self.network = network

    def forward(self, latents: Tensor) -> Tensor:
        found: Tensor = self.network.decode(latents)
        return found


class _Moving(nn.Module):  # type: ignore[misc]
    """Pictures [1, h, w, 3] in 0…1 and a moment [1] → motion [1, h, w, 4] and the first picture's share [1, h, w]."""

    def __init__(self, network: Between) -> None:
        super().__init__()
        self.network = network

    def forward(self, first: Tensor, second: Tensor, moment: Tensor) -> tuple[Tensor, Tensor]:
        found = self.network(first.permute(0, 3, 1, 2), second.permute(0, 3, 1, 2), moment)[-1]
        return found.flow.permute(0, 2, 3, 1), torch.sigmoid(found.favour)[:, 0]


def transformer_graph(network: VideoTransformer, recipe: Recipe) -> onnx.ModelProto:
    """One clip, one look: latents, moment and condition in, velocity out. In full precision, by onnxruntime's own operators."""
    size, shape = recipe.geometry, recipe.video
    latents = torch.zeros(1, size.latent_frames, size.height // 8, size.width // 8, shape.channels)
    inputs = {
        "latents": latents, "moment": torch.full((1,), 0.5),
        "tokens": torch.zeros(1, shape.slots, shape.slot_dim), "present": torch.ones(1, shape.slots),
        "camera": torch.zeros(1, size.frames, shape.camera_dims), "camera_on": torch.ones(1),
        "memory": latents[:, 0], "memory_on": torch.zeros(1), "known": torch.zeros(1, size.latent_frames),
    }  # fmt: skip
    with drawn():
        return _graph(_Asking(network), inputs, "velocity")


def encoder_graph(network: Codec, recipe: Recipe) -> onnx.ModelProto:
    """Any number of frames, one more than a multiple of four, −1…1, to normalised latents."""
    size = recipe.geometry
    pixels = torch.zeros(1, size.frames, size.height, size.width, 3)
    return _graph(_Encoding(network), {"pixels": pixels}, "latents", length=4 * torch.export.Dim("groups", min=1, max=64) + 1)


def decoder_graph(network: Codec, recipe: Recipe) -> onnx.ModelProto:
    """Normalised latents of any number of frames to pixels, −1…1 and a little over."""
    size = recipe.geometry
    latents = torch.zeros(1, size.latent_frames, size.height // 8, size.width // 8, recipe.codec.channels)
    return _graph(_Decoding(network), {"latents": latents}, "pixels", length=torch.export.Dim("frames", min=1, max=64))


def between_graph(network: Between, size: Geometry) -> onnx.ModelProto:
    """What lies between two pictures of the model's own size."""
    first, second = (
        torch.zeros(1, size.height, size.width, 3) for _ in range(2)
    )  # one tensor given twice would become one input
    return _graph(_Moving(network), {"first": first, "second": second, "moment": torch.full((1,), 0.5)}, "motion", "share")


def _graph(network: Network, inputs: dict[str, Tensor], *outputs: str, length: Any = None) -> onnx.ModelProto:
    """Export, fold constants, but not weights, which keep their names. `length` says which lengths the second axis may have."""
    import onnx
    from onnxscript import ir, optimizer

    shapes = {name: {1: length} for name in inputs} if length is not None else None
    program = torch.onnx.export(
        network.eval(), tuple(inputs.values()), input_names=list(inputs), output_names=list(outputs), dynamo=True, optimize=False,
        verbose=False, opset_version=_OPSET, dynamic_shapes=shapes,
    )  # fmt: skip
    assert program is not None  # it is None only where a file was asked for
    model = program.model_proto
    weights = {name: tensor.detach() for name, tensor in (*network.named_parameters(), *network.named_buffers())}
    used = {name for node in model.graph.node for name in node.input}
    kept = [i for i in model.graph.initializer if i.name in weights and i.name in used]
    others = [i for i in model.graph.initializer if i.name not in weights]
    del model.graph.initializer[:]
    model.graph.initializer.extend(others)
    model.graph.input.extend(onnx.helper.make_tensor_value_info(i.name, i.data_type, list(i.dims)) for i in kept)
    folded: onnx.ModelProto = ir.to_proto(optimizer.optimize(ir.from_proto(model)))
    outside = [i for i in folded.graph.input if i.name in inputs]
    del folded.graph.input[:]
    folded.graph.input.extend(outside)
    folded.graph.initializer.extend(onnx.numpy_helper.from_array(weights[i.name].numpy(), i.name) for i in kept)
    del folded.graph.value_info[:]
    forget_its_makers(folded)
    return folded


def forget_its_makers(model: onnx.ModelProto) -> None:
    """Take out where in whose source each node came from: the exporter writes it, with paths of the machine."""
    for part in (model, model.graph, *model.graph.node, *model.graph.input, *model.graph.output, *model.graph.initializer):
        del part.metadata_props[:]
        part.doc_string = ""


# -- what ships --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trained:
    """The networks of a finished run."""

    recipe: Recipe
    video: VideoTransformer
    codec: Codec
    steps: int


def trained(recipe: Recipe, folders: Sequence[Path], codec: Path | None = None) -> Trained:
    """Read a run's results: the averaged transformer and the codec, from the folders that its parts lie in; the codec from
    `codec` where the run took one as it was."""
    home = _home(folders, "video.high")
    high, facts = load_parts(home, "video.high")
    check_architecture(facts, "video", video_identity(recipe), home)
    low = next((load_parts(folder, "video.low")[0] for folder in folders if any(folder.glob("video.low.*"))), None)
    video = VideoTransformer(recipe.video)
    video.load_state_dict(unpack(high, low))
    return Trained(recipe, video.eval(), codec_of(recipe, codec or _home(folders, "codec")), int(facts.get("steps", 0)))


def codec_of(recipe: Recipe, folder: Path) -> Codec:
    """A trained codec: the shipped one, or one in a run's folder. Raises UserError where it is of another architecture."""
    made = Codec(recipe.codec)
    made.load_state_dict(codec_weights(recipe, folder))
    return made.eval()


def codec_weights(recipe: Recipe, folder: Path) -> dict[str, Tensor]:
    """A codec's weights: out of the files that ship (the encoder at 8 bits, the decoder at 16), or from a run's folder. Raises
    UserError for another architecture."""
    if (folder / ENCODER_FILE).exists():
        names = list(Codec(recipe.codec).state_dict())
        outside = [name for name in names if name.startswith("decoder.")]
        inside = [name for name in names if name not in outside]
        return weights_in(folder / ENCODER_FILE, inside) | weights_in(folder / DECODER_FILE, outside)
    parts, facts = load_parts(folder, "codec")
    check_architecture(facts, "codec", codec_identity(recipe), folder)
    low = {name: tensor for name, tensor in parts.items() if name.endswith(".low")}
    return unpack({name: tensor for name, tensor in parts.items() if name not in low}, low or None)


def _home(folders: Sequence[Path], stem: str) -> Path:
    return next((folder for folder in folders if any(folder.glob(f"{stem}.*.safetensors"))), folders[0])


def export(found: Trained, target: Path, exact: bool = False) -> dict[str, Any]:
    """Write transformer.onnx, encoder.onnx and decoder.onnx (with `exact`, also transformer.fp32.onnx to compare with)."""
    import onnx

    target.mkdir(parents=True, exist_ok=True)
    transformer = transformer_graph(found.video, found.recipe)
    if exact:
        onnx.save(transformer, target / "transformer.fp32.onnx")
    made = {
        VIDEO_FILE: eight_bits(transformer),
        ENCODER_FILE: halved(whole_rows(encoder_graph(found.codec, found.recipe))),
        DECODER_FILE: halved(decoder_graph(found.codec, found.recipe)),
    }
    for name, model in made.items():
        model.producer_name, model.producer_version = "AIPROD", ""
        onnx.save(model, target / name)
    return {
        name: {"size": (target / name).stat().st_size, "sha256": hash_file(target / name)} for name in made
    }  # fmt: skip


def export_between(path: Path, target: Path) -> dict[str, Any]:
    """Write between.onnx from the weights of `aiprod train between`."""
    import onnx

    tensors, facts = load_tensors(path)
    shape = BetweenShape.from_json(facts.get("shape", {}))
    check_architecture(facts, "between", between_identity(shape), path)
    network = Between(shape)
    network.load_state_dict(tensors)
    model = halved(between_graph(network, Geometry()))
    model.producer_name, model.producer_version = "AIPROD", ""
    target.mkdir(parents=True, exist_ok=True)
    onnx.save(model, target / BETWEEN_FILE)
    return {BETWEEN_FILE: {"size": (target / BETWEEN_FILE).stat().st_size, "sha256": hash_file(target / BETWEEN_FILE)}}


def main(arguments: Sequence[str] | None = None) -> int:
    """Export from a command line: `python -m aiprod.training.export RUN [RUN] --recipe FILE --out FOLDER`."""
    parser = ArgumentParser(prog="aiprod train export", description="Write runs' weights as the generator's ONNX files.")
    parser.add_argument(
        "runs", type=Path, nargs="+", help="folders with weights of `train nano`, `video` and `vae`, or `between`"
    )
    parser.add_argument("--recipe", type=Path, help="of the nano run; `between` needs none")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--codec", type=Path, help="the folder of the codec, where the run took one as it was: models/nano")
    parser.add_argument("--exact", action="store_true", help="also write the transformer in full precision")
    given = parser.parse_args(arguments)
    try:
        written = _written(given)
    except AiprodError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    sys.stdout.write(json.dumps(written, indent=1) + "\n")
    return 0


def _written(given: Namespace) -> dict[str, Any]:
    betweens = [run / BETWEEN_WEIGHTS for run in given.runs if (run / BETWEEN_WEIGHTS).exists()]
    others = [run for run in given.runs if not (run / BETWEEN_WEIGHTS).exists()]
    found: dict[str, Any] = {}
    for path in betweens:
        found |= export_between(path, given.out)
    if others and given.recipe is None:
        raise UserError("An export of the video model needs its recipe", "none is named", "Add --recipe FILE.")
    return found | (export(trained(load_recipe(given.recipe), others, given.codec), given.out, given.exact) if others else {})


if __name__ == "__main__":
    sys.exit(main())
