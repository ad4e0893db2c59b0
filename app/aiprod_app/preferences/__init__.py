# SPDX-License-Identifier: Apache-2.0
"""What the user prefers: shown, changed, and brought to the whole desktop at once."""
