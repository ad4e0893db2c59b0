# SPDX-License-Identifier: Apache-2.0
"""The recogniser as the file that ships: ONNX with its weights at 16 bits, read by `reader`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from aiprod.film.hashing import hash_file
from aiprod.training.evaluation.reader import FILE
from aiprod.training.evaluation.recogniser import Recogniser
from aiprod.training.evaluation.views import GRID, HEIGHT, WAYS, WIDTH


class _Looking(nn.Module):  # type: ignore[misc]
    def __init__(self, network: Recogniser) -> None:
        super().__init__()
        self.network = network

    def forward(self, stills: Tensor, motion: Tensor) -> tuple[Tensor, ...]:
        fine, middle, coarse = self.network.maps(stills, motion)
        features = self.network.gathered(middle, coarse)
        return self.network.heads(features), features, fine, middle, coarse


def ship(network: Recogniser, folder: Path) -> dict[str, Any]:
    """Write the network. Returns its name, size and SHA-256."""
    import onnx

    from aiprod.training.export import forget_its_makers
    from aiprod.training.fewer_bits import halved

    network.eval().cpu()
    network.to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    some = torch.export.Dim("clips", min=1, max=4096)
    program = torch.onnx.export(
        _Looking(network).eval(),
        (torch.zeros(2, 3, HEIGHT, WIDTH), torch.zeros(2, WAYS, HEIGHT // GRID, WIDTH // GRID)),
        input_names=["stills", "motion"], output_names=["logits", "features", "fine", "middle", "coarse"], dynamo=True,
        optimize=True, verbose=False, opset_version=20, dynamic_shapes=({0: some}, {0: some}),
    )  # fmt: skip
    assert program is not None  # it is None only where a file was asked for
    model = halved(program.model_proto)
    model.producer_name, model.producer_version = "AIPROD", ""
    del model.graph.value_info[:]
    forget_its_makers(model)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    onnx.save(model, path)
    return {"name": FILE, "size": path.stat().st_size, "sha256": hash_file(path)}
