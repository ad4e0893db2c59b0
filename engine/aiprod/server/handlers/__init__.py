# SPDX-License-Identifier: Apache-2.0
"""What each operation does. One module for each family; a handler is registered under its operation's name."""
