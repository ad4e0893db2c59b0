# SPDX-License-Identifier: Apache-2.0
"""The finished film as files: MP4, subtitles, poster, provenance. Importing this package loads nothing heavy."""
