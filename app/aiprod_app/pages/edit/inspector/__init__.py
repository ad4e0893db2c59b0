# SPDX-License-Identifier: Apache-2.0
"""The inspector: what is selected, in fields that can be changed."""
