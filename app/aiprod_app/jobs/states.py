# SPDX-License-Identifier: Apache-2.0
"""The states of jobs by what they mean here, without the wire's classes, which take long to load (a test compares them)."""

from __future__ import annotations

FINAL = ("delivered", "cancelled", "failed", "expired")
"""A job in one of these goes no further by itself."""
WAITING = ("received", "planned", "queued")
"""States in which a job has a place in the queue."""
