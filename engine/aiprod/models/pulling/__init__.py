# SPDX-License-Identifier: Apache-2.0
"""Fetching models from a hub: `pull`."""

from aiprod.models.pulling.model import Pulled, pull
from aiprod.models.pulling.telling import PullProgress

__all__ = ["PullProgress", "Pulled", "pull"]
