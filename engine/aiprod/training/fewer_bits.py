# SPDX-License-Identifier: Apache-2.0
"""Weights of ONNX files with fewer bits, under the names that they have in the network, so that `weights_in` finds them again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from aiprod.film.errors import UserError

if TYPE_CHECKING:
    import onnx

BLOCK = 128
"""Weights of a row that share a scale, where rows have several."""
_WHOLE, _TURNED, _SCALE, _ROW_SCALE = ".whole", ".turned", ".scale_of_blocks", ".scale_of_rows"
_MIDDLE = 128
_UNEVEN = "down.weight"
_HOLDER = "network."
"""What a weight's name begins with in a file: a network's own names may also be those of values in the graph."""
Floats = NDArray[np.float32]


def eight_bits(model: onnx.ModelProto) -> onnx.ModelProto:
    """Large matrices as whole numbers of 8 bits, the rest at 16 bits.

    Matrices whose inputs are even take activations at 8 bits, too (`DynamicQuantizeMatMul`): three to four times as fast as 32
    bits. `down` sees a few inputs a hundred times the others: there each block of a row has a scale of its own (`MatMulNBits`).
    """
    import onnx

    made = onnx.ModelProto()
    made.CopyFrom(model)
    weights = {i.name: onnx.numpy_helper.to_array(i) for i in made.graph.initializer}
    turned = {n.output[0]: n.input[0] for n in made.graph.node if n.op_type == "Transpose" and n.input[0] in weights}
    for node in list(made.graph.node):
        name = turned.get(node.input[1], "") if node.op_type == "MatMul" else ""
        if not name or weights[name].size < 1 << 16:
            continue
        if not name.endswith(_UNEVEN):
            _by_columns(made, node, name, weights[name])
        elif weights[name].shape[1] % BLOCK == 0:
            _by_blocks(made, node, name, weights[name])
    _drop_unused(made)
    if all(given.domain != "com.microsoft" for given in made.opset_import):
        made.opset_import.append(onnx.helper.make_opsetid("com.microsoft", 1))
    return halved(made)


def _by_columns(model: onnx.ModelProto, node: onnx.NodeProto, name: str, weight: Floats) -> None:
    import onnx

    scale = (np.maximum(np.abs(weight).max(1), 1e-12) / 127).astype(np.float32)
    whole = np.rint(weight / scale[:, None]).astype(np.int8)
    model.graph.initializer.append(onnx.numpy_helper.from_array(np.ascontiguousarray(whole.T), name + _TURNED))
    model.graph.initializer.append(onnx.numpy_helper.from_array(scale, name + _ROW_SCALE))
    swapped = onnx.helper.make_node(
        "DynamicQuantizeMatMul", [node.input[0], name + _TURNED, name + _ROW_SCALE], list(node.output), name=node.name,
        domain="com.microsoft",
    )  # fmt: skip
    node.CopyFrom(swapped)


def _by_blocks(model: onnx.ModelProto, node: onnx.NodeProto, name: str, weight: Floats) -> None:
    import onnx

    whole, scale = blocks_of(weight)
    outside, inside = weight.shape
    model.graph.initializer.append(onnx.numpy_helper.from_array(whole, name + _WHOLE))
    model.graph.initializer.append(onnx.numpy_helper.from_array(scale, name + _SCALE))
    swapped = onnx.helper.make_node(
        "MatMulNBits", [node.input[0], name + _WHOLE, name + _SCALE], list(node.output), name=node.name,
        domain="com.microsoft", K=inside, N=outside, bits=8, block_size=BLOCK, accuracy_level=4,
    )  # fmt: skip
    node.CopyFrom(swapped)


def blocks_of(weight: Floats) -> tuple[NDArray[np.uint8], Floats]:
    """A matrix [out, in] as (bytes around 128 [out, blocks, BLOCK], scales [out, blocks])."""
    blocks = weight.reshape(len(weight), -1, BLOCK).astype(np.float32)
    scale = np.maximum(np.abs(blocks).max(-1), 1e-12) / 127
    whole = np.rint(blocks / scale[..., None]) + _MIDDLE
    return whole.astype(np.uint8), scale.astype(np.float32)


def whole_rows(model: onnx.ModelProto) -> onnx.ModelProto:
    """Large weights as whole numbers of 8 bits with a scale for each row, made 32 bits wide again when the file is loaded."""
    import onnx

    wide, nodes, made = {}, [], []
    for tensor in model.graph.initializer:
        array = onnx.numpy_helper.to_array(tensor)
        if array.ndim < 2 or array.size < 4096:
            made.append(tensor)
            continue
        name, scale = tensor.name, (np.abs(array.reshape(len(array), -1)).max(1).clip(1e-12) / 127).astype(np.float32)
        whole = np.rint(array / scale.reshape(-1, *[1] * (array.ndim - 1))).astype(np.int8)
        made += [onnx.numpy_helper.from_array(whole, name + _WHOLE), onnx.numpy_helper.from_array(scale, name + _ROW_SCALE)]
        wide[name] = f"{name}.wide"
        nodes.append(onnx.helper.make_node("DequantizeLinear", [name + _WHOLE, name + _ROW_SCALE], [wide[name]], axis=0))
    for node in model.graph.node:
        node.input[:] = [wide.get(name, name) for name in node.input]
    nodes.extend(model.graph.node)
    del model.graph.node[:], model.graph.initializer[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.extend(made)
    return model


def halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """Keep weights at 16 bits; the file's first nodes make them 32 bits wide again, once, when it is loaded."""
    import onnx

    casts = []
    for tensor in model.graph.initializer:
        array = onnx.numpy_helper.to_array(tensor)
        if array.dtype != np.float32 or array.size < 64 or tensor.name.endswith((_SCALE, _ROW_SCALE)):
            continue
        casts.append(onnx.helper.make_node("Cast", [tensor.name], [f"{tensor.name}.wide"], to=onnx.TensorProto.FLOAT))
        tensor.CopyFrom(onnx.numpy_helper.from_array(array.astype(np.float16), tensor.name))
    wide = {node.input[0]: node.output[0] for node in casts}
    for node in model.graph.node:
        node.input[:] = [wide.get(name, name) for name in node.input]
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    return model


def _drop_unused(model: onnx.ModelProto) -> None:
    while True:
        used = {name for node in model.graph.node for name in node.input} | {o.name for o in model.graph.output}
        nodes = [node for node in model.graph.node if used & set(node.output)]
        if len(nodes) == len(model.graph.node):
            break
        del model.graph.node[:]
        model.graph.node.extend(nodes)
    tensors = [i for i in model.graph.initializer if i.name in used]
    del model.graph.initializer[:]
    model.graph.initializer.extend(tensors)


def weights_in(path: Path, names: Sequence[str]) -> dict[str, Tensor]:
    """The weights of these names out of a file written here. Raises UserError where it does not have them."""
    import onnx

    held = {i.name.removeprefix(_HOLDER): onnx.numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
    found = {}
    for name in names:
        if name + _TURNED in held:
            array = held[name + _TURNED].T.astype(np.float32) * held[name + _ROW_SCALE][:, None]
        elif name + _ROW_SCALE in held:
            whole, scale = held[name + _WHOLE].astype(np.float32), held[name + _ROW_SCALE]
            array = whole * scale.reshape(-1, *[1] * (whole.ndim - 1))
        elif name + _WHOLE in held:
            whole, scale = held[name + _WHOLE].astype(np.float32), held[name + _SCALE]
            array = ((whole - _MIDDLE) * scale.reshape(*whole.shape[:2], 1)).reshape(len(whole), -1)
        elif name in held:
            array = held[name].astype(np.float32)
        else:
            raise UserError(f"{path.name} has no weight {name!r}", "it is of another architecture", "Use its own recipe.")
        found[name] = torch.from_numpy(array.copy())
    return found
