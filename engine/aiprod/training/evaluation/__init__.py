# SPDX-License-Identifier: Apache-2.0
"""How good a video model is: recognisers that read the labels off a clip, motion, flicker, camera, and copies of what it saw."""
