# SPDX-License-Identifier: Apache-2.0
"""The process beside the server: it dies, hangs and is asked too much, and the next one is answered."""

import asyncio
import os
import time

import pytest

from aiprod.film.errors import EngineError, UserError
from aiprod.server.aside import Aside
from aiprod.wire.errors import WireError


def test_it_works_in_another_process_and_is_kept() -> None:
    async def run() -> None:
        aside = Aside()
        first, second = await aside.run(os.getpid), await aside.run(os.getpid)
        assert first == second != os.getpid()
        aside.close()

    asyncio.run(run())


def test_a_death_is_one_clear_error_and_the_next_is_answered() -> None:
    async def run() -> None:
        aside = Aside()
        with pytest.raises(EngineError):
            await aside.run(os._exit, 3)
        assert await aside.run(abs, -1) == 1
        aside.close()

    asyncio.run(run())


def test_an_error_comes_back_as_it_is() -> None:
    async def run() -> None:
        aside = Aside()
        with pytest.raises(ValueError, match="invalid literal"):
            await aside.run(int, "x")
        aside.close()

    asyncio.run(run())


def test_what_hangs_is_ended() -> None:
    async def run() -> None:
        aside = Aside(deadline_s=0.5)
        with pytest.raises(WireError) as slow:
            await aside.run(time.sleep, 3600)
        assert slow.value.code == "too_slow" and isinstance(slow.value, UserError)
        aside.close()

    asyncio.run(run())


def test_few_may_wait() -> None:
    async def run() -> None:
        aside = Aside(most=2)
        two = [asyncio.ensure_future(aside.run(time.sleep, 0.01)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(WireError) as many:
            await aside.run(abs, 1)
        assert many.value.code == "too_many"
        await asyncio.gather(*two)
        assert await aside.run(abs, -1) == 1
        aside.close()

    asyncio.run(run())
