# SPDX-License-Identifier: Apache-2.0
"""Muon and Adam in one: that it goes down, and that its state is all there is."""

import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from torch import nn  # noqa: E402

from aiprod.training.optimisers import Average, Averaged, Optimiser, inner_weights, operations_of, orthogonal  # noqa: E402


def network():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(8, 32), nn.Tanh(), nn.Linear(32, 64), nn.Tanh(), nn.Linear(64, 1))


def optimiser(model):
    return Optimiser(model.named_parameters(), inner_weights(model, {"2.": 2}, ("0", "4")), 0.0)


def step(model, opt, index):
    x = torch.randn(64, 8, generator=torch.Generator().manual_seed(index))
    loss = (model(x) - x.prod(1, keepdim=True).tanh() - x[:, :1]).square().mean()
    loss.backward()
    opt.clip(1.0)
    opt.step(3e-3)
    return loss.item()


@pytest.mark.parametrize("size", [(3, 16, 16), (2, 40, 12), (1, 12, 40)])
def test_matrices_become_nearly_orthogonal(size):
    torch.manual_seed(2)
    found = torch.linalg.svdvals(orthogonal(torch.randn(size)))
    assert found.min() > 0.5 and found.max() < 1.4


def test_only_inner_matrices_are_named_and_fused_ones_are_counted():
    assert inner_weights(network(), {"2.": 2}, ("0", "4")) == {"2.weight": 2}


def test_it_learns():
    model = network()
    opt = optimiser(model)
    losses = [step(model, opt, index) for index in range(200)]
    assert sum(losses[-20:]) < sum(losses[:20]) / 3


def test_its_state_is_all_there_is():
    one, other = network(), network()
    opt = optimiser(one)
    for index in range(10):
        step(one, opt, index)
    other.load_state_dict({name: tensor.clone() for name, tensor in one.state_dict().items()})
    again = optimiser(other)
    again.load({name: tensor.clone() for name, tensor in opt.state().items()}, opt.step_count)
    assert [step(one, opt, i) for i in range(10, 20)] == [step(other, again, i) for i in range(10, 20)]


def test_the_average_follows_and_is_lent_for_a_while_only():
    model = network()
    average = Average(model, 0.5)
    with torch.no_grad():
        model[0].weight.fill_(1.0)
    for index in range(40):
        average.update(index)
    with torch.no_grad():
        model[0].weight.fill_(5.0)
    with Averaged(model, average):
        assert model[0].weight.mean().item() == pytest.approx(1.0, abs=1e-3)
    assert model[0].weight.mean().item() == 5.0


def test_muons_own_work_is_counted_by_the_matrices_that_are_fused():
    layers = {"inside": nn.Linear(8, 4), "fused": nn.Linear(8, 12), "rim": nn.Linear(8, 4)}
    weights = [(name, layer.weight) for name, layer in layers.items()]
    one = 5 * (2 * 4 * 4 * 8 * 2 + 2 * 4 * 4 * 4)  # x xᵀ and y x of 4 × 8, y y of 4 × 4, five times
    assert operations_of(weights, {"inside": 1}) == one
    assert operations_of(weights, {"inside": 1, "fused": 3}) == 4 * one
