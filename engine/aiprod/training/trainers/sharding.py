# SPDX-License-Identifier: Apache-2.0
"""Many devices: FSDP2 spreads weights, gradients and the optimiser's state; each device takes its share of every batch.

Start with `torchrun --nproc-per-node N -m aiprod train …`. What is trained is the same as on one device, within rounding, and a
checkpoint of any number of devices goes on with any other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.tensor import DTensor, distribute_tensor

from aiprod.film.errors import UserError


@dataclass(frozen=True)
class Ranks:
    """Which device of how many this process is."""

    rank: int = 0
    count: int = 1

    @property
    def first(self) -> bool:
        return self.rank == 0

    def share(self, batch: int) -> slice:
        """The rows of a batch that are this device's. Raises UserError where the batch can't be shared evenly."""
        if batch % self.count:
            raise UserError(
                f"A batch of {batch} can't be shared by {self.count} devices", "every device takes as many clips",
                f"Set `batch` to a multiple of {self.count}.",
            )  # fmt: skip
        own = batch // self.count
        return slice(self.rank * own, (self.rank + 1) * own)

    def mean(self, value: Tensor) -> Tensor:
        """The mean over all devices of a number that each has."""
        if self.count > 1:
            value = value.detach().clone()
            dist.all_reduce(value)
            value /= self.count
        return value

    def share_gradients(self, model: nn.Module) -> None:
        """Give every device the mean of the gradients: for a small network that all hold whole."""
        for p in model.parameters() if self.count > 1 else ():
            if p.grad is not None:
                dist.all_reduce(p.grad)
                p.grad /= self.count


@contextmanager
def joined(device: torch.device) -> Iterator[tuple[Ranks, torch.device]]:
    """The group that torchrun started, if it did: gloo between processors, NCCL between GPUs. Gives this process' own device."""
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if count == 1:
        yield Ranks(), device
        return
    if device.type == "cuda":
        device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
        torch.cuda.set_device(device)
    dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield Ranks(dist.get_rank(), count), device
    finally:
        dist.destroy_process_group()


def spread(parts: list[nn.Module], ranks: Ranks, device: torch.device) -> None:
    """Spread networks' weights over the devices, inner parts before those that hold them; each must be called as a whole.
    Nothing happens where there is one device."""
    if ranks.count == 1:
        return
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.fsdp import fully_shard

    mesh = init_device_mesh(device.type, (ranks.count,))
    for part in parts:
        fully_shard(part, mesh=mesh, reshard_after_forward=True)  # the outermost too: between steps all hold their part alone


def whole(tensor: Tensor) -> Tensor:
    """All of a tensor, of which this device may hold a part. Every device must call it."""
    return tensor.full_tensor() if isinstance(tensor, DTensor) else tensor


def like(plain: Tensor, wanted: Tensor) -> Tensor:
    """A whole tensor, held as `wanted` is."""
    if isinstance(wanted, DTensor):
        return distribute_tensor(plain.to(wanted.device), wanted.device_mesh, wanted.placements)
    return plain
