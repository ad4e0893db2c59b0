# SPDX-License-Identifier: Apache-2.0
"""Benches of the desktop; `aiprod bench NAME` runs them."""
