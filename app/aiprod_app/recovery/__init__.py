# SPDX-License-Identifier: Apache-2.0
"""Films opened and found again: after a crash, after a move, after damage; and their kept versions."""
