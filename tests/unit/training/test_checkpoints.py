# SPDX-License-Identifier: Apache-2.0
"""Weights and states on disk."""

import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.training import checkpoints  # noqa: E402


def tensors():
    torch.manual_seed(0)
    return {"large": torch.randn(64, 128), "conv": torch.randn(64, 8, 3, 3), "small": torch.randn(5), "zero": torch.zeros(64, 64)}


def test_tensors_and_facts_come_back(tmp_path):
    checkpoints.save_tensors(tmp_path / "deep" / "a.safetensors", tensors(), {"steps": 3})
    found, facts = checkpoints.load_tensors(tmp_path / "deep" / "a.safetensors")
    assert facts == {"steps": 3}
    assert all(torch.equal(found[name], tensor) for name, tensor in tensors().items())
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["a.safetensors"]


def test_packed_weights_are_near_and_nearer_with_their_low_bytes():
    exact = tensors()
    high, low = checkpoints.pack(exact)
    for found, limit in ((checkpoints.unpack(high), 1e-2), (checkpoints.unpack(high, low), 4e-5)):
        for name, tensor in exact.items():
            assert (found[name] - tensor).norm() <= limit * tensor.norm() + 1e-9, name
    assert high["large.high"].dtype == low["large.low"].dtype == torch.int8


def test_parts_stay_small_and_come_back_whole(tmp_path):
    many = {f"t{index}": torch.randn(1024, 1024) for index in range(9)}
    paths = checkpoints.save_parts(tmp_path, "w", many, {"kind": "video"})
    assert len(paths) == 3
    assert all(path.stat().st_size <= 16 << 20 for path in paths)
    found, facts = checkpoints.load_parts(tmp_path, "w")
    assert facts == {"kind": "video"} and found.keys() == many.keys()


@pytest.mark.parametrize("damage", ["cut", "text", "missing"])
def test_a_damaged_checkpoint_is_refused(tmp_path, damage):
    path = tmp_path / "a.safetensors"
    checkpoints.save_tensors(path, tensors(), {})
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:2000])
    if damage == "text":
        path.write_text("hello")
    if damage == "missing":
        path.unlink()
    with pytest.raises(UserError, match="can't be read"):
        checkpoints.load_tensors(path)


def test_another_kind_and_another_architecture_are_refused(tmp_path):
    facts = {"kind": "video", "architecture": "abc"}
    checkpoints.check_architecture(facts, "video", "abc", tmp_path)
    with pytest.raises(UserError, match="another architecture"):
        checkpoints.check_architecture(facts, "video", "def", tmp_path)
    with pytest.raises(UserError, match="no checkpoint of a codec"):
        checkpoints.check_architecture(facts, "codec", "abc", tmp_path)


def test_missing_parts_are_named(tmp_path):
    with pytest.raises(UserError, match=r"video\.high"):
        checkpoints.load_parts(tmp_path, "video.high")


def test_a_weight_may_itself_be_called_scale():
    exact = {"block.scale": torch.randn(2, 64), "block.out.weight": torch.randn(64, 128)}
    found = checkpoints.unpack(*checkpoints.pack(exact))
    assert found.keys() == exact.keys() and torch.equal(found["block.scale"], exact["block.scale"])
