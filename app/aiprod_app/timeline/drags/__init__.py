# SPDX-License-Identifier: Apache-2.0
"""What the mouse may be doing while its button is down: one class for each way of dragging."""
