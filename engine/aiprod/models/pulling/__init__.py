# SPDX-License-Identifier: Apache-2.0
"""Fetching models from a hub: `pull`."""

from aiprod.models.pulling.pull import Pulled, PullProgress, pull

__all__ = ["PullProgress", "Pulled", "pull"]
