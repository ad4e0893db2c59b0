# SPDX-License-Identifier: Apache-2.0
"""AIPROD: a film studio on the user's own machine."""

__version__ = "0.8.0"
