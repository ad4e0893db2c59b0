# SPDX-License-Identifier: Apache-2.0
"""Benches: each module has `run(runs, seed) -> dict` of figures; imported when it runs."""
