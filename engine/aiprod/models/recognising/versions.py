# SPDX-License-Identifier: Apache-2.0
"""Which model it is, from the parts' configurations: family, version, variant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiprod.film.errors import UserError
from aiprod.models.checkpoints import Component

_WAN_SIZES = {1536: "1.3b", 3072: "5b", 5120: "14b"}
"""By width of the transformer."""


def identify(components: Mapping[str, Component], index: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """`family`, `version`, `variant`, `boundary` and `distilled` of a Checkpoint.

    Raises:
        UserError: there is no transformer, or not of a family that is known.
    """
    transformer = components.get("transformer")
    if transformer is None:
        raise UserError("This model has no transformer", "only its other parts are there", "Fetch the missing file.")
    if transformer.kind.startswith("Wan"):
        return _wan(components, index or {})
    if transformer.kind.startswith("LTX2"):
        return _ltx(components)
    raise UserError(
        f"Models of the kind {transformer.kind} are not known here", "Wan 2.1 and 2.2, LTX-2.0, 2.3 and 2.5 are",
        "Choose one of these.",
    )  # fmt: skip


def wan_mode(kind: str, config: Mapping[str, Any], second: bool) -> tuple[str, str]:
    """(version, mode) of a Wan transformer; mode is "t2v", "i2v", "flf2v", "vace" or "ti2v"."""
    if "VACE" in kind:
        return "2.1", "vace"
    if config.get("in_channels") == 48:
        return "2.2", "ti2v"
    if config.get("in_channels") == 36:
        if config.get("image_dim") is None:
            return "2.2", "i2v"
        return "2.1", "flf2v" if config.get("pos_embed_seq_len") else "i2v"
    return ("2.2" if second else "2.1"), "t2v"


def _wan(components: Mapping[str, Component], index: Mapping[str, Any]) -> dict[str, Any]:
    part = components["transformer"]
    second = "transformer_2" in components
    version, mode = wan_mode(part.kind, part.config, second)
    width = int(part.config["num_attention_heads"]) * int(part.config["attention_head_dim"])
    size = f"a{_WAN_SIZES[width]}" if second and width in _WAN_SIZES else _WAN_SIZES.get(width, "tiny")
    boundary = index.get("boundary_ratio") or (0.9 if mode == "i2v" else 0.875) if second else None
    return {"family": "wan", "version": version, "variant": f"{mode}-{size}", "boundary": boundary, "distilled": False}


def ltx_version(config: Mapping[str, Any]) -> str:
    """Of an LTX-2 transformer's configuration."""
    if not config.get("gated_attn"):
        return "2.0"
    return "2.5" if config.get("use_keyframes_abs_pos_embedding") or config.get("ff_bias") is False else "2.3"


def _ltx(components: Mapping[str, Component]) -> dict[str, Any]:
    scheduler = components.get("scheduler")
    distilled = scheduler is not None and scheduler.config.get("use_dynamic_shifting") is False
    version = ltx_version(components["transformer"].config)
    return {
        "family": "ltx2", "version": version, "variant": "distilled" if distilled else "dev", "boundary": None,
        "distilled": distilled,
    }  # fmt: skip
