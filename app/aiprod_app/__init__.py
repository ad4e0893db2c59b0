# SPDX-License-Identifier: Apache-2.0
"""The desktop: a film studio with a timeline."""
