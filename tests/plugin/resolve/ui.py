# SPDX-License-Identifier: Apache-2.0
"""Windows of scripts: being built."""


class Manager:
    def __init__(self, host: "object") -> None:
        self.host = host


class Dispatcher:
    def __init__(self, host: "object", manager: Manager) -> None:
        self.host = host
