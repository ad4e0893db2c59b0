# SPDX-License-Identifier: Apache-2.0
"""Prompts as the transformer reads them: Gemma's states of all layers, through the connectors of video and sound.

What is kept of a prompt is what comes out of the connectors, a hundredth of what goes in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from aiprod.shooting.diffusion.families.base import Embedding, Parts

_TOKENS = 1024


def encode(parts: Parts, prompts: Sequence[str]) -> list[Embedding]:
    """See `VideoModel.encode`. The encoder and the connectors are on the device one after the other, not both."""
    with parts.use("tokenizer") as tokenizer:
        _prepare(tokenizer)
        read = [_ids(tokenizer, prompt) for prompt in prompts]
        side = tokenizer.padding_side
    with parts.use("text_encoder") as encoder:
        states = [_states(encoder, ids.to(parts.device), mask.to(parts.device)) for ids, mask in read]
    with parts.use("connectors") as connectors:
        return [_connected(connectors, state, mask, side, parts) for state, (_, mask) in zip(states, read, strict=True)]


def _prepare(tokenizer: Any) -> None:
    tokenizer.padding_side = "left"
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token


def _ids(tokenizer: Any, prompt: str) -> tuple[torch.Tensor, torch.Tensor]:
    read = tokenizer(
        [prompt.strip()], padding="max_length", max_length=_TOKENS, truncation=True, add_special_tokens=True, return_tensors="pt"
    )
    return read.input_ids, read.attention_mask


def _states(encoder: Any, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """[1, T, width · layers], on the host. The words that would come next are not worked out but for one."""
    said = encoder(input_ids=ids, attention_mask=mask, output_hidden_states=True, logits_to_keep=1)
    return torch.stack(said.hidden_states, dim=-1).flatten(2, 3).cpu()


def _connected(connectors: Any, states: torch.Tensor, mask: torch.Tensor, side: str, parts: Parts) -> Embedding:
    video, audio, counts = connectors(states.to(parts.device, parts.dtype), mask.to(parts.device), padding_side=side)
    return Embedding({"video": video.cpu(), "audio": audio.cpu(), "mask": counts.cpu()})
