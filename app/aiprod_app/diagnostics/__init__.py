# SPDX-License-Identifier: Apache-2.0
"""What helps to find a fault: the diagnostics bundle, the messages so far, and what this program is."""
