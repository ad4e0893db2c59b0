# SPDX-License-Identifier: Apache-2.0
"""Timeline and grades → finished picture. Importing this package loads nothing heavy.

`compile.compile_timeline` cuts the film into content-hashed segments between edit points, `execute.frames` and `float_frames`
make their pictures, `execute.render_segment` encodes one, `execute.render_film` finds or renders all of them in a
`cache.SegmentCache` and joins them packet by packet, without encoding again.
"""
