# SPDX-License-Identifier: Apache-2.0
"""The networks that we train: the video codec and the video transformer. They need torch."""
