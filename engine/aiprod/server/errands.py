# SPDX-License-Identifier: Apache-2.0
"""A station for errands: jobs that wait for the network or for disks and need no device. A download of an hour must not keep a
film waiting. Its worker is started when there is an errand, and ended when there was none for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from aiprod.production.jobs import DatabaseError
from aiprod.server.devices import Device
from aiprod.server.running import House, Run
from aiprod.server.station import Station

_IDLE_S = 30.0
_LOOK_S = 5.0


class Errands(Station):
    """See the module."""

    def __init__(self, house: House) -> None:
        super().__init__(Device("net", "cpu", "errands"), house)
        self._idle_since = 0.0

    @property
    def kinds(self) -> Collection[str]:
        return ("net",)

    async def _start(self) -> None:
        """A worker, once there is something for it to do."""
        self.state = "idle"
        while not self.stopping and not await self._wanted():
            self._work.clear()
            await self._until(self._work, _LOOK_S)
        if not self.stopping:
            await super()._start()
            self._idle_since = asyncio.get_running_loop().time()

    async def _wanted(self) -> bool:
        try:
            found: bool = await self.house.ask(self.house.store.waiting, self.kinds)
        except DatabaseError:
            return False
        return found

    async def _until_work(self) -> None:
        """As any station; but after a while without work its worker goes."""
        if asyncio.get_running_loop().time() - self._idle_since > _IDLE_S:
            self._ended_by_us = True
            self._gone.set()
            return
        await super()._until_work()

    async def _do(self, run: Run) -> None:
        await super()._do(run)
        self._idle_since = asyncio.get_running_loop().time()
