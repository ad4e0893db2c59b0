# SPDX-License-Identifier: Apache-2.0
"""Asking the engine, over plain HTTP on this machine: no proxies, no redirects, one connection kept open.

Everything here waits, so it runs on network threads alone (`lines.py`).
"""

import contextlib
import json
import socket
import threading
import time
import uuid
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any, Callable, Dict, NoReturn, Optional

from aiprod_resolve import PROTOCOL, VERSION, discovery
from aiprod_resolve.discovery import Engine, Pairing
from aiprod_resolve.errors import EngineError, ForgottenError, LostError, NoEngineError, PanelError
from aiprod_resolve.operations import ROUTES, request_of

SILENCE_S = 120.0
"""How long an answer may take."""
_PAUSES_S = (0.1, 0.2, 0.5, 1.0, 2.0)
_LARGEST = 64 << 20


class Door:
    """The way to the engine that all lines of a panel share: found, proven and paired by whichever comes first.

    Args:
        program: which host the panel runs in, and its version: shown in the list of panels.
        may_pair: whether a new token may be asked for when there is none, or the engine forgot it. True for as long as no
            token has worked since the user started the panel; a panel that is forgotten while it runs stays forgotten.
    """

    def __init__(self, program: str, may_pair: bool = True) -> None:
        self.program, self.may_pair = program, may_pair
        self._lock = threading.Lock()
        self._open: Optional[Pairing] = None

    def enter(self) -> Pairing:
        """Port and token. Raises NoEngineError, ImpostorError, ForgottenError, PanelError."""
        with self._lock:
            if self._open is None:
                self._open = self._entered()
            return self._open

    def leave(self, used: Pairing) -> None:
        """Look for the engine anew next time: what was found is of no use any more."""
        with self._lock:
            if self._open is used:
                self._open = None

    def works(self) -> None:
        """The token was taken: from now on being forgotten is the user's will."""
        self.may_pair = False

    def refuse(self, used: Pairing) -> None:
        """The token was not taken: forget it, so that pairing again is possible, if it is allowed."""
        with self._lock:
            if self._open is used:
                self._open = None
                discovery.drop_pairing()

    def _entered(self) -> Pairing:
        kept = discovery.read_pairing()
        engine = discovery.find_engine(kept)
        if kept is None:
            if not self.may_pair:
                raise ForgottenError("forgotten")
            kept = pair(engine, self.program)
        if kept.port != engine.port:
            kept = Pairing(kept.panel, kept.token, engine.port)
            discovery.keep_pairing(kept)
        return kept


def pair(engine: Engine, program: str) -> Pairing:
    """Get a token of the panel's own: the owner's is used for this and nothing else."""
    link = Link(engine.port, discovery.require_owner(engine))
    try:
        code = link.ask("pairing.start", {"name": "DaVinci Resolve", "operation_id": uuid.uuid4().hex})["code"]
        link.token = ""
        asked = {"code": code, "host": program, "panel_version": VERSION, "protocol": PROTOCOL}
        made = link.ask("pairing.exchange", asked)
    finally:
        link.close()
    pairing = Pairing(str(made["panel"]), str(made["token"]), engine.port)
    discovery.keep_pairing(pairing)
    return pairing


class Link:
    """One connection to a proven engine."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token
        self._connection: Optional[HTTPConnection] = None

    def ask(self, name: str, fields: Optional[Dict[str, Any]] = None) -> Dict[str, Any]:
        """The reply to an operation. Raises EngineError, LostError."""
        data = self.fetch(name, fields)
        try:
            reply = json.loads(data.decode("utf-8"))
        except ValueError:
            raise LostError("torn_answer") from None
        if not isinstance(reply, dict):
            raise LostError("torn_answer")
        return reply

    def fetch(self, name: str, fields: Optional[Dict[str, Any]] = None) -> bytes:
        """The file that an operation answers with."""
        method, path, body = request_of(name, fields or {})
        payload = json.dumps(body).encode("ascii") if method == "POST" else None
        try:
            answer = self._sent(method, path, payload)
            data = answer.read(_LARGEST)
        except (HTTPException, OSError):
            self.close()
            raise LostError("engine_lost") from None
        if answer.status >= 300:
            _refused(answer.status, data)
        return data

    def _sent(self, method: str, path: str, payload: Optional[bytes]) -> HTTPResponse:
        headers = {"Content-Type": "application/json"} if payload is not None else {}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self.port, timeout=SILENCE_S)
            self._connection.connect()
            self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connection.request(method, path, payload, headers)
        return self._connection.getresponse()

    def close(self) -> None:
        """Hang up. A call that waits on another thread ends with LostError."""
        connection, self._connection = self._connection, None
        if connection is not None:
            if connection.sock is not None:
                with contextlib.suppress(OSError):
                    connection.sock.shutdown(socket.SHUT_RDWR)
            connection.close()


def _refused(status: int, data: bytes) -> NoReturn:
    try:
        error = json.loads(data.decode("utf-8"))["error"]
        parts = [str(error[part]) for part in ("code", "message", "why", "remedy")]
    except (ValueError, KeyError, TypeError):
        raise LostError("strange_answer", status=status) from None
    if parts[0] in ("wrong_token", "no_token"):
        raise ForgottenError("forgotten")
    raise EngineError(*parts)


class Client:
    """Asks the engine, and asks again where that is safe: an engine that was started anew is found again.

    Args:
        door: the way to it.
        stopped: says when to give up waiting because the panel closes.
        patience_s: how long an engine that went away is waited for.
    """

    def __init__(self, door: Door, stopped: threading.Event, patience_s: float = 20.0) -> None:
        self._door, self._stopped, self._patience_s = door, stopped, patience_s
        self._link: Optional[Link] = None
        self._at: Optional[Pairing] = None

    def ask(self, name: str, fields: Optional[Dict[str, Any]] = None, patience_s: Optional[float] = None) -> Dict[str, Any]:
        """The reply to an operation. What changes something carries an operation id, so that nothing is done twice."""
        given = dict(fields or {})
        if ROUTES[name].mutates and not given.get("operation_id"):
            given["operation_id"] = uuid.uuid4().hex
        reply: Dict[str, Any] = self._again(lambda link: link.ask(name, given), patience_s)
        return reply

    def fetch(self, name: str, fields: Dict[str, Any]) -> bytes:
        """The file that an operation answers with."""
        data: bytes = self._again(lambda link: link.fetch(name, fields), None)
        return data

    def _again(self, work: Callable[[Link], Any], patience_s: Optional[float]) -> Any:
        deadline = time.monotonic() + (self._patience_s if patience_s is None else patience_s)
        for tries in range(1000000):
            try:
                return self._once(work)
            except (LostError, EngineError) as error:
                pause = _PAUSES_S[min(tries, len(_PAUSES_S) - 1)]
                if not _may_pass(error) or time.monotonic() + pause > deadline or self._stopped.wait(pause):
                    raise
            except NoEngineError:
                pause = _PAUSES_S[min(tries, len(_PAUSES_S) - 1)]
                if not tries or time.monotonic() + pause > deadline or self._stopped.wait(pause):
                    raise
        raise AssertionError("the deadline ends the loop")

    def _once(self, work: Callable[[Link], Any]) -> Any:
        try:
            return self._tried(work)
        except ForgottenError:
            if not self._door.may_pair:
                raise
        return self._tried(work)  # an engine that was set up anew: get a token of this one, once

    def _tried(self, work: Callable[[Link], Any]) -> Any:
        link = self._linked()
        used = self._at
        assert used is not None
        try:
            found = work(link)
        except ForgottenError:
            self._door.refuse(used)
            self.close()
            raise
        except LostError:
            self._door.leave(used)
            self.close()
            raise
        self._door.works()
        return found

    def _linked(self) -> Link:
        at = self._door.enter()
        if self._link is None or at is not self._at:
            self.close()
            self._link, self._at = Link(at.port, at.token), at
        return self._link

    def close(self) -> None:
        """Hang up."""
        link, self._link = self._link, None
        if link is not None:
            link.close()


def _may_pass(error: PanelError) -> bool:
    """Whether asking again may help."""
    return isinstance(error, LostError) or (isinstance(error, EngineError) and error.code in ("busy", "stopping"))
