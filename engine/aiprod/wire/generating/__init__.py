# SPDX-License-Identifier: Apache-2.0
"""How the clients are written from the table of operations."""
