# SPDX-License-Identifier: Apache-2.0
"""The brake: work is stopped inside a step, at the next block of whatever model runs.

A card is given work far ahead of what it does; left alone, the processor would have handed over all blocks of a step before
anybody could look. So it is kept no more than a few blocks ahead: the card never waits for that, and what is broken off is short.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn

_AHEAD = 3
"""Blocks that a card may have waiting."""


class Brake:
    """Looks, before every block of the modules it was put on, whether the work is still wanted.

    Attributes:
        passed: how many blocks went by.
    """

    def __init__(self, device: torch.device) -> None:
        self.passed = 0
        self._look: Callable[[], None] = _nothing
        self._device = device
        self._waiting: deque[Any] = deque()

    def put_on(self, module: Any) -> None:
        """Once for a module, for good."""
        for point in points(module):
            compiled = getattr(point, "_compiled_call_impl", None)
            if compiled is None:
                point.register_forward_pre_hook(self._at_block)
            else:
                point._compiled_call_impl = self._around(compiled)  # a hook would be compiled into the block

    @contextmanager
    def looking(self, look: Callable[[], None]) -> Iterator[None]:
        """`look` is called before every block; it raises to end the work."""
        before, self._look = self._look, look
        try:
            yield
        finally:
            self._look = before
            self._waiting.clear()

    def _around(self, compiled: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self._at_block(None, None)
            return compiled(*args, **kwargs)

        return call

    def _at_block(self, _block: Any, _args: Any) -> None:
        self.passed += 1
        if self._device.type == "cuda":
            self._keep_close()
        self._look()

    def _keep_close(self) -> None:
        self._waiting.append(torch.cuda.current_stream(self._device).record_event())
        if len(self._waiting) > _AHEAD:
            self._waiting.popleft().synchronize()


def points(module: Any) -> list[nn.Module]:
    """Where a model can be stopped: before each module of its lists of modules."""
    if not isinstance(module, nn.Module):
        return []
    found = {id(each): each for part in module.modules() if isinstance(part, nn.ModuleList) for each in part}
    return list(found.values())


def _nothing() -> None:
    pass
