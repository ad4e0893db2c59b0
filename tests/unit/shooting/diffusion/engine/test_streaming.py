# SPDX-License-Identifier: Apache-2.0
"""Blocks that are streamed: the same numbers as resident ones, and never more of them there than there is room for."""

import pytest

torch = pytest.importorskip("torch")

from tests.unit.shooting.diffusion.engine.smallmodel import Transformer, Vae  # noqa: E402

from aiprod.shooting.diffusion.engine.brake import Brake, points  # noqa: E402
from aiprod.shooting.diffusion.engine.streaming import BlockStream, blocks_of  # noqa: E402

CPU = torch.device("cpu")


def ask(model, seed=3):
    dice = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        return model(torch.randn((1, 4, 2, 4, 8), generator=dice), torch.randn((1, 16), generator=dice))


def made(blocks=5):
    torch.manual_seed(5)
    return Transformer([], blocks)


def there(model):
    """How many blocks hold weights of their own."""
    return sum(block.inner.weight.numel() > 0 for block in model.blocks)


@pytest.mark.parametrize("where", ["memory", "disk"])
@pytest.mark.parametrize(("blocks", "resident"), [(5, 0), (4, 0), (5, 2), (3, 3), (2, 1)])
def test_streamed_blocks_give_the_same_numbers(where, blocks, resident, tmp_path):
    model = made(blocks)
    expected = ask(model), ask(model, 4)
    stream = BlockStream(model, CPU, resident=resident, where=where, folder=tmp_path)
    stream.attach()
    assert there(model) == resident
    assert torch.equal(ask(model), expected[0]) and torch.equal(ask(model, 4), expected[1])
    assert there(model) == resident
    stream.detach()
    assert there(model) == blocks and torch.equal(ask(model), expected[0])


def test_each_block_is_copied_once_a_forward():
    stream = BlockStream(model := made(5), CPU)
    stream.attach()
    for _ in range(3):
        ask(model)
    assert stream.copied == 3 * 5 + 1  # and the first of the next, ahead of time
    stream.detach()


def test_what_breaks_off_in_the_middle_leaves_the_model_whole():
    model = made()
    expected, stream = ask(model), BlockStream(model, CPU)

    def breaks(_block, _args):
        raise RuntimeError("enough")

    stream.attach()
    handle = model.blocks[2].inner.register_forward_pre_hook(breaks)
    with pytest.raises(RuntimeError, match="enough"):
        ask(model)
    handle.remove()
    assert torch.equal(ask(model), expected)
    stream.detach()
    assert torch.equal(ask(model), expected)


def test_blocks_may_be_called_in_any_order():
    """A step cache leaves blocks out."""
    model, x = made(), torch.randn((1, 6, 16))
    order = (0, 1, 0, 4, 3, 4, 0, 2, 2, 1)
    with torch.no_grad():
        expected = [model.blocks[index](x) for index in order]
        stream = BlockStream(model, CPU)
        stream.attach()
        found = [model.blocks[index](x) for index in order]
    assert all(torch.equal(a, b) for a, b in zip(expected, found, strict=True))


def test_an_adapter_that_came_later_is_streamed_too():
    model = made()
    stream = BlockStream(model, CPU)
    stream.attach()
    ask(model)
    stream.detach()
    for block in model.blocks:
        block.inner.register_parameter("lora", torch.nn.Parameter(torch.ones(3)))
    expected = ask(model)
    stream.attach()
    assert model.blocks[1].inner.lora.numel() == 0
    assert torch.equal(ask(model), expected)
    stream.detach()
    assert model.blocks[1].inner.lora.sum() == 3


def test_buffers_and_odd_blocks_are_streamed():
    model = made(3)
    model.blocks[1].register_buffer("scale", torch.tensor([2.0, 3.0]))
    expected, stream = ask(model), BlockStream(model, CPU)
    stream.attach()
    assert model.blocks[1].scale.numel() == 0 and torch.equal(ask(model), expected)
    stream.detach()
    assert model.blocks[1].scale.tolist() == [2.0, 3.0]


def test_the_blocks_are_the_largest_list_of_equal_modules():
    assert len(blocks_of(made(4))) == 4
    assert blocks_of(torch.nn.Linear(3, 3)) == ()


def test_the_brake_looks_before_every_block_of_every_list():
    model, looks, brake = made(4), [], Brake(CPU)
    brake.put_on(model)
    ask(model)
    with brake.looking(lambda: looks.append(brake.passed)):
        ask(model)
    ask(model)
    assert looks == [5, 6, 7, 8] and brake.passed == 12
    assert len(points(Vae([]))) == 2 and points("a tokenizer") == []


def test_the_brake_is_on_compiled_blocks_as_well():
    """As `torch.nn.Module.compile` leaves them: a call of their own, which a hook would be compiled into."""
    model, looks, brake = made(3), [], Brake(CPU)
    for block in model.blocks:
        block._compiled_call_impl = block.forward
    brake.put_on(model)
    with brake.looking(lambda: looks.append(1)):
        ask(model)
    assert len(looks) == 3
