# SPDX-License-Identifier: Apache-2.0
"""Which reader of shapes goes with which class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aiprod.models.recognising import ltx_configs, wan_configs
from aiprod.models.recognising.headers import Tensor

DERIVERS: Mapping[str, Callable[[Mapping[str, Tensor]], dict[str, Any]]] = {
    "WanTransformer3DModel": wan_configs.transformer,
    "WanVACETransformer3DModel": wan_configs.transformer,
    "AutoencoderKLWan": wan_configs.vae,
    "UMT5EncoderModel": wan_configs.text_encoder,
    "CLIPVisionModel": wan_configs.image_encoder,
    "LTX2VideoTransformer3DModel": ltx_configs.transformer,
    "LTX2TextConnectors": ltx_configs.connectors,
    "AutoencoderKLLTX2Video": ltx_configs.vae,
    "AutoencoderKLLTX2Audio": ltx_configs.audio_vae,
    "LTX2Vocoder": ltx_configs.vocoder,
    "LTX2VocoderWithBWE": ltx_configs.wide_vocoder,
    "LTX2LatentUpsamplerModel": ltx_configs.upsampler,
    "LTX2DurationHead": ltx_configs.duration_head,
}

LISTS = ("blocks.", "vace_blocks.", "transformer_blocks.", "encoder.block.", "encoder.layers.")
"""Names of lists whose entries are alike."""
