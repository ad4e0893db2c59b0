# SPDX-License-Identifier: Apache-2.0
"""The contract between the engine and whoever uses it: operations, messages, errors."""
