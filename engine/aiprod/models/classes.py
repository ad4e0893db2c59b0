# SPDX-License-Identifier: Apache-2.0
"""The classes that take weights, by name. Names come from files, so only these are ever looked up."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from aiprod.film.errors import UserError

_LTX = "diffusers.pipelines.ltx2"

HOMES: Mapping[str, str] = {
    "WanTransformer3DModel": "diffusers",
    "WanVACETransformer3DModel": "diffusers",
    "AutoencoderKLWan": "diffusers",
    "LTX2VideoTransformer3DModel": "diffusers",
    "AutoencoderKLLTX2Video": "diffusers",
    "AutoencoderKLLTX2Audio": "diffusers",
    "LTX2VideoDiffusionDecoderModel": "diffusers",
    "LTX2TextConnectors": _LTX,
    "LTX2Vocoder": _LTX,
    "LTX2VocoderWithBWE": _LTX,
    "LTX2LatentUpsamplerModel": _LTX,
    "LTX2DurationHead": _LTX,
    "UniPCMultistepScheduler": "diffusers",
    "FlowMatchEulerDiscreteScheduler": "diffusers",
    "UMT5EncoderModel": "transformers",
    "CLIPVisionModel": "transformers",
    "Gemma3ForConditionalGeneration": "transformers",
    "Gemma4UnifiedForConditionalGeneration": "transformers",
    "T5TokenizerFast": "transformers",
    "T5Tokenizer": "transformers",
    "GemmaTokenizer": "transformers",
    "GemmaTokenizerFast": "transformers",
    "CLIPImageProcessor": "transformers",
    "CLIPImageProcessorPil": "transformers",
}
"""Where each class is. Names are imported one by one: the libraries are slow to import whole."""


def find(kind: str) -> Any:
    """The class. Raises UserError for one that isn't known here, or where the runtime isn't installed."""
    from aiprod.models.runtime import need_torch

    if kind not in HOMES:
        raise UserError(
            f"The model has a part of the kind {kind[:80]!r}", "no such part is known here", "Choose a model that is on the list."
        )
    need_torch()
    return getattr(importlib.import_module(HOMES[kind]), kind)
