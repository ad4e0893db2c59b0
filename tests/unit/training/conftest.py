# SPDX-License-Identifier: Apache-2.0
"""Networks this small learn fastest on one thread: more of them only wait for one another."""

import pytest


@pytest.fixture(autouse=True, scope="package")
def one_thread():
    try:
        import torch
    except ImportError:
        yield
        return
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
