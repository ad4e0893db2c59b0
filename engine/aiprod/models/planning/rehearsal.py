# SPDX-License-Identifier: Apache-2.0
"""What one pass through a module costs: its very code is run on tensors without memory, and every operation is counted.

That gives floating-point operations by kind, bytes that operations read and write, how many operations there are, and the
highest sum of tensors alive at once. It needs no weights and no card, and takes seconds for the largest models.
"""

from __future__ import annotations

import math
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from aiprod.models.classes import find

_FEW = 3
PRODUCTS = ("matmul", "conv", "unfolded")
_CACHE = 2 << 20
"""Bytes: operations on less than this stay in a processor's cache."""
_SMALL = 20480
"""Of an input's first four sides, multiplied: up to this a convolution is small."""
FRESH = 0.45
"""Of the bytes moved, those in new memory, where it was not counted: 0.42 to 0.50 in every transformer and decoder rehearsed."""
_EQUAL_BLOCKS = ("WanTransformer3DModel", "WanVACETransformer3DModel", "LTX2VideoTransformer3DModel")


@dataclass(frozen=True)
class Work:
    """One pass.

    Attributes:
        matmul, conv: floating-point operations, by width (the smallest side of the matrices, the fewer channels of a
            convolution; a power of two): narrow ones run far below a device's best.
        unfolded: floating-point operations of the convolutions that PyTorch does on a processor by laying every window of the
            input out and multiplying: small ones in float32.
        attention: floating-point operations.
        moved, near: bytes read and written by all other operations, of large tensors and of those that a cache holds.
        fresh: of the bytes moved, those written into memory that is taken anew: the system hands it over page by page, cleared.
        reduced: numbers whose norms are taken across a side that is not the innermost: a processor walks through them one by one.
        operations: how many there are that do work; `views`: that only look at tensors in another way.
        peak: bytes of tensors alive at once, inputs and outputs included, weights not.
        weights: bytes of the module's weights in the precision of the pass.
        blocks, block: of a transformer: how many equal blocks it has, and the bytes of one.
    """

    matmul: Mapping[int, float] = field(default_factory=dict)
    conv: Mapping[int, float] = field(default_factory=dict)
    attention: float = 0.0
    moved: float = 0.0
    near: float = 0.0
    operations: int = 0
    views: int = 0
    peak: int = 0
    weights: int = 0
    blocks: int = 0
    block: int = 0
    unfolded: Mapping[int, float] = field(default_factory=dict)
    reduced: float = 0.0
    fresh: float = 0.0

    @property
    def flops(self) -> float:
        return sum(sum(each.values()) for each in (self.matmul, self.conv, self.unfolded)) + self.attention


@dataclass(frozen=True)
class Call:
    """What a module is called with: shapes of floating tensors, and other arguments. `method` is "" for the module itself."""

    shapes: tuple[tuple[str, tuple[int, ...]], ...]
    whole: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Tensors of whole numbers."""
    others: tuple[tuple[str, Any], ...] = ()
    method: str = ""


def rehearse(kind: str, config: Mapping[str, Any], call: Call, dtype: str) -> Work:
    """The work of a module of this class and configuration. Of many equal blocks, a few are run and the rest is their like.

    Raises:
        UserError: the runtime isn't installed.
    """
    layers = int(config.get("num_layers") or 0)
    if layers <= _FEW or kind not in _EQUAL_BLOCKS:
        return _run(kind, config, call, dtype)
    if sides := len(config.get("vace_layers") or ()):
        return _with_sides(kind, config, call, dtype, layers, sides)
    few, more = (_run(kind, {**config, "num_layers": number}, call, dtype) for number in (_FEW - 1, _FEW))
    return grown(few, more, layers - _FEW)


def _with_sides(kind: str, config: Mapping[str, Any], call: Call, dtype: str, layers: int, sides: int) -> Work:
    """Of equal blocks, some with equal blocks at their sides (VACE). What a side block finds is held until its block has it."""

    def run(number: int, beside: int) -> Work:
        return _run(kind, {**config, "num_layers": number, "vace_layers": list(range(beside))}, call, dtype)

    few, more, wide = run(_FEW - 1, 1), run(_FEW, 1), run(_FEW, 2)
    blocks = more.blocks + layers - _FEW
    sided = grown(more, wide, sides - 2, peak=True)
    return replace(grown(few, more, layers - _FEW, onto=sided), blocks=blocks)


def grown(few: Work, more: Work, rest: float, *, peak: bool = False, onto: Work | None = None) -> Work:
    """`more` (or `onto`) and `rest` times what `more` has more than `few`. The peak grows only where each step leaves something
    behind."""
    summed = ["attention", "reduced", "moved", "fresh", "near", "operations", "views", "weights", "blocks"]
    summed += ["peak"] if peak else []
    base, found = onto or more, dict[str, Any]()
    for name in summed:
        value = getattr(base, name) + rest * (getattr(more, name) - getattr(few, name))
        found[name] = type(getattr(base, name))(value)
    for name in PRODUCTS:
        less, much = getattr(few, name), getattr(more, name)
        kinds = {*getattr(base, name), *much}
        found[name] = {
            width: getattr(base, name).get(width, 0.0) + rest * (much.get(width, 0.0) - less.get(width, 0.0)) for width in kinds
        }
    return replace(base, **found)


def _run(kind: str, config: Mapping[str, Any], call: Call, dtype: str) -> Work:
    import torch

    number = getattr(torch, dtype)
    module = _module(kind, repr(sorted(config.items(), key=str)), _Held(config), dtype)
    values: dict[str, Any] = {name: torch.empty(shape, dtype=number, device="meta") for name, shape in call.shapes}
    values |= {name: torch.empty(shape, dtype=torch.int64, device="meta") for name, shape in call.whole}
    counter, attention = _modes()
    with torch.no_grad(), attention, counter:
        for value in values.values():
            counter.alive(value)
        result = (getattr(module, call.method) if call.method else module)(**values, **dict(call.others))
    del result
    found: Work = counter.work(module)
    return found


class _Held:
    """A configuration as a cache's key: equal whatever it holds, because its text is a key of its own."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.config = config

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@cache
def _module(kind: str, _text: str, held: _Held, dtype: str) -> Any:
    import torch

    taken = find(kind)
    with torch.device("meta"):
        if hasattr(taken, "from_config") and not hasattr(taken, "config_class"):
            module = taken.from_config(dict(held.config))
        elif hasattr(taken, "config_class") and taken.config_class is not None:
            module = taken(taken.config_class.from_dict(dict(held.config)))
        else:
            module = taken.from_config(dict(held.config))
    wide = tuple(getattr(module, "_keep_in_fp32_modules", None) or ())
    for name, parameter in module.named_parameters():
        if not any(part in wide for part in name.split(".")):
            parameter.data = parameter.data.to(getattr(torch, dtype))
    return module.eval().requires_grad_(False)


def blocks(module: Any) -> tuple[int, int]:
    """How many equal blocks a transformer has, and the bytes of one; (0, 0) where there are none."""
    for name in ("transformer_blocks", "blocks"):
        found = getattr(module, name, None)
        if found is not None and len(found):
            return len(found), sum(p.numel() * p.element_size() for p in found[0].parameters())
    return 0, 0


def _width(kind: str, args: Any) -> int:
    """How narrow a product is, as a power of two from 4 to 1024."""
    shapes = [t.shape for t in args[:3] if hasattr(t, "shape")]
    if kind == "conv":
        narrow = min(shapes[1][0], shapes[1][1])
    else:
        narrow = min(min(shape[-2:]) for shape in shapes[-2:] if len(shape) >= 2)
    return 1 << (min(max(int(narrow), 4), 1024).bit_length() - 1)


def _unfolds(args: Any) -> bool:
    """Whether PyTorch leaves a convolution to its own code instead of oneDNN's (`ConvParams::use_mkldnn` in its source)."""
    import torch

    given, weight, transposed, groups = args[0], args[1], args[6], args[8]
    if given.dtype is not torch.float32 or transposed or groups > 1 or given.shape[0] > 1:
        return False
    if weight.shape[-1] == 1 and weight.shape[-2] == 1 and torch.get_num_threads() == 1 and set(args[3]) == {1}:
        return True
    large = weight.shape[-1] > 3 and weight.shape[-2] > 3
    return not large and math.prod(given.shape[:4]) <= _SMALL


def _modes() -> Any:
    """The counter, and what keeps attention from being taken apart (no device holds its whole matrix in memory)."""
    import torch
    from torch.overrides import TorchFunctionMode
    from torch.utils._python_dispatch import TorchDispatchMode
    from torch.utils.flop_counter import flop_registry

    class Counter(TorchDispatchMode):  # type: ignore[no-untyped-call]
        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self.flops: dict[str, dict[int, float]] = {name: {} for name in PRODUCTS}
            self.attention, self.near, self.reduced = 0.0, 0.0, 0.0
            self.moved, self.fresh = 0.0, 0.0
            self.operations, self.views, self.peak, self.now = 0, 0, 0, 0
            self._count: dict[int, int] = {}

        def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            kwargs = kwargs or {}
            out = func(*args, **kwargs)
            self._note(func, args, kwargs, out)
            return out

        def _note(self, func: Any, args: Any, kwargs: Any, out: Any) -> None:
            results = [t for t in (out if isinstance(out, tuple | list) else (out,)) if isinstance(t, torch.Tensor)]
            fresh = [t for t in results if self.alive(t)]
            formula = flop_registry.get(getattr(func, "_overloadpacket", None))
            if formula is not None:
                kind = "conv" if "conv" in str(func) else "matmul"
                width = _width(kind, args)
                if kind == "conv":
                    kind = "unfolded" if _unfolds(args) else kind
                    self._scratch(kind, args, fresh)
                self.flops[kind][width] = self.flops[kind].get(width, 0.0) + formula(*args, **kwargs, out_val=out)
            writes = func._schema.is_mutable
            if not fresh and not writes:
                self.views += 1
                return
            self.operations += 1
            if func is torch.ops.aten.linalg_vector_norm.default and args[2] and args[2][0] % args[0].ndim != args[0].ndim - 1:
                self.reduced += args[0].numel()
            if formula is None:
                read = sum(t.nbytes for t in args if isinstance(t, torch.Tensor))
                total = read + sum(t.nbytes for t in (results if writes else fresh))
                if total > _CACHE:
                    self.moved += total
                    self.fresh += sum(t.nbytes for t in fresh)
                else:
                    self.near += total

        def _scratch(self, kind: str, args: Any, fresh: Any) -> None:
            """Convolutions lay their input, weights and output out anew while they work (of narrow numbers about half of the
            output at a time, as was measured), or every window of the input."""
            copies = sum(t.nbytes for t in args[:2]) + sum(t.nbytes for t in fresh) * min(args[0].element_size(), 4) // 4
            if kind == "unfolded":
                windows = math.prod(args[1].shape[1:]) * math.prod(fresh[0].shape[2:])
                copies = windows * args[0].element_size()
            self.peak = max(self.peak, self.now + copies)

        def alive(self, tensor: Any) -> bool:
            """Note that a tensor is there; True where its memory is new."""
            storage = tensor.untyped_storage()
            key, size = storage._cdata, storage.nbytes()
            new = key not in self._count
            if new:
                self.now += size
                self.peak = max(self.peak, self.now)
            self._count[key] = self._count.get(key, 0) + 1
            weakref.finalize(tensor, self._gone, key, size)
            return new

        def _gone(self, key: int, size: int) -> None:
            left = self._count.get(key, 0) - 1
            if left > 0:
                self._count[key] = left
            elif self._count.pop(key, None) is not None:
                self.now -= size

        def work(self, module: Any) -> Work:
            weights = sum(p.numel() * p.element_size() for p in (*module.parameters(), *module.buffers()))
            number, size = blocks(module)
            return Work(
                **self.flops, attention=self.attention, reduced=self.reduced, moved=self.moved, fresh=self.fresh, near=self.near,
                operations=self.operations, views=self.views, peak=self.peak,
                weights=weights, blocks=number, block=size,
            )  # fmt: skip

    counter = Counter()

    class Attention(TorchFunctionMode):
        def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            if func is not torch.nn.functional.scaled_dot_product_attention:
                return func(*args, **(kwargs or {}))
            given = dict(zip(("query", "key", "value"), args, strict=False)) | (kwargs or {})
            query, key, value = given["query"], given["key"], given["value"]
            work = 2.0 * query.numel() // query.shape[-1] * key.shape[-2] * (query.shape[-1] + value.shape[-1])
            counter.attention += work
            counter.operations += 1
            return torch.empty(*query.shape[:-1], value.shape[-1], dtype=query.dtype, device=query.device)

    return counter, Attention()


Rehearse = Callable[[str, Mapping[str, Any], Call, str], Work]
