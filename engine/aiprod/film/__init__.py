# SPDX-License-Identifier: Apache-2.0
"""The film document: what every department reads and writes. It knows no other room."""
