# SPDX-License-Identifier: Apache-2.0
"""LTX-2.0, 2.3 and 2.5 (Lightricks): video and sound in one pass, over the models that diffusers carries."""

from __future__ import annotations

from aiprod.shooting.diffusion.families.ltx2.family import Ltx2Family

FAMILY = Ltx2Family()
