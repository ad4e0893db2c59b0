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
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

T = TypeVar("T")
Work = Callable[[sa.Connection], T]
Outcome = tuple[Any, Exception | None]
_MOST = 64


class _Turn:
    """One thread's wish to write, and what came of it."""

    def __init__(self, work: Work[Any]) -> None:
        self.work = work
        self.done = False
        self.gone = False
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
            self._await(turn)
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

    def _await(self, turn: _Turn) -> None:
        """Until the step is done, or it is this thread's turn to lead."""
        try:
            turn.call.wait()
        except BaseException:
            # This thread is being stopped (Ctrl-C): its step is not begun, and nobody waits for it to lead.
            with self._mutex:
                turn.gone = True
                if turn in self._waiting and turn.call.is_set():
                    self._call_next()
            raise

    def _lead(self, own: _Turn) -> None:
        """Write for oneself and for those who wait."""
        while not own.done:
            with self._mutex:
                taken = [self._waiting.popleft() for _ in range(min(_MOST, len(self._waiting)))]
            batch = [turn for turn in taken if not turn.gone]
            try:
                self._serve(batch)
            finally:
                # Where this thread is being stopped, steps not done were rolled back; the next leader takes them up.
                left = [turn for turn in batch if turn is not own and not turn.done]
                with self._mutex:
                    self._waiting.extendleft(reversed(left))
                for turn in batch:
                    if turn is not own and turn.done:
                        turn.call.set()

    def _hand_over(self, own: _Turn) -> None:
        """The next who waits leads; where nobody waits, the next who comes."""
        with self._mutex:
            own.gone = True
            self._call_next()

    def _call_next(self) -> None:
        while self._waiting and self._waiting[0].gone:
            self._waiting.popleft()
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
        try:
            connection = self._begin()
        except sa.exc.DBAPIError as error:
            # Another process holds the database for too long: it would be so for each of them.
            self._roll_back()
            _told(batch, [(None, error)] * len(batch))
            return True
        try:
            outcomes = [_in_savepoint(connection, turn.work) for turn in batch]
            connection.commit()
        except sa.exc.DBAPIError:
            self._roll_back()
            return False
        except BaseException:
            self._roll_back()
            raise
        _told(batch, outcomes)
        return True

    def _alone(self, turn: _Turn) -> None:
        try:
            connection = self._begin()
            turn.result = turn.work(connection)
            connection.commit()
        except Exception as error:  # noqa: BLE001 - raised again in the thread whose step it is
            self._roll_back()
            turn.error = error
        except BaseException:
            self._roll_back()
            raise
        turn.done = True

    def _begin(self) -> sa.Connection:
        if self._connection is None:
            self._connection = self._connect()
        # IMMEDIATE: to be told at the start, not in the middle, that another process writes.
        self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        return self._connection

    def _roll_back(self) -> None:
        """Undo; where even that fails, the connection goes, and its transaction with it."""
        connection = self._connection
        if connection is None:
            return
        try:
            connection.rollback()
        except sa.exc.DBAPIError:
            connection.invalidate()
            connection.close()
            self._connection = None


def _told(batch: list[_Turn], outcomes: Sequence[Outcome]) -> None:
    """Everyone's result or error, now that it is certain."""
    for turn, (result, error) in zip(batch, outcomes, strict=True):
        turn.result, turn.error, turn.done = result, error, True


def _in_savepoint(connection: sa.Connection, work: Work[Any]) -> Outcome:
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
