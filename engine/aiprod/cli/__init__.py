# SPDX-License-Identifier: Apache-2.0
"""The command line: a public contract (see docs/command-line.md)."""
