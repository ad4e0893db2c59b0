# SPDX-License-Identifier: Apache-2.0
"""Drawing ONNX graphs by hand: names of values go in and out of functions that each add a node. Weights lie in a file beside.

Traced graphs compute shapes at every step and copy what need not be copied; drawn ones do what they say. The format:
https://github.com/onnx/onnx/blob/main/docs/IR.md and …/docs/ExternalData.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Floats = NDArray[np.float32]
OPSET = 18
_PAGE = 4096
"""Weights begin on pages, so that they can be mapped into memory."""


class Weights:
    """The file of weights that graphs of one folder share: each tensor is written once and found by its key.

    Args:
        path: is written afresh. To be closed.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._file: IO[bytes] = path.open("wb")
        self._places: dict[str, int] = {}

    def close(self) -> None:
        self._file.close()

    def place(self, key: str, array: Floats) -> int:
        """Where it begins, in bytes."""
        if key not in self._places:
            self._file.seek(-(-self._file.tell() // _PAGE) * _PAGE)
            self._places[key] = self._file.tell()
            self._file.write(np.ascontiguousarray(array, np.float32).tobytes())
        return self._places[key]


class Drawing:
    """One graph that is being drawn. Values are known by their names.

    Args:
        weights: where large constants go.
    """

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}
        self._known: dict[Any, str] = {}
        self._inputs: list[Any] = []
        self._outputs: list[Any] = []

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """A node with one result."""
        return self.ops(kind, 1, *inputs, **attributes)[0]

    def ops(self, kind: str, count: int, *inputs: str, **attributes: Any) -> list[str]:
        """A node with several results."""
        number = len(self._nodes)
        results = [f"{kind}_{number}_{index}" for index in range(count)]
        self._nodes.append(helper.make_node(kind, list(inputs), results, name=f"{kind}_{number}", **attributes))
        return results

    def whole(self, *numbers: int) -> str:
        """A list of whole numbers."""
        return self._constant(np.array(numbers, np.int64))

    def one(self, number: int) -> str:
        """A whole number by itself."""
        return self._constant(np.array(number, np.int64))

    def numbers(self, array: Any) -> str:
        """A small constant."""
        return self._constant(np.asarray(array, np.float32))

    def weight(self, key: str, array: Floats, part: int | None = None) -> str:
        """A large constant.

        Args:
            key: the same one names the same array in all graphs that share the file.
            part: only this part of its first dimension.
        """
        name = key if part is None else f"{key}[{part}]"
        if name not in self._constants:
            place, shape = self._weights.place(key, array), array.shape
            if part is not None:
                place, shape = place + part * array[0].size * 4, shape[1:]
            size = 4 * int(np.prod(shape))
            self._constants[name] = _outside(name, shape, self._weights.name, place, size)
        return name

    def input(self, name: str, shape: Sequence[int | str]) -> str:
        """A value that comes in; sizes that are names are free."""
        self._inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape)))
        return name

    def output(self, name: str, value: str, rank: int) -> None:
        self._nodes.append(helper.make_node("Identity", [value], [name]))
        sizes = [f"{name}_{axis}" for axis in range(rank)]
        self._outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, sizes))

    def once(self, key: Any, draw: Any) -> str:
        """What `draw` returned the first time that this key was asked for."""
        if key not in self._known:
            self._known[key] = draw()
        return self._known[key]

    def save(self, path: Path) -> None:
        graph = helper.make_graph(self._nodes, path.stem, self._inputs, self._outputs, list(self._constants.values()))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
        path.write_bytes(model.SerializeToString())

    def _constant(self, array: Any) -> str:
        def draw() -> str:
            name = f"constant_{len(self._constants)}"
            self._constants[name] = numpy_helper.from_array(array, name)
            return name

        return self.once((array.dtype.str, array.shape, array.tobytes()), draw)


def _outside(name: str, shape: Sequence[int], file: str, offset: int, length: int) -> Any:
    tensor = onnx.TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", file), ("offset", str(offset)), ("length", str(length))):
        tensor.external_data.add(key=key, value=value)
    return tensor
