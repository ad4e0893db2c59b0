# SPDX-License-Identifier: Apache-2.0
"""One tiny checkpoint, its graphs and engines for the whole folder: each is built once."""

import importlib.util

import pytest

if importlib.util.find_spec("torch") is not None:
    import torch

    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """AIPROD's data folder, the tests' own."""
    patch = pytest.MonkeyPatch()
    place = tmp_path_factory.mktemp("home")
    patch.setenv("AIPROD_HOME", str(place))
    yield place
    patch.undo()


@pytest.fixture(scope="session")
def wan(home, tmp_path_factory):
    from aiprod.models import tiny

    return tiny.build("tiny-wan", tmp_path_factory.mktemp("tiny-wan"))


@pytest.fixture(scope="session")
def ltx(home, tmp_path_factory):
    from aiprod.models import tiny

    return tiny.build("tiny-ltx23", tmp_path_factory.mktemp("tiny-ltx23"))


@pytest.fixture(scope="session")
def transformer(wan):
    """Wan's tiny transformer, float32; tests leave it as it is."""
    from aiprod.models.loading import load

    return load(wan.components["transformer"], torch.float32)
