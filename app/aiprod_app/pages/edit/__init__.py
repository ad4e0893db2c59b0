# SPDX-License-Identifier: Apache-2.0
"""The Edit page."""
