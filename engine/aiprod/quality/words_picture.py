# SPDX-License-Identifier: Apache-2.0
"""French for the checks of picture and container: names, and messages as patterns."""

from __future__ import annotations

import re

CHECKS_FR: dict[str, str] = {}
MESSAGES_FR: tuple[tuple[re.Pattern[str], str], ...] = ()
