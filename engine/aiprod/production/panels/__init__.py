# SPDX-License-Identifier: Apache-2.0
"""The panels on this machine: finding the editors, putting the panels in, taking them out, and saying what is wrong."""
