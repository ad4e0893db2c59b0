# SPDX-License-Identifier: Apache-2.0
"""Who makes the pictures, and what happens when they can't: the fallback chain, its gates, its breaker, and its money."""
