# SPDX-License-Identifier: Apache-2.0
"""Recipes of sound effects."""
