# SPDX-License-Identifier: Apache-2.0
"""Tests of the Resolve package that need nothing but a Python from 3.6 on."""
