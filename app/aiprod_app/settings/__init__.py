# SPDX-License-Identifier: Apache-2.0
"""What the desktop remembers between two starts."""
