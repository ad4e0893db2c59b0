# SPDX-License-Identifier: Apache-2.0
"""The video transformer: latents and a moment of the flow in, the flow's velocity out.

It works on large patches, and says for each what the clean latents are (the network guesses the clean clip and not the noise:
arXiv 2511.13720). A few convolutions at full resolution, which see the noised latents again, then draw what is finer than a
patch: the blocks need not carry the noise through.

One stream of tokens: what is asked for (one token a slot), what is remembered (a picture of an earlier shot), and the clip.
All go through the same blocks; there is no cross-attention. The moment and the sum of what is asked for steer the blocks'
norms through one shared layer and a table of each block. The camera's track is added to the clip's tokens frame by frame.
Camera and memory are modules of their own: without them (or with nothing given) the rest is the same network.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional as fn

from aiprod.training.networks.codec import FrameConv, Residual, rms
from aiprod.training.recipe import VideoShape

_TIME_WAVES = 256
_LEAST_MOMENT = 0.05
"""Below it a guess of the clean clip is divided by no less to become a velocity."""
_MEMORY_PLACE = -2.0
"""Where the remembered frame stands on the time axis: before the clip."""


@dataclass(frozen=True)
class Asked:
    """The condition of a batch of clips.

    Attributes:
        tokens: [b, slots, slot_dim]; zeros where a slot is absent.
        present: [b, slots] of 0 and 1.
        camera: [b, frames, camera_dims], or None.
        camera_on: [b] of 0 and 1: for whom the track holds.
        memory: [b, h, w, channels], normalised latents of the remembered frame, or None.
        memory_on: [b] of 0 and 1.
        known: [b, t] of 0 and 1: latent frames that are given clean.
    """

    tokens: Tensor
    present: Tensor
    camera: Tensor | None = None
    camera_on: Tensor | None = None
    memory: Tensor | None = None
    memory_on: Tensor | None = None
    known: Tensor | None = None

    def without(self) -> Asked:
        """Nothing asked for, in words or as a camera's track: the other side of guidance. Memory and known frames stay."""
        off = None if self.camera_on is None else torch.zeros_like(self.camera_on)
        return replace(self, tokens=torch.zeros_like(self.tokens), present=torch.zeros_like(self.present), camera_on=off)


def waves(moment: Tensor) -> Tensor:
    """Sines and cosines of a moment in 0…1, [b] → [b, 256]."""
    rates = torch.exp(torch.arange(_TIME_WAVES // 2, device=moment.device) * (-math.log(10_000.0) / (_TIME_WAVES // 2)))
    angles = 1000 * moment[:, None].float() * rates
    return torch.cat([angles.cos(), angles.sin()], -1)


def turns(places: Tensor, head: int) -> Tensor:
    """Rotary angles of tokens at (time, row, column): [n, 3] → [n, head / 2]; a quarter for time, the rest for space."""
    pairs = head // 2
    shares = (pairs - 2 * (3 * pairs // 8), 3 * pairs // 8, 3 * pairs // 8)
    parts = []
    for axis, share in enumerate(shares):
        rates = torch.exp(-math.log(100.0) * torch.arange(share, device=places.device) / max(share, 1))
        parts.append(places[:, axis : axis + 1] * rates)
    return torch.cat(parts, -1)


def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Turn the halves of each head: x [b, heads, n, head], tables [b or 1, 1, n, head / 2]."""
    one, two = x.chunk(2, -1)
    return torch.cat([one * cosine - two * sine, one * sine + two * cosine], -1)


class Block(nn.Module):  # type: ignore[misc]
    """Attention and a gated layer, steered by the moment."""

    def __init__(self, shape: VideoShape) -> None:
        super().__init__()
        width, self.heads = shape.width, shape.heads
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.gate_up = nn.Linear(width, 2 * shape.hidden, bias=False)
        self.down = nn.Linear(shape.hidden, width, bias=False)
        self.scale = nn.Parameter(torch.ones(2, width // shape.heads))
        self.table = nn.Parameter(torch.zeros(6, width))

    def forward(self, x: Tensor, steer: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        shift1, scale1, gate1, shift2, scale2, gate2 = (steer + self.table).to(x.dtype).unsqueeze(2).unbind(1)
        x = x + gate1 * self._attend(rms(x) * (1 + scale1) + shift1, cosine, sine)
        gate, up = self.gate_up(rms(x) * (1 + scale2) + shift2).chunk(2, -1)
        return x + gate2 * self.down(fn.silu(gate) * up)

    def _attend(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        batch, count, width = x.shape
        q, k, v = self.qkv(x).view(batch, count, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        q = rotate(rms(q) * self.scale[0].to(q.dtype), cosine, sine)
        k = rotate(rms(k) * self.scale[1].to(k.dtype), cosine, sine)
        seen = fn.scaled_dot_product_attention(q, k, v)
        return self.out(seen.transpose(1, 2).reshape(batch, count, width))


class Words(nn.Module):  # type: ignore[misc]
    """Slots → tokens, and their sum for steering. An absent slot has a learnt vector of its own."""

    def __init__(self, shape: VideoShape) -> None:
        super().__init__()
        self.read = nn.Linear(shape.slot_dim, shape.width)
        self.slot = nn.Parameter(torch.randn(shape.slots, shape.width) * 0.5)
        self.absent = nn.Parameter(torch.randn(shape.slots, shape.width) * 0.5)
        self.think = nn.Sequential(nn.SiLU(), nn.Linear(shape.width, shape.width))
        self.sum = nn.Linear(shape.width, shape.width)
        nn.init.normal_(self.read.weight, std=shape.slot_dim**-0.5)

    def forward(self, tokens: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        given = present.unsqueeze(-1).to(tokens.dtype)
        read = (self.read(tokens) + self.slot) * given + self.absent * (1 - given)
        thought = self.think(read)
        return thought, self.sum(thought.sum(1) / math.sqrt(tokens.shape[1]))


class Camera(nn.Module):  # type: ignore[misc]
    """The camera's track → what is added to every token of a latent frame. Starts at zero."""

    def __init__(self, shape: VideoShape) -> None:
        super().__init__()
        first, last = nn.Linear(8 * shape.camera_dims, shape.width), nn.Linear(shape.width, shape.width)
        self.read = nn.Sequential(first, nn.SiLU(), last)
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)

    def forward(self, track: Tensor, on: Tensor) -> Tensor:
        """[b, 1 + 4 n, dims] → [b, 1 + n, width]."""
        led = torch.cat([track[:, :1].expand(-1, 3, -1), track], 1)
        pace = torch.diff(led, dim=1, prepend=led[:, :1]) * 10
        both = torch.cat([led, pace], -1)
        return self.read(both.unflatten(1, (-1, 4)).flatten(2)) * on[:, None, None].to(track.dtype)


class Memory(nn.Module):  # type: ignore[misc]
    """A frame of an earlier shot → tokens; learnt vectors where nothing is remembered."""

    def __init__(self, shape: VideoShape) -> None:
        super().__init__()
        self.patch = shape.memory_patch
        self.read = nn.Linear(shape.channels * self.patch[0] * self.patch[1], shape.width)
        self.mark = nn.Parameter(torch.randn(shape.width) * 0.5)
        self.none = nn.Parameter(torch.randn(shape.width) * 0.5)

    def forward(self, frame: Tensor, on: Tensor) -> Tensor:
        given = on[:, None, None].to(frame.dtype)
        return (self.read(cut(frame[:, None], *self.patch)) + self.mark) * given + self.none * (1 - given)


def cut(x: Tensor, rows: int, columns: int) -> Tensor:
    """[b, t, h, w, c] → [b, tokens, rows × columns × c]."""
    b, t, h, w, c = x.shape
    x = x.reshape(b, t, h // rows, rows, w // columns, columns, c).permute(0, 1, 2, 4, 3, 5, 6)
    return x.reshape(b, t * (h // rows) * (w // columns), rows * columns * c)


def joined(tokens: Tensor, size: tuple[int, int, int], rows: int, columns: int) -> Tensor:
    """The inverse of `cut`: → [b, time, height, width, c]."""
    b, (time, height, width) = tokens.shape[0], size
    x = tokens.reshape(b, time, height // rows, width // columns, rows, columns, -1).permute(0, 1, 2, 4, 3, 5, 6)
    return x.reshape(b, time, height, width, -1)


class Fine(nn.Module):  # type: ignore[misc]
    """What is finer than a patch: a draft, features and the noised latents in, what is to be added to the draft out."""

    def __init__(self, shape: VideoShape) -> None:
        super().__init__()
        self.enter = FrameConv(2 * shape.channels + shape.fine_features, shape.fine_width)
        self.moment = nn.Linear(shape.width, shape.fine_width)
        self.body = nn.Sequential(*[Residual(shape.fine_width) for _ in range(shape.fine_depth)])
        self.leave = nn.Linear(shape.fine_width, shape.channels)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def forward(self, draft: Tensor, x: Tensor, signal: Tensor) -> Tensor:
        """[b, t, h, w, channels + features], [b, t, h, w, channels], [b, width] → [b, t, h, w, channels]."""
        seen = self.enter(torch.cat([draft, x.to(draft.dtype)], -1)) + self.moment(signal)[:, None, None, None]
        return self.leave(fn.silu(rms(self.body(seen))))


class VideoTransformer(nn.Module):  # type: ignore[misc]
    """See the module's text. `blocks[first:last]` of the middle may be skipped by a share of the clip's tokens in training."""

    def __init__(self, shape: VideoShape) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        area = shape.patch[0] * shape.patch[1]
        self.enter = nn.Linear(shape.channels * area, width)
        self.given = nn.Parameter(torch.zeros(width))
        self.words = Words(shape)
        self.camera = Camera(shape) if shape.camera_dims else None
        self.memory = Memory(shape) if shape.memory_patch[0] else None
        self.moment = nn.Sequential(nn.Linear(_TIME_WAVES, width), nn.SiLU(), nn.Linear(width, width))
        self.steer = nn.Linear(width, 6 * width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.depth))
        self.leave_table = nn.Parameter(torch.zeros(2, width))
        self.leave = nn.Linear(width, (shape.channels + shape.fine_features) * area)
        self.fine = Fine(shape) if shape.fine_depth else None
        self._start()

    def _start(self) -> None:
        for layer in (self.steer, self.leave):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)
        for block in self.blocks:
            assert isinstance(block, Block)
            for part in (block.qkv, block.out, block.gate_up, block.down):
                nn.init.normal_(part.weight, std=part.weight.shape[1] ** -0.5)

    def forward(
        self, x: Tensor, moment: Tensor, asked: Asked, route: float = 0.0, luck: Tensor | None = None, first: int = 0
    ) -> Tensor:
        """Velocity of the flow.

        Args:
            x: [b, t, h, w, channels], noised latents (clean where `asked.known`).
            moment: [b], 0 is clean, 1 is noise.
            route: the share of the clip's tokens that skip the middle blocks; `luck` [b, tokens] says which.
            first: where in the whole clip, whose camera track is given, these latent frames begin.
        """
        clip = self._clip(x, asked, first)
        words, wish = self.words(asked.tokens, asked.present)
        signal = fn.silu(self.moment(waves(moment).to(words.dtype)) + wish)
        steer = self.steer(signal).unflatten(-1, (6, -1)).float()
        lead = torch.cat([words, *(part.to(words.dtype) for part in self._remembered(x, asked))], 1)
        led = lead.shape[1]
        stream = torch.cat([lead, clip.to(words.dtype)], 1)
        angles = self._angles(x, led, first)
        stream = self._through(stream, steer, angles, led, route, luck)
        shift, scale = (self.leave_table + signal.unsqueeze(1)).to(stream.dtype).unsqueeze(2).unbind(1)
        tokens = self.leave(rms(stream[:, led:]) * (1 + scale) + shift)
        frames, height, width = x.shape[1:4]
        draft = joined(tokens, (frames, height, width), *self.shape.patch)
        clean = draft[..., : self.shape.channels].float()
        if self.fine is not None:
            clean = clean + self.fine(draft, x, signal).float()
        return (x - clean) / moment.clamp_min(_LEAST_MOMENT)[:, None, None, None, None]

    def _clip(self, x: Tensor, asked: Asked, first: int) -> Tensor:
        frames = self.enter(cut(x, *self.shape.patch)).unflatten(1, (x.shape[1], -1))
        if asked.known is not None:
            frames = frames + asked.known[:, :, None, None].to(frames.dtype) * self.given
        if self.camera is not None and asked.camera is not None and asked.camera_on is not None:
            told = self.camera(asked.camera, asked.camera_on)[:, first : first + x.shape[1]]
            frames = frames + told[:, :, None]
        return frames.flatten(1, 2)

    def _remembered(self, x: Tensor, asked: Asked) -> list[Tensor]:
        if self.memory is None:
            return []
        if asked.memory is None or asked.memory_on is None:
            return [self.memory(torch.zeros_like(x[:, 0]), torch.zeros_like(x[:, 0, 0, 0, 0]))]
        return [self.memory(asked.memory, asked.memory_on)]

    def _angles(self, x: Tensor, led: int, first: int) -> Tensor:
        _, t, h, w, _ = x.shape
        tall, wide = self.shape.patch
        places = grid(t, h // tall, w // wide, tall, wide, x.device) + torch.tensor([first, 0, 0], device=x.device)
        lead = torch.zeros(self.shape.slots, 3, device=x.device)
        if led > self.shape.slots:
            rows, columns = self.shape.memory_patch
            kept = grid(1, h // rows, w // columns, rows, columns, x.device) + torch.tensor(
                [_MEMORY_PLACE, 0, 0], device=x.device
            )
            lead = torch.cat([lead, kept])
        return turns(torch.cat([lead, places]), self.shape.width // self.shape.heads)

    def _through(self, x: Tensor, steer: Tensor, angles: Tensor, led: int, route: float, luck: Tensor | None) -> Tensor:
        first, last = 2, len(self.blocks) - 2
        tables = _tables(angles[None], x.dtype)
        if not route or luck is None or last <= first:
            for block in self.blocks:
                x = block(x, steer, *tables)
            return x
        for block in self.blocks[:first]:
            x = block(x, steer, *tables)
        chosen = _chosen(luck, route, led)
        index = chosen.unsqueeze(-1).expand(-1, -1, x.shape[-1])
        some, some_tables = x.gather(1, index), _tables(angles[chosen], x.dtype)
        for block in self.blocks[first:last]:
            some = block(some, steer, *some_tables)
        x = x.scatter(1, index, some)
        for block in self.blocks[last:]:
            x = block(x, steer, *tables)
        return x


def _tables(angles: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    return angles.cos().unsqueeze(1).to(dtype), angles.sin().unsqueeze(1).to(dtype)


def _chosen(luck: Tensor, route: float, led: int) -> Tensor:
    """Which tokens stay: all that lead, and the luckiest of the clip's."""
    count = luck.shape[1] - int(luck.shape[1] * route)
    lucky = luck.argsort(1)[:, :count].sort(1).values + led
    return torch.cat([torch.arange(led, device=luck.device).expand(len(luck), -1), lucky], 1)


def grid(t: int, rows: int, columns: int, tall: float, wide: float, device: torch.device) -> Tensor:
    """The centres of patches: [t × rows × columns, 3]; time in latent frames, space in latents, in patches of two."""
    axes = (torch.arange(t, device=device), torch.arange(rows, device=device), torch.arange(columns, device=device))
    time, row, column = (axis.float() for axis in torch.meshgrid(*axes, indexing="ij"))
    places = torch.stack([time, (row + 0.5) * tall / 2, (column + 0.5) * wide / 2], -1)
    return places.flatten(0, 2)
