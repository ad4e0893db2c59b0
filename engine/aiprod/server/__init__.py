# SPDX-License-Identifier: Apache-2.0
"""The engine as a local service: operations over HTTP and WebSocket, jobs, devices."""
