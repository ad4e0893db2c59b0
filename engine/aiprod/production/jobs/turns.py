# SPDX-License-Identifier: Apache-2.0
"""Writers of one process take turns at one SQLite connection, and those who wait share one commit.

A commit costs an fsync (0.2 to 10 ms); a step of a job costs a tenth of that. So the thread whose turn it is takes along
whoever waits: all their steps run one after the other in one transaction, each inside a savepoint of its own, and nobody is
told "done" before the common commit is on disk. Where the batch fails as a whole (full disk), each is tried alone, so that
everyone hears of his own failure and no good step is lost to another's bad one.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa

T = TypeVar("T")
Work = Callable[[sa.Connection], T]
_MOST = 64


class _Turn:
    """One thread's wish to write, and what came of it."""

    def __init__(self, work: Work[Any]) -> None:
        self.work = work
        self.done = False
        self.result: Any = None
        self.error: Exception | None = None
        self.call = threading.Event()

    def outcome(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.result


class Turns:
    """The write side of a SQLite database in this process."""

    def __init__(self, connect: Callable[[], sa.Connection]) -> None:
        self._connect = connect
        self._connection: sa.Connection | None = None
        self._mutex = threading.Lock()
        self._waiting: deque[_Turn] = deque()
        self._busy = False
        self._leader: int | None = None

    def write(self, work: Work[T]) -> T:
        """Run `work` in a transaction that is on disk when this returns. `work` may be run more than once."""
        if self._leader == threading.get_ident():
            raise RuntimeError("a write inside a write would wait for itself: use the connection at hand")
        turn = _Turn(work)
        with self._mutex:
            self._waiting.append(turn)
            leads, self._busy = not self._busy, True
        if not leads:
            turn.call.wait()
        if not turn.done:
            try:
                self._leader = threading.get_ident()
                self._lead(turn)
            finally:
                self._leader = None
                self._hand_over(turn)
        result: T = turn.outcome()
        return result

    def close(self) -> None:
        """Close the connection; no write may be under way."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _lead(self, own: _Turn) -> None:
        """Write for oneself and for those who wait."""
        while not own.done:
            with self._mutex:
                batch = [self._waiting.popleft() for _ in range(min(_MOST, len(self._waiting)))]
            try:
                self._serve(batch)
            finally:
                # Where this thread is being stopped (Ctrl-C), steps not done were rolled back; the next leader takes them up.
                left = [turn for turn in batch if turn is not own and not turn.done]
                with self._mutex:
                    self._waiting.extendleft(reversed(left))
                for turn in batch:
                    if turn is not own and turn.done:
                        turn.call.set()

    def _hand_over(self, own: _Turn) -> None:
        """The next who waits leads; where nobody waits, the next who comes."""
        with self._mutex:
            if own in self._waiting:
                self._waiting.remove(own)
            if self._waiting:
                self._waiting[0].call.set()
            else:
                self._busy = False

    def _serve(self, batch: list[_Turn]) -> None:
        if len(batch) == 1 or not self._together(batch):
            for turn in batch:
                self._alone(turn)

    def _together(self, batch: list[_Turn]) -> bool:
        """All in one transaction. False: nothing was kept, and each must be tried alone."""
        connection = None
        try:
            connection = self._begin()
            outcomes = [_in_savepoint(connection, turn.work) for turn in batch]
            connection.commit()
        except sa.exc.DBAPIError:
            self._roll_back(connection)
            return False
        except BaseException:
            self._roll_back(connection)
            raise
        for turn, (result, error) in zip(batch, outcomes, strict=True):
            turn.result, turn.error, turn.done = result, error, True
        return True

    def _alone(self, turn: _Turn) -> None:
        connection = None
        try:
            connection = self._begin()
            turn.result = turn.work(connection)
            connection.commit()
        except Exception as error:  # noqa: BLE001 - raised again in the thread whose step it is
            self._roll_back(connection)
            turn.error = error
        except BaseException:
            self._roll_back(connection)
            raise
        turn.done = True

    def _begin(self) -> sa.Connection:
        if self._connection is None:
            self._connection = self._connect()
        # IMMEDIATE: to be told at the start, not in the middle, that another process writes.
        self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        return self._connection

    def _roll_back(self, connection: sa.Connection | None) -> None:
        """Undo; where even that fails, the connection goes, and its transaction with it."""
        connection = connection or self._connection
        if connection is None:
            return
        try:
            connection.rollback()
        except sa.exc.DBAPIError:
            connection.invalidate()
            connection.close()
            self._connection = None


def _in_savepoint(connection: sa.Connection, work: Work[Any]) -> tuple[Any, Exception | None]:
    """One step of several; its own error undoes it alone. Errors of the database end the batch."""
    connection.exec_driver_sql("SAVEPOINT step")
    try:
        result = work(connection)
    except sa.exc.DBAPIError:
        raise
    except Exception as error:  # noqa: BLE001 - raised again in the thread whose step it is
        connection.exec_driver_sql("ROLLBACK TO step")
        connection.exec_driver_sql("RELEASE step")
        return None, error
    connection.exec_driver_sql("RELEASE step")
    return result, None
