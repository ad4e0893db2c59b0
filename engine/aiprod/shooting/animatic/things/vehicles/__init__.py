# SPDX-License-Identifier: Apache-2.0
"""Vehicles on land, on water and in the air. They look to the right; wheels turn when a pose gives them a speed."""
