# SPDX-License-Identifier: Apache-2.0
"""The timeline as an editor works on it: `view.TimelineView`. It draws, and asks for edits; it never changes the film itself."""
