# SPDX-License-Identifier: Apache-2.0
"""The typed client of the engine server."""
