# SPDX-License-Identifier: Apache-2.0
"""Picture and sound files: which codecs are there, and frames and samples in and out of them."""
