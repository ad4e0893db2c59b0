# SPDX-License-Identifier: Apache-2.0
"""The desktop's side of the engine server."""
