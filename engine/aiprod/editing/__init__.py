# SPDX-License-Identifier: Apache-2.0
"""Takes → timeline: assembly, spotting of sound, continuity, and the formats of other editors."""
