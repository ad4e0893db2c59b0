# SPDX-License-Identifier: Apache-2.0
"""What the generated methods stand on: a link to the engine, whatever it is made of."""

from __future__ import annotations

from typing import Protocol, TypeVar

from aiprod.wire.base import Reply, Request

R = TypeVar("R", bound=Reply)


class Link(Protocol):
    """Carries requests to the engine and answers back. All raise WireError when the engine refuses."""

    async def call(self, operation: str, request: Request, reply: type[R]) -> R:
        """The reply to a request."""
        ...

    async def fetch(self, operation: str, request: Request) -> bytes:
        """The file that is asked for."""
        ...

    async def read(self, operation: str, request: Request) -> str:
        """The text that is asked for."""
        ...


class BlockingLink(Protocol):
    """The same for programs without an event loop."""

    def call(self, operation: str, request: Request, reply: type[R]) -> R: ...

    def fetch(self, operation: str, request: Request) -> bytes: ...

    def read(self, operation: str, request: Request) -> str: ...
