# SPDX-License-Identifier: Apache-2.0
"""Music and sound: cues → score, ambience, effects."""
