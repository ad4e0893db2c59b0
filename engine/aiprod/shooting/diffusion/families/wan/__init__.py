# SPDX-License-Identifier: Apache-2.0
"""Wan 2.1 and 2.2 (Alibaba, Apache-2.0): video without sound, over the models that diffusers carries."""

from __future__ import annotations

from aiprod.shooting.diffusion.families.wan.family import WanFamily

FAMILY = WanFamily()
