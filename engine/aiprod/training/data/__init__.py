# SPDX-License-Identifier: Apache-2.0
"""Footage with exact labels: what is sampled, rendered, described and kept for the trainers."""
