# SPDX-License-Identifier: Apache-2.0
"""Tiny checkpoints, built once for all tests here."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from aiprod.models import tiny
from aiprod.models.checkpoints import Checkpoint

if importlib.util.find_spec("torch") is not None:
    import torch

    torch.set_num_threads(1)

Tiny = Callable[[str], tuple[Checkpoint, Path]]


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """By name: the checkpoint and its folder."""
    root = tmp_path_factory.mktemp("tiny")

    @cache
    def make(name: str) -> tuple[Checkpoint, Path]:
        return tiny.build(name, root / name), root / name

    return make
