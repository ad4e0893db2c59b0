# SPDX-License-Identifier: Apache-2.0
"""Schedules, samplers and guiders: small parts that every family shares."""
