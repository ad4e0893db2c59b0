# SPDX-License-Identifier: Apache-2.0
"""Trainers that people call: each one readable file, on a common frame for running, sharding and telling."""
