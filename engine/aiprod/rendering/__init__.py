# SPDX-License-Identifier: Apache-2.0
"""Timeline and grades → finished picture. Importing this package loads nothing heavy.

`compile.compile_timeline` cuts the film into content-hashed segments between edit points, `execute.render_segment` makes one of
them, `execute.join` puts them together without encoding again.
"""
