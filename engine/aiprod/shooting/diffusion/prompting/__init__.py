# SPDX-License-Identifier: Apache-2.0
"""Prompts, written from the shot by rules for each model."""
