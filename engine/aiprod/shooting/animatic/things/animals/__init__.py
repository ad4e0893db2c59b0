# SPDX-License-Identifier: Apache-2.0
"""Animals: they breathe, blink, speak and go. They look to the right."""
