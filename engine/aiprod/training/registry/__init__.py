# SPDX-License-Identifier: Apache-2.0
"""The model registry: versions with their measures, stages with gates, canaries, and the way back."""
