# SPDX-License-Identifier: Apache-2.0
"""Everything that the user can do by a key or a menu, as data."""
