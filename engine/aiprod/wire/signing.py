# SPDX-License-Identifier: Apache-2.0
"""How a webhook proves that it comes from the engine, and how its receiver checks that.

A call carries these headers:

    X-Aiprod-Event       delivered, failed, cancelled or expired
    X-Aiprod-Delivery    an id of this message; the same when it is sent again, so that it can be handled once
    X-Aiprod-Timestamp   unix seconds of this attempt
    X-Aiprod-Signature   v1=<hex of HMAC-SHA256 over timestamp + "." + body, under the webhook's secret>

A receiver checks the signature over the body as it came, refuses timestamps more than five minutes off, and remembers the
delivery ids of that time.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

EVENT, DELIVERY = "X-Aiprod-Event", "X-Aiprod-Delivery"
TIMESTAMP, SIGNATURE = "X-Aiprod-Timestamp", "X-Aiprod-Signature"
WINDOW_S = 300.0


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The value of the signature header."""
    return "v1=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes, now: float, window_s: float = WINDOW_S) -> bool:
    """Whether a call that came in was signed with the secret, and lately. For receivers written in Python.

    Args:
        secret: the webhook's.
        headers: of the call; their names in any case.
        body: as it came, byte for byte.
        now: unix seconds.
        window_s: how far from now the timestamp may be.
    """
    given = {name.lower(): value for name, value in headers.items()}
    timestamp = given.get(TIMESTAMP.lower(), "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16 and abs(now - int(timestamp)) <= window_s):
        return False
    wanted = signature(secret, timestamp, body)
    return hmac.compare_digest(given.get(SIGNATURE.lower(), "").encode(), wanted.encode())
