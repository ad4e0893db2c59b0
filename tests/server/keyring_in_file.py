# SPDX-License-Identifier: Apache-2.0
"""A keyring that lies in a file named by $TEST_KEYRING: for processes that tests start. (`PYTHON_KEYRING_BACKEND` names it.)"""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class FileKeyring(KeyringBackend):
    """Passwords as JSON, in the open."""

    priority = -10  # only where it is named: keyring chooses among all classes that are loaded

    def _read(self) -> dict[str, str]:
        path = Path(os.environ["TEST_KEYRING"])
        return json.loads(path.read_text()) if path.is_file() else {}

    def _write(self, found: dict[str, str]) -> None:
        Path(os.environ["TEST_KEYRING"]).write_text(json.dumps(found))

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write({**self._read(), f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        found = self._read()
        if found.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError("there is none")
        self._write(found)
