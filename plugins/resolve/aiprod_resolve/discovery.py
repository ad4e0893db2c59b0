# SPDX-License-Identifier: Apache-2.0
"""Finding the engine, and making sure that it is the engine, before a secret is sent to it.

The engine writes one small file that its user alone can read. Whoever listens at the port that it names must prove, with a
nonce of ours, that it knows the token in that file (or the fingerprint of the panel's own); until then it is told nothing.
"""

import contextlib
import hashlib
import hmac
import json
import os
import secrets
from http.client import HTTPConnection, HTTPException
from typing import Any, Dict, List, NamedTuple, Optional

from aiprod_resolve import PROTOCOL, places
from aiprod_resolve.errors import EngineError, ForgottenError, ImpostorError, NoEngineError, PanelError

CANDIDATE_PORTS = (47610, 47611, 47612, 47613, 47614)
"""Where an engine may be when its file can't be read, but a token of ours is there."""
HELLO_S = 5.0


class Engine(NamedTuple):
    """What the file says. `owner_token` is used to pair, once, and for nothing else; empty where there was no file."""

    port: int
    owner_token: str
    instance: str
    app_version: str


class Pairing(NamedTuple):
    """The panel's own token, and the port where it was last of use."""

    panel: str
    token: str
    port: int


def find_engine(pairing: Optional[Pairing] = None) -> Engine:
    """The engine of this user, proven. Raises NoEngineError, ImpostorError, PanelError (another protocol)."""
    found = read_discovery()
    if found is not None:
        proven(found.port, found.owner_token, None)
        return found
    if pairing is None:
        raise NoEngineError("no_engine")
    return _found_by_pairing(pairing)


def read_discovery() -> Optional[Engine]:
    """What the file says; None when there is none, it is torn, not only ours to read, or its process is gone.

    Raises PanelError when the engine it tells of speaks another version of the wire.
    """
    data = places.read_private(places.discovery_path())
    try:
        oldest, newest = data["protocol"]
        engine = Engine(int(data["port"]), str(data["token"]), str(data["instance"]), str(data["app_version"]))
        pid = int(data["pid"])
    except (KeyError, TypeError, ValueError):
        return None
    if not runs(pid):
        return None
    if not oldest <= PROTOCOL <= newest:
        raise PanelError("protocol", ours=PROTOCOL, oldest=oldest, newest=newest)
    return engine


def runs(pid: int) -> bool:
    """Whether there is such a process (not asked on Windows, where the question itself can do harm)."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _found_by_pairing(pairing: Pairing) -> Engine:
    """The engine that knows our token, at the port of last time or one of the usual ones."""
    for port in _each_once([pairing.port, *list(CANDIDATE_PORTS)]):
        try:
            version = proven(port, fingerprint(pairing.token), pairing.panel)
        except (NoEngineError, ImpostorError):
            continue
        return Engine(port, "", "", version)
    raise NoEngineError("no_engine")


def _each_once(ports: List[int]) -> List[int]:
    return [port for i, port in enumerate(ports) if port and port not in ports[:i]]


def proven(port: int, key: str, panel: Optional[str]) -> str:
    """The version of the engine at a port, once it has proven that it knows the key.

    Raises NoEngineError: nobody answers. ImpostorError: who answers does not know it. PanelError: another protocol.
    """
    nonce = secrets.token_urlsafe(32)
    request: Dict[str, Any] = {"nonce": nonce, "protocol": PROTOCOL}
    if panel is not None:
        request["panel"] = panel
    answer = _hello(port, request)
    _refuse_other_protocol(answer)
    if not hmac.compare_digest(str(answer.get("proof", "")).encode("utf-8"), prove(key, nonce, port).encode("ascii")):
        raise ImpostorError("impostor", port=port)
    return str(answer.get("app_version", ""))


def _hello(port: int, request: Dict[str, Any]) -> Dict[str, Any]:
    connection = HTTPConnection("127.0.0.1", port, timeout=HELLO_S)
    try:
        connection.request("POST", "/api/v1/hello", json.dumps(request), {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read(65536).decode("utf-8"))
    except (HTTPException, ValueError):
        raise ImpostorError("impostor", port=port) from None
    except OSError:
        raise NoEngineError("engine_silent", port=port) from None
    finally:
        connection.close()
    if not isinstance(answer, dict):
        raise ImpostorError("impostor", port=port)
    return answer


def _refuse_other_protocol(answer: Dict[str, Any]) -> None:
    error = answer.get("error")
    if isinstance(error, dict) and error.get("code") == "protocol":
        raise EngineError("protocol", *(str(error.get(part, "")) for part in ("message", "why", "remedy")))


def prove(key: str, nonce: str, port: int) -> str:
    """The proof for a nonce under a key, by the engine at this port."""
    return hmac.new(key.encode("utf-8"), f"aiprod.hello.{nonce}.{port}".encode("ascii"), hashlib.sha256).hexdigest()


def fingerprint(token: str) -> str:
    """What the engine keeps of a panel's token."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def read_pairing() -> Optional[Pairing]:
    """The panel's token as kept from last time."""
    data = places.read_private(places.token_path())
    try:
        return Pairing(str(data["panel"]), str(data["token"]), int(data.get("port", 0)))
    except (KeyError, TypeError, ValueError):
        return None


def keep_pairing(pairing: Pairing) -> None:
    places.write_private(places.token_path(), {"panel": pairing.panel, "token": pairing.token, "port": pairing.port})


def drop_pairing() -> None:
    """Keep the token no longer: the engine doesn't take it any more."""
    with contextlib.suppress(OSError):
        places.token_path().unlink()


def require_owner(engine: Engine) -> str:
    """The owner's token, for pairing. Raises ForgottenError where the engine was found without its file."""
    if not engine.owner_token:
        raise ForgottenError("forgotten")
    return engine.owner_token
