# SPDX-License-Identifier: Apache-2.0
"""Where films are begun and found: the start page, a new film, what is dropped on the window, the first run, the sample."""
