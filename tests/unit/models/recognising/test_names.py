# SPDX-License-Identifier: Apache-2.0
"""Official names become the modules' names: of every part, and as diffusers' own converters have it where they know the model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

torch = pytest.importorskip("torch")

from tests.unit.models.recognising import layouts as lay  # noqa: E402
from tests.unit.models.recognising.conftest import Tiny  # noqa: E402

from aiprod.models.recognising.names import translator  # noqa: E402

CASES: dict[str, tuple[str, str, Callable[[lay.States], lay.States]]] = {
    "wan": ("tiny-wan", "transformer", lay.wan), "wan image": ("tiny-wan-i2v", "transformer", lay.wan),
    "wan two frames": ("tiny-wan-flf", "transformer", lay.wan), "wan controls": ("tiny-wan-vace", "transformer", lay.wan),
    "wan vae": ("tiny-wan", "vae", lay.wan_vae), "wan 2.2 vae": ("tiny-wan5b", "vae", lay.wan_vae22),
    **{
        f"{name} {part}": (name, part, convert)
        for name in ("tiny-ltx20", "tiny-ltx23", "tiny-ltx25")
        for part, convert in (
            ("transformer", lay.ltx), ("connectors", lay.ltx_connectors), ("vae", lay.ltx_vae), ("audio_vae", lay.ltx_audio_vae),
            ("vocoder", lay.vocoder),
        )
    },
    "duration head": ("tiny-ltx25", "duration_head", lay.duration_head),
}  # fmt: skip


def translate(kind: str, tensors: lay.States) -> lay.States:
    find = translator(kind, tensors)
    found = {}
    for name, tensor in tensors.items():
        for target in find(name):
            found[target.name] = tensor if target.parts == 1 else tensor.chunk(target.parts)[target.part]
    return found


@pytest.mark.parametrize("case", CASES)
def test_names_and_tensors_are_the_modules(case: str, tiny_model: Tiny) -> None:
    name, part, convert = CASES[case]
    checkpoint, _ = tiny_model(name)
    state = lay.state(checkpoint, part)
    found = translate(checkpoint.components[part].kind, convert(state))
    assert found.keys() == state.keys()
    assert all(torch.equal(found[key], state[key]) for key in state)


DIFFUSERS = {
    "wan": "convert_wan_transformer_to_diffusers", "wan image": "convert_wan_transformer_to_diffusers",
    "wan controls": "convert_wan_transformer_to_diffusers", "tiny-ltx20 transformer": "convert_ltx2_transformer_to_diffusers",
    "tiny-ltx20 vae": "convert_ltx2_vae_to_diffusers", "tiny-ltx20 audio_vae": "convert_ltx2_audio_vae_to_diffusers",
}  # fmt: skip


@pytest.mark.parametrize("case", DIFFUSERS)
def test_our_official_names_are_those_that_diffusers_converts(case: str, tiny_model: Tiny) -> None:
    """So that the names which the tests make up are not only the inverse of our own."""
    from diffusers.loaders import single_file_utils

    name, part, convert = CASES[case]
    state = lay.state(tiny_model(name)[0], part)
    found = getattr(single_file_utils, DIFFUSERS[case])(dict(convert(state)))
    assert found.keys() == state.keys()
    assert all(torch.equal(found[key], state[key]) for key in state)
