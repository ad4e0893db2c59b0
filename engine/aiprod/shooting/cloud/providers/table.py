# SPDX-License-Identifier: Apache-2.0
"""Which class speaks to which provider.

To add one: a module here, a row, its key's name in `settings.KEYS`, its offers and its prices.
"""

from __future__ import annotations

from importlib import import_module

from aiprod.shooting.cloud.protocol import CloudVideoProvider
from aiprod.shooting.cloud.settings import CloudSettings, Key

_TABLE = {
    "runway": "aiprod.shooting.cloud.providers.runway:Runway", "google": "aiprod.shooting.cloud.providers.google:Google",
    "ltx": "aiprod.shooting.cloud.providers.ltx:Ltx", "fal": "aiprod.shooting.cloud.providers.fal:Fal",
    "replicate": "aiprod.shooting.cloud.providers.replicate:Replicate", "luma": "aiprod.shooting.cloud.providers.luma:Luma",
}  # fmt: skip


def provider(name: str, key: Key, settings: CloudSettings | None = None) -> CloudVideoProvider:
    """The adapter of a provider that is known to exist (see `offers.offer`)."""
    module, _, kind = _TABLE[name].partition(":")
    made: CloudVideoProvider = getattr(import_module(module), kind)(key, settings)
    return made
