# SPDX-License-Identifier: Apache-2.0
"""What people prefer: a reward learnt from their choices between takes, and a video model tuned to it."""
