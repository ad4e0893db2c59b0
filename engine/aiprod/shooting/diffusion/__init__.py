# SPDX-License-Identifier: Apache-2.0
"""Open video diffusion models as makers of footage: requests, families, sampling, the resident engine."""
