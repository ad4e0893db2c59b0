# SPDX-License-Identifier: Apache-2.0
"""The smallest learner that is one: a two-layer network that learns a curve. Run as a program, it trains in a folder."""

import sys
from pathlib import Path

import torch
from torch import nn

from aiprod.training.trainers.running import Course, Learner, Player, averaged, carry_out, delivered, save_state
from aiprod.training.trainers.settings import Running
from aiprod.training.trainers.sharding import Ranks, joined, spread

SETTINGS = Running(steps=60, batch=16, rate=3e-3, log_every=1, save_every=5, precision="fp32")


class CurveLearner(Learner):
    kind = "curve"

    def __init__(self, settings=SETTINGS, device=None, ranks=None, width=32, data="d" * 64):
        super().__init__(settings, device or torch.device("cpu"), ranks or Ranks())
        torch.manual_seed(settings.seed)
        model = nn.Sequential(nn.Linear(4, width), nn.Tanh(), nn.Linear(width, 1))
        spread([model[0], model[2], model], self.ranks, self.device)
        self.players = {"net": Player(model, settings)}
        self.identity, self.data = f"width {width}", data

    def _error(self, x):
        return (self.players["net"].model(x)[:, 0] - torch.sin(x.sum(1))).square().mean()

    def learn(self, rate, luck):
        x = torch.randn((self.settings.batch, 4), generator=luck, device=self.device)
        loss = self._error(x[self.ranks.share(len(x))])
        loss.backward()
        self.players["net"].learn(rate)
        return loss.detach()

    def figures(self):
        with torch.no_grad(), averaged(self.players["net"]):
            return {"error": self._error(torch.linspace(-1, 1, 64).view(16, 4)).item()}

    def deliver(self, folder):
        weights = dict(delivered(self.players["net"]))
        if self.ranks.first:
            save_state(folder / "curve.safetensors", weights, {"kind": "curve"})
        return ["curve.safetensors"]


if __name__ == "__main__":
    torch.set_num_threads(1)
    with joined(torch.device("cpu")) as (ranks, device):
        settings = SETTINGS.changed(steps=int(sys.argv[2]), save_every=int(sys.argv[3]))
        carry_out(CurveLearner(settings, device, ranks), Course(Path(sys.argv[1])))
