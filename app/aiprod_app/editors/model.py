# SPDX-License-Identifier: Apache-2.0
"""The editors that are connected, as the engine knows them, and the way to ask them for something."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from aiprod.film.errors import UserError
from aiprod_app.background import Failed, Task

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient
    from aiprod.client.news import News
    from aiprod.film.errors import AiprodError
    from aiprod.wire.hosts import HostList, HostView
    from aiprod_app.studio import Studio

Deed = tuple[str, dict[str, Any]]
"""An action of `plugins/ACTIONS.md`, and its arguments."""
_SOON_MS = 120
_CALM_MS = 10_000
"""Between looks without news: while an editor is connected, so that one that fell silent is noticed."""
_WAIT_S = 20.0


class Editors(QObject):
    """Follows the engine's news of editors.

    Signals:
        changed: others are connected, or one shows something else.

    Attributes:
        hosts: those that are there, the first that came first.
    """

    changed = Signal()

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hosts: tuple[HostView, ...] = ()
        self._engine = studio.engine
        self._asking: Task | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._ask)
        self._calm = QTimer(self, interval=_CALM_MS)
        self._calm.timeout.connect(self._ask)
        self._engine.news.connect(self._heard)
        self._engine.state_changed.connect(self._engine_is)
        self._engine.restarted.connect(self.refresh)
        if self._engine.state == "ready":
            self.refresh()

    def host(self, key: str) -> HostView | None:
        """An editor that is there."""
        return next((host for host in self.hosts if host.key == key), None)

    def refresh(self) -> None:
        """Ask who is there, soon; several wishes are one question."""
        if not self._soon.isActive():
            self._soon.start()

    def _heard(self, news: News) -> None:
        if news.kind in ("hosts", "resync"):
            self.refresh()

    def _engine_is(self, state: str) -> None:
        if state == "ready":
            self.refresh()
        elif self.hosts:
            self.know(())

    def _ask(self) -> None:
        if self._engine.state == "ready":
            self._asking = self._engine.ask(lambda client: client.hosts.list(), self._have, _quietly, owner=self)

    def _have(self, found: HostList) -> None:
        self.know(found.hosts)

    def know(self, hosts: tuple[HostView, ...]) -> None:
        """These are there now."""
        before, self.hosts = self.hosts, hosts
        if hosts:
            self._calm.start()
        else:
            self._calm.stop()
        if [(host.key, host.report, host.waiting) for host in before] != [(h.key, h.report, h.waiting) for h in hosts]:
            self.changed.emit()

    def do(
        self, key: str, deed: Deed | Callable[[AsyncClient], Awaitable[Deed]], then: Callable[[dict[str, Any]], None],
        failed: Failed, *, owner: QObject, patience_s: float = 120.0,
    ) -> Task:  # fmt: skip
        """Have an editor do something, and hear what came of it.

        Args:
            deed: what; or a question to the engine whose answer it is.
        """

        async def done(client: AsyncClient) -> dict[str, Any]:
            action, arguments = deed if isinstance(deed, tuple) else await deed(client)
            asked = await client.hosts.ask(key=key, action=action, arguments=arguments, patience_s=patience_s)  # type: ignore[arg-type]
            while True:
                outcome = await client.hosts.outcome(command=asked.command, wait_s=_WAIT_S)
                if outcome.state == "failed":
                    raise UserError(QCoreApplication.translate("Editors", "The editor could not do it"), outcome.error)
                if outcome.state == "done":
                    return outcome.result or {}

        return self._engine.ask(done, then, failed, owner=owner)


def _quietly(_error: AiprodError) -> None:
    """Whether the engine is there is shown elsewhere."""
