# SPDX-License-Identifier: Apache-2.0
"""The engine's jobs on the screen."""
