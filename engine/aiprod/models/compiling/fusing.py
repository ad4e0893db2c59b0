# SPDX-License-Identifier: Apache-2.0
"""LoRAs fused into a transformer's weights, for what is built with them inside."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def fuse(transformer: Any, path: Path, weight: float) -> None:
    """Add a LoRA to a transformer's weights for good. Low-rank adapters: Hu et al. 2021, arXiv 2106.09685.

    Raises:
        UserError: it is not for this transformer.
    """
    from aiprod.models.loras import lora_for

    transformer.load_lora_adapter(lora_for(path, transformer), prefix=None, adapter_name="fused")
    transformer.set_adapters(["fused"], [weight])
    transformer.fuse_lora(adapter_names=["fused"])
    transformer.unload_lora()
