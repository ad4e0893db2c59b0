# SPDX-License-Identifier: Apache-2.0
"""Adapters asked for in words: `<lora:NAME:0.8>` in a shot's description puts one on the stack of that shot, as many tools do."""

from __future__ import annotations

import re

_TAG = re.compile(r"<\s*lora\s*:\s*([^:<>\s]+)\s*(?::\s*([-+]?\d*[.,]?\d+)\s*)?>", re.IGNORECASE)


def tags(text: str) -> tuple[tuple[str, float], ...]:
    """Names and weights, in the order in which they are named; 1 where no weight is said."""
    return tuple((name, float((weight or "1").replace(",", "."))) for name, weight in _TAG.findall(text))


def without_tags(text: str) -> str:
    """The words alone."""
    return " ".join(_TAG.sub(" ", text).split())
