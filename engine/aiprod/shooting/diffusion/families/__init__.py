# SPDX-License-Identifier: Apache-2.0
"""The model families: what each one takes, and how it is driven."""
