# SPDX-License-Identifier: Apache-2.0
"""LoRAs in every format act alike; one for another model is named."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from tests.unit.models.recognising import layouts as lay  # noqa: E402
from tests.unit.models.recognising.conftest import Tiny  # noqa: E402

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.models import loras  # noqa: E402
from aiprod.models.loading import load  # noqa: E402

WAN = ("blocks.0.attn1.to_q", "blocks.1.attn2.to_out.0", "blocks.1.ffn.net.0.proj", "blocks.0.ffn.net.2")
LTX = ("transformer_blocks.0.attn1.to_q", "transformer_blocks.1.audio_attn2.to_v", "transformer_blocks.0.ff.net.2")


def matrices(names: tuple[str, ...], component: object) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    widths = loras._widths(component)  # type: ignore[arg-type]
    noise = torch.Generator().manual_seed(5)
    return {
        name: (torch.randn(4, widths[name][1], generator=noise), torch.randn(widths[name][0], 4, generator=noise))
        for name in names
    }


def files(to: Path, pairs: dict[str, tuple[torch.Tensor, torch.Tensor]], wan: bool) -> dict[str, Path]:
    """The same LoRA in every format. Those with an alpha of 2 have matrices twice as large."""
    official = {}
    for name in pairs:
        renamed = (lay.wan if wan else lay.ltx)({f"{name}.weight": torch.zeros(0)})
        official[name] = next(iter(renamed)).removesuffix(".weight")
    formats = {
        "diffusers": ("transformer.{own}", "lora_A", "lora_B", False),
        "peft": ("base_model.model.{own}", "lora_A", "lora_B", False),
        "comfy": ("diffusion_model.{official}", "lora_down", "lora_up", True),
        "publisher": ("diffusion_model.{official}", "lora_A", "lora_B", False),
        "kohya": ("lora_unet_{flat}", "lora_down", "lora_up", True),
    }
    made = {}
    for title, (pattern, down, up, alpha) in formats.items():
        tensors = {}
        for name, (a, b) in pairs.items():
            key = pattern.format(own=name, official=official[name], flat=official[name].replace(".", "_"))
            tensors |= {f"{key}.{down}.weight": a, f"{key}.{up}.weight": b * (2 if alpha else 1)}
            tensors |= {f"{key}.alpha": torch.tensor(2.0)} if alpha else {}
        made[title] = lay.write(to / f"{title}.safetensors", tensors)
    return made


@pytest.mark.parametrize(("model", "names"), [("tiny-wan", WAN), ("tiny-ltx23", LTX)])
def test_formats_are_alike(model: str, names: tuple[str, ...], tmp_path: Path, tiny_model: Tiny) -> None:
    component = tiny_model(model)[0].components["transformer"]
    pairs = matrices(names, component)
    for path in files(tmp_path, pairs, model == "tiny-wan").values():
        adapter = loras.read(path, component)
        assert adapter.pairs.keys() == pairs.keys() and adapter.rank == 4
        for name, (down, up) in pairs.items():
            assert torch.equal(adapter.pairs[name][0], down) and torch.allclose(adapter.pairs[name][1], up)


def test_a_stack_acts_is_removed_and_is_fused(tmp_path: Path, tiny_model: Tiny) -> None:
    component = tiny_model("tiny-wan")[0].components["transformer"]
    path = files(tmp_path, matrices(WAN, component), True)["diffusers"]
    adapter = loras.read(path, component)
    module = load(component, torch.float32)
    noise = torch.Generator().manual_seed(1)
    given = {
        "hidden_states": torch.randn(1, 16, 2, 8, 8, generator=noise), "timestep": torch.tensor([500.0]),
        "encoder_hidden_states": torch.randn(1, 512, 16, generator=noise), "return_dict": False,
    }  # fmt: skip
    with torch.no_grad():
        plain = module(**given)[0]
        loras.apply(module, [(adapter, 0.5), (adapter, 0.25)])
        changed = module(**given)[0]
        loras.apply(module, [(adapter, 0.75)])
        assert torch.allclose(changed, module(**given)[0], atol=1e-5)
        loras.remove(module)
        assert torch.equal(plain, module(**given)[0])
        loras.fuse(module, [(adapter, 0.75)])
        assert torch.allclose(changed, module(**given)[0], atol=1e-4)
        peft = load(component, torch.float32)
        peft.load_lora_adapter(loras.lora_for(path, peft), prefix=None, adapter_name="one")
        peft.set_adapters(["one"], [0.75])
        assert torch.allclose(changed, peft(**given)[0], atol=1e-4)
        assert loras.lora_for(path, peft).keys() == loras.lora_for(path, module).keys()
    assert (plain - changed).abs().max() > 0.01


def test_a_lora_of_another_model_is_named(tmp_path: Path, tiny_model: Tiny) -> None:
    wan, ltx = (tiny_model(name)[0].components["transformer"] for name in ("tiny-wan", "tiny-ltx23"))
    path = files(tmp_path, matrices(LTX, ltx), False)["publisher"]
    with pytest.raises(UserError, match="it is for LTX-2, and this model has no layer"):
        loras.read(path, wan)
    wide = lay.write(
        tmp_path / "wide.safetensors",
        {"diffusion_model.blocks.0.self_attn.q.lora_A.weight": torch.zeros(4, 5120),
         "diffusion_model.blocks.0.self_attn.q.lora_B.weight": torch.zeros(5120, 4)},
    )  # fmt: skip
    with pytest.raises(UserError, match=re.escape("takes 5120 numbers and gives 5120, this model's takes 24 and gives 24")):
        loras.read(wide, wan)


def test_files_that_are_no_lora(tmp_path: Path, tiny_model: Tiny) -> None:
    component = tiny_model("tiny-wan")[0].components["transformer"]
    (tmp_path / "x.safetensors").write_bytes(pickle.dumps([1]))
    with pytest.raises(UserError, match="pickle"):
        loras.read(tmp_path / "x.safetensors", component)
    with pytest.raises(UserError, match="no LoRA"):
        loras.read(lay.write(tmp_path / "y.safetensors", {"a": torch.zeros(3)}), component)
