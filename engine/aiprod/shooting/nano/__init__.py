# SPDX-License-Identifier: Apache-2.0
"""Footage from our own small video model, on any processor."""
