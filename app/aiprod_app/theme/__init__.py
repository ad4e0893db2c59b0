# SPDX-License-Identifier: Apache-2.0
"""Colours, sizes and the style of every widget: dark, light and high contrast."""

from aiprod_app.theme.tokens import THEMES, Tokens, tokens, use

__all__ = ["THEMES", "Tokens", "tokens", "use"]
