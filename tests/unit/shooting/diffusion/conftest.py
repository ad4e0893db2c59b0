# SPDX-License-Identifier: Apache-2.0
"""Tiny models gain nothing from many threads; on a shared machine they lose."""

import importlib.util

if importlib.util.find_spec("torch") is not None:
    import torch

    torch.set_num_threads(1)
