# SPDX-License-Identifier: Apache-2.0
"""What the program says about itself: logs, traces, figures, and a bundle for a bug report."""
