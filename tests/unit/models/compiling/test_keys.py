# SPDX-License-Identifier: Apache-2.0
"""What decides a built part, and how built parts are kept."""

from dataclasses import replace

import pytest

pytest.importorskip("torch")

from aiprod.models.compiling import cache, measurements
from aiprod.models.compiling.keys import PartKey, weights_key
from aiprod.models.compiling.measurements import Measurement

KEY = PartKey("vae.decoder", "AutoencoderKLWan", "0" * 64, "onnx", "1" * 64, builder="torch=2.13.0")


def test_everything_that_decides_a_part_is_in_its_key():
    others = [
        replace(KEY, weights="2" * 64), replace(KEY, structure="3" * 64), replace(KEY, route="tensorrt-rtx"),
        replace(KEY, precision="float16"), replace(KEY, shapes={"frames": (2, 16, 48)}), replace(KEY, targets=("sm89",)),
        replace(KEY, targets=("sm120",)), replace(KEY, builder="torch=2.14.0"),
    ]  # fmt: skip
    assert len({KEY.digest(), *(key.digest() for key in others)}) == len(others) + 1
    assert replace(KEY).digest() == KEY.digest()


def test_a_lora_its_weight_and_its_place_in_the_stack_change_the_weights(wan):
    one, two = ("a" * 64, 1.0), ("b" * 64, 0.5)
    stacks = [(), (one,), (("a" * 64, 0.9),), (one, two), (two, one)]
    assert len({weights_key(wan, "transformer", stack) for stack in stacks}) == len(stacks)
    assert weights_key(wan, "vae") != weights_key(wan, "transformer")


def test_a_part_is_made_once_and_again_when_it_is_damaged(home):
    made = []

    def make(folder):
        made.append(folder)
        (folder / "graph.onnx").write_bytes(b"graph")
        return {"inputs": ["latents"]}

    first, again = cache.made(KEY, "test", make), cache.made(KEY, "test", make)
    assert (first.fresh, again.fresh, len(made)) == (True, False, 1)
    assert again.facts == {"inputs": ["latents"]}
    (again.folder / "graph.onnx").write_bytes(b"groph")
    assert cache.made(KEY, "test", make).fresh
    assert cache.forget("test") > 0
    assert cache.find(KEY) is None


def test_a_maker_that_fails_leaves_nothing(home):
    def make(folder):
        (folder / "half.onnx").write_bytes(b"half")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        cache.made(replace(KEY, weights="f" * 64), "test", make)
    assert [path for path in cache.root().iterdir() if path.name[0] == "."] == []


def _measurement(**changes):
    values = {
        "machine": measurements.machine("cpu"), "device": "cpu", "part": "vae.decoder", "model": "m", "weights": "w",
        "route": "eager", "precision": "float32", "shape": {"frames": 5}, "seconds": 1.0, "error": 0.0,
    }  # fmt: skip
    return Measurement(**(values | changes))


def test_the_newest_measurement_of_a_thing_counts_and_only_this_machines(home):
    measurements.record(_measurement(model="newest", weights="n"))
    measurements.record(_measurement(model="newest", weights="n", seconds=0.5))
    measurements.record(_measurement(model="newest", weights="n", machine="another"))
    measurements.record(_measurement(model="newest", weights="n", route="onnx", seconds=0.1, error=0.2))
    (measurements.folder() / "damaged.json").write_text("{")
    found = measurements.measured(model="newest")
    assert sorted(each.seconds for each in found) == [0.1, 0.5]
    assert len(measurements.measured(model="newest", here=False)) == 3
    assert measurements.fastest(found, error=0.1).route == "eager"
    assert measurements.fastest(found, error=0.3).route == "onnx"
