# SPDX-License-Identifier: Apache-2.0
"""Small files that lie in a hub's repository itself: configurations, tokenizers. The hub names them by Git's hash."""

from __future__ import annotations

import hashlib
import re
import threading
from dataclasses import replace

from aiprod.film.errors import UserError
from aiprod.film.files import write_atomically
from aiprod.models import store
from aiprod.models.cards import HubFile
from aiprod.models.pulling.asking import SMALL, Wanted, patiently
from aiprod.models.pulling.hub import Hub, Offered, PassingError
from aiprod.models.pulling.telling import Teller

_GIT = re.compile(r"^[0-9a-f]{40}$")


def fetch_small(hub: Hub, item: Wanted, teller: Teller, stop: threading.Event) -> Wanted:
    """Fetch a small file whose SHA-256 nobody knows, into the store. Returns it with its hash.

    Raises:
        UserError: the hub refuses, or sends other bytes than it declares.
        EngineError: it fails too often.
        Stopped: `stop` was set.
    """
    file = item.file.hub
    assert file is not None
    data = patiently(hub, file, lambda: _read(hub, file, item.offered), stop)
    sha256 = hashlib.sha256(data).hexdigest()
    partial = store.home() / "parts" / f"{sha256}.small"
    partial.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(partial, data)
    store.adopt(partial, sha256)
    teller.heard(len(data))
    return replace(item, sha256=sha256)


def _read(hub: Hub, file: HubFile, offered: Offered) -> bytes:
    if offered.size == 0:
        return b""
    data = bytearray()
    with hub.open(file, offered, 0, offered.size) as blocks:
        for block in blocks:
            data += block
            if len(data) > SMALL:
                break
    if len(data) < offered.size:
        raise PassingError("the connection broke off")
    if len(data) > offered.size or (_GIT.match(offered.etag) and _git_hash(bytes(data)) != offered.etag):
        raise UserError(
            f"{file.name} can't be trusted",
            "the hub sent other bytes than it declares",
            "Try again later, or from another network.",
        )
    return bytes(data)


def _git_hash(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
