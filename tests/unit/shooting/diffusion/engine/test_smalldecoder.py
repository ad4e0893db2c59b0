# SPDX-License-Identifier: Apache-2.0
"""The small decoder, on random weights in the layout of its published files."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.shooting.diffusion.engine.smalldecoder import SmallDecoder  # noqa: E402


def conv(before, after, size=3, bias=True):
    return nn.Conv2d(before, after, size, padding=size // 2, bias=bias)


class Remembering(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        self.conv = nn.Sequential(conv(before * 2, after), nn.ReLU(), conv(after, after), nn.ReLU(), conv(after, after))
        self.skip = conv(before, after, 1, bias=False) if before != after else nn.Identity()

    def forward(self, x):
        return torch.relu(self.conv(torch.cat([x, x * 0], 1)) + self.skip(x))


class Grow(nn.Module):
    def __init__(self, width, stride):
        super().__init__()
        self.conv = conv(width, width * stride, 1, bias=False)

    def forward(self, x):
        return self.conv(x).reshape(-1, *x.shape[1:])[-1:]


class Clamp(nn.Module):
    def forward(self, x):
        return torch.tanh(x / 3) * 3


def published(channels, patch=1):
    """The published row, narrow."""
    torch.manual_seed(1)
    row = [Clamp(), conv(channels, 8), nn.ReLU()]
    for width, narrower, stride in ((8, 6, 1), (6, 4, 2), (4, 4, 2)):
        row += [Remembering(width, width), Remembering(width, width), nn.Upsample(scale_factor=2), Grow(width, stride)]
        row += [conv(width, narrower, bias=False)]
    return nn.Sequential(*row, nn.ReLU(), conv(4, 3 * patch * patch))


@pytest.mark.parametrize(("channels", "patch"), [(16, 1), (128, 4)])
def test_the_row_is_built_from_its_file_alone(channels, patch):
    row = published(channels, patch)
    made = SmallDecoder({f"decoder.{name}": tensor for name, tensor in row.state_dict().items()})
    latents = np.random.default_rng(2).standard_normal((3, 5, channels)).astype(np.float32)
    with torch.no_grad():
        expected = nn.functional.pixel_shuffle(row(torch.from_numpy(latents).permute(2, 0, 1)[None]), patch)
    picture = made.picture(latents)
    assert made.channels == channels and picture.shape == (24 * patch, 40 * patch, 3)
    assert np.abs(picture - (expected[0].clamp(0, 1) * 255).permute(1, 2, 0).numpy()).max() <= 1


def test_a_file_of_something_else_is_refused():
    with pytest.raises(UserError, match="small decoder"):
        SmallDecoder({"blocks.0.weight": torch.zeros(3)})
