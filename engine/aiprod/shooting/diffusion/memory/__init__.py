# SPDX-License-Identifier: Apache-2.0
"""What earlier takes showed, kept as references for later ones."""
