# SPDX-License-Identifier: Apache-2.0
"""Clips made to measure for an editor's timeline, each immutable and with its recipe: shots, extensions, lines, music, grades."""
