# SPDX-License-Identifier: Apache-2.0
"""The resident engine: weights that stay, batches, plans that give way when memory runs out."""
