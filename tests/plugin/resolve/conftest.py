# SPDX-License-Identifier: Apache-2.0
"""Fake hosts for a test; whatever a script did that no script may do fails the test at its end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.plugin.resolve.faults import Faults
from tests.plugin.resolve.host import Host
from tests.plugin.resolve.stage import PACKAGE

assert PACKAGE.is_dir()  # importing it has put the panel's package on the path


@pytest.fixture
def make_host(tmp_path: Path) -> "Iterator[Callable[..., Host]]":
    """make_host("20.3-free", end_frame="inclusive", …) → a host; its breaches are raised when the test ends."""
    made: list[Host] = []

    def make(profile: str = "21.0.4-studio", **switches: object) -> Host:
        made.append(Host(profile, Faults(**switches), tmp_path))
        return made[-1]

    yield make
    for host in made:
        host.release()
        host.check()


@pytest.fixture
def host(make_host: "Callable[..., Host]") -> Host:
    """Studio 21.0.4 with the project "Film" at 24 and an empty timeline."""
    made = make_host()
    made.user.project("Film")
    made.user.timeline()
    return made
