# SPDX-License-Identifier: Apache-2.0
"""LoRA files of every layout end in the same places of a module; those of other models are named."""

from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.models.loras import lora_for  # noqa: E402

_RANK = 2


class LTX2VideoTransformer3DModel(torch.nn.Module):  # type: ignore[misc]
    """Two layers with the names that the true class has; which class it is decides how names are read."""

    def __init__(self, places: tuple[str, ...] = ("transformer_blocks.0.attn1.to_q", "proj_in")) -> None:
        super().__init__()
        for place in places:
            _grow(self, place.split("."))


class WanTransformer3DModel(LTX2VideoTransformer3DModel):
    def __init__(self) -> None:
        super().__init__(("blocks.0.attn1.to_q", "blocks.0.attn2.to_out.0", "blocks.0.ffn.net.0.proj"))


def _grow(root: Any, names: list[str]) -> None:
    for name in names[:-1]:
        if not hasattr(root, name):
            root.add_module(name, torch.nn.Module())
        root = getattr(root, name)
    root.add_module(names[-1], torch.nn.Linear(6, 4))


def _file(folder: Path, tensors: dict[str, Any]) -> Path:
    from safetensors.torch import save_file

    save_file(tensors, folder / "lora.safetensors")
    return folder / "lora.safetensors"


def _pair(name: str, down: str = "lora_A", up: str = "lora_B", inside: int = 6, **more: Any) -> dict[str, Any]:
    return {f"{name}.{down}.weight": torch.ones(_RANK, inside), f"{name}.{up}.weight": torch.ones(4, _RANK), **more}


@pytest.mark.parametrize(
    "tensors",
    [
        _pair("transformer.transformer_blocks.0.attn1.to_q"),
        _pair("transformer_blocks.0.attn1.to_q"),
        _pair("base_model.model.transformer_blocks.0.attn1.to_q"),
        _pair("diffusion_model.transformer_blocks.0.attn1.to_q"),
        _pair("diffusion_model.transformer_blocks.0.attn1.to_q", "lora_down", "lora_up"),
        _pair("lora_unet_transformer_blocks_0_attn1_to_q", "lora_down", "lora_up"),
    ],
)
def test_layouts_of_ltx(tensors: dict[str, Any], tmp_path: Path) -> None:
    found = lora_for(_file(tmp_path, tensors), LTX2VideoTransformer3DModel())
    assert set(found) == {f"transformer_blocks.0.attn1.to_q.{part}.weight" for part in ("lora_A", "lora_B")}


def test_official_names_become_the_modules(tmp_path: Path) -> None:
    found = lora_for(_file(tmp_path, _pair("diffusion_model.patchify_proj")), LTX2VideoTransformer3DModel())
    assert "proj_in.lora_A.weight" in found


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("diffusion_model.blocks.0.self_attn.q", "blocks.0.attn1.to_q"),
        ("lora_unet_blocks_0_cross_attn_o", "blocks.0.attn2.to_out.0"),
        ("lora_unet__blocks_0_ffn_0", "blocks.0.ffn.net.0.proj"),
        ("transformer.blocks.0.attn1.to_q", "blocks.0.attn1.to_q"),
    ],
)
def test_layouts_of_wan(name: str, place: str, tmp_path: Path) -> None:
    assert f"{place}.lora_A.weight" in lora_for(_file(tmp_path, _pair(name, "lora_down", "lora_up")), WanTransformer3DModel())


def test_alpha_is_multiplied_in(tmp_path: Path) -> None:
    file = _file(tmp_path, _pair("proj_in", "lora_down", "lora_up", **{"proj_in.alpha": torch.tensor(1.0)}))
    assert lora_for(file, LTX2VideoTransformer3DModel())["proj_in.lora_B.weight"].eq(0.5).all()


def test_a_lora_of_another_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="made for Wan, and this model is LTX"):
        lora_for(_file(tmp_path, _pair("diffusion_model.blocks.0.self_attn.q")), LTX2VideoTransformer3DModel())
    with pytest.raises(UserError, match="made for Flux"):
        lora_for(_file(tmp_path, _pair("lora_unet_double_blocks_0_img_attn_qkv")), WanTransformer3DModel())


def test_a_lora_of_another_size_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="another version or size"):
        lora_for(_file(tmp_path, _pair("transformer_blocks.0.attn1.to_q", inside=5)), LTX2VideoTransformer3DModel())


def test_what_is_no_lora(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not one of a pair"):
        lora_for(_file(tmp_path, {"proj_in.weight": torch.ones(2)}), LTX2VideoTransformer3DModel())
    (tmp_path / "lora.safetensors").write_bytes(b"\x80\x04 not a safetensors file at all")
    with pytest.raises(UserError, match="can't be read"):
        lora_for(tmp_path / "lora.safetensors", LTX2VideoTransformer3DModel())
