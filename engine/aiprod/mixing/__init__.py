# SPDX-License-Identifier: Apache-2.0
"""Mixing: stems in time → a programme at a loudness target."""
