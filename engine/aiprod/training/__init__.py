# SPDX-License-Identifier: Apache-2.0
"""Our own models: data, trainers, evaluation."""
